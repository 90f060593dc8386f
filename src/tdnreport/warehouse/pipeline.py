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
from tdnreport.ingest.inbox import Inbox, InboxFile, list_inbox
from tdnreport.plans import ref_tables
from tdnreport.plans.context import RunContext
from tdnreport.plans.rules import rules_table
from tdnreport.warehouse import database, dictionary, models
from tdnreport.warehouse.findings import found
from tdnreport.warehouse.lookups import readings

if TYPE_CHECKING:
    import duckdb
    import polars as pl


@contextlib.contextmanager
def built(
    of: RunContext, inbox: Path, path: Path, progress: Progress = silent, earlier: frames.Frames | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The finished warehouse of all files below `inbox`, to read; it takes the place of `path` when the block ends well.

    `earlier` holds the `raw.previous_*` frames of an earlier report to compare with.
    """
    remembered = path.with_name(f"{path.name}.cells")
    files = chain([earlier or {}], frames.read(of, list_inbox(inbox), progress, remembered=remembered))

    def make(con: duckdb.DuckDBPyConnection) -> None:
        sql = fill(con, of, files, progress)
        dictionary.describe(con, sql, of.home.sql)

    with database.rebuilt(path, make) as con:
        yield con


@contextlib.contextmanager
def in_memory(of: RunContext, file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The whole line for one file by itself, leaving nothing on the disk."""
    import duckdb

    files = frames.read(of, Inbox((InboxFile(file, file.name, None),), (), ()), silent)
    with duckdb.connect(config=OFFLINE) as con:
        database.make_schemas(con)
        fill(con, of, files)
        yield con


def fill(
    con: duckdb.DuckDBPyConnection, of: RunContext, files: Iterable[frames.Frames], progress: Progress = silent
) -> list[models.Model]:
    """Load `ref` and `raw`, then build every model; the SQL models are returned for their descriptions."""
    database.load(con, "ref", _ref_tables(of))
    database.make_raw(con)
    for some in files:
        database.add_raw(con, some)
        if "bulk" in some:
            large_csv.load(con, some["bulk"])
    models.load_macros(con, of.home.sql)
    sql = models.find_models(con, of.home.sql)
    unordered: list[models.Step] = [*sql, *readings(of.vocabulary), found(sql)]
    steps = models.in_order(unordered)
    for done, step in enumerate(steps, 1):
        step.build(con)
        progress("Tổng hợp", done, len(steps))
    mask_columns(con, "report.corrections", "value_sent", "value_used", "reason", "decided")
    return sql


def _ref_tables(of: RunContext) -> dict[str, pl.DataFrame]:
    import polars as pl

    sources = of.words.fund_source_names
    funds = pl.DataFrame(
        {"fund_source": list(sources), "name": list(sources.values())},
        schema={"fund_source": pl.String, "name": pl.String},
    )
    return ref_tables(of.reference, of.plan, of.period) | {"rules": rules_table(of.rules), "fund_sources": funds}


def as_of(con: duckdb.DuckDBPyConnection) -> date | None:
    """The day the figures stand for when nobody says otherwise: the last day on which a file came."""
    last: list[tuple[date | None]] = con.execute("select max(received_on) from staging.submissions").fetchall()
    return last[0][0]


def is_sample(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether any file says of itself that its figures are invented."""
    [(sample,)] = con.execute("select coalesce(bool_or(is_sample), false) from raw.files").fetchall()
    return bool(sample)
