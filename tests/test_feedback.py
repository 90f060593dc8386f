"""What a unit gets back: its own workbook, marked and without what does anything by itself, a list of what is wrong, and a letter."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook
from shipped import RULES
from warehouse_case import Sent, filled, subject

from tdnreport.base.home import find_home
from tdnreport.feedback import collect
from tdnreport.feedback.letter import NOTHING_FOUND, letter_text, write_feedback
from tdnreport.feedback.model import FeedbackContext, FeedbackFile, FeedbackSheet, UnitFeedback
from tdnreport.ingest.read_file import read_file
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.report import assemble
from tdnreport.report.model import Finding, Report

RED, AMBER = "00FF9C9C", "00FFD966"
OCCASION = FeedbackContext(
    "Kế hoạch thông tin đối ngoại năm 2024",
    "Năm 2024",
    "Sở Thông tin và Truyền thông",
    RULES,
    date(2024, 11, 20),
    date(2024, 11, 25),
)
WRONG = Finding(
    "SDL.xlsx",
    "Biểu 01",
    7,
    "allocated_vnd",
    "amount_not_a_number",
    "row",
    "theo thực tế",
    "Ô E7: “theo thực tế” không phải là số tiền.",
    "Ghi số đồng.",
    "tth.sdl",
    "E7",
)
DOUBTFUL = replace(WRONG, cell="C6", row_no=6, severity="warning", message="Ô C6: thiếu minh chứng.", value=None)


def sent(folder: Path, name: str = "SDL.xlsx") -> Workbook:
    """A department's workbook with what must not be lost: formula, merge, hidden sheet, colours, comment, text "=1+1"."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Biểu 01"
    sheet.append(["SỞ DU LỊCH"])
    sheet.append(["BÁO CÁO NĂM 2024"])
    sheet.merge_cells("A2:F2")
    for row in (
        [],
        ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)", "Dự toán (đồng)", "Kết quả"],
        ["4", "Tuyên truyền, quảng bá hình ảnh"],
        ["4.1", "Quảng bá hình ảnh của tỉnh", "Hoàn thành", 100, 250_000_000, "12 tin, bài"],
        ["5", "Tuyên truyền biển, đảo", "Đang thực hiện", 50, "theo thực tế", "01 bài"],
        [None, "Tổng cộng", None, None, "=SUM(E6:E7)"],
    ):
        sheet.append(row)
    sheet["F7"].value, sheet["F7"].data_type = "=1+1", "s"
    sheet["B6"].font, sheet["B6"].fill = Font(bold=True), PatternFill("solid", fgColor="00DDEEFF")
    sheet["E7"].comment = Comment("chờ quyết định", "Phòng Kế toán")
    book.create_sheet("CSDL").sheet_state = "hidden"
    book.save(folder / name)
    return book


def unit(folder: Path, *findings: Finding, **changes: object) -> UnitFeedback:
    file = FeedbackFile(folder / "SDL.xlsx", "SDL.xlsx", "xlsx", "accepted", date(2024, 11, 12))
    return UnitFeedback("tth.sdl", "Sở Du lịch", (replace(file, **changes),), findings)


def returned(one: UnitFeedback, folder: Path) -> Workbook:
    write_feedback([one], OCCASION, folder / "phan-hoi")
    return openpyxl.load_workbook(folder / "phan-hoi" / f"{one.unit_id}.xlsx")


def texts(book: Workbook) -> list[str]:
    return [str(cell.value) for row in book["Phản hồi"].iter_rows() for cell in row if cell.value is not None]


def test_wrong_cells_are_red_and_doubtful_ones_amber(tmp_path):
    sent(tmp_path)
    sheet = returned(unit(tmp_path, WRONG, DOUBTFUL), tmp_path)["Biểu 01"]
    assert {name: sheet[name].fill.fgColor.rgb for name in ("E7", "C6")} == {"E7": RED, "C6": AMBER}
    assert sheet["D7"].fill.fill_type is None


