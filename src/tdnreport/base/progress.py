"""How far a long run is, for those who show it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how far it is and how far it goes."""


def say_nothing(sentence: str) -> None:
    """A listener for those who do not wait on a terminal."""


def silent(what: str, done: int, total: int) -> None:
    """Progress for those who do not look."""
