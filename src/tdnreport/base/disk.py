"""Files that must survive a power cut, and what killed runs leave behind."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path


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
