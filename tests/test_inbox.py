"""The inbox and its register: files in, rows and plain sentences out."""

from __future__ import annotations

import os
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


def test_a_link_to_a_folder_is_named_and_not_followed(tmp_path: Path) -> None:
    files(tmp_path, "inbox/a.xlsx", "elsewhere/b.xlsx")
    (tmp_path / "inbox" / "tháng 11").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    inbox = list_inbox(tmp_path / "inbox")
    assert [one.file for one in inbox.files] == ["a.xlsx"]
    assert inbox.problems == (
        "Thư mục tháng 11 là liên kết nên không đọc; hãy chép thư mục thật vào thư mục nhận báo cáo.",
    )


def test_a_folder_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    files(tmp_path, "a.xlsx")
    folder = os.open(tmp_path, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("sâu" * 50, dir_fd=folder)
        deeper = os.open("sâu" * 50, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = deeper
    os.close(folder)
    inbox = list_inbox(tmp_path)
    assert [one.file for one in inbox.files] == ["a.xlsx"]
    [problem] = inbox.problems
    assert problem.startswith("Không mở được thư mục sâusâu")
    assert problem.endswith("tệp trong đó không được đọc.")


@pytest.mark.parametrize("name", ["Register.csv", "REGISTER.CSV"])
def test_the_register_is_one_name_on_every_system(tmp_path: Path, name: str) -> None:
    (files(tmp_path, "a.xlsx") / name).write_text("file,received_on\na.xlsx,2024-11-12\n", encoding="utf-8")
    inbox = list_inbox(tmp_path)
    assert [one.file for one in inbox.files] == ["a.xlsx"]
    assert inbox.files[0].register is not None
    assert inbox.problems == ()


def test_of_two_registers_the_other_is_named(tmp_path: Path) -> None:
    register(files(tmp_path, "a.xlsx"), "file,received_on\na.xlsx,2024-11-12\n")
    (tmp_path / "Register.csv").write_text("file,received_on\na.xlsx,2024-11-30\n", encoding="utf-8")
    inbox = list_inbox(tmp_path)
    assert inbox.files[0].register is not None
    assert inbox.files[0].register.received_on == date(2024, 11, 12)
    assert inbox.problems == (
        "Tệp Register.csv không được dùng vì thư mục có sổ nhận báo cáo khác (register.csv); hãy gộp vào một sổ.",
    )


def test_a_register_in_a_subfolder_is_named_and_a_report_of_that_name_is_read(tmp_path: Path) -> None:
    files(tmp_path, "a.xlsx", "dot 1/register.csv", "dot 2/b.xlsx")
    register(tmp_path / "dot 2", "file;received_on\nb.xlsx;2024-11-12\n")
    inbox = list_inbox(tmp_path)
    assert [one.file for one in inbox.files] == ["a.xlsx", "dot 1/register.csv", "dot 2/b.xlsx"]
    [problem] = inbox.problems
    assert problem.startswith("Tệp dot 2/register.csv là sổ nhận báo cáo nằm trong thư mục con nên không được dùng")


def test_a_folder_with_the_name_of_the_register_is_named_and_read(tmp_path: Path) -> None:
    inbox = list_inbox(files(tmp_path, "register.csv/a.xlsx"))
    assert [one.file for one in inbox.files] == ["register.csv/a.xlsx"]
    assert inbox.problems == (
        "register.csv là thư mục, không phải sổ nhận báo cáo; không có sổ nào được dùng, hãy đổi tên thư mục.",
    )


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
