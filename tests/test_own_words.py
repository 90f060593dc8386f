"""Word lists as data that is handed in: an officer's own words beside the shipped ones, and two homes in one process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from legacy_writers import as_tcvn3, cp1258_bytes
from workbooks import Page, xlsx

from tdnreport.base.data_error import DataError
from tdnreport.base.home import Home, find_home
from tdnreport.ingest.read_file import read_file
from tdnreport.ingest.sandbox import read_files
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.plans import load_reference
from tdnreport.plans.context import load_context
from tdnreport.vietnamese.lexicon import load_lists
from tdnreport.vietnamese.money import read_money
from tdnreport.vietnamese.status import read_status
from tdnreport.vietnamese.task_titles import title_keys
from tdnreport.vietnamese.unit_names import UnitNames

SHIPPED = find_home().reference
HEADER = {
    "status_words.csv": "status,word",
    "fund_sources.csv": "fund_source,word",
    "amount_words.csv": "mode,word",
    "date_words.csv": "word",
    "abbreviations.csv": "short,long",
    "headers.csv": "field,word,context",
    "row_words.csv": "role,match,word",
    "aliases.csv": "alias,unit_id",
    "groups.csv": "group_id,member_id,valid_from,valid_to",
    "units.csv": "unit_id,province_id,name,full_name,short_name,kind,level,parent_unit_id,valid_from,valid_to,source",
}
TASK = "Xuất bản ấn phẩm phục vụ công tác TTĐN"


def own(folder: Path, name: str, *rows: str) -> Path:
    """A folder of own words with one list."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join([HEADER[name], *rows, ""]), encoding="utf-8")
    return folder


def load_all(*folders: Path) -> None:
    LayoutWords.load(*folders)
    load_reference(*folders)


def refusal(*folders: Path) -> str:
    with pytest.raises(DataError) as error:
        load_all(*folders)
    return str(error.value)


# own words count


def test_own_words_are_read_behind_the_shipped_ones(tmp_path: Path) -> None:
    folder = own(tmp_path, "status_words.csv", "doing,Đang chạy nước rút")
    own(folder, "fund_sources.csv", "khac,Quỹ của tỉnh nhà")
    own(folder, "amount_words.csv", "long_ghep,Đi chung đoàn*")
    own(folder, "date_words.csv", "Khi nào có tiền")
    own(folder, "abbreviations.csv", "QTN,Quỹ tỉnh nhà")
    lists, shipped = load_lists(SHIPPED, folder), load_lists(SHIPPED)
    assert (read_status("đang chạy nước rút", lists), read_status("đang chạy nước rút", shipped)) == ("doing", None)
    assert read_money("Quỹ của tỉnh nhà: 5 triệu; NS tỉnh: 2 triệu", "s", 1, lists).vnd == 7_000_000
    assert read_money("Đi chung đoàn với Sở", "s", 1, lists).mode == "long_ghep"
    assert "khi nao co tien" in lists.no_date
    assert title_keys("Xây dựng QTNH", {**lists.abbreviations, "qtnh": "quy"})[-1] == "xay dung quy"
    assert lists.fund_source_names == shipped.fund_source_names, "a source is printed by its shipped name"


def test_an_own_header_and_an_own_unit_are_found(tmp_path: Path) -> None:
    folder = own(tmp_path / "own", "headers.csv", "status,Việc tới đâu rồi,")
    own(folder, "units.csv", "xy.so,xy,Sở Mới,Sở Mới tỉnh XY,Sở Mới,so,tinh,,,,KH XY")
    own(folder, "aliases.csv", "Sở Mới Toanh,xy.so")
    path = xlsx(tmp_path / "a.xlsx", Page("A", [["STT", "Nhiệm vụ", "Việc tới đâu rồi"], ["1", TASK, "Hoàn thành"]]))
    fields = {}
    for folders in ([SHIPPED], [SHIPPED, folder]):
        [sheet] = read_file(path, path.name, LayoutWords.load(*folders)).sheets
        fields[len(folders)] = [dict(table.fields) for table in sheet.tables]
    assert fields[1] == []
    assert fields[2] == [{"code": 1, "title": 2, "status": 3}]
    assert load_reference(SHIPPED, folder).aliases["xy.so"] == ("Sở Mới Toanh",)


def test_a_project_with_own_words_is_read_by_them_in_every_process(tmp_path: Path) -> None:
    own(tmp_path / "data", "headers.csv").joinpath("headers.csv").unlink()
    own(tmp_path / "data" / "own-words", "headers.csv", "status,Việc tới đâu rồi,")
    project = Home(tmp_path)
    path = xlsx(tmp_path / "a.xlsx", Page("A", [["STT", "Nhiệm vụ", "Việc tới đâu rồi"], ["1", TASK, "Hoàn thành"]]))
    [read] = read_files([(path, path.name)], project.reference_folders)
    assert [table.fields["status"] for sheet in read.sheets for table in sheet.tables] == [3]


