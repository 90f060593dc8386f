"""Totals beside their parts: a blank total is replaced by the sum; one that disagrees counts and is reported.

Dự toán giao 200 │ Bổ sung 50 │ Tổng cộng 300    "Các cột Dự toán giao, Bổ sung cộng được 250 đồng; …"

Which columns these are is found in `budget`; totals below their lines are checked by `sql/checks/total_mismatch.sql`.
"""

from __future__ import annotations

from collections.abc import Iterator

from tdnreport.layout.budget_parts import cell_at, compare_with_parts
from tdnreport.layout.table import SheetTable
from tdnreport.vietnamese.lexicon import WordLists
from tdnreport.workbook.model import Sheet


def find_disagreements(sheet: Sheet, table: SheetTable, lists: WordLists) -> Iterator[tuple[int, str, str, str, str]]:
    """Row, field, rule, text of the total and sentence for each line whose total is blank or is not the sum of its parts."""
    for name, summands in table.columns.summands.items():
        column_no = table.fields[name]
        if column_no in dict(summands):
            continue
        names = ", ".join(dict.fromkeys(label for _, label in summands))
        for line in (line for line in sheet.lines if table.roles.get(line.row_no) == "data"):
            total, parts = compare_with_parts(line, column_no, summands, table.scales[name] or 1, lists)
            sentence = f"Các cột {names} cộng được {f'{parts or 0:,}'.replace(',', '.')} đồng"
            if parts and total is None and not cell_at(line, column_no)[0].strip():
                yield line.row_no, name, "missing_pair", "", f"{sentence} và được dùng thay cho ô tổng để trống."
            elif None not in (parts, total) and abs((total or 0) - (parts or 0)) > len(summands):
                yield (
                    line.row_no,
                    name,
                    "total_mismatch",
                    cell_at(line, column_no)[0],
                    f"{sentence}; số ở cột tổng được dùng.",
                )
