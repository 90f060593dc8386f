"""Tables in HTML, and Excel 2003 XML, which reach the inbox under the name of `.xls`: lines in reading order, spans as merged ranges.

Text between tables becomes a line of one cell, as Excel shows it when it opens such a file. Controls of a saved form say what
was chosen in them. Out of scope: style sheets, scripts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from tdnreport.workbook.cell_formats import NOT_CALCULATED
from tdnreport.workbook.model import Box, Line, Place, Sheet, moment_text, number_text, split_struck
from tdnreport.workbook.number_formats import ShownCell, show_number, show_text
from tdnreport.workbook.sniff import MAX_CELLS, Refused

if TYPE_CHECKING:
    from lxml.etree import _Element

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_BLOCKS = frozenset(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "center", "li"])
_HTML = "{http://www.w3.org/TR/REC-html40}"
_MAX_SPAN = 1000
_NAMED_FORMATS = {"Percent": "0.00%"}
_TIME_DAYS = frozenset([date(1899, 12, 30), date(1899, 12, 31)])
"""Of a time of day without a day."""


class _Grid:
    """Places cells one after another around the spans of earlier rows."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.merged: list[Box] = []
        self.taken: set[Place] = set()
        self.struck: set[Place] = set()
        self.unstruck: dict[Place, str] = {}
        self.doubts: dict[Place, str] = {}
        self.scaled: dict[Place, int] = {}
        self.row_no = 0

    def start_row(self, row_no: int | None = None) -> None:
        self.row_no = row_no or self.row_no + 1
        self.column = 0
        self.cells: dict[int, tuple[str, str]] = {}

    def add_cell(self, text: str, kind: str = "s", rows: int = 1, columns: int = 1, column: int | None = None) -> Place:
        """Place of the cell."""
        self.column = column or self.column + 1
        while (self.row_no, self.column) in self.taken:
            self.column += 1
        if len(self.taken) > MAX_CELLS or self.column > 1 << 14:
            raise Refused("file_too_large", f"Vùng dữ liệu của một trang trải trên {MAX_CELLS} ô.")
        if text:
            self.cells[self.column] = (text, kind)
        if rows > 1 or columns > 1:
            self.merged.append((self.row_no, self.column, self.row_no + rows - 1, self.column + columns - 1))
            self.taken.update(
                (self.row_no + down, self.column + right) for down in range(rows) for right in range(columns) if down
            )
        place = self.row_no, self.column
        self.column += columns - 1
        return place

    def end_row(self) -> None:
        if self.cells:
            row = [self.cells.get(column, ("", " ")) for column in range(1, max(self.cells) + 1)]
            self.lines.append(Line(self.row_no, [text for text, _ in row], "".join(kind for _, kind in row)))

    def to_sheet(
        self, name: str, position: int, is_hidden: bool = False, hidden_rows: frozenset[int] = frozenset()
    ) -> Sheet:
        struck, unstruck = split_struck(self.struck, self.unstruck)
        return Sheet(
            name,
            position,
            self.lines,
            is_hidden,
            hidden_rows,
            struck,
            tuple(self.merged),
            unstruck=unstruck,
            doubts=self.doubts,
            scaled=self.scaled,
        )


def read_html(text: str, name: str) -> list[Sheet]:
    """All tables of a page on one sheet."""
    from lxml import html

    root = html.fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    grid = _Grid()
    for block in _html_blocks(root):
        grid.start_row()
        cells = block.iterchildren("td", "th") if block.tag == "tr" else [block]
        for cell in cells:
            text = _html_text(cell)
            place = grid.add_cell(text, rows=_read_span(cell, "rowspan"), columns=_read_span(cell, "colspan"))
            if text and any(map(_is_struck, cell.iter())):
                grid.unstruck[place] = _html_text(cell, without_struck=True)
        grid.end_row()
    return [grid.to_sheet(name, 1)]


def _html_blocks(root: _Element) -> Iterator[_Element]:
    """Innermost table rows, and blocks of text outside tables that hold no other block."""
    for element in root.iter("tr", *_BLOCKS):
        inner = ("tr",) if element.tag == "tr" else ("table", *_BLOCKS)
        if all(descendant is element for descendant in element.iter(*inner)) and (
            element.tag == "tr" or not _is_in_cell(element)
        ):
            yield element


def _is_in_cell(element: _Element) -> bool:
    return any(True for _ in element.iterancestors("td", "th"))


def _is_struck(element: _Element) -> bool:
    is_line = isinstance(element.tag, str) and "line-through" in element.get("style", "")
    return is_line or element.tag in ("s", "strike", "del")


def _html_text(element: _Element, without_struck: bool = False) -> str:
    """Text with `<br>` as line break and runs of white space as one space, what is chosen or typed in controls among it."""
    if without_struck and _is_struck(element):
        return ""
    if element.tag in ("select", "input"):
        return _control_text(element)
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ("script", "style"):
            pieces += ["\n" if child.tag in ("br", *_BLOCKS) else "", _html_text(child, without_struck)]
        pieces.append(child.tail or "")
    return (
        "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\n") if line.strip())
        if element.tag != "br"
        else ""
    )


