"""Which lines count when a unit sends several files, and until which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from task_lines import T1, T41, line
from warehouse_case import Sent, filled, found, rows, subject

INDICATORS = ("code", "indicator", "measure", "value", "cumulative")
SHORT = ("code", "title", "status", "pct")
WEB = ["1", "Tin, bài thông tin đối ngoại trên Trang thông tin điện tử của đơn vị", "tin, bài", 40, 310]
FIRST, SECOND, THIRD = date(2024, 11, 8), date(2024, 11, 10), date(2024, 11, 12)


def progress(con):
    return rows(con, "select task_code, completion_pct from marts.progress order by 1")


def states(con):
    return dict(rows(con, "select file, state from marts.submissions order by 1"))


def test_two_forms_in_two_files_both_count():
    one = Sent([line(pct=40), line("4.1", T41)], file="Bieu 01.xlsx", received_on=FIRST)
    two = Sent([WEB], fields=INDICATORS, kind="indicators", file="Bieu 02.xlsx", received_on=FIRST, sheet="Biểu 02")
    con = filled(one, two)
    assert states(con) == {"Bieu 01.xlsx": "accepted", "Bieu 02.xlsx": "accepted"}
    assert [code for code, _ in progress(con)] == ["1", "4.1"]
    assert rows(con, "select counted from marts.indicators") == [(310,)]
    assert rows(con, "select count(*) from marts.findings where rule_id in ('superseded', 'resubmission_smaller')") == [
        (0,)
    ]


def test_a_replacing_file_replaces_only_the_kinds_of_tables_it_holds():
    first = [Sent([line(pct=40)], file="a.xlsx", received_on=FIRST)]
    numbers = Sent([WEB], fields=INDICATORS, kind="indicators", file="b.xlsx", received_on=FIRST, sheet="Biểu 02")
    con = filled(*first, numbers, Sent([line(pct=60)], file="c.xlsx", received_on=THIRD))
    assert states(con) == {"a.xlsx": "superseded", "b.xlsx": "accepted", "c.xlsx": "accepted"}
    assert progress(con) == [("1", 60)]
    assert rows(con, "select counted from marts.indicators") == [(310,)]


def test_money_stays_where_the_new_table_has_no_column_for_it():
    first = Sent([line(pct=40, allocated="100 triệu", disbursed="80 triệu")], file="a.xlsx", received_on=FIRST)
    con = filled(first, Sent([["1", T1, "Đang thực hiện", 60]], fields=SHORT, file="b.xlsx", received_on=THIRD))
    assert progress(con) == [("1", 60)]
    assert rows(con, "select allocated_vnd, disbursed_vnd, file from marts.budget") == [
        (100_000_000, 80_000_000, "a.xlsx")
    ]
    assert states(con) == {"a.xlsx": "accepted", "b.xlsx": "accepted"}
    assert rows(con, "select count(*) from marts.findings where severity = 'row'") == [(0,)]


def test_a_supplement_adds_and_replaces_by_key():
    first = Sent([line(pct=40), line("4.1", T41, pct=30)], file="a.xlsx", received_on=FIRST)
    more = Sent([line("4.1", T41, pct=70)], file="b.xlsx", received_on=SECOND, is_supplement=True)
    con = filled(first, more)
    assert progress(con) == [("1", 40), ("4.1", 70)]
    assert states(con) == {"a.xlsx": "accepted", "b.xlsx": "accepted"}
    assert found(con, "duplicate_row") == found(con, "resubmission_smaller") == []
    assert rows(con, "select sum(rows_read)::int from marts.submissions") == [(2,)]


def test_a_whole_file_after_a_supplement_replaces_both():
    first = Sent([line(pct=40), line("4.1", T41, pct=30)], file="a.xlsx", received_on=FIRST)
    more = Sent([line("4.1", T41, pct=70)], file="b.xlsx", received_on=SECOND, is_supplement=True)
    con = filled(first, more, Sent([line(pct=90)], file="c.xlsx", received_on=THIRD))
    assert progress(con) == [("1", 90)]
    assert states(con) == {"a.xlsx": "superseded", "b.xlsx": "superseded", "c.xlsx": "accepted"}


def test_a_smaller_replacement_is_named_with_what_went_missing():
    first = Sent([line(pct=40), line("4.1", T41)], file="a.xlsx", received_on=FIRST)
    con = filled(first, Sent([line(pct=60)], file="b.xlsx", received_on=SECOND))
    told = "select file, value, message from marts.findings where rule_id = 'resubmission_smaller'"
    [(file, value, message)] = rows(con, told)
    assert (file, value) == ("b.xlsx", "nhiệm vụ 4.1")
    assert "Bản trước (a.xlsx) có mà bản này không có: nhiệm vụ 4.1." in message


def test_what_came_after_the_day_of_the_figures_counts_nowhere_and_an_unknown_day_does():
    of = replace(subject(), as_of=SECOND)
    late = Sent([line(pct=90)], file="b.xlsx", received_on=THIRD)
    con = filled(Sent([line(pct=40)], file="a.xlsx", received_on=FIRST), late, of=of)
    assert states(con) == {"a.xlsx": "accepted", "b.xlsx": "later"}
    assert progress(con) == [("1", 40)]
    assert rows(con, "select value from report.figures where id = 'files_received'") == [(1,)]
    assert rows(con, "select file from marts.findings where rule_id = 'after_as_of'") == [("b.xlsx",)]
    assert progress(filled(replace(late, received_on=None), of=of)) == [("1", 90)]
    refused = filled(replace(late, findings=[("wrong_year", "2023")]), of=of)
    assert states(refused) == {"b.xlsx": "later"}
    alone = filled(late, of=of)
    assert rows(alone, "select state from marts.unit_reports where unit_id = 'tth.stttt'") == [("missing",)]


def windowed(data_from, data_to, day):
    of = subject()
    period = replace(of.period, data_from=data_from, data_to=data_to)
    con = filled(Sent([line("1", T1, "Hoàn thành", 100, done=day)]), of=replace(of, period=period))
    return {rule for (rule,) in rows(con, "select rule_id from marts.findings where rule_id like 'date_outside%'")}


@pytest.mark.parametrize(
    ("data_from", "data_to", "day", "asked"),
    [
        (date(2023, 12, 15), date(2024, 12, 14), "20/12/2023", set()),
        (date(2023, 12, 15), date(2024, 12, 14), "01/12/2023", {"date_outside_year"}),
        (date(2023, 12, 15), date(2024, 12, 14), "20/12/2024", {"date_outside_window"}),
        (date(2024, 1, 1), date(2024, 11, 14), "20/12/2023", {"date_outside_year"}),
        (date(2024, 1, 1), date(2024, 11, 14), "14/11/2024", set()),
        (date(2024, 1, 1), date(2024, 11, 14), "15/11/2024", {"date_outside_window"}),
        (date(2024, 1, 1), date(2024, 11, 14), "tháng 11/2024", set()),
    ],
)
def test_a_completion_day_is_held_against_the_window_of_the_period(data_from, data_to, day, asked):
    assert windowed(data_from, data_to, day) == asked


def test_who_sent_what_cannot_be_read_has_not_sent_nothing():
    others = [
        {
            "file": "So Du lich.docx",
            "unit_id": "tth.sdl",
            "received_on": FIRST,
            "reason": "Tệp So Du lich.docx là văn bản.",
        }
    ]
    con = filled(others=others)
    assert rows(con, "select state_label from report.unit_reports where unit_id = 'tth.sdl'") == [
        ("Đã gửi, chưa đọc được",)
    ]
    assert rows(
        con, "select value from report.figures where id in ('reports_received', 'reports_unread') order by id"
    ) == [(0,), (1,)]
    assert rows(con, "select count(*) from marts.findings where rule_id = 'missing_report'") == [(28,)]
    reason = rows(
        con, "select distinct reason from report.absent where unit_id = 'tth.sdl' and figure_id = 'reports_received'"
    )
    assert reason == [("Đã gửi tệp So Du lich.docx, chưa đọc được",)]
    read = filled(Sent([line()], unit_id="tth.sdl"), others=others)
    assert rows(read, "select state from marts.unit_reports where unit_id = 'tth.sdl'") == [("on_time",)]
