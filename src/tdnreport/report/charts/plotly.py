"""Charts to look into: a Plotly figure for the page and for notebooks, from the same `Chart` that paper and Word draw.

    figure(chart).show(config=offline_config())            in a notebook
    figure(chart, captioned=False).to_plotly_json()        on the page, which prints title and source itself

Lengths are pixels. Places of categories are numbers with texts at their ticks, because Plotly would merge equal names
and read "4.10" as a number. Out of scope: pictures of the figure (`paper_charts` draws those without a browser).
"""

from __future__ import annotations

import html
import json
import math
from collections.abc import Mapping
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.report.charts import theme
from tdnreport.report.charts.paper_layout import frame, point_labels
from tdnreport.report.charts.text_metrics import balanced, text_width_pt, wrapped
from tdnreport.report.model import Chart, Series

if TYPE_CHECKING:
    import plotly.graph_objects as go

LOCALE = Path(__file__).resolve().parents[2] / "assets" / "plotly-vi.json"
FONTS = f"{theme.FAMILY}, Tinos, Liberation Serif, serif"
SIZE = 14
LINE = 17
LABEL_WIDTH = 210
"""Most width of the names beside lying bars."""
HOVER_WIDTH = 420
STANDING = 300
EMPTY = 120
MOST_NAMES = 12
"""Under columns and lines; of more moments every second, third … one is named."""
SOLIDITY = 0.18
TICKS = {"ticks": "outside", "ticklen": 5, "tickcolor": theme.PAPER}
"""Unseen, they keep names off the bars."""


def offline_config() -> dict[str, Any]:
    """Plotly's options for a page that asks nobody for anything and offers no upload; its own `vi` locale has no separators."""
    return {
        "displaylogo": False,
        "showSendToCloud": False,
        "plotlyServerURL": "",
        "locale": "vi",
        "locales": {"vi": json.loads(LOCALE.read_text("utf-8"))},
        "responsive": True,
        "modeBarButtonsToRemove": ["lasso2d", "select2d", "autoScale2d"],
        "toImageButtonOptions": {"format": "png", "scale": 3},
    }


def figure(chart: Chart, captioned: bool = True) -> go.Figure:
    """The interactive chart; with its title and source unless `captioned` is false."""
    import plotly.graph_objects as go

    chart = theme.cleaned(chart)
    drawn = go.Figure(_traces(chart) if theme.has_values(chart) else [])
    drawn.update_layout(_layout(chart), overwrite=True)
    if captioned:
        _caption(drawn, chart)
    return drawn


def _traces(chart: Chart) -> list[dict[str, Any]]:
    if chart.kind == "line":
        sides = {(one.series, one.category): one.is_above for one in point_labels(chart, frame(chart).plot)}
        return [_curve(chart, position, sides) for position in range(len(chart.series))]
    return [_bars(chart, position) for position in range(len(chart.series))]


def _bars(chart: Chart, position: int) -> dict[str, Any]:
    """One series of bars; lying ones have their place and thickness in pixels."""
    series, ink = chart.series[position], theme.ink(position)
    stacked = chart.kind == "stacked"
    drawn = {
        **_common(chart, series),
        "type": "bar",
        "marker": {"color": ink.fill, "line": {"color": theme.PAPER, "width": 0.5}, "pattern": _pattern(ink)},
        "textposition": "inside" if stacked else "outside",
        "insidetextanchor": "middle",
        "insidetextfont": {"color": ink.on_fill},
        "textangle": 0,
        "cliponaxis": False,
    }
    if stacked:
        drawn["text"] = [theme.label(chart, value) if value else "" for value in series.values]
    if not theme.lies_down(chart):
        return drawn | {"x": list(range(len(chart.categories))), "y": list(series.values)}
    count = 1 if stacked else len(chart.series)
    offset = (0 if stacked else position) - count / 2
    thickness = _thickness(chart)
    lying = {"orientation": "h", "width": thickness, "offset": offset * thickness}
    return drawn | lying | {"x": list(series.values), "y": _middles(_edges(chart))}


def _pattern(ink: theme.Ink) -> dict[str, Any]:
    return {"shape": ink.pattern, "fgcolor": ink.stripes, "fillmode": "overlay", "solidity": SOLIDITY, "size": 8}


