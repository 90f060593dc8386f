"""The words by which a table is recognised, from `data/reference` and an officer's `data/own-words`.

    headers.csv      field,word,context      allocated,Kế hoạch,money       "Kế hoạch" means money only under "Kinh phí"
    row_words.csv    role,match,word         total,start,tổng cộng          end,whole,giám đốc       scale,1000000,triệu đồng

`field` may be several joined by "|": the values of the column then decide. Contexts: `money`, `percent`, `indicators`,
`alone` (with nothing else in the header).
Matches: `whole` text, `start` of the text, `part` (the word and an enumeration such as "I+II"); for scales the đồng per unit.
Of two words in a header the longer wins; of two columns for one field the word that stands first, own words last.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from tdnreport.base.csv_rows import read_tables
from tdnreport.base.data_error import Place, Problems
from tdnreport.layout.header_features import HeaderFeatures, label_words, load_features, scale_in_figures
from tdnreport.layout.rule_table import ColumnRule, load_column_rules
from tdnreport.vietnamese.lexicon import WordLists, load_lists, one_meaning
from tdnreport.vietnamese.text import clean_text, fold_text, plain_text, repair_encoding

Contexts = frozenset[str]
RowWords = Mapping[tuple[str, str], frozenset[str]]

Field = Literal[
    "code", "title", "unit", "lead", "coordinate", "time", "plan", "period", "part", "reported_on", "person", "place",
    "status", "pct", "estimated_pct", "result", "evidence", "completed_on", "note", "cause", "difficulty", "proposal", "next",
    "allocated", "carried", "added", "cut", "adjusted", "disbursed", "estimated", "fund_source", "rate", "other_money",
    "indicator", "duty", "measure", "value", "cumulative", "target", "previous", "comparison", "earlier", "estimate",
]  # fmt: skip
"""What a column may hold."""
Context = Literal["money", "percent", "indicators", "alone"]
Role = Literal["total", "note", "end", "secret", "yes", "no", "scale"]

_MATCHES = {
    "total": ("whole", "start", "part"), "note": ("start",), "end": ("start", "whole"), "secret": ("whole",), "yes": ("whole",),
    "no": ("whole",), "scale": ("1", "1000", "1000000", "1000000000"),
}  # fmt: skip
_PARENTHESES = re.compile(r"\([^()]*\)")
_PIECES = re.compile(r"[()\[\]:;,\n–-]+")
_UNIT_OF_MONEY = re.compile(r"\b(?:dvt|don vi tinh|don vi)\b")
_ENUMERATION = re.compile(
    r"(?:muc|phan|nhom|va|[ivxlc]+|[a-h]|\d{1,2})(?: (?:muc|phan|nhom|va|[ivxlc]+|[a-h]|\d{1,2}))*"
)
_DATE_LINE = re.compile(
    r"[^,;:]{2,40},? *ngay\b.{0,12}\bthang\b.{0,12}\bnam\b.{0,8}|[^,;:\d]{2,40}, *ngay \d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}\W*"
)
_NOT_WORD = re.compile(r"[\W_]+")
_LONGEST_LABEL = 200
_LONGEST_CERTAIN_LABEL = 90
_LONGEST_ROW_WORD = 90


class HeaderMeaning(NamedTuple):
    """What a header text means: possible fields, the rank of the word, and its share of the text."""

    fields: tuple[str, ...]
    rank: int
    share: float


@dataclass(frozen=True, slots=True)
class _HeaderRow:
    origin: Place
    field: tuple[Field, ...]
    word: str
    context: Context | None


@dataclass(frozen=True, slots=True)
class _RowWord:
    origin: Place
    role: Role
    match: str
    word: str


@dataclass(frozen=True, slots=True)
class _HeaderWord:
    fields: tuple[str, ...]
    words: str
    context: str
    rank: int


class LayoutWords:
    """Asked for every line of every file, so answers are remembered; `lists` are the words of values."""

    def __init__(
        self,
        headers: Iterable[_HeaderWord],
        rows: RowWords,
        scales: Mapping[str, int],
        secrets: Iterable[str],
        lists: WordLists,
        features: HeaderFeatures,
        rules: Sequence[ColumnRule],
    ) -> None:
        self.says, self.features, self.rules = features.says, features, rules
        self.headers: dict[str, list[_HeaderWord]] = defaultdict(list)
        for header in sorted(headers, key=lambda header: (not header.context, header.rank)):
            self.headers[header.words].append(header)
        self.longest = max((word.count(" ") + 1 for word in self.headers), default=0)
        self.row_words = rows
        self.scales = scales
        self.secrets = frozenset(form for word in secrets for form in (word, word.upper(), word.capitalize()))
        self.lists = lists
        self.find_heading = lru_cache(maxsize=1 << 16)(self._find_heading)
        self.label_scale = lru_cache(maxsize=1 << 12)(self._label_scale)
        self.is_label = lru_cache(maxsize=1 << 16)(self._is_label)
        self.is_total = lru_cache(maxsize=1 << 14)(self._is_total)
        self.is_note = lru_cache(maxsize=1 << 14)(self._is_note)
        self.is_end = lru_cache(maxsize=1 << 14)(self._is_end)

    @classmethod
    def load(cls, *folders: Path) -> LayoutWords:
        """The lists of the first folder, with the rows of the others behind them; DataError with every mistake."""
        problems = Problems()
        headers = read_tables(folders, "headers.csv", _HeaderRow, problems)
        row_words = read_tables(folders, "row_words.csv", _RowWord, problems)
        features = load_features(folders, problems)
        rules = load_column_rules(folders, features, problems)
        _check_headers(headers, problems)
        _check_row_words(row_words, problems)
        problems.stop_if_any()
        rows: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in row_words:
            rows[row.role, row.match].add(_casefold_start(row.word) if row.match == "start" else fold_text(row.word))
        return cls(
            [
                _HeaderWord(row.field, label_words(row.word), row.context or "", rank)
                for rank, row in enumerate(headers)
            ],
            {key: frozenset(words) for key, words in rows.items() if key[0] != "scale"},
            {fold_text(row.word): int(row.match) for row in row_words if row.role == "scale"},
            [row.word for row in row_words if row.role == "secret"],
            load_lists(*folders),
            features,
            rules,
        )

    def _find_heading(self, label: str, contexts: Contexts = frozenset()) -> HeaderMeaning | None:
        """The longest known word of a header text; text in parentheses counts only where nothing else is known."""
        if not 0 < len(label) <= _LONGEST_LABEL:
            return None
        text = plain_text(repair_encoding(label)[0])
        for words in (_header_words(_PARENTHESES.sub(" ", text)), _header_words(text)):
            for part in _word_runs(words, self.longest):
                for header in self.headers.get(part, ()):
                    if not header.context or header.context in contexts:
                        return HeaderMeaning(header.fields, header.rank, len(part) / len(" ".join(words)))
        return None

    def _is_label(self, text: str) -> bool:
        """True where a cell reads like a column header: a known word is at least half of it."""
        if len(text) > _LONGEST_CERTAIN_LABEL:
            return False
        heading = self.find_heading(text, ANY_CONTEXT)
        return heading is not None and heading.share >= 0.5

    def _label_scale(self, label: str) -> int | None:
        """Đồng per unit that a header names; None where it names none.

        >>> layout_words.label_scale("Dự toán (tr.đ)"), layout_words.label_scale("Dự toán")
        (1000000, None)
        """
        text = repair_encoding(label)[0]
        if scale := scale_in_figures(text):
            return scale
        pieces = [fold_text(piece) for piece in _PIECES.split(text)]
        scales = (self.scales.get(_UNIT_OF_MONEY.sub("", piece).strip()) for piece in pieces)
        return next((scale for scale in scales if scale), None) or self._trailing_scale(fold_text(text))

    def _trailing_scale(self, text: str) -> int | None:
        """ "Kinh phí triệu đồng": a money unit of two words or more ends the text."""
        words = text.split()
        return next(
            (self.scales[tail] for n in (3, 2) if len(words) > n and (tail := " ".join(words[-n:])) in self.scales),
            None,
        )

    def line_scale(self, text: str) -> int | None:
        """Đồng per unit that a line above the table names.

        >>> layout_words.line_scale("Đơn vị tính: triệu đồng")
        1000000
        """
        if len(text) > _LONGEST_LABEL:
            return None
        folded = fold_text(repair_encoding(text)[0])
        if known := self.scales.get(folded) or scale_in_figures(text):
            return known
        if not _UNIT_OF_MONEY.search(folded):
            return None
        after = _UNIT_OF_MONEY.split(folded)[-1].split()
        return next((self.scales[tail] for n in (3, 2, 1) if (tail := " ".join(after[:n])) in self.scales), None)

    def _is_total(self, text: str, is_listed: bool) -> bool:
        """Whether a line sums up others; in a numbered one only the bare word says so.

        >>> layout_words.is_total("TỔNG (I+II)", False), layout_words.is_total("Tổng số tin, bài", True)
        (True, False)
        """
        if len(text) > _LONGEST_ROW_WORD:
            return False
        folded = fold_text(repair_encoding(text)[0])
        for word in self.row_words["total", "part"]:
            if folded.startswith(word) and _ENUMERATION.fullmatch(folded[len(word) :].strip()):
                return True
        return folded in self.row_words["total", "whole"] or (not is_listed and self._starts_with_word("total", text))

    def _is_note(self, text: str) -> bool:
        return self._starts_with_word("note", text)

    def _is_end(self, text: str) -> bool:
        """The first line of a signature block.

        >>> layout_words.is_end("KT. GIÁM ĐỐC"), layout_words.is_end("Huế, ngày 12 tháng 11 năm 2024")
        (True, True)
        >>> layout_words.is_end("Giám đốc làm việc với báo chí")
        False
        """
        if len(text) > _LONGEST_ROW_WORD:
            return False
        repaired = repair_encoding(text)[0]
        return (
            self._starts_with_word("end", text)
            or fold_text(repaired) in self.row_words["end", "whole"]
            or _DATE_LINE.fullmatch(plain_text(repaired)) is not None
        )

    def _starts_with_word(self, role: str, text: str) -> bool:
        """Diacritics count where the text has any: "Tổng công ty" does not start with "tổng cộng"."""
        start = _casefold_start(repair_encoding(text)[0])
        words = self.row_words[role, "start"]
        return start.startswith(tuple(map(plain_text, words) if start.isascii() else words))

    def is_secret(self, text: str) -> bool:
        """A marking of secrecy that stands alone, not the word inside a sentence.

        >>> layout_words.is_secret("Độ mật: Tối mật"), layout_words.is_secret("bí mật nhà nước")
        (True, False)
        """
        if len(text) > _LONGEST_ROW_WORD:
            return False
        cleaned = clean_text(repair_encoding(text)[0])
        if cleaned.isascii():
            return cleaned.isupper() and fold_text(cleaned) in self.row_words["secret", "whole"]
        return " ".join(_NOT_WORD.sub(" ", cleaned.casefold()).split()) in self.secrets


def _casefold_start(text: str) -> str:
    return clean_text(text).casefold()


ANY_CONTEXT = frozenset({"money", "percent", "indicators", "alone"})


def _header_words(text: str) -> list[str]:
    """Words of a header; letters set one below the other ("S\nT\nT") are one word."""
    words = label_words(text).split()
    return ["".join(words)] if len(words) > 1 and all(len(word) == 1 and word.isalpha() for word in words) else words


def _word_runs(words: list[str], longest: int) -> Iterator[str]:
    """Runs of words, the longest first, then from left to right."""
    for size in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


def _check_headers(rows: Iterable[_HeaderRow], problems: Problems) -> None:
    """A word means the same fields wherever it stands; in a context of its own it may mean another."""
    meanings = (
        (row.origin, row.word, f"{label_words(row.word)} ({row.context or ''})", "|".join(row.field)) for row in rows
    )
    one_meaning(meanings, problems)


def _check_row_words(rows: Sequence[_RowWord], problems: Problems) -> None:
    for row in rows:
        if row.match not in _MATCHES[row.role]:
            known = ", ".join(_MATCHES[row.role])
            problems.add_at(
                row.origin, f"cột “match” là “{row.match}”; với role = {row.role} chỉ dùng một trong: {known}."
            )
    for is_scale in (True, False):
        kind = [row for row in rows if (row.role == "scale") == is_scale]
        one_meaning(
            ((row.origin, row.word, fold_text(row.word), row.match if is_scale else row.role) for row in kind), problems
        )
