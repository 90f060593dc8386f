"""The DrawingML of a native chart (ECMA-376, part 1, chapter 21.2), its elements in the order that the standard asks for.

Looks are those of `style`, places those of `paper_layout` as shares of the drawing, so that Word has nothing to guess.
Numbers and names are written twice: here, for drawing, and in the workbook that Word opens to edit them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from tdnreport.report.charts import theme
from tdnreport.report.charts.paper_layout import MARGIN, WIDTH, Plot, PointLabel, leading, point_labels
from tdnreport.report.charts.text_metrics import text_width_pt
from tdnreport.report.model import Chart

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET, BOOK = "Sheet1", "rId1"
"""The sheet that holds the numbers; the chart's relation to its workbook."""

STRIPES = {"/": "wdUpDiag", "\\": "wdDnDiag", "x": "openDmnd", ".": "pct10"}
DASHES = {"solid": "solid", "dash": "dash", "dot": "sysDot", "dashdot": "dashDot"}
MARKERS = {"circle": "circle", "square": "square", "diamond": "diamond", "triangle-up": "triangle"}
SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="{}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where things stand on a drawing of `WIDTH` × `height` points: the plot from `top` to `bottom`; letters have `size`.

    Of many moments on a line only every second, third … is named, as `every` says.
    """

    plot: Plot
    top: float
    bottom: float
    height: float
    size: float
    every: int


def chart_space(chart: Chart, sheet: Sheet) -> str:
    plot = _lines(chart, sheet) if chart.kind == "line" else _bars(chart, sheet)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}">'
        '<c:date1904 val="0"/><c:lang val="vi-VN"/><c:roundedCorners val="0"/>'
        f"<c:chart>{_unit(chart, sheet)}<c:plotArea>{_plot_box(sheet)}{plot}{_name_axis(sheet)}{_value_axis(chart, sheet)}"
        f'</c:plotArea>{_legend(chart)}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{_solid(theme.PAPER)}<a:ln><a:noFill/></a:ln></c:spPr>{_text(theme.TEXT_PT)}"
        f'<c:externalData r:id="{BOOK}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _unit(chart: Chart, sheet: Sheet) -> str:
    """The unit in the place of Word's title, at the top right."""
    text = theme.unit_line(chart)
    if not text:
        return '<c:autoTitleDeleted val="1"/>'
    left = WIDTH - MARGIN - 1.1 * text_width_pt(text, theme.NOTE_PT, italic=True)
    looks = _run(theme.NOTE_PT, "rPr", italic=True)
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
    ink = theme.ink(index)
    fill = _solid(ink.fill)
    if ink.pattern:
        colours = "".join(
            f"<a:{ground}>{_colour(colour)}</a:{ground}>"
            for ground, colour in (("fgClr", theme.PAPER), ("bgClr", ink.fill))
        )
        fill = f'<a:pattFill prst="{STRIPES[ink.pattern]}">{colours}</a:pattFill>'
    outline = _solid(theme.PAPER) if chart.kind == "stacked" else "<a:noFill/>"
    return f'<c:spPr>{fill}<a:ln w="6350">{outline}</a:ln></c:spPr><c:invertIfNegative val="0"/>'


def _bar_labels(chart: Chart, sheet: Sheet, index: int) -> str:
    """Values at the ends of bars; in the middle of the parts of a stack where the part is long enough."""
    if chart.kind != "stacked":
        return f"<c:dLbls>{_label(chart, 'outEnd', _text(sheet.size))}</c:dLbls>"
    ink = theme.ink(index)
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
    return value != 0 and text_width_pt(theme.label(chart, value), sheet.size) + 2 <= length


def _label(chart: Chart, position: str, looks: str) -> str:
    code = quoteattr(number_format(chart))
    return f'<c:numFmt formatCode={code} sourceLinked="0"/>{looks}<c:dLblPos val="{position}"/>{SHOWN.format(1)}'


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
    ink = theme.ink(index)
    return (
        f'<c:spPr><a:ln w="20320" cap="rnd">{_solid(ink.line)}<a:prstDash val="{DASHES[ink.dash]}"/><a:round/></a:ln></c:spPr>'
        f'<c:marker><c:symbol val="{MARKERS[ink.marker]}"/><c:size val="6"/>'
        f"<c:spPr>{_solid(ink.line)}<a:ln>{_solid(ink.line)}</a:ln></c:spPr></c:marker>"
    )


