"""`phan-hoi/<unit_id>.xlsx`: the sender's own workbook with the wrong cells coloured and commented, and a first sheet that lists them.

    Phản hồi    | STT | Ô (link) | Giá trị | Sai gì | Cần ghi thế nào | Mức độ |
    Biểu 01     as sent; red cells were left out of the figures, amber ones are asked about

Beside it `<unit_id>.txt`, a letter to paste into the return mail. A file that cannot be opened again (refused, CSV, .xls, .ods) gives a
workbook made of its lines as they were read. Out of scope: macros, which are not carried over.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.report import formats
from tdnreport.report.archive import stable_zip
from tdnreport.report.workbook import plain

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from tdnreport.report.content import Finding, Report

UNKNOWN_UNIT = "chua-ro-don-vi"
LIST = "Phản hồi"
HEADER = ("STT", "Trang tính", "Ô", "Giá trị", "Sai gì", "Cần ghi thế nào", "Mức độ")
WIDTHS = (6, 18, 10, 28, 60, 60, 18)
MARK = {"warning": "FFFFE699", "row": "FFF8B4B0", "file": "FFF8B4B0", "stop": "FFF8B4B0"}
WEIGHT = {"warning": "Cần xem lại", "row": "Không tính dòng này", "file": "Không nhận tệp", "stop": "Dừng báo cáo"}
NO_FAULT = "Không phát hiện sai sót; số liệu được tiếp nhận đầy đủ."
OPENED_AGAIN = frozenset({"xlsx", "xlsm"})
LARGEST_BYTES = 20 << 20
FORMULA_STARTS = ("=", "+", "-", "@", "\t")
DANGEROUS = re.compile(r"\||\b(?:HYPERLINK|WEBSERVICE|DDE|CALL|EXEC)\s*\(", re.IGNORECASE)
"""Formulas of a sender's workbook that could start something; they come back as text."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A file as it goes back: `lines` by sheet (row number → texts) where it cannot be opened again."""

    file: str
    path: Path
    format: str
    is_readable: bool
    lines: Mapping[str, Mapping[int, Sequence[str]]]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitFeedback:
    """All that goes back to one unit; the first of `files` is the workbook returned."""

    unit_id: str
    unit_name: str
    files: tuple[Returned, ...]
    findings: tuple[Finding, ...]
    period_label: str
    as_of: date | None
    is_sample: bool

    @property
    def to_mend(self) -> int:
        return sum(one.severity != "warning" for one in self.findings)


def from_warehouse(con: duckdb.DuckDBPyConnection, inbox: Path, report: Report) -> tuple[UnitFeedback, ...]:
    """One feedback for each unit that sent a file, the latest file first; files of nobody known go together."""
    rows = con.execute(
        """select coalesce(unit_id, ''), file, files.format, state <> 'refused'
        from staging.submissions join (select file, format from raw.files) as files using (file)
        order by 1, is_latest desc, received_on desc nulls last, file"""
    ).fetchall()
    units = []
    for unit_id, group in groupby(rows, key=lambda row: row[0]):
        files = tuple(_returned(con, inbox, *row[1:]) for row in group)
        names = {one.file for one in files}
        units.append(
            UnitFeedback(
                unit_id=unit_id or UNKNOWN_UNIT,
                unit_name=report.unit_names.get(unit_id, "Chưa rõ đơn vị"),
                files=files,
                findings=tuple(one for one in report.findings if one.file in names),
                period_label=report.period_label,
                as_of=report.as_of,
                is_sample=report.is_sample,
            )
        )
    return tuple(units)


