"""Tasks as columns, a form for each task, answers of a form: each figure is read, and a remark names the cell where it stands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
import rulebook
from cases import read_bytes, read_pages, tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from task_lines import T1, T42
from workbooks import Cell, Page, Value, csv_bytes, xlsx

from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.line_accounts import account_for_lines

TITLE = "BÁO CÁO KẾT QUẢ THỰC HIỆN KẾ HOẠCH THÔNG TIN ĐỐI NGOẠI NĂM 2024"
STATUS, PCT, GIVEN, SPENT = "Trạng thái", "Tỷ lệ hoàn thành (%)", "Dự toán giao", "Đã giải ngân"
Rows = Sequence[Sequence[Value | Cell]]


def told(read: FileRead, *names: str) -> list[list[str]]:
    """Texts of some fields, a data line each."""
    found = []
    for sheet_read in read.sheets:
        for table in sheet_read.tables:
            for line in sheet_read.sheet.lines:
                if table.roles.get(line.row_no) == "data":
                    found.append([table.field_text(line, name) for name in names])
    return found


def turned(*lines: list[Value | Cell]) -> Page:
    return Page("Sheet1", [[TITLE], *lines])


def test_tasks_as_columns_are_read(tmp_path: Path) -> None:
    page = turned(
        ["Nội dung", f"1. {T1}", f"4.2. {T42}"],
        [STATUS, "Hoàn thành", "Đang thực hiện"],
        [PCT, 100, 45],
        [f"{GIVEN} (triệu đồng)", 100, None],
    )
    read = read_pages(tmp_path, page)
    assert told(read, "status", "pct", "allocated") == [["Hoàn thành", "100", "100"], ["Đang thực hiện", "45", ""]]
    assert [table.scales["allocated"] for table in tables(read)] == [1_000_000, 1_000_000]
    assert set(account_for_lines(read.sheets[0]).values()) == {"outside", "data", "part"}


def test_the_unit_of_money_above_is_that_of_the_figures(tmp_path: Path) -> None:
    page = turned(["Đơn vị tính: triệu đồng"], ["Nhiệm vụ", T42], [STATUS, "Hoàn thành"], [GIVEN, 50])
    assert tables(read_pages(tmp_path, page))[0].scales == {"allocated": 1_000_000}


def test_forms_below_each_other_and_on_sheets_of_their_own_are_read(tmp_path: Path) -> None:
    one: Rows = [["Mã nhiệm vụ", "1"], ["Tên nhiệm vụ", T1], [STATUS, "Hoàn thành"], [PCT, 100]]
    two: Rows = [["Mã nhiệm vụ", "4.2"], ["Tên nhiệm vụ", T42], [STATUS, "Đang thực hiện"], [PCT, 45]]
    wanted = [["1", "100"], ["4.2", "45"]]
    assert told(read_pages(tmp_path, Page("A", [*one, *two])), "code", "pct") == wanted
    assert told(read_pages(tmp_path, Page("A", [*one, [None], *two])), "code", "pct") == wanted
    assert told(read_pages(tmp_path, Page("Việc 1", one), Page("Việc 4.2", two)), "code", "pct") == wanted


def test_a_form_below_an_ordinary_table_is_read_too(tmp_path: Path) -> None:
    table: Rows = [["STT", "Nhiệm vụ", STATUS, PCT], ["1", T1, "Hoàn thành", 100], [None]]
    form: Rows = [["Mã nhiệm vụ", "4.2"], ["Tên nhiệm vụ", T42], [STATUS, "Đang thực hiện"], [PCT, 45]]
    assert told(read_pages(tmp_path, Page("A", [*table, *form])), "code", "pct") == [["1", "100"], ["4.2", "45"]]


@pytest.mark.parametrize("question", ["{} [{}]", "{}/{}", "{} - {}"])
def test_answers_are_a_line_for_each_unit_and_task(tmp_path: Path, question: str) -> None:
    header = ["Dấu thời gian", "Đơn vị báo cáo"]
    header += [question.format(f"Nhiệm vụ 4.2: {T42}", STATUS), question.format("Nhiệm vụ 4.2", PCT)]
    header += [question.format("Nhiệm vụ 5", name) for name in (STATUS, PCT)]
    rows = [
        ["10/11/2024", "Sở Du lịch", "Hoàn thành", 100, "Đang thực hiện", 45],
        ["11/11/2024", "Sở Ngoại vụ", "Chưa thực hiện", 0, "Hoàn thành", 100],
    ]
    read = read_bytes(tmp_path, csv_bytes([header, *rows]))
    assert told(read, "unit", "code", "title", "status", "pct") == [
        ["Sở Du lịch", "4.2", T42, "Hoàn thành", "100"],
        ["Sở Ngoại vụ", "4.2", T42, "Chưa thực hiện", "0"],
        ["Sở Du lịch", "5", "", "Đang thực hiện", "45"],
        ["Sở Ngoại vụ", "5", "", "Hoàn thành", "100"],
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["Nội dung", "Họp giao ban"], ["Thời gian", "8 giờ"], ["Địa điểm", "Hội trường"]],
        [["Đơn vị", "Sở Du lịch"], ["Kỳ báo cáo", "Năm 2024"], ["Người lập", "Nguyễn Văn A"]],
        [["Trạng thái"], ["Tỷ lệ (%)"], ["Nhiệm vụ"]],
    ],
)
def test_lists_of_other_things_are_no_tables(tmp_path: Path, rows: list[list[Value | Cell]]) -> None:
    assert tables(read_pages(tmp_path, Page("A", rows))) == []


@settings(
    max_examples=int(os.environ.get("TDNREPORT_SHEETS", "300")) // 5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    answers=st.lists(
        st.tuples(st.sampled_from([("Hoàn thành", 100), ("Đang thực hiện", 45)]), st.integers(1, 900)),
        min_size=1,
        max_size=6,
    ),
    order=st.permutations([STATUS, PCT, GIVEN]),
    above=st.integers(0, 3),
    left=st.integers(0, 2),
)
def test_what_was_written_turned_is_read_back(tmp_path_factory, answers, order, above: int, left: int) -> None:
    rows: list[list[Value | Cell]] = [[f"Dòng {number}"] for number in range(above)]
    rows.append([None] * left + ["Nhiệm vụ", *(f"4.{number} Việc thứ {number}" for number, _ in enumerate(answers, 1))])
    values = {
        STATUS: [status for (status, _), _ in answers],
        PCT: [pct for (_, pct), _ in answers],
        GIVEN: [vnd for _, vnd in answers],
    }
    rows += [[None] * left + [f"{name} (triệu đồng)" if name == GIVEN else name, *values[name]] for name in order]
    read = read_pages(tmp_path_factory.mktemp("turned"), Page("A", rows))
    assert told(read, "status", "pct", "allocated") == [[status, str(pct), str(vnd)] for (status, pct), vnd in answers]


def found(folder: Path, rows: Rows, sql: str) -> list[tuple]:
    xlsx(folder / "a.xlsx", Page("A", [["SỞ DU LỊCH"], [TITLE], *rows]))
    with rulebook.read(folder, "tth-2024") as con:
        return con.execute(sql).fetchall()


CELLS = "select cell, value from marts.findings where severity = 'row' order by all"


def test_a_remark_names_the_cell_of_a_turned_table(tmp_path: Path) -> None:
    rows: Rows = [["Nội dung", f"1. {T1}", f"4.2. {T42}"], [STATUS, "Hoàn thành", "Đang thực hiện"], [PCT, 100, 130]]
    assert found(tmp_path, rows, CELLS) == [("C5", "130")]
    assert found(tmp_path, rows, "select task_code, completion_pct from marts.progress") == [("1", 100)]


def test_a_cell_of_a_turned_table_that_shows_a_millionth_of_its_value_is_asked_about(tmp_path: Path) -> None:
    money = Cell(50_000_000, number_format="#,##0,,")
    rows: Rows = [["Nội dung", f"4.2. {T42}"], [STATUS, "Đang thực hiện"], [PCT, 45], [f"{GIVEN} (đồng)", money]]
    asked = "select cell from marts.findings where rule_id = 'shown_differs'"
    assert found(tmp_path, rows, asked) == [("B6",)]


def test_of_two_tables_side_by_side_only_the_faulty_line_is_left_out(tmp_path: Path) -> None:
    header = ["STT", "Nhiệm vụ", STATUS, PCT]
    rows: Rows = [
        [*header, None, *header],
        ["1", T1, "Hoàn thành", 130, None, "4.2", T42, "Đang thực hiện", 45],
    ]
    assert found(tmp_path, rows, CELLS) == [("D4", "130")]
    assert found(tmp_path, rows, "select task_code, completion_pct from marts.progress") == [("4.2", 45)]
    assert found(tmp_path, rows, "select rows_read, rows_accepted, rows_rejected from marts.submissions") == [(2, 1, 1)]
