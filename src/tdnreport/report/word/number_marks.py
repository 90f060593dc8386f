"""Numbers in running Vietnamese text, as words and marks that two versions of a sentence are compared by.

Out of scope: numbers written out in letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

MarkKind = Literal["word", "number", "pct", "date", "code", "document"]

SCALES = {"tỷ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3}
NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d]|\.\d)|\d+(?:,\d+)?(?![\d]|\.\d)"
TOKEN = re.compile(
    rf"""(?P<document>\d+(?:/\d{{4}})?/[A-ZĐ][A-ZĐa-zđ0-9]*(?:-[A-ZĐ][\w.]*)+)
    |(?P<date>(?:[Nn]gày\s+)?\d{{1,2}}/\d{{1,2}}/\d{{4}}|[Nn]gày\s+\d{{1,2}}\s+tháng\s+\d{{1,2}}\s+năm\s+\d{{4}})
    |(?P<pct>[+-]?(?:{NUMBER})\s?%)
    |(?P<code>(?!(?:{NUMBER})\s(?:{"|".join(SCALES)})\b)\d++(?:\.\d++)++(?!,\d))
    |(?P<number>(?:(?<![\w/,.-])[+-])?(?:{NUMBER})(?:\s(?:{"|".join(SCALES)})\b)?)
    |(?P<word>\w+|[^\w\s])""",
    re.VERBOSE,
)
ORDINAL = re.compile(r"^(?:[IVX]+|\d+(?:\.\d+)*)[.)]\s")
"""The number of a heading or of an item: it may change when parts are added."""
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or a number; `value` is the same for all ways to write one number, date or word."""

    kind: MarkKind
    text: str
    value: str

    @property
    def mask(self) -> str:
        """What stays when numbers are blanked out; a number, a rate and a date are not taken for each other."""
        return self.value if self.kind == "word" else f"\x00{self.kind}"

    @property
    def is_number(self) -> bool:
        return self.kind != "word"


def split_marks(text: str) -> tuple[Mark, ...]:
    """The words and numbers of a text, without the number of its heading or item.

    >>> [mark.kind for mark in split_marks("đạt 88,1% (4/8)")]
    ['word', 'pct', 'word', 'number', 'word', 'number', 'word']
    >>> split_marks("750 triệu đồng")[0].value == split_marks("750.000.000 đồng")[0].value
    True
    >>> split_marks("ngày 05 tháng 3 năm 2024")[0].value == split_marks("05/3/2024")[0].value
    True
    >>> [mark.kind for mark in split_marks("nhiệm vụ 4.1, Nghị định 30/2020/NĐ-CP") if mark.kind != "word"]
    ['code', 'document']
    """
    return tuple(_find_marks(ORDINAL.sub("", text)))


def _find_marks(text: str) -> Iterator[Mark]:
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "code" and THOUSANDS.fullmatch(match[0]):
            kind = "number"
        yield Mark(kind, match[0], _mark_value(kind, match[0]))  # type: ignore[arg-type]


def _mark_value(kind: str | None, text: str) -> str:
    if kind in ("number", "pct"):
        digits, _, scale = text.rstrip("%").strip().partition(" ")
        value = Decimal(digits.replace(".", "").replace(",", ".")) * SCALES.get(scale, 1)
        return f"{value.normalize():f}"
    if kind == "date":
        return "/".join(str(int(part)) for part in re.findall(r"\d+", text))
    return text.lower() if kind == "word" else text
