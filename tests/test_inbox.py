"""The inbox and its register: files in, rows and plain sentences out."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from tdnreport.ingest.inbox import list_inbox


def files(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def register(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    (folder / "register.csv").write_bytes(text.encode(encoding))
    return folder


def test_readable_files_are_listed_by_name_with_their_folder(tmp_path: Path) -> None:
    files(tmp_path, "b.XLSX", "a.csv", "Nhóm 2/c.ods", "d.xls", "e.tsv", "g.txt", "h.xlsm")
    assert [one.file for one in list_inbox(tmp_path).files] == [
        "a.csv",
        "b.XLSX",
        "d.xls",
        "e.tsv",
        "g.txt",
        "h.xlsm",
        "Nhóm 2/c.ods",
    ]


def test_lock_files_and_the_register_are_not_reports(tmp_path: Path) -> None:
    register(
        files(tmp_path, "a.xlsx", "~$a.xlsx", "._a.xlsx", ".~lock.a.ods#", ".DS_Store"),
        "file,received_on\na.xlsx,2024-11-12\n",
    )
    inbox = list_inbox(tmp_path)
    assert [one.file for one in inbox.files] == ["a.xlsx"]
    assert inbox.problems == ()


def test_other_files_are_named_and_not_read(tmp_path: Path) -> None:
    inbox = list_inbox(files(tmp_path, "a.xlsx", "cong van.pdf", "goi.zip"))
    assert [one.file for one in inbox.files] == ["a.xlsx"]
    assert inbox.problems == (
        "Tệp cong van.pdf là văn bản nên không đọc; bảng số liệu trong văn bản phải chép sang một tệp Excel, hoặc điền vào biểu mẫu.",
        "Tệp goi.zip là tệp nén nên không đọc; hãy giải nén vào thư mục nhận báo cáo.",
    )


def test_a_link_to_its_own_folder_does_not_loop(tmp_path: Path) -> None:
    files(tmp_path, "a.xlsx")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert [one.file for one in list_inbox(tmp_path).files] == ["a.xlsx"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_register_in_any_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = "file,received_on,unit_id,period_id,document_no\nSở Du lịch.xlsx,15/11/2024,tth.sdl,2024,12/BC-SDL\n"
    register(files(tmp_path, "Sở Du lịch.xlsx"), text.replace(",", delimiter), encoding)
    [one] = list_inbox(tmp_path).files
    assert one.register is not None
    assert (one.register.received_on, one.register.unit_id, one.register.period_id) == (
        date(2024, 11, 15),
        "tth.sdl",
        "2024",
    )
    assert (one.register.document_no, one.register.position) == ("12/BC-SDL", 2)


@pytest.mark.parametrize(("on_disk", "written"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_names_are_the_same_however_their_accents_are_stored(tmp_path: Path, on_disk: str, written: str) -> None:
    name = "UBND huyện Phú Lộc.xlsx"
    files(tmp_path, unicodedata.normalize(on_disk, name))
    register(tmp_path, f"file,received_on\n{unicodedata.normalize(written, name)},2024-11-12\n")
    inbox = list_inbox(tmp_path)
    assert inbox.files[0].register is not None
    assert inbox.missing == ()


def test_a_bare_name_finds_its_file_in_a_subfolder(tmp_path: Path) -> None:
    register(
        files(tmp_path, "dot 1/a.xlsx", "dot 2/b.xlsx", "dot 1/b.xlsx"),
        "file,received_on\nA.xlsx,2024-11-12\nb.xlsx,2024-11-13\n",
    )
    inbox = list_inbox(tmp_path)
    assert {one.file: one.register is not None for one in inbox.files} == {
        "dot 1/a.xlsx": True,
        "dot 1/b.xlsx": False,
        "dot 2/b.xlsx": False,
    }
    assert [row.file for row in inbox.missing] == ["b.xlsx"]


def test_rows_without_a_file_bad_days_and_repeats_are_told(tmp_path: Path) -> None:
    register(files(tmp_path, "a.xlsx"), "file,received_on\na.xlsx,31/11/2024\nb.xlsx,2024-11-12\na.xlsx,2024-11-13\n")
    inbox = list_inbox(tmp_path)
    assert inbox.files[0].register is not None
    assert inbox.files[0].register.received_on is None
    assert [row.file for row in inbox.missing] == ["b.xlsx"]
    assert len(inbox.problems) == 3
    assert "31/11/2024" in inbox.problems[0]


def test_a_register_without_its_column_is_told_and_the_files_still_count(tmp_path: Path) -> None:
    inbox = list_inbox(register(files(tmp_path, "a.xlsx"), "ten tep,ngay\na.xlsx,2024-11-12\n"))
    assert [one.file for one in inbox.files] == ["a.xlsx"]
    assert "thiếu cột “file”" in inbox.problems[0]


def test_an_empty_register_or_folder_is_no_error(tmp_path: Path) -> None:
    assert list_inbox(register(tmp_path, "")).files == ()


def test_names_alike_but_for_case_or_composition_are_both_read(tmp_path: Path) -> None:
    files(
        tmp_path, "BC.csv", "bc.CSV", unicodedata.normalize("NFC", "Huế.csv"), unicodedata.normalize("NFD", "Huế.csv")
    )
    found = list_inbox(register(tmp_path, "file,received_on\nBC.csv,2024-11-12\n"))
    assert len(found.files) == len({one.path for one in found.files}) == 4
    assert sum(one.register is not None for one in found.files) == 1
    assert not found.problems


def test_ten_thousand_files_are_listed_and_none_give_nothing(tmp_path: Path) -> None:
    assert list_inbox(tmp_path).files == ()
    for number in range(10_000):
        (tmp_path / f"{number}.csv").touch()
    assert len(list_inbox(tmp_path).files) == 10_000
