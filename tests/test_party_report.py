"""The second report of a plan: the same figures with the head, the parts and the receivers of the Party's side."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shipped import RULES
from warehouse_case import subject

from tdnreport.app.verify import verify_document
from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import list_inbox
from tdnreport.plans.load import load_plan_folder
from tdnreport.plans.write_plan import write_plan
from tdnreport.report import assemble
from tdnreport.report.form_check.check import check_form
from tdnreport.report.nd30_rules import read_party_rules
from tdnreport.report.open_data import writer as open_data
from tdnreport.report.word import text_lines, word
from tdnreport.warehouse.pipeline import build_in_memory

PLANS = ("qt-2024", "tth-2024")


@pytest.fixture(scope="module", params=PLANS)
def made(request, tmp_path_factory):
    """Folder with both documents, the state's report, the Party's."""
    of, out = subject(request.param, "2024"), tmp_path_factory.mktemp("out")
    with build_in_memory(of, list_inbox(find_home().sample_inbox(request.param, "2024"))) as con:
        context = assemble.ReportContext(of.home, of.plan, of.period, None, is_sample=True)
        state, party = assemble.assemble_report(con, context), assemble.assemble_party_report(con, context)
        open_data.write_parquet(con, out / "du-lieu")
    word.write_document(state, out / "bao-cao.docx", RULES)
    word.write_document(party, out / "bao-cao-cap-uy.docx", read_party_rules(of.home.reference))
    text_lines.record_documents(out)
    return out, state, party


def lines(made, name="bao-cao-cap-uy.docx"):
    return [" | ".join(line.cells) for line in text_lines.read_document(made[0] / name)]


def test_the_head_is_that_of_the_party(made):
    head = "\n".join(lines(made)[:4])
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in head
    assert "BAN TUYÊN GIÁO *" in head
    assert "Số -BC/BTGTU" in head
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" not in "\n".join(lines(made))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in "\n".join(lines(made, "bao-cao.docx"))


def test_its_parts_are_its_own_and_its_figures_are_the_same(made):
    _, state, party = made
    assert [section.title for section in party.sections if section.level == 1 and section.number] == [
        "Công tác lãnh đạo, chỉ đạo", "Kết quả thực hiện", "Đánh giá chung", "Nhiệm vụ trọng tâm năm 2025", "Kiến nghị, đề xuất",
    ]  # fmt: skip
    assert party.figures == state.figures
    assert party.tables["summary"].rows == state.tables["summary"].rows


def test_it_refers_to_its_own_parts_and_annexes(made):
    told = "\n".join(lines(made))
    assert "kiến nghị (Phần V)" in told
    assert "nêu tại –" not in told
    assert "None" not in told
    annexes = {table.annex for table in made[2].tables.values() if table.annex}
    assert {line for line in lines(made) if line.startswith("Phụ lục ")} == {f"Phụ lục {number}" for number in annexes}


def test_it_goes_to_its_own_receivers_and_not_about_reporters(made):
    party = made[2]
    assert party.letterhead.addressees[0].startswith("Ban Thường vụ Tỉnh ủy")
    assert party.tables["reporters"].annex is None
    assert "Ban Tuyên giáo kính báo cáo./." in "\n".join(lines(made))


def test_a_hand_edit_of_it_is_found(made, tmp_path):
    out, *_ = made
    assert verify_document(out / "bao-cao-cap-uy.docx", out) == []
    from docx import Document

    document = Document(out / "bao-cao-cap-uy.docx")
    paragraph = next(paragraph for paragraph in document.paragraphs if "nhiệm vụ, đạt 50,0%" in paragraph.text)
    paragraph.runs[0].text = paragraph.text.replace("50,0%", "60,0%")
    document.save(tmp_path / "sua.docx")
    assert [found.found for found in verify_document(tmp_path / "sua.docx", out)] == ["60,0%"]


def test_lint_says_that_it_is_no_document_of_the_decree(made):
    [told] = check_form(made[0] / "bao-cao-cap-uy.docx", RULES)
    assert "Hướng dẫn 36-HD/VPTW" in told


def test_a_plan_without_one_makes_none():
    of = subject("tth-2024", "2024")
    bare = assemble.ReportContext(of.home, replace(of.plan, party_report=None), of.period, None, is_sample=True)
    assert assemble.assemble_party_report(None, bare) is None


@pytest.mark.parametrize("plan", PLANS)
def test_a_written_plan_is_read_with_both_reports(plan, tmp_path):
    of = subject(plan, "2024")
    folder = tmp_path / plan
    folder.mkdir()
    write_plan(of.plan, folder)
    read = load_plan_folder(folder, of.reference)
    assert read.party_report == of.plan.party_report
    assert read.report == of.plan.report
