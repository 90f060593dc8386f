"""A small project of its own with two inboxes, and what is in place there after a run.

Every run is the whole `report` command in a process of its own; forked, so that a hundred of them need not load the libraries again.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import multiprocessing
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.context import ForkProcess
from pathlib import Path

from torture import ROOT

FORK = multiprocessing.get_context("fork")
PLAN, PERIOD = "tth-2024", "2024"
INBOXES = (("STC.xls", "TRT.csv"), ("STC.xls", "TRT.csv", "BC-STTTT-TTDN-2024.xlsx"))
DONE, CANNOT_RUN = 0, 2
LIBRARIES = (
    "tdnreport.cli", "tdnreport.app.report", "duckdb", "polars", "docx", "lxml.etree", "holidays", "rapidfuzz", "xlrd",
    "openpyxl", "xlsxwriter", "matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg", "plotly.io",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """A hash over all names and bytes of the output folder; files, rows and đồng that the warehouse has."""

    out: str
    stored: tuple[int, int, int]


class Project:
    """`root` holds definitions, `inbox-0` and `inbox-1`; a report of each has been made and its state kept in `states`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for part in ("sql", "expectations", "data/plans", "data/reference", "data/templates"):
            shutil.copytree(ROOT / part, root / part)
        for version, names in enumerate(INBOXES):
            (root / f"inbox-{version}").mkdir()
            for name in names:
                shutil.copy(ROOT / "data" / "sample" / PLAN / PERIOD / name, root / f"inbox-{version}")
        for place in (root, *root.rglob("*")):
            place.chmod(0o755 if place.is_dir() else 0o644)
        self.states = tuple(self._made(version) for version in range(len(INBOXES)))

    @property
    def out(self) -> Path:
        return self.root / "out" / PLAN / PERIOD

    @property
    def warehouse(self) -> Path:
        return self.root / "out" / "warehouse" / f"{PLAN}--{PERIOD}.duckdb"

    def start(
        self, version: int, environment: Mapping[str, str] | None = None, first: Callable[[], None] | None = None
    ) -> ForkProcess:
        """A report of one inbox, under way in a session of its own; `first` runs in the process before anything else."""
        process = FORK.Process(target=self._work, args=(version, dict(environment or {}), first))
        process.start()
        return process

    def run(
        self, version: int, environment: Mapping[str, str] | None = None, first: Callable[[], None] | None = None
    ) -> tuple[int, str]:
        """Exit status and everything said."""
        process = self.start(version, environment, first)
        process.join()
        return process.exitcode or 0, self.said(process)

    def said(self, process: ForkProcess) -> str:
        return self._log(process.pid).read_text(encoding="utf-8", errors="replace")

    def state(self) -> State:
        """What is in place, checked to add up: rows read are rows accepted and rejected, đồng of the rows are đồng of the figures."""
        import duckdb

        figures = json.loads((self.out / "so-lieu.json").read_text(encoding="utf-8"))["figures"]
        read, accepted, rejected, shown = (
            figures[name]["value"] for name in ("rows_read", "rows_accepted", "rows_rejected", "all_disbursed_vnd")
        )
        assert read == accepted + rejected, (read, accepted, rejected)
        with duckdb.connect(str(self.warehouse), read_only=True) as con:
            rows = "select count(*), sum(rows_read), sum(rows_accepted + rows_rejected) from marts.submissions"
            [(files, stored, split)] = con.execute(rows).fetchall()
            [(spent,)] = con.execute("select coalesce(sum(disbursed_vnd), 0) from marts.budget").fetchall()
            open_data = str(self.out / "du-lieu" / "budget.parquet")
            [(sent,)] = con.execute(
                "select coalesce(sum(disbursed_vnd), 0) from read_parquet(?)", [open_data]
            ).fetchall()
        assert stored == split, (stored, split)
        assert sent == (shown or 0), (sent, shown)
        return State(_digest(self.out), (files, int(stored), int(spent)))

    def version(self) -> tuple[int, int]:
        """Which of the two reports stands in the output folder and which in the warehouse; AssertionError for anything else."""
        found = self.state()
        shown = [one.out for one in self.states]
        stored = [one.stored for one in self.states]
        assert found.out in shown, "the output folder is neither the old nor the new one"
        assert found.stored in stored, "the warehouse is neither the old nor the new one"
        return shown.index(found.out), stored.index(found.stored)

    def leftovers(self) -> list[str]:
        """What lies beside the two results and should not."""
        beside = {*self.out.parent.iterdir(), *self.warehouse.parent.iterdir()}
        lock = self.warehouse.with_name(f"{self.warehouse.name}.lock")
        return sorted(path.name for path in beside - {self.out, self.warehouse, lock})

    def _made(self, version: int) -> State:
        status, said = self.run(version)
        assert status == DONE, said
        return self.state()

    def _log(self, pid: int | None) -> Path:
        return self.root / f"said-{pid}.txt"

    def _work(self, version: int, environment: dict[str, str], first: Callable[[], None] | None) -> None:
        os.setsid()
        log = os.open(self._log(os.getpid()), os.O_CREAT | os.O_RDWR, 0o644)
        for stream in (1, 2):
            os.dup2(log, stream)
        os.environ |= {"TDNREPORT_HOME": str(self.root)} | environment
        if first:
            first()
        from tdnreport.cli import main

        sys.argv = ["tdnreport", "report", "--plan", PLAN, "--period", PERIOD]
        sys.argv += ["--inbox", str(self.root / f"inbox-{version}")]
        main()


def preload() -> None:
    """Load the libraries of a report, but start nothing: a fork takes no threads along."""
    for name in LIBRARIES:
        importlib.import_module(name)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder)}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()
