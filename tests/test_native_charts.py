import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from openpyxl.chart.bar_chart import BarChart
from openpyxl.chart.chartspace import ChartContainer
from openpyxl.chart.line_chart import LineChart

from tdnreport.report.charts import theme, word
from tdnreport.report.model import Chart, Series

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TASKS = (
    "4.1. Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng",
    "4.2. Cung cấp thông tin, giải thích, làm rõ những thông tin sai lệch về tỉnh",
    "4.3. Xây dựng chuyên trang thông tin đối ngoại trên Cổng Thông tin điện tử tỉnh",
)
BUDGET = Chart(
    "budget",
    2,
    "Kinh phí của các nhiệm vụ có dòng riêng",
    "columns",
    ("Nhiệm vụ 4.1", "Nhiệm vụ 4.2", "Nhiệm vụ 4.3"),
    (Series("Dự toán giao", (100, 400, 250)), Series("Đã giải ngân", (88.5, None, 0))),
    "triệu đồng",
    "Nguồn: Báo cáo của các đơn vị.",
    "Kinh phí giao 750 triệu đồng",
    1,
)
PROGRESS = Chart(
    "progress",
    1,
    "Tiến độ",
    "bars",
    TASKS,
    (Series("Đến ngày báo cáo", (100, 62.5, 0)),),
    "%",
    "Nguồn",
    "Tiến độ",
    1,
    100,
)
REPORTS = Chart(
    "reports",
    3,
    "Báo cáo",
    "stacked",
    ("Sở, ban, ngành", "UBND cấp huyện"),
    (Series("Đúng hạn", (15, 5)), Series("Trễ hạn", (3, 0)), Series("Chưa gửi", (None, 4))),
    "báo cáo",
    "Nguồn",
    "Báo cáo",
)
PERIODS = Chart(
    "periods",
    4,
    "Qua các kỳ",
    "line",
    ("6 tháng 2023", "Năm 2023", "6 tháng 2024", "Năm 2024"),
    (Series("Hoàn thành", (41.2, 88, None, 87.5)), Series("Đúng hạn", (70, 75.5, 72.4, 92.3))),
    "%",
    "Nguồn",
    "Qua các kỳ",
    1,
    100,
)
ALL = (PROGRESS, BUDGET, REPORTS, PERIODS)
HOSTILE = ("=cmd|'/c calc'!A1", '<img src=x onerror=alert(1)> & "bạn"', "a\x00b\x1fc\ud800", "]]>&amp;")


def document(*charts: Chart) -> Document:
    made = docx.Document()
    for chart in charts:
        word.place_chart(made.add_paragraph(), chart)
    return made


def parts(made: Document) -> dict[str, bytes]:
    buffer = io.BytesIO()
    made.save(buffer)
    with zipfile.ZipFile(buffer) as saved:
        return {name: saved.read(name) for name in saved.namelist() if re.match("word/(charts|embeddings)/", name)}


def space(chart: Chart) -> Any:
    return etree.fromstring(parts(document(chart))["word/charts/chart1.xml"])


def cells(chart: Chart) -> list[list[Any]]:
    (book,) = (data for name, data in parts(document(chart)).items() if name.endswith(".xlsx"))
    return [list(row) for row in load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True)]


def value(element: Any, path: str) -> str:
    return str(element.find(path.replace("c:", C)).get("val"))


def test_the_numbers_stand_in_the_workbook_that_word_opens() -> None:
    assert cells(BUDGET) == [
        [None, "Dự toán giao", "Đã giải ngân"],
        ["Nhiệm vụ 4.1", 100, 88.5],
        ["Nhiệm vụ 4.2", 400, None],
        ["Nhiệm vụ 4.3", 250, 0],
    ]


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.kind)
def test_the_drawing_holds_the_same_numbers_as_the_workbook_and_leaves_out_what_is_missing(chart: Chart) -> None:
    drawn = [
        {int(point.get("idx")): float(point.find(f"{C}v").text) for point in series.iter(f"{C}pt")}
        for series in space(chart).iter(f"{C}val")
    ]
    rows = cells(chart)[1:]
    assert drawn == [
        {place: row[column] for place, row in enumerate(rows) if row[column] is not None}
        for column in range(1, len(chart.series) + 1)
    ]


