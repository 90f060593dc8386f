"""Folders of `data/` → checked `Reference` and `Plan`; every mistake is collected and told in one `DataError`.

data/reference/units.csv aliases.csv groups.csv events.csv
data/plans/<plan_id>/plan.toml tasks.csv task_units.csv results.csv duties.csv periods.csv deadlines.csv
                     indicators.csv legal_basis.csv corrections.csv
"""

from __future__ import annotations

from dataclasses import fields
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from tdnreport.plans.consistency import check_plan, check_reference
from tdnreport.plans.csv_rows import read_table
from tdnreport.plans.files import DataError, Problems
from tdnreport.plans.plans import (
    Correction,
    Deadline,
    Duty,
    Indicator,
    LegalBasis,
    Period,
    Plan,
    PlanHead,
    Result,
    Task,
    TaskUnit,
)
from tdnreport.plans.toml_values import read_toml
from tdnreport.plans.units import Alias, Event, Member, Reference, Unit


def load_reference(data: Path) -> Reference:
    """Units, spellings, groups and events of every province under `data/reference`; raises DataError."""
    folder, problems = data / "reference", Problems()
    units = read_table(folder / "units.csv", Unit, problems)
    aliases = read_table(folder / "aliases.csv", Alias, problems)
    members = read_table(folder / "groups.csv", Member, problems)
    events = read_table(folder / "events.csv", Event, problems)
    problems.stop_if_any()
    check_reference(folder, units, aliases, members, events)
    of_unit, of_group = attrgetter("unit_id"), attrgetter("group_id")
    return Reference(
        units={unit.unit_id: unit for unit in units},
        members={key: tuple(rows) for key, rows in groupby(sorted(members, key=of_group), of_group)},
        aliases={key: tuple(r.alias for r in rows) for key, rows in groupby(sorted(aliases, key=of_unit), of_unit)},
        events=events,
    )


def load_plan(data: Path, plan_id: str, reference: Reference) -> Plan:
    """One plan folder, checked against the units; an unknown plan raises a DataError that lists the known ones."""
    folder = data / "plans" / plan_id
    if not (folder / "plan.toml").is_file():
        known = ", ".join(sorted(one.parent.name for one in data.glob("plans/*/plan.toml")))
        raise DataError(f"Không có kế hoạch “{plan_id}”; {_which_plans(known, data)}")
    head = read_toml(folder / "plan.toml", PlanHead)
    plan = _with_tables(folder, head)
    check_plan(folder, plan, reference)
    return plan


def _which_plans(known: str, data: Path) -> str:
    if known:
        return f"các kế hoạch hiện có: {known}."
    return (
        f"trong {data / 'plans'} chưa có kế hoạch nào. Hãy chạy lệnh trong thư mục làm việc, "
        "hoặc tạo thư mục đó bằng: tdnreport init TÊN-THƯ-MỤC."
    )


def _with_tables(folder: Path, head: PlanHead) -> Plan:
    problems = Problems()
    plan = Plan(
        **{field.name: getattr(head, field.name) for field in fields(head)},
        tasks=read_table(folder / "tasks.csv", Task, problems),
        task_units=read_table(folder / "task_units.csv", TaskUnit, problems),
        results=read_table(folder / "results.csv", Result, problems),
        duties=read_table(folder / "duties.csv", Duty, problems),
        periods=read_table(folder / "periods.csv", Period, problems),
        deadlines=read_table(folder / "deadlines.csv", Deadline, problems),
        indicators=read_table(folder / "indicators.csv", Indicator, problems),
        legal_basis=read_table(folder / "legal_basis.csv", LegalBasis, problems),
        corrections=_corrections(folder / "corrections.csv", problems),
    )
    problems.stop_if_any()
    return plan


def _corrections(path: Path, problems: Problems) -> tuple[Correction, ...]:
    """A plan need not have any; two records of one cell would contradict each other."""
    rows = read_table(path, Correction, problems) if path.is_file() else ()
    seen: dict[tuple[str, str, int, str], int] = {}
    for row in rows:
        place = (row.file, row.sheet, row.row_no, row.column_name)
        if seen.setdefault(place, row.line) != row.line:
            problems.at(path, row.line, f"ô này đã được sửa ở dòng {seen[place]}; giữ một dòng.")
    return rows
