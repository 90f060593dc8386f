"""Column features: header words, possible fields, and a profile of the values below.

Tiến độ │ Hoàn thành, Đang làm    status      Tiến độ │ 45, 60, "75%"    percent      Tiến độ │ "Đã in 500 cuốn"    result
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from tdnreport.layout.header import Label
from tdnreport.layout.header_features import label_words
from tdnreport.vietnamese.lexicon import WordLists
from tdnreport.vietnamese.status import read_status
from tdnreport.workbook.model import Line

MONEY = ("allocated", "carried", "disbursed", "estimated")
NOTES = frozenset({"cause", "difficulty", "proposal", "next"})
SAMPLE_LINES = 40
"""Rows sampled below a header to infer column types."""

_TOTALS = frozenset({"tong", "tong so", "tong cong", "cong"})
_NUMBER = re.compile(r"[<>~]?\s*\d+(?:[.,]\d+)?\s*%?")
_DAY = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?|\d{4}-\d\d-\d\d|\bng[aà]y\s+\d", re.IGNORECASE)
_PARENTHESES = re.compile(r"\([^()]*\)")
_MOST_PERCENT = 200


@dataclass(slots=True)
class ColumnFeatures:
    """`fields` it may hold, none where it is left; `reason` it is left, where that is known better than "no words for it".

    `word_share`: how much of the label the known word is. `is_part`: it means something only by the group it stands under.
    `summands`: columns whose sum is the figure, each with the name of its source of funds or part of the budget; where the column
    itself is none of them, it holds their total.
    """

    column_no: int
    label: Label
    fields: tuple[str, ...] = ()
    rank: int = 0
    word_share: float = 1.0
    reason: str = ""
    is_part: bool = False
    summands: tuple[tuple[int, str], ...] = ()
    asked: str = ""
    """Field that it would have been, where the sender must say what is meant."""
    rules: list[str] = field(default_factory=list)

    @property
    def is_bare_total(self) -> bool:
        """ "Tổng cộng (triệu đồng)": a total whose subject only the neighbouring columns tell."""
        return label_words(_PARENTHESES.sub(" ", self.label.own)) in _TOTALS

    def reject(self, reason: str) -> None:
        self.fields, self.reason = (), reason

    def ask(self, field_name: str, reason: str) -> None:
        self.reject(reason)
        self.asked = field_name


def filled_values(lines: Iterable[Line], column_no: int) -> list[tuple[str, str]]:
    """Filled texts of a column and their kinds."""
    return [
        (line.cells[column_no - 1].strip(), line.kinds[column_no - 1])
        for line in lines
        if len(line.cells) >= column_no and line.cells[column_no - 1].strip()
    ]


def is_filled(lines: Iterable[Line], column_no: int) -> bool:
    return any(len(line.cells) >= column_no and line.cells[column_no - 1].strip() for line in lines)


def choose_fields(columns: Sequence[ColumnFeatures], lines: Sequence[Line], lists: WordLists) -> None:
    """Choose one field per column: unambiguous labels first, then by the values below."""
    taken = {column.fields[0] for column in columns if len(column.fields) == 1}
    for column in columns:
        if len(column.fields) > 1:
            options = [name for name in column.fields if name not in taken] or list(column.fields[-1:])
            column.fields = (_choose_by_values(options, filled_values(lines, column.column_no), lists),)
            taken.add(column.fields[0])


def find_status_column(columns: Sequence[ColumnFeatures], lines: Sequence[Line], lists: WordLists) -> None:
    """ "Kết quả thực hiện │ Đã hoàn thành": where no column is the status, one of results that names statuses is.

    Most of its cells must; beside a percent or money all of them, for there the table is read without a status too.
    """
    fields = {column.fields[0] for column in columns if column.fields}
    must_all = not fields.isdisjoint({"pct", *MONEY})
    for column in columns if "status" not in fields else ():
        cells = filled_values(lines, column.column_no) if column.fields == ("result",) else ()
        status_count = sum(is_status(text, kind, lists) for text, kind in cells)
        if cells and (status_count == len(cells) if must_all else 2 * status_count > len(cells)):
            column.fields = ("status",)
            return


def _choose_by_values(options: Sequence[str], cells: Sequence[tuple[str, str]], lists: WordLists) -> str:
    """The first option that most values fit; the last option for free text, the first for an empty column."""
    fits: dict[str, Callable[[str, str], bool]] = {
        "pct": is_percent,
        "estimated_pct": is_percent,
        "status": partial(is_status, lists=lists),
        "completed_on": is_day,
        "estimated": is_amount,
    }
    if not cells or not any(option in fits for option in options):
        return options[0]
    for option in options:
        if option in fits and 2 * sum(fits[option](text, kind) for text, kind in cells) > len(cells):
            return option
    return options[-1]


def is_percent(text: str, kind: str) -> bool:
    return kind == "p" or (
        _NUMBER.fullmatch(text) is not None and float(re.sub(r"[^\d,.]", "", text).replace(",", ".")) <= _MOST_PERCENT
    )


def is_amount(text: str, kind: str) -> bool:
    return kind == "n" or (text[:1].isdigit() and kind != "p" and not _DAY.search(text))


def is_status(text: str, kind: str, lists: WordLists) -> bool:
    return kind == "s" and not _NUMBER.fullmatch(text) and read_status(text, lists) is not None


def is_day(text: str, kind: str) -> bool:
    return kind == "d" or _DAY.search(text) is not None
