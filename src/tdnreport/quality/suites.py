"""The suites of `expectations/*.json`: what must hold of the marts, one file a table, read strictly.

    {"table": "marts.progress", "key": ["file", "row_no"], "expectations": [
      {"type": "expect_column_values_to_be_between", "severity": "critical", "kwargs": {"column": "completion_pct", …},
       "description": "Tỷ lệ hoàn thành từ 0% đến 100%", "meta": {"rule": "pct_out_of_range", "source": "…"}}]}

`type` and `kwargs` are Great Expectations' own; a query (`unexpected_rows_query`) selects the rows that must not exist, may
read any schema and holds an `order by`, so that the examples are the same each time.
Out of scope: running them (`expectations`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tdnreport.base.errors import TdnError
from tdnreport.base.lazy_imports import deferred
from tdnreport.plans.rules import Rule

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation as GxExpectation

Severity = Literal["critical", "warning", "info"]
SEVERITIES = ("critical", "warning", "info")
QUERY = "unexpected_rows_query"
SLOW_TO_IMPORT = ("scipy.stats", "altair", "jsonschema")
"""What Great Expectations imports at its start and uses only for distributions, their charts and JSON schemas."""
SUITE_FIELDS = {"table": str, "key": list, "expectations": list}
ENTRY_FIELDS = {"type": str, "severity": str, "kwargs": dict, "description": str, "meta": dict}
META_FIELDS = {"rule": str, "source": str}
_BETWEEN_ENTRIES = re.compile(r"[\s,]*")


class SuiteError(TdnError):
    """A suite that cannot be used; the message is a Vietnamese sentence with file and line."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """`rule_id` is the rule it stands for; `source` the decree, clause of the plan or principle behind it."""

    type: str
    severity: Severity
    kwargs: Mapping[str, Any]
    description: str
    rule_id: str
    source: str


@dataclass(frozen=True, slots=True)
class Suite:
    """`key` names the columns that tell a failing row apart, so that an example can be found again."""

    name: str
    table: str
    key: tuple[str, ...]
    expectations: tuple[Expectation, ...]


def load_suites(folder: Path, rules: Mapping[str, Rule], *, ask_gx: bool = True) -> tuple[Suite, ...]:
    """All suites of a folder by name; a misspelt rule raises `SuiteError`, with `ask_gx` a misspelt type or argument too."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise SuiteError(f"Không có bộ kiểm tra nào trong thư mục {folder.name}.")
    return tuple(_load_suite(path, rules, ask_gx) for path in paths)


def _load_suite(path: Path, rules: Mapping[str, Rule], ask_gx: bool) -> Suite:
    text = path.read_text(encoding="utf-8")
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise SuiteError(f"{path.name}, dòng {error.lineno}: không đúng cú pháp JSON ({error.msg}).") from error
    _check_fields(content, SUITE_FIELDS, f"{path.name}, dòng 1")
    lines = _lines_of_entries(text)
    entries = zip(lines, content["expectations"], strict=True)
    expectations = tuple(
        _read_expectation(entry, rules, f"{path.name}, dòng {line}", ask_gx) for line, entry in entries
    )
    return Suite(path.stem, content["table"], tuple(content["key"]), expectations)


def _lines_of_entries(text: str) -> Iterator[int]:
    """The line on which each element of the array "expectations" starts."""
    decoder = json.JSONDecoder()
    position = text.index("[", text.index('"expectations"')) + 1
    while between := _BETWEEN_ENTRIES.match(text, position):
        position = between.end()
        if text[position] == "]":
            return
        yield text.count("\n", 0, position) + 1
        _, position = decoder.raw_decode(text, position)


def _read_expectation(entry: Any, rules: Mapping[str, Rule], place: str, ask_gx: bool) -> Expectation:
    _check_fields(entry, ENTRY_FIELDS, place)
    _check_fields(entry["meta"], META_FIELDS, f"{place}, mục meta")
    _check_known(entry["severity"], SEVERITIES, "mức độ", place)
    rule_id = _check_known(entry["meta"]["rule"], rules, "quy tắc", place)
    if QUERY in entry["kwargs"] and "order by" not in entry["kwargs"][QUERY].lower():
        raise SuiteError(f"{place}: câu truy vấn phải kết thúc bằng “order by” để ví dụ không đổi giữa các lần chạy.")
    expectation = Expectation(
        entry["type"],
        _effective_severity(entry["severity"], rules[rule_id]),
        entry["kwargs"],
        entry["description"],
        rule_id,
        entry["meta"]["source"],
    )
    if ask_gx:
        to_gx(expectation, 0, place)
    return expectation


def _effective_severity(severity: Severity, rule: Rule) -> Severity:
    """A rule that the plan has downgraded with a reason does not stop the report at the gate either."""
    return "warning" if rule.reason and rule.severity == "warning" else severity


def _check_fields(value: Any, fields: Mapping[str, type], place: str) -> None:
    """The object has these fields and no other, each of its type and none of them empty."""
    if not isinstance(value, dict):
        raise SuiteError(f"{place}: phải là một đối tượng có các mục {', '.join(fields)}.")
    for name in value:
        _check_known(name, fields, "mục", place)
    for name, kind in fields.items():
        if not isinstance(value.get(name), kind) or (not value[name] and kind is str):
            raise SuiteError(f"{place}: thiếu mục “{name}”, hoặc mục này không đúng kiểu.")


def _check_known(text: str, known: Iterable[str], kind: str, place: str) -> str:
    names = list(known)
    if text not in names:
        raise SuiteError(f"{place}: không có {kind} “{text}”. Các {kind} đã biết: {', '.join(names)}.")
    return text


def to_gx(expectation: Expectation, position: int, place: str = "") -> GxExpectation:
    """Great Expectations' own object, which refuses a type or an argument it does not know."""
    with deferred(*SLOW_TO_IMPORT):
        from great_expectations.exceptions.exceptions import ExpectationNotFoundError
        from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
        from great_expectations.expectations.metadata_types import FailureSeverity
    configuration = ExpectationConfiguration(
        type=expectation.type,
        kwargs=dict(expectation.kwargs),
        severity=FailureSeverity(expectation.severity),
        description=f"{expectation.description} [{expectation.rule_id}]",
        meta={"rule": expectation.rule_id, "source": expectation.source, "position": position},
    )
    try:
        return configuration.to_domain_obj()
    except ExpectationNotFoundError as error:
        raise SuiteError(f"{place}: Great Expectations không có loại kiểm tra “{expectation.type}”.") from error
    except (ValueError, TypeError) as error:
        told = " ".join(str(error).split())
        raise SuiteError(f"{place}: tham số (kwargs) của “{expectation.type}” không hợp lệ: {told}") from error
