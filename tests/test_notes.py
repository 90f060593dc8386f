"""Causes, difficulties, proposals and plans that units write: read, kept with task and addressee, covered, and printed as a draft."""

from __future__ import annotations

import pytest
from shipped import WORDS
from task_lines import T41, line
from warehouse_case import PROGRESS, Sent, filled, rows

from tdnreport.vietnamese.note_items import read_items

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
