"""What the words of a header say besides the field: planned, forecast or done, in which part of the year, of which year.

    header_features.csv    feature,phrase      forecast,khả năng      part_of_period,quý {quarter}      by_plan,^chỉ tiêu

`{quarter} {n} {year} {roman} {1-11} {1-12}` stand for such a number; a phrase behind `^` opens the label. Which feature decides
about which field stands in `column_rules.csv` (`column_rules`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tdnreport.base.csv_rows import read_tables
from tdnreport.base.data_error import Place, Problems
from tdnreport.vietnamese.text import fold_text, plain_text

_NUMBERS = {
    "quarter": "(?:[1-4]|iv|i{1,3})", "n": r"\d{1,2}", "year": r"20\d\d", "roman": "(?:i{1,3}|iv)",
    "1-11": "(?:[1-9]|1[01])", "1-12": "(?:[1-9]|1[0-2])",
}  # fmt: skip
_PLACEHOLDER = re.compile(r"\{([^}]+)\}")
_NUMBER_OF_DOCUMENT = re.compile(r"\b\d+/20\d\d\b\S*|\bso \d+\S*")
_DAY = re.compile(r"\b\d{1,2} ?[/.-] ?(?:\d{1,2} ?[/.-] ?)?(20\d\d)\b|\bngay \d+ thang \d+ nam (20\d\d)\b")
_IN_FIGURES = re.compile(r"(?<![\d.,])(1(?:[., ]?000){1,3}) ?(?:dong|vnd|d)\b")
_YEAR = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class _FeatureRow:
    origin: Place
    feature: str
    phrase: str


class HeaderFeatures:
    """Answers are remembered, for most files have the same headers."""

    def __init__(self, phrases: Mapping[str, Sequence[str]]) -> None:
        self.patterns = {
            feature: re.compile("|".join(map(_phrase_pattern, listed))) for feature, listed in phrases.items()
        }
        self.says = lru_cache(maxsize=1 << 14)(self._says)

    def _says(self, feature: str, label: str) -> bool:
        """Whether a header text has a phrase of the feature."""
        return self.patterns[feature].search(label_words(label)) is not None


def load_features(folders: Iterable[Path], problems: Problems) -> HeaderFeatures:
    rows = read_tables(tuple(folders), "header_features.csv", _FeatureRow, problems)
    phrases: dict[str, list[str]] = {}
    for row in rows:
        phrases.setdefault(row.feature, []).append(row.phrase)
        for name in _PLACEHOLDER.findall(row.phrase):
            if name not in _NUMBERS:
                problems.add_at(row.origin, f"“{{{name}}}” không dùng được; chỉ dùng một trong: {', '.join(_NUMBERS)}.")
                return HeaderFeatures({})
    return HeaderFeatures(phrases)


def _phrase_pattern(phrase: str) -> str:
    pieces = _PLACEHOLDER.split(phrase.removeprefix("^"))
    folded = [_NUMBERS[piece] if place % 2 else _fold_piece(piece) for place, piece in enumerate(pieces)]
    return ("^" if phrase.startswith("^") else r"\b") + "".join(folded) + r"\b"


def _fold_piece(text: str) -> str:
    return text[:1].isspace() * " " + label_words(text) + text[-1:].isspace() * " "


@lru_cache(maxsize=1 << 12)
def label_words(text: str) -> str:
    """Header text as words; the percent sign is a word. Remembered, for most files have the same header.

    >>> label_words("Tỷ lệ (%)")
    'ty le phan tram'
    """
    return fold_text(plain_text(text).replace("%", " phan tram "))


def scale_in_figures(text: str) -> int | None:
    """Đồng per unit where a unit is written in figures; None elsewhere.

    >>> scale_in_figures("Đơn vị: 1.000.000 đồng"), scale_in_figures("Kinh phí 5.000.000 đồng")
    (1000000, None)
    """
    match = _IN_FIGURES.search(plain_text(text))
    return int(re.sub(r"\D", "", match[1])) if match else None


@lru_cache(maxsize=1 << 12)
def named_years(label: str) -> frozenset[str]:
    """Years that a header names as such; not those of a document's number.

    >>> sorted(named_years("Dự toán năm 2024 theo QĐ 12/2023/QĐ-UBND")), sorted(named_years("Giải ngân đến 31/12/2023"))
    (['2024'], [])
    """
    text = _DAY.sub(" ", _NUMBER_OF_DOCUMENT.sub(" ", plain_text(label)))
    return frozenset(_YEAR.findall(text))


@lru_cache(maxsize=1 << 12)
def is_of_other_year(label: str, year: str) -> bool:
    """Whether a header names other years only, or a day before that year.

    >>> is_of_other_year("Dự toán năm 2025", "2024"), is_of_other_year("Giải ngân đến 31/01/2025", "2024")
    (True, False)
    >>> is_of_other_year("Giải ngân đến 31/12/2023", "2024")
    True
    """
    years = named_years(label)
    days = [first or second for first, second in _DAY.findall(plain_text(label))]
    if not year or not (years or days):
        return False
    if years:
        return year not in years and year not in days
    return bool(max(days) < year)
