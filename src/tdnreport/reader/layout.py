"""The tables of a sheet, stacked or side by side, and the role of every line in them.

`roles` names each line from the header down: `header numbering data heading total blank note continuation`, and `struck`
(struck through: withdrawn). Merged cells lend their text to the lines they cover, but never an amount or a value, which would
count twice; continuation lines are joined to the data line above; a form with a column for each status gives the name of the
marked one; a unit of money in a column of its own joins the amounts. All of it stands in `filled`; the lines stay as sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from tdnreport.reader.columns import Columns, Kind, read_columns, split
from tdnreport.reader.header import Header, find_header
from tdnreport.reader.layout_words import LayoutWords
from tdnreport.reader.roles import COUNTED, LONG_TEXTS, RowRoles, withdrawn
from tdnreport.reader.sheets import Line, Sheet
from tdnreport.words.text import fold

_LINES_ABOVE = 15
_LONGEST_MERGE = 2000
_LAST_COLUMN = 1 << 14
_YEAR = re.compile(r"\bnam (20\d\d)\b")


@dataclass(slots=True)
class Table:
    """`filled` holds, by row and field, what merged cells and continuation lines make of a data line's text and kind."""

    columns: Columns
    header_rows: tuple[int, ...]
    scales: dict[str, int]
    roles: dict[int, str]
    filled: dict[int, dict[str, tuple[str, str]]] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
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

    def text(self, line: Line, name: str) -> str:
        """Text of a field on a line, with what merged cells and continuations add; "" where there is none."""
        at = self.fields.get(name, 0)
        own = line.cells[at - 1] if 0 < at <= len(line.cells) else ""
        return self.filled.get(line.row_no, {}).get(name, (own, ""))[0]


def find_tables(sheet: Sheet, words: LayoutWords) -> list[Table]:
    """Tables in reading order."""
    tables: list[Table] = []
    at = after_data = 0
    while at < len(sheet.lines):
        header = find_header(sheet.lines, at, sheet.merged, words)
        found = _tables_of(header, sheet, sheet.lines[after_data:at], words) if header else []
        if header and found:
            at = _read_lines(found, sheet, header, words)
            last = max((row for table in found for row in table.data_rows()), default=0)
            after_data = next((i for i in range(at, 0, -1) if sheet.lines[i - 1].row_no <= last), 0)
            tables += found
        else:
            at += 1
    return tables


def _tables_of(header: Header, sheet: Sheet, above: Sequence[Line], words: LayoutWords) -> list[Table]:
    below = sheet.lines[header.end :]
    stated = _stated_scale(above[-_LINES_ABOVE:], words)
    year = _stated_year(above[-_LINES_ABOVE:])
    found = []
    for labels in split(header.labels, words):
        if columns := read_columns(labels, below, stated, words, year):
            scales = {name: scale or stated or 1 for name, scale in columns.scales.items()}
            found.append(Table(columns, tuple(sorted(header.rows)), scales, dict(header.rows)))
    return found


def _stated_scale(above: Sequence[Line], words: LayoutWords) -> int | None:
    """The unit of money named nearest above the header: "Đơn vị tính: triệu đồng"."""
    scales = (words.line_scale(text) for line in reversed(above) for text in line.cells if text)
    return next((scale for scale in scales if scale), None)


def _stated_year(above: Sequence[Line]) -> str:
    """The year named nearest above the header, "" where none is: "KẾT QUẢ THỰC HIỆN NĂM 2024"."""
    found = (_YEAR.findall(fold(text)) for line in reversed(above) for text in line.cells if text)
    return next((years[-1] for years in found if years), "")


def _read_lines(tables: Sequence[Table], sheet: Sheet, header: Header, words: LayoutWords) -> int:
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
        for walk in others:
            walk.read(line)
        if all(walk.has_ended for walk in walks):
            break
    for walk in walks:
        walk.settle_sections()
    return at


def _is_repeated(again: Header, header: Header) -> bool:
    """The same labels in the same columns, as on every printed page."""
    return {at: label.own for at, label in again.labels.items()} == {
        at: label.own for at, label in header.labels.items()
    }


