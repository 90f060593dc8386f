"""Files read where they can do no harm: workbooks in a process of their own that is stopped when it takes too long or too much.

    read_many([(Path("inbox/BC.xlsx"), "BC.xlsx"), …], home.reference_folders)  →  [FileRead, …] in order

A forged workbook can hang a parser or make it ask for 512 GiB, which no exception reports; then the process is gone and
the file is refused with a sentence, as any other bad file. Plain text is cut up by our own code and stays here, for a
million lines would cost more to hand over than to read. Out of scope: what a file holds (`read`).
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import multiprocessing
import os
import stat
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from math import ceil
from multiprocessing.connection import Connection
from pathlib import Path, PurePosixPath
from queue import SimpleQueue

from tdnreport.base.lazy_imports import uncollected
from tdnreport.base.os_errors import why
from tdnreport.ingest.cache import Remembered
from tdnreport.ingest.file_read import FileRead, ReadFinding
from tdnreport.ingest.read_file import read_file
from tdnreport.ingest.transfer import Damaged, packed, unpacked
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.workbook.sniff import MAX_FILE_BYTES

READERS, MOST_AT_ONCE = max(2, min(4, os.cpu_count() or 2)), 16
SECONDS, SECONDS_PER_MB = 15.0, 5.0
MEMORY_BYTES = 4 << 30
_OFFICE = (b"PK", b"\xd0\xcf", b"\x09")
_BLANKS = b"\xef\xbb\xbf \r\n\t"
_METHOD = "fork" if sys.platform == "linux" else "spawn"
"""A fork starts at once and has every module loaded; elsewhere it is not safe."""

_one_at_a_time = threading.Lock()


def read_many(
    files: Sequence[tuple[Path, str]],
    folders: Sequence[Path],
    seconds: float = SECONDS,
    remembered: Path | None = None,
) -> Iterator[FileRead]:
    """Files with their names, in order, read only a little ahead, so that many files take no more memory than few.

    `folders` are those of the word lists; `seconds` is what a file may take, and `SECONDS_PER_MB` for each megabyte of it.
    What a run before read the same way is taken from `remembered`, and kept there for the next.
    """
    words, memory = LayoutWords.load(*folders), Remembered(remembered, folders)
    readers = [_Reader(folders, seconds) for _ in range(READERS)]
    idle: SimpleQueue[_Reader] = SimpleQueue()
    for reader in readers:
        idle.put(reader)

    def read(some: Sequence[tuple[Path, str]]) -> list[FileRead]:
        reader = idle.get()
        try:
            return _read(some, words, reader, memory)
        finally:
            idle.put(reader)

    at_once = max(1, min(MOST_AT_ONCE, len(files) // READERS))
    waiting: deque[Future[list[FileRead]]] = deque()
    with uncollected(), memory, contextlib.ExitStack() as stack, ThreadPoolExecutor(READERS) as pool:
        for reader in readers:
            stack.callback(reader.stop)
        stack.callback(pool.shutdown, cancel_futures=True)
        for at in range(0, len(files), at_once):
            waiting.append(pool.submit(read, files[at : at + at_once]))
            if len(waiting) > 2 * READERS:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _read(files: Sequence[tuple[Path, str]], words: LayoutWords, reader: _Reader, memory: Remembered) -> list[FileRead]:
    """In order: refused unread, remembered, plain text here, workbooks by the reading process."""
    found: dict[str, FileRead] = {}
    workbooks = []
    for path, name in files:
        known = _without_process(path, name, words, memory)
        if isinstance(known, FileRead):
            found[name] = known
        else:
            workbooks.append((path, name, known))
    for one, data in reader.read(workbooks):
        found[one.file] = one
        if data:
            memory.keep(one, data)
    return [found[name] for _, name in files]


def _without_process(path: Path, name: str, words: LayoutWords, memory: Remembered) -> FileRead | int:
    """A file that needs no process of its own, or the size of one that does."""
    try:
        size, start = _look(path)
    except OSError as error:
        return _refused(name, "file_unreadable", f"Không mở được tệp: {why(error)}.")
    if size is None:
        return _refused(name, "file_unreadable", "Đây không phải một tệp thường mà là ống dẫn, thiết bị hoặc thư mục.")
    if _leads_outside(path, name):
        return _refused(
            name, "file_unreadable", "Đây là liên kết trỏ ra ngoài thư mục nhận tệp; hãy chép tệp thật vào thư mục."
        )
    if size > MAX_FILE_BYTES:
        return _refused(
            name, "file_too_large", f"Tệp nặng {size >> 20} MB, vượt giới hạn {MAX_FILE_BYTES >> 20} MB.", path
        )
    if known := memory.recall(path, name):
        return known
    if start.startswith(_OFFICE) or start.lstrip(_BLANKS).startswith(b"<"):
        return size
    read = read_file(path, name, words)
    memory.keep(read)
    return read


def _look(path: Path) -> tuple[int | None, bytes]:
    """Size and first bytes of a plain file; size None for anything else, which could be endless or never answer."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        about = os.fstat(handle)
        return (about.st_size, os.read(handle, 64)) if stat.S_ISREG(about.st_mode) else (None, b"")
    finally:
        os.close(handle)


