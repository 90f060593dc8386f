"""Charts to look into: a Plotly figure for the page and for notebooks, from the same `Chart` that paper and Word draw.

    plotly_figure(chart).show(config=offline_config())            in a notebook
    plotly_figure(chart, captioned=False).to_plotly_json()        on the page, which prints title and source itself

Where things stand and how much room they take: `plotly_layout`.
Out of scope: pictures of the figure (`paper` draws those without a browser).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.report.charts import theme
from tdnreport.report.charts.paper_layout import lay_out_chart, point_labels
from tdnreport.report.charts.plotly_layout import (
    LINE,
    SIZE,
    bar_thickness,
    escape_text,
    join_lines,
    layout_options,
    row_edges,
    row_middles,
)
from tdnreport.report.charts.text_metrics import wrap_text
from tdnreport.report.model import Chart, Series

if TYPE_CHECKING:
    import plotly.graph_objects as go

LOCALE = Path(__file__).resolve().parents[2] / "assets" / "plotly-vi.json"
HOVER_WIDTH = 420
SOLIDITY = 0.18


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


def plotly_figure(chart: Chart, captioned: bool = True) -> go.Figure:
    """The interactive chart; with its title and source unless `captioned` is false."""
    import plotly.graph_objects as go

    chart = theme.clean_chart(chart)
    drawn = go.Figure(_chart_traces(chart) if theme.has_values(chart) else [])
    drawn.update_layout(layout_options(chart), overwrite=True)
    if captioned:
        _add_caption(drawn, chart)
    return drawn


def _chart_traces(chart: Chart) -> list[dict[str, Any]]:
    if chart.kind == "line":
        sides = {
            (label.series, label.category): label.is_above for label in point_labels(chart, lay_out_chart(chart).plot)
        }
        return [_line_trace(chart, position, sides) for position in range(len(chart.series))]
    return [_bar_trace(chart, position) for position in range(len(chart.series))]


def _bar_trace(chart: Chart, position: int) -> dict[str, Any]:
    """One series of bars; lying ones have their place and thickness in pixels."""
    series, ink = chart.series[position], theme.ink_of(position)
    stacked = chart.kind == "stacked"
    drawn = {
        **_common_options(chart, series),
        "type": "bar",
        "marker": {"color": ink.fill, "line": {"color": theme.PAPER, "width": 0.5}, "pattern": _pattern_options(ink)},
        "textposition": "inside" if stacked else "outside",
        "insidetextanchor": "middle",
        "insidetextfont": {"color": ink.on_fill},
        "textangle": 0,
        "cliponaxis": False,
    }
    if stacked:
        drawn["text"] = [theme.value_label(chart, value) if value else "" for value in series.values]
    if not theme.lies_down(chart):
        return drawn | {"x": list(range(len(chart.categories))), "y": list(series.values)}
    count = 1 if stacked else len(chart.series)
    offset = (0 if stacked else position) - count / 2
    thickness = bar_thickness(chart)
    lying = {"orientation": "h", "width": thickness, "offset": offset * thickness}
    return drawn | lying | {"x": list(series.values), "y": row_middles(row_edges(chart))}


def _pattern_options(ink: theme.Ink) -> dict[str, Any]:
    return {"shape": ink.pattern, "fgcolor": ink.stripes, "fillmode": "overlay", "solidity": SOLIDITY, "size": 8}


def _line_trace(chart: Chart, position: int, sides: Mapping[tuple[int, int], bool]) -> dict[str, Any]:
    """One line, broken where there is no value; `sides` tells which points find room for their value, and whether above."""
    series, ink = chart.series[position], theme.ink_of(position)
    above = [sides.get((position, place)) for place in range(len(series.values))]
    common = _common_options(chart, series)
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


def _common_options(chart: Chart, series: Series) -> dict[str, Any]:
    return {
        "name": escape_text(series.name),
        "text": ["" if value is None else theme.value_label(chart, value) for value in series.values],
        "hovertext": [_hover_text(chart, series, place) for place in range(len(series.values))],
        "hoverinfo": "text",
        "textfont": {"color": theme.TEXT, "size": SIZE},
    }


def _hover_text(chart: Chart, series: Series, place: int) -> str:
    value = series.values[place]
    if value is None:
        return ""
    name = join_lines(wrap_text(chart.categories[place], HOVER_WIDTH, SIZE, most=6))
    unit = "" if theme.value_suffix(chart) else f" {escape_text(chart.unit)}"
    return f"<b>{name}</b><br>{escape_text(series.name)}: {theme.value_label(chart, value)}{unit}"


def _add_caption(drawn: go.Figure, chart: Chart) -> None:
    """Title above and source below, with the room they need."""
    title = wrap_text(theme.chart_heading(chart), 640, SIZE + 2, bold=True, most=4)
    source = wrap_text(chart.source, 640, SIZE - 1, italic=True, most=4)
    margin, height = drawn.layout.margin, drawn.layout.height
    above, below = len(title) * (LINE + 4) + 10, len(source) * LINE + 8
    place = {"x": 0, "y": 0, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "align": "left"}
    shift = {"xshift": 8 - margin.l, "yshift": -margin.b - 2, "showarrow": False}
    drawn.add_annotation(place | shift | {"text": f"<i>{join_lines(source)}</i>", "font": {"size": SIZE - 1}})
    drawn.update_layout(
        title={
            "text": f"<b>{join_lines(title)}</b>",
            "x": 0,
            "y": 1,
            "yanchor": "top",
            "pad": {"t": 8, "l": 8},
            "font": {"size": SIZE + 2},
        },
        margin={"t": margin.t + above, "b": margin.b + below},
        height=height + above + below,
    )
