"""Files read where they can do no harm: workbooks in a process of their own that is stopped when it takes too long or too much.

    read_files([(Path("inbox/BC.xlsx"), "BC.xlsx"), …], home.reference_folders)  →  [FileRead, …] in order

A forged workbook can hang a parser or make it ask for 512 GiB, which no exception reports; then the process is gone and
the file is refused with a sentence, as any other bad file. Plain text is cut up by our own code and stays here, for a
million lines would cost more to hand over than to read. Out of scope: what a file holds (`read_workbooks`).
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

from tdnreport.base.lazy_imports import gc_paused
from tdnreport.base.os_errors import explain_os_error
from tdnreport.ingest.cache import ReadCache
from tdnreport.ingest.file_read import FileRead, ReadFinding
from tdnreport.ingest.read_file import read_file
from tdnreport.ingest.transfer import DamagedTransfer, pack_file_read, unpack_file_read
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


def read_files(
    files: Sequence[tuple[Path, str]],
    folders: Sequence[Path],
    seconds: float = SECONDS,
    cache_path: Path | None = None,
) -> Iterator[FileRead]:
    """Files with their names, in order, read only a little ahead, so that many files take no more memory than few.

    `folders` are those of the word lists; `seconds` is what a file may take, and `SECONDS_PER_MB` for each megabyte of it.
    What a run before read the same way is taken from `cache_path`, and kept there for the next.
    """
    words, cache = LayoutWords.load(*folders), ReadCache(cache_path, folders)
    readers = [_ReaderProcess(folders, seconds) for _ in range(READERS)]
    idle: SimpleQueue[_ReaderProcess] = SimpleQueue()
    for reader in readers:
        idle.put(reader)

    def read_batch(batch: Sequence[tuple[Path, str]]) -> list[FileRead]:
        reader = idle.get()
        try:
            return _read_batch(batch, words, reader, cache)
        finally:
            idle.put(reader)

    at_once = max(1, min(MOST_AT_ONCE, len(files) // READERS))
    waiting: deque[Future[list[FileRead]]] = deque()
    with gc_paused(), cache, contextlib.ExitStack() as stack, ThreadPoolExecutor(READERS) as pool:
        for reader in readers:
            stack.callback(reader.stop)
        stack.callback(pool.shutdown, cancel_futures=True)
        for start in range(0, len(files), at_once):
            waiting.append(pool.submit(read_batch, files[start : start + at_once]))
            if len(waiting) > 2 * READERS:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _read_batch(
    files: Sequence[tuple[Path, str]], words: LayoutWords, reader: _ReaderProcess, cache: ReadCache
) -> list[FileRead]:
    """In order: refused files, cached files, plain text here, workbooks in the reader process."""
    reads: dict[str, FileRead] = {}
    workbooks = []
    for path, name in files:
        known = _without_process(path, name, words, cache)
        if isinstance(known, FileRead):
            reads[name] = known
        else:
            workbooks.append((path, name, known))
    for file_read, data in reader.read_workbooks(workbooks):
        reads[file_read.file] = file_read
        if data:
            cache.store(file_read, data)
    return [reads[name] for _, name in files]


def _without_process(path: Path, name: str, words: LayoutWords, cache: ReadCache) -> FileRead | int:
    """A file that needs no process, or the size of one that does."""
    try:
        size, start = _inspect_file(path)
    except OSError as error:
        return _refuse(name, "file_unreadable", f"Không mở được tệp: {explain_os_error(error)}.")
    if size is None:
        return _refuse(name, "file_unreadable", "Đây không phải một tệp thường mà là ống dẫn, thiết bị hoặc thư mục.")
    if _leads_outside(path, name):
        return _refuse(
            name, "file_unreadable", "Đây là liên kết trỏ ra ngoài thư mục nhận tệp; hãy chép tệp thật vào thư mục."
        )
    if size > MAX_FILE_BYTES:
        return _refuse(
            name, "file_too_large", f"Tệp nặng {size >> 20} MB, vượt giới hạn {MAX_FILE_BYTES >> 20} MB.", path
        )
    if known := cache.load(path, name):
        return known
    if start.startswith(_OFFICE) or start.lstrip(_BLANKS).startswith(b"<"):
        return size
    file_read = read_file(path, name, words)
    cache.store(file_read)
    return file_read


def _inspect_file(path: Path) -> tuple[int | None, bytes]:
    """Size and first bytes of a regular file; size None for anything else (pipes, devices), which might never answer."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(handle)
        return (status.st_size, os.read(handle, 64)) if stat.S_ISREG(status.st_mode) else (None, b"")
    finally:
        os.close(handle)


