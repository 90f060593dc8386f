"""A table found on a sheet: column map, row types, filled-in values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tdnreport.layout.columns import ColumnMap, TableKind
from tdnreport.workbook.model import Line, Place

Cell = tuple[str, str]
"""Text and kind."""


class Doubt(NamedTuple):
    """A cell that the sender is asked about: field, rule, text as it stands and a Vietnamese sentence."""

    row_no: int
    field: str
    rule_id: str
    value: str
    detail: str


@dataclass(slots=True)
class SheetTable:
    """`filled` holds, by row and field, what merged cells and continuation lines make of a data line's text and kind."""

    columns: ColumnMap
    header_rows: tuple[int, ...]
    scales: dict[str, int]
    roles: dict[int, str]
    overrides: dict[int, dict[str, Cell]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    places: Mapping[str, Place] = field(default_factory=dict)
    """Field → where its cell stands, of fields that stand elsewhere than in their column on the line."""

    @property
    def kind(self) -> TableKind:
        return self.columns.kind

    @property
    def fields(self) -> Mapping[str, int]:
        return self.columns.fields

    @property
    def first_row(self) -> int:
        """First line after the header, the header's last where nothing follows."""
        return min((row for row in self.roles if row > self.header_rows[-1]), default=self.header_rows[-1])

    @property
    def last_row(self) -> int:
        return max(self.roles)

    def data_rows(self) -> list[int]:
        return [row for row, role in self.roles.items() if role == "data"]

    def set_override(self, row_no: int, name: str, cell: Cell) -> None:
        self.overrides.setdefault(row_no, {})[name] = cell

    def field_text(self, line: Line, name: str) -> str:
        """Text of a field on a line, with what merged cells and continuations add; "" where there is none."""
        return self.field_cell(line, name)[0]

    def field_cell(self, line: Line, name: str) -> Cell:
        column_no = self.fields.get(name, 0)
        own = (line.cells[column_no - 1], line.kinds[column_no - 1]) if 0 < column_no <= len(line.cells) else ("", " ")
        return self.overrides.get(line.row_no, {}).get(name, own)
