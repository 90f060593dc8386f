"""One file → sheets, tables, texts around them, the form's own data, and every reason why something was not read.

    read_file(Path("inbox/BC.xlsx"), "BC.xlsx", LayoutWords.load(*folders))
    → FileRead(file="BC.xlsx", format="xlsx", sheets=[…], findings=[ReadFinding("Biểu 01", 14, None, "hidden_rows", …)])

Never raises for what a file holds: a file that cannot be read comes back with one finding and no sheet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePosixPath

from tdnreport.ingest.cell_findings import find_odd_cells
from tdnreport.ingest.file_read import FileRead, NotRead, ReadFinding, SheetRead
from tdnreport.ingest.line_accounts import account_for_lines
from tdnreport.layout.detect import find_tables
from tdnreport.layout.table import SheetTable
from tdnreport.layout.totals import find_disagreements
from tdnreport.layout.turned import find_turned_tables
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.encodings import decode_bytes, has_lost_letters
from tdnreport.vietnamese.text import fold_text
from tdnreport.workbook.csv import read_delimited
from tdnreport.workbook.docx import read_docx
from tdnreport.workbook.html import read_html, read_xml_2003
from tdnreport.workbook.model import Sheet
from tdnreport.workbook.ods import read_ods
from tdnreport.workbook.sniff import FileContent, Refused, detect_format
from tdnreport.workbook.xls import read_xls
from tdnreport.workbook.xlsx.read import read_xlsx

FORM_SHEETS = frozenset({"tdnreport form", "bieu mau"})
TEXT_FORMATS = ("csv", "tsv", "txt")
_FORMATS = {"text": "csv", "xml": "xls"}
_WEAK = "Bảng không có cột trạng thái, tỷ lệ hoặc kinh phí, trong khi tệp có bảng khác đầy đủ hơn."
_ROWS_NOT_READ = {
    "struck": "Dòng đã gạch ngang.",
    "note": "Dòng ghi chú, không phải số liệu.",
    "outside_figures": "Dòng có số nằm ngoài bảng, không được tính.",
}
_LETTERS_LOST = (
    "Chữ tiếng Việt trong tệp đã mất thành dấu hỏi “?” khi lưu, không khôi phục được. "
    "Mở tệp gốc, chọn Lưu thành dạng .xlsx hoặc CSV UTF-8."
)
_TOO_MANY_CELLS = "Dòng có quá 16.384 ô; các ô sau đó không được đọc."
_MOST_REASONS = 5


def read_file(path: Path, relative: str, words: LayoutWords) -> FileRead:
    suffix = PurePosixPath(relative).suffix.lower().lstrip(".")
    try:
        data = path.read_bytes()
    except OSError as error:
        return _refuse(
            FileRead(relative, "", 0, suffix), Refused("file_unreadable", f"Không mở được tệp ({error.strerror}).")
        )
    file_read = FileRead(relative, hashlib.sha256(data).hexdigest(), len(data), suffix)
    try:
        return _read_content(file_read, detect_format(data), words)
    except Refused as refusal:
        return _refuse(file_read, refusal)
    except (MemoryError, RecursionError):
        return _refuse(file_read, Refused("file_too_large", ""))
    except Exception as error:  # the one place where a sender's file could stop everybody else's report
        return _refuse(file_read, Refused("file_unreadable", f"Cấu trúc tệp bất thường ({type(error).__name__})."))


def _refuse(file_read: FileRead, refusal: Refused) -> FileRead:
    return replace(file_read, findings=(ReadFinding(None, None, None, refusal.rule_id, None, refusal.detail),))


def _read_content(file_read: FileRead, content: FileContent, words: LayoutWords) -> FileRead:
    encoding, is_slow, sheets = _read_sheets(content, PurePosixPath(file_read.file).stem)
    is_text = content.kind == "text" and file_read.format in TEXT_FORMATS
    kind = file_read.format if is_text else _FORMATS.get(content.kind, content.kind)
    return add_sheets(replace(file_read, format=kind, encoding=encoding, is_slow=is_slow), sheets, words)


def reread_for_year(file_read: FileRead, words: LayoutWords, year: int) -> FileRead:
    """The same file with the columns of the year asked for, where its headers name years and others were taken."""
    columns = [table.columns for sheet_read in file_read.sheets for table in sheet_read.tables]
    if all(not column_map.years or column_map.year == str(year) for column_map in columns):
        return file_read
    return add_sheets(file_read, [sheet_read.sheet for sheet_read in file_read.sheets], words, str(year))


def add_sheets(file_read: FileRead, given: Sequence[Sheet], words: LayoutWords, year: str = "") -> FileRead:
    """Add the sheets, their tables and all findings about them; `year` is the one asked for, "" where no plan is known."""
    sheets = tuple(_without_weak_tables([_read_sheet(sheet, words, year) for sheet in given]))
    findings = [finding for sheet_read in sheets for finding in _sheet_findings(sheet_read, words)]
    if not any(table.data_rows() for sheet_read in sheets for table in sheet_read.tables):
        findings.append(ReadFinding(None, None, None, "no_table_found", None, _why_no_table(sheets)))
    return replace(
        file_read,
        sheets=sheets,
        form={
            key: value
            for sheet_read in sheets
            if _is_form(sheet_read.sheet)
            for key, value in _form_values(sheet_read.sheet)
        },
        findings=tuple(findings),
        not_read=tuple(reason for sheet_read in sheets for reason in _list_not_read(sheet_read)),
    )


def _read_sheets(content: FileContent, name: str) -> tuple[str | None, bool, list[Sheet]]:
    """Encoding (where it had to be detected), whether a slow parser was needed, and the sheets. Raises `Refused`."""
    match content.kind:
        case "xlsx" if content.archive:
            sheets, is_slow = read_xlsx(content.archive)
            return None, is_slow, sheets
        case "ods" if content.archive:
            return None, True, read_ods(content.archive)
        case "docx" if content.archive:
            return None, True, read_docx(content.archive)
        case "xls":
            return None, True, read_xls(content.data)
        case "xml":
            return None, True, read_xml_2003(content.data)
        case _:
            decoded = decode_bytes(content.data)
            if has_lost_letters(decoded.text):
                raise Refused("file_unreadable", _LETTERS_LOST)
            is_html = content.kind == "html"
            return (
                decoded.encoding,
                is_html,
                read_html(decoded.text, name) if is_html else [read_delimited(decoded.text, name)],
            )


def _read_sheet(sheet: Sheet, words: LayoutWords, year: str) -> SheetRead:
    if _is_form(sheet):
        return SheetRead(sheet, [], "Trang thông tin của biểu mẫu.")
    if sheet.is_hidden:
        return SheetRead(sheet, [], "Trang bị ẩn.")
    if not sheet.lines:
        return SheetRead(sheet, [], "Trang trống.")
    tables = find_tables(sheet, words, year)
    if turned := find_turned_tables(sheet, tables, words, year):
        tables = [*_without_rows(tables, {row for table in turned for row in table.roles}), *turned]
    return SheetRead(
        sheet, tables, "" if tables else "Không có bảng nào có cột nhiệm vụ hoặc chỉ tiêu cùng cột số liệu."
    )


def _without_rows(tables: Sequence[SheetTable], rows: Collection[int]) -> Iterator[SheetTable]:
    """Lines that are a table of their own belong to no other; one that held nothing else is gone."""
    for table in tables:
        kept = {row: role for row, role in table.roles.items() if row not in rows}
        if "data" in kept.values() or len(kept) == len(table.roles):
            yield replace(table, roles=kept)


def _without_weak_tables(sheets: list[SheetRead]) -> Iterator[SheetRead]:
    """A table of tasks and results without status, percent or money is read only where the file has nothing better."""
    only_weak = all(
        table.columns.is_weak for sheet_read in sheets for table in sheet_read.tables if table.kind != "notes"
    )
    for sheet_read in sheets:
        strong = sheet_read.tables if only_weak else [table for table in sheet_read.tables if not table.columns.is_weak]
        weak = tuple(table.header_rows[-1] for table in sheet_read.tables if table not in strong) if strong else ()
        yield (
            sheet_read
            if len(strong) == len(sheet_read.tables)
            else replace(sheet_read, tables=strong, reason="" if strong else _WEAK, weak=weak)
        )


def _is_form(sheet: Sheet) -> bool:
    return fold_text(sheet.name) in FORM_SHEETS


def _form_values(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Key and value of each line: plan_id, unit_id, period_id, form_version."""
    for line in sheet.lines:
        filled = [text.strip() for text in line.cells if text.strip()]
        if len(filled) >= 2:
            yield filled[0], filled[1]


