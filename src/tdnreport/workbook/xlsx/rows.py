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

from tdnreport.workbook.cell_formats import UNSEEN
from tdnreport.workbook.model import Line, strip_blank_end
from tdnreport.workbook.sniff import column_number
from tdnreport.workbook.xlsx.annotations import Annotations, read_hidden_rows
from tdnreport.workbook.xlsx.cells import (
    BLANK,
    READERS,
    SIGN_FONT,
    KindByAttributes,
    NotPlain,
    joined_runs,
    read_formula_cell,
)
from tdnreport.workbook.xlsx.styles import Styles, parse_attributes

FoundCells = Sequence[tuple[str, str, str, str, str]]
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
    text = _decode_xml(xml)
    if SIGN_FONT in text:
        raise NotPlain
    start, end = text.find(_BEFORE_TEXT), text.rfind(_AFTER_TEXT)
    strings = text[start + len(_BEFORE_TEXT) : end].split(_AFTER_TEXT + _BEFORE_TEXT) if 0 <= start < end else []
    if len(strings) != text.count("<si") or text.count("<", start, end) != _TAGS_OF_TEXT * len(strings) - 2:
        pieces = text.replace("<si/>", "<si></si>").split("</si>")[:-1]
        strings = [joined_runs(piece) for piece in pieces]
    return [unescape(string) for string in strings] if "&" in text else strings


def plain_lines(xml: bytes, strings: Sequence[str], styles: Styles) -> tuple[list[Line], Annotations]:
    """Filled lines and what stands beside their values. Raises `NotPlain`."""
    text = _decode_xml(xml)
    *pieces, after = _sheet_data(text).split("</row>")
    if not _NO_ROWS.fullmatch(after):
        raise NotPlain
    try:
        rows = _RowReader(strings, styles)
        lines = [rows.read_line(piece) for piece in pieces]
    except (ValueError, LookupError, OverflowError) as error:
        raise NotPlain from error
    if any(before.row_no >= after.row_no for before, after in pairwise(lines)):
        raise NotPlain
    annotations = Annotations(hidden_rows=read_hidden_rows(xml))
    if styles.are_marked:
        _annotate_styles(_CELL.findall(text), styles, annotations)
    return [line if line.cells[-1] else strip_blank_end(line) for line in lines if any(line.cells)], annotations


def _sheet_data(text: str) -> str:
    """The rows of a sheet; there must be no cells outside them."""
    before, start, rest = text.partition("<sheetData>")
    rows, end, after = rest.rpartition("</sheetData>")
    is_empty = not start and "<sheetData/>" in before
    if not (end or is_empty) or _ANY_ROW.search(before) or _ANY_ROW.search(after):
        raise NotPlain
    return rows


def _decode_xml(xml: bytes) -> str:
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


class _RowShape(NamedTuple):
    """The layout of a row apart from its values: which cells are filled, and with which kinds.

    `readers` are the kinds of the filled cells, `kinds` those of all cells up to the last filled one; `spread` takes the
    values of the filled cells and a blank, and gives the cells; None where no blank stands between.
    """

    readers: str
    kinds: str
    spread: Callable[[list[str]], tuple[str, ...]] | None


