"""A workbook read straight from its XML is what the full parser reads; whatever is written otherwise is left to that parser."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbooks import Cell, Page, xlsx

from tdnreport.workbook.model import Sheet
from tdnreport.workbook.sniff import detect_format
from tdnreport.workbook.xlsx.cells import NotPlain
from tdnreport.workbook.xlsx.package import XlsxPackage
from tdnreport.workbook.xlsx.read import _read_parsed, _read_plain, read_xlsx
from tdnreport.workbook.xlsx.rows import plain_lines, plain_strings
from tdnreport.workbook.xlsx.styles import Styles

ROWS = [
    ["STT", "Nhiệm vụ", None, "Tỷ lệ", "Ngày", ""],
    ["4.2", " Xuất bản <ấn> & phẩm\nhai dòng ", 1, Cell(0.75, "0,0%"), Cell(date(2024, 7, 30), "dd/mm/yyyy"), True],
    [None, None, Cell(12, formula="=SUM(A1:A2)"), -0.5, 1e21, "x_y"],
    [],
    [Cell("hủy", is_struck=True), None, None, None, None, None, None, "xa"],
]


def both(path: Path) -> tuple[list[Sheet], list[Sheet]]:
    data = path.read_bytes()
    archive = detect_format(data).archive
    assert archive is not None
    return _read_plain(XlsxPackage(archive)), _read_parsed(XlsxPackage(archive))


def is_slow(path: Path) -> bool:
    data = path.read_bytes()
    archive = detect_format(data).archive
    assert archive is not None
    return read_xlsx(archive)[1]


def with_sheet(path: Path, old: bytes, new: bytes) -> Path:
    """The workbook with other XML in its first sheet."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_lines_marks_and_merged_cells_are_those_of_the_full_parser(tmp_path: Path) -> None:
    page = Page("Biểu 01", ROWS, merges=["A7:B9"], hidden_rows={2}, page_header="&CMẬT")
    plain, parsed = both(xlsx(tmp_path / "a.xlsx", page, Page("Ẩn", [[1]], hidden="very hidden")))
    assert plain == parsed
    assert [line.row_no for line in plain[0].lines] == [1, 2, 3, 5]
    assert plain[0].hidden_rows == {2}
    assert plain[0].struck == {(5, 1)}


def test_a_percent_a_day_and_a_number_are_told_by_their_style(tmp_path: Path) -> None:
    [sheet], _ = both(xlsx(tmp_path / "a.xlsx", Page("A", ROWS)))
    assert sheet.lines[1].cells[2:] == ["1", "75%", "2024-07-30", "TRUE"]
    assert sheet.lines[1].kinds == "ssnpdb"


cells = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_characters="\r", min_codepoint=32), max_size=12),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(cells, max_size=6), min_size=1, max_size=6))
def test_any_cells_read_alike_by_both_ways(tmp_path: Path, rows: list[list[object]]) -> None:
    path = xlsx(tmp_path / "a.xlsx", Page("A", rows))  # type: ignore[arg-type]
    if not is_slow(path):
        plain, parsed = both(path)
        assert plain == parsed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<c r="A1"', b"<c"),
        (b"<sheetData>", b"<sheetData><!-- x -->"),
        (b'<c r="A1" t="s"><v>', b'<c r="A1" t="s"><v xml:space="preserve">'),
        (b'<row r="1"', b'<row r="1"><c r="B1"><v>1</v></c></row><row r="1"'),
        (b'<c r="A1"', b'<c r="ZZZ1"'),
    ],
    ids=["no reference", "a comment", "an odd value", "columns out of order", "a far column"],
)
def test_xml_that_nobody_writes_is_left_to_the_full_parser(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = xlsx(tmp_path / "a.xlsx", Page("A", [["STT", "Nhiệm vụ"]]))
    assert not is_slow(path)
    with_sheet(path, old, new)
    assert is_slow_or_refused(path)


def is_slow_or_refused(path: Path) -> bool:
    from tdnreport.workbook.sniff import Refused

    try:
        return is_slow(path)
    except Refused:
        return True


def test_runs_of_one_text_are_joined_without_reading_aids() -> None:
    xml = "<sst><si><r><t>Sở </t></r><r><t>Du lịch</t></r><rPh><t>x</t></rPh></si><si><t>a &amp; b</t></si></sst>"
    assert plain_strings(xml.encode()) == ["Sở Du lịch", "a & b"]


def test_a_time_of_day_is_left_to_the_full_parser() -> None:
    xml = b'<sheetData><row r="1"><c r="A1" s="0"><v>45611.25</v></c></row></sheetData>'
    assert plain_lines(xml, [], Styles(kinds=("n",)))[0][0].cells == ["45611.25"]
    with pytest.raises(NotPlain):
        plain_lines(xml, [], Styles(kinds=("d",)))
