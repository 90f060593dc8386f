"""Every filled line of a sheet accounted for: what it was taken for in a table, or that it stands outside one.

    {1: "outside", 6: "header", 7: "data", 8: "total", 12: "outside_figures"}

`outside_figures` are lines below a table's header that hold figures and were not read: they are named to the sender.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tdnreport.ingest.file_read import SheetRead
from tdnreport.workbook.model import Line

_FIGURE = re.compile(r"[-+]?\d[\d.,]*\s*%?")
_LEAST_CELLS = 3


def account_for_lines(sheet_read: SheetRead) -> Mapping[int, str]:
    """Row → role, for each filled line; of lines in two tables side by side data wins."""
    roles: dict[int, str] = {}
    first = min((table.header_rows[0] for table in sheet_read.tables), default=1 << 30)
    for line in sheet_read.sheet.lines:
        named = [table.roles[line.row_no] for table in sheet_read.tables if line.row_no in table.roles]
        outside = "outside_figures" if line.row_no > first and _holds_figures(line) else "outside"
        roles[line.row_no] = "data" if "data" in named else named[0] if named else outside
    return roles


def _holds_figures(line: Line) -> bool:
    filled = [(text.strip(), kind) for text, kind in zip(line.cells, line.kinds, strict=False) if text.strip()]
    figures = [text for text, kind in filled[1:] if kind in "np" or _FIGURE.fullmatch(text)]
    return len(filled) >= _LEAST_CELLS and bool(figures)
