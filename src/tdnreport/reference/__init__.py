"""Units, plans and periods: the CSV and TOML of `data/` as checked frozen values, and the `ref.*` tables made of them."""

from tdnreport.reference.files import DataError
from tdnreport.reference.load import load_plan, load_reference
from tdnreport.reference.plans import Indicator, LegalBasis, Period, Plan, ReportForm, Task, TaskUnit
from tdnreport.reference.tables import expected_units, ref_tables
from tdnreport.reference.units import Reference, Unit, UnitName

__all__ = [
    "DataError",
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
