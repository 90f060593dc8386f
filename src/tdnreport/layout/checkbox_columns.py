"""Columns that are ticked instead of written: one for each status, or one that asks a question.

    Hoàn thành │ Đang thực hiện │ Chưa     "x" in one of them is the status
    Đã hoàn thành (Có/Không)               "Có" says "Đã hoàn thành", "Không" says "Chưa hoàn thành"; a check box TRUE or FALSE

Words for yes and no are in `row_words.csv`. Out of scope: questions about anything but being done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tdnreport.layout.features import SAMPLE_LINES, values
from tdnreport.layout.header import Label
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.lexicon import WordLists
from tdnreport.vietnamese.status import is_open_box, is_tick, read_status
from tdnreport.vietnamese.text import fold
from tdnreport.workbook.model import Line

_ASIDE = re.compile(r"\([^()]*\)|\?")
_NOT_DONE = "Chưa hoàn thành"


@dataclass(frozen=True, slots=True)
class Tick:
    """What a mark in the column says, and what its absence says: "" where another column will tell."""

    yes: str
    no: str = ""

    def said(self, text: str, words: LayoutWords) -> str:
        answer = _answer(text, words)
        return text if answer is None else self.yes if answer else self.no


def find_ticks(labels: Mapping[int, Label], lines: Sequence[Line], words: LayoutWords) -> dict[int, Tick]:
    """Columns of marks; empty unless there are two or more statuses to choose from, or one question."""
    names = {at: " ".join(_ASIDE.sub(" ", label.own).split()) for at, label in labels.items()}
    named = {at: name for at, name in names.items() if _status(name, words.lists)}
    found = {at: values(lines[:SAMPLE_LINES], at) for at in named}
    answers = [_answer(text, words) for column in found.values() for text, _ in column]
    if len(set(named.values())) >= 2 and answers.count(True) > answers.count(None):
        return {at: Tick(name) for at, name in named.items()}
    asked = [at for at, name in named.items() if _status(name, words.lists) == "done" and _is_asked(found[at], words)]
    return {at: Tick(named[at], _NOT_DONE) for at in asked[:1]}


def _is_asked(found: Sequence[tuple[str, str]], words: LayoutWords) -> bool:
    """Most cells answer, one of them in words or by a check box: marks alone leave it open what a blank means."""
    answers = [(text, kind) for text, kind in found if kind in "sb" and _answer(text, words) is not None]
    in_words = any(kind == "b" or fold(text) in _words_for(words) for text, kind in answers)
    return in_words and 2 * len(answers) > len(found)


def _answer(text: str, words: LayoutWords) -> bool | None:
    if is_tick(text) or fold(text) in words.rows["yes", "whole"]:
        return True
    return False if is_open_box(text) or fold(text) in words.rows["no", "whole"] else None


def _words_for(words: LayoutWords) -> frozenset[str]:
    return words.rows["yes", "whole"] | words.rows["no", "whole"]


@lru_cache(maxsize=1 << 12)
def _status(text: str, lists: WordLists) -> str | None:
    return read_status(text, lists)
