"""Tens of thousands of lines that are no data cost what they are many, and none of them is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cases import words

from tdnreport.ingest.file_read import SheetRead
from tdnreport.ingest.line_accounts import account_for_lines
from tdnreport.layout.detect import find_tables
from tdnreport.workbook.model import Line, Sheet

TABLE = [
    Line(1, ["STT", "Nhiệm vụ", "Trạng thái", "Kết quả"], "ssss"),
    Line(2, ["1", "Quảng bá hình ảnh của tỉnh", "Hoàn thành", "Đã in"], "nsss"),
]
BELOW: dict[str, Callable[[int], list[str]]] = {
    "a note": lambda number: [f"ghi chú {number}"],
    "an item": lambda number: [f"- mục {number}"],
    "a heading": lambda number: [str(number), f"việc {number}"],
    "the tail of a title": lambda number: ["", f"việc {number}"],
    "the tail of a result": lambda number: ["", "", "", f"dòng {number}"],
    "a number": lambda number: ["", "", str(number)],
}


class CountedLines(list[Line]):
    """Counts how many lines are handed out."""

    handed_out = 0

    def __iter__(self) -> Iterator[Line]:
        for line in super().__iter__():
            self.handed_out += 1
            yield line

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        self.handed_out += len(found) if isinstance(index, slice) else 1
        return found


def lines_handed_out(make: Callable[[int], list[str]], count: int) -> float:
    """For each line of the sheet."""
    below = [
        Line(number, cells, "".join("s" if cell else " " for cell in cells))
        for number, cells in ((n, make(n)) for n in range(3, count))
    ]
    lines = CountedLines([*TABLE, *below])
    find_tables(Sheet("A", 1, lines), words())
    return lines.handed_out / len(lines)


@pytest.mark.parametrize("make", BELOW.values(), ids=BELOW)
def test_a_line_is_looked_at_as_often_in_a_long_sheet_as_in_a_short_one(make: Callable[[int], list[str]]) -> None:
    assert lines_handed_out(make, 4000) < 2 * lines_handed_out(make, 400)


def test_tails_longer_than_a_cell_can_be_are_notes_and_nothing_is_lost() -> None:
    below = [Line(number, ["", "", "", f"dòng {number}"], "   s") for number in range(3, 6000)]
    sheet = Sheet("A", 1, [*TABLE, *below])
    [table] = tables = find_tables(sheet, words())
    assert len(table.field_text(TABLE[1], "result")) <= 32_767
    roles = account_for_lines(SheetRead(sheet, tables))
    assert len(roles) == len(sheet.lines)
    kept = [row for row, role in roles.items() if role == "continuation"]
    assert kept == list(range(3, kept[-1] + 1))
    assert {role for row, role in roles.items() if row > kept[-1]} == {"note"}
