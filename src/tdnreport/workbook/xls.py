"""Workbook of Excel 97–2003 and before (.xls), by xlrd: pure Python, so that a forged file cannot take the process down.

xlrd gives formats, hidden rows, errors, merged ranges and notes; the code page of a BIFF5 file is taken from the file itself.
Out of scope: charts, macros, results of formulas that were never saved (they arrive as 0).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tdnreport.workbook.cell_formats import RED, YELLOW, is_percent, unit_shown, with_unit
from tdnreport.workbook.model import Line, Place, Sheet, line_of, percent_text, split_struck, with_cells
from tdnreport.workbook.sniff import Refused

_DAMAGED = (
    AssertionError,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    LookupError,
    MemoryError,
    NotImplementedError,
)
_BRIGHT, _DIM = 0xC0, 0x40
_BROKEN = (*_DAMAGED, OverflowError, RecursionError, TypeError, UnicodeError, ValueError, struct.error)


def read_xls(data: bytes) -> list[Sheet]:
    """Raises `Refused`."""
    import xlrd
    from xlrd.compdoc import CompDocError

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
        return [_sheet(book, sheet, position) for position, sheet in enumerate(book.sheets(), 1)]
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Refused("file_encrypted", "") from error
        raise Refused("file_unreadable", "Tệp .xls bị hỏng hoặc không phải bảng tính.") from error
    except (CompDocError, *_BROKEN) as error:
        raise Refused("file_unreadable", "Tệp .xls bị hỏng hoặc bị cắt ngắn.") from error


def _sheet(book: Any, found: Any, position: int) -> Sheet:
    lines = [_line(book, found, row) for row in range(found.nrows)]
    struck, left = split_struck(_struck(book, found), _left(book, found))
    return Sheet(
        name=found.name,
        position=position,
        lines=[line for line in lines if any(line.cells)],
        is_hidden=found.visibility != 0,
        hidden_rows=frozenset(row + 1 for row, info in found.rowinfo_map.items() if info.hidden),
        struck=struck,
        left=left,
        hidden_columns=frozenset(column + 1 for column, info in found.colinfo_map.items() if info.hidden),
        merged=tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in found.merged_cells),
        coloured=_coloured(book, found),
        comments={(row + 1, column + 1): note.text for (row, column), note in found.cell_note_map.items()},
    )


def _line(book: Any, found: Any, row: int) -> Line:
    """Percents, units and errors are set over the plain values."""
    import xlrd

    cells = found.row(row)
    line = line_of(row + 1, [_value(book, cell) for cell in cells])
    changes = []
    for column, cell in enumerate(cells, 1):
        if cell.ctype == xlrd.XL_CELL_ERROR:
            changes.append((column, xlrd.error_text_from_code.get(cell.value, "#N/A"), "e"))
        elif cell.ctype == xlrd.XL_CELL_NUMBER and is_percent(_format(book, cell)):
            changes.append((column, percent_text(line.cells[column - 1]), "p"))
        elif cell.ctype == xlrd.XL_CELL_NUMBER and (unit := unit_shown(_format(book, cell))):
            changes.append((column, with_unit(line.cells[column - 1], unit), "s"))
    return with_cells(line, changes) if changes else line


def _value(book: Any, cell: Any) -> str | float | bool | datetime:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment: datetime = xlrd.xldate_as_datetime(cell.value, book.datemode)
            return moment
        except (ValueError, OverflowError):
            return float(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return float(cell.value) if cell.ctype == xlrd.XL_CELL_NUMBER else str(cell.value)


def _format(book: Any, cell: Any) -> str:
    return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)


def _coloured(book: Any, found: Any) -> dict[Place, str]:
    """Red letters and yellow grounds, by the colours of the workbook's palette."""
    coloured = {}
    for row in range(found.nrows):
        for column, cell in enumerate(found.row(row)):
            style = book.xf_list[cell.xf_index]
            if cell.value != "" and (colour := _colour(book, style)):
                coloured[row + 1, column + 1] = colour
    return coloured


def _colour(book: Any, style: Any) -> str:
    red, green, blue = book.colour_map.get(book.font_list[style.font_index].colour_index) or (0, 0, 0)
    if red >= _BRIGHT and max(green, blue) < _DIM:
        return RED
    red, green, blue = book.colour_map.get(style.background.pattern_colour_index) or (0, 0, 0)
    is_filled = style.background.fill_pattern == 1
    return YELLOW if is_filled and min(red, green) >= _BRIGHT and blue < 2 * _DIM else ""


def _left(book: Any, found: Any) -> dict[Place, str]:
    """What is left of texts that change to another font within, where some of their fonts strike through."""
    left = {}
    for (row, column), starts in found.rich_text_runlist_map.items():
        cell = found.cell(row, column)
        text, own = str(cell.value), book.xf_list[cell.xf_index].font_index
        runs = [(0, own), *starts, (len(text), own)]
        struck = [bool(book.font_list[font].struck_out) for _, font in runs]
        if any(one for one, (start, _), (end, _) in zip(struck, runs, runs[1:], strict=False) if end > start):
            pieces = zip(struck, runs, runs[1:], strict=False)
            left[row + 1, column + 1] = "".join(text[at:end] for one, (at, _), (end, _) in pieces if not one).strip()
    return left


def _struck(book: Any, found: Any) -> Iterator[Place]:
    for row in range(found.nrows):
        for column, cell in enumerate(found.row(row)):
            if cell.value != "" and book.font_list[book.xf_list[cell.xf_index].font_index].struck_out:
                yield row + 1, column + 1
