"""Workbook of the new format (.xlsx, .xlsm): cells straight from the XML where it is plain, else by calamine.

calamine gives typed values, merged ranges and sheet visibility; it drops what `marks` brings back, comments and page headers.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from tdnreport.workbook.cell_formats import with_unit
from tdnreport.workbook.model import Box, Line, Place, Sheet, line_of, percent_text, split_struck, with_cells
from tdnreport.workbook.sniff import Refused, column_number
from tdnreport.workbook.xlsx.annotations import REFERENCE, Marks, hidden_columns, page_texts, read_marks, texts
from tdnreport.workbook.xlsx.cells import NotPlain
from tdnreport.workbook.xlsx.package import Named, Package
from tdnreport.workbook.xlsx.rich_text import left_texts, struck_strings
from tdnreport.workbook.xlsx.rows import plain_lines, plain_strings
from tdnreport.workbook.xlsx.styles import elements

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_MERGED = re.compile(rb"<mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")


class _Cells(NamedTuple):
    lines: list[Line]
    marks: Marks
    merged: tuple[Box, ...]


def read_xlsx(data: bytes, archive: zipfile.ZipFile) -> tuple[list[Sheet], bool]:
    """Sheets in the workbook's order, chart sheets left out, and whether the full parser was needed. Raises `Refused`."""
    package = Package(archive)
    try:
        return _plain(package), False
    except NotPlain:
        return _parsed(package, data), True


def _plain(package: Package) -> list[Sheet]:
    if not package.is_plain or package.counts_from_1904:
        raise NotPlain
    try:
        shared = package.strings()
        strings = plain_strings(shared)
    except Refused as refusal:  # the full parser may know better what to make of them
        raise NotPlain from refusal
    struck = struck_strings(shared)
    return [
        _sheet(
            package,
            at,
            named,
            _Cells(*plain_lines(package.sheets[at], strings, package.styles), _merged(package.sheets[at])),
            struck,
        )
        for at, named in enumerate(package.named)
        if named.has_cells
    ]


def _struck(package: Package) -> dict[str, str]:
    """Texts that a full parser alone can make something of have no parts that are struck."""
    try:
        return struck_strings(package.strings())
    except Refused:
        return {}


def _merged(xml: bytes) -> tuple[Box, ...]:
    if b"<mergeCell " not in xml:
        return ()
    return tuple(
        (int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
        for left, top, right, bottom in _MERGED.findall(xml)
    )


def _parsed(package: Package, data: bytes) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    package.require_small()
    struck = _struck(package)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _sheet(
                package,
                at,
                Named(about.name, package.named[at].part, about.visible != SheetVisibleEnum.Visible, has_cells=True),
                _by_calamine(book.get_sheet_by_index(at), read_marks(package.sheets[at], package.styles)),
                struck,
            )
            for at, about in enumerate(book.sheets_metadata)
            if about.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError as error:
        raise Refused("file_encrypted", "") from error
    except (CalamineError, ValueError, LookupError) as error:
        raise Refused("file_unreadable", "Cấu trúc bên trong của bảng tính bị hỏng.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a panic of the Rust parser is no subclass of Exception
            raise
        raise Refused("file_unreadable", "Cấu trúc bên trong của bảng tính bị hỏng.") from error


def _sheet(package: Package, at: int, named: Named, cells: _Cells, struck: Mapping[str, str]) -> Sheet:
    """`struck` are the shared texts that are struck through in part."""
    wholly, left = split_struck(cells.marks.struck, left_texts(package.sheets[at], struck))
    boxes = [texts(drawing) for drawing in package.related(named.part, "drawing")]
    comments = package.related(named.part, "comments")
    return Sheet(
        name=named.name,
        position=at + 1,
        lines=cells.lines,
        is_hidden=named.is_hidden,
        hidden_rows=frozenset(cells.marks.hidden_rows),
        struck=wholly,
        merged=cells.merged,
        comments={place: text for one in comments for place, text in _comments(one)},
        margin=tuple(page_texts(package.sheets[at]) + [text for text in boxes if text]),
        coloured=cells.marks.coloured,
        hidden_columns=hidden_columns(package.sheets[at]),
        left=left,
    )


def _by_calamine(found: CalamineSheet, marks: Marks) -> _Cells:
    merged = (
        (top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in found.merged_cell_ranges or []
    )
    return _Cells(_marked(_lines(found), marks), marks, tuple(merged))


def _lines(found: CalamineSheet) -> list[Line]:
    if found.start is None:
        return []
    top, left = found.start
    rows = found.to_python(skip_empty_area=True)
    blank = [""] * found.width
    return [line_of(row_no, row, left) for row_no, row in enumerate(rows, top + 1) if row != blank]


def _marked(lines: list[Line], marks: Marks) -> list[Line]:
    """The lines with percents, units, errors and formulas in place; an error alone on its row makes a line."""
    if not (marks.percents or marks.units or marks.texts):
        return lines
    by_row = {line.row_no: line for line in lines}
    changes: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for row, column in (*marks.percents, *marks.units):
        line = by_row.get(row)
        if line and column <= len(line.cells) and line.kinds[column - 1] == "n":
            number, unit = line.cells[column - 1], marks.units.get((row, column))
            changes[row].append((column, with_unit(number, unit), "s") if unit else (column, percent_text(number), "p"))
    for (row, column), text in marks.texts.items():
        changes[row].append((column, text, "e"))
    for row, changed in changes.items():
        by_row[row] = with_cells(by_row.get(row, Line(row, [], "")), changed)
    return [by_row[row] for row in sorted(by_row)]


def _comments(xml: bytes) -> list[tuple[Place, str]]:
    found = []
    for piece in xml.split(b"<comment ")[1:]:
        tag, _, body = piece.partition(b">")
        if place := REFERENCE.search(next(iter(elements(b"<comment " + tag + b">", "comment"))).get("ref", "")):
            found.append(((int(place[2]), column_number(place[1])), texts(body)))
    return found
