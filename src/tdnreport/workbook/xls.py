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

from tdnreport.workbook.cell_formats import RED, YELLOW, append_unit, is_percent, unit_in_format
from tdnreport.workbook.model import Line, Place, Sheet, make_line, percent_text, replace_cells, split_struck
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
        return [_read_sheet(book, sheet, position) for position, sheet in enumerate(book.sheets(), 1)]
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Refused("file_encrypted", "") from error
        raise Refused("file_unreadable", "Tệp .xls bị hỏng hoặc không phải bảng tính.") from error
    except (CompDocError, *_BROKEN) as error:
        raise Refused("file_unreadable", "Tệp .xls bị hỏng hoặc bị cắt ngắn.") from error


def _read_sheet(book: Any, xls_sheet: Any, position: int) -> Sheet:
    lines = [_read_line(book, xls_sheet, row) for row in range(xls_sheet.nrows)]
    struck, unstruck = split_struck(_struck_places(book, xls_sheet), _unstruck_texts(book, xls_sheet))
    return Sheet(
        name=xls_sheet.name,
        position=position,
        lines=[line for line in lines if any(line.cells)],
        is_hidden=xls_sheet.visibility != 0,
        hidden_rows=frozenset(row + 1 for row, info in xls_sheet.rowinfo_map.items() if info.hidden),
        struck=struck,
        unstruck=unstruck,
        hidden_columns=frozenset(column + 1 for column, info in xls_sheet.colinfo_map.items() if info.hidden),
        merged=tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in xls_sheet.merged_cells),
        coloured=_coloured_places(book, xls_sheet),
        comments={(row + 1, column + 1): note.text for (row, column), note in xls_sheet.cell_note_map.items()},
    )


def _read_line(book: Any, xls_sheet: Any, row: int) -> Line:
    """Percents, units and errors are set over the plain values."""
    import xlrd

    cells = xls_sheet.row(row)
    line = make_line(row + 1, [_cell_value(book, cell) for cell in cells])
    changes = []
    for column, cell in enumerate(cells, 1):
        if cell.ctype == xlrd.XL_CELL_ERROR:
            changes.append((column, xlrd.error_text_from_code.get(cell.value, "#N/A"), "e"))
        elif cell.ctype == xlrd.XL_CELL_NUMBER and is_percent(_number_format(book, cell)):
            changes.append((column, percent_text(line.cells[column - 1]), "p"))
        elif cell.ctype == xlrd.XL_CELL_NUMBER and (unit := unit_in_format(_number_format(book, cell))):
            changes.append((column, append_unit(line.cells[column - 1], unit), "s"))
    return replace_cells(line, changes) if changes else line


def _cell_value(book: Any, cell: Any) -> str | float | bool | datetime:
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


def _number_format(book: Any, cell: Any) -> str:
    return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)


def _coloured_places(book: Any, xls_sheet: Any) -> dict[Place, str]:
    """Red letters and yellow grounds, by the colours of the workbook's palette."""
    coloured = {}
    for row in range(xls_sheet.nrows):
        for column, cell in enumerate(xls_sheet.row(row)):
            style = book.xf_list[cell.xf_index]
            if cell.value != "" and (colour := _style_colour(book, style)):
                coloured[row + 1, column + 1] = colour
    return coloured


def _style_colour(book: Any, style: Any) -> str:
    red, green, blue = book.colour_map.get(book.font_list[style.font_index].colour_index) or (0, 0, 0)
    if red >= _BRIGHT and max(green, blue) < _DIM:
        return RED
    red, green, blue = book.colour_map.get(style.background.pattern_colour_index) or (0, 0, 0)
    is_filled = style.background.fill_pattern == 1
    return YELLOW if is_filled and min(red, green) >= _BRIGHT and blue < 2 * _DIM else ""


def _unstruck_texts(book: Any, xls_sheet: Any) -> dict[Place, str]:
    """Remaining text of cells where some of the fonts strike through."""
    unstruck = {}
    for (row, column), starts in xls_sheet.rich_text_runlist_map.items():
        cell = xls_sheet.cell(row, column)
        text, own = str(cell.value), book.xf_list[cell.xf_index].font_index
        runs = [(0, own), *starts, (len(text), own)]
        struck = [bool(book.font_list[font].struck_out) for _, font in runs]
        if any(
            is_struck for is_struck, (start, _), (end, _) in zip(struck, runs, runs[1:], strict=False) if end > start
        ):
            pieces = zip(struck, runs, runs[1:], strict=False)
            unstruck[row + 1, column + 1] = "".join(
                text[start:end] for is_struck, (start, _), (end, _) in pieces if not is_struck
            ).strip()
    return unstruck


def _struck_places(book: Any, xls_sheet: Any) -> Iterator[Place]:
    for row in range(xls_sheet.nrows):
        for column, cell in enumerate(xls_sheet.row(row)):
            if cell.value != "" and book.font_list[book.xf_list[cell.xf_index].font_index].struck_out:
                yield row + 1, column + 1
