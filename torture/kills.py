"""kill -9: at every line of the two swaps, and at random moments of whole reports.

After each kill the output folder and the warehouse are the old or the new state, and their sums hold; the next run goes on from
there. At the end one more run is right, nothing is left beside the results and no process of a killed run is alive.
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from torture.counts import Count
from torture.project import DONE, Project

PATIENCE_SECONDS = 60.0


def swaps() -> Iterator[Count]:
    """Every line of `warehouse` and `report/folder` that a run comes to."""
    from test_nothing_lost import kill_at_lines

    with tempfile.TemporaryDirectory() as folder:
        killed = kill_at_lines(Path(folder), 1, may_be_absent=False)
    yield Count(
        "kill -9 at a line of the swaps", killed, killed, "old or new state whole each time, the next run right"
    )


def moments(project: Project, kills: int, seed: int) -> Iterator[Count]:
    """`kills` reports killed at a random moment, half of them with their helper processes and half alone."""
    chance, sessions, found = random.Random(seed), list[int](), [0, 0]
    seconds, current = _seconds(project), 0
    while len(sessions) < kills:
        wanted = 1 - current
        process = project.start(wanted)
        assert process.pid
        process.join(chance.uniform(0, seconds))
        if process.is_alive():
            sessions.append(process.pid)
            with suppress(ProcessLookupError):
                (os.killpg if chance.random() < 0.5 else os.kill)(process.pid, signal.SIGKILL)
        process.join()
        shown, _ = project.version()
        found[shown == wanted] += 1
        current = shown
    status, said = project.run(current)
    assert status == DONE, said
    assert project.version() == (current, current)
    assert project.leftovers() == []
    _all_gone(sessions)
    note = f"{found[0]} times the old state, {found[1]} times the new one; the last run right, nothing left beside it"
    yield Count("kill -9 at a random moment of `report`", kills, kills, note)


def _seconds(project: Project) -> float:
    """How long a report takes here and now; also leaves version 0 in place."""
    start = time.monotonic()
    status, said = project.run(0)
    assert status == DONE, said
    return time.monotonic() - start


def _all_gone(sessions: list[int]) -> None:
    """The helper processes of killed runs see the end of their pipe and end."""
    end = time.monotonic() + PATIENCE_SECONDS
    while alive := [one for one in sessions if _has_process(one)]:
        assert time.monotonic() < end, f"processes of killed runs are alive: {alive}"
        time.sleep(0.2)


def _has_process(session: int) -> bool:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(session, 0)
        return True
    return False
