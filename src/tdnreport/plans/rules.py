"""The rules that data is held to: `data/reference/rules.csv`, with a plan's own `data/plans/<plan_id>/rules.csv` over it.

A row of the first is a rule: `pct_out_of_range,row,"Tỷ lệ ngoài khoảng 0–100%","Ô {cell}: tỷ lệ “{value}” …",…`. A row of
the second changes one severity and says why: `spent_gt_allocated,warning,Có chuyển nguồn theo Quyết định số …`.
The order of the file is the order in which rules are printed. Out of scope: how a rule is checked (`sql/checks`, `expectations`).
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from tdnreport.base.csv_rows import read_table
from tdnreport.base.data_error import Place, Problems

if TYPE_CHECKING:
    import polars as pl

Severity = Literal["warning", "row", "file", "stop"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
PLACEHOLDERS = ("value", "cell", "sheet", "file", "row_no", "detail")


@dataclass(frozen=True, slots=True)
class Rule:
    """`fill_message` holds the names of `PLACEHOLDERS` in braces; `column_name` is the usual column of the marts, or empty.

    `reason` says why a plan changed the severity, else empty.
    """

    rule_id: str
    severity: Severity
    title: str
    message: str
    action: str
    source: str
    column_name: str
    reason: str = ""


REFERENCE_COLUMNS = tuple(f.name for f in fields(Rule) if f.name != "reason")


@dataclass(frozen=True, slots=True)
class _RuleRow:
    """data/reference/rules.csv."""

    origin: Place
    rule_id: str
    severity: Severity
    title: str
    message: str
    action: str
    source: str
    column_name: str | None


@dataclass(frozen=True, slots=True)
class _ChangeRow:
    """rules.csv of a plan."""

    origin: Place
    rule_id: str
    severity: Severity
    reason: str


def load_rules(data: Path, plan_id: str, reference: Path | None = None) -> dict[str, Rule]:
    """All rules by id in file order, the plan's changes applied; DataError with every mistake.

    `reference` is the folder of the shipped lists where that is not `data/reference`.
    """
    problems = Problems()
    rows = read_table((reference or data / "reference") / "rules.csv", _RuleRow, problems)
    own = data / "plans" / plan_id / "rules.csv"
    changes = read_table(own, _ChangeRow, problems) if own.exists() else ()
    _check_once(rows, problems)
    _check_once(changes, problems)
    for row in rows:
        _check_placeholders(row, problems)
    known = [row.rule_id for row in rows]
    for change in changes:
        _check_known(change.rule_id, known, "quy tắc", change.origin, problems)
    problems.stop_if_any()
    rules = {row.rule_id: _rule(row) for row in rows}
    changed = {row.rule_id: replace(rules[row.rule_id], severity=row.severity, reason=row.reason) for row in changes}
    return rules | changed


def _rule(row: _RuleRow) -> Rule:
    values = {name: getattr(row, name) for name in REFERENCE_COLUMNS}
    return Rule(**values | {"column_name": row.column_name or ""})


def rules_table(rules: dict[str, Rule]) -> pl.DataFrame:
    """`ref.rules`: one row per rule, `position` counting from 1."""
    import polars as pl

    columns = ("rule_id", "position", *REFERENCE_COLUMNS[1:])
    rows = [(rule.rule_id, position, *_rule_texts(rule)[1:]) for position, rule in enumerate(rules.values(), 1)]
    types = {name: pl.Int32 if name == "position" else pl.String for name in columns}
    return pl.DataFrame(rows, schema=types, orient="row")


def fill_message(rule: Rule, **values: object) -> str:
    """The rule's sentence filled in: `fill_message(rule, cell="F7", value="abc")`; missing values become empty.

    A finding that knows only its row says "Dòng 7" where the sentence says "Ô {cell}", one that knows only its file "Tệp a.xlsx".
    """
    unknown = values.keys() - set(PLACEHOLDERS)
    if unknown:
        raise TypeError(f"unknown placeholders {sorted(unknown)}; known: {', '.join(PLACEHOLDERS)}")
    texts = {name: "" if values.get(name) is None else str(values[name]) for name in PLACEHOLDERS}
    filled = rule.message.replace("Ô {cell}", _place_phrase(texts)).format_map(texts)
    return " ".join(filled.split()) if not texts["detail"] else filled.strip()


def _place_phrase(texts: dict[str, str]) -> str:
    if texts["cell"]:
        return "Ô {cell}"
    return "Dòng {row_no}" if texts["row_no"] else "Tệp {file}"


def _rule_texts(rule: Rule) -> tuple[str, ...]:
    return tuple(getattr(rule, name) for name in REFERENCE_COLUMNS)


def _check_once(rows: Iterable[_RuleRow | _ChangeRow], problems: Problems) -> None:
    first: dict[str, Place] = {}
    for row in rows:
        before = first.setdefault(row.rule_id, row.origin)
        if before != row.origin:
            again = (
                f"quy tắc “{row.rule_id}” được khai hai lần, lần đầu ở {before.seen_from(row.origin)}; giữ một dòng."
            )
            problems.add_at(row.origin, again)


def _check_known(text: str, known: Iterable[str], kind: str, place: Place, problems: Problems) -> None:
    names = list(known)
    if text not in names:
        problems.add_at(place, f"không có {kind} “{text}”. Các {kind} đã biết: {', '.join(names)}.")


def _check_placeholders(row: _RuleRow, problems: Problems) -> None:
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(row.message) if name is not None}
    except ValueError:
        problems.add_at(
            row.origin, "dấu ngoặc nhọn trong câu thông báo (message) không hợp lệ; mở và đóng đủ từng cặp."
        )
        return
    for name in sorted(names):
        _check_known(name, PLACEHOLDERS, "chỗ điền", row.origin, problems)
