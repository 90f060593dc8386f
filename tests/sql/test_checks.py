"""Where a finding points, and what follows from it; that each rule fails and passes is in test_rulebook.py."""

from __future__ import annotations

from datetime import date

import pytest
from task_lines import T2, T41, T42, line
from warehouse_case import PROGRESS, Sent, filled, found, rows


def indicator(name="Tin, bài đăng trên Cổng Vietnam.vn", value=1, cumulative=2):
    return ["1", name, "tin, bài", value, cumulative]


INDICATOR = ("code", "indicator", "measure", "value", "cumulative")

# rule → a line that breaks it, the cell it is found in
CELLS = {
    "pct_out_of_range": (line(pct=100.5), "D2"),
    "pct_not_a_number": (line(pct="gần xong"), "D2"),
    "spent_gt_allocated": (line(allocated=20_000_000, disbursed=20_000_001, code="4.2", title=T42), "F2"),
    "negative_amount": (line(disbursed="(5.000.000)"), "F2"),
    "amount_not_a_number": (line(allocated="Các Sở được giao chủ trì đề xuất kinh phí triển khai"), "E2"),
    "amount_scale_suspect": (line(allocated=250.0), "E2"),
    "status_pct_mismatch": (line(status="Hoàn thành", pct=99), "D2"),
    "unknown_status": (line(status="Theo chức năng, nhiệm vụ"), "C2"),
    "unknown_task": (line(code="9", title="Tổ chức giải chạy"), "B2"),
    "missing_required": (line(status=None), "C2"),
    "date_not_a_date": (line(status="Hoàn thành", pct=100, done="31/11/2024"), "H2"),
    "date_outside_year": (line(status="Hoàn thành", pct=100, done="31/12/2023"), "H2"),
    "date_after_receipt": (line(status="Hoàn thành", pct=100, done="13/11/2024"), "H2"),
    "date_but_not_done": (line(done="10/6/2024"), "H2"),
    "done_without_evidence": (line(status="Hoàn thành", pct=100, result=None, done="10/6/2024"), "G2"),
    "approximate_value": (line(allocated="khoảng 300 triệu"), "E2"),
    "code_title_disagree": (line(code="6", title=T41), "A2"),
    "missing_pair": (line(allocated=50_000_000.0), "F2"),
    "execution_suspect": (line(allocated=50_000_000.0, disbursed=50_000.0), "F2"),
}
UNITS = [
    *("bao", "bcd", "bchbdbp", "btdt", "btg", "ca", "congttdt", "dai", "h.aluoi", "h.hue", "h.huongthuy", "h.huongtra"),
    *("h.namdong", "sct", "sdl", "skhdt", "sngv", "stc", "stnmt"),
]


@pytest.fixture(scope="module")
def broken():
    """One warehouse with the line of every rule, each sent by a unit of its own."""
    sent = zip(CELLS.items(), UNITS, strict=True)
    return filled(*(Sent([bad], file=f"{rule}.xlsx", unit_id=f"tth.{unit}") for (rule, (bad, _)), unit in sent))


@pytest.mark.parametrize("rule_id", CELLS)
def test_a_finding_points_to_the_cell_that_is_wrong(rule_id, broken):
    where = f"select cell from marts.findings where rule_id = '{rule_id}' and file = '{rule_id}.xlsx'"
    assert rows(broken, where) == [(CELLS[rule_id][1],)]


def test_every_message_names_the_place_and_says_what_to_write(broken):
    unfinished = "select message, action from marts.findings where message like '%{%' or action is null or message = ''"
    assert rows(broken, unfinished) == []


def test_a_percent_below_zero_is_out_of_range_too():
    assert found(filled(Sent([line(pct=-0.5)])), "pct_out_of_range") == [("D2", "-0.5")]


def test_an_amount_a_thousand_times_away_from_the_plans_line_is_asked_about():
    assert [cell for cell, _ in found(filled(Sent([line(allocated="100 tỷ")])), "amount_scale_suspect")] == ["E2"]
    assert found(filled(Sent([line(allocated="110 triệu")])), "amount_scale_suspect") == []


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
    con = filled(Sent([indicator(name, "2OO", 200)], fields=INDICATOR, kind="indicators"))
    assert found(con, "value_not_a_number") == [("D2", "2OO")]
    assert found(filled(Sent([indicator(name)], fields=INDICATOR, kind="indicators")), "value_not_a_number") == []


def test_sub_totals_count_their_own_part_and_the_last_total_the_whole():
    a, b = line(allocated="60 triệu", code="4.1", title=T41), line(allocated="40 triệu")
    rows_ = [a, ["", "Cộng I", "", "", "60 triệu"] + [""] * 3, b, ["", "Cộng II", "", "", "40 triệu"] + [""] * 3]
    rows_.append(["", "Tổng (I+II)", "", "", "100 triệu"] + [""] * 3)
    assert found(filled(Sent(rows_, roles={3: "total", 5: "total", 6: "total"})), "total_mismatch") == []


