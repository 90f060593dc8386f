"""The report's charts as Office draws them: one builder (xlsxwriter) for the Excel annex and for Word.

    add_chart(book, chart, ChartCells("Số liệu biểu đồ", 1), annex_look(chart))         Excel finds the places
    add_chart(book, chart, ChartCells("Sheet1", 0), word_look(chart, measure_chart(chart)))  places are those of the printed chart

A look is nothing but xlsxwriter's own options. Out of scope: the sheets that hold numbers and drawings (`excel`), the
parts of a Word document (`word`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tdnreport.report.charts import theme
from tdnreport.report.charts.paper_layout import GAP, MARGIN, WIDTH, Plot, lay_out_chart, leading, point_labels
from tdnreport.report.charts.text_metrics import text_width_pt, wrap_text
from tdnreport.report.charts.theme import RULE, VI
from tdnreport.report.model import Chart

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart as NativeChart

Options = dict[str, Any]

TYPES: dict[str, Options] = {
    "bars": {"type": "bar"},
    "columns": {"type": "column"},
    "stacked": {"type": "bar", "subtype": "stacked"},
    "line": {"type": "line"},
}
STRIPES = {"/": "wide_upward_diagonal", "\\": "wide_downward_diagonal", "x": "outlined_diamond", ".": "percent_10"}
DASHES = {"solid": "solid", "dash": "dash", "dot": "round_dot", "dashdot": "dash_dot"}
MARKERS = {"circle": "circle", "square": "square", "diamond": "diamond", "triangle-up": "triangle"}
NO_TICKS = {"major_tick_mark": "none", "minor_tick_mark": "none"}

ANNEX_WIDTH, ANNEX_HEIGHT, ANNEX_FRAME, ANNEX_BAR = 585, 400, 150, 22
"""Pixels of a drawing in the annex; lying bars need `ANNEX_FRAME` and `ANNEX_BAR` for each."""
MOST_LABELS = 80
TALLEST_PLOT, SMALLEST = 540.0, 6.5
"""Points; bars of 60 units still leave room for caption and source on the same page, in letters that can be read."""


@dataclass(frozen=True, slots=True)
class ChartCells:
    """Where a chart's numbers stand: names of the series in row `top` from column 1 on, below them one row a category."""

    sheet: str
    top: int


@dataclass(frozen=True, slots=True)
class ChartLook:
    """xlsxwriter's options for one drawing; `series` in the order of the chart's series, `names` and `values` its axes."""

    type: Options
    title: Options
    series: list[Options]
    names: Options
    values: Options
    area: Options
    plot: Options = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measures:
    """Where things stand on Word's drawing of `WIDTH` × `height` points: the plot from `top` to `bottom`; letters have `size`.

    `row` is the room of one category along its axis. Of many moments on a line only every second, third … is named, as
    `every` says.
    """

    plot: Plot
    top: float
    bottom: float
    height: float
    size: float
    row: float
    every: int


def add_chart(book: Workbook, chart: Chart, cells: ChartCells, look: ChartLook) -> NativeChart:
    """The chart as part of the workbook; it is drawn once a sheet inserts it."""
    native = book.add_chart(dict(look.type))
    native.label_position_default = ""  # xlsxwriter leaves out the position that is usual in Excel
    first, last = cells.top + 1, cells.top + len(chart.categories)
    for column, options in enumerate(look.series, start=1):
        names, values = [cells.sheet, first, 0, last, 0], [cells.sheet, first, column, last, column]
        native.add_series({"name": [cells.sheet, cells.top, column], "categories": names, "values": values, **options})
    _set_axes(native, chart, look)
    native.set_title(look.title)
    native.set_legend({"position": "bottom", "font": _font(theme.TEXT_PT)} if len(chart.series) > 1 else {"none": True})
    native.set_chartarea(look.area)
    native.set_plotarea(look.plot)
    native.show_blanks_as("gap")
    return native


def _set_axes(native: NativeChart, chart: Chart, look: ChartLook) -> None:
    """Values in the steps of the other drawings; lying bars begin on top."""
    axis, grid = theme.value_axis(chart), {"visible": True, "line": {"color": theme.GRID, "width": 0.5}}
    scale = {"min": axis.low, "max": axis.high, "major_unit": axis.step, "major_gridlines": grid}
    values = scale | {"num_font": _font(theme.NOTE_PT), "line": {"none": True}} | look.values
    if look.type["type"] == "bar":
        native.set_y_axis(look.names | {"reverse": True, "major_gridlines": {"visible": False}})
        native.set_x_axis(values)
    else:
        native.set_x_axis(look.names)
        native.set_y_axis(values)


def number_format(decimals: int, sign: str = "") -> str:
    """An Excel number format with Vietnamese separators, where the programme takes them from the format (42A is vi-VN)."""
    code = f"{VI}#,##0{'.' if decimals else ''}{'0' * decimals}"
    return f'{code}"{sign}"' if sign else code


