"""The score of a unit's data: its points, its reasons, its trend over the periods; worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from task_lines import T1, T2, T5, line
from warehouse_case import Sent, filled, rows

COORDINATOR = "tth.h.phuloc"
"""Leads no task, so nothing is owed but a report in time with good lines."""


def quality(con, name="UBND huyện Phú Lộc"):
    [found] = rows(
        con,
        f"""select score, timely_points, lead_points, row_points, warning_points, previous_score, trend, reasons
        from report.unit_quality where name = '{name}'""",
    )
    return found


def sent(*lines, received_on=date(2024, 11, 12), **more):
    return Sent(list(lines), unit_id=COORDINATOR, received_on=received_on, **more)


def test_good_lines_in_time_have_all_points_and_no_reason():
    assert quality(filled(sent(line("5", T5)))) == (
        100, 30, 30, 30, 10, None, "–", "không có điều gì phải lưu ý",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("received_on", "points", "reason"),
    [
        (date(2024, 11, 15), 30, "không có điều gì phải lưu ý"),
        (date(2024, 11, 16), 15, "gửi trễ 1 ngày"),
        (None, 15, "không rõ ngày nhận"),
    ],
)
def test_a_day_late_costs_half_of_the_points_for_being_in_time(received_on, points, reason):
    _, timely, *_, reasons = quality(filled(sent(line("5", T5), received_on=received_on)))
    assert (timely, reasons) == (points, reason)


def test_a_rejected_line_and_a_warning_cost_their_share_and_are_named():
    con = filled(sent(line("5", T5, pct=130), line("1", T1, result=None), line("2", T2), line("6", "Việc khác")))
    score, timely, lead, row, warning, *_, reasons = quality(con)
    assert (timely, lead, row) == (30, 30, 15)
    assert score == timely + lead + row + warning
    assert "2/4 dòng bị loại" in reasons
    assert "cảnh báo" in reasons


def test_a_unit_that_sent_nothing_has_no_points_and_a_unit_without_lines_of_its_tasks_is_told():
    con = filled(Sent([line("1", T1)], unit_id="tth.btg"))
    assert quality(con)[0] == 0
    assert quality(con)[-1] == "chưa gửi báo cáo"
    assert "nhiệm vụ chủ trì không có số liệu được chấp nhận" in quality(con, "Ban Tuyên giáo Tỉnh ủy")[-1]


def test_the_trend_goes_from_the_oldest_period_to_this_one():
    earlier = [
        {"plan_id": plan, "period_id": period, "data_to": day, "unit_id": COORDINATOR, "score": score}
        for plan, period, day, score in [
            ("tth-2024", "2024-h1", date(2024, 5, 14), 72.5),
            ("tth-2023", "2023", date(2023, 11, 14), 40.0),
        ]
    ]
    con = filled(sent(line("5", T5)), earlier={"quality": earlier})
    *_, previous, trend, _ = quality(con)
    assert (previous, trend) == (72.5, "40 → 72,5 → 100")


def test_the_score_of_this_period_is_counted_anew_not_taken_from_an_earlier_report():
    earlier = [
        {
            "plan_id": "tth-2024",
            "period_id": "2024",
            "data_to": date(2024, 11, 14),
            "unit_id": COORDINATOR,
            "score": 5.0,
        }
    ]
    assert quality(filled(sent(line("5", T5)), earlier={"quality": earlier}))[0] == 100