def test_a_cell_with_several_remarks_takes_the_colour_of_the_gravest(tmp_path):
    sent(tmp_path)
    sheet = returned(unit(tmp_path, replace(DOUBTFUL, cell="E7"), WRONG), tmp_path)["Biểu 01"]
    assert sheet["E7"].fill.fgColor.rgb == RED
    assert DOUBTFUL.message in sheet["E7"].comment.text
    assert WRONG.message in sheet["E7"].comment.text


def test_the_comment_says_what_is_wrong_and_what_to_write_below_the_senders_own(tmp_path):
    sent(tmp_path)
    comment = returned(unit(tmp_path, WRONG), tmp_path)["Biểu 01"]["E7"].comment.text
    assert comment == f"chờ quyết định\n\n{WRONG.message}\nCần ghi: {WRONG.action}"


def test_everything_else_stays_as_it_was_sent(tmp_path):
    before = sent(tmp_path)["Biểu 01"]
    book = returned(unit(tmp_path, WRONG), tmp_path)
    after = book["Biểu 01"]
    assert [[cell.value for cell in row] for row in after.iter_rows()] == [
        [cell.value for cell in row] for row in before.iter_rows()
    ]
    assert after["F7"].data_type == "s"
    assert after["B6"].font.bold
    assert after["B6"].fill.fgColor.rgb == "00DDEEFF"
    assert [str(one) for one in after.merged_cells.ranges] == ["A2:F2"]
    assert book["CSDL"].sheet_state == "hidden"


def test_our_own_reader_reads_the_returned_workbook_as_it_read_the_first(tmp_path):
    sent(tmp_path)
    returned(unit(tmp_path, WRONG), tmp_path)
    words = LayoutWords.load(find_home().reference)
    first, second = (
        read_file(path, path.name, words) for path in (tmp_path / "SDL.xlsx", tmp_path / "phan-hoi" / "tth.sdl.xlsx")
    )
    [before], [after] = ([one for one in read.sheets if one.tables] for read in (first, second))
    assert after.sheet.name == before.sheet.name
    assert [table.roles for table in after.tables] == [table.roles for table in before.tables]
    assert after.sheet.lines[:-1] == before.sheet.lines[:-1]


def test_the_list_comes_first_and_links_to_each_cell(tmp_path):
    sent(tmp_path)
    book = returned(unit(tmp_path, DOUBTFUL, WRONG), tmp_path)
    sheet = book.worksheets[0]
    assert (sheet.title, book.active.title) == ("Phản hồi", "Phản hồi")
    links = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'Biểu 01'!E7", "'Biểu 01'!C6"]
    assert {WRONG.message, WRONG.action, "theo thực tế", "Cần sửa: dòng chưa được tính"} <= set(texts(book))


def test_only_one_sheet_is_selected_so_that_typing_changes_one_sheet(tmp_path):
    sent(tmp_path)
    book = returned(unit(tmp_path, WRONG), tmp_path)
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Phản hồi"]


def test_a_remark_on_a_row_marks_its_first_filled_cell(tmp_path):
    sent(tmp_path)
    sheet = returned(unit(tmp_path, replace(WRONG, cell=None, row_no=8)), tmp_path)["Biểu 01"]
    assert sheet["B8"].fill.fgColor.rgb == RED


def test_a_remark_inside_a_merged_range_marks_its_corner(tmp_path):
    sent(tmp_path)
    sheet = returned(unit(tmp_path, replace(WRONG, cell="C2", row_no=2)), tmp_path)["Biểu 01"]
    assert sheet["A2"].fill.fgColor.rgb == RED


def test_a_unit_with_nothing_wrong_is_told_so_in_one_line(tmp_path):
    sent(tmp_path)
    book = returned(unit(tmp_path), tmp_path)
    assert NOTHING_FOUND in texts(book)
    assert "Sai gì" not in texts(book)
    assert NOTHING_FOUND in letter_text(unit(tmp_path), OCCASION)