def _font(size: float, **more: Any) -> Options:
    return {"name": theme.FAMILY, "size": size, "color": theme.TEXT, **more}


def _title_options(text: str, size: float, **font: Any) -> Options:
    """Title of a drawing or an axis; xlsxwriter would take a text with `!A1` in it for a cell reference."""
    return {"name": re.sub(r"!(?=\$?[A-Z]+\$?\d)", "!\u2060", text), "name_font": _font(size, **font)}


def annex_look(chart: Chart) -> ChartLook:
    """The drawing with its title, in the places that Excel finds."""
    unit = _title_options(theme.unit_line(chart), theme.TEXT_PT, italic=True, bold=False)
    return ChartLook(
        type=TYPES[chart.kind],
        title=_title_options(theme.chart_heading(chart), theme.TITLE_PT, bold=True) | {"overlay": False},
        series=[_annex_series(chart, theme.ink_of(index)) for index in range(len(chart.series))],
        names={
            "num_font": _font(theme.NOTE_PT),
            "interval_unit": 1,
            "line": {"color": RULE},
            "major_tick_mark": "none",
        },
        values=unit | {"num_format": number_format(0), "label_position": "high" if _has_lying_bars(chart) else None},
        area={"border": {"color": theme.GRID}},
    )


def _annex_series(chart: Chart, ink: theme.Ink) -> Options:
    labels: Options = {"value": True, "num_format": number_format(chart.decimals), "font": _font(theme.NOTE_PT)}
    if chart.kind == "stacked":
        code = labels["num_format"]
        labels |= {"num_format": f"{code};-{code};;", "font": _font(theme.NOTE_PT, color=ink.on_fill)}
    look: Options = {"fill": {"color": ink.fill}, "gap": 60}
    if chart.kind == "line":
        labels["position"] = "above"
        look = _line_options(ink, 2.25, "circle")
    return look | ({"data_labels": labels} if len(chart.categories) * len(chart.series) <= MOST_LABELS else {})


def _line_options(ink: theme.Ink, width: float, marker: str) -> Options:
    colour = {"color": ink.line}
    marked = {"type": marker, "size": 6, "fill": colour, "border": colour}
    return {"line": colour | {"width": width}, "marker": marked}


def annex_size(chart: Chart) -> tuple[int, int]:
    """Width and height in pixels: bars need room for each category and series, columns and lines do not."""
    bars = len(chart.categories) * (len(chart.series) if chart.kind == "bars" else 1)
    return ANNEX_WIDTH, max(ANNEX_HEIGHT, ANNEX_FRAME + ANNEX_BAR * bars if _has_lying_bars(chart) else 0)


def _has_lying_bars(chart: Chart) -> bool:
    return bool(TYPES[chart.kind]["type"] == "bar")


def measure_chart(chart: Chart) -> Measures:
    """Positions of the printed chart without title and source; rows are equal, as Word requires."""
    printed, count = lay_out_chart(chart), len(chart.categories)
    plot = printed.plot
    top, height, row = MARGIN + leading(theme.NOTE_PT) + GAP, plot.bottom - plot.top, (plot.right - plot.left) / count
    size, tail = plot.size, plot.tail
    if plot.lying:
        row = min(max(below - above for above, below in pairwise(plot.edges)), TALLEST_PLOT / count)
        height, size = row * count, min(size, max(SMALLEST, row / theme.LEADING))
    else:
        top += leading(theme.TEXT_PT)
    named = [place for place, lines in enumerate(plot.labels) if lines]
    every = 1 if len(named) < 2 else named[1] - named[0]
    if every > 1:
        tail = GAP + max(text_width_pt(name, size) for name in chart.categories)
    legend_rows = len(printed.legend) + (chart.kind == "line" and len(chart.series) > 1)
    bottom = top + height
    return Measures(plot, top, bottom, bottom + tail + legend_rows * leading(theme.TEXT_PT) + 2 * GAP, size, row, every)


def shorten_names(chart: Chart, measures: Measures) -> Chart:
    """The chart with category names cut to the lines that fit."""
    width, most = measures.row * measures.every, 4
    if measures.plot.lying:
        width, most = theme.LABEL_SHARE * WIDTH, max(1, int(measures.row / leading(measures.size)))
    names = (" ".join(wrap_text(name, 0.94 * width, measures.size, most=most)) for name in chart.categories)
    return replace(chart, categories=tuple(names))


