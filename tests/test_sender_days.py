"""A name is read on the day of its document, and a place is never taken for a sender: real files through the real reader."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from workbooks import Page, xlsx

from tdnreport.base.home import find_home
from tdnreport.feedback.form import write_templates
from tdnreport.ingest.inbox import Inbox, inbox_of_file, list_inbox
from tdnreport.plans.context import RunContext, load_context
from tdnreport.warehouse import pipeline

HEADER = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)", "Kết quả"]


@pytest.fixture(scope="module")
def of_2024() -> RunContext:
    return load_context(find_home(), "tth-2024", "2024")


@pytest.fixture(scope="module")
def of_2025(of_2024: RunContext) -> RunContext:
    """The same tasks asked of the city's bodies in 2025."""
    days = {"data_from": date(2025, 1, 1), "data_to": date(2025, 11, 14), "due_on": date(2025, 11, 15)}
    period = dataclasses.replace(of_2024.period, **days, reporters=("hue.grp.duoc_giao",))
    plan = dataclasses.replace(of_2024.plan, year=2025, periods=(period,))
    return dataclasses.replace(of_2024, plan=plan, period=period)


def sender(
    context: RunContext, folder: Path, *lines: str, day: str = "", file: str = "bao cao.xlsx"
) -> tuple[str | None, str | None]:
    """Id and text of the sender as they stand in the warehouse; `day` is the letter's."""
    path = folder / file
    letter = [[line] for line in (*lines, *([f"Huế, ngày {day}"] if day else ()))]
    xlsx(
        path,
        Page(
            "Biểu 01",
            [
                *letter,
                [f"BÁO CÁO NĂM {context.plan.year}"],
                HEADER,
                ["1", context.plan.tasks[0].title, "Hoàn thành", 100, "x"],
            ],
        ),
    )
    with pipeline.build_in_memory(context, inbox_of_file(path)) as con:
        [found] = con.execute("select unit_id, unit_text from raw.files").fetchall()
    return found


CITY = "UBND THÀNH PHỐ HUẾ"


def test_a_department_of_the_city_is_not_its_peoples_committee(of_2024: RunContext, tmp_path: Path) -> None:
    late = sender(of_2024, tmp_path, CITY, "SỞ THÔNG TIN VÀ TRUYỀN THÔNG THÀNH PHỐ HUẾ", day="08 tháng 01 năm 2025")
    assert late[0] == "tth.stttt", "a report of 2024, signed under the name of 2025, is the predecessor's"
    unknown = sender(of_2024, tmp_path, CITY, "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", day="08 tháng 04 năm 2025")
    assert unknown == (None, "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG")
    undated = sender(of_2024, tmp_path, CITY, "SỞ VĂN HÓA VÀ THỂ THAO THÀNH PHỐ HUẾ")
    assert undated[0] != "tth.h.hue"


@pytest.mark.parametrize(
    ("lines", "day", "unit_id"),
    [
        ([CITY, "SỞ VĂN HÓA VÀ THỂ THAO"], "12 tháng 11 năm 2025", "hue.svhtt"),
        (["SỞ VĂN HÓA VÀ THỂ THAO THÀNH PHỐ HUẾ"], "12 tháng 11 năm 2025", "hue.svhtt"),
        (["SỞ VH&TT TP HUẾ"], "12 tháng 11 năm 2025", "hue.svhtt"),
        (["Sở Văn hóa và Thể thao thành phố Huế"], "", "hue.svhtt"),
        ([CITY, "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"], "25 tháng 02 năm 2025", "hue.svhtt"),
        ([CITY, "SỞ KẾ HOẠCH VÀ ĐẦU TƯ"], "25 tháng 02 năm 2025", "hue.stc"),
        ([CITY, "SỞ KHOA HỌC VÀ CÔNG NGHỆ"], "12 tháng 11 năm 2025", "hue.skhcn"),
        (["CÔNG AN THÀNH PHỐ HUẾ"], "12 tháng 11 năm 2025", "hue.ca"),
        (["TRUNG TÂM TRUYỀN THÔNG THÀNH PHỐ HUẾ"], "12 tháng 11 năm 2025", "hue.ttt"),
        (["ĐÀI PHÁT THANH VÀ TRUYỀN HÌNH HUẾ"], "20 tháng 5 năm 2025", "hue.ttt"),
        ([CITY, "SỞ PHÁT TRIỂN LẠ"], "12 tháng 11 năm 2025", None),
    ],
)  # fmt: skip
def test_in_2025_a_name_is_of_the_body_of_its_day(
    of_2025: RunContext, tmp_path: Path, lines: list[str], day: str, unit_id: str | None
) -> None:
    """A report of a body that ended within the year is booked to its heir, who owes the line through time."""
    assert sender(of_2025, tmp_path, *lines, day=day)[0] == unit_id


