"""Reading beside python-calamine alone: `python -m bench.reading [WORKBOOKS]`, seconds of processor time and of the clock.

    calamine     every workbook opened and its first sheet's cells taken as Python values
    cells        looked over and unpacked, the cells taken as `raw` keeps them
    files        that, the hash of the file, its tables, the role of each line, findings
    inbox        that in the reading processes of `build`
    raw          that, whose each file is, and the columns of the tables of `raw`
    load         those columns into DuckDB (the reading before it does not count)

Each round runs all of them in turn, children count, and ratios are taken within a round. Out of scope: judging.
"""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bench.__main__ import DOCUMENT, keep_in
from bench.workload import PERIOD, PLAN, PROJECT, SIZES, Size, ensure

if TYPE_CHECKING:
    from tdnreport.ingest.inbox import Inbox
    from tdnreport.plans.context import RunContext

BASE, GOAL = "calamine", 1.5
Seconds = tuple[float, float]
"""Of the processor, children included, and of the clock."""


def main(
    workbooks: Annotated[int, typer.Argument(help="How many workbooks of 60 rows.")] = SIZES["M"].units,
    rounds: Annotated[int, typer.Option(help="How often each step runs.")] = 5,
    write: Annotated[bool, typer.Option(help="Keep the table in docs/performance.md.")] = False,
) -> None:
    size = SIZES["M"]
    name = "M" if workbooks == size.units else f"M-{workbooks}"
    workload = ensure(name, Size(workbooks, size.tasks, size.funds, size.is_csv), PROJECT / "out" / "bench")
    os.environ["TDNREPORT_HOME"] = str(workload / "home")
    from tdnreport.base.home import find_home
    from tdnreport.ingest.inbox import list_inbox
    from tdnreport.plans.context import load_context

    of, inbox = load_context(find_home(), PLAN, PERIOD), list_inbox(workload / "inbox")
    measured = [{step: _timed(run) for step, run in _steps(of, inbox).items()} for _ in range(rounds)]
    lines = [
        f"\n### Reading {workbooks:,} workbooks, {rounds} rounds; goal {GOAL} × calamine by the clock\n",
        "| step | processor seconds | × calamine, median | least – most | clock seconds | × calamine | least – most |",
        "|---|---|---|---|---|---|---|",
        *(_row(step, measured) for step in measured[0]),
    ]
    typer.echo("\n".join(lines))
    if write:
        keep_in(DOCUMENT, "reading", "\n".join(lines))


def _row(step: str, measured: list[dict[str, Seconds]]) -> str:
    processor, clock = ([one[step][at] for one in measured] for at in (0, 1))
    ratios, on_clock = ([one[step][at] / one[BASE][at] for one in measured] for at in (0, 1))
    return (
        f"| {step} | {statistics.median(processor):.2f} | {statistics.median(ratios):.2f} | {min(ratios):.2f} – {max(ratios):.2f} "
        f"| {statistics.median(clock):.2f} | {statistics.median(on_clock):.2f} | {min(on_clock):.2f} – {max(on_clock):.2f} |"
    )


def _steps(of: RunContext, inbox: Inbox) -> dict[str, Callable[[], object]]:
    from tdnreport.base.progress import no_progress
    from tdnreport.ingest import frames as raw
    from tdnreport.ingest.read_file import read_file
    from tdnreport.ingest.sandbox import read_files
    from tdnreport.layout.vocabulary import LayoutWords
    from tdnreport.workbook.sniff import detect_format
    from tdnreport.workbook.xlsx.read import read_xlsx

    words = LayoutWords.load(*of.home.reference_folders)
    files = [(one.path, one.file) for one in inbox.files]
    contents = (detect_format(path.read_bytes()) for path, _ in files)
    frames: list[Any] = []
    return {
        BASE: lambda: [_calamine(str(path)) for path, _ in files],
        "cells": lambda: [read_xlsx(one.archive) for one in contents if one.archive],
        "files": lambda: [read_file(path, name, words) for path, name in files],
        "inbox": lambda: list(read_files(files, of.home.reference_folders)),
        "raw": lambda: frames.extend(raw.read_inbox(of, inbox, no_progress)),
        "load": lambda: _load(frames),
    }


def _calamine(path: str) -> object:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def _load(frames: list[Any]) -> None:
    import duckdb

    from tdnreport.warehouse import database

    with duckdb.connect() as con:
        database.make_schemas(con)
        database.make_raw(con)
        while frames:
            database.add_raw(con, frames.pop())


def _timed(run: Callable[[], object]) -> Seconds:
    """Without looking for garbage, for any of them."""
    gc.disable()
    processor, clock = _processor(), time.perf_counter()
    run()
    spent = _processor() - processor, time.perf_counter() - clock
    gc.enable()
    gc.collect()
    return spent


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


if __name__ == "__main__":
    typer.run(main)
