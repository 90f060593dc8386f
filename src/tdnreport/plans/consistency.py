"""What must hold in units and plans before anything is computed from them; raises one `DataError` with every mistake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from tdnreport.plans.files import Problems
from tdnreport.plans.plans import Plan, Task, TaskUnit
from tdnreport.plans.units import Alias, Event, Member, Reference, Unit, overlap


class Row(Protocol):
    @property
    def line(self) -> int: ...


def check_reference(
    folder: Path,
    units: tuple[Unit, ...],
    aliases: tuple[Alias, ...],
    members: tuple[Member, ...],
    events: tuple[Event, ...],
) -> None:
    problems = Problems()
    by_id = {unit.unit_id: unit for unit in units}
    _unique(folder / "units.csv", "unit_id", ((unit, unit.unit_id) for unit in units), problems)
    _known(
        folder / "units.csv", ((unit, unit.parent_unit_id) for unit in units if unit.parent_unit_id), by_id, problems
    )
    _known(folder / "aliases.csv", ((alias, alias.unit_id) for alias in aliases), by_id, problems)
    _known(
        folder / "groups.csv", ((row, one) for row in members for one in (row.group_id, row.member_id)), by_id, problems
    )
    _known(
        folder / "events.csv", ((row, one) for row in events for one in row.from_units + row.to_units), by_id, problems
    )
    problems.stop_if_any()
    _closed_groups(folder / "groups.csv", members, by_id, problems)
    _one_meaning(folder / "aliases.csv", aliases, by_id, problems)
    problems.stop_if_any()


def check_plan(folder: Path, plan: Plan, reference: Reference) -> None:
    problems = Problems()
    if plan.plan_id != folder.name:
        problems.append(f"{folder.name}/plan.toml: plan_id là “{plan.plan_id}”; ghi đúng tên thư mục “{folder.name}”.")
    if all(unit.province_id != plan.province_id for unit in reference.units.values()):
        problems.append(
            f"{folder.name}/plan.toml: tỉnh “{plan.province_id}” chưa có đơn vị nào trong reference/units.csv."
        )
    _tasks(folder / "tasks.csv", plan, problems)
    _units_of_plan(folder, plan, reference, problems)
    _codes_of_plan(folder, plan, problems)
    problems.stop_if_any()
    _leads(folder / "task_units.csv", plan, reference, problems)
    _periods(folder / "periods.csv", plan, reference, problems)
    problems.stop_if_any()


def _unique(path: Path, column: str, rows: Iterable[tuple[Row, str]], problems: Problems) -> None:
    first: dict[str, int] = {}
    for row, code in rows:
        if first.setdefault(code, row.line) != row.line:
            problems.at(
                path, row.line, f"cột “{column}” lặp lại “{code}” của dòng {first[code]}; mỗi mã chỉ dùng một lần."
            )


def _known(path: Path, rows: Iterable[tuple[Row, str]], units: Mapping[str, Unit], problems: Problems) -> None:
    for row, unit_id in rows:
        if unit_id not in units:
            problems.at(
                path, row.line, f"không có đơn vị “{unit_id}”; sửa mã hoặc thêm đơn vị vào reference/units.csv."
            )


def _closed_groups(path: Path, members: tuple[Member, ...], units: Mapping[str, Unit], problems: Problems) -> None:
    groups_in = defaultdict(set)
    for row in members:
        if units[row.group_id].kind != "nhom":
            problems.at(path, row.line, f"“{row.group_id}” không phải nhóm (kind = nhom); sửa group_id hoặc kind.")
        elif units[row.member_id].is_open:
            problems.at(path, row.line, f"nhóm mở “{row.member_id}” không thể là thành viên; ghi từng đơn vị.")
        elif units[row.member_id].is_group:
            groups_in[row.group_id].add(row.member_id)
    for row in members:
        if _reaches(row.member_id, row.group_id, groups_in):
            problems.at(path, row.line, f"nhóm “{row.group_id}” chứa chính nó qua “{row.member_id}”; bỏ dòng này.")


def _reaches(start: str, goal: str, inside: Mapping[str, set[str]]) -> bool:
    seen, ahead = set(), [start]
    while ahead:
        here = ahead.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            ahead += inside.get(here, ())
    return False


def _one_meaning(path: Path, aliases: tuple[Alias, ...], units: Mapping[str, Unit], problems: Problems) -> None:
    """No spelling may stand for two units of one province on the same day."""
    owners: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units.values():
        for name in {_folded(name) for name in (unit.name, unit.full_name, unit.short_name)}:
            owners[unit.province_id, name].append(unit)
    for row in aliases:
        unit = units[row.unit_id]
        others = owners[unit.province_id, _folded(row.alias)]
        for other in others:
            if other != unit and overlap(unit, other):
                problems.at(path, row.line, f"“{row.alias}” đã chỉ đơn vị {other.unit_id}; giữ một trong hai.")
        others.append(unit)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _tasks(path: Path, plan: Plan, problems: Problems) -> None:
    codes = {task.task_code for task in plan.tasks}
    _unique(path, "task_code", ((task, task.task_code) for task in plan.tasks), problems)
    for task in plan.tasks:
        if task.parent_code is not None and task.parent_code not in codes:
            problems.at(
                path, task.line, f"không có nhiệm vụ cha “{task.parent_code}”; sửa parent_code hoặc thêm nhiệm vụ."
            )
        if task.starts_on and task.ends_on and task.starts_on > task.ends_on:
            problems.at(path, task.line, "starts_on sau ends_on; sửa lại ngày.")
        _budget(path, task, problems)
    total = sum(task.budget_vnd or 0 for task in plan.tasks)
    if total != plan.own_line_total_vnd:
        problems.append(
            f"{plan.plan_id}/tasks.csv: các dòng kinh phí riêng cộng lại là {_vnd(total)} đồng, plan.toml ghi "
            f"own_line_total_vnd là {_vnd(plan.own_line_total_vnd)} đồng; sửa số sai."
        )


def _budget(path: Path, task: Task, problems: Problems) -> None:
    if (task.fund_mode == "own_line") != (task.budget_vnd is not None):
        problems.at(path, task.line, "fund_mode = own_line phải đi cùng budget_vnd, và ngược lại; sửa một trong hai ô.")
    if (task.budget_vnd or 0) < 0:
        problems.at(path, task.line, f"budget_vnd là số âm ({_vnd(task.budget_vnd or 0)}); ghi số tiền được giao.")


def _vnd(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _units_of_plan(folder: Path, plan: Plan, reference: Reference, problems: Problems) -> None:
    units = reference.units
    accountable = ((task, task.accountable_unit_id) for task in plan.tasks if task.accountable_unit_id)
    _known(folder / "tasks.csv", accountable, units, problems)
    _known(folder / "task_units.csv", ((row, row.unit_id) for row in plan.task_units), units, problems)
    _known(folder / "duties.csv", ((row, row.unit_id) for row in plan.duties), units, problems)
    for name, rows in (("periods.csv", plan.periods), ("deadlines.csv", plan.deadlines)):
        named = ((row, one) for row in rows for one in (*row.reporters, row.recipient, row.via) if one)
        _known(folder / name, named, units, problems)


def _codes_of_plan(folder: Path, plan: Plan, problems: Problems) -> None:
    leaves = {task.task_code for task in plan.leaf_tasks}
    for name, rows in (("task_units", plan.task_units), ("results", plan.results), ("indicators", plan.indicators)):
        for row in rows:
            if row.task_code is not None and row.task_code not in leaves:
                problems.at(
                    folder / f"{name}.csv",
                    row.line,
                    f"“{row.task_code}” không phải nhiệm vụ cuối cùng trong tasks.csv; sửa task_code.",
                )
    indicators = {row.indicator_code for row in plan.indicators}
    for row in plan.indicators:
        if row.people_of is not None and row.people_of not in indicators:
            problems.at(
                folder / "indicators.csv", row.line, f"people_of “{row.people_of}” không phải mã chỉ tiêu; sửa mã."
            )
    _unique(folder / "indicators.csv", "indicator_code", ((r, r.indicator_code) for r in plan.indicators), problems)
    _unique(folder / "indicators.csv", "name", ((r, _folded(r.name)) for r in plan.indicators), problems)
    _unique(folder / "periods.csv", "period_id", ((r, r.period_id) for r in plan.periods), problems)
    _unique(folder / "duties.csv", "duty_code", ((r, r.duty_code) for r in plan.duties), problems)
    _unique(folder / "deadlines.csv", "deadline_code", ((r, r.deadline_code) for r in plan.deadlines), problems)


def _leads(path: Path, plan: Plan, reference: Reference, problems: Problems) -> None:
    """Every leaf task has a lead unit, or an open group that leaves the lead to whoever is concerned."""
    rows_of: dict[str, list[TaskUnit]] = defaultdict(list)
    for row in plan.task_units:
        rows_of[row.task_code].append(row)
    for task in plan.leaf_tasks:
        rows = rows_of[task.task_code]
        if not any(row.role == "lead" or reference.units[row.unit_id].is_open for row in rows):
            problems.at(
                path.with_name("tasks.csv"),
                task.line,
                f"nhiệm vụ {task.task_code} chưa có đơn vị chủ trì; thêm một dòng role = lead vào task_units.csv.",
            )
        if task.accountable_unit_id and task.accountable_unit_id not in {row.unit_id for row in rows}:
            problems.at(
                path.with_name("tasks.csv"),
                task.line,
                f"accountable_unit_id “{task.accountable_unit_id}” không có trong task_units.csv của nhiệm vụ này.",
            )


def _periods(path: Path, plan: Plan, reference: Reference, problems: Problems) -> None:
    for period in plan.periods:
        if period.data_from > period.data_to:
            problems.at(path, period.line, "data_from sau data_to; sửa lại ngày.")
        for one in period.reporters:
            if not reference.open(one, period.due_on):
                problems.at(
                    path,
                    period.line,
                    f"“{one}” không mở ra đơn vị nào vào ngày {period.due_on:%d/%m/%Y}; sửa reporters.",
                )
