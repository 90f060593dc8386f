"""The rulebook: for every rule of `sql/checks` a line that fails it and one that just passes."""

from __future__ import annotations

from datetime import date

import pytest
from task_lines import T41, T42, line
from warehouse_case import PROGRESS, Sent, filled, found, rows

from tdnreport.config import home


def indicator(name="Tin, bài đăng trên Cổng Vietnam.vn", value=1, cumulative=2):
    return ["1", name, "tin, bài", value, cumulative]


INDICATOR = ("code", "indicator", "measure", "value", "cumulative")

# rule → (a line that breaks it, the cell it is found in, the nearest line that does not)
BY_LINE = {
    "pct_out_of_range": (line(pct=100.5), "D2", line(pct=100, status="Hoàn thành", done="10/6/2024")),
    "pct_not_a_number": (line(pct="gần xong"), "D2", line(pct="75,5%")),
    "spent_gt_allocated": (
        line(allocated=20_000_000, disbursed=20_000_001, code="4.2", title=T42),
        "F2",
        line(allocated=20_000_000, disbursed=20_000_000, code="4.2", title=T42),
    ),
    "negative_amount": (line(disbursed="(5.000.000)"), "F2", line(disbursed="5.000.000")),
    "amount_not_a_number": (
        line(allocated="Các Sở được giao chủ trì đề xuất kinh phí triển khai"),
        "E2",
        line(allocated="Lồng ghép"),
    ),
    "amount_scale_suspect": (line(allocated=250.0), "E2", line(allocated=250_000_000.0)),
    "status_pct_mismatch": (
        line(status="Hoàn thành", pct=99),
        "D2",
        line(status="Hoàn thành", pct=100, done="10/6/2024"),
    ),
    "unknown_status": (line(status="Theo chức năng, nhiệm vụ"), "C2", line(status="ĐTH")),
    "unknown_task": (line(code="9", title="Tổ chức giải chạy"), "B2", line()),
    "missing_required": (line(status=None), "C2", line()),
    "date_not_a_date": (
        line(status="Hoàn thành", pct=100, done="31/11/2024"),
        "H2",
        line(status="Hoàn thành", pct=100, done="30/11/2024"),
    ),
    "date_outside_year": (
        line(status="Hoàn thành", pct=100, done="31/12/2023"),
        "H2",
        line(status="Hoàn thành", pct=100, done="01/01/2024"),
    ),
    "done_without_evidence": (
        line(status="Hoàn thành", pct=100, result=None, done="10/6/2024"),
        "G2",
        line(result=None),
    ),
    "approximate_value": (line(allocated="khoảng 300 triệu"), "E2", line(allocated="300 triệu")),
    "code_title_disagree": (line(code="6", title=T41), "A2", line(code="4.1", title=T41)),
}


@pytest.mark.parametrize("rule_id", BY_LINE)
def test_a_line_that_breaks_the_rule_is_found_in_its_cell_and_the_nearest_good_line_is_not(rule_id):
    bad, cell, good = BY_LINE[rule_id]
    assert [where for where, _ in found(filled(Sent([bad])), rule_id)] == [cell]
    assert found(filled(Sent([good])), rule_id) == []


def test_a_percent_below_zero_is_out_of_range_too():
    assert found(filled(Sent([line(pct=-0.5)])), "pct_out_of_range") == [("D2", "-0.5")]


def test_an_amount_a_thousand_times_away_from_the_plans_line_is_asked_about():
    assert [cell for cell, _ in found(filled(Sent([line(allocated="100 tỷ")])), "amount_scale_suspect")] == ["E2"]
    assert found(filled(Sent([line(allocated="110 triệu")])), "amount_scale_suspect") == []


def test_a_line_of_nobody_is_an_unknown_unit():
    assert len(found(filled(Sent([line()], unit_id=None)), "unknown_unit")) == 1
    assert found(filled(Sent([line()])), "unknown_unit") == []


def test_the_column_decides_whose_line_it_is():
    sent = Sent([[*line(), "Sở Du lịch"], [*line(), "Sở Không Có"]], fields=(*PROGRESS, "unit"))
    con = filled(sent)
    assert rows(con, "select unit_id from staging.rows order by row_no") == [("tth.sdl",), (None,)]
    assert found(con, "unknown_unit") == [("I3", "Sở Không Có")]


def test_an_exact_repeat_is_left_out_and_the_first_line_stays():
    con = filled(Sent([line(), line()]))
    assert rows(con, "select row_no from marts.findings where rule_id = 'duplicate_row'") == [(3,)]
    assert rows(con, "select row_no from marts.accepted_rows") == [(2,)]


def test_lines_that_contradict_each_other_are_all_left_out():
    con = filled(Sent([line(pct=50), line(pct=60)]))
    assert rows(con, "select row_no from marts.findings where rule_id = 'duplicate_row' order by 1") == [(2,), (3,)]


def test_one_task_may_stand_once_a_fund_source():
    fields = (*PROGRESS, "fund_source")
    two = [[*line(allocated="60 triệu"), "Ngân sách tỉnh"], [*line(allocated="40 triệu"), "Xã hội hóa"]]
    con = filled(Sent(two, fields=fields))
    assert found(con, "duplicate_row") == []
    assert rows(con, "select sum(allocated_vnd)::bigint, count(distinct fund_source) from marts.budget") == [
        (100_000_000, 2)
    ]
    assert rows(con, "select count(*) from marts.progress") == [(1,)]


