"""The invented sample year: made again with the same bytes, marked as invented, and its agreed figures checked by hand."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from tdnreport.base.home import find_home
from tdnreport.plans import load_plan, load_reference

ROOT = find_home().root
PERIODS = (("tth-2024", "2024"), ("qt-2024", "2024-h1"), ("qt-2024", "2024"))
ENCODINGS = {"Cong an tinh.csv": "cp1258"}
DELIMITERS = {"BCH BDBP tinh.csv": ";", "So KHDT 6 thang.csv": ";", "So KHDT 2024.csv": ";"}
UNREADABLE = {"Gio Linh 2024.xlsx"}


def truth(plan_id: str, period_id: str) -> dict[str, Any]:
    path = ROOT / "tests" / "data" / f"sample_{plan_id}_{period_id}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def inbox(plan_id: str, period_id: str) -> Path:
    return find_home().sample_inbox(plan_id, period_id)


def sheets(path: Path) -> dict[str, list[list[str]]]:
    """Visible sheets as texts in NFC, from the first row on."""
    if path.suffix == ".csv":
        text = path.read_bytes().decode(ENCODINGS.get(path.name, "utf-8-sig"))
        lines = csv.reader(unicodedata.normalize("NFC", text).splitlines(), delimiter=DELIMITERS.get(path.name, ","))
        return {path.stem: list(lines)}
    book = CalamineWorkbook.from_path(str(path))
    shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    return {
        unicodedata.normalize("NFC", name): [
            [unicodedata.normalize("NFC", str(cell)) for cell in line]
            for line in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        ]
        for name in shown
    }


def office_files(plan_id: str, period_id: str) -> list[Path]:
    return [one for one in sorted(inbox(plan_id, period_id).iterdir()) if one.name not in {"register.csv", *UNREADABLE}]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_the_script_makes_the_same_bytes_again(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "make_sample.py"
    subprocess.run([sys.executable, str(script), "--root", str(tmp_path)], check=True)
    assert tree(tmp_path / "data" / "sample") == tree(ROOT / "data" / "sample")
    assert (tmp_path / "docs/sample-year.md").read_bytes() == (ROOT / "docs/sample-year.md").read_bytes()
    for plan_id, period_id in PERIODS:
        name = f"tests/data/sample_{plan_id}_{period_id}.json"
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes()


@pytest.mark.parametrize(
    ("table", "row", "sentence"),
    [
        ("tasks.csv", "Cam Lo.xls,6,todo,0,,,,,,,,,,,,,", "tệp “Cam Lo.xls” không có trong files.csv"),
        ("tasks.csv", "Cam Lo.xlsx,6,gone,0,,,,,,,,,,,,,", "cột “status” là “gone”"),
        ("tasks.csv", "Cam Lo.xlsx,6,todo,0,,,,,,,,,,,pct = 120,,", "cột “overrides” nêu cột “pct”"),
        ("indicators.csv", "Cam Lo.xlsx,fairs,1,1,,cumulative: 3,,", "cột “overrides” là “cumulative: 3”"),
        ("files.csv", "New.xlsx,qt.stc,2024-11-20,,wide,day,accepted,", "tables.toml không có nhóm cột “wide”"),
    ],
)
def test_a_row_that_no_file_would_show_is_told_by_table_and_line(
    tmp_path: Path, table: str, row: str, sentence: str
) -> None:
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / "scripts" / "sample_year" / "qt-2024" / "2024" / table
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    script = [sys.executable, str(tmp_path / "scripts" / "make_sample.py"), "--root", str(tmp_path)]
    ended = subprocess.run(script, capture_output=True, encoding="utf-8")
    line = len(path.read_text(encoding="utf-8").splitlines())
    assert (ended.returncode, f"2024/{table}, dòng {line}: {sentence}" in ended.stderr) == (1, True), ended.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(("plan_id", "period_id"), PERIODS)
def test_every_file_says_that_its_figures_are_invented(plan_id: str, period_id: str) -> None:
    for path in office_files(plan_id, period_id):
        cells = [cell for lines in sheets(path).values() for line in lines for cell in line]
        assert any("SỐ LIỆU MINH HỌA" in cell for cell in cells), path.name


@pytest.mark.parametrize(("plan_id", "period_id"), PERIODS)
def test_every_agreed_row_stands_where_the_truth_says(plan_id: str, period_id: str) -> None:
    plan = load_plan(find_home().data, plan_id, load_reference(find_home().reference))
    titles = {task.task_code: task.title for task in plan.tasks}
    names = {indicator.indicator_code: indicator.name for indicator in plan.indicators}
    books = {path.name: sheets(path) for path in office_files(plan_id, period_id)}
    for row in truth(plan_id, period_id)["rows"]:
        line = books[row["file"]][row["sheet"]][row["row_no"] - 1]
        if row["broken"] not in ("unknown_task", "unknown_indicator"):
            assert (titles[row["task_code"]] if "task_code" in row else names[row["indicator_code"]]) in line


@pytest.mark.parametrize(("plan_id", "period_id"), PERIODS)
def test_the_register_names_the_files_and_the_days(plan_id: str, period_id: str) -> None:
    with (inbox(plan_id, period_id) / "register.csv").open(encoding="utf-8", newline="") as file:
        days = {line["file"]: line["received_on"] for line in csv.DictReader(file)}
    sent = {one["file"]: one["received_on"] for one in truth(plan_id, period_id)["submissions"]}
    assert days.items() <= sent.items()
    assert set(sent) - set(days) <= {"UBND TX Huong Thuy.xlsx"}, "one file tells its day only by its signature block"


def test_the_sample_holds_the_kinds_of_files_that_offices_send() -> None:
    files = [path for plan_id, period_id in PERIODS for path in office_files(plan_id, period_id)]
    assert {path.suffix for path in files} == {".xlsx", ".xls", ".ods", ".csv"}
    hidden = CalamineWorkbook.from_path(str(inbox("tth-2024", "2024") / "Sở TNMT_TTĐN.xlsx")).sheets_metadata
    assert [sheet.name for sheet in hidden if sheet.visible == SheetVisibleEnum.Hidden] == ["Số liệu 2023"]
    decomposed = CalamineWorkbook.from_path(str(inbox("tth-2024", "2024") / "Lien hiep cac to chuc huu nghi.xlsx"))
    first = str(decomposed.get_sheet_by_index(0).to_python()[0][0])
    assert first != unicodedata.normalize("NFC", first)


def test_figures_of_thua_thien_hue_worked_out_by_hand() -> None:
    figures = truth("tth-2024", "2024")["figures"]
    assert figures["tasks_complete"] == 4, "1, 2, 4.1 and 4.3"
    assert figures["completion_rate_pct"] == 50.0
    # 4.2: (100 + 70) / 2, the third lead has no accepted row; 5: (90 + 100) / 2
    by_task = (100 + 100 + 80 + 100 + 170 / 2 + 100 + 95 + 85) / 8
    assert figures["mean_progress_pct"] == pytest.approx(by_task, abs=1e-4)
    assert figures["own_line_allocated_vnd"] == (100 + 400 + 250) * 1_000_000
    assert figures["own_line_disbursed_vnd"] == 92_000_000 + 318_500_000 + 250_000_000
    assert figures["own_line_execution_pct"] == 88.0667
    # 29 asked; Nghiên cứu và Phát triển, Quảng Điền, Nam Đông silent, Phú Vang refused; 3 late, 2 on the day itself
    assert [figures[name] for name in ("reports_received", "reports_on_time", "reports_on_time_strict")] == [25, 22, 20]
    assert figures["rows_read"] == figures["rows_accepted"] + figures["rows_rejected"]
    assert figures["rows_rejected"] == 10


def test_figures_of_quang_tri_worked_out_by_hand() -> None:
    half, whole = (truth("qt-2024", period_id)["figures"] for period_id in ("2024-h1", "2024"))
    assert (half["tasks_complete"], whole["tasks_complete"]) == (0, 9)
    assert half["own_line_execution_pct"] is None, "no line of its own, never 0%"
    # 19 asked each time; the press, the border guard and the promotion centre report as leads, but are not asked
    assert [half[name] for name in ("reports_expected", "reports_received", "reports_on_time")] == [19, 12, 11]
    assert [whole[name] for name in ("reports_expected", "reports_received", "reports_on_time")] == [19, 15, 13]
    assert whole["all_disbursed_vnd"] == 171_500_000 + 60_000_000 + 884_000_000


def test_half_year_totals_never_exceed_the_year() -> None:
    half, whole = (truth("qt-2024", period_id)["indicators"] for period_id in ("2024-h1", "2024"))
    assert all(whole[code] >= total for code, total in half.items())
