"""Every sentence of both sample reports that compares, ranks, sums or judges may be said; one that may not is found."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import duckdb
import pytest
from sentence_claims import OpenData, judge, sentences_of
from warehouse_case import subject

from tdnreport.app.trace import trace_figure
from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import list_inbox
from tdnreport.report import assemble
from tdnreport.report.open_data import writer as open_data
from tdnreport.warehouse.pipeline import build_in_memory

PLANS = ("tth-2024", "qt-2024")


@contextlib.contextmanager
def built(plan: str) -> Iterator[duckdb.DuckDBPyConnection]:
    with build_in_memory(subject(plan), list_inbox(find_home().sample_inbox(plan, "2024"))) as con:
        yield con


@cache
def report(plan: str) -> tuple[tuple[str, ...], OpenData]:
    """The paragraphs of a sample report, and its open data."""
    of, folder = subject(plan), Path(mkdtemp())
    with built(plan) as con:
        made = assemble.assemble_report(con, assemble.ReportContext(of.home, of.plan, of.period, None, is_sample=True))
        open_data.write_parquet(con, folder / "du-lieu")
        open_data.write_json(made, con, folder / "so-lieu.json")
    return tuple(sentences_of(made.sections)), OpenData(folder)


@pytest.mark.parametrize("plan", PLANS)
def test_every_sentence_of_a_sample_report_may_be_said(plan):
    paragraphs, data = report(plan)
    assert sum("%" in paragraph for paragraph in paragraphs) > 15
    assert {paragraph: problems for paragraph in paragraphs if (problems := judge(paragraph, data))} == {}


PLANTED = {
    "unequal windows": ("bằng 118,9% cả năm 2023 (74", "tăng 18,9% so với cùng kỳ năm 2023 (74", "cùng kỳ"),
    "partial coverage": (" (số của 2/29 đơn vị), bằng 148,8%", ", bằng 148,8%", "mà không nói"),
    "an invented base not marked": ("418 tin, bài, số minh họa", "418 tin, bài", "minh họa"),
    "a wrong share of the base": ("bằng 110,5% cả năm", "bằng 120,5% cả năm", "tỷ lệ"),
    "a base of another window": ("110,5% cả năm 2023", "110,5% cả năm 2022", "cả năm ấy"),
    "a foreign target": ("214/200 mục tin, đạt 107,0%", "428/200 mục tin, đạt 214,0%", "cùng các đơn vị"),
    "whose target": ("kế hoạch do Sở TN&MT tự đặt", "chỉ tiêu của Kế hoạch", "người khác"),
    "not the highest": ("5/4 cuộc, đạt 125,0%", "12/12 cuộc, đạt 100,0%", "cao nhất"),
    "how many targets": ("16 chỉ tiêu đạt hoặc vượt", "17 chỉ tiêu đạt hoặc vượt", "16/22"),
    "missing estimate": (" (ước của 1/2 đơn vị) (đơn vị", " (đơn vị", "ước của bao nhiêu"),
    "leads that did not report": ("; mới có số liệu của 2/3 đơn vị", "", "2/3"),
    "a rank that nobody owns": ("thứ hạng PCI: xếp thứ 8/63", "thứ hạng PAR INDEX: xếp thứ 8/63", "theo dõi"),
    "a score of another": ("69,25 điểm", "71 điểm", "theo dõi"),
    "a rate of nothing": ("4/8 nhiệm vụ, đạt 50,0%", "0/8 nhiệm vụ, đạt 0,0%", "không phải tỷ lệ"),
    "a wrong mean": ("08 nhiệm vụ có số liệu đạt 93,1%", "07 nhiệm vụ có số liệu đạt 93,1%", "bình quân"),
    "money of a part of the leads": (" (số của 3/3 lượt đơn vị chủ trì", " (số của 1/1 lượt đơn vị chủ trì", "lượt đơn vị chủ trì"),
    "money of other tasks": ("92/100 triệu đồng, đạt 92,0%", "92/150 triệu đồng, đạt 61,3%", "giải ngân"),
    "how many are open": ("Còn 09 nhiệm vụ chưa hoàn thành, thấp", "Còn 08 nhiệm vụ chưa hoàn thành, thấp", "có 9 nhiệm vụ"),
    "not the lowest": ("nhất là: nhiệm vụ 6 đạt 71,3% (số liệu của 15/20 đơn vị chủ trì)", "nhất là: nhiệm vụ 2.1 đạt 92,0%", "thấp nhất"),
    "a judgement of a new kind": ("Công tác thông tin đối ngoại của tỉnh được", "Đây là kết quả cao nhất", "không xét được"),
}  # fmt: skip
"""What is planted → words of the report, what stands there instead, and a word of the judgement."""


@pytest.mark.parametrize("kind", PLANTED)
def test_a_sentence_that_may_not_be_said_is_found(kind):
    true, false, why = PLANTED[kind]
    paragraphs, data = next(made for made in map(report, PLANS) if any(true in paragraph for paragraph in made[0]))
    said = [paragraph for paragraph in paragraphs if true in paragraph]
    problems = [problem for paragraph in said for problem in judge(paragraph.replace(true, false), data)]
    assert any(why in problem for problem in problems), problems


@pytest.mark.parametrize(("code", "first", "row"), [
    ("4.2", "“4.2”: 3/21 đơn vị phải báo cáo đã có số liệu được chấp nhận.",
     "  kinh phí của nhiệm vụ, Sở Ngoại vụ: giao 60.000.000 đồng; giải ngân 38.500.000 đồng "
     "(Báo cáo TTĐN 2024 - Sở Ngoại vụ.xlsx, trang “Biểu 01”, dòng 10)"),
    ("web_items", "“web_items”: 3/29 đơn vị phải báo cáo đã có số liệu được chấp nhận.",
     "  chỉ tiêu, UBND thành phố Huế: trong kỳ 142; lũy kế 142 (UBND TP Hue.xlsx, trang “Biểu 02”, dòng 6)"),
])  # fmt: skip
def test_a_task_and_an_indicator_are_traced_to_the_rows_of_each_unit(code, first, row):
    lines = list(trace_figure(code, report("tth-2024")[1].folder))
    assert first in lines
    assert row in lines


def test_a_task_without_data_asks_for_it_beside_the_rate():
    """One unknown task: the rate is of all, and says how many are unknown."""
    paragraphs, data = report("tth-2024")
    figures = data.content["figures"] | {"tasks_unknown": {**data.figure("tasks_unknown"), "value": 1}}
    unknown = replace(data)
    unknown.__dict__["content"] = data.content | {"figures": figures}
    [rate] = [paragraph for paragraph in paragraphs if "Tỷ lệ hoàn thành" in paragraph]
    assert judge(rate, data) == []
    assert judge(rate, unknown) == ["không nói còn nhiệm vụ chưa có số liệu"]
