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
from tdnreport.report.charts.text_metrics import balance_text, text_width_pt
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
"""Invisible ticks that keep names off the bars."""


def layout_options(chart: Chart) -> dict[str, Any]:
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
    return common | (_axes_options(chart) if theme.has_values(chart) else _empty_options())


def _axes_options(chart: Chart) -> dict[str, Any]:
    return _lying_options(chart) if theme.lies_down(chart) else _standing_options(chart)


def _empty_options() -> dict[str, Any]:
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


def _lying_options(chart: Chart) -> dict[str, Any]:
    edges = row_edges(chart)
    names = [_name_lines(name) for name in chart.categories]
    room = (
        12
        if chart.kind == "stacked"
        else _widest_px([theme.value_label(chart, value) for value in theme.chart_values(chart)]) + 8
    )
    left = (
        _widest_px([line for lines in names for line in lines]) + 16 + (room if theme.value_axis(chart).low < 0 else 0)
    )
    margin = {"l": left, "r": room, "t": 14 + _legend_height(chart), "b": LINE + 10 + (LINE + 6) * _has_unit(chart)}
    rows = {
        "tickmode": "array",
        **TICKS,
        "tickvals": row_middles(edges),
        "ticktext": [join_lines(lines) for lines in names],
    }
    return {
        "barmode": "relative" if chart.kind == "stacked" else "overlay",
        "yaxis": rows | {"range": [edges[-1], 0], "showgrid": False, "zeroline": False, "fixedrange": True},
        "xaxis": _value_axis(chart),
        "height": round(edges[-1] + margin["t"] + margin["b"]),
        "margin": margin,
    }


def _standing_options(chart: Chart) -> dict[str, Any]:
    """Of many points only every second, third … is named, so that the last one is."""
    count = len(chart.categories)
    every, overhang = -(-count // MOST_NAMES), max(0.5, count / 30)
    named_places = [place for place in range(count) if (count - 1 - place) % every == 0]
    names = [balance_text(chart.categories[place], 600 * every / count, SIZE, most=4) for place in named_places]
    ticks = {
        "tickmode": "array",
        **TICKS,
        "tickvals": named_places,
        "ticktext": [join_lines(lines) for lines in names],
        "automargin": True,
    }
    left = (
        _widest_px([theme.tick_label(chart, value) for value in theme.value_axis(chart).ticks])
        + 10
        + (LINE + 10) * _has_unit(chart)
    )
    margin = {"l": left, "r": 24, "t": 14 + _legend_height(chart), "b": max(map(len, names)) * LINE + 10}
    return {
        "barmode": "group",
        "bargap": 0.2,
        "xaxis": ticks
        | {"range": [-overhang, count - 1 + overhang], "showgrid": False, "zeroline": False, "fixedrange": True},
        "yaxis": _value_axis(chart),
        "height": STANDING + margin["t"] + margin["b"],
        "margin": margin,
    }


def _legend_height(chart: Chart) -> int:
    """Plotly sets names in columns of like width."""
    if len(chart.series) < 2:
        return 0
    columns = max(1, 600 // (_widest_px([series.name for series in chart.series]) + 50))
    return -(-len(chart.series) // columns) * (LINE + 3)


def _value_axis(chart: Chart) -> dict[str, Any]:
    axis = theme.value_axis(chart)
    headroom = 1 if theme.lies_down(chart) else 1.09
    title = {"text": escape_text(chart.unit), "standoff": 6, "font": {"size": SIZE - 1, "color": theme.MUTED}}
    return {
        "range": [axis.low * headroom, axis.high * headroom],
        "nticks": 0 if theme.lies_down(chart) else 7,
        **({"dtick": 1} if chart.decimals == 0 and axis.step == 1 else {}),
        "tickangle": 0,
        "tickformat": ",.6~f",
        **TICKS,
        "ticksuffix": theme.value_suffix(chart),
        "gridcolor": theme.GRID,
        "zerolinecolor": theme.MUTED,
        "zerolinewidth": 1,
        **({"title": title} if _has_unit(chart) else {}),
    }


def _has_unit(chart: Chart) -> bool:
    """False where every value carries a percent sign."""
    return bool(chart.unit) and not theme.value_suffix(chart)


def _name_lines(name: str) -> list[str]:
    return balance_text(name, LABEL_WIDTH, SIZE, most=4)


def row_edges(chart: Chart) -> list[float]:
    """Borders of the rows of lying bars, downwards from 0; each row has room for its name and its bars."""
    bars = 1 if chart.kind == "stacked" else len(chart.series)
    space = 12 if len(chart.categories) <= 15 else 6
    heights = (max(len(_name_lines(name)) * LINE, bars * bar_thickness(chart)) + space for name in chart.categories)
    return list(accumulate(heights, initial=0))


def bar_thickness(chart: Chart) -> int:
    """A bar of a stack holds its values inside, others beside it."""
    return LINE + 6 if chart.kind == "stacked" else LINE


def row_middles(edges: list[float]) -> list[float]:
    """The middle of each row.

    >>> row_middles([0, 10, 40])
    [5.0, 25.0]
    """
    return [(above + below) / 2 for above, below in pairwise(edges)]


def _widest_px(texts: list[str]) -> int:
    return math.ceil(max(text_width_pt(text, SIZE) for text in texts))


def escape_text(text: str) -> str:
    """Plotly reads a little HTML in every text, and a formula between two dollar signs.

    >>> escape_text("A & B: 5$")
    'A &amp; B: 5&#36;'
    """
    return html.escape(text, quote=False).replace("$", "&#36;")


def join_lines(lines: list[str]) -> str:
    return "<br>".join(map(escape_text, lines))
