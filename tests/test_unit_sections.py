"""Sections of several units below one header: whose lines they are."""

from __future__ import annotations

from pathlib import Path

from cases import Rows, column, read_rows, tables, vocabulary

from tdnreport.ingest.section_units import assign_section_units

HEADER = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)"]
FIRST, SECOND = [1, "Quảng bá", "Hoàn thành", 100], ["4.2", "Xuất bản", "Đang thực hiện", 45]
NAMES = vocabulary().units


def test_lines_below_the_heading_of_a_unit_are_that_units(tmp_path: Path) -> None:
    rows: Rows = [
        HEADER,
        FIRST,
        ["A", "SỞ DU LỊCH"],
        FIRST,
        SECOND,
        ["B. Sở Tài chính"],
        FIRST,
        [4, "Quảng bá"],
        SECOND,
    ]
    read = assign_section_units(read_rows(tmp_path, *rows), NAMES, "tth.sdl")
    assert column(read, "unit") == ["", "SỞ DU LỊCH", "SỞ DU LỊCH", *["Sở Tài chính"] * 2]
    assert column(read, "pct") == ["100", "100", "45", "100", "45"]


def test_a_heading_that_names_the_sender_or_no_unit_changes_nothing(tmp_path: Path) -> None:
    read = read_rows(tmp_path, HEADER, ["A", "SỞ DU LỊCH"], FIRST, ["B", "Nhiệm vụ thường xuyên"], SECOND)
    assert assign_section_units(read, NAMES, "tth.sdl") is read


def test_a_column_of_units_says_more_than_a_heading(tmp_path: Path) -> None:
    rows: Rows = [[*HEADER, "Đơn vị báo cáo"], ["A", "SỞ TÀI CHÍNH"], [*FIRST, "Sở Du lịch"]]
    read = read_rows(tmp_path, *rows)
    assert assign_section_units(read, NAMES, None) is read
    assert tables(read)[0].fields["unit"] == 5
