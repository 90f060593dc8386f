"""Conflicts between columns mapped to one field: which of them counts.

Giải ngân tháng 12 │ Giải ngân lũy kế        the second: a part of the year never stands for the whole
Tỷ lệ 6 tháng (%)  │ Tỷ lệ cả năm (%)        the last that is filled
Lũy kế kỳ trước    │ Lũy kế đến kỳ này       the second
Kế hoạch (%)       │ Thực hiện (%)           the second: what was planned is not what was done
Giải ngân 2023     │ Giải ngân 2024          the year that stands above the table, else the later one
Ngân sách tỉnh     │ Nguồn khác │ Tổng       the sum, never a share of it; without it all shares together
Phòng A: Tỷ lệ     │ Phòng B: Tỷ lệ          neither; nor of "Tạm ứng" and "Thanh toán" below "Giải ngân"
Giải ngân quý III  │ Cộng                    the total of what was spent
Giải ngân quý III  │                         no: a month's or quarter's money is not the sum to the day
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from tdnreport.layout.features import MONEY, SAMPLE_LINES, ColumnFeatures, filled_values
from tdnreport.layout.header_features import is_of_other_year, label_words
from tdnreport.layout.rule_table import choose_among
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.lexicon import WordLists
from tdnreport.vietnamese.months import read_months
from tdnreport.vietnamese.status import read_fund_source
from tdnreport.workbook.model import Line

_LACKING = re.compile(r"\b(?:chua (?!bao gom|gom|tinh|ke\b)|con thieu|con phai|con no|thu hoi|cat giam)")
_MONEY_FIELDS = frozenset((field,) for field in MONEY)
_STATES = frozenset({"status", "pct", *MONEY})
_MONEY_CONTEXT = frozenset({"money"})
_PARENTHESES = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"\b20\d\d\b")
_CLEAR = 0.5
"""Below this share the label says more than its known word: "Kinh phí hỗ trợ đi lại" beside "Kinh phí được duyệt"."""
_RIVALLED = frozenset({"status", "pct", "result", "completed_on", *MONEY})
_OF_YEAR = _RIVALLED | {"estimated_pct", "added", "cut", "adjusted", "rate"}
_CARRIED = re.compile(r"\bchuyen (?:sang|nguon)\b")

PART_OF_TOTAL = "Một phần của tổng; cột tổng được dùng."
_SHARE = "Kinh phí theo từng nguồn: dùng cột tổng của bảng; không rõ các nguồn có đủ thành tổng thì không tự cộng."
_UNCLEAR = "Bảng có nhiều cột như cột này, không rõ cột nào là số của đơn vị."
_OTHER_PART = "Số của kỳ khác: cột của kỳ sau cùng có số liệu được dùng."
_FLOW = "Số tiền của riêng một tháng hoặc quý, không phải lũy kế; không tự cộng."
_PLANNED_ONLY = "Số dự kiến, kế hoạch; bảng có cột thực hiện."
_OTHER_YEAR = "Số của năm khác, không phải năm {year}."
_RIVAL = "Bảng có cột khác nói rõ hơn về số liệu này."


def join_summands(columns: Sequence[ColumnFeatures], words: LayoutWords) -> None:
    """ "NSTW", "NSĐP" below "Kinh phí được giao", or "Dự toán" below each of them: all together, where no sum stands there."""
    summands: dict[tuple[str, str], dict[int, str]] = {}
    for column in columns:
        if key := _summand_key(column, words) or _flat_summand_key(column, columns, words):
            summands.setdefault(key, {})[column.column_no] = _source_of(column, words)
    all_summands = set().union(*summands.values())
    for (field, group), sources in summands.items():
        members = [column for column in columns if column.column_no in sources]
        has_sum = any(column.fields == (field,) for column in columns if column.column_no not in all_summands)
        scales = {words.label_scale(column.label.own) for column in members}
        is_whole = field in MONEY and len(set(sources.values())) == len(sources) and len(scales) == 1
        if len(members) > 1:
            for column in members:
                column.reject(_SHARE)
            if is_whole and not has_sum and "trong do" not in group:
                names = words.lists.fund_source_names
                members[0].fields, members[0].reason = (field,), ""
                members[0].summands = tuple((column_no, names[source]) for column_no, source in sources.items())


def _summand_key(column: ColumnFeatures, words: LayoutWords) -> tuple[str, str] | None:
    """Field of the sum and the group it stands under; None for a column that is no share by source."""
    group = label_words(column.label.group)
    if _fund_source(column.label.own, words.lists) and words.says("money", group):
        heading = words.find_heading(column.label.group, _MONEY_CONTEXT)
        return (heading.fields[0] if heading and len(heading.fields) == 1 else "", group)
    if _fund_source(column.label.group, words.lists) and len(column.fields) == 1 and column.fields[0] in MONEY:
        return column.fields[0], ""
    return None


def _flat_summand_key(
    column: ColumnFeatures, columns: Sequence[ColumnFeatures], words: LayoutWords
) -> tuple[str, str] | None:
    """ "Ngân sách tỉnh (đồng) │ Nguồn khác (đồng) │ Đã giải ngân": sources without a heading, before what was spent, are the budget's."""
    if column.label.group or not (_fund_source(column.label.own, words.lists) and words.label_scale(column.label.own)):
        return None
    is_after_spent = any(other.fields == ("disbursed",) and other.column_no < column.column_no for other in columns)
    return None if is_after_spent else ("allocated", "")


