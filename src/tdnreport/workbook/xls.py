"""Workbook of Excel 97–2003 and before (.xls), by xlrd: pure Python, so that a forged file cannot take the process down.

xlrd gives formats, hidden rows, errors, merged ranges and notes; the code page of a BIFF5 file is taken from the file itself. A style
that is not in the file's tables is no style. Out of scope: charts, macros.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from typing import Any

from tdnreport.workbook.cell_formats import NOT_CALCULATED, RED, UNSEEN, YELLOW, is_sign_font, sign_text
from tdnreport.workbook.model import Line, Place, Sheet, number_text, serial_text, split_struck
from tdnreport.workbook.number_formats import ShownCell, show_number, show_text
from tdnreport.workbook.sniff import Refused
from tdnreport.workbook.xls_records import find_uncalculated, mend_string_count

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
_WHITE = (255, 255, 255)
_BROKEN = (*_DAMAGED, OverflowError, RecursionError, TypeError, UnicodeError, ValueError, struct.error)


def read_xls(data: bytes) -> list[Sheet]:
    """Raises `Refused`."""
    import xlrd
    from xlrd.compdoc import CompDocError

    try:
        book = _open_book(data)
        uncalculated = find_uncalculated(data, book)
        return [
            _read_sheet(book, sheet, position, uncalculated.get(position, frozenset()))
            for position, sheet in enumerate(book.sheets(), 1)
        ]
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Refused("file_encrypted", "") from error
        raise Refused("file_unreadable", "Tệp .xls bị hỏng hoặc không phải bảng tính.") from error
    except (CompDocError, *_BROKEN) as error:
        raise Refused("file_unreadable", "Tệp .xls bị hỏng hoặc bị cắt ngắn.") from error


def _open_book(data: bytes) -> Any:
    """A file that declares more shared texts than it holds is opened with those that it holds, as Excel does."""
    import xlrd

    options: dict[str, Any] = {"formatting_info": True, "ragged_rows": True}
    try:
        return xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), **options)
    except AssertionError:
        return xlrd.open_workbook(file_contents=mend_string_count(data), logfile=io.StringIO(), **options)


def _read_sheet(book: Any, xls_sheet: Any, position: int, uncalculated: frozenset[Place]) -> Sheet:
    shown = dict(_show_cells(book, xls_sheet, uncalculated))
    struck, unstruck = split_struck(_struck_places(book, xls_sheet), _unstruck_texts(book, xls_sheet))
    return Sheet(
        name=xls_sheet.name,
        position=position,
        lines=_make_lines(shown),
        is_hidden=xls_sheet.visibility != 0,
        hidden_rows=frozenset(row + 1 for row, info in xls_sheet.rowinfo_map.items() if info.hidden),
        struck=struck,
        unstruck=unstruck,
        hidden_columns=frozenset(column + 1 for column, info in xls_sheet.colinfo_map.items() if info.hidden),
        merged=tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in xls_sheet.merged_cells),
        coloured=_coloured_places(book, xls_sheet),
        comments={(row + 1, column + 1): note.text for (row, column), note in xls_sheet.cell_note_map.items()},
        doubts={place: cell.doubt for place, cell in shown.items() if cell.doubt},
        scaled={place: cell.factor for place, cell in shown.items() if cell.factor > 1},
    )


def _show_cells(book: Any, xls_sheet: Any, uncalculated: frozenset[Place]) -> Iterator[tuple[Place, ShownCell]]:
    """Filled cells, and formulas without a result."""
    for row in range(xls_sheet.nrows):
        for column, cell in enumerate(xls_sheet.row(row)):
            place = row + 1, column + 1
            shown = _show_cell(book, cell)
            if place in uncalculated:
                yield place, ShownCell(shown.text or "=", shown.kind if shown.text else "e", doubt=NOT_CALCULATED)
            elif shown.text:
                is_unseen = not shown.doubt and _is_unseen(book, cell)
                yield place, ShownCell(shown.text, shown.kind, shown.factor, UNSEEN) if is_unseen else shown


def _make_lines(shown: Mapping[Place, ShownCell]) -> list[Line]:
    rows: dict[int, dict[int, ShownCell]] = {}
    for (row, column), cell in shown.items():
        rows.setdefault(row, {})[column] = cell
    blank = ShownCell("", " ")
    lines = []
    for row, cells in rows.items():
        whole = [cells.get(column, blank) for column in range(1, max(cells) + 1)]
        lines.append(Line(row, [cell.text for cell in whole], "".join([cell.kind for cell in whole])))
    return lines


def _show_cell(book: Any, cell: Any) -> ShownCell:
    import xlrd

    match cell.ctype:
        case xlrd.XL_CELL_NUMBER:
            return show_number(number_text(float(cell.value)), _number_format(book, cell))
        case xlrd.XL_CELL_DATE:
            try:
                return ShownCell(serial_text(float(cell.value), bool(book.datemode)), "d")
            except (ValueError, OverflowError):
                return ShownCell(number_text(float(cell.value)), "n")
        case xlrd.XL_CELL_ERROR:
            return ShownCell(xlrd.error_text_from_code.get(cell.value, "#N/A"), "e")
        case xlrd.XL_CELL_BOOLEAN:
            return ShownCell("TRUE" if cell.value else "FALSE", "b")
    return _show_text(book, cell) if cell.value else ShownCell("", " ")


def _show_text(book: Any, cell: Any) -> ShownCell:
    shown = show_text(str(cell.value), _number_format(book, cell))
    font = _font(book, cell)
    return ShownCell(sign_text(shown.text, font.name), "s") if font and is_sign_font(font.name) else shown


def _style(book: Any, cell: Any) -> Any | None:
    index = cell.xf_index
    return book.xf_list[index] if index is not None and index < len(book.xf_list) else None


def _font(book: Any, cell: Any) -> Any | None:
    style = _style(book, cell)
    return _font_at(book, style.font_index) if style else None


def _font_at(book: Any, index: int) -> Any | None:
    return book.font_list[index] if 0 <= index < len(book.font_list) else None


def _number_format(book: Any, cell: Any) -> str:
    style = _style(book, cell)
    number_format = book.format_map.get(style.format_key) if style else None
    return str(number_format.format_str) if number_format else ""


def _coloured_places(book: Any, xls_sheet: Any) -> dict[Place, str]:
    """Red letters and yellow grounds, by the colours of the workbook's palette."""
    coloured = {}
    for row in range(xls_sheet.nrows):
        for column, cell in enumerate(xls_sheet.row(row)):
            if cell.value != "" and (colour := _cell_colour(book, cell)):
                coloured[row + 1, column + 1] = colour
    return coloured


