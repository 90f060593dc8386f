"""The `ref.*` tables of docs/architecture.md for one plan and period, except `ref.rules`.

Units and groups count as they are on the period's due date. In `task_units` a unit stands once a task, with the
strongest of its roles; where the plan names one accountable unit, that one is the only `lead`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from tdnreport.plans.plans import Period, Plan, Task, TaskUnit
from tdnreport.plans.records import PublishedFigure
from tdnreport.plans.units import NATIONAL, Reference, Unit

if TYPE_CHECKING:
    import polars as pl

RefRow = dict[str, Any]

SCHEMAS: dict[str, dict[str, type]] = {
    "plan": {"plan_id": str, "province_id": str, "area_id": str, "year": int, "title": str},
    "period": {
        "plan_id": str,
        "period_id": str,
        "label": str,
        "data_from": date,
        "data_to": date,
        "due_text": str,
        "due_on": date,
        "due_strict_on": date,
        "due_lenient_on": date,
    },
    "tasks": {
        "task_code": str,
        "parent_code": str,
        "is_leaf": bool,
        "position": int,
        "title": str,
        "content": str,
        "time_text": str,
        "planned_vnd": int,
        "own_line": bool,
        "fund_mode": str,
        "budget_text": str,
        "expected_result": str,
        "accountable_unit_id": str,
        "leads_text": str,
        "coordinators_text": str,
    },
    "task_units": {"task_code": str, "unit_id": str, "role": str, "via_group": str},
    "duties": {
        "duty_code": str,
        "position": int,
        "section": str,
        "summary": str,
        "role": str,
        "unit_id": str,
        "via_group": str,
    },
    "expected_units": {"unit_id": str, "name": str, "short_name": str, "kind": str, "position": int},
    "units": {"unit_id": str, "name": str, "short_name": str, "kind": str, "level": str},
    "indicators": {
        "indicator_code": str,
        "position": int,
        "name": str,
        "unit_of_measure": str,
        "kind": str,
        "task_code": str,
        "target": float,
        "ranked_of": int,
        "tt22_class": str,
        "people_of": str,
    },
    "indicator_owners": {"indicator_code": str, "unit_id": str},
    "budget_moves": {
        "task_code": str,
        "unit_id": str,
        "fund_source": str,
        "kind": str,
        "amount_vnd": int,
        "decided_on": date,
        "document": str,
    },
    "published": {
        "figure_id": str,
        "value": float,
        "data_from": date,
        "data_to": date,
        "area_id": str,
        "reporters": str,
        "source": str,
        "document": str,
        "is_invented": bool,
    },
    "corrections": {
        "correction_no": int,
        "file": str,
        "sheet": str,
        "row_no": int,
        "column_name": str,
        "value_sent": str,
        "value_used": str,
        "reason": str,
        "decided_by": str,
        "decided_on": date,
    },
}


def ref_tables(reference: Reference, plan: Plan, period: Period) -> dict[str, pl.DataFrame]:
    """Table name without its schema → frame, for each of `SCHEMAS`."""
    import polars as pl

    rows: dict[str, list[RefRow] | dict[str, list[str | None]]] = {
        "plan": [{**_select_fields(plan, "plan", apart=("area_id",)), "area_id": plan.area}],
        "period": [{"plan_id": plan.plan_id, **_select_fields(period, "period", apart=("plan_id",))}],
        "tasks": list(_task_rows(reference, plan)),
        "task_units": _task_unit_columns(reference, plan, period.due_on),
        "duties": list(_duties(reference, plan, period.due_on)),
        "expected_units": list(_expected_unit_rows(reference, period)),
        "units": [_select_fields(unit, "units") for unit in _known_units(reference, plan, period.due_on)],
        "indicators": list(_indicator_rows(plan)),
        "indicator_owners": list(_indicator_owners(reference, plan, period.due_on)),
        "budget_moves": [_select_fields(move, "budget_moves") for move in plan.budget_moves],
        "published": [
            {
                **_select_fields(correction, "published", apart=("reporters",)),
                "reporters": _reporters_text(reference, correction),
            }
            for correction in plan.published
        ],
        "corrections": [
            {**_select_fields(correction, "corrections", apart=("correction_no",)), "correction_no": number}
            for number, correction in enumerate(plan.corrections, start=1)
        ],
    }
    return {name: pl.DataFrame(rows[name], schema=schema, orient="row") for name, schema in SCHEMAS.items()}


def expected_units(reference: Reference, period: Period) -> tuple[Unit, ...]:
    """The named units that owe the period's report on its due date, in the order of the plan."""
    ids = dict.fromkeys(
        unit_id for reporter_id in period.reporters for unit_id in reference.units_behind(reporter_id, period.due_on)
    )
    return tuple(reference.units[unit_id] for unit_id in ids)


def _select_fields(value: object, table: str, apart: tuple[str, ...] = ()) -> RefRow:
    return {column: getattr(value, column) for column in SCHEMAS[table] if column not in apart}


