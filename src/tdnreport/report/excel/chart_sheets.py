"""The report's charts as Excel's own: editable, in house colours, fed by cells one sheet further.

`Biểu đồ` holds the drawings with their sources, `Số liệu biểu đồ` one block of cells for each:

    Biểu đồ 1. Tỷ lệ hoàn thành theo nhiệm vụ (%)
    Nội dung    Đến ngày báo cáo    Ước cả năm
    1           100                 100
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tdnreport.report.charts import theme
from tdnreport.report.charts.native import ChartCells, add_chart, annex_look, annex_size, number_format
from tdnreport.report.excel.workbook import HEADER, Draft, MeasuredText, boxed_properties, cell_text, row_height
from tdnreport.report.model import Chart
from tdnreport.report.nd30_rules import Area

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SHEET, DATA_SHEET = "Biểu đồ", "Số liệu biểu đồ"
COLUMNS, COLUMN_WIDTH = 9, 8.6
ROW, PAGE_ROWS = 20, 47
"""Pixels of a row, and how many a portrait A4 page holds."""
NAMES_WIDTH, FIGURES_WIDTH = 46, 14


def add_chart_sheets(draft: Draft, charts: Sequence[Chart], area: Area) -> None:
    """Adds both sheets, two drawings on a printed page where they fit; no page is printed for what frames overlap."""
    drawings, cells = draft.add_sheet(SHEET, area), draft.add_sheet(DATA_SHEET, area)
    drawings.set_print_scale(100)
    drawings.set_column(0, COLUMNS - 1, COLUMN_WIDTH)
    cells.set_column(0, 0, NAMES_WIDTH)
    cells.set_column(1, 8, FIGURES_WIDTH)
    top, block, breaks = 0, 0, [0]
    for chart in map(theme.clean_chart, charts):
        _write_cells(draft, cells, chart, block)
        rows = math.ceil(annex_size(chart)[1] / ROW) + 3
        if top - breaks[-1] + rows > PAGE_ROWS and top > breaks[-1]:
            breaks.append(top)
        _insert_drawing(draft, drawings, chart, top, block)
        top, block = top + rows, block + len(chart.categories) + 3
    drawings.set_h_pagebreaks(breaks[1:])
    drawings.print_area(0, 0, top - 1, COLUMNS - 1)


def _write_cells(draft: Draft, cells: Worksheet, chart: Chart, top: int) -> None:
    """Title, header and one row per category from row `top` on."""
    cells.write_string(top, 0, f"{theme.chart_heading(chart)} ({chart.unit})", draft.cell_format(bold=True))
    for column, label in enumerate(("Nội dung", *(series.name for series in chart.series))):
        draft.put_text(cells, top + 1, column, label, bold=True, align="center", bg_color=HEADER)
    cells.set_row(top + 1, row_height(MeasuredText(series.name, FIGURES_WIDTH, bold=True) for series in chart.series))
    figure = draft.cell_format(**boxed_properties(num_format=number_format(chart.decimals)))
    for row, category in enumerate(chart.categories, start=top + 2):
        draft.put_text(cells, row, 0, category)
        cells.set_row(row, row_height([MeasuredText(category, NAMES_WIDTH)]))
        for column, series in enumerate(chart.series, start=1):
            value = series.values[row - top - 2]
            if value is None:
                cells.write_blank(row, column, None, figure)
            else:
                cells.write_number(row, column, value, figure)


def _insert_drawing(draft: Draft, drawings: Worksheet, chart: Chart, top: int, block: int) -> None:
    native = add_chart(draft.book, chart, ChartCells(DATA_SHEET, block + 1), annex_look(chart))
    width, height = annex_size(chart)
    native.set_size({"width": width, "height": height})
    drawings.insert_chart(top, 0, native, {"description": cell_text(chart.alt), "object_position": 2})
    caption_row = top + math.ceil(height / ROW)
    look = draft.cell_format(italic=True, font_size=10, align="center", valign="top", text_wrap=True)
    drawings.merge_range(caption_row, 0, caption_row + 1, COLUMNS - 1, "", look)
    drawings.write_string(caption_row, 0, chart.source, look)
