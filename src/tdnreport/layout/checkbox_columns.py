"""Checkbox columns: one per status, or one yes/no question.

    Hoàn thành │ Đang thực hiện │ Chưa     "x" in one of them is the status
    Đã hoàn thành (Có/Không)               "Có" says "Đã hoàn thành", "Không" says "Chưa hoàn thành"; a check box TRUE or FALSE

Words for yes and no are in `row_words.csv`. Out of scope: questions about anything but being done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tdnreport.layout.features import SAMPLE_LINES, filled_values
from tdnreport.layout.header import Label
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.lexicon import WordLists
from tdnreport.vietnamese.status import is_open_box, is_tick, read_status
from tdnreport.vietnamese.text import fold_text
from tdnreport.workbook.model import Line

_ASIDE = re.compile(r"\([^()]*\)|\?")
_NOT_DONE = "Chưa hoàn thành"


@dataclass(frozen=True, slots=True)
class CheckboxColumn:
    """What a mark in the column says, and what its absence says: "" where another column will tell."""

    yes: str
    no: str = ""

    def status_text(self, text: str, words: LayoutWords) -> str:
        answer = _read_answer(text, words)
        return text if answer is None else self.yes if answer else self.no


def find_checkbox_columns(
    labels: Mapping[int, Label], lines: Sequence[Line], words: LayoutWords
) -> dict[int, CheckboxColumn]:
    """Checkbox columns; empty unless there are two or more statuses to choose from, or one question."""
    names = {column_no: " ".join(_ASIDE.sub(" ", label.own).split()) for column_no, label in labels.items()}
    named = {column_no: name for column_no, name in names.items() if _read_status(name, words.lists)}
    cells_by_column = {column_no: filled_values(lines[:SAMPLE_LINES], column_no) for column_no in named}
    answers = [_read_answer(text, words) for column in cells_by_column.values() for text, _ in column]
    if len(set(named.values())) >= 2 and answers.count(True) > answers.count(None):
        return {column_no: CheckboxColumn(name) for column_no, name in named.items()}
    questions = [
        column_no
        for column_no, name in named.items()
        if _read_status(name, words.lists) == "done" and _is_question(cells_by_column[column_no], words)
    ]
    return {column_no: CheckboxColumn(named[column_no], _NOT_DONE) for column_no in questions[:1]}


def _is_question(cells: Sequence[tuple[str, str]], words: LayoutWords) -> bool:
    """True where most cells answer, one of them in words or by a check box: marks alone do not tell what a blank means."""
    answers = [(text, kind) for text, kind in cells if kind in "sb" and _read_answer(text, words) is not None]
    in_words = any(kind == "b" or fold_text(text) in _words_for(words) for text, kind in answers)
    return in_words and 2 * len(answers) > len(cells)


def _read_answer(text: str, words: LayoutWords) -> bool | None:
    if is_tick(text) or fold_text(text) in words.row_words["yes", "whole"]:
        return True
    return False if is_open_box(text) or fold_text(text) in words.row_words["no", "whole"] else None


def _words_for(words: LayoutWords) -> frozenset[str]:
    return words.row_words["yes", "whole"] | words.row_words["no", "whole"]


@lru_cache(maxsize=1 << 12)
def _read_status(text: str, lists: WordLists) -> str | None:
    return read_status(text, lists)
