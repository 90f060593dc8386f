"""The cells of a worksheet by an XML parser, for sheets that are not written plainly or show more than they hold.

    <x:c r="E5" s="4"><x:v><![CDATA[30000000]]></x:v></x:c>  with style 4 '#,##0,," triệu"'   →   "30 triệu"

What the parser undoes (prefixes, entities, CDATA, encodings) is undone here for all of a part at once. Out of scope: what is no cell.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tdnreport.workbook.cell_formats import NOT_CALCULATED, UNSEEN, sign_text
from tdnreport.workbook.model import Box, Line, Place, moment_text, number_text, percent_text, serial_text
from tdnreport.workbook.number_formats import ShownCell, show_number, show_text
from tdnreport.workbook.sniff import column_number
from tdnreport.workbook.xlsx.annotations import REFERENCE, Annotations
from tdnreport.workbook.xlsx.styles import Styles

if TYPE_CHECKING:
    from lxml.etree import _Element

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORBIDDEN = re.compile(rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));")
_CONTROLS = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
_BLANK = ShownCell("", " ")


@dataclass(frozen=True, slots=True)
class ParsedBook:
    """What the cells of all sheets refer to; `is_calculated` is False where the writer left that to the reader."""

    strings: Sequence[str]
    styles: Styles
    counts_from_1904: bool
    is_calculated: bool


class ParsedSheet(NamedTuple):
    lines: list[Line]
    annotations: Annotations
    merged: tuple[Box, ...]


@dataclass(slots=True)
class _Rows:
    """A sheet being read."""

    book: ParsedBook
    cells: dict[int, dict[int, ShownCell]] = field(default_factory=dict)
    annotations: Annotations = field(default_factory=Annotations)
    merged: list[Box] = field(default_factory=list)


def parse_strings(xml: bytes) -> list[str]:
    """Shared texts; runs in a font of signs are those signs. Raises lxml's XMLSyntaxError."""
    return [_run_text(element) for element in _iterate(xml, "si")] if xml.strip() else []


def parse_sheet(xml: bytes, book: ParsedBook) -> ParsedSheet:
    """Raises lxml's XMLSyntaxError, ValueError, LookupError."""
    rows = _Rows(book)
    row_no = 0
    for element in _iterate(xml, "row", "mergeCell"):
        if _local_name(element) == "row":
            row_no = _read_row(element, row_no, rows)
        elif box := _merged_box(element.get("ref", "")):
            rows.merged.append(box)
    lines = [_make_line(row, rows.cells[row]) for row in sorted(rows.cells) if rows.cells[row]]
    return ParsedSheet(lines, rows.annotations, tuple(rows.merged))


def _iterate(xml: bytes, *names: str) -> Iterator[_Element]:
    """Elements of those names as they are closed, emptied behind us."""
    from lxml import etree

    clean = _FORBIDDEN.sub(b"", xml).translate(None, _CONTROLS)
    tags = [f"{{*}}{name}" for name in names]
    for _, element in etree.iterparse(io.BytesIO(clean), tag=tags, resolve_entities=False, no_network=True):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _local_name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _merged_box(reference: str) -> Box | None:
    ends = [REFERENCE.fullmatch(end) for end in reference.split(":")]
    if len(ends) != 2 or not ends[0] or not ends[1]:
        return None
    return int(ends[0][2]), column_number(ends[0][1]), int(ends[1][2]), column_number(ends[1][1])


def _read_row(row: _Element, row_before: int, rows: _Rows) -> int:
    """Number of the row; rows and cells without a reference follow the one before."""
    row_no, column = int(row.get("r", row_before + 1)), 0
    if row.get("hidden") in ("1", "true"):
        rows.annotations.hidden_rows.add(row_no)
    for cell in row.iterchildren("{*}c"):
        place = REFERENCE.fullmatch(cell.get("r", ""))
        row_here, column = (int(place[2]), column_number(place[1])) if place else (row_no, column + 1)
        shown = _read_cell(cell, rows.book)
        if shown.text:
            rows.cells.setdefault(row_here, {})[column] = shown
            _annotate(rows, (row_here, column), cell.get("s", ""), shown)
    return row_no


