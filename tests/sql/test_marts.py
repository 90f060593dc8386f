"""Rows in, figures out: the definitions of DESIGN section 4, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from task_lines import T1, T2, T5, T41, T42, T43, line
from warehouse_case import Sent, filled, rows

STTTT, SVHTT, SNGV, SKHDT, BDBP = "tth.stttt", "tth.svhtt", "tth.sngv", "tth.skhdt", "tth.bchbdbp"


def figure(con, figure_id):
    return rows(con, f"select value, numerator, denominator from report.figures where id = '{figure_id}'")[0]


def task(con, code):
    return rows(
        con,
        f"select status, completion_pct, leads_expected, leads_reported from marts.tasks where task_code = '{code}'",
    )[0]


def test_without_any_file_everything_is_unknown_and_no_rate_is_zero():
    con = filled()
    assert figure(con, "tasks_total")[0] == figure(con, "tasks_unknown")[0] == 8
    assert figure(con, "tasks_not_started")[0] == 0
    assert figure(con, "completion_rate_pct") == figure(con, "mean_progress_pct") == (None, None, None)
    assert figure(con, "own_line_planned_vnd")[0] == 750_000_000
    assert figure(con, "own_line_execution_pct")[0] is None
    assert figure(con, "reporting_rate_pct") == (0, 0, 29)


def test_a_plan_without_budget_lines_has_no_budget_rate_but_words():
    con = filled(plan_id="qt-2024", period_id="2024-h1")
    notes = rows(
        con, "select value, note from report.figures where id in ('own_line_planned_vnd', 'own_line_execution_pct')"
    )
    assert notes == [(None, "không bố trí dự toán riêng")] * 2


def test_a_task_is_done_only_when_every_lead_is_done_and_its_percent_is_of_those_that_reported():
    one = Sent([line("4.2", T42, "Hoàn thành", 100, done="10/6/2024")], unit_id=SVHTT, file="1.xlsx")
    two = Sent([line("4.2", T42, "Hoàn thành", 100, done="10/6/2024")], unit_id=SNGV, file="2.xlsx")
    three = Sent([line("4.2", T42, "Hoàn thành", 100, done="10/6/2024")], unit_id=SKHDT, file="3.xlsx")
    status, pct, expected, reported = task(filled(one), "4.2")
    assert (status, pct, expected, reported) == ("doing", 100, 3, 1)
    assert task(filled(one, two, three), "4.2") == ("done", 100, 3, 3)


def test_a_coordinating_units_line_is_kept_and_not_counted_in_the_rate():
    con = filled(Sent([line("4.1", T41, "Hoàn thành", 100, done="10/6/2024")], unit_id="tth.sdl"))
    assert task(con, "4.1") == ("unknown", None, 1, 0)
    assert rows(con, "select role, completion_pct from marts.progress") == [("coordinate", 100)]


def test_nothing_begun_is_todo_and_a_stopped_task_leaves_the_denominator():
    con = filled(Sent([line("1", T1, "Chưa thực hiện", 0), line("4.1", T41, "Dừng thực hiện", 20)]))
    assert task(con, "1")[0] == "todo"
    assert task(con, "4.1")[0] == "stopped"
    assert figure(con, "completion_rate_pct") == (0, 0, 7)
    assert [figure(con, f"tasks_{state}")[0] for state in ("not_started", "stopped", "unknown")] == [1, 1, 6]


def test_the_unknown_stand_beside_every_rate_and_are_in_no_mean():
    con = filled(Sent([line("1", T1, "Hoàn thành", 100, done="10/6/2024"), line("4.1", T41, pct=50)]))
    notes = rows(con, "select value, note from report.figures where id in ('completion_rate_pct', 'mean_progress_pct')")
    assert [value for value, _ in notes] == [12.5, 75]
    assert all(note.endswith("; 6 nhiệm vụ chưa có số liệu") for _, note in notes)


def test_a_task_is_todo_when_all_that_reported_have_not_begun():
    con = filled(Sent([line("4.2", T42, "Chưa thực hiện", 0)], unit_id=SVHTT))
    assert task(con, "4.2") == ("todo", 0, 3, 1)


def test_the_budget_rate_is_the_sum_over_the_sum_never_the_mean_of_rates():
    """The worked example: 92/100, 318,5/400, 250/250 → 660,5/750 = 88,0667%, where the mean of the rates is 90,5%."""
    con = filled(
        Sent(
            [
                line("1", T1, allocated="100.000.000", disbursed="92.000.000"),
                line(
                    "3",
                    "Phối hợp Bộ Thông tin và Truyền thông thực hiện các Chương trình mục tiêu quốc gia",
                    allocated="400 triệu",
                    disbursed="318,5 triệu",
                ),
                line("4.1", T41, allocated="0,25 tỷ", disbursed=250_000_000.0),
            ]
        )
    )
    assert figure(con, "own_line_execution_pct") == (pytest.approx(88.0667, abs=1e-4), 660_500_000, 750_000_000)


def test_money_on_tasks_without_a_line_is_kept_apart():
    con = filled(Sent([line("2", T2, allocated="20 triệu", disbursed="20 triệu")], unit_id="tth.btg"))
    assert figure(con, "all_allocated_vnd")[0] == 20_000_000
    assert figure(con, "own_line_allocated_vnd")[0] is None


def test_what_may_be_spent_is_given_and_carried_in_wherever_a_rate_is_taken():
    """430 of 400 given and 50 carried in: 95,6%, not 107,5%; 460 is more than there is."""
    fields = ("code", "title", "status", "pct", "allocated", "carried", "disbursed")
    mtqg = "Phối hợp Bộ Thông tin và Truyền thông thực hiện các Chương trình mục tiêu quốc gia"

    def spending(amount):
        row = ["3", mtqg, "Đang thực hiện", 80, "400 triệu", "50 triệu", amount]
        return filled(Sent([row], fields=fields))

    con = spending("430 triệu")
    assert figure(con, "own_line_execution_pct") == (pytest.approx(95.5556, abs=1e-4), 430_000_000, 450_000_000)
    assert [figure(con, f"own_line_{name}_vnd")[0] for name in ("allocated", "carried_in", "used")] == [
        400_000_000,
        50_000_000,
        450_000_000,
    ]
    annex = "select used_vnd, execution_pct from report.task_budget where task_code = '3' or emphasis = 'total'"
    assert rows(con, annex) == [(450_000_000, pytest.approx(95.5556, abs=1e-4))] * 2
    assert rows(con, "select execution_pct from report.budget_sources") == [(pytest.approx(95.5556, abs=1e-4),)]
    assert rows(con, "select 1 from marts.findings where rule_id = 'spent_gt_allocated'") == []
    assert rows(spending("460 triệu"), "select row_no from marts.findings where rule_id = 'spent_gt_allocated'") == [
        (2,)
    ]


def test_an_estimate_is_of_the_units_that_gave_one_and_never_below_what_is_spent():
    fields = ("code", "title", "status", "pct", "allocated", "disbursed", "estimated")

    def estimated(*amounts):
        return filled(
            *(
                Sent([["4.2", T42, "Đang thực hiện", 50, 300e6, 145e6, amount]], fields=fields, unit_id=unit, file=unit)
                for unit, amount in zip((SVHTT, SNGV, SKHDT), amounts, strict=False)
            )
        )

    told = "select disbursed_vnd, estimated_vnd, coverage from report.task_budget where task_code = '4.2'"
    assert rows(estimated(160e6, None), told) == [(290_000_000, None, "2 đơn vị")]
    assert rows(estimated(300e6, None), told) == [(290_000_000, 300_000_000, "2 đơn vị; ước của 1/2 đơn vị")]
    assert rows(estimated(160e6, 150e6), told) == [(290_000_000, 310_000_000, "2 đơn vị")]


def test_a_line_with_any_row_finding_is_in_no_figure():
    con = filled(Sent([line("1", T1, "Hoàn thành", 120, "100 triệu", "50 triệu", done="10/6/2024"), line("4.1", T41)]))
    assert task(con, "1") == ("unknown", None, 1, 0)
    assert figure(con, "all_allocated_vnd")[0] is None
    assert [figure(con, name)[0] for name in ("rows_read", "rows_accepted", "rows_rejected")] == [2, 1, 1]


def test_the_latest_file_counts_whole_and_the_earlier_one_is_kept():
    first = Sent([line(pct=40), line("4.1", T41)], file="a.xlsx", received_on=date(2024, 11, 10))
    second = Sent([line(pct=60)], file="b.xlsx", received_on=date(2024, 11, 12))
    con = filled(first, second)
    assert rows(con, "select file, state, rows_read from marts.submissions order by 1") == [
        ("a.xlsx", "superseded", 0),
        ("b.xlsx", "accepted", 1),
    ]
    assert rows(con, "select task_code, completion_pct from marts.progress") == [("1", 60)]
    assert figure(con, "reports_received")[0] == 1


def test_a_resubmission_after_the_due_day_does_not_make_a_timely_unit_late():
    con = filled(
        Sent([line()], file="a.xlsx", received_on=date(2024, 11, 10)),
        Sent([line(pct=60)], file="b.xlsx", received_on=date(2024, 11, 20)),
    )
    assert figure(con, "reports_on_time")[0] == 1


def test_a_refused_file_is_unread_not_missing_and_its_rows_are_not_read():
    con = filled(Sent([line()], findings=[("wrong_year", "2023")]))
    assert rows(con, "select state, rows_read from marts.submissions") == [("refused", 0)]
    assert figure(con, "reports_received")[0] == 0
    assert figure(con, "reports_unread")[0] == 1
    assert figure(con, "files_refused")[0] == 1
    assert rows(con, "select count(*) from marts.findings where rule_id = 'missing_report'") == [(28,)]


def test_a_column_of_fractions_is_read_as_percents_where_a_status_says_so():
    con = filled(Sent([line("1", T1, "Hoàn thành", 1.0, done="10/6/2024"), line("4.1", T41, pct=0.35)]))
    assert rows(con, "select completion_pct from marts.progress order by task_code") == [(100,), (35,)]


def test_one_percent_beside_whole_percents_stays_one_percent():
    con = filled(Sent([line("1", T1, pct=1.0), line("4.1", T41, pct=35.0)]))
    assert rows(con, "select completion_pct from marts.progress order by task_code") == [(1,), (35,)]


def test_a_form_without_percents_says_them_by_the_status():
    fields = ("code", "title", "status")
    con = filled(
        Sent([["1", T1, "Hoàn thành"], ["4.1", T41, "Chưa thực hiện"], ["5", T5, "Đang thực hiện"]], fields=fields)
    )
    assert rows(con, "select task_code, completion_pct from marts.progress order by 1") == [("1", 100), ("4.1", 0)]
    assert rows(con, "select row_no from marts.findings where rule_id = 'missing_required'") == [(4,)]


def test_running_numbers_lose_against_titles_without_a_word():
    con = filled(Sent([line("1", T1), line("2", T42), line("3", T43)], unit_id=SKHDT))
    assert rows(con, "select task_code from marts.progress order by 1") == [("1",), ("4.2",), ("4.3",)]
    assert rows(con, "select count(*) from marts.findings where rule_id = 'code_title_disagree'") == [(0,)]


def test_a_budget_table_counts_instead_of_the_amounts_beside_the_progress():
    fields = ("code", "title", "fund_source", "allocated", "disbursed")
    budget = [["1", T1, "Ngân sách tỉnh", "70 triệu", "60 triệu"], ["1", T1, "Xã hội hóa", "30 triệu", "20 triệu"]]
    progress = Sent([line(allocated="100 triệu", disbursed="80 triệu")], file="a.xlsx")
    con = filled(progress, Sent(budget, fields=fields, kind="budget", file="b.xlsx", unit_id="tth.btg"))
    assert rows(con, "select sum(allocated_vnd)::bigint from marts.budget where unit_id = 'tth.btg'") == [
        (100_000_000,)
    ]


def test_a_heading_with_a_subtotal_is_no_row_and_with_a_status_is_asked_about():
    heading = "Tuyên truyền, quảng bá hình ảnh của tỉnh Thừa Thiên Huế theo cách làm mới"
    con = filled(Sent([line("4", heading, None, None, "250 triệu"), line("4.1", T41)]))
    assert figure(con, "rows_read")[0] == 1
    con = filled(Sent([line("4", heading, "Hoàn thành", 100), line("4.1", T41)]))
    assert rows(con, "select row_no from marts.findings where rule_id = 'unknown_task'") == [(2,)]


def test_every_row_behind_a_figure_is_in_the_sources():
    con = filled(
        Sent(
            [
                line(allocated="100 triệu", disbursed="95,4 triệu"),
                line("4.1", T41, allocated="250 triệu", disbursed="77,6 triệu"),
            ]
        )
    )
    traced = rows(
        con, "select sum(value::bigint)::bigint from report.sources where figure_id = 'own_line_disbursed_vnd'"
    )
    assert traced == [(figure(con, "own_line_disbursed_vnd")[0],)]
