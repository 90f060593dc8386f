import pytest
from docx import Document
from openpyxl import load_workbook
from shipped import RULES
from warehouse_case import Sent, filled, subject

from tdnreport.report import assemble
from tdnreport.report.excel import annex
from tdnreport.report.html import writer as html_writer
from tdnreport.report.word import word

TASK = "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng"
GOOD = ["4.1", TASK, "Đang thực hiện", 60, 250_000_000, 100_000_000, "Đã đăng 12 bài", None]
OVERSPENT = ["4.1", TASK, "Đang thực hiện", 60, 100_000_000, 200_000_000, "Đã đăng 12 bài", None]


def asked(*rows):
    """Question number → answer and evidence."""
    con = filled(Sent(rows=rows)) if rows else filled()
    return {
        number: (answer, evidence) for number, _, answer, evidence in con.execute("from report.self_check").fetchall()
    }


def test_about_twenty_questions_are_asked_in_order_and_each_is_answered_with_evidence():
    rows = filled(Sent(rows=[GOOD])).execute("from report.self_check").fetchall()
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert 20 <= len(rows) <= 30
    assert all(question.endswith("?") and evidence for _, question, _, evidence in rows)
    assert {answer for _, _, answer, _ in rows} == {"Đạt", "Cần xem", "Không kiểm tra được"}


def test_a_rule_that_found_nothing_passes_with_how_much_was_looked_at():
    assert asked(GOOD)[8] == ("Đạt", "đã xét 1 dòng có cả kinh phí và giải ngân, không có trường hợp nào")


def test_a_rule_that_found_something_must_be_looked_at_and_says_where_and_whose():
    answer, evidence = asked(OVERSPENT)[8]
    assert answer == "Cần xem"
    assert "1 chỗ" in evidence
    assert "Sở TT&TT" in evidence


def test_a_question_that_has_nothing_to_look_at_cannot_be_checked():
    """No earlier report is loaded: that nothing is copied from it (18) or fell below it (6) was never looked at."""
    answers = asked(GOOD)
    for number in (6, 18):
        assert answers[number] == ("Không kiểm tra được", "không có dòng có ở báo cáo trước để xét")
    assert answers[14][0] == answers[26][0] == "Không kiểm tra được"


def test_without_any_line_no_question_about_lines_passes():
    passed = {number for number, (answer, _) in asked().items() if answer == "Đạt"}
    assert passed <= {23, 25}


def test_every_rate_that_is_printed_is_counted_anew():
    con = filled(Sent(rows=[GOOD]))
    printed = con.execute(
        """select (select count(*) from report.figures where unit = 'pct' and value is not null)
            + (select count(completion_pct) + count(estimated_pct) from report.task_results)
            + (select count(execution_pct) from report.task_budget) + (select count(execution_pct) from report.budget_sources)
            + (select count(target_pct) + count(base_pct) + count(change_pct) from report.indicator_results)"""
    ).fetchall()[0][0]
    answer, evidence = asked(GOOD)[23]
    assert answer == "Đạt"
    assert evidence.startswith(f"đã tính lại {printed} tỷ lệ")


def test_units_without_a_report_are_named():
    answer, evidence = asked(GOOD)[1]
    assert answer == "Cần xem"
    assert "29 đơn vị; 1 đơn vị có báo cáo; chưa có: Ban Tuyên giáo Tỉnh ủy" in evidence


@pytest.mark.parametrize("rows", [(), (GOOD,), (OVERSPENT, GOOD)])
def test_lines_read_are_lines_accepted_and_rejected_whatever_came(rows):
    assert asked(*rows)[4][0] in ("Đạt", "Không kiểm tra được")


def test_it_is_the_last_sheet_and_a_part_of_the_page_but_not_in_the_word_report(tmp_path):
    of = subject()
    con = filled(Sent(rows=[GOOD]))
    made = assemble.assemble_report(con, assemble.ReportContext(of.home, of.plan, of.period, None, is_sample=False))
    annex.write_annex(made, tmp_path / "phu-luc.xlsx", RULES)
    html_writer.write_page(made, tmp_path / "bao-cao.html")
    word.write_document(made, tmp_path / "bao-cao.docx", RULES)
    title = "Bảng tự kiểm trước khi trình ký"
    book = load_workbook(tmp_path / "phu-luc.xlsx")
    assert book.sheetnames[-1] == "Bảng tự kiểm"
    assert title in (tmp_path / "bao-cao.html").read_text(encoding="utf-8")
    assert "tự kiểm" not in Document(tmp_path / "bao-cao.docx").element.xml
