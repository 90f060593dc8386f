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
    MeasuredText,
    cell_text,
    row_height,
    stored_value,
    width_in_characters,
)
from tdnreport.report.model import Column, Table
from tdnreport.report.nd30_rules import Area, TableRules
from tdnreport.report.table_layout import lay_out_table
from tdnreport.vietnamese import formats
from tdnreport.vietnamese.formats import Value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TableLine = tuple[str, dict[str, Any]]
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
    """A sheet with one table, being written."""

    def __init__(self, draft: Draft, name: str, area: Area, rules: TableRules) -> None:
        self.draft, self.area, self.rules = draft, area, rules
        self.sheet = draft.add_sheet(name, area)

    def write_table(self, table: Table, above: Sequence[TableLine]) -> None:
        """The whole table; a table that is no annex can be filtered."""
        widths, size, tall = self._lay_out(table)
        unit_note: TableLine = (table.unit_note or "", {"italic": True, "align": "right"})
        first = self.open_sheet(table.columns, widths, [*above, unit_note]) + 1
        for row_index, is_tall in enumerate(tall):
            self._write_row(table, row_index, first, {"font_size": size} | ({"valign": "top"} if is_tall else {}))
            fit_row(
                self.sheet,
                first + row_index,
                widths,
                table.rows[row_index],
                size,
                bold=bool(_row_emphasis(table, row_index)),
            )
        note = table.note or ("" if table.rows else NOTHING)
        if note:
            self.draft.put_line(self.sheet, first + len(table.rows), widths, note, italic=True, align="left")
        if table.rows and not table.annex:
            self.sheet.autofilter(first - 1, 0, first + len(table.rows) - 1, len(table.columns) - 1)

    def _lay_out(self, table: Table) -> tuple[list[float], float, tuple[bool, ...]]:
        """Widths in characters, between those asked for and those that suit the texts; size in points; which rows are tall."""
        kinds = [column.kind for column in table.columns]
        texts = [[cell_text(formats.format_cell(*cell)) for cell in zip(row, kinds, strict=True)] for row in table.rows]
        by_content = lay_out_table(table, texts, self.area, replace(self.rules, sizes_pt=SIZES_PT))
        set_so = replace(self.rules, sizes_pt=(by_content.size_pt,), high_row_share=math.inf)
        asked = lay_out_table(table, texts, self.area, set_so)
        pairs = zip(by_content.widths_pt, asked.widths_pt, strict=True)
        highest = self.area.height_pt * self.rules.high_row_share
        tall = tuple(height > highest for height in by_content.heights_pt)
        return [width_in_characters((2 * fitted + wanted) / 3) for fitted, wanted in pairs], by_content.size_pt, tall

    def open_sheet(self, columns: Sequence[Column], widths: Sequence[float], above: Iterable[TableLine]) -> int:
        """Widths, the lines above the table and its header; returns the header's row."""
        for column_index, width in enumerate(widths):
            self.sheet.set_column(column_index, column_index, width)
        top = 0
        for text, look in above:
            self.draft.put_line(self.sheet, top, widths, text, **look)
            top += 1
        for column_index, column in enumerate(columns):
            self.draft.put_text(self.sheet, top, column_index, column.label, bold=True, align="center", bg_color=HEADER)
        fit_row(self.sheet, top, widths, [column.label for column in columns], bold=True)
        self.sheet.freeze_panes(top + 1, 0)
        self.sheet.repeat_rows(top)
        return top

    def _write_row(self, table: Table, row_index: int, first: int, look: dict[str, Any]) -> None:
        emphasis = _row_emphasis(table, row_index)
        for column, (value, spec) in enumerate(zip(table.rows[row_index], table.columns, strict=True)):
            style = look | EMPHASIS[emphasis] | ({"align": "center"} if spec.id == "position" else {})
            parts = _summed_rows(table, row_index, column) if emphasis == "total" and spec.kind in ADDED_UP else ()
            if parts and isinstance(value, int | float):
                cell = self.draft.figure_format(value, spec.kind, **style)
                self.sheet.write_formula(
                    first + row_index, column, _sum_formula(parts, first, column), cell, stored_value(value, spec.kind)
                )
            else:
                blank = value is None and emphasis == "group"
                self.draft.put_value(self.sheet, first + row_index, column, "" if blank else value, spec.kind, **style)


def fit_row(
    sheet: Worksheet,
    row: int,
    widths: Sequence[float],
    values: Sequence[Value],
    size: float = SIZE_PT,
    bold: bool = False,
) -> None:
    """Set the row height to its longest text."""
    pairs = zip(values, widths, strict=True)
    texts = (MeasuredText(value, width, size, bold) for value, width in pairs if isinstance(value, str))
    sheet.set_row(row, row_height(texts))


def _row_emphasis(table: Table, row_index: int) -> str:
    return table.emphasis[row_index] if row_index < len(table.emphasis) else ""


def _summed_rows(table: Table, total: int, column: int) -> tuple[int, ...]:
    """Rows that a total adds up: those since the previous total, else all rows; none where neither sum matches."""
    plain_rows = [row_index for row_index in range(len(table.rows)) if not _row_emphasis(table, row_index)]
    before = max((row_index for row_index in range(total) if _row_emphasis(table, row_index) == "total"), default=-1)
    for rows in ([row_index for row_index in plain_rows if before < row_index < total], plain_rows):
        if _adds_up([table.rows[row_index][column] for row_index in rows], table.rows[total][column]):
            return tuple(rows)
    return ()


def _adds_up(values: Sequence[Value], total: Value) -> bool:
    numbers = [value for value in values if isinstance(value, int | float)]
    return bool(numbers) and isinstance(total, int | float) and math.isclose(sum(numbers), total, rel_tol=1e-12)


def _sum_formula(rows: Sequence[int], first: int, column: int) -> str:
    """`=SUM(F6:F9,F11)` over zero-based table rows; neighbours become one range."""
    from xlsxwriter.utility import xl_range

    starts = [row_index for row_index in rows if row_index - 1 not in rows]
    ends = [row_index for row_index in rows if row_index + 1 not in rows]
    ranges = (xl_range(first + start, column, first + end, column) for start, end in zip(starts, ends, strict=True))
    return f"=SUM({','.join(ranges)})"
