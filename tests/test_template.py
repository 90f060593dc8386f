"""The form of each unit: its own tasks, inputs that are checked, and a filled form read back as it was filled."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from shipped import WORDS

from tdnreport.app.check import check_files
from tdnreport.base.home import Home, find_home
from tdnreport.feedback.form import FORM, FORM_VERSION, write_templates
from tdnreport.feedback.form_columns import STATUSES
from tdnreport.history import earlier
from tdnreport.history.earlier import Earlier
from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.inbox import inbox_of_file, list_inbox
from tdnreport.ingest.read_file import read_file
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.plans import DataError, Plan, Reference, expected_units, ref_tables
from tdnreport.plans.context import RunContext, load_context
from tdnreport.warehouse import pipeline as the_line

UNIT = "tth.stttt"
FILLED = {
    "Trạng thái": "Hoàn thành",
    "Tỷ lệ hoàn thành (%)": 100,
    "Ước cả năm (%)": 100,
    "Dự toán giao (đồng)": 250_000_000,
    "Đã giải ngân (đồng)": 120_500_000,
    "Ước giải ngân cả năm (đồng)": 249_999_999,
    "Nguồn kinh phí": "Ngân sách tỉnh",
    "Kết quả/ sản phẩm": "Đăng 120 tin, bài; 02 phóng sự",
    "Minh chứng": "Báo cáo số 15/BC-STTTT",
    "Ngày hoàn thành": date(2024, 10, 31),
    "Nguyên nhân, khó khăn": "Thiếu kinh phí",
    "Kiến nghị": "Đề nghị UBND tỉnh bố trí kinh phí",
    "Ghi chú": "Không",
}
FIELDS = ("status", "pct", "estimated_pct", "allocated", "disbursed", "estimated", "fund_source", "result", "evidence")


@pytest.fixture(scope="module")
def context() -> RunContext:
    return load_context(find_home(), "tth-2024", "2024")


@pytest.fixture(scope="module")
def plan_of(context: RunContext) -> tuple[Plan, Reference]:
    return context.plan, context.reference


@pytest.fixture(scope="module")
def folder(context: RunContext, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("templates")
    write_templates(context, target)
    return target


@pytest.fixture
def book(folder: Path) -> Workbook:
    return openpyxl.load_workbook(folder / f"{UNIT}.xlsx")


def header(sheet: Worksheet) -> dict[str, int]:
    """Label → column, and the header's row under ""."""
    [row] = [cell.row for cell in sheet["A"] if cell.value == "STT"]
    return {cell.value: cell.column for cell in sheet[row]} | {"": row}


def rows_of(sheet: Worksheet) -> list[int]:
    """The rows that already name a task or indicator with something to fill in."""
    at = header(sheet)
    given = at.get("Vai trò") or at["Mã"]
    return [
        row for row in range(at[""] + 1, sheet.max_row + 1) if sheet.cell(row, 1).value and sheet.cell(row, given).value
    ]


def read(book: Workbook, path: Path) -> FileRead:
    book.save(path)
    return read_file(path, path.name, LayoutWords.load(find_home().reference))


def test_every_expected_unit_gets_a_form(plan_of, folder):
    plan, reference = plan_of
    owed = {f"{unit.unit_id}.xlsx" for unit in expected_units(reference, plan.find_period("2024"))}
    assert {path.name for path in folder.iterdir()} == owed


def test_the_form_names_the_units_own_tasks_with_its_part_in_them(plan_of, book):
    plan, reference = plan_of
    owned = ref_tables(reference, plan, plan.find_period("2024"))["task_units"].rows(named=True)
    words = {"lead": "Chủ trì", "coordinate": "Phối hợp"}
    sheet, at = book["Biểu 01"], header(book["Biểu 01"])
    shown = {sheet.cell(row, 1).value: sheet.cell(row, at["Vai trò"]).value for row in rows_of(sheet)}
    assert shown == {one["task_code"]: words[one["role"]] for one in owned if one["unit_id"] == UNIT}


def test_headings_of_the_plan_stand_above_their_tasks(book):
    codes = [cell.value for cell in book["Biểu 01"]["A"]]
    assert codes.index("4") == codes.index("4.1") - 1


