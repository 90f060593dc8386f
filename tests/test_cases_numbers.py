"""Cases 37-51 of the field study: a figure as typed → the figure meant, or why it is asked about."""

from pathlib import Path

import pytest
from cases import HEADER, TASK, column, read_rows
from shipped import WORDS, read_money
from warehouse_case import subject
from workbooks import Cell

from tdnreport.ingest.inbox import inbox_of_file
from tdnreport.vietnamese.counts import read_count
from tdnreport.vietnamese.percent import read_percent
from tdnreport.vietnamese.status import read_status
from tdnreport.warehouse.pipeline import build_in_memory

M = 10**6


@pytest.mark.parametrize(
    "text",
    [
        "100.000.000",
        "100,000,000",
        "100 000 000",
        "100.000.000đ",
        "100tr",
        "100 triệu",
        "0,1 tỷ",
        "100.000 (nghìn đồng)",
    ],
)
def test_case_37_an_amount_is_typed_many_ways(text: str) -> None:
    assert read_money(text, "s", 1).vnd == 100 * M


def test_case_38_250_000_that_became_250_is_asked_about() -> None:
    assert read_money("250", "n", 1).problem == "amount_scale_suspect"


@pytest.mark.parametrize("text", ["1,5 tỷ", "1.5 tỷ", "1500 triệu"])
def test_case_39_comma_and_point_start_decimals(text: str) -> None:
    assert read_money(text, "s", 1).vnd == 1500 * M
    assert read_money("318,5", "s", M).vnd == read_money("318.5", "s", M).vnd == 318_500_000


@pytest.mark.parametrize(
    ("text", "mode"),
    [("Lồng ghép", "long_ghep"), ("Không", "khong_bo_tri"), ("-", None), ("…", None), ("x", None)],
)
def test_case_40_words_for_no_amount(text: str, mode: str | None) -> None:
    money = read_money(text, "s", 1)
    assert (money.vnd, money.mode, money.problem) == (None, mode, None)


@pytest.mark.parametrize(
    "text", ["Các Sở được giao chủ trì đề xuất kinh phí triển khai", "Theo thực tế", "NSNN cấp", "đã cấp"]
)
def test_case_40_other_words_are_no_amount(text: str) -> None:
    assert read_money(text, "s", 1).problem == "amount_not_a_number"


def test_case_41_amounts_by_source_add_up() -> None:
    money = read_money("NS tỉnh: 300tr; XHH: 100tr", "s", 1)
    assert (money.vnd, money.parts) == (400 * M, (("NS tỉnh", 300 * M), ("XHH", 100 * M)))
    assert read_money("20.000.000 (NS tỉnh)", "s", 1).vnd == 20 * M


@pytest.mark.parametrize(
    ("text", "value"), [("gần 300 đại biểu", 300), ("hơn 20", 20), ("trên 1.000 lượt", 1000), (">100", 100)]
)
def test_case_42_about_so_many_is_kept_as_approximate(text: str, value: float) -> None:
    count = read_count(text, "s")
    assert (count.value, count.is_approximate) == (value, True)


def test_case_42_some_is_no_number() -> None:
    assert read_count("một số", "s").problem == "value_not_a_number"


def test_case_43_a_count_with_people_holds_two_measures() -> None:
    assert read_count("05 lớp/210 người", "s", "người").value == 210
    assert read_count("07 đoàn/29 lượt", "s", "đoàn").value == 7


def test_case_43_both_measures_reach_the_indicators(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Đơn vị: Sở Ngoại vụ\nSTT;Chỉ tiêu;ĐVT;Trong kỳ;Lũy kế\n"
        "1;Đoàn ra, đoàn vào;đoàn;07 đoàn/29 lượt người;12 đoàn/51 lượt\n",
        encoding="utf-8",
    )
    with build_in_memory(subject(), inbox_of_file(tmp_path / "a.csv")) as con:
        figures = con.execute("select indicator_code, value, cumulative, row_no from marts.indicators").fetchall()
        problems = con.execute("select value_problem, cumulative_problem from staging.rows").fetchall()
    assert figures == [("delegation_members", 29.0, 51.0, 3), ("delegations", 7.0, 12.0, 3)]
    assert problems == [(None, None)]


def test_case_44_a_leading_zero_is_no_part_of_a_count() -> None:
    assert read_count("02", "s").value == 2


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("75", "n", 75),
        ("75%", "p", 75),
        ("75%", "s", 75),
        ("75,0", "s", 75),
        ("75/100", "s", 75),
        ("3/4", "s", 75),
        ("100% KH", "s", 100),
    ],
)
def test_case_45_a_percent_is_typed_many_ways(text: str, kind: str, value: float) -> None:
    assert read_percent(text, kind).value == value


def test_case_45_a_percent_format_says_that_1_is_all(tmp_path: Path) -> None:
    read = read_rows(tmp_path, HEADER, ["4.2", TASK, "Xong", Cell(1, "0%")], ["5", "Biển", "ĐTH", Cell(0.75, "0%")])
    assert column(read, "pct") == ["100%", "75%"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Đạt", "done"),
        ("HT", "done"),
        ("ĐTH", "doing"),
        ("Xong", "done"),
        ("OK", "done"),
        ("x", "done"),
        ("√", "done"),
        ("100%", "done"),
    ],
)
def test_case_46_a_status_is_typed_many_ways(text: str, status: str) -> None:
    assert read_status(text, WORDS) == status


def test_case_47_more_than_all_is_read_as_written() -> None:
    assert read_percent("120%", "s").value == 120


@pytest.mark.parametrize("text", ["#REF!", "#DIV/0!", "#####"])
def test_case_48_an_error_of_a_formula_is_no_figure(text: str) -> None:
    assert read_money(text, "e", 1).problem == "amount_not_a_number"
    assert read_percent(text, "e").problem == "pct_not_a_number"


def test_case_48_a_formula_never_calculated_is_no_zero(tmp_path: Path) -> None:
    read = read_rows(tmp_path, HEADER, ["4.2", TASK, "Xong", 100, Cell("", formula="=SUM(F9:F12)")])
    assert column(read, "allocated") == ["=SUM(F9:F12)"]


def test_case_49_thirds_are_read_to_the_dong() -> None:
    assert read_money("33,3", "s", M).vnd == 33_300_000


@pytest.mark.parametrize("text", ["(5.000.000)", "5.000.000-", "-5.000.000"])
def test_case_50_brackets_and_dashes_are_negative(text: str) -> None:
    assert read_money(text, "s", 1).problem == "negative_amount"


def test_case_50_dollars_are_asked_about() -> None:
    assert read_money("5.000 USD", "s", 1).problem == "amount_not_a_number"


@pytest.mark.parametrize("text", ["1E+08", "'100000000", "100000000"])
def test_case_51_scientific_and_apostrophe(text: str) -> None:
    assert read_money(text, "s", 1).vnd == 100 * M
