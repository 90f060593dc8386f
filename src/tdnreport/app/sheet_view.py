"""A department's file as a person sees it: sheets as grids of cells, with the cells that a remark is about, and what each line is.

    view_file(context, path, "BC.xlsx", remarks)  →  FileView(sheets=(SheetView("Biểu 01", columns, rows, …), …))

Long sheets are cut, and say so; lines with a remark are always among those that stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.ingest.sandbox import read_files

if TYPE_CHECKING:
    from tdnreport.app.survey import Remark
    from tdnreport.ingest.file_read import FileRead, SheetRead
    from tdnreport.plans.context import RunContext
    from tdnreport.workbook.model import Box, Line

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 400, 60, 400
LARGEST_BYTES = 50 << 20
SECRET = "secret_marking"
PLAIN_NUMBER, PLAIN_DAY = re.compile(r"-?\d{1,18}(\.\d{1,6})?"), re.compile(r"\d{4}-\d\d-\d\d")
ROLES = {
    "data": "dòng số liệu",
    "heading": "dòng đề mục",
    "total": "dòng cộng",
    "header": "tiêu đề bảng",
    "numbering": "dòng đánh số cột",
    "note": "dòng ghi chú",
    "continuation": "nối dòng trên",
    "struck": "dòng bị gạch bỏ",
    "other_period": "dòng của kỳ khác",
    "part": "một mục của bảng mà mỗi nhiệm vụ là một cột",
}
"""What a line is, in words; a line outside the tables has none."""


@dataclass(frozen=True, slots=True)
class CellView:
    """`marks` are the numbers of the remarks about the cell, `grave` where one of them leaves it out of the figures."""

    address: str
    text: str
    is_number: bool = False
    marks: tuple[int, ...] = ()
    grave: bool = False
    column_span: int = 1
    row_span: int = 1


@dataclass(frozen=True, slots=True)
class RowView:
    """`gap` is how many lines were left out just before this one; `marks` are remarks about the whole line."""

    row_no: int
    role: str
    cells: tuple[CellView, ...]
    gap: int = 0
    is_hidden: bool = False
    marks: tuple[int, ...] = ()
    grave: bool = False


@dataclass(frozen=True, slots=True)
class SheetView:
    """`lines` are the filled lines of the sheet, of which `rows` may be some; `reason` says why it was not read."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[RowView, ...]
    lines: int
    columns_cut: int = 0
    is_hidden: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FileView:
    """`sentence` says why nothing of the file can be shown; "" where something is."""

    sheets: tuple[SheetView, ...]
    sentence: str = ""


def view_file(context: RunContext, path: Path, file: str, remarks: Sequence[Remark]) -> FileView:
    """Read one file out of harm's way. Remarks are numbered from 1 in the order given; nothing of a marked secret is shown."""
    if not path.is_file():
        return FileView((), "Không còn tệp này trong hộp thư.")
    if path.stat().st_size > LARGEST_BYTES:
        return FileView((), f"Tệp nặng hơn {LARGEST_BYTES >> 20} MB nên không hiển thị; nhận xét vẫn đủ.")
    [file_read] = read_files([(path, file)], context.home.reference_folders)
    is_allowed = any(remark.rule_id == SECRET and remark.severity == "warning" for remark in remarks)
    if not is_allowed and any(finding.rule_id == SECRET for finding in file_read.findings):
        return FileView((), "Tệp có dấu chỉ độ mật nên nội dung không được hiển thị.")
    return _view_read_file(file_read, remarks)


def _view_read_file(file_read: FileRead, remarks: Sequence[Remark]) -> FileView:
    sheets = tuple(_view_sheet(sheet_read, list(_remarks_of(sheet_read, remarks))) for sheet_read in file_read.sheets)
    return FileView(sheets, "" if sheets else "Không mở được tệp nên không có gì để hiển thị; xem nhận xét bên cạnh.")


def _remarks_of(sheet_read: SheetRead, remarks: Sequence[Remark]) -> Iterator[tuple[int, Remark]]:
    return ((number, remark) for number, remark in enumerate(remarks, 1) if remark.sheet == sheet_read.sheet.name)


