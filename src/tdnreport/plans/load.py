"""Folders of `data/` → checked `Reference` and `Plan`; every mistake is collected and told in one `DataError`.

data/reference/units.csv unit_names.csv aliases.csv groups.csv
               areas.csv area_names.csv area_codes.csv area_links.csv functions.csv holders.csv
data/plans/<plan_id>/plan.toml tasks.csv task_units.csv results.csv duties.csv periods.csv deadlines.csv
                     indicators.csv legal_basis.csv corrections.csv budget_moves.csv task_links.csv published/figures.csv
data/published/figures.csv
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from tdnreport.base.csv_rows import T, read_table, read_tables
from tdnreport.base.data_error import DataError, Place, Problems, short_path
from tdnreport.base.ids import is_id
from tdnreport.base.toml_values import read_toml
from tdnreport.plans.areas import AdminArea, AreaCode, AreaLink, AreaName, Areas, Function, Holder
from tdnreport.plans.consistency import check_ledger, check_plan, check_reference
from tdnreport.plans.dated_rows import check_dated_rows
from tdnreport.plans.due_days import check_due_days
from tdnreport.plans.plans import (
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
from tdnreport.plans.records import BudgetMove, Correction, PublishedFigure, TaskLink
from tdnreport.plans.unique import check_unique
from tdnreport.plans.units import Alias, Member, NameSpan, Reference, Unit

OWN_WORDS = (
    "headers.csv", "status_words.csv", "fund_sources.csv", "amount_words.csv", "date_words.csv", "row_words.csv",
    "abbreviations.csv", "aliases.csv", "units.csv", "groups.csv", "indicator_words.csv", "addressees.csv", "unit_names.csv",
    "areas.csv", "area_names.csv", "area_codes.csv", "area_links.csv", "functions.csv", "holders.csv",
    "header_features.csv", "column_rules.csv",
)  # fmt: skip
"""Lists that an officer may add rows to; every other list is the program's own."""

LEDGER = "published/figures.csv"
"""Below `data/`: what `publish` and `correct` wrote, of all plans; a plan's own folder may have a list of the same columns."""


def load_reference(*folders: Path) -> Reference:
    """Units, spellings, groups, areas and holders of functions, in one or several folders; raises DataError."""
    problems = Problems()
    units = read_tables(folders, "units.csv", Unit, problems)
    spans = _read_dated(folders, "unit_names.csv", NameSpan, problems)
    aliases = read_tables(folders, "aliases.csv", Alias, problems)
    members = read_tables(folders, "groups.csv", Member, problems)
    areas = _read_areas(folders, problems)
    problems.stop_if_any()
    check_reference(units, aliases, members, areas)
    of_group, of_unit = attrgetter("group_id"), attrgetter("unit_id")
    reference = Reference(
        units={unit.unit_id: unit for unit in units},
        members={key: tuple(rows) for key, rows in groupby(sorted(members, key=of_group), of_group)},
        aliases=_spellings(aliases),
        name_spans={key: tuple(rows) for key, rows in groupby(sorted(spans, key=of_unit), of_unit)},
        areas=areas,
    )
    check_dated_rows(reference)
    return reference


def _spellings(aliases: Iterable[Alias]) -> dict[str, tuple[str, ...]]:
    spellings: dict[str, tuple[str, ...]] = {}
    for row in aliases:
        for unit_id in row.unit_id:
            spellings[unit_id] = (*spellings.get(unit_id, ()), row.alias)
    return spellings


def _read_areas(folders: tuple[Path, ...], problems: Problems) -> Areas:
    areas = _read_dated(folders, "areas.csv", AdminArea, problems)
    functions = _read_dated(folders, "functions.csv", Function, problems)
    check_unique("area_id", ((area, area.area_id) for area in areas), problems)
    check_unique("function_id", ((function, function.function_id) for function in functions), problems)
    return Areas(
        areas={area.area_id: area for area in areas},
        names=_read_dated(folders, "area_names.csv", AreaName, problems),
        codes=_read_dated(folders, "area_codes.csv", AreaCode, problems),
        links=_read_dated(folders, "area_links.csv", AreaLink, problems),
        functions={function.function_id: function for function in functions},
        holders=_read_dated(folders, "holders.csv", Holder, problems),
    )


