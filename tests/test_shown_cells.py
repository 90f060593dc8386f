"""What a cell shows is its value: every reader gives the same cells for the same workbook, and asks where it cannot tell."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from workbooks import Cell, Page, ods, xls, xlsx

from tdnreport.base.home import find_home
from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.read_file import read_file
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.workbook.model import Sheet

WORDS = LayoutWords.load(find_home().reference)
HEADER = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)", "Dự toán giao (đồng)", "Đã giải ngân (đồng)"]
TASK = ["4.2", "Xuất bản ấn phẩm phục vụ công tác TTĐN", "Đang thực hiện", 45]

SHOWN = [
    (30_000_000, '#,##0,," triệu"', "30 triệu", "s"),
    (20_500_000, '0.0,," triệu đồng"', "20,5 triệu đồng", "s"),
    (30_000_000, '0.000,,," tỷ"', "0,03 tỷ", "s"),
    (50_000_000, "#,##0,", "50000", "n"),
    (120, '#,##0" triệu"', "120 triệu", "s"),
    (1, '[=1]"Hoàn thành";[=0]"Chưa thực hiện";General', "Hoàn thành", "s"),
    (0, '[=1]"Hoàn thành";[=0]"Chưa thực hiện";General', "Chưa thực hiện", "s"),
    (2, '0"/5"', "2/5", "s"),
    (0.755, "0.0%", "75.5%", "p"),
    (45, ";;;", "45", "n"),
    (5000, "[$$-409]#,##0", "5000", "n"),
    (5000, "#,##0\\ [$₫-42A]", "5000", "n"),
    (0, '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "0", "n"),
    (12, '0" lớp"', "12", "n"),
]


def read(path: Path) -> FileRead:
    return read_file(path, path.name, WORDS)


def cells(sheet: Sheet) -> list[tuple[str, str]]:
    return [(line.cells[0], line.kinds[0]) for line in sheet.lines]


def xml_2003(path: Path, *pages: Page) -> Path:
    """Cells of the first column of a page, as Excel 2003 writes them."""
    rows = [row[0] for row in pages[0].rows]
    given = [cell for cell in rows if isinstance(cell, Cell)]
    styles = "".join(
        f'<Style ss:ID="s{i}"><NumberFormat ss:Format={quoteattr(cell.number_format)}/></Style>'
        for i, cell in enumerate(given)
    )
    body = "".join(
        f'<Row><Cell ss:StyleID="s{i}"><Data ss:Type="Number">{cell.value}</Data></Cell></Row>'
        for i, cell in enumerate(given)
    )
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Styles>{styles}</Styles><Worksheet ss:Name="A"><Table>{body}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("write", [xlsx, xls, xml_2003])
def test_every_reader_gives_what_the_format_shows(tmp_path: Path, write: Callable[..., Path]) -> None:
    page = Page("A", [[Cell(value, code)] for value, code, _, _ in SHOWN])
    [sheet] = [one.sheet for one in read(write(tmp_path / "a.xls", page)).sheets]
    assert cells(sheet) == [(text, kind) for _, _, text, kind in SHOWN]
    assert {row for row, _ in sheet.doubts} == {10, 11}
    assert dict(sheet.scaled) == {(4, 1): 1000}


def findings(path: Path) -> list[tuple[str, str | None]]:
    return [(one.rule_id, one.column_name) for one in read(path).findings]


@pytest.mark.parametrize("write", [xlsx, xls])
@pytest.mark.parametrize("code", [";;;", "[$$-409]#,##0", "#,##0,", "#,##0 [$USD]"])
def test_an_amount_that_is_not_what_is_shown_is_asked_about(
    tmp_path: Path, write: Callable[..., Path], code: str
) -> None:
    path = write(tmp_path / "a.xls", Page("A", [HEADER, [*TASK, Cell(50_000_000, code), 1_000_000]]))
    assert findings(path) == [("shown_differs", "allocated")]


def test_a_format_in_thousands_is_no_question_in_a_column_of_thousands(tmp_path: Path) -> None:
    header = [*HEADER[:4], "Dự toán giao (nghìn đồng)"]
    assert not findings(xlsx(tmp_path / "a.xlsx", Page("A", [header, [*TASK, Cell(50_000_000, "#,##0,")]])))


def test_white_letters_are_asked_about_where_they_are_a_figure(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", Page("A", [HEADER, [*TASK, Cell(50_000_000, colour="white"), 1_000_000]]))
    assert findings(path) == [("shown_differs", "allocated")]


@pytest.mark.parametrize("write", [xlsx, xls])
def test_a_formula_that_nobody_calculated_has_no_value(tmp_path: Path, write: Callable[..., Path]) -> None:
    path = write(tmp_path / "a.xls", Page("A", [HEADER, [*TASK, 100_000_000, Cell(0, formula="=E2/2")]]))
    assert findings(path) == [("formula_not_calculated", "disbursed")]


def test_a_result_that_was_calculated_is_a_number(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", Page("A", [HEADER, [*TASK, 100_000_000, Cell(50_000_000, formula="=E2/2")]]))
    assert not findings(path)


def test_a_number_in_cdata_is_a_number(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", Page("A", [[30_000_000]]))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<v>30000000</v>", b"<v><![CDATA[30000000]]></v>")
    rewrite(path, parts)
    assert cells(read(path).sheets[0].sheet) == [("30000000", "n")]


def rewrite(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("change", ["backslashes", "letter case", "utf-16"])
def test_packages_that_excel_opens_are_read(tmp_path: Path, change: str) -> None:
    path = xlsx(tmp_path / "a.xlsx", Page("A", [HEADER, [*TASK, 1_000_000, 500_000]]))
    plain = read(path).sheets[0].sheet
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if change == "utf-16":
        sheet = "xl/worksheets/sheet1.xml"
        parts[sheet] = parts[sheet].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    else:
        old, new = ("/", "\\") if change == "backslashes" else ("workbook.", "Workbook.")
        parts = {name.replace(old, new): data for name, data in parts.items()}
    rewrite(path, parts)
    assert read(path).sheets[0].sheet == plain


def test_a_cell_of_several_lines_that_parses_strictly_is_left_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        'STT,Nhiệm vụ,Trạng thái,Kết quả\n4.2,Xuất bản,Hoàn thành,"Đã in:\nngày 12/3, tại Huế, 120 bản, đúng kế hoạch"\n'
        "5,Tuyên truyền,Chưa thực hiện,\n",
        encoding="utf-8",
    )
    assert [len(line.cells) for line in read(path).sheets[0].sheet.lines] == [4, 4, 4]


def test_a_quote_left_open_costs_no_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        'Năm 2024\nSTT;Nhiệm vụ;Trạng thái;Kết quả\n4.2;Xuất bản;Hoàn thành;"Huế xưa\n5;"Tuyên truyền biển; đảo";Chưa thực hiện;\n',
        encoding="utf-8",
    )
    lines = read(path).sheets[0].sheet.lines
    assert [line.cells[0] for line in lines] == ["Năm 2024", "STT", "4.2", "5"]
    assert lines[3].cells[1] == "Tuyên truyền biển; đảo"


def test_a_file_whose_letters_were_lost_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("STT,Nhi?m v?,Tr?ng thái\n4.2,Xu?t b?n ?n ph?m ph?c v? công tác,?ang th?c hi?n\n".encode("cp1252"))
    [finding] = read(path).findings
    assert "dấu hỏi" in finding.detail


def test_every_number_of_an_open_document_is_what_it_holds(tmp_path: Path) -> None:
    """Programs that write .ods show "4.5e+07" beside 45000000."""
    path = ods(tmp_path / "a.ods", Page("A", [[45_000_000.0], [0.5], [1e21]]))
    assert [kind for _, kind in cells(read(path).sheets[0].sheet)] == ["n", "n", "n"]
    assert cells(read(path).sheets[0].sheet)[0] == ("45000000", "n")
