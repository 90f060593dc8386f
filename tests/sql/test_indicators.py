"""What a report may say of an indicator: whose value, of how many units, against whose target and which earlier window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from warehouse_case import Sent, filled, rows, subject

from tdnreport.plans.records import PublishedFigure

FIELDS = ("code", "indicator", "measure", "value", "cumulative", "target")
STTTT, SKHDT, BTDT, SDL, SCT = "tth.stttt", "tth.skhdt", "tth.btdt", "tth.sdl", "tth.sct"
NAMES = {one.indicator_code: one for one in subject().plan.indicators}


def sent(unit, *lines, **more):
    """Indicator code, number of the period, total since January, the unit's own target."""
    table = [
        [str(place), NAMES[code].name, NAMES[code].unit_of_measure, *numbers]
        for place, (code, *numbers) in enumerate(lines, 1)
    ]
    return Sent(table, fields=FIELDS, kind="indicators", unit_id=unit, file=f"{unit}.xlsx", sheet="Biểu 02", **more)


def published(**changes):
    base = PublishedFigure(
        2, "web_items", 1050, "tin, bài", date(2023, 1, 1), date(2023, 11, 14), "hue", (), "Báo cáo 245", None, False
    )
    return replace(base, **changes)


def context(*figures, owners=(), window=(), **changes):
    """The plan with these published figures, `web_items` owned by `owners`, the period's data between two days."""
    of = subject()
    indicators = tuple(
        replace(one, owners=tuple(owners)) if one.indicator_code == "web_items" else one for one in of.plan.indicators
    )
    period = replace(of.period, data_from=window[0], data_to=window[1]) if window else of.period
    return replace(of, plan=replace(of.plan, published=figures, indicators=indicators), period=period, **changes)


def total(con, code, *columns):
    return rows(con, f"select {', '.join(columns)} from marts.indicator_totals where indicator_code = '{code}'")[0]


# --- targets


def test_a_target_is_held_against_the_units_that_set_it_and_no_others():
    con = filled(
        sent("tth.congttdt", ("ttdn_records", 214, 214, 200)),
        sent(SDL, ("ttdn_records", 96, 96, None)),
        sent(SCT, ("ttdn_records", 118, 118, None)),
    )
    columns = ("value", "target", "target_from", "target_value", "target_pct", "planner")
    assert total(con, "ttdn_records", *columns) == (428, 200, "units", 214, 107, "Cổng TTĐT tỉnh")


def test_a_target_of_the_plan_is_the_plans_whatever_units_write():
    con = filled(sent(STTTT, ("pano_clusters", 1, 1, 9)))
    assert total(con, "pano_clusters", "target", "target_from", "target_value", "target_pct") == (2, "plan", 1, 50)


def test_a_count_says_how_many_of_those_who_owe_it_reported():
    con = filled(sent(SDL, ("vietnam_vn_items", 20, 20, None)), sent(SCT, ("web_items", 10, 10, None)))
    assert total(con, "vietnam_vn_items", "units_reported", "units_owing") == (1, 6)
    assert total(con, "web_items", "units_reported", "units_owing") == (1, 29)
    other = filled(
        sent(SDL, ("vietnam_vn_items", 20, 20, None)), sent("tth.congttdt", ("vietnam_vn_items", 146, 146, 150))
    )
    said = rows(other, "select coverage from report.indicator_results where indicator_code = 'vietnam_vn_items'")
    assert said == [("số của 1/6 đơn vị theo dõi và 01 đơn vị khác",)]
    assert rows(con, "select reported, owing from report.coverage where code = 'web_items'") == [(1, 29)]


# --- indices


def index_of(*files):
    con = filled(*files)
    said = rows(con, "select value, source from report.indicator_results where indicator_code = 'pci_score'")[0]
    return said, rows(con, "select file, value from marts.findings where rule_id = 'index_disagrees' order by file")


def test_the_owners_value_of_an_index_counts_and_another_one_is_asked_about():
    (value, _), asked = index_of(
        sent(STTTT, ("pci_score", 71, 71, None)), sent(SKHDT, ("pci_score", 69.25, 69.25, None))
    )
    assert value == 69.25
    assert asked == [("tth.skhdt.xlsx", "69.25"), ("tth.stttt.xlsx", "71")]


def test_an_index_without_a_word_of_its_owner_has_no_figure():
    (value, why), asked = index_of(sent(STTTT, ("pci_score", 71, 71, None)))
    assert (value, why) == (None, "chưa thống nhất: đơn vị theo dõi chưa có số")
    assert len(asked) == 1


