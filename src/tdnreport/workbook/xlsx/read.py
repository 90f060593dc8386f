"""Workbook of the new format (.xlsx, .xlsm): cells straight from the XML where it is plain, else by calamine.

calamine gives typed values, merged ranges and sheet visibility; it drops what `annotations` brings back, comments and page headers.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from tdnreport.workbook.cell_formats import append_unit
from tdnreport.workbook.model import Box, Line, Place, Sheet, make_line, percent_text, replace_cells, split_struck
from tdnreport.workbook.sniff import Refused, column_number
from tdnreport.workbook.xlsx.annotations import (
    REFERENCE,
    Annotations,
    page_texts,
    read_annotations,
    read_hidden_columns,
    run_texts,
)
from tdnreport.workbook.xlsx.cells import NotPlain
from tdnreport.workbook.xlsx.package import SheetEntry, XlsxPackage
from tdnreport.workbook.xlsx.rich_text import struck_strings, unstruck_texts
from tdnreport.workbook.xlsx.rows import plain_lines, plain_strings
from tdnreport.workbook.xlsx.styles import iterate_elements

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_MERGED = re.compile(rb"<mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")


class _Cells(NamedTuple):
    lines: list[Line]
    annotations: Annotations
    merged: tuple[Box, ...]


def read_xlsx(data: bytes, archive: zipfile.ZipFile) -> tuple[list[Sheet], bool]:
    """Sheets in the workbook's order, chart sheets left out, and whether the full parser was needed. Raises `Refused`."""
    package = XlsxPackage(archive)
    try:
        return _read_plain(package), False
    except NotPlain:
        return _read_parsed(package, data), True


def _read_plain(package: XlsxPackage) -> list[Sheet]:
    if not package.is_plain or package.counts_from_1904:
        raise NotPlain
    try:
        shared = package.shared_strings()
        strings = plain_strings(shared)
    except Refused as refusal:  # the full parser may know better what to make of them
        raise NotPlain from refusal
    struck = struck_strings(shared)
    return [
        _make_sheet(
            package,
            index,
            entry,
            _Cells(*plain_lines(package.sheets[index], strings, package.styles), _merged_boxes(package.sheets[index])),
            struck,
        )
        for index, entry in enumerate(package.sheet_entries)
        if entry.has_cells
    ]


def _struck_texts(package: XlsxPackage) -> dict[str, str]:
    """Texts that a full parser alone can make something of have no parts that are struck."""
    try:
        return struck_strings(package.shared_strings())
    except Refused:
        return {}


def _merged_boxes(xml: bytes) -> tuple[Box, ...]:
    if b"<mergeCell " not in xml:
        return ()
    return tuple(
        (int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
        for left, top, right, bottom in _MERGED.findall(xml)
    )


def _read_parsed(package: XlsxPackage, data: bytes) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    package.require_small_sheets()
    struck = _struck_texts(package)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _make_sheet(
                package,
                index,
                SheetEntry(
                    metadata.name,
                    package.sheet_entries[index].part,
                    metadata.visible != SheetVisibleEnum.Visible,
                    has_cells=True,
                ),
                _by_calamine(book.get_sheet_by_index(index), read_annotations(package.sheets[index], package.styles)),
                struck,
            )
            for index, metadata in enumerate(book.sheets_metadata)
            if metadata.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError as error:
        raise Refused("file_encrypted", "") from error
    except (CalamineError, ValueError, LookupError) as error:
        raise Refused("file_unreadable", "Cấu trúc bên trong của bảng tính bị hỏng.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a panic of the Rust parser is no subclass of Exception
            raise
        raise Refused("file_unreadable", "Cấu trúc bên trong của bảng tính bị hỏng.") from error


def _make_sheet(package: XlsxPackage, index: int, entry: SheetEntry, cells: _Cells, struck: Mapping[str, str]) -> Sheet:
    """`struck` are the shared texts that are struck through in part."""
    wholly, unstruck = split_struck(cells.annotations.struck, unstruck_texts(package.sheets[index], struck))
    boxes = [run_texts(drawing) for drawing in package.related_parts(entry.part, "drawing")]
    comments = package.related_parts(entry.part, "comments")
    return Sheet(
        name=entry.name,
        position=index + 1,
        lines=cells.lines,
        is_hidden=entry.is_hidden,
        hidden_rows=frozenset(cells.annotations.hidden_rows),
        struck=wholly,
        merged=cells.merged,
        comments={place: text for part in comments for place, text in _read_comments(part)},
        margin=tuple(page_texts(package.sheets[index]) + [text for text in boxes if text]),
        coloured=cells.annotations.coloured,
        hidden_columns=read_hidden_columns(package.sheets[index]),
        unstruck=unstruck,
    )


def _by_calamine(calamine_sheet: CalamineSheet, annotations: Annotations) -> _Cells:
    merged = (
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in calamine_sheet.merged_cell_ranges or []
    )
    return _Cells(_annotate_lines(_calamine_lines(calamine_sheet), annotations), annotations, tuple(merged))


def _calamine_lines(calamine_sheet: CalamineSheet) -> list[Line]:
    if calamine_sheet.start is None:
        return []
    top, left = calamine_sheet.start
    rows = calamine_sheet.to_python(skip_empty_area=True)
    blank = [""] * calamine_sheet.width
    return [make_line(row_no, row, left) for row_no, row in enumerate(rows, top + 1) if row != blank]


def _annotate_lines(lines: list[Line], annotations: Annotations) -> list[Line]:
    """The lines with percents, units, errors and formulas in place; an error alone on its row makes a line."""
    if not (annotations.percents or annotations.units or annotations.texts):
        return lines
    by_row = {line.row_no: line for line in lines}
    changes: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for row, column in (*annotations.percents, *annotations.units):
        line = by_row.get(row)
        if line and column <= len(line.cells) and line.kinds[column - 1] == "n":
            number, unit = line.cells[column - 1], annotations.units.get((row, column))
            changes[row].append(
                (column, append_unit(number, unit), "s") if unit else (column, percent_text(number), "p")
            )
    for (row, column), text in annotations.texts.items():
        changes[row].append((column, text, "e"))
    for row, changed in changes.items():
        by_row[row] = replace_cells(by_row.get(row, Line(row, [], "")), changed)
    return [by_row[row] for row in sorted(by_row)]


def _read_comments(xml: bytes) -> list[tuple[Place, str]]:
    comments = []
    for piece in xml.split(b"<comment ")[1:]:
        tag, _, body = piece.partition(b">")
        if place := REFERENCE.search(next(iter(iterate_elements(b"<comment " + tag + b">", "comment"))).get("ref", "")):
            comments.append(((int(place[2]), column_number(place[1])), run_texts(body)))
    return comments
