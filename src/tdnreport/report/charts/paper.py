"""Charts for paper: PNG of 300 dots per inch and SVG, 160 mm wide, drawn without a browser, the same bytes on every machine.

    draw_all(report.charts, out / "bieu-do")     → [bieu-do/tien-do.png, bieu-do/tien-do.svg, …]

Letters come from the Tinos files of the package alone; in SVG they are outlines, so that no viewer needs the font.
Places are those of `paper_layout`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.report.charts import theme
from tdnreport.report.charts.paper_layout import (
    GAP,
    MARGIN,
    SWATCH,
    WIDTH,
    ChartFrame,
    Plot,
    lay_out_chart,
    leading,
    point_labels,
)
from tdnreport.report.charts.text_metrics import font_file, text_width_pt
from tdnreport.report.model import Chart

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

DPI = 300
DASHES = {"solid": "-", "dash": "--", "dot": ":", "dashdot": "-."}
MARKERS = {"": "", "circle": "o", "square": "s", "diamond": "D", "triangle-up": "^"}
HATCHES = {"": None, "/": "////", "\\": "\\\\\\\\", "x": "xxxx", ".": "...."}
SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "tdnreport",
    "svg.fonttype": "path",
    "text.parse_math": False,
    "text.hinting": "none",
    "hatch.linewidth": 0.7,
}


def draw_all(charts: Iterable[Chart], folder: Path) -> list[Path]:
    """`<id>.png` and `<id>.svg` of each chart; the paths written, in the charts' order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    with _canvas() as figure:
        for chart in charts:
            png, svg = folder / f"{chart.id}.png", folder / f"{chart.id}.svg"
            _draw_chart(figure, theme.clean_chart(chart), png, svg)
            paths += [png, svg]
    return paths


def draw_chart(chart: Chart, png: Path, svg: Path) -> None:
    with _canvas() as figure:
        _draw_chart(figure, theme.clean_chart(chart), png, svg)


@contextmanager
def _canvas() -> Iterator[Figure]:
    """One figure for many charts, under settings that no matplotlibrc of the machine can change."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        figure = Figure(dpi=DPI, facecolor=theme.PAPER)
        FigureCanvasAgg(figure)
        yield figure


def _draw_chart(figure: Figure, chart: Chart, png: Path, svg: Path) -> None:
    places = lay_out_chart(chart)
    page = PaperPage(figure, places.height)
    _draw_texts(page, chart, places)
    if theme.has_values(chart):
        _draw_grid(page, chart, places.plot)
        _draw_names(page, places.plot)
        (_draw_curves if chart.kind == "line" else _draw_bars)(page, chart, places.plot)
        _draw_line_at(page, places.plot, 0, theme.MUTED)
    else:
        page.draw_text(
            WIDTH / 2,
            (places.plot.top + places.plot.bottom) / 2,
            theme.NO_DATA,
            theme.TITLE_PT,
            font=_font_properties(italic=True),
            ha="center",
        )
    facts = {"Title": theme.chart_heading(chart), "Description": chart.alt}
    packing = {"compress_level": 3}
    figure.savefig(png, format="png", dpi=DPI, metadata={**facts, "Software": "tdnreport"}, pil_kwargs=packing)
    figure.savefig(svg, format="svg", metadata={**facts, "Creator": "tdnreport", "Date": None})


class PaperPage:
    """The page as one pair of axes in points, downwards; later elements lie above earlier ones."""

    def __init__(self, figure: Figure, height: float) -> None:
        figure.clear()
        figure.set_size_inches(WIDTH / 72, height / 72)
        self.axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
        self.axes.set_axis_off()
        self.depths = count()

    def draw_text(self, x: float, y: float, text: str, size: float, *, colour: str = theme.TEXT, **looks: Any) -> None:
        """One line whose small letters are centred on `y`; `looks` are matplotlib's (`ha`, `font`, `bbox`)."""
        looks = {"font": _font_properties(), "zorder": next(self.depths), **looks}
        self.axes.text(x, y + 0.33 * size, text, color=colour, va="baseline", **looks).set_fontsize(size)

    def draw_lines(self, x: float, y: float, lines: Sequence[str], size: float, **looks: Any) -> None:
        """Lines of which the first is centred on `y`."""
        for index, line in enumerate(lines):
            self.draw_text(x, y + index * leading(size), line, size, **looks)

    def draw_stroke(
        self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float, dash: str = "solid", marker: str = ""
    ) -> None:
        looks: dict[str, Any] = {"linestyle": DASHES[dash], "marker": MARKERS[marker], "markersize": 4.5}
        self.axes.plot(xs, ys, color=colour, linewidth=width, zorder=next(self.depths), **looks)

    def draw_box(self, x: float, y: float, width: float, height: float, ink: theme.Ink) -> None:
        from matplotlib.patches import Rectangle

        stripes = {"hatch": HATCHES[ink.pattern], "hatchcolor": ink.stripes}
        looks: dict[str, Any] = {"facecolor": ink.fill, "edgecolor": theme.PAPER, "linewidth": 0.5, **stripes}
        self.axes.add_patch(Rectangle((x, y), width, height, zorder=next(self.depths), **looks))


def _paper_patch() -> dict[str, Any]:
    """Paper-coloured patch behind a text that would cross a line."""
    return {"facecolor": theme.PAPER, "edgecolor": "none", "pad": 0.8}


