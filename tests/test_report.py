"""`tdnreport report` as outside programs see it: exit status, files, names, figures, the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tdnreport.base.home import find_home
from tdnreport.report.open_data.writer import FILES

SAMPLE = find_home().sample_inbox("tth-2024", "2024")
FIGURES = [
    "tasks_total",
    "tasks_complete",
    "tasks_in_progress",
    "tasks_not_started",
    "tasks_unknown",
    "tasks_stopped",
    "completion_rate_pct",
    "mean_progress_pct",
    "own_line_planned_vnd",
    "own_line_allocated_vnd",
    "own_line_carried_in_vnd",
    "own_line_used_vnd",
    "own_line_disbursed_vnd",
    "own_line_execution_pct",
    "all_allocated_vnd",
    "all_disbursed_vnd",
    "reports_expected",
    "reports_received",
    "reports_unread",
    "reports_on_time",
    "reporting_rate_pct",
    "on_time_rate_pct",
    "rows_read",
    "rows_accepted",
    "rows_rejected",
    "files_received",
    "files_refused",
]
COLUMNS = {
    "progress": """plan_id period_id unit_id task_code role status completion_pct estimated_pct result_text completed_on
        file sheet row_no""",
    "budget": """plan_id period_id unit_id task_code fund_source allocated_vnd added_vnd cut_vnd carried_in_vnd disbursed_vnd
        estimated_vnd file sheet row_no""",
    "notes": "plan_id period_id unit_id task_code kind addressee addressee_level text file sheet row_no",
    "indicators": "plan_id period_id unit_id indicator_code value cumulative target file sheet row_no",
    "submissions": """file sha256 unit_id period_id received_on is_latest on_time state rows_read rows_accepted
        rows_rejected""",
    "findings": "file sheet row_no column_name rule_id severity value message",
    "tasks": """plan_id period_id task_code title status completion_pct own_line planned_vnd allocated_vnd disbursed_vnd
        execution_pct leads_expected leads_reported carried_in_vnd used_vnd""",
    "indicator_totals": """plan_id period_id indicator_code name unit_of_measure kind tt22_class value units_reported units_owing
        target target_from target_value base_value base_from base_to verdict change_pct base_is_invented""",
}


def run(*arguments: str | Path, project: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | env | ({"TDNREPORT_HOME": str(project)} if project else {})
    command = [sys.executable, "-m", "tdnreport", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, encoding="utf-8")


def project(folder: Path) -> Path:
    """A copy of the parts that officers may edit, so that a test can change them."""
    for part in ("data", "sql", "expectations"):
        shutil.copytree(find_home().root / part, folder / part)
    return folder


def report(out: Path, *more: str | Path, inbox: Path = SAMPLE, plan: str = "tth-2024", period: str = "2024", **kwargs):
    return run("report", "--plan", plan, "--period", period, "--inbox", inbox, "--out", out, *more, **kwargs)


def hashes(out: Path) -> dict[str, str]:
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The sample report and what the command said."""
    folder = tmp_path_factory.mktemp("made")
    done = report(folder / "out", project=project(folder / "home"))
    assert done.returncode == 0, done.stderr
    return folder / "out", done.stdout, folder / "home"


def test_every_output_of_the_contract_is_there(made):
    out, _, _ = made
    for name in ("bao-cao.docx", "bao-cao.html", "phu-luc.xlsx", "so-lieu.json", "chat-luong/index.html"):
        assert (out / name).stat().st_size > 1000, name
    pngs, svgs = ({path.stem for path in (out / "bieu-do").glob(f"*.{kind}")} for kind in ("png", "svg"))
    assert pngs == svgs
    assert len(pngs) >= 5
    sent = set(pl.read_parquet(out / "du-lieu/submissions.parquet")["unit_id"].drop_nulls())
    assert {path.stem for path in (out / "phan-hoi").glob("*.xlsx")} >= sent


def test_open_data_have_the_columns_of_the_contract_in_order(made):
    out, _, _ = made
    for name, columns in COLUMNS.items():
        assert pl.read_parquet(out / f"du-lieu/{name}.parquet").columns == [*columns.split(), "area_id"], name
        assert name in FILES


def test_each_open_data_file_is_there_as_csv_too_and_named_by_the_descriptor(made):
    folder = made[0] / "du-lieu"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    names = {path.stem for path in folder.glob("*.parquet")}
    assert {one["name"] for one in package["resources"]} == names == {path.stem for path in folder.glob("*.csv")}
    tasks = pl.read_parquet(folder / "tasks.parquet")
    assert pl.read_csv(folder / "tasks.csv", schema=tasks.schema).equals(tasks)


