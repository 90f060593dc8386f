"""A copy of a sender's workbook that holds what may go back to him, and nothing that does anything by itself.

Allowed: values (of a formula the value it showed last, else its text), cell formats, merged cells, widths, heights, what is hidden, frozen
panes, size of the paper, comments as text. Everything else stays behind: formulas, names, links, queries, validations, conditional formats,
drawings, controls, macros, themes, headers and footers. A list of what is dangerous would never be whole.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.report.excel.workbook import RISKY_START

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FORMULA = b"<f"
_OF_PAPER = ("orientation", "paperSize", "scale", "fitToWidth", "fitToHeight")


def copy_clean(path: Path) -> Workbook:
    """Worksheets in their order, under their names; raises what openpyxl raises for odd files."""
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.packaging.custom import CustomPropertyList
    from openpyxl.workbook.properties import CalcProperties
    from openpyxl.workbook.views import BookView

    book = _load(path, values_only=True)
    formulas = _formula_texts(path)
    sheets = book.worksheets
    book._sheets = []
    for sheet in sheets:
        _copy_sheet(sheet, book.create_sheet(sheet.title), formulas.get(sheet.title, {}))
    book.defined_names.clear()
    book._external_links = []
    book.loaded_theme = book.security = book.vba_archive = None
    book.properties, book.custom_doc_props = DocumentProperties(), CustomPropertyList()
    book.calculation, book.views = CalcProperties(), [BookView()]
    return book


def existing_cells(sheet: Worksheet) -> list[Cell]:
    """The cells that exist; `iter_rows` would make all those between them."""
    return [cell for cell in sheet._cells.values() if hasattr(cell, "data_type")]


def _load(path: Path, values_only: bool) -> Workbook:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(path, rich_text=True, data_only=values_only, keep_links=False)


def _formula_texts(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Sheet → cell → text of its formula, for those that nobody ever calculated; most workbooks need no second look."""
    with zipfile.ZipFile(path) as archive:
        if not any(_FORMULA in archive.read(name) for name in archive.namelist() if "worksheets/" in name):
            return {}
    return {
        sheet.title: {
            cell.coordinate: str(getattr(cell.value, "text", cell.value))
            for cell in existing_cells(sheet)
            if cell.data_type == "f"
        }
        for sheet in _load(path, values_only=False).worksheets
    }


def _copy_sheet(sheet: Worksheet, page: Worksheet, formulas: Mapping[str, str]) -> None:
    page.sheet_state, page.freeze_panes = sheet.sheet_state, sheet.freeze_panes
    for name in _OF_PAPER:
        setattr(page.page_setup, name, getattr(sheet.page_setup, name))
    page.sheet_properties.pageSetUpPr = copy(sheet.sheet_properties.pageSetUpPr)
    for cell in existing_cells(sheet):
        _copy_cell(cell, page.cell(cell.row, cell.column), formulas.get(cell.coordinate))
    for merged in sheet.merged_cells.ranges:
        page.merge_cells(merged.coord)
    _copy_dimensions(sheet.column_dimensions, page.column_dimensions, ("width", "hidden", "min", "max"))
    _copy_dimensions(sheet.row_dimensions, page.row_dimensions, ("height", "hidden"))


def _copy_cell(cell: Cell, made: Cell, formula: str | None) -> None:
    """The value goes over as it is typed there: assigned anew, a text "=1+1" would become a formula."""
    from openpyxl.comments import Comment

    made._style = copy(cell._style)
    made._value, made.data_type = cell._value, cell.data_type
    if cell._value is None and formula is not None:
        made._value, made.data_type = formula, "s"
    if made.data_type == "s" and str(made._value).startswith(RISKY_START):
        made.quotePrefix = True
    if cell.comment:
        made.comment = Comment(cell.comment.text, cell.comment.author)


def _copy_dimensions(given: Mapping[Any, Any], made: Any, names: tuple[str, ...]) -> None:
    for key, dimension in given.items():
        for name in names:
            if getattr(dimension, name) is not None:
                setattr(made[key], name, getattr(dimension, name))