def test_a_mended_workbook_that_comes_back_loses_the_old_marks(tmp_path):
    sent(tmp_path)
    write_feedback([unit(tmp_path, WRONG)], OCCASION, tmp_path)
    again = unit(tmp_path, DOUBTFUL, path=tmp_path / "tth.sdl.xlsx")
    book = returned(again, tmp_path)
    assert book.sheetnames == ["Phản hồi", "Biểu 01", "CSDL"]
    assert book["Biểu 01"]["E7"].fill.fill_type is None
    assert book["Biểu 01"]["C6"].fill.fgColor.rgb == AMBER


def lively(path: Path) -> None:
    """A workbook with every kind of content that does something by itself, as far as it can be written."""
    picture = io.BytesIO(
        base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
    )
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Biểu 01")
        sheet.write_row(0, 0, ["STT", "Nhiệm vụ", "Dự toán"])
        sheet.write_number(1, 2, 250_000_000, book.add_format({"num_format": "#,##0", "bold": True}))
        formulas = [
            "=SUM(C2)",
            "=cmd|'/c calc'!A0",
            '=WEBSERVICE("http://a.vn")',
            "='\\\\a.vn\\x\\[b.xlsx]S'!A1",
            "=Ten",
            "{=SUM(C2:C2)}",
        ]
        for row, formula in enumerate(formulas, 2):
            sheet.write_formula(row, 2, formula, value=7)
        sheet.write_url(9, 0, "http://a.vn", string="xem")
        sheet.write_url(10, 0, "external:\\\\a.vn\\x.xlsx", string="xem")
        sheet.write_string(11, 0, "=1+1")
        sheet.data_validation(1, 1, 5, 1, {"validate": "list", "source": "=Ten"})
        sheet.conditional_format(
            1, 2, 5, 2, {"type": "formula", "criteria": "=Ten>1", "format": book.add_format({"bold": True})}
        )
        sheet.insert_image(12, 0, "a.png", {"image_data": picture, "url": "http://a.vn"})
        sheet.insert_button(14, 0, {"macro": "Mo"})
        sheet.insert_textbox(16, 0, "chữ", {"textlink": "=Biểu!$A$1"})
        sheet.set_header("&L&G", {"image_left": "a.png", "image_data_left": picture})
        sheet.set_background(io.BytesIO(picture.getvalue()))
        sheet.add_table(20, 0, 22, 1, {"columns": [{"header": "A"}, {"header": "B", "formula": "=1+1"}]})
        sheet.add_sparkline(23, 0, {"range": "'Biểu 01'!C2:C6"})
        sheet.print_area(0, 0, 9, 3)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, 5, 2)
        sheet.protect("mật khẩu")
        book.define_name("Ten", "='[b.xlsx]S'!$A$1")
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "='Biểu 01'!$C$2:$C$6"})
        sheet.insert_chart(25, 0, chart)
        second = book.add_chart({"type": "line"})
        second.add_series({"values": "='Biểu 01'!$C$2:$C$6"})
        book.add_chartsheet("Biểu đồ").set_chart(second)
        book.set_custom_property("Người", "ai đó")


RETURNED_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|xl/(?:workbook|styles|sharedStrings)\.xml|xl/theme/theme1\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/sheet\d\.xml|xl/worksheets/_rels/sheet\d\.xml\.rels"
    r"|xl/comments/comment\d\.xml|xl/drawings/commentsDrawing\d\.vml"
)
LIVE = re.compile(
    r'<f[ >]|<definedName (?!name="_xlnm.Print_Titles" localSheetId="0")|<dataValidation |'
    r"<conditionalFormatting|TargetMode=.External.|externalReference|a\.vn|<sheetProtection"
    r"|<drawing |<picture |<legacyDrawingHF|<controls|<tablePart |<headerFooter|sparkline|<oleObject|<autoFilter"
)


