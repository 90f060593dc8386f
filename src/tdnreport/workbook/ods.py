"""OpenDocument spreadsheet (.ods), walked with lxml: value types, percents, repeats, merged ranges, hidden rows and sheets.

    <table:table-cell office:value-type="percentage" office:value="0.75" table:number-columns-repeated="2">

Blank repeats are layout and are skipped (LibreOffice writes a million of them); filled repeats count towards `MAX_CELLS`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from typing import TYPE_CHECKING

from tdnreport.workbook.cell_formats import RED, UNSEEN, YELLOW
from tdnreport.workbook.model import (
    Box,
    Line,
    Place,
    Sheet,
    split_struck,
)
from tdnreport.workbook.number_formats import ShownCell
from tdnreport.workbook.ods_cells import BLANK, CellLooks, paragraph_text, read_looks, show_cell
from tdnreport.workbook.sniff import MAX_CELLS, Refused, part_bytes

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_RED, _YELLOW = re.compile(r"#[c-f][0-9a-f][0-3].[0-3]."), re.compile(r"#f.f.[0-9].")
_MAX_CONTENT_BYTES = 80 << 20
_MAX_COLUMNS = 1 << 14


def read_ods(archive: zipfile.ZipFile) -> list[Sheet]:
    """Raises `Refused`."""
    from lxml import etree

    content = part_bytes(archive, "content.xml")
    if len(content) > _MAX_CONTENT_BYTES:
        raise Refused("file_too_large", f"Nội dung giải nén nặng {len(content) >> 20} MB.")
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        hidden = {style.get(_STYLE + "name") for style in root.iter(_STYLE + "style") if _style_hides(style)}
        struck = {
            style.get(_STYLE + "name") for style in root.iter(_STYLE + "style") if _style_strikes(style, "table-cell")
        }
        runs = {style.get(_STYLE + "name") for style in root.iter(_STYLE + "style") if _style_strikes(style, "text")}
        colours = {
            style.get(_STYLE + "name"): colour
            for style in root.iter(_STYLE + "style")
            if (colour := _style_colour(style))
        }
        tables = root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
        looks = read_looks(root)
        return [
            _OdsRows(table, struck, colours, runs, looks).read_sheet(
                position, table.get(_TABLE + "style-name") in hidden
            )
            for position, table in enumerate(tables, 1)
        ]
    except (etree.XMLSyntaxError, ValueError, ArithmeticError) as error:
        raise Refused("file_unreadable", "Cấu trúc bên trong của bảng tính bị hỏng.") from error


def _style_hides(style: _Element) -> bool:
    return any(properties.get(_TABLE + "display") == "false" for properties in style.iter(_STYLE + "table-properties"))


def _style_strikes(style: _Element, family: str) -> bool:
    lines = (
        properties.get(_STYLE + f"text-line-through-{what}", "none")
        for properties in style.iter(_STYLE + "text-properties")
        for what in ("style", "type")
    )
    return style.get(_STYLE + "family") == family and any(line != "none" for line in lines)


def _style_colour(style: _Element) -> str:
    """Of a cell's letters, else of its ground."""
    letters = [properties.get(_FO + "color", "") for properties in style.iter(_STYLE + "text-properties")]
    grounds = [
        properties.get(_FO + "background-color", "") for properties in style.iter(_STYLE + "table-cell-properties")
    ]
    is_cell = style.get(_STYLE + "family") == "table-cell"
    if is_cell and any(map(_RED.fullmatch, letters)):
        return RED
    return YELLOW if is_cell and any(map(_YELLOW.fullmatch, grounds)) else ""


