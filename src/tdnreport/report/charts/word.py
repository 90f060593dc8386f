"""Charts that Word itself draws and an officer can edit: xlsxwriter's drawing with its numbers in an embedded workbook.

    place_chart(paragraph, chart)     adds the drawing to the paragraph, its parts to the paragraph's package

Out of scope: how the chart looks (`native`), the caption and the source, which are paragraphs of the document.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from tdnreport.base.stable_zip import stable_zip
from tdnreport.report.charts import theme
from tdnreport.report.charts.native import (
    ChartCells,
    ChartLook,
    add_chart,
    label_format,
    measure_chart,
    shorten_names,
    word_look,
)
from tdnreport.report.charts.paper_layout import WIDTH
from tdnreport.report.model import Chart

if TYPE_CHECKING:
    from docx.opc.part import Part
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.package import Package
    from docx.text.paragraph import Paragraph

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELLS, BOOK = ChartCells("Sheet1", 0), "rId1"
"""Where the numbers stand; the chart's relation to its workbook."""
EMU_PER_POINT = 12_700

SHOWN = '<c:showLegendKey val="0"/>{}<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
COMPLETIONS = (
    ('<c:lang val="en-US"/>', '<c:date1904 val="0"/><c:lang val="vi-VN"/><c:roundedCorners val="0"/>'),
    (r'(<a:(?:rPr|endParaRPr)) lang="en-US"', r'\1 lang="vi-VN"'),
    ("<a:defRPr ", '<a:defRPr lang="vi-VN" '),
    ("(</c:title>)(<c:plotArea>)", r'\1<c:autoTitleDeleted val="0"/>\2'),
    ("(<c:grouping [^>]*>)", r'\1<c:varyColors val="0"/>'),
    ("(</c:spPr>)(<c:dLbls>)", r'\1<c:invertIfNegative val="0"/>\2'),
    ('(<c:showVal val="1"/>)', SHOWN.format(r"\1")),
    ("(</c:ser>)(?=.*</c:lineChart>)", r'<c:smooth val="0"/>\1'),
    ("(</c:scaling>)", r'\1<c:delete val="0"/>'),
    ('<c:axPos val="t"/>', '<c:axPos val="b"/>'),
    ("(<c:legendPos [^>]*><c:layout/>)", r'\1<c:overlay val="0"/>'),
    ("(<c:plotVisOnly [^>]*>)", r'\1<c:dispBlanksAs val="gap"/>'),
    (
        "<c:cat><c:numRef>(.*?)<c:numCache>.*?(<c:ptCount.*?)</c:numCache></c:numRef></c:cat>",
        r"<c:cat><c:strRef>\1<c:strCache>\2</c:strCache></c:strRef></c:cat>",
    ),
    (
        "<c:printSettings>.*</c:printSettings>",
        f'<c:externalData r:id="{BOOK}"><c:autoUpdate val="0"/></c:externalData>',
    ),
)
"""What xlsxwriter leaves to Excel's habits and Word would take otherwise (a missing flag is read as set), names that are
numbers as the texts they are, and the way to the workbook in the place of Excel's print settings."""


def place_chart(paragraph: Paragraph, chart: Chart) -> None:
    """The chart as wide as printed ones; without any value a sentence in its place."""
    chart = theme.clean_chart(chart)
    if not theme.has_values(chart):
        paragraph.add_run(theme.NO_DATA).italic = True
        return
    measures = measure_chart(chart)
    chart = shorten_names(chart, measures)
    part = _chart_part(paragraph.part.package, chart, word_look(chart, measures))
    relation = paragraph.part.relate_to(part, f"{R}/chart")
    paragraph.add_run()._r.append(_inline_xml(chart, measures.height, relation, paragraph.part.next_id))


def _chart_part(package: Package, chart: Chart, look: ChartLook) -> Part:
    from docx.opc.part import Part

    book_name = package.next_partname("/word/embeddings/Microsoft_Excel_Worksheet%d.xlsx")
    part = Part(package.next_partname("/word/charts/chart%d.xml"), CHART_TYPE, _drawing_xml(chart, look), package)
    part.load_rel(f"{R}/package", Part(book_name, BOOK_TYPE, stable_zip(_workbook_bytes(chart)), package), BOOK)
    return part


def _drawing_xml(chart: Chart, look: ChartLook) -> bytes:
    with zipfile.ZipFile(io.BytesIO(_workbook_bytes(chart, look))) as book:
        xml = book.read("xl/charts/chart1.xml").decode()
    code = f'<c:numFmt formatCode={quoteattr(label_format(chart))} sourceLinked="0"/>'
    for pattern, completed in (*COMPLETIONS, ("(<c:dLbl><c:idx [^>]*><c:layout/>)", rf"\1{code}")):
        xml = re.sub(pattern, completed, xml, flags=re.DOTALL)
    return xml.encode()


def _workbook_bytes(chart: Chart, look: ChartLook | None = None) -> bytes:
    """What Word opens to edit the numbers: categories in column A, one series a column, text always as text; the drawing if a
    look is given."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        cells = book.add_worksheet(CELLS.sheet)
        cells.set_column(0, 0, 50)
        figure = book.add_format({"num_format": label_format(chart)})
        for row, category in enumerate(chart.categories, start=1):
            cells.write_string(row, 0, category)
        for column, series in enumerate(chart.series, start=1):
            cells.write_string(0, column, series.name)
            for row, value in enumerate(series.values, start=1):
                if value is not None:
                    cells.write_number(row, column, value, figure)
        if look:
            cells.insert_chart(0, 0, add_chart(book, chart, CELLS, look))
    return buffer.getvalue()


def _inline_xml(chart: Chart, height: float, relation: str, number: int) -> BaseOxmlElement:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    name = f"Biểu đồ {chart.number}"
    size = f'cx="{round(WIDTH * EMU_PER_POINT)}" cy="{round(height * EMU_PER_POINT)}"'
    return parse_xml(
        f'<w:drawing {nsdecls("w")} xmlns:wp="{WP}" xmlns:a="{A}"><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name={quoteattr(name)} descr={quoteattr(chart.alt)}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{C}">'
        f'<c:chart xmlns:c="{C}" xmlns:r="{R}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
