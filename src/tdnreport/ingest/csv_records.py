"""A large CSV as DuckDB sees it: its records as a query, and its lines as a table of the warehouse.

    raw.csv_1    row_no, c1, c2, …    each line of the first such file that the reader did not look at, cell by cell

What the reader looked at stands in `raw.read_lines` like the lines of any other file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import polars as pl


@dataclass(frozen=True, slots=True)
class LargeCsv:
    """A file whose lines are its records, each of `width` cells."""

    path: Path
    delimiter: str
    width: int

    @property
    def cells(self) -> list[str]:
        return [f"c{column_no}" for column_no in range(1, self.width + 1)]

    @property
    def is_filled(self) -> str:
        return f"coalesce({', '.join(self.cells)}) is not null"

    @property
    def records(self) -> str:
        """A query of `row_no, c1, c2, …`: text, null where a cell is empty."""
        columns = ", ".join(f"{name}: 'varchar'" for name in self.cells)
        return f"""(select row_number() over () as row_no, * from read_csv({quote(str(self.path))}, columns = {{{columns}}},
            auto_detect = false, header = false, delim = {quote(self.delimiter)}, quote = '"', escape = '"'))"""


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A table of lines of a large file: `width` columns c1, c2, … beside `row_no`."""

    name: str
    file: str
    sheet: str
    width: int


def load_csv_tables(con: duckdb.DuckDBPyConnection, bulks: pl.DataFrame, already: int) -> list[CsvTable]:
    """The lines of large files that the reader did not look at; `already` such tables are there."""
    return [_load_csv(con, bulk, f"raw.csv_{number}") for number, bulk in enumerate(bulks.to_dicts(), already + 1)]


def _load_csv(con: duckdb.DuckDBPyConnection, bulk: dict[str, str | int], name: str) -> CsvTable:
    csv = LargeCsv(Path(str(bulk["path"])), str(bulk["delimiter"]), int(bulk["width"]))
    con.execute(
        f"""create table {name} as
        select row_no::integer as row_no, {", ".join(csv.cells)} from {csv.records}
        where {csv.is_filled} and row_no not in (select row_no from raw.read_lines where file = ?)""",
        [bulk["file"]],
    )
    table = CsvTable(name, str(bulk["file"]), str(bulk["sheet"]), csv.width)
    con.execute(f"comment on table {name} is {quote(f'Dòng có chữ của {table.file}, từng ô nguyên văn')}")
    return table


def quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