class _OdsRows:
    """One pass over the rows of a sheet."""

    def __init__(
        self,
        table: _Element,
        struck_styles: set[str | None],
        colours: Mapping[str | None, str],
        struck_runs: set[str | None],
        looks: CellLooks,
    ) -> None:
        self.table = table
        self.looks = looks
        self.column_styles: list[tuple[int, str]] = list(self._default_styles())
        self.doubts: dict[Place, str] = {}
        self.scaled: dict[Place, int] = {}
        self.struck_runs = struck_runs
        self.unstruck: dict[Place, str] = {}
        self.colours = colours
        self.coloured: dict[Place, str] = {}
        self.struck_styles = struck_styles
        self.cells = 0
        self.merged: list[Box] = []
        self.comments: dict[Place, str] = {}
        self.hidden_rows: set[int] = set()
        self.struck: set[Place] = set()

    def read_sheet(self, position: int, is_hidden: bool) -> Sheet:
        lines = list(self._read_lines())
        struck, unstruck = split_struck(self.struck, self.unstruck)
        return Sheet(
            name=self.table.get(_TABLE + "name", f"Trang {position}"),
            position=position,
            lines=lines,
            is_hidden=is_hidden,
            hidden_rows=frozenset(self.hidden_rows),
            struck=struck,
            unstruck=unstruck,
            merged=tuple(self.merged),
            comments=self.comments,
            coloured=self.coloured,
            hidden_columns=frozenset(self._hidden_columns()),
            doubts=self.doubts,
            scaled=self.scaled,
        )

    def _read_lines(self) -> Iterator[Line]:
        row_no = 1
        for row in self.table.iter(_TABLE + "table-row"):
            times = int(row.get(_TABLE + "number-rows-repeated", 1))
            cells, kinds, styled = self._read_row(row, row_no)
            if cells:
                self._count_cells(len(cells) * times)
                rows = range(row_no, row_no + times)
                self._note_styles(rows, styled)
                self.hidden_rows.update(rows if row.get(_TABLE + "visibility") in ("collapse", "filter") else ())
                yield from map(Line, rows, map(list, repeat(cells, times)), repeat(kinds))
            row_no += times

    def _hidden_columns(self) -> Iterator[int]:
        column_no = 1
        for column in self.table.iter(_TABLE + "table-column"):
            times = int(column.get(_TABLE + "number-columns-repeated", 1))
            if column.get(_TABLE + "visibility") in ("collapse", "filter"):
                yield from range(column_no, min(column_no + times, _MAX_COLUMNS))
            column_no += times

    def _default_styles(self) -> Iterator[tuple[int, str]]:
        """Last column and style of each run of columns."""
        last = 0
        for column in self.table.iter(_TABLE + "table-column"):
            last += int(column.get(_TABLE + "number-columns-repeated", 1))
            yield last, column.get(_TABLE + "default-cell-style-name", "")

    def _cell_style(self, cell: _Element, row: _Element, column: int) -> str:
        own = cell.get(_TABLE + "style-name") or row.get(_TABLE + "default-cell-style-name")
        return own or next((style for last, style in self.column_styles if column <= last), "")

    def _count_cells(self, cells: int) -> None:
        self.cells += cells
        if self.cells > MAX_CELLS:
            raise Refused("file_too_large", f"Vùng dữ liệu của một trang trải trên {MAX_CELLS} ô.")

    def _note_styles(self, rows: range, styled: Iterable[tuple[int, str, ShownCell]]) -> None:
        for column, style, shown in styled:
            places = [(row, column) for row in rows]
            if colour := self.colours.get(style):
                self.coloured.update(dict.fromkeys(places, colour))
            if style in self.struck_styles:
                self.struck.update(places)
            if doubt := shown.doubt or (UNSEEN if style in self.looks.unseen else ""):
                self.doubts.update(dict.fromkeys(places, doubt))
            if shown.factor > 1:
                self.scaled.update(dict.fromkeys(places, shown.factor))

    def _read_row(self, row: _Element, row_no: int) -> tuple[list[str], str, list[tuple[int, str, ShownCell]]]:
        """Cells up to the last filled one, their kinds, and the filled columns with their styles."""
        cells: list[str] = []
        kinds: list[str] = []
        styled: list[tuple[int, str, ShownCell]] = []
        column = 1
        for cell in row.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            times = int(cell.get(_TABLE + "number-columns-repeated", 1))
            style = self._cell_style(cell, row, column)
            shown = BLANK if cell.tag == _TABLE + "covered-table-cell" else show_cell(cell, style, self.looks)
            self._note_cell(cell, row_no, column)
            if shown.text and column + times <= _MAX_COLUMNS:
                blanks = column - 1 - len(cells)
                cells += [""] * blanks + [shown.text] * times
                kinds += [" "] * blanks + [shown.kind] * times
                styled += [(column_no, style, shown) for column_no in range(column, column + times)]
            column += times
        return cells, "".join(kinds), styled

    def _note_cell(self, cell: _Element, row_no: int, column: int) -> None:
        rows, columns = (
            int(cell.get(_TABLE + "number-rows-spanned", 1)),
            int(cell.get(_TABLE + "number-columns-spanned", 1)),
        )
        if rows > 1 or columns > 1:
            self.merged.append((row_no, column, row_no + rows - 1, column + columns - 1))
        if self.struck_runs and any(
            span.get(_TEXT + "style-name") in self.struck_runs for span in cell.iter(_TEXT + "span")
        ):
            self.unstruck[row_no, column] = paragraph_text(cell, self.struck_runs).strip()
        for note in cell.iterchildren(_OFFICE + "annotation"):
            self.comments[row_no, column] = paragraph_text(note)