def _source_of(column: ColumnFeatures, words: LayoutWords) -> str:
    return _fund_source(column.label.own, words.lists) or _fund_source(column.label.group, words.lists)


@lru_cache(maxsize=1 << 12)
def _fund_source(label: str, lists: WordLists) -> str:
    return read_fund_source(_PARENTHESES.sub(" ", label), lists) or ""


def order_years(columns: Iterable[ColumnFeatures]) -> None:
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


def apply_meanings(columns: Sequence[ColumnFeatures], words: LayoutWords) -> None:
    """What a label says of its modality decides the field: "Khả năng giải ngân" is an estimate, "Chỉ tiêu tỷ lệ (%)" no result."""
    for column in columns:
        for rule in words.rules if column.fields else ():
            asked = set(column.fields).intersection(rule.fields)
            if rule.step != "meaning" or not asked or not rule.applies(column.label.text, words.features):
                continue
            column.rules.append(rule.words)
            fields = [rule.becomes if field in asked else field for field in column.fields]
            column.fields = tuple(dict.fromkeys(field for field in fields if field))
            if not column.fields:
                column.ask(min(asked), rule.reason or "")


def reject_planned(columns: Sequence[ColumnFeatures], words: LayoutWords) -> None:
    """Reject planned values where the actual ones exist: "Tiến độ dự kiến" beside "Tiến độ thực tế"."""
    planned = [column for column in columns if len(column.fields) > 1 and words.says("planned", column.label.text)]
    for column in planned:
        if any(other.fields == column.fields and other not in planned for other in columns):
            column.reject(_PLANNED_ONLY)


def reject_other_years(columns: Iterable[ColumnFeatures], year: str) -> None:
    """Leave the columns of every year but one: "Dự toán năm 2025" is nothing of 2024. What was carried over is this year's."""
    for column in columns:
        label, is_dated = column.label.text, bool(column.fields) and _OF_YEAR.issuperset(column.fields)
        if is_dated and is_of_other_year(label, year) and not _CARRIED.search(label_words(label)):
            column.ask(column.fields[0], _OTHER_YEAR.format(year=year))


def reject_flows(columns: Iterable[ColumnFeatures], words: LayoutWords) -> None:
    """Reject amounts of a single period: "Giải ngân tháng 10"; "đến tháng 10", "lũy kế" and "9 tháng" are cumulative."""
    for column in columns:
        if column.fields in _MONEY_FIELDS:
            label = column.label.text
            if words.says("one_month_or_quarter", label) and not words.says("to_date", label):
                column.reject(_FLOW)


def find_flow_total(columns: Sequence[ColumnFeatures], lines: Sequence[Line], words: LayoutWords) -> None:
    """A bare "Tổng cộng" behind amounts by month, quarter or kind of payment is the total spent."""
    flows: list[ColumnFeatures] = []
    for column in columns:
        if column.fields in ((), ("disbursed",)) and words.says("payment", column.label.own):
            flows.append(column)
            continue
        is_bare = column.is_bare_total and not (column.fields or column.reason or column.label.group)
        if is_bare and len(flows) > 1 and any(flow.fields for flow in flows) and filled_values(lines, column.column_no):
            for flow in flows:
                flow.reject(PART_OF_TOTAL)
            column.fields = ("disbursed",)
        flows = []


def keep_latest_part(columns: Iterable[ColumnFeatures], lines: Sequence[Line], words: LayoutWords) -> None:
    """Of groups with the same columns, "Quý I", "Quý II", "Lũy kế", keep one: the last that has values, to date before a part."""
    groups: dict[str, list[ColumnFeatures]] = {}
    for column in columns:
        if column.fields and words.says("span_group", column.label.group):
            groups.setdefault(label_words(column.label.group), []).append(column)
    filled = {group for group, members in groups.items() if _any_filled(members, lines)}
    to_date = {group for group in filled if words.says("to_date", group) and not words.says("planned", group)}
    kept = next((group for group in reversed(groups) if group in (to_date or filled or groups)), "")
    names = {label_words(column.label.own) for column in groups.get(kept, ())}
    for group, members in groups.items():
        for column in members if group != kept else ():
            if label_words(column.label.own) in names:
                column.reject(_OTHER_PART)


