"""The second count agrees with the first on everything the sample and odd cases hold, and a wrong figure does not pass it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from task_lines import T1, T2, T5, T41, T42, T43, line
from warehouse_case import Sent, filled

from tdnreport.quality import recount

TASKS = {"1": T1, "2": T2, "4.1": T41, "4.2": T42, "4.3": T43, "5": T5}
STATUS = {"Hoàn thành": 100, "Chưa thực hiện": 0, "Đang thực hiện": 40, "Dừng thực hiện": 20}
lines = st.builds(
    lambda code, status, given, spent: line(
        code, TASKS[code], status, STATUS[status], float(given), float(min(given, spent))
    ),
    st.sampled_from(sorted(TASKS)),
    st.sampled_from(sorted(STATUS)),
    st.integers(0, 50).map(lambda million: million * 10**6),
    st.integers(0, 50).map(lambda million: million * 10**6),
)
files = st.lists(
    st.tuples(
        st.sampled_from(["tth.stttt", "tth.btg", "tth.sngv", "tth.skhdt", "tth.bchbdbp", "tth.sdl"]),
        st.lists(lines, min_size=1, max_size=5),
        st.sampled_from([date(2024, 11, 12), date(2024, 11, 18), None]),
    ),
    max_size=5,
)


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(files)
def test_both_counts_agree_whatever_units_send(sent):
    con = filled(
        *(Sent(rows, unit_id=unit, file=f"{n}.xlsx", received_on=on) for n, (unit, rows, on) in enumerate(sent))
    )
    assert recount.recount_outcome(con).examples == ()


def test_a_plan_without_budget_lines_has_no_budget_figures_in_either_count():
    assert recount.recount_outcome(filled(plan_id="qt-2024", period_id="2024-h1")).success


@pytest.mark.parametrize("figure", ["tasks_complete", "own_line_disbursed_vnd", "on_time_rate_pct"])
def test_a_wrong_figure_is_shown(figure):
    con = filled(Sent([line(allocated="100 triệu", disbursed="80 triệu")]))
    con.execute("update report.figures set value = value + 1 where id = ?", [figure])
    outcome = recount.recount_outcome(con)
    assert not outcome.success
    assert [example.split(":")[0] for example in outcome.examples] == [figure]
