"""Cells of a table that say something beside their value: colour, strike, a value that is not the one shown.

What is shown and what is held differ, so neither is counted: the row is left out and asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tdnreport.ingest.file_read import ReadFinding
from tdnreport.layout.features import MONEY
from tdnreport.layout.rows import FIGURES
from tdnreport.layout.table import SheetTable
from tdnreport.workbook.cell_formats import NOT_CALCULATED, STRUCK
from tdnreport.workbook.model import Place, Sheet

_ASKED = FIGURES | {"completed_on"}


def find_odd_cells(sheet: Sheet, table: SheetTable) -> Iterator[ReadFinding]:
    if sheet.coloured:
        yield from _coloured_findings(sheet, table)
    if sheet.struck or sheet.unstruck:
        yield from _struck_findings(sheet, table)
    if sheet.doubts or sheet.scaled:
        yield from _doubtful_findings(sheet, table)


def _coloured_findings(sheet: Sheet, table: SheetTable) -> Iterator[ReadFinding]:
    """Figures in red letters or on yellow ground; ignored where most of the column has the colour."""
    rows = set(table.data_rows())
    for name, column_no in table.fields.items():
        colours = {
            row: colour for (row, column), colour in sheet.coloured.items() if column == column_no and row in rows
        }
        if name in FIGURES and 2 * len(colours) <= len(rows):
            texts = {line.row_no: line.cells[column_no - 1] for line in sheet.lines if line.row_no in colours}
            for row, colour in sorted(colours.items()):
                yield ReadFinding(sheet.name, row, name, "coloured_cells", texts.get(row), colour)


def _struck_findings(sheet: Sheet, table: SheetTable) -> Iterator[ReadFinding]:
    """Cells struck through on a line that is not withdrawn: what they say, or what is left of it, still counts, and the sender may

    mean otherwise.
    """
    names = {column_no: name for name, column_no in table.fields.items()}
    marked = [*sheet.struck, *sheet.unstruck]
    places = sorted(place for place in marked if table.roles.get(place[0]) == "data" and place[1] in names)
    rows = {row for row, _ in places}
    cells = {line.row_no: line.cells for line in sheet.lines if line.row_no in rows}
    for row, column_no in places:
        detail = (
            f"{STRUCK} một phần, được đọc là “{unstruck}”"
            if (unstruck := sheet.unstruck.get((row, column_no)))
            else STRUCK
        )
        yield ReadFinding(sheet.name, row, names[column_no], "coloured_cells", cells[row][column_no - 1], detail)


def _doubtful_findings(sheet: Sheet, table: SheetTable) -> Iterator[ReadFinding]:
    """Of figures and days on lines of data; a cell merged over several lines is asked about on each."""
    rows, columns = set(table.data_rows()), _asked_columns(table)
    doubts = {
        place: doubt
        for place, doubt in (_over_merged_rows(sheet) | _other_scales(sheet, table)).items()
        if place[0] in rows and place[1] in columns
    }
    texts = {line.row_no: line.cells for line in sheet.lines if any(row == line.row_no for row, _ in doubts)}
    for (row, column_no), doubt in sorted(doubts.items()):
        value = texts[row][column_no - 1] if column_no <= len(texts[row]) else ""
        rule_id = "formula_not_calculated" if doubt == NOT_CALCULATED else "shown_differs"
        yield ReadFinding(
            sheet.name, row, columns[column_no], rule_id, value or None, "" if doubt == NOT_CALCULATED else doubt
        )


def _asked_columns(table: SheetTable) -> dict[int, str]:
    """Column number → field, of columns whose cells count."""
    parts = {column_no: name for name, shares in table.columns.summands.items() for column_no, _ in shares}
    ticked = dict.fromkeys(table.columns.checkboxes, "status")
    return parts | ticked | {column_no: name for name, column_no in table.fields.items() if name in _ASKED}


def _over_merged_rows(sheet: Sheet) -> dict[Place, str]:
    spread = {
        (row, left): sheet.doubts[top, left]
        for top, left, bottom, _ in sheet.merged
        if (top, left) in sheet.doubts
        for row in range(top, bottom + 1)
    }
    return {**sheet.doubts, **spread}


def _other_scales(sheet: Sheet, table: SheetTable) -> dict[Place, str]:
    """Cells that show a thousandth of what they hold, in a column that does not say so."""
    columns = _asked_columns(table)
    scales: Mapping[str, int] = table.scales
    return {
        place: f"Định dạng của ô chia số cho {factor:,} khi hiện, còn cột không ghi đơn vị tính như vậy.".replace(
            ",", ".", 1
        )
        for place, factor in sheet.scaled.items()
        if columns.get(place[1]) not in MONEY or (scales.get(columns[place[1]]) or 1) < factor
    }
