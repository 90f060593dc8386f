"""Units, plans and periods: the CSV and TOML of `data/` as checked frozen values, and the `ref.*` tables made of them."""

from tdnreport.base.data_error import DataError
from tdnreport.plans.load import load_plan, load_reference
from tdnreport.plans.plans import Deadline, Indicator, LegalBasis, Period, Plan, ReportForm, Task, TaskUnit
from tdnreport.plans.tables import expected_units, ref_tables
from tdnreport.plans.units import Reference, Unit, UnitName

__all__ = [
    "DataError",
    "Deadline",
    "Indicator",
    "LegalBasis",
    "Period",
    "Plan",
    "Reference",
    "ReportForm",
    "Task",
    "TaskUnit",
    "Unit",
    "UnitName",
    "expected_units",
    "load_plan",
    "load_reference",
    "ref_tables",
]
