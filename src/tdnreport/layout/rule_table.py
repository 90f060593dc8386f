"""The decision table of columns, `data/reference/column_rules.csv`, in the order of its rows.

    step     fields      says        unless      becomes         reason
    meaning  disbursed   forecast                estimated                       "Ước TH cả năm" below money is no disbursement
    meaning  pct         by_plan     actual                      Số theo kế hoạch …
    drop     allocated   accumulated                                             among several columns of one field
    keep     pct         to_date

`says` and `unless` are features of `header_features.csv`, `becomes` a field, blank where the column is left. `drop` and `keep` choose
among the columns of one field, as long as one remains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tdnreport.base.csv_rows import read_tables
from tdnreport.base.data_error import Place, Problems
from tdnreport.layout.header_features import HeaderFeatures

Says = Callable[[str], bool]
Step = Literal["meaning", "drop", "keep"]


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """`reason` is shown to the sender where the rule leaves a column out."""

    origin: Place
    step: Step
    fields: tuple[str, ...]
    says: str
    unless: str | None
    becomes: str | None
    reason: str | None

    def applies(self, label: str, features: HeaderFeatures) -> bool:
        is_said = features.says(self.says, label)
        return is_said and not (self.unless and features.says(self.unless, label))

    @property
    def words(self) -> str:
        """The rule in a line, for `tdnreport explain`."""
        unless = f" trừ {self.unless}" if self.unless else ""
        return f"{self.step}: {self.says}{unless} → {self.becomes or 'không dùng'} (column_rules.csv dòng {self.origin.line})"


def load_column_rules(folders: Sequence[Path], features: HeaderFeatures, problems: Problems) -> tuple[ColumnRule, ...]:
    rules = read_tables(tuple(folders), "column_rules.csv", ColumnRule, problems)
    known = features.patterns
    for rule in rules:
        for name in filter(None, (rule.says, rule.unless)):
            if known and name not in known:
                problems.add_at(rule.origin, f"“{name}” không có trong header_features.csv ({', '.join(known)}).")
    return rules


def choose_among(
    labels: dict[int, str], field: str, rules: Iterable[ColumnRule], features: HeaderFeatures
) -> tuple[dict[int, str], list[ColumnRule]]:
    """Column → label of one field's columns; those that the rules leave, and the rules that decided."""
    used = []
    for rule in rules:
        if rule.step == "meaning" or field not in rule.fields:
            continue
        is_kept = rule.step == "keep"
        left = {no: label for no, label in labels.items() if rule.applies(label, features) == is_kept}
        if left and len(left) < len(labels):
            labels = left
            used.append(rule)
    return labels, used
