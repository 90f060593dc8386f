"""Header texts → the fields of a table: which column holds what, in how many đồng, and what is left unread.

    {1: STT, 2: Nhiệm vụ, 3: Kinh phí (triệu đồng) / Dự toán giao, 4: Tiến độ}
    → code 1, title 2, allocated 3 (×1000000), and "Tiến độ" is status, percent or result by the values under it

What the words of a header may mean is in `naming`, what the values of a column say in `candidates`, which of several columns for one
figure counts in `budget` and `rivals`, and columns to be marked with an x in `ticks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from tdnreport.layout.budget_parts import join_parts
from tdnreport.layout.checkbox_columns import Tick, find_ticks
from tdnreport.layout.features import MONEY, SAMPLE_LINES, Candidate, decide, find_status, is_filled
from tdnreport.layout.header import Label
from tdnreport.layout.naming import name_columns
from tdnreport.layout.resolve import (
    join_shares,
    keep_latest_part,
    leave_flows,
    leave_planned,
    leave_rivals,
    order_years,
)
from tdnreport.layout.vocabulary import Contexts, LayoutWords
from tdnreport.workbook.model import Line

Kind = Literal["progress", "budget", "indicators", "duties", "notes"]

NOTES = frozenset({"cause", "difficulty", "proposal", "next"})
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
_OF_PLAN = "Lấy theo kế hoạch, không lấy từ cột này."
_NOT_READ = {
    "lead": "Phân công lấy theo kế hoạch; cột chỉ để nhận ra đơn vị gửi khi tệp không ghi ở chỗ khác.",
    "coordinate": _OF_PLAN,
    "time": _OF_PLAN,
    "plan": _OF_PLAN,
    "period": "Cột chỉ để chọn dòng của kỳ báo cáo.",
    "part": "Cột chỉ để chọn dòng của kỳ báo cáo khi một nhiệm vụ có nhiều kỳ.",
    "reported_on": "Ngày nhận lấy theo sổ nhận, biểu mẫu hoặc ngày ký, không lấy từ cột này.",
    "person": "Người liên hệ không thuộc số liệu báo cáo.",
    "place": "Địa bàn không thuộc số liệu báo cáo.",
    "rate": "Tỷ lệ giải ngân được tính lại từ dự toán và số đã giải ngân.",
    "earlier": "",
    "comparison": "Số so sánh không thuộc số liệu báo cáo.",
    "other_money": "Khoản tiền khác với dự toán giao, số đã giải ngân và số ước thực hiện.",
    "estimate": "Số ước thực hiện của chỉ tiêu không thuộc số liệu báo cáo.",
    "measure": "Đơn vị tính; cột chỉ dùng khi nêu đơn vị tiền của từng dòng.",
}
"""Columns understood and left out on purpose, and why; "" for the grey columns of the form itself, which no sender wrote."""
_OTHER_KIND = "Số liệu của một loại bảng khác, không tính trong bảng này."
_NOTE = "Ghi chú để người tổng hợp xem trong tệp, không tính vào số liệu."
_TICKED = "Tình trạng được đọc ở cột khác của bảng."
_SECOND = "Bảng có cột khác cho cùng số liệu này."
_UNKNOWN = "Cột không thuộc số liệu báo cáo."
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
class Columns:
    """Field → 1-based column; `skipped` columns are understood and left out on purpose.

    `unread`: header text of each column whose figures do not count, and why. `ticks`: columns to be marked with an x.
    `sums`: money fields → the columns that add up to them, each with the name of its source of funds or part of the budget; a field
    whose own column is none of these holds their total.
    """

    kind: Kind
    fields: Mapping[str, int]
    scales: Mapping[str, int | None]
    skipped: Mapping[str, int]
    unread: tuple[tuple[str, str], ...]
    first: int
    last: int
    is_weak: bool = False
    ticks: Mapping[int, Tick] = field(default_factory=dict)
    sums: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)


def split(labels: Mapping[int, Label], words: LayoutWords) -> list[dict[int, Label]]:
    """Tables side by side: a new one begins where code, task or indicator comes a second time."""
    parts: list[dict[int, Label]] = [{}]
    seen: set[str] = set()
    for at, label in sorted(labels.items()):
        heading = words.heading(label.own)
        field = heading.fields[0] if heading and heading.share >= 0.5 else ""
        after_gap = at - 1 not in labels
        is_start = field == "code" or (field in _STARTS and after_gap)
        if is_start and seen & _STARTS and len(seen) >= 2 and (field in seen or after_gap):
            parts.append({})
            seen = set()
        parts[-1][at] = label
        seen.add(field)
    return parts


def read_columns(
    labels: Mapping[int, Label], lines: Sequence[Line], stated_scale: int | None, words: LayoutWords, year: str = ""
) -> Columns | None:
    """None where the labels make no table of tasks, budget or indicators; money unit and year are those named above the table."""
    ticks = find_ticks(labels, lines, words)
    columns = [Candidate(at, label) for at, label in sorted(labels.items()) if at not in ticks]
    table = _table_context(columns, words)
    if len(ticks) == 1 and any(_is_status(column, words) for column in columns):
        columns = [Candidate(at, label, why=_TICKED if at in ticks else "") for at, label in sorted(labels.items())]
        ticks = {}
    is_about_money = bool(stated_scale) and not table
    name_columns(columns, table, is_about_money, words)
    join_shares(columns, words)
    join_parts(columns, lines, words)
    leave_planned(columns)
    order_years(columns)
    keep_latest_part(columns, lines)
    decide(columns, lines[:SAMPLE_LINES], words.lists)
    if not ticks:
        find_status(columns, lines[:SAMPLE_LINES], words.lists)
    leave_rivals(columns, lines, year)
    leave_flows(columns)
    if ticks:
        columns = _with_status(columns, min(ticks))
    found = _assemble(columns, lines, words, is_indicators=bool(table))
    return replace(found, ticks=ticks, last=max(found.last, *ticks)) if found and ticks else found


def _is_status(column: Candidate, words: LayoutWords) -> bool:
    heading = words.heading(column.label.own)
    return heading is not None and heading.fields == ("status",)


def _with_status(columns: Sequence[Candidate], at: int) -> list[Candidate]:
    """The tick columns stand for one column of status, at the first of them; no other column is the status then."""
    for column in columns:
        if column.fields == ("status",):
            column.leave(_TICKED)
    return sorted([*columns, Candidate(at, Label("", ""), ("status",))], key=lambda column: column.at)


def _table_context(columns: Iterable[Candidate], words: LayoutWords) -> Contexts:
    """A table of indicators names them, or gives a unit of measure and neither status nor money."""
    headings = [words.heading(column.label.own) for column in columns]
    fields = {heading.fields[0] for heading in headings if heading and len(heading.fields) == 1}
    named = "indicator" in fields and "title" not in fields
    measured = "measure" in fields and not fields & set(MONEY)
    return frozenset({"indicators"}) if "status" not in fields and (named or measured) else frozenset()


def _assemble(
    columns: Sequence[Candidate], lines: Sequence[Line], words: LayoutWords, is_indicators: bool
) -> Columns | None:
    fields: dict[str, Candidate] = {}
    for column in sorted(columns, key=lambda column: (column.rank, column.at)):
        if column.fields:
            fields.setdefault(column.fields[0], column)
    if "duty" in fields and not _is_about_duties(set(fields)):
        duty = fields.pop("duty")
        fields.setdefault("title", duty)
    kind, is_weak = _kind(set(fields), is_indicators)
    if kind is None:
        return None
    if kind == "indicators" and "indicator" not in fields:
        fields["indicator"] = fields.pop("title")
    left_out = _NOT_READ.keys() | (_TASK_FIELDS - _ANSWERS if kind in ("indicators", "duties") else _INDICATOR_FIELDS)
    if kind == "indicators":
        left_out -= {"measure"}
    skipped = {field: column.at for field, column in fields.items() if field in left_out}
    return Columns(
        kind=kind,
        fields={field: column.at for field, column in fields.items() if field not in left_out},
        scales={field: _scale(fields[field], columns, words) for field in MONEY if field in fields},
        skipped=skipped,
        unread=tuple(_unread(columns, fields, skipped, lines)),
        first=columns[0].at,
        last=columns[-1].at,
        is_weak=is_weak,
        sums={field: fields[field].shares for field in MONEY if field in fields and fields[field].shares},
    )


def _unread(
    columns: Iterable[Candidate], fields: Mapping[str, Candidate], skipped: Mapping[str, int], lines: Sequence[Line]
) -> Iterator[tuple[str, str]]:
    """Header text and reason of each column that holds anything and is not read."""
    field_at = {column.at: field for field, column in fields.items()}
    field_at |= {at: field for field, column in fields.items() for at, _ in column.shares}
    for column in (column for column in columns if is_filled(lines, column.at)):
        field, text = field_at.get(column.at, ""), " ".join(column.label.text.split())
        if field in skipped:
            if reason := _NOT_READ.get(field, _OTHER_KIND):
                yield text, reason
        elif field == "note":
            yield text, _NOTE
        elif not field:
            yield text, column.why or (_SECOND if column.fields else _UNKNOWN)


def _scale(column: Candidate, columns: Sequence[Candidate], words: LayoutWords) -> int | None:
    """Đồng per unit, named by the column or else by its group, else by one of those that add up to it."""
    shares = dict(column.shares)
    labels = [column.label, *(one.label for one in columns if one.at in shares)]
    found = (words.label_scale(label.own) or words.label_scale(label.group) for label in labels)
    return next(filter(None, found), None)


def _is_about_duties(fields: set[str]) -> bool:
    """Duties are answered in words; beside a status, a percent or money the same heading names the tasks."""
    return bool(fields & _ANSWERS) and fields.isdisjoint(_NOT_OF_DUTIES)


def _kind(fields: set[str], is_indicators: bool) -> tuple[Kind | None, bool]:
    """Kind of the table, and whether it is weak: a task with a result but no status, percent or money."""
    if "duty" in fields:
        return "duties", False
    if is_indicators and fields & {"indicator", "title"} and fields & {"value", "cumulative"}:
        return "indicators", False
    if not fields & {"title", "code"}:
        return None, False
    if fields & {"status", "pct"}:
        return "progress", False
    if fields & {"allocated", "disbursed"} and not ("plan" in fields and fields.isdisjoint({"disbursed", "result"})):
        return "budget", False  # money beside what is to come of it, and nothing done yet, is the plan itself
    if {"title", "result"} <= fields:
        return "progress", True
    return ("notes", False) if fields & NOTES else (None, False)