def word_look(chart: Chart, measures: Measures) -> ChartLook:
    """The drawing without its title, which is a paragraph of the document; the unit stands at the top right."""
    is_whole = theme.value_axis(chart).step == int(theme.value_axis(chart).step)
    return ChartLook(
        type=TYPES[chart.kind] | ({"type": "bar"} if measures.plot.lying else {}),
        title=_unit_title(chart, measures),
        series=[_word_series(chart, measures, index) for index in range(len(chart.series))],
        names=NO_TICKS | _name_axis(measures),
        values=NO_TICKS | {"num_format": number_format(0 if is_whole else 1, theme.value_suffix(chart))},
        area={"border": {"none": True}, "fill": {"color": theme.PAPER}},
        plot={"layout": _plot_box(measures)},
    )


def _unit_title(chart: Chart, measures: Measures) -> Options:
    text = theme.unit_line(chart)
    if not text:
        return {"none": True}
    left = max(MARGIN, WIDTH - MARGIN - 1.1 * text_width_pt(text, theme.NOTE_PT, italic=True))
    place = {"x": left / WIDTH, "y": MARGIN / measures.height}
    return _title_options(text, theme.NOTE_PT, italic=True, bold=False) | {"overlay": True, "layout": place}


def _name_axis(measures: Measures) -> Options:
    """Values stand below lying bars too: their order is turned round, so the axes cross at the last category."""
    return {
        "num_font": _font(measures.size, rotation=0 if measures.every == 1 else -90),
        "label_position": "low",
        "interval_unit": measures.every,
        "line": {"color": theme.MUTED},
        "crossing": "max" if measures.plot.lying else None,
    }


def _plot_box(measures: Measures) -> Options:
    left, right = measures.plot.left, measures.plot.right
    share = {"x": left / WIDTH, "y": measures.top / measures.height}
    return share | {"width": (right - left) / WIDTH, "height": (measures.bottom - measures.top) / measures.height}


def label_format(chart: Chart) -> str:
    return number_format(chart.decimals, theme.value_suffix(chart))


def _word_series(chart: Chart, measures: Measures, index: int) -> Options:
    """Lines differ by dash and mark, bars by stripes, so that a grey print can be read too."""
    ink, labels = theme.ink_of(index), {"value": True, "num_format": label_format(chart)}
    if chart.kind == "line":
        look = _line_options(ink, 1.6, MARKERS[ink.marker])
        look["line"]["dash_type"] = DASHES[ink.dash]
        return look | {"data_labels": labels | _line_labels(chart, measures, index)}
    look = {"fill": {"color": ink.fill}}
    if ink.pattern:
        look = {"pattern": {"pattern": STRIPES[ink.pattern], "fg_color": theme.PAPER, "bg_color": ink.fill}}
    bars = 1 if chart.kind == "stacked" else len(chart.series)
    thickness = min(leading(measures.size) if measures.plot.lying else 40.0, 0.84 * measures.row / bars)
    look["gap"] = min(500, round(100 * (measures.row / thickness - bars)))
    if chart.kind == "stacked":
        look["border"] = {"color": theme.PAPER, "width": 0.5}
        return look | {"data_labels": labels | _stack_labels(chart, measures, index)}
    return look | {"data_labels": labels | {"position": "outside_end", "font": _font(measures.size)}}


def _stack_labels(chart: Chart, measures: Measures, index: int) -> Options:
    """Labels in the middle of the parts that are long enough."""
    ink = theme.ink_of(index)
    fits = (value is None or _fits_in_bar(chart, measures, value) for value in chart.series[index].values)
    look = {"position": "center", "font": _font(measures.size, color=ink.on_fill)}
    ground = {"fill": {"color": ink.fill}} if ink.pattern else {}
    return look | ground | {"custom": [None if is_long else {"delete": True} for is_long in fits]}


def _fits_in_bar(chart: Chart, measures: Measures, value: float) -> bool:
    length = abs(measures.plot.place_of(value) - measures.plot.place_of(0))
    return value != 0 and text_width_pt(theme.value_label(chart, value), measures.size) + 2 <= length


def _line_labels(chart: Chart, measures: Measures, index: int) -> Options:
    """Labels of the values that fit at their points."""
    look = {"position": "above", "font": _font(theme.NOTE_PT), "fill": {"color": theme.PAPER}}
    sides = dict(_label_sides(chart, measures.plot, index))
    labels = (look | {"position": sides.get(place)} for place in range(len(chart.categories)))
    return look | {"custom": [label if label["position"] else {"delete": True} for label in labels]}


def _label_sides(chart: Chart, plot: Plot, index: int) -> Iterator[tuple[int, str]]:
    """Above or below the point; beside it where the label would leave the plot."""
    for label in point_labels(chart, plot):
        point, half = plot.middle_of(label.category), text_width_pt(label.text, theme.NOTE_PT) / 2
        if label.series == index:
            side = "right" if point - half < plot.left else "left" if point + half > WIDTH else ""
            yield label.category, side or ("above" if label.is_above else "below")
