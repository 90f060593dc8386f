"""A big CSV taken by its path gives the same rows of `raw` as the reader, or is left to the reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tdnreport.base.data_error import Place
from tdnreport.base.home import find_home
from tdnreport.base.progress import no_progress
from tdnreport.ingest import frames as raw
from tdnreport.ingest.inbox import list_inbox
from tdnreport.ingest.schema import RAW
from tdnreport.plans.context import load_context
from tdnreport.plans.records import Correction
from tdnreport.warehouse import database, pipeline

HEADER = "Đơn vị,STT,Nhiệm vụ,Trạng thái,Tỷ lệ hoàn thành (%),Dự toán giao (đồng),Ghi chú"
ROWS = [
    f"Sở {unit},{task},{title},{status},{pct},{amount},{note}"
    for unit in ("Du lịch", "Ngoại vụ")
    for task, title, status, pct, amount, note in (
        ("1", "Quảng bá du lịch", "Hoàn thành", "100", "250.000.000", ""),
        ("2", '"Hội nghị, tọa đàm"', "Đang thực hiện", "60", "", '"Theo ""Kế hoạch 45"""'),
        ("3", " Tuyên truyền ", "Chưa thực hiện", "0", "1.000", "chờ"),
    )
]
TABLE = [HEADER, *ROWS]
TAKEN = {
    "plain": TABLE,
    "title above": ["SỐ LIỆU NĂM 2024,,,,,,", "Đơn vị tính: đồng,,,,,,", *TABLE],
    "total and notes below": [*TABLE, ",,Tổng cộng,,,1.000,", "Ghi chú: số liệu minh họa,,,,,,"],
    "heading, repeated header and blank cells between": [*TABLE, ",I,Nhóm nhiệm vụ,,,,", HEADER, ",,,,,,", *ROWS],
    "tail of a cell on a line of its own": [*TABLE, ",,và các đoàn phóng viên,,,,", *ROWS],
    "signature at the end": [*TABLE, ",,,,,,", ',,"Huế, ngày 12 tháng 11 năm 2024",,,,'],
}
LEFT = {
    "line break in a cell": [*TABLE, 'Sở Du lịch,4,"Biên soạn\nsổ tay",Hoàn thành,100,,'],
    "ragged": [*TABLE, "Sở Du lịch,4,Biên soạn sổ tay,Hoàn thành"],
    "blank line": [*TABLE, "", *ROWS],
    "no table": ["a,b", "1,2"],
    "two tables": [*TABLE, ",,,,,,", "STT,Chỉ tiêu,Đơn vị tính,Thực hiện,Lũy kế,Kế hoạch,", "1,Số đoàn,đoàn,3,5,6,"],
    "lines after the signature": [*TABLE, ",,Nơi nhận:,,,,", *ROWS],
    "quote left open": [*TABLE, 'Sở Du lịch,4,"Biên soạn sổ tay,Hoàn thành,100,,', *ROWS],
    "named separator": ["sep=,", *TABLE],
    "sections of periods": [*TABLE, ",I,Sáu tháng đầu năm 2024,,,,", *ROWS, ",II,Năm 2024,,,,", *ROWS],
    "sections of units": [
        text.partition(",")[2] for text in (HEADER, ",A,SỞ DU LỊCH,,,,", *ROWS, ",B,SỞ NGOẠI VỤ,,,,", *ROWS)
    ],
}
VIEWS = ("staging.line_roles", "staging.entries", "staging.personal_readings", "checks.personal_data")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1258")


@pytest.fixture(scope="module")
def subject():
    return load_context(find_home(), "tth-2024", "2024")


def loaded(subject, folder, big: int) -> tuple[dict[str, list[tuple]], bool]:
    """Rows of all tables of `raw`, of all lines and entries, and whether a file was taken by its path."""
    frames = list(raw.read_inbox(subject, list_inbox(folder), no_progress, big))
    with duckdb.connect() as con:
        database.make_schemas(con)
        pipeline.fill_warehouse(con, subject, frames, wanted=frozenset(VIEWS))
        names = {f"raw.{name}" for name in RAW} - {"raw.table_rows", "raw.read_lines"}
        return {name: rows_of(con, name) for name in (*sorted(names), "raw.lines", *VIEWS)}, "bulk" in frames[0]


def rows_of(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple]:
    """All but how much of a file the reader looked at."""
    return con.execute(f"select columns(lambda one: one <> 'rest_is_data') from {table} order by all").fetchall()


def is_same(subject, folder, data: bytes) -> bool:
    """Whether the file was taken by its path; the rows are the same either way."""
    (folder / "so-lieu.csv").write_bytes(data)
    by_path, is_taken = loaded(subject, folder, big=0)
    by_reader, _ = loaded(subject, folder, big=1 << 30)
    assert by_path == by_reader
    return is_taken


