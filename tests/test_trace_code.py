"""Every figure of the annexes of a sample report leads to cells of the files that were sent, by code and by name."""

from __future__ import annotations

import json
import re

import pytest
from shipped import RULES
from warehouse_case import subject

from tdnreport.app.trace import TraceError, trace_figure
from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import list_inbox
from tdnreport.report import assemble
from tdnreport.report.open_data import writer as open_data
from tdnreport.report.word import word
from tdnreport.warehouse.pipeline import build_in_memory

PLACE = re.compile(r"\((?P<file>[^()]*(?:\([^()]*\)[^()]*)*), trang “(?P<sheet>[^”]*)”, dòng (?P<row>\d+)\)$")
INBOX = find_home().sample_inbox("tth-2024", "2024")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Folder of the report of the sample year, and its so-lieu.json."""
    out, of = tmp_path_factory.mktemp("out"), subject("tth-2024", "2024")
    with build_in_memory(of, list_inbox(INBOX)) as con:
        report = assemble.assemble_report(
            con, assemble.ReportContext(of.home, of.plan, of.period, None, is_sample=True)
        )
        word.write_document(report, out / "bao-cao.docx", RULES)
        open_data.write_parquet(con, out / "du-lieu")
        open_data.write_json(report, con, out / "so-lieu.json")
    return out, json.loads((out / "so-lieu.json").read_text(encoding="utf-8"))


def traced(made, asked, unit=None):
    return list(trace_figure(asked, made[0], unit))


def cells(lines, what):
    """(value, file) of the rows that are of this kind."""
    rows = [line for line in lines if line.startswith(f"  {what},")]
    return [(line.partition(": ")[2], PLACE.search(line)) for line in rows]


def test_the_percent_of_a_task_is_the_mean_of_the_cells_that_it_leads_to(made):
    for task in made[1]["tasks"]:
        lines = traced(made, task["task_code"])
        mine = [
            line for line in lines if line.startswith("  nhiệm vụ, ") and "phối hợp (không tính vào tỷ lệ)" not in line
        ]
        percents = [float(re.search(r"(\d+,\d)%", line)[1].replace(",", ".")) for line in mine]
        assert len(mine) == task["leads_reported"]
        assert round(sum(percents) / len(percents), 1) == round(task["completion_pct"], 1), task["task_code"]


def test_the_money_of_a_task_is_the_sum_of_the_cells_that_it_leads_to(made):
    for task in made[1]["tasks"]:
        rows = [value for value, _ in cells(traced(made, task["task_code"]), "kinh phí của nhiệm vụ")]
        spent = [re.search(r"giải ngân ([\d.]+) đồng", value) for value in rows]
        total = sum(int(found[1].replace(".", "")) for found in spent if found)
        assert total == (task["disbursed_vnd"] or 0), task["task_code"]


def test_every_indicator_with_a_value_leads_to_files_that_were_sent(made):
    for indicator in made[1]["indicators"]:
        places = [place for _, place in cells(traced(made, indicator["indicator_code"]), "chỉ tiêu")]
        assert len(places) >= indicator["units_reported"], indicator["indicator_code"]
        assert all(place and (INBOX / place["file"]).is_file() for place in places)
        if indicator["value"] is not None:
            assert places


def test_a_comparison_names_its_base_its_window_and_its_source(made):
    lines = "\n".join(traced(made, "vietnam_vn_items"))
    assert "Tin, bài cung cấp cho Cổng Vietnam.vn: 176 tin, bài (tổng của các đơn vị;" in lines
    assert "So với kế hoạch do đơn vị tự đặt: 146/150." in lines
    assert "Cơ sở so sánh: 212, từ 01/01/2023 đến 31/12/2023, nguồn: số liệu minh họa" in lines
    assert "bằng 83,0%." in lines


def test_who_owes_a_duty_and_wrote_nothing_is_named(made):
    assert traced(made, "9-a") == [
        "“9-a”: 0/1 đơn vị phải báo cáo đã có số liệu được chấp nhận.",
        "Chưa có số liệu: Sở Kế hoạch và Đầu tư.",
    ]


def test_an_index_that_nobody_is_told_to_watch_says_so(made):
    assert "“par_index_score”: Kế hoạch chưa giao đơn vị nào theo dõi." in traced(made, "par_index_score")


def test_a_figure_is_found_by_the_name_that_the_annex_prints(made):
    assert traced(made, "Tin, bài cung cấp cho Cổng Vietnam.vn") == traced(made, "vietnam_vn_items")
    assert traced(made, "xuat ban an pham phuc vu cong tac ttdn") == traced(made, "4.2")


def test_a_name_of_several_figures_is_answered_with_their_codes(made):
    with pytest.raises(TraceError, match=r"có ở nhiều tên.*\(vietnam_vn_items\)"):
        traced(made, "tin, bài")
    with pytest.raises(TraceError, match="Không có con số, nhiệm vụ"):
        traced(made, "không có ở đâu cả")


def test_one_unit_is_asked_about_alone(made):
    lines = traced(made, "4.1", "Sở Du lịch")
    assert lines
    assert all("Sở Du lịch" in line for line in lines)
