"""Whatever is typed into a cell, every parser answers; whatever stands in a workbook, every line comes back."""

from __future__ import annotations

from pathlib import Path

import text_parsers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbooks import Page, csv_bytes, ods, xls, xlsx

from tdnreport.base.home import find_home
from tdnreport.ingest.read_file import read_file
from tdnreport.ingest.sandbox import read_files
from tdnreport.layout.vocabulary import LayoutWords

WORDS = LayoutWords.load(find_home().reference)
HEADER = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)", "Dự toán giao (triệu đồng)", "Kết quả"]
KNOWN = st.sampled_from(
    [*HEADER, "Hoàn thành", "Đang thực hiện", "4.1", "Tổng cộng", "I", "(1)", "Nơi nhận:", "250.000.000", "75%"]
)
# What XML cannot hold (control characters, lone surrogates) no program that writes workbooks puts there; `make fuzz` bends the bytes.
TYPED = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=20
).filter(str.strip)
CELL = st.one_of(st.none(), KNOWN, TYPED, st.integers(-(10**12), 10**12), st.floats(-1e9, 1e9, width=32))
GRID = st.lists(st.lists(CELL, max_size=8), min_size=1, max_size=12)
WRITERS = {"xlsx": xlsx, "xls": xls, "ods": ods}


def test_every_kept_input_is_read():
    kept = text_parsers.kept()
    assert len(kept) > 400
    for text in kept:
        text_parsers.parse(text)


@given(st.text(max_size=40))
def test_any_text_is_read(text):
    text_parsers.parse(text)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=GRID, has_header=st.booleans(), kind=st.sampled_from([*WRITERS, "csv"]))
def test_every_filled_line_of_any_workbook_comes_back(
    tmp_path: Path, rows: list[list[object]], has_header: bool, kind: str
):
    rows = [HEADER, *rows] if has_header else rows
    path = tmp_path / f"a.{kind}"
    if kind == "csv":
        path.write_bytes(csv_bytes(rows))
    else:
        WRITERS[kind](path, Page("Biểu 01", rows))
    one = read_file(path, path.name, WORDS)
    filled = [number for number, row in enumerate(rows, 1) if any(cell is not None for cell in row)]
    lines = [line.row_no for read in one.sheets for line in read.sheet.lines]
    assert lines == filled
    for read in one.sheets:
        for table in read.tables:
            assert {row for row, role in table.roles.items() if role == "data"} <= set(filled)


def test_a_generated_workbook_is_read_the_same_in_its_confined_process(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", Page("Biểu 01", [HEADER, ["4.1", "Quảng bá", "Hoàn thành", 100, 5, "02 tin"]]))
    [confined] = read_files([(path, path.name)], find_home().reference_folders)
    assert confined == read_file(path, path.name, WORDS)
