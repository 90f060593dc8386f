"""What the report's tables, charts and figures are called: `tables.toml`, `charts.toml` and `data/reference/figures.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tdnreport.base.csv_rows import read_table
from tdnreport.base.data_error import Place, Problems
from tdnreport.base.toml_values import read_toml
from tdnreport.report.model import ChartKind, Column

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class TableText:
    """A `[[table]]` of tables.toml."""

    id: str
    title: str
    columns: tuple[Column, ...]
    annex: str | None = None
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
