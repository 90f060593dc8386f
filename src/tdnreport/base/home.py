"""Where the project's folders are: data, SQL models and suites that officers may edit, and the place for outputs.

The root is `TDNREPORT_HOME` when set, else the checkout this package was installed from.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def reference(self) -> Path:
        return self.data / "reference"

    @property
    def templates(self) -> Path:
        return self.data / "templates"

    @property
    def sql(self) -> Path:
        return self.root / "sql"

    @property
    def expectations(self) -> Path:
        return self.root / "expectations"

    def sample_inbox(self, plan_id: str, period_id: str) -> Path:
        return self.data / "sample" / plan_id / period_id

    def out(self, plan_id: str, period_id: str) -> Path:
        return self.root / "out" / plan_id / period_id

    @property
    def faults(self) -> Path:
        """Where the program keeps what is needed to report a fault of its own."""
        return self.root / "out" / "loi"

    def warehouse(self, plan_id: str, period_id: str) -> Path:
        """The last good warehouse of a period; kept outside `out/<plan>/<period>` because a DuckDB file never has the same bytes twice."""
        return self.root / "out" / "warehouse" / f"{plan_id}--{period_id}.duckdb"


def home() -> Home:
    given = os.environ.get("TDNREPORT_HOME")
    return Home(Path(given).resolve() if given else Path(__file__).resolve().parents[3])
