"""The line: a folder of department files becomes a finished warehouse.

    inbox → raw → staging → checks → marts → report tables

Everything a later stage knows stands in the warehouse; nothing is carried beside it. Out of scope: writing files (`report`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.offline import OFFLINE
from tdnreport.base.privacy import mask_columns
from tdnreport.base.progress import Progress, silent
from tdnreport.ingest import frames, large_csv
from tdnreport.ingest.inbox import Inbox
from tdnreport.plans import ref_tables
from tdnreport.plans.context import RunContext
from tdnreport.plans.rules import rules_table
from tdnreport.warehouse import database, dictionary, models
from tdnreport.warehouse.findings import found
from tdnreport.warehouse.lookups import readings

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from tdnreport.ingest.frames import Frames


@contextlib.contextmanager
def built(
    of: RunContext,
    inbox: Inbox,
    path: Path,
    progress: Progress = silent,
    *,
    earlier: Frames | None = None,
    wanted: frozenset[str] | None = None,
    remembered: Path | None = None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The finished warehouse of an inbox, to read; it takes the place of `path` when the block ends well.

    `earlier` holds the `raw.previous_*` frames of an earlier report to compare with. `wanted` are the tables to make, with what they
    read; all where it is None. Cells are remembered beside `path` unless `remembered` says where.
    """
    files = chain([earlier or {}], frames.read(of, inbox, progress, remembered=remembered or cells_beside(path)))

    def make(con: duckdb.DuckDBPyConnection) -> None:
        sql = fill(con, of, files, progress, wanted)
        if wanted is None:
            dictionary.describe(con, sql, of.home.sql)

    with database.rebuilt(path, make) as con:
        yield con


def cells_beside(warehouse: Path) -> Path:
    """Where the cells of files are remembered from run to run."""
    return warehouse.with_name(f"{warehouse.name}.cells")


@contextlib.contextmanager
def in_memory(
    of: RunContext, inbox: Inbox, wanted: frozenset[str] | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same without a file, for a few files; nothing is left on the disk."""
    import duckdb

    with duckdb.connect(config=OFFLINE) as con:
        database.make_schemas(con)
        fill(con, of, frames.read(of, inbox, silent), wanted=wanted)
        yield con


def each_in_memory(
    of: RunContext, inbox: Inbox, wanted: frozenset[str] | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """One such warehouse for each file, which holds no other; the files are read in one go and the models parsed once."""
    import duckdb

    sql = None
    for some in frames.read(of, inbox, silent, at_once=1):
        with duckdb.connect(config=OFFLINE) as con:
            database.make_schemas(con)
            sql = fill(con, of, [some], wanted=wanted, sql=sql)
            yield con


def fill(
    con: duckdb.DuckDBPyConnection,
    of: RunContext,
    files: Iterable[Frames],
    progress: Progress = silent,
    wanted: frozenset[str] | None = None,
    sql: list[models.Model] | None = None,
) -> list[models.Model]:
    """Load `ref` and `raw`, then build the wanted models or all; the SQL models, parsed before or now, are returned."""
    database.load(con, "ref", _ref_tables(of))
    database.make_raw(con)
    for some in files:
        database.add_raw(con, some)
        if "bulk" in some:
            large_csv.load(con, some["bulk"])
    models.load_macros(con, of.home.sql)
    sql = sql or models.find_models(con, of.home.sql)
    unordered: list[models.Step] = [*sql, *readings(of.vocabulary), found(sql)]
    steps = models.in_order(unordered if wanted is None else models.needed(unordered, wanted))
    for done, step in enumerate(steps, 1):
        step.build(con)
        progress("Tổng hợp", done, len(steps))
    if any(step.name == "report.corrections" for step in steps):
        mask_columns(con, "report.corrections", "value_sent", "value_used", "reason", "decided")
    return sql


def _ref_tables(of: RunContext) -> dict[str, pl.DataFrame]:
    import polars as pl

    sources = of.words.fund_source_names
    funds = pl.DataFrame(
        {"fund_source": list(sources), "name": list(sources.values())},
        schema={"fund_source": pl.String, "name": pl.String},
    )
    run = pl.DataFrame({"as_of": [of.as_of]}, schema={"as_of": pl.Date})
    return ref_tables(of.reference, of.plan, of.period) | {
        "rules": rules_table(of.rules), "fund_sources": funds, "run": run,
    }  # fmt: skip


def as_of(con: duckdb.DuckDBPyConnection) -> date | None:
    """The day the figures stand for: the one named for the run, else the last day on which a file came."""
    last: list[tuple[date | None]] = con.execute(
        "select coalesce((select as_of from ref.run), (select max(received_on) from staging.submissions))"
    ).fetchall()
    return last[0][0]


def is_sample(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether any file says of itself that its figures are invented."""
    [(sample,)] = con.execute("select coalesce(bool_or(is_sample), false) from raw.files").fetchall()
    return bool(sample)
