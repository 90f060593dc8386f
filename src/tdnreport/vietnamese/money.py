"""A money cell → whole đồng, or a word for "no amount", or what is wrong with it.

The unit comes from the cell, else from the column; never from the size of the number. Arithmetic is decimal and exact;
fractions of a đồng are rounded only where the unit is a thousand or more (33,3333333 triệu).
Out of scope: foreign currencies, amounts written in words, ranges; all are `amount_not_a_number`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

from tdnreport.vietnamese.lexicon import WordLists, word_key
from tdnreport.vietnamese.numbers import ABOUT, NUMBER, SCIENTIFIC, Numeral, read_numeral, read_scientific
from tdnreport.vietnamese.text import clean_text, fold_text, plain_text, repair_encoding

Problem = Literal["amount_not_a_number", "negative_amount", "amount_scale_suspect"]

_UNITS = {
    "nghin ty": 10**12, "ty": 10**9, "ti": 10**9, "tu": 10**9, "trieu": 10**6, "tr": 10**6,
    "nghin": 1000, "ngan": 1000, "ng": 1000, "k": 1000, "": 1,
}  # fmt: skip
_UNIT = r"(?:\(? ?(nghin ty|ty|ti|tu|trieu|tr|nghin|ngan|ng|k)?(?:[ .]*(dong|vnd|d|₫))?(?: viet nam)?\.?(?![a-z]) ?\)?)"
_TERM = re.compile(rf"({SCIENTIFIC}|{NUMBER}) ?{_UNIT}")
_ABOUT = re.compile(rf"{ABOUT}\s*")
_ESTIMATE = re.compile(r"\s*\(?(?:uoc|uoc tinh|du kien|tam tinh|[*¹²³]+)\)?$")
_CURRENCY_FIRST = re.compile(r"(?:vnd|dong|d|₫)\s*(?=[0-9])")
_IN_WORDS = re.compile(r"\s*\((?:viet )?(?:bang chu\W*)?(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)\b[a-z ,.]*\)")
_OLD_DONG = re.compile(r"(?<=\d)\s?[®ñ§Ñ](?!\w)|(?<=VN)[§Ñ]")
"""đ and Đ of TCVN3 and VNI behind a number, "VN§": alone in its cell it gives `repair` no word to judge by."""
_END = re.compile(r"(?:\s*[.,;/]+|(?<=[0-9])[.,]-+)$")
# "150.000.000,- đồng", "160 triệu (40%)"
_DASH_FOR_XU = re.compile(r"(?<=[0-9])[.,]-+(?= ?(?:dong|vnd|d|₫))")
_SHARE = re.compile(r"(?<=[0-9a-z₫]) ?\( ?(?:dat |bang )?[0-9]{1,3}(?:[.,][0-9]{1,2})? ?%[^()0-9]*\)$")
_DASHES = str.maketrans("−–—‐‑‒", "------")
_NONE = re.compile(r"[-–—−_.…/ ]*")
_SEPARATORS = re.compile(r"\s*[;+\n(]\s*|,\s+|\s+và\s+|\s*\)\s*")
_TOTAL = frozenset({"tong", "tong so", "tong cong", "tong kinh phi", "cong"})
_GIVEN = re.compile(r"(?:du toan |kinh phi |kp |von )?(?:duoc )?(?:giao|dau nam|ban dau)(?: dau nam| dot \d| lan \d)?")
_CHANGE = re.compile(
    r"(?:(?:du toan|kinh phi|kp|von|cap|giao) )*(?:bo sung|dieu chinh)(?: tang| giam)?(?: trong nam)?(?: (?:dot|lan) \d)?"
)
_ANY_DIGIT = re.compile("[0-9０-９]")
_LONGEST_PARTS = 200
_BIGGEST = 10**18
_THREE_DIGITS = range(100, 1000)
# What is asked about where the cell names no unit: đồng below a thousand, and a hundred billion in a column of thousands or more,
# which is rather an amount in đồng typed in full.
_SMALLEST, _LARGEST = 1000, 10**11
_FLOAT_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Money:
    """`vnd` keeps the literal reading even where `problem` is set, so that the message can show it; `parts`: label and đồng."""

    vnd: int | None = None
    mode: str | None = None
    problem: Problem | None = None
    is_approximate: bool = False
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def is_nothing(self) -> bool:
        """True for words or signs that state no amount."""
        return self.vnd is None and self.problem is None


@dataclass(frozen=True, slots=True)
class _Term:
    """A numeral and its unit in đồng; `unit` is None where the cell names none; "1E+08" has lost its further digits."""

    numeral: Numeral
    unit: int | None
    is_rounded: bool = False


_NOT_A_NUMBER = Money(problem="amount_not_a_number")


@lru_cache(maxsize=1 << 16)
def read_money(text: str, kind: str, scale: int | None, lists: WordLists) -> Money:
    """`kind` is the cell kind (`s` text, `n` number, …), `scale` the đồng per unit of the column (None is read as 1).

    A plain 250 in a column of đồng is asked about: it is what an English Excel makes of 250.000.

    >>> read_money("318,5", "s", 1_000_000, word_lists).vnd
    318500000
    >>> [read_money(text, "s", 1, word_lists).vnd for text in ("95,4 triệu", "150.000.000,- đồng", "1 tỷ 200", "160 triệu (40%)")]
    [95400000, 150000000, 1200000000, 160000000]
    >>> read_money("Lồng ghép", "s", 1, word_lists).mode
    'long_ghep'
    >>> read_money("250", "n", 1, word_lists).problem
    'amount_scale_suspect'
    >>> read_money("NS tỉnh: 300tr; XHH: 100tr", "s", 1, word_lists).parts
    (('NS tỉnh', 300000000), ('XHH', 100000000))
    >>> read_money("Dự toán giao: 200tr; Điều chỉnh giảm: 50tr", "s", 1, word_lists).vnd
    150000000
    """
    scale = scale or 1
    if kind == "n":
        return _read_number_cell(text, scale)
    if kind not in ("s", ""):
        return Money() if not text.strip() else _NOT_A_NUMBER
    repaired = _OLD_DONG.sub("đ", repair_encoding(text)[0])
    if (no_amount := _read_no_amount(clean_text(repaired), lists)) is not None:
        return no_amount
    if not _ANY_DIGIT.search(repaired):
        return _NOT_A_NUMBER
    return _read_single(plain_text(repaired), scale) or _read_parts(repaired, scale, lists) or _NOT_A_NUMBER


def _read_number_cell(text: str, scale: int) -> Money:
    """A number cell: 15 digits are what Excel itself holds to, the rest is noise of binary arithmetic."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return _NOT_A_NUMBER
    if not value.is_finite() or value.adjusted() > 18:
        return _NOT_A_NUMBER
    return _term_amount(_Term(Numeral(round(value, _FLOAT_DIGITS - 1 - value.adjusted())), None), scale)