def _read_dated(folders: Iterable[Path], name: str, row_type: type[T], problems: Problems) -> tuple[T, ...]:
    """A project of one province and one year needs none of these lists."""
    paths = (folder / name for folder in folders)
    return tuple(row for path in paths if path.is_file() for row in read_table(path, row_type, problems))


def check_own_words(folders: Iterable[Path]) -> None:
    """A file in a folder of own words that nothing reads, such as `status_word.csv` or an .xlsx, is an error that lists what is read."""
    problems = Problems()
    for path in sorted(path for folder in folders for path in folder.iterdir()):
        if path.name not in OWN_WORDS and path.suffix not in (".md", ".txt") and not path.name.startswith(("~$", ".")):
            problems.append(
                f"{short_path(path)}: không có danh mục nào tên này; các tệp được đọc: {', '.join(OWN_WORDS)}."
            )
    problems.stop_if_any()


def load_plan(data: Path, plan_id: str, reference: Reference) -> Plan:
    """One plan folder, checked against the units; an unknown plan raises a DataError that lists the known ones."""
    folder = data / "plans" / plan_id
    if not is_id(plan_id) or not (folder / "plan.toml").is_file():
        known = ", ".join(sorted(path.parent.name for path in data.glob("plans/*/plan.toml")))
        raise DataError(f"Không có kế hoạch “{plan_id}”; {_which_plans(known, data)}")
    plan = load_plan_folder(folder, reference)
    return replace(plan, published=(*plan.published, *load_ledger(data)))


def load_ledger(data: Path) -> tuple[PublishedFigure, ...]:
    """Every published figure of every plan, in the order in which it was written; none where nothing was published yet."""
    problems = Problems()
    rows = _read_optional(data / LEDGER, PublishedFigure, problems)
    check_ledger(rows, problems)
    problems.stop_if_any()
    return rows


def read_periods(data: Path, plan_id: str) -> tuple[str, ...]:
    """The ids of a plan's periods; none for an unknown plan, which `load_plan` speaks of."""
    path = data / "plans" / plan_id / "periods.csv"
    problems = Problems()
    rows = read_table(path, Period, problems) if is_id(plan_id) and path.is_file() else ()
    problems.stop_if_any()
    return tuple(row.period_id for row in rows)


def load_plan_folder(folder: Path, reference: Reference) -> Plan:
    """A plan folder wherever it stands, checked against the units."""
    plan = _read_tables(folder, read_toml(folder / "plan.toml", PlanHead))
    check_plan(folder, plan, reference)
    check_due_days(plan)
    return plan


def _which_plans(known: str, data: Path) -> str:
    if known:
        return f"các kế hoạch hiện có: {known}."
    return (
        f"trong {data / 'plans'} chưa có kế hoạch nào. Hãy chạy lệnh trong thư mục làm việc, "
        "hoặc tạo thư mục đó bằng: tdnreport init TÊN-THƯ-MỤC."
    )


def _read_tables(folder: Path, head: PlanHead) -> Plan:
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
        corrections=_read_corrections(folder / "corrections.csv", problems),
        published=_read_optional(folder / "published" / "figures.csv", PublishedFigure, problems),
        task_links=_read_optional(folder / "task_links.csv", TaskLink, problems),
        budget_moves=_read_optional(folder / "budget_moves.csv", BudgetMove, problems),
    )
    problems.stop_if_any()
    return plan


def _read_optional(path: Path, row_type: type[T], problems: Problems) -> tuple[T, ...]:
    """A plan need not have the file."""
    return read_table(path, row_type, problems) if path.is_file() else ()


def _read_corrections(path: Path, problems: Problems) -> tuple[Correction, ...]:
    """A plan need not have any; two records of one cell would contradict each other."""
    rows = _read_optional(path, Correction, problems)
    seen: dict[tuple[str, str, int, str], Place] = {}
    for row in rows:
        before = seen.setdefault((row.file, row.sheet, row.row_no, row.column_name), row.origin)
        if before != row.origin:
            problems.add_at(row.origin, f"ô này đã được sửa ở {before.seen_from(row.origin)}; giữ một dòng.")
    return rows
