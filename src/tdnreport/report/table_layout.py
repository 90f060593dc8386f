"""How wide the columns of a ruled table are and how large its letters, by measured text: no amount and no word breaks.

The widths of `tables.toml` hold while rows stay low; a table with very long texts is laid out as short as it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, pow

from tdnreport.report.charts.text_metrics import text_width_pt
from tdnreport.report.model import Table
from tdnreport.report.nd30_rules import POINTS_PER_MM, Area, TableRules

LINE_HEIGHT = 1.15
RAGGED = 1.08
"""Text set in lines takes this much more than its bare width, since lines break between words."""

SLACK_PT = 1.0
WORD_ROOM = 1.12
"""A word gets this much more than its measured width: another font stands in for Times New Roman on many machines."""

KEPT_SHARE = 0.6
"""Part of its share in `tables.toml` that a column keeps where long texts in others need room."""

STEPS = 60
"""Number of steps in which spare width is distributed."""

NORM = 8
"""The row height is approximated by this p-norm of its cells, which is smooth."""

LONGEST_WORD_SHARE = 0.2
"""A single word may claim at most this part of the table's width; beyond it Word breaks the word."""


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Size of the letters, width of each column, estimated height of each row below the header; all in points."""

    size_pt: float
    widths_pt: tuple[float, ...]
    heights_pt: tuple[float, ...]


Inks = Sequence[Sequence[Sequence[float]]]
"""For each row and cell the width of its lines at size 1."""
Bulk = Callable[[int, float], list[float]]
"""A column's place and width → for each row its lines, as a real number to the power of `NORM`."""


def lay_out_table(table: Table, texts: Sequence[Sequence[str]], area: Area, rules: TableRules) -> TableLayout:
    """The largest size at which nothing breaks and no row is high; else the smallest, columns widened by content."""
    inks = [[[text_width_pt(line, 1) for line in text.split("\n")] for text in row] for row in texts]
    needs = [
        _column_need(table, texts, place, area.width_pt / rules.sizes_pt[0]) for place in range(len(table.columns))
    ]
    shares = [column.width for column in table.columns]
    for size in rules.sizes_pt:
        minima = [need * size + _padding_pt(rules) + SLACK_PT for need in needs]
        if sum(minima) <= area.width_pt:
            layout = _make_layout(size, _share_widths(shares, minima, area.width_pt), inks, rules)
            if max(layout.heights_pt, default=0) <= area.height_pt * rules.high_row_share:
                return layout
    widths = _widths_by_content(shares, minima, area.width_pt, _bulk_by_column(inks, size, rules))
    return _make_layout(size, widths, inks, rules)


def _padding_pt(rules: TableRules) -> float:
    return 2 * rules.padding_mm * POINTS_PER_MM


def _column_need(table: Table, texts: Sequence[Sequence[str]], place: int, width: float) -> float:
    """Width at size 1 of what must not break in a column: its longest word, and for figures the whole text."""
    column = table.columns[place]
    widest = _longest_word(column.label, bold=True)
    for row, row_texts in zip(table.rows, texts, strict=True):
        is_figure = column.kind == "code" or (column.kind != "text" and not isinstance(row[place], str))
        word = text_width_pt(row_texts[place], 1, bold=True) if is_figure else _longest_word(row_texts[place])
        widest = max(widest, word if is_figure and column.kind != "code" else min(word, width * LONGEST_WORD_SHARE))
    return widest


def _longest_word(text: str, bold: bool = False) -> float:
    return max((WORD_ROOM * text_width_pt(word, 1, bold=bold) for word in set(text.split())), default=0.0)


def _widths_by_content(shares: Sequence[float], minima: Sequence[float], total: float, bulk: Bulk) -> tuple[float, ...]:
    """Distribute spare width step by step to the column that lowers the rows most; to the narrowest where all are alike."""
    kept = [max(least, KEPT_SHARE * total * share / sum(shares)) for least, share in zip(minima, shares, strict=True)]
    step = (total - sum(kept)) / STEPS
    if step <= 0:
        return _share_widths(shares, minima, total)
    widths, places = list(kept), range(len(minima))
    now = [bulk(place, widths[place]) for place in places]
    wider = [bulk(place, widths[place] + step) for place in places]
    for _ in range(STEPS):
        rows = [sum(cells) for cells in zip(*now, strict=True)]
        heights = [_sum_of_roots(rows, now[place], wider[place]) for place in places]
        best = min(places, key=lambda place: (heights[place], widths[place] / shares[place]))
        widths[best] += step
        now[best], wider[best] = wider[best], bulk(best, widths[best] + step)
    return tuple(widths)


def _sum_of_roots(rows: Sequence[float], old: Sequence[float], new: Sequence[float]) -> float:
    """Approximate total height of all rows after a column's cells changed from `old` to `new`."""
    return sum(pow(max(0.0, row - before + after), 1 / NORM) for row, before, after in zip(rows, old, new, strict=True))


def _bulk_by_column(inks: Inks, size: float, rules: TableRules) -> Bulk:
    columns = list(zip(*inks, strict=True))

    def bulk(place: int, width: float) -> list[float]:
        room = (width - _padding_pt(rules)) / size
        cells = columns[place] if columns else ()
        return [sum(max(1.0, line * RAGGED / room) for line in cell) ** NORM for cell in cells]

    return bulk


def _share_widths(shares: Sequence[float], minima: Sequence[float], total: float) -> tuple[float, ...]:
    """Shares of `total`, no column under its minimum; minima shrink alike only where together they exceed it."""
    if sum(minima) >= total:
        return tuple(minimum * total / sum(minima) for minimum in minima)
    held: set[int] = set()
    while True:
        left = total - sum(minima[place] for place in held)
        parts = sum(share for place, share in enumerate(shares) if place not in held)
        widths = [minima[place] if place in held else share * left / parts for place, share in enumerate(shares)]
        short = {place for place, width in enumerate(widths) if width < minima[place]} - held
        if not short:
            return tuple(widths)
        held |= short


def _make_layout(size: float, widths: tuple[float, ...], inks: Inks, rules: TableRules) -> TableLayout:
    rooms = [(width - _padding_pt(rules)) / size for width in widths]
    lines = (max(_line_count(cell, room) for cell, room in zip(row, rooms, strict=True)) for row in inks)
    return TableLayout(size, widths, tuple(count * size * LINE_HEIGHT for count in lines))


def _line_count(cell: Sequence[float], room: float) -> int:
    return sum(max(1, ceil(line * RAGGED / room)) if line > room else 1 for line in cell)
