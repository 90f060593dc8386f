"""Trouble of the machine is never a finding: readers killed, stopped, slowed or kept from starting change no answer, or stop the run."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import hostile
import pytest

from tdnreport.base.home import find_home
from tdnreport.ingest import reader_process
from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.sandbox import MachineTrouble, read_files

FORK = multiprocessing.get_context("fork")


def read(folder: Path, seconds: float = 15.0) -> list[FileRead]:
    files = [(path, path.name) for path in sorted(folder.iterdir())]
    return list(read_files(files, find_home().reference_folders, seconds=seconds))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Good workbooks, and one that takes a second or two of processor time."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number in range(6):
        hostile.book(folder / f"{number}.xlsx")
    hostile.many_rows(b'<row r="#"><c r="A#" t="str"><v>x#</v></c></row>', 4_000)(folder / "long.xlsx")
    return folder


@contextmanager
def readers_get(send: Callable[[int, int], bool]) -> Iterator[list[int]]:
    """While the block runs `send(process, how often it was called before)` is called for each reader; those where it is true."""
    done, hit = threading.Event(), list[int]()

    def hunt() -> None:
        while not done.wait(0.005):
            for process in multiprocessing.active_children():
                with suppress(ProcessLookupError):
                    if process.pid and send(process.pid, len(hit)):
                        hit.append(process.pid)

    hunter = threading.Thread(target=hunt)
    hunter.start()
    try:
        yield hit
    finally:
        done.set()
        hunter.join()


def once(signal_number: int) -> Callable[[int, int], bool]:
    def send(process: int, before: int) -> bool:
        if not before:
            os.kill(process, signal_number)
        return not before

    return send


def always(signal_number: int) -> Callable[[int, int], bool]:
    def send(process: int, _: int) -> bool:
        os.kill(process, signal_number)
        return True

    return send


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGHUP])
def test_a_reader_that_is_killed_or_stopped_once_changes_no_answer(
    inbox: Path, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = read(inbox)
    monkeypatch.setattr(reader_process, "STILL_SECONDS", 2.0)
    with readers_get(once(number)) as hit:
        assert read(inbox) == quiet
    assert len(hit) == 1


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_where_every_reader_is_killed_or_stopped_the_run_stops_with_a_sentence_and_no_finding(
    inbox: Path, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "STILL_SECONDS", 1.0)
    with readers_get(always(number)), pytest.raises(MachineTrouble) as stopped:
        read(inbox)
    assert "Máy không đọc được tệp" in str(stopped.value)
    assert "không phải lỗi của tệp" in str(stopped.value)
    assert stopped.value.status == 1


def test_readers_that_get_a_tenth_of_the_time_give_the_same_answer(inbox: Path) -> None:
    """As on a machine where many others want the processor."""
    quiet = read(inbox, seconds=3)

    def slow_down(process: int, _: int) -> bool:
        os.kill(process, signal.SIGSTOP)
        time.sleep(0.09)
        os.kill(process, signal.SIGCONT)
        time.sleep(0.01)
        return True

    with readers_get(slow_down) as slowed:
        assert read(inbox, seconds=3) == quiet
    assert slowed


def test_where_no_process_can_be_started_the_run_stops_with_a_sentence(inbox: Path) -> None:
    answers = FORK.SimpleQueue()

    def work() -> None:
        read(inbox)  # loads what is loaded at first use
        lowest_free = os.dup(0)
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free + 3, lowest_free + 3))
        os.close(lowest_free)
        try:
            answers.put([one.findings for one in read(inbox)])
        except MachineTrouble as error:
            answers.put(str(error))

    process = FORK.Process(target=work)
    process.start()
    process.join()
    assert "không khởi động được" in answers.get()


def test_without_the_proc_file_system_every_file_is_read(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = read(inbox)
    monkeypatch.setattr(reader_process, "STATM", Path("/nowhere/statm"))
    assert read(inbox) == quiet


def test_a_file_that_makes_its_reader_crash_is_a_finding_and_the_others_are_read(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash is the file's own doing where it comes twice: here by a reader that ends itself on one name."""
    real = reader_process.read_file

    def crash_on_long(path: Path, name: str, words: object) -> FileRead:
        if name == "long.xlsx":
            os.kill(os.getpid(), signal.SIGSEGV)
        return real(path, name, words)  # type: ignore[arg-type]

    quiet = read(inbox)
    monkeypatch.setattr(reader_process, "read_file", crash_on_long)
    found = read(inbox)
    assert found[:-1] == quiet[:-1]
    assert [finding.rule_id for finding in found[-1].findings] == ["file_too_large"]
