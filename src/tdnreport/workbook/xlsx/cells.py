"""What a cell of a plain worksheet holds: the kind that its attributes tell, the text of its value.

    ' s="2"' with style 2 a percent   →   "p";   READERS["p"]["0.75"]   →   "75%"

A kind is a letter: `s` shared text, `t` text, `b` logical, `e` error, `n p d` number, percent and day. Out of scope: rows (`plain_xlsx`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from html import unescape

from tdnreport.workbook.model import number_text, percent_text
from tdnreport.workbook.xlsx.styles import Styles, parse_attributes

_FORMULA = re.compile(r"(?:<f(?: [^>]*)?(?:/>|>[^<]*</f>))?(?:<v(?: [^>]*)?(?:/>|>([^<]*)</v>))?")
_TEXT = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")
_PHONETIC = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
_SAFE_DIGITS = 16
BLANK = {"": ""}
SIGN_FONT = "dings"
"""In the name of every font of signs but one, which nobody uses for a part of a cell."""
_LONGEST_REMEMBERED, _MOST_REMEMBERED = 32, 1 << 14
_DAY_ZERO, _SAFE_DAYS = date(1899, 12, 30), range(61, 2_958_466)


class NotPlain(Exception):
    """The XML is not in the plain form; a full parser must read it."""


def joined_runs(xml: str) -> str:
    """The texts of all runs; reading aids for Asian scripts left out.

    >>> joined_runs("<r><t>Ấn </t></r><r><t>phẩm</t></r>")
    'Ấn phẩm'
    """
    return "".join(_TEXT.findall(_PHONETIC.sub("", xml)))


def read_formula_cell(kind: str, xml: str) -> tuple[str, str]:
    """Kind and text of a cell with a formula or an inline text; a formula without a result is shown as itself."""
    if xml.startswith("<is>"):
        if kind == "?" or SIGN_FONT in xml:
            raise NotPlain
        return "t", unescape(joined_runs(xml))
    match = _FORMULA.fullmatch(xml)
    if not match or kind == "s":
        raise NotPlain
    if value := match[1]:
        return kind, READERS[kind][value]
    if kind == "e":
        return kind, "#N/A"
    if xml.startswith("<f") and kind in _NUMBERS:  # never calculated: the full parser says so
        raise NotPlain
    return "e", ""


class KindByAttributes(dict[str, str]):
    """Attributes of a cell → `s` shared text, `t` text, `b` logical, `e` error, `n p d` number, percent and day, `i` text inside."""

    def __init__(self, styles: Styles) -> None:
        super().__init__({"": "n", ' t="s"': "s", ' t="str"': "t"})
        self.styles = styles

    def __missing__(self, attributes_xml: str) -> str:
        attributes = parse_attributes(attributes_xml.encode())
        kind = _TYPES.get(attributes.get("t", "n"), "?")
        if kind == "n" and "s" in attributes and self.styles.kinds:
            kind = self.styles.kinds[int(attributes["s"])]
        elif attributes.get("s") in self.styles.odd_texts:
            kind = "?"
        self[attributes_xml] = kind
        return kind


class _TextByValue(dict[str, str]):
    """Cache of XML value → text; the same numbers occur again and again."""

    def __init__(self, reader: Callable[[str], str]) -> None:
        super().__init__(BLANK)
        self.reader = reader

    def __missing__(self, value: str) -> str:
        text = self.reader(value)
        if len(value) <= _LONGEST_REMEMBERED:
            if len(self) > _MOST_REMEMBERED:
                self.clear()
                self.update(BLANK)
            self[value] = text
        return text


def _number_text(value: str) -> str:
    """Whole numbers, the most frequent case, stand as they are."""
    if value.isdecimal() and len(value) < _SAFE_DIGITS and value[0] != "0":
        return value
    if "_" in value:
        raise NotPlain
    return number_text(float(value))


def _percent_text(value: str) -> str:
    """A fraction as the percent that the cell shows.

    >>> _percent_text("0.75")
    '75%'
    """
    return percent_text(_number_text(value))


def _day_text(value: str) -> str:
    """A whole day; times of day are rare and left to the full parser."""
    days = float(value)
    if not days.is_integer() or int(days) not in _SAFE_DAYS:
        raise NotPlain
    return (_DAY_ZERO + timedelta(int(days))).isoformat()


def _refuse_value(_: str) -> str:
    raise NotPlain


_TYPES = {"n": "n", "s": "s", "str": "t", "b": "b", "e": "e", "inlineStr": "i"}
_NUMBERS = frozenset("npd?")
READERS: dict[str, Mapping[str, str]] = {
    kind: _TextByValue(reader)
    for kind, reader in {
        "n": _number_text,
        "p": _percent_text,
        "d": _day_text,
        "t": unescape,
        "e": unescape,
        "b": lambda value: "TRUE" if value == "1" else "FALSE",
        "i": _refuse_value,
        "?": _refuse_value,
    }.items()
}