def _read_no_amount(text: str, lists: WordLists) -> Money | None:
    """A text that states no amount; blank and dashes have no mode."""
    if _NONE.fullmatch(text):
        return Money()
    word = word_key(text)
    if word in lists.amount_modes:
        return Money(mode=lists.amount_modes[word] or None)
    if any(char.isdigit() for char in word):
        return None
    modes = (mode for start, mode in lists.amount_starts.items() if word == start or word.startswith(start + " "))
    return next((Money(mode=mode) for mode in modes), None)


def _read_single(text: str, scale: int) -> Money | None:
    """One amount in plain text, signs and remarks around it included; None when it is something else."""
    text = _END.sub("", _SHARE.sub("", _DASH_FOR_XU.sub("", _IN_WORDS.sub("", text.translate(_DASHES))))).lstrip("'’")
    core = _ESTIMATE.sub("", text)
    bare = _ABOUT.sub("", core, count=1) if _ABOUT.match(core) else core
    unsigned, is_negative = _split_sign(bare)
    amount = _read_sum(_CURRENCY_FIRST.sub("", unsigned, count=1), scale)
    if amount is None:
        return None
    if is_negative and amount.vnd:
        amount = replace(amount, vnd=-amount.vnd, problem="negative_amount")
    return replace(amount, is_approximate=amount.is_approximate or bare != text)


