"""What a line below a header is: one table's columns, one line at a time, knowing the line before.

4   │ Tuyên truyền, quảng bá …             heading        only code and title
4.1 │ Quảng bá …  │ Hoàn thành │ …         data
    │             │            │ dài …     continuation   the tail of a cell cut by a page break
    │ Tổng cộng   │            │ …         total
20  │             │            │           blank          a number in a form never filled in
4.2 │ Xuất bản …  │  (Chủ trì) │           unfilled       what the form gives and nothing beside it: no statement
Ghi chú: …                                 note
              Huế, ngày 12 tháng 11 …      end            signature block: nothing below belongs to the table
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from tdnreport.layout.columns import NAME_FIELDS, ColumnMap
from tdnreport.layout.features import MONEY, NOTES, is_amount, is_percent, is_status
from tdnreport.layout.header import is_numbering
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.workbook.model import Line, Place

MergedCells = Mapping[str, tuple[str, str]]
"""Field → text and kind of a merged cell that covers the line."""

COUNTED = frozenset({*MONEY, "value", "cumulative", "target", "previous"})
LONG_TEXTS = frozenset({"title", "indicator", "duty", "result", "note", "evidence"}) | NOTES
FIGURES = COUNTED | {"status", "pct", "estimated_pct"}
_REPORTED = frozenset({"status", "pct", "estimated_pct", "result", "completed_on"})
_PREFILLED = frozenset({"", "unit", "fund_source", "measure"})
_GIVEN = _PREFILLED | {"code", "title", "indicator", "duty", "target", "previous"}
"""Fields that a form may hold before anybody has written into it."""
_SECTION = re.compile(r"\(?(?:[IVXLC]+|[A-HĐa-hđ])[.)]?")
_RULE = re.compile(r":?[-_=.]{2,}:?")
"""A line drawn with signs, as below the header of a table written as text."""
_ZEROS = re.compile(r"[0.,%\s-]*")
_MOST_SIGNATURE_CELLS = 3
_STATES = frozenset({"status", "pct"})
_CHECKED = _STATES | COUNTED
_MAY_STAY = frozenset({"code", "unit", "note"})


def find_withdrawn_rows(columns: ColumnMap, lines: Iterable[Line], struck: Collection[Place]) -> frozenset[int]:
    """Lines struck through in every column that is read, except number, unit and note.

    An officer strikes the words of a task that is cancelled and leaves its number, or says in a note why it is cancelled.
    """
    columns_read = {
        *columns.checkboxes,
        *(column_no for name, column_no in columns.fields.items() if name not in _MAY_STAY),
    }
    by_row: dict[int, set[int]] = {}
    for row, column_no in struck:
        by_row.setdefault(row, set()).add(column_no)
    filled = {
        line.row_no: {
            column_no
            for column_no in columns_read
            if column_no <= len(line.cells) and line.cells[column_no - 1].strip()
        }
        for line in lines
        if line.row_no in by_row
    }
    return frozenset(row for row, columns_filled in filled.items() if columns_filled and columns_filled <= by_row[row])


class _RowView(NamedTuple):
    """A line as one table sees it; `content` are the fields filled besides code and title, "" for a column without one."""

    line: Line
    texts: list[str]
    code: str
    title: str
    content: frozenset[str]
    follows: bool
    is_apart: bool


class RowRoles:
    def __init__(
        self, columns: ColumnMap, first: int, last: int, merged: Mapping[int, MergedCells], words: LayoutWords
    ) -> None:
        self.title_field = NAME_FIELDS[columns.kind]
        self.is_notes = columns.kind == "notes"
        self.fields = columns.fields
        self.field_at = {column_no: name for name, column_no in columns.fields.items()}
        self.first, self.last = first, last
        self.merged = merged
        self.words = words
        self.code_index = columns.fields.get("code", 0) - 1
        self.title_index = columns.fields.get(self.title_field, 0) - 1
        self.asked = {name: column_no for name, column_no in columns.fields.items() if name not in _GIVEN}
        shares = (column_no for shares in columns.summands.values() for column_no, _ in shares)
        self.asked_at = frozenset({*self.asked.values(), *columns.checkboxes, *shares})
        self.width = max(self.code_index, self.title_index) + 1 if min(self.code_index, self.title_index) >= 0 else 0
        self.strong_indexes = [columns.fields[name] - 1 for name in ("status", "pct") if name in columns.fields]
        self.line_before: tuple[int, str] = (0, "")

    def classify(self, line: Line) -> str | None:
        """None where the line is empty in this table's columns."""
        role = self._classify(line)
        if role:
            self.line_before = (line.row_no, role)
        return role

    def is_plain(self, line: Line) -> bool:
        """True for a plain data line, recognised at little cost: a number, a task, a status or percent; False leaves it to `classify`."""
        cells = line.cells
        if self.width < 2 or len(cells) < self.width:
            return False
        title = cells[self.title_index]
        if not cells[self.code_index][-1:].isdigit() or len(title) < 2 or title.isdigit():
            return False
        return bool("".join([cells[index] for index in self.strong_indexes if index < len(cells)]).strip())

    def _classify(self, line: Line) -> str | None:
        filled = [
            (column_no, text)
            for column_no, text in enumerate(line.cells, 1)
            if self.first <= column_no <= self.last and text.strip()
        ]
        if not filled:
            return None
        row = self._view_row(line, filled)
        if self.is_notes:
            return self._role_by_words(row) or ("data" if row.content & NOTES else "heading")
        is_lent = bool(row.code or row.title) and not _STATES.isdisjoint(self.merged.get(line.row_no, ()))
        return self._role_by_words(row) or (
            self._role_by_content(row) if row.content or is_lent else self._role_without_content(row)
        )

    def resumes(self, line: Line) -> bool:
        """Whether a line below a signature is data of the same table: a name, and a figure that reads as its column asks."""
        if is_numbering(line) or not self._holds(line, self.title_index):
            return False
        filled = [column_no for column_no, text in enumerate(line.cells, 1) if text.strip()]
        if not all(self.first <= column_no <= self.last for column_no in filled):
            return False
        fits = [
            self._fits(name, line.cells[column_no - 1].strip(), line.kinds[column_no - 1])
            for name, column_no in self.fields.items()
            if name in _CHECKED and self._holds(line, column_no - 1)
        ]
        return bool(fits) and all(fits)

    def _fits(self, name: str, text: str, kind: str) -> bool:
        if name == "status":
            return is_status(text, kind, self.words.lists)
        return is_percent(text, kind) if name == "pct" else is_amount(text, kind)

    @staticmethod
    def _holds(line: Line, index: int) -> bool:
        return 0 <= index < len(line.cells) and bool(line.cells[index].strip())

    def _view_row(self, line: Line, filled: list[tuple[int, str]]) -> _RowView:
        own = {self.field_at.get(column_no, ""): text.strip() for column_no, text in filled}
        row_before, role_before = self.line_before
        return _RowView(
            line=line,
            texts=[text for _, text in filled],
            code=own.get("code", ""),
            title=own.get(self.title_field, ""),
            content=frozenset(own) - {"code", self.title_field},
            follows=row_before == line.row_no - 1 and role_before in ("data", "continuation"),
            is_apart=row_before < line.row_no - 1,
        )

    def _role_by_words(self, row: _RowView) -> str | None:
        """Roles that the words of a line state."""
        first, words = row.texts[0], self.words
        is_listed = row.code[-1:].isdigit()
        if (
            len(row.texts) <= _MOST_SIGNATURE_CELLS
            and not (row.code and row.title)
            and any(map(words.is_end, row.texts))
        ):
            return "end"
        if len(row.texts) <= 2 and (words.is_note(first) or words.line_scale(first) is not None):
            return "note"
        if is_numbering(row.line):
            return "numbering"
        if all(map(_RULE.fullmatch, row.texts)):
            return "blank"
        if any(words.is_total(text, is_listed) for text in {first, row.code, row.title} if text):
            return "total"
        return None

    def _role_without_content(self, row: _RowView) -> str:
        if row.title:
            return "continuation" if not row.code and row.follows and row.title[0].islower() else "heading"
        return "heading" if _SECTION.fullmatch(row.code) or sum(map(str.isalpha, row.code)) > 2 else "blank"

    def _role_by_content(self, row: _RowView) -> str:
        merged = self.merged.get(row.line.row_no, {})
        if not row.code and not row.title:
            return self._role_without_name(row, is_lent=self.title_field in merged)
        if row.is_apart and not row.content & FIGURES and not (row.code and row.title):
            return "note"
        if not row.title and self.title_field not in merged and (row.content <= _PREFILLED or self._is_all_zero(row)):
            return "blank"
        if not self._is_told(row.line, merged):
            return "unfilled"
        if _SECTION.fullmatch(row.code) and row.content & COUNTED and not row.content & _REPORTED:
            return "section"
        return "data"

    def _is_told(self, line: Line, lent: MergedCells) -> bool:
        """Whether anything stands on the line that the sender was asked for."""
        own = any(line.cells[column_no - 1].strip() for column_no in self.asked_at if column_no <= len(line.cells))
        return own or not self.asked.keys().isdisjoint(lent)

    def _role_without_name(self, row: _RowView, is_lent: bool) -> str:
        """Neither code nor task on the line itself: a tail, a sum without a label, or data of a merged task."""
        if is_lent:
            return "data" if row.content & FIGURES else "continuation"
        if row.content <= LONG_TEXTS | {""}:
            return "continuation" if row.follows else "note"
        if row.content <= COUNTED and all(any(map(str.isdigit, text)) for text in row.texts):
            return "total"
        return "note" if len(row.texts) == 1 or (row.is_apart and not row.content & FIGURES) else "data"

    def _is_all_zero(self, row: _RowView) -> bool:
        return all(_ZEROS.fullmatch(text) for text in row.texts[1:])
