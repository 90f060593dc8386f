"""What every workbook we make has in common: text stays text, figures in Vietnamese dress, pages that print.

    draft = Draft("Phụ lục số liệu")
    sheet = draft.add_sheet("Phụ lục I", rules.page.landscape())
    draft.put_value(sheet, 4, 2, 120_500_000, "million_vnd")      shows 120,5 and holds 120500000
    path.write_bytes(draft.to_bytes())

Number formats name the Vietnamese locale (`[$-42A]`), so 1.234.567,8 looks the same on an English machine. Rows are as
high as their text; columns are measured in characters, as Excel does.
Out of scope: reading workbooks (`reader`), marking the senders' own workbooks (`feedback`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tdnreport.base.stable_zip import stable_zip
from tdnreport.report.charts import theme
from tdnreport.report.charts.text_metrics import text_width_pt, wrap_text
from tdnreport.report.charts.theme import RULE, VI
from tdnreport.report.nd30_rules import Area
from tdnreport.vietnamese import formats
from tdnreport.vietnamese.formats import Value, ValueKind
from tdnreport.vietnamese.text import CUT, LONGEST_TEXT

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SIZE_PT, LINE_PT = 11, 14
MM_PER_INCH = 25.4
HEADER, GROUP, TOTAL, ALARM, LINK = "#DCE6F1", "#F2F2F2", "#FBF3E2", "#B3261E", "#0B57A4"
CHARACTER_PT, MARGIN_PT = 5.25, 3.75
"""Width of one character of a column's width, and what Excel adds to it."""
NEVER_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
RISKY_START = ("=", "+", "-", "@", "\t", "\n")
INDENT_PT = 7
FIRST_EXCEL_YEAR = 1900
MOST_LINES = 28
"""A row of Excel is at most 409 points high."""
FIGURES = frozenset({"count", "number", "vnd", "million_vnd", "pct", "points"})


@dataclass(frozen=True, slots=True)
class MeasuredText:
    """A text in a column `width` characters wide, to measure how high its row must be."""

    text: str
    width: float
    size: float = SIZE_PT
    bold: bool = False

    @property
    def lines(self) -> int:
        room = self.width * CHARACTER_PT - INDENT_PT
        return sum(self._lines(line, room) for line in cell_text(self.text).split("\n"))

    def _lines(self, line: str, room: float) -> int:
        fits = text_width_pt(line, self.size, self.bold) <= room
        return 1 if fits else len(wrap_text(line, room, self.size, bold=self.bold, most=MOST_LINES))

    @property
    def height(self) -> float:
        return min(self.lines, MOST_LINES) * LINE_PT * self.size / SIZE_PT


