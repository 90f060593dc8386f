"""Layout of a printed chart, in points from the top left corner; pure geometry without drawing.

From top to bottom: title, unit, legend, plot, labels of the axis, source.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from tdnreport.report.charts import theme
from tdnreport.report.charts.text_metrics import balance_text, text_width_pt, wrap_text
from tdnreport.report.model import Chart

WIDTH = theme.WIDTH_PT
MARGIN = 4.0
GAP = 6.0
SWATCH = 18.0
STANDING_HEIGHT = 180.0
"""Height of the plot of columns and lines; that of lying bars grows with their number."""
EMPTY_HEIGHT = 60.0

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One name in the legend: which series, where in the row, its text."""

    series: int
    x: float
    name: str


@dataclass(frozen=True, slots=True)
class Plot:
    """The drawing area. `edges` are the borders of the categories along their axis; `labels` the lines of each category's name."""

    lying: bool
    axis: theme.Axis
    size: float
    labels: tuple[Lines, ...]
    left: float
    right: float
    top: float
    bottom: float
    edges: tuple[float, ...]
    names_end: float
    """Where names beside lying bars end, and those under standing ones begin."""
    tail: float
    """Height of the labels below the drawing area."""

    def place_of(self, value: float) -> float:
        """The place of a value along its axis."""
        share = (value - self.axis.low) / (self.axis.high - self.axis.low)
        start, end = (self.left, self.right) if self.lying else (self.bottom, self.top)
        return start + share * (end - start)

    def middle_of(self, category: int) -> float:
        return (self.edges[category] + self.edges[category + 1]) / 2

    def bar_place(self, category: int, position: int, count: int) -> tuple[float, float]:
        """Start and thickness of one of `count` bars that share a category."""
        room = self.edges[category + 1] - self.edges[category]
        thickness = min(leading(self.size) if self.lying else 40.0, 0.84 * room / count)
        return self.middle_of(category) + (position - count / 2) * thickness, thickness


@dataclass(frozen=True, slots=True)
class ChartFrame:
    title: Lines
    legend: tuple[tuple[LegendEntry, ...], ...]
    source: Lines
    plot: Plot

    @property
    def legend_top(self) -> float:
        return MARGIN + len(self.title) * leading(theme.TITLE_PT) + leading(theme.NOTE_PT) + GAP / 2

    @property
    def source_top(self) -> float:
        return self.plot.bottom + self.plot.tail + GAP

    @property
    def height(self) -> float:
        return math.ceil(self.source_top + len(self.source) * leading(theme.NOTE_PT) + MARGIN)


@dataclass(frozen=True, slots=True)
class PointLabel:
    """A value written at its point of a line; `x` and `y` are its centre."""

    series: int
    category: int
    x: float
    y: float
    text: str
    is_above: bool


def leading(size: float) -> float:
    return size * theme.LEADING


def lay_out_chart(chart: Chart) -> ChartFrame:
    """Measures of a chart whose texts are `style.cleaned`."""
    title = balance_text(theme.chart_heading(chart), WIDTH - 2 * MARGIN, theme.TITLE_PT, bold=True, most=4)
    source = wrap_text(chart.source, WIDTH - 2 * MARGIN, theme.NOTE_PT, italic=True, most=4)
    legend = tuple(_lay_out_legend(chart))
    head = len(title) * leading(theme.TITLE_PT) + leading(theme.NOTE_PT) + len(legend) * leading(theme.TEXT_PT)
    top = MARGIN + head + 2 * GAP
    plot = (_lying_plot if theme.lies_down(chart) else _standing_plot)(chart, top)
    return ChartFrame(tuple(title), legend, tuple(source), plot)


def _lay_out_legend(chart: Chart) -> Iterator[tuple[LegendEntry, ...]]:
    """Rows of names, as many side by side as fit; a single series needs no legend."""
    if len(chart.series) < 2 or not theme.has_values(chart):
        return
    row: list[LegendEntry] = []
    x = MARGIN
    for index, series in enumerate(chart.series):
        (name,) = wrap_text(series.name, WIDTH - 2 * MARGIN - SWATCH - GAP, theme.TEXT_PT, most=1)
        width = SWATCH + GAP + text_width_pt(name, theme.TEXT_PT) + 2 * GAP
        if row and x + width > WIDTH:
            yield tuple(row)
            row, x = [], MARGIN
        row.append(LegendEntry(index, x, name))
        x += width
    yield tuple(row)


