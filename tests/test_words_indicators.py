"""Names of indicators as people write them, the nearest known name where none fits, and what reaches the figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from warehouse_case import Sent, filled, rows, subject

from tdnreport.base.home import find_home
from tdnreport.plans import load_plan, load_reference
from tdnreport.vietnamese.counts import read_count

NAMES = subject().vocabulary.indicators
FIELDS = ("code", "indicator", "measure", "value", "cumulative")


@pytest.mark.parametrize(
    ("name", "measure", "code"),
    [
        ("Số tin bài đăng trên Vietnam.vn", "", "vietnam_vn_items"),
        ("Tin, bài trên nền tảng Vietnam.vn năm 2024", "tin, bài", "vietnam_vn_items"),
        ("Tổng số lớp tập huấn", "lớp", "class_count"),
        ("Số cuộc họp báo", "cuộc", "press_conferences"),
        ("Số lượng video clip quảng bá", "", "video_clips"),
        ("Số đoàn ra, đoàn vào", "đoàn", "delegations"),
        ("Xếp hạng PAPI năm 2024", "", "papi_rank"),
        ("par index", "điểm", "par_index_score"),
        ("PAR INDEX", "hạng", "par_index_rank"),
        ("Chỉ số PCI", "điểm", "pci_score"),
        ("Chỉ số PCI", "hạng", "pci_rank"),
        ("Chỉ số PCI", "", None),
        ("Số lượt chạy bộ quanh hồ", "lượt", None),
    ],
)
def test_an_indicator_is_known_by_the_names_people_give_it(name: str, measure: str, code: str | None) -> None:
    assert NAMES.read("", "", name, measure) == code


def test_every_spelling_is_of_an_indicator_of_some_plan_and_reads_as_it() -> None:
    reference = load_reference(find_home().reference)
    plans = [load_plan(find_home().data, one, reference) for one in ("tth-2024", "qt-2024")]
    known = {one.indicator_code: one for plan in plans for one in plan.indicators}
    spellings = subject().words.indicator_words
    assert spellings.keys() <= known.keys()
    for plan in plans:
        names = subject(plan.plan_id).vocabulary.indicators
        for one in plan.indicators:
            for word in (one.name, *spellings.get(one.indicator_code, ())):
                assert names.read("", "", word, one.unit_of_measure) == one.indicator_code, word


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12/63", 12),
        ("Hạng 12/63", 12),
        ("thứ 12/63 tỉnh, thành phố", 12),
        ("12 trên 63", 12),
        ("64/63", None),
        ("0/63", None),
    ],
)
def test_a_place_among_so_many_is_the_place(text: str, value: float | None) -> None:
    assert read_count(text, "s", "hạng").value == value


def test_two_numbers_of_anything_else_stay_a_question() -> None:
    assert read_count("12/63", "s", "tin, bài").problem == "value_not_a_number"


def test_score_and_rank_under_one_name_are_told_by_the_measure_or_by_how_the_value_is_written() -> None:
    lines = [
        ["1", "PAR INDEX", "điểm", "88,4", None],
        ["2", "PAR INDEX", "hạng", "9", None],
        ["3", "PCI", None, "12/63", None],
        ["4", "DTI", None, "0,72", None],
        ["5", "SIPAS", None, "12", None],
    ]
    con = filled(Sent(lines, fields=FIELDS, kind="indicators"))
    accepted = rows(con, "select indicator_code, value from marts.indicators order by row_no")
    asked = rows(con, "select row_no, message from marts.findings where rule_id = 'unknown_indicator'")
    assert accepted == [("par_index_score", 88.4), ("par_index_rank", 9), ("pci_rank", 12), ("dti_score", 0.72)]
    [(row_no, message)] = asked
    assert row_no == 6
    assert "“Thứ hạng SIPAS” hoặc “Điểm chỉ số hài lòng về sự phục vụ hành chính (SIPAS)”" in message


def test_an_unknown_name_gets_the_nearest_known_one_in_the_sentence_and_is_not_taken_for_it() -> None:
    task = ["9", "Tuyên truyền biển đảo quê hương", "Đang thực hiện", "50", None, None, None, None]
    near, far = ["1", "Tin bài tiếng Hàn", "tin, bài", 5, 5], ["1", "Số lượt chạy bộ quanh hồ", "lượt", 5, 5]
    of_unit = Sent([["1", "Thông tin", "Đang thực hiện", 50, "Sở Văn hoá"]], ("code", "title", "status", "pct", "unit"))
    con = filled(
        Sent([task], unit_id="tth.sdl"),
        Sent([near], FIELDS, kind="indicators", file="b.xlsx"),
        Sent([far], FIELDS, kind="indicators", file="d.xlsx", unit_id="tth.sct"),
        replace(of_unit, file="c.xlsx", unit_id="tth.stc"),
    )
    said = dict(rows(con, "select rule_id || ' ' || file, message from marts.findings where rule_id like 'unknown%'"))
    assert "Gần nhất: “Tuyên truyền biển, đảo" in said["unknown_task a.xlsx"]
    assert "Gần nhất: “Tin, bài tiếng Anh, tiếng Pháp trên Cổng" in said["unknown_indicator b.xlsx"]
    assert "Gần nhất" not in said["unknown_indicator d.xlsx"]
    assert "Gần nhất: “Sở Văn hóa và Thể thao" in said["unknown_unit c.xlsx"]
    assert rows(con, "select count(*) from marts.accepted_rows") == [(0,)]
