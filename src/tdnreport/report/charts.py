"""Interactive charts for the page and for notebooks: a `Chart` as a Plotly figure that loads nothing and sends nothing.

    figure(chart)                      for the page, whose caption holds the title
    figure(chart, headed=True).show(config=offline_config())

Categories stand at positions 0, 1, 2 … with their names as tick labels, so that Plotly never merges equal names, reads
them as dates or leaves some out. Every text is escaped: what a department wrote is never markup. Lengths are in pixels.
Out of scope: files for paper (`paper_charts`), the caption and the source around the figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from tdnreport.report import style
from tdnreport.report.content import Chart, Series
from tdnreport.report.metrics import text_width_pt, wrapped
from tdnreport.report.paper_layout import frame, point_labels

if TYPE_CHECKING:
    import plotly.graph_objects as go

FAMILY = f'"{style.FAMILY}", Tinos, "Liberation Serif", serif'
SIZE = 14
LINE = 17
NAME_WIDTH = 270
HOVER_WIDTH = 380
COLUMN_WIDTH = 800
"""Width at which names under columns are broken; on a narrower screen Plotly turns them."""
STANDING_HEIGHT = 300
SMALLEST = 10
"""Labels inside a stack that need a smaller letter than this are left out; hovering shows them."""
PERIODS = 12

Spec = dict[str, Any]


def offline_config() -> Spec:
    """Plotly's settings that keep a chart on the machine: no link, no logo, no upload button."""
    return {
        "displaylogo": False,
        "showSendToCloud": False,
        "showLink": False,
        "plotlyServerURL": "",
        "locale": "vi",
        "responsive": True,
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
    }


def figure(chart: Chart, *, headed: bool = False) -> go.Figure:
    """The chart with bar and scatter traces only; `headed` writes number and title above it."""
    import plotly.graph_objects as go

    chart = style.cleaned(chart)
    layout = _layout(chart, headed)
    if not style.has_values(chart):
        return go.Figure({"layout": layout | _nothing()})
    return go.Figure({"data": _curves(chart) if chart.kind == "line" else _bars(chart), "layout": layout})


def _curves(chart: Chart) -> list[Spec]:
    """Lines with the labels that find room, broken where there is no value."""
    places = {(one.series, one.category): one.is_above for one in point_labels(chart, frame(chart).plot)}
    return [_curve(chart, index, places) for index in range(len(chart.series))]


def _curve(chart: Chart, index: int, places: dict[tuple[int, int], bool]) -> Spec:
    series, ink = chart.series[index], style.ink(index)
    moments = range(len(series.values))
    labelled = [(index, moment) in places for moment in moments]
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        **_values(chart, series, is_lying=False),
        "text": [_label(chart, value) if shown else "" for value, shown in zip(series.values, labelled, strict=True)],
        "textposition": [f"{'top' if places.get((index, moment), True) else 'bottom'} center" for moment in moments],
        "line": {"color": ink.line, "width": 2.5, "dash": ink.dash},
        "marker": {"color": ink.line, "size": 8, "symbol": ink.marker},
        "cliponaxis": False,
        "connectgaps": False,
    }


def _bars(chart: Chart) -> list[Spec]:
    return [_bar(chart, index) for index in range(len(chart.series))]


def _bar(chart: Chart, index: int) -> Spec:
    series, ink, is_stacked = chart.series[index], style.ink(index), chart.kind == "stacked"
    is_lying = style.lies_down(chart)
    return {
        "type": "bar",
        "orientation": "h" if is_lying else "v",
        **_values(chart, series, is_lying),
        "text": ["" if is_stacked and not value else _label(chart, value) for value in series.values],
        "textposition": "inside" if is_stacked else "outside",
        "insidetextanchor": "middle",
        "constraintext": "inside" if is_stacked else "none",
        "textangle": 0,
        "textfont": {"color": ink.on_fill if is_stacked else style.TEXT},
        "marker": {"color": ink.fill, "line": {"color": style.PAPER, "width": 1}, "pattern": _pattern(ink)},
        "cliponaxis": False,
    }


def _pattern(ink: style.Ink) -> Spec:
    """Stripes that keep the label upon them readable: lighter under dark letters, darker under white ones."""
    stripes = style.PAPER if ink.on_fill == style.TEXT else ink.line
    return {
        "shape": ink.pattern,
        "fillmode": "overlay",
        "fgcolor": stripes,
        "fgopacity": 1,
        "size": 9,
        "solidity": 0.16,
    }


def _values(chart: Chart, series: Series, is_lying: bool) -> Spec:
    """Places, values, and what a pointer over each of them shows."""
    places = list(range(len(series.values)))
    along, across = ("x", "y") if is_lying else ("y", "x")
    return {
        "name": _escaped(series.name),
        along: list(series.values),
        across: places,
        "hovertext": [_hover(chart, name, series, place) for place, name in enumerate(chart.categories)],
        "hoverinfo": "text",
    }


def _hover(chart: Chart, category: str, series: Series, place: int) -> str:
    unit = "" if chart.unit == "%" else f" {chart.unit}"
    value = f"{series.name}: {_label(chart, series.values[place])}{unit}"
    return _broken(wrapped(category, HOVER_WIDTH, SIZE, most=8)) + f"<br><b>{_escaped(value)}</b>"


