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

_AFTER = r"(?:kh|ke hoach|ke hoach nam|khoi luong|khoi luong cong viec|cong viec|tien do|nhiem vu|chi tieu|so voi kh|so voi ke hoach)"
_PERCENT = re.compile(
    rf"(?:(?:da )?(?:dat|hoan thanh|thuc hien)(?: duoc)?:? )?(?P<about>{ABOUT} ?)?"
    rf"(?P<sign>-?)(?P<number>{NUMBER})(?: ?/ ?(?P<of>{NUMBER}))? ?(?P<mark>%|phan tram)?(?:[ /]{_AFTER})?\.?"
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
    if value is None:
        return None
    if match["of"]:
        whole = _read_decimal(match["of"])
        value = 100 * value / whole if whole else None
    return -value if value is not None and match["sign"] else value


def _read_decimal(text: str) -> Decimal | None:
    numeral = read_numeral(text)
    if numeral is None:
        return None
    return numeral.value if numeral.other is None else min(numeral.value, numeral.other)