def _returned(con: duckdb.DuckDBPyConnection, inbox: Path, file: str, format: str, is_readable: bool) -> Returned:
    path = inbox / file
    opened_again = is_readable and format in OPENED_AGAIN and path.stat().st_size <= LARGEST_BYTES
    lines: dict[str, dict[int, Sequence[str]]] = {}
    if is_readable and not opened_again:
        query = "select sheet, row_no, cells from raw.lines where file = ? order by sheet, row_no limit 20000"
        for sheet, row_no, cells in con.execute(query, [file]).fetchall():
            lines.setdefault(sheet, {})[row_no] = cells
    unread = con.execute("select sheet, what, name, reason from raw.unread where file = ?", [file]).fetchall()
    words = {"sheet": "Trang", "table": "Bảng", "column": "Cột", "row": "Dòng"}
    texts = tuple(
        f"{words.get(what, what)} “{name or sheet}” (trang “{sheet}”): {reason}" for sheet, what, name, reason in unread
    )
    return Returned(file, path, format, opened_again, lines, texts)


def write_all(units: Iterable[UnitFeedback], folder: Path) -> list[Path]:
    """A workbook and a letter for each unit."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for unit in units:
        path = folder / f"{unit.unit_id}.xlsx"
        path.write_bytes(_workbook(unit))
        letter = path.with_suffix(".txt")
        letter.write_text(_letter(unit), encoding="utf-8-sig", newline="\r\n")
        written += [path, letter]
    return written


def _workbook(unit: UnitFeedback) -> bytes:
    book = _sent_again(unit.files[0])
    names = {sheet.title for sheet in book.worksheets}
    _mark(book, [one for one in unit.findings if one.file == unit.files[0].file])
    _list_findings(book.create_sheet(LIST, 0), unit, names)
    book.active = 0
    for sheet in book.worksheets[1:]:
        sheet.sheet_view.tabSelected = False
    stream = io.BytesIO()
    book.save(stream)
    return stable_zip(stream.getvalue())


def _sent_again(file: Returned) -> Workbook:
    """The sender's workbook, or one made of the lines that were read of it."""
    from openpyxl import Workbook, load_workbook

    if file.is_readable:
        try:
            book = load_workbook(file.path, keep_links=False, keep_vba=False)
        except Exception:  # openpyxl refuses some workbooks that calamine reads; the list of findings still goes back
            book = Workbook()
        _disarm(book)
        return book
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in file.lines.items():
        _fill(book.create_sheet(_sheet_name(name)), lines)
    return book


