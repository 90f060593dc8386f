"""The workbook that goes back to a unit: a list of what is wrong, then its own sheets with the wrong cells marked.

Its own workbook keeps values, formats, merged cells and hidden sheets (`clean_copy`); formulas come back as the values they showed,
macros, links and drawings stay behind. A file of another format (.csv, .xls, .ods) comes back as a workbook of the lines that were read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from tdnreport.base.privacy import redact
from tdnreport.base.stable_zip import stable_zip
from tdnreport.feedback.clean_copy import copy_clean, existing_cells
from tdnreport.feedback.findings_list import (
    AUTHOR,
    SHEET,
    TITLE,
    MarkedCells,
    add_findings_list,
    lay_out_page,
    set_text,
    severity_fill,
    style_cell,
)
from tdnreport.report.excel.workbook import MeasuredText, cell_text, row_height

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from tdnreport.feedback.model import FeedbackContext, FeedbackFile, FeedbackSheet, UnitFeedback
    from tdnreport.report.model import Finding
    from tdnreport.report.nd30_rules import Area

OWN_FORMATS = frozenset({"xlsx", "xlsm"})
MOST_LINES, MOST_BYTES = 50_000, 40_000_000
"""Longer files come back as a list only: openpyxl needs a second and 50 MB for every 100,000 cells, 5 MB of XML."""
TABLE_FROM_CELLS, NARROWEST, WIDEST = 3, 6, 40
MOST_COMMENTS = 2_000
MOST_COMMENT = 1_200
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")

NO_MACROS = "Tệp gửi đến có macro; tệp trả về không kèm macro và được lưu dạng .xlsx."
AS_READ = "Các trang sau danh sách này là nội dung đã đọc được từ tệp gửi đến."
LIST_ONLY = "Tệp gửi đến không mở lại được để đánh dấu nên chỉ có danh sách này; đề nghị sửa trên tệp gốc."
TOO_LONG = "Tệp gửi đến rất dài nên chỉ có danh sách này; đề nghị sửa trên tệp gốc."


def marked_workbook(unit: UnitFeedback, context: FeedbackContext, verdict: str) -> bytes:
    """The marked workbook with its list, as bytes that depend on its contents alone."""
    book, note = _own_sheets(unit.returned_file, context.rules.page.landscape())
    places = _find_cells(book, unit.returned_file, unit.findings)
    _mark_cells(places)
    add_findings_list(book, unit, context, verdict, note, {index: cell for index, (_, cell) in places.items()})
    stream = io.BytesIO()
    book.save(stream)
    return stable_zip(stream.getvalue())


def _own_sheets(sent: FeedbackFile | None, area: Area) -> tuple[Workbook, str]:
    """The sender's sheets, and a sentence where they are not just as sent."""
    if sent is None:
        return _empty_workbook(), LIST_ONLY
    if sum(len(sheet.lines) for sheet in sent.sheets) > MOST_LINES:
        return _empty_workbook(), TOO_LONG
    if sent.format not in OWN_FORMATS:
        return _rebuild_as_read(sent, area)
    try:
        if _unpacked_bytes(sent) > MOST_BYTES:
            return _empty_workbook(), TOO_LONG
        return _reopen(sent), NO_MACROS if sent.format == "xlsm" else ""
    except Exception:  # openpyxl fails in as many ways as there are odd workbooks that others can read
        return _rebuild_as_read(sent, area)


def _rebuild_as_read(sent: FeedbackFile, area: Area) -> tuple[Workbook, str]:
    return (_from_lines(sent.sheets, area), AS_READ) if sent.sheets else (_empty_workbook(), LIST_ONLY)


def _unpacked_bytes(sent: FeedbackFile) -> int:
    with zipfile.ZipFile(sent.path) as archive:
        return sum(member.file_size for member in archive.infolist())


def _empty_workbook() -> Workbook:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _reopen(sent: FeedbackFile) -> Workbook:
    """The sender's workbook without marks of an earlier round, ready to be marked again."""
    book = copy_clean(sent.path)
    for sheet in book.worksheets:
        if sheet.title.startswith(SHEET) and sheet["A1"].value == TITLE:
            book.remove(sheet)
        else:
            sheet.sheet_view.tabSelected = False
            for cell in existing_cells(sheet):
                _unmark(cell)
                _redact_cell(cell)
    return book


def _unmark(cell: Cell) -> None:
    from openpyxl.styles import PatternFill

    if cell.comment and cell.comment.author == AUTHOR:
        cell.comment = None
        cell.fill = PatternFill()


