"""Real files for the tests of the reader: one description of pages, written as .xlsx, .xls, .ods or CSV bytes.

xlsx(path, Page("Biểu 01", [["STT", "Nhiệm vụ"], [1, Cell("Xuất bản", is_struck=True)]], merges=["A1:A2"], hidden_rows={2}))
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Value = str | int | float | date | bool | None


@dataclass(frozen=True)
class Cell:
    """A cell with more than a value; `formula` is written with `value` as its saved result."""

    value: Value
    number_format: str = ""
    is_struck: bool = False
    formula: str = ""
    comment: str = ""
    colour: str = ""
    """Of the letters, "red" or ""."""
    ground: str = ""
    """Behind the letters, "yellow" or ""."""
    struck_part: str = ""
    """Stands before the value, struck through."""

    @property
    def is_styled(self) -> bool:
        return bool(self.is_struck or self.colour or self.ground)


@dataclass(frozen=True)
class Page:
    """A sheet; its first row is row 1. `hidden` is "", "hidden" or "very hidden"."""

    name: str
    rows: Sequence[Sequence[Value | Cell]]
    merges: Sequence[str] = ()
    hidden_rows: Iterable[int] = ()
    hidden_columns: Collection[int] = ()
    hidden: str = ""
    page_header: str = ""
    text_box: str = ""


def _cells(page: Page) -> Iterable[tuple[int, int, Cell]]:
    for row, values in enumerate(page.rows):
        for column, value in enumerate(values):
            cell = value if isinstance(value, Cell) else Cell(value)
            if cell.value is not None or cell.formula:
                yield row, column, cell


def _box(name: str) -> tuple[int, int, int, int]:
    """ "A1:B2" → 0-based first row, first column, last row, last column."""
    from tdnreport.workbook.sniff import column_number

    (top, left), (bottom, right) = (
        (int(one.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), column_number(one.rstrip("0123456789")))
        for one in name.split(":")
    )
    return top - 1, left - 1, bottom - 1, right - 1


def xlsx(path: Path, *pages: Page) -> Path:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    for page in pages:
        sheet = book.add_worksheet(page.name)
        for box in page.merges:
            sheet.merge_range(*_box(box), "")
        for row, column, cell in _cells(page):
            _write_xlsx(book, sheet, row, column, cell)
        for row in page.hidden_rows:
            sheet.set_row(row - 1, None, None, {"hidden": True})
        for column in page.hidden_columns:
            sheet.set_column(column - 1, column - 1, None, None, {"hidden": True})
        if page.hidden:
            sheet.very_hidden() if page.hidden == "very hidden" else sheet.hide()
        if page.page_header:
            sheet.set_header(page.page_header)
        if page.text_box:
            sheet.insert_textbox(0, 12, page.text_box)
    book.close()
    return path


def _write_xlsx(book: Any, sheet: Any, row: int, column: int, cell: Cell) -> None:
    number_format = cell.number_format or ("dd/mm/yyyy" if isinstance(cell.value, date) else "")
    style = (
        book.add_format(
            {"num_format": number_format or "General", "font_strikeout": cell.is_struck}
            | ({"font_color": cell.colour} if cell.colour else {})
            | ({"bg_color": cell.ground} if cell.ground else {})
        )
        if number_format or cell.is_styled
        else None
    )
    if cell.struck_part:
        struck = book.add_format({"font_strikeout": True})
        rest = [book.add_format({"bold": True}), str(cell.value)] if cell.value else [struck, " "]
        sheet.write_rich_string(row, column, struck, cell.struck_part, *rest)
    elif cell.formula:
        sheet.write_formula(row, column, cell.formula, style, cell.value)
    elif isinstance(cell.value, date):
        sheet.write_datetime(row, column, cell.value, style)
    elif isinstance(cell.value, str):
        sheet.write_string(row, column, cell.value, style)
    else:
        sheet.write(row, column, cell.value, style)
    if cell.comment:
        sheet.write_comment(row, column, cell.comment)


def xls(path: Path, *pages: Page) -> Path:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for page in pages:
        sheet = book.add_sheet(page.name, cell_overwrite_ok=True)
        for box in page.merges:
            top, left, bottom, right = _box(box)
            sheet.merge(top, bottom, left, right)
        for row, column, cell in _cells(page):
            style = xlwt.XFStyle()
            style.num_format_str = cell.number_format or ("dd/mm/yyyy" if isinstance(cell.value, date) else "General")
            style.font.struck_out = cell.is_struck
            style.font.colour_index = xlwt.Style.colour_map[cell.colour] if cell.colour else style.font.colour_index
            if cell.ground:
                style.pattern.pattern = xlwt.Pattern.SOLID_PATTERN
                style.pattern.pattern_fore_colour = xlwt.Style.colour_map[cell.ground]
            if cell.struck_part:
                struck = xlwt.Font()
                struck.struck_out = True
                sheet.write_rich_text(row, column, [(cell.struck_part, struck), str(cell.value)])
                continue
            sheet.write(row, column, xlwt.Formula(cell.formula.lstrip("=")) if cell.formula else cell.value, style)
        for row in page.hidden_rows:
            sheet.row(row - 1).hidden = True
        for column in page.hidden_columns:
            sheet.col(column - 1).hidden = True
        sheet.visibility = {"": 0, "hidden": 1, "very hidden": 2}[page.hidden]
    book.save(str(path))
    return path


def ods(path: Path, *pages: Page) -> Path:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.style import Style, TableProperties
    from odf.table import Table, TableColumn, TableRow

    book = OpenDocumentSpreadsheet()
    hidden = Style(name="hidden", family="table")
    hidden.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(hidden)
    for page in pages:
        table = Table(name=page.name, **({"stylename": hidden} if page.hidden else {}))
        spans = {
            (top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in map(_box, page.merges)
        }
        for column in range(1, max(page.hidden_columns, default=0) + 1):
            table.addElement(TableColumn(visibility="collapse" if column in page.hidden_columns else "visible"))
        for row, values in enumerate(page.rows):
            line = TableRow(**({"visibility": "collapse"} if row + 1 in set(page.hidden_rows) else {}))
            for column, value in enumerate(values):
                cell = value if isinstance(value, Cell) else Cell(value)
                struck = _ods_struck(book) if cell.struck_part else None
                line.addElement(_ods_cell(cell, spans.get((row, column)), _ods_style(book, cell), struck))
            table.addElement(line)
        table.addElement(_blank_rows())
        book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def _ods_style(book: Any, cell: Cell) -> Any:
    """A style for each cell with a look of its own, as LibreOffice writes it."""
    from odf.style import Style, TableCellProperties, TextProperties

    if not cell.is_styled:
        return None
    style = Style(name=f"ce{len(book.automaticstyles.childNodes)}", family="table-cell")
    if cell.is_struck:
        style.addElement(TextProperties(textlinethroughstyle="solid"))
    if cell.colour:
        style.addElement(TextProperties(color={"red": "#ff0000"}[cell.colour]))
    if cell.ground:
        style.addElement(TableCellProperties(backgroundcolor={"yellow": "#ffff00"}[cell.ground]))
    book.automaticstyles.addElement(style)
    return style


def _ods_struck(book: Any) -> Any:
    """A style of a part of a text, written the way LibreOffice does."""
    from odf.style import Style, TextProperties

    style = Style(name=f"T{len(book.automaticstyles.childNodes)}", family="text")
    style.addElement(TextProperties(textlinethroughtype="single"))
    book.automaticstyles.addElement(style)
    return style


def _ods_cell(cell: Cell, span: tuple[int, int] | None, style: Any, struck: Any = None) -> Any:
    from odf.table import TableCell
    from odf.text import P, Span

    kind: dict[str, Any] = {"numberrowsspanned": span[0], "numbercolumnsspanned": span[1]} if span else {}
    kind |= {"stylename": style} if style else {}
    value = cell.value
    if isinstance(value, date):
        kind |= {"valuetype": "date", "datevalue": value.isoformat()}
    elif isinstance(value, int | float):
        kind |= {"valuetype": "percentage" if "%" in cell.number_format else "float", "value": value}
    elif value is not None:
        kind |= {"valuetype": "string"}
    element = TableCell(**kind)
    if struck is not None:
        paragraph = P()
        paragraph.addElement(Span(stylename=struck, text=cell.struck_part))
        paragraph.addText(str(value))
        element.addElement(paragraph)
    elif value is not None:
        for part in str(value).split("\n"):
            element.addElement(P(text=part))
    return element


def _blank_rows() -> Any:
    """What LibreOffice writes below the data: a million rows of sixteen thousand blank cells."""
    from odf.table import TableCell, TableRow

    row = TableRow(numberrowsrepeated=1048000)
    row.addElement(TableCell(numbercolumnsrepeated=16384))
    return row


def csv_bytes(rows: Iterable[Sequence[Value]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    import csv

    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def with_part(path: Path, name: str, old: bytes, new: bytes) -> Path:
    """The same workbook with bytes of one part replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    assert old in parts[name]
    return zipped(path, parts | {name: parts[name].replace(old, new)})