def test_nothing_that_does_something_by_itself_comes_back(tmp_path):
    lively(tmp_path / "SDL.xlsx")
    sheet = returned(unit(tmp_path, replace(WRONG, cell="C2", row_no=2)), tmp_path)["Biểu 01"]
    assert (sheet["C2"].value, sheet["C2"].number_format, sheet["C2"].font.bold) == (250_000_000, "#,##0", True)
    assert [sheet.cell(row, 3).value for row in range(3, 9)] == [7] * 6
    assert (sheet["A12"].value, sheet["A12"].data_type, sheet["A12"].quotePrefix) == ("=1+1", "s", True)
    with zipfile.ZipFile(tmp_path / "phan-hoi" / "tth.sdl.xlsx") as archive:
        assert [name for name in archive.namelist() if not RETURNED_PARTS.fullmatch(name)] == []
        sheets = {name: archive.read(name).decode() for name in archive.namelist() if "sheet1" not in name}
    assert {name: LIVE.findall(text) for name, text in sheets.items() if LIVE.search(text)} == {}


def test_a_formula_that_nobody_calculated_comes_back_as_its_text(tmp_path):
    book = sent(tmp_path)
    book["Biểu 01"]["D6"] = "=cmd|'/c calc'!A0"
    book.save(tmp_path / "SDL.xlsx")
    sheet = returned(unit(tmp_path, WRONG), tmp_path)["Biểu 01"]
    assert [(sheet[name].value, sheet[name].data_type, sheet[name].quotePrefix) for name in ("D6", "E8")] == [
        ("=cmd|'/c calc'!A0", "s", True),
        ("=SUM(E6:E7)", "s", True),
    ]


