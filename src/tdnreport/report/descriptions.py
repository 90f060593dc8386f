"""What the report's tables, charts and figures are called: `tables.toml`, `charts.toml` and `data/reference/figures.csv`."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path

from tdnreport.base.csv_rows import read_table
from tdnreport.base.data_error import DataError, Place, Problems
from tdnreport.base.toml_values import read_toml
from tdnreport.report.model import ChartKind, Column

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class TableText:
    """A `[[table]]` of tables.toml; `annex` is the name that the tables of one annex share."""

    id: str
    title: str
    columns: tuple[Column, ...]
    annex: str | None = None
    audience: tuple[str, ...] = ()
    nothing: str | None = None
    sheet: str | None = None
    unit_note: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _TablesFile:
    table: tuple[TableText, ...]


@dataclass(frozen=True, slots=True)
class ChartText:
    """A `[[chart]]` of charts.toml."""

    id: str
    title: str
    kind: ChartKind
    unit: str
    decimals: int = 0
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class _ChartsFile:
    chart: tuple[ChartText, ...]


@dataclass(frozen=True, slots=True)
class _Definition:
    """data/reference/figures.csv."""

    origin: Place
    figure_id: str
    definition: str


def read_table_texts() -> tuple[TableText, ...]:
    """The printed tables in their order."""
    return read_toml(HERE / "tables.toml", _TablesFile).table


def check_audience(texts: Iterable[TableText], audience: str, place: str) -> None:
    """DataError where no table is for these readers."""
    known = sorted({name for text in texts for name in text.audience})
    if audience not in known:
        raise DataError(
            f"{place}: report.audience = “{audience}” không có trong bảng nào; ghi một trong: {', '.join(known)}."
        )


def number_annexes(texts: Iterable[TableText], audience: str, filled: Container[str]) -> dict[str, str]:
    """The Roman number of each table that these readers get as an annex, by its id; tables without rows get none."""
    printed = [text for text in texts if text.annex and audience in text.audience and text.id in filled]
    names = list(dict.fromkeys(text.annex for text in printed))
    return {text.id: roman_number(names.index(text.annex) + 1) for text in printed}


def annexes_without_data(texts: Iterable[TableText], audience: str, filled: Container[str]) -> tuple[str, ...]:
    """What is said of the annexes that have no row at all."""
    texts = [text for text in texts if text.annex and audience in text.audience]
    kept = {text.annex for text in texts if text.id in filled}
    return tuple(text.nothing for text in texts if text.nothing and text.annex not in kept)


def roman_number(number: int) -> str:
    """
    >>> [roman_number(number) for number in (1, 4, 9, 14)]
    ['I', 'IV', 'IX', 'XIV']
    """
    return "X" * (number // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]


def read_chart_texts() -> tuple[ChartText, ...]:
    """The charts in their order."""
    return read_toml(HERE / "charts.toml", _ChartsFile).chart


def read_definitions(path: Path) -> dict[str, str]:
    """How each figure is computed, by its id; DataError with every mistake."""
    problems = Problems()
    definitions: dict[str, _Definition] = {}
    for row in read_table(path, _Definition, problems):
        before = definitions.setdefault(row.figure_id, row)
        if before is not row:
            again = f"số liệu “{row.figure_id}” đã có cách tính ở {before.origin.seen_from(row.origin)}; giữ một dòng."
            problems.add_at(row.origin, again)
    problems.stop_if_any()
    return {figure_id: row.definition for figure_id, row in definitions.items()}
