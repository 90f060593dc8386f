"""The output folder: made whole beside the old one and put in its place at the end, so that a killed run leaves the last good one."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tdnreport.base.disk import flush, remove_leftovers

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextlib.contextmanager
def replaced(out: Path) -> Iterator[Path]:
    """A new folder, its owner's alone, that becomes `out` when the block ends without an error; otherwise it is removed and `out` stays.

    Only the files of a report are exchanged: a folder that holds anything else is refused by the caller.
    """
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    restore(out)
    remove_leftovers(out.parent, _beside(out, "new-").name)
    new = _beside(out, f"new-{os.getpid()}")
    new.mkdir()
    try:
        yield new
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    for path in (*new.rglob("*"), new):
        path.chmod(0o700 if path.is_dir() else 0o600)
        flush(path)
    old = _put_in_place(new, out)
    flush(out.parent)
    if old:
        shutil.rmtree(old, ignore_errors=True)


def restore(out: Path) -> None:
    """Bring back the old folder if a run was killed between the two renames of a system that cannot exchange."""
    old = _beside(out, "old")
    if old.exists() and not out.exists():
        os.replace(old, out)
    shutil.rmtree(old, ignore_errors=True)


def _beside(out: Path, role: str) -> Path:
    return out.with_name(f".{out.name}.{role}")


def _put_in_place(new: Path, out: Path) -> Path | None:
    """Where the old folder is now, if there was one; it may go only when the new name is on the disk."""
    if not out.exists():
        os.replace(new, out)
        return None
    if _exchange(new, out):
        return new
    old = _beside(out, "old")
    os.replace(out, old)
    os.replace(new, out)
    return old


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step where Linux offers it (renameat2); False where it does not."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    return bool(libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
