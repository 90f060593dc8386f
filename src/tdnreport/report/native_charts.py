"""Charts that Word itself draws and an officer can edit: a DrawingML chart with its numbers in an embedded workbook.

    place(paragraph, chart)     adds the drawing to the paragraph, its parts to the paragraph's package

Places are those of the printed charts (`paper_layout`), given as shares of the drawing, so that Word has nothing to guess.
The caption and the source are paragraphs of the document; the unit stands at the top right of the drawing.
The order of elements is that of ECMA-376, part 1, 21.2. Lengths are points.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from tdnreport.report import style
from tdnreport.report.archive import stable_zip
from tdnreport.report.content import Chart
from tdnreport.report.metrics import text_width_pt, wrapped
from tdnreport.report.paper_layout import GAP, MARGIN, WIDTH, Plot, frame, leading, point_labels

if TYPE_CHECKING:
    from docx.package import Package
    from docx.opc.part import Part
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "Sheet1"
EMU_PER_POINT = 12_700

TALLEST_PLOT = 540.0
"""Bars of 60 units still leave room for caption and source on the same page."""
SMALLEST = 6.5
STRIPES = {"/": "wdUpDiag", "\\": "wdDnDiag", "x": "openDmnd", ".": "dotGrid"}
DASHES = {"solid": "solid", "dash": "dash", "dot": "sysDot", "dashdot": "dashDot"}
MARKERS = {"circle": "circle", "square": "square", "diamond": "diamond", "triangle-up": "triangle"}
SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="{}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where things stand on a drawing of `WIDTH` × `height`: the box of the plot, the size of names, every how many are shown."""

    plot: Plot
    top: float
    bottom: float
    height: float
    size: float
    every: int


def place(paragraph: Paragraph, chart: Chart) -> None:
    """The chart as wide as the text; without any value a sentence in its place."""
    chart = style.cleaned(chart)
    if not style.has_values(chart):
        paragraph.add_run(style.NO_DATA).italic = True
        return
    sheet = _sheet(chart)
    chart = replace(chart, categories=tuple(_names(chart, sheet)))
    relation = paragraph.part.relate_to(_part(paragraph.part.package, chart, sheet), f"{R}/chart")
    paragraph.add_run()._r.append(_inline(chart, sheet, relation, paragraph.part.next_id))


def _sheet(chart: Chart) -> Sheet:
    """Rows of lying bars are equally high here, as Word has no others."""
    plot = frame(chart).plot
    top = MARGIN + leading(style.NOTE_PT) + GAP + (0 if plot.lying else leading(style.TEXT_PT))
    height, size, every = plot.bottom - plot.top, plot.size, 1
    if plot.lying:
        row = min(
            max(plot.edges[i + 1] - plot.edges[i] for i in range(len(plot.labels))), TALLEST_PLOT / len(plot.labels)
        )
        height, size = row * len(plot.labels), max(SMALLEST, min(size, row / style.LEADING))
    else:
        every = next((i for i, lines in enumerate(reversed(plot.labels)) if i and lines), 1)
    legend = len(frame(chart).legend) * (leading(style.TEXT_PT) + GAP)
    return Sheet(plot, top, top + height, top + height + plot.tail + legend + 2 * GAP, size, every)


def _names(chart: Chart, sheet: Sheet) -> Iterator[str]:
    """Categories cut to the lines that they have room for."""
    row = (sheet.bottom - sheet.top) / len(chart.categories)
    slot = (sheet.plot.right - sheet.plot.left) / len(chart.categories) * sheet.every
    width, most = (style.LABEL_SHARE * WIDTH, int(row / leading(sheet.size))) if sheet.plot.lying else (slot, 4)
    for category in chart.categories:
        yield " ".join(wrapped(category, 0.94 * width, sheet.size, most=max(1, most)))


def _part(package: Package, chart: Chart, sheet: Sheet) -> Part:
    from docx.opc.part import Part

    book_name = package.next_partname("/word/embeddings/Microsoft_Excel_Worksheet%d.xlsx")
    part = Part(package.next_partname("/word/charts/chart%d.xml"), CHART_TYPE, b"", package)
    relation = part.relate_to(Part(book_name, SHEET_TYPE, _workbook(chart), package), f"{R}/package")
    part._blob = _space(chart, sheet, relation).encode()
    return part


