"""The cells of a worksheet written the way Excel, LibreOffice and most programs write it, taken from the XML in one pass.

    <row r="6"><c r="A6"><v>1</v></c><c r="B6" t="s"><v>11</v></c><c r="D6" s="2"><v>0.75</v></c></row>
    → Line(6, ["1", "Quảng bá …", "", "75%"], "ns p"), with its marks, in less time than any parser needs

The cells found must be all there are: one that is written otherwise (a prefix, no reference, a time of day, a day before
March 1900) and the sheet is `NotPlain`, left to a full parser. Out of scope: what is not a cell (`marks`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from html import unescape
from itertools import accumulate, pairwise
from operator import getitem

from tdnreport.reader.guard import column_number
from tdnreport.reader.marks import Marks, hidden_rows
from tdnreport.reader.sheets import Line, number_text, percent_text, without_end
from tdnreport.reader.styles import Styles, attributes

Found = Sequence[tuple[str, str, str, str, str]]
"""Letters and row of each cell, its other attributes, its value, or what it holds instead of a bare value."""

_CELL = re.compile(
    r'<c r="([A-Z]{1,3})(\d{1,7})"((?: \w+="[^"<>]*")*)(?: ?/>|>(?:<v>([^<]*)</v>|(<.*?))?</c>)', re.DOTALL
)
_FORMULA = re.compile(r"(?:<f(?: [^>]*)?(?:/>|>([^<]*)</f>))?(?:<v(?: [^>]*)?(?:/>|>([^<]*)</v>))?")
_BEFORE_TEXT, _AFTER_TEXT, _TAGS_OF_TEXT = "<si><t>", "</t></si>", 4
_TEXT = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")
_PHONETIC = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_|&#(?:1[2-5]\d|[xX]0*[89][0-9A-Fa-f]);")
"""Excel's own escapes, and the characters 128–159, which HTML reads otherwise than XML."""
_DECLARATION = re.compile(rb"\s*(?:<\?xml[^>]*>)?\s*")
_OTHER_ENCODING = re.compile(rb"\s*<\?xml[^>]*encoding=[\"'](?!(?i:utf-8))")
_SAFE_DIGITS = 16
_MOST_BYTES = 16 << 20
_WIDEST_GAP = 256
_BLANK = {"": ""}
_LONGEST_REMEMBERED, _MOST_REMEMBERED = 32, 1 << 14
_FIRST_COLUMNS = list(range(1, 1 << 8))
_DAY_ZERO, _SAFE_DAYS = date(1899, 12, 30), range(61, 2_958_466)


class NotPlain(Exception):
    """Left to a full parser."""


def plain_strings(xml: bytes) -> list[str]:
    """Shared texts; runs of one text are joined, reading aids for Asian scripts left out. Raises `NotPlain`."""
    text = _decoded(xml)
    start, end = text.find(_BEFORE_TEXT), text.rfind(_AFTER_TEXT)
    found = text[start + len(_BEFORE_TEXT) : end].split(_AFTER_TEXT + _BEFORE_TEXT) if 0 <= start < end else []
    if len(found) != text.count("<si") or text.count("<", start, end) != _TAGS_OF_TEXT * len(found) - 2:
        pieces = text.replace("<si/>", "<si></si>").split("</si>")[:-1]
        found = ["".join(_TEXT.findall(_PHONETIC.sub("", piece))) for piece in pieces]
    return [unescape(one) for one in found] if "&" in text else found


def plain_lines(xml: bytes, strings: Sequence[str], styles: Styles) -> tuple[list[Line], Marks]:
    """Filled lines and what stands beside their values. Raises `NotPlain`."""
    text = _decoded(xml)
    found = _CELL.findall(text)
    if len(found) != text.count("<c ") + text.count("<c>") or "<sheetData" not in text or ":c " in text:
        raise NotPlain
    try:
        lines = _lines(found, strings, styles)
    except (ValueError, LookupError, OverflowError) as error:
        raise NotPlain from error
    marks = Marks(hidden_rows=hidden_rows(xml))
    if styles.struck or styles.colours:
        _mark(found, styles, marks)
    return lines, marks


def _decoded(xml: bytes) -> str:
    """Everything after the declaration; text whose characters a parser would change is not plain."""
    start = _DECLARATION.match(xml)
    try:
        text = xml[start.end() if start else 0 :].decode()
    except UnicodeDecodeError as error:
        raise NotPlain from error
    if (
        len(xml) > _MOST_BYTES
        or _OTHER_ENCODING.match(xml)
        or "\r" in text
        or "<!" in text
        or "<c\n" in text
        or "<c\t" in text
        or "<si " in text
        or (("_x" in text or "&#" in text) and _ESCAPE.search(text))
    ):
        raise NotPlain
    return text