def _any_filled(columns: Iterable[ColumnFeatures], lines: Sequence[Line]) -> bool:
    return any(filled_values(lines[:SAMPLE_LINES], column.column_no) for column in columns)


def reject_rivals(columns: Iterable[ColumnFeatures], lines: Sequence[Line], year: str, words: LayoutWords) -> None:
    """Among columns that map to the same field, keep the one with the cumulative, actual value."""
    columns_by_field: dict[str, list[ColumnFeatures]] = {}
    for column in columns:
        if column.fields and column.fields[0] in _RIVALLED:
            columns_by_field.setdefault(column.fields[0], []).append(column)
    for field, rivals in columns_by_field.items():
        if len(rivals) > 1:
            filled = {column.column_no for column in rivals if filled_values(lines[:SAMPLE_LINES], column.column_no)}
            labels = {column.column_no: label_words(column.label.text) for column in rivals}
            chosen = _choose_by_words(labels, filled, year, field, words)
            if len(chosen) > 1 and (last := _last_of_series(rivals, filled, words)):
                chosen = {last}
            remaining = [column for column in rivals if column.column_no in chosen]
            remaining = [column for column in remaining if column.is_bare_total] or remaining
            remaining = [column for column in remaining if column.is_part or column.word_share >= _CLEAR] or remaining
            is_unclear = _is_unclear(remaining)
            for column in rivals:
                if is_unclear:
                    column.ask(field, _UNCLEAR)
                elif column not in remaining:
                    column.reject(_RIVAL)


def _last_of_series(rivals: Sequence[ColumnFeatures], filled: Collection[int], words: LayoutWords) -> int | None:
    """ "T1", "T2", … below one heading of a percent or of what was done to date: the last month that has values."""
    months = [read_months(column.label.own) for column in rivals]
    ends = [named.last for named in months if named]
    is_series = len(ends) == len(rivals) and ends == sorted(set(ends)) and len({c.label.group for c in rivals}) == 1
    is_state = rivals[0].fields[0] in {"pct", "status"} or words.says("to_date", rivals[0].label.group)
    return max(filled, default=None) if is_series and is_state and rivals[0].label.group else None


def _is_unclear(columns: Sequence[ColumnFeatures]) -> bool:
    """The same column below several groups, or several parts of one group that only the group gives a meaning."""
    groups = {label_words(column.label.group) for column in columns} - {""}
    names = {label_words(column.label.own) for column in columns}
    is_state = columns[0].fields[0] in _STATES
    return is_state and (
        len(columns) == len(groups) > len(names) == 1
        or (len(columns) > len(groups) == 1 and all(column.is_part for column in columns))
    )


def _choose_by_words(
    labels: Mapping[int, str], filled: Collection[int], year: str, field: str, words: LayoutWords
) -> set[int]:
    """Column → header words of one figure's columns, in order; returns the columns that the words cannot decide between.

    `year` is the one named above the table, "" where there is none.
    """
    remaining = {column_no: label for column_no, label in labels.items() if column_no in filled} or dict(labels)
    remaining, _ = choose_among(remaining, field, [r for r in words.rules if r.step == "drop"], words.features)
    years = {column_no: max(_YEAR.findall(label), default="") for column_no, label in remaining.items()}
    latest = year if year in years.values() else max(years.values())
    remaining = {column_no: label for column_no, label in remaining.items() if years[column_no] in ("", latest)}
    whole = {column_no: label for column_no, label in remaining.items() if not _is_part(label, words)}
    if whole:
        return set(choose_among(whole, field, [r for r in words.rules if r.step == "keep"], words.features)[0])
    return {list(remaining)[-1]}


def is_about_what_lacks(label: str) -> bool:
    """Whether a label names the opposite of the figure that its other words name.

    >>> is_about_what_lacks("Tỷ lệ chưa hoàn thành (%)"), is_about_what_lacks("Tỷ lệ hoàn thành (%)")
    (True, False)
    """
    return _LACKING.search(label_words(_PARENTHESES.sub(" ", label))) is not None


def _is_part(label: str, words: LayoutWords) -> bool:
    return words.says("part_of_period", label) and not words.says("to_date", label)