def test_late_missing_undated_and_superseded_reports_are_listed():
    con = filled(
        Sent([line()], unit_id="tth.sdl", file="muon.xlsx", received_on=date(2024, 11, 18)),
        Sent(
            [line()],
            unit_id="tth.sct",
            file="khong-ngay.xlsx",
            received_on=None,
            findings=[("received_on_unknown", None)],
        ),
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


def test_a_task_left_blank_is_asked_of_its_lead_and_of_nobody_else():
    """Task 2 is led by the Party's propaganda board; a later line of the same task answers the question."""
    blank, roles = ["2", T2] + [None] * 6, {2: "heading"}
    con = filled(
        Sent([blank, line()], roles=roles, unit_id="tth.btg"),
        Sent([blank, line()], roles=roles, unit_id="tth.sdl", file="b.xlsx"),
    )
    assert rows(con, "select file, sheet, value, cell from marts.findings where rule_id = 'left_blank'") == [
        ("a.xlsx", "Biểu 01", "1", None)
    ]
    again = filled(Sent([blank, line("2", T2)], roles=roles, unit_id="tth.btg"))
    assert found(again, "left_blank") == []


HALF = [{"plan_id": "tth-2024", "period_id": "2024-h1", "label": "6 tháng đầu năm 2024"}]
LAST_YEAR = [{"plan_id": "tth-2023", "period_id": "2023", "label": "tth-2023, kỳ 2023"}]


def said(task="1", status="doing", pct=50.0, result="12 tin, bài"):
    return {"unit_id": "tth.stttt", "task_code": task, "status": status, "completion_pct": pct, "result_text": result}


def test_money_spent_may_not_fall_within_a_year_and_the_sources_of_a_task_are_added_up():
    spent = [{"unit_id": "tth.stttt", "task_code": "1", "allocated_vnd": 100_000_000, "disbursed_vnd": 50_000_000}]
    fields = (*PROGRESS, "fund_source")

    def sent(first, second):
        lines = [[*line(allocated=60_000_000.0, disbursed=first), "Ngân sách tỉnh"]]
        return Sent([*lines, [*line(allocated=40_000_000.0, disbursed=second), "Xã hội hóa"]], fields=fields)

    less = filled(sent(30_000_000.0, 19_999_999.0), earlier={"report": HALF, "budget": spent})
    assert [cell for cell, _ in found(less, "cumulative_decreased")] == ["F2"]
    same = filled(sent(30_000_000.0, 20_000_000.0), earlier={"report": HALF, "budget": spent})
    assert found(same, "cumulative_decreased") == []


def test_another_year_starts_from_nothing():
    con = filled(Sent([line(pct=10)]), earlier={"report": LAST_YEAR, "progress": [said()]})
    assert found(con, "progress_decreased") == []


def test_a_finished_task_stays_as_it_was_within_the_year_and_is_no_copy():
    tasks = [
        line("1", status="Hoàn thành", pct=100, done="10/6/2024"),
        line("4.1", T41, "Hoàn thành", 100, done="10/6/2024"),
    ]
    tasks.append(line("4.2", T42, "Hoàn thành", 100, done="10/6/2024"))
    before = [said(task, "done", 100.0) for task in ("1", "4.1", "4.2")]
    assert found(filled(Sent(tasks), earlier={"report": HALF, "progress": before}), "last_year_copy") == []
    copied = filled(Sent(tasks), earlier={"report": LAST_YEAR, "progress": before})
    assert len(found(copied, "last_year_copy")) == 1


def test_days_that_are_all_of_an_earlier_year_are_asked_about_but_not_those_the_plan_cites():
    results = ["Công văn ngày 5/3/2023", "Hội nghị ngày 12/5/2023", "Báo cáo ngày 20/10/2023"]
    tasks = [
        line(code, title, result=said)
        for (code, title), said in zip((("1", line()[1]), ("4.1", T41), ("4.2", T42)), results, strict=True)
    ]
    assert len(found(filled(Sent(tasks)), "last_year_copy")) == 1
    tasks[0][6] = "Công văn ngày 5/3/2024"
    assert found(filled(Sent(tasks)), "last_year_copy") == []
    cited = [
        line(code, title, result="Quán triệt Kết luận số 57-KL/TW ngày 15/6/2023")
        for code, title in (("2", T2), ("4.1", T41), ("4.2", T42))
    ]
    assert found(filled(Sent(cited)), "last_year_copy") == []


def test_money_carried_over_from_last_year_may_be_spent_too():
    fields = (*PROGRESS, "carried")
    given = line(allocated=100_000_000.0, disbursed=120_000_000.0)
    less = filled(Sent([[*given, 19_999_999.0]], fields=fields))
    assert [cell for cell, _ in found(less, "spent_gt_allocated")] == ["F2"]
    con = filled(Sent([[*given, "20 triệu"]], fields=fields))
    assert found(con, "spent_gt_allocated") == []
    assert rows(con, "select carried_in_vnd from marts.accepted_rows") == [(20_000_000,)]
    assert rows(con, "select allocated_vnd, disbursed_vnd from marts.budget") == [(100_000_000, 120_000_000)]


def test_a_table_of_results_in_words_says_how_no_task_stands():
    con = filled(Sent([["4.2", T42, "Đã in 500 cuốn"]], fields=("code", "title", "result")))
    assert found(con, "missing_required") == [(None, None)]