def test_an_index_that_nobody_was_given_has_no_figure():
    con = filled(sent(STTTT, ("dti_score", 0.75, 0.75, None)))
    assert total(con, "dti_score", "value", "units_owing") == (None, 0)
    message = rows(con, "select message from marts.findings where rule_id = 'index_disagrees'")[0][0]
    assert "Sở TT&TT: 0,75" in message


def test_two_owners_that_disagree_give_no_figure_and_no_pair_that_nobody_sent():
    of = subject()
    both = tuple(
        replace(one, owners=(STTTT, SKHDT)) if one.indicator_code.startswith("pci") else one
        for one in of.plan.indicators
    )
    con = filled(
        sent(STTTT, ("pci_score", 71, 71, None), ("pci_rank", 8, 8, None)),
        sent(SKHDT, ("pci_score", 69.25, 69.25, None), ("pci_rank", 15, 15, None)),
        of=replace(of, plan=replace(of.plan, indicators=both)),
    )
    assert rows(con, "select value from marts.indicator_totals where indicator_code like 'pci%'") == [(None,), (None,)]
    told = rows(
        con, "select message from marts.findings where rule_id = 'index_disagrees' and value in ('71', '69.25')"
    )
    assert ["Sở KH&ĐT: 69,25; Sở TT&TT: 71" in message for (message,) in told] == [True, True]


def test_an_index_is_never_added_up():
    con = filled(sent(STTTT, ("pci_rank", 8, 8, None)), sent(SKHDT, ("pci_rank", 8, 8, None)))
    assert total(con, "pci_rank", "value", "change_pct", "target_pct") == (8, None, None)


# --- comparisons: web_items, 1.322 now


def compared(*figures, units=(STTTT,), **more):
    con = filled(
        *(sent(unit, ("web_items", 1322 / len(units), 1322 / len(units), None)) for unit in units),
        of=context(*figures, **more),
    )
    return total(con, "web_items", "verdict", "change_pct", "base_pct")


def test_the_same_window_of_all_who_owe_it_is_a_rise():
    assert compared(published(), owners=[STTTT]) == (
        "same",
        pytest.approx(25.9048, abs=1e-4),
        pytest.approx(125.9048, abs=1e-4),
    )


def test_a_whole_year_is_no_base_for_a_rise_or_fall():
    whole = published(value=1186, data_to=date(2023, 12, 31))
    assert compared(whole, owners=[STTTT]) == ("whole_year", None, pytest.approx(111.4671, abs=1e-4))
    assert compared(whole, published(), owners=[STTTT])[0] == "same", "the same window is the better base"


def test_another_window_is_not_compared():
    assert compared(published(data_to=date(2023, 9, 30)), owners=[STTTT]) == ("other_window", None, None)


def test_a_part_of_the_units_is_not_held_against_all_of_them():
    assert compared(published()) == ("not_comparable", None, None), "1 of 29"
    assert compared(published(), owners=[STTTT, SDL])[0] == "not_comparable"
    assert compared(published(), owners=[STTTT, SDL], units=(STTTT, SDL))[0] == "same"


def test_a_base_of_named_units_is_held_against_exactly_those():
    assert compared(published(reporters=(STTTT,)))[0] == "same"
    assert compared(published(reporters=(SDL,)))[0] == "not_comparable"


def test_another_area_is_no_base():
    assert compared(published(area_id="qt"), owners=[STTTT]) == ("missing", None, None)


def test_an_invented_base_is_seen_beside_invented_files_only():
    invented = published(is_invented=True)
    assert compared(invented, owners=[STTTT])[0] == "missing"
    con = filled(sent(STTTT, ("web_items", 1322, 1322, None), is_sample=True), of=context(invented, owners=[STTTT]))
    label = rows(con, "select base_label from report.indicator_results where indicator_code = 'web_items'")
    assert label == [("cùng kỳ năm 2023, số minh họa",)]
    assert total(con, "web_items", "base_is_invented") == (True,)


def test_a_total_counts_in_a_window_that_starts_in_january_and_nowhere_else():
    """Trong kỳ 40, lũy kế 310: the year says 310, August 40."""
    august = (date(2024, 8, 1), date(2024, 8, 31))
    for window, value in ((), 310), (august, 40):
        con = filled(sent(STTTT, ("web_items", 40, 310, None)), of=context(window=window))
        assert total(con, "web_items", "value") == (value,)


def test_the_chart_holds_only_what_may_be_compared():
    other = published(data_to=date(2023, 9, 30))
    for figures, drawn in (([published()], 1), ([other], 0), ([], 0)):
        con = filled(sent(STTTT, ("web_items", 1322, 1322, None)), of=context(*figures, owners=[STTTT]))
        assert rows(con, "select count(*) from report.chart_indicators") == [(drawn,)]
