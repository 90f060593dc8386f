"""The store of all builds: Delta tables in a folder, on a share or in an object store, to which rows are only ever added.

    out/store/figures/_delta_log/…    one folder a table; `builds` is written last

Appends of many writers do not conflict. Each carries the transaction id of its build, which Delta accepts once a table: a run that
is repeated after it was killed adds what is missing and doubles nothing. Compaction rewrites files, never rows.
Out of scope: what the rows mean (`kept_tables`), and which of them a reader may see (`views`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tdnreport.base.errors import TdnError
from tdnreport.base.os_errors import explain_os_error
from tdnreport.history.kept_tables import columns_of

if TYPE_CHECKING:
    from deltalake import DeltaTable

    from tdnreport.base.home import Home

ATTEMPTS = 5
"""Appends conflict only while another writer makes the table or adds a column to it; then they are tried anew."""
COMMIT_RETRIES = 100
"""How often Delta itself tries the next free version of the log, one try for each writer that was faster."""
DELTA_TYPES = {"varchar": "string", "bigint": "long", "double": "double", "boolean": "boolean", "date": "date"}
MOST_FILES = 64
"""Data files of a table from which they are put together."""


class StoreError(TdnError):
    """The store cannot be read or written; the report does not depend on it."""


class ArrowStream(Protocol):
    """Rows that any Arrow library can read: a reader of DuckDB, a frame of polars."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


@dataclass(frozen=True, slots=True)
class Store:
    """The store at `location`: a folder, or an address such as `s3://bucket/kho`."""

    location: str

    def append(self, table: str, rows: Callable[[], ArrowStream], once: str) -> None:
        """Add rows in one commit, unless a commit with the transaction id `once` is there already; StoreError where it fails."""
        from deltalake.exceptions import CommitFailedError

        with self.explained("ghi"):
            for attempts_left in reversed(range(ATTEMPTS)):
                try:
                    self._append(table, rows, once)
                    break
                except CommitFailedError:
                    if not attempts_left:
                        raise

    def holds(self, table: str, once: str) -> bool:
        """True where the table has a commit with this transaction id."""
        with self.explained("đọc"):
            delta = self.open_table(table)
            return delta is not None and delta.transaction_version(once) is not None

    def next_seq(self) -> int:
        """A number above that of every build written before; builds written at the same moment may share one."""
        with self.explained("đọc"):
            delta = self.open_table("builds")
            return 1 if delta is None else delta.version() + 2

    def dataset(self, table: str) -> Any:
        """The rows of a table as an Arrow data set, so that DuckDB needs no extension; None where nothing was kept yet."""
        with self.explained("đọc"):
            delta = self.open_table(table)
            return None if delta is None else delta.to_pyarrow_dataset()

    def open_table(self, table: str) -> DeltaTable | None:
        from deltalake import DeltaTable
        from deltalake.exceptions import TableNotFoundError

        try:
            return DeltaTable(self._address(table))
        except TableNotFoundError:
            return None

    def _append(self, table: str, rows: Callable[[], ArrowStream], once: str) -> None:
        from deltalake import CommitProperties, Transaction, write_deltalake

        delta = self.open_table(table) or self._make_table(table)
        if delta.transaction_version(once) is not None:
            return
        commit = CommitProperties(app_transactions=[Transaction(once, 1)], max_commit_retries=COMMIT_RETRIES)
        write_deltalake(delta, rows(), mode="append", schema_mode="merge", commit_properties=commit)
        compact_table(delta, self._address(table))

    def _make_table(self, table: str) -> DeltaTable:
        """An empty table, in a commit before the first rows: only against a table that is there Delta checks transaction ids."""
        from deltalake import DeltaTable, Field, Schema
        from deltalake.schema import PrimitiveType

        fields = [Field(name, PrimitiveType(DELTA_TYPES[kind])) for name, kind in columns_of(table).items()]
        return DeltaTable.create(self._address(table), Schema(fields), mode="ignore")

    def _address(self, table: str) -> str:
        return f"{self.location.rstrip('/')}/{table}"

    @contextmanager
    def explained(self, action: str) -> Iterator[None]:
        """Whatever the storage or its library raises, as one sentence: a report never ends for it."""
        try:
            yield
        except Exception as error:
            raise StoreError(f"Không {action} được kho lịch sử {self.location}: {_reason(error)}.") from error


def find_store(home: Home) -> Store:
    """The store that `TDNREPORT_STORE` names, else `out/store` of the project."""
    return Store(os.environ.get("TDNREPORT_STORE") or str(home.root / "out" / "store"))


def is_shared(store: Store, home: Home) -> bool:
    """True where the store is not the project's own."""
    return store.location != str(home.root / "out" / "store")


def compact_table(delta: DeltaTable, address: str) -> None:
    """Put small files together once there are many; while another writer does so it is left to that one.

    Under a lock, because Delta lets two compactions of the same files through and then holds every row twice (deltalake 1.6.6, also
    with a transaction id). Where files cannot be locked, in an object store, nothing is put together.
    """
    from deltalake.exceptions import CommitFailedError
    from filelock import FileLock, Timeout

    if len(delta.file_uris()) <= MOST_FILES or "://" in address:
        return
    with suppress(Timeout, CommitFailedError), FileLock(f"{address}.lock", timeout=0):
        delta.update_incremental()
        if len(delta.file_uris()) > MOST_FILES:
            delta.optimize.compact()
            delta.create_checkpoint()
            delta.vacuum(dry_run=False)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno:
        return explain_os_error(error)
    return f"dữ liệu trong kho hỏng hoặc không có quyền ({str(error).splitlines()[0][:200] if str(error) else type(error).__name__})"
