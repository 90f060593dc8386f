"""Numbers as typed in Viet Nam, with both readings where the separator is ambiguous.

By law a point groups thousands and a comma starts the decimals (Luật Kế toán 88/2015/QH13, Điều 11): "1.234.567,8".
English Excel does the opposite: "1,234,567.8". One separator followed by exactly three digits can be either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER = r"(?:[0-9]+(?:[.,'’][0-9]+| [0-9]{3}(?![0-9]))*|(?<![0-9.,])[.,][0-9]{1,2}(?![0-9.,]))"
"""Digits and separators; ".5" is a half, as Excel lets it be typed."""
SCIENTIFIC = r"[0-9]+(?:[.,][0-9]+)?e\+?[0-9]{1,2}"
# Written in plain text (see text.plain).
ABOUT = r"(?:gan|khoang|tren|hon|duoi|uoc tinh|uoc dat|uoc|xap xi|tam tinh|it nhat|toi thieu|toi da|khong qua|~|≈|>=|<=|>|<|≥|≤)"
_GROUPED = re.compile(r"[0-9]{1,3}([.,'’ ])[0-9]{3}(?:\1[0-9]{3})*")
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Numeral:
    """`value` is the lawful reading, `other` the English one where it differs; `is_mixed`: both separators occur ("1.234,567")."""

    value: Decimal
    other: Decimal | None = None
    is_mixed: bool = False


def read_numeral(text: str) -> Numeral | None:
    """The value of a run of digits and separators (see NUMBER); None when the groups make no number.

    >>> read_numeral("1.234.567,8").value
    Decimal('1234567.8')
    >>> read_numeral("1.234")
    Numeral(value=Decimal('1234'), other=Decimal('1.234'), is_mixed=False)
    >>> read_numeral(",5").value
    Decimal('0.5')
    >>> read_numeral("1.00.000") is None
    True
    """
    marks = [char for char in text if not char.isdigit()]
    if len(text) > _LONGEST:
        return None
    if not marks:
        return Numeral(Decimal(text))
    last = marks[-1]
    whole, _, tail = text.rpartition(last)
    if last in ".," and marks.count(last) == 1:
        return _read_single_mark(whole, last, tail) if len(marks) == 1 else _read_mixed_marks(whole, tail)
    return Numeral(Decimal(_only_digits(text))) if _GROUPED.fullmatch(text) else None


def _read_single_mark(whole: str, mark: str, tail: str) -> Numeral:
    decimal = Decimal(f"{whole}.{tail}")
    if len(tail) != 3 or len(whole) > 3 or whole.startswith("0"):
        return Numeral(decimal)
    grouped = Decimal(whole + tail)
    return Numeral(grouped, decimal) if mark == "." else Numeral(decimal, grouped)


def _read_mixed_marks(whole: str, tail: str) -> Numeral | None:
    if not _GROUPED.fullmatch(whole):
        return None
    value = Decimal(f"{_only_digits(whole)}.{tail}")
    return Numeral(value, Decimal(_only_digits(whole) + tail), is_mixed=True) if len(tail) == 3 else Numeral(value)


def _only_digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def read_scientific(text: str) -> Decimal:
    """What a number in the notation of spreadsheets stands for, to the last digit.

    >>> read_scientific("1,5e+08")
    Decimal('1.5E+8')
    """
    return Decimal(text.replace(",", "."))