def test_the_committee_of_hue_is_a_district_in_2024_and_the_citys_in_2025(
    of_2024: RunContext, of_2025: RunContext, tmp_path: Path
) -> None:
    assert sender(of_2024, tmp_path, CITY, day="12 tháng 11 năm 2024")[0] == "tth.h.hue"
    assert of_2025.units.match_unit("UBND thành phố Huế").unit_id == "hue.ubnd"
    assert of_2025.units.match_unit("thành phố Huế").unit_id is None, "a place is no sender"
    assert sender(of_2024, tmp_path, CITY, day="10 tháng 01 năm 2025")[0] is None, (
        "the city's by then, which owes nothing of 2024"
    )


@pytest.mark.parametrize(
    "file", ["BC So KHCN TP Hue.xlsx", "So NNMT TP Hue 2024.xlsx", "Bao cao cua So Tu phap thanh pho Hue.xlsx"]
)
def test_the_place_in_a_file_name_is_no_sender(of_2024: RunContext, tmp_path: Path, file: str) -> None:
    assert sender(of_2024, tmp_path, file=file)[0] != "tth.h.hue"


def test_a_district_in_a_file_name_still_is(of_2024: RunContext, tmp_path: Path) -> None:
    assert sender(of_2024, tmp_path, file="BC so 15 huyen Phu Loc.xlsx")[0] == "tth.h.phuloc"
    assert sender(of_2024, tmp_path, file="UBND TP Hue.xlsx")[0] == "tth.h.hue"
    assert sender(of_2024, tmp_path, "UBND HUYỆN A LƯỚI", "PHÒNG VĂN HÓA VÀ THÔNG TIN")[0] == "tth.h.aluoi"