def _lying_plot(chart: Chart, top: float) -> Plot:
    size, space = theme.row_size(chart)
    labels = tuple(
        tuple(balance_text(name, theme.LABEL_SHARE * WIDTH, size, most=theme.LABEL_LINES)) for name in chart.categories
    )
    bars = 1 if chart.kind == "stacked" else len(chart.series)
    heights = (max(len(lines), bars) * leading(size) + space for lines in labels)
    edges = tuple(accumulate(heights if labels else (EMPTY_HEIGHT,), initial=top))
    end_labels = (
        () if chart.kind == "stacked" else (theme.value_label(chart, value) for value in theme.chart_values(chart))
    )
    room = _widest_pt(end_labels, size) + GAP
    axis = theme.value_axis(chart)
    names_end = MARGIN + _widest_pt((line for lines in labels for line in lines), size)
    return Plot(
        lying=True,
        axis=axis,
        size=size,
        labels=labels,
        left=names_end + GAP + (room if axis.low < 0 else 0.0),
        right=WIDTH - MARGIN - max(room, _widest_pt((theme.tick_label(chart, axis.high),), theme.NOTE_PT) / 2),
        top=top,
        bottom=edges[-1],
        edges=edges,
        names_end=names_end,
        tail=GAP / 2 + leading(theme.NOTE_PT),
    )


def _standing_plot(chart: Chart, top: float) -> Plot:
    axis = theme.value_axis(chart)
    left = MARGIN + _widest_pt((theme.tick_label(chart, value) for value in axis.ticks), theme.NOTE_PT) + GAP
    count = max(1, len(chart.categories))
    slot = (WIDTH - MARGIN - left) / count
    labels = _labels_below(chart, slot)
    top += leading(theme.TEXT_PT)
    bottom = top + (STANDING_HEIGHT if theme.has_values(chart) else EMPTY_HEIGHT)
    return Plot(
        lying=False,
        axis=axis,
        size=theme.TEXT_PT,
        labels=labels,
        left=left,
        right=WIDTH - MARGIN,
        top=top,
        bottom=bottom,
        edges=tuple(left + slot * index for index in range(count + 1)),
        names_end=bottom + GAP,
        tail=GAP / 2 + max((len(lines) for lines in labels), default=1) * leading(theme.TEXT_PT),
    )


def _labels_below(chart: Chart, slot: float) -> tuple[Lines, ...]:
    """Names under the axis; of many points of a line only every second, third … is named, so that the last one is."""
    words = (word for name in chart.categories for word in name.split())
    every = max(1, -int(-_widest_pt(words, theme.TEXT_PT) * 1.15 // slot))
    last = len(chart.categories) - 1
    return tuple(
        tuple(balance_text(name, slot * every * 0.95, theme.TEXT_PT, most=4)) if (last - index) % every == 0 else ()
        for index, name in enumerate(chart.categories)
    )


def _widest_pt(texts: Iterable[str], size: float) -> float:
    return max((text_width_pt(text, size) for text in texts), default=0.0)


def point_labels(chart: Chart, plot: Plot) -> Iterator[PointLabel]:
    """Values of a line that fit above or below their point without covering another label or point."""
    points = [
        (plot.middle_of(place), plot.place_of(value), index, place, theme.value_label(chart, value))
        for index, series in enumerate(chart.series)
        for place, value in enumerate(series.values)
        if value is not None
    ]
    taken = [(x - 3, y - 3, x + 3, y + 3) for x, y, *_ in points]
    for x, y, index, place, text in sorted(points):
        half = text_width_pt(text, theme.NOTE_PT) / 2 + 1
        centre = min(max(x, plot.left + half), WIDTH - half)
        for middle in (y - 10, y + 10):
            box = (centre - half, middle - 5, centre + half, middle + 5)
            if not any(_boxes_overlap(box, other) for other in taken):
                taken.append(box)
                yield PointLabel(index, place, centre, middle, text, is_above=middle < y)
                break


def _boxes_overlap(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
