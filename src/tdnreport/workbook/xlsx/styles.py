"""Cell styles of an .xlsx: which show a percent, a date or a unit of money, which strike their text through, which colour it.

    <xf numFmtId="9" fontId="3" …/>  →  kinds[7] = "p", "7" in struck when font 3 has <strike/>

Built-in formats 14–22, 45 and 47 are dates (ECMA-376, 18.8.30). Out of scope: conditional formats, theme colours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from tdnreport.workbook.cell_formats import RED, YELLOW, unit_in_format, without_literals

Attributes = dict[str, str]

_PERCENTS = {9, 10}
_DATES = {*range(14, 23), 45, 47}
_OTHERS = {*range(5, 9), *range(27, 37), *range(41, 45), 46, *range(50, 59)}
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NUMBER_CODE = re.compile(r"[0#?.,%()+ /;@Ee-]*|[Gg]eneral")
_DATE_CODE = re.compile(r"[dmyDMY/., ;@-]*[dyDY][dmyDMY/., ;@-]*")
_SECTION = rb"<(?:\w+:)?%s\b.*?</(?:\w+:)?%s>"
_ITEM = rb"<(?:\w+:)?%s\b[^>]*?(?:/>|>.*?</(?:\w+:)?%s>)"
STRIKE = re.compile(rb"<(?:\w+:)?strike(?:\s+val\s*=\s*[\"'](?:1|true)[\"'])?\s*/>")
_RED = re.compile(rb"<(?:\w+:)?color\s[^>]*?(?:rgb=\"(?:FF)?[C-F][0-9A-F][0-3][0-9A-F][0-3][0-9A-F]\"|indexed=\"10\")")
_YELLOW = re.compile(rb"<(?:\w+:)?fgColor\s[^>]*?(?:rgb=\"(?:FF)?F[0-9A-F]F[0-9A-F][0-9][0-9A-F]\"|indexed=\"13\")")


@dataclass(frozen=True, slots=True)
class Styles:
    """By the number of the style, as text: `kinds` is `p`, `d`, `n`, or `?` for what only a full parser can tell.

    `units`: thousands, millions or billions that a number format writes behind the number, in words.
    """

    percent: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    colours: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def marked(self) -> frozenset[str]:
        return self.percent | self.struck | self.colours.keys() | self.units.keys()


def parse_attributes(tag: bytes) -> Attributes:
    """Attributes of a tag by name without prefix.

    >>> parse_attributes(b'<xf numFmtId="9" fontId="3"/>')
    {'numFmtId': '9', 'fontId': '3'}
    """
    matches = _ATTRIBUTE.findall(tag)
    return {
        name.rpartition(b":")[2].decode(): unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in matches
    }


def iterate_elements(xml: bytes, name: str) -> Iterator[Attributes]:
    for match in re.finditer(rb"<(?:\w+:)?" + name.encode() + rb"\s([^>]*)>", xml):
        yield parse_attributes(match[1])


@lru_cache(maxsize=256)
def read_styles(xml: bytes) -> Styles:
    """Cached, because files of one program have the same styles."""
    formats = {
        int(number_format["numFmtId"]): number_format.get("formatCode", "")
        for number_format in iterate_elements(xml, "numFmt")
    }
    fonts, fills = list(_section_items(xml, b"fonts", b"font")), list(_section_items(xml, b"fills", b"fill"))
    struck = {str(i) for i, font in enumerate(fonts) if STRIKE.search(font)}
    red = {str(i) for i, font in enumerate(fonts) if _RED.search(font)}
    yellow = {str(i) for i, fill in enumerate(fills) if _YELLOW.search(fill)}
    cells = [style for section in _find_section(xml, b"cellXfs") for style in iterate_elements(section, "xf")]
    kinds = [_format_kind(int(style.get("numFmtId", 0)), formats) for style in cells]
    numbered = [(str(i), style) for i, style in enumerate(cells)]
    return Styles(
        percent=frozenset(str(i) for i, kind in enumerate(kinds) if kind == "p"),
        struck=frozenset(i for i, style in numbered if style.get("fontId") in struck),
        colours={i: YELLOW for i, style in numbered if style.get("fillId") in yellow}
        | {i: RED for i, style in numbered if style.get("fontId") in red},
        kinds=tuple(kinds),
        units={
            i: unit for i, style in numbered if (unit := unit_in_format(formats.get(int(style.get("numFmtId", 0)), "")))
        },
    )


def _find_section(xml: bytes, name: bytes) -> Sequence[bytes]:
    return re.findall(_SECTION % (name, name), xml, re.DOTALL)[:1]


def _section_items(xml: bytes, section: bytes, name: bytes) -> Iterator[bytes]:
    for section_xml in _find_section(xml, section):
        yield from re.findall(_ITEM % (name, name), section_xml, re.DOTALL)


def _format_kind(number: int, formats: Mapping[int, str]) -> str:
    if number not in formats:
        return "p" if number in _PERCENTS else "d" if number in _DATES else "?" if number in _OTHERS else "n"
    if unit_in_format(formats[number]):
        return "?"
    code = without_literals(formats[number])
    if "%" in code:
        return "p"
    if _NUMBER_CODE.fullmatch(code):
        return "n"
    return "d" if _DATE_CODE.fullmatch(code) else "?"
