"""How a value looks to a Vietnamese reader; every writer prints through these functions.

Halves round away from zero (2,5 → 3), as people in offices do, not to the even neighbour. A value that is absent looks
like `NONE` where a figure is expected. Out of scope: reading such texts, amounts in words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from functools import reduce
from typing import Literal

Number = int | float | Decimal

NONE = "–"
DIGITS = Context(prec=400)
VIETNAMESE = str.maketrans(",.", ".,")

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""Level, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries."""
ROMAN = {"I": 1, "V": 5, "X": 10}

TextKey = tuple[tuple[int, ...], tuple[int, ...], str]
CodeKey = tuple[tuple[int, int, TextKey], ...]


def round_half_up(value: Number, decimals: int = 0) -> Decimal:
    """Half away from zero, on the decimal digits one reads; `ValueError` for NaN and infinity.

    >>> round_half_up(2.675, 2)
    Decimal('2.68')
    >>> round_half_up(2.5)
    Decimal('3')
    """
    exact = _to_decimal(value)
    result = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, DIGITS)
    return result if result else result.copy_abs()


def _to_decimal(value: Number) -> Decimal:
    exact = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise ValueError(f"không phải là số hữu hạn: {value}")
    return exact


def format_number(value: Number | None, decimals: int = 0) -> str:
    """A number with exactly `decimals` decimals.

    >>> format_number(1234567.8, 1)
    '1.234.567,8'
    """
    return NONE if value is None else f"{round_half_up(value, decimals):,f}".translate(VIETNAMESE)


def format_trimmed(value: Number | None, most: int) -> str:
    """A number with at most `most` decimals and no idle zeros.

    >>> format_trimmed(750, 2), format_trimmed(120.5, 2)
    ('750', '120,5')
    """
    text = format_number(value, most)
    return text.rstrip("0").rstrip(",") if "," in text else text


def format_vnd(value: Number | None) -> str:
    """Whole đồng without the unit.

    >>> format_vnd(750_000_000)
    '750.000.000'
    """
    return format_number(value)


def format_million_vnd(value: Number | None) -> str:
    """Đồng shown in triệu đồng, with one decimal where there is a rest; with more where a small sum would look like 0.

    >>> format_million_vnd(750_000_000), format_million_vnd(120_500_000), format_million_vnd(40_000)
    ('750', '120,5', '0,04')
    """
    if value is None:
        return NONE
    millions = DIGITS.divide(_to_decimal(value), Decimal(10**6))
    return format_trimmed(millions, 1 if abs(millions) >= Decimal("0.05") else 6)


def format_pct(value: Number | None, decimals: int = 1) -> str:
    """A percent with its sign; the same precision everywhere, so 100 has a decimal too.

    >>> format_pct(88.1), format_pct(100)
    ('88,1%', '100,0%')
    """
    return NONE if value is None else f"{format_number(value, decimals)}%"


def format_points(value: Number | None, decimals: int = 1) -> str:
    """A difference of two rates (điểm phần trăm) with its sign.

    >>> format_points(2.3), format_points(-0.4), format_points(0)
    ('+2,3', '-0,4', '0,0')
    """
    if value is None:
        return NONE
    return f"{'+' if round_half_up(value, decimals) > 0 else ''}{format_number(value, decimals)}"


def format_day(value: date | None) -> str:
    """A day in figures.

    >>> format_day(date(2024, 11, 15))
    '15/11/2024'
    """
    return "" if value is None else f"{value:%d/%m}/{value.year:04d}"


def format_day_in_words(value: date) -> str:
    """Zero before a day below 10 and before months 1 and 2 only (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4).

    >>> format_day_in_words(date(2024, 1, 5))
    'ngày 05 tháng 01 năm 2024'
    >>> format_day_in_words(date(2024, 3, 15))
    'ngày 15 tháng 3 năm 2024'
    """
    month = f"{value.month:02d}" if value.month <= 2 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def format_count_in_prose(count: int) -> str:
    """Two digits for 1 to 9, as official prose writes small counts; other counts as `format_number` does.

    >>> format_count_in_prose(2), format_count_in_prose(12), format_count_in_prose(1234)
    ('02', '12', '1.234')
    """
    return f"{count:02d}" if 0 < count < 10 else format_number(count)