def _sheet_findings(sheet_read: SheetRead, words: LayoutWords) -> Iterator[ReadFinding]:
    name = sheet_read.sheet.name
    if marking := _secret_marking(sheet_read, words):
        row_no, text = marking
        yield ReadFinding(name, row_no, None, "secret_marking", text, "")
    if sheet_read.sheet.is_hidden and sheet_read.sheet.lines and not _is_form(sheet_read.sheet):
        yield ReadFinding(name, None, None, "hidden_sheets", None, "")
    for table_no, table in enumerate(sheet_read.tables, 1):
        for finding in _table_findings(sheet_read.sheet, table, words):
            yield replace(finding, table_no=table_no)


def _table_findings(sheet: Sheet, table: SheetTable, words: LayoutWords) -> Iterator[ReadFinding]:
    yield from _hidden_findings(sheet, table)
    for doubt in table.doubts:
        yield ReadFinding(sheet.name, *doubt)
    for label, reason in table.columns.asked if table.data_rows() else ():
        yield ReadFinding(sheet.name, table.header_rows[-1], None, "column_asked", label, reason)
    for row, column_field, rule_id, value, detail in find_disagreements(sheet, table, words.lists):
        yield ReadFinding(sheet.name, row, column_field, rule_id, value, detail)
    for row in (row for row, role in table.roles.items() if role == "struck"):
        yield ReadFinding(sheet.name, row, None, "struck_rows", None, "")
    for (row, column_no), text in sorted(sheet.comments.items()):
        if table.roles.get(row) == "data":
            field_name = next((field for field, number in table.fields.items() if number == column_no), None)
            yield ReadFinding(sheet.name, row, field_name, "cell_comment", text, "")
    yield from find_odd_cells(sheet, table)


