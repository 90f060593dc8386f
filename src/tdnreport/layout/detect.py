"""The tables of a sheet, stacked or side by side, and the role of every line in them.

`roles` names each line from the header down: `header numbering data heading total blank unfilled note continuation`, and `struck`
(struck through: withdrawn). What completes a line of data is in `completion`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from tdnreport.layout.columns import read_columns, split
from tdnreport.layout.fill import Completion, lent_by_merges
from tdnreport.layout.header import Header, find_header
from tdnreport.layout.note_blocks import note_heading, read_note_block
from tdnreport.layout.rows import RowRoles, withdrawn
from tdnreport.layout.table import SheetTable
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.text import fold
from tdnreport.workbook.model import Line, Sheet, with_cells

_LINES_ABOVE = 15
_LAST_COLUMN = 1 << 14
_YEAR = re.compile(r"\bnam (20\d\d)\b")


def find_tables(sheet: Sheet, words: LayoutWords) -> list[SheetTable]:
    """Tables in reading order; of a cell struck through in part they hold what is left."""
    if not sheet.left:
        return _find_tables(sheet, words)
    tables = _find_tables(_with_left(sheet), words)
    for table in tables:
        fields = {at: name for name, at in table.fields.items()}
        for (row, at), text in sheet.left.items():
            if row in table.roles and at in fields and fields[at] not in table.filled.get(row, {}):
                table.fill(row, fields[at], (text, "s"))
    return tables


def _with_left(sheet: Sheet) -> Sheet:
    by_row: dict[int, list[tuple[int, str, str]]] = {}
    for (row, at), text in sheet.left.items():
        by_row.setdefault(row, []).append((at, text, "s"))
    lines = [with_cells(line, by_row.get(line.row_no, ())) for line in sheet.lines]
    return replace(sheet, lines=lines)


def _find_tables(sheet: Sheet, words: LayoutWords) -> list[SheetTable]:
    tables: list[SheetTable] = []
    at = after_data = 0
    while at < len(sheet.lines):
        header = find_header(sheet.lines, at, sheet.merged, words)
        found = _tables_of(header, sheet, sheet.lines[after_data:at], words) if header else []
        if header and found:
            at = _read_lines(found, sheet, header, words)
            last = max((row for table in found for row in table.data_rows()), default=0)
            after_data = next((i for i in range(at, 0, -1) if sheet.lines[i - 1].row_no <= last), 0)
            tables += found
        elif block := read_note_block(sheet.lines, at, words):
            table, at = block
            tables.append(table)
        else:
            at += 1
    return tables


def _tables_of(header: Header, sheet: Sheet, above: Sequence[Line], words: LayoutWords) -> list[SheetTable]:
    below = sheet.lines[header.end :]
    stated = _stated_scale(above[-_LINES_ABOVE:], words)
    year = _stated_year(above[-_LINES_ABOVE:])
    found = []
    for labels in split(header.labels, words):
        if columns := read_columns(labels, below, stated, words, year):
            scales = {name: scale or stated or 0 for name, scale in columns.scales.items()}
            found.append(SheetTable(columns, tuple(sorted(header.rows)), scales, dict(header.rows)))
    return found


def _stated_scale(above: Sequence[Line], words: LayoutWords) -> int | None:
    """The unit of money named nearest above the header: "Đơn vị tính: triệu đồng"."""
    scales = (words.line_scale(text) for line in reversed(above) for text in line.cells if text)
    return next((scale for scale in scales if scale), None)


def _stated_year(above: Sequence[Line]) -> str:
    """The year named nearest above the header, "" where none is: "KẾT QUẢ THỰC HIỆN NĂM 2024"."""
    found = (_YEAR.findall(fold(text)) for line in reversed(above) for text in line.cells if text)
    return next((years[-1] for years in found if years), "")


def _read_lines(tables: Sequence[SheetTable], sheet: Sheet, header: Header, words: LayoutWords) -> int:
    """Give every line its role until another header comes; returns the index of the first line not looked at."""
    walks = [_Walk(table, tables, sheet, words) for table in tables]
    at = header.end
    while at < len(sheet.lines):
        if len(walks) == 1:
            at = walks[0].read_plain_run(sheet.lines, at)
            if at == len(sheet.lines):
                break
        line = sheet.lines[at]
        at += 1
        others = [walk for walk in walks if not walk.read_plain(line)]
        if not others:
            continue
        if len(others) == len(walks) and (again := find_header(sheet.lines, at - 1, sheet.merged, words)):
            if not _is_repeated(again, header):
                at -= 1
                break
            for table in tables:
                table.roles.update(again.rows)
            at = again.end
            continue
        if len(others) == len(walks) and note_heading(line, words):
            at -= 1
            break
        for walk in others:
            walk.read(line)
        if all(walk.has_ended for walk in walks):
            break
    for walk in walks:
        walk.settle_sections()
        _settle_scales(walk.table, sheet.lines[header.end : at] if at == len(sheet.lines) else (), words)
    return at


def _settle_scales(table: SheetTable, below: Sequence[Line], words: LayoutWords) -> None:
    """Where neither header nor title names a unit of money: that of a note below the sheet's last table, else the one that the other

    columns name ("Dự toán (triệu đồng) │ Đã giải ngân"), else đồng.
    """
    if 0 not in table.scales.values():
        return
    notes = [line for line in below if table.roles.get(line.row_no) == "note"]
    named = set(table.scales.values()) - {0}
    stated = _stated_scale(notes, words) or (named.pop() if len(named) == 1 else 1)
    table.scales.update({name: scale or stated for name, scale in table.scales.items()})


def _is_repeated(again: Header, header: Header) -> bool:
    """The same labels in the same columns, as on every printed page."""
    return {at: label.own for at, label in again.labels.items()} == {
        at: label.own for at, label in header.labels.items()
    }


class _Walk:
    """Down the lines of one table until its signature block."""

    def __init__(self, table: SheetTable, beside: Sequence[SheetTable], sheet: Sheet, words: LayoutWords) -> None:
        first = table.columns.first if table is not beside[0] else 1
        last = table.columns.last if table is not beside[-1] else _LAST_COLUMN
        self.table = table
        self.struck = withdrawn(table.columns, sheet.lines, sheet.struck) if sheet.struck else frozenset()
        lent = lent_by_merges(table, sheet) if sheet.merged else {}
        self.roles = RowRoles(table.columns, first, last, lent, words)
        self.completion = Completion(table, lent, words)
        self.is_simple = not (self.struck or self.completion.is_by_line)
        self.last_data: Line | None = None
        self.has_ended = False

    def read_plain(self, line: Line) -> bool:
        """Take the usual line of data at once; False for every other."""
        if self.has_ended or not self.roles.is_plain(line):
            return False
        self._take(line, "data")
        self.roles.before = (line.row_no, "data")
        return True

    def read_plain_run(self, lines: Sequence[Line], at: int) -> int:
        """Take the usual lines of data that follow one another; returns the index of the first other line."""
        if self.has_ended or not self.is_simple:
            return at
        is_plain, roles, start = self.roles.is_plain, self.table.roles, at
        for line in islice(lines, start, None):
            if not is_plain(line):
                break
            roles[line.row_no] = "data"
            at += 1
        if at > start:
            self.last_data = lines[at - 1]
            self.roles.before = (self.last_data.row_no, "data")
        return at

    def read(self, line: Line) -> None:
        if self.has_ended or (role := self.roles.role(line)) is None:
            return
        self.has_ended = role == "end"
        if not self.has_ended:
            self._take(line, role)

    def _take(self, line: Line, role: str) -> None:
        if role == "data" and line.row_no in self.struck:
            role = "struck"
        self.table.roles[line.row_no] = role
        if role == "data":
            self.completion.data(line, self.last_data)
            self.last_data = line
        elif role == "total":
            self.completion.sum(line)
        elif role == "continuation" and self.last_data:
            self.completion.tail(line, self.last_data)

    def settle_sections(self) -> None:
        """Lines numbered I, II, A, B with amounts are headings with subtotals where numbered tasks stand under them, else tasks."""
        roles = self.table.roles
        settled = "heading" if "data" in roles.values() else "data"
        for row, role in roles.items():
            if role == "section":
                roles[row] = settled
