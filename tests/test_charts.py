import json
from dataclasses import replace
from itertools import combinations

import plotly.graph_objects as go
import pytest
from chart_examples import BARS, BLANK, COLUMNS, EMPTY, HOSTILE, KINDS, LINE, SIXTY, STACKED
from hypothesis import given
from hypothesis import strategies as st

from tdnreport.report.charts import plotly, theme
from tdnreport.report.model import Chart, Series


def lightness(colour: str) -> float:
    """CIE L* of a colour: what is left of it on a grey print."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 116 * (0.2126 * red + 0.7152 * green + 0.0722 * blue) ** (1 / 3) - 16


def texts(figure: go.Figure) -> str:
    return json.dumps(json.loads(figure.to_json()), ensure_ascii=False)


def with_values(*values: float | None, kind: str = "bars", decimals: int = 0, maximum: float | None = None) -> Chart:
    names = tuple(map(str, range(len(values))))
    chart = replace(BARS, categories=names, series=(Series("", values),), decimals=decimals, maximum=maximum)
    return replace(chart, kind=kind)


# --- house style ------------------------------------------------------------------------------------------------------


def test_series_differ_on_a_grey_print_by_lightness_or_by_stripes() -> None:
    for one, other in combinations(theme.INKS, 2):
        assert abs(lightness(one.fill) - lightness(other.fill)) > 9 or one.pattern != other.pattern


def test_values_can_be_read_upon_every_colour() -> None:
    for ink in theme.INKS:
        assert abs(lightness(ink.fill) - lightness(ink.on_fill)) > 45


@pytest.mark.parametrize(
    ("values", "decimals", "maximum", "ticks"),
    [
        ((400, 100, 250), 0, None, [0, 100, 200, 300, 400]),
        ((8.1,), 1, 100, [0, 20, 40, 60, 80, 100]),
        ((3,), 0, None, [0, 1, 2, 3]),
        ((0.3,), 1, None, [0, 0.1, 0.2, 0.3]),
        ((-5, 12), 0, None, [-5, 0, 5, 10, 15]),
        ((0, None), 0, None, [0, 1]),
        ((120,), 0, 100, [0, 25, 50, 75, 100, 125]),
    ],
)
def test_axes_start_at_zero_and_go_in_steps_people_read(
    values: tuple[float | None, ...], decimals: int, maximum: float | None, ticks: list[float]
) -> None:
    assert theme.value_axis(with_values(*values, decimals=decimals, maximum=maximum)).ticks == ticks


@given(
    st.lists(st.integers(-(10**12), 10**12) | st.none(), min_size=1, max_size=8), st.sampled_from(["bars", "stacked"])
)
def test_no_value_leaves_its_axis(values: list[int | None], kind: str) -> None:
    axis = theme.value_axis(with_values(*values, kind=kind))
    assert axis.low <= min((value for value in values if value is not None), default=0)
    assert axis.high >= max((value for value in values if value is not None), default=0)
    assert 2 <= len(axis.ticks) <= 12


def test_a_stack_reaches_as_far_as_its_parts_together() -> None:
    parts = tuple(Series(name, (40, 10)) for name in "abc")
    assert theme.value_axis(replace(STACKED, categories=("x", "y"), series=parts)).high >= 120


def test_columns_lie_down_when_their_labels_would_cover_each_other() -> None:
    many = replace(
        COLUMNS, categories=tuple(f"Chỉ tiêu {n}" for n in range(12)), series=(Series("a", (1234.5,) * 12),) * 3
    )
    assert not theme.lies_down(COLUMNS)
    assert theme.lies_down(many)


def test_a_series_must_have_one_value_per_category() -> None:
    with pytest.raises(ValueError, match="«Tỷ lệ hoàn thành» có 1 giá trị cho 3 nhóm"):
        plotly.plotly_figure(replace(BARS, series=(Series("Tỷ lệ hoàn thành", (1,)),)))


# --- interactive ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chart", KINDS, ids=lambda chart: chart.id)
def test_every_value_is_labelled_in_vietnamese(chart: Chart) -> None:
    figure = plotly.plotly_figure(chart)
    assert figure.layout.separators == ",."
    for trace, series in zip(figure.data, chart.series, strict=True):
        for shown, hover, value in zip(trace.text, trace.hovertext, series.values, strict=True):
            assert shown in ("", "" if value is None else theme.value_label(chart, value))
            assert hover.endswith(
                "" if value is None else f"{series.name}: {theme.value_label(chart, value)}" + unit(chart)
            )


def unit(chart: Chart) -> str:
    return "" if chart.unit == "%" else f" {chart.unit}"


def test_numbers_look_the_same_as_in_the_text() -> None:
    assert list(plotly.plotly_figure(BARS).data[0].text) == ["100,0%", "62,3%", ""]
    assert list(plotly.plotly_figure(COLUMNS).data[1].text) == ["88,5", "352,4", ""]
    assert plotly.plotly_figure(BARS).layout.xaxis.ticksuffix == "%"


def test_a_missing_value_is_left_out_and_breaks_a_line() -> None:
    assert plotly.plotly_figure(COLUMNS).data[1].y[2] is None
    assert plotly.plotly_figure(LINE).data[0].y[2] is None
    assert plotly.plotly_figure(LINE).data[0].connectgaps is False


def test_the_first_category_of_lying_bars_stands_on_top_and_bars_do_not_overlap() -> None:
    figure = plotly.plotly_figure(replace(COLUMNS, kind="bars"))
    low, high = figure.layout.yaxis.range
    assert low > high
    (first, second) = figure.data
    assert list(first.y) == sorted(first.y)
    assert first.offset + first.width <= second.offset


def test_equal_names_stay_two_categories() -> None:
    figure = plotly.plotly_figure(replace(BARS, categories=("Tập huấn", "Tập huấn", "4.10")))
    assert len(set(figure.data[0].y)) == 3
    assert list(figure.layout.yaxis.ticktext) == ["Tập huấn", "Tập huấn", "4.10"]


def test_long_names_are_broken_and_shown_whole_under_the_pointer() -> None:
    figure = plotly.plotly_figure(BARS)
    assert figure.layout.yaxis.ticktext[1].count("<br>") == 3
    assert "các thứ tiếng khác" in figure.data[0].hovertext[1].replace("<br>", " ")


def test_sixty_categories_make_the_figure_higher_and_all_are_named() -> None:
    figure = plotly.plotly_figure(SIXTY)
    assert len(figure.layout.yaxis.ticktext) == 60
    assert figure.layout.height > 60 * plotly.LINE


@pytest.mark.parametrize("chart", [EMPTY, BLANK, replace(EMPTY, kind="line"), replace(EMPTY, kind="stacked")])
def test_a_chart_without_values_says_so(chart: Chart) -> None:
    figure = plotly.plotly_figure(chart)
    assert not figure.data
    assert theme.NO_DATA in texts(figure)


def test_text_of_departments_is_never_markup() -> None:
    shown = texts(plotly.plotly_figure(HOSTILE))
    assert "<img" not in shown
    assert "<i>Chênh" not in shown
    assert "$x^2$" not in shown
    assert "&lt;img" in shown
    assert "\\u0007" not in shown


def test_title_and_source_stand_on_the_figure_only_where_nothing_else_prints_them() -> None:
    captioned, bare = plotly.plotly_figure(BARS), plotly.plotly_figure(BARS, captioned=False)
    assert captioned.layout.title.text == "<b>Biểu đồ 1. Tiến độ thực hiện các nhiệm vụ</b>"
    assert "Nguồn: Báo cáo" in captioned.layout.annotations[0].text
    assert bare.layout.title.text is None
    assert not bare.layout.annotations
    assert captioned.layout.height > bare.layout.height


def test_a_chart_never_leaves_the_machine() -> None:
    config = plotly.offline_config()
    assert (config["showSendToCloud"], config["plotlyServerURL"], config["displaylogo"]) == (False, "", False)
    assert config["locales"]["vi"]["format"]["decimal"] == ","


def test_the_same_chart_gives_the_same_figure() -> None:
    assert texts(plotly.plotly_figure(STACKED)) == texts(plotly.plotly_figure(STACKED))
