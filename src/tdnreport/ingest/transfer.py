"""What a file was read as, in bytes: for the process that asked for it, and for a later run.

    unpacked(packed(read)) == read

Bytes come from a process that a forged workbook may have taken over, or from a file that anybody may have written; they can
name the reader's own records and nothing else.
"""

from __future__ import annotations

import io
import pickle
from dataclasses import is_dataclass
from typing import Any

from tdnreport.ingest.file_read import FileRead
from tdnreport.workbook.model import joined_sheet

_READER = ("tdnreport.ingest.file_read", "tdnreport.layout.", "tdnreport.workbook.")


class Damaged(Exception):
    """The bytes are none of a `FileRead`."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(_READER) and "." not in name:
            found = super().find_class(module, name)
            if found is joined_sheet or _is_record(found, module):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _is_record(found: Any, module: str) -> bool:
    """A class of that very module that holds values and does nothing."""
    return isinstance(found, type) and found.__module__ == module and (is_dataclass(found) or issubclass(found, tuple))


def packed(read: FileRead) -> bytes:
    return pickle.dumps(read, protocol=5)


def unpacked(data: bytes) -> FileRead:
    """Raises `Damaged`."""
    try:
        read = _Unpickler(io.BytesIO(data)).load()
    except Exception as error:  # pickle raises whatever damaged bytes lead it to
        raise Damaged from error
    if not isinstance(read, FileRead):
        raise Damaged
    return read
