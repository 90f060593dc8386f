"""The cells of a worksheet written the way Excel, LibreOffice and most programs write it, taken from the XML in one pass.

    <row r="6"><c r="A6"><v>1</v></c><c r="B6" t="s"><v>11</v></c><c r="D6" s="2"><v>0.75</v></c></row>
    → Line(6, ["1", "Quảng bá …", "", "75%"], "ns p"), with its marks, in less time than any parser needs

The cells found must be all there are: one that is written otherwise (a prefix, no reference, a time of day, a day before
March 1900) and the sheet is `NotPlain`, left to a full parser. Out of scope: what is not a cell (`marks`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import unescape
from itertools import pairwise
from operator import getitem, itemgetter
from typing import NamedTuple

from tdnreport.workbook.model import Line, without_end
from tdnreport.workbook.sniff import column_number
from tdnreport.workbook.xlsx.annotations import Marks, hidden_rows
from tdnreport.workbook.xlsx.cells import BLANK, READERS, Kinds, NotPlain, held, shown_text
from tdnreport.workbook.xlsx.styles import Styles, attributes

Found = Sequence[tuple[str, str, str, str, str]]
"""Letters and row of each cell, its other attributes, its value, or what it holds instead of a bare value."""

_CELL = re.compile(
    r'<c r="([A-Z]{1,3})(\d{1,7})"((?: \w+="[^"<>]*")*)(?: ?/>|>(?:<v>([^<]*)</v>|(<.*?))?</c>)', re.DOTALL
)
_NO_ROWS = re.compile(r"(?:\s*<row [^<>]*/>)*\s*")
_ROW_START = re.compile(r'<row r="(\d{1,7})"[^<>]*(?<!/)>')
_ODD_ROW_START = re.compile(_NO_ROWS.pattern + r'<row (?:[^<>]*? )?r="(\d{1,7})"[^<>]*(?<!/)>')
_ANY_ROW = re.compile(r"<row[\s>]")
_VALUE = re.compile(r"<v>([^<]*)</v>")
_A_VALUE, _ROW_HERE = "\0", '\0"'
_OUTLINE = re.compile(r'<c r="([A-Z]{1,3})\0"((?: \w+="[^"<>\0]*")*)(?: ?/>|>(\0)?</c>)')
"""Of a cell with `_A_VALUE` for its value and `_ROW_HERE` for the row's number, which no XML can hold."""
_BEFORE_TEXT, _AFTER_TEXT, _TAGS_OF_TEXT = "<si><t>", "</t></si>", 4
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_|&#(?:1[2-5]\d|[xX]0*[89][0-9A-Fa-f]);")
"""Excel's own escapes, and the characters 128–159, which HTML reads otherwise than XML."""
_DECLARATION = re.compile(rb"\s*(?:<\?xml[^>]*>)?\s*")
_OTHER_ENCODING = re.compile(rb"\s*<\?xml[^>]*encoding=[\"'](?!(?i:utf-8))")
_MOST_BYTES = 16 << 20
_WIDEST_GAP = 256
_MOST_SHAPES = 1 << 12


def plain_strings(xml: bytes) -> list[str]:
    """Shared texts; runs of one text are joined, reading aids for Asian scripts left out. Raises `NotPlain`."""
    text = _decoded(xml)
    start, end = text.find(_BEFORE_TEXT), text.rfind(_AFTER_TEXT)
    found = text[start + len(_BEFORE_TEXT) : end].split(_AFTER_TEXT + _BEFORE_TEXT) if 0 <= start < end else []
    if len(found) != text.count("<si") or text.count("<", start, end) != _TAGS_OF_TEXT * len(found) - 2:
        pieces = text.replace("<si/>", "<si></si>").split("</si>")[:-1]
        found = [shown_text(piece) for piece in pieces]
    return [unescape(one) for one in found] if "&" in text else found


def plain_lines(xml: bytes, strings: Sequence[str], styles: Styles) -> tuple[list[Line], Marks]:
    """Filled lines and what stands beside their values. Raises `NotPlain`."""
    text = _decoded(xml)
    *pieces, after = _between(text).split("</row>")
    if not _NO_ROWS.fullmatch(after):
        raise NotPlain
    try:
        rows = _Rows(strings, styles)
        lines = [rows.line(piece) for piece in pieces]
    except (ValueError, LookupError, OverflowError) as error:
        raise NotPlain from error
    if any(before.row_no >= after.row_no for before, after in pairwise(lines)):
        raise NotPlain
    marks = Marks(hidden_rows=hidden_rows(xml))
    if styles.struck or styles.colours:
        _mark(_CELL.findall(text), styles, marks)
    return [line if line.cells[-1] else without_end(line) for line in lines if any(line.cells)], marks


def _between(text: str) -> str:
    """The rows of a sheet; outside of them there are no cells."""
    before, start, rest = text.partition("<sheetData>")
    rows, end, after = rest.rpartition("</sheetData>")
    is_empty = not start and "<sheetData/>" in before
    if not (end or is_empty) or _ANY_ROW.search(before) or _ANY_ROW.search(after):
        raise NotPlain
    return rows


