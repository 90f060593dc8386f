"""The report's charts as Excel's own: editable, in house colours, fed by cells one sheet further.

`Biểu đồ` holds the drawings with their sources, `Số liệu biểu đồ` one block of cells for each:

    Biểu đồ 1. Tỷ lệ hoàn thành theo nhiệm vụ (%)
    Nội dung    Đến ngày báo cáo    Ước cả năm
    1           100                 100
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tdnreport.report.charts import theme
from tdnreport.report.excel.workbook import HEADER, RULE, VI, Draft, Text, boxed, plain, row_height
from tdnreport.report.model import Chart
from tdnreport.report.word.rules import Area

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as NativeChart
    from xlsxwriter.worksheet import Worksheet

SHEET, DATA_SHEET = "Biểu đồ", "Số liệu biểu đồ"
TYPES = {
    "bars": {"type": "bar"},
    "columns": {"type": "column"},
    "stacked": {"type": "bar", "subtype": "stacked"},
    "line": {"type": "line"},
}
ACROSS = frozenset({"bars", "stacked"})
COLUMNS, COLUMN_WIDTH = 9, 8.6
WIDTH, HEIGHT, FRAME, ROW, PAGE_ROWS = 585, 400, 150, 20, 47
"""Pixels of a drawing, and the rows of 20 pixels that a portrait A4 page holds."""
BAR = 22
NAMES_WIDTH, FIGURES_WIDTH = 46, 14
MOST_LABELS = 80


def add(draft: Draft, charts: Sequence[Chart], area: Area) -> None:
    """Adds both sheets, two drawings on a printed page where they fit; no page is printed for what frames overlap."""
    drawings, cells = draft.sheet(SHEET, area), draft.sheet(DATA_SHEET, area)
    drawings.set_print_scale(100)
    drawings.set_column(0, COLUMNS - 1, COLUMN_WIDTH)
    cells.set_column(0, 0, NAMES_WIDTH)
    cells.set_column(1, 8, FIGURES_WIDTH)
    top, block, breaks = 0, 0, [0]
    for chart in map(theme.cleaned, charts):
        _fill(draft, cells, chart, block)
        rows = math.ceil(_height(chart) / ROW) + 3
        if top - breaks[-1] + rows > PAGE_ROWS and top > breaks[-1]:
            breaks.append(top)
        _draw(draft, drawings, chart, top, block)
        top, block = top + rows, block + len(chart.categories) + 3
    drawings.set_h_pagebreaks(breaks[1:])
    drawings.print_area(0, 0, top - 1, COLUMNS - 1)


def _fill(draft: Draft, cells: Worksheet, chart: Chart, top: int) -> None:
    """Title, header and one row per category from row `top` on."""
    cells.write_string(top, 0, f"{theme.heading(chart)} ({chart.unit})", draft.look(bold=True))
    for column, label in enumerate(("Nội dung", *(series.name for series in chart.series))):
        draft.put_text(cells, top + 1, column, label, bold=True, align="center", bg_color=HEADER)
    cells.set_row(top + 1, row_height(Text(series.name, FIGURES_WIDTH, bold=True) for series in chart.series))
    figure = draft.look(**boxed(num_format=_number_format(chart)))
    for at, category in enumerate(chart.categories, start=top + 2):
        draft.put_text(cells, at, 0, category)
        cells.set_row(at, row_height([Text(category, NAMES_WIDTH)]))
        for column, series in enumerate(chart.series, start=1):
            value = series.values[at - top - 2]
            if value is None:
                cells.write_blank(at, column, None, figure)
            else:
                cells.write_number(at, column, value, figure)


def _draw(draft: Draft, drawings: Worksheet, chart: Chart, top: int, block: int) -> None:
    native = _native(draft, chart, block)
    drawings.insert_chart(top, 0, native, {"description": plain(chart.alt), "object_position": 2})
    below = top + math.ceil(_height(chart) / ROW)
    look = draft.look(italic=True, font_size=10, align="center", valign="top", text_wrap=True)
    drawings.merge_range(below, 0, below + 1, COLUMNS - 1, "", look)
    drawings.write_string(below, 0, chart.source, look)


def _native(draft: Draft, chart: Chart, block: int) -> NativeChart:
    native = draft.book.add_chart(dict(TYPES[chart.kind]))
    first, last = block + 2, block + 1 + len(chart.categories)
    for at, _ in enumerate(chart.series, start=1):
        native.add_series(
            {
                "name": [DATA_SHEET, block + 1, at],
                "categories": [DATA_SHEET, first, 0, last, 0],
                "values": [DATA_SHEET, first, at, last, at],
                **_series_look(chart, theme.ink(at - 1)),
            }
        )
    _dress(native, chart)
    return native


def _series_look(chart: Chart, ink: theme.Ink) -> dict[str, Any]:
    look: dict[str, Any] = {}
    if len(chart.categories) * len(chart.series) <= MOST_LABELS:
        font = _font(9, color=ink.on_fill if chart.kind == "stacked" else theme.TEXT)
        position = {"position": "above"} if chart.kind == "line" else {}
        look["data_labels"] = {"value": True, "num_format": _number_format(chart, True), "font": font, **position}
    if chart.kind == "line":
        marker = {"type": "circle", "size": 6, "fill": {"color": ink.line}, "border": {"color": ink.line}}
        return look | {"line": {"color": ink.line, "width": 2.25}, "marker": marker}
    return look | {"fill": {"color": ink.fill}, "gap": 60}


def _dress(native: NativeChart, chart: Chart) -> None:
    native.set_title({"name": theme.heading(chart), "name_font": _font(12, bold=True), "overlay": False})
    native.set_legend({"position": "bottom", "font": _font(10)} if len(chart.series) > 1 else {"none": True})
    names = {"num_font": _font(9), "interval_unit": 1, "line": {"color": RULE}, "major_tick_mark": "none"}
    if chart.kind in ACROSS:
        native.set_y_axis(names | {"reverse": True, "major_gridlines": {"visible": False}})
        native.set_x_axis(_values(chart) | {"label_position": "high"})
    else:
        native.set_x_axis(names)
        native.set_y_axis(_values(chart))
    native.set_size({"width": WIDTH, "height": _height(chart)})
    native.set_chartarea({"border": {"color": theme.GRID}})
    native.show_blanks_as("gap")


def _values(chart: Chart) -> dict[str, Any]:
    """The axis of values, in the steps of the other drawings."""
    axis = theme.axis(chart)
    return {
        "name": theme.unit_line(chart),
        "name_font": _font(10, italic=True, bold=False),
        "num_font": _font(9),
        "num_format": f"{VI}#,##0",
        "min": axis.low,
        "max": axis.high,
        "major_unit": axis.step,
        "major_gridlines": {"visible": True, "line": {"color": theme.GRID, "width": 0.5}},
        "line": {"none": True},
    }


def _height(chart: Chart) -> int:
    """Bars need room for each category and series, columns and lines do not."""
    if chart.kind not in ACROSS:
        return HEIGHT
    bars = len(chart.categories) * (len(chart.series) if chart.kind == "bars" else 1)
    return max(HEIGHT, FRAME + BAR * max(bars, len(chart.categories)))


def _number_format(chart: Chart, hide_zero: bool = False) -> str:
    shown = f"{VI}#,##0{'.' if chart.decimals else ''}{'0' * chart.decimals}"
    return f"{shown};-{shown};;" if hide_zero and chart.kind == "stacked" else shown


def _font(size: int, **more: Any) -> dict[str, Any]:
    return {"name": theme.FAMILY, "size": size, "color": theme.TEXT, **more}