@pytest.mark.parametrize("case", TAKEN)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_plain_files_are_taken_by_path_with_the_same_rows(subject, tmp_path, case, end):
    assert is_same(subject, tmp_path, end.join([*TAKEN[case], ""]).encode())


def test_a_marking_in_any_cell_is_seen(subject, tmp_path):
    """Nothing of such a file is loaded, so nothing is taken by its path."""
    marked = "Sở Du lịch,4,Biên soạn sổ tay,Hoàn thành,100,,MẬT"
    assert not is_same(subject, tmp_path, "\n".join([*TABLE, *ROWS * 1000, marked, *ROWS * 1000]).encode())
    rows, _ = loaded(subject, tmp_path, big=0)
    assert rows["raw.lines"] == []
    assert "secret_marking" in [rule for *_, rule, _, _ in rows["raw.findings"]]


@pytest.mark.parametrize("case", LEFT)
def test_a_file_that_raises_doubt_is_left_to_the_reader(subject, tmp_path, case):
    assert not is_same(subject, tmp_path, "\n".join(LEFT[case]).encode())


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_every_delimiter_is_seen(subject, tmp_path, delimiter):
    lines = [text.replace('"Hội nghị, tọa đàm"', "Hội nghị").replace(",", delimiter) for text in TABLE]
    assert is_same(subject, tmp_path, "\n".join(lines).encode())


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_only_utf_8_is_taken_by_path(subject, tmp_path, encoding):
    data = "\n".join(TABLE).encode(encoding, errors="replace")
    assert is_same(subject, tmp_path, data) == encoding.startswith("utf-8")


def test_lines_far_below_the_first_are_judged_as_the_reader_judges_them(subject, tmp_path):
    many = [row.replace("Sở Du lịch", f"Sở {number}") for number in range(3000) for row in ROWS]
    odd = [",I,Nhóm nhiệm vụ,,,,", ",,và các đoàn,,,,", ",,Cộng,,,5.000,", ",,,,,,"]
    assert is_same(subject, tmp_path, "\n".join([*TABLE, *many, odd[0], *ROWS, odd[1], odd[2], odd[3], *many]).encode())


def test_mixed_line_ends_and_zeros_are_left_to_the_reader(subject, tmp_path):
    text = "\n".join(TABLE)
    assert not is_same(subject, tmp_path, text.replace("\n", "\r\n", 1).encode())
    assert not is_same(subject, tmp_path, text.replace("chờ", "ch\0ờ").encode())
    assert not is_same(subject, tmp_path, text.replace("\n", "\r").encode())


def test_personal_data_in_a_plain_line_is_found_at_its_cell(subject, tmp_path):
    called = "Sở Du lịch,4,Biên soạn sổ tay,Hoàn thành,100,,gọi 0912 345 678"
    assert is_same(subject, tmp_path, "\n".join([*TABLE, *ROWS * 200, called, *ROWS * 200]).encode())
    rows, _ = loaded(subject, tmp_path, big=0)
    assert [found[3] for found in rows["checks.personal_data"]] == [len(TABLE) + 200 * len(ROWS) + 1]


def test_spaces_around_cells_and_columns_of_amounts_are_as_the_reader_has_them(subject, tmp_path):
    spaced = [" Sở Du lịch,4 ,  Biên soạn sổ tay ,Hoàn thành\u00a0, 100,\u2003 1.000 ,  "]
    assert is_same(subject, tmp_path, "\n".join([*TABLE, *ROWS * 50, *spaced, *ROWS * 50]).encode())


def test_several_files_beside_a_workbook_sized_one_keep_their_lines_apart(subject, tmp_path):
    (tmp_path / "khac.csv").write_text("\n".join([TABLE[0], *ROWS[:2]]), encoding="utf-8")
    (tmp_path / "nua.csv").write_text("\n".join([*TABLE, *ROWS * 30]), encoding="utf-8")
    assert is_same(subject, tmp_path, "\n".join([*TABLE, *ROWS * 20]).encode())


def test_a_correction_of_a_plain_line_is_made(subject, tmp_path):
    """Its line is one of those that the reader looks at, so that what it says is held against what stands there."""
    row_no = len(TABLE) + 3 * len(ROWS) + 1
    correction = Correction(
        Place(Path("corrections.csv"), 2), "so-lieu.csv", "so-lieu", row_no, "allocated_vnd", "250.000.000", "300.000.000",
        "Gõ nhầm", "Sở Thông tin và Truyền thông", date(2024, 11, 20),
    )  # fmt: skip
    corrected = replace(subject, plan=replace(subject.plan, corrections=(correction,)))
    lines = "\n".join([*TABLE, *ROWS * 50]).encode()
    assert is_same(corrected, tmp_path, lines)
    rows, _ = loaded(corrected, tmp_path, big=0)
    assert len([entry for entry in rows["staging.entries"] if "300.000.000" in entry]) == 1
