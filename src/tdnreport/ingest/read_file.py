"""One file → sheets, tables, texts around them, the form's own data, and every reason why something was not read.

    read_file(Path("inbox/BC.xlsx"), "BC.xlsx", LayoutWords.load(*folders))
    → FileRead(file="BC.xlsx", format="xlsx", sheets=[…], findings=[ReadFinding("Biểu 01", 14, None, "hidden_rows", …)])

Never raises for what a file holds: a file that cannot be read comes back with one finding and no sheet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePosixPath

from tdnreport.ingest.file_read import FileRead, NotRead, ReadFinding, SheetRead
from tdnreport.layout.detect import find_tables
from tdnreport.layout.rows import FIGURES
from tdnreport.layout.table import SheetTable
from tdnreport.layout.totals import disagreements
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.encodings import decode
from tdnreport.vietnamese.text import fold
from tdnreport.workbook.cell_formats import STRUCK
from tdnreport.workbook.csv import read_delimited
from tdnreport.workbook.html import read_html, read_xml_2003
from tdnreport.workbook.model import Sheet
from tdnreport.workbook.ods import read_ods
from tdnreport.workbook.sniff import Content, Refused, look
from tdnreport.workbook.xls import read_xls
from tdnreport.workbook.xlsx.read import read_xlsx

FORM_SHEETS = frozenset({"tdnreport form", "bieu mau"})
TEXT_FORMATS = ("csv", "tsv", "txt")
_FORMATS = {"text": "csv", "xml": "xls"}
_WEAK = "Bảng không có cột trạng thái, tỷ lệ hoặc kinh phí, trong khi tệp có bảng khác đầy đủ hơn."
_ROWS_NOT_READ = {"struck": "Dòng đã gạch ngang.", "note": "Dòng ghi chú, không phải số liệu."}
_MOST_REASONS = 5


def read_file(path: Path, relative: str, words: LayoutWords) -> FileRead:
    suffix = PurePosixPath(relative).suffix.lower().lstrip(".")
    try:
        data = path.read_bytes()
    except OSError as error:
        return _refused(
            FileRead(relative, "", 0, suffix), Refused("file_unreadable", f"Không mở được tệp ({error.strerror}).")
        )
    read = FileRead(relative, hashlib.sha256(data).hexdigest(), len(data), suffix)
    try:
        return _read(read, look(data), words)
    except Refused as refusal:
        return _refused(read, refusal)
    except (MemoryError, RecursionError):
        return _refused(read, Refused("file_too_large", ""))
    except Exception as error:  # the one place where a sender's file could stop everybody else's report
        return _refused(read, Refused("file_unreadable", f"Cấu trúc tệp bất thường ({type(error).__name__})."))


def _refused(read: FileRead, refusal: Refused) -> FileRead:
    return replace(read, findings=(ReadFinding(None, None, None, refusal.rule_id, None, refusal.detail),))


def _read(read: FileRead, content: Content, words: LayoutWords) -> FileRead:
    encoding, is_slow, sheets = _sheets(content, PurePosixPath(read.file).stem)
    is_text = content.kind == "text" and read.format in TEXT_FORMATS
    kind = read.format if is_text else _FORMATS.get(content.kind, content.kind)
    return with_sheets(replace(read, format=kind, encoding=encoding, is_slow=is_slow), sheets, words)


def with_sheets(read: FileRead, found: Sequence[Sheet], words: LayoutWords) -> FileRead:
    """The file with its sheets, the tables on them and all that is to say about them."""
    sheets = tuple(_without_weak_tables([_sheet_read(sheet, words) for sheet in found]))
    findings = [finding for one in sheets for finding in _findings(one, words)]
    if not any(table.data_rows() for one in sheets for table in one.tables):
        findings.append(ReadFinding(None, None, None, "no_table_found", None, _why_no_table(sheets)))
    return replace(
        read,
        sheets=sheets,
        form={key: value for one in sheets if _is_form(one.sheet) for key, value in _form(one.sheet)},
        findings=tuple(findings),
        not_read=tuple(reason for one in sheets for reason in _not_read(one)),
    )


def _sheets(content: Content, name: str) -> tuple[str | None, bool, list[Sheet]]:
    """Encoding, where it had to be found out, whether it took a slow parser, and the sheets. Raises `Refused`."""
    match content.kind:
        case "xlsx" if content.archive:
            sheets, is_slow = read_xlsx(content.data, content.archive)
            return None, is_slow, sheets
        case "ods" if content.archive:
            return None, True, read_ods(content.archive)
        case "xls":
            return None, True, read_xls(content.data)
        case "xml":
            return None, True, read_xml_2003(content.data)
        case _:
            decoded = decode(content.data)
            is_html = content.kind == "html"
            return (
                decoded.encoding,
                is_html,
                read_html(decoded.text, name) if is_html else [read_delimited(decoded.text, name)],
            )


def _sheet_read(sheet: Sheet, words: LayoutWords) -> SheetRead:
    if _is_form(sheet):
        return SheetRead(sheet, [], "Trang thông tin của biểu mẫu.")
    if sheet.is_hidden:
        return SheetRead(sheet, [], "Trang bị ẩn.")
    if not sheet.lines:
        return SheetRead(sheet, [], "Trang trống.")
    tables = find_tables(sheet, words)
    return SheetRead(
        sheet, tables, "" if tables else "Không có bảng nào có cột nhiệm vụ hoặc chỉ tiêu cùng cột số liệu."
    )


def _without_weak_tables(sheets: list[SheetRead]) -> Iterator[SheetRead]:
    """A table of tasks and results without status, percent or money is read only where the file has nothing better."""
    only_weak = all(table.columns.is_weak for one in sheets for table in one.tables if table.kind != "notes")
    for one in sheets:
        strong = one.tables if only_weak else [table for table in one.tables if not table.columns.is_weak]
        weak = tuple(table.header_rows[-1] for table in one.tables if table not in strong) if strong else ()
        yield (
            one
            if len(strong) == len(one.tables)
            else replace(one, tables=strong, reason="" if strong else _WEAK, weak=weak)
        )


def _is_form(sheet: Sheet) -> bool:
    return fold(sheet.name) in FORM_SHEETS


def _form(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Key and value of each line: plan_id, unit_id, period_id, form_version."""
    for line in sheet.lines:
        filled = [text.strip() for text in line.cells if text.strip()]
        if len(filled) >= 2:
            yield filled[0], filled[1]