def test_the_numbers_file_holds_every_figure_with_its_ratio(made):
    content = json.loads((made[0] / "so-lieu.json").read_text(encoding="utf-8"))
    assert set(FIGURES) <= set(content["figures"])
    assert (content["plan_id"], content["period_id"], content["as_of"]) == ("tth-2024", "2024", "2024-11-20")
    assert content["is_sample"] is True
    for figure in content["figures"].values():
        assert {"value", "unit", "label", "numerator", "denominator", "note"} <= set(figure)
    rates = {
        name: one
        for name, one in content["figures"].items()
        if name.endswith("rate_pct") or name == "own_line_execution_pct"
    }
    for name, one in rates.items():
        assert one["value"] == pytest.approx(100 * one["numerator"] / one["denominator"], abs=1e-4), name


def test_figures_equal_an_independent_recount_of_the_open_data(made):
    out, _, _ = made
    figures = {
        name: one["value"]
        for name, one in json.loads((out / "so-lieu.json").read_text(encoding="utf-8"))["figures"].items()
    }
    tasks, submissions = (pl.read_parquet(out / f"du-lieu/{name}.parquet") for name in ("tasks", "submissions"))
    budget, own = pl.read_parquet(out / "du-lieu/budget.parquet"), tasks.filter("own_line")
    assert figures["tasks_complete"] == (tasks["status"] == "done").sum()
    assert figures["mean_progress_pct"] == pytest.approx(tasks["completion_pct"].mean(), abs=1e-4)
    assert figures["rows_read"] == submissions["rows_read"].sum() == figures["rows_accepted"] + figures["rows_rejected"]
    assert figures["all_disbursed_vnd"] == budget["disbursed_vnd"].sum()
    lines = budget.join(own.select("task_code"), on="task_code", how="semi")
    assert figures["own_line_disbursed_vnd"] == lines["disbursed_vnd"].sum()
    assert figures["own_line_execution_pct"] == pytest.approx(
        100 * lines["disbursed_vnd"].sum() / lines["allocated_vnd"].sum(), abs=1e-4
    )


def test_the_command_says_what_it_did_in_a_few_vietnamese_lines(made):
    lines = made[1].splitlines()
    assert 4 <= len(lines) <= 10
    assert "25/29 đơn vị đã gửi" in made[1]
    assert "117 đã đọc, 107 chấp nhận, 10 bị loại" in made[1]


def test_the_same_inputs_give_the_same_bytes_in_another_time_zone_language_and_folder(made, tmp_path):
    out, _, used = made
    again = report(tmp_path / "ở đây/lần hai", project=used, TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="7")
    assert again.returncode == 0, again.stderr
    first, second = hashes(out), hashes(tmp_path / "ở đây/lần hai")
    assert {name for name in first | second if first.get(name) != second.get(name)} == set()


def test_changing_one_model_changes_the_report_and_nothing_else_needs_touching(made, tmp_path):
    changed = project(tmp_path / "home")
    model = changed / "sql/marts/tasks.sql"
    text = model.read_text(encoding="utf-8")
    assert "exact_mean(completion_pct) as" in text
    model.write_text(text.replace("exact_mean(completion_pct) as", "min(completion_pct) as"), encoding="utf-8")
    done = report(tmp_path / "out", project=changed)
    assert done.returncode == 0, done.stderr

    def mean(out: Path) -> float:
        return json.loads((out / "so-lieu.json").read_text(encoding="utf-8"))["figures"]["mean_progress_pct"]["value"]

    assert mean(tmp_path / "out") < mean(made[0])


def test_a_third_province_is_a_folder_of_data(tmp_path):
    changed = project(tmp_path / "home")
    shutil.copytree(changed / "data/plans/qt-2024", changed / "data/plans/xx-2024")
    plan = changed / "data/plans/xx-2024/plan.toml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace('plan_id = "qt-2024"', 'plan_id = "xx-2024"'), encoding="utf-8"
    )
    done = report(
        tmp_path / "out",
        plan="xx-2024",
        period="2024-h1",
        inbox=find_home().sample_inbox("qt-2024", "2024-h1"),
        project=changed,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "out/so-lieu.json").read_text(encoding="utf-8"))["plan_id"] == "xx-2024"


def test_without_a_file_or_with_none_accepted_there_is_no_report_and_the_last_one_stays(made, tmp_path):
    shutil.copytree(made[0], tmp_path / "out")
    before = hashes(tmp_path / "out")
    for name in ("empty", "broken"):
        (tmp_path / name).mkdir()
    (tmp_path / "broken" / "STC.xlsx").write_bytes(b"PK\x03\x04")
    for name, words in (("empty", "không có tệp báo cáo nào"), ("broken", "1 tệp đã nhận, 1 tệp bị từ chối")):
        done = report(tmp_path / "out", inbox=tmp_path / name, project=made[2])
        assert done.returncode == 2
        assert words in done.stderr
        assert "Traceback" not in done.stderr
        assert hashes(tmp_path / "out") == before


