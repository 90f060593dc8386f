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

from tdnreport.plans.heirs import held_function, inherited, unit_in_charge, units_in_charge
from tdnreport.plans.plans import Duty, Period, Plan, Task, TaskUnit
from tdnreport.plans.published import area_name_rows, area_part_rows, published_rows
from tdnreport.plans.table_schemas import SCHEMAS
from tdnreport.plans.units import Reference, Unit

if TYPE_CHECKING:
    import polars as pl

RefRow = dict[str, Any]


def ref_tables(reference: Reference, plan: Plan, period: Period) -> dict[str, pl.DataFrame]:
    """Table name without its schema → frame, for each of `SCHEMAS`."""
    import polars as pl

    rows: dict[str, list[RefRow] | dict[str, list[str | None]]] = {
        "plan": [
            {
                **_select_fields(plan, "plan", apart=("area_id", "has_other_tasks")),
                "area_id": plan.area,
                "has_other_tasks": any(link.relation != "same" for link in plan.task_links),
            }
        ],
        "period": [{"plan_id": plan.plan_id, **_select_fields(period, "period", apart=("plan_id",))}],
        "tasks": list(_task_rows(reference, plan, period.due_on)),
        "task_units": _task_unit_columns(reference, plan, period.due_on),
        "duties": list(_duties(reference, plan, period.due_on)),
        "expected_units": list(_expected_unit_rows(reference, plan, period)),
        "units": [_select_fields(unit, "units") for unit in _known_units(reference, plan, period.due_on)],
        "indicators": list(_indicator_rows(plan)),
        "indicator_owners": list(_indicator_owners(reference, plan, period.due_on)),
        "budget_moves": [
            {
                **_select_fields(move, "budget_moves", apart=("unit_id",)),
                "unit_id": unit_in_charge(reference, move.unit_id, period.due_on) or move.unit_id,
            }
            for move in plan.budget_moves
        ],
        "published": list(published_rows(reference, plan, period.due_on)),
        "area_parts": list(area_part_rows(reference.areas, plan.area)),
        "area_names": list(area_name_rows(reference.areas, plan.area)),
        "corrections": [
            {**_select_fields(correction, "corrections", apart=("correction_no",)), "correction_no": number}
            for number, correction in enumerate(plan.corrections, start=1)
        ],
    }
    return {name: pl.DataFrame(rows[name], schema=schema, orient="row") for name, schema in SCHEMAS.items()}


def expected_units(reference: Reference, period: Period, plan: Plan | None = None) -> tuple[Unit, ...]:
    """The named units that owe the period's report on its due date, in the order of the plan.

    Of a reporter that was split the heirs owe it: with the plan, also those that hold a function which the plan gives it.
    """
    on = period.due_on
    rows: tuple[TaskUnit | Duty, ...] = (*plan.task_units, *plan.duties) if plan else ()
    given = {(row.unit_id, row.function_id) for row in rows if row.function_id}
    named = dict.fromkeys(period.reporters)
    owing = dict.fromkeys(unit for reporter_id in named for unit in units_in_charge(reference, reporter_id, on))
    for unit_id, function_id in sorted(given):
        if not reference.units[unit_id].is_valid(on) and set(units_in_charge(reference, unit_id, on)) & owing.keys():
            owing |= dict.fromkeys(units_in_charge(reference, unit_id, on, function_id))
    return tuple(reference.unit_on(unit_id, on) for unit_id in owing)


def _select_fields(value: object, table: str, apart: tuple[str, ...] = ()) -> RefRow:
    return {column: getattr(value, column) for column in SCHEMAS[table] if column not in apart}


def _task_rows(reference: Reference, plan: Plan, on: date) -> Iterator[RefRow]:
    for position, task in enumerate(plan.tasks, start=1):
        yield {
            **_select_fields(task, "tasks", apart=("is_leaf", "position", "planned_vnd", "own_line", *_JOINED)),
            "is_leaf": task.task_code not in plan.heading_codes,
            "position": position,
            "planned_vnd": task.budget_vnd,
            "own_line": task.fund_mode == "own_line",
            "expected_result": _expected_result(plan, task),
            "leads_text": _joined_unit_names(reference, plan, task, "lead", on),
            "coordinators_text": _joined_unit_names(reference, plan, task, "coordinate", on),
        }


_JOINED = ("expected_result", "leads_text", "coordinators_text")


def _expected_result(plan: Plan, task: Task) -> str | None:
    texts = [result.text for result in plan.results if result.task_code == task.task_code]
    if len(texts) < 2:
        return texts[0] if texts else None
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, start=1))


def _joined_unit_names(reference: Reference, plan: Plan, task: Task, role: str, on: date) -> str | None:
    rows = [row for row in plan.task_units if row.task_code == task.task_code and row.role == role]
    return "; ".join(_name_on(reference, row, on) for row in rows) or None