# two homes in one process


def test_two_homes_are_read_each_by_its_own_lists(tmp_path: Path) -> None:
    """What is remembered of one home's words is never the answer for another's."""
    second = tmp_path / "reference"
    shutil.copytree(SHIPPED, second)
    with (second / "headers.csv").open("a", encoding="utf-8") as file:
        file.write("status|pct|result,Hiện tình,\n")
    with (second / "status_words.csv").open("a", encoding="utf-8") as file:
        file.write("done,Ngon lành\n")
    with (second / "fund_sources.csv").open("a", encoding="utf-8") as file:
        file.write("khac,Quỹ của tỉnh nhà\n")
    path = xlsx(tmp_path / "a.xlsx", Page("A", [["STT", "Nhiệm vụ", "Hiện tình"], ["1", TASK, "Ngon lành"]]))
    first_words, second_words = LayoutWords.load(SHIPPED), LayoutWords.load(second)
    for _ in range(2):
        assert not [table for one in read_file(path, path.name, first_words).sheets for table in one.tables]
        [sheet] = read_file(path, path.name, second_words).sheets
        assert sheet.tables[0].fields["status"] == 3
        text = "Quỹ của tỉnh nhà: 5 triệu; NS tỉnh: 2 triệu"
        assert read_money(text, "s", 1, first_words.lists).problem == "amount_not_a_number"
        assert read_money(text, "s", 1, second_words.lists).vnd == 7_000_000


def test_names_are_written_out_by_the_abbreviations_that_were_handed_in() -> None:
    units = [("a", "Quỹ Đầu tư Phát triển", [])]
    assert UnitNames(units, {"qdt": "quy dau tu phat trien"}).match_unit("QDT").unit_id == "a"
    assert UnitNames(units, {}).match_unit("QDT").unit_id is None


# contradictions and slips name both places and what is known


@pytest.mark.parametrize(
    ("name", "row", "told"),
    [
        ("status_words.csv", "todo,hoàn thành", "có hai nghĩa: “todo” ở đây, “done” ở"),
        ("fund_sources.csv", "khac,NS tỉnh", "“NS tỉnh” có hai nghĩa: “khac” ở đây, “ns_tinh” ở"),
        ("amount_words.csv", "khong_bo_tri,Lồng ghép*", "“khong_bo_tri” ở đây, “long_ghep” ở"),
        ("abbreviations.csv", "UBND,Ủy ban", "“UBND” có hai nghĩa"),
        ("headers.csv", "title,Mã nhiệm vụ,", "“Mã nhiệm vụ” có hai nghĩa: “title” ở đây, “code” ở"),
        ("row_words.csv", "note,start,tổng cộng", "“tổng cộng” có hai nghĩa: “note” ở đây, “total” ở"),
        ("row_words.csv", "scale,1000,triệu đồng", "“1000” ở đây, “1000000” ở"),
        ("aliases.csv", "Sở Tài chính,tth.sdl", "“Sở Tài chính” đã chỉ đơn vị tth.stc"),
        ("units.csv", "tth.stc,tth,A,A,A,so,tinh,,,,KH", "cột “unit_id” lặp lại “tth.stc” của"),
    ],
)
def test_an_own_word_that_contradicts_a_shipped_one_names_both_files_and_lines(
    tmp_path: Path, name: str, row: str, told: str
) -> None:
    sentence = refusal(SHIPPED, own(tmp_path / "own-words", name, row))
    assert told in sentence
    assert f"own-words/{name}, dòng 2: " in sentence
    shipped = "units.csv" if name == "aliases.csv" else name
    assert f"data/reference/{shipped}, dòng " in sentence