def _control_text(control: _Element) -> str:
    """The option marked as selected, never the one that merely stands first; a box as "☑" or "☐"; the value typed."""
    if control.tag == "select":
        chosen = [option for option in control.iter("option") if option.get("selected") is not None]
        return "; ".join(map(_html_text, chosen))
    match control.get("type", "text").lower():
        case "checkbox" | "radio":
            return "☐" if control.get("checked") is None else "☑"
        case "hidden" | "button" | "submit" | "reset" | "image" | "file" | "password":
            return ""
        case _:
            return " ".join(control.get("value", "").split())


def _read_span(cell: _Element, name: str) -> int:
    value = cell.get(name, "1")
    return min(_MAX_SPAN, max(1, int(value))) if value.isdecimal() else 1


def read_xml_2003(data: bytes) -> list[Sheet]:
    """Worksheets of an XML Spreadsheet 2003. Raises `Refused`."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        formats = {style.get(_SS + "ID", ""): _style_format(style) for style in root.iter(_SS + "Style")}
        struck = frozenset(style.get(_SS + "ID", "") for style in root.iter(_SS + "Style") if _style_strikes(style))
        return [
            _xml_sheet(sheet, position, formats, struck)
            for position, sheet in enumerate(root.iterchildren(_SS + "Worksheet"), 1)
        ]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("file_unreadable", "Cấu trúc XML bên trong bị hỏng.") from error


def _style_format(style: _Element) -> str:
    formats = (number_format.get(_SS + "Format", "") for number_format in style.iter(_SS + "NumberFormat"))
    code = next(formats, "")
    return _NAMED_FORMATS.get(code, code)


def _style_strikes(style: _Element) -> bool:
    return any(font.get(_SS + "StrikeThrough") == "1" for font in style.iter(_SS + "Font"))


def _xml_sheet(sheet: _Element, position: int, formats: Mapping[str, str], struck: frozenset[str]) -> Sheet:
    grid = _Grid()
    hidden = set()
    for row in sheet.iter(_SS + "Row"):
        grid.start_row(_whole_attribute(row, "Index"))
        if row.get(_SS + "Hidden") == "1":
            hidden.add(grid.row_no)
        for cell in row.iterchildren(_SS + "Cell"):
            style = cell.get(_SS + "StyleID", "")
            shown = _xml_value(cell, formats.get(style, ""))
            text = shown.text
            rows, columns = (
                (_whole_attribute(cell, "MergeDown") or 0) + 1,
                (_whole_attribute(cell, "MergeAcross") or 0) + 1,
            )
            place = grid.add_cell(text, shown.kind, rows, columns, _whole_attribute(cell, "Index"))
            if shown.doubt:
                grid.doubts[place] = shown.doubt
            if shown.factor > 1:
                grid.scaled[place] = shown.factor
            if text and style in struck:
                grid.struck.add(place)
            elif text and any(True for _ in cell.iter(_HTML + "S")):
                grid.unstruck[place] = _unstruck_text(cell).strip()
        grid.end_row()
    is_hidden = any("Hidden" in (visible.text or "") for visible in sheet.iter(_EXCEL + "Visible"))
    return grid.to_sheet(sheet.get(_SS + "Name", f"Trang {position}"), position, is_hidden, frozenset(hidden))


def _unstruck_text(element: _Element) -> str:
    pieces = ["" if child.tag == _HTML + "S" else _unstruck_text(child) for child in element]
    tails = [child.tail or "" for child in element]
    return (element.text or "") + "".join(text for pair in zip(pieces, tails, strict=True) for text in pair)


def _whole_attribute(element: _Element, name: str) -> int | None:
    value = element.get(_SS + name, "")
    return min(int(value), 1 << 20) if value.isdecimal() else None


def _xml_value(cell: _Element, code: str) -> ShownCell:
    data = cell.find(_SS + "Data")
    text = "" if data is None else "".join(map(str, data.itertext()))
    if data is None or not text:
        formula = cell.get(_SS + "Formula", "")
        return ShownCell(formula, "e", doubt=NOT_CALCULATED) if formula else ShownCell("", " ")
    match data.get(_SS + "Type"):
        case None:
            return ShownCell("", " ")
        case "Number":
            return show_number(number_text(float(text)), code)
        case "DateTime":
            moment = datetime.fromisoformat(text)
            is_time = moment.date() in _TIME_DAYS
            return ShownCell(moment.time().isoformat() if is_time else moment_text(moment), "d")
        case "Error":
            return ShownCell(text, "e")
        case "Boolean":
            return ShownCell("TRUE" if text == "1" else "FALSE", "b")
        case _:
            return show_text(text, code)
