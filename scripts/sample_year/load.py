"""The CSV and TOML files of this folder → `Year`; a row, a name or a cell that nothing would use is a mistake."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from sample_year.spec import FileLine, IndicatorLine, Look, Sent, TableLine, TaskLine, Year, YearLine
from tdnreport.base.csv_rows import read_table
from tdnreport.base.data_error import Problems
from tdnreport.base.text_file import read_text

FOLDER = Path(__file__).parent
Tables = dict[str, dict[str, Any]]
T = TypeVar("T", bound=TableLine)


def load_years() -> list[Year]:
    """The periods in the order of years.csv; raises DataError with every mistake."""
    problems = Problems()
    tables: Tables = tomllib.loads(read_text(FOLDER / "tables.toml"))
    lines = read_table(FOLDER / "years.csv", YearLine, problems)
    years = [Year(**vars(line), sent=tuple(_sent(line, tables, problems))) for line in lines]
    problems.stop_if_any()
    return years


def _sent(year: YearLine, tables: Tables, problems: Problems) -> Iterator[Sent]:
    folder = FOLDER / year.plan_id / year.period_id
    files = read_table(folder / "files.csv", FileLine, problems)
    known = {line.file for line in files}
    tasks = _by_file(folder / "tasks.csv", TaskLine, known, tables["labels"], problems)
    indicators = _by_file(folder / "indicators.csv", IndicatorLine, known, tables["indicator_labels"], problems)
    looks = _looks(folder / "looks.toml", known, problems)
    for line in files:
        if line.column_set not in tables["column_sets"]:
            problems.add_at(line.origin, f"tables.toml không có nhóm cột “{line.column_set}”.")
    if not problems:
        for line in files:
            look = _look(tables, line.column_set, looks.get(line.file, {}))
            yield Sent(
                **vars(line), look=look, tasks=tasks.get(line.file, ()), indicators=indicators.get(line.file, ())
            )


def _by_file(
    path: Path, line_type: type[T], files: Collection[str], columns: Collection[str], problems: Problems
) -> dict[str, tuple[T, ...]]:
    lines: dict[str, tuple[T, ...]] = {}
    for line in read_table(path, line_type, problems):
        if line.file not in files:
            problems.add_at(line.origin, f"tệp “{line.file}” không có trong files.csv.")
        try:
            for column in line.cells.keys() - columns:
                problems.add_at(line.origin, f"cột “overrides” nêu cột “{column}” không có trong tables.toml.")
        except tomllib.TOMLDecodeError:
            problems.add_at(line.origin, f"cột “overrides” là “{line.overrides}”; ghi như completion_pct = 120.")
        lines[line.file] = (*lines.get(line.file, ()), line)
    return lines


def _looks(path: Path, files: Collection[str], problems: Problems) -> Tables:
    looks: Tables = tomllib.loads(read_text(path))
    known = {field.name for field in fields(Look)}
    for file, look in looks.items():
        if file not in files:
            problems.append(f"{path.name}: tệp “{file}” không có trong files.csv.")
        for name in look.keys() - known:
            problems.append(f"{path.name}, [{file}]: không có mục “{name}”.")
    return looks


def _look(tables: Tables, column_set: str, look: dict[str, Any]) -> Look:
    words = {name: tables[name] | look.get(name, {}) for name in ("labels", "statuses")}
    return Look(
        **(look | words), columns=tables["column_sets"][column_set], indicator_labels=tables["indicator_labels"]
    )