def _curve(chart: Chart, position: int, sides: Mapping[tuple[int, int], bool]) -> dict[str, Any]:
    """One line, broken where there is no value; `sides` tells which points find room for their value, and whether above."""
    series, ink = chart.series[position], theme.ink(position)
    above = [sides.get((position, place)) for place in range(len(series.values))]
    common = _common(chart, series)
    return {
        **common,
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": list(range(len(chart.categories))),
        "y": list(series.values),
        "text": ["" if side is None else text for side, text in zip(above, common["text"], strict=True)],
        "textposition": ["bottom center" if side is False else "top center" for side in above],
        "line": {"color": ink.line, "width": 2, "dash": ink.dash},
        "marker": {"color": ink.line, "symbol": ink.marker, "size": 8},
        "connectgaps": False,
        "cliponaxis": False,
    }


def _common(chart: Chart, series: Series) -> dict[str, Any]:
    return {
        "name": _shown(series.name),
        "text": ["" if value is None else theme.label(chart, value) for value in series.values],
        "hovertext": [_hover(chart, series, place) for place in range(len(series.values))],
        "hoverinfo": "text",
        "textfont": {"color": theme.TEXT, "size": SIZE},
    }


def _hover(chart: Chart, series: Series, place: int) -> str:
    value = series.values[place]
    if value is None:
        return ""
    name = _lines(wrapped(chart.categories[place], HOVER_WIDTH, SIZE, most=6))
    unit = "" if theme.suffix(chart) else f" {_shown(chart.unit)}"
    return f"<b>{name}</b><br>{_shown(series.name)}: {theme.label(chart, value)}{unit}"


def _layout(chart: Chart) -> dict[str, Any]:
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
    edges = _edges(chart)
    names = [_name_lines(name) for name in chart.categories]
    room = 12 if chart.kind == "stacked" else _widest([theme.label(chart, value) for value in theme.values(chart)]) + 8
    left = _widest([line for lines in names for line in lines]) + 16 + (room if theme.axis(chart).low < 0 else 0)
    margin = {"l": left, "r": room, "t": 14 + _legend_height(chart), "b": LINE + 10 + (LINE + 6) * _has_unit(chart)}
    rows = {"tickmode": "array", **TICKS, "tickvals": _middles(edges), "ticktext": [_lines(lines) for lines in names]}
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
        "ticktext": [_lines(lines) for lines in names],
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
    title = {"text": _shown(chart.unit), "standoff": 6, "font": {"size": SIZE - 1, "color": theme.MUTED}}
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


def _edges(chart: Chart) -> list[float]:
    """Borders of the rows of lying bars, downwards from 0; each row has room for its name and its bars."""
    bars = 1 if chart.kind == "stacked" else len(chart.series)
    space = 12 if len(chart.categories) <= 15 else 6
    heights = (max(len(_name_lines(name)) * LINE, bars * _thickness(chart)) + space for name in chart.categories)
    return list(accumulate(heights, initial=0))


def _thickness(chart: Chart) -> int:
    """A bar of a stack holds its values inside, others beside it."""
    return LINE + 6 if chart.kind == "stacked" else LINE


def _middles(edges: list[float]) -> list[float]:
    return [(above + below) / 2 for above, below in pairwise(edges)]


def _widest(texts: list[str]) -> int:
    return math.ceil(max(text_width_pt(text, SIZE) for text in texts))


def _shown(text: str) -> str:
    """Plotly reads a little HTML in every text, and a formula between two dollar signs."""
    return html.escape(text, quote=False).replace("$", "&#36;")


def _lines(lines: list[str]) -> str:
    return "<br>".join(map(_shown, lines))


def _caption(drawn: go.Figure, chart: Chart) -> None:
    """Title above and source below, with the room they need."""
    title = wrapped(theme.heading(chart), 640, SIZE + 2, bold=True, most=4)
    source = wrapped(chart.source, 640, SIZE - 1, italic=True, most=4)
    margin, height = drawn.layout.margin, drawn.layout.height
    above, below = len(title) * (LINE + 4) + 10, len(source) * LINE + 8
    place = {"x": 0, "y": 0, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "align": "left"}
    shift = {"xshift": 8 - margin.l, "yshift": -margin.b - 2, "showarrow": False}
    drawn.add_annotation(place | shift | {"text": f"<i>{_lines(source)}</i>", "font": {"size": SIZE - 1}})
    drawn.update_layout(
        title={
            "text": f"<b>{_lines(title)}</b>",
            "x": 0,
            "y": 1,
            "yanchor": "top",
            "pad": {"t": 8, "l": 8},
            "font": {"size": SIZE + 2},
        },
        margin={"t": margin.t + above, "b": margin.b + below},
        height=height + above + below,
    )
