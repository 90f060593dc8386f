"""Figures of two years side by side while areas, definitions and publications change: what may be said, and in which words.

Figures of provinces are invented; the areas, their names and laws are those of data/reference.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from warehouse_case import Sent, filled, rows, subject

from tdnreport.base.home import find_home
from tdnreport.plans.records import PublishedFigure
from tdnreport.report.prose import render_rows

FIELDS = ("code", "indicator", "measure", "value", "cumulative", "target")
STTTT = "tth.stttt"


def published(figure_id="web_items", value=1322.0, area_id="hue", **changes):
    base = PublishedFigure(
        2, figure_id, value, UNITS.get(figure_id, "%"), date(2024, 1, 1), date(2024, 11, 14), area_id, (), "Sổ công bố",
        None, False,
    )  # fmt: skip
    return replace(base, **changes)


UNITS = {row.indicator_code: row.unit_of_measure for row in subject().plan.indicators}


def context(*figures, area_id="hue", as_of=None, window=(date(2025, 1, 1), date(2025, 11, 14)), **indicator):
    of = subject()
    indicators = tuple(replace(row, owners=(STTTT,), **indicator) for row in of.plan.indicators)
    plan = replace(of.plan, year=2025, area_id=area_id, published=figures, indicators=indicators)
    return replace(of, plan=plan, period=replace(of.period, data_from=window[0], data_to=window[1]), as_of=as_of)


def compared(value, *figures, code="web_items", received_on=date(2025, 11, 14), **more):
    """Verdict, base, change and words of one indicator; base and change are None where they may not be used."""
    of = context(*figures, **more)
    names = {row.indicator_code: row for row in of.plan.indicators}
    line = ["1", names[code].name, names[code].unit_of_measure, value, value, None]
    con = filled(Sent([line], fields=FIELDS, kind="indicators", unit_id=STTTT, received_on=received_on), of=of)
    verdict, base, change = rows(
        con, f"select verdict, base_value, change_pct from report.comparisons where figure_id = '{code}'"
    )[0]
    return verdict, base, change if change is None else round(change, 1), words(con, of)[code], con


def words(con, of):
    relation = con.sql("from report.comparisons where verdict is not null")
    comparisons = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    lines = render_rows(find_home().templates / "bao-cao", "so-sanh", {"comparisons": comparisons, "plan": of.plan})
    return dict(lines)


def notes(con):
    return [note for (note,) in rows(con, "select note from report.base_notes order by position")]


def test_a_province_that_became_a_city_is_compared_with_itself():
    verdict, base, change, said, con = compared(1450, published())
    assert (verdict, base, change) == ("same", 1322, 9.7)
    assert said == "tăng 9,7% so với cùng kỳ năm 2024 (1.322 tin, bài)"
    assert notes(con) == [
        "Số liệu năm 2024 là của tỉnh Thừa Thiên Huế, nay là thành phố Huế (Nghị quyết số 175/2024/QH15)."
    ]


QT, QB = published(value=820.0, area_id="qt"), published(value=1140.0, area_id="qb")


def test_two_provinces_that_became_one_are_added_up():
    verdict, base, change, said, _ = compared(2107, QT, QB, area_id="qtm")
    assert (verdict, base, change) == ("restated", 1960, 7.5)
    assert said == (
        "tăng 7,5% so với cùng kỳ năm 2024 tính theo địa giới hiện nay "
        "(1.960 tin, bài, gồm Quảng Trị (cũ) 820, Quảng Bình 1.140; Nghị quyết số 202/2025/QH15)"
    )


def test_a_part_without_a_figure_gives_no_percent():
    verdict, base, change, said, _ = compared(2107, QT, area_id="qtm")
    assert (verdict, base, change) == ("missing", None, None)
    assert said == "không so sánh được với năm 2024 vì chưa có số liệu của Quảng Bình"


def test_ranks_of_several_provinces_are_never_added_up():
    ranks = [published("pci_rank", rank, area, denominator=63.0) for area, rank in (("qt", 33.0), ("qb", 41.0))]
    verdict, _, change, said, _ = compared(12, *ranks, code="pci_rank", area_id="qtm")
    assert (verdict, change) == ("not_comparable", None)
    assert said == "không so sánh thứ hạng với năm 2024 (Quảng Trị (cũ) 33/63, Quảng Bình 41/63)"


def test_a_count_that_is_taken_otherwise_is_not_compared():
    of_old = published(definition_no=1)
    verdict, _, change, said, _ = compared(
        1450, of_old, definition_no=2, changed_because="tính cả bài đăng lại trên mạng xã hội"
    )
    assert (verdict, change) == ("not_comparable", None)
    assert said == (
        "không so sánh với năm 2024 vì cách tính chỉ tiêu thay đổi từ năm 2025: tính cả bài đăng lại trên mạng xã hội"
    )
    assert compared(1450, of_old, published(value=1300.0, definition_no=2), definition_no=2)[:2] == ("same", 1300)


CORRECTED = (
    published(value=18.0, known_on=date(2024, 12, 12), document="Báo cáo số 245/BC-STTTT ngày 12/12/2024"),
    published(value=15.0, known_on=date(2025, 1, 20), document="Báo cáo số 09/BC-STTTT ngày 20/01/2025", vintage_no=2),
)


@pytest.mark.parametrize(("as_of", "base", "change"), [(date(2025, 1, 10), 18, -5.6), (date(2025, 11, 24), 15, 13.3)])
def test_a_report_sees_what_was_known_on_its_day(as_of, base, change):
    received_on = min(as_of, date(2025, 11, 14))
    assert compared(17, *CORRECTED, as_of=as_of, received_on=received_on)[:3] == ("same", base, change)
    assert compared(17, *CORRECTED, received_on=as_of)[:3] == ("same", base, change), "its day is that of its last file"


def test_a_corrected_base_says_so():
    *_, said, con = compared(17, *CORRECTED)
    assert said == "tăng 13,3% so với cùng kỳ năm 2024 (15 tin, bài (*))"
    assert notes(con)[-1].endswith(
        "số liệu năm 2024 đã điều chỉnh theo Báo cáo số 09/BC-STTTT ngày 20/01/2025 thay thế "
        "Báo cáo số 245/BC-STTTT ngày 12/12/2024; công bố lần đầu: 18 tin, bài."
    )


def test_a_whole_year_is_no_base_for_a_rise():
    whole = published(value=1186.0, data_to=date(2024, 12, 31))
    verdict, _, change, said, _ = compared(1322, whole)
    assert (verdict, change, said) == ("whole_year", None, "bằng 111,5% cả năm 2024 (1.186 tin, bài)")
    assert compared(1322, whole, published(value=1050.0))[2:4] == (
        25.9,
        "tăng 25,9% so với cùng kỳ năm 2024 (1.050 tin, bài)",
    )


def test_shares_by_population_are_no_base():
    """A district that was split: half of its figure by population is an estimate."""
    of = context(published(area_id="old"), area_id="new")
    areas = of.reference.areas
    old = replace(areas.areas["qt"], area_id="old", province_ids=())
    new = replace(areas.areas["qtm"], area_id="new", province_ids=())
    link = replace(areas.links[0], from_area="old", to_area="new", weight_kind="population", weight=0.5)
    changed = replace(areas, areas={**areas.areas, "old": old, "new": new}, links=(*areas.links, link))
    of = replace(of, reference=replace(of.reference, areas=changed))
    line = ["1", "Tin, bài thông tin đối ngoại trên Trang thông tin điện tử của đơn vị", "tin, bài", 700, 700, None]
    con = filled(Sent([line], fields=FIELDS, kind="indicators", unit_id=STTTT), of=of)
    assert rows(
        con, "select verdict, base_value, change_pct from report.comparisons where figure_id = 'web_items'"
    ) == [("estimated", 661, None)]
    assert rows(con, "select base_shown from report.indicator_results where indicator_code = 'web_items'") == [(None,)]


def test_rates_are_taken_anew_from_their_parts():
    """15/18 and 20/25 are 35/43, not the mean of 83,3 and 80,0."""
    rates = (
        published("completion_rate_pct", 83.3333, "qt", numerator=15.0, denominator=18.0),
        published("completion_rate_pct", 80.0, "qb", numerator=20.0, denominator=25.0),
    )
    of = context(*rates, area_id="qtm")
    lines = [[row.task_code, row.title, "Hoàn thành", 100, None, None, "xong", None] for row in of.plan.leaf_tasks]
    con = filled(*(Sent(lines, unit_id=unit, file=f"{unit}.xlsx") for unit in LEADS), of=of)
    value, base, points = rows(
        con, "select value, base_value, change_points from report.comparisons where figure_id = 'completion_rate_pct'"
    )[0]
    assert base == pytest.approx(100 * 35 / 43, abs=1e-4)
    assert points == pytest.approx(value - base, abs=1e-4)
    assert words(con, of)["completion_rate_pct"].endswith(
        "điểm phần trăm so với cùng kỳ năm 2024 tính theo địa giới hiện nay "
        "(35/43, đạt 81,4%, gồm Quảng Trị (cũ) 15/18, Quảng Bình 20/25; Nghị quyết số 202/2025/QH15)"
    )


LEADS = sorted({row.unit_id for row in subject().plan.task_units if row.role == "lead"})


def test_adding_and_restating_may_change_places():
    """Two indicators of two provinces: the sum of what is restated is what is restated of the sum."""
    figures = [
        published(code, value, area)
        for code, area, value in (
            ("web_items", "qt", 820.0),
            ("web_items", "qb", 1140.0),
            ("vietnam_vn_items", "qt", 7.0),
        )
    ] + [published("vietnam_vn_items", 30.0, "qb")]
    of = context(*figures, area_id="qtm")
    con = filled(of=of)
    assert rows(con, "select sum(base_value) from staging.figure_bases") == [(820 + 1140 + 7 + 30,)]


def completion_verdict(*units, reporters=()):
    """The verdict on the completion rate where these leads report all tasks, against a base of these reporters."""
    base = published("completion_rate_pct", 80.0, numerator=8.0, denominator=10.0, reporters=reporters)
    of = context(base)
    lines = [[row.task_code, row.title, "Hoàn thành", 100, None, None, "xong", None] for row in of.plan.leaf_tasks]
    con = filled(*(Sent(lines, unit_id=unit, file=f"{unit}.xlsx") for unit in units), of=of)
    return rows(con, "select verdict from report.comparisons where figure_id = 'completion_rate_pct'")[0][0]


def test_a_rate_of_a_part_of_the_leads_is_not_compared_in_either_year():
    assert completion_verdict(*LEADS) == "same"
    assert completion_verdict(STTTT) == "not_comparable"
    assert completion_verdict(*LEADS, reporters=(STTTT,)) == "not_comparable"


def test_of_an_invented_and_a_real_base_of_one_window_the_real_one_counts():
    """A sample report sees both."""
    both = (published(value=5.0, is_invented=True), published(value=1322.0))
    for figures in (both, both[::-1]):
        con = filled(Sent([], is_sample=True), of=context(*figures))
        assert rows(con, "select value from staging.known_figures") == [(1322,)]
