"""Killed at any line, with a full disk or in the way of another run: the last good state stays whole and the next run is right."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

import duckdb
import pytest
from ordinary import ordinary
from power_cut import Disk

from tdnreport.base import atomic_folder, run_lock
from tdnreport.warehouse import database

FORK = multiprocessing.get_context("fork")
FILES, ROWS = 3, 1000


def build(root: Path, version: int) -> None:
    """A run in small: a warehouse and an output folder that both say `version`."""

    def fill(con: duckdb.DuckDBPyConnection) -> None:
        con.execute(f"create table marts.version as select {version} as version from range({ROWS})")

    with database.rebuild_warehouse(root / "w.duckdb", fill), atomic_folder.replace_folder(root / "out") as new:
        (new / "du-lieu").mkdir()
        for number in range(FILES):
            (new / "du-lieu" / f"{number}.txt").write_text(f"{version} " * 5000)


def state(root: Path) -> tuple[int | None, int | None]:
    """Version of the warehouse and of the folder, each checked to be whole."""
    stored = shown = None
    if (root / "w.duckdb").exists():
        with duckdb.connect(str(root / "w.duckdb"), read_only=True) as con:
            [(stored, rows)] = con.execute("select any_value(version), count(*) from marts.version").fetchall()
            assert rows == ROWS
            assert con.execute("select count(distinct version) from marts.version").fetchall() == [(1,)]
    if (root / "out").exists():
        texts = texts_of_one_folder(root / "out/du-lieu")
        assert len(texts) == FILES
        shown = int(texts[0].split()[0])
        assert set(texts) == {f"{shown} " * 5000}
    return stored, shown


def texts_of_one_folder(path: Path) -> list[str]:
    """The texts of the folder that is at `path`, read again where another took its place meanwhile: two paths may lead to two folders."""
    while True:
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            texts = [read_below(folder, entry.name) for entry in os.scandir(folder)]
        finally:
            replaced = path.stat().st_ino != os.fstat(folder).st_ino
            os.close(folder)
        if not replaced:
            return [text for text in texts if text is not None]


def read_below(folder: int, name: str) -> str | None:
    try:
        with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=folder), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:  # gone with the folder that was replaced; else one is missing, which the caller counts
        return None


def killed_at(line: int, root: Path, version: int) -> bool:
    """Build in a process that is killed when it reaches its `line`-th line in the two modules; False where it ended before."""
    watched = {database.__file__, atomic_folder.__file__}

    def work() -> None:
        left = line

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal left
            if frame.f_code.co_filename not in watched:
                return None
            left -= event == "line"
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        build(root, version)

    process = FORK.Process(target=work)
    process.start()
    process.join()
    return process.exitcode == -signal.SIGKILL


def kill_at_lines(root: Path, every: int, may_be_absent: bool) -> int:
    """Kill a run at each `every`-th line it comes to, look, run again, look again; how many were killed."""
    build(root, 0)
    kills = 0
    while killed_at(kills * every, root, kills + 1):
        stored, shown = state(root)
        assert stored in (0, kills + 1)
        assert shown in (0, kills + 1) or (may_be_absent and shown is None)
        build(root, 0)
        assert state(root) == (0, 0)
        assert sorted(path.name for path in root.iterdir()) == ["out", "w.duckdb"]
        kills += 1
    assert state(root) == (kills + 1, kills + 1)
    return kills


@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "two renames"])
def test_killed_at_any_line_the_old_or_the_new_state_is_whole_and_the_next_run_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(atomic_folder, "_exchange", lambda one, other: False)
    assert kill_at_lines(tmp_path, 11, may_be_absent=not exchanges) > 5


@pytest.mark.parametrize("limit", [0, 10_000, 20_000, 200_000])
def test_a_full_disk_leaves_the_old_state(tmp_path: Path, limit: int) -> None:
    build(tmp_path, 1)

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        build(tmp_path, 2)

    process = FORK.Process(target=work)
    process.start()
    process.join()
    assert process.exitcode == 1
    assert state(tmp_path) == (1, 1)
    build(tmp_path, 3)
    assert state(tmp_path) == (3, 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "w.duckdb"]


def test_a_warehouse_open_in_another_process_is_replaced_and_stays_readable_there(tmp_path: Path) -> None:
    build(tmp_path, 1)
    code = f"""
