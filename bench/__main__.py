"""Run the product and its peers in alternation, check that all say the same, print one table: `python -m bench S M L`.

Every program is a process of its own; a round runs each once, so that drift of the machine meets all. Ratios are taken within a
round. Out of scope: judging. A shared machine gives wide spreads, which the table shows.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from bench.peers.common import RULES
from bench.workload import PERIOD, PLAN, PROJECT, SIZES, Size, ensure

PEERS = ("duckdb_tuned", "polars_calamine", "pandas_openpyxl", "gx_pandas", "raw_read")
DOCUMENT = PROJECT / "docs" / "performance.md"
START, END = "<!-- tables: written by make bench -->", "<!-- end of tables -->"
PRODUCT, LIMIT = "tdnreport build", "duckdb_tuned"
GOALS = {"S": 4.0, "M": 1.8, "L": 1.5, "XL": 1.4}
"""Times the hand-tuned DuckDB program, at most."""
TOTALS = ("rows", "accepted", "allocated_vnd", "disbursed_vnd", "done")
TOO_LARGE = {"XL": {"polars_calamine", "pandas_openpyxl", "gx_pandas"}}


@dataclass(slots=True)
class Runs:
    """Wall seconds of each round, and the largest process's peak MiB over all rounds."""

    seconds: list[float] = field(default_factory=list)
    peak_mib: float = 0.0


def main(
    sizes: Annotated[list[str] | None, typer.Argument(help="S, M, L or XL; S, M and L when none is named.")] = None,
    rounds: Annotated[int, typer.Option(help="How often each program runs.")] = 5,
    out: Annotated[Path, typer.Option(help="Where workloads and results are kept.")] = PROJECT / "out" / "bench",
    write: Annotated[bool, typer.Option(help="Keep the tables in docs/performance.md.")] = False,
    units: Annotated[int | None, typer.Option(help="Fewer units than the size has, for a quick look.")] = None,
) -> None:
    """Product and peers side by side; the tables are printed, and kept in `docs/performance.md`."""
    shown = []
    for name in sizes or ["S", "M", "L"]:
        size = SIZES[name]
        if units:
            name, size = f"{name}-{units}", Size(units, size.tasks, size.funds, size.is_csv)
        shown.append("\n".join(_bench(name, ensure(name, size, out.resolve()), rounds)))
        typer.echo(shown[-1])
    if write:
        before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(START)
        _, _, after = rest.partition(END)
        tables = "\n".join(shown)
        DOCUMENT.write_text(f"{before}{START}\n{tables}\n\n{END}{after}", encoding="utf-8")


def _bench(name: str, workload: Path, rounds: int) -> Iterator[str]:
    kind = name.partition("-")[0]
    truth = json.loads((workload / "truth.json").read_text(encoding="utf-8"))
    programs = (PRODUCT, *(peer for peer in PEERS if peer not in TOO_LARGE.get(kind, ())))
    runs = {program: Runs() for program in programs}
    for number in range(rounds):
        for program in programs:
            _once(program, workload, runs[program])
            if number == 0 and (said := _answer(program, workload)) not in (None, truth):
                raise SystemExit(f"{program} on {name} says {said}, the truth is {truth}")
    yield f"\n### {name}: {truth['rows']:,} rows, {rounds} rounds; goal {GOALS[kind]} × {LIMIT}\n"
    yield "| program | seconds, median | least – most | × hand-tuned DuckDB, median | least – most | peak MiB |"
    yield "|---|---|---|---|---|---|"
    for program, one in runs.items():
        ratios = [mine / limit for mine, limit in zip(one.seconds, runs[LIMIT].seconds, strict=True)]
        yield f"| {program} | {_spread(one.seconds)} | {_spread(ratios)} | {one.peak_mib:.0f} |"
    stages = json.loads(_run(_command("stages", workload), workload))
    whole = sum(stages.values())
    yield "\nStages: " + ", ".join(f"{stage} {seconds / whole:.0%}" for stage, seconds in stages.items()) + "."


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} | {min(values):.2f} – {max(values):.2f}"


def _command(program: str, workload: Path) -> list[str]:
    out = workload / "out" / program.replace(" ", "_")
    out.mkdir(parents=True, exist_ok=True)
    if program == PRODUCT:
        options = ["--plan", PLAN, "--period", PERIOD, "--inbox", workload / "inbox"]
        options += ["--out-warehouse", out / "warehouse.duckdb"]
        return [sys.executable, "-m", "tdnreport", "build", *map(str, options)]
    module = "bench.stages" if program == "stages" else f"bench.peers.{program}"
    return [sys.executable, "-m", module, str(workload), str(out)]


def _once(program: str, workload: Path, runs: Runs) -> None:
    command = _command(program, workload)
    (workload / "out" / program / "peer.duckdb").unlink(missing_ok=True)
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=PROJECT, env=_environment(workload), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    runs.seconds.append(time.perf_counter() - started)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    runs.peak_mib = max(runs.peak_mib, _mib(usage))


def _mib(usage: resource.struct_rusage) -> float:
    """Of the largest single process: the program, or one that it waited for."""
    return usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _run(command: list[str], workload: Path) -> str:
    return subprocess.run(
        command, cwd=PROJECT, env=_environment(workload), capture_output=True, text=True, check=True
    ).stdout


def _environment(workload: Path) -> dict[str, str]:
    return os.environ | {"TDNREPORT_HOME": str(workload / "home")}


def _answer(program: str, workload: Path) -> dict[str, int] | None:
    """What a program says of the workload, in the shape of the truth; None where it only reads."""
    out = workload / "out" / program.replace(" ", "_")
    if program == PRODUCT:
        return _of_warehouse(out / "warehouse.duckdb")
    path = out / "answer.json"
    answer: dict[str, int] | None = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    return answer


def _of_warehouse(path: Path) -> dict[str, int]:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as con:
        [totals] = con.execute(
            """select (select sum(rows_read) from marts.submissions), count(*), sum(allocated_vnd), sum(disbursed_vnd),
                count(*) filter (status = 'done')
            from marts.accepted_rows"""
        ).fetchall()
        found = dict(
            con.execute("select rule_id, count(*) from marts.findings where severity = 'row' group by all").fetchall()
        )
    counts = dict(zip(TOTALS, map(int, totals), strict=True)) | {rule: found.pop(rule, 0) for rule in RULES} | found
    return {name: count for name, count in counts.items() if count}


if __name__ == "__main__":
    typer.run(main)