@pytest.mark.parametrize(("chart", "kind"), [(PROGRESS, BarChart), (REPORTS, BarChart), (PERIODS, LineChart)])
def test_another_reader_of_office_charts_understands_the_part(chart: Chart, kind: type) -> None:
    read = ChartContainer.from_tree(space(chart).find(f"{C}chart"))
    (plot,) = read.plotArea._charts
    assert isinstance(plot, kind)
    assert [series.val.numRef.f for series in plot.ser] == [
        f"Sheet1!${letter}$2:${letter}${len(chart.categories) + 1}" for letter in "BCD"[: len(chart.series)]
    ]


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.kind)
def test_no_flag_is_left_to_what_a_reader_takes_for_granted(chart: Chart) -> None:
    drawn = space(chart)
    series, kind = list(drawn.iter(f"{C}ser")), "smooth" if chart.kind == "line" else "invertIfNegative"
    assert [value(one, f"c:{kind}") for one in series] == ["0"] * len(chart.series)
    assert [value(axis, "c:delete") for axis in drawn.iter(f"{C}catAx", f"{C}valAx")] == ["0", "0"]
    flags = ("c:roundedCorners", ".//c:varyColors", "c:chart/c:autoTitleDeleted", ".//c:dispBlanksAs")
    assert [value(drawn, flag) for flag in flags] == ["0", "0", "0", "gap"]
    assert [value(legend, "c:overlay") for legend in drawn.iter(f"{C}legend")] == ["0"] * (len(chart.series) > 1)
    labels = [one for one in drawn.iter(f"{C}dLbls", f"{C}dLbl") if one.find(f"{C}delete") is None]
    assert {len([flag for flag in one if flag.tag.startswith(f"{C}show")]) for one in labels} == {6}


def test_lying_bars_begin_on_top_and_keep_their_values_below() -> None:
    drawn = space(PROGRESS)
    assert value(drawn, ".//c:catAx/c:scaling/c:orientation") == "maxMin"
    assert value(drawn, ".//c:valAx/c:crosses") == "max"
    assert value(drawn, ".//c:valAx/c:scaling/c:max") == "100"
    assert value(drawn, ".//c:catAx/c:tickLblSkip") == "1"


def test_numbers_and_letters_are_vietnamese() -> None:
    drawn = space(BUDGET)
    assert {code.get("formatCode") for code in drawn.iterfind(f".//{C}dLbls/{C}numFmt")} == {"[$-42A]#,##0.0"}
    assert {code.get("formatCode") for code in space(PROGRESS).iterfind(f".//{C}dLbls/{C}numFmt")} == {
        '[$-42A]#,##0.0"%"'
    }
    assert {code.get("formatCode") for code in space(PERIODS).iterfind(f".//{C}dLbl/{C}numFmt")} == {
        '[$-42A]#,##0.0"%"'
    }
    assert {face.get("typeface") for face in drawn.iter(f"{A}latin")} == {"Times New Roman"}
    assert {text.get("lang") for text in drawn.iter(f"{A}defRPr", f"{A}rPr", f"{A}endParaRPr")} == {"vi-VN"}
    assert value(drawn, "c:lang") == "vi-VN"


def test_the_unit_stands_in_the_drawing_and_the_legend_below_only_for_several_series() -> None:
    assert "".join(space(BUDGET).itertext(f"{A}t")) == "Đơn vị tính: triệu đồng"
    assert value(space(BUDGET), ".//c:legend/c:legendPos") == "b"
    assert space(PROGRESS).find(f".//{C}legend") is None


def test_series_have_the_inks_of_the_house() -> None:
    fills = [series.find(f"{C}spPr")[0] for series in space(REPORTS).iter(f"{C}ser")]
    assert [fill.tag.removeprefix(A) for fill in fills] == ["solidFill", "pattFill", "solidFill"]
    assert [list(fill.iter(f"{A}srgbClr"))[-1].get("val") for fill in fills] == [
        ink.fill.lstrip("#") for ink in theme.INKS[:3]
    ]


def test_parts_of_a_stack_too_short_for_their_number_go_without() -> None:
    (dropped,) = {
        (place, label.find(f"{C}idx").get("val"))
        for place, series in enumerate(space(REPORTS).iter(f"{C}ser"))
        for label in series.iter(f"{C}dLbl")
        if label.find(f"{C}delete") is not None
    }
    assert dropped == (1, "1")


def test_each_drawing_has_its_text_for_the_blind_and_a_number_of_its_own_in_every_document() -> None:
    for made in (document(*ALL), document(*ALL)):
        marks = made.element.xpath("//wp:docPr")
        assert [mark.get("descr") for mark in marks] == [chart.alt for chart in ALL]
        assert len({mark.get("id") for mark in marks}) == len(ALL)
        assert sorted(parts(made)) == sorted(
            [f"word/charts/chart{n}.xml" for n in range(1, 5)]
            + [f"word/charts/_rels/chart{n}.xml.rels" for n in range(1, 5)]
            + [f"word/embeddings/Microsoft_Excel_Worksheet{n}.xlsx" for n in range(1, 5)]
        )


