"""Data styles of OpenDocument → number formats as Excel writes them, so that one model tells what a cell shows.

    <number:number-style style:name="N1"><number:number number:grouping="true" number:display-factor="1000000"/>
        <number:text> triệu</number:text></number:number-style>                      →   '#,##0,," triệu"'
    <style:map style:condition="value()=1" style:apply-style-name="N1P0"/>           →   '[=1]…;'

Out of scope: days and times, which OpenDocument tells by the type of the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_KINDS = [f"{_NUMBER}{kind}-style" for kind in ("number", "currency", "percentage", "text")]


def read_number_formats(root: _Element) -> dict[str, str]:
    """Name of a cell style → format code, of styles that name a data style."""
    data_styles = {style.get(_STYLE + "name", ""): style for style in root.iter(*_KINDS)}
    named = (
        (style.get(_STYLE + "name", ""), style.get(_STYLE + "data-style-name")) for style in root.iter(_STYLE + "style")
    )
    return {name: _format_code(data_styles[data], data_styles) for name, data in named if data in data_styles}


def _format_code(style: _Element, styles: Mapping[str, _Element]) -> str:
    """Conditions come first, as they do in Excel; what is left falls under the style itself."""
    sections = []
    for rule in style.iterchildren(_STYLE + "map"):
        condition = rule.get(_STYLE + "condition", "").replace("value()", "").replace("!=", "<>").strip()
        applied = styles.get(rule.get(_STYLE + "apply-style-name", ""))
        if applied is not None and condition:
            sections.append(f"[{condition}]{_section_code(applied)}")
    return ";".join([*sections, _section_code(style)])


def _section_code(style: _Element) -> str:
    return "".join(_pieces(style))


def _pieces(style: _Element) -> Iterator[str]:
    for part in style:
        if part.tag in (_NUMBER + "number", _NUMBER + "scientific-number", _NUMBER + "fraction"):
            yield _number_code(part)
        elif part.tag == _NUMBER + "text" and part.text:
            is_mark = style.tag == _NUMBER + "percentage-style" and part.text.strip() == "%"
            yield "%" if is_mark else _quoted(part.text)
        elif part.tag == _NUMBER + "currency-symbol" and part.text:
            yield f"[${part.text}]"
        elif part.tag == _NUMBER + "text-content":
            yield "@"


def _quoted(text: str) -> str:
    """A minus is no text but a part of the number."""
    return text if text.strip() in ("-", "") else f'"{text}"'


def _number_code(part: _Element) -> str:
    places = part.get(_NUMBER + "decimal-places", "")
    decimals = "." + "0" * int(places) if places.isdecimal() and int(places) else ""
    factor = float(part.get(_NUMBER + "display-factor", "1"))
    commas = ""
    while factor >= 1000:
        factor, commas = factor / 1000, commas + ","
    return f"{'#,##0' if part.get(_NUMBER + 'grouping') == 'true' else '0'}{decimals}{commas}"
