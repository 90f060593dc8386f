from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legacy_writers import WRITERS, as_tcvn3
from shipped import read_date

from tdnreport.vietnamese.dates import Day

NOVEMBER_15 = date(2024, 11, 15)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024-11-15", "d"),
        ("2024-11-15 00:00:00", "d"),
        ("45611", "n"),
        ("45611.5", "n"),
        ("45611", "s"),
        ("20241115", "n"),
        ("15/11/2024", "s"),
        ("15.11.2024", "s"),
        ("15-11-24", "s"),
        ("15/11/24", "s"),
        ("15 / 11 / 2024", "s"),
        ("15/11/2024.", "s"),
        ("15/11/2024 08:30", "s"),
        ("2024/11/15", "s"),
        ("ngày 15/11/2024", "s"),
        ("Ngày 15 tháng 11 năm 2024", "s"),
        ("NGÀY 15 THÁNG 11 NĂM 2024", "s"),
        ("ngay 15 thang 11 nam 2024", "s"),
        ("Huế, ngày 15 tháng 11 năm 2024", "s"),
        ("15 tháng 11", "s"),
        ("15/11 năm 2024", "s"),
        ("15/11", "s"),
        ("Hoàn thành ngày 15/11", "s"),
        ("15-Nov-24", "s"),
        ("15 November 2024", "s"),
        ("từ 10/11 đến 15/11/2024", "s"),
        ("10-15/11/2024", "s"),
        ("01/11/2024 – 15/11/2024", "s"),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, kind: str) -> None:
    assert read_date(text, kind, 2024) == Day(NOVEMBER_15, "day")


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("11/2024", date(2024, 11, 30), "month"),
        ("Tháng 11/2024", date(2024, 11, 30), "month"),
        ("tháng 11 năm 2024", date(2024, 11, 30), "month"),
        ("T2", date(2024, 2, 29), "month"),
        ("11/24", date(2024, 11, 30), "month"),
        ("Tháng 3, 9", date(2024, 9, 30), "month"),
        ("Trước 25/5", date(2024, 5, 25), "month"),
        ("Xong trước 25/5", date(2024, 5, 25), "month"),
        ("Đã hoàn thành trước ngày 1/6/2024", date(2024, 5, 31), "month"),
        ("xong trước 1/1/2024", date(2023, 12, 31), "month"),
        ("Cuối quý II", date(2024, 6, 30), "quarter"),
        ("trước ngày 15/11/2024", NOVEMBER_15, "month"),
        ("Quý IV", date(2024, 12, 31), "quarter"),
        ("Quý II/2024", date(2024, 6, 30), "quarter"),
        ("Q4", date(2024, 12, 31), "quarter"),
        ("Quý I, III", date(2024, 9, 30), "quarter"),
        ("6 tháng đầu năm", date(2024, 6, 30), "quarter"),
        ("2024", date(2024, 12, 31), "year"),
        ("Năm 2023", date(2023, 12, 31), "year"),
    ],
)
def test_a_part_of_the_year_is_its_last_day_and_says_so(text: str, value: date, precision: str) -> None:
    day = read_date(text, "s", 2024)
    assert (day.value, day.precision, day.problem) == (value, precision, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "…",
        "Trong năm 2024",
        "Cả năm",
        "Thường xuyên",
        "Sau Tết",
        "cả năm 2024",
        "Chưa",
        "x",
        "ngày … tháng … năm 2024",
        "__/__/2024",
    ],
)
def test_words_for_no_single_day_are_no_problem(text: str) -> None:
    assert read_date(text, "s", 2024) == Day()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("31/11/2024", "s"),
        ("29/02/2023", "s"),
        ("30 tháng 2 năm 2024", "s"),
        ("11/15/2024", "s"),
        ("00/00/2024", "s"),
        ("Tháng 13/2024", "s"),
        ("Quý V", "s"),
        ("Đang làm", "s"),
        ("Chưa hoàn thành", "s"),
        ("11.2024", "n"),
        ("12", "n"),
        ("75%", "p"),
        ("#REF!", "e"),
        ("15/11/2024 và 16/12/2024", "s"),
        ("99999", "s"),
    ],
)
def test_what_is_no_day_is_said_so(text: str, kind: str) -> None:
    assert read_date(text, kind, 2024) == Day(problem="date_not_a_date")