def test_the_same_charts_give_the_same_bytes() -> None:
    assert parts(document(*ALL)) == parts(document(*ALL))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.kind)
def test_what_a_department_wrote_stays_text(chart: Chart, text: str) -> None:
    series = tuple(replace(one, name=text) for one in chart.series)
    hostile = replace(chart, categories=(text, *chart.categories[1:]), series=series, unit=text, alt=text)
    shown = theme.visible_text(text)
    assert cells(hostile)[0][1] == shown
    assert cells(hostile)[1][0] == shown
    assert space(hostile).find(f".//{C}tx//{C}v").text == shown
    assert document(hostile).element.xpath("//wp:docPr/@descr") == [shown]


@pytest.mark.parametrize("unit", HOSTILE)
def test_only_cells_of_the_workbook_are_referred_to(unit: str) -> None:
    references = [one.text for one in space(replace(BUDGET, unit=unit)).iter(f"{C}f")]
    assert len(references) == 6
    assert all(re.fullmatch(r"Sheet1!\$[A-C]\$\d(:\$[A-C]\$\d)?", one) for one in references)


def test_names_that_are_numbers_stay_text() -> None:
    named = replace(BUDGET, categories=("1", "02", "4.10"), series=(Series("2024", (1, 2, 3)),))
    assert [row[0] for row in cells(named)[1:]] == ["1", "02", "4.10"]
    assert [point.text for point in space(named).findall(f".//{C}cat/{C}strRef//{C}v")] == ["1", "02", "4.10"]
    assert space(named).find(f".//{C}tx/{C}strRef//{C}v").text == "2024"


def test_the_workbook_holds_the_numbers_alone() -> None:
    (book,) = (data for name, data in parts(document(BUDGET)).items() if name.endswith(".xlsx"))
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        assert not [name for name in opened.namelist() if "chart" in name or "drawing" in name]
        assert {member.date_time[:3] for member in opened.infolist()} == {(1980, 1, 1)}


@pytest.mark.parametrize("values", [(), (None, None)])
def test_a_chart_without_values_is_a_sentence(values: tuple[None, ...]) -> None:
    made = document(replace(PROGRESS, categories=TASKS[: len(values)], series=(Series("Tiến độ", values),)))
    assert made.paragraphs[-1].text == "Không có số liệu"
    assert parts(made) == {}


def test_sixty_units_stand_on_one_page_with_every_name() -> None:
    names = tuple(f"Ủy ban nhân dân xã, phường số {n}" for n in range(60))
    made = document(replace(PROGRESS, categories=names, series=(Series("Tin, bài", tuple(range(60))),)))
    (height,) = made.element.xpath("//wp:extent/@cy")
    assert int(height) < 215 * 36_000
    drawn = etree.fromstring(parts(made)["word/charts/chart1.xml"])
    assert tuple(point.find(f"{C}v").text for point in drawn.find(f".//{C}cat").iter(f"{C}pt")) == names


def test_a_title_longer_than_its_lines_ends_with_an_ellipsis_in_drawing_and_workbook() -> None:
    long = replace(PROGRESS, categories=(TASKS[0] * 9, *TASKS[1:]))
    (name, *others) = (row[0] for row in cells(long)[1:])
    assert name.startswith(TASKS[0][:40])
    assert name.endswith("…")
    assert others == list(TASKS[1:])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.none() | st.integers(-(10**9), 10**12) | st.floats(-1e9, 1e9), min_size=1, max_size=70),
    st.sampled_from(("bars", "columns", "stacked", "line")),
)
def test_any_numbers_can_be_drawn(values: list[float | None], kind: Any) -> None:
    chart = replace(
        BUDGET,
        kind=kind,
        categories=tuple(f"Đơn vị {n}" for n in range(len(values))),
        series=(Series("Trước", tuple(values)), Series("Nay", tuple(values[::-1]))),
    )
    drawn = parts(document(chart))
    if theme.has_values(chart):
        places = [
            float(one.get("val"))
            for one in etree.fromstring(drawn["word/charts/chart1.xml"]).iter(f"{C}min", f"{C}max")
        ]
        assert all(high > low for high, low in pairwise(places))