def _label(chart: Chart, value: float | None) -> str:
    return "" if value is None else style.label(chart, value)


def _layout(chart: Chart, headed: bool) -> Spec:
    is_lying = style.lies_down(chart)
    names = _names(chart, is_lying)
    title = wrapped(style.heading(chart), COLUMN_WIDTH, 1.2 * SIZE, bold=True, most=4) if headed else []
    legend_rows = 0 if len(chart.series) < 2 else 2
    top = 10 + LINE * (1.3 * len(title) + 1.3 * legend_rows)
    return {
        "template": "none",
        "title": {"text": f"<b>{_broken(title)}</b>" if headed else "", "font": {"size": 1.2 * SIZE}, "x": 0.5, "y": 1,
                  "yref": "container", "yanchor": "top", "pad": {"t": 8}},
        "font": {"family": FAMILY, "size": SIZE, "color": style.TEXT},
        "separators": ",.",
        "paper_bgcolor": style.PAPER,
        "plot_bgcolor": style.PAPER,
        "height": top + _plot_height(chart, names, is_lying) + _foot(chart, names, is_lying),
        "margin": {"t": top, "l": 10, "r": _label_room(chart) if is_lying else 14, "b": 10},
        "barmode": "relative" if chart.kind == "stacked" else "group",
        "bargap": 0.3,
        "uniformtext": {"minsize": SMALLEST, "mode": "hide"} if chart.kind == "stacked" else {},
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"align": "left", "bgcolor": style.PAPER, "bordercolor": style.MUTED,
                       "font": {"family": FAMILY, "size": SIZE, "color": style.TEXT}},
        "showlegend": legend_rows > 0,
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"},
        "xaxis": _value_axis(chart, is_lying) if is_lying else _name_axis(names, is_lying),
        "yaxis": _name_axis(names, is_lying) if is_lying else _value_axis(chart, is_lying),
    }  # fmt: skip


def _names(chart: Chart, is_lying: bool) -> list[list[str]]:
    """The lines of each category's name."""
    width = NAME_WIDTH if is_lying else 0.9 * COLUMN_WIDTH / max(1, min(PERIODS, len(chart.categories)))
    return [wrapped(name, width, SIZE, most=style.LABEL_LINES + (not is_lying)) for name in chart.categories]


def _plot_height(chart: Chart, names: Sequence[Sequence[str]], is_lying: bool) -> float:
    if not style.has_values(chart):
        return 4 * LINE
    if not is_lying:
        return STANDING_HEIGHT
    bars = 1 if chart.kind == "stacked" else len(chart.series)
    return len(names) * LINE * (0.6 + max(1.3 * bars, *map(len, names)))


def _foot(chart: Chart, names: Sequence[Sequence[str]], is_lying: bool) -> float:
    """Room below the plot for tick labels and the unit."""
    lines = 1 + bool(_unit(chart)) if is_lying else max(map(len, names), default=1)
    return 16 + 1.3 * LINE * lines


def _unit(chart: Chart) -> str:
    """What the axis of values is called; per cent stands at each number already."""
    return "" if chart.unit == "%" else _escaped(style.unit_line(chart))


def _label_room(chart: Chart) -> float:
    """Room right of lying bars for the label of the longest."""
    values = [value for series in chart.series for value in series.values if value is not None]
    return 16 + max((text_width_pt(style.label(chart, value), SIZE) for value in values), default=0)


def _value_axis(chart: Chart, is_lying: bool) -> Spec:
    axis = style.axis(chart)
    room = 0.08 * (axis.high - axis.low)
    return {
        "range": [axis.low - (2 * room if axis.low < 0 else 0), axis.high + (0 if is_lying else room)],
        "dtick": axis.step,
        "tickformat": ",.2~f",
        "ticksuffix": style.suffix(chart),
        "title": {"text": _unit(chart), "font": {"size": SIZE - 1}, "standoff": 8},
        "automargin": True,
        "showgrid": True,
        "gridcolor": style.GRID,
        "zeroline": True,
        "zerolinecolor": style.MUTED,
        "zerolinewidth": 1,
    }


def _name_axis(names: Sequence[Sequence[str]], is_lying: bool) -> Spec:
    """First category on top of lying bars; of many moments on a line only every second, third … is named, the last always."""
    every = 1 if is_lying else -(-len(names) // PERIODS) or 1
    named = [place for place in range(len(names)) if (len(names) - 1 - place) % every == 0]
    ends = [-0.5, max(1, len(names)) - 0.5]
    return {
        "range": ends[::-1] if is_lying else ends,
        "tickvals": named,
        "ticktext": [_broken(names[place]) for place in named],
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "ticklabelstandoff": 6,
    }


def _nothing() -> Spec:
    """An empty frame that says so."""
    text = {"text": style.NO_DATA, "showarrow": False, "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}
    return {
        "annotations": [text | {"font": {"size": SIZE + 2}}],
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
    }


def _broken(lines: Sequence[str]) -> str:
    return "<br>".join(map(_escaped, lines))


def _escaped(text: str) -> str:
    """Neither markup nor, between two dollar signs, a formula."""
    return escape(text, quote=False).replace("$", "&#36;")
