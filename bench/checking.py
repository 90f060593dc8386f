"""What checking costs beside plain SQL that finds the same rows, on 1,000,000 progress rows: `python -m bench.checking`.

A small workload is read and typed by the product itself, then its typed lines are copied a hundred times under other names of units and
files. On that warehouse run in turn, each in a process of its own: `plain_checks.sql`, one hand-written SELECT a rule; the product's
checks up to `marts.findings`; and Great Expectations over the marts. Plain SQL and product must find the same rows.
Seconds are processor seconds, because other work on the machine stretches the wall's. Out of scope: reading files, the marts themselves.
"""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bench.workload import PERIOD, PLAN, PROJECT, Size, ensure
from tdnreport.base.progress import no_progress

if TYPE_CHECKING:
    import duckdb

    from tdnreport.plans.context import RunContext
    from tdnreport.warehouse.models import Step

SMALL, COPIES = Size(50, 200, 1, False), 100
PLAIN = Path(__file__).with_name("plain_checks.sql")
OF_FILES = ("staging.rows", "staging.entries", "staging.submissions", *(f"raw.{name}" for name in (
    "files", "lines", "tables", "table_rows", "table_columns")))  # fmt: skip
OF_UNITS = ("ref.units", "ref.expected_units", "ref.task_units")
GOAL, GOAL_MIB = 2.0, 1024
DOCUMENT = PROJECT / "docs" / "performance.md"
START, END = "<!-- checking: written by make bench -->", "<!-- end of checking -->"

Said = dict[str, float]


def main(
    rounds: Annotated[int, typer.Option(help="How often each part runs.")] = 3,
    out: Annotated[Path, typer.Option(help="Where workload and warehouses are kept.")] = PROJECT / "out" / "bench",
    write: Annotated[bool, typer.Option(help="Keep the table in docs/performance.md.")] = False,
) -> None:
    """The ratio of checking to plain SQL, and the peak memory, as a table; kept in `docs/performance.md`."""
    folder = ensure("checking", SMALL, out.resolve())
    _process("typed", folder)
    measured = [{part: _process(part, folder) for part in ("plain", "checks", "marts", "gate")} for _ in range(rounds)]
    _require_same_rows(folder)
    shown = "\n".join(table(measured))
    print(shown)
    if write:
        before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(START)
        _, _, after = rest.partition(END)
        DOCUMENT.write_text(f"{before}{START}\n{shown}\n\n{END}{after}", encoding="utf-8")


def table(measured: Sequence[dict[str, Said]]) -> Iterator[str]:
    """Medians over the rounds; the ratio is taken within a round."""
    yield f"\n### Checking 1,000,000 progress rows, {len(measured)} rounds; goal {GOAL} × plain SQL, under {GOAL_MIB} MiB\n"
    yield "| part | processor seconds | wall seconds | peak MiB |"
    yield "|---|---|---|---|"
    for part in ("plain", "checks", "gate"):
        said = [one[part] for one in measured]
        columns = (statistics.median(one[name] for one in said) for name in ("cpu", "wall"))
        yield f"| {part} | {' | '.join(f'{value:.2f}' for value in columns)} | {max(one['mib'] for one in said):.0f} |"
    ratios = [(one["checks"]["cpu"] + one["gate"]["cpu"]) / one["plain"]["cpu"] for one in measured]
    yield f"\nChecks and gate together: {statistics.median(ratios):.2f} × plain SQL ({min(ratios):.2f} – {max(ratios):.2f});"
    start = statistics.median(one["gate"]["start"] for one in measured)
    yield f"start-up of the gate {start:.2f} processor seconds besides."


def _process(part: str, folder: Path) -> Said:
    command = [sys.executable, "-m", "bench.checking", part, str(folder)]
    answer = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True).stdout
    said: Said = json.loads(answer.splitlines()[-1])
    return said