class Draft:
    """A workbook being written: no text becomes a formula, number or link, and the clock is not read."""

    def __init__(self, title: str, company: str = "", footer: str = "") -> None:
        from xlsxwriter import Workbook

        self._stream = io.BytesIO()
        font = f'&"{theme.FAMILY},Regular"&9'
        self._footer = f"&L{font} {cell_text(footer).replace('&', '&&')}&R{font}Trang &P/&N"
        self._looks: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.book = Workbook(
            self._stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {
                    "font_name": theme.FAMILY,
                    "font_size": SIZE_PT,
                    "font_color": theme.TEXT,
                },
            },
        )
        self.book.set_properties(
            {"title": cell_text(title), "company": cell_text(company), "created": datetime(2000, 1, 1)}
        )

    def cell_format(self, **properties: Any) -> Format:
        """The cell format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            self._looks[key] = self.book.add_format(properties)
        return self._looks[key]

    def add_sheet(self, name: str, area: Area) -> Worksheet:
        """A4, one page wide, with the margins of the document; codes such as 4.1 without the green corner of Excel."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        if area.width_mm > area.height_mm:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sides = (area.left_mm, area.right_mm, area.top_mm, area.bottom_mm)
        sheet.set_margins(*(side / MM_PER_INCH for side in sides))
        sheet.set_footer(self._footer)
        sheet.hide_gridlines(2)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        return sheet

    def put_value(self, sheet: Worksheet, row: int, column: int, value: Value, kind: ValueKind, **more: Any) -> None:
        """One cell of a table: figures and dates as themselves, the rest as text; percentages (0 to 100) as Excel's own."""
        if isinstance(value, date) and value.year >= FIRST_EXCEL_YEAR:
            day = boxed_properties(num_format=f"{VI}dd/mm/yyyy", align="center") | more
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self.cell_format(**day))
        elif isinstance(value, int | float) and kind in FIGURES:
            sheet.write_number(row, column, stored_value(value, kind), self.figure_format(value, kind, **more))
        else:
            self.put_text(
                sheet, row, column, formats.format_cell(value, kind), **{"align": _align(value, kind), **more}
            )

    def put_text(self, sheet: Worksheet, row: int, column: int, text: str, **more: Any) -> None:
        """A text in a box; one that a spreadsheet would take for a formula if typed again carries Excel's own text mark."""
        cleaned = cell_text(text)
        mark = {"quote_prefix": True} if cleaned.startswith(RISKY_START) else {}
        indent = {"indent": 1} if more.get("align", "left") == "left" else {}
        cell = self.cell_format(**boxed_properties(**mark, **indent) | more)
        if cleaned:
            sheet.write_string(row, column, cleaned, cell)
        else:
            sheet.write_blank(row, column, None, cell)

    def figure_format(self, value: float, kind: ValueKind, **more: Any) -> Format:
        return self.cell_format(**boxed_properties(num_format=number_format(value, kind), align="right") | more)

    def put_line(self, sheet: Worksheet, row: int, widths: Iterable[float], text: str, **more: Any) -> None:
        """A text over all columns; merged cells do not grow by themselves, so its height is set here."""
        columns = list(widths)
        cell = self.cell_format(**{"align": "center", "valign": "vcenter", "text_wrap": True} | more)
        if len(columns) > 1:
            sheet.merge_range(row, 0, row, len(columns) - 1, "", cell)
        sheet.write_string(row, 0, cell_text(text), cell)
        text_size = MeasuredText(text, sum(columns), more.get("font_size", SIZE_PT), more.get("bold", False))
        sheet.set_row(row, text_size.height + 3)

    def to_bytes(self) -> bytes:
        """The finished workbook as bytes; rows keep their heights but grow when more text is entered."""
        self.book.close()
        return stable_zip(_let_rows_grow(self._stream.getvalue()))


def _let_rows_grow(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b' customHeight="1"', b"") if "/worksheets/" in name else content)
    return out.getvalue()


def cell_text(text: str) -> str:
    r"""Any text as a cell may hold it: no control characters, one kind of line break, at most 32.767 characters.

    >>> cell_text("Dòng 1\r\nDòng 2\x00")
    'Dòng 1\nDòng 2'
    """
    cleaned = NEVER_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return cleaned if len(cleaned) <= LONGEST_TEXT else cleaned[: LONGEST_TEXT - len(CUT)] + CUT


def width_in_characters(width_pt: float) -> float:
    """A column's width as Excel counts it."""
    return round((width_pt - MARGIN_PT) / CHARACTER_PT, 1)


def row_height(texts: Iterable[MeasuredText]) -> float:
    return max((text.height for text in texts), default=LINE_PT) + 3


def boxed_properties(**more: Any) -> dict[str, Any]:
    """Properties of a cell inside a table."""
    return {"border": 1, "border_color": RULE, "text_wrap": True, "valign": "vcenter", **more}


def stored_value(value: float, kind: ValueKind) -> float:
    return value / 100 if kind == "pct" else value


def number_format(value: float, kind: ValueKind) -> str:
    """The Excel format that shows what `formats.cell` prints."""
    match kind:
        case "million_vnd":
            return f"{VI}#,##0{'.0' if ',' in formats.format_million_vnd(value) else ''},,"
        case "pct":
            return f"{VI}#,##0.0%"
        case "points":
            return f"{VI}{'+' if formats.round_half_up(value, 1) > 0 else ''}#,##0.0"
        case "number":
            decimals = len(formats.format_trimmed(value, 2).partition(",")[2])
            return f"{VI}#,##0{'.' if decimals else ''}{'0' * decimals}"
        case _:
            return f"{VI}#,##0"


def _align(value: Value, kind: ValueKind) -> str:
    if kind == "text":
        return "left"
    return "right" if value is None and kind in FIGURES else "center"
