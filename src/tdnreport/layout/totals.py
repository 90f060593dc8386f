"""Totals beside their parts, line by line: a blank total gives way to the sum, one that disagrees counts and is asked about.

Dự toán giao 200 │ Bổ sung 50 │ Tổng cộng 300    "Các cột Dự toán giao, Bổ sung cộng được 250 đồng; …"

Which columns these are is found in `budget`; totals below their lines are checked by `sql/checks/total_mismatch.sql`.
"""

from __future__ import annotations

from collections.abc import Iterator

from tdnreport.layout.budget_parts import compared, text_of
from tdnreport.layout.table import SheetTable
from tdnreport.vietnamese.lexicon import WordLists
from tdnreport.workbook.model import Sheet


def disagreements(sheet: Sheet, table: SheetTable, lists: WordLists) -> Iterator[tuple[int, str, str, str, str]]:
    """Row, field, rule, text of the total and sentence for each line whose total is blank or is not the sum of its parts."""
    for name, shares in table.columns.sums.items():
        at = table.fields[name]
        if at in dict(shares):
            continue
        names = ", ".join(dict.fromkeys(label for _, label in shares))
        for line in (line for line in sheet.lines if table.roles.get(line.row_no) == "data"):
            total, parts = compared(line, at, shares, table.scales[name] or 1, lists)
            said = f"Các cột {names} cộng được {f'{parts or 0:,}'.replace(',', '.')} đồng"
            if parts and total is None and not text_of(line, at)[0].strip():
                yield line.row_no, name, "missing_pair", "", f"{said} và được dùng thay cho ô tổng để trống."
            elif None not in (parts, total) and abs((total or 0) - (parts or 0)) > len(shares):
                yield line.row_no, name, "total_mismatch", text_of(line, at)[0], f"{said}; số ở cột tổng được dùng."
