"""Progress callback of long runs."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with the step's name, items done and items in total."""


def say_nothing(sentence: str) -> None:
    """Message callback that discards messages."""


def no_progress(what: str, done: int, total: int) -> None:
    """Progress callback that does nothing."""
