"""Consistency checks of units and plans; all mistakes are raised in one `DataError`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from tdnreport.base.data_error import Place, Problems
from tdnreport.plans.areas import Areas, spans_overlap
from tdnreport.plans.heirs import units_in_charge
from tdnreport.plans.plans import Duty, Indicator, Plan, Result, Task, TaskUnit
from tdnreport.plans.records import RATE_UNITS, BudgetMove, PublishedFigure, figure_key
from tdnreport.plans.unique import CsvRow, check_unique
from tdnreport.plans.units import Alias, Member, Reference, Unit
from tdnreport.plans.units_of_time import check_units_of_time


def check_reference(
    units: tuple[Unit, ...], aliases: tuple[Alias, ...], members: tuple[Member, ...], areas: Areas
) -> None:
    problems = Problems()
    by_id = {unit.unit_id: unit for unit in units}
    check_unique("unit_id", ((unit, unit.unit_id) for unit in units), problems)
    _check_units_known(((unit, unit.parent_unit_id) for unit in units if unit.parent_unit_id), by_id, problems)
    _check_units_known(((alias, unit_id) for alias in aliases for unit_id in alias.unit_id or ("",)), by_id, problems)
    _check_units_known(
        ((row, unit_id) for row in members for unit_id in (row.group_id, row.member_id)), by_id, problems
    )
    dated: tuple[Unit | Member, ...] = (*units, *members)
    for row in dated:
        if row.valid_from and row.valid_to and row.valid_from > row.valid_to:
            problems.add_at(row.origin, "valid_from sau valid_to; sửa lại ngày.")
    problems.stop_if_any()
    _check_groups(members, by_id, problems)
    _check_aliases(aliases, by_id, areas, problems)
    problems.stop_if_any()


def check_plan(folder: Path, plan: Plan, reference: Reference) -> None:
    problems = Problems()
    if plan.plan_id != folder.name:
        problems.append(f"{folder.name}/plan.toml: plan_id là “{plan.plan_id}”; ghi đúng tên thư mục “{folder.name}”.")
    if all(unit.province_id != plan.province_id for unit in reference.units.values()):
        problems.append(
            f"{folder.name}/plan.toml: tỉnh “{plan.province_id}” chưa có đơn vị nào trong reference/units.csv."
        )
    _check_tasks(folder, plan, problems)
    _check_units_of_plan(plan, reference, problems)
    _check_codes(plan, problems)
    _check_published(plan, problems)
    _check_budget_moves(plan, problems)
    _check_links(plan, problems)
    problems.stop_if_any()
    check_units_of_time(folder.name, plan, reference)
    _check_leads(plan, reference, problems)
    _check_periods(plan, reference, problems)
    problems.stop_if_any()


def _as_number(code: str) -> str:
    """A code as Excel saves it where it takes it for a number: "4.10" → "4.1", "01" → "1"."""
    whole, dot, fraction = code.partition(".")
    return f"{whole.lstrip('0')}{dot}{fraction.rstrip('0')}".rstrip(".")


def _check_units_known(rows: Iterable[tuple[CsvRow, str]], units: Mapping[str, Unit], problems: Problems) -> None:
    for row, unit_id in rows:
        if unit_id not in units:
            problems.add_at(
                row.origin, f"không có đơn vị “{unit_id}”; sửa mã hoặc thêm đơn vị vào reference/units.csv."
            )


def _check_groups(members: tuple[Member, ...], units: Mapping[str, Unit], problems: Problems) -> None:
    groups_in = defaultdict(set)
    for row in members:
        if units[row.group_id].kind != "nhom":
            problems.add_at(row.origin, f"“{row.group_id}” không phải nhóm (kind = nhom); sửa group_id hoặc kind.")
        elif units[row.member_id].is_open:
            problems.add_at(row.origin, f"nhóm mở “{row.member_id}” không thể là thành viên; ghi từng đơn vị.")
        elif units[row.member_id].is_group:
            groups_in[row.group_id].add(row.member_id)
    for row in members:
        if _reaches(row.member_id, row.group_id, groups_in):
            problems.add_at(row.origin, f"nhóm “{row.group_id}” chứa chính nó qua “{row.member_id}”; bỏ dòng này.")


def _reaches(start: str, goal: str, inside: Mapping[str, set[str]]) -> bool:
    seen, ahead = set(), [start]
    while ahead:
        group_id = ahead.pop()
        if group_id == goal:
            return True
        if group_id not in seen:
            seen.add(group_id)
            ahead += inside.get(group_id, ())
    return False


def _check_aliases(aliases: tuple[Alias, ...], units: Mapping[str, Unit], areas: Areas, problems: Problems) -> None:
    """A spelling must not name two units of one area on the same day."""
    owners: dict[tuple[str, str], list[tuple[Unit, Place]]] = defaultdict(list)
    for unit in units.values():
        for name in {_fold_name(name) for name in (unit.name, unit.full_name, unit.short_name)}:
            owners[areas.area_of(unit.province_id), name].append((unit, unit.origin))
    for row, unit in ((alias, units[unit_id]) for alias in aliases for unit_id in alias.unit_id):
        others = owners[areas.area_of(unit.province_id), _fold_name(row.alias)]
        for other, place in others:
            if other != unit and spans_overlap(unit, other):
                problems.add_at(
                    row.origin, f"“{row.alias}” đã chỉ đơn vị {other.unit_id} ({place}); giữ một trong hai."
                )
        others.append((unit, row.origin))


def _fold_name(name: str) -> str:
    return " ".join(name.casefold().split())


def _check_tasks(folder: Path, plan: Plan, problems: Problems) -> None:
    codes = {task.task_code for task in plan.tasks}
    check_unique("task_code", ((task, task.task_code) for task in plan.tasks), problems)
    for task in plan.tasks:
        if task.parent_code is not None and task.parent_code not in codes:
            problems.add_at(
                task.origin, f"không có nhiệm vụ cha “{task.parent_code}”; sửa parent_code hoặc thêm nhiệm vụ."
            )
        if task.starts_on and task.ends_on and task.starts_on > task.ends_on:
            problems.add_at(task.origin, "starts_on sau ends_on; sửa lại ngày.")
        _check_budget(task, problems)
    total = sum(task.budget_vnd or 0 for task in plan.tasks)
    if total != plan.own_line_total_vnd:
        problems.append(
            f"{plan.plan_id}/tasks.csv: các dòng kinh phí riêng cộng lại là {_format_vnd(total)} đồng, plan.toml ghi "
            f"own_line_total_vnd là {_format_vnd(plan.own_line_total_vnd)} đồng; sửa số sai."
        )


def _check_budget(task: Task, problems: Problems) -> None:
    if (task.fund_mode == "own_line") != (task.budget_vnd is not None):
        problems.add_at(task.origin, "fund_mode = own_line phải đi cùng budget_vnd, và ngược lại; sửa một trong hai ô.")
    if (task.budget_vnd or 0) < 0:
        problems.add_at(
            task.origin, f"budget_vnd là số âm ({_format_vnd(task.budget_vnd or 0)}); ghi số tiền được giao."
        )


def _format_vnd(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _check_units_of_plan(plan: Plan, reference: Reference, problems: Problems) -> None:
    units = reference.units
    given: tuple[TaskUnit | Duty, ...] = (*plan.task_units, *plan.duties)
    for row in (row for row in given if row.function_id and row.function_id not in reference.areas.functions):
        problems.add_at(
            row.origin, f"không có chức năng “{row.function_id}” trong reference/functions.csv; sửa function_id."
        )
    accountable = ((task, task.accountable_unit_id) for task in plan.tasks if task.accountable_unit_id)
    _check_units_known(accountable, units, problems)
    _check_units_known(((row, row.unit_id) for row in plan.task_units), units, problems)
    _check_units_known(((row, row.unit_id) for row in plan.duties), units, problems)
    _check_units_known(((row, row.unit_id) for row in plan.budget_moves), units, problems)
    _check_units_known(((row, owner) for row in plan.indicators for owner in row.owners), units, problems)
    _check_units_known(((row, unit_id) for row in plan.published for unit_id in row.reporters), units, problems)
    for rows in (plan.periods, plan.deadlines):
        named = ((row, unit_id) for row in rows for unit_id in (*row.reporters, row.recipient, row.via) if unit_id)
        _check_units_known(named, units, problems)


def _check_codes(plan: Plan, problems: Problems) -> None:
    leaves = {task.task_code for task in plan.leaf_tasks}
    numbers = {_as_number(code): code for code in leaves}
    rows: tuple[TaskUnit | Result | Indicator | BudgetMove, ...] = (
        *plan.task_units,
        *plan.results,
        *plan.indicators,
        *plan.budget_moves,
    )
    for row in rows:
        if row.task_code is not None and row.task_code not in leaves:
            like = numbers.get(_as_number(row.task_code))
            changed = f"; Excel bỏ số 0 ở đầu và ở cuối mã, tasks.csv có “{like}”" if like else ""
            problems.add_at(
                row.origin, f"“{row.task_code}” không phải nhiệm vụ cuối cùng trong tasks.csv{changed}; sửa task_code."
            )
    indicators = {row.indicator_code for row in plan.indicators}
    for row in plan.indicators:
        if row.people_of is not None and row.people_of not in indicators:
            problems.add_at(row.origin, f"people_of “{row.people_of}” không phải mã chỉ tiêu; sửa mã.")
    check_unique("seq", ((row, f"{row.task_code}, {row.seq}") for row in plan.results), problems)
    check_unique("indicator_code", ((row, row.indicator_code) for row in plan.indicators), problems)
    check_unique("name", ((row, _fold_name(row.name)) for row in plan.indicators), problems)
    check_unique("period_id", ((row, row.period_id) for row in plan.periods), problems)
    check_unique("duty_code", ((row, row.duty_code) for row in plan.duties), problems)
    check_unique("deadline_code", ((row, row.deadline_code) for row in plan.deadlines), problems)


def _check_budget_moves(plan: Plan, problems: Problems) -> None:
    for row in plan.budget_moves:
        if row.amount_vnd <= 0:
            problems.add_at(row.origin, "amount_vnd phải là số dương; cắt giảm thì ghi kind = cut.")


def _check_links(plan: Plan, problems: Problems) -> None:
    """Both ends of what joins a task to one of the year before."""
    codes = {task.task_code for task in plan.tasks}
    for row in plan.task_links:
        if (row.from_task is None) != (row.relation == "new") or (row.to_task is None) != (row.relation == "dropped"):
            problems.add_at(
                row.origin, f"relation {row.relation} không hợp với from_task, to_task; sửa một trong ba ô."
            )
        if row.to_task is not None and row.to_task not in codes:
            problems.add_at(row.origin, f"“{row.to_task}” không có trong tasks.csv; sửa to_task.")
        if (row.from_task is None) != (row.from_plan is None):
            problems.add_at(row.origin, "from_plan và from_task phải đi cùng nhau; điền ô còn thiếu.")


def _check_published(plan: Plan, problems: Problems) -> None:
    """A base without a whole window or with another unit of measure would be compared with what it is not."""
    check_ledger(plan.published, problems)
    units = {indicator.indicator_code: indicator.unit_of_measure for indicator in plan.indicators} | RATE_UNITS
    for row in plan.published:
        if row.figure_id not in units:
            problems.add_at(
                row.origin, f"figure_id “{row.figure_id}” không phải mã chỉ tiêu trong indicators.csv; sửa mã."
            )
        elif row.unit != units[row.figure_id]:
            problems.add_at(
                row.origin, f"unit là “{row.unit}”, indicators.csv ghi “{units[row.figure_id]}”; sửa một trong hai."
            )


def check_ledger(rows: Iterable[PublishedFigure], problems: Problems) -> None:
    """Each figure of each window stands once a vintage, and its window has a beginning before its end."""
    listed = [*rows]
    keys = ((row, "|".join(map(str, (*figure_key(row), row.vintage_no)))) for row in listed)
    check_unique("số đã công bố", keys, problems)
    for row in listed:
        if row.data_from > row.data_to:
            problems.add_at(row.origin, "data_from sau data_to; sửa lại ngày.")


def _check_leads(plan: Plan, reference: Reference, problems: Problems) -> None:
    """Every leaf task has a lead unit, or an open group that leaves the lead to whoever is concerned."""
    rows_of: dict[str, list[TaskUnit]] = defaultdict(list)
    for row in plan.task_units:
        rows_of[row.task_code].append(row)
    for task in plan.leaf_tasks:
        rows = rows_of[task.task_code]
        if not any(row.role == "lead" or reference.units[row.unit_id].is_open for row in rows):
            problems.add_at(
                task.origin,
                f"nhiệm vụ {task.task_code} chưa có đơn vị chủ trì; thêm một dòng role = lead vào task_units.csv.",
            )
        if task.accountable_unit_id and task.accountable_unit_id not in {row.unit_id for row in rows}:
            problems.add_at(
                task.origin,
                f"accountable_unit_id “{task.accountable_unit_id}” không có trong task_units.csv của nhiệm vụ này.",
            )


def _check_periods(plan: Plan, reference: Reference, problems: Problems) -> None:
    for period in plan.periods:
        if period.data_from > period.data_to:
            problems.add_at(period.origin, "data_from sau data_to; sửa lại ngày.")
        owing = {unit: units_in_charge(reference, unit, period.due_on) for unit in period.reporters}
        for reporter_id, units in owing.items():
            is_ended = (reference.units[reporter_id].valid_to or period.due_on) < period.due_on
            if not units and not (is_ended and any(owing.values())):
                problems.add_at(
                    period.origin,
                    f"“{reporter_id}” không mở ra đơn vị nào vào ngày {period.due_on:%d/%m/%Y}; sửa reporters.",
                )
