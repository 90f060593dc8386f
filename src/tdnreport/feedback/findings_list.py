"""The sheet "Phản hồi" that opens a returned workbook: what is wrong, with a link to each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from tdnreport.base.privacy import redact
from tdnreport.report.charts import theme
from tdnreport.report.charts.theme import RULE
from tdnreport.report.excel.workbook import (
    ALARM,
    HEADER,
    LINK,
    MM_PER_INCH,
    RISKY_START,
    SIZE_PT,
    MeasuredText,
    cell_text,
    row_height,
)
from tdnreport.report.model import count_findings
from tdnreport.report.nd30_rules import Area
from tdnreport.vietnamese import formats
from tdnreport.vietnamese.text import LONGEST_TEXT

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Alignment, Border, Font, PatternFill
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from tdnreport.feedback.model import FeedbackContext, UnitFeedback
    from tdnreport.report.model import Finding

MarkedCells = dict[tuple[str, str], tuple["Cell", list["Finding"]]]
"""By sheet and coordinate: the cell and what was found in it."""

SHEET, TITLE, AUTHOR = "Phản hồi", "PHẢN HỒI SỐ LIỆU BÁO CÁO", "tdnreport"
COLOURS = {"row": "FF9C9C", "file": "FF9C9C", "stop": "FF9C9C", "warning": "FFD966"}
HANDLING = {
    "row": "Cần sửa: dòng chưa được tính",
    "file": "Cần sửa: tệp chưa được nhận",
    "stop": "Cần sửa: báo cáo chưa lập được",
    "warning": "Xem lại: vẫn được tính",
}
COLUMNS = (
    ("STT", 5),
    ("Tệp", 18),
    ("Trang tính", 12),
    ("Ô", 8),
    ("Giá trị đã ghi", 18),
    ("Sai gì", 34),
    ("Cần ghi thế nào", 34),
    ("Xử lý", 14),
)
CENTRED = frozenset({"STT", "Ô"})
MOST_LISTED = 5_000


def add_findings_list(
    book: Workbook, unit: UnitFeedback, context: FeedbackContext, verdict: str, note: str, cells: Mapping[int, Cell]
) -> None:
    """Puts the list first and in front; `cells` holds, by position, the cells that findings link to."""
    sheet = book.create_sheet(SHEET, 0)
    book.active = 0
    for position, (_, width) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[_column_letter(position)].width = width
    top = _write_heading(sheet, unit, context, verdict, note)
    if unit.findings:
        _write_table(sheet, unit.findings, cells, top)
    lay_out_page(sheet, context.rules.page.landscape())
    sheet.sheet_view.tabSelected = True


def _write_heading(sheet: Worksheet, unit: UnitFeedback, context: FeedbackContext, verdict: str, note: str) -> int:
    """The lines above the list; returns the row after them."""
    as_of = f"Số liệu tính đến ngày {formats.format_day(context.as_of)}" if context.as_of else ""
    lines: list[tuple[str, dict[str, Any]]] = [
        (TITLE, {"bold": True, "size": 14, "align": "center"}),
        (unit.marking or "", {"bold": True, "colour": ALARM, "align": "center"}),
        (context.sample_notice or "", {"bold": True, "colour": ALARM, "align": "center"}),
        (f"Đơn vị: {unit.unit_name}", {"bold": True}),
        (f"{context.plan_title}. Kỳ báo cáo: {context.period_label}. {as_of}".rstrip(), {}),
        (verdict, {"bold": True}),
        (f"Đề nghị gửi lại {context.resend_text}." if unit.to_mend else "", {}),
        ("Ô màu đỏ: cần sửa, số liệu chưa được tính." if unit.to_mend else "", {"legend": "row"}),
        ("Ô màu vàng: đề nghị xem lại, số liệu vẫn được tính." if unit.to_look_at else "", {"legend": "warning"}),
        (note if unit.findings else "", {"italic": True}),
    ]
    row = 1
    for text, look in lines:
        if text:
            _write_line(sheet, row, text, **look)
            row += 1
    return row + 1


def _write_line(sheet: Worksheet, row: int, text: str, size: float = SIZE_PT, legend: str = "", **look: Any) -> None:
    """A text over all columns; a legend has its colour in the first of them."""
    first = 2 if legend else 1
    if legend:
        sheet.cell(row, 1).fill = severity_fill(legend)
    sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=len(COLUMNS))
    cell = sheet.cell(row, first)
    set_text(cell, text)
    style_cell(cell, size=size, **look)
    width = sum(width for _, width in COLUMNS)
    sheet.row_dimensions[row].height = row_height([MeasuredText(text, width, size, look.get("bold", False))])


def _write_table(sheet: Worksheet, findings: Sequence[Finding], cells: Mapping[int, Cell], top: int) -> None:
    for position, (label, _) in enumerate(COLUMNS, start=1):
        cell = sheet.cell(top, position)
        set_text(cell, label)
        style_cell(cell, bold=True, align="center", boxed=True, shade=HEADER.lstrip("#"))
    order = sorted(range(len(findings)), key=lambda index: findings[index].severity == "warning")
    for number, index in enumerate(order[:MOST_LISTED], start=1):
        _write_row(sheet, top + number, number, findings[index], cells.get(index))
    if len(order) > MOST_LISTED:
        rest = formats.format_number(count_findings(findings[index] for index in order[MOST_LISTED:]))
        _write_line(
            sheet, top + MOST_LISTED + 1, f"Còn {rest} nội dung khác cùng loại không liệt kê ở đây.", italic=True
        )
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    sheet.print_title_rows = f"{top}:{top}"


def _write_row(sheet: Worksheet, row: int, number: int, finding: Finding, cell: Cell | None) -> None:
    where = finding.cell or (f"Dòng {finding.row_no}" if finding.row_no else "")
    texts = (
        str(number),
        finding.file,
        finding.sheet or "",
        where,
        finding.value or "",
        finding.message,
        finding.action,
        HANDLING[finding.severity],
    )
    for position, (text, (label, _)) in enumerate(zip(texts, COLUMNS, strict=True), start=1):
        target = sheet.cell(row, position)
        set_text(target, text)
        style_cell(target, boxed=True, align="center" if label in CENTRED else "left")
    sheet.cell(row, len(COLUMNS)).fill = severity_fill(finding.severity)
    if cell is not None:
        _link_to_cell(sheet.cell(row, 4), cell)
    widths = (width for _, width in COLUMNS)
    sheet.row_dimensions[row].height = row_height(map(MeasuredText, texts, widths))


def _link_to_cell(source: Cell, target: Cell) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    title = target.parent.title.replace("'", "''")
    source.hyperlink = Hyperlink(ref=source.coordinate, location=f"'{title}'!{target.coordinate}")
    style_cell(source, boxed=True, align="center", colour=LINK, underline="single")


def lay_out_page(sheet: Worksheet, area: Area) -> None:
    """A4 on its side, one page wide, with the margins of the document."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left, margins.right = area.left_mm / MM_PER_INCH, area.right_mm / MM_PER_INCH
    margins.top, margins.bottom = area.top_mm / MM_PER_INCH, area.bottom_mm / MM_PER_INCH
    sheet.oddFooter.right.text = "Trang &P/&N"
    sheet.sheet_view.showGridLines = False