def _view_sheet(sheet_read: SheetRead, remarks: Sequence[tuple[int, Remark]]) -> SheetView:
    sheet = sheet_read.sheet
    width = max((len(line.cells) for line in sheet.lines), default=0)
    shown_columns = min(width, MOST_COLUMNS)
    kept = _kept_lines(sheet.lines, {remark.row_no for _, remark in remarks if remark.row_no})
    roles = {row_no: role for table in sheet_read.tables for row_no, role in table.roles.items()}
    roles |= {row_no: "header" for table in sheet_read.tables for row_no in table.header_rows}
    spans = _Spans(sheet.merged, shown_columns, {line.row_no for line, _ in kept})
    for line, _ in kept:
        if line.row_no not in roles and all(remark.row_no != line.row_no for _, remark in remarks):
            spans.let_overflow(line)
    rows = tuple(
        RowView(
            line.row_no,
            ROLES.get(roles.get(line.row_no, ""), ""),
            tuple(_view_cells(line, shown_columns, spans, remarks)),
            gap,
            line.row_no in sheet.hidden_rows,
            *_row_marks(line.row_no, remarks),
        )
        for line, gap in kept
    )
    columns = tuple(column_letters(number) for number in range(1, shown_columns + 1))
    return SheetView(
        sheet.name, columns, rows, len(sheet.lines), width - shown_columns, sheet.is_hidden, sheet_read.reason
    )


def _kept_lines(lines: Sequence[Line], remarked: set[int]) -> list[tuple[Line, int]]:
    """The first lines and those with a remark, each with the number of lines left out before it."""
    kept: list[tuple[Line, int]] = []
    gap = 0
    for number, line in enumerate(lines):
        if number < MOST_ROWS or (line.row_no in remarked and len(kept) < 2 * MOST_ROWS):
            kept.append((line, gap))
            gap = 0
        else:
            gap += 1
    return kept


def _row_marks(row_no: int, remarks: Iterable[tuple[int, Remark]]) -> tuple[tuple[int, ...], bool]:
    own = [(number, remark) for number, remark in remarks if remark.row_no == row_no and not remark.cell]
    return tuple(number for number, _ in own), any(remark.severity != "warning" for _, remark in own)


def _view_cells(line: Line, columns: int, spans: _Spans, remarks: Sequence[tuple[int, Remark]]) -> Iterator[CellView]:
    marks: dict[str, list[tuple[int, Remark]]] = {}
    for number, remark in remarks:
        if remark.cell and remark.row_no == line.row_no:
            marks.setdefault(remark.cell, []).append((number, remark))
    for column in range(1, columns + 1):
        if spans.is_covered(line.row_no, column):
            continue
        text, kind = _cell(line, column)
        text = _readable(text, kind)
        address = f"{column_letters(column)}{line.row_no}"
        own = marks.get(address, [])
        yield CellView(
            address,
            text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…",
            kind in "np",
            tuple(number for number, _ in own),
            any(remark.severity != "warning" for _, remark in own),
            *spans.size(line.row_no, column),
        )


def _cell(line: Line, column: int) -> tuple[str, str]:
    return (line.cells[column - 1], line.kinds[column - 1]) if column <= len(line.cells) else ("", " ")


def _readable(text: str, kind: str) -> str:
    """Numbers and days as they stand on Vietnamese paper; text as it was typed."""
    if kind == "n" and PLAIN_NUMBER.fullmatch(text):
        whole, _, decimals = text.partition(".")
        grouped = f"{int(whole):,}".replace(",", ".") if len(whole) > 4 else whole
        return f"{grouped},{decimals}" if decimals else grouped
    if kind == "p":
        return text.replace(".", ",")
    if kind == "d" and PLAIN_DAY.fullmatch(text):
        return "/".join(reversed(text.split("-")))
    return text


class _Spans:
    """Merged ranges, as far as their lines and columns are shown; a range with a line that is not is cut there."""

    def __init__(self, merged: Iterable[Box], columns: int, rows: set[int]) -> None:
        self.columns = columns
        self.sizes: dict[tuple[int, int], tuple[int, int]] = {}
        self.covered: set[tuple[int, int]] = set()
        for top, left, bottom, right in merged:
            if top not in rows or left > columns or bottom - top > MOST_ROWS:
                continue
            height = next((step for step in range(1, bottom - top + 1) if top + step not in rows), bottom - top + 1)
            width = min(right, columns) - left + 1
            self.sizes[top, left] = (width, height)
            self.covered |= {(top + down, left + over) for down in range(height) for over in range(width)} - {
                (top, left)
            }

    def let_overflow(self, line: Line) -> None:
        """A title runs over the empty cells to its right, as it does in Excel."""
        start = 0
        for column in range(1, self.columns + 1):
            place = (line.row_no, column)
            if place in self.covered or place in self.sizes:
                start = 0
            elif _cell(line, column)[0]:
                start = column
            elif start:
                self.sizes[line.row_no, start] = (column - start + 1, 1)
                self.covered.add(place)

    def is_covered(self, row_no: int, column: int) -> bool:
        return (row_no, column) in self.covered

    def size(self, row_no: int, column: int) -> tuple[int, int]:
        return self.sizes.get((row_no, column), (1, 1))


def column_letters(number: int) -> str:
    """
    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
