"""Texts that name a part of a year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legacy_writers import WRITERS

from tdnreport.vietnamese.months import Months, read_months


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("6 tháng đầu năm 2024", Months(1, 6, 2024)),
        ("Kỳ báo cáo: 6 tháng đầu năm", Months(1, 6)),
        ("6T", Months(1, 6)),
        ("09 tháng/2024", Months(1, 9, 2024)),
        ("6 tháng cuối năm", Months(7, 12)),
        ("QUÝ II", Months(4, 6)),
        ("Q3/2024", Months(7, 9, 2024)),
        ("Tháng 5", Months(5, 5)),
        ("T11/2024", Months(11, 11, 2024)),
        ("Năm 2024", Months(1, 12, 2024)),
        ("Cả năm", Months(1, 12)),
        ("2024", Months(1, 12, 2024)),
    ],
)
def test_a_part_of_a_year_is_read(text: str, months: Months) -> None:
    assert read_months(text) == months


@pytest.mark.parametrize(
    "text", ["", "Đợt 1", "Tháng 13", "Quý V", "Đang thực hiện", "15/11/2024", "5", "II", "2024-2025"]
)
def test_other_texts_name_none(text: str) -> None:
    assert read_months(text) is None


@given(quarter=st.integers(1, 4), year=st.integers(2000, 2099), write=st.sampled_from(WRITERS))
def test_a_quarter_in_any_font_is_read(quarter: int, year: int, write: object) -> None:
    assert callable(write)
    text = f"Quý {['I', 'II', 'III', 'IV'][quarter - 1]} năm {year}"
    assert read_months(write(text)) == Months(3 * quarter - 2, 3 * quarter, year)


@given(st.text())
def test_no_text_makes_the_reader_fail(text: str) -> None:
    found = read_months(text)
    assert found is None or 1 <= found.first <= found.last <= 12