def is_plain(path: Path, name: str) -> bool:
    """Whether a file of an inbox can be read at all: no pipe, no device, no link that is broken or leads elsewhere."""
    return path.is_file() and not _leads_outside(path, name)


def _leads_outside(path: Path, name: str) -> bool:
    """A link from the inbox to another place: an unpacked archive may hold one, and what it shows must not go back to a sender."""
    if not path.is_symlink():
        return False
    inbox = path.parents[len(PurePosixPath(name).parts) - 1]
    return not path.resolve().is_relative_to(inbox.resolve())


class _Reader:
    """One process that reads workbook after workbook; a new one takes its place when it had to be stopped."""

    def __init__(self, folders: Sequence[Path], seconds: float) -> None:
        self.folders, self.seconds = folders, seconds
        self.process: multiprocessing.process.BaseProcess | None = None
        self.pipe: Connection | None = None

    def read(self, files: Sequence[tuple[Path, str, int]]) -> Iterator[tuple[FileRead, bytes]]:
        """Each with the bytes it came in; the file that stops the process is refused, without any, and a new process reads the rest."""
        waiting = deque((path, name, self.seconds + SECONDS_PER_MB * (size >> 20)) for path, name, size in files)
        while waiting:
            pipe = self.pipe or self._start()
            try:
                pipe.send(list(waiting))
                while waiting and pipe.poll(waiting[0][2]):
                    data = pipe.recv_bytes()
                    yield unpacked(data), data
                    waiting.popleft()
                if not waiting:
                    return
                reason = f"Đọc quá {waiting[0][2]:.0f} giây chưa xong."
            except (EOFError, OSError, Damaged):
                reason = "Đọc tệp cần nhiều bộ nhớ hơn giới hạn, hoặc làm chương trình đọc bị dừng."
            self.stop()
            path, name, _ = waiting.popleft()
            yield _refused(name, "file_too_large", reason, path), b""

    def _start(self) -> Connection:
        """One after another, so that an older process never holds the pipe of a younger one and all end when this one does."""
        context = multiprocessing.get_context(_METHOD)
        with _one_at_a_time:
            pipe, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, self.folders, pipe), daemon=True)  # type: ignore[attr-defined]
            process.start()
            theirs.close()
        self.process, self.pipe = process, pipe
        return pipe

    def stop(self) -> None:
        if self.process and self.pipe:
            self.process.kill()
            self.process.join()
            self.pipe.close()
        self.process = self.pipe = None


def _serve(pipe: Connection, folders: Sequence[Path], other_end: Connection) -> None:
    """Runs in the reading process until the other end is closed, of which a fork holds a copy."""
    other_end.close()
    _limit_memory()
    _say_nothing()
    words = LayoutWords.load(*folders)
    gc.disable()  # what is read goes to the other process and is forgotten
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            for path, name, seconds in pipe.recv():
                _end_after(2 * seconds)
                pipe.send_bytes(packed(read_file(path, name, words)))
            _end_after(0)


def _say_nothing() -> None:
    """A parser that ends for want of memory prints where it stood; the officer gets a sentence instead."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _limit_memory() -> None:
    """So much more than what the process holds already."""
    if sys.platform == "win32":
        return
    import resource

    held = (
        int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if sys.platform == "linux" else 0
    )
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = held + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_after(seconds: float) -> None:
    """For the case that nobody is left to stop this process: the alarm ends it even inside a parser; 0 is never."""
    if sys.platform != "win32":
        import signal

        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(ceil(seconds))


def _refused(name: str, rule_id: str, detail: str, path: Path | None = None) -> FileRead:
    """Of a file that gave no byte the hash of no bytes is kept."""
    digest, size = _fingerprint(path) if path else (hashlib.sha256().hexdigest(), 0)
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    return FileRead(name, digest, size, suffix, findings=(ReadFinding(None, None, None, rule_id, None, detail),))


def _fingerprint(path: Path) -> tuple[str, int]:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    return hashlib.sha256().hexdigest(), 0
