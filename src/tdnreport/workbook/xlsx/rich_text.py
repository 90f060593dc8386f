"""Cells of an .xlsx with partial strike-through: the text that is not struck counts.

    <si><r><rPr><strike/></rPr><t>250 </t></r><r><t>300</t></r></si>   →   "300"

Few workbooks have such texts; the others cost one byte search. Out of scope: strike-through of conditional formats.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from tdnreport.workbook.model import Place
from tdnreport.workbook.xlsx.annotations import iterate_cells
from tdnreport.workbook.xlsx.cells import joined_runs
from tdnreport.workbook.xlsx.styles import STRIKE

_STRING = re.compile(rb"<(?:\w+:)?si(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_RUN = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_PREFIX = re.compile(r"<(/?)\w+:")
_VALUE = re.compile(rb"<(?:\w+:)?v>(\d+)</")
_MARK = b"strike"


def struck_strings(xml: bytes) -> dict[str, str]:
    """Number of a shared text → what is left of it, for texts with runs that are struck through."""
    if _MARK not in xml:
        return {}
    strings = ((str(number), match[1]) for number, match in enumerate(_STRING.finditer(xml)))
    return {number: _unstruck_text(text) for number, text in strings if text and _MARK in text}


def unstruck_texts(xml: bytes, strings: Mapping[str, str]) -> dict[Place, str]:
    """Cells of a worksheet with such texts, shared or their own, and what is left: "" where all of it is struck."""
    if not strings and _MARK not in xml:
        return {}
    unstruck = {}
    for row, column, cell, inner in iterate_cells(xml):
        value = _VALUE.search(inner) if cell.get("t") == "s" else None
        if value and value[1].decode() in strings:
            unstruck[row, column] = strings[value[1].decode()]
        elif cell.get("t") == "inlineStr" and _MARK in inner:
            unstruck[row, column] = _unstruck_text(inner)
    return unstruck


def _unstruck_text(xml: bytes) -> str:
    kept = [run for run in _RUN.findall(xml) if not STRIKE.search(run)]
    text = _PREFIX.sub(r"<\1", b"".join(kept).decode("utf-8", "replace"))
    return unescape(joined_runs(text)).strip()
