"""The records of an .xls that xlrd does not tell about: formulas without a result, and how many shared texts there truly are.

FORMULA  row, column, style, result (8 bytes), flags       result "empty text" in every formula: nobody ever calculated
SST      declared, unique                                  more declared than held: xlrd gives up, Excel does not
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, NamedTuple

from tdnreport.workbook.model import Place

_FORMULA, _EOF, _BOF, _SST, _CONTINUE = (0x0006, 0x0206, 0x0406), 0x000A, 0x0809, 0x00FC, 0x003C
_EMPTY_TEXT = b"\x03"
_CALCULATE_FIRST = 2


class _Formula(NamedTuple):
    place: Place
    is_empty_text: bool
    is_zero_to_calculate: bool


def _workbook_stream(data: bytes) -> tuple[bytes, int, int]:
    """The bytes that hold the records, where they start in what xlrd counts its positions in, and how many there are."""
    from xlrd.compdoc import SIGNATURE, CompDoc

    if not data.startswith(SIGNATURE):
        return data, 0, len(data)
    document = CompDoc(data, logfile=io.StringIO())
    for name in ("Workbook", "Book"):
        stream, start, length = document.locate_named_stream(name)
        if stream:
            return bytes(stream), start, length
    return b"", 0, 0


def _iterate_records(stream: bytes, position: int) -> Iterator[tuple[int, int, bytes]]:
    """Kind, position and content of each record."""
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, position, stream[position + 4 : position + 4 + length]
        position += 4 + length


def find_uncalculated(data: bytes, book: Any) -> dict[int, frozenset[Place]]:
    """By position of the sheet: cells with a formula that the writer left to Excel to calculate."""
    if book.biff_version < 50:
        return {}
    stream, _, _ = _workbook_stream(data)
    formulas = {
        position: list(_sheet_formulas(stream, start)) for position, start in enumerate(book._sh_abs_posn, 1) if start
    }
    is_never = all(formula.is_empty_text for sheet in formulas.values() for formula in sheet)
    return {
        position: frozenset(formula.place for formula in sheet if is_never or formula.is_zero_to_calculate)
        for position, sheet in formulas.items()
    }


def _sheet_formulas(stream: bytes, start: int) -> Iterator[_Formula]:
    depth = 0
    for kind, _, content in _iterate_records(stream, start):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if kind in _FORMULA and len(content) >= 16:
            row, column, _, result, flags = struct.unpack_from("<HHH8sH", content)
            is_empty = result[6:] == b"\xff\xff" and result[:1] == _EMPTY_TEXT
            yield _Formula((row + 1, column + 1), is_empty, not any(result) and bool(flags & _CALCULATE_FIRST))


def mend_string_count(data: bytes) -> bytes:
    """The workbook's records with the number of shared texts that are there. Raises AssertionError where that is not what is wrong."""
    from xlrd.book import unpack_SST_table

    stream, start, length = _workbook_stream(data)
    body = bytearray(stream[start : start + length])
    records = _iterate_records(bytes(body), 0)
    position, content = next(((position, content) for kind, position, content in records if kind == _SST), (0, b""))
    parts = [content, *(part for _, _, part in takewhile(lambda record: record[0] == _CONTINUE, records))]
    assert len(content) >= 8
    least, most = 0, struct.unpack_from("<i", content, 4)[0]
    while least < most:
        middle = (least + most + 1) // 2
        try:
            unpack_SST_table(parts, middle)
            least = middle
        except (AssertionError, IndexError, struct.error):
            most = middle - 1
    struct.pack_into("<i", body, position + 8, least)
    return bytes(body)