def _task_rows(reference: Reference, plan: Plan) -> Iterator[RefRow]:
    for position, task in enumerate(plan.tasks, start=1):
        yield {
            **_select_fields(task, "tasks", apart=("is_leaf", "position", "planned_vnd", "own_line", *_JOINED)),
            "is_leaf": task.task_code not in plan.heading_codes,
            "position": position,
            "planned_vnd": task.budget_vnd,
            "own_line": task.fund_mode == "own_line",
            "expected_result": _expected_result(plan, task),
            "leads_text": _joined_unit_names(reference, plan, task, "lead"),
            "coordinators_text": _joined_unit_names(reference, plan, task, "coordinate"),
        }


_JOINED = ("expected_result", "leads_text", "coordinators_text")


def _expected_result(plan: Plan, task: Task) -> str | None:
    texts = [result.text for result in plan.results if result.task_code == task.task_code]
    if len(texts) < 2:
        return texts[0] if texts else None
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, start=1))


def _joined_unit_names(reference: Reference, plan: Plan, task: Task, role: str) -> str | None:
    rows = [row for row in plan.task_units if row.task_code == task.task_code and row.role == role]
    return "; ".join(reference.units[row.unit_id].name for row in rows) or None


def _task_unit_columns(reference: Reference, plan: Plan, on: date) -> dict[str, list[str | None]]:
    """Column by column: tasks times the members of their groups may be millions."""
    tasks = {task.task_code: task for task in plan.tasks}
    units_behind = cache(partial(reference.units_behind, on=on))
    seen: dict[str, set[str]] = defaultdict(set)
    columns: dict[str, list[str | None]] = {name: [] for name in SCHEMAS["task_units"]}
    for row in sorted(plan.task_units, key=lambda row: _role_priority(row, tasks[row.task_code], reference)):
        units = [unit_id for unit_id in units_behind(row.unit_id) if unit_id not in seen[row.task_code]]
        seen[row.task_code].update(units)
        columns["task_code"] += [row.task_code] * len(units)
        columns["unit_id"] += units
        columns["role"] += [_effective_role(row, tasks[row.task_code])] * len(units)
        columns["via_group"] += [row.unit_id if unit_id != row.unit_id else None for unit_id in units]
    return columns


def _role_priority(row: TaskUnit, task: Task, reference: Reference) -> tuple[bool, bool]:
    """Leads before others, named units before members of groups; the file's order decides the rest."""
    return _effective_role(row, task) != "lead", reference.units[row.unit_id].is_group


def _effective_role(row: TaskUnit, task: Task) -> str:
    if task.accountable_unit_id:
        return "lead" if row.unit_id == task.accountable_unit_id else "coordinate"
    return "lead" if row.role == "lead" else "coordinate"


def _expected_unit_rows(reference: Reference, period: Period) -> Iterator[RefRow]:
    for position, unit in enumerate(expected_units(reference, period), start=1):
        yield {**_select_fields(unit, "expected_units", apart=("position",)), "position": position}


def _known_units(reference: Reference, plan: Plan, on: date) -> Iterator[Unit]:
    provinces = {*reference.province_lineage(plan.province_id, on), NATIONAL}
    for unit in reference.units.values():
        if unit.province_id in provinces and unit.is_valid(on) and not unit.is_group:
            yield unit


def _duties(reference: Reference, plan: Plan, on: date) -> Iterator[RefRow]:
    """One row per duty and unit that holds it on the day, groups opened, in the order of the plan."""
    for position, duty in enumerate(plan.duties, start=1):
        for unit_id in reference.units_behind(duty.unit_id, on):
            yield {
                **_select_fields(duty, "duties", apart=("position", "unit_id", "via_group")),
                "position": position,
                "unit_id": unit_id,
                "via_group": duty.unit_id if unit_id != duty.unit_id else None,
            }


def _indicator_rows(plan: Plan) -> Iterator[RefRow]:
    for position, indicator in enumerate(plan.indicators, start=1):
        own = _select_fields(indicator, "indicators", apart=("position", "tt22_class"))
        yield {**own, "position": position, "tt22_class": indicator.tt22_method}


def _indicator_owners(reference: Reference, plan: Plan, on: date) -> Iterator[RefRow]:
    for indicator in plan.indicators:
        for unit_id in dict.fromkeys(unit for owner in indicator.owners for unit in reference.units_behind(owner, on)):
            yield {"indicator_code": indicator.indicator_code, "unit_id": unit_id}


def _reporters_text(reference: Reference, figure: PublishedFigure) -> str | None:
    """Ids of the units whose figures the published one holds, as one text to compare; None is all who owed it."""
    return (
        ";".join(
            sorted(
                {
                    unit
                    for reporter_id in figure.reporters
                    for unit in reference.units_behind(reporter_id, figure.data_to)
                }
            )
        )
        or None
    )