def is_plain_file(path: Path, name: str) -> bool:
    """True for a file that can be read: no pipe, no device, no link that is broken or leads outside."""
    return path.is_file() and not _leads_outside(path, name)


def _leads_outside(path: Path, name: str) -> bool:
    """A link from the inbox to another place: an unpacked archive may hold one, and what it shows must not go back to a sender."""
    if not path.is_symlink():
        return False
    inbox = path.parents[len(PurePosixPath(name).parts) - 1]
    return not path.resolve().is_relative_to(inbox.resolve())


class _ReaderProcess:
    """A process that reads workbooks one after another; it is replaced when it had to be stopped."""

    def __init__(self, folders: Sequence[Path], seconds: float) -> None:
        self.folders, self.seconds = folders, seconds
        self.process: multiprocessing.process.BaseProcess | None = None
        self.pipe: Connection | None = None

    def read_workbooks(self, files: Sequence[tuple[Path, str, int]]) -> Iterator[tuple[FileRead, bytes]]:
        """Each with the bytes it came in; the file that stops the process is refused, without any, and a new process reads the rest."""
        waiting = deque((path, name, self.seconds + SECONDS_PER_MB * (size >> 20)) for path, name, size in files)
        while waiting:
            pipe = self.pipe or self._start()
            try:
                pipe.send(list(waiting))
                while waiting and pipe.poll(waiting[0][2]):
                    data = pipe.recv_bytes()
                    yield unpack_file_read(data), data
                    waiting.popleft()
                if not waiting:
                    return
                reason = f"Đọc quá {waiting[0][2]:.0f} giây chưa xong."
            except (EOFError, OSError, DamagedTransfer):
                reason = "Đọc tệp cần nhiều bộ nhớ hơn giới hạn, hoặc làm chương trình đọc bị dừng."
            self.stop()
            path, name, _ = waiting.popleft()
            yield _refuse(name, "file_too_large", reason, path), b""

    def _start(self) -> Connection:
        """One after another, so that an older process never holds the pipe of a younger one and all end when this one does."""
        context = multiprocessing.get_context(_METHOD)
        with _one_at_a_time:
            pipe, theirs = context.Pipe()
            process = context.Process(target=_serve_reads, args=(theirs, self.folders, pipe), daemon=True)  # type: ignore[attr-defined]
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


def _serve_reads(pipe: Connection, folders: Sequence[Path], other_end: Connection) -> None:
    """Main loop of the reader process, until the other end of the pipe is closed; a fork must close its own copy of it."""
    other_end.close()
    _limit_memory()
    _silence_stderr()
    words = LayoutWords.load(*folders)
    gc.disable()  # what is read goes to the other process and is forgotten
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            for path, name, seconds in pipe.recv():
                _end_after(2 * seconds)
                pipe.send_bytes(pack_file_read(read_file(path, name, words)))
            _end_after(0)


def _silence_stderr() -> None:
    """Silence stderr: a parser that runs out of memory prints a traceback; the officer gets a sentence instead."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _limit_memory() -> None:
    """Limit the memory to what the process holds already plus `MEMORY_BYTES`."""
    if sys.platform == "win32":
        return
    import resource

    used_bytes = (
        int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if sys.platform == "linux" else 0
    )
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = used_bytes + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_after(seconds: float) -> None:
    """Alarm that ends this process even inside a parser, should the parent be gone; 0 is never."""
    if sys.platform != "win32":
        import signal

        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(ceil(seconds))


def _refuse(name: str, rule_id: str, detail: str, path: Path | None = None) -> FileRead:
    """A refused file without readable bytes gets the hash of no bytes."""
    digest, size = _fingerprint(path) if path else (hashlib.sha256().hexdigest(), 0)
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    return FileRead(name, digest, size, suffix, findings=(ReadFinding(None, None, None, rule_id, None, detail),))


def _fingerprint(path: Path) -> tuple[str, int]:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    return hashlib.sha256().hexdigest(), 0
