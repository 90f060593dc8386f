"""Cases 1-25, 73-75 of the field study: how a department's table is laid out → what is read of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cases import HEADER, TASK, column, read_bytes, read_pages, read_path, read_rows, roles, rules, tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbooks import Cell, Page, Value, ods, with_part, xls, xlsx

from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import list_inbox
from tdnreport.plans.rules import load_rules

Writer = Callable[..., Path]

FULL = ["4.2", TASK, "Hoàn thành", 100, 20000000, 18000000]


def test_case_01_the_header_is_found_below_a_title_block(tmp_path: Path) -> None:
    block = [["UBND TỈNH THỪA THIÊN HUẾ"], ["SỞ DU LỊCH"], [], [], ["PHỤ LỤC"], [], [], []]
    read = read_rows(tmp_path, *block, HEADER, FULL)
    assert tables(read)[0].header_rows == (9,)
    assert column(read, "title") == [TASK]


def test_case_02_a_two_row_header_with_merges_names_both_parts(tmp_path: Path) -> None:
    top = ["STT", "Nhiệm vụ", "Kinh phí (triệu đồng)", None, "Trạng thái"]
    read = read_rows(
        tmp_path,
        top,
        [None, None, "Dự toán", "Thực hiện", None],
        ["4.2", TASK, 20, 18, "Xong"],
        merges=("A1:A2", "B1:B2", "C1:D1", "E1:E2"),
    )
    table = tables(read)[0]
    assert (table.fields["allocated"], table.fields["disbursed"]) == (3, 4)
    assert table.scales == {"allocated": 10**6, "disbursed": 10**6}


def test_case_03_a_row_of_column_numbers_is_no_data(tmp_path: Path) -> None:
    read = read_rows(tmp_path, HEADER, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)=(4)/(5)"], FULL)
    assert roles(read) == ["header", "numbering", "data"]


def test_case_04_headers_have_synonyms(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        ["Stt.", "Nội dung công việc", "Cơ quan thực hiện", "KP (tr.đ)", "Tình trạng"],
        ["4.2", TASK, "Sở DL", 5, "HT"],
    )
    table = tables(read)[0]
    assert set(table.fields) == {"code", "title", "unit", "allocated", "status"}
    assert table.scales["allocated"] == 10**6


def test_case_05_a_header_may_be_broken_over_lines(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path, ["STT", "Nhiệm vụ", "Kinh phí\ndự kiến\n(Đồng)", "Trạng\nthái"], ["4.2", TASK, 5000000, "Xong"]
    )
    assert {"allocated": 3, "status": 4}.items() <= tables(read)[0].fields.items()


def test_case_06_the_unit_of_money_may_stand_above_the_table(tmp_path: Path) -> None:
    plain = ["STT", "Nhiệm vụ", "Trạng thái", "Dự toán giao"]
    read = read_rows(tmp_path, [None, None, None, "ĐVT: triệu đồng"], plain, ["4.2", TASK, "Xong", 20])
    assert tables(read)[0].scales == {"allocated": 10**6}


def test_case_07_merged_cells_lend_their_text_within_their_own_range(tmp_path: Path) -> None:
    head = ["STT", "Nhiệm vụ", "Trạng thái", "Kết quả"]
    rows = [["4.1", "Quảng bá", "Xong", "02 ấn phẩm"], ["4.2", TASK, "Xong", None], ["4.3", "Giao lưu", "Xong", None]]
    assert column(read_rows(tmp_path, head, *rows, merges=("D2:D3",)), "result") == ["02 ấn phẩm", "02 ấn phẩm", ""]


def test_case_08_the_tail_of_a_row_cut_by_a_page_is_joined(tmp_path: Path) -> None:
    head = ["STT", "Nhiệm vụ", "Trạng thái", "Kết quả"]
    read = read_rows(tmp_path, head, ["4.2", TASK, "Xong", "Trang thiết"], [None, None, None, "bị hiện đại"])
    assert column(read, "result") == ["Trang thiết bị hiện đại"]


def test_case_09_a_text_in_a_money_column_stays_there_to_be_asked_about(tmp_path: Path) -> None:
    read = read_rows(tmp_path, HEADER, ["6", "Công tác dự báo", "Xong", 100, "Báo cáo hằng tháng"])
    assert column(read, "allocated") == ["Báo cáo hằng tháng"]


def test_case_10_a_word_doubled_at_a_seam_is_read_once_and_kept_as_sent(tmp_path: Path) -> None:
    head = ["STT", "Nhiệm vụ", "Trạng thái", "Kết quả"]
    first = ["5", "Tuyên truyền", "Xong", "phóng sự tuyên truyền"]
    read = read_rows(tmp_path, head, first, [None, None, None, "truyền về Lào"])
    assert column(read, "result") == ["phóng sự tuyên truyền về Lào"]
    assert read.sheets[0].sheet.lines[2].cells[3] == "truyền về Lào"
    other = read_rows(tmp_path, head, first, [None, None, None, "về Lào"])
    assert column(other, "result") == ["phóng sự tuyên truyền về Lào"]


def test_case_11_headings_are_no_tasks(tmp_path: Path) -> None:
    read = read_rows(tmp_path, HEADER, ["II", "Nhiệm vụ khác"], ["4", "Tuyên truyền, quảng bá"], ["A."], FULL)
    assert roles(read) == ["header", "heading", "heading", "heading", "data"]


def test_case_12_totals_are_kept_apart(tmp_path: Path) -> None:
    sums = [[None, name, None, None, 20000000, 18000000] for name in ("Tổng cộng", "Cộng", "TỔNG (I+II)")]
    assert roles(read_rows(tmp_path, HEADER, FULL, *sums)) == ["header", "data", "total", "total", "total"]


def test_case_13_subtotals_stand_in_the_middle(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path, HEADER, FULL, [None, "Cộng mục I", None, None, 20000000], ["5", "Biển, đảo", "Xong", 100]
    )
    assert roles(read) == ["header", "data", "total", "data"]


def test_case_14_notes_below_are_no_data(tmp_path: Path) -> None:
    notes = [["Ghi chú: (*) số liệu ước"], ["* Kinh phí lồng ghép"]]
    assert roles(read_rows(tmp_path, HEADER, FULL, *notes)) == ["header", "data", "note", "note"]


def test_case_15_a_signature_block_ends_the_table(tmp_path: Path) -> None:
    end = [
        [None, None, None, None, "Huế, ngày 12 tháng 11 năm 2024"],
        [None, None, None, None, "KT. GIÁM ĐỐC"],
        ["Nơi nhận:"],
    ]
    assert roles(read_rows(tmp_path, HEADER, FULL, *end, ["5", "- Lưu: VT"])) == ["header", "data"]


def test_case_16_several_tables_stand_on_one_sheet(tmp_path: Path) -> None:
    left, right = (
        ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ"],
        ["STT", "Nội dung chi", "Dự toán (đồng)", "Giải ngân (đồng)"],
    )
    side = [[*left, None, *right], ["4.2", TASK, "Xong", "100%", None, "4.2", TASK, 20000000, 0]]
    stacked = [[], right, ["4.3", "Giao lưu", 5000000, 0]]
    assert [table.kind for table in tables(read_rows(tmp_path, *side, *stacked))] == ["progress", "budget", "budget"]


def test_case_17_sheets_are_chosen_by_content_and_the_rest_named(tmp_path: Path) -> None:
    read = read_pages(tmp_path, Page("mẫu", [["Hướng dẫn nhập"]]), Page("Sheet3", [HEADER, FULL]), Page("Kp", [["x"]]))
    assert [one.sheet.name for one in read.sheets if one.is_read] == ["Sheet3"]
    assert [one.name for one in read.not_read if one.what == "sheet"] == ["mẫu", "Kp"]


def test_case_18_hidden_sheets_and_rows_are_told(tmp_path: Path) -> None:
    pages = (Page("Biểu 01", [HEADER, FULL], hidden_rows={2}), Page("CSDL", [HEADER, FULL], hidden="very hidden"))
    read = read_pages(tmp_path, *pages)
    assert {"hidden_rows", "hidden_sheets"} <= rules(read)
    assert len(tables(read)) == 1


@pytest.mark.parametrize("write", [xlsx, xls, ods])
def test_case_18_hidden_columns_that_count_are_told(tmp_path: Path, write: Writer) -> None:
    page = Page("Biểu 01", [[*HEADER, None, "Ghi chú"], FULL], hidden_columns=[4, 6, 7, 9])
    read = read_path(write(tmp_path / "a.xlsx", page))
    found = [(one.rule_id, one.row_no, one.column_name) for one in read.findings]
    assert found == [("hidden_columns", 1, "pct"), ("hidden_columns", 1, "disbursed")]
    assert column(read, "pct") == ["100"]


NOTED = [*HEADER, "Ghi chú"]


def with_struck(*columns: int) -> list[Value | Cell]:
    return [Cell(value, is_struck=at in columns) for at, value in enumerate([*FULL, "Bỏ, không làm nữa"], 1)]


@pytest.mark.parametrize("write", [xlsx, xls, ods])
@pytest.mark.parametrize(
    "columns", [range(1, 8), range(2, 8), range(2, 7)], ids=["all", "not its number", "nor the note"]
)
def test_case_19_a_struck_row_is_withdrawn(tmp_path: Path, write: Writer, columns: range) -> None:
    page = Page("Biểu 01", [NOTED, with_struck(*columns), ["5", "Biển, đảo", "Xong", 100]])
    read = read_path(write(tmp_path / "a.xlsx", page))
    assert roles(read) == ["header", "struck", "data"]
    assert [(one.rule_id, one.row_no) for one in read.findings] == [("struck_rows", 2)]
    assert [(one.what, one.name) for one in read.not_read if one.what == "row"] == [("row", "2")]


@pytest.mark.parametrize("write", [xlsx, xls, ods])
@pytest.mark.parametrize("columns", [(2,), (4,), (1, 2, 3), (1,), (2, 3, 4, 6)])
def test_case_19_a_row_struck_in_part_counts_and_is_asked_about(
    tmp_path: Path, write: Writer, columns: tuple[int, ...]
) -> None:
    page = Page("Biểu 01", [NOTED, with_struck(*columns), ["5", "Biển, đảo", "Xong", 100]])
    read = read_path(write(tmp_path / "a.xlsx", page))
    assert roles(read) == ["header", "data", "data"]
    fields = ["code", "title", "status", "pct", "allocated", "disbursed"]
    found = [(one.rule_id, one.column_name, one.detail) for one in read.findings if one.row_no == 2]
    assert found == [("coloured_cells", fields[at - 1], "chữ gạch ngang") for at in columns]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(columns=st.sets(st.integers(1, 7)))
def test_case_19_what_is_struck_in_every_column_of_figures_and_words_is_withdrawn(
    tmp_path: Path, columns: set[int]
) -> None:
    read = read_rows(tmp_path, NOTED, with_struck(*columns), ["5", "Biển, đảo", "Xong", 100])
    is_withdrawn = columns >= {2, 3, 4, 5, 6}
    assert roles(read)[1] == ("struck" if is_withdrawn else "data")
    assert rules(read) == ({"struck_rows"} if is_withdrawn else {"coloured_cells"} if columns else set())


@pytest.mark.parametrize("write", [xlsx, xls, ods])
def test_case_19_of_a_cell_struck_in_part_the_rest_is_read_and_told(tmp_path: Path, write: Writer) -> None:
    struck = Cell("300.000.000", struck_part="250.000.000 ")
    page = Page("Biểu 01", [HEADER, ["4.2", TASK, Cell(" Xong", struck_part="Đang làm"), 100, struck, None]])
    read = read_path(write(tmp_path / "a.xlsx", page))
    assert (column(read, "allocated"), column(read, "status")) == (["300.000.000"], ["Xong"])
    assert [(one.rule_id, one.column_name, one.value, one.detail) for one in read.findings] == [
        ("coloured_cells", "status", "Đang làm Xong", "chữ gạch ngang một phần, được đọc là “Xong”"),
        (
            "coloured_cells",
            "allocated",
            "250.000.000 300.000.000",
            "chữ gạch ngang một phần, được đọc là “300.000.000”",
        ),
    ]
    assert [line.cells[4] for line in read.sheets[0].sheet.lines] == [HEADER[4], "250.000.000 300.000.000"]


def test_case_19_texts_that_lie_in_the_cells_or_need_the_slow_way_are_struck_in_part_too(tmp_path: Path) -> None:
    page = Page("A", [HEADER, ["4.2", TASK, "Xong", 100, Cell("300", struck_part="250 "), 5]])
    read = read_path(
        with_part(xlsx(tmp_path / "a.xlsx", page), "xl/worksheets/sheet1.xml", b"</row>", b"<!-- --></row>")
    )
    assert read.is_slow
    assert column(read, "allocated") == ["300"]
    run = b"<r><rPr><strike/></rPr><t>250 </t></r><r><t>300</t></r>"
    inline = b'<c r="F2" t="inlineStr"><is>' + run + b"</is></c>"
    shared = xlsx(tmp_path / "a.xlsx", page)
    read = read_path(with_part(shared, "xl/worksheets/sheet1.xml", b'<c r="F2"><v>5</v></c>', inline))
    assert column(read, "disbursed") == ["300"]


def test_case_19_a_cell_of_which_every_part_is_struck_is_struck(tmp_path: Path) -> None:
    row: list[Value | Cell] = ["4.2", Cell("", struck_part=TASK), Cell("", struck_part="Xong")]
    read = read_pages(tmp_path, Page("Biểu 01", [HEADER, row, ["5", "Biển, đảo", "Xong", 100]]))
    assert roles(read) == ["header", "struck", "data"]


def test_case_19_lines_struck_through_in_a_web_page_and_in_xml_are_withdrawn(tmp_path: Path) -> None:
    head = "<tr><th>STT<th>Nhiệm vụ<th>Trạng thái</tr>"
    rows = f"<tr><td>4.2<td><s>{TASK}</s><td><del>Xong</del></tr><tr><td>5<td>Biển, <s>đảo</s><td>Xong</tr>"
    page = f"<html><meta charset=utf-8><table>{head}{rows}</table></html>"
    read = read_bytes(tmp_path, page.encode(), "a.xls")
    assert roles(read) == ["header", "struck", "data"]
    assert column(read, "title") == ["Biển,"]
    excel = "urn:schemas-microsoft-com:office:spreadsheet"
    cells = [["STT", "Nhiệm vụ", "Trạng thái"], ["4.2", TASK, "Xong"], ["5", "Biển, đảo", "Xong"]]
    lines = "".join(
        "<Row>"
        + "".join(
            f'<Cell ss:StyleID="s{int(row == 1 and at > 0)}"><Data ss:Type="String">{text}</Data></Cell>'
            for at, text in enumerate(line)
        )
        + "</Row>"
        for row, line in enumerate(cells)
    )
    styles = '<Styles><Style ss:ID="s0"/><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style></Styles>'
    sheet = f'<Worksheet ss:Name="A"><Table>{lines}</Table></Worksheet>'
    book = f'<?xml version="1.0"?><Workbook xmlns="{excel}" xmlns:ss="{excel}">{styles}{sheet}</Workbook>'
    assert roles(read_bytes(tmp_path, book.encode(), "b.xls")) == ["header", "struck", "data"]


CONTROLS = {
    "<select><option>Chưa thực hiện<option selected>Hoàn thành</select>": "Hoàn thành",
    "<select><option>Hoàn thành<option>Chưa thực hiện</select>": "",
    '<input type=text value=" Đang làm ">': "Đang làm",
    "<input value='Đang làm'>": "Đang làm",
    '<input type=hidden value="17">Xong': "Xong",
    "<input type=radio checked>Xong<input type=radio>Đang làm": "☑Xong☐Đang làm",
    "<textarea>Đang làm</textarea>": "Đang làm",
}


@pytest.mark.parametrize("control", CONTROLS)
def test_case_24_a_saved_web_form_says_what_was_chosen_in_it(tmp_path: Path, control: str) -> None:
    head = "<tr><th>STT<th>Nhiệm vụ<th>Trạng thái<th>Tỷ lệ (%)</tr>"
    page = (
        f"<html><meta charset=utf-8><table>{head}<tr><td>4.2<td>{TASK}<td>{control}<td><input value=45></table></html>"
    )
    read = read_bytes(tmp_path, page.encode(), "a.xls")
    assert (column(read, "status"), column(read, "pct")) == ([CONTROLS[control]], ["45"])


@pytest.mark.parametrize("write", [xlsx, xls, ods])
@pytest.mark.parametrize(
    ("look", "said"), [({"colour": "red"}, "chữ đỏ"), ({"ground": "yellow"}, "nền vàng")], ids=["letters", "ground"]
)
def test_case_19_coloured_cells_are_asked_about_and_the_figure_counts(
    tmp_path: Path, write: Writer, look: dict[str, str], said: str
) -> None:
    set_apart = ["4.2", TASK, "Đang thực hiện", Cell(60, **look)]
    read = read_path(write(tmp_path / "a.xlsx", Page("Biểu 01", [HEADER, set_apart, ["5", "Biển, đảo", "Xong", 100]])))
    found = [(one.rule_id, one.row_no, one.column_name, one.value, one.detail) for one in read.findings]
    assert found == [("coloured_cells", 2, "pct", "60", said)]
    assert column(read, "pct") == ["60", "100"]


def test_case_19_a_colour_that_a_whole_column_has_sets_nothing_apart(tmp_path: Path) -> None:
    rows = [["4.2", TASK, "Xong", Cell(100, colour="red")], ["5", "Biển, đảo", "Xong", Cell(100, colour="red")]]
    assert rules(read_rows(tmp_path, HEADER, *rows)) == set()


def test_case_20_a_header_repeated_on_each_page_is_no_data(tmp_path: Path) -> None:
    assert roles(read_rows(tmp_path, HEADER, FULL, HEADER, ["5", "Biển, đảo", "Xong", 100])) == [
        "header",
        "data",
        "header",
        "data",
    ]


def test_case_21_lines_of_a_form_with_only_a_number_are_blank(tmp_path: Path) -> None:
    assert roles(read_rows(tmp_path, HEADER, FULL, [20], [21], [22])) == ["header", "data", "blank", "blank", "blank"]


def test_case_22_a_comment_of_a_cell_is_told(tmp_path: Path) -> None:
    row = [*FULL[:4], Cell(20000000, comment="trong đó 20tr chi Festival"), 0]
    found = [one for one in read_rows(tmp_path, HEADER, row).findings if one.rule_id == "cell_comment"]
    assert [(one.row_no, one.column_name) for one in found] == [(2, "allocated")]
    assert "Festival" in str(found[0].value)


def test_case_23_markup_in_html_cells_is_text(tmp_path: Path) -> None:
    page = f"<table><tr><td>STT<td>Nhiệm vụ<td>Trạng thái<tr><td>4.2<td><p>1. <i>{TASK}</i></p><td>Xong</table>"
    assert column(read_bytes(tmp_path, page.encode(), "a.html.xls"), "title") == [f"1. {TASK}"]


def test_case_24_html_or_csv_named_xls_is_read(tmp_path: Path) -> None:
    assert column(read_bytes(tmp_path, f"STT;Nhiệm vụ;Trạng thái\n4.2;{TASK};Xong\n".encode(), "a.xls"), "title") == [
        TASK
    ]
    cells = "".join(f"<td>{text}</td>" for text in ("4.2", TASK, "Xong"))
    page = f"<table><tr><th>STT</th><th>Nhiệm vụ</th><th>Trạng thái</th></tr><tr>{cells}</tr></table>"
    assert column(read_bytes(tmp_path, page.encode(), "b.xls"), "title") == [TASK]
    assert rules(read_bytes(tmp_path, b"PK\x03\x04broken", "c.xlsx")) == {"file_unreadable"}


def test_case_24_a_password_is_told(tmp_path: Path) -> None:
    locked = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000
    [finding] = read_bytes(tmp_path, locked, "a.xlsx").findings
    rule = load_rules(find_home().data, "tth-2024")["file_encrypted"]
    assert finding.rule_id == rule.rule_id
    assert ("mật khẩu" in rule.message, rule.action) == (True, "Bỏ mật khẩu mở tệp rồi gửi lại.")


def test_case_25_a_word_file_is_read_by_its_content(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_table(2, 3)
    document.save(str(tmp_path / "a.xlsx"))
    found = read_path(tmp_path / "a.xlsx")
    assert (found.format, [finding.rule_id for finding in found.findings]) == ("docx", ["no_table_found"])
    old = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 2000
    [finding] = read_bytes(tmp_path, old, "b.doc").findings
    assert "chọn Lưu thành (Save As) dạng .docx" in finding.detail


def test_case_25_a_word_file_in_the_inbox_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "BC.doc").write_bytes(b"PK")
    assert list_inbox(tmp_path).problems == (
        "Tệp BC.doc là văn bản nên không đọc; bảng số liệu trong văn bản phải chép sang một tệp Excel, hoặc điền vào biểu mẫu.",
    )


def test_case_73_a_blank_is_neither_zero_nor_none(tmp_path: Path) -> None:
    assert column(read_rows(tmp_path, HEADER, ["4.2", TASK, "Xong", 100, None, 0]), "allocated") == [""]
    assert column(read_rows(tmp_path, HEADER, ["4.2", TASK, "Xong", 100, None, 0]), "disbursed") == ["0"]


def test_case_74_a_column_of_personal_data_is_not_read(tmp_path: Path) -> None:
    head = ["STT", "Nhiệm vụ", "Trạng thái", "Số điện thoại"]
    table = tables(read_rows(tmp_path, head, ["4.2", TASK, "Xong", "0900000000"]))[0]
    assert set(table.fields) == {"code", "title", "status"}


def test_case_75_a_secret_marking_is_found(tmp_path: Path) -> None:
    assert "secret_marking" in rules(read_rows(tmp_path, ["SỞ DU LỊCH", None, "MẬT"], HEADER, FULL))


def test_real_xls_and_ods_files_read_like_xlsx(tmp_path: Path) -> None:
    page = Page("Biểu 01", [HEADER, FULL, ["5", "Biển, đảo", "Xong", Cell(0.75, "0%")]])
    for path in (xls(tmp_path / "a.xls", page), ods(tmp_path / "a.ods", page)):
        read = read_path(path)
        assert column(read, "title") == [TASK, "Biển, đảo"]
        assert column(read, "pct")[1] == "75%"


def test_a_status_may_have_a_column_for_each_of_its_values(tmp_path: Path) -> None:
    head = ["STT", "Nhiệm vụ", "Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Tỷ lệ %"]
    rows = [
        ["1", "Tuyên truyền", "x", None, None, 100],
        ["5", "Biển", None, "X", None, 50],
        ["6", "Dự báo", "x", "x", None, 5],
    ]
    read = read_rows(tmp_path, head, *rows, ["4.1", "Quảng bá", None, None, None, 5])
    assert column(read, "status") == ["Hoàn thành", "Đang thực hiện", "Hoàn thành; Đang thực hiện", ""]


def test_of_columns_by_quarter_the_last_with_values_counts(tmp_path: Path) -> None:
    top = ["STT", "Nhiệm vụ", "Quý I", None, "Quý II", None, "Quý III", None]
    low = [None, None, *["Trạng thái", "%"] * 3]
    merges = ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:H1")
    read = read_rows(tmp_path, top, low, ["4.2", TASK, "ĐTH", 20, "HT", 100], merges=merges)
    assert (column(read, "status"), column(read, "pct")) == (["HT"], ["100"])


def test_a_unit_of_money_in_its_own_column_joins_the_amounts(tmp_path: Path) -> None:
    head = ["STT", "Nhiệm vụ", "Đơn vị tính", "Dự toán", "Trạng thái"]
    read = read_rows(
        tmp_path, head, ["4.2", TASK, "triệu đồng", 20.125, "Xong"], ["5", "Biển", "đồng", 5000000, "Xong"]
    )
    assert column(read, "allocated") == ["20,125 triệu đồng", "5000000 đồng"]
