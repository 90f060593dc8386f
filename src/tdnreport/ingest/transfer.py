"""Serialisation of `FileRead`: between processes, and to the cache.

    unpack_file_read(pack_file_read(read)) == read

The bytes are untrusted (a forged workbook may control the process, anybody may write the file); they can name only the
reader's own record classes.
"""

from __future__ import annotations

import io
import pickle
from dataclasses import is_dataclass
from typing import Any

from tdnreport.ingest.file_read import FileRead
from tdnreport.workbook.model import joined_sheet

_READER = ("tdnreport.ingest.file_read", "tdnreport.layout.", "tdnreport.workbook.")


class DamagedTransfer(Exception):
    """The bytes hold no `FileRead`."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(_READER) and "." not in name:
            record = super().find_class(module, name)
            if record is joined_sheet or _is_record(record, module):
                return record
        raise pickle.UnpicklingError(f"{module}.{name}")


def _is_record(record: Any, module: str) -> bool:
    """A class of that very module that holds values and does nothing."""
    return (
        isinstance(record, type) and record.__module__ == module and (is_dataclass(record) or issubclass(record, tuple))
    )


def pack_file_read(file_read: FileRead) -> bytes:
    return pickle.dumps(file_read, protocol=5)


def unpack_file_read(data: bytes) -> FileRead:
    """Raises `DamagedTransfer`."""
    try:
        file_read = _Unpickler(io.BytesIO(data)).load()
    except Exception as error:  # pickle raises whatever damaged bytes lead it to
        raise DamagedTransfer from error
    if not isinstance(file_read, FileRead):
        raise DamagedTransfer
    return file_read
