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

from tdnreport.layout.columns import NAME_FIELDS, NOTES, Columns
from tdnreport.layout.features import MONEY
from tdnreport.layout.header import is_numbering
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.workbook.model import Line, Place

Lent = Mapping[str, tuple[str, str]]
"""Field → text and kind that a merged cell above lends to a line."""

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
_MAY_STAY = frozenset({"code", "unit", "note"})


def withdrawn(columns: Columns, lines: Iterable[Line], struck: Collection[Place]) -> frozenset[int]:
    """Lines struck through in every column that is read; number, unit and note beside them need not be.

    An officer strikes the words of a task that is off and leaves its number, or says in a note why it is off.
    """
    read = {*columns.ticks, *(at for name, at in columns.fields.items() if name not in _MAY_STAY)}
    by_row: dict[int, set[int]] = {}
    for row, at in struck:
        by_row.setdefault(row, set()).add(at)
    filled = {
        line.row_no: {at for at in read if at <= len(line.cells) and line.cells[at - 1].strip()}
        for line in lines
        if line.row_no in by_row
    }
    return frozenset(row for row, at in filled.items() if at and at <= by_row[row])


class _Row(NamedTuple):
    """A line as one table sees it; `content` are the fields filled besides code and title, "" for a column without one."""

    line: Line
    texts: list[str]
    code: str
    title: str
    content: frozenset[str]
    follows: bool
    is_apart: bool


class RowRoles:
    def __init__(self, columns: Columns, first: int, last: int, lent: Mapping[int, Lent], words: LayoutWords) -> None:
        self.title_field = NAME_FIELDS[columns.kind]
        self.is_notes = columns.kind == "notes"
        self.fields = columns.fields
        self.field_at = {at: name for name, at in columns.fields.items()}
        self.first, self.last = first, last
        self.lent = lent
        self.words = words
        self.code_at = columns.fields.get("code", 0) - 1
        self.title_at = columns.fields.get(self.title_field, 0) - 1
        self.asked = {name: at for name, at in columns.fields.items() if name not in _GIVEN}
        shares = (at for shares in columns.sums.values() for at, _ in shares)
        self.asked_at = frozenset({*self.asked.values(), *columns.ticks, *shares})
        self.width = max(self.code_at, self.title_at) + 1 if min(self.code_at, self.title_at) >= 0 else 0
        self.strong_at = [columns.fields[name] - 1 for name in ("status", "pct") if name in columns.fields]
        self.before: tuple[int, str] = (0, "")

    def role(self, line: Line) -> str | None:
        """None where the line has nothing in this table's columns."""
        role = self._role(line)
        if role:
            self.before = (line.row_no, role)
        return role

    def is_plain(self, line: Line) -> bool:
        """The usual line of data, told at little cost: a number, a task, a status or percent; False leaves it to `role`."""
        cells = line.cells
        if self.width < 2 or len(cells) < self.width:
            return False
        title = cells[self.title_at]
        if not cells[self.code_at][-1:].isdigit() or len(title) < 2 or title.isdigit():
            return False
        return bool("".join([cells[at] for at in self.strong_at if at < len(cells)]).strip())

    def _role(self, line: Line) -> str | None:
        filled = [(at, text) for at, text in enumerate(line.cells, 1) if self.first <= at <= self.last and text.strip()]
        if not filled:
            return None
        row = self._row(line, filled)
        if self.is_notes:
            return self._by_words(row) or ("data" if row.content & NOTES else "heading")
        return self._by_words(row) or (self._by_content(row) if row.content else self._without_content(row))

    def _row(self, line: Line, filled: list[tuple[int, str]]) -> _Row:
        own = {self.field_at.get(at, ""): text.strip() for at, text in filled}
        row_before, role_before = self.before
        return _Row(
            line=line,
            texts=[text for _, text in filled],
            code=own.get("code", ""),
            title=own.get(self.title_field, ""),
            content=frozenset(own) - {"code", self.title_field},
            follows=row_before == line.row_no - 1 and role_before in ("data", "continuation"),
            is_apart=row_before < line.row_no - 1,
        )

    def _by_words(self, row: _Row) -> str | None:
        """Roles that a line says of itself."""
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

    def _without_content(self, row: _Row) -> str:
        if row.title:
            return "continuation" if not row.code and row.follows and row.title[0].islower() else "heading"
        return "heading" if _SECTION.fullmatch(row.code) or sum(map(str.isalpha, row.code)) > 2 else "blank"

    def _by_content(self, row: _Row) -> str:
        lent = self.lent.get(row.line.row_no, {})
        if not row.code and not row.title:
            return self._without_name(row, is_lent=self.title_field in lent)
        if row.is_apart and not row.content & FIGURES and not (row.code and row.title):
            return "note"
        if not row.title and self.title_field not in lent and (row.content <= _PREFILLED or self._is_all_zero(row)):
            return "blank"
        if not self._is_told(row.line, lent):
            return "unfilled"
        if _SECTION.fullmatch(row.code) and row.content & COUNTED and not row.content & _REPORTED:
            return "section"
        return "data"

    def _is_told(self, line: Line, lent: Lent) -> bool:
        """Whether anything stands on the line that the sender was asked for."""
        own = any(line.cells[at - 1].strip() for at in self.asked_at if at <= len(line.cells))
        return own or not self.asked.keys().isdisjoint(lent)

    def _without_name(self, row: _Row, is_lent: bool) -> str:
        """Neither code nor task on the line itself: a tail, a sum without a label, or data of a merged task."""
        if is_lent:
            return "data" if row.content & FIGURES else "continuation"
        if row.content <= LONG_TEXTS | {""}:
            return "continuation" if row.follows else "note"
        if row.content <= COUNTED and all(any(map(str.isdigit, text)) for text in row.texts):
            return "total"
        return "note" if len(row.texts) == 1 or (row.is_apart and not row.content & FIGURES) else "data"

    def _is_all_zero(self, row: _Row) -> bool:
        return all(_ZEROS.fullmatch(text) for text in row.texts[1:])