def _require_same_rows(folder: Path) -> None:
    """Rows of rules that `sql/checks` finds; what the reader found while reading is not checking."""
    import duckdb

    with duckdb.connect() as con:
        for name in ("plain", "checked"):
            con.execute(f"attach '{folder / name}.duckdb' as {name} (read_only)")
        different = con.execute(
            """with product as (select distinct rule_id, file, sheet, row_no from checked.checks.found
                anti join checked.raw.findings using (rule_id, file)),
            plain as (select distinct rule_id, file, sheet, row_no from plain.plain)
            select rule_id, count(*) from ((from product except from plain) union all (from plain except from product)) group by all"""
        ).fetchall()
    if different:
        raise SystemExit(f"plain SQL and product do not find the same rows: {different}")


# --- the parts, each in a process of its own


def _run(part: str, folder: Path) -> None:
    parts: dict[str, Callable[[Path], Said]] = {
        "typed": _typed,
        "plain": _plain,
        "checks": _checks,
        "marts": _marts,
        "gate": _gate,
    }
    said = parts[part](folder)
    print(json.dumps(said | {"mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def _timed(work: Callable[[], object]) -> Said:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def _subject(folder: Path) -> RunContext:
    from tdnreport.base.home import Home
    from tdnreport.plans.context import load_context

    return load_context(Home(folder / "home"), PLAN, PERIOD)


def _typed(folder: Path) -> Said:
    """The warehouse up to `staging`, with all lines copied."""
    import duckdb

    from tdnreport.ingest import frames
    from tdnreport.ingest.inbox import list_inbox
    from tdnreport.warehouse import database, pipeline

    of, path = _subject(folder), folder / "typed.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as con:
        database.make_schemas(con)
        pipeline.fill_warehouse(con, of, frames.read_inbox(of, list_inbox(folder / "inbox"), no_progress))
        for schema in ("report", "marts", "checks"):
            con.execute(f"drop schema {schema} cascade; create schema {schema}")
        for table in (*OF_FILES, *OF_UNITS):
            _multiply(con, table)
    return {}


def _multiply(con: duckdb.DuckDBPyConnection, table: str) -> None:
    names = (name for name in ("file", "unit_id") if name in con.table(table).columns)
    renamed = ", ".join(f"{name} || '-' || copy as {name}" for name in names)
    con.execute(
        f"insert into {table} select * exclude (copy) replace ({renamed}) from {table}, range(1, {COPIES}) as copies(copy)"
    )


def _plain(folder: Path) -> Said:
    import duckdb

    path = shutil.copyfile(folder / "typed.duckdb", folder / "plain.duckdb")
    with duckdb.connect(str(path)) as con:
        return _timed(lambda: con.execute(PLAIN.read_text(encoding="utf-8")))


def _checks(folder: Path) -> Said:
    path = shutil.copyfile(folder / "typed.duckdb", folder / "checked.duckdb")
    return _build(folder, path, lambda name: name.startswith("checks.") or name == "marts.findings")


def _marts(folder: Path) -> Said:
    return _build(folder, folder / "checked.duckdb", lambda name: True)


def _build(folder: Path, path: Path, wanted: Callable[[str], bool]) -> Said:
    import duckdb

    with duckdb.connect(str(path)) as con:
        steps = [step for step in _missing(con, folder / "home" / "sql") if wanted(step.name)]

        def work() -> None:
            for step in steps:
                step.build(con)

        return _timed(work)


def _missing(con: duckdb.DuckDBPyConnection, sql: Path) -> list[Step]:
    """Models without a table yet, in order."""
    from tdnreport.warehouse import models
    from tdnreport.warehouse.findings import union_findings

    there = {
        name
        for (name,) in con.execute("select table_schema || '.' || table_name from information_schema.tables").fetchall()
    }
    known = models.find_models(con, sql)
    steps: list[Step] = [*known, union_findings(known)]
    return [step for step in models.order_steps(steps) if step.name not in there]


def _gate(folder: Path) -> Said:
    from tdnreport.quality import expectations
    from tdnreport.quality.suites import load_suites

    start = _timed(expectations.get_ready)
    suites = load_suites(folder / "home" / "expectations", _subject(folder).rules)
    return {"start": start["cpu"]} | _timed(lambda: expectations.run_suites(folder / "checked.duckdb", suites))


if __name__ == "__main__":
    if len(sys.argv) == 3 and not sys.argv[1].startswith("-"):
        _run(sys.argv[1], Path(sys.argv[2]))
    else:
        typer.run(main)
