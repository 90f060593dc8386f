"""A plan as the files of its folder: the CSV and TOML that `load` reads back to the same plan."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from tdnreport.base.data_error import Place
from tdnreport.plans.plans import (
    Deadline,
    Duty,
    Indicator,
    LegalBasis,
    Period,
    Plan,
    PlanHead,
    ReportForm,
    Result,
    Task,
    TaskUnit,
)
from tdnreport.plans.records import BudgetMove, Correction, PublishedFigure, TaskLink

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FILES: dict[str, tuple[str, type[DataclassInstance]]] = {
    "tasks.csv": ("tasks", Task),
    "task_units.csv": ("task_units", TaskUnit),
    "results.csv": ("results", Result),
    "duties.csv": ("duties", Duty),
    "periods.csv": ("periods", Period),
    "deadlines.csv": ("deadlines", Deadline),
    "indicators.csv": ("indicators", Indicator),
    "legal_basis.csv": ("legal_basis", LegalBasis),
    "corrections.csv": ("corrections", Correction),
    "published/figures.csv": ("published", PublishedFigure),
    "task_links.csv": ("task_links", TaskLink),
    "budget_moves.csv": ("budget_moves", BudgetMove),
}


def write_plan(plan: Plan, folder: Path, note: Iterable[str] = ()) -> None:
    """`note`: lines of comment at the top of plan.toml."""
    (folder / "plan.toml").write_text("\n".join([*(f"# {line}" for line in note), *_toml(plan), ""]), encoding="utf-8")
    for name, (field, row_type) in FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        _write_rows(path, row_type, getattr(plan, field))


def _write_rows(path: Path, row_type: type[DataclassInstance], rows: Iterable[Any]) -> None:
    hints = get_type_hints(row_type)
    columns = [field.name for field in fields(row_type) if hints[field.name] is not Place]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(getattr(row, column)) for column in columns] for row in rows)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "|".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _toml(plan: Plan) -> Iterable[str]:
    for field in fields(PlanHead):
        value = getattr(plan, field.name)
        if field.name not in ("report", "party_report") and value is not None:
            yield f"{field.name} = {_toml_value(value)}"
    yield from _form_toml("report", plan.report)
    if plan.party_report:
        yield from _form_toml("party_report", plan.party_report)


def _form_toml(table: str, form: ReportForm) -> Iterable[str]:
    yield from ("", f"[{table}]")
    for field in fields(ReportForm):
        if field.name not in ("outline", "receivers"):
            yield f"{field.name} = {_toml_value(getattr(form, field.name))}"
    for name in ("receivers", "outline"):
        for row in getattr(form, name):
            yield from ("", f"[[{table}.{name}]]")
            filled = ((field.name, getattr(row, field.name)) for field in fields(row))
            yield from (f"{key} = {_toml_value(value)}" for key, value in filled if value)


def _toml_value(value: Any) -> str:
    """A basic string of TOML is a string of JSON; so is a list of them."""
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
