"""The DuckDB file: rebuilt on every run and renamed over the old one on success.

A build that fails or is killed leaves the old file untouched and, at most, a `.new-…` file that the next build removes.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.disk import flush_to_disk, remove_leftovers
from tdnreport.base.offline import OFFLINE
from tdnreport.ingest.schema import RAW
from tdnreport.warehouse.models import LAYERS

if TYPE_CHECKING:
    import duckdb
    import polars as pl

MEMORY = "1GB"
"""Memory limit before DuckDB spills to disk: offices have machines of 4 GB, and Great Expectations runs beside it."""

ROWS_AT_ONCE = 61_440
"""Rows of a row group, half of DuckDB's own: a table of 100,000 rows is then read by several threads and written while it is made."""

SELF = "warehouse"


@contextlib.contextmanager
def rebuild_warehouse(
    path: Path, fill: Callable[[duckdb.DuckDBPyConnection], None]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Build a new warehouse with `fill` and yield it open for reading; it replaces `path` when the block ends without an error.

    One transaction for all: the file is not visible before the rename, and a hundred commits would wait for the disk.
    """
    import duckdb

    path.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(path.parent, f"{path.name}.new-")
    new = path.with_name(f"{path.name}.new-{os.getpid()}")
    try:
        _try_writing(new)
        with _write_transaction(new, path) as con:
            con.begin()
            make_schemas(con)
            fill(con)
            con.commit()
            con.execute("force checkpoint")
        with duckdb.connect(str(new), read_only=True, config=OFFLINE) as con:
            yield con
    except BaseException:
        remove_leftovers(path.parent, f"{path.name}.new-")
        raise
    flush_to_disk(new)
    # The log of a program that died with the old warehouse open for writing: beside the new one DuckDB would open neither.
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    os.replace(new, path)
    flush_to_disk(path.parent)
    with duckdb.connect(str(path), read_only=True, config=OFFLINE):
        pass


def _try_writing(new: Path) -> None:
    """The system's own reason where no file can be made: DuckDB tells no missing right from a full disk."""
    new.touch()
    new.unlink()


@contextlib.contextmanager
def _write_transaction(new: Path, path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Everything written is in the file itself at the end: on a full disk DuckDB would close without a word and leave it in a log."""
    import duckdb

    try:
        with _attach_new_file(new) as con:
            yield con
    except (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException) as error:
        raise OSError(errno.ENOSPC, "ổ đĩa đã đầy hoặc không ghi được", str(path)) from error
    if new.with_name(f"{new.name}.wal").exists():
        raise OSError(errno.ENOSPC, "ổ đĩa đã đầy hoặc không ghi được", str(path))


@contextlib.contextmanager
def _attach_new_file(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    spill = {"memory_limit": MEMORY, "temp_directory": f"{path}.tmp"}
    with duckdb.connect(config=OFFLINE | spill) as con:
        con.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {SELF} (row_group_size {ROWS_AT_ONCE})")
        con.execute(f"use {SELF}")
        yield con
        con.execute("use memory")
        con.execute(f"detach {SELF}")


def database_path(con: duckdb.DuckDBPyConnection) -> Path:
    """Path of the database file that a connection has open, so that another process can read it."""
    [(path,)] = con.execute("select path from duckdb_databases() where path is not null").fetchall()
    return Path(path)


def make_schemas(con: duckdb.DuckDBPyConnection) -> None:
    for schema in LAYERS:
        con.execute(f"create schema {schema}")


def load_tables(con: duckdb.DuckDBPyConnection, schema: str, tables: Mapping[str, pl.DataFrame]) -> None:
    """One table per frame, `schema.<name>`."""
    for name, frame in tables.items():
        con.register("frame", frame)
        con.execute(f"create table {schema}.{name} as select * from frame")
        con.unregister("frame")


def make_raw(con: duckdb.DuckDBPyConnection) -> None:
    """All tables of `RAW`, empty."""
    for name, columns in RAW.items():
        con.execute(f"create table raw.{name} ({columns})")


def add_raw(con: duckdb.DuckDBPyConnection, tables: Mapping[str, pl.DataFrame]) -> None:
    """Lines for tables of `RAW`, those that are there."""
    for name in RAW.keys() & tables.keys():
        con.register("frame", tables[name])
        con.execute(f"insert into raw.{name} by name select * from frame")
        con.unregister("frame")
