"""Causes, difficulties, proposals and plans that units write: read, kept with task and addressee, covered, and printed as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from shipped import WORDS
from task_lines import T1, T41, line
from warehouse_case import PROGRESS, Sent, filled, rows, subject
from workbooks import Page, xlsx

from tdnreport.base.home import find_home
from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.inbox import inbox_of_file
from tdnreport.ingest.read_file import read_file
from tdnreport.layout.features import NOTES
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.note_items import read_items
from tdnreport.warehouse import pipeline

FIELDS = (*PROGRESS, "cause", "proposal")


@pytest.mark.parametrize(
    ("text", "addressee", "level"),
    [
        ("Đề nghị Bộ Thông tin và Truyền thông ban hành hướng dẫn", "Bộ Thông tin và Truyền thông", "central"),
        ("Kiến nghị UBND tỉnh bố trí kinh phí", "UBND tỉnh", "province"),
        ("Kính đề nghị Ủy ban nhân dân tỉnh bố trí kinh phí", "UBND tỉnh", "province"),
        ("UBND tỉnh sớm phê duyệt dự toán", "UBND tỉnh", "province"),
        ("Đề nghị các Bộ, ngành hỗ trợ", "Bộ, ngành Trung ương", "central"),
        ("Đề nghị Sở Tài chính cấp đủ kinh phí theo quyết định của UBND tỉnh", "Sở Tài chính", "units"),
        ("Bổ sung biên chế theo chỉ đạo của UBND tỉnh", None, None),
        ("De nghi UBND tinh bo tri kinh phi", "UBND tỉnh", "province"),
        ("De nghi bo sung kinh phi", None, None),
        ("Tăng cường tập huấn", None, None),
    ],
)
def test_whom_a_proposal_is_made_to_is_read_from_its_words(text: str, addressee: str | None, level: str | None) -> None:
    [item] = read_items(text, WORDS)
    assert (item.addressee, item.level) == (addressee, level)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- Thiếu kinh phí\n- Thiếu người.", ["Thiếu kinh phí", "Thiếu người"]),
        ("Thiếu kinh phí\nin ấn phẩm", ["Thiếu kinh phí in ấn phẩm"]),
        ("1. Thiếu kinh phí;\n2. Thiếu người", ["Thiếu kinh phí", "Thiếu người"]),
        ("Không có", []),
        (" - ", []),
        ("", []),
    ],
)
def test_a_cell_of_marked_lines_holds_an_item_a_line(text: str, items: list[str]) -> None:
    assert [item.text for item in read_items(text, WORDS)] == items


def test_what_is_written_beside_a_task_is_kept_with_its_kind_and_place_even_where_the_figures_are_not():
    told = [*line("4.1", T41), "- Thiếu kinh phí\n- Liên hệ 0912 345 678", "Đề nghị UBND tỉnh bố trí kinh phí"]
    refused = [*line(pct=120), "Không", "Tăng cường tập huấn"]
    con = filled(Sent([told, refused], FIELDS))
    kept = rows(con, "select task_code, kind, addressee, text, row_no from marts.notes order by row_no, kind, item_no")
    assert kept == [
        ("4.1", "cause", None, "Thiếu kinh phí", 2),
        ("4.1", "cause", None, kept[1][3], 2),
        ("4.1", "proposal", "UBND tỉnh", "Đề nghị UBND tỉnh bố trí kinh phí", 2),
        ("1", "proposal", None, "Tăng cường tập huấn", 3),
    ]
    assert "345 678" not in kept[1][3]
    assert rows(con, "select count(*) from marts.accepted_rows") == [(1,)]


def test_of_a_file_that_was_replaced_nothing_is_kept():
    old, new = [*line(), "Lý do cũ", None], [*line(), "Lý do mới", None]
    con = filled(Sent([old], FIELDS, file="a.xlsx"), Sent([new], FIELDS, file="b.xlsx"))
    assert rows(con, "select text from marts.notes") == [("Lý do mới",)]


def test_a_task_carried_over_is_a_plan_for_next_year():
    con = filled(Sent([line(status="Chuyển sang năm 2025", pct=40)]))
    assert rows(con, "select task_code, kind, text from marts.notes") == [("1", "next", "Chuyển sang năm 2025")]
    assert rows(con, "select status, completion_pct from marts.progress") == [("doing", 40)]


def test_the_same_words_of_several_units_stand_once_with_all_of_them():
    told = [*line(), None, "Đề nghị UBND tỉnh bố trí kinh phí."]
    con = filled(Sent([told], FIELDS), Sent([told], FIELDS, unit_id="tth.sdl", file="b.xlsx"))
    [(units, tasks)] = rows(con, "select units, tasks from report.notes")
    assert (units.count(","), tasks) == (1, "1")


def page_of(path: Path, *lines: Sequence[object], name: str = "Biểu 01") -> FileRead:
    xlsx(path, Page(name, [list(one) for one in lines]))
    return read_file(path, path.name, LayoutWords.load(find_home().reference))


def notes_read(read: FileRead) -> list[tuple[str, str, int]]:
    """Kind, text and row of each item, in order."""
    found = []
    for sheet in read.sheets:
        lines = {one.row_no: one for one in sheet.sheet.lines}
        for table in (one for one in sheet.tables if one.kind == "notes"):
            for row in table.data_rows():
                texts = [(kind, table.field_text(lines[row], kind)) for kind in sorted(NOTES & table.fields.keys())]
                found += [(kind, text, row) for kind, text in texts if text]
    return found


HEADER = ["STT", "Nhiệm vụ", "Tình trạng", "Tỷ lệ (%)", "Kết quả"]
TASK = ["1", "Tuyên truyền", "Đang thực hiện", 50, "12 tin"]


def test_lines_under_a_heading_below_a_table_are_items_of_its_kind(tmp_path):
    read = page_of(
        tmp_path / "a.xlsx",
        *(HEADER, TASK, ["", "Tổng cộng"], []),
        *(["II. KHÓ KHĂN, VƯỚNG MẮC"], ["- Thiếu kinh phí in ấn phẩm"], ["- Thiếu người"]),
        *(
            ["III. Kiến nghị với UBND tỉnh: Bố trí kinh phí"],
            ["IV. Phương hướng năm 2025:"],
            ["1", "Xuất bản 02 ấn phẩm"],
        ),
        *([], ["NGƯỜI LẬP BIỂU"], ["Nguyễn Văn A"]),
    )
    assert notes_read(read) == [
        ("difficulty", "Thiếu kinh phí in ấn phẩm", 6),
        ("difficulty", "Thiếu người", 7),
        ("proposal", "Đối với UBND tỉnh: Bố trí kinh phí", 8),
        ("next", "Xuất bản 02 ấn phẩm", 10),
    ]
    assert [table.data_rows() for one in read.sheets for table in one.tables if table.kind == "progress"] == [[2]]


def test_a_sheet_of_difficulties_and_proposals_is_a_table_of_its_own(tmp_path):
    read = page_of(
        tmp_path / "b.xlsx",
        ["Khó khăn, vướng mắc của đơn vị"],
        ["STT", "Khó khăn, vướng mắc", "Nguyên nhân", "Kiến nghị, đề xuất"],
        [1, "Thiếu người", "Tinh giản biên chế", "Đề nghị Bộ Nội vụ bổ sung"],
        [2, "Chưa có hướng dẫn", None, None],
        name="Khó khăn",
    )
    assert notes_read(read) == [
        ("cause", "Tinh giản biên chế", 3),
        ("difficulty", "Thiếu người", 3),
        ("proposal", "Đề nghị Bộ Nội vụ bổ sung", 3),
        ("difficulty", "Chưa có hướng dẫn", 4),
    ]


def test_items_under_a_line_that_names_whom_they_are_for_keep_it(tmp_path):
    read = page_of(
        tmp_path / "c.xlsx",
        *(HEADER, TASK, ["Kiến nghị, đề xuất"], ["1. Đối với Bộ, ngành Trung ương:"], ["- Ban hành hướng dẫn"]),
    )
    assert notes_read(read) == [("proposal", "Đối với Bộ, ngành Trung ương: Ban hành hướng dẫn", 5)]


def test_notes_of_lines_reach_the_warehouse_and_are_no_rows_of_figures(tmp_path):
    xlsx(
        tmp_path / "Sở Du lịch.xlsx",
        Page("Biểu 01", [HEADER, ["1", T1, *TASK[2:]], ["Kiến nghị: Đề nghị UBND tỉnh cấp kinh phí"]]),
    )
    with pipeline.build_in_memory(subject(), inbox_of_file(tmp_path / "Sở Du lịch.xlsx")) as con:
        assert rows(con, "select unit_id, kind, addressee, row_no from marts.notes") == [
            ("tth.sdl", "proposal", "UBND tỉnh", 3)
        ]
        assert rows(con, "select rows_read, rows_accepted from marts.submissions") == [(1, 1)]
