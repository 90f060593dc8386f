"""What to say when a file that officers edit cannot be used: whole sentences with file, line and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tdnreport.base.errors import TdnError


class DataError(TdnError):
    """The data of the project cannot be used; `problems` are Vietnamese sentences that name file, line and remedy."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Place(NamedTuple):
    """A line of a file; of a CSV file the row that Excel shows, the header being row 1."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{short_path(self.path)}, dòng {self.line}"

    def seen_from(self, other: Place) -> str:
        """As a sentence about a line of the same file says it ("dòng 7"), or about a line of another."""
        return f"dòng {self.line}" if self.path == other.path else str(self)


class Problems(list[str]):
    """Collects mistakes, so that an officer sees all of them at once."""

    def add_at(self, place: Place, sentence: str) -> None:
        self.append(f"{place}: {sentence}")

    def stop_if_any(self) -> None:
        if self:
            raise DataError(*self)


def short_path(path: Path) -> str:
    """The last three parts of a path, enough to find the file: `plans/tth-2024/tasks.csv`."""
    return "/".join(path.parts[-3:])
