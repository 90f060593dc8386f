"""Lines that do not say everything themselves: sources of funds in columns and in lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import HEADER, TASK, column, read_rows, tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tdnreport.words.money import read_money

LABELS = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)"]
DOING = ["4.2", TASK, "Đang thực hiện", 45]
MERGES = ("E1:F1",)


def test_sources_below_one_heading_are_added_and_both_are_named(tmp_path: Path) -> None:
    top = [*LABELS, "Kinh phí được giao (triệu đồng)", None, "Đã giải ngân (đồng)"]
    rows = [[*DOING, 5.125, 1, 7], ["5", TASK, "Chưa", 0, None, "Lồng ghép", None], ["6", TASK, "Chưa", 0]]
    read = read_rows(tmp_path, top, [*[None] * 4, "NSTW", "NSĐP"], *rows, merges=MERGES)
    assert column(read, "allocated") == [
        "Ngân sách trung ương: 5,1250; Ngân sách địa phương: 1",
        "Ngân sách địa phương: Lồng ghép",
        "",
    ]
    assert tables(read)[0].scales == {"allocated": 10**6, "disbursed": 1}
    assert [one for one in read.not_read if one.what == "column"] == []


@pytest.mark.parametrize(
    ("top", "below"),
    [
        (["Kinh phí được giao (đồng)", None, None], ["Tổng số", "NSTW", "NSĐP"]),
        (["Kinh phí được giao (đồng)", None, "Tổng kinh phí được giao (đồng)"], ["NSTW", "NSĐP", None]),
    ],
)
def test_where_a_total_stands_beside_them_sources_are_never_added(
    tmp_path: Path, top: list[str | None], below: list[str | None]
) -> None:
    merges = ("E1:G1",) if top[2] is None else MERGES
    read = read_rows(tmp_path, [*LABELS, *top], [*[None] * 4, *below], [*DOING, 6, 4, 6], merges=merges)
    assert column(read, "allocated") == ["6"]
    assert not tables(read)[0].columns.sums


def test_sources_of_which_it_is_not_said_that_they_are_all_stay_apart(tmp_path: Path) -> None:
    top = [*LABELS, "Kinh phí được giao (đồng), trong đó", None]
    read = read_rows(tmp_path, top, [*[None] * 4, "NSTW", "NSĐP"], [*DOING, 5, 1], merges=MERGES)
    assert "allocated" not in tables(read)[0].fields
    assert [one.name for one in read.not_read] == [f"{top[4]} NSTW", f"{top[4]} NSĐP"]


def test_figures_below_each_source_are_added_too(tmp_path: Path) -> None:
    top = [*LABELS, "NSTW (đồng)", None, "NSĐP (đồng)", None]
    below = [*[None] * 4, "Dự toán", "Giải ngân", "Dự toán", "Giải ngân"]
    read = read_rows(tmp_path, top, below, [*DOING, 5000, 4000, 1000, 0], merges=("E1:F1", "G1:H1"))
    amounts = [read_money(column(read, name)[0], "s", 1).vnd for name in ("allocated", "disbursed")]
    assert amounts == [6000, 4000]


def test_of_columns_alike_below_groups_that_are_no_sources_none_is_chosen(tmp_path: Path) -> None:
    top = ["STT", "Nhiệm vụ", "Tỷ lệ (%)", "Phòng A (đồng)", None, "Phòng B (đồng)", None]
    below = [*[None] * 3, "Dự toán", "Giải ngân", "Dự toán", "Giải ngân"]
    read = read_rows(tmp_path, top, below, ["4.2", TASK, 45, 5000, 4000, 1000, 0], merges=("D1:E1", "F1:G1"))
    assert not {"allocated", "disbursed"} & tables(read)[0].fields.keys()
    assert len(read.not_read) == 4


@pytest.mark.parametrize("parts", [["Tạm ứng", "Thanh toán"], ["Tháng 1", "Tháng 2"], ["Quý II", "Quý III"]])
def test_parts_of_a_sum_of_money_are_not_the_sum(tmp_path: Path, parts: list[str]) -> None:
    top = [*LABELS, "Giải ngân (đồng)", None]
    read = read_rows(tmp_path, top, [*[None] * 4, *parts], [*DOING, 5000, 2500], merges=MERGES)
    assert "disbursed" not in tables(read)[0].fields
    assert [one.name for one in read.not_read] == [f"Giải ngân (đồng) {part}" for part in parts]
    with_sum = [*top, None], [*[None] * 4, *parts, "Cộng"], [*DOING, 5000, 2500, 7500]
    assert column(read_rows(tmp_path, *with_sum, merges=("E1:G1",)), "disbursed") == ["7500"]


@pytest.mark.parametrize(
    ("label", "counts"),
    [
        ("Giải ngân tháng 10 (đồng)", False),
        ("Giải ngân trong quý (đồng)", False),
        ("Giải ngân đến tháng 10 (đồng)", True),
        ("Lũy kế giải ngân quý III (đồng)", True),
        ("Giải ngân 9 tháng (đồng)", True),
    ],
)
def test_money_of_one_month_or_quarter_is_not_what_was_spent_to_the_day(
    tmp_path: Path, label: str, counts: bool
) -> None:
    read = read_rows(tmp_path, [*LABELS, label], [*DOING, 5000])
    assert ("disbursed" in tables(read)[0].fields) == counts
    assert [one.name for one in read.not_read] == ([] if counts else [label])


def test_what_was_planned_is_not_what_was_done(tmp_path: Path) -> None:
    header = ["STT", "Nhiệm vụ", "Tiến độ dự kiến", "Tiến độ thực tế"]
    read = read_rows(tmp_path, header, ["4.2", TASK, "100%", "45%"])
    assert column(read, "pct") == ["45%"]
    assert "status" not in tables(read)[0].fields


def test_the_unit_of_money_may_stand_below_the_last_table(tmp_path: Path) -> None:
    header = [*LABELS, "Dự toán giao", "Đã giải ngân (đồng)"]
    read = read_rows(tmp_path, header, [*DOING, 1.5, 750000], ["Đơn vị tính: triệu đồng"])
    assert tables(read)[0].scales == {"allocated": 10**6, "disbursed": 1}
    stacked = [header, [*DOING, 1.5, 750000], ["Đơn vị tính: triệu đồng"], header, [*DOING, 1.5, 1]]
    assert [table.scales["allocated"] for table in tables(read_rows(tmp_path, *stacked))][-1] == 10**6


def test_a_line_with_a_further_source_belongs_to_the_task_above(tmp_path: Path) -> None:
    header = [*LABELS, "Nguồn kinh phí", "Dự toán (đồng)"]
    further = [[None] * 4 + ["Xã hội hóa", 2000], [None] * 4 + ["Nguồn khác", 1000]]
    read = read_rows(tmp_path, header, [*DOING, "Ngân sách tỉnh", 5000], *further, ["5", "Biển, đảo", "Xong", 100])
    assert column(read, "title") == [TASK, TASK, TASK, "Biển, đảo"]
    assert column(read, "pct") == ["45", "45", "45", "100"]
    assert column(read, "allocated") == ["5000", "2000", "1000", ""]


def test_a_line_without_a_task_that_names_no_source_inherits_nothing(tmp_path: Path) -> None:
    read = read_rows(tmp_path, HEADER, ["4.2", TASK, "Xong", 100, 5, 5], [None, None, "Xong", 100, 7, 7])
    assert column(read, "title") == [TASK, ""]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.one_of(st.none(), st.integers(0, 10**6), st.floats(0, 10**6).map(lambda x: round(x, 3)))))
def test_amounts_by_source_add_up_to_what_is_read(tmp_path: Path, amounts: list[float | None]) -> None:
    sources = ["NSTW", "NSĐP", "Xã hội hóa", "Nguồn khác"]
    given = [*amounts, *[None] * 4][:4]
    top = [*LABELS, "Kinh phí được giao (triệu đồng)"]
    read = read_rows(tmp_path, top, [*[None] * 4, *sources], [*DOING, *given], merges=("E1:H1",))
    [text] = column(read, "allocated")
    wanted = sum(round(amount * 10**6) for amount in given if amount is not None)
    found = read_money(text, "s", 10**6)
    assert found.problem or (found.vnd or 0) == wanted
