"""Views over the tables of large CSV files (`raw.csv_1`, …), so that no line of them is written twice.

raw.lines             every line of every sheet, those of large files as lists of cells
raw.csv_cells         every cell of large files with its place
raw.csv_texts         every text of theirs, once a column
staging.csv_entries   the data lines of large files, field by field, as `staging.read_entries` has those of all others
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tdnreport.ingest.csv_records import CsvTable, quote

if TYPE_CHECKING:
    import duckdb

_OF_FIELD = re.compile(r"^(?:has_(?P<has>\w+)_column|(?P<field>\w+)_(?P<what>text|kind|scale))$")
_SEEN_IN = {"evidence": ("evidence", "result")}
"""`has_<name>_column` → the fields of which one will do, where it is not the name alone."""


def make_line_views(con: duckdb.DuckDBPyConnection, tables: Sequence[CsvTable]) -> None:
    lines = ["select file, sheet, row_no, is_hidden, cells, kinds from raw.read_lines", *map(_lines_of, tables)]
    cells = [part for table in tables for part in _cells_of(table)]
    none = "select file, sheet, row_no, 0 as position, kinds as text from raw.read_lines where false"
    con.execute(f"create view raw.lines as {' union all '.join(lines)}")
    con.execute(f"create view raw.csv_cells as {' union all '.join(cells) or none}")
    texts = [f"select distinct {column} as text from {table.name}" for table in tables for column in _columns_of(table)]
    con.execute(f"create view raw.csv_texts as {' union all '.join(texts) or 'select text from raw.csv_cells'}")


def _lines_of(table: CsvTable) -> str:
    columns = _columns_of(table)
    cells = ", ".join(f"coalesce({column}, '')" for column in columns)
    kinds = " || ".join(f"if({column} is null, ' ', 's')" for column in columns)
    return f"select {quote(table.file)}, {quote(table.sheet)}, row_no, false, [{cells}], {kinds} from {table.name}"


def _cells_of(table: CsvTable) -> Iterator[str]:
    for position, column in enumerate(_columns_of(table), 1):
        place = f"{quote(table.file)} as file, {quote(table.sheet)} as sheet, row_no, {position} as position"
        yield f"select {place}, {column} as text from {table.name} where {column} is not null"


def _columns_of(table: CsvTable) -> list[str]:
    return [f"c{number}" for number in range(1, table.width + 1)]


@dataclass(frozen=True, slots=True)
class CsvEntries:
    """`staging.csv_entries`: the columns of `staging.read_entries` that a large file has; all others are null in `staging.entries`."""

    tables: tuple[CsvTable, ...]
    name: str = "staging.csv_entries"
    reads: frozenset[str] = frozenset({"staging.read_entries"})

    def build(self, con: duckdb.DuckDBPyConnection) -> None:
        columns = [name for (name, *_) in con.execute("describe staging.read_entries").fetchall()]
        parts = [self._entries_of(con, table, columns) for table in self.tables]
        none = "select file from staging.read_entries where false"
        con.execute(f"create view {self.name} as {' union all by name '.join(parts) or none}")

    def _entries_of(self, con: duckdb.DuckDBPyConnection, table: CsvTable, columns: Iterable[str]) -> str:
        [(table_no, kind, first, last)] = con.execute(
            "select table_no, kind, first_row, last_row from raw.tables where file = ?", [table.file]
        ).fetchall()
        query = "select field, position, scale from raw.table_columns where file = ?"
        fields = {name: place for name, *place in con.execute(query, [table.file]).fetchall()}
        texts = {position: _cell_text(con, table, position) for position, _ in fields.values()}
        place = f"{quote(table.file)} as file, {quote(table.sheet)} as sheet, {table_no}::integer as table_no, row_no"
        selected = [f"{place}, 'data' as role, {quote(kind)} as table_kind, false as is_hidden"]
        selected += [f"{value} as {name}" for name in columns if (value := _value_of(name, fields, texts))]
        return f"select {', '.join(selected)} from {table.name} where row_no between {first} and {last}"


def _value_of(column: str, fields: dict[str, list[int | None]], texts: dict[int | None, str]) -> str | None:
    """SQL of a column of entries; None where the file has nothing for it."""
    match = _OF_FIELD.match(column)
    if match is None:
        return None
    if has := match["has"]:
        return str(not fields.keys().isdisjoint(_SEEN_IN.get(has, (has,)))).lower()
    if match["field"] not in fields:
        return None
    position, scale = fields[match["field"]]
    kind = f"if(c{position} is null, ' ', 's')"
    return {"text": texts[position], "kind": kind, "scale": f"{'null' if scale is None else scale}::bigint"}[
        match["what"]
    ]


def _cell_text(con: duckdb.DuckDBPyConnection, table: CsvTable, position: int | None) -> str:
    """A cell as `cell()` gives it; where no cell of the column has a space at its ends, none is asked again for each of its readers."""
    column = f"c{position}"
    [(spaced,)] = con.execute(
        f"""select coalesce(bool_or(has_outer_space(text)), false)
        from (select distinct {column} as text from {table.name})"""
    ).fetchall()
    return f"cell([{column}], 1)" if spaced else column