def _workbook(chart: Chart) -> bytes:
    """What Word opens under "Chỉnh sửa dữ liệu": categories in column A, one series a column, text always as text."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        cells = book.add_worksheet(SHEET)
        cells.set_column(0, 0, 50)
        figure = book.add_format({"num_format": _format(chart)})
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


def _space(chart: Chart, sheet: Sheet, relation: str) -> str:
    plot = _lines(chart, sheet) if chart.kind == "line" else _bars(chart, sheet)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}">'
        '<c:date1904 val="0"/><c:lang val="vi-VN"/><c:roundedCorners val="0"/>'
        f"<c:chart>{_unit(chart, sheet)}<c:plotArea>{_plot_box(sheet)}{plot}{_name_axis(sheet)}{_value_axis(chart, sheet)}"
        f'</c:plotArea>{_legend(chart)}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{_solid(style.PAPER)}<a:ln><a:noFill/></a:ln></c:spPr>{_text(style.TEXT_PT)}"
        f'<c:externalData r:id="{relation}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _unit(chart: Chart, sheet: Sheet) -> str:
    """The unit in the place of Word's title, at the top right."""
    text = style.unit_line(chart)
    if not text:
        return '<c:autoTitleDeleted val="1"/>'
    left = WIDTH - MARGIN - 1.1 * text_width_pt(text, style.NOTE_PT, italic=True)
    looks = _run(style.NOTE_PT, "rPr", italic=True)
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r>{looks}<a:t>{escape(text)}</a:t></a:r></a:p></c:rich></c:tx>"
        f"{_box('', x=left / WIDTH, y=MARGIN / sheet.height)}"
        '<c:overlay val="1"/></c:title><c:autoTitleDeleted val="0"/>'
    )


def _plot_box(sheet: Sheet) -> str:
    left, right = sheet.plot.left, sheet.plot.right
    share = {"x": left / WIDTH, "y": sheet.top / sheet.height}
    extent = {"w": (right - left) / WIDTH, "h": (sheet.bottom - sheet.top) / sheet.height}
    return _box('<c:layoutTarget val="inner"/>', **share, **extent)


def _box(target: str, **shares: float) -> str:
    values = "".join(f'<c:{name} val="{share:.5f}"/>' for name, share in shares.items())
    modes = '<c:xMode val="edge"/><c:yMode val="edge"/>'
    return f"<c:layout><c:manualLayout>{target}{modes}{values}</c:manualLayout></c:layout>"


def _bars(chart: Chart, sheet: Sheet) -> str:
    is_stacked, lying = chart.kind == "stacked", sheet.plot.lying
    bars = 1 if is_stacked else len(chart.series)
    row = (sheet.bottom - sheet.top if lying else sheet.plot.right - sheet.plot.left) / len(chart.categories)
    thickness = min(leading(sheet.size) if lying else 40.0, 0.84 * row / bars)
    series = "".join(
        _series(chart, i, _bar_looks(chart, i), _bar_labels(chart, sheet, i)) for i in range(len(chart.series))
    )
    return (
        f'<c:barChart><c:barDir val="{"bar" if lying else "col"}"/>'
        f'<c:grouping val="{"stacked" if is_stacked else "clustered"}"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="{min(500, round(100 * (row / thickness - bars)))}"/><c:overlap val="{100 if is_stacked else 0}"/>'
        '<c:axId val="1"/><c:axId val="2"/></c:barChart>'
    )


def _bar_looks(chart: Chart, index: int) -> str:
    ink = style.ink(index)
    fill = _solid(ink.fill)
    if ink.pattern:
        colours = "".join(
            f"<a:{ground}>{_colour(colour)}</a:{ground}>"
            for ground, colour in (("fgClr", style.PAPER), ("bgClr", ink.fill))
        )
        fill = f'<a:pattFill prst="{STRIPES[ink.pattern]}">{colours}</a:pattFill>'
    return f'<c:spPr>{fill}<a:ln w="6350">{_solid(style.PAPER)}</a:ln></c:spPr><c:invertIfNegative val="0"/>'


def _bar_labels(chart: Chart, sheet: Sheet, index: int) -> str:
    """Values at the ends of bars; in the middle of the parts of a stack where the part is long enough."""
    if chart.kind != "stacked":
        return f"<c:dLbls>{_label(chart, 'outEnd', _text(sheet.size))}</c:dLbls>"
    ink = style.ink(index)
    short = (
        place
        for place, value in enumerate(chart.series[index].values)
        if value is not None and not _fits(chart, sheet, value)
    )
    dropped = "".join(f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>' for place in short)
    ground = f"<c:spPr>{_solid(ink.fill)}</c:spPr>" if ink.pattern else ""
    return f"<c:dLbls>{dropped}{_label(chart, 'ctr', ground + _text(sheet.size, colour=ink.on_fill))}</c:dLbls>"


def _fits(chart: Chart, sheet: Sheet, value: float) -> bool:
    length = abs(sheet.plot.at(value) - sheet.plot.at(0))
    return value != 0 and text_width_pt(style.label(chart, value), sheet.size) + 2 <= length


def _label(chart: Chart, position: str, looks: str) -> str:
    number_format = quoteattr(_format(chart))
    return (
        f'<c:numFmt formatCode={number_format} sourceLinked="0"/>{looks}<c:dLblPos val="{position}"/>{SHOWN.format(1)}'
    )


def _lines(chart: Chart, sheet: Sheet) -> str:
    series = "".join(
        _series(chart, i, _line_looks(i), _line_labels(chart, sheet, i), '<c:smooth val="0"/>')
        for i in range(len(chart.series))
    )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>'
        '<c:axId val="1"/><c:axId val="2"/></c:lineChart>'
    )


