"""`tdnreport explain`: every column with what decided it, every filled line with what it was taken for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from cases import TASK
from warehouse_case import subject
from workbooks import Page, Value, xlsx

from tdnreport.app.explain import explain_file
from tdnreport.base.home import find_home

COLUMN = re.compile(r"    (cột|dòng) (\d+) “(.*?)” (là \w+|không tính)(.*)")
LINES = re.compile(r"    dòng (\d+)(?:–(\d+))?: (.+)")
HEADER = [
    "STT",
    "Nhiệm vụ",
    "Trạng thái",
    "Tỷ lệ (%)",
    "Dự toán giao (triệu đồng)",
    "Khả năng giải ngân đến 31/12",
    "Ghi chú",
]


def explained(folder: Path, *rows: Sequence[Value]) -> list[str]:
    return list(explain_file(subject(), xlsx(folder / "a.xlsx", Page("A", rows))))


def columns(told: list[str]) -> dict[str, tuple[str, str]]:
    return {match[3]: (match[4], match[5]) for text in told if (match := COLUMN.fullmatch(text))}


def test_each_column_is_said_with_its_field_its_unit_and_why_not(tmp_path: Path) -> None:
    told = columns(explained(tmp_path, ["SỞ DU LỊCH"], HEADER, ["4.2", TASK, "Đang thực hiện", 45, 50, 48, "x"]))
    assert list(told) == HEADER
    assert told["Trạng thái"][0] == "là status"
    assert told["Dự toán giao (triệu đồng)"] == ("là allocated", ", một đơn vị = 1000000 đồng")
    assert told["Ghi chú"] == ("là note", ": Ghi chú để người tổng hợp xem trong tệp, không tính vào số liệu.")


@pytest.mark.parametrize("gap", [0, 1, 3])
def test_every_filled_line_is_said_once(tmp_path: Path, gap: int) -> None:
    rows: list[Sequence[Value]] = [
        ["SỞ DU LỊCH"],
        *[[None]] * gap,
        HEADER[:4],
        ["4", "Tuyên truyền"],
        ["4.2", TASK, "Hoàn thành", 100],
    ]
    rows += [["", "Tổng cộng", None, None], ["Ghi chú: tạm tính"], ["", "", "Giám đốc"], ["7", "8", "9"]]
    filled = [number for number, row in enumerate(rows, 1) if any(row)]
    spans = [match for text in explained(tmp_path, *rows) if (match := LINES.fullmatch(text))]
    said = [number for span in spans for number in range(int(span[1]), int(span[2] or span[1]) + 1)]
    assert [number for number in said if number in filled] == filled
    assert len(said) == len(set(said))
    assert not any(re.fullmatch(r"\w+", span[3]) and span[3].isascii() for span in spans)


def test_of_tasks_as_columns_the_lines_are_said(tmp_path: Path) -> None:
    told = explained(tmp_path, ["SỞ DU LỊCH"], ["Nội dung", TASK], ["Trạng thái", "Hoàn thành"], ["Tỷ lệ (%)", 100])
    assert [text.strip() for text in told if COLUMN.fullmatch(text)] == [
        "dòng 2 “Nội dung” là title",
        "dòng 3 “Trạng thái” là status",
        "dòng 4 “Tỷ lệ (%)” là pct",
    ]


def test_the_rule_that_decided_is_named_by_its_line(tmp_path: Path) -> None:
    told = columns(explained(tmp_path, HEADER, ["4.2", TASK, "Đang thực hiện", 45, 50, 48, "x"]))
    field, why = told["Khả năng giải ngân đến 31/12"]
    assert field == "là estimated"
    line_no = int(re.search(r"column_rules\.csv dòng (\d+)", why)[1])
    rule = (find_home().reference / "column_rules.csv").read_text(encoding="utf-8").splitlines()[line_no - 1]
    assert rule.split(",")[:5] == ["meaning", "disbursed", "forecast", "", "estimated"]
