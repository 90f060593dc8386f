"""Faults that are not a kill: each yields what was tried, and fails with an AssertionError where the last good state was touched."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from torture.counts import Count
from torture.project import CANNOT_RUN, DONE, FORK, Project

FREE_KIB = (0, 16, 256, 1024, 3072, 6144)
FILE_BYTES = (4_000, 30_000, 1_000_000, 2_000_000)
DAYS_OFF = 3650
PLACES: tuple[dict[str, str], ...] = (
    {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
    {"TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "vi", "PYTHONHASHSEED": "7"},
)


def order(project: Project) -> Iterator[Count]:
    """Everything that a whole report renames into place is on the disk before, and its name before the old is removed."""
    answers = FORK.SimpleQueue()

    def watched() -> None:
        from power_cut import Disk

        from tdnreport import cli
        from tdnreport.app import report as make

        real = make.make_report

        def flushed_report(*given: Any, **named: Any) -> Any:
            with Disk() as disk:
                made = real(*given, **named)
            answers.put((disk.renames, len(disk.flushed), disk.broken))
            return made

        make.make_report = flushed_report
        assert cli

    status, said = project.run(0, first=watched)
    assert status == DONE, said
    renames, flushed, broken = answers.get()
    assert broken == [], broken
    note = f"a whole report: {flushed} files and folders flushed before the names change"
    yield Count("power cut at a rename", renames, renames, note)


def disk(project: Project) -> Iterator[Count]:
    """A disk that fills up at different moments, and a limit on the size of a file."""
    before, said = project.version(), Counter[str]()
    for limit in FILE_BYTES:
        said[_refused(project, partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit)))] += 1
        assert project.version() == before
    yield Count("files that may not grow beyond a limit", said.total(), said.total(), _sentences(said))
    with _mounted(project.root / "out", "-t", "tmpfs", "-o", "size=64m", "tmpfs") as mounted:
        if mounted:
            yield _full(project)
    project.run(0)


def rights(project: Project) -> Iterator[Count]:
    """A disk that can only be read, and folders that the user may not write to."""
    from ordinary import ordinary

    before, said = project.version(), Counter[str]()
    out = project.root / "out"
    with _mounted(out, "--bind", str(out)) as mounted:
        if mounted:
            subprocess.run(["mount", "-o", "remount,bind,ro", out], check=True)
            said[_refused(project)] += 1
    with _closed_to_writing(project.out.parent, project.warehouse.parent):
        said[_refused(project, ordinary)] += 1
    assert project.version() == before
    yield Count("no right to write", said.total(), said.total(), _sentences(said))


def turns(project: Project) -> Iterator[Count]:
    """Two reports of one period at once: one waits and says so, and the last is the state."""
    from tdnreport.base.run_lock import WAITING

    both = [project.start(version) for version in (0, 1)]
    for process in both:
        process.join()
    said = [project.said(process) for process in both]
    assert [process.exitcode for process in both] == [DONE, DONE], said
    assert sum(WAITING in one for one in said) == 1, said
    shown, stored = project.version()
    assert shown == stored
    yield Count("two reports at once", 2, 2, "the second said that it waits, and ran after the first")


def clock(project: Project) -> Iterator[Count]:
    """A report ten years ahead, then one ten years back: the clock was set back, and files lie in the future."""
    compiler = shutil.which("cc")
    if not compiler:
        return
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "clock.so"
        source = Path(__file__).with_name("clock.c")
        subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
        for version, days in ((1, DAYS_OFF), (0, -DAYS_OFF)):
            environment = {"LD_PRELOAD": str(library), "CLOCK_DAYS_OFF": str(days)}
            _afresh(project, version, environment)
            assert project.version() == (version, version)
    yield Count("clock set back by twenty years", 2, 2, "same bytes as with the right clock")


def places(project: Project) -> Iterator[Count]:
    """Other time zones, locales and hash seeds."""
    for environment in PLACES:
        _afresh(project, 1, environment)
        assert project.version() == (1, 1)
    yield Count("time zone, locale, hash seed changed", len(PLACES), len(PLACES), "same bytes")


def notebook(project: Project) -> Iterator[Count]:
    """A notebook has the warehouse open while a report replaces it: it goes on reading what it opened, and a new one reads the new."""
    import duckdb

    project.run(0)
    rows = "select count(*), sum(rows_read), (select coalesce(sum(disbursed_vnd), 0) from marts.budget) from marts.submissions"
    with duckdb.connect(str(project.warehouse), read_only=True) as con:
        before = con.execute(rows).fetchall()
        status, said = project.run(1)
        assert status == DONE, said
        assert con.execute(rows).fetchall() == before
    assert project.version() == (1, 1)
    yield Count("warehouse open in a notebook", 1, 1, "the notebook kept the old one, the next opening saw the new one")


BY_NAME: dict[str, Callable[[Project], Iterator[Count]]] = {
    one.__name__: one for one in (order, disk, rights, turns, clock, places, notebook)
}


def _refused(project: Project, first: Callable[[], None] | None = None) -> str:
    """The one sentence that a report ends with where it cannot write; the next one is right once it can."""
    status, said = project.run(1, first=first)
    assert status == CANNOT_RUN, (status, said)
    assert "Traceback" not in said, said
    sentence = said.strip().splitlines()[-1]
    return sentence.rpartition(": ")[2] if ": " in sentence else sentence


def _sentences(said: Counter[str]) -> str:
    return "said: " + ", ".join(f"“{text}” ({number})" for text, number in said.items())


def _afresh(project: Project, version: int, environment: dict[str, str]) -> None:
    """A report by a new interpreter, which reads its surroundings only when it starts."""
    command = [sys.executable, "-m", "tdnreport", "report", "--plan", "tth-2024", "--period", "2024"]
    command += ["--inbox", str(project.root / f"inbox-{version}")]
    surroundings = os.environ | {"TDNREPORT_HOME": str(project.root)} | environment
    done = subprocess.run(command, env=surroundings, capture_output=True, check=False)
    assert done.returncode == DONE, done.stderr.decode(errors="replace")


def _full(project: Project) -> Count:
    """A disk with so many KiB free; after each refusal the state is the old one, and with room again the next run is right."""
    assert project.run(0)[0] == DONE
    before, said = project.version(), Counter[str]()
    ballast = project.root / "out" / "ballast"
    for kib in FREE_KIB:
        room = os.statvfs(ballast.parent)
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(room.f_bavail * room.f_frsize - (kib << 10), 1))
        said[_refused(project)] += 1
        assert project.version() == before
        ballast.unlink()
    assert project.run(1)[0] == DONE
    assert project.version() == (1, 1)
    return Count("disk full", said.total(), said.total(), _sentences(said))


@contextmanager
def _closed_to_writing(*folders: Path) -> Iterator[None]:
    for folder in folders:
        folder.chmod(0o555)
    yield
    for folder in folders:
        folder.chmod(0o755)


@contextmanager
def _mounted(place: Path, *how: str) -> Iterator[bool]:
    """Whether a disk could be mounted at a place; it is gone afterwards."""
    done = subprocess.run(["mount", *how, str(place)], capture_output=True, check=False)
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", place], check=True)
