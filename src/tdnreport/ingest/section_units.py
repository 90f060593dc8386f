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


def assign_section_units(file_read: FileRead, names: UnitNames, sender: str | None) -> FileRead:
    """The file with the unit of each line, where sections name units other than the sender."""
    sheets = tuple(_assign_in_sheet(sheet_read, names, sender) for sheet_read in file_read.sheets)
    return file_read if sheets == file_read.sheets else replace(file_read, sheets=sheets)


def _assign_in_sheet(sheet_read: SheetRead, names: UnitNames, sender: str | None) -> SheetRead:
    tables = [_assign_in_table(sheet_read, table, names, sender) for table in sheet_read.tables]
    return (
        sheet_read
        if all(new is old for new, old in zip(tables, sheet_read.tables, strict=True))
        else replace(sheet_read, tables=tables)
    )


def _assign_in_table(sheet_read: SheetRead, table: SheetTable, names: UnitNames, sender: str | None) -> SheetTable:
    if "unit" in table.fields or "heading" not in table.roles.values():
        return table
    lines = [line for line in sheet_read.sheet.lines if line.row_no in table.roles]
    named = list(_named_lines(lines, table, names))
    if {unit_id for _, _, unit_id in named} <= {sender}:
        return table
    column_no = 1 + max(table.columns.last, *(len(line.cells) for line in lines))
    with_column = replace(table.columns, fields={**table.fields, "unit": column_no})
    filled = {line.row_no: {**table.overrides.get(line.row_no, {}), "unit": (text, "s")} for line, text, _ in named}
    return replace(table, columns=with_column, overrides=table.overrides | filled)


def _named_lines(lines: list[Line], table: SheetTable, names: UnitNames) -> Iterator[tuple[Line, str, str | None]]:
    """Data lines below a heading that names a unit: its words and the unit."""
    above: tuple[str, str | None] | None = None
    for line in lines:
        role = table.roles[line.row_no]
        if role == "heading":
            above = next(_named_units(line, names), above)
        elif role == "data" and above:
            yield line, *above


def _named_units(line: Line, names: UnitNames) -> Iterator[tuple[str, str | None]]:
    for cell in filter(None, line.cells):
        text = _NUMBER.sub("", cell)
        if (match := names.match_unit(text)).how in ("exact", "folded"):
            yield text, match.unit_id
