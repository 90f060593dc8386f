"""Header texts → the fields of a table: which column holds what, in how many đồng, and what is left unread.

    {1: STT, 2: Nhiệm vụ, 3: Kinh phí (triệu đồng) / Dự toán giao, 4: Tiến độ}
    → code 1, title 2, allocated 3 (×1000000), and "Tiến độ" is status, percent or result by the values under it

What the words of a header may mean is in `naming`, what the values of a column say in `candidates`, which of several columns for one
figure counts in `budget` and `rivals`, and columns to be marked with an x in `checkboxes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from tdnreport.layout.budget_parts import join_budget_parts
from tdnreport.layout.checkbox_columns import CheckboxColumn, find_checkbox_columns
from tdnreport.layout.column_decisions import NOT_READ, ColumnDecision, decide_columns, unread_columns
from tdnreport.layout.evidence import check_values
from tdnreport.layout.features import MONEY, NOTES, SAMPLE_LINES, ColumnFeatures, choose_fields, find_status_column
from tdnreport.layout.header import Label
from tdnreport.layout.naming import name_columns
from tdnreport.layout.resolve import (
    apply_meanings,
    join_summands,
    keep_latest_part,
    order_years,
    reject_flows,
    reject_other_years,
    reject_planned,
    reject_rivals,
)
from tdnreport.layout.vocabulary import Contexts, LayoutWords
from tdnreport.workbook.model import Line

TableKind = Literal["progress", "budget", "indicators", "duties", "notes"]

"""What a unit says beside its figures: kept by kind, printed as a draft."""

_INDICATOR_FIELDS = frozenset({"indicator", "measure", "value", "cumulative", "target", "previous"})
_TASK_FIELDS = frozenset(
    [
        "status",
        "pct",
        "estimated_pct",
        "allocated",
        "carried",
        "disbursed",
        "estimated",
        "fund_source",
        "result",
        "evidence",
        "completed_on",
    ]
)
_TICKED = "Tình trạng được đọc ở cột khác của bảng."
_STARTS = frozenset({"code", "title", "indicator", "duty"})
_ANSWERS = frozenset({"result", "evidence"})
_NOT_OF_DUTIES = frozenset({"title", "status", "pct", "allocated", "disbursed", "value", "cumulative"})

NAME_FIELDS: Mapping[str, str] = {
    "progress": "title",
    "budget": "title",
    "indicators": "indicator",
    "duties": "duty",
    "notes": "title",
}
"""Kind of table → the field that names what a line is about."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Field → 1-based column; `skipped` columns are understood and left out on purpose.

    `unread`: header text of each column whose figures do not count, and why. `checkboxes`: columns to be marked with an x.
    `summands`: money fields → the columns that add up to them, each with the name of its source of funds or part of the budget; a field
    whose own column is none of these holds their total.
    """

    kind: TableKind
    fields: Mapping[str, int]
    scales: Mapping[str, int | None]
    skipped: Mapping[str, int]
    unread: tuple[tuple[str, str], ...]
    first: int
    last: int
    is_weak: bool = False
    checkboxes: Mapping[int, CheckboxColumn] = field(default_factory=dict)
    summands: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    asked: tuple[tuple[str, str], ...] = ()
    """Header text and reason of each column without which the table lacks a figure that it seems to have: its sender is asked."""
    decisions: tuple[ColumnDecision, ...] = ()
    years: frozenset[str] = frozenset()
    """Years that the header names."""
    year: str = ""
    """The year whose columns were taken; "" where nothing names one."""


def split_side_by_side(labels: Mapping[int, Label], words: LayoutWords) -> list[dict[int, Label]]:
    """Split tables that stand side by side: a new one begins where code, task or indicator is repeated."""
    parts: list[dict[int, Label]] = [{}]
    seen: set[str] = set()
    for column_no, label in sorted(labels.items()):
        heading = words.find_heading(label.own)
        field = heading.fields[0] if heading and heading.share >= 0.5 else ""
        after_gap = column_no - 1 not in labels
        is_start = field == "code" or (field in _STARTS and after_gap)
        if is_start and seen & _STARTS and len(seen) >= 2 and (field in seen or after_gap):
            parts.append({})
            seen = set()
        parts[-1][column_no] = label
        seen.add(field)
    return parts


def read_columns(
    labels: Mapping[int, Label], lines: Sequence[Line], stated_scale: int | None, words: LayoutWords, year: str = ""
) -> ColumnMap | None:
    """None where the labels make no table of tasks, budget or indicators; `stated_scale` and `year` are those named above the table."""
    checkboxes = find_checkbox_columns(labels, lines, words)
    columns = [
        ColumnFeatures(column_no, label) for column_no, label in sorted(labels.items()) if column_no not in checkboxes
    ]
    table = _table_context(columns, words)
    if len(checkboxes) == 1 and any(_is_status(column, words) for column in columns):
        columns = [
            ColumnFeatures(column_no, label, reason=_TICKED if column_no in checkboxes else "")
            for column_no, label in sorted(labels.items())
        ]
        checkboxes = {}
    is_about_money = bool(stated_scale) and not table
    name_columns(columns, table, is_about_money, words)
    apply_meanings(columns, words)
    reject_other_years(columns, year)
    join_summands(columns, words)
    join_budget_parts(columns, lines, words)
    reject_planned(columns, words)
    order_years(columns)
    keep_latest_part(columns, lines, words)
    choose_fields(columns, lines[:SAMPLE_LINES], words.lists)
    if not checkboxes:
        find_status_column(columns, lines[:SAMPLE_LINES], words.lists)
    check_values(columns, lines, words)
    reject_rivals(columns, lines, year, words)
    reject_flows(columns, words)
    if checkboxes:
        columns = _add_status_column(columns, min(checkboxes))
    column_map = _build_column_map(columns, lines, words, is_indicators=bool(table))
    return (
        replace(column_map, checkboxes=checkboxes, last=max(column_map.last, *checkboxes))
        if column_map and checkboxes
        else column_map
    )


def _is_status(column: ColumnFeatures, words: LayoutWords) -> bool:
    heading = words.find_heading(column.label.own)
    return heading is not None and heading.fields == ("status",)


def _add_status_column(columns: Sequence[ColumnFeatures], column_no: int) -> list[ColumnFeatures]:
    """Replace checkbox columns by one status column, at the first of them."""
    for column in columns:
        if column.fields == ("status",):
            column.reject(_TICKED)
    return sorted(
        [*columns, ColumnFeatures(column_no, Label("", ""), ("status",))], key=lambda column: column.column_no
    )


def _table_context(columns: Iterable[ColumnFeatures], words: LayoutWords) -> Contexts:
    """A table of indicators names them, or gives a unit of measure and neither status nor money."""
    headings = [words.find_heading(column.label.own) for column in columns]
    fields = {heading.fields[0] for heading in headings if heading and len(heading.fields) == 1}
    named = "indicator" in fields and "title" not in fields
    measured = "measure" in fields and not fields & set(MONEY)
    return frozenset({"indicators"}) if "status" not in fields and (named or measured) else frozenset()


def _build_column_map(
    columns: Sequence[ColumnFeatures], lines: Sequence[Line], words: LayoutWords, is_indicators: bool
) -> ColumnMap | None:
    fields: dict[str, ColumnFeatures] = {}
    for column in sorted(columns, key=lambda column: (column.rank, column.column_no)):
        if column.fields:
            fields.setdefault(column.fields[0], column)
    if "duty" in fields and not _is_about_duties(set(fields)):
        duty = fields.pop("duty")
        fields.setdefault("title", duty)
    if "indicator" in fields and not is_indicators and fields.keys() & {"status", "pct", *MONEY}:
        fields.setdefault("title", fields.pop("indicator"))
    kind, is_weak = _table_kind(set(fields), is_indicators)
    if kind is None:
        return None
    if kind == "indicators" and "indicator" not in fields:
        fields["indicator"] = fields.pop("title")
    left_out = NOT_READ.keys() | (_TASK_FIELDS - _ANSWERS if kind in ("indicators", "duties") else _INDICATOR_FIELDS)
    if kind == "indicators":
        left_out -= {"measure"}
    skipped = {field: column.column_no for field, column in fields.items() if field in left_out}
    unread = tuple(unread_columns(columns, fields, skipped, lines))
    return ColumnMap(
        kind=kind,
        fields={field: column.column_no for field, column in fields.items() if field not in left_out},
        scales={field: _column_scale(fields[field], columns, words) for field in MONEY if field in fields},
        skipped=skipped,
        unread=tuple((" ".join(column.label.text.split()), reason) for column, reason in unread),
        first=columns[0].column_no,
        last=columns[-1].column_no,
        is_weak=is_weak,
        summands={field: fields[field].summands for field in MONEY if field in fields and fields[field].summands},
        asked=tuple(
            (" ".join(column.label.text.split()), reason)
            for column, reason in unread
            if column.asked and column.asked not in fields
        ),
        decisions=tuple(decide_columns(columns, fields, {column.column_no: reason for column, reason in unread})),
    )


def _column_scale(column: ColumnFeatures, columns: Sequence[ColumnFeatures], words: LayoutWords) -> int | None:
    """Đồng per unit, named by the column or else by its group, else by one of those that add up to it."""
    summands = dict(column.summands)
    labels = [column.label, *(summand.label for summand in columns if summand.column_no in summands)]
    scales = (words.label_scale(label.own) or words.label_scale(label.group) for label in labels)
    return next(filter(None, scales), None)


def _is_about_duties(fields: set[str]) -> bool:
    """Duties are answered in words; beside a status, a percent or money the same heading names the tasks."""
    return bool(fields & _ANSWERS) and fields.isdisjoint(_NOT_OF_DUTIES)


def _table_kind(fields: set[str], is_indicators: bool) -> tuple[TableKind | None, bool]:
    """Kind of the table, and whether it is weak: a task with a result but no status, percent or money."""
    if "duty" in fields:
        return "duties", False
    if is_indicators and fields & {"indicator", "title"} and fields & {"value", "cumulative"}:
        return "indicators", False
    if not fields & {"title", "code"}:
        return ("notes", False) if fields and fields <= NOTES else (None, False)
    if fields & {"status", "pct"}:
        return "progress", False
    if fields & {"allocated", "disbursed"} and not ("plan" in fields and fields.isdisjoint({"disbursed", "result"})):
        return "budget", False  # money beside what is to come of it, and nothing done yet, is the plan itself
    if {"title", "result"} <= fields:
        return "progress", True
    return ("notes", False) if fields & NOTES else (None, False)