def _line_labels(chart: Chart, sheet: Sheet, index: int) -> str:
    """The values that find room at their points."""
    looks = f"<c:spPr>{_solid(theme.PAPER)}</c:spPr>{_text(theme.NOTE_PT)}"
    found = sorted((one.category, _side(one, sheet)) for one in point_labels(chart, sheet.plot) if one.series == index)
    labels = (f'<c:dLbl><c:idx val="{place}"/>{_label(chart, side, looks)}</c:dLbl>' for place, side in found)
    return f"<c:dLbls>{''.join(labels)}{SHOWN.format(0)}</c:dLbls>"


def _side(label: PointLabel, sheet: Sheet) -> str:
    """Above or below the point; beside it where the label would leave the plot."""
    point, half = sheet.plot.middle(label.category), text_width_pt(label.text, theme.NOTE_PT) / 2
    if point - half < sheet.plot.left:
        return "r"
    if point + half > WIDTH:
        return "l"
    return "t" if label.is_above else "b"


def _series(chart: Chart, index: int, looks: str, labels: str, tail: str = "") -> str:
    series, column, last = chart.series[index], chr(ord("B") + index), len(chart.categories) + 1
    values = [(place, repr(value)) for place, value in enumerate(series.values) if value is not None]
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
        f"<c:tx>{_texts(f'${column}$1', [series.name])}</c:tx>{looks}{labels}"
        f"<c:cat>{_texts(f'$A$2:$A${last}', chart.categories)}</c:cat>"
        f"<c:val><c:numRef><c:f>{SHEET}!${column}$2:${column}${last}</c:f><c:numCache>"
        f"<c:formatCode>{escape(number_format(chart))}</c:formatCode>{_points(len(series.values), values)}"
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
        f'<c:spPr><a:ln w="9525">{_solid(theme.MUTED)}</a:ln></c:spPr>{_text(sheet.size, turned=sheet.every > 1)}'
        '<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>'
        f'<c:tickLblSkip val="{sheet.every}"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(chart: Chart, sheet: Sheet) -> str:
    """Below lying bars too: their order is turned round, so the axis crosses at the last category."""
    axis, lying = theme.axis(chart), sheet.plot.lying
    whole = axis.step == int(axis.step)
    code = quoteattr(number_format(chart, 0 if whole else 1))
    return (
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="{axis.high:.12g}"/>'
        f'<c:min val="{axis.low:.12g}"/></c:scaling><c:delete val="0"/><c:axPos val="{"b" if lying else "l"}"/>'
        f'<c:majorGridlines><c:spPr><a:ln w="6350">{_solid(theme.GRID)}</a:ln></c:spPr></c:majorGridlines>'
        f'<c:numFmt formatCode={code} sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_text(theme.NOTE_PT)}<c:crossAx val="1"/>'
        f'<c:crosses val="{"max" if lying else "autoZero"}"/><c:crossBetween val="between"/>'
        f'<c:majorUnit val="{axis.step:.12g}"/></c:valAx>'
    )


def _legend(chart: Chart) -> str:
    if len(chart.series) < 2:
        return ""
    return f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text(theme.TEXT_PT)}</c:legend>'


def number_format(chart: Chart, decimals: int | None = None) -> str:
    """An Excel number format with Vietnamese separators, where the programme takes them from the format (42A is vi-VN)."""
    decimals = chart.decimals if decimals is None else decimals
    sign = '"%"' if theme.suffix(chart) else ""
    return f"[$-42A]#,##0{'.' if decimals else ''}{'0' * decimals}{sign}"


def _text(size: float, *, colour: str = theme.TEXT, turned: bool = False) -> str:
    body = f'<a:bodyPr rot="{-5_400_000 if turned else 0}" vert="horz"/>'
    looks = _run(size, "defRPr", colour=colour)
    return f'<c:txPr>{body}<a:p><a:pPr>{looks}</a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'


def _run(size: float, tag: str, *, italic: bool = False, colour: str = theme.TEXT) -> str:
    faces = "".join(f'<a:{script} typeface="{theme.FAMILY}"/>' for script in ("latin", "ea", "cs"))
    return f'<a:{tag} lang="vi-VN" sz="{round(size * 100)}" b="0" i="{int(italic)}">{_solid(colour)}{faces}</a:{tag}>'


def _solid(colour: str) -> str:
    return f"<a:solidFill>{_colour(colour)}</a:solidFill>"


def _colour(colour: str) -> str:
    return f'<a:srgbClr val="{colour.removeprefix("#")}"/>'
