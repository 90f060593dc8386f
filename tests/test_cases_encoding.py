"""Cases 56-66 of the field study: bytes and letters as sent → Vietnamese as meant."""

import unicodedata
from pathlib import Path

import duckdb
import pytest
from cases import column, read_bytes, read_path, tables, vocabulary
from legacy_writers import as_misread_utf8, as_tcvn3, as_vni, cp1258_bytes
from warehouse_case import subject
from workbooks import Page, xls

from tdnreport.base.progress import no_progress
from tdnreport.ingest import frames
from tdnreport.ingest.inbox import list_inbox
from tdnreport.vietnamese.text import clean_text, fold_text, repair_encoding
from tdnreport.warehouse import database
from tdnreport.warehouse.pipeline import fill_warehouse

NAME = "Sở Thông tin và Truyền thông"
SHEET = "STT;Nhiệm vụ;Trạng thái;Tỷ lệ\r\n4.2;Xuất bản ấn phẩm;Đang thực hiện;37,5\r\n"


def test_case_56_tcvn3_is_read(tmp_path: Path) -> None:
    assert repair_encoding("Së Th«ng tin vµ TruyÒn th«ng")[0] == NAME
    assert column(read_bytes(tmp_path, as_tcvn3(SHEET).encode("cp1252")), "pct") == ["37,5"]


def test_case_57_vni_is_read(tmp_path: Path) -> None:
    assert repair_encoding("Sôû Thoâng tin vaø Truyeàn thoâng")[0] == NAME
    assert column(read_bytes(tmp_path, as_vni(SHEET).encode("cp1252")), "pct") == ["37,5"]


def test_case_58_utf8_read_as_windows_1252_is_undone() -> None:
    assert repair_encoding(as_misread_utf8(NAME))[0] == NAME


def test_case_59_windows_1258_is_decoded_and_composed(tmp_path: Path) -> None:
    read = read_bytes(tmp_path, cp1258_bytes(SHEET * 2))
    assert read.encoding == "windows-1258"
    assert column(read, "title")[0] == "Xuất bản ấn phẩm"


def test_case_60_decomposed_letters_are_the_same_name() -> None:
    decomposed = unicodedata.normalize("NFD", NAME)
    assert clean_text(decomposed) == NAME
    assert vocabulary().units.match_unit(decomposed).unit_id == "tth.stttt"


@pytest.mark.parametrize("text", ["Ðài Phát thanh", "Ɖài Phát thanh", "D-ài Phát thanh"])
def test_case_61_look_alikes_are_the_letter_meant(text: str) -> None:
    assert clean_text(text) == "Đài Phát thanh"


def test_case_61_full_width_digits_are_digits() -> None:
    assert clean_text("１２") == "12"


def test_case_62_names_without_diacritics_are_known() -> None:
    assert fold_text(NAME) == "so thong tin va truyen thong"
    assert vocabulary().units.match_unit("So Thong tin va Truyen thong").unit_id == "tth.stttt"


@pytest.mark.parametrize("lead", ["", "sep=;\r\n", "\ufeff"])
def test_case_63_semicolons_and_decimal_commas(tmp_path: Path, lead: str) -> None:
    read = read_bytes(tmp_path, (lead + SHEET).encode())
    assert column(read, "pct") == ["37,5"]


def test_case_63_a_line_break_inside_quotes_stays_in_its_cell(tmp_path: Path) -> None:
    read = read_bytes(tmp_path, SHEET.replace("Xuất bản ấn phẩm", '"Xuất bản\nấn phẩm"').encode())
    assert column(read, "title") == ["Xuất bản\nấn phẩm"]


def test_case_64_a_cell_of_another_encoding_is_repaired_alone() -> None:
    assert [repair_encoding(text)[0] for text in (NAME, as_tcvn3(NAME), as_misread_utf8(NAME))] == [NAME] * 3


def test_case_64_lines_of_several_encodings_in_one_file_are_each_read(tmp_path: Path) -> None:
    rows = [("4.1", NAME), ("4.2", NAME), ("4.3", NAME), ("5", NAME)]
    encodings = (
        lambda text: text.encode(),
        cp1258_bytes,
        lambda text: as_tcvn3(text).encode("cp1252"),
        lambda text: text.encode(),
    )
    lines = [b"STT;Nhi\xe1\xbb\x87m v\xe1\xbb\xa5;T\xe1\xbb\xb7 l\xe1\xbb\x87"]
    lines += [encode(f"{code};{name};100") for (code, name), encode in zip(rows, encodings, strict=True)]
    read = read_bytes(tmp_path, b"\r\n".join(lines))
    assert column(read, "title") == [NAME] * 4
    assert set((read.encoding or "").split("+")) >= {"utf-8", "windows-1258"}


def test_case_65_a_real_xls_is_read(tmp_path: Path) -> None:
    page = Page("Biểu", [["STT", "Nhiệm vụ", "Trạng thái"], ["4.2", "Xuất bản ấn phẩm", "Xong"]])
    assert column(read_path(xls(tmp_path / "a.xls", page)), "title") == ["Xuất bản ấn phẩm"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_case_65_utf16_is_read(tmp_path: Path, encoding: str) -> None:
    assert column(read_bytes(tmp_path, SHEET.replace(";", "\t").encode(encoding)), "pct") == ["37,5"]


def test_case_66_of_two_versions_the_later_counts_and_both_are_kept(tmp_path: Path) -> None:
    for name, pct in (("BC.csv", "37,5"), ("BC (Zalo).csv", "40")):
        (tmp_path / name).write_text("Sở Du lịch\n" + SHEET.replace("37,5", pct), encoding="utf-8")
    (tmp_path / "register.csv").write_text("file,received_on\nBC.csv,2024-11-10\nBC (Zalo).csv,2024-11-12\n")
    of = subject("tth-2024")
    with duckdb.connect() as con:
        database.make_schemas(con)
        fill_warehouse(con, of, frames.read_inbox(of, list_inbox(tmp_path), no_progress))
        states = con.execute("select file, state, is_latest from marts.submissions order by file").fetchall()
        figures = con.execute("select file, completion_pct from staging.rows").fetchall()
        lines = con.execute("select count(distinct file) from raw.lines").fetchall()
        found = con.execute("select file from marts.findings where rule_id = 'superseded'").fetchall()
    assert states == [("BC (Zalo).csv", "accepted", True), ("BC.csv", "superseded", False)]
    assert (figures, lines, found) == ([("BC (Zalo).csv", 40.0)], [(2,)], [("BC.csv",)])


def test_case_66_two_versions_have_their_own_hashes(tmp_path: Path) -> None:
    first, second = (
        read_bytes(tmp_path, SHEET.encode()),
        read_bytes(tmp_path, SHEET.replace("37,5", "40").encode(), "b.csv"),
    )
    assert first.sha256 != second.sha256
    assert len(tables(first)) == len(tables(second)) == 1
