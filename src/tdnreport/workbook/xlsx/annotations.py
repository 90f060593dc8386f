"""Cell annotations in the XML of an .xlsx: percents, money units, errors, formulas never calculated, hidden rows, struck and
coloured cells.

A cheap byte search comes first; most sheets have no annotations and cost nothing more. Strike-through of a part of a
cell's text is in `runs`; conditional formats are out of scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from tdnreport.workbook.model import Place
from tdnreport.workbook.sniff import column_number
from tdnreport.workbook.xlsx.styles import Attributes, Styles, iterate_elements, parse_attributes

_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)((?:\s[^>]*?)?)(/?)>")
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>(.*?)</", re.DOTALL)
_NO_VALUE = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\s[^>]*/>)\s*(?:</|<(?:\w+:)?v\s*/>|<(?:\w+:)?v></)")
REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_HEADER_FOOTER = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>(.*?)</", re.DOTALL)
_LAST_COLUMN = 1 << 14
_FIELD_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|.)')
_RUN = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>(.*?)</(?:\w+:)?t>", re.DOTALL)


@dataclass(slots=True)
class Annotations:
    """`run_texts` are cells that have no value of their own: an error ("#REF!") or a formula without a result ("=SUM(F9:F20)")."""

    hidden_rows: set[int] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)
    percents: set[Place] = field(default_factory=set)
    texts: dict[Place, str] = field(default_factory=dict)
    coloured: dict[Place, str] = field(default_factory=dict)
    units: dict[Place, str] = field(default_factory=dict)


def run_texts(xml: bytes) -> str:
    """All text runs of a comment or drawing, joined."""
    return unescape("".join(run.decode("utf-8", "replace") for run in _RUN.findall(xml))).strip()


def page_texts(xml: bytes) -> list[str]:
    """Texts of page headers and footers without field codes such as "&P"."""
    after_cells = max(0, xml.rfind(b"sheetData"))
    texts = (unescape(text.decode("utf-8", "replace")) for text in _HEADER_FOOTER.findall(xml, after_cells))
    return [line.strip() for text in texts for line in _FIELD_CODE.sub("\n", text).split("\n") if line.strip()]


def read_hidden_rows(xml: bytes) -> set[int]:
    """Hidden rows of a worksheet that numbers its rows."""
    if b"hidden=" not in xml:
        return set()
    rows = (parse_attributes(tag) for tag in _ROW.findall(xml) if b"hidden=" in tag)
    return {int(row["r"]) for row in rows if row.get("hidden") in ("1", "true") and row.get("r", "").isdecimal()}


def read_hidden_columns(xml: bytes) -> frozenset[int]:
    """Hidden columns, from the column list before the cells."""
    before = xml[: max(0, xml.find(b"sheetData"))]
    if b"hidden=" not in before:
        return frozenset()
    hidden = (
        column_span for column_span in iterate_elements(before, "col") if column_span.get("hidden") in ("1", "true")
    )
    spans = ((column_span.get("min", ""), column_span.get("max", "")) for column_span in hidden)
    return frozenset(
        column
        for first, last in spans
        if first.isdecimal() and last.isdecimal()
        for column in range(int(first), min(int(last), _LAST_COLUMN) + 1)
    )


def read_annotations(xml: bytes, styles: Styles) -> Annotations:
    annotations = Annotations()
    if not _has_annotations(xml, styles):
        return annotations
    for row, column, cell, inner in iterate_cells(xml, annotations.hidden_rows):
        if (text := _text_without_value(cell, inner)) is not None:
            annotations.texts[row, column] = text
        elif cell.get("s") in styles.percent and cell.get("t", "n") == "n" and inner:
            annotations.percents.add((row, column))
        elif inner and cell.get("s") in styles.units and cell.get("t", "n") == "n":
            annotations.units[row, column] = styles.units[cell["s"]]
        if inner:
            if cell.get("s") in styles.struck:
                annotations.struck.add((row, column))
            if colour := styles.colours.get(cell.get("s", "")):
                annotations.coloured[row, column] = colour
    return annotations


def _has_annotations(xml: bytes, styles: Styles) -> bool:
    """True where a full scan is needed; XML with prefixes or single quotes, which Excel never writes, is always scanned."""
    return (
        b'<c r="' not in xml
        or b"hidden=" in xml
        or b't="e"' in xml
        or any(b's="%s"' % number.encode() in xml for number in styles.marked)
        or (b"<f" in xml and _NO_VALUE.search(xml) is not None)
    )


def iterate_cells(xml: bytes, hidden_rows: set[int] | None = None) -> Iterator[tuple[int, int, Attributes, bytes]]:
    """Row, column, attributes and inner XML of each cell; rows and cells without a reference follow the one before.

    Numbers of hidden rows go into `read_hidden_rows`.
    """
    row = column = 0
    for match in _ROW_OR_CELL.finditer(xml):
        cell = parse_attributes(match[2])
        if match[1] == b"row":
            row, column = int(cell.get("r", row + 1)), 0
            if hidden_rows is not None and cell.get("hidden") in ("1", "true"):
                hidden_rows.add(row)
            continue
        place = REFERENCE.fullmatch(cell.get("r", ""))
        row, column = (int(place[2]), column_number(place[1])) if place else (row, column + 1)
        end = None if match[3] else _CELL_END.search(xml, match.end())
        yield row, column, cell, xml[match.end() : end.start()] if end else b""


def _text_without_value(cell: Attributes, inner: bytes) -> str | None:
    value = _VALUE.search(inner)
    if cell.get("t") == "e":
        return value[1].decode("utf-8", "replace") if value and value[1] else "#N/A"
    formula = _FORMULA.search(inner)
    if formula and not (value and value[1]) and cell.get("t", "n") == "n":
        return "=" + unescape((formula[1] or b"").decode("utf-8", "replace"))
    return None
