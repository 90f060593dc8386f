"""What came of an expectation, whoever judged it: Great Expectations (`expectations`) or DuckDB alone (`compiled_suites`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tdnreport.quality.suites import Severity

EXAMPLES = 5
LONGEST_TEXT = 300
"""Characters of a cell or an error that are shown; a cell may hold megabytes."""
SAME_IN_ALL_ROWS = ("plan_id", "period_id")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one expectation; `error` says why it could not be judged, and then it has not succeeded.

    `element_count` is the number of rows looked at, None where a query looked for rows that must not exist.
    """

    suite: str
    table: str
    rule_id: str
    description: str
    severity: Severity
    success: bool
    unexpected_count: int
    element_count: int | None
    examples: tuple[str, ...] = ()
    error: str | None = None

    @property
    def stops(self) -> bool:
        """Whether the report may not go out: a critical expectation failed or could not be judged."""
        return not self.success and self.severity == "critical"


def row_text(row: Mapping[str, Any]) -> str:
    """A row as an example: `file = a.xlsx; row_no = 7; completion_pct = 120.0`."""
    cells = ((name, value) for name, value in row.items() if value is not None and name not in SAME_IN_ALL_ROWS)
    return "; ".join(f"{name} = {shorten(value)}" for name, value in cells)


def shorten(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"
