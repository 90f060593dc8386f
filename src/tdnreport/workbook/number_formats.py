"""Number formats of Excel (ECMA-376, 18.8.31), which .xls, .ods and saved web pages use too: what a cell shows of the value it holds.

    30000000 under '#,##0,," triệu"'         →  ShownCell("30 triệu", "s")
    50000000 under '#,##0,'                  →  ShownCell("50000", "n", factor=1000)
    1        under '[=1]"Hoàn thành";General' →  ShownCell("Hoàn thành", "s")
    45       under ';;;'                     →  ShownCell("45", "n", doubt="… không hiện ra …")

Digits behind the decimals shown are kept: a format rounds what is seen, not what is meant. Out of scope: fractions, exponents, days.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from tdnreport.vietnamese.text import plain_text
from tdnreport.workbook.model import percent_text

_TOKEN = re.compile(r'"([^"]*)"?|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[([^\]]*)\]|([Gg]eneral)|(.)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
_COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_DECIMALS = re.compile(r"\.([0#?]+)")
_SCALE = re.compile(r"[0#?](,+)(?![0#?,])")
_DIGIT = re.compile(r"[0#?]|[Gg]eneral")
_PLACE = re.compile(rf"{_DIGIT.pattern}|@")
_BARE_SIGNS = frozenset("$€£¥₫")
_TIME = re.compile(r"[dmyhs]", re.IGNORECASE)
_BRACKETED_TIME = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_MONEY_UNIT = re.compile(r"(?:nghin|ngan|trieu|tr|ty|ti)(?![a-z])")
_FOREIGN = re.compile(
    r"[$€£¥₩฿₭]|\b(?:usd|eur|gbp|jpy|cny|rmb|krw|thb|lak|kip|chf|aud|cad|sgd|hkd|twd|rub|do la|dola|euro|nhan dan te)\b"
)
_NOT_SEEN = "Định dạng “{code}” làm số hoặc chữ trong ô không hiện ra; người xem thấy ô trống."
_OTHER_CURRENCY = "Định dạng của ô ghi loại tiền “{currency}”, không phải đồng."


@dataclass(frozen=True, slots=True)
class ShownCell:
    """Text and kind of a cell as it is shown; `factor`: shown is held ÷ factor, without a word for it; `doubt`: a sentence."""

    text: str
    kind: str
    factor: int = 1
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format between semicolons: `code` without literals, the literals before and behind the number."""

    code: str
    before: str
    after: str
    condition: tuple[str, Decimal] | None
    is_blank: bool

    @property
    def literals(self) -> str:
        return f"{self.before} {self.after}".strip()

    @property
    def has_number(self) -> bool:
        return _DIGIT.search(self.code) is not None or _TIME.search(self.code) is not None

    @property
    def currency(self) -> str:
        found = _FOREIGN.search(plain_text(self.literals))
        return self.literals if found else ""

    @property
    def money_unit(self) -> str:
        return self.after.strip() if _MONEY_UNIT.match(plain_text(self.after)) else ""

    @property
    def factor(self) -> int:
        found = _SCALE.search(self.code)
        return 1000 ** len(found[1]) if found else 1

    @property
    def is_plain(self) -> bool:
        """Whether the number means the same without this format; dashes for nothing are plain."""
        literals = self.literals
        is_told = any(map(str.isdigit, literals)) or self.currency or self.money_unit
        is_worded = not self.has_number and any(map(str.isalnum, literals))
        return not (is_told or is_worded or self.is_blank or self.factor > 1)


@lru_cache(maxsize=1 << 12)
def _split_sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[re.Match[str]] = []
    for match in _TOKEN.finditer(code):
        if match[6] == ";":
            sections.append(_read_section(tokens))
            tokens = []
        else:
            tokens.append(match)
    return (*sections, _read_section(tokens))


def _read_section(tokens: list[re.Match[str]]) -> _Section:
    code = before = after = ""
    condition = None
    for quoted, escaped, currency, bracketed, general, char in (token.groups() for token in tokens):
        literal = quoted or escaped or currency or (char if char and char in _BARE_SIGNS else "")
        if literal and _PLACE.search(code):
            after += literal
        elif literal:
            before += literal
        elif bracketed and (found := _CONDITION.fullmatch(bracketed)):
            condition = found[1], Decimal(found[2])
        elif bracketed and _BRACKETED_TIME.fullmatch(f"[{bracketed}]"):
            code += bracketed
        else:
            code += general or char or ""
    return _Section(
        code, before, after, condition, is_blank=not tokens or not (code.strip() or (before + after).strip())
    )


def without_literals(code: str) -> str:
    """A number format without quoted text, escapes, fill characters, currencies and conditions.

    >>> without_literals('[Red]#,##0" triệu"')
    '#,##0'
    """
    return ";".join(section.code for section in _split_sections(code))


def is_percent(code: str) -> bool:
    """Whether a format shows a hundredth as 1%; one that only writes the sign behind the number does not.

    >>> is_percent('0.0%'), is_percent('0"%"')
    (True, False)
    """
    return "%" in without_literals(code)


