"""Union of the findings of all checks: `sql/checks/<rule_id>.sql` finds the cells; severity and message of a rule are data.

Every check returns `file, sheet, row_no, field, value, detail`, and `table_no` where it is about a line of a table: two tables may
stand side by side. `field` is a field of the department's table (see `data/reference/headers.csv`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tdnreport.base.privacy import redact_columns
from tdnreport.warehouse.models import Model, ModelError

if TYPE_CHECKING:
    import duckdb

LONGEST_VALUE = 2_000
"""Characters; more than any writer shows of a cell."""


@dataclass(frozen=True, slots=True)
class FindingsUnion:
    """`checks.found`: what the reader and every check found, one row a finding, with its `rule_id`."""

    checks: tuple[str, ...]
    name: str = "checks.found"

    @property
    def reads(self) -> frozenset[str]:
        return frozenset(self.checks)

    def build(self, con: duckdb.DuckDBPyConnection) -> None:
        self._require_rules(con)
        columns = f"* replace (left(value, {LONGEST_VALUE}) as value)"
        parts = [f"select {columns} from raw.findings"]
        parts += [f"select '{name.split('.')[1]}' as rule_id, {columns} from {name}" for name in self.checks]
        con.execute(f"create table {self.name} as " + "\nunion all by name\n".join(parts))
        con.execute(f"comment on table {self.name} is 'one row per finding of the reader or of a check'")
        redact_columns(con, self.name, "value", "detail")

    def _require_rules(self, con: duckdb.DuckDBPyConnection) -> None:
        known = {rule for (rule,) in con.execute("select rule_id from ref.rules").fetchall()}
        unknown = sorted({name.split(".")[1] for name in self.checks} - known)
        if unknown:
            raise ModelError(f"Chưa có quy tắc trong data/reference/rules.csv cho: {', '.join(unknown)}")


def union_findings(models: Iterable[Model]) -> FindingsUnion:
    return FindingsUnion(tuple(sorted(model.name for model in models if model.schema == "checks")))
