"""What the XML of an .xlsx says beyond values: percent formats, errors, formulas never calculated, hidden and struck-through rows.

A cheap look for the tell-tale bytes comes first; most sheets have none of it and cost nothing more. Conditional formats and
strike-through of a part of a cell's text are out of scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from tdnreport.reader.guard import column_number
from tdnreport.reader.sheets import Place

Attributes = dict[str, str]

_PERCENT_FORMATS = {9, 10}
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_FONTS = re.compile(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(rb"<(?:\w+:)?font\b[^>]*?(?:/>|>.*?</(?:\w+:)?font>)", re.DOTALL)
_STRIKE = re.compile(rb"<(?:\w+:)?strike(?:\s+val\s*=\s*[\"'](?:1|true)[\"'])?\s*/>")
_CELL_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)((?:\s[^>]*?)?)(/?)>")
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>(.*?)</", re.DOTALL)
_NO_VALUE = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\s[^>]*/>)\s*(?:</|<(?:\w+:)?v\s*/>|<(?:\w+:)?v></)")
REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_HEADER_FOOTER = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>(.*?)</", re.DOTALL)
_FIELD_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|.)')
_RUN = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>(.*?)</(?:\w+:)?t>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Styles:
    """Numbers of the cell styles that show a percent, and of those that strike the text through."""

    percent: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()


@dataclass(slots=True)
class Marks:
    """`texts` are cells that have no value of their own: an error ("#REF!") or a formula without a result ("=SUM(F9:F20)")."""

    hidden_rows: set[int] = field(default_factory=set)
    struck_rows: set[int] = field(default_factory=set)
    percents: set[Place] = field(default_factory=set)
    texts: dict[Place, str] = field(default_factory=dict)


def attributes(tag: bytes) -> Attributes:
    """Attributes of a tag by name without prefix."""
    found = _ATTRIBUTE.findall(tag)
    return {
        name.rpartition(b":")[2].decode(): unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in found
    }


def elements(xml: bytes, name: str) -> Iterator[Attributes]:
    for match in re.finditer(rb"<(?:\w+:)?" + name.encode() + rb"\s([^>]*)>", xml):
        yield attributes(match[1])


def texts(xml: bytes) -> str:
    """All text runs of a comment or drawing, joined."""
    return unescape("".join(run.decode("utf-8", "replace") for run in _RUN.findall(xml))).strip()


def page_texts(xml: bytes) -> list[str]:
    """Texts of page headers and footers without field codes such as "&P"."""
    after_cells = max(0, xml.rfind(b"sheetData"))
    found = (unescape(text.decode("utf-8", "replace")) for text in _HEADER_FOOTER.findall(xml, after_cells))
    return [line.strip() for text in found for line in _FIELD_CODE.sub("\n", text).split("\n") if line.strip()]


def read_styles(xml: bytes) -> Styles:
    if b"%" not in xml and b"strike" not in xml and b'numFmtId="9"' not in xml and b'numFmtId="10"' not in xml:
        return Styles()
    formats = {
        int(one["numFmtId"]) for one in elements(xml, "numFmt") if is_percent(one.get("formatCode", ""))
    } | _PERCENT_FORMATS
    fonts = _FONTS.search(xml)
    struck = {str(i) for i, font in enumerate(_FONT.findall(fonts[0])) if _STRIKE.search(font)} if fonts else set()
    cells = _CELL_STYLES.search(xml)
    styles = list(elements(cells[0], "xf")) if cells else []
    return Styles(
        frozenset(str(i) for i, style in enumerate(styles) if int(style.get("numFmtId", 0)) in formats),
        frozenset(str(i) for i, style in enumerate(styles) if style.get("fontId") in struck),
    )


def is_percent(code: str) -> bool:
    """'0,0%' is a percent; '0"%"' only writes the sign behind the number."""
    return "%" in _LITERAL.sub("", code)


def read_marks(xml: bytes, styles: Styles) -> Marks:
    marks = Marks()
    if not _has_marks(xml, styles):
        return marks
    kept: set[int] = set()
    struck: set[int] = set()
    for row, column, cell, inner in _cells(xml, marks.hidden_rows):
        if (text := _text_without_value(cell, inner)) is not None:
            marks.texts[row, column] = text
        elif cell.get("s") in styles.percent and cell.get("t", "n") == "n" and inner:
            marks.percents.add((row, column))
        if inner:
            (struck if cell.get("s") in styles.struck else kept).add(row)
    marks.struck_rows = struck - kept
    return marks


def _has_marks(xml: bytes, styles: Styles) -> bool:
    """Whether a full scan pays; XML with prefixes or single quotes, which nobody's Excel writes, is always scanned."""
    return (
        b'<c r="' not in xml
        or b"hidden=" in xml
        or b't="e"' in xml
        or any(b's="%s"' % number.encode() in xml for number in styles.percent | styles.struck)
        or (b"<f" in xml and _NO_VALUE.search(xml) is not None)
    )


def _cells(xml: bytes, hidden_rows: set[int]) -> Iterator[tuple[int, int, Attributes, bytes]]:
    """Row, column, attributes and inner XML of each cell; rows and cells without a reference follow the one before."""
    row = column = 0
    for match in _ROW_OR_CELL.finditer(xml):
        found = attributes(match[2])
        if match[1] == b"row":
            row, column = int(found.get("r", row + 1)), 0
            if found.get("hidden") in ("1", "true"):
                hidden_rows.add(row)
            continue
        place = REFERENCE.fullmatch(found.get("r", ""))
        row, column = (int(place[2]), column_number(place[1])) if place else (row, column + 1)
        end = None if match[3] else _CELL_END.search(xml, match.end())
        yield row, column, found, xml[match.end() : end.start()] if end else b""


def _text_without_value(cell: Attributes, inner: bytes) -> str | None:
    value = _VALUE.search(inner)
    if cell.get("t") == "e":
        return value[1].decode("utf-8", "replace") if value and value[1] else "#N/A"
    formula = _FORMULA.search(inner)
    if formula and not (value and value[1]) and cell.get("t", "n") == "n":
        return "=" + unescape((formula[1] or b"").decode("utf-8", "replace"))
    return None
