"""Cells of a plan's lists as Excel leaves them: numbers that are none, dates turned round, codes cut short."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tdnreport.base.csv_rows import read_table
from tdnreport.base.data_error import DataError, Problems
from tdnreport.base.home import find_home
from tdnreport.plans import load_plan, load_reference


@dataclass(frozen=True)
class Amounts:
    share: float
    count: int


@pytest.mark.parametrize("number", ["nan", "inf", "-Infinity", "1e400", "9" * 400, "١٢", "1_000", "0x10"])
def test_what_is_no_number_of_the_field_is_refused(tmp_path: Path, number: str) -> None:
    path = tmp_path / "amounts.csv"
    path.write_text(f"share,count\n{number},{number}\n", encoding="utf-8")
    problems = Problems()
    assert read_table(path, Amounts, problems) == ()
    assert [problem.split("; ")[1] for problem in problems] == [
        "ghi một số, ví dụ 69.1.",
        "ghi một số nguyên, ví dụ 250000000.",
    ]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(find_home().data / "plans", tmp_path / "plans")
    return tmp_path


def refusal(data: Path, file: str, *changes: tuple[str, str]) -> str:
    path = data / "plans" / "tth-2024" / file
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_plan(data, "tth-2024", load_reference(find_home().reference))
    return str(error.value)


def test_4_10_saved_as_4_1_names_the_repeated_code_and_what_excel_did(copy: Path) -> None:
    sentence = refusal(copy, "tasks.csv", ("\n4.2,4,", "\n4.1,4,"))
    assert "cột “task_code” lặp lại “4.1” của dòng 6; mỗi mã chỉ dùng một lần. Excel đổi 4.10 thành 4.1" in sentence


def test_a_code_that_lost_its_zeros_is_told_beside_the_one_it_is_like(copy: Path) -> None:
    sentence = refusal(copy, "results.csv", ("\n6,1,", "\n06,1,"))
    assert (
        "“06” không phải nhiệm vụ cuối cùng trong tasks.csv; Excel bỏ số 0 ở đầu và ở cuối mã, tasks.csv có “6”"
        in sentence
    )


def test_days_in_american_order_are_refused_where_they_can_be_told(copy: Path) -> None:
    assert "periods.csv, dòng 2: cột “due_on” là “11/15/2024”; ghi một ngày" in refusal(
        copy, "periods.csv", ("2024-11-15", "11/15/2024")
    )


@pytest.mark.parametrize(
    "unit_id", ["../../thoat", "/etc/thoat", "C:thoat", "con", "nul.x", "tth.", "Tth.stc", "tth..stc", "a b", "a" * 61]
)
def test_an_id_that_could_name_another_file_is_refused_with_its_line(copy: Path, unit_id: str) -> None:
    shutil.copytree(find_home().reference, copy / "reference")
    for path in copy.rglob("*.csv"):
        path.write_text(re.sub(r"\btth\.stc\b", unit_id, path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(DataError, match=rf"units\.csv, dòng \d+: cột “unit_id” là “{re.escape(unit_id)}”; mã chỉ gồm"):
        load_reference(copy / "reference")


def test_the_id_of_a_period_and_of_a_plan_too(copy: Path) -> None:
    assert "periods.csv, dòng 2: cột “period_id” là “../../thoat”; mã chỉ gồm" in refusal(
        copy, "periods.csv", ("\n2024,", "\n../../thoat,")
    )
    assert "plan.toml, dòng 7: mục plan_id: là “tth/2024”; mã chỉ gồm" in refusal(
        copy, "plan.toml", ('plan_id = "tth-2024"', 'plan_id = "tth/2024"')
    )


@pytest.mark.parametrize("plan_id", ["tth-2024/", "./tth-2024", "../plans/tth-2024", "TTH-2024"])
def test_a_plan_has_one_name(plan_id: str) -> None:
    with pytest.raises(DataError, match="Không có kế hoạch"):
        load_plan(find_home().data, plan_id, load_reference(find_home().reference))