def set_text(cell: Cell, text: str) -> None:
    """Write a text that stays text: "=1+1" is no formula, now or when typed again; personal data is redacted."""
    cell.value = cell_text(redact(text[: 2 * LONGEST_TEXT]))
    if cell.value is not None:
        cell.data_type = "s"
    if text.startswith(RISKY_START):
        cell.quotePrefix = True


def style_cell(
    cell: Cell,
    *,
    size: float = SIZE_PT,
    bold: bool = False,
    italic: bool = False,
    underline: str | None = None,
    colour: str = theme.TEXT,
    align: str = "left",
    boxed: bool = False,
    wrap: bool = True,
    shade: str = "",
) -> None:
    from openpyxl.styles import PatternFill

    cell.font = _cell_font(size, bold, italic, underline, colour.lstrip("#"))
    cell.alignment = _cell_alignment(align, wrap)
    if boxed:
        cell.border = _thin_border()
    if shade:
        cell.fill = PatternFill("solid", fgColor=shade)


@cache
def _cell_font(size: float, bold: bool, italic: bool, underline: str | None, rgb: str) -> Font:
    from openpyxl.styles import Font

    return Font(name=theme.FAMILY, size=size, bold=bold, italic=italic, underline=underline, color=rgb)


@cache
def _cell_alignment(horizontal: str, wrap: bool) -> Alignment:
    from openpyxl.styles import Alignment

    return Alignment(horizontal=horizontal, vertical="center", wrap_text=wrap)


@cache
def _thin_border() -> Border:
    from openpyxl.styles import Border, Side

    side = Side(style="thin", color=RULE.lstrip("#"))
    return Border(left=side, right=side, top=side, bottom=side)


def severity_fill(severity: str) -> PatternFill:
    """Red for cells left out of the figures, amber for cells that count and are listed."""
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=COLOURS[severity])


def _column_letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))