def _letters_colour(book: Any, cell: Any) -> tuple[int, int, int] | None:
    font = _font(book, cell)
    colour: tuple[int, int, int] | None = book.colour_map.get(font.colour_index) if font else None
    return colour


def _ground_colour(book: Any, cell: Any) -> tuple[int, int, int] | None:
    """White where nothing fills the cell, None where a pattern does."""
    style = _style(book, cell)
    if style is None or style.background is None or style.background.fill_pattern == 0:
        return _WHITE
    colour: tuple[int, int, int] | None = book.colour_map.get(style.background.pattern_colour_index)
    return colour if style.background.fill_pattern == 1 else None


def _cell_colour(book: Any, cell: Any) -> str:
    red, green, blue = _letters_colour(book, cell) or (0, 0, 0)
    if red >= _BRIGHT and max(green, blue) < _DIM:
        return RED
    red, green, blue = _ground_colour(book, cell) or (0, 0, 0)
    return YELLOW if min(red, green) >= _BRIGHT and blue < 2 * _DIM else ""


def _is_unseen(book: Any, cell: Any) -> bool:
    letters = _letters_colour(book, cell)
    return letters is not None and letters == _ground_colour(book, cell)


def _unstruck_texts(book: Any, xls_sheet: Any) -> dict[Place, str]:
    """Remaining text of cells where some of the fonts strike through."""
    unstruck = {}
    for (row, column), starts in xls_sheet.rich_text_runlist_map.items():
        cell = xls_sheet.cell(row, column)
        text, style = str(cell.value), _style(book, cell)
        runs = [(0, style.font_index if style else 0), *starts, (len(text), 0)]
        struck = [_is_struck(_font_at(book, font)) for _, font in runs]
        if any(
            is_struck for is_struck, (start, _), (end, _) in zip(struck, runs, runs[1:], strict=False) if end > start
        ):
            pieces = zip(struck, runs, runs[1:], strict=False)
            unstruck[row + 1, column + 1] = "".join(
                text[start:end] for is_struck, (start, _), (end, _) in pieces if not is_struck
            ).strip()
    return unstruck


def _is_struck(font: Any | None) -> bool:
    return bool(font and font.struck_out)


def _struck_places(book: Any, xls_sheet: Any) -> Iterator[Place]:
    for row in range(xls_sheet.nrows):
        for column, cell in enumerate(xls_sheet.row(row)):
            if cell.value != "" and _is_struck(_font(book, cell)):
                yield row + 1, column + 1