def test_a_unit_that_the_plan_does_not_name_is_asked_about_and_kept():
    con = filled(Sent([line(code="2", title="Triển khai Kết luận số 57-KL/TW")], unit_id="tth.btdt"))
    assert len(found(con, "not_responsible")) == 1
    assert rows(con, "select count(*) from marts.accepted_rows") == [(1,)]
    assert found(filled(Sent([line()])), "not_responsible") == []


def test_a_total_since_january_below_the_period_is_the_published_case_of_july_2023():
    """Quảng Trị, July 2023: 499 in the month, 318 in the year."""
    name = rows(filled(), "select name from ref.indicators where kind = 'count' order by position limit 1")[0][0]
    con = filled(Sent([indicator(name, 499, 318)], fields=INDICATOR, kind="indicators"))
    assert found(con, "cumulative_lt_period") == [("E2", "318")]
    con = filled(Sent([indicator(name, 318, 318)], fields=INDICATOR, kind="indicators"))
    assert found(con, "cumulative_lt_period") == []


def test_an_indicator_outside_the_list_or_with_words_is_left_out():
    con = filled(Sent([indicator("Số lượt chạy bộ quanh hồ")], fields=INDICATOR, kind="indicators"))
    assert [value for _, value in found(con, "unknown_indicator")] == ["Số lượt chạy bộ quanh hồ"]
    name = rows(con, "select name from ref.indicators where kind = 'count' order by position limit 1")[0][0]
    con = filled(Sent([indicator(name, "một số", 3)], fields=INDICATOR, kind="indicators"))
    assert found(con, "value_not_a_number") == [("D2", "một số")]
    assert found(filled(Sent([indicator(name)], fields=INDICATOR, kind="indicators")), "value_not_a_number") == []


def test_a_total_must_be_the_sum_of_its_lines():
    lines = [line(allocated="60 triệu", code="4.1", title=T41), line(allocated="40 triệu")]
    right = filled(Sent([*lines, ["", "Tổng cộng", "", "", "100.000.000", "", "", ""]], roles={4: "total"}))
    wrong = filled(Sent([*lines, ["", "Tổng cộng", "", "", "110.000.000", "", "", ""]], roles={4: "total"}))
    assert found(right, "total_mismatch") == []
    assert found(wrong, "total_mismatch") == [("E4", "110.000.000")]


def test_sub_totals_count_their_own_part_and_the_last_total_the_whole():
    a, b = line(allocated="60 triệu", code="4.1", title=T41), line(allocated="40 triệu")
    rows_ = [a, ["", "Cộng I", "", "", "60 triệu"] + [""] * 3, b, ["", "Cộng II", "", "", "40 triệu"] + [""] * 3]
    rows_.append(["", "Tổng (I+II)", "", "", "100 triệu"] + [""] * 3)
    assert found(filled(Sent(rows_, roles={3: "total", 5: "total", 6: "total"})), "total_mismatch") == []


def test_late_missing_undated_and_superseded_reports_are_listed():
    con = filled(
        Sent([line()], unit_id="tth.sdl", file="muon.xlsx", received_on=date(2024, 11, 18)),
        Sent([line()], unit_id="tth.sct", file="khong-ngay.xlsx", received_on=None, findings=[("received_on_unknown", None)]),
        Sent([line()], file="lan1.xlsx", received_on=date(2024, 11, 11)),
        Sent([line(pct=60)], file="lan2.xlsx", received_on=date(2024, 11, 12)),
    )
    by_rule = dict(
        rows(
            con,
            "select rule_id, string_agg(file, ',') from marts.findings where row_no is null and file is not null group by 1",
        )
    )
    assert by_rule["late_report"] == "muon.xlsx"
    assert by_rule["received_on_unknown"] == "khong-ngay.xlsx"
    assert by_rule["superseded"] == "lan1.xlsx"
    assert rows(con, "select count(*) from marts.findings where rule_id = 'missing_report'") == [(26,)]


def test_the_day_itself_is_on_time_read_leniently_and_late_read_strictly():
    con = filled(Sent([line()], received_on=date(2024, 11, 15)))
    assert found(con, "late_report") == []
    assert rows(con, "select on_time, on_time_strict from marts.unit_reports where unit_id = 'tth.stttt'") == [
        (True, False)
    ]


def test_the_same_long_result_of_two_units_is_asked_about():
    said = "Hội nghị giới thiệu tiềm năng đầu tư tại Lăng Cô ngày 12/5/2024 với 120 đại biểu"
    con = filled(Sent([line(result=said)]), Sent([line(result=said)], unit_id="tth.sdl", file="b.xlsx"))
    assert len(found(con, "same_result_two_units")) == 2
    assert found(filled(Sent([line(result=said)])), "same_result_two_units") == []


def test_a_result_that_repeats_the_plan_is_asked_about():
    said = "Tham gia Hội nghị, hội thảo tập huấn do Bộ, ngành Trung ương tổ chức"
    assert len(found(filled(Sent([line(result=said)])), "result_repeats_plan")) == 1
    assert found(filled(Sent([line(result=f"{said}: 03 hội nghị")])), "result_repeats_plan") == []


def test_every_check_has_a_rule_and_a_test():
    checks = {path.stem for path in (home().sql / "checks").glob("*.sql")}
    text = (home().root / "tests/sql/test_checks.py").read_text(encoding="utf-8")
    assert {rule for rule in checks if rule not in text} == set()


def test_every_message_names_the_place_and_says_what_to_write():
    con = filled(*(Sent([bad], file=f"{rule}.xlsx") for rule, (bad, _, _) in BY_LINE.items()))
    unfinished = rows(
        con, "select message, action from marts.findings where message like '%{%' or action is null or message = ''"
    )
    assert unfinished == []
