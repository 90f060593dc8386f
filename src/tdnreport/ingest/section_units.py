"""Tables of several units one below the other: the heading of a section says whose its lines are.

    A │ SỞ DU LỊCH
    1 │ …          │ Hoàn thành          of Sở Du lịch
    B │ SỞ TÀI CHÍNH
    1 │ …          │ Đang thực hiện      of Sở Tài chính, whoever sends the file

The heading's text becomes a column of units behind the last one. A table with such a column of its own is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tdnreport.ingest.file_read import FileRead, SheetRead
from tdnreport.layout.table import SheetTable
from tdnreport.vietnamese.unit_names import UnitNames
from tdnreport.workbook.model import Line

_NUMBER = re.compile(r"^\s*(?:[IVXLC]+|[A-Z]|\d{1,2})\s*[.)/-]\s*")


def with_units(read: FileRead, names: UnitNames, sender: str | None) -> FileRead:
    """The file with the unit of each line, where sections name units other than the sender."""
    sheets = tuple(_of_sheet(one, names, sender) for one in read.sheets)
    return read if sheets == read.sheets else replace(read, sheets=sheets)


def _of_sheet(one: SheetRead, names: UnitNames, sender: str | None) -> SheetRead:
    tables = [_of_table(one, table, names, sender) for table in one.tables]
    return one if all(new is old for new, old in zip(tables, one.tables, strict=True)) else replace(one, tables=tables)


def _of_table(one: SheetRead, table: SheetTable, names: UnitNames, sender: str | None) -> SheetTable:
    if "unit" in table.fields or "heading" not in table.roles.values():
        return table
    lines = [line for line in one.sheet.lines if line.row_no in table.roles]
    said = list(_said(lines, table, names))
    if {unit_id for _, _, unit_id in said} <= {sender}:
        return table
    at = 1 + max(table.columns.last, *(len(line.cells) for line in lines))
    with_column = replace(table.columns, fields={**table.fields, "unit": at})
    filled = {line.row_no: {**table.filled.get(line.row_no, {}), "unit": (text, "s")} for line, text, _ in said}
    return replace(table, columns=with_column, filled=table.filled | filled)


def _said(lines: list[Line], table: SheetTable, names: UnitNames) -> Iterator[tuple[Line, str, str | None]]:
    """Data lines below a heading that names a unit: its words and the unit."""
    above: tuple[str, str | None] | None = None
    for line in lines:
        role = table.roles[line.row_no]
        if role == "heading":
            above = next(_units(line, names), above)
        elif role == "data" and above:
            yield line, *above


def _units(line: Line, names: UnitNames) -> Iterator[tuple[str, str | None]]:
    for cell in filter(None, line.cells):
        text = _NUMBER.sub("", cell)
        if (found := names.read(text)).how in ("exact", "folded"):
            yield text, found.unit_id
