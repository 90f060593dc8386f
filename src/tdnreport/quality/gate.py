"""The gate in a process of its own: Great Expectations starts while files are read, and judges while the report is written.

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
from tdnreport.base.lazy_imports import uncollected

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from tdnreport.plans.rules import Rule
    from tdnreport.quality.expectations import Outcome


ENVIRONMENT = {"TZ": "UTC", "PYTHONHASHSEED": "0"}
"""Data Docs show times of the machine's own zone and columns in the order of a set; the same inputs must give the same bytes."""


@dataclass(frozen=True, slots=True)
class Case:
    """What to judge: a finished warehouse, by the suites of which folder, and where the Data Docs go, if anywhere."""

    warehouse: Path
    suites: Path
    rules: dict[str, Rule]
    docs: Path | None = None
    as_of: date | None = None


class GateError(TdnError):
    """The gate did not answer, so nothing may be said of the report."""


class Gate:
    """Ask once with `judge`, go on working, then take the `outcomes`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def judge(self, case: Case) -> None:
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
        found: tuple[Outcome, ...] = answer
        return found


@contextmanager
def opened() -> Iterator[Gate]:
    """A gate that is getting ready; it is stopped when the block ends, whatever happened."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    with _environment():
        process.start()
    theirs.close()
    try:
        yield Gate(ours)
    finally:
        ours.close()
        process.terminate()
        process.join()


@contextmanager
def _environment() -> Iterator[None]:
    """What a process started within finds around it."""
    before = dict(os.environ)
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        for name in ENVIRONMENT.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)


def _end_with_the_other() -> None:
    """A run that is killed leaves nobody behind who would go on writing into its folder."""
    other = multiprocessing.parent_process()

    def wait() -> None:
        if other:
            other.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _serve(connection: Connection) -> None:
    """The other process: get ready, wait for a case, answer it; an end of the pipe is an end of the work."""
    from tdnreport.quality import expectations
    from tdnreport.quality.suites import SuiteError, load_suites

    _end_with_the_other()
    expectations.get_ready()
    try:
        case: Case = connection.recv()
    except EOFError:
        return
    try:
        suites = load_suites(case.suites, case.rules)
        with uncollected():
            connection.send(expectations.run(case.warehouse, suites, case.docs, case.as_of))
    except SuiteError as error:
        connection.send(error)
    except Exception as error:  # whatever happens in there is said in one sentence over here
        connection.send(f"{type(error).__name__}: {error}")
