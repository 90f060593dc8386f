"""Header texts → the fields of a table: which column holds what, in how many đồng, and what is left unread.

    {1: STT, 2: Nhiệm vụ, 3: Kinh phí (triệu đồng) / Dự toán giao, 4: Tiến độ}
    → code 1, title 2, allocated 3 (×1000000), and "Tiến độ" is status, percent or result by the values under it

Which of several columns for one figure counts is decided in `rivals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from tdnreport.reader.header import Label
from tdnreport.reader.layout_words import Contexts, LayoutWords, label_words
from tdnreport.reader.rivals import is_about_what_lacks, meant
from tdnreport.reader.sheets import Line
from tdnreport.words.lists import default_lists
from tdnreport.words.status import is_open_box, is_tick, read_fund_source, read_status

Kind = Literal["progress", "budget", "indicators"]

MONEY = ("allocated", "carried", "disbursed", "estimated")
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
_NOT_READ = frozenset(
    [
        "lead",
        "coordinate",
        "time",
        "plan",
        "period",
        "reported_on",
        "person",
        "place",
        "rate",
        "comparison",
        "other_money",
        "estimate",
    ]
)
_MONEY_WORDS = re.compile(r"\b(?:kinh phi|du toan|kp|von|ngan sach|giai ngan|trieu dong|nghin dong|ty dong)\b")
_PERCENT_WORDS = re.compile(r"\b(?:phan tram|t[yi] le)\b")
_BARE_PERCENT = re.compile(r"(?:t[yi] le)?(?: ?phan tram)?")
_NUMBER = re.compile(r"[<>~]?\s*\d+(?:[.,]\d+)?\s*%?")
_DAY = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?|\d{4}-\d\d-\d\d|\bng[aà]y\s+\d", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d\b")
_PART_OF_YEAR = re.compile(
    r"\b(?:quy|ky) (?:[1-4]|iv|i{1,3})\b|\bthang\b|\b(?:ca|dau|cuoi) nam\b|\bnam 20\d\d\b|\bden nay\b"
)
_RIVALLED = frozenset({"status", "pct", "result", "completed_on", *MONEY})
_STARTS = frozenset({"code", "title", "indicator"})
_SAMPLE_LINES = 40
_MOST_PERCENT = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """Field → 1-based column; `skipped` columns are understood and left out on purpose, `unread` ones are not understood.

    `ticks`: column → status, where each status has a column of its own to be marked with an x.
    """

    kind: Kind
    fields: Mapping[str, int]
    scales: Mapping[str, int | None]
    skipped: Mapping[str, int]
    unread: tuple[str, ...]
    first: int
    last: int
    is_weak: bool = False
    ticks: Mapping[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Column:
    at: int
    label: Label
    fields: tuple[str, ...] = ()
    rank: int = 0


def split(labels: Mapping[int, Label], words: LayoutWords) -> list[dict[int, Label]]:
    """Tables side by side: a new one begins where code, task or indicator comes a second time."""
    parts: list[dict[int, Label]] = [{}]
    seen: set[str] = set()
    for at, label in sorted(labels.items()):
        heading = words.heading(label.own)
        field = heading.fields[0] if heading and heading.share >= 0.5 else ""
        after_gap = at - 1 not in labels
        is_start = field == "code" or (field in ("title", "indicator") and after_gap)
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
    ticks = _ticks(labels, lines)
    columns = [_Column(at, label) for at, label in sorted(labels.items()) if at not in ticks]
    table = _table_context(columns, words)
    is_about_money = bool(stated_scale) and not table
    for before, column in zip([None, *columns], columns, strict=False):
        _name(column, before, table, is_about_money, words)
    _leave_shares(columns)
    _order_years(columns)
    _keep_latest_part(columns, lines[:_SAMPLE_LINES])
    _decide(columns, lines[:_SAMPLE_LINES])
    _leave_rivals(columns, lines[:_SAMPLE_LINES], year)
    if ticks:
        columns = _with_status(columns, min(ticks))
    found = _assemble(columns, words, is_indicators=bool(table))
    return replace(found, ticks=ticks, last=max(found.last, *ticks)) if found and ticks else found


def _ticks(labels: Mapping[int, Label], lines: Sequence[Line]) -> dict[int, str]:
    """Column → status of columns named "Hoàn thành", "Đang thực hiện", … that hold marks; empty unless there are two or more."""
    found: dict[int, str] = {}
    marks = others = 0
    for at, label in labels.items():
        if _is_status_label(label.own):
            values = _values(lines[:_SAMPLE_LINES], at)
            ticked = sum(is_tick(text) for text, _ in values)
            open_boxes = sum(is_open_box(text) for text, _ in values)
            found[at], marks, others = label.own, marks + ticked, others + len(values) - ticked - open_boxes
    return found if len(set(found.values())) >= 2 and marks > others else {}


@lru_cache(maxsize=1 << 12)
def _is_status_label(text: str) -> bool:
    return read_status(text, default_lists()) is not None


def _with_status(columns: Sequence[_Column], at: int) -> list[_Column]:
    """The tick columns stand for one column of status, at the first of them; no other column is the status then."""
    others = [column for column in columns if column.fields != ("status",)]
    status = _Column(at, Label("", ""), ("status",))
    return sorted([*others, status], key=lambda column: column.at)


def _table_context(columns: Iterable[_Column], words: LayoutWords) -> Contexts:
    """A table of indicators names them, or gives a unit of measure and neither status nor money."""
    headings = [words.heading(column.label.own) for column in columns]
    fields = {heading.fields[0] for heading in headings if heading and len(heading.fields) == 1}
    named = "indicator" in fields and "title" not in fields
    measured = "measure" in fields and not fields & set(MONEY)
    return frozenset({"indicators"}) if "status" not in fields and (named or measured) else frozenset()


def _name(column: _Column, before: _Column | None, table: Contexts, is_about_money: bool, words: LayoutWords) -> None:
    """Possible fields of a column, by its own label, else together with its group's, else as one more column of money."""
    own, label = label_words(column.label.own), column.label
    is_money = bool(_MONEY_WORDS.search(label_words(label.text)) or words.label_scale(label.text))
    is_percent = bool(_PERCENT_WORDS.search(own))
    contexts = table | ({"money"} if is_money else set()) | ({"percent"} if is_percent else set())
    after_money = before is not None and bool(set(before.fields) & set(MONEY))
    heading = words.heading(label.own, contexts) or words.heading(label.text, contexts)
    if heading is None and (is_about_money or after_money):
        heading = words.heading(label.own, contexts | {"money"})
    if heading is None:
        return
    column.fields, column.rank = heading.fields, heading.rank
    if is_percent and set(heading.fields) & {"status", "result"}:
        column.fields = ("pct",)
    of_money = after_money and before is not None and column.label.group in ("", before.label.group)
    if column.fields == ("pct",) and _BARE_PERCENT.fullmatch(own) and of_money:
        column.fields = ("rate",)
    if "usd" in own.split() and is_money:
        column.fields = ("other_money",)
    if set(column.fields) <= {"pct", *MONEY} and is_about_what_lacks(label.own):
        column.fields = ()


