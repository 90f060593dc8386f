"""One run per period at a time: a second run reports that it is waiting and starts when the first has ended.

The lock is held by the operating system on an open file, so it ends with the process; the `.lock` file that remains is empty and
harmless.
Out of scope: runs on two machines on a network share without file locks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WAITING = "Một lần chạy khác đang làm báo cáo của kỳ này; đang chờ lần đó xong (bấm Ctrl+C để thôi)."


@contextmanager
def exclusive(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of `path` inside the block; `say` is called once if another run holds it."""
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