def _split_sign(text: str) -> tuple[str, bool]:
    """The amount without its sign, and whether it is below zero: accountants put brackets around what is, or the minus behind it.

    >>> _split_sign("(5.000.000)")
    ('5.000.000', True)
    >>> _split_sign("5.000.000-")
    ('5.000.000', True)
    """
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), True
    stripped = text.removeprefix("-").removesuffix("-").strip()
    return stripped, stripped != text


def _read_sum(text: str, scale: int) -> Money | None:
    """ "1 tỷ 200 triệu": terms of falling units add up; one term stands alone."""
    terms = _complete_last(list(_split_terms(text)))
    if len(terms) == 1 and terms[0] is not None:
        return replace(_term_amount(terms[0], scale), is_approximate=terms[0].is_rounded)
    units = [term.unit or 0 for term in terms if term is not None]
    if not terms or len(units) < len(terms) or 0 in units or sorted(set(units), reverse=True) != units:
        return None
    return Money(vnd=sum(_term_amount(term, scale).vnd or 0 for term in terms if term is not None))


def _complete_last(terms: list[_Term | None]) -> list[_Term | None]:
    """ "1 tỷ 200" is 1 tỷ 200 triệu: three digits behind a unit count in the thousandth of it; "1 tỷ 2" is left to be asked about."""
    *before, last = terms or [None]
    unit = before[-1].unit if before and before[-1] else None
    if last is None or last.unit is not None or unit not in (10**9, 10**6) or last.numeral.value not in _THREE_DIGITS:
        return terms
    return [*before, replace(last, unit=unit // 1000)]


def _split_terms(text: str) -> Iterator[_Term | None]:
    """The terms that make up the whole text; None marks text that is no amount."""
    position = 0
    while position < len(text):
        match = _TERM.match(text, position)
        if match is None or match.end() == position:
            yield None
            return
        is_scientific = "e" in match[1]
        numeral = Numeral(read_scientific(match[1])) if is_scientific else read_numeral(match[1])
        unit = _UNITS[match[2] or ""] if match[2] or match[3] else None
        yield _Term(numeral, unit, is_scientific) if numeral else None
        position = match.end()
        while position < len(text) and text[position] == " ":
            position += 1


def _term_amount(term: _Term, scale: int) -> Money:
    unit = term.unit or scale
    value, is_doubtful = _term_value(term, unit)
    if abs(value * unit) >= _BIGGEST:
        return _NOT_A_NUMBER
    vnd = int((value * unit).to_integral_value(ROUND_HALF_EVEN))
    is_unlikely = term.unit is None and (0 < vnd < _SMALLEST if unit == 1 else vnd >= _LARGEST)
    is_broken = unit < _SMALLEST and vnd != value * unit
    if value < 0:
        return Money(vnd, problem="negative_amount")
    return Money(vnd, problem="amount_scale_suspect" if is_doubtful or is_unlikely or is_broken else None)


def _term_value(term: _Term, unit: int) -> tuple[Decimal, bool]:
    """The value, and whether it is doubtful.

    đồng have no decimals, so "250,000" đồng is 250000, and "100.000,000" is a slip. In larger units the law decides; "1,234" in a column
    of triệu is doubtful, because a machine set to English writes 1234 that way; "1,234 tỷ" with its Vietnamese unit is not.
    """
    numeral = term.numeral
    if numeral.other is None:
        return numeral.value, False
    if unit == 1:
        return (numeral.value, True) if numeral.is_mixed else (max(numeral.value, numeral.other), False)
    is_comma = numeral.value < numeral.other and not numeral.is_mixed
    return numeral.value, is_comma and term.unit is None


def _read_parts(text: str, scale: int, lists: WordLists) -> Money | None:
    """ "NS tỉnh: 300tr; XHH: 100tr": every label must be a known source of funds or part of a budget, so that no "đã chi: 100tr" is
    added by mistake.

    An amount without a label, or labelled "Tổng", is the total that the parts must not exceed. What was added or cut never stands alone.
    """
    if len(text) > _LONGEST_PARTS:
        return None
    split = [piece for piece in _SEPARATORS.split(text) if piece.strip()]
    if len(split) == 2 and word_key(clean_text(split[1])) in lists.fund_sources:
        split = [f"{split[1]}: {split[0]}"]
    pieces = [_read_labelled(piece, scale, lists) for piece in split]
    amounts = [piece for piece in pieces if piece is not None]
    totals = [amount for label, amount in amounts if label is None]
    parts = [(label, amount) for label, amount in amounts if label is not None]
    if len(amounts) < len(pieces) or len(totals) > 1 or not parts or not _are_parts([label for label, _ in parts]):
        return None
    parts_vnd = sum(amount.vnd or 0 for _, amount in parts)
    total_vnd = totals[0].vnd or 0 if totals else parts_vnd
    problems = [amount.problem for _, amount in amounts if amount.problem]
    if parts_vnd > total_vnd:
        return None
    return Money(
        vnd=total_vnd,
        problem="negative_amount" if total_vnd < 0 else problems[0] if problems else None,
        is_approximate=any(amount.is_approximate for _, amount in amounts),
        parts=tuple((label, amount.vnd or 0) for label, amount in parts),
    )


def _read_labelled(piece: str, scale: int, lists: WordLists) -> tuple[str | None, Money] | None:
    """Label and amount in either order; the label is None for a total."""
    if amount := _read_single(plain_text(piece), scale):
        return None, amount
    words = clean_text(piece).replace(":", ": ").split()
    for cut in range(1, len(words)):
        head, tail = " ".join(words[:cut]), " ".join(words[cut:])
        for label, rest in ((head, tail), (tail, head)):
            name = clean_text(re.sub(r"(?i)^\s*trong đó\b|[:=()-]+\s*$|^\s*-", "", label))
            is_total = fold_text(name) in _TOTAL or not name
            is_known = is_total or word_key(name) in lists.fund_sources or _is_part_of_budget(name, label)
            if is_known and (amount := _read_single(plain_text(rest), scale)):
                return (None if is_total else name), _as_budget_change(name, amount)
    return None


def _is_part_of_budget(name: str, label: str) -> bool:
    """ "Giao đầu năm", "Bổ sung"; "trong đó bổ sung" is in the sum already."""
    if _CHANGE.fullmatch(fold_text(name)):
        return "trong do" not in fold_text(label)
    return _GIVEN.fullmatch(fold_text(name)) is not None


def _as_budget_change(name: str, amount: Money) -> Money:
    """A cut is negative whatever its sign; a change of the budget may be negative."""
    if not _CHANGE.fullmatch(fold_text(name)) or amount.vnd is None:
        return amount
    vnd = -abs(amount.vnd) if fold_text(name).split()[-1] == "giam" or " giam " in fold_text(name) else amount.vnd
    return replace(amount, vnd=vnd, problem=None if amount.problem == "negative_amount" else amount.problem)


def _are_parts(labels: list[str]) -> bool:
    """An addition or cut needs a base to be added to; the given budget is the sum of the sources beside it, not one of them."""
    changes = [bool(_CHANGE.fullmatch(fold_text(label))) for label in labels]
    given = [bool(_GIVEN.fullmatch(fold_text(label))) for label in labels]
    others = len(labels) - sum(changes) - sum(given)
    return not all(changes) and not (any(given) and others)