def test_inputs_are_open_and_everything_else_is_protected_without_a_password(book):
    for name in ("Biểu 01", "Biểu 02"):
        sheet, at = book[name], header(book[name])
        row = rows_of(sheet)[0]
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert all(sheet.cell(row, at[label]).protection.locked for label in list(at)[:3])
        assert not sheet.cell(row, at["Ghi chú"]).protection.locked
    assert book["Hướng dẫn"].protection.sheet


def test_choices_and_limits_are_checked_by_excel_in_vietnamese(book):
    rules = {
        book["Biểu 01"].cell(header(book["Biểu 01"])[""], next(iter(rule.sqref.ranges)).min_col).value: rule
        for rule in book["Biểu 01"].data_validations.dataValidation
    }
    assert rules["Trạng thái"].formula1 == f'"{",".join(STATUSES)}"'
    assert (rules["Tỷ lệ hoàn thành (%)"].formula1, rules["Tỷ lệ hoàn thành (%)"].formula2) == ("0", "100")
    assert rules["Ngày hoàn thành"].type == "date"
    assert rules["Nguồn kinh phí"].type == "list"
    assert all(rule.error for rule in rules.values())


def test_lists_of_the_hidden_sheet_are_those_the_checks_point_to(plan_of, book):
    def listed(sheet: str, label: str) -> list[str]:
        at = header(book[sheet])[label]
        [rule] = [
            one for one in book[sheet].data_validations.dataValidation if next(iter(one.sqref.ranges)).min_col == at
        ]
        area = rule.formula1.partition("!")[2].replace("$", "")
        return [cell.value for (cell,) in book[FORM][area]]

    plan, _ = plan_of
    assert set(listed("Biểu 01", "Nguồn kinh phí")) == set(WORDS.fund_source_names.values())
    assert listed("Biểu 01", "Nhiệm vụ") == [task.title for task in plan.leaf_tasks]
    assert listed("Biểu 02", "Chỉ tiêu") == [indicator.name for indicator in plan.indicators]


def test_the_form_knows_whose_it_is_even_when_renamed(book, tmp_path):
    assert book[FORM].sheet_state == "veryHidden"
    assert read(book, tmp_path / "x.xlsx").form == {
        "plan_id": "tth-2024",
        "period_id": "2024",
        "unit_id": UNIT,
        "form_version": FORM_VERSION,
    }


def test_filled_tasks_read_back_exactly(book, tmp_path):
    sheet, at = book["Biểu 01"], header(book["Biểu 01"])
    filled = rows_of(sheet)
    for row in filled:
        for label, value in FILLED.items():
            sheet.cell(row, at[label]).value = value
    done = read(book, tmp_path / "filled.xlsx")
    [table] = [one for sheet_read in done.sheets if sheet_read.sheet.name == "Biểu 01" for one in sheet_read.tables]
    [lines] = [{line.row_no: line for line in one.sheet.lines} for one in done.sheets if one.sheet.name == "Biểu 01"]
    expected = [str(value) for label, value in FILLED.items()]
    assert done.findings == ()
    assert table.data_rows() == filled
    assert set(table.scales.values()) == {1}
    for row in filled:
        assert [
            lines[row].cells[table.fields[name] - 1] for name in (*FIELDS, "completed_on", "cause", "proposal", "note")
        ] == expected


def test_filled_indicators_read_back_exactly(plan_of, book, tmp_path):
    plan, _ = plan_of
    sheet, at = book["Biểu 02"], header(book["Biểu 02"])
    given = rows_of(sheet)
    chosen = next(row for row in range(given[-1] + 1, sheet.max_row) if sheet.cell(row, 3).value is None)
    sheet.cell(chosen, at["Chỉ tiêu"]).value = plan.indicators[3].name
    for row in (*given, chosen):
        sheet.cell(row, at["Thực hiện trong kỳ"]).value = row
        sheet.cell(row, at["Lũy kế từ đầu năm"]).value = row + 0.5
    done = read(book, tmp_path / "filled.xlsx")
    [one] = [one for one in done.sheets if one.sheet.name == "Biểu 02"]
    [table] = one.tables
    assert table.kind == "indicators"
    assert table.data_rows() == [*given, chosen]
    for line in one.sheet.lines:
        if line.row_no in table.data_rows():
            texts = [line.cells[table.fields[name] - 1] for name in ("indicator", "value", "cumulative")]
            assert texts == [sheet.cell(line.row_no, 3).value, str(line.row_no), f"{line.row_no}.5"]


