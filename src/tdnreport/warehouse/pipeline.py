"""The pipeline: a folder of department files → a finished warehouse.

    inbox → raw → staging → checks → marts → report tables

Later stages get everything from the warehouse; nothing is passed beside it. Out of scope: writing files (`report`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.offline import OFFLINE
from tdnreport.base.privacy import redact_columns
from tdnreport.base.progress import Progress, no_progress
from tdnreport.ingest import frames
from tdnreport.ingest.csv_records import CsvTable, load_csv_tables
from tdnreport.ingest.inbox import Inbox
from tdnreport.plans import ref_tables
from tdnreport.plans.context import RunContext
from tdnreport.plans.rules import rules_table
from tdnreport.warehouse import database, dictionary, models
from tdnreport.warehouse.csv_views import CsvEntries, make_line_views
from tdnreport.warehouse.findings import union_findings
from tdnreport.warehouse.lookups import make_lookups

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from tdnreport.ingest.frames import RawFrames


@contextlib.contextmanager
def build_warehouse(
    context: RunContext,
    inbox: Inbox,
    path: Path,
    progress: Progress = no_progress,
    *,
    earlier: RawFrames | None = None,
    wanted: frozenset[str] | None = None,
    cache_path: Path | None = None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Build the warehouse of an inbox and yield it for reading; it replaces `path` when the block ends without an error.

    `earlier` holds the `raw.previous_*` frames of an earlier report to compare with. `wanted` are the tables to build, with what they
    read; None builds all. `cache_path` is where the cell cache is kept, by default beside `path`.
    """
    files = chain(
        [earlier or {}], frames.read_inbox(context, inbox, progress, cache_path=cache_path or cells_path(path))
    )

    def fill_and_describe(con: duckdb.DuckDBPyConnection) -> None:
        sql = fill_warehouse(con, context, files, progress, wanted)
        if wanted is None:
            dictionary.comment_tables(con, sql, context.home.sql)

    with database.rebuild_warehouse(path, fill_and_describe) as con:
        yield con


def cells_path(warehouse: Path) -> Path:
    """Path of the cell cache of a warehouse."""
    return warehouse.with_name(f"{warehouse.name}.cells")


@contextlib.contextmanager
def build_in_memory(
    context: RunContext, inbox: Inbox, wanted: frozenset[str] | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Build the warehouse of a few files in memory; nothing is written."""
    import duckdb

    with duckdb.connect(config=OFFLINE) as con:
        database.make_schemas(con)
        fill_warehouse(con, context, frames.read_inbox(context, inbox, no_progress), wanted=wanted)
        yield con


def each_in_memory(
    context: RunContext, inbox: Inbox, wanted: frozenset[str] | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """One such warehouse for each file, which holds no other; the files are read in one go and the models parsed once."""
    import duckdb

    sql = None
    for some in frames.read_inbox(context, inbox, no_progress, at_once=1):
        with duckdb.connect(config=OFFLINE) as con:
            database.make_schemas(con)
            sql = fill_warehouse(con, context, [some], wanted=wanted, sql=sql)
            yield con


def fill_warehouse(
    con: duckdb.DuckDBPyConnection,
    context: RunContext,
    files: Iterable[RawFrames],
    progress: Progress = no_progress,
    wanted: frozenset[str] | None = None,
    sql: list[models.Model] | None = None,
) -> list[models.Model]:
    """Load `ref` and `raw`, then build the wanted models or all; the SQL models, parsed before or now, are returned."""
    database.load_tables(con, "ref", _ref_tables(context))
    database.make_raw(con)
    csv_tables: list[CsvTable] = []
    for raw in files:
        database.add_raw(con, raw)
        if "bulk" in raw:
            csv_tables += load_csv_tables(con, raw["bulk"], len(csv_tables))
    make_line_views(con, csv_tables)
    models.load_macros(con, context.home.sql)
    sql = sql or models.find_models(con, context.home.sql)
    unordered: list[models.Step] = [
        *sql,
        *make_lookups(context.vocabulary),
        CsvEntries(tuple(csv_tables)),
        union_findings(sql),
    ]
    steps = models.order_steps(unordered if wanted is None else models.select_needed(unordered, wanted))
    for done, step in enumerate(steps, 1):
        step.build(con)
        progress("Tổng hợp", done, len(steps))
    if any(step.name == "report.corrections" for step in steps):
        redact_columns(con, "report.corrections", "value_sent", "value_used", "reason", "decided")
    return sql


def _ref_tables(context: RunContext) -> dict[str, pl.DataFrame]:
    import polars as pl

    sources = context.words.fund_source_names
    funds = pl.DataFrame(
        {"fund_source": list(sources), "name": list(sources.values())},
        schema={"fund_source": pl.String, "name": pl.String},
    )
    run = pl.DataFrame({"as_of": [context.as_of]}, schema={"as_of": pl.Date})
    return ref_tables(context.reference, context.plan, context.period) | {
        "rules": rules_table(context.rules), "fund_sources": funds, "run": run,
    }  # fmt: skip


def last_received_on(con: duckdb.DuckDBPyConnection) -> date | None:
    """The day the figures stand for: the one named for the run, else the last day on which a file came."""
    last: list[tuple[date | None]] = con.execute(
        "select coalesce((select as_of from ref.run), (select max(received_on) from staging.submissions))"
    ).fetchall()
    return last[0][0]


def has_sample_file(con: duckdb.DuckDBPyConnection) -> bool:
    """True where any file says that its figures are invented."""
    [(sample,)] = con.execute("select coalesce(bool_or(is_sample), false) from raw.files").fetchall()
    return bool(sample)
