"""DuckDB for SQLAlchemy, as much of it as Great Expectations asks for: SELECTs over one open connection.

    creator=lambda: Connection(con.cursor())    with the URL    gxduckdb://

works in the process that holds the file read-write. The dialect is PostgreSQL's with DuckDB's catalogue: its name selects
the PostgreSQL code of Great Expectations, whose SQL DuckDB understands (`~` matches the whole text, and is RE2).
A cursor keeps its rows, because Great Expectations reads results after it gave the connection back to the pool.
Of a query for rows that must not exist it asks the rows and, in a second statement, their number; what was empty once is not run again.
Out of scope: DDL, transactions, other users of SQLAlchemy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from types import SimpleNamespace
from typing import Any

import duckdb
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.base import PGDialect

URL = "gxduckdb://"
_ERRORS = (
    "Error", "DatabaseError", "OperationalError", "ProgrammingError", "InterfaceError", "IntegrityError", "DataError",
    "InternalError", "NotSupportedError",
)  # fmt: skip
_NUMBER_OF_ROWS = re.compile(
    r"SELECT COUNT\(\*\) as unexpected_row_count FROM \((.*)\) AS substituted_batch_subquery", re.DOTALL
)


class Cursor:
    arraysize = 1
    rowcount = -1
    lastrowid = None
    description: Sequence[Any] | None = None

    def __init__(self, con: duckdb.DuckDBPyConnection, empty: set[str]) -> None:
        self._con = con
        self._empty = empty
        self._rows: Iterator[tuple[Any, ...]] = iter(())

    def execute(self, sql: str, parameters: Sequence[Any] | None = None) -> None:
        self._con.execute(self._shorten_query(sql), list(parameters) if parameters else None)
        self.description = self._con.description
        rows = self._con.fetchall() if self.description else []
        self._remember_empty(sql, rows)
        self._rows = iter(rows)

    def _shorten_query(self, sql: str) -> str:
        """The same answer without a second look at a query that had no rows."""
        if sql in self._empty:
            return "select 1 limit 0"
        counted = _NUMBER_OF_ROWS.fullmatch(sql)
        return "select 0 as unexpected_row_count" if counted and counted[1] in self._empty else sql

    def _remember_empty(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        counted = _NUMBER_OF_ROWS.fullmatch(sql)
        if rows in ([], [(0,)] if counted else []):
            self._empty.add(counted[1] if counted else sql)

    def fetchone(self) -> tuple[Any, ...] | None:
        return next(self._rows, None)

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        return list(islice(self._rows, size))

    def fetchall(self) -> list[tuple[Any, ...]]:
        return list(self._rows)

    def close(self) -> None:
        self._rows = iter(())


class Connection:
    """A DB-API connection over a DuckDB cursor of its own; closing it leaves the database open."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._empty: set[str] = set()

    def cursor(self) -> Cursor:
        return Cursor(self._con, self._empty)

    def commit(self) -> None:
        """Nothing is written, so there is nothing to commit."""

    def rollback(self) -> None:
        """Nothing is written, so there is nothing to undo."""

    def close(self) -> None:
        self._con.close()


class Dialect(PGDialect):
    driver = "gxduckdb"
    default_paramstyle = "numeric_dollar"
    supports_statement_cache = True
    default_schema_name = "main"
    server_version_info = (16, 0)
    _backslash_escapes = False  # else "\\" in a regular expression is doubled

    @classmethod
    def import_dbapi(cls) -> Any:
        errors = {name: getattr(duckdb, name, duckdb.Error) for name in _ERRORS}
        return SimpleNamespace(paramstyle=cls.default_paramstyle, **errors)

    def initialize(self, connection: sa.Connection) -> None:
        """PostgreSQL's questions to its server are left out."""

    def create_connect_args(self, url: sa.URL) -> Any:
        return [], {}

    def get_schema_names(self, connection: sa.Connection, **_: Any) -> list[str]:
        rows = connection.exec_driver_sql("select distinct schema_name from duckdb_schemas() order by all")
        return [name for (name,) in rows]

    def get_pk_constraint(self, connection: sa.Connection, table_name: str, schema: str | None = None, **_: Any) -> Any:
        return {"constrained_columns": [], "name": None}

    def get_columns(self, connection: sa.Connection, table_name: str, schema: str | None = None, **_: Any) -> Any:
        rows = connection.exec_driver_sql(
            "select column_name, data_type, is_nullable from duckdb_columns()"
            " where schema_name = $1 and table_name = $2 order by column_index",
            (schema or self.default_schema_name, table_name),
        )
        return [{"name": n, "type": _sql_type(t), "nullable": nullable, "default": None} for n, t, nullable in rows]


def _sql_type(name: str) -> sa.types.TypeEngine[Any]:
    """`DECIMAL(18,3)` is SQLAlchemy's DECIMAL; a type that only DuckDB has is NullType."""
    kind = getattr(sa.types, name.split("(")[0], sa.types.NullType)
    return kind()


sa.dialects.registry.register("gxduckdb", __name__, "Dialect")