def _halo(colour: str) -> list[Any]:
    """Outline that keeps hatching off the letters on it."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=2.5, foreground=colour)]


@cache
def _font_properties(bold: bool = False, italic: bool = False) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=font_file(bold, italic))


def _draw_texts(page: PaperPage, chart: Chart, places: ChartFrame) -> None:
    """Title, unit, legend and source."""
    page.draw_lines(
        WIDTH / 2,
        MARGIN + leading(theme.TITLE_PT) / 2,
        places.title,
        theme.TITLE_PT,
        ha="center",
        font=_font_properties(bold=True),
    )
    unit_y = places.legend_top - GAP / 2 - leading(theme.NOTE_PT) / 2
    page.draw_text(
        WIDTH - MARGIN, unit_y, theme.unit_line(chart), theme.NOTE_PT, font=_font_properties(italic=True), ha="right"
    )
    for row, entries in enumerate(places.legend):
        y = places.legend_top + (row + 0.5) * leading(theme.TEXT_PT)
        for entry in entries:
            _draw_swatch(page, entry.x, y, theme.ink_of(entry.series), chart.kind == "line")
            page.draw_text(entry.x + SWATCH + GAP, y, entry.name, theme.TEXT_PT)
    page.draw_lines(
        MARGIN,
        places.source_top + leading(theme.NOTE_PT) / 2,
        places.source,
        theme.NOTE_PT,
        font=_font_properties(italic=True),
    )


def _draw_swatch(page: PaperPage, x: float, y: float, ink: theme.Ink, as_line: bool) -> None:
    if as_line:
        page.draw_stroke((x, x + SWATCH), (y, y), ink.line, 1.6, ink.dash)
        page.draw_stroke((x + SWATCH / 2,), (y,), ink.line, 1.6, marker=ink.marker)
    else:
        page.draw_box(x, y - 4, SWATCH, 8, ink)


def _draw_grid(page: PaperPage, chart: Chart, plot: Plot) -> None:
    """Grid lines with their values."""
    for value in plot.axis.ticks:
        place, text = plot.place_of(value), theme.tick_label(chart, value)
        _draw_line_at(page, plot, value, theme.GRID)
        if plot.lying:
            page.draw_text(place, plot.bottom + GAP / 2 + leading(theme.NOTE_PT) / 2, text, theme.NOTE_PT, ha="center")
        else:
            page.draw_text(plot.left - GAP, place, text, theme.NOTE_PT, ha="right")


def _draw_line_at(page: PaperPage, plot: Plot, value: float, colour: str) -> None:
    place = plot.place_of(value)
    if plot.lying:
        page.draw_stroke((place, place), (plot.top, plot.bottom), colour, 0.6)
    else:
        page.draw_stroke((plot.left, plot.right), (place, place), colour, 0.6)


def _draw_names(page: PaperPage, plot: Plot) -> None:
    """Names of categories beside lying bars or below, there inside the sheet."""
    for index, lines in enumerate(plot.labels):
        middle = plot.middle_of(index)
        if plot.lying:
            first = middle - (len(lines) - 1) / 2 * leading(plot.size)
            page.draw_lines(plot.names_end, first, lines, plot.size, ha="right")
        else:
            half = max((text_width_pt(line, plot.size) for line in lines), default=0.0) / 2
            first = plot.names_end + leading(plot.size) / 2
            page.draw_lines(min(middle, WIDTH - half), first, lines, plot.size, ha="center")


def _draw_bars(page: PaperPage, chart: Chart, plot: Plot) -> None:
    for series in range(len(chart.series)):
        for category, value in enumerate(chart.series[series].values):
            if value is not None:
                _draw_bar(page, chart, plot, series, category, value)


def _draw_bar(page: PaperPage, chart: Chart, plot: Plot, series: int, category: int, value: float) -> None:
    base = _stack_base(chart, series, category, value) if chart.kind == "stacked" else 0.0
    start, end = plot.place_of(base), plot.place_of(base + value)
    across, width = plot.bar_place(category, *((0, 1) if chart.kind == "stacked" else (series, len(chart.series))))
    low, length = min(start, end), abs(end - start)
    ink = theme.ink_of(series)
    page.draw_box(*((low, across, length, width) if plot.lying else (across, low, width, length)), ink)
    text = theme.value_label(chart, value)
    if chart.kind != "stacked":
        _draw_end_label(page, plot, text, end, across + width / 2, value < 0)
    elif text_width_pt(text, plot.size) + 2 <= length:
        looks: dict[str, Any] = {"colour": ink.on_fill, "path_effects": _halo(ink.fill) if ink.pattern else None}
        page.draw_text(low + length / 2, across + width / 2, text, plot.size, ha="center", **looks)


def _stack_base(chart: Chart, series: int, category: int, value: float) -> float:
    """Start of a stacked part: after the earlier parts of the same sign."""
    earlier = (other.values[category] for other in chart.series[:series])
    return sum(part for part in earlier if part is not None and (part < 0) == (value < 0))


def _draw_end_label(page: PaperPage, plot: Plot, text: str, end: float, across: float, negative: bool) -> None:
    looks: dict[str, Any] = {"bbox": _paper_patch()}
    if plot.lying:
        page.draw_text(
            end + (-4 if negative else 4), across, text, plot.size, ha="right" if negative else "left", **looks
        )
    else:
        page.draw_text(across, end + (0.75 if negative else -0.75) * plot.size, text, plot.size, ha="center", **looks)


def _draw_curves(page: PaperPage, chart: Chart, plot: Plot) -> None:
    for index, series in enumerate(chart.series):
        xs = [plot.middle_of(category) for category in range(len(series.values))]
        ys = [float("nan") if value is None else plot.place_of(value) for value in series.values]
        ink = theme.ink_of(index)
        page.draw_stroke(xs, ys, ink.line, 1.6, ink.dash, ink.marker)
    for label in point_labels(chart, plot):
        page.draw_text(label.x, label.y, label.text, theme.NOTE_PT, ha="center", bbox=_paper_patch())
