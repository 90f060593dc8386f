"""Files read where they can do no harm: workbooks in a process of their own that is stopped when it takes too long or too much.

    read_files([(Path("inbox/BC.xlsx"), "BC.xlsx"), …], home.reference_folders)  →  [FileRead, …] in order

A workbook that uses up its processor time or makes the reader crash is refused with a sentence, as any other bad file. A reader
that was stopped, killed or kept from starting says nothing of the file: it is read once more, alone, and then the run stops. Plain
text is cut up by our own code and stays here, for a million lines would cost more to hand over than to read.
Out of scope: what a file holds (`read_workbooks`).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from queue import SimpleQueue

from tdnreport.base.errors import STOPPED, TdnError
from tdnreport.base.lazy_imports import gc_paused
from tdnreport.base.os_errors import explain_os_error
from tdnreport.ingest.cache import ReadCache
from tdnreport.ingest.file_read import FileRead, ReadFinding
from tdnreport.ingest.read_file import read_file
from tdnreport.ingest.reader_process import ReaderEnd, ReaderProcess, WorkbookFile
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.workbook.sniff import MAX_FILE_BYTES

READERS, MOST_AT_ONCE = max(2, min(4, os.cpu_count() or 2)), 16
SECONDS = 15.0
_OFFICE = (b"PK", b"\xd0\xcf", b"\x09")
_BLANKS = b"\xef\xbb\xbf \r\n\t"

_MACHINE_ERRORS = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
_CRASHED = "Đọc tệp cần nhiều bộ nhớ hơn giới hạn, hoặc làm chương trình đọc bị dừng."


class MachineTrouble(TdnError):
    """A file could not be read twice for a reason that is not in the file."""

    status = STOPPED


def read_files(
    files: Sequence[tuple[Path, str]],
    folders: Sequence[Path],
    seconds: float = SECONDS,
    cache_path: Path | None = None,
) -> Iterator[FileRead]:
    """Files with their names, in order, read only a little ahead, so that many files take no more memory than few.

    `folders` are those of the word lists; `seconds` is the processor time that a file may take, and `SECONDS_PER_MB` for each megabyte of
    it. What a run before read the same way is taken from `cache_path`, and kept there for the next. Raises `MachineTrouble`.
    """
    words, cache = LayoutWords.load(*folders), ReadCache(cache_path, folders)
    readers = [ReaderProcess(folders, seconds) for _ in range(READERS)]
    idle, alone = _queue_of(readers), threading.Lock()

    def read_batch(batch: Sequence[tuple[Path, str]]) -> list[FileRead]:
        reader = idle.get()
        try:
            reads, ended = _read_batch(batch, words, reader, cache)
        finally:
            idle.put(reader)
        if ended:
            with alone, _taken(idle, READERS) as [first, *_]:
                reads |= {end.file.name: _read_alone(end.file, first, cache) for end in ended}
        return [reads[name] for _, name in batch]

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


def _queue_of(readers: Iterable[ReaderProcess]) -> SimpleQueue[ReaderProcess]:
    idle: SimpleQueue[ReaderProcess] = SimpleQueue()
    for reader in readers:
        idle.put(reader)
    return idle


@contextlib.contextmanager
def _taken(idle: SimpleQueue[ReaderProcess], number: int) -> Iterator[list[ReaderProcess]]:
    """All readers, each as soon as it has nothing to read, and stopped, so that nothing else takes memory or time."""
    readers = [idle.get() for _ in range(number)]
    try:
        for reader in readers:
            reader.stop()
        yield readers
    finally:
        for reader in readers:
            idle.put(reader)


def _read_batch(
    files: Sequence[tuple[Path, str]], words: LayoutWords, reader: ReaderProcess, cache: ReadCache
) -> tuple[dict[str, FileRead], list[ReaderEnd]]:
    """Refused files, cached files, plain text here, workbooks in the reader process, by name; and those to be read once more."""
    reads: dict[str, FileRead] = {}
    workbooks, ended = [], []
    for path, name in files:
        known = _without_process(path, name, words, cache)
        if isinstance(known, FileRead):
            reads[name] = known
        else:
            workbooks.append(WorkbookFile(path, name, known))
    for result in reader.read_workbooks(workbooks):
        if isinstance(result, ReaderEnd) and result.cause != "time":
            ended.append(result)
        else:
            file_read = _take_result(result, cache)
            reads[file_read.file] = file_read
    return reads, ended


def _read_alone(file: WorkbookFile, reader: ReaderProcess, cache: ReadCache) -> FileRead:
    [result] = reader.read_workbooks([file])
    return _take_result(result, cache)


def _take_result(result: tuple[FileRead, bytes] | ReaderEnd, cache: ReadCache) -> FileRead:
    """What was read, or the refusal of a file that is at fault itself. Raises `MachineTrouble`."""
    if isinstance(result, ReaderEnd):
        file, cause, seconds = result
        if cause == "machine":
            raise MachineTrouble(
                f"Máy không đọc được tệp {file.name}: chương trình đọc hai lần bị hệ thống dừng, hoặc không khởi động được "
                "(thiếu bộ nhớ, máy quá tải). Đây không phải lỗi của tệp, không có báo cáo nào được làm; báo cáo trước giữ nguyên. "
                "Hãy đóng bớt chương trình khác rồi chạy lại."
            )
        reason = f"Đọc quá {seconds:.0f} giây xử lý chưa xong." if cause == "time" else _CRASHED
        return _refuse(file.name, "file_too_large", reason, file.path)
    file_read, data = result
    cache.store(file_read, data)
    return file_read


def _without_process(path: Path, name: str, words: LayoutWords, cache: ReadCache) -> FileRead | int:
    """A file that needs no process, or the size of one that does."""
    try:
        size, start = _inspect_file(path)
    except OSError as error:
        if error.errno in _MACHINE_ERRORS:
            raise MachineTrouble(
                f"Máy không mở được tệp {name}: {explain_os_error(error)}. Đây không phải lỗi của tệp; báo cáo trước giữ nguyên. "
                "Hãy đóng bớt chương trình khác rồi chạy lại."
            ) from error
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


def _refuse(name: str, rule_id: str, detail: str, path: Path | None = None) -> FileRead:
    """A refused file without readable bytes gets the hash of no bytes."""
    digest, size = _fingerprint(path) if path else (hashlib.sha256().hexdigest(), 0)
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    return FileRead(name, digest, size, suffix, findings=(ReadFinding(None, None, None, rule_id, None, detail),))


def _fingerprint(path: Path) -> tuple[str, int]:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    return hashlib.sha256().hexdigest(), 0
