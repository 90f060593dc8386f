"""Tasks in a process of their own, one after the other, so that the page never waits and a reader that dies takes nothing with it.

    answer = await worker.run(desk.survey_period, subject, progress=show)

The other process ends when this one does: its end of the pipe closes. Functions and their values cross by pickle.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from tdnreport import __version__
from tdnreport.base import errors
from tdnreport.base.home import find_home
from tdnreport.base.progress import Progress, no_progress

DIED = "Phần xử lý bị dừng giữa chừng (có thể máy thiếu bộ nhớ); không có gì bị mất. Hãy thử lại."
STOP_SECONDS = 5
"""How long a task may take to clear up after itself when the desk is closed."""


class TaskFailed(Exception):
    """A task could not be done; the message is a Vietnamese sentence."""


class Worker:
    """One other process, started when it is first needed and again after it has died."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._closed = False

    async def run(self, function: Callable[..., Any], *arguments: Any, progress: Progress | None = None) -> Any:
        """The function's value; TaskFailed where it raises. `progress` is called in a thread."""
        async with self._turn:
            return await asyncio.to_thread(self._run, function, arguments, progress)

    def _run(self, function: Callable[..., Any], arguments: tuple[Any, ...], progress: Progress | None) -> Any:
        try:
            pipe = self._connect()
            pipe.send((function, arguments, progress is not None))
            while (message := pipe.recv())[0] == "progress":
                (progress or no_progress)(*message[1:])
        except (EOFError, OSError) as error:
            self._drop()
            raise TaskFailed(DIED) from error
        kind, value = message
        if kind == "failed":
            raise TaskFailed(value)
        return value

    def _connect(self) -> Connection:
        if self._closed:
            raise EOFError
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self._drop()
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=serve_tasks, args=(theirs,), daemon=False)
            self._process.start()
            theirs.close()
        return self._pipe

    def _drop(self) -> None:
        if self._pipe:
            self._pipe.close()
        if self._process:
            self._process.join(1)
            if self._process.is_alive():
                self._process.kill()
        self._pipe = self._process = None

    def close(self) -> None:
        """Stop what runs; outputs that are not whole yet do not replace the old ones."""
        self._closed = True
        if self._process and self._process.is_alive():
            self._process.terminate()
            self._process.join(STOP_SECONDS)
            # A file in the middle of being read may hold it up; what a killed build leaves is cleared at the next start.
            self._process.kill()


def serve_tasks(pipe: Connection) -> None:
    """The other process: tasks until the pipe closes. Ctrl+C is the desk's, which then closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, _stop)
    with suppress(EOFError, OSError):
        while True:
            function, arguments, wants_progress = pipe.recv()
            pipe.send(_answer(pipe, function, arguments, wants_progress))


def _stop(*_: object) -> None:
    """As an exception, so that unfinished folders and readers are cleared away."""
    raise SystemExit


def _answer(
    pipe: Connection, function: Callable[..., Any], arguments: tuple[Any, ...], wants_progress: bool
) -> tuple[str, Any]:
    sending = threading.Lock()

    def tell(what: str, done: int, total: int) -> None:
        with sending:
            pipe.send(("progress", what, done, total))

    try:
        return "done", function(*arguments, tell) if wants_progress else function(*arguments)
    except Exception as error:
        return "failed", explain(error)


def explain(error: Exception) -> str:
    """The error's own sentence; of a fault of the program, where its place was written."""
    if sentence := errors.sentence_of(error):
        return sentence
    path = errors.record_fault(error, (find_home().faults, Path(gettempdir(), "tdnreport-loi")), __version__)
    kept = f"; chi tiết để báo lỗi (không có số liệu của đơn vị) ở {path}" if path else f" ({type(error).__name__})"
    return f"Chương trình gặp lỗi ngoài dự kiến{kept}. Báo cáo và tệp đã nhận vẫn nguyên vẹn."