class _Walk:
    """Down the lines of one table until its signature block."""

    def __init__(self, table: Table, beside: Sequence[Table], sheet: Sheet, words: LayoutWords) -> None:
        first = table.columns.first if table is not beside[0] else 1
        last = table.columns.last if table is not beside[-1] else _LAST_COLUMN
        self.table = table
        self.struck = withdrawn(table.columns, sheet.lines, sheet.struck) if sheet.struck else frozenset()
        self.lent = _lent(table, sheet) if sheet.merged else {}
        self.roles = RowRoles(table.columns, first, last, self.lent, words)
        self.words = words
        self.measure_at = table.columns.skipped.get("measure", 0) if table.scales else 0
        self.is_simple = not (self.lent or self.struck or self.measure_at or table.columns.ticks)
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
            self.last_data = line
            if self.lent:
                self._lend(line)
            if self.table.columns.ticks:
                self._tick(line)
            if self.measure_at:
                self._measure(line)
        elif role == "continuation" and self.last_data:
            self._join(line, self.last_data)

    def _lend(self, line: Line) -> None:
        lent = self.lent.get(line.row_no, {})
        missing = {name: cell for name, cell in lent.items() if not self.table.text(line, name).strip()}
        if missing:
            self.table.filled[line.row_no] = missing

    def _tick(self, line: Line) -> None:
        """The status whose column is marked; several marks are all named, so that nothing is chosen among them."""
        ticks = sorted(self.table.columns.ticks.items())
        texts = [(tick, line.cells[at - 1].strip()) for at, tick in ticks if at <= len(line.cells)]
        named = [said for tick, text in texts if text and (said := tick.said(text, self.words))]
        self.table.filled.setdefault(line.row_no, {})["status"] = ("; ".join(named), "s" if named else " ")

    def _measure(self, line: Line) -> None:
        """ "ĐVT: triệu đồng" in a column of its own: the unit joins each amount of the line."""
        unit = line.cells[self.measure_at - 1].strip() if self.measure_at <= len(line.cells) else ""
        for name in self.table.scales if self.words.line_scale(unit) else ():
            at = self.table.fields[name]
            if at <= len(line.cells) and line.cells[at - 1].strip(" -–") and line.kinds[at - 1] in "sn":
                text = line.cells[at - 1] if line.kinds[at - 1] == "s" else line.cells[at - 1].replace(".", ",")
                self.table.filled.setdefault(line.row_no, {})[name] = (f"{text} {unit}", "s")

    def _join(self, line: Line, data: Line) -> None:
        """Add the tail of a cell cut by a page break to the data line above."""
        for name, at in self.table.fields.items():
            tail = line.cells[at - 1].strip() if at <= len(line.cells) else ""
            if tail and name in LONG_TEXTS:
                whole = _joined(self.table.text(data, name).rstrip(), tail)
                self.table.filled.setdefault(data.row_no, {})[name] = (whole, "s")

    def settle_sections(self) -> None:
        """Lines numbered I, II, A, B with amounts are headings with subtotals where numbered tasks stand under them, else tasks."""
        roles = self.table.roles
        settled = "heading" if "data" in roles.values() else "data"
        for row, role in roles.items():
            if role == "section":
                roles[row] = settled


def _joined(text: str, tail: str) -> str:
    """The two halves of a cell; a word that a page break left in both is kept once: "… tuyên truyền" + "truyền về …"."""
    last, first = text.split()[-1:], tail.split()[:1]
    is_double = bool(first) and last == first and first[0].isalpha() and len(first[0]) > 1
    return " ".join([text, tail.removeprefix(first[0]).lstrip()] if is_double else [text, tail]).strip()


def _lent(table: Table, sheet: Sheet) -> dict[int, dict[str, tuple[str, str]]]:
    """Texts of cells merged downwards, for the lines they cover."""
    names = {at: name for name, at in table.fields.items() if name not in COUNTED}
    tall = [box for box in sheet.merged if box[2] > box[0] > table.header_rows[-1] and box[1] in names]
    by_row = {line.row_no: line for line in sheet.lines} if tall else {}
    lent: dict[int, dict[str, tuple[str, str]]] = {}
    for top, left, bottom, _ in tall:
        line = by_row.get(top)
        if line and left <= len(line.cells) and line.cells[left - 1]:
            for row in range(top + 1, min(bottom, top + _LONGEST_MERGE) + 1):
                lent.setdefault(row, {})[names[left]] = (line.cells[left - 1], line.kinds[left - 1])
    return lent
