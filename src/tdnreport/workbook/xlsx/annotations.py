"""What stands beside the values in the XML of an .xlsx: hidden rows and columns, page headers, and what is noted of its cells.

A cheap byte search comes first; most sheets have nothing of the kind and cost nothing more. Strike-through of a part of a
cell's text is in `rich_text`; conditional formats are out of scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from tdnreport.workbook.model import Place
from tdnreport.workbook.sniff import column_number
from tdnreport.workbook.xlsx.styles import Attributes, iterate_elements, parse_attributes

_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)((?:\s[^>]*?)?)(/?)>")
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_HEADER_FOOTER = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>(.*?)</", re.DOTALL)
_LAST_COLUMN = 1 << 14
_FIELD_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|.)')
_RUN = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>(.*?)</(?:\w+:)?t>", re.DOTALL)


@dataclass(slots=True)
class Annotations:
    """`doubts` say in a sentence why a cell does not show what it holds; `scaled` by what a format divides what it shows."""

    hidden_rows: set[int] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)
    coloured: dict[Place, str] = field(default_factory=dict)
    doubts: dict[Place, str] = field(default_factory=dict)
    scaled: dict[Place, int] = field(default_factory=dict)


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


def iterate_cells(xml: bytes) -> Iterator[tuple[int, int, Attributes, bytes]]:
    """Row, column, attributes and inner XML of each cell; rows and cells without a reference follow the one before."""
    row = column = 0
    for match in _ROW_OR_CELL.finditer(xml):
        cell = parse_attributes(match[2])
        if match[1] == b"row":
            row, column = int(cell.get("r", row + 1)), 0
            continue
        place = REFERENCE.fullmatch(cell.get("r", ""))
        row, column = (int(place[2]), column_number(place[1])) if place else (row, column + 1)
        end = None if match[3] else _CELL_END.search(xml, match.end())
        yield row, column, cell, xml[match.end() : end.start()] if end else b""