def _redact_cell(cell: Cell) -> None:
    """Redact personal data in a cell, also for the one who sent it."""
    text = str(cell.value or "")
    if cell.data_type == "s" and (redacted := redact(text)) != text:
        set_text(cell, redacted)
    if cell.comment:
        cell.comment.text = redact(cell.comment.text)


def _from_lines(sheets: Iterable[FeedbackSheet], area: Area) -> Workbook:
    """The lines in their rows and columns; those with several cells are ruled like a table."""
    book = _empty_workbook()
    for sheet in sheets:
        page = book.create_sheet(_sheet_name(sheet.name))
        widths = _column_widths(sheet)
        for column, width in enumerate(widths, start=1):
            page.column_dimensions[page.cell(1, column).column_letter].width = width
        for row_no, cells, kinds in sheet.lines:
            in_table = sum(map(bool, cells)) >= TABLE_FROM_CELLS
            for column, (text, kind) in enumerate(zip(cells, kinds, strict=False), start=1):
                if text:
                    cell = page.cell(row_no, column)
                    _put_value(cell, text, kind)
                    style_cell(cell, boxed=in_table, wrap=in_table)
            if in_table:
                page.row_dimensions[row_no].height = row_height(map(MeasuredText, cells, widths))
        lay_out_page(page, area)
    return book


def _column_widths(sheet: FeedbackSheet) -> list[int]:
    """In characters, from the lines of tables; titles run over."""
    tables = [cells for _, cells, _ in sheet.lines if sum(map(bool, cells)) >= TABLE_FROM_CELLS]
    longest = (max(map(len, column)) for column in zip_longest(*tables, fillvalue=""))
    return [min(max(length + 2, NARROWEST), WIDEST) for length in longest]


def _sheet_name(name: str) -> str:
    return NOT_IN_SHEET_NAMES.sub("_", cell_text(name)).strip("'")[:31] or "Dữ liệu"


def _put_value(cell: Cell, text: str, kind: str) -> None:
    """A number, percentage or day where the reader saw one; text as text."""
    try:
        match kind:
            case "n":
                cell.value = float(text)
            case "p":
                cell.value, cell.number_format = float(text.rstrip("%")) / 100, "0.##%"
            case "d":
                cell.value, cell.number_format = date.fromisoformat(text), "dd/mm/yyyy"
            case _:
                set_text(cell, text)
    except ValueError:
        set_text(cell, text)


def _find_cells(
    book: Workbook, sent: FeedbackFile | None, findings: Iterable[Finding]
) -> dict[int, tuple[Finding, Cell]]:
    """For each finding, by its position, the cell that it is about; findings on other files or on whole files have none."""
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    cells = {}
    for index, finding in enumerate(findings):
        sheet = sheets.get(_sheet_name(finding.sheet)) if finding.sheet else None
        if sheet is not None and sent is not None and finding.file == sent.file:
            cell = _finding_cell(sheet, finding)
            if cell is not None:
                cells[index] = (finding, cell)
    return cells


def _finding_cell(sheet: Worksheet, finding: Finding) -> Cell | None:
    """The cell itself, the corner of its merged range, or the first filled cell of its row."""
    if finding.cell:
        cell = sheet[finding.cell]
        for merged in sheet.merged_cells.ranges:
            if cell.coordinate in merged:
                return sheet.cell(merged.min_row, merged.min_col)
        return cell
    if finding.row_no is None:
        return None
    row = (cell for cell in existing_cells(sheet) if cell.row == finding.row_no and cell.value not in (None, ""))
    return min(row, key=lambda cell: cell.column, default=None)


def _mark_cells(places: dict[int, tuple[Finding, Cell]]) -> None:
    """Colour each cell by its most severe finding and add a comment with error and remedy."""
    marks: MarkedCells = {}
    for finding, cell in places.values():
        marks.setdefault((cell.parent.title, cell.coordinate), (cell, []))[1].append(finding)
    for position, (cell, findings) in enumerate(marks.values()):
        cell.fill = severity_fill("row" if any(finding.severity != "warning" for finding in findings) else "warning")
        if position < MOST_COMMENTS:
            cell.comment = _make_comment(cell.comment, findings)


def _make_comment(old: Any, findings: list[Finding]) -> Any:
    """Our comment below the sender's own, in a box that shows all of it."""
    from openpyxl.comments import Comment

    parts = list(dict.fromkeys(f"{finding.message}\nCần ghi: {finding.action}" for finding in findings))
    text = cell_text("\n\n".join([*([old.text] if old else []), *parts]))[:MOST_COMMENT]
    lines = sum(1 + len(line) // 45 for line in text.split("\n"))
    return Comment(text, AUTHOR, height=18 * lines + 12, width=330)
