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


HEAD = "| fault or input | tried | survived | and |\n|---|---:|---:|---|\n"


def write(name: str, counts: Iterable[Count], document: Path = DOCUMENT) -> None:
    """Put the counts between the marks `<!-- <name> -->` and `<!-- end of <name> -->`; lines of what was not tried this time stay."""
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, _, rest = document.read_text(encoding="utf-8").partition(start)
    held, found, after = rest.partition(end)
    assert found, f"{document} has no place for {name}"
    lines = {line.split(" | ")[0]: line for line in held.splitlines() if line.startswith("| ")}
    lines.pop(HEAD.split(" | ")[0], None)
    lines |= {f"| {one.fault}": f"| {one.fault} | {one.tried:,} | {one.survived:,} | {one.note} |" for one in counts}
    document.write_text(f"{before}{start}\n{HEAD}" + "\n".join([*lines.values(), end]) + after, encoding="utf-8")