def _name_on(reference: Reference, row: TaskUnit, on: date) -> str:
    """The name in the plan; of a unit that has ended by the day with who holds its work now and by which law.

    An heir that no text names is not printed as a fact.
    """
    unit = reference.units[row.unit_id]
    heir_id = unit_in_charge(reference, row.unit_id, on, row.function_id)
    if unit.is_valid(on) or unit.is_group or heir_id is None:
        return reference.unit_on(row.unit_id, on).name
    heir, held = reference.unit_on(heir_id, on), inherited(reference, row.unit_id, heir_id, on, row.function_id)
    if heir.name == unit.name:
        return unit.name
    if held and held.confidence == "unsourced":
        return f"{unit.name}, đơn vị kế thừa cần đối chiếu"
    law = f" theo {held.legal_basis}" if held and held.legal_basis else ""
    return f"{unit.name}, nay là {heir.name}{law}"


def _task_unit_columns(reference: Reference, plan: Plan, on: date) -> dict[str, list[str | None]]:
    """Column by column: tasks times the members of their groups may be millions."""
    tasks = {task.task_code: task for task in plan.tasks}
    in_charge = cache(partial(units_in_charge, reference, on=on))
    function_held = cache(partial(held_function, reference, on=on))
    seen: dict[str, set[str]] = defaultdict(set)
    columns: dict[str, list[str | None]] = {name: [] for name in SCHEMAS["task_units"]}
    for row in sorted(plan.task_units, key=lambda row: _role_priority(row, tasks[row.task_code], reference)):
        held = in_charge(row.unit_id, function_id=row.function_id)
        units = [unit_id for unit_id in held if unit_id not in seen[row.task_code]]
        seen[row.task_code].update(units)
        columns["task_code"] += [row.task_code] * len(units)
        columns["unit_id"] += units
        columns["role"] += [_effective_role(row, tasks[row.task_code])] * len(units)
        group = _group_named(reference, row)
        columns["function_id"] += [
            function_held(row.unit_id, unit_id, function_id=row.function_id) for unit_id in units
        ]
        columns["via_group"] += [group if unit_id != row.unit_id else None for unit_id in units]
    return columns


def _group_named(reference: Reference, row: TaskUnit | Duty) -> str | None:
    return row.unit_id if reference.units[row.unit_id].is_group else None


def _role_priority(row: TaskUnit, task: Task, reference: Reference) -> tuple[bool, bool]:
    """Leads before others, named units before members of groups; the file's order decides the rest."""
    return _effective_role(row, task) != "lead", reference.units[row.unit_id].is_group


def _effective_role(row: TaskUnit, task: Task) -> str:
    if task.accountable_unit_id:
        return "lead" if row.unit_id == task.accountable_unit_id else "coordinate"
    return "lead" if row.role == "lead" else "coordinate"


def _expected_unit_rows(reference: Reference, plan: Plan, period: Period) -> Iterator[RefRow]:
    for position, unit in enumerate(expected_units(reference, period, plan), start=1):
        yield {**_select_fields(unit, "expected_units", apart=("position",)), "position": position}


def _known_units(reference: Reference, plan: Plan, on: date) -> Iterator[Unit]:
    return (reference.unit_on(unit.unit_id, on) for unit in reference.units_of(plan.area, on) if not unit.is_group)


def _duties(reference: Reference, plan: Plan, on: date) -> Iterator[RefRow]:
    """One row per duty and unit that holds it on the day, groups opened, in the order of the plan."""
    for position, duty in enumerate(plan.duties, start=1):
        for unit_id in units_in_charge(reference, duty.unit_id, on, duty.function_id):
            yield {
                **_select_fields(duty, "duties", apart=("position", "unit_id", "function_id", "via_group")),
                "position": position,
                "unit_id": unit_id,
                "function_id": held_function(reference, duty.unit_id, unit_id, on, duty.function_id),
                "via_group": _group_named(reference, duty) if unit_id != duty.unit_id else None,
            }


def _indicator_rows(plan: Plan) -> Iterator[RefRow]:
    for position, indicator in enumerate(plan.indicators, start=1):
        own = _select_fields(indicator, "indicators", apart=("position", "tt22_class"))
        yield {**own, "position": position, "tt22_class": indicator.tt22_method}


def _indicator_owners(reference: Reference, plan: Plan, on: date) -> Iterator[RefRow]:
    for indicator in plan.indicators:
        for unit_id in dict.fromkeys(
            unit for owner in indicator.owners for unit in units_in_charge(reference, owner, on)
        ):
            yield {"indicator_code": indicator.indicator_code, "unit_id": unit_id}