def _findings(one: SheetRead, words: LayoutWords) -> Iterator[ReadFinding]:
    name = one.sheet.name
    if marking := _secret_marking(one, words):
        row_no, text = marking
        yield ReadFinding(name, row_no, None, "secret_marking", text, "")
    if one.sheet.is_hidden and one.sheet.lines and not _is_form(one.sheet):
        yield ReadFinding(name, None, None, "hidden_sheets", None, "")
    for table in one.tables:
        yield from _hidden(one.sheet, table)
        for row, of, rule_id, said, detail in disagreements(one.sheet, table, words.lists):
            yield ReadFinding(name, row, of, rule_id, said, detail)
        for row in (row for row, role in table.roles.items() if role == "struck"):
            yield ReadFinding(name, row, None, "struck_rows", None, "")
        for (row, column), text in sorted(one.sheet.comments.items()):
            if table.roles.get(row) == "data":
                field_name = next((field for field, at in table.fields.items() if at == column), None)
                yield ReadFinding(name, row, field_name, "cell_comment", text, "")
        if one.sheet.coloured:
            yield from _coloured(one.sheet, table)
        if one.sheet.struck or one.sheet.left:
            yield from _struck(one.sheet, table)


def _hidden(sheet: Sheet, table: SheetTable) -> Iterator[ReadFinding]:
    rows = table.data_rows()
    for row in sorted(sheet.hidden_rows.intersection(rows)):
        yield ReadFinding(sheet.name, row, None, "hidden_rows", None, "")
    for name, at in table.fields.items() if rows else ():
        if at in sheet.hidden_columns:
            yield ReadFinding(sheet.name, table.header_rows[-1], name, "hidden_columns", None, "")


def _coloured(sheet: Sheet, table: SheetTable) -> Iterator[ReadFinding]:
    """Figures set apart by red letters or a yellow ground; where most of a column has the colour it sets nothing apart."""
    rows = set(table.data_rows())
    for name, at in table.fields.items():
        found = {row: colour for (row, column), colour in sheet.coloured.items() if column == at and row in rows}
        if name in FIGURES and 2 * len(found) <= len(rows):
            texts = {line.row_no: line.cells[at - 1] for line in sheet.lines if line.row_no in found}
            for row, colour in sorted(found.items()):
                yield ReadFinding(sheet.name, row, name, "coloured_cells", texts.get(row), colour)


def _struck(sheet: Sheet, table: SheetTable) -> Iterator[ReadFinding]:
    """Cells struck through on a line that is not withdrawn: what they say, or what is left of it, still counts, and the sender may

    mean otherwise.
    """
    names = {at: name for name, at in table.fields.items()}
    marked = [*sheet.struck, *sheet.left]
    places = sorted(place for place in marked if table.roles.get(place[0]) == "data" and place[1] in names)
    rows = {row for row, _ in places}
    cells = {line.row_no: line.cells for line in sheet.lines if line.row_no in rows}
    for row, at in places:
        how = f"{STRUCK} một phần, được đọc là “{left}”" if (left := sheet.left.get((row, at))) else STRUCK
        yield ReadFinding(sheet.name, row, names[at], "coloured_cells", cells[row][at - 1], how)


def _secret_marking(one: SheetRead, words: LayoutWords) -> tuple[int | None, str] | None:
    """A marking in the title block, the page header, a text box, the sheet's name, or alone in a cell of the table."""
    for text in (*one.sheet.margin, one.sheet.name):
        if any(words.is_secret(line) for line in text.splitlines()):
            return None, text
    for line in one.outside:
        for text in line.cells:
            if text and any(map(words.is_secret, text.splitlines())):
                return line.row_no, text
    if not one.tables or words.secrets.isdisjoint(chain.from_iterable(line.cells for line in one.sheet.lines)):
        return None
    found = ((line.row_no, words.secrets.intersection(line.cells)) for line in one.sheet.lines)
    return next(((row_no, min(marking)) for row_no, marking in found if marking), None)


def _not_read(one: SheetRead) -> Iterator[NotRead]:
    name = one.sheet.name
    if one.reason:
        yield NotRead(name, "sheet", name, one.reason)
    for header_row in one.weak:
        yield NotRead(name, "table", f"bảng có tiêu đề ở dòng {header_row}", _WEAK)
    for table in one.tables:
        for label, reason in table.columns.unread:
            yield NotRead(name, "column", label, reason)
        for row, role in table.roles.items():
            if role in _ROWS_NOT_READ:
                yield NotRead(name, "row", str(row), _ROWS_NOT_READ[role])


def _why_no_table(sheets: Sequence[SheetRead]) -> str:
    if any(one.tables for one in sheets):
        return "Bảng có tiêu đề cột nhưng chưa có dòng số liệu nào."
    reasons = [f"Trang “{one.sheet.name}”: {one.reason[0].lower()}{one.reason[1:]}" for one in sheets if one.reason]
    return " ".join(reasons[:_MOST_REASONS])
