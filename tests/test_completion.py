"""Lines that do not say everything themselves: sources of funds and parts of a budget in columns and in lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import HEADER, TASK, column, read_rows, tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shipped import read_money

LABELS = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)"]
DOING = ["4.2", TASK, "Đang thực hiện", 45]
MERGES = ("E1:F1",)


def test_sources_below_one_heading_are_added_and_both_are_named(tmp_path: Path) -> None:
    top = [*LABELS, "Kinh phí được giao (triệu đồng)", None, "Đã giải ngân (đồng)"]
    rows = [[*DOING, 5.125, 1, 7], ["5", TASK, "Chưa", 0, None, "Lồng ghép", None], ["6", TASK, "Chưa", 0]]
    read = read_rows(tmp_path, top, [*[None] * 4, "NSTW", "NSĐP"], *rows, merges=MERGES)
    assert column(read, "allocated") == [
        "Ngân sách trung ương: 5,1250; Ngân sách địa phương: 1",
        "Lồng ghép",
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
    assert not tables(read)[0].columns.summands


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


DONE = ["5", "Biển, đảo", "Xong", 100]


@pytest.mark.parametrize(
    "labels",
    [
        ["Dự toán giao", "Bổ sung", "Tổng cộng"],
        ["Dự toán giao đầu năm", "Bổ sung trong năm", "Tổng dự toán"],
        ["Dự toán được giao", "Điều chỉnh tăng/giảm", "Dự toán sau điều chỉnh"],
        ["Dự toán được giao", "Dự toán điều chỉnh", "Dự toán sau điều chỉnh"],
        ["Kế hoạch vốn ban đầu", "Vốn bổ sung", "Tổng cộng"],
        ["Dự toán giao đợt 1", "Dự toán giao đợt 2", "Tổng số"],
        ["Kinh phí giao đầu năm", "Bổ sung lần 1", "Cộng"],
    ],
)
def test_a_budget_with_what_was_added_is_its_total(tmp_path: Path, labels: list[str]) -> None:
    read = read_rows(tmp_path, [*LABELS, *labels, "Đã chi"], [*DOING, 2e8, 5e7, 2.5e8, 1e8], [*DONE, 2e8, None, 2e8, 0])
    assert column(read, "allocated") == ["250000000", "200000000"]
    assert column(read, "disbursed") == ["100000000", "0"]
    assert (read.findings, read.not_read) == ((), ())


@pytest.mark.parametrize(
    ("group", "labels"),
    [
        ("Kinh phí (đồng)", ["Dự toán giao", "Bổ sung", "Tổng cộng"]),
        ("Dự toán năm 2024", ["Giao đầu năm", "Bổ sung trong năm", "Tổng số"]),
        ("Dự toán", ["Đầu năm", "Điều chỉnh", "Sau điều chỉnh"]),
    ],
)
def test_the_parts_of_a_budget_may_stand_below_one_heading(tmp_path: Path, group: str, labels: list[str]) -> None:
    rows = [[*LABELS, group, None, None], [*[None] * 4, *labels], [*DOING, 200, 50, 250]]
    read = read_rows(tmp_path, *rows, merges=("E1:G1",))
    assert column(read, "allocated") == ["250"]
    without_total = read_rows(tmp_path, *(row[:-1] for row in rows), merges=("E1:F1",))
    [text] = column(without_total, "allocated")
    assert (text.split(":")[0], read_money(text, "s", 10**6).vnd) == ("Dự toán giao", 250_000_000)


@pytest.mark.parametrize(
    ("label", "change", "budget"),
    [
        ("Bổ sung", 50, 250),
        ("Điều chỉnh", -50, 150),
        ("Điều chỉnh tăng/giảm", "(50)", 150),
        ("Điều chỉnh tăng/giảm", "+50", 250),
        ("Điều chỉnh giảm", 50, 150),
        ("Điều chỉnh giảm", -50, 150),
        ("Bổ sung", 0.125, 200.125),
        ("Bổ sung", "Không", 200),
        ("Bổ sung", "-", 200),
        ("Bổ sung", None, 200),
    ],
)
def test_without_a_total_what_was_added_or_cut_is_reckoned_in(
    tmp_path: Path, label: str, change: object, budget: float
) -> None:
    header = [*LABELS, "Dự toán giao (triệu đồng)", f"{label} (triệu đồng)"]
    read = read_rows(tmp_path, header, [*DOING, 200, change], [*DONE, 100, 7])
    found = read_money(column(read, "allocated")[0], "s", 10**6)
    assert (found.vnd, found.problem) == (round(budget * 10**6), None)


def test_a_blank_total_gives_way_to_its_parts_and_a_wrong_one_is_asked_about(tmp_path: Path) -> None:
    header = [*LABELS, "Dự toán giao (triệu đồng)", "Bổ sung (triệu đồng)", "Tổng cộng (triệu đồng)"]
    read = read_rows(tmp_path, header, [*DOING, 200, 50, None], [*DONE, 200, 50, 300])
    assert column(read, "allocated") == ["Dự toán giao: 200; Bổ sung: 50", "300"]
    assert [(one.rule_id, one.row_no, one.column_name, one.value) for one in read.findings] == [
        ("missing_pair", 2, "allocated", ""),
        ("total_mismatch", 3, "allocated", "300"),
    ]
    assert "Dự toán giao, Bổ sung cộng được 250.000.000 đồng" in read.findings[1].detail


def test_a_sum_of_what_was_added_counts_instead_of_its_parts(tmp_path: Path) -> None:
    header = [*LABELS, "Dự toán giao", "Bổ sung lần 1", "Bổ sung lần 2", "Cộng bổ sung", "Điều chỉnh giảm"]
    read = read_rows(tmp_path, header, [*DOING, 200, 20, 30, 50, 10])
    assert column(read, "allocated") == ["Dự toán giao: 200; Bổ sung: 50; Điều chỉnh giảm: 10"]
    assert [one.name for one in read.not_read] == ["Bổ sung lần 1", "Bổ sung lần 2"]
    top = [*LABELS, "Dự toán giao (đồng)", "Bổ sung trong năm (đồng)", None, None]
    below = [*[None] * 5, "Lần 1", "Lần 2", "Cộng"]
    read = read_rows(tmp_path, top, below, [*DOING, 200, 20, 30, 50], merges=("F1:H1",))
    assert column(read, "allocated") == ["Dự toán giao: 200; Bổ sung: 50"]


def test_money_of_the_year_before_stays_apart_from_what_was_given(tmp_path: Path) -> None:
    header = [*LABELS, "Dự toán năm 2023 chuyển sang", "Dự toán giao năm 2024", "Bổ sung", "Tổng cộng"]
    read = read_rows(tmp_path, header, [*DOING, 10, 200, 50, 260])
    assert (column(read, "carried"), column(read, "allocated")) == (["10"], ["Dự toán giao: 200; Bổ sung: 50"])
    assert [one.name for one in read.not_read] == ["Tổng cộng"]


@pytest.mark.parametrize("label", ["Trong đó: bổ sung", "Đề nghị bổ sung", "Dự kiến bổ sung"])
def test_what_is_in_the_budget_already_or_only_asked_for_is_not_added(tmp_path: Path, label: str) -> None:
    read = read_rows(tmp_path, [*LABELS, "Dự toán giao", label], [*DOING, 200, 50])
    assert column(read, "allocated") == ["200"]
    assert [one.name for one in read.not_read] == [label]


def test_a_budget_that_may_be_changed_or_new_is_not_guessed(tmp_path: Path) -> None:
    header = [*LABELS, "Dự toán giao", "Dự toán điều chỉnh"]
    read = read_rows(tmp_path, header, [*DOING, 200, 250], [*DONE, 100, 90])
    assert "allocated" not in tables(read)[0].fields
    assert {one.name for one in read.not_read} == {"Dự toán giao", "Dự toán điều chỉnh"}
    assert column(read_rows(tmp_path, header, [*DOING, 200, 250], [*DONE, 100, 100]), "allocated") == ["250", "100"]
    cut = column(read_rows(tmp_path, header, [*DOING, 200, -50], [*DONE, 100, None]), "allocated")
    assert cut == ["Dự toán giao: 200; Điều chỉnh: -50", "Dự toán giao: 100"]


def test_a_bare_total_behind_amounts_by_quarter_is_what_was_spent(tmp_path: Path) -> None:
    for last in ("Lũy kế", "Tổng cộng"):
        header = [*LABELS, "Dự toán", "Giải ngân quý I", "Giải ngân quý II", last]
        read = read_rows(tmp_path, header, [*DOING, 20, 5, 6, 11])
        assert (column(read, "allocated"), column(read, "disbursed")) == (["20"], ["11"])


def test_an_advance_is_not_added_to_what_was_spent(tmp_path: Path) -> None:
    read = read_rows(tmp_path, [*LABELS, "Đã giải ngân", "Tạm ứng"], [*DOING, 5, 6])
    assert column(read, "disbursed") == ["5"]
    assert [one.name for one in read.not_read] == ["Tạm ứng"]


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


@pytest.mark.parametrize(
    ("text", "vnd"),
    [
        ("Dự toán giao: 200tr; Bổ sung: 50tr", 250_000_000),
        ("Giao đầu năm: 200tr; điều chỉnh giảm: 50tr", 150_000_000),
        ("Dự toán giao: 200tr; Điều chỉnh: -50tr; Tổng: 150tr", 150_000_000),
        ("NS tỉnh: 200tr; bổ sung: 50tr", 250_000_000),
        ("Dự toán giao: 200tr (trong đó bổ sung: 50tr)", None),
        ("Bổ sung: 50tr", None),
        ("Dự toán giao: 400tr; NS tỉnh: 300tr; XHH: 100tr", None),
        ("Dự toán giao: 200tr; đã chi: 100tr", None),
    ],
)
def test_a_cell_may_name_the_parts_of_a_budget(text: str, vnd: int | None) -> None:
    found = read_money(text, "s", 1)
    assert (found.vnd, found.problem) == (vnd, None if vnd else "amount_not_a_number")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=st.integers(1, 10**6), added=st.integers(0, 10**6), cut=st.integers(0, 10**6), has_total=st.booleans())
def test_what_was_given_added_and_cut_is_read_as_what_it_comes_to(
    tmp_path: Path, given: int, added: int, cut: int, has_total: bool
) -> None:
    header = [*LABELS, "Giao đầu năm (triệu đồng)", "Bổ sung", "Điều chỉnh giảm", "Sau điều chỉnh"]
    total = given + added - cut
    read = read_rows(tmp_path, header, [*DOING, given, added, cut, total if has_total else None], [*DONE, 1, 1, 1, 1])
    table = tables(read)[0]
    [text, _] = column(read, "allocated")
    found = read_money(text, "n" if text.lstrip("-").isdigit() else "s", table.scales["allocated"])
    assert found.vnd == total * 10**6
    assert found.problem in (None, "negative_amount" if total < 0 else "amount_scale_suspect")
    assert {one.rule_id for one in read.findings} == (set() if has_total else {"missing_pair"} if total else set())
