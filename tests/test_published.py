"""What was said stays said: figures enter a ledger with the signed document, and change by a replacing report and nothing else."""

from __future__ import annotations

import csv
import json
import os
import shutil
from dataclasses import replace
from datetime import date

import pytest
from docx import Document as WordDocument
from test_closing import report
from typer.testing import CliRunner
from workbooks import csv_bytes

from tdnreport.app import close, publish
from tdnreport.app.revisions import find_revisions
from tdnreport.base.data_error import DataError
from tdnreport.base.errors import TdnError
from tdnreport.base.home import Home, find_home
from tdnreport.cli import app
from tdnreport.history import ledger
from tdnreport.history.closing import ClosingError
from tdnreport.history.ledger import LedgerError
from tdnreport.ingest.inbox import list_inbox
from tdnreport.plans.context import load_context
from tdnreport.warehouse import pipeline

HEADER = ["STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu trong kỳ", "Lũy kế từ đầu năm"]
SIGNED_ON = date(2024, 12, 12)


def counted(inbox, web_items, unit="SỞ THÔNG TIN VÀ TRUYỀN THÔNG"):
    inbox.mkdir(parents=True, exist_ok=True)
    name = "Tin, bài thông tin đối ngoại trên Trang thông tin điện tử của đơn vị"
    rows = [[unit], ["BÁO CÁO NĂM 2024"], HEADER, ["1", name, "tin, bài", web_items, web_items]]
    (inbox / "So TTTT.csv").write_bytes(csv_bytes(rows))
    (inbox / "register.csv").write_text("file,received_on\nSo TTTT.csv,2024-11-10\n", encoding="utf-8")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    for part in ("data/plans", "data/reference", "data/templates", "sql", "expectations"):
        shutil.copytree(find_home().root / part, root / part)
    inbox = root / "data/inbox/tth-2024/2024"
    counted(inbox, 18)
    report(load_context(Home(root), "tth-2024", "2024"), inbox, root / "out/tth-2024/2024")
    return root


@pytest.fixture
def of(first, tmp_path, monkeypatch):
    root = tmp_path / "p"
    shutil.copytree(first, root, copy_function=os.link)
    monkeypatch.setenv("TDNREPORT_HOME", str(root))
    return load_context(Home(root), "tth-2024", "2024")


def run(*arguments):
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


def published(of, number="245", **more):
    return publish.publish_period(of, number, more.pop("signed_on", SIGNED_ON), **more)


