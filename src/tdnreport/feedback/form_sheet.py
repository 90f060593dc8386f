"""What the sheets of the form have in common: title block, header, cells to fill in, spare rows, signatures, protection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tdnreport.feedback.form_columns import EARLIER_SIZE, FormColumn, data_validation
from tdnreport.report.excel.workbook import GROUP, HEADER, Draft, MeasuredText, boxed_properties, row_height
from tdnreport.report.nd30_rules import read_nd30
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from tdnreport.history.earlier import Earlier, EarlierTexts
    from tdnreport.plans import Unit
    from tdnreport.plans.context import RunContext

EARLIER_COLOUR = "#595959"
UNPROTECTED = {"format_cells": True, "format_columns": True, "format_rows": True, "sort": True}


class FormSheets:
    """One unit's workbook while it is being written."""

    def __init__(self, context: RunContext, unit: Unit, earlier: Earlier | None) -> None:
        self.plan, self.period, self.unit, self.earlier = context.plan, context.period, unit, earlier
        self.page = read_nd30(context.home.reference).page
        self.draft = Draft(f"Biểu mẫu báo cáo: {unit.name}", self.plan.report.issuing_body[0], unit.name)

    def _earlier_text(self, texts: EarlierTexts, code: str) -> str:
        return texts.get((self.unit.unit_id, code), "")

    def _write_earlier_text(self, sheet: Worksheet, row: int, column_index: int, text: str) -> None:
        self.draft.put_text(
            sheet, row, column_index, text, bg_color=GROUP, font_color=EARLIER_COLOUR, font_size=EARLIER_SIZE
        )

    def _write_blank(self, sheet: Worksheet, row: int, column_index: int, column: FormColumn) -> None:
        look = boxed_properties(num_format=column.number_format, align=column.align, locked=False)
        sheet.write_blank(row, column_index, None, self.draft.cell_format(**look))

    def _open_sheet(self, sheet: Worksheet, columns: Sequence[FormColumn], title: str, question: str = "") -> int:
        """Title block with a question to be answered in its last cell, and header; returns the header's row."""
        widths = [column.width for column in columns]
        for column_index, width in enumerate(widths):
            sheet.set_column(column_index, column_index, width)
        span = f"Số liệu từ ngày {formats.format_day(self.period.data_from)} đến ngày {formats.format_day(self.period.data_to)}"
        lines: tuple[tuple[str, dict[str, Any]], ...] = (
            (f"Đơn vị báo cáo: {self.unit.name}", {"align": "left", "bold": True}),
            (title, {"bold": True, "font_size": 13}),
            (self.plan.title, {"bold": True}),
            (f"Kỳ báo cáo: {self.period.label}", {}),
            (span, {"italic": True}),
            ("Điền vào các ô trắng; ô xám đã có sẵn.", {"italic": True, "align": "left"}),
        )
        if question:
            lines = (*lines, (question, {"align": "left", "bold": True}))
        for row, (text, look) in enumerate(lines):
            self.draft.put_line(sheet, row, widths[:-1] if text == question else widths, text, **look)
        if question:
            self._write_answer(sheet, len(lines) - 1, len(widths) - 1)
        for column_index, column in enumerate(columns):
            self.draft.put_text(
                sheet, len(lines), column_index, column.label, bold=True, align="center", bg_color=HEADER
            )
        sheet.set_row(len(lines), row_height(MeasuredText(column.label, column.width, bold=True) for column in columns))
        sheet.freeze_panes(len(lines) + 1, 3)
        sheet.repeat_rows(len(lines))
        return len(lines)

    def _write_answer(self, sheet: Worksheet, row: int, column_index: int) -> None:
        sheet.write_blank(
            row, column_index, None, self.draft.cell_format(**boxed_properties(align="center", locked=False))
        )
        sheet.data_validation(row, column_index, row, column_index, {"validate": "list", "source": ["Có", "Không"]})

    def _close_sheet(
        self, sheet: Worksheet, columns: Sequence[FormColumn], first: int, end: int, spare: int, note: str
    ) -> None:
        """Spare rows, the checks of every column, a note, room for signatures, protection."""
        for row in range(end, end + spare):
            for column_index, column in enumerate(columns):
                if column.is_earlier:
                    self._write_earlier_text(sheet, row, column_index, "")
                else:
                    self._write_blank(sheet, row, column_index, column)
        for column_index, column in enumerate(columns):
            start = end if column.is_given else first
            if column.check:
                sheet.data_validation(start, column_index, end + spare - 1, column_index, data_validation(column))
        below = end + spare
        self.draft.put_line(sheet, below, [column.width for column in columns], note, italic=True, align="left")
        self._write_signatures(sheet, below + 2, len(columns))
        sheet.protect("", UNPROTECTED)

    def _write_signatures(self, sheet: Worksheet, row: int, columns: int) -> None:
        """Left who made the form, right who answers for it; both may be written into."""
        open_cell = {"align": "center", "locked": False}
        right = max(columns - 4, 2)
        day = f"{self.plan.report.place}, ngày …… tháng …… năm {self.plan.year}"
        for top, left, text, look in (
            (row, right, day, {"italic": True}),
            (row + 1, 1, "NGƯỜI LẬP BIỂU", {"bold": True}),
            (row + 1, right, "THỦ TRƯỞNG ĐƠN VỊ", {"bold": True}),
            (row + 2, 1, "(Ký, ghi rõ họ tên)", {"italic": True}),
            (row + 2, right, "(Ký, ghi rõ họ tên, đóng dấu)", {"italic": True}),
        ):
            cell = self.draft.cell_format(**open_cell, **look)
            if left == right:
                sheet.merge_range(top, left, top, columns - 1, "", cell)
            sheet.write_string(top, left, text, cell)
