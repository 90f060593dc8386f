"""What was tried and what survived, printed and kept in docs/reliability.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from torture import ROOT

DOCUMENT = ROOT / "docs" / "reliability.md"


@dataclass(frozen=True, slots=True)
class Count:
    """One kind of fault; what did not survive raised an error, so a count that is there is true."""

    fault: str
    tried: int
    survived: int
    note: str = ""

    def __str__(self) -> str:
        return f"{self.fault}: {self.survived} of {self.tried} survived" + (f"; {self.note}" if self.note else "")


def table(counts: Iterable[Count]) -> str:
    lines = ["| fault | tried | survived | and |", "|---|---:|---:|---|"]
    return "\n".join([*lines, *(f"| {one.fault} | {one.tried:,} | {one.survived:,} | {one.note} |" for one in counts)])


def write(name: str, text: str, document: Path = DOCUMENT) -> None:
    """Put a text between the marks `<!-- <name> -->` and `<!-- end of <name> -->`."""
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, _, rest = document.read_text(encoding="utf-8").partition(start)
    _, found, after = rest.partition(end)
    assert found, f"{document} has no place for {name}"
    document.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")
