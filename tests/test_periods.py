"""Files with several periods: only the one asked for is read, and the rest is listed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from cases import TASK, read_pages, read_rows, words
from hypothesis import given
from hypothesis import strategies as st
from workbooks import Cell, Page, Value, csv_bytes

from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.period_filter import AskedPeriod, keep_asked_period
from tdnreport.ingest.read_file import read_file

YEAR = AskedPeriod("Năm 2024", ["6 tháng đầu năm 2024"], 2024)
HALF = AskedPeriod("6 tháng đầu năm 2024", ["Năm 2024"], 2024)
OTHER = "Tuyên truyền biển, đảo"


def lines(read: FileRead) -> list[int]:
    return [row for one in read.sheets for table in one.tables for row in table.data_rows()]


def unread(read: FileRead) -> list[tuple[str, str]]:
    return [(one.name, one.reason) for one in read.not_read if one.what == "row"]


def rules(read: FileRead) -> list[tuple[str, str | None]]:
    return [(one.rule_id, one.value) for one in read.findings]


def of_periods(folder: Path, *periods: Value, label: str = "Kỳ báo cáo", tasks: Sequence[str] = ()) -> FileRead:
    """One line a period, of one task where no tasks are given."""
    names = tasks or [TASK] * len(periods)
    rows: list[list[Value | Cell]] = [
        ["4.2" if not tasks else at, name, period, "Đang thực hiện", 40]
        for at, (name, period) in enumerate(zip(names, periods, strict=True), 1)
    ]
    return read_rows(folder, ["STT", "Nhiệm vụ", label, "Trạng thái", "Tỷ lệ (%)"], *rows)


def test_lines_of_other_periods_are_listed_and_not_read(tmp_path: Path) -> None:
    read = of_periods(tmp_path, "6 tháng", "Năm 2024", "9 tháng", "Cả năm")
    assert lines(keep_asked_period(read, YEAR)) == [3, 5]
    assert lines(keep_asked_period(read, HALF)) == [2]
    assert unread(keep_asked_period(read, YEAR)) == [
        ("2", "Dòng của kỳ “6 tháng”, không phải kỳ báo cáo “Năm 2024”."),
        ("4", "Dòng của kỳ “9 tháng”, không phải kỳ báo cáo “Năm 2024”."),
    ]
    assert not rules(keep_asked_period(read, YEAR))


@pytest.mark.parametrize(
    ("label", "periods", "said"),
    [
        ("Quý", ["I", "II", "I"], "Quý I, Quý II"),
        ("Tháng", [1, 2, 1], "Tháng 1, Tháng 2"),
        ("Kỳ", ["Quý I", "Quý II", "Quý I"], "Quý I, Quý II"),
    ],
)
def test_a_file_without_a_line_of_the_period_is_refused_in_words(
    tmp_path: Path, label: str, periods: list[Value], said: str
) -> None:
    found = keep_asked_period(of_periods(tmp_path, *periods, label=label), YEAR)
    assert lines(found) == []
    assert rules(found) == [("wrong_period", said)]
    assert [name for name, _ in unread(found)] == ["2, 4", "3"]


def test_all_lines_of_another_period_of_the_plan_refuse_the_file(tmp_path: Path) -> None:
    read = of_periods(tmp_path, "6 tháng đầu năm 2024", "6 tháng", tasks=[TASK, OTHER])
    assert rules(keep_asked_period(read, YEAR)) == [("wrong_period", "6 tháng đầu năm 2024, 6 tháng")]
    assert keep_asked_period(read, HALF) is read


@pytest.mark.parametrize("periods", [["Đợt 1", "Đợt 2"], [None, None], ["Năm 2024", None], ["2024", "2024"]])
def test_words_that_name_no_other_part_of_the_year_leave_the_lines(tmp_path: Path, periods: list[Value]) -> None:
    read = of_periods(tmp_path, *periods)
    assert keep_asked_period(read, YEAR) is read


def test_a_year_beside_each_line_is_no_period_of_its_own(tmp_path: Path) -> None:
    read = of_periods(tmp_path, 2024, 2024, label="Năm", tasks=[TASK, OTHER])
    assert keep_asked_period(read, HALF) is read


@pytest.mark.parametrize("label", ["Quý", "Tháng", "Năm"])
def test_a_column_that_says_when_tasks_are_due_chooses_nothing(tmp_path: Path, label: str) -> None:
    read = of_periods(tmp_path, "Quý I", "Cả năm", "Quý III", label=label, tasks=[TASK, OTHER, "Đào tạo"])
    assert keep_asked_period(read, YEAR) is read


def test_a_blank_belongs_to_the_period_above(tmp_path: Path) -> None:
    tasks = [TASK, OTHER, TASK, OTHER]
    assert lines(keep_asked_period(of_periods(tmp_path, "6 tháng", None, "Năm", None, tasks=tasks), YEAR)) == [4, 5]


def test_sections_of_periods_are_told_by_their_headings(tmp_path: Path) -> None:
    rows: list[list[Value | Cell]] = [
        ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)"],
        ["I", "6 tháng đầu năm"],
        ["4.2", TASK, "Đang thực hiện", 40],
        ["II", "Cả năm 2024"],
        ["4.2", TASK, "Hoàn thành", 100],
    ]
    read = read_rows(tmp_path, *rows)
    assert lines(keep_asked_period(read, YEAR)) == [5]
    assert lines(keep_asked_period(read, HALF)) == [3]


def test_beside_a_sheet_of_the_period_those_of_others_are_left_out(tmp_path: Path) -> None:
    table: list[list[Value | Cell]] = [["STT", "Nhiệm vụ", "Trạng thái"], ["4.2", TASK, "Xong"]]
    titled = Page("Sheet2", [["KẾT QUẢ 6 THÁNG ĐẦU NĂM 2024"], *table])
    read = read_pages(tmp_path, Page("6 tháng", table), Page("Năm 2024", table), titled, Page("Kinh phí", table))
    found = keep_asked_period(read, YEAR)
    assert [one.sheet.name for one in found.sheets if one.is_read] == ["Năm 2024", "Kinh phí"]
    assert [one.name for one in found.not_read if one.what == "sheet"] == ["6 tháng", "Sheet2"]


@given(
    periods=st.lists(st.sampled_from(["6 tháng", "Năm 2024", "Quý I", "Tháng 5", "Cả năm"]), min_size=1, max_size=12)
)
def test_every_line_is_read_or_listed_and_none_of_another_period_is_read_beside_its_own(
    tmp_path_factory: pytest.TempPathFactory, periods: list[str]
) -> None:
    path = tmp_path_factory.mktemp("periods") / "a.csv"
    rows: list[list[Value]] = [["4.2", TASK, period, "Xong"] for period in periods]
    path.write_bytes(csv_bytes([["STT", "Nhiệm vụ", "Kỳ báo cáo", "Trạng thái"], *rows]))
    found = keep_asked_period(read_file(path, path.name, words()), YEAR)
    read = [periods[row - 2] for row in lines(found)]
    if len(set(periods)) > 1 and {"Năm 2024", "Cả năm"} & set(periods):
        assert set(read) <= {"Năm 2024", "Cả năm"}
    assert len(read) == len(periods) or unread(found)