def format_cell(value: Value, kind: ValueKind) -> str:
    """A table's value by its column's kind; a text in a column of figures ("không bố trí dự toán riêng") is printed as it is.

    >>> format_cell(120_500_000, "million_vnd")
    '120,5'
    >>> format_cell("không bố trí dự toán riêng", "pct")
    'không bố trí dự toán riêng'
    """
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return format_day(value)
    if kind in ("text", "code", "date"):
        return "" if value is None else str(value)
    return _format_figure(value, kind)


def _format_figure(value: Number | None, kind: ValueKind) -> str:
    match kind:
        case "million_vnd":
            return format_million_vnd(value)
        case "pct":
            return format_pct(value)
        case "points":
            return format_points(value)
        case "number":
            return format_trimmed(value, 2)
        case _:
            return format_number(value)


def text_key(text: str) -> TextKey:
    """Sorts as a Vietnamese dictionary does: letters first (a ă â b c d đ e ê …), then tones, then capitals.

    >>> sorted(["đá", "dạ", "da", "ca", "Da", "zô"], key=text_key)
    ['ca', 'Da', 'da', 'dạ', 'đá', 'zô']
    """
    letters: list[int] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", text).casefold():
        letter, tone = _letter_and_tone(char)
        letters.append(_letter_rank(letter))
        tones.append(tone)
    return tuple(letters), tuple(tones), text


def _letter_and_tone(char: str) -> tuple[str, int]:
    """`ế` is `ê` with the tone sắc; the marks of ă, â, ê, ô, ơ, ư belong to the letter."""
    marks = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in marks[1:] if mark in TONES), "")
    return unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks), TONES.index(tone)


def _letter_rank(letter: str) -> int:
    """Signs and digits rank by code point, below every letter; foreign letters rank after z."""
    place = LETTERS.find(letter)
    if place >= 0:
        return 1_000 + place
    return 10_000 + ord(letter[0]) if letter.isalpha() else min(ord(letter[0]), 999)


def code_key(code: str) -> CodeKey:
    """Sorts numbering of plans and annexes by its parts, in Arabic or Roman numerals or letters.

    >>> sorted(["4.10", "4.2", "4", "4.10.đ", "4.10.a"], key=code_key)
    ['4', '4.2', '4.10', '4.10.a', '4.10.đ']
    >>> sorted(["X", "II", "IX"], key=code_key)
    ['II', 'IX', 'X']
    """
    return tuple(_part_key(part) for part in re.findall(r"\d+|[^\W\d_]+", unicodedata.normalize("NFC", code)))


def _part_key(part: str) -> tuple[int, int, TextKey]:
    if part.isdecimal():
        return 0, int(part), text_key("")
    if set(part) <= ROMAN.keys():
        return 0, _roman_value(part), text_key("")
    return 1, 0, text_key(part)


def _roman_value(numeral: str) -> int:
    values = [ROMAN[letter] for letter in numeral]
    return sum(
        -value if value < next_value else value for value, next_value in zip(values, [*values[1:], 0], strict=True)
    )


def largest_remainder(values: Sequence[Number], decimals: int = 0) -> tuple[Decimal, ...]:
    """Values rounded so that they add up to their rounded total (largest rest first, then the earlier).

    >>> largest_remainder([100 / 3] * 3)
    (Decimal('34'), Decimal('33'), Decimal('33'))
    """
    step = Decimal(1).scaleb(-decimals)
    exact = [_to_decimal(value) for value in values]
    floors = [value.quantize(step, ROUND_FLOOR, DIGITS) for value in exact]
    rests = [DIGITS.subtract(value, floor) for value, floor in zip(exact, floors, strict=True)]
    total = round_half_up(reduce(DIGITS.add, exact, Decimal(0)), decimals)
    missing = int(DIGITS.divide(reduce(DIGITS.subtract, floors, total), step))
    raised = set(sorted(range(len(exact)), key=lambda index: -rests[index])[:missing])
    return tuple(DIGITS.add(floor, step) if index in raised else floor for index, floor in enumerate(floors))


Value = str | int | float | date | None


ValueKind = Literal["text", "code", "count", "number", "vnd", "million_vnd", "pct", "points", "date"]
