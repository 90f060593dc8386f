"""One run at a time: a second run of the same period says so, waits, and goes on when the first has ended, however it ended.

The lock is the system's own on an open file, so a killed run leaves none behind; the empty `.lock` file that stays means nothing.
Out of scope: runs on two machines over a network share that knows no locks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WAITING = "Một lần chạy khác đang làm báo cáo của kỳ này; đang chờ lần đó xong (bấm Ctrl+C để thôi)."


@contextmanager
def alone(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Inside, no other run is inside with the same `path`; `say` is told once when there is a wait."""
    from filelock import FileLock, Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path.with_name(f"{path.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(WAITING)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
