"""A percent cell → the percent as written, 0 to 100 for a good one.

A percent has no thousands, so one separator always starts decimals. Whether plain numbers are fractions is for the table to decide,
the range 0..100 for the checks; ranges ("50-60%") and words are no numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Literal

from tdnreport.vietnamese.numbers import ABOUT, NUMBER, read_numeral
from tdnreport.vietnamese.text import plain_text, repair_encoding

_AFTER = (
    r"(?:(?:so voi )?(?:kh|ke hoach)(?: (?:ca )?nam(?: 20[0-9]{2})?)?"
    r"|khoi luong|khoi luong cong viec|cong viec|tien do|nhiem vu|chi tieu)"
)
_PLANNED = re.compile(rf" ?{_AFTER}")
_PERCENT = re.compile(
    rf"(?:(?:da )?(?:dat|hoan thanh|thuc hien)(?: duoc)?:? )?(?P<about>{ABOUT} ?)?"
    rf"(?P<sign>-?)(?P<number>{NUMBER})(?: ?/ ?(?P<of>{NUMBER})(?P<counted>(?: [a-z]{{2,8}}){{1,3}}$)?)? ?(?P<mark>%|phan tram)?"
    rf"(?:[ /]{_AFTER})?\.?(?P<share> ?\( ?(?P<part>[0-9]{{1,4}}) ?/ ?(?P<whole>[0-9]{{1,4}})(?: [a-z ]+)?\))?"
    r"(?P<estimate> ?\(?(?:uoc|du kien|uoc tinh|tam tinh|[*¹²³]+)\)?)?"
)


@dataclass(frozen=True, slots=True)
class Percent:
    """`is_plain`: a bare number, with neither % sign nor percent format nor fraction."""

    value: float | None = None
    is_plain: bool = False
    problem: Literal["pct_not_a_number"] | None = None
    is_approximate: bool = False


_NOT_A_NUMBER = Percent(problem="pct_not_a_number")


@lru_cache(maxsize=1 << 16)
def read_percent(text: str, kind: str) -> Percent:
    """`kind` is the cell kind (`s` text, `n` number, `p` percent).

    >>> [read_percent(text, "s").value for text in ("75%", "75,5", "3/4", "Đạt 80%")]
    [75.0, 75.5, 75.0, 80.0]
    >>> read_percent("45%(*)", "s").is_approximate
    True
    >>> [read_percent(text, "s").value for text in ("75% (3/4 phóng sự)", "2/5 ấn phẩm", "Đạt 100% KH năm")]
    [75.0, 40.0, 100.0]
    >>> read_percent("80% (3/4 phóng sự)", "s").problem
    'pct_not_a_number'
    >>> read_percent("0.75", "n")
    Percent(value=0.75, is_plain=True, problem=None, is_approximate=False)
    >>> read_percent("50-60%", "s").problem
    'pct_not_a_number'
    """
    if not text.strip():
        return Percent()
    if kind == "n":
        return _read_number_cell(text)
    if kind not in ("s", "p", ""):
        return _NOT_A_NUMBER
    match = _PERCENT.fullmatch(plain_text(repair_encoding(text)[0]).replace("−", "-").lstrip("'’"))
    value = _matched_value(match) if match else None
    if match is None or value is None:
        return _NOT_A_NUMBER
    return Percent(
        float(value), not match["of"] and not match["mark"], is_approximate=bool(match["about"] or match["estimate"])
    )


def _read_number_cell(text: str) -> Percent:
    try:
        value = float(text)
    except ValueError:
        return _NOT_A_NUMBER
    return Percent(value, is_plain=True) if isfinite(value) else _NOT_A_NUMBER


def _matched_value(match: re.Match[str]) -> Decimal | None:
    value = _read_decimal(match["number"])
    if value is None or (match["share"] and not _is_share(match, value)):
        return None
    if match["of"]:
        whole = _read_decimal(match["of"])
        if match["counted"] and not _PLANNED.fullmatch(match["counted"]) and whole is not None and value > whole:
            return None
        value = 100 * value / whole if whole else None
    return -value if value is not None and match["sign"] else value


def _is_share(match: re.Match[str], percent: Decimal) -> bool:
    """Whether "75% (3/4 phóng sự)" says one thing: the counts make up the percent, rounded."""
    whole = int(match["whole"])
    return bool(match["mark"] and whole) and abs(percent - 100 * Decimal(match["part"]) / whole) < 1


def _read_decimal(text: str) -> Decimal | None:
    numeral = read_numeral(text)
    if numeral is None:
        return None
    return numeral.value if numeral.other is None else min(numeral.value, numeral.other)
