"""Whose report a file is: title blocks, columns, forms, registers and file names in; unit, period, year and day out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from workbooks import Page, csv_bytes, xlsx

from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import RegisterRow, inbox_of_file, list_inbox
from tdnreport.ingest.read_file import read_file
from tdnreport.ingest.sender import Identity, identify_file
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.plans.context import load_context
from tdnreport.vietnamese.unit_names import UnitNames
from tdnreport.warehouse import pipeline

WORDS = LayoutWords.load(find_home().reference)
NAMES = UnitNames(
    [
        ("tth.ubnd", "Ủy ban nhân dân tỉnh Thừa Thiên Huế", ["UBND tỉnh"]),
        ("tth.stttt", "Sở Thông tin và Truyền thông tỉnh Thừa Thiên Huế", ["Sở TT&TT", "STTTT"]),
        ("tth.sdl", "Sở Du lịch tỉnh Thừa Thiên Huế", ["Sở Du lịch"]),
        ("tth.btg", "Ban Tuyên giáo Tỉnh ủy Thừa Thiên Huế", ["Ban Tuyên giáo Tỉnh ủy"]),
        ("tth.h.phuloc", "Ủy ban nhân dân huyện Phú Lộc", ["UBND huyện Phú Lộc"]),
    ],
    WORDS.lists.abbreviations,
)
PERIODS = {"2024": "Năm 2024", "2024-h1": "6 tháng đầu năm 2024"}
HEADER = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)"]
DATA = ["1", "Xuất bản ấn phẩm", "Hoàn thành", 100]


def of(tmp_path: Path, *pages: Page, file: str = "bao cao.xlsx", register: RegisterRow | None = None) -> Identity:
    path = xlsx(tmp_path / "book.xlsx", *pages)
    return identify_file(read_file(path, file, WORDS), register, NAMES, 2024, PERIODS)


def titled(*lines: str, below: Sequence[str] = (), name: str = "Biểu 01") -> Page:
    return Page(name, [*([line] for line in lines), HEADER, DATA, [], *([None, None, line] for line in below)])


def row(**given: Any) -> RegisterRow:
    return RegisterRow(
        **(
            {"file": "a", "received_on": None, "unit_id": None, "period_id": None, "document_no": None, "position": 2}
            | given
        )
    )


@pytest.mark.parametrize(
    ("lines", "unit_id"),
    [
        (["UBND TỈNH THỪA THIÊN HUẾ", "SỞ DU LỊCH"], "tth.sdl"),
        (["UBND TỈNH THỪA THIÊN HUẾ\nSỞ DU LỊCH"], "tth.sdl"),
        (["TỈNH ỦY THỪA THIÊN HUẾ", "BAN TUYÊN GIÁO TỈNH ỦY"], "tth.btg"),
        (["UBND HUYỆN PHÚ LỘC", "PHÒNG VĂN HÓA VÀ THÔNG TIN"], "tth.h.phuloc"),
        (["Đơn vị báo cáo: Sở Du lịch"], "tth.sdl"),
        (["UBND TỈNH THỪA THIÊN HUẾ", "Tên đơn vị: Sở DL tỉnh", "SỞ DU LỊCH"], "tth.sdl"),
        (["BÁO CÁO CỦA SỞ DU LỊCH NĂM 2024"], "tth.sdl"),
        (["SỞ DU LỊCH", "Kính gửi: Sở Thông tin và Truyền thông"], "tth.sdl"),
        (["Së Du lÞch"], "tth.sdl"),
    ],
)
def test_the_unit_comes_from_the_title_block(tmp_path: Path, lines: list[str], unit_id: str) -> None:
    identity = of(tmp_path, titled(*lines, "BÁO CÁO TIẾN ĐỘ NĂM 2024"))
    assert (identity.unit_id, identity.unit_from) == (unit_id, "title")


def test_neither_parent_nor_addressee_nor_recipients_are_the_unit(tmp_path: Path) -> None:
    page = titled(
        "UBND TỈNH THỪA THIÊN HUẾ",
        "Kính gửi: Sở Thông tin và Truyền thông",
        "BÁO CÁO NĂM 2024",
        below=["Nơi nhận:", "- Sở Du lịch"],
    )
    identity = of(tmp_path, page)
    assert identity.unit_id is None
    assert [one.rule_id for one in identity.findings] == ["received_on_unknown"]


def test_an_unknown_unit_is_known_by_its_own_words(tmp_path: Path) -> None:
    identity = of(tmp_path, titled("UBND TỈNH THỪA THIÊN HUẾ", "SỞ PHÁT TRIỂN LẠ", "BÁO CÁO NĂM 2024"))
    assert (identity.unit_id, identity.unit_text) == (None, "SỞ PHÁT TRIỂN LẠ")


def test_form_goes_before_column_before_title_before_register_before_file_name(tmp_path: Path) -> None:
    form = Page("tdnreport_form", [["unit_id", "tth.btg"], ["period_id", "2024"]], hidden="very hidden")
    column = Page("Biểu 01", [["SỞ DU LỊCH"], [*HEADER, "Đơn vị báo cáo"], [*DATA, "UBND huyện Phú Lộc"]])
    title = titled("SỞ DU LỊCH")
    bare = titled("BÁO CÁO NĂM 2024")
    listed = row(unit_id="tth.stttt")
    name = "BC Sở Du lịch 2024.xlsx"
    assert of(tmp_path, column, form, file=name, register=listed).unit_from == "form"
    assert of(tmp_path, column, file=name, register=listed).unit_id == "tth.h.phuloc"
    assert of(tmp_path, title, file=name, register=listed).unit_from == "title"
    assert of(tmp_path, bare, file=name, register=listed).unit_from == "register"
    assert of(tmp_path, bare, file=name).unit_from == "file_name"


def test_a_file_of_several_units_is_of_none_by_its_column(tmp_path: Path) -> None:
    page = Page("Biểu 01", [[*HEADER, "Đơn vị"], [*DATA, "Sở Du lịch"], [*DATA, "UBND huyện Phú Lộc"]])
    identity = of(tmp_path, page)
    assert (identity.unit_id, identity.unit_from) == (None, "column")
    assert [one.rule_id for one in identity.findings] == ["received_on_unknown"]


@pytest.mark.parametrize(
    "file",
    [
        "BC-STTTT-TTDN-2024.xlsx",
        "So Thong tin va Truyen thong - BC TTDN 6T-2024 (chinh sua lan 2).xlsx",
        "Sở TT&TT_báo cáo thông tin đối ngoại năm 2024.xlsx",
        "x/STTTT final.xlsx",
    ],
)
def test_case_55_the_unit_in_the_file_name(tmp_path: Path, file: str) -> None:
    assert of(tmp_path, titled("BÁO CÁO"), file=file).unit_id == "tth.stttt"


def test_the_column_of_leads_is_the_last_resort(tmp_path: Path) -> None:
    page = Page("Biểu 01", [[*HEADER, "Đơn vị chủ trì"], [*DATA, "Sở Du lịch"]])
    assert of(tmp_path, page).unit_id == "tth.sdl"
    assert of(tmp_path, page, file="UBND huyen Phu Loc.xlsx").unit_id == "tth.h.phuloc"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Huế, ngày 12 tháng 11 năm 2024", date(2024, 11, 12)),
        ("Thừa Thiên Huế, ngày 05 tháng 01 năm 2025", date(2025, 1, 5)),
        ("Phú Lộc, ngày 8/11/2024", date(2024, 11, 8)),
        ("Ngày báo cáo: 12/11/2024", date(2024, 11, 12)),
        ("Huế, ngày    tháng 11 năm 2024", None),
        ("Huế, ngày 12 tháng 11 năm 2023", None),
        ("(Kèm theo Công văn số 12/SDL, ngày 15 tháng 6 năm 2024)", None),
        ("Số liệu tính đến ngày 12 tháng 11 năm 2024", None),
    ],
)
def test_the_day_comes_from_the_letter_where_the_register_says_none(
    tmp_path: Path, line: str, day: date | None
) -> None:
    identity = of(tmp_path, titled("SỞ DU LỊCH", below=[line]))
    assert (identity.received_on, identity.received_from) == (day, "letter" if day else None)
    assert ("received_on_unknown" in [one.rule_id for one in identity.findings]) == (day is None)
    known = of(tmp_path, titled("SỞ DU LỊCH", below=[line]), register=row(received_on=date(2024, 11, 20)))
    assert (known.received_on, known.received_from) == (date(2024, 11, 20), "register")


@pytest.mark.parametrize(
    ("lines", "is_wrong"),
    [
        (["BÁO CÁO KẾT QUẢ THÔNG TIN ĐỐI NGOẠI NĂM 2023"], True),
        (["BÁO CÁO KẾT QUẢ", "Kỳ báo cáo: Năm 2023"], True),
        (["BÁO CÁO KẾT QUẢ NĂM 2023 VÀ KẾ HOẠCH NĂM 2024"], True),
        (["BÁO CÁO KẾT QUẢ NĂM 2023, PHƯƠNG HƯỚNG NHIỆM VỤ NĂM 2024"], True),
        (["BÁO CÁO KẾT QUẢ NĂM 2024 VÀ KẾ HOẠCH NĂM 2025"], False),
        (["BÁO CÁO TÌNH HÌNH VÀ KẾT QUẢ NĂM 2024"], False),
        (["KẾ HOẠCH THÔNG TIN ĐỐI NGOẠI NĂM 2024", "Kỳ báo cáo: 6 tháng đầu năm 2023"], True),
        (["BÁO CÁO QUÝ IV/2023"], True),
        (["BÁO CÁO NĂM 2024"], False),
        (["BÁO CÁO KẾT QUẢ"], False),
        (["BÁO CÁO THỰC HIỆN KẾT LUẬN SỐ 57-KL/TW NGÀY 15/6/2023"], False),
        (["BÁO CÁO THỰC HIỆN KẾT LUẬN SỐ 57-KL/TW NGÀY 15 THÁNG 6 NĂM 2023"], False),
        (["BÁO CÁO ĐỀ ÁN GIAI ĐOẠN 2021-2023"], False),
        (["BÁO CÁO KẾT QUẢ NĂM 2023, NHIỆM VỤ NĂM 2024"], True),
        (["(Kèm theo Báo cáo số 12/BC-SDL năm 2023)", "BÁO CÁO"], False),
        (["BÁO CÁO THỰC HIỆN KẾ HOẠCH SỐ 43/KH-UBND", "Căn cứ báo cáo năm 2023"], False),
    ],
)
def test_case_67_only_the_reports_own_year_makes_it_wrong(tmp_path: Path, lines: list[str], is_wrong: bool) -> None:
    found = [one.rule_id for one in of(tmp_path, titled("SỞ DU LỊCH", *lines)).findings]
    assert ("wrong_year" in found) == is_wrong


def test_a_sheet_of_last_year_beside_this_years_is_left_out(tmp_path: Path) -> None:
    identity = of(
        tmp_path,
        titled("BÁO CÁO NĂM 2024", name="Biểu 01"),
        titled("BÁO CÁO NĂM 2023", name="Cũ"),
        titled("x", name="2022"),
    )
    assert identity.other_year_sheets == ("Cũ", "2022")
    assert "wrong_year" not in [one.rule_id for one in identity.findings]


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("Kỳ báo cáo: 6 tháng đầu năm 2024", ("2024-h1", None)),
        ("BÁO CÁO KẾT QUẢ 6 THÁNG ĐẦU NĂM 2024", ("2024-h1", None)),
        ("Kỳ báo cáo: Năm 2024", ("2024", None)),
        ("Kỳ báo cáo: 9 tháng đầu năm 2024", (None, "9 tháng đầu năm 2024")),
        ("BÁO CÁO", (None, None)),
    ],
)
def test_the_period_is_what_the_file_says(tmp_path: Path, line: str, period: tuple[str | None, str | None]) -> None:
    identity = of(tmp_path, titled("SỞ DU LỊCH", line))
    assert (identity.period_id, identity.period_text) == period


def test_of_two_tables_side_by_side_the_wrong_line_is_left_out_and_not_the_one_beside_it(tmp_path: Path) -> None:
    tasks = {task.task_code: task.title for task in load_context(find_home(), "tth-2024", "2024").plan.tasks}
    header = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)"]
    first, second = ["1", tasks["1"], "Hoàn thành", 100], ["5", tasks["5"], "Đang thực hiện", 130]
    rows = [["UBND HUYỆN PHÚ LỘC"], ["BÁO CÁO NĂM 2024"], [*header, None, *header], [*first, None, *second]]
    inbox = inbox_of_file(xlsx(tmp_path / "a.xlsx", Page("Biểu 01", rows)))
    with pipeline.build_in_memory(load_context(find_home(), "tth-2024", "2024"), inbox) as con:
        accepted = con.execute("select task_code from marts.progress").fetchall()
        found = con.execute("select cell, table_no from marts.findings where severity = 'row'").fetchall()
        counted = con.execute("select rows_read, rows_accepted, rows_rejected from marts.submissions").fetchall()
    assert (accepted, found, counted) == ([("1",)], [("I4", 2)], [(2, 1, 1)])


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("a.csv,2024-11-12,tth.sdl,2023,", ("wrong_period", "file")),
        ("a.csv,2024-11-12,qt.stttt,,", ("unknown_unit", "row")),
        ("a.csv,2024-11-12,tth.sdl,2024,", None),
    ],
)
def test_what_the_register_says_of_another_period_or_province_is_not_counted(
    tmp_path: Path, row: str, found: tuple[str, str] | None
) -> None:
    context = load_context(find_home(), "tth-2024", "2024")
    title = context.plan.leaf_tasks[0].title
    rows = [
        ["BÁO CÁO NĂM 2024"],
        ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)", "Kết quả"],
        ["1", title, "Hoàn thành", "100", "05 tin"],
    ]
    (tmp_path / "a.csv").write_bytes(csv_bytes(rows))
    (tmp_path / "register.csv").write_text(f"file,received_on,unit_id,period_id,document_no\n{row}\n", encoding="utf-8")
    with pipeline.build_in_memory(context, list_inbox(tmp_path)) as con:
        told = con.execute(
            "select rule_id, severity from marts.findings where file = 'a.csv' and severity <> 'warning'"
        ).fetchall()
        counted = con.execute("select count(*) from marts.progress").fetchall()
    assert told == ([found] if found else [])
    assert counted == [(0 if found else 1,)]


def test_a_register_that_no_reader_of_csv_takes_is_said_and_the_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text("file,received_on\n" + "x" * 200_000 + ",\n", encoding="utf-8")
    (tmp_path / "a.csv").write_bytes(csv_bytes([["SỞ DU LỊCH"]]))
    inbox = list_inbox(tmp_path)
    assert [entry.file for entry in inbox.files] == ["a.csv"]
    assert inbox.problems == (
        "register.csv: có ô dài bất thường, có thể do thiếu dấu nháy kép đóng ô; sổ không được dùng.",
    )
