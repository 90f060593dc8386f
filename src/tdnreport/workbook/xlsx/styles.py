"""Cell styles of an .xlsx: how each shows a number, which strike their text through, colour it, hide it or show it in signs.

    <xf numFmtId="9" fontId="3" …/>  →  kinds[7] = "p", "7" in struck when font 3 has <strike/>

Built-in formats 14–22, 27–36, 45–47 and 50–58 are days and times (ECMA-376, 18.8.30). What is damaged counts as no style: it never
costs a value. Out of scope: conditional formats, theme colours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from tdnreport.workbook.cell_formats import RED, YELLOW, is_sign_font
from tdnreport.workbook.number_formats import is_moment, is_plain_for_texts, is_plain_format, without_literals

Attributes = dict[str, str]

_PERCENTS = {9, 10}
_MOMENTS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_DAYS = {*range(14, 23), 45, 47}
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NUMBER_CODE = re.compile(r"[0#?.,%()+ /;@Ee-]*|[Gg]eneral")
_DATE_CODE = re.compile(r"[dmyDMY/., ;@-]*[dyDY][dmyDMY/., ;@-]*")
_SECTION = rb"<(?:\w+:)?%s\b.*?</(?:\w+:)?%s>"
_ITEM = rb"<(?:\w+:)?%s\b[^>]*?(?:/>|>.*?</(?:\w+:)?%s>)"
STRIKE = re.compile(rb"<(?:\w+:)?strike(?:\s+val\s*=\s*[\"'](?:1|true)[\"'])?\s*/>")
_RED = re.compile(rb"<(?:\w+:)?color\s[^>]*?(?:rgb=\"(?:FF)?[C-F][0-9A-F][0-3][0-9A-F][0-3][0-9A-F]\"|indexed=\"10\")")
_YELLOW = re.compile(rb"<(?:\w+:)?fgColor\s[^>]*?(?:rgb=\"(?:FF)?F[0-9A-F]F[0-9A-F][0-9][0-9A-F]\"|indexed=\"13\")")
_WHITE, _BLACK = "FFFFFF", "000000"
_NAMED = {
    "theme0": _WHITE,
    "theme1": _BLACK,
    "indexed0": _BLACK,
    "indexed1": _WHITE,
    "indexed8": _BLACK,
    "indexed9": _WHITE,
}
_SOLID = re.compile(rb"patternType\s*=\s*[\"']solid")


@dataclass(frozen=True, slots=True)
class Styles:
    """By the number of the style, as text: `kinds` is `p`, `d`, `n`, or `?` for what only a full parser can tell.

    `formats`: number formats that are more than digits, in which a cell may show another value than it holds; `moments`: styles
    of days and times; `unseen`: letters in the colour of their ground; `signs`: fonts that show signs in place of letters;
    `odd_texts`: styles in which even a text is not what it seems.
    """

    struck: frozenset[str] = frozenset()
    colours: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    formats: Mapping[str, str] = field(default_factory=dict)
    moments: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()
    signs: Mapping[str, str] = field(default_factory=dict)
    odd_texts: frozenset[str] = frozenset()

    @property
    def are_marked(self) -> bool:
        """Whether cells of some style must be looked at one by one."""
        return bool(self.struck or self.colours or self.unseen)

    def kind_of(self, style: str) -> str:
        """ "n" for a style that there is not."""
        return self.kinds[int(style)] if style.isdecimal() and int(style) < len(self.kinds) else "n"


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
    codes = {
        _whole_number(number_format.get("numFmtId")): number_format.get("formatCode", "")
        for number_format in iterate_elements(xml, "numFmt")
    }
    fonts, fills = list(_section_items(xml, b"fonts", b"font")), list(_section_items(xml, b"fills", b"fill"))
    struck = {str(i) for i, font in enumerate(fonts) if STRIKE.search(font)}
    red = {str(i) for i, font in enumerate(fonts) if _RED.search(font)}
    yellow = {str(i) for i, fill in enumerate(fills) if _YELLOW.search(fill)}
    cells = [style for section in _find_section(xml, b"cellXfs") for style in iterate_elements(section, "xf")]
    numbered = [(str(i), style) for i, style in enumerate(cells)]
    number_formats = {i: _whole_number(style.get("numFmtId")) for i, style in numbered}
    formats = {i: codes[number] for i, number in number_formats.items() if not is_plain_format(codes.get(number, ""))}
    signs = {i: font for i, style in numbered if (font := _sign_font(fonts, style.get("fontId", "")))}
    return Styles(
        struck=frozenset(i for i, style in numbered if style.get("fontId") in struck),
        colours={i: YELLOW for i, style in numbered if style.get("fillId") in yellow}
        | {i: RED for i, style in numbered if style.get("fontId") in red},
        kinds=tuple(_format_kind(number, codes) for number in number_formats.values()),
        formats=formats,
        moments=frozenset(i for i, number in number_formats.items() if _shows_moment(number, codes)),
        unseen=frozenset(i for i, style in numbered if _is_unseen(style, fonts, fills)),
        signs=signs,
        odd_texts=frozenset(signs).union(i for i, code in formats.items() if not is_plain_for_texts(code)),
    )


def _whole_number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _find_section(xml: bytes, name: bytes) -> Sequence[bytes]:
    return re.findall(_SECTION % (name, name), xml, re.DOTALL)[:1]


def _section_items(xml: bytes, section: bytes, name: bytes) -> Iterator[bytes]:
    for section_xml in _find_section(xml, section):
        yield from re.findall(_ITEM % (name, name), section_xml, re.DOTALL)


def _format_kind(number: int, codes: Mapping[int, str]) -> str:
    if number not in codes:
        return "p" if number in _PERCENTS else "d" if number in _DAYS else "?" if number in _MOMENTS else "n"
    if not is_plain_format(codes[number]):
        return "?"
    code = without_literals(codes[number])
    if "%" in code:
        return "p"
    if _NUMBER_CODE.fullmatch(code):
        return "n"
    return "d" if _DATE_CODE.fullmatch(code) else "?"


def _shows_moment(number: int, codes: Mapping[int, str]) -> bool:
    return is_moment(codes[number]) if number in codes else number in _MOMENTS


def _item(items: Sequence[bytes], number: str) -> bytes:
    return items[int(number)] if number.isdecimal() and int(number) < len(items) else b""


def _sign_font(fonts: Sequence[bytes], number: str) -> str:
    names = [font.get("val", "") for font in iterate_elements(_item(fonts, number), "name")]
    return next(filter(is_sign_font, names), "")


def _is_unseen(style: Attributes, fonts: Sequence[bytes], fills: Sequence[bytes]) -> bool:
    """Letters in the colour of their ground, which is white where nothing fills it."""
    letters = _colour(_item(fonts, style.get("fontId", "")), "color")
    fill = _item(fills, style.get("fillId", ""))
    ground = _colour(fill, "fgColor") if _SOLID.search(fill) else _WHITE if b"gradient" not in fill else ""
    is_patterned = b"patternType" in fill and b"none" not in fill and not _SOLID.search(fill)
    return bool(letters) and letters == ground and not is_patterned


def _colour(xml: bytes, name: str) -> str:
    """Six hexadecimal digits, or a name of its own for a colour that only the theme knows; "" where there is none."""
    for colour in iterate_elements(xml, name):
        if colour.get("rgb"):
            return colour["rgb"][-6:].upper()
        for source in ("theme", "indexed"):
            if source in colour:
                named = source + colour[source]
                return _NAMED.get(named, named) if not colour.get("tint") else f"{named} {colour['tint']}"
    return ""
