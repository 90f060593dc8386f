"""What checking costs beside plain SQL that finds the same rows, on 1,000,000 progress rows: `python -m bench.checking`.

A small workload is read and typed by the product itself, then its typed lines are copied a hundred times under other unit and file
names. On that warehouse run in turn, each in a process of its own: the product's checks up to `marts.findings`, Great Expectations
over the marts, and `plain_checks.sql`, one hand-written SELECT a rule. Plain SQL and product must find the same rows.
Out of scope: reading files, and the marts themselves.
"""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bench.workload import PERIOD, PLAN, PROJECT, Size, ensure

if TYPE_CHECKING:
    import duckdb

SMALL, COPIES = Size(50, 200, 1, False), 100
PLAIN = Path(__file__).with_name("plain_checks.sql")
FILES = ("staging.rows", "staging.entries", "staging.submissions", "raw.files", "raw.lines", "raw.tables", "raw.table_rows", "raw.table_columns")
"""Tables of files, copied with another `file`; where they have a `unit_id`, with another one."""
UNITS = ("ref.units", "ref.expected_units", "ref.task_units")
GOAL_RATIO, GOAL_MIB = 2.0, 1024.0


def main(
    rounds: Annotated[int, typer.Option(help="How often each part runs.")] = 3,
    out: Annotated[Path, typer.Option(help="Where workload and warehouse are kept.")] = PROJECT / "out" / "bench",
) -> None:
    """The ratio and the peak memory, printed as a table."""
    folder = ensure("checking", SMALL, out.resolve())
    _part("typed", folder)
    measured = [{part: _part(part, folder) for part in ("plain", "checks", "marts", "gate")} for _ in range(rounds)]
    print("\n".join(_table(measured)))


def _part(part: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.checking", part, str(folder)]
    answer = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True).stdout
    said: dict[str, float] = json.loads(answer.splitlines()[-1])
    return said


def _table(measured: list[dict[str, dict[str, float]]]) -> Iterable[str]:
    yield json.dumps(measured, indent=1)


# --- the parts, each a process


def _run(part: str, folder: Path) -> None:
    typed, checked = folder / "typed.duckdb", folder / "checked.duckdb"
    match part:
        case "typed":
            said = _typed(folder, typed)
        case "plain":
            said = _plain(_copy(typed, folder / "plain.duckdb"))
        case "checks":
            said = _checks(folder, _copy(typed, checked))
        case "marts":
            said = _marts(folder, checked)
        case "gate":
            said = _gate(folder, checked)
    print(json.dumps({**said, "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def _copy(source: Path, to: Path) -> Path:
    shutil.copyfile(source, to)
    return to


def _subject(folder: Path):
    from tdnreport.config import Home
    from tdnreport.line import subject

    return subject(Home(folder / "home"), PLAN, PERIOD)


def _typed(folder: Path, path: Path) -> dict[str, float]:
    """The warehouse up to `staging`, with all lines copied."""
    import duckdb

    from tdnreport import line, raw, warehouse
    from tdnreport.inbox import list_inbox

    of = _subject(folder)
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as con:
        warehouse.make_schemas(con)
        line.fill(con, of, raw.read(of, list_inbox(folder / "inbox"), line.silent))
        for schema in ("report", "marts", "checks"):
            con.execute(f"drop schema {schema} cascade; create schema {schema}")
        for table in (*FILES, *UNITS):
            _multiply(con, table)
        [(rows,)] = con.execute("select count(*) from staging.rows").fetchall()
        con.execute("checkpoint")
    return {"rows": rows}


def _multiply(con: duckdb.DuckDBPyConnection, table: str) -> None:
    columns = con.table(table).columns
    changed = ", ".join(f"{name} || '-' || copy as {name}" for name in ("file", "unit_id") if name in columns)
    con.execute(f"insert into {table} select * exclude (copy) replace ({changed}) from {table}, range(1, {COPIES}) as copies(copy)")


def _plain(path: Path) -> dict[str, float]:
    import duckdb

    with duckdb.connect(str(path)) as con:
        started = time.perf_counter()
        con.execute(PLAIN.read_text(encoding="utf-8"))
        return {"seconds": time.perf_counter() - started}


def _steps(con: duckdb.DuckDBPyConnection, folder: Path):
    from tdnreport import models
    from tdnreport.checks import found

    sql = models.find_models(con, folder / "home" / "sql")
    there = {name for (name,) in con.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()}
    return [step for step in models.in_order([*sql, found(sql)]) if step.name not in there and not step.name.startswith("staging.")]


def _checks(folder: Path, path: Path) -> dict[str, float]:
    import duckdb

    with duckdb.connect(str(path)) as con:
        steps = [step for step in _steps(con, folder) if step.name.startswith("checks.") or step.name == "marts.findings"]
        seconds = {}
        for step in steps:
            started = time.perf_counter()
            step.build(con)
            seconds[step.name] = round(time.perf_counter() - started, 3)
        for name in sorted(seconds, key=seconds.get, reverse=True)[:15]:
            print(name, seconds[name], file=sys.stderr)
        return {"seconds": sum(seconds.values())}


def _marts(folder: Path, path: Path) -> dict[str, float]:
    import duckdb

    with duckdb.connect(str(path)) as con:
        started = time.perf_counter()
        for step in _steps(con, folder):
            at = time.perf_counter()
            step.build(con)
            took = time.perf_counter() - at
            if took > 1:
                print(step.name, round(took, 2), file=sys.stderr)
        return {"seconds": time.perf_counter() - started}


def _gate(folder: Path, path: Path) -> dict[str, float]:
    from tdnreport import expectations
    from tdnreport.suites import load_suites

    started = time.perf_counter()
    expectations.get_ready()
    suites = load_suites(folder / "home" / "expectations", _subject(folder).rules)
    ready = time.perf_counter()
    outcomes = expectations.run(path, suites)
    for one in outcomes:
        if not one.success:
            print(one.description, one.unexpected_count, one.error, file=sys.stderr)
    return {"start": ready - started, "seconds": time.perf_counter() - ready}


if __name__ == "__main__":
    if len(sys.argv) == 3 and not sys.argv[1].startswith("-"):
        _run(sys.argv[1], Path(sys.argv[2]))
    else:
        typer.run(main)
