"""What only several lines together show to be doubtful, and what is made of it: asked, never guessed.

300 triệu merged over tasks 4.1 and 4.2        no amount of either; the sender is asked how it is divided
10/15/2024 above 5/10/2024                     the column writes the month first: 10 May
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tdnreport.layout.columns import NAME_FIELDS
from tdnreport.layout.rows import COUNTED
from tdnreport.layout.table import Doubt, SheetTable
from tdnreport.workbook.model import Line, Sheet

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTHS = 12
_MERGED = "Ô gộp chung dòng {rows} là số của nhiều nhiệm vụ nên không tính cho nhiệm vụ nào."
_MONTH_FIRST = "Cột viết tháng trước ngày (tháng/ngày/năm) nên ô này được đọc là ngày {day}."


def settle_doubts(table: SheetTable, sheet: Sheet) -> None:
    """Add to the table what its lines show together; cells that are not to count are overridden."""
    if sheet.merged:
        _settle_merged(table, sheet)
    if "completed_on" in table.fields:
        _settle_month_first(table, sheet)


def _settle_merged(table: SheetTable, sheet: Sheet) -> None:
    fields = {column_no: name for name, column_no in table.fields.items() if name in COUNTED}
    tall = [box for box in sheet.merged if box[2] > box[0] > table.header_rows[-1] and box[1] in fields]
    lines = {line.row_no: line for line in sheet.lines} if tall else {}
    for top, column_no, bottom, _ in tall:
        rows = [row for row in range(top, min(bottom, table.last_row) + 1) if _is_named(table, row, lines)]
        text = _text(lines, top, column_no)
        if len(rows) > 1 and text:
            for row in rows:
                table.set_override(row, fields[column_no], ("", " "))
            detail = _MERGED.format(rows=f"{rows[0]}–{rows[-1]}")
            table.doubts.append(Doubt(rows[0], fields[column_no], "merged_figure", text, detail))


def _is_named(table: SheetTable, row: int, lines: dict[int, Line]) -> bool:
    """Whether a line of data names a task of its own."""
    if table.roles.get(row) != "data" or row not in lines:
        return False
    return any(_text(lines, row, table.fields.get(name, 0)) for name in ("code", NAME_FIELDS[table.kind]))


def _text(lines: dict[int, Line], row: int, column_no: int) -> str:
    cells = lines[row].cells if row in lines else []
    return cells[column_no - 1].strip() if 0 < column_no <= len(cells) else ""


def _settle_month_first(table: SheetTable, sheet: Sheet) -> None:
    """Days of a column whose second number is somewhere more than twelve and whose first never is."""
    found = list(_days(table, sheet))
    is_month_first = any(second > _MONTHS for _, _, _, second, _ in found)
    if not is_month_first or any(first > _MONTHS for _, _, first, _, _ in found):
        return
    for row, text, month, day, year in found:
        try:
            day_meant = date(year, month, day)
        except ValueError:
            continue
        table.set_override(row, "completed_on", (day_meant.isoformat(), "d"))
        detail = _MONTH_FIRST.format(day=f"{day_meant:%d/%m/%Y}")
        if day <= _MONTHS:
            table.doubts.append(Doubt(row, "completed_on", "month_first", text, detail))


def _days(table: SheetTable, sheet: Sheet) -> Iterator[tuple[int, str, int, int, int]]:
    for line in sheet.lines:
        if table.roles.get(line.row_no) == "data":
            text, kind = table.field_cell(line, "completed_on")
            if kind == "s" and (match := _DAY.fullmatch(text.strip())):
                first, second, year = map(int, match.groups())
                yield line.row_no, text, first, second, year
