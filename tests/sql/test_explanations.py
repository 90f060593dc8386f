"""What explains the figures: the units' quality, the figures with the rejected rows, who is not in a figure and why."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest
from task_lines import T1, T41, T42, line
from warehouse_case import Sent, filled, rows, subject

from tdnreport.history import previous
from tdnreport.plans import DataError

STTTT, SDL, SNGV, SVHTT = "tth.stttt", "tth.sdl", "tth.sngv", "tth.svhtt"


def done(code="1", title=T1, **more):
    return line(code, title, **{"status": "Hoàn thành", "pct": 100, "done": "10/6/2024"} | more)


@pytest.fixture(scope="module")
def year():
    """STTTT leads 1, 3, 4.1, 5, 6: one done, one rejected. SNGV leads 4.2: done. SDL leads nothing: late. SVHTT: refused."""
    return filled(
        Sent([done(allocated=100e6, disbursed=60e6), line("4.1", T41, pct=120, allocated=250e6, disbursed=200e6)]),
        Sent([done("4.2", T42)], unit_id=SNGV, file="b.xlsx"),
        Sent([line()], unit_id=SDL, file="c.xlsx", received_on=date(2024, 11, 18)),
        Sent([line("4.2", T42)], unit_id=SVHTT, file="d.xlsx", findings=[("wrong_year", "2023")]),
    )


def quality(con, unit_id):
    columns = "score, timely_points, lead_points, row_points, warning_points, reasons"
    return rows(con, f"select {columns} from marts.unit_quality where unit_id = '{unit_id}'")[0]


def test_the_score_is_thirty_for_the_day_thirty_for_the_tasks_thirty_for_the_rows_and_ten_for_no_warning(year):
    reasons = "4/5 nhiệm vụ chủ trì không có số liệu được chấp nhận; 1/2 dòng bị loại"
    assert quality(year, STTTT) == (61, 30, 6, 15, 10, reasons)
    assert quality(year, SDL) == (85, 15, 30, 30, 10, "gửi trễ 3 ngày")
    assert quality(year, SVHTT) == (0, 0, 0, 0, 0, "đã gửi, chưa đọc được")
    assert quality(year, "tth.stc")[-1] == "chưa gửi báo cáo"
    assert quality(year, SNGV) == (100, 30, 30, 30, 10, None)


def test_scores_of_earlier_periods_make_the_trend():
    before = {
        "unit_id": SDL,
        "score": 60.0,
        "timely_points": 0.0,
        "lead_points": 30.0,
        "row_points": 30.0,
        "warning_points": 0.0,
    }
    earlier = [
        before | {"plan_id": "tth-2024", "period_id": period, "data_to": day, "score": score}
        for period, day, score in (("q1", date(2024, 3, 31), 40.5), ("q2", date(2024, 6, 30), 60.0))
    ]
    con = filled(Sent([line()], unit_id=SDL), earlier={"quality": earlier})
    trend = rows(con, "select previous_score, trend from report.unit_quality where score = 100")
    assert trend == [(60.0, "40,5 → 60 → 100")]
    assert rows(con, "select count(*) from marts.unit_quality where period_id = 'q1'") == [(1,)]


def test_each_headline_figure_stands_beside_what_it_would_be_with_the_rejected_rows(year):
    both = {
        id: values
        for id, *values in rows(year, "select id, value, with_rejected, difference from report.figures_with_rejected")
    }
    assert both["own_line_allocated_vnd"] == [100_000_000, 350_000_000, 250_000_000]
    assert both["own_line_execution_pct"] == [60, pytest.approx(74.2857), pytest.approx(14.2857)]
    assert both["mean_progress_pct"] == [
        100,
        pytest.approx((100 + 120 + 100) / 3, abs=1e-4),
        pytest.approx(20 / 3, abs=1e-4),
    ]
    assert both["tasks_unknown"] == [6, 5, -1]
    assert both["tasks_complete"] == [1, 1, 0]


def test_without_a_rejected_row_both_are_the_same():
    con = filled(
        Sent([done(allocated=100e6, disbursed=60e6), line("4.1", T41, pct=80, allocated=250e6, disbursed=200e6)])
    )
    assert rows(con, "select count(*), count(*) filter (difference = 0) from report.figures_with_rejected") == [
        (12, 12)
    ]


def why(con, figure_id, unit_id):
    asked = f"figure_id = '{figure_id}' and unit_id = '{unit_id}'"
    return rows(con, f"select task_code, reason from report.absent where {asked} order by all")


def test_a_unit_that_is_not_in_a_figure_has_a_reason(year):
    assert why(year, "own_line_disbursed_vnd", STTTT) == [
        ("4.1", "Dòng 3 của tệp a.xlsx bị loại (tỷ lệ ngoài khoảng 0–100%)")
    ]
    assert why(year, "own_line_disbursed_vnd", SDL) == [
        (None, "Không ghi số tiền ở nhiệm vụ nào có dòng kinh phí riêng")
    ]
    assert why(year, "tasks_complete", SNGV) == [("4.2", "Đơn vị đã hoàn thành, đơn vị chủ trì khác thì chưa")]
    assert why(year, "mean_progress_pct", SNGV) == []
    assert why(year, "mean_progress_pct", SVHTT) == [("4.2", "Tệp d.xlsx bị từ chối (sai năm báo cáo)")]
    assert [task for task, _ in why(year, "mean_progress_pct", STTTT)] == ["3", "4.1", "5", "6"]
    assert why(year, "mean_progress_pct", SDL)[0][1].startswith("Không chủ trì nhiệm vụ nào")
    assert why(year, "reports_on_time", SDL) == [(None, "Gửi trễ 3 ngày (nhận ngày 18/11/2024)")]
    assert why(year, "reports_received", "tth.stc") == [(None, "Chưa gửi báo cáo")]


def test_every_expected_unit_is_in_a_figure_or_has_a_reason_why_not(year):
    nowhere = """
        select figure_id, expected.unit_id
        from (select distinct figure_id from report.absent) cross join ref.expected_units as expected
        anti join report.sources using (figure_id, unit_id)
        anti join report.absent using (figure_id, unit_id)"""
    assert rows(year, nowhere) == []


# --- the earlier report as a folder


def folder_of(tmp_path, plan_id="qt-2024", period_id="2024-h1"):
    """What a report of that period leaves behind, with one row a table."""
    (tmp_path / "du-lieu").mkdir()
    said = {"plan_id": plan_id, "period_id": period_id, "as_of": "2024-05-28"}
    (tmp_path / "so-lieu.json").write_text(json.dumps(said), encoding="utf-8")
    con = filled(Sent([line()], unit_id="qt.stttt"), plan_id="qt-2024")
    for name in previous.TABLES.values():
        con.table(f"marts.{name}").pl().write_parquet(tmp_path / f"du-lieu/{name}.parquet")
    return tmp_path


def test_an_earlier_report_is_read_from_its_folder_with_the_label_of_its_period(tmp_path):
    frames = previous.read_previous_report(subject("qt-2024"), folder_of(tmp_path))
    assert frames["previous_report"].rows() == [("qt-2024", "2024-h1", "6 tháng đầu năm 2024", date(2024, 5, 28))]
    assert frames["previous_progress"].columns == ["unit_id", "task_code", "status", "completion_pct", "result_text"]
    assert frames["previous_quality"].height == 19
    assert previous.read_previous_report(subject("qt-2024"), None) == {}


@pytest.mark.parametrize(("plan_id", "period_id"), [("qt-2024", "2024"), ("qt-2024", "2024-h1")])
def test_a_report_that_is_not_earlier_is_refused_in_a_sentence(tmp_path, plan_id, period_id):
    folder = folder_of(tmp_path, plan_id, period_id)
    with pytest.raises(DataError, match="không phải kỳ trước của kỳ 2024-h1"):
        previous.read_previous_report(subject("qt-2024", "2024-h1"), folder)


def test_a_folder_without_a_whole_report_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(DataError, match=r"Không đọc được so-lieu\.json"):
        previous.read_previous_report(subject("qt-2024"), tmp_path)
    folder = folder_of(tmp_path)
    pl.DataFrame({"x": [1]}).write_parquet(folder / "du-lieu/progress.parquet")
    with pytest.raises(DataError, match=r"Không đọc được du-lieu/progress\.parquet"):
        previous.read_previous_report(subject("qt-2024"), folder)