def _disarm(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and DANGEROUS.search(str(cell.value)):
                    _write(cell, str(cell.value))


def _sheet_name(name: str) -> str:
    return re.sub(r"[\\/*?:\[\]]", " ", plain(name))[:31].strip("' ") or "Trang"


def _fill(sheet: Worksheet, lines: Mapping[int, Sequence[str]]) -> None:
    for row_no, cells in lines.items():
        for column, text in enumerate(cells, 1):
            if text:
                _write(sheet.cell(row_no, column), text)


def _write(cell: Any, text: str) -> None:
    """Text that stays text, whatever it begins with."""
    cell.value = plain(text)
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True


def _mark(book: Workbook, findings: Sequence[Finding]) -> None:
    """Colour and comment of each cell with findings; the graver colour wins."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    placed = [one for one in findings if one.cell and one.sheet in book.sheetnames]
    for (name, address), group in groupby(sorted(placed, key=_place), key=_place):
        here = list(group)
        cell = book[name][address]
        if not hasattr(cell, "fill") or type(cell).__name__ == "MergedCell":
            continue
        worst = next((one for one in here if one.severity != "warning"), here[0])
        cell.fill = PatternFill("solid", fgColor=MARK[worst.severity])
        comment = Comment(plain("\n\n".join(f"{one.message}\n→ {one.action}" for one in here)), "tdnreport")
        comment.width, comment.height = 420, 60 + 60 * len(here)
        cell.comment = comment


def _place(finding: Finding) -> tuple[str, str]:
    return finding.sheet or "", finding.cell or ""


def _list_findings(sheet: Worksheet, unit: UnitFeedback, names: set[str]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side(style="thin", color="FF7F7F7F")
    wrapped = Alignment(wrap_text=True, vertical="top")
    for text in _heading(unit):
        sheet.append([plain(text)])
        sheet.cell(sheet.max_row, 1).font = Font(
            name="Times New Roman", bold=sheet.max_row == 1, size=14 if sheet.max_row == 1 else 12
        )
    if unit.findings:
        sheet.append([])
        rows = [HEADER, *(_row(i, one) for i, one in enumerate(unit.findings, 1))]
        first = sheet.max_row + 1
        for at, row in enumerate(rows, first):
            for column, text in enumerate(row, 1):
                cell = sheet.cell(at, column)
                _write(cell, str(text))
                cell.font = Font(name="Times New Roman", size=11, bold=at == first)
                cell.alignment, cell.border = wrapped, Border(line, line, line, line)
        for at, one in enumerate(unit.findings, first + 1):
            sheet.cell(at, 7).fill = PatternFill("solid", fgColor=MARK[one.severity])
            if one.cell and one.sheet in names and one.file == unit.files[0].file:
                sheet.cell(at, 3).hyperlink = f"#'{one.sheet.replace(chr(39), chr(39) * 2)}'!{one.cell}"
                sheet.cell(at, 3).font = Font(name="Times New Roman", size=11, color="FF0563C1", underline="single")
        sheet.freeze_panes = sheet.cell(first + 1, 1)
        sheet.print_title_rows = f"{first}:{first}"
    for text in _unread(unit):
        sheet.append([plain(text)])
        sheet.cell(sheet.max_row, 1).font = Font(name="Times New Roman", size=11, italic=True)
    for column, width in zip("ABCDEFG", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.sheet_view.showGridLines = False


def _heading(unit: UnitFeedback) -> list[str]:
    sample = ["SỐ LIỆU MINH HỌA"] if unit.is_sample else []
    when = f", số liệu đến ngày {formats.day(unit.as_of)}" if unit.as_of else ""
    files = f"Tệp: {'; '.join(one.file for one in unit.files)}"
    macro = ["Tệp có macro được trả lại dạng không có macro."] if unit.files[0].format == "xlsm" else []
    verdict = (
        f"Cần sửa {unit.to_mend} chỗ, xem lại {len(unit.findings) - unit.to_mend} chỗ." if unit.findings else NO_FAULT
    )
    return [f"Phản hồi số liệu: {unit.unit_name}", f"{unit.period_label}{when}", *sample, files, *macro, verdict]


def _row(number: int, finding: Finding) -> tuple[str | int, ...]:
    place = finding.cell or (f"dòng {finding.row_no}" if finding.row_no else "cả tệp")
    return (
        number,
        finding.sheet or "",
        place,
        finding.value or "",
        finding.message,
        finding.action,
        WEIGHT[finding.severity],
    )


def _unread(unit: UnitFeedback) -> list[str]:
    texts = [text for file in unit.files for text in file.unread]
    return ["", "Phần không đọc và lý do:", *(f"- {text}" for text in texts)] if texts else []


def _letter(unit: UnitFeedback) -> str:
    """Words for the return mail."""
    opening = (
        f"Kính gửi: {unit.unit_name}\n\nCơ quan tổng hợp đã nhận báo cáo {unit.period_label.lower()} của quý cơ quan"
    )
    if not unit.findings:
        return f"{opening}.\n{NO_FAULT}\n\nTrân trọng cảm ơn./.\n"
    listed = "\n".join(f"{i}. {one.message} {one.action}" for i, one in enumerate(unit.findings, 1))
    return (
        f"{opening}. Qua kiểm tra, có {formats.count_in_prose(unit.to_mend)} chỗ cần sửa và "
        f"{formats.count_in_prose(len(unit.findings) - unit.to_mend)} chỗ đề nghị xem lại:\n\n{listed}\n\n"
        "Đề nghị quý cơ quan sửa các ô được tô màu trong tệp gửi kèm và gửi lại; dòng chưa sửa không được tính vào báo cáo tổng hợp.\n"
        f"{_sample_line(unit)}\nTrân trọng cảm ơn./.\n"
    )


def _sample_line(unit: UnitFeedback) -> str:
    return "(Số liệu minh họa.)\n" if unit.is_sample else ""