def _lines(found: Found, strings: Sequence[str], styles: Styles) -> list[Line]:
    """Every step is one pass of the interpreter's own over all cells of the sheet: no Python code runs for a usual cell."""
    filled = [one for one in found if one[3] or one[4]]
    if not filled:
        return []
    columns, rows, abouts, values, others = zip(*filled, strict=True)
    at_columns, at_rows = list(map(_column, columns)), list(map(int, rows))
    kinds = _Kinds(styles)
    letters = list(map(kinds.__getitem__, abouts))
    readers: dict[str, Mapping[str, str]] = _READERS | {"s": dict(zip(map(str, range(len(strings))), strings), **_BLANK)}
    texts = list(map(getitem, map(readers.__getitem__, letters), values))
    for at, other in enumerate(others) if any(others) else ():
        if other:
            letters[at], texts[at] = _other(letters[at], other)
    if "" in texts:
        letters = [kind if text else " " for kind, text in zip(letters, texts, strict=True)]
    if at_rows != sorted(at_rows):
        raise NotPlain
    kinds_of_all = "".join(letters).replace("t", "s")
    ends = list(accumulate(Counter(at_rows).values(), initial=0))
    lines = [
        _line(at_rows[start], at_columns[start:end], texts[start:end], kinds_of_all[start:end])
        for start, end in pairwise(ends)
    ]
    return [line if line.cells[-1] else without_end(line) for line in lines if any(line.cells)]


def _line(row_no: int, columns: list[int], texts: list[str], kinds: str) -> Line:
    """Cells of a row go from left to right; blanks stand between them where columns are missing."""
    if columns == _FIRST_COLUMNS[: len(columns)]:
        return Line(row_no, texts, kinds)
    at = 0
    for column in columns:
        if blanks := column - at - 1:
            if not 0 < blanks <= _WIDEST_GAP:
                raise NotPlain
            texts[at:at] = [""] * blanks
            kinds = kinds[:at] + " " * blanks + kinds[at:]
        at = column
    return Line(row_no, texts, kinds)


def _other(kind: str, xml: str) -> tuple[str, str]:
    """Kind and text of a cell with a formula or a text of its own; a formula without a result shows itself."""
    if xml.startswith("<is>"):
        return "t", unescape("".join(_TEXT.findall(_PHONETIC.sub("", xml))))
    match = _FORMULA.fullmatch(xml)
    if not match or kind == "s":
        raise NotPlain
    formula, value = match.groups()
    if value:
        return kind, _READERS[kind][value]
    if kind == "e":
        return kind, "#N/A"
    is_formula = xml.startswith("<f") and kind in _NUMBERS
    return "e", "=" + unescape(formula or "") if is_formula else ""


class _Kinds(dict[str, str]):
    """Attributes of a cell → `s` shared text, `t` text, `b` logical, `e` error, `n p d` number, percent and day, `i` text inside."""

    def __init__(self, styles: Styles) -> None:
        super().__init__({"": "n", ' t="s"': "s", ' t="str"': "t"})
        self.styles = styles

    def __missing__(self, about: str) -> str:
        found = attributes(about.encode())
        kind = _TYPES.get(found.get("t", "n"), "?")
        if kind == "n" and "s" in found and self.styles.kinds:
            kind = self.styles.kinds[int(found["s"])]
        self[about] = kind
        return kind


class _Texts(dict[str, str]):
    """Value of a cell in the XML → its text, remembered: the same numbers come again and again."""

    def __init__(self, reader: Callable[[str], str]) -> None:
        super().__init__(_BLANK)
        self.reader = reader

    def __missing__(self, value: str) -> str:
        text = self.reader(value)
        if len(value) <= _LONGEST_REMEMBERED:
            if len(self) > _MOST_REMEMBERED:
                self.clear()
                self.update(_BLANK)
            self[value] = text
        return text


def _mark(found: Found, styles: Styles, marks: Marks) -> None:
    """Rows struck through as a whole, and coloured cells."""
    kept: set[int] = set()
    struck: set[int] = set()
    for column, at, about, value, other in found:
        if value or other:
            style = attributes(about.encode()).get("s", "") if about else ""
            (struck if style in styles.struck else kept).add(int(at))
            if style in styles.colours:
                marks.coloured[int(at), _column(column)] = styles.colours[style]
    marks.struck_rows = struck - kept


@lru_cache(maxsize=1 << 14)
def _column(letters: str) -> int:
    return column_number(letters)


def _number(value: str) -> str:
    """Whole numbers, most of what a report holds, stand as they are."""
    if value.isdecimal() and len(value) < _SAFE_DIGITS and value[0] != "0":
        return value
    if "_" in value:
        raise NotPlain
    return number_text(float(value))


def _percent(value: str) -> str:
    return percent_text(_number(value))


def _day(value: str) -> str:
    """A whole day; times of day are rare and left to the full parser."""
    days = float(value)
    if not days.is_integer() or int(days) not in _SAFE_DAYS:
        raise NotPlain
    return (_DAY_ZERO + timedelta(int(days))).isoformat()


def _unknown(_: str) -> str:
    raise NotPlain


_TYPES = {"n": "n", "s": "s", "str": "t", "b": "b", "e": "e", "inlineStr": "i"}
_NUMBERS = frozenset("npd?")
_READERS: dict[str, Mapping[str, str]] = {
    kind: _Texts(reader)
    for kind, reader in {
        "n": _number,
        "p": _percent,
        "d": _day,
        "t": unescape,
        "e": unescape,
        "b": lambda value: "TRUE" if value == "1" else "FALSE",
        "i": _unknown,
        "?": _unknown,
    }.items()
}
