"""Charts that Word itself draws and an officer can edit: a DrawingML chart with its numbers in an embedded workbook.

    place(paragraph, chart)     adds the drawing to the paragraph, its parts to the paragraph's package

Places are those of the printed charts (`paper_layout`); the chart itself is written by `native_xml`. Out of scope: the
caption and the source, which are paragraphs of the document.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from tdnreport.base.stable_zip import stable_zip
from tdnreport.report.charts import theme
from tdnreport.report.charts.paper_layout import GAP, MARGIN, WIDTH, frame, leading
from tdnreport.report.charts.text_metrics import text_width_pt, wrapped
from tdnreport.report.charts.word_xml import BOOK, SHEET, A, C, R, Sheet, chart_space, number_format
from tdnreport.report.model import Chart

if TYPE_CHECKING:
    from docx.opc.part import Part
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.package import Package
    from docx.text.paragraph import Paragraph

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EMU_PER_POINT = 12_700

TALLEST_PLOT = 540.0
"""Points; bars of 60 units still leave room for caption and source on the same page."""
SMALLEST = 6.5


def place(paragraph: Paragraph, chart: Chart) -> None:
    """The chart as wide as printed ones; without any value a sentence in its place."""
    chart = theme.cleaned(chart)
    if not theme.has_values(chart):
        paragraph.add_run(theme.NO_DATA).italic = True
        return
    sheet = _sheet(chart)
    chart = replace(chart, categories=tuple(_names(chart, sheet)))
    relation = paragraph.part.relate_to(_part(paragraph.part.package, chart, sheet), f"{R}/chart")
    paragraph.add_run()._r.append(_inline(chart, sheet, relation, paragraph.part.next_id))


def _sheet(chart: Chart) -> Sheet:
    printed = frame(chart)
    plot = printed.plot
    top = MARGIN + leading(theme.NOTE_PT) + GAP + (0 if plot.lying else leading(theme.TEXT_PT))
    height, size = _rows(plot.edges) if plot.lying else (plot.bottom - plot.top, plot.size)
    named = [place for place, lines in enumerate(plot.labels) if lines]
    every = 1 if len(named) < 2 else named[1] - named[0]
    tail = plot.tail if every == 1 else GAP + max(text_width_pt(name, size) for name in chart.categories)
    legend_rows = len(printed.legend) + (chart.kind == "line" and len(chart.series) > 1)
    legend = legend_rows * leading(theme.TEXT_PT) + GAP
    return Sheet(plot, top, top + height, top + height + tail + legend + GAP, min(size, plot.size), every)


def _rows(edges: tuple[float, ...]) -> tuple[float, float]:
    """Height of all rows, equal here as Word has no others, and the largest letter that a row holds."""
    count = len(edges) - 1
    row = min(max(below - above for above, below in pairwise(edges)), TALLEST_PLOT / count)
    return row * count, max(SMALLEST, row / theme.LEADING)


def _names(chart: Chart, sheet: Sheet) -> Iterator[str]:
    """Categories cut to the lines that they have room for."""
    row = (sheet.bottom - sheet.top) / len(chart.categories)
    slot = (sheet.plot.right - sheet.plot.left) / len(chart.categories) * sheet.every
    width, most = (theme.LABEL_SHARE * WIDTH, int(row / leading(sheet.size))) if sheet.plot.lying else (slot, 4)
    for category in chart.categories:
        yield " ".join(wrapped(category, 0.94 * width, sheet.size, most=max(1, most)))


def _part(package: Package, chart: Chart, sheet: Sheet) -> Part:
    from docx.opc.part import Part

    book_name = package.next_partname("/word/embeddings/Microsoft_Excel_Worksheet%d.xlsx")
    part = Part(
        package.next_partname("/word/charts/chart%d.xml"), CHART_TYPE, chart_space(chart, sheet).encode(), package
    )
    part.load_rel(f"{R}/package", Part(book_name, BOOK_TYPE, _workbook(chart), package), BOOK)
    return part


def _workbook(chart: Chart) -> bytes:
    """What Word opens to edit the numbers: categories in column A, one series a column, text always as text."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        cells = book.add_worksheet(SHEET)
        cells.set_column(0, 0, 50)
        figure = book.add_format({"num_format": number_format(chart)})
        for row, category in enumerate(chart.categories, start=1):
            cells.write_string(row, 0, category)
        for column, series in enumerate(chart.series, start=1):
            cells.write_string(0, column, series.name)
            for row, value in enumerate(series.values, start=1):
                if value is not None:
                    cells.write_number(row, column, value, figure)
    return stable_zip(buffer.getvalue())


def _inline(chart: Chart, sheet: Sheet, relation: str, number: int) -> BaseOxmlElement:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    name, size = f"Biểu đồ {chart.number}", f'cx="{_emu(WIDTH)}" cy="{_emu(sheet.height)}"'
    return parse_xml(
        f'<w:drawing {nsdecls("w")} xmlns:wp="{WP}" xmlns:a="{A}"><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name={quoteattr(name)} descr={quoteattr(chart.alt)}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{C}">'
        f'<c:chart xmlns:c="{C}" xmlns:r="{R}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def _emu(points: float) -> int:
    return round(points * EMU_PER_POINT)
