"""Grids → bytes of .xlsx, .xls, .ods and .csv, the same every time."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from datetime import date, datetime
from itertools import zip_longest
from math import ceil
from typing import Any

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from sample_year.shapes import Cell, Grid, Percent
from sample_year.spec import Sent

MADE_ON = datetime(2024, 11, 1, 8, 0, 0)
TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
WIDEST = 48


def written(sent: Sent, grids: list[Grid]) -> bytes:
    if sent.look.decomposed:
        for grid in grids:
            grid.lines = [[_decomposed(cell) for cell in line] for line in grid.lines]
    kind = sent.file.rsplit(".", 1)[1]
    if kind == "csv":
        return _csv(grids[0], sent.look.encoding, sent.look.delimiter)
    return {"xlsx": _xlsx, "xls": _xls, "ods": _ods}[kind](grids)


def _decomposed(cell: Cell) -> Cell:
    return unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell


def _xlsx(grids: list[Grid]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": MADE_ON, "title": "Báo cáo thông tin đối ngoại (số liệu minh họa)"})
        for grid in grids:
            _sheet(book.add_worksheet(grid.name), grid, _Formats(book))
    return out.getvalue()


class _Formats:
    """Formats of a workbook, each made once: number format × whether it is framed, bold, centred."""

    def __init__(self, book: Any) -> None:
        self.book, self.made = book, dict[tuple[str, bool, bool, bool], Any]()

    def get(self, num_format: str, *, framed: bool, bold: bool = False, centred: bool = False) -> Any:
        key = (num_format, framed, bold, centred)
        if key not in self.made:
            look: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "bold": bold}
            look |= {"border": 1, "text_wrap": True} if framed else {}
            look |= {"align": "center"} if centred else {}
            self.made[key] = self.book.add_format({**look, "num_format": num_format})
        return self.made[key]


def _sheet(sheet: Any, grid: Grid, formats: _Formats) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    widths = _widths(grid)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for number, line in enumerate(grid.lines, start=1):
        header = number in grid.header_rows
        framed = header or number in grid.table_rows
        for column, cell in enumerate(line):
            look = {"framed": framed, "bold": header or number in grid.bold_rows, "centred": header}
            _put(sheet, number - 1, column, cell, formats, look)
        height = 16.5 * _lines_high(line, widths) if framed else None
        sheet.set_row(number - 1, height, None, {"hidden": number in grid.hidden_rows})
    for first_row, first_column, last_row, last_column in grid.merges:
        text = grid.lines[first_row - 1][first_column - 1]
        look = formats.get("General", framed=first_row in grid.header_rows, bold=True, centred=True)
        sheet.merge_range(first_row - 1, first_column - 1, last_row - 1, last_column - 1, text, look)
    if grid.is_hidden:
        sheet.hide()


def _widths(grid: Grid) -> list[int]:
    """Column widths from the lines of the tables: wide enough for a word of text, at most `WIDEST`."""
    lines = [grid.lines[number - 1] for number in (*grid.header_rows, *grid.table_rows)]
    longest = [max((len(str(c)) for c in column), default=0) for column in zip_longest(*lines, fillvalue="")]
    return [WIDEST if width > WIDEST else max(8, min(width + 2, 18) if width <= 24 else width) for width in longest]


def _lines_high(line: list[Cell], widths: list[int]) -> int:
    texts = [(len(cell), width) for cell, width in zip(line, widths, strict=False) if isinstance(cell, str)]
    return max((ceil(1.1 * length / width) for length, width in texts), default=1) or 1


def _put(sheet: Any, row: int, column: int, cell: Cell, formats: _Formats, look: dict[str, bool]) -> None:
    if isinstance(cell, Percent):
        sheet.write_number(row, column, cell.value, formats.get("0%", **look))
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats.get("dd/mm/yyyy", **look))
    elif not isinstance(cell, str):
        sheet.write_number(row, column, cell, formats.get("General" if abs(cell) < 1000 else "#,##0", **look))
    elif cell:
        sheet.write_string(row, column, cell, formats.get("General", **look))
    elif look["framed"]:
        sheet.write_blank(row, column, None, formats.get("General", **look))


def _xls(grids: list[Grid]) -> bytes:
    book, out = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    percent, day = xlwt.easyxf(num_format_str="0%"), xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for grid in grids:
        sheet = book.add_sheet(grid.name)
        for row, line in enumerate(grid.lines):
            for column, cell in enumerate(line):
                if isinstance(cell, Percent):
                    sheet.write(row, column, cell.value, percent)
                elif cell != "":
                    sheet.write(row, column, cell, *([day] if isinstance(cell, date) else []))
    book.save(out)
    return out.getvalue()


def _ods(grids: list[Grid]) -> bytes:
    book, out = OpenDocumentSpreadsheet(), io.BytesIO()
    for grid in grids:
        table = Table(name=grid.name)
        for line in grid.lines:
            row = TableRow()
            for cell in line or [""]:
                row.addElement(_ods_cell(cell))
            table.addElement(row)
        book.spreadsheet.addElement(table)
    book.write(out)
    return _undated(out.getvalue())


def _ods_cell(cell: Cell) -> Any:
    if isinstance(cell, Percent):
        made, text = TableCell(valuetype="percentage", value=cell.value), f"{cell.value:.0%}"
    elif isinstance(cell, date):
        made, text = TableCell(valuetype="date", datevalue=cell.isoformat()), f"{cell:%d/%m/%Y}"
    elif isinstance(cell, str):
        made, text = TableCell(valuetype="string"), cell
    else:
        made, text = TableCell(valuetype="float", value=cell), f"{cell:g}"
    made.addElement(P(text=text))
    return made


def _undated(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, (2024, 11, 1, 8, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if member.filename == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(member))
    return out.getvalue()


def _csv(grid: Grid, encoding: str, delimiter: str) -> bytes:
    out, width = io.StringIO(newline=""), max(len(line) for line in grid.lines)
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for line in grid.lines:
        writer.writerow([_csv_text(cell, delimiter) for cell in line] + [""] * (width - len(line)))
    text = out.getvalue()
    return b"".join(map(_cp1258, text)) if encoding == "cp1258" else text.encode(encoding)


def _csv_text(cell: Cell, delimiter: str) -> str:
    """As a Vietnamese Excel saves it: decimal comma beside `;`, decimal point beside `,`."""
    if isinstance(cell, Percent):
        return f"{cell.value:.0%}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return f"{cell:.15g}".replace(".", "," if delimiter == ";" else ".") if isinstance(cell, float) else str(cell)


def _cp1258(letter: str) -> bytes:
    """Windows-1258 has base letters and five tone marks apart: "ế" is "ê" and an acute."""
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(part for part in parts if part in TONES)
        return unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
