import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from chart_examples import BARS, BLANK, COLUMNS, EMPTY, HOSTILE, KINDS, LINE, SIXTY, STACKED
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tdnreport.report.charts import paper, theme
from tdnreport.report.charts.paper_layout import WIDTH, Plot, lay_out_chart, point_labels
from tdnreport.report.charts.text_metrics import FONTS, balance_text, font_file, text_width_pt, wrap_text
from tdnreport.report.model import Chart, Series

EVERY = (*KINDS, EMPTY, BLANK, SIXTY, HOSTILE)
A4_BODY_PT = 257 * 72 / 25.4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bieu-do")
    paper.draw_all(EVERY, folder)
    return folder


def plot(chart: Chart) -> Plot:
    return lay_out_chart(theme.clean_chart(chart)).plot


# --- letters ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("italic", [False, True])
def test_the_fonts_have_every_vietnamese_letter(bold: bool, italic: bool) -> None:
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones}
    letters |= set("đ–…“”«»₫")
    known = TTFont(font_file(bold, italic), lazy=True).getBestCmap()
    assert {letter for letter in letters | {letter.upper() for letter in letters} if ord(letter) not in known} == set()


def test_the_licence_stands_beside_the_fonts() -> None:
    assert "SIL Open Font License, Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")


def test_widths_are_those_of_times_new_roman() -> None:
    assert text_width_pt("2024", 10) == 20
    assert text_width_pt("CỘNG", 12, bold=True) == pytest.approx(12 * (0.722 + 0.778 + 0.722 + 0.778), abs=0.01)
    assert text_width_pt("é", 10) == text_width_pt("e\u0301", 10) == pytest.approx(4.44, abs=0.01)


@given(st.text(max_size=80), st.floats(20, 200), st.sampled_from([wrap_text, balance_text]))
def test_lines_keep_every_letter_and_fit(text: str, width: float, break_lines: Callable[..., list[str]]) -> None:
    lines = break_lines(text, width, 10)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width_pt(line, 10) <= width for line in lines)


def test_what_is_too_long_ends_with_an_ellipsis_after_a_whole_word() -> None:
    assert wrap_text("Quảng bá hình ảnh của tỉnh", 60, 10, most=1) == ["Quảng bá…"]


def test_no_word_stands_alone_on_the_last_line() -> None:
    text = "Biểu đồ 2. Kinh phí dự toán, phân bổ và giải ngân theo nhiệm vụ có bố trí dự toán riêng"
    assert wrap_text(text, 445, 12, bold=True)[-1] == "riêng"
    first, second = balance_text(text, 445, 12, bold=True)
    assert text_width_pt(second, 12, bold=True) > 0.8 * text_width_pt(first, 12, bold=True)


# --- places -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: chart.id)
def test_everything_stands_inside_the_sheet_and_nothing_upon_another(chart: Chart) -> None:
    chart = theme.clean_chart(chart)
    places = lay_out_chart(chart)
    assert 0 < places.plot.left < places.plot.right <= WIDTH
    assert places.legend_top <= places.plot.top < places.plot.bottom < places.source_top < places.height
    for row in places.legend:
        ends = [entry.x + text_width_pt(entry.name, theme.TEXT_PT) for entry in row]
        assert all(end < following.x for end, following in zip(ends, row[1:], strict=False))
        assert ends[-1] < WIDTH
    for value in theme.chart_values(chart) if chart.kind == "bars" else ():
        end, width = places.plot.place_of(value), text_width_pt(theme.value_label(chart, value), places.plot.size)
        assert end - width > 0 if value < 0 else end + width < WIDTH


def test_bars_of_one_category_stand_side_by_side_in_their_row() -> None:
    places = plot(replace(COLUMNS, kind="bars"))
    (first, thickness), (second, _) = places.bar_place(1, 0, 2), places.bar_place(1, 1, 2)
    assert places.edges[1] < first
    assert first + thickness == pytest.approx(second)
    assert second + thickness < places.edges[2]


def test_sixty_bars_fit_one_page_with_all_their_names() -> None:
    assert lay_out_chart(SIXTY).height < A4_BODY_PT
    assert all(plot(SIXTY).labels)


def test_of_many_moments_some_are_named_and_the_last_always() -> None:
    weeks = replace(LINE, categories=tuple(f"Tuần {n}" for n in range(60)), series=(Series("Lượt", tuple(range(60))),))
    labels = plot(weeks).labels
    assert labels[-1] == ("Tuần", "59")
    assert 10 < len([lines for lines in labels if lines]) < 30


def test_values_at_lines_never_cover_each_other() -> None:
    close = replace(LINE, series=tuple(Series(name, (50.0, 51, 52, 53)) for name in "abc"))
    shown = list(point_labels(close, plot(close)))
    assert 0 < len(shown) < 12
    boxes = [(label.x, label.y) for label in shown]
    assert all(abs(x - u) > 20 or abs(y - v) >= 10 for i, (x, y) in enumerate(boxes) for u, v in boxes[:i])


# --- files ------------------------------------------------------------------------------------------------------------


def test_each_chart_becomes_a_png_and_an_svg_named_by_its_id(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {
        f"{chart.id}.{kind}" for chart in EVERY for kind in ("png", "svg")
    }


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: chart.id)
def test_pictures_are_160_mm_wide_at_300_dots_an_inch(folder: Path, chart: Chart) -> None:
    with Image.open(folder / f"{chart.id}.png") as picture:
        assert picture.width == 1890
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.01)
        assert picture.info["Description"] == chart.alt


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: chart.id)
def test_svg_is_sound_and_needs_no_font_and_nobody(folder: Path, chart: Chart) -> None:
    text = (folder / f"{chart.id}.svg").read_text("utf-8")
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(text).iter() if isinstance(element.tag, str)}
    assert not tags & {"text", "script", "image", "foreignObject", "a"}
    assert "20" + "26-" not in text


def test_the_same_chart_gives_the_same_bytes_alone_or_after_others(folder: Path, tmp_path: Path) -> None:
    for chart in (STACKED, LINE):
        paper.draw_chart(chart, tmp_path / "a.png", tmp_path / "a.svg")
        assert (tmp_path / "a.png").read_bytes() == (folder / f"{chart.id}.png").read_bytes()
        assert (tmp_path / "a.svg").read_bytes() == (folder / f"{chart.id}.svg").read_bytes()


def test_settings_of_the_machine_change_nothing(folder: Path, tmp_path: Path) -> None:
    import matplotlib

    with matplotlib.rc_context({"figure.facecolor": "red", "savefig.transparent": True, "path.sketch": (5, 50, 10)}):
        paper.draw_chart(BARS, tmp_path / "a.png", tmp_path / "a.svg")
    assert (tmp_path / "a.png").read_bytes() == (folder / "tien-do.png").read_bytes()


def test_a_chart_without_values_is_a_small_picture_that_says_so(folder: Path) -> None:
    assert theme.NO_DATA in (folder / "trong.svg").read_text("utf-8")
    with Image.open(folder / "trong.png") as empty, Image.open(folder / "tien-do.png") as full:
        assert empty.height < full.height