def _hidden_findings(sheet: Sheet, table: SheetTable) -> Iterator[ReadFinding]:
    rows = table.data_rows()
    for row in sorted(sheet.hidden_rows.intersection(rows)):
        yield ReadFinding(sheet.name, row, None, "hidden_rows", None, "")
    for name, column_no in table.fields.items() if rows else ():
        if column_no in sheet.hidden_columns:
            yield ReadFinding(sheet.name, table.header_rows[-1], name, "hidden_columns", None, "")


def _secret_marking(sheet_read: SheetRead, words: LayoutWords) -> tuple[int | None, str] | None:
    """A marking in the title block, the page header, a text box, the sheet's name, or alone in a cell of the table."""
    for text in (*sheet_read.sheet.margin, sheet_read.sheet.name):
        if any(words.is_secret(line) for line in text.splitlines()):
            return None, text
    for line in sheet_read.lines_outside:
        for text in line.cells:
            if text and any(map(words.is_secret, text.splitlines())):
                return line.row_no, text
    if not sheet_read.tables or words.secrets.isdisjoint(
        chain.from_iterable(line.cells for line in sheet_read.sheet.lines)
    ):
        return None
    marked_rows = ((line.row_no, words.secrets.intersection(line.cells)) for line in sheet_read.sheet.lines)
    return next(((row_no, min(marking)) for row_no, marking in marked_rows if marking), None)


def _list_not_read(sheet_read: SheetRead) -> Iterator[NotRead]:
    name = sheet_read.sheet.name
    if sheet_read.reason:
        yield NotRead(name, "sheet", name, sheet_read.reason)
    for header_row in sheet_read.weak:
        yield NotRead(name, "table", f"bảng có tiêu đề ở dòng {header_row}", _WEAK)
    for row, role in account_for_lines(sheet_read).items() if sheet_read.tables else ():
        if role == "outside_figures":
            yield NotRead(name, "row", str(row), _ROWS_NOT_READ[role])
    for row in sorted(sheet_read.sheet.cut_rows):
        yield NotRead(name, "row", str(row), _TOO_MANY_CELLS)
    for table in sheet_read.tables:
        for label, reason in table.columns.unread:
            yield NotRead(name, "column", label, reason)
        for row, role in table.roles.items():
            if role in _ROWS_NOT_READ:
                yield NotRead(name, "row", str(row), _ROWS_NOT_READ[role])


def _why_no_table(sheets: Sequence[SheetRead]) -> str:
    if any(sheet_read.tables for sheet_read in sheets):
        return "Bảng có tiêu đề cột nhưng chưa có dòng số liệu nào."
    reasons = [
        f"Trang “{sheet_read.sheet.name}”: {sheet_read.reason[0].lower()}{sheet_read.reason[1:]}"
        for sheet_read in sheets
        if sheet_read.reason
    ]
    return " ".join(reasons[:_MOST_REASONS])