@lru_cache(maxsize=1 << 12)
def is_moment(code: str) -> bool:
    """Whether a format shows a day or a time.

    >>> is_moment("dd/mm/yyyy"), is_moment('#,##0" đ"'), is_moment("[h]:mm")
    (True, False, True)
    """
    return _TIME.search(_split_sections(code)[0].code) is not None


@lru_cache(maxsize=1 << 12)
def is_plain_format(code: str) -> bool:
    """Whether cells of this format mean what they hold: no scale, no unit, no words, nothing hidden.

    >>> [is_plain_format(code) for code in ("#,##0", "0.0%", "#,##0,", ";;;", '#,##0" lớp"', '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-')]
    [True, True, False, False, True, True]
    """
    if not code:
        return True
    sections = _split_sections(code)
    return is_plain_for_texts(code) and all(
        section.is_plain or (index == 2 and section.is_blank) for index, section in enumerate(sections[:3])
    )


@lru_cache(maxsize=1 << 12)
def is_plain_for_texts(code: str) -> bool:
    """Whether a text under this format is shown as it is.

    >>> is_plain_for_texts('0;-0;0;@'), is_plain_for_texts(";;;")
    (True, False)
    """
    section = _text_section(code)
    return section is None or ("@" in section.code and not any(map(str.isalnum, section.literals)))


def _text_section(code: str) -> _Section | None:
    sections = _split_sections(code)
    return sections[3] if len(sections) > 3 else sections[-1] if "@" in sections[-1].code else None


def show_text(text: str, code: str) -> ShownCell:
    """What a cell with a text shows.

    >>> show_text("50", '0;-0;0;@" triệu"').text
    '50 triệu'
    """
    section = _text_section(code)
    if section is None or "@" in section.code:
        return ShownCell(f"{section.before}{text}{section.after}" if section else text, "s")
    if section.literals and any(map(str.isalnum, section.literals)):
        return ShownCell(section.literals, "s")
    return ShownCell(text, "s", doubt=_NOT_SEEN.format(code=code))


def show_number(number: str, code: str) -> ShownCell:
    """What a cell with a number shows; `number` is written as in the workbook model.

    >>> show_number("20500000", '0.0,," triệu"')
    ShownCell(text='20,5 triệu', kind='s', factor=1, doubt='')
    >>> show_number("5000", "[$$-409]#,##0").doubt
    'Định dạng của ô ghi loại tiền “$”, không phải đồng.'
    >>> show_number("2", '0"/5"').text
    '2/5'
    """
    if not code:
        return ShownCell(number, "n")
    try:
        value = Decimal(number)
        section = _pick_section(_split_sections(code), value)
    except (InvalidOperation, ArithmeticError):
        return ShownCell(number, "n")
    if section is None or section.is_plain or (section.is_blank and not value and not _hides_all(code)):
        is_hundredth = section is not None and "%" in section.code
        return ShownCell(percent_text(number), "p") if is_hundredth else ShownCell(number, "n")
    if section.is_blank or not (section.has_number or section.literals):
        return ShownCell(number, "n", doubt=_NOT_SEEN.format(code=code))
    if section.currency:
        return ShownCell(number, "n", doubt=_OTHER_CURRENCY.format(currency=section.currency))
    return ShownCell(section.literals, "s") if not section.has_number else _show_scaled(value, section)


def _hides_all(code: str) -> bool:
    return all(section.is_blank for section in _split_sections(code)[:3])


def _show_scaled(value: Decimal, section: _Section) -> ShownCell:
    number = f"{(value / section.factor).normalize():f}"
    if any(map(str.isdigit, section.literals)):
        decimals = _DECIMALS.search(section.code)
        rounded = round(value / section.factor, len(decimals[1]) if decimals else 0)
        return ShownCell(f"{section.before}{f'{rounded:f}'.replace('.', ',')}{section.after}", "s")
    if section.money_unit:
        return ShownCell(append_unit(number, section.money_unit), "s")
    return ShownCell(number, "n", factor=section.factor)


def append_unit(number: str, unit: str) -> str:
    """What the cell shows.

    >>> append_unit("120.5", "triệu đồng")
    '120,5 triệu đồng'
    """
    return f"{number.replace('.', ',')} {unit}"


def _pick_section(sections: tuple[_Section, ...], value: Decimal) -> _Section | None:
    """The part of a format that a number falls under; None where it stands as it is."""
    numbers = sections[:3]
    if len(sections) == 1 and "@" in sections[0].code:
        return None
    if any(section.condition for section in numbers):
        for index, section in enumerate(numbers):
            mark, bound = section.condition or ("<" if index == 1 and len(numbers) > 2 else "<>", Decimal(0))
            if (section.condition is None and mark == "<>") or _COMPARE[mark](value, bound):
                return section
        return numbers[-1]
    if value > 0 or len(numbers) == 1:
        return numbers[0]
    if value < 0:
        return numbers[1]
    return numbers[2] if len(numbers) > 2 else numbers[0]
