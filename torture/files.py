"""Inboxes that nobody should send, through the whole command: every hostile file of the tests, the slow ones too, and many small ones."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from torture import ROOT
from torture.counts import Count


def all_of(root: Path, many: int) -> Iterator[Count]:
    yield from hostile_files(root)
    yield from many_files(root, many)


def hostile_files(folder: Path) -> Iterator[Count]:
    """Each is refused with a sentence or read, as the tests ask."""
    import hostile

    inbox = folder / "hostile"
    inbox.mkdir()
    wanted = hostile.make(inbox) | {"khong-dong.xlsx": "file_too_large"}
    hostile.endless(inbox / "khong-dong.xlsx")
    seconds, done = report(folder, inbox)
    refused = {name for name, rule in wanted.items() if rule}
    assert done.returncode == 0, done.stderr
    assert {name for name, state in submissions(folder).items() if state == "refused"} == refused
    note = f"{len(refused)} refused with a sentence, the others read, {seconds:.0f} s"
    yield Count("hostile files in one inbox", len(wanted), len(wanted), note)


def many_files(folder: Path, many: int) -> Iterator[Count]:
    """CSV and Excel in turn, all of one unit."""
    from hostile import GOOD, book
    from workbooks import csv_bytes

    inbox = folder / "many"
    inbox.mkdir()
    book(inbox / "0.xlsx")
    small = csv_bytes(GOOD)
    for number in range(1, many):
        if number % 2:
            (inbox / f"{number}.csv").write_bytes(small)
        else:
            shutil.copy(inbox / "0.xlsx", inbox / f"{number}.xlsx")
    seconds, done = report(folder, inbox)
    assert done.returncode == 0, done.stderr
    assert len(submissions(folder)) == many
    yield Count("small files in one inbox", many, many, f"{seconds:.0f} s")


def report(folder: Path, inbox: Path) -> tuple[float, subprocess.CompletedProcess[str]]:
    """Seconds and outcome of a report into `folder/out` from the project's own definitions."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    for part in ("data", "sql", "expectations"):
        if not (home / part).is_symlink():
            (home / part).symlink_to(ROOT / part)
    command = [sys.executable, "-m", "tdnreport", "report", "--plan", "tth-2024", "--period", "2024"]
    command += ["--inbox", str(inbox), "--out", str(folder / "out")]
    start = time.monotonic()
    done = subprocess.run(
        command, env=os.environ | {"TDNREPORT_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    return time.monotonic() - start, done


def submissions(folder: Path) -> dict[str, str]:
    """File → state, as the report published it."""
    import polars as pl

    return dict(pl.read_parquet(folder / "out/du-lieu/submissions.parquet").select("file", "state").iter_rows())
