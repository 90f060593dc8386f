"""The word lists that the readers go by, from `data/reference` and an officer's `data/own-words`.

    status_words.csv    status,word         done,Hoàn thành     carried: under way and carried over; tail: adds nothing to "đang …"
    fund_sources.csv    fund_source,word    ns_tinh,Ngân sách tỉnh      the first word of a source is its name in print
    amount_words.csv    mode,word           long_ghep,Lồng ghép*        "*": whatever follows; no mode: an empty cell in other words
    date_words.csv      word                Thường xuyên
    abbreviations.csv   short,long          UBND,Ủy ban nhân dân
    indicator_words.csv indicator_code,word pci_rank,Hạng PCI       a further name; one word may stand for several codes
    addressees.csv      level,addressee,word  province,UBND tỉnh,Ủy ban nhân dân tỉnh   whom a proposal is made to

Words are compared folded, so one spelling stands for every case, accent and spacing. A word has one meaning in all folders together.
Sources of funds and modes are those that the shipped list names; own words are further spellings of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from tdnreport.base.csv_rows import read_tables
from tdnreport.base.data_error import Place, Problems
from tdnreport.vietnamese.text import clean_text, fold_text

NO_WORDS: frozenset[str] = frozenset()

_BESIDE = frozenset({"carried", "tail"})
"""Meanings in the list of statuses that are no status of their own."""


class Addressee(NamedTuple):
    """Whom a proposal is made to: level `central`, `province` or `units`, name in print, and a word for it."""

    level: str
    name: str
    word: str


@dataclass(frozen=True, slots=True, eq=False)
class WordLists:
    """Folded word → meaning; `amount_starts` are words that may go on ("Lồng ghép …").

    Two lists are equal only where they are the same object, which makes them a key of what was read with them.
    `supplements`: where (`part` or `end` of a title line, `file_name`) and which folded words call a file a supplement.
    `carried` are words for work that goes on next year, `status_tails` words behind a status that leave it as it is.
    """

    statuses: Mapping[str, str]
    carried: frozenset[str]
    status_tails: frozenset[str]
    fund_sources: Mapping[str, str]
    fund_source_names: Mapping[str, str]
    amount_modes: Mapping[str, str]
    amount_starts: Mapping[str, str]
    no_date: frozenset[str]
    abbreviations: Mapping[str, str]
    indicator_words: Mapping[str, tuple[str, ...]]
    addressees: tuple[Addressee, ...]
    supplements: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class _StatusWord:
    origin: Place
    status: Literal["done", "doing", "todo", "stopped", "carried", "tail"]
    word: str


@dataclass(frozen=True, slots=True)
class _FundSource:
    origin: Place
    fund_source: str
    word: str


@dataclass(frozen=True, slots=True)
class _AmountWord:
    origin: Place
    mode: str | None
    word: str


@dataclass(frozen=True, slots=True)
class _DateWord:
    origin: Place
    word: str


@dataclass(frozen=True, slots=True)
class _Abbreviation:
    origin: Place
    short: str
    long: str


@dataclass(frozen=True, slots=True)
class _IndicatorWord:
    origin: Place
    indicator_code: str
    word: str


@dataclass(frozen=True, slots=True)
class _AddresseeWord:
    origin: Place
    level: Literal["central", "province", "units"]
    addressee: str
    word: str


@dataclass(frozen=True, slots=True)
class _SupplementWord:
    origin: Place
    match: Literal["part", "end", "file_name"]
    word: str


def word_key(text: str) -> str:
    """What a word is found by: folded; signs such as "√" have no letters and stand for themselves.

    >>> word_key("Hoàn thành"), word_key("√")
    ('hoan thanh', '√')
    """
    return fold_text(text) or clean_text(text).casefold()


def load_lists(*folders: Path) -> WordLists:
    """The lists of the first folder, with the rows of the others behind them; DataError with every mistake."""
    problems = Problems()
    statuses = read_tables(folders, "status_words.csv", _StatusWord, problems)
    sources = read_tables(folders, "fund_sources.csv", _FundSource, problems)
    amounts = read_tables(folders, "amount_words.csv", _AmountWord, problems)
    days = read_tables(folders, "date_words.csv", _DateWord, problems)
    abbreviations = read_tables(folders, "abbreviations.csv", _Abbreviation, problems)
    indicators = read_tables(folders, "indicator_words.csv", _IndicatorWord, problems)
    addressees = read_tables(folders, "addressees.csv", _AddresseeWord, problems)
    supplements = read_tables(folders, "supplement_words.csv", _SupplementWord, problems)
    _check_codes("fund_source", [(row.origin, row.fund_source) for row in sources], folders[0], problems)
    _check_codes("mode", [(row.origin, row.mode) for row in amounts], folders[0], problems)
    modes = one_meaning([(row.origin, row.word, word_key(row.word), row.mode or "") for row in amounts], problems)
    status_of_word = one_meaning([(row.origin, row.word, word_key(row.word), row.status) for row in statuses], problems)
    lists = WordLists(
        statuses=_without_soft_hyphens(statuses)
        | {word: status for word, status in status_of_word.items() if status not in _BESIDE},
        carried=frozenset(word for word, status in status_of_word.items() if status == "carried"),
        status_tails=frozenset(word for word, status in status_of_word.items() if status == "tail"),
        fund_sources=one_meaning(
            [(row.origin, row.word, word_key(row.word), row.fund_source) for row in sources], problems
        ),
        fund_source_names={row.fund_source: row.word for row in reversed(sources)},
        amount_modes={word_key(row.word): modes[word_key(row.word)] for row in amounts if not row.word.endswith("*")},
        amount_starts={word_key(row.word): modes[word_key(row.word)] for row in amounts if row.word.endswith("*")},
        no_date=frozenset(word_key(row.word) for row in days),
        abbreviations=one_meaning(
            [(row.origin, row.short, fold_text(row.short), fold_text(row.long)) for row in abbreviations], problems
        ),
        indicator_words=_words_by_code((row.indicator_code, row.word) for row in indicators),
        addressees=tuple(Addressee(row.level, row.addressee, row.word) for row in addressees),
        supplements=frozenset((row.match, fold_text(row.word)) for row in supplements),
    )
    problems.stop_if_any()
    return lists


def _without_soft_hyphens(rows: Iterable[_StatusWord]) -> dict[str, str]:
    """Words of TCVN3 whose "ư", a soft hyphen there, was lost on the way: "Chưa" has become "Cha"."""
    return {
        word_key(row.word.replace("ư", "")): row.status for row in rows if "ư" in row.word and row.status not in _BESIDE
    }


def _words_by_code(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, word in rows:
        found.setdefault(code, []).append(word)
    return {code: tuple(words) for code, words in found.items()}


def one_meaning(rows: Iterable[tuple[Place, str, str, str]], problems: Problems) -> dict[str, str]:
    """Key → meaning, of rows of place, word, key and meaning; a word with two meanings would be read by chance."""
    found: dict[str, tuple[str, Place]] = {}
    for place, word, word_key, meaning in rows:
        known, before = found.setdefault(word_key, (meaning, place))
        if known != meaning:
            problems.add_at(
                place,
                f"“{word}” có hai nghĩa: “{meaning}” ở đây, “{known}” ở {before.seen_from(place)}; bỏ một trong hai.",
            )
    return {word_key: meaning for word_key, (meaning, _) in found.items()}


def _check_codes(column: str, rows: Sequence[tuple[Place, str | None]], shipped: Path, problems: Problems) -> None:
    """Codes of own words must be codes of the shipped list: another would be a slip of the pen, and a figure of its own."""
    known = list(dict.fromkeys(code for place, code in rows if code and place.path.parent == shipped))
    for place, code in rows:
        if code and code not in known:
            problems.add_at(place, f"cột “{column}” là “{code}”; chỉ dùng một trong: {', '.join(known)}.")