def _annotate(rows: _Rows, place: Place, style: str, shown: ShownCell) -> None:
    styles, annotations = rows.book.styles, rows.annotations
    if style in styles.struck:
        annotations.struck.add(place)
    if style in styles.colours:
        annotations.coloured[place] = styles.colours[style]
    if doubt := shown.doubt or (UNSEEN if style in styles.unseen else ""):
        annotations.doubts[place] = doubt
    if shown.factor > 1:
        annotations.scaled[place] = shown.factor


def _make_line(row_no: int, cells: dict[int, ShownCell]) -> Line:
    row = [cells.get(column, _BLANK) for column in range(1, max(cells) + 1)]
    return Line(row_no, [cell.text for cell in row], "".join([cell.kind for cell in row]))


def _read_cell(cell: _Element, book: ParsedBook) -> ShownCell:
    parts = {_local_name(part): part for part in cell if isinstance(part.tag, str)}
    kind, style = cell.get("t", "n"), cell.get("s", "0")
    value = "".join(map(str, parts["v"].itertext())) if "v" in parts else ""
    formula = "".join(map(str, parts["f"].itertext())) if "f" in parts else None
    if kind == "inlineStr":
        return _show_text(_run_text(parts["is"]), style, book) if "is" in parts else _BLANK
    if kind == "e":
        return ShownCell(value or "#N/A", "e")
    if not value.strip():
        is_number = formula is not None and kind == "n"
        return ShownCell(f"={formula}", "e", doubt=NOT_CALCULATED) if is_number else _BLANK
    if kind in ("s", "str"):
        return _show_text(book.strings[int(value)] if kind == "s" else _unescape(value), style, book)
    shown = _show_value(value.strip(), kind, style, book)
    is_placeholder = formula is not None and not book.is_calculated and value.strip() == "0"
    return ShownCell(shown.text, shown.kind, shown.factor, NOT_CALCULATED) if is_placeholder else shown


def _show_text(text: str, style: str, book: ParsedBook) -> ShownCell:
    if style not in book.styles.odd_texts:
        return ShownCell(text, "s")
    shown = show_text(text, book.styles.formats.get(style, "@"))
    return ShownCell(sign_text(shown.text, book.styles.signs.get(style, "")), "s", doubt=shown.doubt if text else "")


def _show_value(value: str, kind: str, style: str, book: ParsedBook) -> ShownCell:
    if kind == "b":
        return ShownCell("TRUE" if value in ("1", "true") else "FALSE", "b")
    if kind == "d":
        return ShownCell(moment_text(datetime.fromisoformat(value)), "d")
    number = number_text(float(value))
    if style in book.styles.moments:
        try:
            return ShownCell(serial_text(float(value), book.counts_from_1904), "d")
        except (ValueError, OverflowError):
            return ShownCell(number, "n")
    if style in book.styles.formats:
        return show_number(number, book.styles.formats[style])
    return ShownCell(percent_text(number), "p") if book.styles.kind_of(style) == "p" else ShownCell(number, "n")


def _run_text(element: _Element) -> str:
    """Text of all runs, reading aids for Asian scripts left out."""
    pieces = []
    for part in element:
        match _local_name(part):
            case "t":
                pieces.append(_unescape(part.text or ""))
            case "r":
                fonts = [font.get("val", "") for font in part.iter("{*}rFont")]
                text = "".join(_unescape(run.text or "") for run in part.iterchildren("{*}t"))
                pieces.append(sign_text(text, fonts[0]) if fonts else text)
    return "".join(pieces)


def _unescape(text: str) -> str:
    """Excel writes characters that XML cannot hold as "_x000D_"."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
