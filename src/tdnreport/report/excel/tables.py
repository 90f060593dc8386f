"""One sheet with one ruled table: lines above, a header that stays in sight and on each page, totals that add up.

A total is a formula only where the rows it stands for add up to it; else it is the number of the report. Widths follow
the Word annex (`grid_layout`), so that no amount breaks and long texts get the room.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tdnreport.report.excel.workbook import (
    GROUP,
    HEADER,
    SIZE_PT,
    TOTAL,
    Draft,
    Text,
    characters,
    plain,
    row_height,
    stored,
)
from tdnreport.report.model import Column, Table
from tdnreport.report.nd30_rules import Area, TableRules
from tdnreport.report.table_layout import fit
from tdnreport.vietnamese import formats
from tdnreport.vietnamese.formats import Value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Line = tuple[str, dict[str, Any]]
"""A text over the whole table and the look of it."""

EMPHASIS: dict[str, dict[str, Any]] = {
    "": {},
    "group": {"bold": True, "bg_color": GROUP},
    "total": {"bold": True, "bg_color": TOTAL},
}
SIZES_PT = (SIZE_PT, 10)
"""The smaller one where rows would be tall."""
ADDED_UP = frozenset({"count", "vnd", "million_vnd"})
NOTHING = "Không có số liệu."


class TableSheet:
    """A sheet while it is being written."""

    def __init__(self, draft: Draft, name: str, area: Area, rules: TableRules) -> None:
        self.draft, self.area, self.rules = draft, area, rules
        self.sheet = draft.sheet(name, area)

    def write(self, table: Table, above: Sequence[Line]) -> None:
        """The whole table; a table that is no annex can be filtered."""
        widths, size, tall = self._layout(table)
        unit_note: Line = (table.unit_note or "", {"italic": True, "align": "right"})
        first = self.open(table.columns, widths, [*above, unit_note]) + 1
        for at, is_tall in enumerate(tall):
            self._row(table, at, first, {"font_size": size} | ({"valign": "top"} if is_tall else {}))
            fit_row(self.sheet, first + at, widths, table.rows[at], size, bold=bool(_emphasis(table, at)))
        note = table.note or ("" if table.rows else NOTHING)
        if note:
            self.draft.line(self.sheet, first + len(table.rows), widths, note, italic=True, align="left")
        if table.rows and not table.annex:
            self.sheet.autofilter(first - 1, 0, first + len(table.rows) - 1, len(table.columns) - 1)

    def _layout(self, table: Table) -> tuple[list[float], float, tuple[bool, ...]]:
        """Widths in characters, between those asked for and those that suit the texts; size in points; which rows are tall."""
        kinds = [column.kind for column in table.columns]
        texts = [[plain(formats.cell(*one)) for one in zip(row, kinds, strict=True)] for row in table.rows]
        by_content = fit(table, texts, self.area, replace(self.rules, sizes_pt=SIZES_PT))
        set_so = replace(self.rules, sizes_pt=(by_content.size_pt,), high_row_share=math.inf)
        asked = fit(table, texts, self.area, set_so)
        pairs = zip(by_content.widths_pt, asked.widths_pt, strict=True)
        highest = self.area.height_pt * self.rules.high_row_share
        tall = tuple(height > highest for height in by_content.heights_pt)
        return [characters((2 * one + other) / 3) for one, other in pairs], by_content.size_pt, tall

    def open(self, columns: Sequence[Column], widths: Sequence[float], above: Iterable[Line]) -> int:
        """Widths, the lines above the table and its header; returns the header's row."""
        for at, width in enumerate(widths):
            self.sheet.set_column(at, at, width)
        top = 0
        for text, look in above:
            self.draft.line(self.sheet, top, widths, text, **look)
            top += 1
        for at, column in enumerate(columns):
            self.draft.put_text(self.sheet, top, at, column.label, bold=True, align="center", bg_color=HEADER)
        fit_row(self.sheet, top, widths, [column.label for column in columns], bold=True)
        self.sheet.freeze_panes(top + 1, 0)
        self.sheet.repeat_rows(top)
        return top

    def _row(self, table: Table, at: int, first: int, look: dict[str, Any]) -> None:
        emphasis = _emphasis(table, at)
        for column, (value, spec) in enumerate(zip(table.rows[at], table.columns, strict=True)):
            style = look | EMPHASIS[emphasis] | ({"align": "center"} if spec.id == "position" else {})
            parts = _parts(table, at, column) if emphasis == "total" and spec.kind in ADDED_UP else ()
            if parts and isinstance(value, int | float):
                cell = self.draft.figure_look(value, spec.kind, **style)
                self.sheet.write_formula(first + at, column, _sum(parts, first, column), cell, stored(value, spec.kind))
            else:
                blank = value is None and emphasis == "group"
                self.draft.put(self.sheet, first + at, column, "" if blank else value, spec.kind, **style)


def fit_row(
    sheet: Worksheet,
    row: int,
    widths: Sequence[float],
    values: Sequence[Value],
    size: float = SIZE_PT,
    bold: bool = False,
) -> None:
    """Makes the row as high as its longest text."""
    pairs = zip(values, widths, strict=True)
    texts = (Text(value, width, size, bold) for value, width in pairs if isinstance(value, str))
    sheet.set_row(row, row_height(texts))


def _emphasis(table: Table, at: int) -> str:
    return table.emphasis[at] if at < len(table.emphasis) else ""


def _parts(table: Table, total: int, column: int) -> tuple[int, ...]:
    """The rows whose sum the total is: those since the total before it, else all of the table; none when neither adds up."""
    plain_rows = [at for at in range(len(table.rows)) if not _emphasis(table, at)]
    before = max((at for at in range(total) if _emphasis(table, at) == "total"), default=-1)
    for rows in ([at for at in plain_rows if before < at < total], plain_rows):
        if _adds_up([table.rows[at][column] for at in rows], table.rows[total][column]):
            return tuple(rows)
    return ()


def _adds_up(values: Sequence[Value], total: Value) -> bool:
    numbers = [value for value in values if isinstance(value, int | float)]
    return bool(numbers) and isinstance(total, int | float) and math.isclose(sum(numbers), total, rel_tol=1e-12)


def _sum(rows: Sequence[int], first: int, column: int) -> str:
    """`=SUM(F6:F9,F11)` over zero-based table rows; neighbours become one range."""
    from xlsxwriter.utility import xl_range

    starts = [at for at in rows if at - 1 not in rows]
    ends = [at for at in rows if at + 1 not in rows]
    ranges = (xl_range(first + a, column, first + b, column) for a, b in zip(starts, ends, strict=True))
    return f"=SUM({','.join(ranges)})"
