"""Where things stand in a Plotly chart: axes, names, legend, margins and height of the figure.

Lengths are pixels. Places of categories are numbers with texts at their ticks, because Plotly would merge equal names
and read "4.10" as a number.
"""

from __future__ import annotations

import html
import math
from itertools import accumulate, pairwise
from typing import Any

from tdnreport.report.charts import theme
from tdnreport.report.charts.text_metrics import balanced, text_width_pt
from tdnreport.report.model import Chart

FONTS = f"{theme.FAMILY}, Tinos, Liberation Serif, serif"
SIZE = 14
LINE = 17
LABEL_WIDTH = 210
"""Most width of the names beside lying bars."""
STANDING = 300
EMPTY = 120
MOST_NAMES = 12
"""Under columns and lines; of more moments every second, third … one is named."""
TICKS = {"ticks": "outside", "ticklen": 5, "tickcolor": theme.PAPER}
"""Unseen, they keep names off the bars."""


def layout(chart: Chart) -> dict[str, Any]:
    common = {
        "template": {},
        "font": {"family": FONTS, "size": SIZE, "color": theme.TEXT},
        "separators": ",.",
        "paper_bgcolor": theme.PAPER,
        "plot_bgcolor": theme.PAPER,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "align": "left",
            "bgcolor": theme.PAPER,
            "font": {"family": FONTS, "size": SIZE, "color": theme.TEXT},
        },
        "uniformtext": {"mode": "hide", "minsize": 10} if chart.kind == "stacked" else {},
        "showlegend": len(chart.series) > 1 and theme.has_values(chart),
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "traceorder": "normal"},
    }
    return common | (_places(chart) if theme.has_values(chart) else _empty())


def _places(chart: Chart) -> dict[str, Any]:
    return _lying(chart) if theme.lies_down(chart) else _standing(chart)


def _empty() -> dict[str, Any]:
    note = {"text": theme.NO_DATA, "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False}
    hidden = {"visible": False, "fixedrange": True}
    margin = {"l": 10, "r": 10, "t": 10, "b": 10}
    return {
        "annotations": [note | {"font": {"size": SIZE + 2}}],
        "xaxis": hidden,
        "yaxis": hidden,
        "height": EMPTY,
        "margin": margin,
    }


def _lying(chart: Chart) -> dict[str, Any]:
    edges = row_edges(chart)
    names = [_name_lines(name) for name in chart.categories]
    room = 12 if chart.kind == "stacked" else _widest([theme.label(chart, value) for value in theme.values(chart)]) + 8
    left = _widest([line for lines in names for line in lines]) + 16 + (room if theme.axis(chart).low < 0 else 0)
    margin = {"l": left, "r": room, "t": 14 + _legend_height(chart), "b": LINE + 10 + (LINE + 6) * _has_unit(chart)}
    rows = {"tickmode": "array", **TICKS, "tickvals": middles(edges), "ticktext": [in_lines(lines) for lines in names]}
    return {
        "barmode": "relative" if chart.kind == "stacked" else "overlay",
        "yaxis": rows | {"range": [edges[-1], 0], "showgrid": False, "zeroline": False, "fixedrange": True},
        "xaxis": _value_axis(chart),
        "height": round(edges[-1] + margin["t"] + margin["b"]),
        "margin": margin,
    }


def _standing(chart: Chart) -> dict[str, Any]:
    """Of many moments every second, third … one is named, counted so that the last is."""
    count = len(chart.categories)
    every, beside = -(-count // MOST_NAMES), max(0.5, count / 30)
    shown = [place for place in range(count) if (count - 1 - place) % every == 0]
    names = [balanced(chart.categories[place], 600 * every / count, SIZE, most=4) for place in shown]
    ticks = {
        "tickmode": "array",
        **TICKS,
        "tickvals": shown,
        "ticktext": [in_lines(lines) for lines in names],
        "automargin": True,
    }
    left = (
        _widest([theme.tick(chart, value) for value in theme.axis(chart).ticks]) + 10 + (LINE + 10) * _has_unit(chart)
    )
    margin = {"l": left, "r": 24, "t": 14 + _legend_height(chart), "b": max(map(len, names)) * LINE + 10}
    return {
        "barmode": "group",
        "bargap": 0.2,
        "xaxis": ticks
        | {"range": [-beside, count - 1 + beside], "showgrid": False, "zeroline": False, "fixedrange": True},
        "yaxis": _value_axis(chart),
        "height": STANDING + margin["t"] + margin["b"],
        "margin": margin,
    }


def _legend_height(chart: Chart) -> int:
    """Plotly sets names in columns of like width."""
    if len(chart.series) < 2:
        return 0
    columns = max(1, 600 // (_widest([series.name for series in chart.series]) + 50))
    return -(-len(chart.series) // columns) * (LINE + 3)


def _value_axis(chart: Chart) -> dict[str, Any]:
    axis = theme.axis(chart)
    headroom = 1 if theme.lies_down(chart) else 1.09
    title = {"text": escaped(chart.unit), "standoff": 6, "font": {"size": SIZE - 1, "color": theme.MUTED}}
    return {
        "range": [axis.low * headroom, axis.high * headroom],
        "nticks": 0 if theme.lies_down(chart) else 7,
        **({"dtick": 1} if chart.decimals == 0 and axis.step == 1 else {}),
        "tickangle": 0,
        "tickformat": ",.6~f",
        **TICKS,
        "ticksuffix": theme.suffix(chart),
        "gridcolor": theme.GRID,
        "zerolinecolor": theme.MUTED,
        "zerolinewidth": 1,
        **({"title": title} if _has_unit(chart) else {}),
    }


def _has_unit(chart: Chart) -> bool:
    """A percent sign stands at every value already."""
    return bool(chart.unit) and not theme.suffix(chart)


def _name_lines(name: str) -> list[str]:
    return balanced(name, LABEL_WIDTH, SIZE, most=4)


def row_edges(chart: Chart) -> list[float]:
    """Borders of the rows of lying bars, downwards from 0; each row has room for its name and its bars."""
    bars = 1 if chart.kind == "stacked" else len(chart.series)
    space = 12 if len(chart.categories) <= 15 else 6
    heights = (max(len(_name_lines(name)) * LINE, bars * bar_thickness(chart)) + space for name in chart.categories)
    return list(accumulate(heights, initial=0))


def bar_thickness(chart: Chart) -> int:
    """A bar of a stack holds its values inside, others beside it."""
    return LINE + 6 if chart.kind == "stacked" else LINE


def middles(edges: list[float]) -> list[float]:
    """The middle of each row.

    >>> middles([0, 10, 40])
    [5.0, 25.0]
    """
    return [(above + below) / 2 for above, below in pairwise(edges)]


def _widest(texts: list[str]) -> int:
    return math.ceil(max(text_width_pt(text, SIZE) for text in texts))


def escaped(text: str) -> str:
    """Plotly reads a little HTML in every text, and a formula between two dollar signs.

    >>> escaped("A & B: 5$")
    'A &amp; B: 5&#36;'
    """
    return html.escape(text, quote=False).replace("$", "&#36;")


def in_lines(lines: list[str]) -> str:
    return "<br>".join(map(escaped, lines))