def test_spare_rows_left_empty_are_no_data(book, tmp_path):
    done = read(book, tmp_path / "empty.xlsx")
    [table] = [one for sheet in done.sheets if sheet.sheet.name == "Biểu 01" for one in sheet.tables]
    assert [row for row, role in table.roles.items() if role == "unfilled"] == rows_of(book["Biểu 01"])
    assert table.data_rows() == []


def test_a_form_half_filled_is_asked_once_a_sheet_for_what_was_left_blank_and_nothing_is_rejected(book, tmp_path):
    subject = load_context(find_home(), "tth-2024", "2024")
    tasks, at = book["Biểu 01"], header(book["Biểu 01"])
    for row in rows_of(tasks)[::2]:
        for label, value in FILLED.items():
            tasks.cell(row, at[label]).value = value
    counts, columns = book["Biểu 02"], header(book["Biểu 02"])
    for row in rows_of(counts)[::2]:
        counts.cell(row, columns["Thực hiện trong kỳ"]).value = 1
        counts.cell(row, columns["Lũy kế từ đầu năm"]).value = 1
    book.save(tmp_path / "half.xlsx")
    [file] = check_files(subject, [tmp_path / "half.xlsx"])
    blank = [(one.sheet, one.value) for one in file.remarks if one.rule_id == "left_blank"]
    assert (file.to_mend, file.rows_rejected) == (0, 0)
    assert file.rows_read == len(rows_of(tasks)[::2]) + len(rows_of(counts)[::2])
    assert blank == [("Biểu 01", str(len(rows_of(tasks)[1::2]))), ("Biểu 02", str(len(rows_of(counts)[1::2])))]
    assert "missing_required" not in {one.rule_id for one in file.remarks}


def test_a_form_sent_back_untouched_says_that_nothing_stands_in_it(folder):
    [file] = check_files(load_context(find_home(), "tth-2024", "2024"), [folder / f"{UNIT}.xlsx"])
    assert {one.rule_id for one in file.remarks} == {"no_table_found"}
    assert "chưa có dòng số liệu nào" in file.remarks[0].message


def test_the_guide_says_where_and_until_when_to_send(book):
    text = " ".join(str(cell.value) for cell in book["Hướng dẫn"]["B"])
    assert "Sở Thông tin và Truyền thông trước ngày 15/11/2024" in text
    assert "{" not in text


def test_the_guide_names_what_else_the_plan_asks_of_exactly_this_unit(folder):
    """D2 of the plan is asked of Sở Thông tin và Truyền thông alone; D1 of every unit that was given work."""

    def asked(unit_id):
        guide = openpyxl.load_workbook(folder / f"{unit_id}.xlsx")["Hướng dẫn"]
        return [cell.value for cell in guide["B"] if str(cell.value).startswith("Ngoài báo cáo này")]

    at_once = (
        "Ngoài báo cáo này, Kế hoạch còn giao đơn vị: báo cáo đột xuất hoạt động thông tin đối ngoại "
        "(đột xuất khi có yêu cầu); gửi Sở Thông tin và Truyền thông."
    )
    assert at_once in asked("tth.h.aluoi")
    together = "Tổng hợp việc thực hiện Kế hoạch".casefold()
    assert [together in line.casefold() for line in asked("tth.stttt")].count(True) == 1
    assert not any(together in line.casefold() for line in asked("tth.h.aluoi"))


def test_sheets_print_on_a4_with_the_header_on_each_page(book):
    for name in ("Biểu 01", "Biểu 02"):
        setup = book[name].page_setup
        assert (setup.paperSize, setup.orientation, setup.fitToHeight) == (9, "landscape", 0)
        assert book[name].print_title_rows


def test_same_plan_gives_the_same_bytes(context, folder, tmp_path):
    again = write_templates(context, tmp_path)
    assert {path.name: path.read_bytes() for path in again} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


MIDYEAR_UNIT = "qt.svhttdl"
SAID = "So sánh: số đã báo cáo (6 tháng đầu năm 2024)"


