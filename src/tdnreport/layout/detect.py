"""The tables of a sheet, stacked or side by side, and the role of every line in them.

`roles` names each line from the header down: `header numbering data heading total blank unfilled note continuation`, and `struck`
(struck through: withdrawn). What completes a line of data is in `completion`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tdnreport.layout.columns import read_columns, split_side_by_side
from tdnreport.layout.doubts import settle_doubts
from tdnreport.layout.fill import LineFiller, merged_cell_values
from tdnreport.layout.header import Header, find_header
from tdnreport.layout.header_features import named_years
from tdnreport.layout.note_blocks import note_heading, read_note_block
from tdnreport.layout.rows import RowRoles, find_withdrawn_rows
from tdnreport.layout.table import SheetTable
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.text import fold_text
from tdnreport.workbook.model import Line, Sheet, replace_cells

_LINES_ABOVE = 15
_LAST_COLUMN = 1 << 14
_YEAR = re.compile(r"\bnam (20\d\d)\b")


def find_tables(sheet: Sheet, words: LayoutWords, year: str = "") -> list[SheetTable]:
    """Tables in reading order; partly struck cells hold their remaining text.

    `year` is the one asked for: of columns that name a year no other counts. Without it the year above the table decides.
    """
    if not sheet.unstruck:
        return _find_tables(sheet, words, year)
    tables = _find_tables(_with_unstruck(sheet), words, year)
    for table in tables:
        fields = {column_no: name for name, column_no in table.fields.items()}
        for (row, column_no), text in sheet.unstruck.items():
            if row in table.roles and column_no in fields and fields[column_no] not in table.overrides.get(row, {}):
                table.set_override(row, fields[column_no], (text, "s"))
    return tables


def _with_unstruck(sheet: Sheet) -> Sheet:
    by_row: dict[int, list[tuple[int, str, str]]] = {}
    for (row, column_no), text in sheet.unstruck.items():
        by_row.setdefault(row, []).append((column_no, text, "s"))
    lines = [replace_cells(line, by_row.get(line.row_no, ())) for line in sheet.lines]
    return replace(sheet, lines=lines)


def _find_tables(sheet: Sheet, words: LayoutWords, year: str) -> list[SheetTable]:
    tables: list[SheetTable] = []
    index = after_data = 0
    while index < len(sheet.lines):
        header = find_header(sheet.lines, index, sheet.merged, words)
        tables_here = _read_tables(header, sheet, sheet.lines[after_data:index], words, year) if header else []
        if header and tables_here:
            index = _read_lines(tables_here, sheet, header, words)
            last = max((row for table in tables_here for row in table.data_rows()), default=0)
            after_data = next((i for i in range(index, 0, -1) if sheet.lines[i - 1].row_no <= last), 0)
            tables += tables_here
        elif block := read_note_block(sheet.lines, index, words):
            table, index = block
            tables.append(table)
        else:
            index += 1
    return tables


def _read_tables(
    header: Header, sheet: Sheet, above: Sequence[Line], words: LayoutWords, asked_year: str
) -> list[SheetTable]:
    below = sheet.lines[header.end :]
    stated = _stated_scale(above[-_LINES_ABOVE:], words)
    stated_year = _stated_year(above[-_LINES_ABOVE:])
    tables = []
    for labels in split_side_by_side(header.labels, words):
        named = frozenset(year for label in labels.values() for year in named_years(label.text))
        year = asked_year or stated_year or max(named, default="")
        if columns := read_columns(labels, below, stated, words, year):
            scales = {name: scale or stated or 0 for name, scale in columns.scales.items()}
            columns = replace(columns, years=named, year=year)
            tables.append(SheetTable(columns, tuple(sorted(header.rows)), scales, dict(header.rows)))
    return tables


def _stated_scale(above: Sequence[Line], words: LayoutWords) -> int | None:
    """The money unit named nearest above the header: "Đơn vị tính: triệu đồng"."""
    scales = (words.line_scale(text) for line in reversed(above) for text in line.cells if text)
    return next((scale for scale in scales if scale), None)


def _stated_year(above: Sequence[Line]) -> str:
    """The year named nearest above the header, "" where none is: "KẾT QUẢ THỰC HIỆN NĂM 2024"."""
    years_named = (_YEAR.findall(fold_text(text)) for line in reversed(above) for text in line.cells if text)
    return next((years[-1] for years in years_named if years), "")


def _read_lines(tables: Sequence[SheetTable], sheet: Sheet, header: Header, words: LayoutWords) -> int:
    """Classify lines until another header comes; returns the index of the first unread line."""
    walks = [_TableWalk(table, tables, sheet, words) for table in tables]
    index = header.end
    while index < len(sheet.lines):
        if len(walks) == 1:
            index = walks[0].read_plain_run(sheet.lines, index)
            if index == len(sheet.lines):
                break
        line = sheet.lines[index]
        index += 1
        remaining = [walk for walk in walks if not walk.read_plain(line)]
        if not remaining:
            continue
        if len(remaining) == len(walks) and (next_header := find_header(sheet.lines, index - 1, sheet.merged, words)):
            if all(walk.has_ended for walk in walks) or not _is_repeated(next_header, header):
                index -= 1
                break
            for table in tables:
                table.roles.update(next_header.rows)
            index = next_header.end
            continue
        if len(remaining) == len(walks) and note_heading(line, words):
            index -= 1
            break
        for walk in remaining:
            walk.read_line(line)
    for walk in walks:
        walk.settle_sections()
        settle_doubts(walk.table, sheet)
        _settle_scales(walk.table, sheet.lines[header.end : index] if index == len(sheet.lines) else (), words)
    return index


def _settle_scales(table: SheetTable, below: Sequence[Line], words: LayoutWords) -> None:
    """Set missing money units: from a note below the sheet's last table, else from the other columns ("Dự toán (triệu đồng) │ Đã giải
    ngân"), else đồng.
    """
    if 0 not in table.scales.values():
        return
    notes = [line for line in below if table.roles.get(line.row_no) == "note"]
    named = set(table.scales.values()) - {0}
    stated = _stated_scale(notes, words) or (named.pop() if len(named) == 1 else 1)
    table.scales.update({name: scale or stated for name, scale in table.scales.items()})


def _is_repeated(next_header: Header, header: Header) -> bool:
    """True where the labels are the same in the same columns, as on every printed page."""
    return {column_no: label.own for column_no, label in next_header.labels.items()} == {
        column_no: label.own for column_no, label in header.labels.items()
    }


class _TableWalk:
    """Walks down the lines of one table until its signature block."""

    def __init__(
        self, table: SheetTable, tables_beside: Sequence[SheetTable], sheet: Sheet, words: LayoutWords
    ) -> None:
        first = table.columns.first if table is not tables_beside[0] else 1
        last = table.columns.last if table is not tables_beside[-1] else _LAST_COLUMN
        self.table = table
        self.struck = find_withdrawn_rows(table.columns, sheet.lines, sheet.struck) if sheet.struck else frozenset()
        merged = merged_cell_values(table, sheet) if sheet.merged else {}
        self.roles = RowRoles(table.columns, first, last, merged, words)
        self.completion = LineFiller(table, merged, words)
        self.is_simple = not (self.struck or self.completion.may_fill_plain)
        self.last_data: Line | None = None
        self.has_ended = False

    def read_plain(self, line: Line) -> bool:
        """Take a plain data line without full classification; False for every other line."""
        if self.has_ended or not self.roles.is_plain(line):
            return False
        self._take_line(line, "data")
        self.roles.line_before = (line.row_no, "data")
        return True

    def read_plain_run(self, lines: Sequence[Line], index: int) -> int:
        """Take consecutive plain data lines; returns the index of the first other line."""
        if self.has_ended or not self.is_simple:
            return index
        is_plain, roles, start = self.roles.is_plain, self.table.roles, index
        # A slice would walk over all lines before it, once for every line that is not plain.
        for index in range(start, len(lines) + 1):
            if index == len(lines) or not is_plain(lines[index]):
                break
            roles[lines[index].row_no] = "data"
        if index > start:
            self.last_data = lines[index - 1]
            self.roles.line_before = (self.last_data.row_no, "data")
        return index

    def read_line(self, line: Line) -> None:
        if self.has_ended:
            if not self.roles.resumes(line):
                return
            self.has_ended = False
        if (role := self.roles.classify(line)) is None:
            return
        self.has_ended = role == "end"
        if not self.has_ended:
            self._take_line(line, role)

    def _take_line(self, line: Line, role: str) -> None:
        if role == "data" and line.row_no in self.struck:
            role = "struck"
        self.table.roles[line.row_no] = role
        if role == "data":
            self.completion.fill_line(line, self.last_data)
            self.last_data = line
        elif role == "total":
            self.completion.fill_sums(line)
        elif role == "continuation" and self.last_data and not self.completion.append_tail(line, self.last_data):
            self.table.roles[line.row_no] = "note"

    def settle_sections(self) -> None:
        """Lines numbered I, II, A, B with amounts are headings with subtotals where numbered tasks stand under them, else tasks."""
        roles = self.table.roles
        settled = "heading" if "data" in roles.values() else "data"
        for row, role in roles.items():
            if role == "section":
                roles[row] = settled
