"""A process that reads workbooks one after another, bounded in memory and processor time, and what its end means.

    with one reader:  for file_read, data in reader.read_workbooks(files)

A forged workbook can hang a parser or make it ask for 512 GiB, which no exception reports. What the file did (processor time used
up, a crash) is told from what the machine did (killed, stopped, no process to be had): only the first is a finding.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal, NamedTuple

from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.read_file import read_file
from tdnreport.ingest.transfer import DamagedTransfer, pack_file_read, unpack_file_read
from tdnreport.layout.vocabulary import LayoutWords

SECONDS_PER_MB = 5.0
MEMORY_BYTES = 4 << 30
STILL_SECONDS = 60.0
"""A reader that has used no processor time for so long is stopped or waits for ever; on the busiest machine one that can run does."""
PATIENCE = 40
"""Clock seconds for each second of a limit, where the system does not tell another process's processor time."""
OVERTIME_STATUS = 75
STATM = Path("/proc/self/statm")
_METHOD = "fork" if sys.platform == "linux" else "spawn"
"""A fork starts at once and has every module loaded; elsewhere it is not safe."""
_CRASHES = ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE")

_one_at_a_time = threading.Lock()


class WorkbookFile(NamedTuple):
    """A file to read, its name below the inbox, its size in bytes."""

    path: Path
    name: str
    size: int


class ReaderEnd(NamedTuple):
    """How the reading of a file ended without a result: its processor `time` was used up, it made the reader `crash`, or the
    `machine` did not let it read."""

    file: WorkbookFile
    cause: Literal["time", "crash", "machine"]
    seconds: float


class ReaderProcess:
    """A process that reads workbooks one after another; it is replaced when it has ended."""

    def __init__(self, folders: Sequence[Path], seconds: float) -> None:
        self.folders, self.seconds = folders, seconds
        self.process: multiprocessing.process.BaseProcess | None = None
        self.pipe: Connection | None = None

    def read_workbooks(self, files: Sequence[WorkbookFile]) -> Iterator[tuple[FileRead, bytes] | ReaderEnd]:
        """Each with the bytes it came in, or how its reading ended; a new process reads the rest."""
        waiting = deque((file, self.seconds + SECONDS_PER_MB * (file.size >> 20)) for file in files)
        while waiting:
            cause: Literal["time", "crash", "machine"]
            try:
                pipe = self.pipe or self._start()
                pipe.send([(file.path, file.name, seconds) for file, seconds in waiting])
                while waiting:
                    data = self._receive(pipe, waiting[0][1])
                    yield unpack_file_read(data), data
                    waiting.popleft()
                return
            except DamagedTransfer:
                cause = "crash"
            except (EOFError, OSError):
                cause = self._cause_of_end()
            except RuntimeError:  # no thread could be started
                cause = "machine"
            self.stop()
            yield ReaderEnd(waiting[0][0], cause, waiting.popleft()[1])

    def _receive(self, pipe: Connection, seconds: float) -> bytes:
        done = threading.Event()
        threading.Thread(target=self._kill_if_still, args=(done, seconds), daemon=True).start()
        try:
            return pipe.recv_bytes()
        finally:
            done.set()

    def _kill_if_still(self, done: threading.Event, seconds: float) -> None:
        process, waited = self.process, 0.0
        assert process
        spent = _cpu_seconds(process.pid)
        while not done.wait(STILL_SECONDS):
            now, waited = _cpu_seconds(process.pid), waited + STILL_SECONDS
            if now == spent if now is not None else waited > PATIENCE * seconds:
                process.kill()
                break
            spent = now

    def _cause_of_end(self) -> Literal["time", "crash", "machine"]:
        if self.process is None:  # it could not be started
            return "machine"
        self.process.join(STILL_SECONDS)
        status = self.process.exitcode
        if status is None:
            return "machine"
        if status in (OVERTIME_STATUS, -getattr(signal, "SIGPROF", -OVERTIME_STATUS)):
            return "time"
        return "crash" if status > 0 or status in {-getattr(signal, name, 0) for name in _CRASHES} else "machine"

    def _start(self) -> Connection:
        """One after another, so that an older process never holds the pipe of a younger one and all end when this one does."""
        context = multiprocessing.get_context(_METHOD)
        with _one_at_a_time:
            pipe, theirs = context.Pipe()
            process = context.Process(target=_serve_reads, args=(theirs, self.folders, pipe), daemon=True)  # type: ignore[attr-defined]
            try:
                process.start()
            except BaseException:
                pipe.close()
                raise
            finally:
                theirs.close()
        self.process, self.pipe = process, pipe
        return pipe

    def stop(self) -> None:
        if self.process and self.pipe:
            self.process.kill()
            self.process.join()
            self.pipe.close()
        self.process = self.pipe = None


def _cpu_seconds(process: int | None) -> float | None:
    """Processor seconds of another process, from its clock (Linux numbers it so, see clock_getcpuclockid(3)); None where unknown."""
    if sys.platform != "linux" or process is None:
        return None
    try:
        return time.clock_gettime(~process << 3 | 2)
    except OSError:
        return None


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
                _end_after(seconds)
                data = pack_file_read(read_file(path, name, words))
                _end_after(0)
                pipe.send_bytes(data)


def _silence_stderr() -> None:
    """Silence stderr: a parser that runs out of memory prints a traceback; the officer gets a sentence instead."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _limit_memory() -> None:
    """Limit the memory to what the process holds already plus `MEMORY_BYTES`; what it holds is a guess where the system does not tell."""
    if sys.platform == "win32":
        return
    import resource

    try:
        used_bytes = int(STATM.read_text().split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        used_bytes = MEMORY_BYTES
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = used_bytes + MEMORY_BYTES
    with contextlib.suppress(OSError, ValueError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_after(seconds: float) -> None:
    """End this process, even inside a parser, once it has used so much processor time from now on; 0 is never."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
    else:
        _limits.append(time.process_time() + seconds if seconds else float("inf"))
        if len(_limits) == 1:
            threading.Thread(target=_watch_own_time, daemon=True).start()


_limits: list[float] = []


def _watch_own_time() -> None:
    """The same on Windows, which has no such timer; a parser that never lets go of the interpreter is not seen."""
    while time.process_time() < _limits[-1]:
        time.sleep(0.5)
    os._exit(OVERTIME_STATUS)
