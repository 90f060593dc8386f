"""Atomic replacement of the output folder: the new one is built beside the old one and swapped in at the end, so a killed run leaves the
last good one."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tdnreport.base.disk import flush_to_disk, remove_leftovers

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextlib.contextmanager
def replace_folder(out: Path) -> Iterator[Path]:
    """Yield a new private folder (mode 0700) that becomes `out` when the block ends without an error; on error it is removed and `out`
    stays.

    The caller must refuse an `out` that holds anything but the files of a report.
    """
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    restore_folder(out)
    remove_leftovers(out.parent, _sibling(out, "new-").name)
    new = _sibling(out, f"new-{os.getpid()}")
    new.mkdir()
    try:
        yield new
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    for path in (*new.rglob("*"), new):
        path.chmod(0o700 if path.is_dir() else 0o600)
        flush_to_disk(path)
    old = _put_in_place(new, out)
    flush_to_disk(out.parent)
    if old:
        shutil.rmtree(old, ignore_errors=True)


def restore_folder(out: Path) -> None:
    """Bring back the old folder if a run was killed between the two renames (systems without an atomic exchange)."""
    old = _sibling(out, "old")
    if old.exists() and not out.exists():
        os.replace(old, out)
    shutil.rmtree(old, ignore_errors=True)


def _sibling(out: Path, role: str) -> Path:
    return out.with_name(f".{out.name}.{role}")


def _put_in_place(new: Path, out: Path) -> Path | None:
    """Returns the path of the old folder, if there was one; delete it only after the new name has been flushed to disk."""
    if not out.exists():
        os.replace(new, out)
        return None
    if _exchange(new, out):
        return new
    old = _sibling(out, "old")
    os.replace(out, old)
    os.replace(new, out)
    return old


def _exchange(first: Path, second: Path) -> bool:
    """Swap two folders atomically where Linux offers it (renameat2); False where it does not."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    return bool(libc.renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0)