@pytest.mark.parametrize(
    ("name", "row", "told"),
    [
        (
            "status_words.csv",
            "finished,Rồi",
            "cột “status” là “finished”; chỉ dùng một trong: done, doing, todo, stopped",
        ),
        ("fund_sources.csv", "ns_tinhh,Quỹ", "cột “fund_source” là “ns_tinhh”; chỉ dùng một trong: ns_nha_nuoc, "),
        ("amount_words.csv", "longghep,Đi chung", "cột “mode” là “longghep”; chỉ dùng một trong: khong_bo_tri"),
        ("headers.csv", "statuss,Rồi,", "cột “field” là “statuss”; chỉ dùng một trong: code, title"),
        ("headers.csv", "status|pc,Rồi,", "cột “field” là “pc”"),
        ("headers.csv", "status,Rồi,tiền", "cột “context” là “tiền”; chỉ dùng một trong: money, percent"),
        ("row_words.csv", "totals,start,tổng", "cột “role” là “totals”; chỉ dùng một trong: total, note, end"),
        ("row_words.csv", "note,whole,chú giải", "cột “match” là “whole”; với role = note chỉ dùng một trong: start"),
        ("row_words.csv", "scale,nan,triệu bạc", "với role = scale chỉ dùng một trong: 1, 1000, 1000000"),
        ("aliases.csv", "Sở Lạ,tth.la", "không có đơn vị “tth.la”"),
        ("units.csv", "a.b,tth,A,A,A,so,tinh,,2025-01-01,2024-01-01,KH", "valid_from sau valid_to"),
        (
            "units.csv",
            "a.b,tth,A,A,A,so,tinh,,11/15/2024,,KH",
            "cột “valid_from” là “11/15/2024”; ghi một ngày có thật",
        ),
    ],
)
def test_a_code_that_nothing_knows_stops_with_what_is_known(tmp_path: Path, name: str, row: str, told: str) -> None:
    sentence = refusal(SHIPPED, own(tmp_path / "own-words", name, row))
    assert told in sentence
    assert f"own-words/{name}, dòng 2: " in sentence


def test_a_file_that_nothing_reads_is_no_silent_skip(tmp_path: Path) -> None:
    own(tmp_path / "data", "headers.csv").joinpath("headers.csv").unlink()
    folder = tmp_path / "data" / "own-words"
    folder.mkdir()
    (folder / "README.md").write_text("Từ ngữ riêng", encoding="utf-8")
    (folder / "status_word.csv").write_text("status,word\n", encoding="utf-8")
    with pytest.raises(
        DataError, match=r"own-words/status_word\.csv: không có danh mục nào tên này; .*status_words\.csv"
    ):
        load_context(Home(tmp_path), "tth-2024", "2024")


# as Excel saves them


@pytest.mark.parametrize(
    "data",
    [
        "status;word\r\ndoing;Đang chạy\r\n".encode("utf-8-sig"),
        "status\tword\r\ndoing\tĐang chạy\r\n".encode("utf-16"),
        cp1258_bytes("status;word\r\ndoing;Đang chạy\r\n"),
        "sep=;\r\nstatus;word\r\ndoing;Đang chạy\r\n".encode(),
        "status,word,,\r\ndoing,Đang chạy,,\r\n,,,\r\n".encode(),
        'status,word\n"doing","Đang chạy"\n\n'.encode(),
        "status,word\rdoing,Đang chạy\r".encode(),
    ],
    ids=["bom", "utf-16", "cp1258", "sep", "empty columns", "quotes", "old mac"],
)
def test_a_list_is_read_as_excel_saves_it(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "status_words.csv").write_bytes(data)
    assert read_status("Đang chạy", load_lists(SHIPPED, tmp_path)) == "doing"


def test_separators_that_excel_leaves_out_for_sixteen_rows_are_not_missing(tmp_path: Path) -> None:
    full = [f"status,Cột {number}," for number in range(15)]
    short = [f"status,Cột {number}" for number in range(15, 31)]
    folder = own(tmp_path / "own", "headers.csv", *full, *short)
    assert "cot 30" in LayoutWords.load(SHIPPED, folder).headers
    assert "có 2 ô, hàng tiêu đề có 3 cột" in refusal(SHIPPED, own(tmp_path / "two", "headers.csv", *short[:1], *full))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'status,word\ndone,Xong\ndone,"Xong h\xe1\xba\xb3n\ndone,R\n', "dòng 3: dấu nháy kép mở ra mà không đóng"),
        (b"status,word\ndone,A,B\n", "dòng 2: có 3 ô, hàng tiêu đề có 2 cột"),
        (b"status,word\ndone\n", "dòng 2: có 1 ô, hàng tiêu đề có 2 cột"),
        (b"status\ndone\n", "dòng 1: thiếu cột “word”"),
        (b"status,word,note\ndone,A,B\n", "dòng 1: cột “note” không có trong mẫu; các cột được dùng: status, word"),
        (b"", "dòng 1: thiếu cột “status”"),
        (b"status,word\ndone,\n", "dòng 2: cột “word” để trống"),
        (b"status,word\ndone,Ho?n th?nh\n", "dòng 2: cột “word” là “Ho?n th?nh”, có chữ đã mất dấu"),
        (as_tcvn3("status,word\ndone,Hoàn thành tốt\n").encode("cp1252"), "tệp không phải UTF-8"),
        (b"status,word\ndone,A\x00B\n", "không phải tệp văn bản"),
    ],
)
def test_a_damaged_list_is_a_sentence_with_file_and_line(tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "status_words.csv").write_bytes(data)
    sentence = refusal(SHIPPED, tmp_path)
    assert told in sentence
    assert f"{tmp_path.name}/status_words.csv" in sentence