def _leave_shares(columns: Sequence[_Column]) -> None:
    """ "Ngân sách tỉnh", "Nguồn khác" below "Dự toán giao": shares of a sum, none of which is the sum; a total beside them is."""
    shares: dict[str, list[_Column]] = {}
    for column in columns:
        group = label_words(column.label.group)
        if _MONEY_WORDS.search(group) and _is_source(column.label.own):
            shares.setdefault(group, []).append(column)
    for beside in shares.values():
        for column in beside if len(beside) > 1 else ():
            column.fields = ()


@lru_cache(maxsize=1 << 12)
def _is_source(text: str) -> bool:
    return read_fund_source(text, default_lists()) is not None


def _order_years(columns: Iterable[_Column]) -> None:
    """ "Thực hiện 2023" beside "Thực hiện 2024": the earlier year is the previous value."""
    dated = [
        (years[-1], column)
        for column in columns
        if column.fields == ("value",) and (years := _YEAR.findall(column.label.text))
    ]
    latest = max((year for year, _ in dated), default="")
    for year, column in dated:
        if year < latest:
            column.fields = ("previous",)


def _keep_latest_part(columns: Sequence[_Column], lines: Sequence[Line]) -> None:
    """The same columns for "Quý I", "Quý II", "Cả năm": the last part of the year that has any values is the state of things."""
    parts: dict[str, list[_Column]] = {}
    for column in columns:
        if column.fields and _PART_OF_YEAR.search(label_words(column.label.group)):
            parts.setdefault(label_words(column.label.own), []).append(column)
    for repeated in parts.values():
        filled = [column for column in repeated if _values(lines, column.at)] or repeated
        for column in repeated:
            if column is not filled[-1]:
                column.fields = ()


