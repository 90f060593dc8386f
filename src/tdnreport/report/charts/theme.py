"""House style of charts, shared by the interactive, printed and native Word drawings.

Colours keep apart for colour-blind readers and by lightness on a grey print, where patterns help as well. Sizes are in
points, lengths in millimetres. Out of scope: how Word text looks (`nd30_rules`), how a value looks (`formats`).
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, replace

from tdnreport.report.charts.text_metrics import text_width_pt, wrap_text
from tdnreport.report.model import Chart, Series
from tdnreport.vietnamese import formats

FAMILY = "Times New Roman"
WIDTH_PT = 453.6
"""160 mm, the width of text on an A4 page under Nghị định 30/2020/NĐ-CP, as a whole number of dots (1.890 at 300 an inch)."""

TITLE_PT = 12.0
TEXT_PT = 10.0
NOTE_PT = 9.0
LEADING = 1.18

TEXT = "#1A1A1A"
MUTED = "#4D4D4D"
GRID = "#D9D9D9"
RULE = "#7F7F7F"
VI = "[$-42A]"
"""Before a number format of Excel: Vietnamese separators whatever the reader's own language."""
PAPER = "#FFFFFF"

NO_DATA = "Không có số liệu"
LABEL_LINES = 5
LABEL_SHARE = 0.5
"""Longest category label, in lines, and the share of the width that labels beside horizontal bars may take."""
INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Ink:
    """How one series is told apart: `dash` and `marker` in Plotly's words, `pattern` its stripes, `on_fill` the colour of text upon it,
    `line` a deeper shade for thin strokes."""

    fill: str
    line: str
    on_fill: str
    pattern: str
    dash: str
    marker: str

    @property
    def stripes(self) -> str:
        """Lighter under dark letters, darker under white ones."""
        return PAPER if self.on_fill == TEXT else self.line


INKS = (
    Ink("#1B4B7A", "#1B4B7A", PAPER, "", "solid", "circle"),
    Ink("#F0A63C", "#B86E00", TEXT, "/", "dash", "square"),
    Ink("#B9D6E8", "#4F93BD", TEXT, "", "dot", "diamond"),
    Ink("#2E8B7A", "#1F6B5E", PAPER, "\\", "dashdot", "triangle-up"),
    Ink("#7A2F52", "#4A1830", PAPER, "x", "solid", "square"),
    Ink("#D5D5D5", "#6E6E6E", TEXT, ".", "dash", "circle"),
)


@dataclass(frozen=True, slots=True)
class Axis:
    """The axis of values: from `low` to `high` in steps that people read."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        count = math.floor((self.high - self.low) / self.step + 1e-9)
        return [round(self.low + index * self.step, 9) for index in range(count + 1)]


def ink_of(position: int) -> Ink:
    return INKS[position % len(INKS)]


def clean_chart(chart: Chart) -> Chart:
    """The chart with texts that every drawing can show: composed letters, no control characters, one space between words.

    `ValueError` where a series has not one value per category.
    """
    for series in chart.series:
        if len(series.values) != len(chart.categories):
            raise ValueError(
                f"{chart.id}: chuỗi «{series.name}» có {len(series.values)} giá trị cho {len(chart.categories)} nhóm"
            )
    return replace(
        chart,
        title=visible_text(chart.title),
        categories=tuple(visible_text(category) for category in chart.categories),
        series=tuple(Series(visible_text(series.name), series.values) for series in chart.series),
        unit=visible_text(chart.unit),
        source=visible_text(chart.source),
        alt=visible_text(chart.alt),
    )


def visible_text(text: str) -> str:
    return " ".join(INVISIBLE.sub(" ", unicodedata.normalize("NFC", text)).split())


def chart_heading(chart: Chart) -> str:
    return f"Biểu đồ {chart.number}. {chart.title}"


def unit_line(chart: Chart) -> str:
    return f"Đơn vị tính: {chart.unit}" if chart.unit else ""


def value_label(chart: Chart, value: float) -> str:
    """A value as it stands at its bar: `88,1%`, `400`."""
    return formats.format_number(value, chart.decimals) + value_suffix(chart)


def tick_label(chart: Chart, value: float) -> str:
    return formats.format_trimmed(value, 6) + value_suffix(chart)


def value_suffix(chart: Chart) -> str:
    return "%" if chart.unit == "%" else ""


def chart_values(chart: Chart) -> list[int | float]:
    return [value for series in chart.series for value in series.values if value is not None]


def has_values(chart: Chart) -> bool:
    return bool(chart_values(chart))


def value_axis(chart: Chart) -> Axis:
    """From zero (bars must not lie about proportions) to a round number above the largest value, or to the chart's own maximum."""
    ends = _bar_ends(chart)
    low, high = min(0.0, *ends), max(0.0, chart.maximum or 0.0, *ends)
    step = _nice_step((high - low) / 5 or 1.0, whole=chart.decimals == 0)
    top = high if high == chart.maximum else math.ceil(high / step - 1e-9) * step
    return Axis(math.floor(low / step + 1e-9) * step, top or step, step)


def _bar_ends(chart: Chart) -> list[float]:
    """Where bars end: single values, or the sums above and below zero where they stand on each other."""
    columns = [
        [value for value in values if value is not None]
        for values in zip(*(series.values for series in chart.series), strict=True)
    ]
    if chart.kind != "stacked":
        return [float(value) for values in columns for value in values] or [0.0]
    return [
        float(sum(value for value in values if (value > 0) == up)) for values in columns for up in (True, False)
    ] or [0.0]


def _nice_step(least: float, whole: bool) -> float:
    """The next of 1, 2, 2.5, 5 times a power of ten; whole where only whole values exist.

    >>> _nice_step(3, whole=True), _nice_step(0.21, whole=False)
    (5, 0.25)
    """
    power = 10.0 ** math.floor(math.log10(least))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= least * (1 - 1e-9))
    return max(1.0, math.ceil(step)) if whole else step


def row_size(chart: Chart) -> tuple[float, float]:
    """Label size beside lying bars and space between rows; both shrink so that 60 units fit on one page."""
    count = len(chart.categories)
    return (TEXT_PT, 6.0) if count <= 15 else (NOTE_PT, 4.0) if count <= 32 else (8.0, 1.2)


def lies_down(chart: Chart) -> bool:
    """True for horizontal bars; columns become horizontal when their labels do not fit side by side."""
    return chart.kind in ("bars", "stacked") or (chart.kind == "columns" and not _columns_fit(chart))


def _columns_fit(chart: Chart) -> bool:
    slot = 0.9 * WIDTH_PT / max(1, len(chart.categories))
    widest = max((text_width_pt(value_label(chart, value), TEXT_PT) for value in chart_values(chart)), default=0.0)
    names = (len(wrap_text(category, slot * 0.92, TEXT_PT)) for category in chart.categories)
    words = (text_width_pt(word, TEXT_PT) for category in chart.categories for word in category.split())
    return (
        widest * max(1, len(chart.series)) <= slot * 0.84
        and max(names, default=0) <= 4
        and max(words, default=0) <= slot * 0.92
    )
