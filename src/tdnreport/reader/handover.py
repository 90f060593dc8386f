"""What a file was read as, in bytes: for the process that asked for it, and for a later run.

    unpacked(packed(read)) == read

Bytes come from a process that a forged workbook may have taken over, or from a file that anybody may have written; they can
name the few classes of a `FileRead` and nothing else.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

from tdnreport.reader.columns import Columns
from tdnreport.reader.layout import Table
from tdnreport.reader.read import FileRead, NotRead, ReadFinding, SheetRead
from tdnreport.reader.sheets import Line, Sheet, joined_sheet

_PARTS = (FileRead, SheetRead, ReadFinding, NotRead, Table, Columns, Sheet, Line, joined_sheet)
_KNOWN = {(one.__module__, one.__qualname__): one for one in _PARTS}


class Damaged(Exception):
    """The bytes are none of a `FileRead`."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if found := _KNOWN.get((module, name)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")


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
