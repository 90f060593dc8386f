"""Base class of errors an officer can act on, and the record of unexpected faults."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from tdnreport.base.os_errors import explain_os_error

STOPPED, CANNOT_RUN, UNEXPECTED, INTERRUPTED = 1, 2, 3, 130
"""Exit statuses: a finding forbids the report; arguments or data do not allow a run; a fault of the program; Ctrl+C."""


class TdnError(Exception):
    """The message is a whole Vietnamese sentence that says what is wrong and what to do; `status` is the exit status."""

    status = CANNOT_RUN


def sentence_of(error: BaseException) -> str | None:
    """The sentence for an error that has one; None for a fault of the program."""
    if isinstance(error, TdnError):
        return str(error)
    if isinstance(error, OSError):
        return f"Không đọc hoặc ghi được {error.filename or 'tệp'}: {explain_os_error(error)}."
    return None


def record_fault(error: BaseException, folders: Iterable[Path], version: str) -> Path | None:
    """Write where an unexpected error came from to a new file in the first folder that takes one; None where none does.

    Frames, types and versions only: the message and the values of variables may hold what a department wrote.
    """
    now = datetime.now()
    text = "\n".join(_fault_lines(error, now, version)) + "\n"
    for folder in folders:
        path = folder / f"loi-{now:%Y%m%d-%H%M%S-%f}.txt"
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return path
    return None


def _fault_lines(error: BaseException | None, now: datetime, version: str) -> Iterator[str]:
    yield f"tdnreport {version}, Python {platform.python_version()}, {platform.platform()}"
    yield f"{now:%Y-%m-%d %H:%M:%S}"
    while error is not None:
        yield ""
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {_short_path(frame.filename)}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__


def _short_path(file: str) -> str:
    """The path relative to the import path: names of users and machines stay out."""
    for folder in sorted(filter(None, sys.path), key=len, reverse=True):
        if file.startswith(folder):
            return file[len(folder) :].lstrip("/\\")
    return Path(file).name