@pytest.mark.parametrize("state", ["refused", "accepted"])
def test_of_a_workbook_that_cannot_be_opened_the_list_alone_comes_back(tmp_path, state):
    (tmp_path / "SDL.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    finding = replace(WRONG, sheet=None, cell=None, row_no=None, severity="file", message="Tệp hỏng.")
    book = returned(unit(tmp_path, finding, state=state), tmp_path)
    assert book.sheetnames == ["Phản hồi"]
    assert "Tệp hỏng." in texts(book)


def test_a_csv_comes_back_as_a_workbook_of_its_lines_with_the_cell_marked(tmp_path):
    lines = ((1, ("SỞ DU LỊCH",), "s"), (4, ("STT", "Nhiệm vụ", "Dự toán"), "sss"), (7, ("5", "=1+1", "2.5"), "ssn"))
    changes = {"format": "csv", "file": "SDL.csv", "sheets": (FeedbackSheet("So/Du [lich]", lines),)}
    finding = replace(WRONG, file="SDL.csv", sheet="So/Du [lich]", cell="C7")
    book = returned(unit(tmp_path, finding, **changes), tmp_path)
    sheet = book["So_Du _lich_"]
    assert (sheet["A1"].value, sheet["B7"].value, sheet["C7"].value) == ("SỞ DU LỊCH", "=1+1", 2.5)
    assert (sheet["B7"].data_type, sheet["B7"].quotePrefix, sheet["C7"].fill.fgColor.rgb) == ("s", True, RED)


def test_macros_stay_behind_and_the_list_says_so(tmp_path):
    sent(tmp_path)
    book = returned(unit(tmp_path, WRONG, format="xlsm"), tmp_path)
    assert any("không kèm macro" in text for text in texts(book))


def test_remarks_on_a_file_that_a_later_one_replaced_are_passed_over(tmp_path):
    sent(tmp_path)
    one = unit(tmp_path, WRONG, replace(WRONG, file="cu.xlsx", message="Đã cũ."))
    old = replace(one.files[0], file="cu.xlsx", state="superseded")
    book = returned(replace(one, files=(old, *one.files)), tmp_path)
    assert "Đã cũ." not in texts(book)


def test_hostile_text_stays_text_in_list_and_comment(tmp_path):
    sent(tmp_path)
    hostile = "=cmd|'/c calc'!A0\x00\x0b"
    book = returned(unit(tmp_path, replace(WRONG, value=hostile, message=hostile, action=hostile)), tmp_path)
    cells = [cell for row in book["Phản hồi"].iter_rows() for cell in row if str(cell.value).startswith("=cmd")]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 3


def test_the_letter_counts_lists_and_asks_for_a_day(tmp_path):
    text = letter_text(unit(tmp_path, WRONG, DOUBTFUL), OCCASION)
    assert "có 01 nội dung cần sửa" in text
    assert "01 nội dung đề nghị xem lại" in text
    assert "1. Trang “Biểu 01”: Ô E7: “theo thực tế” không phải là số tiền.\n   Đề nghị: Ghi số đồng." in text
    assert "gửi lại chậm nhất ngày 25/11/2024" in text
    assert text.startswith("Kính gửi: Sở Du lịch\n")


def test_a_long_letter_points_to_the_list_for_the_rest(tmp_path):
    many = [replace(WRONG, cell=f"E{row}", row_no=row) for row in range(7, 57)]
    assert "(Còn 35 nội dung khác" in letter_text(unit(tmp_path, *many), OCCASION)


def test_the_letter_opens_right_in_notepad(tmp_path):
    sent(tmp_path)
    write_feedback([unit(tmp_path, WRONG)], OCCASION, tmp_path)
    raw = (tmp_path / "tth.sdl.txt").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_same_files_give_the_same_bytes(tmp_path):
    sent(tmp_path)
    first, second = (
        [path.read_bytes() for path in write_feedback([unit(tmp_path, WRONG, DOUBTFUL)], OCCASION, tmp_path / name)]
        for name in ("a", "b")
    )
    assert first == second


def report(con: duckdb.DuckDBPyConnection) -> Report:
    of = subject()
    return assemble.assemble_report(con, assemble.ReportContext(of.home, of.plan, of.period, None, is_sample=False))


@pytest.mark.parametrize(("as_of", "by"), [(date(2024, 11, 12), date(2024, 11, 14)), (date(2024, 11, 20), None)])
def test_a_corrected_file_is_due_with_the_report_while_that_day_is_to_come(as_of, by):
    con = filled()
    assert collect.feedback_context(con, replace(report(con), as_of=as_of), RULES).resend_by == by


def test_without_a_day_to_send_again_by_the_letter_and_the_list_leave_a_blank_for_it(tmp_path):
    sent(tmp_path).save(tmp_path / "SDL.xlsx")
    occasion = replace(OCCASION, resend_by=None)
    unit = UnitFeedback(
        "tth.sdl", "Sở Du lịch", (FeedbackFile(tmp_path / "SDL.xlsx", "SDL.xlsx", "xlsx", "accepted"),), (WRONG,)
    )
    book, text = write_feedback([unit], occasion, tmp_path / "phan-hoi")
    listed = {cell.value for row in openpyxl.load_workbook(book)["Phản hồi"] for cell in row}
    assert "gửi lại chậm nhất ngày …/…/…… để số liệu" in text.read_text(encoding="utf-8-sig")
    assert "Đề nghị gửi lại chậm nhất ngày …/…/……." in listed


def test_the_letter_addresses_the_unit_by_its_full_name(tmp_path):
    con = filled(Sent([["1", "", "Hoàn thành", "100", "", "", "x", ""]], unit_id="tth.h.aluoi", file="a.csv"))
    [unit] = collect.collect_feedback(con, tmp_path, report(con))
    assert unit.unit_name == "UBND huyện A Lưới"


def test_a_record_of_a_correction_that_no_longer_fits_is_no_business_of_the_sender(tmp_path):
    con = filled(Sent([["1", "", "Hoàn thành", "100", "", "", "x", ""]], unit_id="tth.sdl", file="SDL.csv"))
    offices = replace(WRONG, file="SDL.csv", rule_id="correction_mismatch", severity="warning")
    [unit] = collect.collect_feedback(
        con, tmp_path, replace(report(con), findings=(replace(WRONG, file="SDL.csv"), offices))
    )
    assert [one.rule_id for one in unit.findings] == ["amount_not_a_number"]
