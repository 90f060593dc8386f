from datetime import date
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdnreport.vietnamese import formats
from tdnreport.vietnamese.formats import Value, ValueKind

FIGURES = st.integers(-(10**15), 10**15) | st.floats(-1e12, 1e12) | st.decimals(-(10**9), 10**9, places=4)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567.8, 1, "1.234.567,8"),
        (0, 0, "0"),
        (-0.4, 0, "0"),
        (-1234, 0, "-1.234"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (2.675, 2, "2,68"),
        (Decimal("0.05"), 1, "0,1"),
        (10**40, 0, "10" + ".000" * 13),
        (None, 2, "–"),
    ],
)
def test_numbers_have_points_for_thousands_a_comma_for_decimals_and_halves_go_up(
    value: float | None, decimals: int, text: str
) -> None:
    assert formats.format_number(value, decimals) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="không phải là số"):
        formats.format_number(value)


@given(FIGURES, st.integers(0, 4))
def test_a_printed_number_reads_back_as_the_rounded_one(value: float, decimals: int) -> None:
    text = formats.format_number(value, decimals).replace(".", "").replace(",", ".")
    assert Decimal(text) == formats.round_half_up(value, decimals)


@pytest.mark.parametrize(
    ("value", "text"),
    [(750_000_000, "750"), (120_500_000, "120,5"), (99_960_000, "100"), (40_000, "0,04"), (0, "0"), (None, "–")],
)
def test_millions_have_one_decimal_only_where_it_says_something(value: int | None, text: str) -> None:
    assert formats.format_million_vnd(value) == text


def test_rates_differences_and_sums_have_their_own_look() -> None:
    assert formats.format_pct(88.05) == "88,1%"
    assert formats.format_pct(100, 0) == "100%"
    assert formats.format_pct(None) == "–"
    assert formats.format_vnd(750_000_000) == "750.000.000"
    assert [formats.format_points(value) for value in (2.25, -0.4, -0.04, None)] == ["+2,3", "-0,4", "0,0", "–"]


def test_days_follow_decree_30() -> None:
    assert formats.format_day(date(2024, 11, 5)) == "05/11/2024"
    assert formats.format_day(None) == ""
    assert formats.format_day_in_words(date(2024, 1, 5)) == "ngày 05 tháng 01 năm 2024"
    assert formats.format_day_in_words(date(2024, 3, 15)) == "ngày 15 tháng 3 năm 2024"
    assert formats.format_day_in_words(date(2024, 12, 9)) == "ngày 09 tháng 12 năm 2024"


def test_small_counts_in_prose_have_a_leading_zero() -> None:
    assert [formats.format_count_in_prose(count) for count in (0, 2, 9, 10, 1500)] == ["0", "02", "09", "10", "1.500"]


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("4.10", "code", "4.10"),
        (2024, "code", "2024"),
        (None, "text", ""),
        (None, "date", ""),
        (None, "count", "–"),
        (1500, "count", "1.500"),
        (12.5, "number", "12,5"),
        (400_000_000, "vnd", "400.000.000"),
        (400_000_000, "million_vnd", "400"),
        (88.123, "pct", "88,1%"),
        (1.5, "points", "+1,5"),
        (date(2024, 11, 15), "date", "15/11/2024"),
        ("không bố trí dự toán riêng", "pct", "không bố trí dự toán riêng"),
    ],
)
def test_a_cell_is_printed_by_the_kind_of_its_column(value: Value, kind: ValueKind, text: str) -> None:
    assert formats.format_cell(value, kind) == text


def test_names_sort_as_in_a_vietnamese_dictionary() -> None:
    words = [
        "an",
        "ăn",
        "ân",
        "Ba",
        "ba",
        "bà",
        "bả",
        "bã",
        "bá",
        "bạ",
        "bác",
        "da",
        "đa",
        "em",
        "êm",
        "on",
        "ôn",
        "ơn",
    ]
    assert sorted(words, key=formats.text_key, reverse=True) == words[::-1]


def test_the_same_name_sorts_alike_composed_or_not() -> None:
    assert formats.text_key("A Lưới")[:2] == formats.text_key("A Lu\u031bo\u031b\u0301i")[:2]


def test_numbering_sorts_by_its_parts() -> None:
    codes = ["I", "II", "III.1.d", "III.1.đ", "IV", "4.2", "4.10", "4.10.a", "IX", "10", "a", "đ"]
    assert sorted(codes, key=formats.code_key, reverse=True) == codes[::-1]


def test_rounded_shares_keep_their_total() -> None:
    assert list(map(str, formats.largest_remainder([100 / 3] * 3))) == ["34", "33", "33"]
    assert formats.largest_remainder([]) == ()
    assert list(map(str, formats.largest_remainder([12.34, 12.34, 75.32], 1))) == ["12.4", "12.3", "75.3"]


@given(st.lists(FIGURES, max_size=12), st.integers(0, 2))
def test_shares_add_up_and_move_less_than_one_step(values: list[float], decimals: int) -> None:
    shares = formats.largest_remainder(values, decimals)
    exact = [Decimal(str(value)) for value in values]
    with localcontext(prec=500):  # a sum of 10¹² and 10⁻¹¹² has more digits than Python's usual 28
        total = sum(exact)
    assert sum(shares) == formats.round_half_up(total, decimals)
    assert all(abs(share - value) < Decimal(1).scaleb(-decimals) for share, value in zip(shares, exact, strict=True))
