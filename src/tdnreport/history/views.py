"""The store as tables to ask: `history.*`, views of `sql/history` over the Delta tables, in any DuckDB connection.

    with open_history(home, is_sample=False) as con:
        con.sql("select year, value from history.figures where figure_id = 'completion_rate_pct'")

A reader sees real builds or those of invented sample figures, never both; builds that bear a marking of secrecy only where that is
allowed. DuckDB reads the tables through Arrow: it needs no extension and opens no file by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.offline import OFFLINE
from tdnreport.history.kept_tables import TABLES, columns_of
from tdnreport.history.store import Store, find_store
from tdnreport.warehouse.dictionary import comment_models
from tdnreport.warehouse.models import find_models, order_steps

if TYPE_CHECKING:
    import duckdb

    from tdnreport.base.home import Home

SCHEMA = "history"


@dataclass(frozen=True, slots=True)
class Sight:
    """Which builds a reader may see."""

    is_sample: bool = False
    restricted: bool = False


@contextmanager
def open_history(home: Home, sight: Sight) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the views of the project's store and nothing else: no file and no network can be reached from it."""
    import duckdb

    with duckdb.connect(config=OFFLINE) as con:
        attach_history(con, find_store(home), home.sql, sight)
        con.execute(f"use {SCHEMA}; set enable_external_access = false; set lock_configuration = true")
        yield con


def attach_history(con: duckdb.DuckDBPyConnection, store: Store, sql: Path, sight: Sight) -> None:
    """Make `history.*` in a connection; StoreError where the store cannot be read.

    `kept` and `history` are databases of their own in memory, so that they stand beside a warehouse that is open for reading.
    """
    con.execute("attach ':memory:' as kept; attach ':memory:' as history")
    for name in reversed(TABLES):
        _make_kept_view(con, store, name, sight)
    for model in order_steps(find_models(con, sql, (SCHEMA,))):
        model.build(con)


def describe_history(con: duckdb.DuckDBPyConnection, sql: Path) -> None:
    """Comments on the views and their columns, for those who list them."""
    comment_models(con, find_models(con, sql, (SCHEMA,)))


def _make_kept_view(con: duckdb.DuckDBPyConnection, store: Store, name: str, sight: Sight) -> None:
    """`kept.<name>`: the rows of builds that may be seen; a column that older rows lack is blank, a table not yet there empty."""
    dataset, columns = store.dataset(name), columns_of(name)
    there = [] if dataset is None else dataset.schema.names
    select = ", ".join(
        f"{column}::{kind} as {column}" if column in there else f"null::{kind} as {column}"
        for column, kind in columns.items()
    )
    if dataset is None:
        con.execute(f"create view kept.{name} as select {select} where false")
        return
    con.register(f"rows_of_{name}", dataset)
    con.execute(f"create view kept.{name} as select {select} from rows_of_{name} where {_condition(name, sight)}")


def _condition(name: str, sight: Sight) -> str:
    if name == "builds":
        return f"is_sample = {sight.is_sample}" + ("" if sight.restricted else " and marking is null")
    return "true" if name == "definitions" else "build_id in (select build_id from kept.builds)"