def _line_looks(index: int) -> str:
    ink = style.ink(index)
    return (
        f'<c:spPr><a:ln w="20320" cap="rnd">{_solid(ink.line)}<a:prstDash val="{DASHES[ink.dash]}"/><a:round/></a:ln></c:spPr>'
        f'<c:marker><c:symbol val="{MARKERS[ink.marker]}"/><c:size val="6"/>'
        f"<c:spPr>{_solid(ink.line)}<a:ln>{_solid(ink.line)}</a:ln></c:spPr></c:marker>"
    )


def _line_labels(chart: Chart, sheet: Sheet, index: int) -> str:
    """The values that find room, each above or below its point."""
    looks = f"<c:spPr>{_solid(style.PAPER)}</c:spPr>{_text(style.NOTE_PT)}"
    found = sorted(
        (one.category, "t" if one.is_above else "b") for one in point_labels(chart, sheet.plot) if one.series == index
    )
    labels = (f'<c:dLbl><c:idx val="{place}"/>{_label(chart, side, looks)}</c:dLbl>' for place, side in found)
    return f"<c:dLbls>{''.join(labels)}{SHOWN.format(0)}</c:dLbls>"


def _series(chart: Chart, index: int, looks: str, labels: str, tail: str = "") -> str:
    series, column, last = chart.series[index], chr(ord("B") + index), len(chart.categories) + 1
    values = [(place, repr(value)) for place, value in enumerate(series.values) if value is not None]
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
        f"<c:tx>{_texts(f'${column}$1', [series.name])}</c:tx>{looks}{labels}"
        f"<c:cat>{_texts(f'$A$2:$A${last}', chart.categories)}</c:cat>"
        f"<c:val><c:numRef><c:f>{SHEET}!${column}$2:${column}${last}</c:f><c:numCache>"
        f"<c:formatCode>{escape(_format(chart))}</c:formatCode>{_points(len(series.values), values)}"
        f"</c:numCache></c:numRef></c:val>{tail}</c:ser>"
    )


def _texts(cells: str, texts: Sequence[str]) -> str:
    points = _points(len(texts), [(place, escape(text)) for place, text in enumerate(texts)])
    return f"<c:strRef><c:f>{SHEET}!{cells}</c:f><c:strCache>{points}</c:strCache></c:strRef>"


def _points(count: int, points: Sequence[tuple[int, str]]) -> str:
    return f'<c:ptCount val="{count}"/>' + "".join(
        f'<c:pt idx="{place}"><c:v>{text}</c:v></c:pt>' for place, text in points
    )


def _name_axis(sheet: Sheet) -> str:
    lying = sheet.plot.lying
    return (
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{"maxMin" if lying else "minMax"}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"l" if lying else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr><a:ln w="9525">{_solid(style.MUTED)}</a:ln></c:spPr>{_text(sheet.size)}'
        '<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>'
        f'<c:tickLblSkip val="{sheet.every}"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(chart: Chart, sheet: Sheet) -> str:
    """Below lying bars too: their order is turned round, so the axis crosses at the last category."""
    axis, lying = style.axis(chart), sheet.plot.lying
    whole = axis.step == int(axis.step)
    number_format = quoteattr(_format(chart, 0 if whole else 1))
    return (
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="{axis.high:g}"/>'
        f'<c:min val="{axis.low:g}"/></c:scaling><c:delete val="0"/><c:axPos val="{"b" if lying else "l"}"/>'
        f'<c:majorGridlines><c:spPr><a:ln w="6350">{_solid(style.GRID)}</a:ln></c:spPr></c:majorGridlines>'
        f'<c:numFmt formatCode={number_format} sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_text(style.NOTE_PT)}<c:crossAx val="1"/>'
        f'<c:crosses val="{"max" if lying else "autoZero"}"/><c:crossBetween val="between"/>'
        f'<c:majorUnit val="{axis.step:g}"/></c:valAx>'
    )


def _legend(chart: Chart) -> str:
    if len(chart.series) < 2:
        return ""
    return f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text(style.TEXT_PT)}</c:legend>'


def _format(chart: Chart, decimals: int | None = None) -> str:
    """An Excel number format with Vietnamese separators, where the programme takes them from the format (42A is vi-VN)."""
    decimals = chart.decimals if decimals is None else decimals
    sign = '"%"' if style.suffix(chart) else ""
    return f"[$-42A]#,##0{'.' if decimals else ''}{'0' * decimals}{sign}"


def _text(size: float, colour: str = style.TEXT) -> str:
    looks = _run(size, "defRPr", colour=colour)
    return (
        f'<c:txPr><a:bodyPr rot="0" vert="horz"/><a:p><a:pPr>{looks}</a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
    )


def _run(size: float, tag: str, *, italic: bool = False, colour: str = style.TEXT) -> str:
    faces = "".join(f'<a:{script} typeface="{style.FAMILY}"/>' for script in ("latin", "ea", "cs"))
    return f'<a:{tag} lang="vi-VN" sz="{round(size * 100)}" b="0" i="{int(italic)}">{_solid(colour)}{faces}</a:{tag}>'


def _solid(colour: str) -> str:
    return f"<a:solidFill>{_colour(colour)}</a:solidFill>"


def _colour(colour: str) -> str:
    return f'<a:srgbClr val="{colour.removeprefix("#")}"/>'