def test_what_came_after_the_day_of_the_figures_is_in_none_of_them(made, tmp_path):
    done = report(tmp_path / "out", "--as-of", "2024-11-10", project=made[2])
    assert done.returncode == 0, done.stderr
    content = json.loads((tmp_path / "out/so-lieu.json").read_text(encoding="utf-8"))
    submissions = pl.read_parquet(tmp_path / "out/du-lieu/submissions.parquet")
    in_time = submissions.filter(pl.col("received_on").is_null() | (pl.col("received_on") <= date(2024, 11, 10)))
    assert content["as_of"] == "2024-11-10"
    assert content["figures"]["files_received"]["value"] == len(in_time) < len(submissions)
    assert set(submissions.filter(pl.col("received_on") > date(2024, 11, 10))["state"]) == {"later"}
    used = {
        file
        for name in ("progress", "budget", "indicators")
        for file in pl.read_parquet(tmp_path / f"out/du-lieu/{name}.parquet")["file"]
    }
    assert used <= set(in_time["file"])
    assert "sau ngày của số liệu" in done.stdout


def stored_rows(warehouse: Path) -> list[tuple]:
    """The accepted rows of a warehouse; DuckDB never writes the same bytes twice, and a fast run may end before it is killed."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        return con.sql("FROM marts.accepted_rows ORDER BY ALL").fetchall()


def test_killed_at_any_moment_the_last_good_report_and_warehouse_stay_whole(made, tmp_path):
    used = project(tmp_path / "home")
    out = tmp_path / "out"
    shutil.copytree(made[0], out)
    warehouse = tmp_path / "home/out/warehouse/tth-2024--2024.duckdb"
    warehouse.parent.mkdir(parents=True)
    shutil.copy(made[2] / "out/warehouse/tth-2024--2024.duckdb", warehouse)
    good, stored = hashes(out), stored_rows(warehouse)
    command = [
        sys.executable,
        "-m",
        "tdnreport",
        "report",
        "--plan",
        "tth-2024",
        "--period",
        "2024",
        "--inbox",
        str(SAMPLE),
        "--out",
        str(out),
    ]
    for moment in (0.5, 1.5, 2.5, 4.0, 6.0):
        process = subprocess.Popen(
            command,
            env=os.environ | {"TDNREPORT_HOME": str(used)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert hashes(out) == good
        assert stored_rows(warehouse) == stored
    assert report(out, project=used).returncode == 0
    assert hashes(out) == good
    assert [path.name for path in tmp_path.iterdir()] == ["home", "out"] or sorted(
        path.name for path in tmp_path.iterdir()
    ) == ["home", "out"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["report", "--plan", "zz-2024", "--period", "2024", "--inbox", SAMPLE],
            "hue-2025, hue-2026, qt-2024, qt-2025, tth-2024",
        ),
        (["report", "--plan", "tth-2024", "--period", "2031", "--inbox", SAMPLE], "các kỳ hiện có: 2024"),
        (["report", "--plan", "tth-2024", "--period", "2024", "--inbox", "khong-co"], "Không có thư mục khong-co"),
        (["trace", "khong_co", "--out", "khong-co"], "so-lieu.json"),
        (["check", "khong-co.xlsx", "--plan", "tth-2024", "--period", "2024"], "Không có tệp: khong-co.xlsx"),
    ],
)
def test_what_cannot_run_says_why_and_what_is_known_with_exit_2(arguments, words, tmp_path):
    done = run(*arguments, project=project(tmp_path))
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_with_other_files_in_it_is_never_replaced(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/luan-van.docx").write_text("mine")
    done = report(tmp_path / "out", project=project(tmp_path / "home"))
    assert done.returncode == 2
    assert "luan-van.docx" in done.stderr
    assert (tmp_path / "out/luan-van.docx").read_text() == "mine"


def test_trace_leads_from_a_figure_to_files_sheets_and_rows(made):
    done = run("trace", "own_line_disbursed_vnd", "--out", made[0])
    assert done.returncode == 0, done.stderr
    assert "660.500.000 đồng" in done.stdout
    assert "BC-STTTT-TTDN-2024.xlsx" in done.stdout
    assert "dòng 10: Đã giải ngân = 92.000.000" in done.stdout
    assert "Chưa gửi báo cáo" in done.stdout


def test_status_lists_every_unit_that_owes_a_report():
    done = run("status", "--plan", "tth-2024", "--period", "2024", "--inbox", SAMPLE)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 30
    assert done.stdout.count("Chưa gửi") == 3


def test_check_names_cells_and_ends_with_a_verdict():
    bad, good = SAMPLE / "So KHDT bao cao nam 2024 (chinh sua).xlsx", SAMPLE / "BC-STTTT-TTDN-2024.xlsx"
    done = run("check", bad, "--plan", "tth-2024", "--period", "2024")
    assert done.returncode == 1
    assert "Ô D10" in done.stdout
    assert "cần sửa 1 chỗ" in done.stdout
    done = run("check", good, "--plan", "tth-2024", "--period", "2024", "--json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)[0]["passed"] is True


def test_template_makes_one_workbook_for_each_unit_that_owes_a_report(tmp_path):
    done = run("template", "--plan", "qt-2024", "--period", "2024-h1", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("*.xlsx"))) == 19
