"""Whole files of every kind, as bytes on the disk: what was sent comes back line by line, or one plain sentence."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbooks import Cell, Page, csv_bytes, ods, with_part, xls, xlsx, zipped

from tdnreport.base.home import find_home
from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.read_file import read_file
from tdnreport.ingest.sandbox import read_files
from tdnreport.layout.vocabulary import LayoutWords

WORDS = LayoutWords.load(find_home().reference)
HEADER = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)", "Dự toán giao", "Ngày hoàn thành"]
DATA = ["1", "Xuất bản ấn phẩm", "Hoàn thành", 100, 30_000_000, "15/11/2024"]
WRITERS = {"xlsx": xlsx, "xls": xls, "ods": ods}


def read(path: Path) -> FileRead:
    return read_file(path, path.name, WORDS)


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def rules(one: FileRead) -> list[str]:
    return [finding.rule_id for finding in one.findings]


def data_rows(one: FileRead) -> list[int]:
    return [row for sheet in one.sheets for table in sheet.tables for row in table.data_rows()]


@pytest.mark.parametrize("kind", WRITERS)
def test_cells_of_every_kind_come_as_text_with_their_kind(tmp_path: Path, kind: str) -> None:
    values = [
        "4.1",
        " Xuất\u00a0bản ",
        Cell(0.755, "0.0%"),
        30_000_000,
        0.5,
        date(2024, 7, 30),
        None,
        "=cmd|' /C calc'!A0",
    ]
    path = WRITERS[kind](tmp_path / f"a.{kind}", Page("Biểu 01", [[], values]))
    [line] = read(path).sheets[0].sheet.lines
    assert line.row_no == 2
    assert line.cells == ["4.1", " Xuất\u00a0bản ", "75.5%", "30000000", "0.5", "2024-07-30", "", "=cmd|' /C calc'!A0"]
    assert line.kinds == "sspnnd s"


@pytest.mark.parametrize("kind", WRITERS)
def test_hidden_rows_hidden_sheets_and_merged_cells_are_known(tmp_path: Path, kind: str) -> None:
    page = Page("Biểu 01", [["Báo cáo", None], HEADER, DATA, DATA], merges=["A1:B1"], hidden_rows=[4])
    hidden = Page("CSDL", [HEADER, DATA], hidden="hidden")
    one = read(WRITERS[kind](tmp_path / f"a.{kind}", page, hidden))
    assert one.sheets[0].sheet.merged == ((1, 1, 1, 2),)
    assert [(found.rule_id, found.sheet, found.row_no) for found in one.findings] == [
        ("hidden_rows", "Biểu 01", 4),
        ("hidden_sheets", "CSDL", None),
    ]
    assert data_rows(one) == [3, 4]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_case_48_errors_come_as_text(tmp_path: Path, kind: str) -> None:
    if kind == "xlsx":
        path = xlsx(
            tmp_path / "a.xlsx", Page("A", [["x", Cell("#REF!", formula="=B9/0"), Cell("#DIV/0!", formula="=1/0")]])
        )
        assert read(path).sheets[0].sheet.lines[0] == (1, ["x", "#REF!", "#DIV/0!"], "see")
    else:
        path = xls(tmp_path / "a.xls", Page("A", [["x", Cell(None, formula="=1/0")]]))
        assert read(path).sheets[0].sheet.lines[0].cells[0] == "x"


def test_case_48_a_formula_without_a_saved_result_shows_itself(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", Page("A", [["x", Cell(7, formula="=SUM(B2:B3)")]]))
    bare = with_part(path, "xl/worksheets/sheet1.xml", b"</f><v>7</v>", b"</f>")
    assert read(bare).sheets[0].sheet.lines[0] == (1, ["x", "=SUM(B2:B3)"], "se")


def test_a_formula_whose_result_is_an_empty_text_is_blank(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", Page("A", [["x", Cell("", formula='=IF(A9="","",A9)')]]))
    assert read(path).sheets[0].sheet.lines[0].cells[1] in ("", '=IF(A9="","",A9)')


def test_a_percent_sign_in_quotes_is_not_a_percent_format(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", Page("A", [[Cell(75, '0"%"'), Cell(0.75, "0.00%")]]))
    assert read(path).sheets[0].sheet.lines[0] == (1, ["75", "75%"], "np")


def test_case_17_sheets_are_chosen_by_content_and_the_rest_gets_a_reason(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        Page("Hướng dẫn", [["Nhập vào sheet sau"]]),
        Page("Sheet3", [HEADER, DATA]),
        Page("Trống", []),
    )
    one = read(path)
    assert [sheet.is_read for sheet in one.sheets] == [False, True, False]
    assert [(left.name, bool(left.reason)) for left in one.not_read] == [("Hướng dẫn", True), ("Trống", True)]


def test_a_list_of_results_is_read_only_where_there_is_nothing_better(tmp_path: Path) -> None:
    weak = Page("Kết quả", [["STT", "Nhiệm vụ", "Kết quả"], ["1", "Xuất bản", "02 ấn phẩm"]])
    assert data_rows(read(xlsx(tmp_path / "a.xlsx", weak))) == [2]
    both = read(xlsx(tmp_path / "b.xlsx", weak, Page("Biểu 01", [HEADER, DATA, DATA])))
    assert data_rows(both) == [2, 3]
    assert both.not_read[0].name == "Kết quả"


def test_case_18_the_hidden_form_sheet_is_read_as_keys(tmp_path: Path) -> None:
    form = Page(
        "tdnreport_form", [["plan_id", "tth-2024"], ["unit_id", "tth.sdl"], ["period_id", "2024"]], hidden="very hidden"
    )
    one = read(xlsx(tmp_path / "a.xlsx", Page("Biểu 01", [HEADER, DATA]), form))
    assert one.form == {"plan_id": "tth-2024", "unit_id": "tth.sdl", "period_id": "2024"}
    assert rules(one) == []


def test_case_19_struck_through_rows_are_left_out_with_a_finding(tmp_path: Path) -> None:
    struck = [Cell(value, is_struck=True) for value in DATA]
    one = read(xlsx(tmp_path / "a.xlsx", Page("Biểu 01", [HEADER, DATA, struck])))
    assert data_rows(one) == [2]
    assert [(found.rule_id, found.row_no) for found in one.findings] == [("struck_rows", 3)]


def test_case_22_comments_of_data_cells_are_kept(tmp_path: Path) -> None:
    row = [*DATA[:4], Cell(30_000_000, comment="trong đó 20tr chi Festival"), DATA[5]]
    one = read(xlsx(tmp_path / "a.xlsx", Page("Biểu 01", [HEADER, row])))
    assert [(found.rule_id, found.row_no, found.column_name) for found in one.findings] == [
        ("cell_comment", 2, "allocated")
    ]
    assert "20tr chi Festival" in (one.findings[0].value or "")


def test_case_24_a_file_is_what_its_bytes_say(tmp_path: Path) -> None:
    book = xlsx(tmp_path / "a.xlsx", Page("Biểu 01", [HEADER, DATA])).read_bytes()
    rows = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in (HEADER, DATA))
    html = f"<html><meta charset=utf-8><body><p>SỞ DU LỊCH</p><table>{rows}</table></body></html>"
    for name, data, kind in (
        ("book.xls", book, "xlsx"),
        ("page.xls", html.encode(), "html"),
        ("text.xls", csv_bytes([HEADER, DATA], ";"), "csv"),
        ("text.xlsx", csv_bytes([HEADER, DATA], "\t", "utf-16"), "csv"),
    ):
        one = read(write(tmp_path / name, data))
        assert one.format == kind
        assert len(data_rows(one)) == 1, name


def test_case_24_html_with_spans_and_a_line_of_text_above(tmp_path: Path) -> None:
    html = """<table><tr><th rowspan=2>STT</th><th rowspan=2>Nhiệm vụ</th>
    <th colspan=2>Kinh phí (triệu đồng)</th><th rowspan=2>Trạng thái</th></tr>
    <tr><th>Dự toán</th><th>Thực hiện</th></tr><tr><td>1</td><td>Xuất bản<br>ấn phẩm</td><td>30</td><td>20</td><td>Xong</td></tr></table>"""
    [table] = read(write(tmp_path / "a.xls", html.encode())).sheets[0].tables
    assert (table.fields["allocated"], table.fields["disbursed"], table.fields["status"]) == (3, 4, 5)
    assert table.scales["disbursed"] == 1_000_000
    assert table.data_rows() == [3]


def test_case_24_an_xml_spreadsheet_of_2003(tmp_path: Path) -> None:
    def cells(values: list[object]) -> str:
        return "".join(
            f'<Cell><Data ss:Type="{"Number" if isinstance(v, int) else "String"}">{v}</Data></Cell>' for v in values
        )

    xml = f"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
    <Worksheet ss:Name="Biểu 01"><Table><Row ss:Index="3">{cells(HEADER)}</Row><Row>{cells(DATA)}</Row></Table></Worksheet></Workbook>"""
    one = read(write(tmp_path / "a.xls", xml.encode()))
    assert data_rows(one) == [4]
    assert one.sheets[0].sheet.lines[1].kinds == "sssnns"


