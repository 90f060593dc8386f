"""The quality gate in a separate process: Great Expectations is imported while files are read, and validates while the report is
written.

Its import alone takes seconds; beside the rest of the work it costs the officer nearly nothing. The other process reads the finished
warehouse, writes the Data Docs and sends back the outcomes; it ends by itself when this one is gone.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.errors import TdnError
from tdnreport.base.lazy_imports import gc_paused

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from tdnreport.plans.rules import Rule
    from tdnreport.quality.outcome import Outcome


ENVIRONMENT = {"TZ": "UTC", "PYTHONHASHSEED": "0"}
"""Data Docs show times of the machine's own zone and columns in the order of a set; the same inputs must give the same bytes."""


@dataclass(frozen=True, slots=True)
class GateCase:
    """What to validate: a finished warehouse, the folder of suites, and where to write the Data Docs, if anywhere."""

    warehouse: Path
    suites: Path
    rules: dict[str, Rule]
    docs: Path | None = None
    as_of: date | None = None


class GateError(TdnError):
    """The gate did not answer, so nothing may be said of the report."""


class Gate:
    """Call `judge` once, continue working, then take the `outcomes`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def judge(self, case: GateCase) -> None:
        self._connection.send(case)

    def outcomes(self) -> tuple[Outcome, ...]:
        try:
            answer = self._connection.recv()
        except EOFError:
            answer = "tiến trình kiểm tra dừng giữa chừng"
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, str):
            raise GateError(f"Không kiểm tra được kho số liệu: {answer}.")
        outcomes: tuple[Outcome, ...] = answer
        return outcomes


@contextmanager
def open_gate() -> Iterator[Gate]:
    """Start the validation process; terminate it on exit."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve_gate, args=(theirs,), daemon=True)
    with _gate_environment():
        process.start()
    theirs.close()
    try:
        yield Gate(ours)
    finally:
        ours.close()
        process.terminate()
        process.join()


@contextmanager
def _gate_environment() -> Iterator[None]:
    """Environment variables for a child process started inside the block."""
    before = dict(os.environ)
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        for name in ENVIRONMENT.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)


def _end_with_the_other() -> None:
    """End this process when its parent ends, so that a killed run leaves no writer behind."""
    other = multiprocessing.parent_process()

    def wait() -> None:
        if other:
            other.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _serve_gate(connection: Connection) -> None:
    """Main loop of the validation process: import, wait for a case, answer it; a closed pipe ends it."""
    from tdnreport.quality import expectations
    from tdnreport.quality.suites import SuiteError, load_suites

    _end_with_the_other()
    expectations.get_ready()
    try:
        case: GateCase = connection.recv()
    except EOFError:
        return
    try:
        suites = load_suites(case.suites, case.rules)
        with gc_paused():
            connection.send(expectations.run_suites(case.warehouse, suites, case.docs, case.as_of))
    except SuiteError as error:
        connection.send(error)
    except Exception as error:  # whatever happens in there is said in one sentence over here
        connection.send(f"{type(error).__name__}: {error}")