import duckdb, sys
con = duckdb.connect({str(tmp_path / "w.duckdb")!r}, read_only=True)
print(con.execute("select any_value(version) from marts.version").fetchone(), flush=True)
sys.stdin.readline()
print(con.execute("select any_value(version), count(*) from marts.version").fetchone(), flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as notebook:
        assert notebook.stdout
        assert notebook.stdin
        assert notebook.stdout.readline() == "(1,)\n"
        build(tmp_path, 2)
        assert state(tmp_path) == (2, 2)
        notebook.stdin.write("\n")
        notebook.stdin.flush()
        assert notebook.stdout.readline() == f"(1, {ROWS})\n"


def test_a_warehouse_after_a_program_that_died_with_the_old_one_open_for_writing_is_readable(tmp_path: Path) -> None:
    build(tmp_path, 1)
    code = f"import duckdb, os; c = duckdb.connect({str(tmp_path / 'w.duckdb')!r}); c.execute('create table t (i int)'); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert (tmp_path / "w.duckdb.wal").exists()
    build(tmp_path, 2)
    assert state(tmp_path) == (2, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "w.duckdb"]


def test_what_duckdb_leaves_of_a_killed_build_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "w.duckdb.new-4194304.tmp").mkdir()
    (tmp_path / "w.duckdb.new-4194304.tmp/spill").write_bytes(b"x")
    (tmp_path / "w.duckdb.new-4194304.wal").write_bytes(b"x")
    (tmp_path / "w.duckdb.new-x").write_bytes(b"not ours")
    build(tmp_path, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "w.duckdb", "w.duckdb.new-x"]


def test_two_runs_into_one_folder_each_leave_a_whole_state(tmp_path: Path) -> None:
    processes = [FORK.Process(target=build, args=(tmp_path, version)) for version in range(1, 7)]
    seen = set()
    for process in processes:
        process.start()
    while any(process.is_alive() for process in processes):
        seen.add(state(tmp_path)[1])
        time.sleep(0.01)
    assert {process.exitcode for process in processes} == {0}
    assert state(tmp_path)[0] in range(1, 7)
    assert state(tmp_path)[1] in range(1, 7)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "w.duckdb"]


def run_alone(root: Path, started: Any, end: Any) -> None:
    with run_lock.exclusive(root / "w.duckdb", lambda text: None):
        started.set()
        end.wait(30)


@pytest.mark.parametrize("killed", [False, True], ids=["ends", "is killed"])
def test_a_second_run_says_so_and_waits_until_the_first_ends_or_is_killed(tmp_path: Path, killed: bool) -> None:
    started, end, said = FORK.Event(), FORK.Event(), list[str]()
    first = FORK.Process(target=run_alone, args=(tmp_path, started, end))
    first.start()
    assert started.wait(30)

    def say(text: str) -> None:
        said.append(text)
        assert first.is_alive()
        first.kill() if killed else end.set()

    with run_lock.exclusive(tmp_path / "w.duckdb", say):
        pass
    first.join()
    assert said == [run_lock.WAITING]
    with run_lock.exclusive(tmp_path / "w.duckdb", say), run_lock.exclusive(tmp_path / "other.duckdb", say):
        pass
    assert said == [run_lock.WAITING]


def test_a_folder_that_is_a_link_keeps_its_place(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "disk", target_is_directory=True)
    build(tmp_path, 1)
    assert (tmp_path / "out").is_symlink()
    assert len(list((tmp_path / "disk/du-lieu").iterdir())) == FILES


@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "two renames"])
def test_at_a_power_cut_what_was_renamed_is_on_the_disk_and_the_old_goes_only_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(atomic_folder, "_exchange", lambda one, other: False)
    build(tmp_path, 1)
    with Disk() as disk:
        build(tmp_path, 2)
    assert disk.broken == []
    assert disk.renames >= 2
    assert disk.unnamed == set()


def test_the_recorder_sees_a_file_that_was_not_flushed_and_a_name_that_was_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, 1)
    monkeypatch.setattr(atomic_folder, "flush_to_disk", lambda path: None)
    with Disk() as disk:
        build(tmp_path, 2)
    assert any("0.txt: not flushed" in one for one in disk.broken)
    assert any("removed before the new names" in one for one in disk.broken)


def refused(root: Path, version: int) -> Any:
    """What a build without root's rights ends with: the number of the system's error, or None."""
    answers = FORK.SimpleQueue()

    def work() -> None:
        ordinary()
        try:
            build(root, version)
            answers.put(None)
        except OSError as error:
            answers.put(error.errno)

    process = FORK.Process(target=work)
    process.start()
    process.join()
    return answers.get()


def test_without_the_right_to_write_the_old_state_stays_and_the_reason_is_told(tmp_path: Path) -> None:
    build(tmp_path, 1)
    tmp_path.chmod(0o555)
    found = refused(tmp_path, 2)
    tmp_path.chmod(0o755)
    assert found == errno.EACCES
    assert state(tmp_path) == (1, 1)
    build(tmp_path, 2)
    assert state(tmp_path) == (2, 2)


def test_files_from_a_clock_that_was_ahead_are_replaced_as_any_other(tmp_path: Path) -> None:
    build(tmp_path, 1)
    ahead = time.time() + 10 * 365 * 86400
    for path in (tmp_path / "w.duckdb", *(tmp_path / "out").rglob("*"), tmp_path / "out"):
        os.utime(path, (ahead, ahead))
    build(tmp_path, 2)
    assert state(tmp_path) == (2, 2)