@pytest.mark.parametrize(
    ("encode", "encoding"),
    [
        (lambda text: text.encode("utf-8"), "utf-8"),
        (lambda text: text.encode("utf-8-sig"), "utf-8-sig"),
        (lambda text: text.encode("utf-16"), "utf-16"),
        (lambda text: text.encode("utf-16-le"), "utf-16-le"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_cases_59_and_63_delimited_files_of_every_kind(
    tmp_path: Path, encode: object, encoding: str, delimiter: str
) -> None:
    text = csv_bytes([["SỞ DU LỊCH"], [], HEADER, DATA], delimiter).decode()
    one = read(write(tmp_path / "a.csv", encode(text)))
    assert one.encoding == encoding
    assert data_rows(one) == [4]
    assert one.sheets[0].tables[0].fields["status"] == 3


def test_case_63_a_separator_line_quoted_line_breaks_and_ragged_rows(tmp_path: Path) -> None:
    text = (
        'sep=;\r\nSTT;Nhiệm vụ;"Trạng\nthái";"Kinh phí\n(triệu đồng)"\r\n'
        '1;"Xuất bản;\nấn phẩm";Xong;5\r\n2;Giao lưu;Xong\r\n3;"Bản ""tin""";Xong;7;thừa\r\n'
    )
    one = read(write(tmp_path / "a.csv", text.encode()))
    assert data_rows(one) == [3, 4, 5]
    lines = one.sheets[0].sheet.lines
    assert lines[1].cells[1] == "Xuất bản;\nấn phẩm"
    assert lines[3].cells == ["3", 'Bản "tin"', "Xong", "7", "thừa"]
    assert one.sheets[0].tables[0].scales == {"allocated": 1_000_000}


def test_case_63_a_quote_never_closed_does_not_swallow_the_rows_below(tmp_path: Path) -> None:
    text = 'STT;Nhiệm vụ;Trạng thái;Tỷ lệ\n1;"Xuất bản;Xong;100\n2;Giao lưu;Xong;100\n3;Bản tin;Xong;100\n'
    assert data_rows(read(write(tmp_path / "a.csv", text.encode())))[-2:] == [3, 4]


def test_case_56_a_sheet_in_a_tcvn3_font_is_recognised(tmp_path: Path) -> None:
    header = ["STT", "NhiÖm vô", "Tr¹ng th¸i", "Tû lÖ hoµn thµnh (%)"]
    one = read(
        xlsx(
            tmp_path / "a.xlsx",
            Page("Bieu", [header, ["1", "XuÊt b¶n Ên phÈm", "Hoµn thµnh", 100], ["", "Tæng céng", "", ""]]),
        )
    )
    assert data_rows(one) == [2]


def test_case_60_decomposed_header_words_are_recognised(tmp_path: Path) -> None:
    import unicodedata

    header = [unicodedata.normalize("NFD", text) for text in HEADER]
    assert data_rows(read(xlsx(tmp_path / "a.xlsx", Page("Biểu", [header, DATA])))) == [2]


@pytest.mark.parametrize(
    "text", ["MẬT", "TỐI MẬT", "Tuyệt mật", "Độ mật: Tối mật", "LƯU HÀNH NỘI BỘ", "(MẬT)", "Tài liệu mật"]
)
def test_case_75_a_marking_of_secrecy_refuses_the_file(tmp_path: Path, text: str) -> None:
    one = read(xlsx(tmp_path / "a.xlsx", Page("Biểu 01", [[None, text], HEADER, DATA])))
    assert rules(one) == ["secret_marking"]


@pytest.mark.parametrize("place", ["page_header", "text_box"])
def test_case_75_a_marking_in_a_page_header_or_text_box(tmp_path: Path, place: str) -> None:
    page = Page("Biểu 01", [HEADER, DATA], **{place: "&CMẬT" if place == "page_header" else "MẬT"})
    assert rules(read(xlsx(tmp_path / "a.xlsx", page))) == ["secret_marking"]


@pytest.mark.parametrize(
    "text", ["Bảo vệ bí mật nhà nước", "Mất", "Mặt trận Tổ quốc", "Độ mật: Không", "Bề mặt", "Ra mắt", "mat"]
)
def test_case_75_the_word_inside_a_sentence_is_no_marking(tmp_path: Path, text: str) -> None:
    row = [*DATA[:1], text, *DATA[2:]]
    assert rules(read(xlsx(tmp_path / "a.xlsx", Page("Biểu 01", [[text], HEADER, row])))) == []


@pytest.mark.parametrize("data", [b"", b"\r\n \n", b"\0" * 100])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    assert rules(read(write(tmp_path / "a.csv", data))) == ["file_unreadable"]


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "a.xlsx", Page("Biểu 01", [HEADER, DATA])).read_bytes()
    for part in (10, len(whole) // 2, len(whole) - 30):
        assert rules(read(write(tmp_path / "b.xlsx", whole[:part]))) == ["file_unreadable"]


def test_a_folder_or_missing_file_is_refused(tmp_path: Path) -> None:
    assert rules(read(tmp_path)) == ["file_unreadable"]
    assert rules(read(tmp_path / "none.xlsx")) == ["file_unreadable"]


def test_case_24_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    ole = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000
    assert rules(read(write(tmp_path / "a.xlsx", ole))) == ["file_encrypted"]
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": b"?",
        "META-INF/manifest.xml": manifest,
    }
    assert rules(read(zipped(tmp_path / "a.ods", parts))) == ["file_encrypted"]


def test_an_old_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    path = xls(tmp_path / "a.xls", Page("Biểu 01", [HEADER, DATA]))
    data = path.read_bytes()
    at = data.index(b"\x42\x00\x02\x00\xb0\x04")  # the CODEPAGE record, turned into FILEPASS (obfuscated by XOR)
    assert rules(read(write(path, data[:at] + b"\x2f\x00\x02\x00\x00\x00" + data[at + 6 :]))) == ["file_encrypted"]


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"Rar!\x1a\x07", bytes(range(256)) * 20]
)
def test_other_kinds_of_files_are_refused_in_words(tmp_path: Path, data: bytes) -> None:
    one = read(write(tmp_path / "a.xlsx", data))
    assert rules(one) == ["file_unreadable"]
    assert one.findings[0].detail.endswith(".")


