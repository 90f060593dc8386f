"""The word lists of `data/reference` that the readers go by; officers add spellings there.

    status_words.csv    status,word         done,Hoàn thành
    fund_sources.csv    fund_source,word    ns_tinh,Ngân sách tỉnh      the first word of a source is its name in print
    amount_words.csv    mode,word           long_ghep,Lồng ghép*        "*": whatever follows; no mode: an empty cell in other words
    date_words.csv      word                Thường xuyên
    abbreviations.csv   short,long          UBND,Ủy ban nhân dân

Words are compared folded, so one spelling stands for every case, accent and spacing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tdnreport.base.home import home
from tdnreport.vietnamese.text import clean, fold


@dataclass(frozen=True, slots=True)
class WordLists:
    """Folded word → meaning; `amount_starts` are words that may go on ("Lồng ghép …")."""

    statuses: Mapping[str, str]
    fund_sources: Mapping[str, str]
    fund_source_names: Mapping[str, str]
    amount_modes: Mapping[str, str]
    amount_starts: Mapping[str, str]
    no_date: frozenset[str]
    abbreviations: Mapping[str, str]


def key(text: str) -> str:
    """What a word is found by: folded; signs such as "√" have no letters and stand for themselves.

    >>> key("Hoàn thành"), key("√")
    ('hoan thanh', '√')
    """
    return fold(text) or clean(text).casefold()


def load_lists(folder: Path) -> WordLists:
    sources = _rows(folder / "fund_sources.csv")
    amounts = _rows(folder / "amount_words.csv")
    return WordLists(
        statuses=_meanings(_rows(folder / "status_words.csv")),
        fund_sources=_meanings(sources),
        fund_source_names={source: name for source, name, *_ in reversed(sources)},
        amount_modes=_meanings(row for row in amounts if not row[1].endswith("*")),
        amount_starts=_meanings(row for row in amounts if row[1].endswith("*")),
        no_date=frozenset(key(word) for (word,) in _rows(folder / "date_words.csv")),
        abbreviations={fold(short): fold(long) for short, long in _rows(folder / "abbreviations.csv")},
    )


@lru_cache(maxsize=1)
def default_lists() -> WordLists:
    """The lists of this installation."""
    return load_lists(home().reference)


def _rows(path: Path) -> list[tuple[str, ...]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [tuple(row) for row in list(csv.reader(file))[1:] if row]


def _meanings(rows: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Folded word → meaning; a word with two meanings is an error, for it would be read by chance."""
    found: dict[str, str] = {}
    for meaning, word in rows:
        if found.setdefault(key(word), meaning) != meaning:
            raise ValueError(f"“{word}” có hai nghĩa trong danh mục từ: {found[key(word)]} và {meaning}; hãy bỏ một.")
    return found
