"""Grids → bytes of .xlsx, .xls, .ods and .csv, the same every time."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from datetime import date, datetime
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
WIDTHS = (7, 58, 18, 14, 16, 16, 18, 40, 16, 24, 16, 16, 16)


def written(sent: Sent, grids: list[Grid]) -> bytes:
    if sent.decomposed:
        for grid in grids:
            grid.lines = [[_decomposed(cell) for cell in line] for line in grid.lines]
    kind = sent.file.rsplit(".", 1)[1]
    if kind == "csv":
        return _csv(grids[0], sent.encoding, sent.delimiter)
    return {"xlsx": _xlsx, "xls": _xls, "ods": _ods}[kind](grids)


def _decomposed(cell: Cell) -> Cell:
    return unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell


def _xlsx(grids: list[Grid]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": MADE_ON, "title": "Báo cáo thông tin đối ngoại (số liệu minh họa)"})
        face = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "text_wrap": True}
        formats = {
            "plain": book.add_format(face),
            "bold": book.add_format({**face, "bold": True, "text_wrap": False}),
            "title": book.add_format({**face, "bold": True, "align": "center"}),
            "header": book.add_format({**face, "bold": True, "align": "center", "border": 1}),
            "number": book.add_format({**face, "num_format": "#,##0.##"}),
            "percent": book.add_format({**face, "num_format": "0%"}),
            "date": book.add_format({**face, "num_format": "dd/mm/yyyy"}),
        }
        for grid in grids:
            _sheet(book.add_worksheet(grid.name), grid, formats)
    return out.getvalue()


def _sheet(sheet: Any, grid: Grid, formats: dict[str, Any]) -> None:
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for number, line in enumerate(grid.lines, start=1):
        look = "header" if number in grid.header_rows else "bold" if number in grid.bold_rows else "plain"
        for column, cell in enumerate(line):
            _put(sheet, number - 1, column, cell, formats, look)
    for first_row, first_column, last_row, last_column in grid.merges:
        text = grid.lines[first_row - 1][first_column - 1]
        look = formats["header" if first_row in grid.header_rows else "title"]
        sheet.merge_range(first_row - 1, first_column - 1, last_row - 1, last_column - 1, text, look)
    for number in grid.hidden_rows:
        sheet.set_row(number - 1, None, None, {"hidden": True})
    if grid.is_hidden:
        sheet.hide()


def _put(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any], look: str) -> None:
    if isinstance(cell, Percent):
        sheet.write_number(row, column, cell.value, formats["percent"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats["date"])
    elif isinstance(cell, str):
        if cell:
            sheet.write_string(row, column, cell, formats[look])
    else:
        sheet.write_number(row, column, cell, formats["number"])


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