def test_day_and_month_are_never_swapped() -> None:
    assert read_date("05/08/2024", "s", 2024).value == date(2024, 8, 5)


def test_another_year_is_read_as_written() -> None:
    assert read_date("01/06/2014", "s", 2024).value == date(2014, 6, 1)


DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
SHAPES = [
    "{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d:02}.{m:02}.{y}", "{d}-{m}-{y}", "{d:02}/{m:02}/{s:02}", "{y}-{m:02}-{d:02}",
    "Ngày {d} tháng {m} năm {y}", "ngày {d:02} tháng {m:02} năm {y}", "Huế, ngày {d:02} tháng {m:02} năm {y}", "{d:02}/{m:02}/{y} 10:15",
]  # fmt: skip


@given(DAYS, st.sampled_from(SHAPES), st.sampled_from([str, as_tcvn3, str.upper]))
def test_a_day_in_any_shape_reads_back_as_itself(day: date, shape: str, write: object) -> None:
    assert callable(write)
    text = write(shape.format(d=day.day, m=day.month, y=day.year, s=day.year % 100))
    assert read_date(text, "s", 2024) == Day(day, "day")


@given(DAYS)
def test_a_serial_of_excel_reads_back_as_its_day(day: date) -> None:
    assert read_date(str((day - date(1899, 12, 30)).days), "n", 2024) == Day(day, "day")


@given(
    st.integers(2000, 2099),
    st.integers(1, 12),
    st.sampled_from(["{m}/{y}", "Tháng {m}/{y}", "tháng {m} năm {y}", "T{m}/{y}"]),
)
def test_a_month_reads_back_as_its_last_day(year: int, month: int, shape: str) -> None:
    assert read_date(shape.format(m=month, y=year), "s", 2024) == Day(
        date(year, month, monthrange(year, month)[1]), "month"
    )


@given(st.text(alphabet="0123456789/.- thángquýIVnămQT"), st.sampled_from(["s", "n", "d", "p", "e", ""]))
def test_no_text_makes_the_reader_fail(text: str, kind: str) -> None:
    day = read_date(text, kind, 2024)
    assert day.value is None or (day.problem is None and day.precision is not None)


@given(st.text(alphabet=st.characters(exclude_categories=("Nd", "No", "Nl"))))
def test_a_text_without_digits_gives_at_most_a_quarter(text: str) -> None:
    assert read_date(text, "s", 2024).precision in (None, "quarter")


@given(DAYS, st.integers(1, 40))
def test_a_day_beyond_the_month_is_refused(day: date, beyond: int) -> None:
    last = monthrange(day.year, day.month)[1]
    written = f"{last + beyond}/{day.month}/{day.year}"
    assert read_date(written, "s", 2024).problem == "date_not_a_date"
    assert read_date(str(day + timedelta(days=0)), "d", 2024).value == day


@given(DAYS, st.sampled_from(SHAPES), st.sampled_from(WRITERS))
def test_a_day_reads_back_from_every_font_and_spacing(day: date, shape: str, write: object) -> None:
    assert callable(write)
    text = shape.format(d=day.day, m=day.month, y=day.year, s=day.year % 100)
    assert read_date(write(text), "s", 2024) == Day(day, "day")


@given(
    st.integers(1, 4),
    st.integers(2000, 2099),
    st.sampled_from(["Quý {r}/{y}", "quý {r} năm {y}", "Q{n}/{y}", "Quý {n}/{y}", "QUÝ {r}-{y}"]),
    st.sampled_from(WRITERS),
)
def test_a_quarter_reads_back_as_its_last_day(number: int, year: int, shape: str, write: object) -> None:
    assert callable(write)
    text = write(shape.format(r=("I", "II", "III", "IV")[number - 1], n=number, y=year))
    last = date(year, 3 * number, monthrange(year, 3 * number)[1])
    assert read_date(text, "s", 2024) == Day(last, "quarter")
