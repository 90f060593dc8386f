"""The units that a plan names live in its time: a plan copied to a year in which they have ended would ask nobody, without a word.

A unit that ends within the plan's time has an heir (`heirs`); one that ended before it, or ends without an heir, stops the load.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tdnreport.base.data_error import Problems
from tdnreport.plans.heirs import is_known_to_end, unit_in_charge
from tdnreport.plans.plans import Deadline, Duty, Period, Plan, TaskUnit
from tdnreport.plans.units import Reference


def check_units_of_time(folder: str, plan: Plan, reference: Reference) -> None:
    problems = Problems()
    _check_years(plan, problems)
    opens_on = min((period.data_from for period in plan.periods), default=date(plan.year, 1, 1))
    closes_on = max((period.due_on for period in plan.periods), default=date(plan.year, 12, 31))
    units = [reference.units[unit_id] for unit_id in dict.fromkeys(named_units(plan))]
    ended = [unit for unit in units if unit.valid_to and unit.valid_to < opens_on]
    if ended:
        names = "; ".join(f"{unit.short_name} ({unit.unit_id}, đến {unit.valid_to:%d/%m/%Y})" for unit in ended)
        problems.append(
            f"{folder}: kế hoạch có số liệu từ {opens_on:%d/%m/%Y} mà giao việc cho đơn vị đã kết thúc trước ngày đó: {names}. "
            "Không chép tay kế hoạch năm trước; soạn bằng lệnh: tdnreport next-year --plan <kế hoạch năm trước> --out <thư mục>."
        )
    problems.stop_if_any()
    for unit in (unit for unit in units if unit.valid_to and unit.valid_to < closes_on):
        if not unit_in_charge(reference, unit.unit_id, closes_on) and not is_known_to_end(
            reference, unit.unit_id, closes_on
        ):
            problems.append(
                f"{folder}: {unit.short_name} ({unit.unit_id}) kết thúc ngày {unit.valid_to:%d/%m/%Y}, trước hạn "
                f"{closes_on:%d/%m/%Y}, và không có đơn vị kế thừa; thêm vào reference/holders.csv hoặc sửa kế hoạch."
            )
    for unit in (unit for unit in units if unit.valid_from and unit.valid_from > closes_on):
        problems.append(
            f"{folder}: {unit.short_name} ({unit.unit_id}) từ {unit.valid_from:%d/%m/%Y} mới có, sau hạn cuối của kế hoạch "
            f"{closes_on:%d/%m/%Y}; sửa mã đơn vị hoặc ngày."
        )
    problems.stop_if_any()


def named_units(plan: Plan) -> Iterator[str]:
    """Every unit and group that the files of a plan name, repeats included."""
    rows: tuple[TaskUnit | Duty, ...] = (*plan.task_units, *plan.duties)
    yield from (row.unit_id for row in rows)
    yield from (task.accountable_unit_id for task in plan.tasks if task.accountable_unit_id)
    yield from (owner for indicator in plan.indicators for owner in indicator.owners)
    reports: tuple[Period | Deadline, ...] = (*plan.periods, *plan.deadlines)
    for report in reports:
        yield from (unit_id for unit_id in (*report.reporters, report.recipient, report.via) if unit_id)


def _check_years(plan: Plan, problems: Problems) -> None:
    for period in plan.periods:
        if plan.year not in (period.data_from.year, period.data_to.year):
            problems.add_at(
                period.origin,
                f"số liệu từ {period.data_from:%d/%m/%Y} đến {period.data_to:%d/%m/%Y}, kế hoạch là của năm {plan.year}; "
                "sửa ngày ở periods.csv hoặc year ở plan.toml.",
            )