class _RowReader:
    """Reads the rows of one sheet. Most rows share a few shapes, so only their values are read one by one."""

    def __init__(self, strings: Sequence[str], styles: Styles) -> None:
        self.kinds = KindByAttributes(styles)
        self.shapes = _known_shapes(styles.kinds, styles.odd_texts)
        self.readers: dict[str, Mapping[str, str]] = READERS | {
            "s": dict(zip(map(str, range(len(strings))), strings, strict=True), **BLANK)
        }

    def read_line(self, piece: str) -> Line:
        """Of the XML of a row without its end."""
        if not (start := _ROW_START.match(piece) or _ODD_ROW_START.match(piece)):
            raise NotPlain
        row, inner = start[1], piece[start.end() :]
        pieces = _VALUE.split(inner)
        outline = _A_VALUE.join(pieces[::2]).replace(row + '"', _ROW_HERE)
        shape = self.shapes.get(outline) or self._new_shape(outline)
        if shape is None:
            return self._read_odd_line(row, inner)
        texts = list(map(getitem, map(self.readers.__getitem__, shape.readers), pieces[1::2]))
        kinds = shape.kinds
        is_filled = "" not in texts
        if shape.spread:
            texts = list(shape.spread([*texts, ""]))
        if not is_filled:
            kinds = "".join([kind if text else " " for kind, text in zip(kinds, texts, strict=True)])
        return Line(int(row), texts, kinds)

    def _new_shape(self, outline: str) -> _RowShape | None:
        """None where a cell holds more than a bare value, or where another row's number stands."""
        cells = _OUTLINE.findall(outline)
        if not cells or _OUTLINE.sub("", outline):
            return None
        filled = [
            (_cached_column_number(letters), self.kinds[attributes_xml])
            for letters, attributes_xml, value in cells
            if value
        ]
        shape = _make_shape([column for column, _ in filled], "".join([kind for _, kind in filled]))
        if len(self.shapes) < _MOST_SHAPES:
            self.shapes[outline] = shape
        return shape

    def _read_odd_line(self, row: str, inner: str) -> Line:
        """With formulas, or texts of its own."""
        matches = _CELL.findall(inner)
        if _CELL.sub("", inner).strip() or any(row_text != row for _, row_text, _, _, _ in matches):
            raise NotPlain
        read = [
            (_cached_column_number(letters), *self._read_cell(attributes_xml, value, other))
            for letters, _, attributes_xml, value, other in matches
        ]
        filled = [cell for cell in read if cell[2]]
        shape = _make_shape([column for column, _, _ in filled], "".join([kind for _, kind, _ in filled]))
        texts = [text for _, _, text in filled]
        return Line(int(row), list(shape.spread([*texts, ""])) if shape.spread else texts, shape.kinds)

    def _read_cell(self, attributes_xml: str, value: str, other: str) -> tuple[str, str]:
        kind = self.kinds[attributes_xml]
        return read_formula_cell(kind, other) if other else (kind, self.readers[kind][value] if value else "")


@lru_cache(maxsize=64)
def _known_shapes(_kinds: tuple[str, ...], _odd_texts: frozenset[str]) -> dict[str, _RowShape]:
    """Shapes already seen in files with the same style kinds."""
    return {}


def _make_shape(columns: list[int], kinds: str) -> _RowShape:
    """Cells of a row go from left to right; blanks stand between them where columns are missing."""
    if any(not 0 < after - before <= _WIDEST_GAP for before, after in pairwise([0, *columns])):
        raise NotPlain
    cell_kinds, index_of = kinds.replace("t", "s"), dict(zip(columns, range(len(columns)), strict=True))
    width = columns[-1] if columns else 0
    if width == len(columns):
        return _RowShape(kinds, cell_kinds, None)
    order = [index_of.get(column, len(columns)) for column in range(1, width + 1)]
    return _RowShape(kinds, "".join([(cell_kinds + " ")[index] for index in order]), itemgetter(*order))


def _annotate_styles(found: FoundCells, styles: Styles, annotations: Annotations) -> None:
    """Cells struck through, coloured ones, and those whose letters are not seen."""
    for column, row_text, attributes_xml, value, other in found:
        if value or other:
            style = parse_attributes(attributes_xml.encode()).get("s", "") if attributes_xml else ""
            if style in styles.struck:
                annotations.struck.add((int(row_text), _cached_column_number(column)))
            if style in styles.colours:
                annotations.coloured[int(row_text), _cached_column_number(column)] = styles.colours[style]
            if style in styles.unseen:
                annotations.doubts[int(row_text), _cached_column_number(column)] = UNSEEN


@lru_cache(maxsize=1 << 14)
def _cached_column_number(letters: str) -> int:
    return column_number(letters)