def _decide(columns: Sequence[_Column], lines: Sequence[Line]) -> None:
    """One field for each column: certain labels first, then by the values below."""
    taken = {column.fields[0] for column in columns if len(column.fields) == 1}
    for column in columns:
        if len(column.fields) > 1:
            options = [field for field in column.fields if field not in taken] or list(column.fields[-1:])
            column.fields = (_by_values(options, _values(lines, column.at)),)
            taken.add(column.fields[0])


def _leave_rivals(columns: Iterable[_Column], lines: Sequence[Line], year: str) -> None:
    """Of several columns for one figure those stay that say how things stand; the words of their labels tell."""
    same: dict[str, list[_Column]] = {}
    for column in columns:
        if column.fields and column.fields[0] in _RIVALLED:
            same.setdefault(column.fields[0], []).append(column)
    for rivals in same.values():
        if len(rivals) > 1:
            filled = {column.at for column in rivals if _values(lines, column.at)}
            kept = meant({column.at: label_words(column.label.text) for column in rivals}, filled, year)
            for column in rivals:
                column.fields = column.fields if column.at in kept else ()


def _values(lines: Iterable[Line], at: int) -> list[tuple[str, str]]:
    return [
        (line.cells[at - 1].strip(), line.kinds[at - 1])
        for line in lines
        if len(line.cells) >= at and line.cells[at - 1].strip()
    ]


def _by_values(options: Sequence[str], values: Sequence[tuple[str, str]]) -> str:
    """The first option that most values fit; free text falls to the last option, an empty column to the first."""
    fits = {
        "pct": _is_percent,
        "estimated_pct": _is_percent,
        "status": _is_status,
        "completed_on": _is_day,
        "estimated": _is_amount,
    }
    if not values or not any(option in fits for option in options):
        return options[0]
    for option in options:
        if option in fits and 2 * sum(fits[option](text, kind) for text, kind in values) > len(values):
            return option
    return options[-1]


def _is_percent(text: str, kind: str) -> bool:
    return kind == "p" or (
        _NUMBER.fullmatch(text) is not None and float(re.sub(r"[^\d,.]", "", text).replace(",", ".")) <= _MOST_PERCENT
    )


def _is_amount(text: str, kind: str) -> bool:
    return kind == "n" or (text[:1].isdigit() and kind != "p" and not _DAY.search(text))


def _is_status(text: str, kind: str) -> bool:
    return kind == "s" and not _NUMBER.fullmatch(text) and read_status(text, default_lists()) is not None


def _is_day(text: str, kind: str) -> bool:
    return kind == "d" or _DAY.search(text) is not None


def _assemble(columns: Sequence[_Column], words: LayoutWords, is_indicators: bool) -> Columns | None:
    fields: dict[str, _Column] = {}
    for column in sorted(columns, key=lambda column: (column.rank, column.at)):
        if column.fields:
            fields.setdefault(column.fields[0], column)
    kind, is_weak = _kind(set(fields), is_indicators)
    if kind is None:
        return None
    if kind == "indicators" and "indicator" not in fields:
        fields["indicator"] = fields.pop("title")
    left_out = _NOT_READ | (_TASK_FIELDS - {"result", "evidence"} if kind == "indicators" else _INDICATOR_FIELDS)
    used = {column.at for column in fields.values()}
    return Columns(
        kind=kind,
        fields={field: column.at for field, column in fields.items() if field not in left_out},
        scales={field: _scale(fields[field].label, words) for field in MONEY if field in fields},
        skipped={field: column.at for field, column in fields.items() if field in left_out},
        unread=tuple(" ".join(column.label.text.split()) for column in columns if column.at not in used),
        first=columns[0].at,
        last=columns[-1].at,
        is_weak=is_weak,
    )


def _scale(label: Label, words: LayoutWords) -> int | None:
    """Đồng per unit, named by the column or else by its group."""
    return words.label_scale(label.own) or words.label_scale(label.group)


def _kind(fields: set[str], is_indicators: bool) -> tuple[Kind | None, bool]:
    """Kind of the table, and whether it is weak: a task with a result but no status, percent or money."""
    if is_indicators and fields & {"indicator", "title"} and fields & {"value", "cumulative"}:
        return "indicators", False
    if not fields & {"title", "code"}:
        return None, False
    if fields & {"status", "pct"}:
        return "progress", False
    if fields & {"allocated", "disbursed"}:
        return "budget", False
    return ("progress", True) if {"title", "result"} <= fields else (None, False)
