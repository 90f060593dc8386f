"""Causes, difficulties, proposals and plans as lines of their own, under a heading that says which they are.

    III. Khó khăn, vướng mắc         header
    - Thiếu kinh phí in ấn phẩm      data: an item a line
    Kiến nghị với UBND tỉnh: bố trí kinh phí      a block of one line: the item is read as "Đối với UBND tỉnh: bố trí kinh phí"

A block ends at the next heading, table, signature or line of many cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tdnreport.layout.columns import ColumnMap
from tdnreport.layout.features import NOTES
from tdnreport.layout.header import is_header_line
from tdnreport.layout.table import SheetTable
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.workbook.model import Line

_NUMBERING = re.compile(r"^\s*(?:(?:[IVX]+|[A-H]|\d{1,2}(?:\.\d{1,2})*)[.):/]+\s*|[-–+*•]\s*)")
_SECTION = re.compile(r"\s*(?:[IVX]+|[A-H])[.)]\s*\S")
_NUMBER = re.compile(r"[\s\d.()IVXivx+*•–-]*")
_YEAR = re.compile(r"(?i)\s+(?:trong\s+)?(?:năm\s+(?:20\d\d|sau|tới)|thời gian tới)\s*$")
_TO = re.compile(r"(?i)^(.+?)\s+(?:đối với|với|đến)\s+(.+)$")
_SURE, _MOST_CELLS, _MOST_LINES, _LONGEST_LEAD = 0.75, 2, 200, 80


class _Heading(NamedTuple):
    """The kind of note, whom it is addressed to ("Đối với UBND tỉnh:" or ""), and the item on the same line ("")."""

    kind: str
    lead: str
    item: str


def note_heading(line: Line, words: LayoutWords) -> _Heading | None:
    """None for a line that opens no block."""
    texts = _texts(line)
    if not 0 < len(texts) <= _MOST_CELLS:
        return None
    head, _, item = texts[0].partition(":")
    second_text = texts[1] if len(texts) > 1 else ""
    named, lead = _NUMBERING.sub("", head), ""
    if addressed := _TO.match(named):
        named, lead = addressed[1], f"Đối với {addressed[2]}:"
    heading = words.find_heading(_YEAR.sub("", named))
    is_kind = heading is not None and heading.share >= _SURE and set(heading.fields) <= NOTES
    if heading is None or not is_kind or words.find_heading(second_text):
        return None
    return _Heading(heading.fields[0], lead, " ".join(filter(None, (item.strip(), second_text))))


def read_note_block(lines: Sequence[Line], index: int, words: LayoutWords) -> tuple[SheetTable, int] | None:
    """The block whose heading stands at an index, and the index of the line after it; None where it has no item."""
    heading = note_heading(lines[index], words)
    if heading is None:
        return None
    first = lines[index]
    column = next(place for place, text in enumerate(first.cells, 1) if text.strip())
    table = SheetTable(_columns(heading.kind, column), (first.row_no,), {}, {first.row_no: "header"})
    if heading.item:
        _add(table, first, heading.kind, f"{heading.lead} {heading.item}")
    end, lead = index + 1, heading.lead
    for line in lines[index + 1 : index + 1 + _MOST_LINES]:
        texts = _texts(line)
        if _ends(line, texts, words):
            break
        end += 1
        text = " ".join(texts)
        if text.endswith(":") and len(text) <= _LONGEST_LEAD:
            lead, table.roles[line.row_no] = _NUMBERING.sub("", text), "heading"
        elif words.is_note(text) or not text:
            table.roles[line.row_no] = "note"
        else:
            _add(table, line, heading.kind, f"{lead} {_NUMBERING.sub('', text)}")
    return (table, end) if table.data_rows() else None


def _columns(kind: str, column_no: int) -> ColumnMap:
    return ColumnMap("notes", {kind: column_no}, {}, {}, (), column_no, column_no)


def _add(table: SheetTable, line: Line, kind: str, text: str) -> None:
    table.roles[line.row_no] = "data"
    table.set_override(line.row_no, kind, (text.strip(), "s"))


def _texts(line: Line) -> list[str]:
    """Filled cells that are more than a number of the line."""
    return [text.strip() for text in line.cells if text.strip() and not _NUMBER.fullmatch(text)]


def _ends(line: Line, texts: Sequence[str], words: LayoutWords) -> bool:
    return (
        len(texts) > _MOST_CELLS
        or any(_SECTION.match(text) or words.is_end(text) for text in texts)
        or note_heading(line, words) is not None
        or is_header_line(line, words)
    )