@pytest.fixture(scope="module")
def midyear(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's out folder with the warehouse of qt-2024, first half of the year."""
    root = tmp_path_factory.mktemp("project")
    path = Home(root).warehouse_file("qt-2024", "2024-h1")
    with the_line.build_warehouse(
        load_context(find_home(), "qt-2024", "2024-h1"),
        list_inbox(find_home().sample_inbox("qt-2024", "2024-h1")),
        path,
    ):
        return root


@pytest.fixture(scope="module")
def yearend(midyear: Path) -> tuple[Path, Earlier]:
    context = load_context(find_home(), "qt-2024", "2024")
    said = earlier.find_earlier(Home(midyear), context.plan, context.period, context.words)
    assert said
    write_templates(context, midyear / "forms", said)
    return midyear / "forms" / f"{MIDYEAR_UNIT}.xlsx", said


def test_what_the_unit_reported_earlier_in_the_year_stands_grey_and_locked_beside_its_inputs(yearend):
    path, said = yearend
    book = openpyxl.load_workbook(path)
    for name, key, told in (("Biểu 01", 1, said.tasks), ("Biểu 02", 2, said.indicators)):
        sheet, at = book[name], header(book[name])
        shown = {sheet.cell(row, key).value: sheet.cell(row, at[SAID]) for row in rows_of(sheet)}
        texts = {code: cell.value for code, cell in shown.items() if cell.value}
        assert texts == {code: told[MIDYEAR_UNIT, code] for code in shown if (MIDYEAR_UNIT, code) in told}
        assert texts
        assert all(cell.protection.locked and cell.fill.fgColor.rgb == "FFF2F2F2" for cell in shown.values())
    assert said.tasks[MIDYEAR_UNIT, "5.2"] == (
        "Đang thực hiện, 55,0%. 07 sự kiện văn hóa, thể thao\n"
        "Trong dự toán được giao: dự toán giao 180.000.000 đồng, đã giải ngân 96.500.000 đồng"
    )
    assert said.indicators[MIDYEAR_UNIT, "culture_events"] == "Trong kỳ 7; lũy kế 7"


def test_earlier_figures_are_never_read_as_those_of_the_period(yearend, tmp_path):
    """The form goes through the whole line: filled it holds what was typed, empty it holds nothing."""
    path, _ = yearend
    subject, book = load_context(find_home(), "qt-2024", "2024"), openpyxl.load_workbook(path)
    sheet, at = book["Biểu 01"], header(book["Biểu 01"])
    for row in rows_of(sheet):
        for label, value in FILLED.items():
            sheet.cell(row, at[label]).value = value
    counts, columns = book["Biểu 02"], header(book["Biểu 02"])
    for row in rows_of(counts):
        counts.cell(row, columns["Thực hiện trong kỳ"]).value = row
        counts.cell(row, columns["Lũy kế từ đầu năm"]).value = row + 1
    book.save(tmp_path / "filled.xlsx")
    with the_line.build_in_memory(subject, inbox_of_file(tmp_path / "filled.xlsx")) as con:
        codes = {sheet.cell(row, 1).value for row in rows_of(sheet)}
        progress = con.execute("select task_code, status, completion_pct from marts.progress").fetchall()
        budget = con.execute("select distinct allocated_vnd, disbursed_vnd, estimated_vnd from marts.budget").fetchall()
        values = con.execute("select indicator_code, value, cumulative from marts.indicators").fetchall()
        unread = con.execute("select count(*) from raw.unread where name like 'So sánh%'").fetchall()
    assert sorted(progress) == [(code, "done", 100.0) for code in sorted(codes)]
    assert budget == [(250_000_000, 120_500_000, 249_999_999)]
    assert sorted(values) == sorted((counts.cell(row, 2).value, row, row + 1) for row in rows_of(counts))
    assert unread == [(0,)]
    with the_line.build_in_memory(subject, inbox_of_file(path)) as con:
        for table in ("progress", "budget", "indicators"):
            assert con.execute(f"select count(*) from marts.{table}").fetchall() == [(0,)]


def test_without_an_earlier_report_the_form_has_no_grey_column_of_it(plan_of, book, midyear):
    plan, _ = plan_of
    assert earlier.find_earlier(Home(midyear), plan, plan.find_period("2024"), WORDS) is None
    assert not [label for label in header(book["Biểu 01"]) if label.startswith("So sánh")]


def test_an_earlier_warehouse_that_cannot_be_read_is_a_sentence(plan_of, tmp_path):
    plan, _ = plan_of
    (tmp_path / "broken.duckdb").write_bytes(b"no database")
    with pytest.raises(DataError, match="Không đọc được kho số liệu"):
        earlier.read_earlier(plan.find_period("2024"), tmp_path / "broken.duckdb", WORDS)
