"""A ruled Word table from a `Table`: its header repeated on every page, its rows kept whole.

Written as XML, because python-docx's cell access takes quadratic time (400 rows × 8 columns: 92 s against 0.1 s).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tdnreport.report.model import Column, Table
from tdnreport.report.nd30_rules import POINTS_PER_MM, Area, Rules
from tdnreport.report.table_layout import TableLayout, lay_out_table
from tdnreport.report.word.setup import W, parse_element, to_twips
from tdnreport.vietnamese.formats import Value, format_cell, format_number

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold; tab and line feed stay."""

ALIGNMENT = {"text": "left", "code": "center", "date": "center"}
NOTHING = "Không có số liệu."
CLIPPED = "… [lược bớt {count} ký tự, xem đủ tại thư mục du-lieu]"


@dataclass(frozen=True, slots=True)
class CellLook:
    """How the cells of a row look; a heading row `runs_on` over the empty cells that follow its last text."""

    style: str = "bang-o"
    bold: bool = False
    top: bool = False
    keep_next: bool = False
    runs_on: bool = False


def clean_for_xml(text: str) -> str:
    r"""The text without characters that no Word file may hold; line ends as line feeds.

    >>> clean_for_xml("Dòng 1\r\nDòng\x07 2")
    'Dòng 1\nDòng 2'
    """
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def build_table(table: Table, area: Area, rules: Rules) -> BaseOxmlElement:
    """The table over the whole width of `area`; without rows one line says so.

    Its note is a last row without rules: a paragraph below the table would stand alone on a page in LibreOffice, which
    keeps rows with rows and no table with what follows it.
    """
    table = drop_empty_columns(table)
    marks = table.emphasis or ("",) * len(table.rows)
    texts = [
        [_cell_text(value, column, mark, rules) for value, column in zip(row, table.columns, strict=True)]
        for row, mark in zip(table.rows, marks, strict=True)
    ]
    layout = lay_out_table(table, texts, area, rules.table)
    rows = [_row_xml(_header_cells(table, layout), "<w:cantSplit/><w:tblHeader/>")]
    for place, (row, mark) in enumerate(zip(texts, marks, strict=True), start=1):
        is_tall = layout.heights_pt[place - 1] > area.height_pt * rules.table.tall_row_share
        before_total = marks[place : place + 1] == ("total",)
        keep_next = mark == "group" or before_total or (place == len(texts) and bool(table.note) and not is_tall)
        look = CellLook(bold=bool(mark), top=is_tall, keep_next=keep_next, runs_on=mark == "group")
        rows.append(_row_xml(_row_cells(table, row, look, layout), "" if is_tall else "<w:cantSplit/>"))
    if not texts:
        rows.append(_row_xml([_cell_xml(NOTHING, layout, "center", CellLook(), 0, len(table.columns))]))
    if table.note:
        rows.append(_note_row(table.note, len(table.columns), layout))
    return parse_element(_table_xml(layout, rules, rows))


def drop_empty_columns(table: Table) -> Table:
    """Drop optional and text columns that are empty in every row (a plan without products, say)."""
    kept = [
        place
        for place, column in enumerate(table.columns)
        if not (column.optional or column.kind == "text") or not table.rows or any(row[place] for row in table.rows)
    ]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in kept), rows=rows)


def _cell_text(value: Value, column: Column, mark: str, rules: Rules) -> str:
    """Text of a cell; a heading row has no figures, so their absence is not marked."""
    text = "" if value is None and mark == "group" else clean_for_xml(format_cell(value, column.kind))
    most = rules.table.max_cell_chars
    return text if len(text) <= most else text[:most] + CLIPPED.format(count=format_number(len(text) - most))


def _header_cells(table: Table, layout: TableLayout) -> Iterator[str]:
    look = CellLook(style="bang-tieu-de")
    return (
        _cell_xml(clean_for_xml(column.label), layout, "center", look, place)
        for place, column in enumerate(table.columns)
    )


def _row_cells(table: Table, row: Sequence[str], look: CellLook, layout: TableLayout) -> Iterator[str]:
    filled = max((place for place, text in enumerate(row) if text), default=0)
    stop = filled + 1 if look.runs_on else len(row)
    for place, column in enumerate(table.columns[:stop]):
        span = len(row) - filled if look.runs_on and place == filled else 1
        yield _cell_xml(row[place], layout, ALIGNMENT.get(column.kind, "right"), look, place, span)


def _cell_xml(text: str, layout: TableLayout, align: str, look: CellLook, place: int, span: int = 1) -> str:
    """The cell at `place`, over `span` columns; each line of its text a paragraph."""
    width = to_twips(sum(layout.widths_pt[place : place + span]))
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    height = "top" if look.top else "center"
    keep = "<w:keepNext/>" if look.keep_next else ""
    size = round(layout.size_pt * 2)
    letters = f'<w:rPr>{"<w:b/>" if look.bold else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{look.style}"/>{keep}<w:jc w:val="{align}"/></w:pPr>'
        f'<w:r>{letters}<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in text.split("\n")
    )
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="{height}"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def _note_row(note: str, columns: int, layout: TableLayout) -> str:
    open_sides = "".join(f'<w:{side} w:val="nil"/>' for side in ("left", "bottom", "right"))
    width = to_twips(sum(layout.widths_pt))
    return _row_xml(
        [
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{columns}"/>'
            f"<w:tcBorders>{open_sides}</w:tcBorders></w:tcPr>"
            f'<w:p><w:pPr><w:pStyle w:val="bang-ghi-chu"/></w:pPr>'
            f'<w:r><w:t xml:space="preserve">{escape(clean_for_xml(note))}</w:t></w:r></w:p></w:tc>'
        ],
        "<w:cantSplit/>",
    )


def _row_xml(cells: Iterable[str], properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _table_xml(layout: TableLayout, rules: Rules, rows: Sequence[str]) -> str:
    columns = "".join(f'<w:gridCol w:w="{to_twips(width)}"/>' for width in layout.widths_pt)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    padding = to_twips(rules.table.padding_mm * POINTS_PER_MM)
    margins = "".join(f'<w:{side} w:w="{padding}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl {W}><w:tblPr><w:tblW w:w="{to_twips(sum(layout.widths_pt))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