def _decoded(xml: bytes) -> str:
    """Everything after the declaration; text whose characters a parser would change is not plain."""
    start = _DECLARATION.match(xml)
    try:
        text = xml[start.end() if start else 0 :].decode()
    except UnicodeDecodeError as error:
        raise NotPlain from error
    if (
        len(xml) > _MOST_BYTES
        or _OTHER_ENCODING.match(xml)
        or "\r" in text
        or "<!" in text
        or "\0" in text
        or "<si " in text
        or (("_x" in text or "&#" in text) and _ESCAPE.search(text))
    ):
        raise NotPlain
    return text


class _Shape(NamedTuple):
    """What the rows of a sheet have in common, whatever their values: which cells are filled, and with what.

    `readers` are the kinds of the filled cells, `kinds` those of all cells up to the last filled one; `spread` takes the
    values of the filled cells and a blank, and gives the cells; None where no blank stands between.
    """

    readers: str
    kinds: str
    spread: Callable[[list[str]], tuple[str, ...]] | None


class _Rows:
    """The rows of one sheet. Most rows of a table are of a few shapes, so that only their values are looked at one by one."""

    def __init__(self, strings: Sequence[str], styles: Styles) -> None:
        self.kinds = Kinds(styles)
        self.shapes = _shapes(styles.kinds)
        self.readers: dict[str, Mapping[str, str]] = READERS | {
            "s": dict(zip(map(str, range(len(strings))), strings, strict=True), **BLANK)
        }

    def line(self, piece: str) -> Line:
        """Of the XML of a row without its end."""
        if not (start := _ROW_START.match(piece) or _ODD_ROW_START.match(piece)):
            raise NotPlain
        row, inner = start[1], piece[start.end() :]
        pieces = _VALUE.split(inner)
        outline = _A_VALUE.join(pieces[::2]).replace(row + '"', _ROW_HERE)
        shape = self.shapes.get(outline) or self._new_shape(outline)
        if shape is None:
            return self._odd_line(row, inner)
        texts = list(map(getitem, map(self.readers.__getitem__, shape.readers), pieces[1::2]))
        kinds = shape.kinds
        is_filled = "" not in texts
        if shape.spread:
            texts = list(shape.spread([*texts, ""]))
        if not is_filled:
            kinds = "".join([kind if text else " " for kind, text in zip(kinds, texts, strict=True)])
        return Line(int(row), texts, kinds)

    def _new_shape(self, outline: str) -> _Shape | None:
        """None where a cell holds more than a bare value, or where another row's number stands."""
        cells = _OUTLINE.findall(outline)
        if not cells or _OUTLINE.sub("", outline):
            return None
        filled = [(_column(letters), self.kinds[about]) for letters, about, value in cells if value]
        shape = _shape([column for column, _ in filled], "".join([kind for _, kind in filled]))
        if len(self.shapes) < _MOST_SHAPES:
            self.shapes[outline] = shape
        return shape

    def _odd_line(self, row: str, inner: str) -> Line:
        """With formulas, or texts of its own."""
        found = _CELL.findall(inner)
        if _CELL.sub("", inner).strip() or any(at != row for _, at, _, _, _ in found):
            raise NotPlain
        read = [(_column(letters), *self._cell(about, value, other)) for letters, _, about, value, other in found]
        filled = [one for one in read if one[2]]
        shape = _shape([column for column, _, _ in filled], "".join([kind for _, kind, _ in filled]))
        texts = [text for _, _, text in filled]
        return Line(int(row), list(shape.spread([*texts, ""])) if shape.spread else texts, shape.kinds)

    def _cell(self, about: str, value: str, other: str) -> tuple[str, str]:
        kind = self.kinds[about]
        return held(kind, other) if other else (kind, self.readers[kind][value] if value else "")


@lru_cache(maxsize=64)
def _shapes(_: tuple[str, ...]) -> dict[str, _Shape]:
    """The shapes met so far in files with the same kinds of styles."""
    return {}


def _shape(columns: list[int], kinds: str) -> _Shape:
    """Cells of a row go from left to right; blanks stand between them where columns are missing."""
    if any(not 0 < after - before <= _WIDEST_GAP for before, after in pairwise([0, *columns])):
        raise NotPlain
    shown, at = kinds.replace("t", "s"), dict(zip(columns, range(len(columns)), strict=True))
    width = columns[-1] if columns else 0
    if width == len(columns):
        return _Shape(kinds, shown, None)
    order = [at.get(column, len(columns)) for column in range(1, width + 1)]
    return _Shape(kinds, "".join([(shown + " ")[one] for one in order]), itemgetter(*order))


def _mark(found: Found, styles: Styles, marks: Marks) -> None:
    """Cells struck through, and coloured ones."""
    for column, at, about, value, other in found:
        if value or other:
            style = attributes(about.encode()).get("s", "") if about else ""
            if style in styles.struck:
                marks.struck.add((int(at), _column(column)))
            if style in styles.colours:
                marks.coloured[int(at), _column(column)] = styles.colours[style]


@lru_cache(maxsize=1 << 14)
def _column(letters: str) -> int:
    return column_number(letters)
