"""Run the product and its peers in alternation, check that all say the same, print one table: `python -m bench S M L`.

Every program is a process of its own; a round runs each once, so that drift of the machine meets all. Ratios are taken within a
round. Out of scope: judging. A shared machine gives wide spreads, which the table shows.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from bench.peers.common import RULES
from bench.workload import PERIOD, PLAN, PROJECT, SIZES, Size, ensure

PEERS = ("duckdb_fair", "duckdb_tuned", "polars_calamine", "pandas_openpyxl", "gx_pandas", "raw_read")
DOCUMENT = PROJECT / "docs" / "performance.md"
PRODUCT, LIMIT, CHECKER = "tdnreport build", "duckdb_fair", "gx_pandas"
AGAIN, AGAIN_GOAL = "the same, one file changed", 0.4
"""A second run, and what part of the first it may cost."""
GOALS = {"S": 3.0, "M": 1.8, "L": 1.5, "XL": 1.5}
"""Times the hand-tuned program that does the same kind of work, at most, in processor seconds."""
JUDGED = {"duckdb_fair": 27, "duckdb_tuned": 10, "polars_calamine": 10, "pandas_openpyxl": 10, "gx_pandas": 10}
"""Rules of lines that a program judges; the product's are the files of `sql/checks`."""
TOTALS = ("rows", "accepted", "allocated_vnd", "disbursed_vnd", "done")
TOO_LARGE = {"XL": {"polars_calamine", "pandas_openpyxl", "gx_pandas"}}
SLOW = {"pandas_openpyxl", "gx_pandas"}
SLOW_ROUNDS = 2
"""Half a minute each on M; two rounds of them are enough beside five of the others."""
MOST_MIB = {"L": 1024, "XL": 2560}
HEADER = (
    ("program", "processor s", "least – most", "× fair", "wall s", "× fair", "s a rule and 1,000,000 rows", "peak MiB"),
    ("---",) * 8,
)
START_UP = 1.3
"""Times `python -c "import typer, rich"`, at most."""


