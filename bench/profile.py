"""Where the time of one build goes, by pyinstrument: `python -m bench.profile S --write` keeps it in docs/performance.md.

A sample of the stack of the building process every few milliseconds, its waiting included; the gate works in a process of its
own and shows as waiting. Queries show as one line each model's `build`, since they run inside DuckDB. One size a run, so that
imports count as they do for an officer.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from bench.__main__ import DOCUMENT, keep_in
from bench.workload import PERIOD, PLAN, PROJECT, SIZES, ensure

SMALLEST_SHARE = 0.02
SECONDS_BETWEEN = 0.002


def main(
    size: Annotated[str, typer.Argument(help="S, M or L.")],
    out: Annotated[Path, typer.Option(help="Where workloads are kept.")] = PROJECT / "out" / "bench",
    write: Annotated[bool, typer.Option(help="Keep the profile in docs/performance.md.")] = False,
) -> None:
    """One build, from the first import to the finished warehouse."""
    from pyinstrument import Profiler
    from pyinstrument.renderers import ConsoleRenderer

    workload = ensure(size, SIZES[size], out.resolve())
    os.environ["TDNREPORT_HOME"] = str(workload / "home")
    folder = workload / "out" / "profile"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    with Profiler(interval=SECONDS_BETWEEN) as profiler:
        _build(workload, folder / "warehouse.duckdb")
    renderer = ConsoleRenderer(processor_options={"filter_threshold": SMALLEST_SHARE, "hide_regex": ".*/lib/python.*"})
    text = "\n".join(line.rstrip() for line in profiler.output(renderer).splitlines()[6:])
    typer.echo(text)
    if write:
        keep_in(DOCUMENT, f"profile of {size}", f"\n```\n{text.strip()}\n```")


def _build(workload: Path, path: Path) -> None:
    from tdnreport.app.report import build_warehouse
    from tdnreport.base.home import find_home
    from tdnreport.plans.context import load_context

    build_warehouse(load_context(find_home(), PLAN, PERIOD), workload / "inbox", path)


if __name__ == "__main__":
    typer.run(main)
