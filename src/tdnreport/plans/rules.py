"""The rules that data is held to: `data/reference/rules.csv`, with a plan's own `data/plans/<plan_id>/rules.csv` over it.

A row of the first is a rule: `pct_out_of_range,row,"Tỷ lệ ngoài khoảng 0–100%","Ô {cell}: tỷ lệ “{value}” …",…`. A row of
the second changes one severity and says why: `spent_gt_allocated,warning,Có chuyển nguồn theo Quyết định số …`.
The order of the file is the order in which rules are printed. Out of scope: how a rule is checked (`sql/checks`, `expectations`).
"""

from __future__ import annotations

import csv
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from tdnreport.base.errors import TdnError

if TYPE_CHECKING:
    import polars as pl

Severity = Literal["warning", "row", "file", "stop"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
PLACEHOLDERS = ("value", "cell", "sheet", "file", "row_no", "detail")
OVERRIDE_COLUMNS = ("rule_id", "severity", "reason")


class RuleError(TdnError):
    """A rules file that cannot be used; the message names file and line and lists what is known."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`message` holds the names of `PLACEHOLDERS` in braces; `column_name` is the usual column of the marts, or empty.

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
_MAY_BE_EMPTY = frozenset({"column_name"})


def load_rules(data: Path, plan_id: str, reference: Path | None = None) -> dict[str, Rule]:
    """All rules by id in file order, the plan's changes applied; `RuleError` with a Vietnamese sentence.

    `reference` is the folder of the lists where it is not below `data`.
    """
    rules = _reference((reference or data / "reference") / "rules.csv")
    own = data / "plans" / plan_id / "rules.csv"
    return _with_changes(rules, own) if own.exists() else rules


def rules_table(rules: dict[str, Rule]) -> pl.DataFrame:
    """`ref.rules`: one row per rule, `position` counting from 1."""
    import polars as pl

    columns = ("rule_id", "position", *REFERENCE_COLUMNS[1:])
    rows = [(rule.rule_id, position, *_texts(rule)[1:]) for position, rule in enumerate(rules.values(), 1)]
    types = {name: pl.Int32 if name == "position" else pl.String for name in columns}
    return pl.DataFrame(rows, schema=types, orient="row")


def message(rule: Rule, **values: object) -> str:
    """The rule's sentence filled in: `message(rule, cell="F7", value="abc")`; what is not given is left out.

    A finding that knows only its row says "Dòng 7" where the sentence says "Ô {cell}", one that knows only its file "Tệp a.xlsx".
    """
    unknown = values.keys() - set(PLACEHOLDERS)
    if unknown:
        raise TypeError(f"unknown placeholders {sorted(unknown)}; known: {', '.join(PLACEHOLDERS)}")
    texts = {name: "" if values.get(name) is None else str(values[name]) for name in PLACEHOLDERS}
    filled = rule.message.replace("Ô {cell}", _place(texts)).format_map(texts)
    return " ".join(filled.split()) if not texts["detail"] else filled.strip()


def _place(texts: dict[str, str]) -> str:
    if texts["cell"]:
        return "Ô {cell}"
    return "Dòng {row_no}" if texts["row_no"] else "Tệp {file}"


def _texts(rule: Rule) -> tuple[str, ...]:
    return tuple(getattr(rule, name) for name in REFERENCE_COLUMNS)


def _reference(path: Path) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for place, row in _rows(path, REFERENCE_COLUMNS):
        if row["rule_id"] in rules:
            raise RuleError(f"{place}: quy tắc “{row['rule_id']}” được khai hai lần.")
        _check_placeholders(row["message"], place)
        severity = _severity(row.pop("severity"), place)
        rules[row["rule_id"]] = Rule(severity=severity, **row)
    return rules


def _with_changes(rules: dict[str, Rule], path: Path) -> dict[str, Rule]:
    changed = dict(rules)
    for place, row in _rows(path, OVERRIDE_COLUMNS):
        rule_id = _known(row["rule_id"], rules, "quy tắc", place)
        if changed[rule_id].reason:
            raise RuleError(f"{place}: quy tắc “{rule_id}” được khai hai lần.")
        changed[rule_id] = replace(rules[rule_id], severity=_severity(row["severity"], place), reason=row["reason"])
    return changed


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each record of a CSV file with its place ("rules.csv, dòng 7"), every needed field filled in."""
    if not path.exists():
        raise RuleError(f"Không có tệp quy tắc {path.parent.name}/{path.name}.")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        name = f"{path.parent.name}/{path.name}"
        if tuple(reader.fieldnames or ()) != columns:
            raise RuleError(f"{name}, dòng 1: các cột phải là {', '.join(columns)}.")
        for row in reader:
            place = f"{name}, dòng {reader.line_num}"
            yield place, _complete(row, columns, place)


def _complete(row: dict[str, str], columns: tuple[str, ...], place: str) -> dict[str, str]:
    if None in row or None in row.values():
        raise RuleError(f"{place}: số ô không bằng số cột ({len(columns)}).")
    values = {name: row[name].strip() for name in columns}
    empty = [name for name in columns if not values[name] and name not in _MAY_BE_EMPTY]
    if empty:
        raise RuleError(f"{place}: thiếu {', '.join(empty)}.")
    return values


def _severity(text: str, place: str) -> Severity:
    return SEVERITIES[SEVERITIES.index(_known(text, SEVERITIES, "mức độ", place))]


def _known(text: str, known: Iterable[str], kind: str, place: str) -> str:
    names = list(known)
    if text not in names:
        raise RuleError(f"{place}: không có {kind} “{text}”. Các {kind} đã biết: {', '.join(names)}.")
    return text


def _check_placeholders(text: str, place: str) -> None:
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise RuleError(f"{place}: dấu ngoặc nhọn trong câu thông báo không hợp lệ ({error}).") from error
    for name in sorted(names):
        _known(name, PLACEHOLDERS, "chỗ điền", place)
