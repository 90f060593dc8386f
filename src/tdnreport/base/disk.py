"""Durable writes, and removal of temporary files left by killed runs."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path


def remove_leftovers(folder: Path, prefix: str) -> None:
    """Delete files and folders `<prefix><pid>…` of this process and of processes that no longer run, with DuckDB's `.wal` files and
    `.tmp` folders."""
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


def flush_to_disk(path: Path) -> None:
    """Force a file or folder to disk before a rename, so that a power cut cannot leave an empty file under the final name.

    A folder is flushed for its directory entries, where the system supports it.
    """
    if path.is_dir() and sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
