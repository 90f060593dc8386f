"""A cell of an OpenDocument spreadsheet: what it holds, what its style makes of that, and so what it shows.

<table:table-cell table:style-name="ce3" office:value-type="float" office:value="30000000"/>, ce3 '#,##0,," triệu"'  →  "30 triệu"
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from tdnreport.workbook.cell_formats import NOT_CALCULATED, is_sign_font, sign_text
from tdnreport.workbook.model import moment_text, number_text, percent_text, serial_text
from tdnreport.workbook.number_formats import ShownCell, is_plain_format, show_number, show_text
from tdnreport.workbook.ods_formats import read_number_formats

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SHOWN_WITH_UNIT = re.compile(r"[-\d.,\s]+([^\W\d][^\d\"]*)")
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_WHITE = "#ffffff"
_MOST_SPACES = 1000
BLANK = ShownCell("", " ")


@dataclass(frozen=True, slots=True)
class CellLooks:
    """Of cell styles by name: number formats, those whose letters have the colour of the ground, fonts of signs."""

    formats: Mapping[str, str]
    unseen: frozenset[str]
    signs: Mapping[str, str]


def read_looks(root: _Element) -> CellLooks:
    styles = [(style.get(_STYLE + "name", ""), style) for style in root.iter(_STYLE + "style")]
    cells = [(name, style) for name, style in styles if style.get(_STYLE + "family") == "table-cell"]
    fonts = {name: _property(style, "text", _STYLE + "font-name") for name, style in cells}
    return CellLooks(
        formats=read_number_formats(root),
        unseen=frozenset(name for name, style in cells if _is_unseen(style)),
        signs={name: font for name, font in fonts.items() if is_sign_font(font)},
    )


def _property(style: _Element, kind: str, name: str) -> str:
    values = (properties.get(name, "") for properties in style.iter(f"{_STYLE}{kind}-properties"))
    return next(filter(None, values), "")


def _is_unseen(style: _Element) -> bool:
    ground = _property(style, "table-cell", _FO + "background-color").lower()
    return _property(style, "text", _FO + "color").lower() == (_WHITE if ground in ("", "transparent") else ground)


def show_cell(cell: _Element, style: str, looks: CellLooks) -> ShownCell:
    kind, text = cell.get(_OFFICE + "value-type"), paragraph_text(cell)
    if cell.get(_TABLE + "formula") and not text and (kind is None or not _has_value(cell)):
        return ShownCell("=" + cell.get(_TABLE + "formula", "").partition("=")[2], "e", doubt=NOT_CALCULATED)
    if kind is None or cell.get(_CALC + "value-type") == "error":
        return ShownCell(text, "e" if text and kind else "s" if text else " ")
    match kind:
        case "percentage" | "float" | "currency":
            return _show_number(cell, kind, text, looks.formats.get(style))
        case "date":
            return ShownCell(_read_day(cell.get(_OFFICE + "date-value", "")), "d")
        case "time" if time := _DURATION.fullmatch(cell.get(_OFFICE + "time-value", "")):
            return ShownCell(serial_text((int(time[1]) * 3600 + int(time[2]) * 60 + int(time[3])) / 86_400), "d")
        case "boolean":
            return ShownCell(cell.get(_OFFICE + "boolean-value", "").upper(), "b")
    shown = show_text(text, looks.formats.get(style, "@")) if text else BLANK
    return ShownCell(sign_text(text, looks.signs[style]), "s") if style in looks.signs and text else shown


def _has_value(cell: _Element) -> bool:
    return any(name.endswith(("}value", "-value")) for name in map(str, cell.keys()) if name.startswith(_OFFICE))


def _show_number(cell: _Element, kind: str, text: str, code: str | None) -> ShownCell:
    """By its format; a file that names none shows in its text what unit it writes behind the number."""
    number = number_text(float(cell.get(_OFFICE + "value", "nan")))
    currency = cell.get(_OFFICE + "currency", "VND")
    shown = show_number(
        number, f"0[${currency}]" if code is None or (kind == "currency" and currency != "VND") else code
    )
    if shown.doubt or (code is not None and not is_plain_format(code)):
        return shown
    if kind == "percentage":
        return ShownCell(percent_text(number), "p")
    worded = _SHOWN_WITH_UNIT.fullmatch(text) if code is None else None
    return show_number(number, f'0"{worded[1]}"') if worded else ShownCell(number, "n")


def _read_day(value: str) -> str:
    return moment_text(datetime.fromisoformat(value)) if "T" in value else date.fromisoformat(value).isoformat()


def paragraph_text(element: _Element, without: Collection[str | None] = ()) -> str:
    """Without the runs of text of some styles."""
    return "\n".join(_inline_text(paragraph, without) for paragraph in element.iterchildren(_TEXT + "p"))


def _inline_text(element: _Element, without: Collection[str | None]) -> str:
    pieces = [element.text or ""]
    for child in element:
        if child.tag == _TEXT + "s":
            pieces.append(" " * min(int(child.get(_TEXT + "c", 1)), _MOST_SPACES))
        elif child.tag in (_TEXT + "tab", _TEXT + "line-break"):
            pieces.append("\t" if child.tag == _TEXT + "tab" else "\n")
        elif child.get(_TEXT + "style-name") not in without:
            pieces.append(_inline_text(child, without))
        pieces.append(child.tail or "")
    return "".join(pieces)
