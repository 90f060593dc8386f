"""Cases 52-55 of the field study: a day as typed → the day meant."""

from datetime import date
from pathlib import Path

import pytest
from cases import HEADER, TASK, read_pages, read_path, vocabulary
from shipped import read_date
from workbooks import Page, xlsx

from tdnreport.ingest.sender import identify_file

PERIODS = {"2024-h1": "6 tháng đầu năm 2024", "2024": "Năm 2024"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024-11-15", "d"),
        ("15/11/2024", "s"),
        ("15.11.2024", "s"),
        ("15-11-24", "s"),
        ("Ngày 15 tháng 11 năm 2024", "s"),
        ("45611", "n"),
    ],
)
def test_case_52_a_day_is_typed_many_ways(text: str, kind: str) -> None:
    assert read_date(text, kind, 2024).value == date(2024, 11, 15)


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("11/2024", date(2024, 11, 30), "month"),
        ("Quý IV", date(2024, 12, 31), "quarter"),
        ("Q4", date(2024, 12, 31), "quarter"),
        ("Tháng 3, 9", date(2024, 9, 30), "month"),
        ("Trước 25/5", date(2024, 5, 25), "month"),
    ],
)
def test_case_52_a_part_of_the_year_is_its_last_day(text: str, value: date, precision: str) -> None:
    day = read_date(text, "s", 2024)
    assert (day.value, day.precision) == (value, precision)


@pytest.mark.parametrize("text", ["Trong năm 2024", "Cả năm", "Thường xuyên", "Sau Tết"])
def test_case_52_words_without_a_day_are_no_mistake(text: str) -> None:
    day = read_date(text, "s", 2024)
    assert (day.value, day.problem) == (None, None)


def test_case_53_day_stands_before_month() -> None:
    assert read_date("05/08/2024", "s", 2024).value == date(2024, 8, 5)
    assert read_date("11/15/2024", "s", 2024).problem == "date_not_a_date"


@pytest.mark.parametrize("text", ["31/11/2024", "29/02/2023"])
def test_case_54_a_day_that_does_not_exist(text: str) -> None:
    assert read_date(text, "s", 2024).problem == "date_not_a_date"


def test_case_54_another_year_stays_as_written() -> None:
    assert read_date("15/11/2014", "s", 2024).value == date(2014, 11, 15)


def test_case_55_a_file_that_names_no_period_counts_for_the_one_asked_for(tmp_path: Path) -> None:
    read = read_pages(tmp_path, Page("Biểu 01", [["SỞ DU LỊCH"], HEADER, ["4.2", TASK, "Xong", 100]]))
    identity = identify_file(read, None, vocabulary().units, 2024, PERIODS)
    assert (identity.unit_id, identity.period_id, identity.findings[0].rule_id) == (
        "tth.sdl",
        None,
        "received_on_unknown",
    )


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("BC TTDN 6T-2024 (chinh sua lan 2).xlsx", ("2024-h1", None)),
        ("bc_6thang_2024.xlsx", ("2024-h1", None)),
        ("BC 9T-2024.xlsx", (None, "9 tháng đầu năm 2024")),
        ("BC TTDN 2024.xlsx", (None, None)),
    ],
)
def test_case_55_the_period_in_the_file_name_counts_where_the_file_names_none(
    tmp_path: Path, name: str, period: tuple[str | None, str | None]
) -> None:
    rows = [["SỞ DU LỊCH"], HEADER, ["4.2", TASK, "Xong", 100]]
    read = read_path(xlsx(tmp_path / name, Page("Biểu 01", rows)))
    identity = identify_file(read, None, vocabulary().units, 2024, PERIODS)
    assert (identity.period_id, identity.period_text) == period
    titled = read_path(xlsx(tmp_path / name, Page("Biểu 01", [["BÁO CÁO KẾT QUẢ NĂM 2024"], *rows])))
    assert identify_file(titled, None, vocabulary().units, 2024, PERIODS).period_id == "2024"