def test_a_word_document_without_a_body_is_refused_in_words(tmp_path: Path) -> None:
    found = read(zipped(tmp_path / "a.xlsx", {"word/document.xml": b"<w/>"}))
    assert found.findings[0].detail == "Văn bản Word không có nội dung."


def _with_rows(tmp_path: Path, rows: bytes) -> Path:
    path = xlsx(tmp_path / "a.xlsx", Page("A", [HEADER, DATA]))
    return with_part(path, "xl/worksheets/sheet1.xml", b"</sheetData>", rows + b"</sheetData>")


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c s="0" r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="1048576"><c  r = "XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c\tr="XFD1048576"><v>1</v></c></row>',
        b'<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="1048576">'
        b'<x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_one_value_in_the_last_cell_is_a_line_below_the_table_and_many_in_the_last_column_are_refused(
    tmp_path: Path, cell: bytes
) -> None:
    one = read(_with_rows(tmp_path, cell))
    assert data_rows(one) == [2]
    assert (one.sheets[0].sheet.lines[-1].row_no, one.sheets[0].sheet.lines[-1].cells[-1]) == (1 << 20, "1")
    many = b"".join(cell.replace(b"1048576", str(row).encode()) for row in range(9, 1009))
    assert rules(read(_with_rows(tmp_path, many))) == ["file_too_large"]


