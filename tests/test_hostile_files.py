"""Files that nobody should send: each is refused with one plain sentence or read like any other, and the rest is read as well."""

from __future__ import annotations

import hashlib
import multiprocessing
import subprocess
import sys
import threading
import time
from pathlib import Path

import hostile
import pytest
from workbooks import Page, csv_bytes, xlsx

from tdnreport.base.home import find_home
from tdnreport.ingest import reader_process, sandbox
from tdnreport.ingest.file_read import FileRead

ENGLISH = ("No such", "Permission", "Errno", "Traceback", "symbolic", "denied", "not a ")


def read(folder: Path, *names: str, seconds: float = 120) -> dict[str, FileRead]:
    found = list(
        sandbox.read_files([(folder / name, name) for name in names], find_home().reference_folders, seconds=seconds)
    )
    return {one.file: one for one in found}


def rows(one: FileRead) -> int:
    return sum(len(table.data_rows()) for sheet in one.sheets for table in sheet.tables)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    """All hostile files and what was read of each."""
    folder = tmp_path_factory.mktemp("inbox")
    wanted = {name: rule for name, rule in hostile.make(folder).items() if "\ufffd" not in name}
    return wanted, read(folder, *wanted)


def test_every_file_that_cannot_be_trusted_is_refused_by_its_rule(inbox):
    wanted, found = inbox
    refused = {name: rule for name, rule in wanted.items() if rule}
    assert {name: [one.rule_id for one in found[name].findings] for name in refused} == {
        name: [rule] for name, rule in refused.items()
    }


def test_every_odd_file_with_a_good_table_is_read(inbox):
    wanted, found = inbox
    assert [name for name, rule in wanted.items() if not rule and not rows(found[name])] == []


def test_every_refusal_is_a_vietnamese_sentence_and_has_a_hash(inbox):
    for one in inbox[1].values():
        for finding in one.findings:
            assert finding.detail == "" or finding.detail.endswith("."), finding.detail
            assert not any(word in finding.detail for word in ENGLISH), finding.detail
        assert len(one.sha256) == 64


def test_nothing_is_fetched_unpacked_or_run(inbox):
    texts = "\n".join(
        text for one in inbox[1].values() for sheet in one.sheets for line in sheet.sheet.lines for text in line.cells
    )
    assert "root:" not in texts
    assert not Path("evil").exists()
    assert not Path("/tmp/tdnreport-evil.txt").exists()


def test_no_reading_process_is_left_behind(inbox):
    assert [one for one in multiprocessing.active_children() if one.name.startswith("Process")] == []


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read(tmp_path):
    hostile.endless(tmp_path / "a.xlsx")
    hostile.book(tmp_path / "b.xlsx")
    found = read(tmp_path, "a.xlsx", "b.xlsx", "a.xlsx", seconds=1)
    assert [one.detail for one in found["a.xlsx"].findings] == ["Đọc quá 1 giây xử lý chưa xong."]
    assert found["a.xlsx"].sha256 == hashlib.sha256((tmp_path / "a.xlsx").read_bytes()).hexdigest()
    assert rows(found["b.xlsx"]) == 1


def test_a_file_that_takes_too_much_memory_is_refused_without_noise_and_the_next_is_read(tmp_path, monkeypatch, capfd):
    hostile.many_rows(b'<row r="#"><c r="A#" s="0"><v>1</v></c></row>' + b" " * 80)(tmp_path / "big.xlsx")
    hostile.book(tmp_path / "b.xlsx")
    monkeypatch.setattr(reader_process, "MEMORY_BYTES", 24 << 20)
    found = read(tmp_path, "big.xlsx", "b.xlsx", seconds=60)
    assert [one.rule_id for one in found["big.xlsx"].findings] == ["file_too_large"]
    assert rows(found["b.xlsx"]) == 1
    assert capfd.readouterr().err == ""


def test_a_file_that_changes_while_it_is_read_is_one_version_whole(tmp_path):
    versions = [csv_bytes([*hostile.GOOD, *[hostile.DATA] * more]) for more in (0, 40)]
    path = tmp_path / "a.csv"
    path.write_bytes(versions[0])
    stop = threading.Event()

    def change():
        while not stop.is_set():
            for version in versions:
                (tmp_path / "new").write_bytes(version)
                (tmp_path / "new").replace(path)

    thread = threading.Thread(target=change)
    thread.start()
    try:
        found = [read(tmp_path, "a.csv")["a.csv"] for _ in range(20)]
    finally:
        stop.set()
        thread.join()
    hashes = {hashlib.sha256(version).hexdigest(): count for version, count in zip(versions, (1, 41), strict=True)}
    assert all(rows(one) == hashes[one.sha256] for one in found)


def test_three_hundred_files_are_all_read(tmp_path):
    names = [f"{number}.{'csv' if number % 2 else 'xlsx'}" for number in range(300)]
    hostile.book(tmp_path / "0.xlsx")
    good = {"csv": csv_bytes(hostile.GOOD), "xlsx": (tmp_path / "0.xlsx").read_bytes()}
    for name in names:
        (tmp_path / name).write_bytes(good[name.rpartition(".")[2]])
    found = read(tmp_path, *names)
    assert [rows(found[name]) for name in names] == [1] * 300


def test_no_files_give_nothing(tmp_path):
    assert read(tmp_path) == {}


ENDS_IN_THE_MIDDLE = """
import multiprocessing, os, signal, sys
from pathlib import Path
from tdnreport.base.home import find_home
from tdnreport.ingest.sandbox import read_files

paths = sorted(Path(sys.argv[1]).glob("*.xlsx"))
reads = read_files([(path, path.name) for path in paths], find_home().reference_folders)
next(reads)
print(*(one.pid for one in multiprocessing.active_children()), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_reading_processes_end_with_the_run_that_is_killed(tmp_path: Path) -> None:
    for number in range(64):
        xlsx(tmp_path / f"{number}.xlsx", Page("Biểu 01", [["STT", "Nhiệm vụ", "Trạng thái"], [1, "Quảng bá", "Xong"]]))
    killed = subprocess.run(
        [sys.executable, "-c", ENDS_IN_THE_MIDDLE, str(tmp_path)], capture_output=True, text=True, check=False
    )
    readers = [int(one) for one in killed.stdout.split()]
    assert len(readers) >= 2
    until = time.monotonic() + 60
    while any(map(is_running, readers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(is_running, readers))


def is_running(process: int) -> bool:
    """One that ended and that nobody has asked about does not run."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
