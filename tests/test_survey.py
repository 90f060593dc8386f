"""One reading of an inbox answers who has sent, who is late, what is wrong by cell, what was not read; files are also judged alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbooks import Page, csv_bytes, xlsx

from tdnreport.app.survey import TABLES, Remark, Survey, survey_files, survey_inbox
from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import list_inbox
from tdnreport.plans.context import load_context
from tdnreport.warehouse import findings, lookups, models, pipeline

HEADER = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)", "Kết quả"]
TITLE = "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng"
RESULT = "Đã phát 12 chuyên mục về hình ảnh của tỉnh trên sóng truyền hình và đài địa phương"
TOURISM, TRADE, WRITERS = "SỞ DU LỊCH", "SỞ CÔNG THƯƠNG", "SỞ NGOẠI VỤ"


def sheet(unit: str, *cells: object, year: int = 2024) -> bytes:
    return csv_bytes([[unit], [f"BÁO CÁO NĂM {year}"], HEADER, ["4.1", TITLE, *cells]])


@pytest.fixture(scope="module")
def subject():
    return load_context(find_home(), "tth-2024", "2024")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("inbox")
    (folder / "du lich 1.csv").write_bytes(sheet(TOURISM, "Đang thực hiện", 130, "Đang làm"))
    (folder / "du lich 2.csv").write_bytes(sheet(TOURISM, "Đang thực hiện", 60, RESULT))
    (folder / "cong thuong.csv").write_bytes(sheet(TRADE, "Hoàn thành", 40, RESULT))
    xlsx(
        folder / "ngoai vu.xlsx",
        Page("Biểu 01", [[WRITERS], ["BÁO CÁO NĂM 2024"], HEADER, ["4.1", TITLE, "Xong", 1, ""]]),
    )
    (folder / "hong.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (folder / "anh.png").write_bytes(b"\x89PNG")
    (folder / "register.csv").write_text(
        "file,received_on\ndu lich 1.csv,2024-11-01\ndu lich 2.csv,2024-11-12\ncong thuong.csv,2024-11-20\nvang.csv,2024-11-01\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def survey(subject, inbox) -> Survey:
    return survey_inbox(subject, list_inbox(inbox))


def test_units_say_who_sent_who_is_late_and_who_is_missing(survey):
    states = {unit.unit_id: (unit.state, unit.on_time, unit.days_late) for unit in survey.units}
    assert states["tth.sdl"] == ("on_time", True, None)
    assert states["tth.sct"] == ("late", False, 5)
    assert states["tth.sngv"] == ("undated", False, None)
    assert states["tth.stttt"] == ("missing", False, None)


def test_findings_stand_with_their_file_and_cell(survey):
    files = {file.file: file for file in survey.files}
    assert files["du lich 1.csv"].state == "superseded"
    [wrong] = [remark for remark in files["cong thuong.csv"].remarks if remark.rule_id == "status_pct_mismatch"]
    assert isinstance(wrong, Remark)
    assert (wrong.row_no, wrong.cell, wrong.severity) == (4, "D4", "row")
    assert files["cong thuong.csv"].to_mend == 1
    assert (files["hong.xlsx"].state, files["hong.xlsx"].unit_id) == ("refused", None)


def test_what_was_not_read_is_named(survey):
    assert [sentence for sentence in survey.problems if "anh.png" in sentence or "vang.csv" in sentence] == list(
        survey.problems
    )
    assert len(survey.problems) == 2


def test_no_table_of_the_report_is_made(subject):
    import duckdb

    with duckdb.connect() as con:
        sql = models.find_models(con, subject.home.sql)
    steps = [*sql, *lookups.make_lookups(subject.vocabulary), findings.union_findings(sql)]
    made = {step.name for step in models.select_needed(steps, TABLES)}
    assert made >= TABLES
    assert {name for name in made if name.startswith("report.")} == set()
    assert {model.name for model in sql if model.schema == "checks"} <= made


@pytest.mark.parametrize(("plan", "period"), [("tth-2024", "2024"), ("qt-2024", "2024-h1")])
def test_the_survey_says_what_the_report_says(tmp_path, plan, period):
    of = load_context(find_home(), plan, period)
    sent = list_inbox(find_home().sample_inbox(plan, period))
    found = survey_inbox(of, sent)
    with pipeline.build_warehouse(of, sent, tmp_path / "w.duckdb") as con:
        units = con.execute(
            "select unit_id, state, received_on, on_time, days_late, rows_rejected from report.unit_reports order by position"
        ).fetchall()
        remarks = con.execute(
            "select file, rule_id, cell, message from marts.findings where file is not null order by all"
        ).fetchall()
        files = con.execute("select file, unit_id, state, rows_read from marts.submissions order by all").fetchall()
    assert [(u.unit_id, u.state, u.received_on, u.on_time, u.days_late, u.rows_rejected) for u in found.units] == units
    said = [(file.file, r.rule_id, r.cell, r.message) for file in found.files for r in file.remarks]
    assert sorted(said, key=str) == sorted(remarks, key=str)
    assert [(file.file, file.unit_id, file.state, file.rows_read) for file in found.files] == files


def test_several_files_are_judged_each_as_if_it_were_the_only_one(subject, inbox, survey):
    paths = [file.path for file in list_inbox(inbox).files]
    together = survey_files(subject, paths)
    assert together == [file for path in paths for file in survey_files(subject, [path])]
    assert {file.state for file in together} == {"accepted", "refused"}
    # Sent together they do bear upon one another:
    of_inbox = {file.file: {remark.rule_id for remark in file.remarks} for file in survey.files}
    assert "same_result_two_units" in of_inbox["du lich 2.csv"] & of_inbox["cong thuong.csv"]
    assert "superseded" in of_inbox["du lich 1.csv"]
    alone = {file.file: {remark.rule_id for remark in file.remarks} for file in together}
    assert "same_result_two_units" not in alone["du lich 2.csv"] | alone["cong thuong.csv"]
    assert "pct_out_of_range" in alone["du lich 1.csv"]


def test_files_of_one_name_in_several_folders_are_all_judged(subject, tmp_path):
    paths = [tmp_path / place / "bao cao.csv" for place in ("a", "b")]
    for path, percent in zip(paths, (60, 160), strict=True):
        path.parent.mkdir()
        path.write_bytes(sheet(TOURISM, "Đang thực hiện", percent, "Đang làm"))
    assert [file.to_mend for file in survey_files(subject, paths)] == [0, 1]
