"""A deadline whose day was turned round by Excel is refused; one that agrees with the plan's words is taken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tdnreport.base.home import PRODUCT
from tdnreport.plans import DataError, load_plan, load_reference

DATA = PRODUCT / "data"
SOUND = "trước ngày 15/11/2024,2024-11-15"


def load_with(folder: Path, due: str) -> None:
    for name in ("plans", "reference"):
        shutil.copytree(DATA / name, folder / name)
    path = folder / "plans" / "tth-2024" / "periods.csv"
    text = path.read_text(encoding="utf-8")
    assert SOUND in text
    path.write_text(text.replace(SOUND, due), encoding="utf-8")
    load_plan(folder, "tth-2024", load_reference(folder / "reference"))


@pytest.mark.parametrize(
    "due",
    [
        "trước ngày 12/11/2024,2024-12-11",
        "trước ngày 12/11,2024-12-11",
        "trước ngày 15 tháng 11 năm 2024,2024-11-16",
        "trước ngày 15-11-2025,2024-11-15",
    ],
)
def test_a_day_that_the_words_of_the_plan_do_not_name_is_refused_by_file_line_and_remedy(
    tmp_path: Path, due: str
) -> None:
    text, written = due.rsplit(",", 1)
    with pytest.raises(DataError) as error:
        load_with(tmp_path, due)
    [problem] = error.value.problems
    year, month, day = written.split("-")
    assert problem.startswith(f"plans/tth-2024/periods.csv, dòng 2: cột “due_on” là ngày {day}/{month}/{year}")
    assert f"ghi “{text}”: hai ngày khác nhau. Sửa cho khớp" in problem


@pytest.mark.parametrize(
    "text",
    ["trước ngày 15/11", "Trước ngày 15 tháng 11 năm 2024", "15.11.2024", "giữa tháng 11", "sau 10/11 đến 15/11"],
)
def test_words_of_the_same_day_of_no_day_or_of_several_are_taken(tmp_path: Path, text: str) -> None:
    load_with(tmp_path, f"{text},2024-11-15")
