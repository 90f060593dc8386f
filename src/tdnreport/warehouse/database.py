"""The DuckDB file: made new for every build, and put in the place of the old one by a single rename when it has passed.

A build that fails or is killed leaves the old file untouched and, at most, a `.new-…` file that the next build removes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.warehouse.models import LAYERS

if TYPE_CHECKING:
    import duckdb
    import polars as pl

MEMORY = "1GB"
"""What DuckDB may take before it writes to disk: offices have machines of 4 GB, and Great Expectations runs beside it."""

ROWS_AT_ONCE = 61_440
"""Rows of a row group, half of DuckDB's own: a table of 100,000 rows is then read by several threads and written while it is made."""

SELF = "warehouse"

RAW = {
    "files": """file varchar, sha256 varchar, size_bytes bigint, format varchar, encoding varchar, unit_id varchar, unit_from varchar,
        unit_text varchar, period_id varchar, received_on date, received_from varchar, document_no varchar,
        register_position integer, is_sample boolean, is_slow boolean""",
    "sheets": "file varchar, sheet varchar, position integer, is_hidden boolean, lines integer, is_read boolean, reason varchar",
    "lines": "file varchar, sheet varchar, row_no integer, is_hidden boolean, cells varchar[], kinds varchar",
    "tables": """file varchar, sheet varchar, table_no integer, kind varchar, header_row integer, first_row integer, last_row integer,
        rest_is_data boolean""",
    "table_columns": "file varchar, sheet varchar, table_no integer, field varchar, position integer, scale bigint",
    "table_rows": """file varchar, sheet varchar, table_no integer, row_no integer, role varchar,
        cells varchar[], kinds varchar""",
    "unread": "file varchar, sheet varchar, what varchar, name varchar, reason varchar",
    "findings": "file varchar, sheet varchar, row_no integer, field varchar, rule_id varchar, value varchar, detail varchar",
    "previous_report": "plan_id varchar, period_id varchar, label varchar, as_of date",
    "previous_progress": "unit_id varchar, task_code varchar, status varchar, completion_pct double, result_text varchar",
    "previous_budget": "unit_id varchar, task_code varchar, allocated_vnd bigint, disbursed_vnd bigint",
    "previous_indicators": "unit_id varchar, indicator_code varchar, value double, cumulative double",
    "previous_quality": """plan_id varchar, period_id varchar, data_to date, unit_id varchar, score double, timely_points double,
        lead_points double, row_points double, warning_points double, reasons varchar""",
}
"""The tables of `raw` with their columns: what was sent, as text, where the reader saw tables in it, and what an earlier report said."""


OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""For every connection: DuckDB would fetch an extension that a query needs."""


@contextlib.contextmanager
def rebuilt(path: Path, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new warehouse made by `fill`, open for reading; it replaces `path` when the block ends without an error.

    One transaction for all of it: the file is nobody's before the rename, and a hundred commits would wait for the disk.
    """
    import duckdb

    path.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(path.parent, f"{path.name}.new-")
    new = path.with_name(f"{path.name}.new-{os.getpid()}")
    try:
        _try_writing(new)
        with _writing(new, path) as con:
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
    flush(new)
    os.replace(new, path)
    flush(path.parent)


def _try_writing(new: Path) -> None:
    """The system's own reason where no file can be made: DuckDB tells no missing right from a full disk."""
    new.touch()
    new.unlink()


@contextlib.contextmanager
def _writing(new: Path, path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Everything written is in the file itself at the end: on a full disk DuckDB would close without a word and leave it in a log."""
    import duckdb

    try:
        with _new(new) as con:
            yield con
    except (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException) as error:
        raise OSError(errno.ENOSPC, "ổ đĩa đã đầy hoặc không ghi được", str(path)) from error
    if new.with_name(f"{new.name}.wal").exists():
        raise OSError(errno.ENOSPC, "ổ đĩa đã đầy hoặc không ghi được", str(path))


@contextlib.contextmanager
def _new(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    spill = {"memory_limit": MEMORY, "temp_directory": f"{path}.tmp"}
    with duckdb.connect(config=OFFLINE | spill) as con:
        con.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {SELF} (row_group_size {ROWS_AT_ONCE})")
        con.execute(f"use {SELF}")
        yield con
        con.execute("use memory")
        con.execute(f"detach {SELF}")


def file_of(con: duckdb.DuckDBPyConnection) -> Path:
    """The file that a connection has open, so that another process can read it too."""
    [(path,)] = con.execute("select path from duckdb_databases() where path is not null").fetchall()
    return Path(path)


def make_schemas(con: duckdb.DuckDBPyConnection) -> None:
    for schema in LAYERS:
        con.execute(f"create schema {schema}")


def load(con: duckdb.DuckDBPyConnection, schema: str, tables: Mapping[str, pl.DataFrame]) -> None:
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


def remove_leftovers(folder: Path, prefix: str) -> None:
    """Files and folders `<prefix><process>…` of this process and of those that are gone; DuckDB adds `.wal` and a folder `.tmp`."""
    for old in folder.iterdir():
        process = re.match(r"\d+", old.name.removeprefix(prefix)) if old.name.startswith(prefix) else None
        if process and not _is_running(int(process[0])):
            shutil.rmtree(old, ignore_errors=True) if old.is_dir() else old.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def flush(path: Path) -> None:
    """On the disk before the rename, so that a power cut cannot leave an empty file under the good name.

    A folder is flushed for the names in it, where the system can.
    """
    if path.is_dir() and sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