@dataclass(slots=True)
class Runs:
    """Wall and processor seconds of each round, its helpers' included; the largest process's peak MiB over all rounds."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    peak_mib: float = 0.0


def main(
    sizes: Annotated[list[str] | None, typer.Argument(help="S, M, L or XL; S, M and L when none is named.")] = None,
    rounds: Annotated[int, typer.Option(help="How often each program runs.")] = 5,
    out: Annotated[Path, typer.Option(help="Where workloads and results are kept.")] = PROJECT / "out" / "bench",
    write: Annotated[bool, typer.Option(help="Keep the tables in docs/performance.md.")] = False,
    units: Annotated[int | None, typer.Option(help="Fewer units than the size has, for a quick look.")] = None,
) -> None:
    """Product and peers side by side; the tables are printed, and kept in `docs/performance.md`."""

    def keep(name: str, lines: Iterator[str]) -> None:
        """After each size, so that what was measured stays when a later one fails."""
        text = "\n".join(lines)
        typer.echo(text)
        if write:
            keep_in(DOCUMENT, name, text)

    keep("start-up", _start_up(rounds))
    for name in sizes or ["S", "M", "L"]:
        size = SIZES[name]
        if units:
            name, size = f"{name}-{units}", Size(units, size.tasks, size.funds, size.is_csv)
        keep(name, _bench(name, ensure(name, size, out.resolve()), rounds))


def keep_in(document: Path, name: str, text: str) -> None:
    """Replace what stands between the two comments of that name."""
    start, end = f"<!-- {name}: written by make bench -->", f"<!-- end of {name} -->"
    before, found, rest = document.read_text(encoding="utf-8").partition(start)
    _, _, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{document.name} has no part “{name}”")
    document.write_text(f"{before}{start}\n{text}\n\n{end}{after}", encoding="utf-8")


def _start_up(rounds: int) -> Iterator[str]:
    """`--help` against the imports that no command line of this kind can do without, in turn."""
    commands = {
        "tdnreport --help": [sys.executable, "-m", "tdnreport", "--help"],
        "imports": [sys.executable, "-c", "import typer, rich"],
    }
    runs = {name: Runs() for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            _timed(command, PROJECT, Runs() if number == 0 else runs[name])
    ours, imports = runs.values()
    ratio = statistics.median(_ratios(ours.seconds, imports.seconds))
    yield f"\n### Start-up, {rounds} rounds; goal {START_UP} × `import typer, rich`: {_state(ratio, START_UP)}\n"
    yield "| | seconds, median | least – most |"
    yield "|---|---|---|"
    yield from (f"| {name} | {_spread(one.seconds)} |" for name, one in runs.items())


def _bench(name: str, workload: Path, rounds: int) -> Iterator[str]:
    kind = name.partition("-")[0]
    truth = json.loads((workload / "truth.json").read_text(encoding="utf-8"))
    again = () if SIZES[kind].is_csv else (AGAIN,)
    programs = (PRODUCT, *again, *(peer for peer in PEERS if peer not in TOO_LARGE.get(kind, ())))
    runs = {program: Runs() for program in programs}
    for number in range(rounds):
        for program in programs:
            if program in SLOW and kind != "S" and number >= SLOW_ROUNDS:
                continue
            measure(program, workload, runs[program])
            if number == 0 and (said := _answer(program, workload)) not in (None, truth):
                raise SystemExit(f"{program} on {name} says {said}, the truth is {truth}")
        if number == 0:
            require_same_findings(workload)
    yield f"\n### {name}: {truth['rows']:,} rows, {rounds} rounds\n"
    yield from ("| " + " | ".join(cells) + " |" for cells in HEADER)
    yield from (_row(program, one, runs[LIMIT], truth["rows"]) for program, one in runs.items())
    yield from _goals(kind, runs)
    if kind not in TOO_LARGE:
        yield _stages(workload)


def _row(program: str, runs: Runs, limit: Runs, rows: int) -> str:
    work, wall = statistics.median(runs.processor), statistics.median(runs.seconds)
    rules = len(list((PROJECT / "sql" / "checks").glob("*.sql"))) if program == PRODUCT else JUDGED.get(program)
    return " | ".join((
        f"| {program}", f"{work:.2f}", f"{min(runs.processor):.2f} – {max(runs.processor):.2f}",
        f"{statistics.median(_ratios(runs.processor, limit.processor)):.2f}", f"{wall:.2f}",
        f"{statistics.median(_ratios(runs.seconds, limit.seconds)):.2f}",
        f"{work / rules / rows * 1e6:.2f}" if rules else "", f"{runs.peak_mib:.0f} |",
    ))  # fmt: skip


def _goals(kind: str, runs: dict[str, Runs]) -> Iterator[str]:
    ours = runs[PRODUCT]
    work = statistics.median(_ratios(ours.processor, runs[LIMIT].processor))
    yield f"\nGoal {GOALS[kind]} × `{LIMIT}` in processor seconds: {_state(work, GOALS[kind])}."
    if CHECKER in runs:
        work = statistics.median(_ratios(ours.processor, runs[CHECKER].processor))
        wall = statistics.median(_ratios(ours.seconds, runs[CHECKER].seconds))
        state = _state(max(work, wall), 1.0)
        yield f"Goal ahead of `{CHECKER}`: {state} × of it ({work:.2f} in processor seconds, {wall:.2f} by the clock)."
    if AGAIN in runs:
        part = statistics.median(_ratios(runs[AGAIN].processor, ours.processor))
        yield f"Goal {AGAIN_GOAL} × the first run in processor seconds: {_state(part, AGAIN_GOAL)}."
    if kind in MOST_MIB:
        yield f"Goal {MOST_MIB[kind]} MiB: {_state(ours.peak_mib, MOST_MIB[kind], 0)}."


def _state(value: float, goal: float, digits: int = 2) -> str:
    return f"{'met' if value <= goal else 'not met'}, {value:.{digits}f}"


def _stages(workload: Path) -> str:
    """Shares of the stages of one more build, and what Great Expectations takes by itself."""
    try:
        _forget(_out("stages", workload))
        seconds = json.loads(_run(_command("stages", workload), workload))
    except subprocess.CalledProcessError as error:
        return f"\nStages: not measured ({error.stderr.strip().rpartition(chr(10))[2] or error})."
    gate = seconds.pop("gate alone")
    whole = sum(seconds.values())
    shares = ", ".join(f"{stage} {part / whole:.0%}" for stage, part in seconds.items())
    return (
        f"\nStages: {shares}. Great Expectations alone: {gate['start']:.2f} s to start, {gate['judge']:.2f} s to judge."
    )


def _ratios(mine: list[float], others: list[float]) -> list[float]:
    """Round by round; a slow peer has fewer rounds."""
    return [one / other for one, other in zip(mine, others, strict=False)]


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} | {min(values):.2f} – {max(values):.2f}"


def _out(program: str, workload: Path) -> Path:
    out = workload / "out" / (PRODUCT if program == AGAIN else program).replace(" ", "_")
    out.mkdir(parents=True, exist_ok=True)
    return out


def _command(program: str, workload: Path) -> list[str]:
    out = _out(program, workload)
    if program in (PRODUCT, AGAIN):
        options = ["--plan", PLAN, "--period", PERIOD, "--inbox", workload / "inbox"]
        options += ["--out-warehouse", out / "warehouse.duckdb"]
        return [sys.executable, "-m", "tdnreport", "build", *map(str, options)]
    module = "bench.stages" if program == "stages" else f"bench.peers.{program}"
    return [sys.executable, "-m", module, str(workload), str(out)]


def measure(program: str, workload: Path, runs: Runs) -> None:
    """One run of a program on a workload, added to its runs; only `AGAIN` finds what a run before it left."""
    if program == AGAIN:
        _change(min((workload / "inbox").iterdir()))
    else:
        _forget(_out(program, workload))
        shutil.rmtree(workload / "home" / "out", ignore_errors=True)  # the store of builds, which keeps none twice
    _timed(_command(program, workload), workload, runs)


def _forget(out: Path) -> None:
    """Warehouses, what was read for them, and what a killed run left."""
    for old in out.glob("*.duckdb*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()


def _change(workbook: Path) -> None:
    """Other bytes, the same cells."""
    with zipfile.ZipFile(workbook, "a") as archive:
        archive.comment = b"" if archive.comment else b"changed"


def _timed(command: list[str], workload: Path, runs: Runs) -> None:
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=PROJECT, env=_environment(workload), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    runs.seconds.append(time.perf_counter() - started)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    runs.processor.append(usage.ru_utime + usage.ru_stime)
    runs.peak_mib = max(runs.peak_mib, _mib(usage))


def _mib(usage: resource.struct_rusage) -> float:
    """Of the largest single process: the program, or one that it waited for."""
    return usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _run(command: list[str], workload: Path) -> str:
    return subprocess.run(
        command, cwd=PROJECT, env=_environment(workload), capture_output=True, text=True, check=True
    ).stdout


def _environment(workload: Path) -> dict[str, str]:
    """Byte code is kept, for the product and for its peers."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited if workload == PROJECT else inherited | {"TDNREPORT_HOME": str(workload / "home")}


def _answer(program: str, workload: Path) -> dict[str, int] | None:
    """What a program says of the workload, in the shape of the truth; None where it only reads."""
    out = _out(program, workload)
    if program in (PRODUCT, AGAIN):
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


def require_same_findings(workload: Path) -> None:
    """Every rule that fires on a line fires as often in the hand-tuned program as in the product, warnings too."""
    import duckdb

    with duckdb.connect(str(_out(PRODUCT, workload) / "warehouse.duckdb"), read_only=True) as con:
        query = "select rule_id, count(*) from marts.findings where row_no is not null group by all"
        ours = dict(con.execute(query).fetchall())
    theirs = json.loads((_out(LIMIT, workload) / "rules.json").read_text(encoding="utf-8"))
    if ours != theirs:
        raise SystemExit(f"{LIMIT} finds {theirs} in {workload.name}, the product {ours}")


if __name__ == "__main__":
    typer.run(main)
