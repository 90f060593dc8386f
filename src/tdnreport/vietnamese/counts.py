"""A count or score in a cell → one number, or several with their unit words.

Of a range ("50-60 tin") the lower bound counts, for no more than that is sure. Several numbers ("05 lớp/210 người") give no value
but their parts, unless the unit of measure picks one. A place among so many ("12/63") is the place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Literal

from tdnreport.vietnamese.numbers import ABOUT, NUMBER, read_numeral
from tdnreport.vietnamese.text import clean_text, fold_text, plain_text, repair_encoding

_TIMES = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9, "k": 10**3, None: 1}
_PREFIX = r"(?:(?:dat|duoc|co|tong|tong so|tong cong|so luong|hang|thu|xep hang|xep thu|dung thu) ?:? ?)*"
_MEASURE = (
    rf"(?P<number>{NUMBER})(?: ?- ?(?P<to>{NUMBER}))?(?: ?(?P<times>nghin|ngan|trieu|ty|ti)\b|(?P<k>k)\b)?"
    rf"(?P<unit>[^0-9]*?)(?=$|[0-9]|{ABOUT} ?[0-9])"
)
_FIRST = re.compile(rf"{_PREFIX}(?P<about>{ABOUT})? ?{_MEASURE}")
_NEXT = re.compile(rf"(?P<about>{ABOUT})? ?{_MEASURE}")
_RANK = re.compile(
    r"(?:(?:xep|thu|hang|vi tri|dung)\b ?:? ?)*(?P<place>\d{1,3})"
    r" ?(?:/|tren|trong)(?: ?tong so)? ?(?P<of>\d{1,3})(?: ?(?:tinh|dia phuong)\b.*)?"
)
_NONE = re.compile(r"[-–—−_.…/ ]*")
_NONE_WORDS = frozenset({"khong", "khong co", "khong phat sinh", "x"})
_DASHES = str.maketrans("−–—‐‑‒", "------")


@dataclass(frozen=True, slots=True)
class Count:
    value: float | None = None
    is_approximate: bool = False
    problem: Literal["value_not_a_number"] | None = None
    parts: tuple[tuple[float, str], ...] = ()


_NOT_A_NUMBER = Count(problem="value_not_a_number")


@lru_cache(maxsize=1 << 16)
def read_count(text: str, kind: str, measure: str = "") -> Count:
    """`measure` is the indicator's unit of measure; of several numbers it picks the one that stands beside that word.

    >>> [read_count(text, "s").value for text in ("02", "1.234 lượt", "68,5", "1,2 triệu lượt xem", "hạng 8")]
    [2.0, 1234.0, 68.5, 1200000.0, 8.0]
    >>> read_count("gần 300 đại biểu", "s")
    Count(value=300.0, is_approximate=True, problem=None, parts=((300.0, 'đại biểu'),))
    >>> read_count("50-60 tin", "s")
    Count(value=50.0, is_approximate=True, problem=None, parts=((50.0, 'tin'),))
    >>> read_count("05 lớp/210 người", "s", "người").value
    210.0
    >>> read_count("một số", "s").problem
    'value_not_a_number'
    """
    cleaned = clean_text(repair_encoding(text)[0]).translate(_DASHES)
    if _NONE.fullmatch(cleaned) or fold_text(cleaned) in _NONE_WORDS:
        return Count()
    if kind == "n":
        return _read_number_cell(text)
    if kind not in ("s", "p", ""):
        return _NOT_A_NUMBER
    return _read_measures(cleaned, fold_text(measure))


def _read_number_cell(text: str) -> Count:
    try:
        value = float(text)
    except ValueError:
        return _NOT_A_NUMBER
    return Count(value) if isfinite(value) and value >= 0 else _NOT_A_NUMBER


@dataclass(frozen=True, slots=True)
class _Part:
    value: float
    unit: str
    is_approximate: bool


def _read_measures(text: str, measure: str) -> Count:
    if measure == "hang" and (rank := _RANK.fullmatch(plain_text(text))) and 1 <= int(rank["place"]) <= int(rank["of"]):
        return Count(float(rank["place"]))
    parts = _split_parts(text)
    if not parts:
        return _NOT_A_NUMBER
    chosen = [part for part in parts if _is_counted_in(part.unit, measure)] if len(parts) > 1 else parts
    values = tuple((part.value, part.unit) for part in parts)
    if len(chosen) != 1:
        return Count(problem="value_not_a_number", parts=values)
    return Count(chosen[0].value, chosen[0].is_approximate, parts=values)


def _is_counted_in(unit: str, measure: str) -> bool:
    """ "người" beside the number, "lượt người" as the indicator's own unit of measure, or the other way round.

    >>> _is_counted_in("nguoi", "luot nguoi")
    True
    """
    own = fold_text(unit)
    return bool(measure and own) and (measure in own or own in measure)


def _split_parts(text: str) -> list[_Part]:
    """Every number with the words up to the next; empty when one cannot be read, or when words come first ("Nghị quyết 57")."""
    spelled = plain_text(text)
    original = text if len(text) == len(spelled) else spelled
    parts: list[_Part] = []
    match = _FIRST.match(spelled)
    while match:
        part = _read_part(match, original[match.start("unit") : match.end("unit")])
        if part is None:
            return []
        parts.append(part)
        if match.end() == len(spelled):
            return parts
        match = _NEXT.match(spelled, match.end())
    return []


def _read_part(match: re.Match[str], unit: str) -> _Part | None:
    """The number of one measure; "1,234" is refused, it may be 1234 or 1.234."""
    low = read_numeral(match["number"])
    high = read_numeral(match["to"]) if match["to"] else low
    if low is None or high is None or high.value < low.value or (low.other is not None and low.other > low.value):
        return None
    value = low.value * _TIMES[match["times"] or match["k"]]
    return _Part(float(value), unit.strip(" /;,.:+-()"), bool(match["about"] or match["to"]))