def test_a_task_of_a_split_department_is_one_line_through_time(tmp_path: Path) -> None:
    """30 % by the department that ended, 100 % by its heir: the latest of the line counts, not the mean; both heirs have reported."""
    context = load_context(find_home(), "qt-2025", "2025")
    title = context.plan.tasks[0].title
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name, unit, day, pct in (
        ("a.xlsx", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "25 tháng 02 năm 2025", 30),
        ("b.xlsx", "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "20 tháng 11 năm 2025", 100),
        ("c.xlsx", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "20 tháng 11 năm 2025", 100),
    ):
        head = [["UBND TỈNH QUẢNG TRỊ"], [unit], [f"Quảng Trị, ngày {day}"], ["BÁO CÁO NĂM 2025"], HEADER]
        status = "Hoàn thành" if pct == 100 else "Đang thực hiện"
        xlsx(inbox / name, Page("Biểu 01", [*head, ["1", title, status, pct, "Đã ban hành kế hoạch, văn bản"]]))
    with pipeline.build_in_memory(context, list_inbox(inbox)) as con:
        states = con.execute("select file, unit_id, state from staging.submissions order by file").fetchall()
        task = con.execute("select completion_pct, leads_expected from marts.tasks where task_code = '1'").fetchone()
    assert states == [
        ("a.xlsx", "qtm.svhttdl", "accepted"),
        ("b.xlsx", "qtm.svhttdl", "accepted"),
        ("c.xlsx", "qtm.skhcn", "accepted"),
    ]
    assert task == (100.0, 1)


PROGRESS_HEADER = [
    "STT",
    "Nhiệm vụ",
    "Trạng thái",
    "Tỷ lệ hoàn thành (%)",
    "Dự toán giao (đồng)",
    "Đã giải ngân (đồng)",
    "Kết quả",
]
COUNTS_HEADER = ["STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện trong kỳ", "Lũy kế từ đầu năm"]
QUESTION = "Lũy kế có gồm số liệu của đơn vị trước sắp xếp không? (có/không)"


def heirs_inbox(tmp_path: Path, answer: str, cumulative: int = 550, register: str = "") -> Inbox:
    """A department that ended on 28/02/2025 and its heir, both with counts, money and tasks; the heir says nothing of task 9."""
    plan = load_context(find_home(), "qt-2025", "2025").plan
    titles = {task.task_code: task.title for task in plan.tasks}
    [counted] = [indicator for indicator in plan.indicators if indicator.indicator_code == "promo_items"]
    inbox = tmp_path / "inbox"
    inbox.mkdir()

    def write(
        name: str, unit: str, day: str, tasks: list[list[object]], count: int, total: int, above: list[object]
    ) -> None:
        head = [["UBND TỈNH QUẢNG TRỊ"], [unit], [f"Quảng Trị, ngày {day}"], ["BÁO CÁO NĂM 2025"], above]
        indicators = [["1", counted.name, counted.unit_of_measure, count, total]]
        xlsx(
            inbox / name,
            Page("Biểu 01", [*head, PROGRESS_HEADER, *tasks]),
            Page("Biểu 02", [*head, COUNTS_HEADER, *indicators]),
        )

    said = "Đã ban hành kế hoạch, văn bản"
    first = [
        ["1", titles["1"], "Đang thực hiện", 30, 40_000_000, 10_000_000, said],
        ["9", titles["9"], "Đang thực hiện", 20, None, None, said],
    ]
    later = [["1", titles["1"], "Hoàn thành", 100, 60_000_000, 60_000_000, said]]
    write("a.xlsx", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "25 tháng 02 năm 2025", first, 210, 210, [])
    write(
        "b.xlsx", "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "20 tháng 11 năm 2025", later, 340, cumulative, [QUESTION, answer]
    )
    if register:
        (inbox / "register.csv").write_text(
            f"file,received_on,includes_predecessor\nb.xlsx,2025-11-20,{register}\n", encoding="utf-8"
        )
    return list_inbox(inbox)


@pytest.mark.parametrize(
    ("answer", "register", "cumulative", "counted", "money"),
    [
        ("Có", "", 550, 550.0, 60_000_000),
        ("không", "", 340, 550.0, 70_000_000),
        ("", "", 550, None, None),
        ("", "yes", 550, 550.0, 60_000_000),
        ("Có", "no", 340, 550.0, 70_000_000),
        ("có/không", "", 550, None, None),
    ],
)
def test_what_a_unit_and_its_heir_both_report_is_added_taken_once_or_asked(
    tmp_path: Path, answer: str, register: str, cumulative: int, counted: float | None, money: int | None
) -> None:
    context = load_context(find_home(), "qt-2025", "2025")
    inbox = heirs_inbox(tmp_path, answer, cumulative, register)
    with pipeline.build_in_memory(context, inbox) as con:
        total = con.execute("select value from marts.indicator_totals where indicator_code = 'promo_items'").fetchall()
        spent = con.execute("select disbursed_vnd from marts.tasks where task_code = '1'").fetchall()
        tasks = con.execute(
            "select task_code, completion_pct from marts.tasks where task_code in ('1', '9') order by 1"
        ).fetchall()
        asked = con.execute(
            "select file, cell from marts.findings where rule_id = 'predecessor_included_unknown' order by all"
        ).fetchall()
        others = con.execute(
            "select rule_id from marts.findings where rule_id in ('superseded', 'duplicate_row', 'resubmission_smaller')"
        ).fetchall()
    assert total == [(counted,)]
    assert spent == [(money,)]
    assert tasks[1] == ("9", 20.0), "what the heir does not name stands as it was reported before"
    assert tasks[0] == ("1", 100.0 if counted else None)
    assert asked == ([] if counted else [("a.xlsx", "E7"), ("a.xlsx", "F7"), ("b.xlsx", "E7"), ("b.xlsx", "F7")])
    assert others == []


def test_a_form_made_out_to_a_unit_that_has_ended_is_its_heirs(tmp_path: Path) -> None:
    context = load_context(find_home(), "qt-2025", "2025")
    assert context.heir_of("qt.stttt") == "qtm.svhttdl"
    assert context.heir_of("qtm.svhttdl") is None
    assert context.heir_of("khong.co") is None


def test_the_form_asks_the_heir_and_reads_its_answer_back(tmp_path: Path) -> None:
    context = load_context(find_home(), "qt-2025", "2025")
    write_templates(context, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "qtm.svhttdl.xlsx")
    cells = [cell for line in book["Biểu 01"].iter_rows() for cell in line if "Lũy kế có gồm" in str(cell.value)]
    [(row, column, question)] = [(cell.row, cell.column, cell.value) for cell in cells]
    assert "Sở Thông tin và Truyền thông (đến 28/02/2025)" in question
    assert column == 1
    answer = max(cell.column for cell in book["Biểu 01"][row])
    book["Biểu 01"].cell(row, answer).value = "Không"
    book.save(tmp_path / "filled.xlsx")
    inbox = inbox_of_file(tmp_path / "filled.xlsx")
    with pipeline.build_in_memory(context, inbox) as con:
        assert con.execute("select unit_id, includes_predecessor from raw.files").fetchall() == [("qtm.svhttdl", False)]
