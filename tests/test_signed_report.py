"""The report that a leader signs, made of every sample: what stands on its first page, and what may stand on none."""

from __future__ import annotations

import re
from functools import cache

import pytest
from docx.oxml.ns import qn
from shipped import RULES
from warehouse_case import subject

from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import list_inbox
from tdnreport.report import assemble
from tdnreport.report.charts.native import measure_chart, shorten_names
from tdnreport.report.model import Report
from tdnreport.report.word import word
from tdnreport.report.word.pagination import PageFlow
from tdnreport.warehouse.pipeline import build_in_memory

SAMPLES = (("tth-2024", "2024"), ("qt-2024", "2024-h1"), ("qt-2024", "2024"))
PADDED_RATIO = re.compile(r"(?<![\d/])0\d/\d+ |\d/0\d (?!\d)")
"""A count with a leading zero in a ratio, "02/03 đơn vị": ratios are written "2/3", as in the tables."""


@cache
def sample(plan: str, period: str) -> Report:
    of = subject(plan, period)
    with build_in_memory(of, list_inbox(find_home().sample_inbox(plan, period))) as con:
        [(as_of,)] = con.execute("select max(received_on) from marts.submissions").fetchall()
        context = assemble.ReportContext(of.home, of.plan, of.period, as_of, is_sample=True)
        return assemble.assemble_report(con, context)


@pytest.mark.parametrize(("plan", "period"), SAMPLES)
def test_summary_and_its_table_stand_on_the_first_page(plan, period):
    document = word.build_document(sample(plan, period), RULES)
    body = document.element.body
    tables = [place for place, element in enumerate(body) if element.tag == qn("w:tbl")]
    summary = next(place for place in tables if "Kết quả chính" in "".join(body[place - 1].itertext()))
    assert PageFlow(document, RULES).height_of(body[: summary + 1]) < RULES.page.height_pt


@pytest.mark.parametrize(("plan", "period"), SAMPLES)
def test_the_summary_says_its_matter_in_seven_sentences(plan, period):
    [summary] = [section for section in sample(plan, period).sections if section.title == "Tóm tắt"]
    prose = " ".join(text for text in summary.paragraphs if not text.startswith("{{"))
    assert 4 <= len(re.findall(r"[^\d]\.(?: |$)|%\.(?: |$)", prose)) <= 7


@pytest.mark.parametrize(("plan", "period"), SAMPLES)
def test_no_label_of_a_chart_is_cut(plan, period):
    for chart in sample(plan, period).charts:
        assert shorten_names(chart, measure_chart(chart)).categories == chart.categories


@pytest.mark.parametrize(("plan", "period"), SAMPLES)
def test_ratios_are_written_in_one_way(plan, period):
    told = [text for section in sample(plan, period).sections for text in section.paragraphs]
    assert [text for text in told if PADDED_RATIO.search(text.split(" Kết quả: ")[0])] == []
