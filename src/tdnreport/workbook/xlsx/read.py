"""Workbook of the new format (.xlsx, .xlsm): cells straight from the XML where it is plain, else by an XML parser."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from tdnreport.workbook.model import Box, Line, Place, Sheet, split_struck
from tdnreport.workbook.sniff import Refused, column_number
from tdnreport.workbook.xlsx.annotations import REFERENCE, Annotations, page_texts, read_hidden_columns, run_texts
from tdnreport.workbook.xlsx.cells import NotPlain
from tdnreport.workbook.xlsx.package import SheetEntry, XlsxPackage
from tdnreport.workbook.xlsx.parsed import ParsedBook, parse_sheet, parse_strings
from tdnreport.workbook.xlsx.rich_text import struck_strings, unstruck_texts
from tdnreport.workbook.xlsx.rows import plain_lines, plain_strings
from tdnreport.workbook.xlsx.styles import iterate_elements

_MERGED = re.compile(rb"<mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")


class _Cells(NamedTuple):
    lines: list[Line]
    annotations: Annotations
    merged: tuple[Box, ...]


def read_xlsx(archive: zipfile.ZipFile) -> tuple[list[Sheet], bool]:
    """Sheets in the workbook's order, chart sheets left out, and whether the full parser was needed. Raises `Refused`."""
    package = XlsxPackage(archive)
    try:
        return _read_plain(package), False
    except NotPlain:
        return _read_parsed(package), True


def _read_plain(package: XlsxPackage) -> list[Sheet]:
    if not package.is_plain or package.counts_from_1904 or (not package.is_calculated and package.has_zero_formulas()):
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


def _read_parsed(package: XlsxPackage) -> list[Sheet]:
    from lxml.etree import XMLSyntaxError

    package.require_small_sheets()
    struck = _struck_texts(package)
    try:
        book = ParsedBook(
            parse_strings(package.shared_strings()), package.styles, package.counts_from_1904, package.is_calculated
        )
        return [
            _make_sheet(package, index, entry, _Cells(*parse_sheet(package.sheets[index], book)), struck)
            for index, entry in enumerate(package.sheet_entries)
            if entry.has_cells
        ]
    except (XMLSyntaxError, ValueError, LookupError, OverflowError) as error:
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
        doubts=cells.annotations.doubts,
        scaled=cells.annotations.scaled,
    )


def _read_comments(xml: bytes) -> list[tuple[Place, str]]:
    comments = []
    for piece in xml.split(b"<comment ")[1:]:
        tag, _, body = piece.partition(b">")
        if place := REFERENCE.search(next(iter(iterate_elements(b"<comment " + tag + b">", "comment"))).get("ref", "")):
            comments.append(((int(place[2]), column_number(place[1])), run_texts(body)))
    return comments