def lines(of):
    with (of.home.data / "published/figures.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["figure_id"] == "web_items"]


def test_what_a_signed_report_says_enters_the_ledger_with_its_day(of):
    made = published(of)
    assert made.document.name == "Báo cáo số 245/BC-STTTT ngày 12/12/2024"
    [line] = lines(of)
    assert {name: line[name] for name in ("value", "data_from", "data_to", "area_id", "reporters", "known_on")} == {
        "value": "18", "data_from": "2024-01-01", "data_to": "2024-11-14", "area_id": "hue", "reporters": "tth.stttt",
        "known_on": "2024-12-12",
    }  # fmt: skip
    assert close.verify_closed_period(of)[0] == made.document.closing_code, "publishing closes the period"


def test_rates_are_kept_with_their_parts(of):
    published(of)
    rates = [figure for figure in ledger.load_published(of.home.data).figures if figure.unit == "%"]
    assert {figure.figure_id for figure in rates} == {"reporting_rate_pct"}, (
        "no task has data, so there is no completion rate"
    )
    assert [(figure.numerator, figure.denominator) for figure in rates] == [(1, 29)]


def test_a_period_is_published_once(of):
    published(of)
    with pytest.raises(LedgerError, match="đã công bố bằng Báo cáo số 245/BC-STTTT ngày 12/12/2024"):
        published(of, "246")
    assert len(ledger.load_published(of.home.data).documents) == 1


def test_a_report_that_is_not_the_closed_one_is_not_published(of):
    close.close_period(of, date(2024, 12, 1))
    inbox = of.home.data / "inbox/tth-2024/2024"
    shutil.rmtree(inbox)
    counted(inbox, 18)
    counted(inbox.parent / "other", 17)
    report(of, inbox.parent / "other", of.home.out_folder("tth-2024", "2024"))
    out = of.home.out_folder("tth-2024", "2024") / "so-lieu.json"
    content = json.loads(out.read_text(encoding="utf-8"))
    content["figures"]["rows_read"]["value"] += 1
    out.unlink()
    out.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(LedgerError, match="khác số đã chốt"):
        published(of)
    assert not (of.home.data / "published").exists()


def test_a_closing_that_was_touched_is_not_published(of):
    folder = close.close_period(of, date(2024, 12, 1)).folder
    path = folder / "ket-qua/so-lieu.json"
    path.chmod(0o600)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises((LedgerError, ClosingError)):
        published(of)


def test_a_report_is_not_signed_before_the_day_of_its_figures(of):
    with pytest.raises(TdnError, match="01/11/2024 trước ngày của số liệu"):
        published(of, signed_on=date(2024, 11, 1))


def corrected(of, *more):
    return run(
        "correct", "--document", "2024-245/BC-STTTT", "--figure", "web_items", "--value", "15",
        "--reason", "Đơn vị gửi lại số tin, bài", *more,
    )  # fmt: skip


def test_a_wrong_figure_is_replaced_and_both_are_kept(of):
    published(of)
    status, said = corrected(of)
    assert (status, len(lines(of))) == (0, 1), "a draft changes nothing"
    assert "Sổ số liệu đã công bố chưa đổi" in said
    status, said = corrected(of, "--document-no", "09", "--signed-on", "2025-01-20")
    assert status == 0, said
    assert [(line["value"], line["vintage_no"], line["known_on"]) for line in lines(of)] == [
        ("18", "1", "2024-12-12"), ("15", "2", "2025-01-20"),
    ]  # fmt: skip
    [row] = find_revisions(of.home.data)
    assert (row["first"], row["latest"], row["difference"]) == (18, 15, -3)
    assert row["reason"] == "Đơn vị gửi lại số tin, bài"


def test_the_replacing_report_names_what_it_replaces_and_by_which_rule(of):
    published(of)
    corrected(of, "--document-no", "09", "--signed-on", "2025-01-20")
    document = WordDocument(of.home.root / "out/sua-so-lieu/tth-2024/2024/bao-cao-thay-the.docx")
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "thay thế Báo cáo số 245/BC-STTTT ngày 12/12/2024" in text
    assert "Căn cứ Điều 18 Nghị định số 30/2020/NĐ-CP" in text
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert any(row[2:4] == ["18", "15"] for row in cells if len(row) == 5)


def test_the_next_year_sees_what_was_known_on_its_day(of):
    """12/12/2024: 18; 20/01/2025: 15. The report of 2025 that is made before the correction keeps the first."""
    published(of)
    corrected(of, "--document-no", "09", "--signed-on", "2025-01-20")
    plan = load_context(of.home, "tth-2024", "2024").plan
    later = replace(
        of,
        plan=replace(plan, indicators=tuple(replace(row, owners=("tth.stttt",)) for row in plan.indicators)),
        period=replace(of.period, data_from=date(2025, 1, 1), data_to=date(2025, 11, 14)),
    )
    inbox = of.home.root / "next"
    counted(inbox, 17)
    bases = {}
    for day in ("2025-01-10", "2025-11-24"):
        (inbox / "register.csv").write_text(f"file,received_on\nSo TTTT.csv,{day}\n", encoding="utf-8")
        with pipeline.build_in_memory(later, list_inbox(inbox)) as con:
            bases[day] = con.execute(
                "select base_value, is_corrected, verdict from report.comparisons where figure_id = 'web_items'"
            ).fetchall()
    assert bases == {"2025-01-10": [(18, False, "same")], "2025-11-24": [(15, True, "same")]}


def test_a_letter_about_the_form_changes_no_figure(of):
    published(of)
    before = (of.home.data / "published/figures.csv").read_bytes()
    status, said = run(
        "correct", "--document", "2024-245/BC-STTTT", "--figure", "web_items", "--value", "15", "--reason", "sai số liệu",
        "--form-only",
    )  # fmt: skip
    assert status == 2
    assert "Điều 18 khoản 3" in said
    status, said = run(
        "correct", "--document", "2024-245/BC-STTTT", "--reason", "tên cơ quan in thiếu dấu", "--form-only",
        "--document-no", "10", "--signed-on", "2025-01-21",
    )  # fmt: skip
    assert status == 0, said
    assert (of.home.data / "published/figures.csv").read_bytes() == before
    assert (of.home.root / "out/sua-so-lieu/tth-2024/2024/cong-van-dinh-chinh.docx").is_file()


def test_a_replacing_report_of_the_whole_period_adds_only_what_changed(of):
    published(of)
    close.reopen_period(of, "Sở TTTT gửi lại số tin, bài", date(2025, 1, 15))
    inbox = of.home.data / "inbox/tth-2024/2024"
    shutil.rmtree(inbox)
    counted(inbox, 15)
    report(of, inbox, of.home.out_folder("tth-2024", "2024"))
    with pytest.raises(LedgerError, match="nêu rõ lý do"):
        published(of, "09", signed_on=date(2025, 1, 20), replaces="245/BC-STTTT")
    made = published(
        of, "09", signed_on=date(2025, 1, 20), replaces="245/BC-STTTT", reason="Sở TTTT gửi lại số tin, bài"
    )
    assert [(figure.figure_id, figure.value, figure.vintage_no) for figure in made.figures] == [("web_items", 15, 2)]
    assert [line["value"] for line in lines(of)] == ["18", "15"]


def test_unknown_documents_and_figures_are_told_with_what_there_is(of):
    published(of)
    status, said = run(
        "correct", "--document", "2024-9", "--figure", "web_items", "--value", "1", "--reason", "gõ sai số"
    )
    assert (status, "2024-245/BC-STTTT" in said) == (2, True)
    status, said = run(
        "correct", "--document", "2024-245/BC-STTTT", "--figure", "web", "--value", "1", "--reason", "gõ sai số"
    )
    assert (status, "web_items" in said) == (2, True)


def test_a_ledger_that_was_damaged_by_hand_says_where(of):
    published(of)
    path = of.home.data / "published/figures.csv"
    path.write_text(path.read_text(encoding="utf-8") + "web_items,abc\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"published/figures\.csv"):
        load_context(of.home, "tth-2024", "2024")


def test_a_ledger_whose_vintage_stands_twice_is_refused(of):
    published(of)
    path = of.home.data / "published/figures.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="giống hệt dòng 2"):
        load_context(of.home, "tth-2024", "2024")


def test_commands_publish_and_list(of):
    status, said = run(
        "publish", "--plan", "tth-2024", "--period", "2024", "--document-no", "245", "--signed-on", "2024-12-12"
    )
    assert status == 0, said
    assert "Báo cáo số 245/BC-STTTT ngày 12/12/2024" in said
    assert run("revisions") == (0, "Chưa có số đã công bố nào được điều chỉnh.\n")
    corrected(of, "--document-no", "09", "--signed-on", "2025-01-20")
    status, said = run("revisions", "--json", "--excel", str(of.home.root / "dieu-chinh.xlsx"))
    assert (status, json.loads(said)[0]["difference"]) == (0, -3)
    assert (of.home.root / "dieu-chinh.xlsx").is_file()


def signed_before(folder, *rows):
    document = WordDocument()
    document.add_paragraph("BÁO CÁO")
    table = document.add_table(rows=0, cols=4)
    for texts in (("STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện"), *rows):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    document.save(folder / "bc-2023.docx")
    return folder / "bc-2023.docx"


def test_the_signed_report_of_the_year_before_gives_the_first_bases(of, tmp_path):
    path = signed_before(
        tmp_path,
        ("1", "Tin, bài thông tin đối ngoại trên Trang thông tin điện tử của đơn vị", "tin, bài", "1.186"),
        ("2", "Số lượt khách đến thăm làng nghề", "lượt", "300"),
        ("3", "Thứ hạng PCI", "hạng", "chưa xếp"),
    )
    status, said = run(
        "baseline", str(path), "--plan", "tth-2024", "--period", "2024", "--document-no", "301", "--signed-on", "2023-12-20",
        "--from", "2023-01-01", "--to", "2023-12-31",
    )  # fmt: skip
    assert status == 0, said
    [line] = lines(of)
    assert (line["value"], line["data_to"], line["known_on"], line["is_invented"]) == (
        "1186",
        "2023-12-31",
        "2023-12-20",
        "no",
    )
    assert "“Số lượt khách đến thăm làng nghề; lượt”: không nhận ra chỉ tiêu" in said
    assert "không phải một số" in said


def test_a_word_file_without_such_a_table_gives_no_base(of, tmp_path):
    path = signed_before(tmp_path)
    status, said = run(
        "baseline",
        str(path),
        "--plan",
        "tth-2024",
        "--period",
        "2024",
        "--document-no",
        "301",
        "--signed-on",
        "2023-12-20",
    )
    assert (status, "--column" in said) == (2, True)
    assert not (of.home.data / "published").exists()
