"""Who owes what: from the plan to the form, from the form back to the warehouse, and to those who are reminded."""

from __future__ import annotations

import csv

import openpyxl
import pytest

from tdnreport.app.remind import write_letters
from tdnreport.app.survey import survey_inbox
from tdnreport.base.home import find_home
from tdnreport.feedback.form import write_templates
from tdnreport.ingest.inbox import inbox_of_file, list_inbox
from tdnreport.plans.context import load_context
from tdnreport.warehouse import pipeline

PLANS = (("tth-2024", "2024"), ("qt-2024", "2024"))


@pytest.fixture(scope="module", params=PLANS, ids=lambda plan: plan[0])
def context(request):
    return load_context(find_home(), *request.param)


@pytest.fixture(scope="module")
def forms(context, tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    return {path.stem: path for path in write_templates(context, folder)}


@pytest.fixture(scope="module")
def owed(context):
    with pipeline.build_in_memory(context, list_inbox(find_home().root / "tests" / "data" / "none"), WANTED) as con:
        return con.execute("select unit_id, kind, code, role from marts.obligations").fetchall()


WANTED = frozenset({"marts.obligations", "marts.duties", "marts.findings", "marts.accepted_rows"})


def test_every_duty_of_the_plan_is_owed_by_somebody(context, owed):
    assert {code for _, kind, code, _ in owed if kind == "duty"} == {duty.duty_code for duty in context.plan.duties}


def test_every_count_is_owed_and_an_index_without_an_owner_is_asked_of_nobody(context, owed):
    asked = {code for _, kind, code, _ in owed if kind == "indicator"}
    indicators = context.plan.indicators
    assert asked == {one.indicator_code for one in indicators if one.kind == "count" or one.owners}


def test_a_form_asks_for_exactly_what_the_unit_owes(forms, owed):
    for unit_id, path in forms.items():
        book = openpyxl.load_workbook(path)
        asked = {(sheet, cell.value) for sheet, column in SHEETS.items() for cell in given(book, sheet, column)}
        due = {
            (sheet, code) for unit, kind, code, _ in owed if unit == unit_id for sheet in [SHEET_OF.get(kind)] if sheet
        }
        assert asked == due, unit_id


SHEETS = {"Biểu 01": 1, "Biểu 02": 2, "Biểu 03": 1}
SHEET_OF = {"task": "Biểu 01", "indicator": "Biểu 02", "duty": "Biểu 03"}


def given(book, name, column):
    """Cells of codes below the header; headings of the plan ask for nothing."""
    if name not in book.sheetnames:
        return []
    sheet = book[name]
    [header] = [cell.row for cell in sheet["A"] if cell.value in ("STT", "Mã")]
    end = next((cell.row for cell in sheet["A"] if str(cell.value or "").startswith("Ghi chú")), sheet.max_row)
    cells = (sheet.cell(row, column) for row in range(header + 1, end))
    return [cell for cell in cells if cell.value and (name != "Biểu 01" or sheet.cell(cell.row, 3).value)]


def test_a_duty_filled_in_is_read_back_and_one_left_blank_is_no_finding(tmp_path):
    context = load_context(find_home(), "tth-2024", "2024")
    forms = {path.stem: path for path in write_templates(context, tmp_path / "forms")}
    book = openpyxl.load_workbook(forms["tth.btdt"])
    sheet = book["Biểu 03"]
    [row] = [cell.row for cell in sheet["A"] if cell.value == "15-b"]
    sheet.cell(row, 3).value, sheet.cell(row, 4).value = "Xây dựng 02 phim tư liệu", "Báo cáo số 10/BC-BTDT"
    path = tmp_path / "tth.btdt.xlsx"
    book.save(path)
    with pipeline.build_in_memory(context, inbox_of_file(path), WANTED) as con:
        duties = con.execute(
            "select duty_code, state, result_text from marts.duties where unit_id = 'tth.btdt' and duty_code like '15%'"
        ).fetchall()
        rejected = con.execute("select rule_id from marts.findings where sheet = 'Biểu 03'").fetchall()
    assert duties == [
        ("15-a", "not_reported", None),
        ("15-b", "reported", "Xây dựng 02 phim tư liệu"),
        ("15-c", "not_reported", None),
    ]
    assert rejected == []


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Một việc mà kế hoạch không hề nêu", None),
        (
            "Giao ban báo chí và hội nghị báo cáo viên",
            "Gần nhất: “Giao ban báo chí, hội nghị báo cáo viên; theo dõi, kiểm tra, đôn đốc”.",
        ),
    ],
)
def test_a_duty_that_the_plan_does_not_have_is_asked_about(tmp_path, written, nearest):
    path = tmp_path / "BTDT.csv"
    rows = [
        ["TRUNG TÂM BẢO TỒN DI TÍCH CỐ ĐÔ HUẾ"],
        ["BÁO CÁO NĂM 2024"],
        ["Mã", "Nhiệm vụ được phân công", "Kết quả thực hiện"],
        ["99-z", written, "Tổ chức 02 lớp cho 60 lượt người"],
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pipeline.build_in_memory(load_context(find_home(), "tth-2024", "2024"), inbox_of_file(path), WANTED) as con:
        found = con.execute(
            "select rule_id, severity, value, message from marts.findings where row_no is not null"
        ).fetchall()
    [(rule_id, severity, value, message)] = found
    assert (rule_id, severity, value) == ("unknown_duty", "row", written)
    assert ("Gần nhất" in message) == bool(nearest)
    assert (nearest or "") in message


def test_beside_a_status_the_heading_of_duties_names_tasks(tmp_path):
    path = tmp_path / "STTTT.csv"
    task = load_context(find_home(), "tth-2024", "2024").plan.leaf_tasks[0]
    rows = [
        ["SỞ THÔNG TIN VÀ TRUYỀN THÔNG"],
        ["BÁO CÁO NĂM 2024"],
        ["STT", "Nhiệm vụ được phân công", "Trạng thái", "Tỷ lệ hoàn thành (%)", "Kết quả"],
        [task.task_code, task.title, "Đang thực hiện", "60", "Đã đăng 12 tin, bài"],
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pipeline.build_in_memory(load_context(find_home(), "tth-2024", "2024"), inbox_of_file(path), WANTED) as con:
        accepted = con.execute("select table_kind, task_code, completion_pct from marts.accepted_rows").fetchall()
    assert accepted == [("progress", task.task_code, 60.0)]


def test_a_lead_outside_the_reporters_that_sent_nothing_is_reminded(tmp_path):
    context = load_context(find_home(), "qt-2024", "2024")
    inbox = find_home().sample_inbox("qt-2024", "2024")
    outside = survey_inbox(context, list_inbox(inbox)).leads_outside
    assert [(unit.unit_id, unit.leads) for unit in outside] == [("qt.ca", ("12", "2.4"))]
    assert "Công an tỉnh (qt.ca).docx" in {path.name for path in write_letters(context, inbox, tmp_path)}