def test_a_cell_outside_every_sheet_is_refused(tmp_path: Path) -> None:
    cell = b'<row r="1048577"><c r="AAAA1048577"><v>1</v></c></row>'
    assert rules(read(_with_rows(tmp_path, cell))) == ["file_too_large"]


def test_a_format_dragged_to_the_last_row_is_not_a_filled_cell(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", Page("Biểu 01", [HEADER, DATA]))
    last = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    assert data_rows(read(with_part(path, "xl/worksheets/sheet1.xml", b"</sheetData>", last))) == [2]


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    parts = {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * 12345}
    path = zipped(tmp_path / "a.xlsx", parts)
    declared = path.read_bytes().replace((12345).to_bytes(4, "little"), (900 << 20).to_bytes(4, "little"))
    assert rules(read(write(path, declared))) == ["file_too_large"]


def test_a_part_that_unpacks_to_more_than_it_declares_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", Page("A", [["x" * 30000 + str(i)] for i in range(50)]))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/sharedStrings.xml").file_size
    write(path, path.read_bytes().replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    assert rules(read(path)) == ["file_unreadable"]


def test_a_worksheet_in_an_unusual_folder_is_measured_too(tmp_path: Path) -> None:
    path = _with_rows(tmp_path, b'<row r="1048577"><c r="XFD1048577"><v>1</v></c></row>')
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/odd/sheet1.dat"] = parts.pop("xl/worksheets/sheet1.xml")
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(b"worksheets/sheet1.xml", b"odd/sheet1.dat")
    assert rules(read(zipped(path, parts))) == ["file_too_large"]


def test_entities_in_the_xml_are_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", Page("A", [["x"]]))
    evil = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'
    assert rules(read(with_part(path, "xl/worksheets/sheet1.xml", b"<worksheet", evil))) == ["file_unreadable"]


def test_a_table_without_rows_is_no_report(tmp_path: Path) -> None:
    assert rules(read(xlsx(tmp_path / "a.xlsx", Page("Biểu 01", [HEADER])))) == ["no_table_found"]


def test_a_line_of_text_holds_no_more_cells_than_a_sheet_and_says_so(tmp_path: Path) -> None:
    one = read(write(tmp_path / "a.csv", csv_bytes([HEADER, DATA]).rstrip() + b",x" * 20_000))
    [sheet] = one.sheets
    assert max(len(line.cells) for line in sheet.sheet.lines) == 16_384
    assert [told.reason for told in one.not_read if told.what == "row"] == [
        "Dòng có quá 16.384 ô; các ô sau đó không được đọc."
    ]
    assert data_rows(one) == [2]


def test_many_files_come_back_in_order(tmp_path: Path) -> None:
    paths = [xlsx(tmp_path / f"{i}.xlsx", Page("Biểu 01", [HEADER, *[DATA] * i])) for i in range(1, 6)]
    reads = list(read_files([(path, path.name) for path in paths], find_home().reference_folders))
    assert [len(data_rows(one)) for one in reads] == [1, 2, 3, 4, 5]
    assert [one.file for one in reads] == [path.name for path in paths]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=400),
    start=st.sampled_from([b"", b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1"), b"<html>", b"\xff\xfe", b"STT;"]),
)
def test_any_bytes_come_back_as_a_file_read(tmp_path: Path, data: bytes, start: bytes) -> None:
    one = read(write(tmp_path / "a.xls", start + data))
    assert one.findings


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(["xlsx", "xls", "ods"]), at=st.floats(0, 1), noise=st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_never_raises(tmp_path: Path, kind: str, at: float, noise: bytes) -> None:
    good = tmp_path / f"good.{kind}"
    if not good.exists():
        WRITERS[kind](good, Page("Biểu 01", [HEADER, DATA, DATA]))
    data = good.read_bytes()
    place = int(at * (len(data) - 1))
    read(write(tmp_path / f"bad.{kind}", data[:place] + noise + data[place + len(noise) :]))
