"""The same figures reported for a year, half a year, a quarter and on request: title, parts, receivers, what is said of open tasks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from warehouse_case import subject

from tdnreport.base.data_error import DataError
from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import list_inbox
from tdnreport.report import assemble
from tdnreport.report.occasions import find_occasion
from tdnreport.warehouse.pipeline import build_in_memory

OCCASIONS = {
    "year": ("Năm 2024", date(2024, 11, 24)),
    "half_year": ("6 tháng đầu năm 2024", date(2024, 5, 24)),
    "quarter": ("9 tháng đầu năm 2024", date(2024, 9, 14)),
    "ad_hoc": ("Đột xuất tháng 9", date(2024, 9, 20)),
}


def period(name):
    label, data_to = OCCASIONS[name]
    return replace(subject("qt-2024", "2024").period, occasion=name, label=label, data_to=data_to)


@pytest.fixture(scope="module")
def made():
    """Occasion → the report of it, all from the files of half a year."""
    of = subject("qt-2024", "2024-h1")
    with build_in_memory(of, list_inbox(find_home().sample_inbox("qt-2024", "2024-h1"))) as con:
        context = assemble.ReportContext(of.home, of.plan, of.period, date(2024, 5, 28), is_sample=True)
        return {name: assemble.assemble_report(con, replace(context, period=period(name))) for name in OCCASIONS}


def text(report):
    return "\n".join(text for section in report.sections for text in (section.title, *section.paragraphs))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("year", ("của tỉnh Quảng Trị năm 2024", "và phương hướng, nhiệm vụ năm 2025")),
        ("half_year", ("của tỉnh Quảng Trị 6 tháng đầu năm 2024", "và phương hướng, nhiệm vụ 6 tháng cuối năm 2024")),
        ("quarter", ("của tỉnh Quảng Trị 9 tháng đầu năm 2024", "và nhiệm vụ trọng tâm quý IV năm 2024")),
        ("ad_hoc", ("của tỉnh Quảng Trị tính đến ngày 20/09/2024",)),
    ],
)
def test_each_occasion_has_its_own_title(made, name, lines):
    assert made[name].letterhead.subject == ("Kết quả thực hiện công tác thông tin đối ngoại", *lines)


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("year", ("V", "Phương hướng, nhiệm vụ năm 2025")),
        ("half_year", ("V", "Phương hướng, nhiệm vụ 6 tháng cuối năm 2024")),
        ("quarter", ("V", "Phương hướng, nhiệm vụ quý IV năm 2024")),
        ("ad_hoc", ("III", "Khó khăn, kiến nghị")),
    ],
)
def test_the_last_part_names_the_period_that_follows(made, name, last):
    parts = [(section.number, section.title) for section in made[name].sections if section.level == 1]
    assert parts[-1] == last
    assert len({number for number, _ in parts}) == len(parts)


@pytest.mark.parametrize("name", ["half_year", "quarter", "ad_hoc"])
def test_tasks_with_time_left_are_under_way_and_not_late(made, name):
    told = text(made[name])
    assert "17/18 nhiệm vụ đang thực hiện, 01 nhiệm vụ chưa thực hiện" in told
    assert "chưa hoàn thành" not in told
    assert "bảo đảm hoàn thành 18" not in told
    assert "năm 2025" not in told.replace("đến năm 2025", "")


def test_tasks_left_at_the_end_of_the_year_are_told_as_not_done(made):
    assert "Còn 18 nhiệm vụ chưa hoàn thành" in text(made["year"])


def test_a_report_on_request_speaks_of_its_day_and_goes_to_its_own_receivers(made):
    told = text(made["ad_hoc"])
    assert "báo cáo kết quả thực hiện tính đến ngày 28/05/2024, như sau" in told
    assert "Trên đây là báo cáo đột xuất về kết quả thực hiện" in told
    assert "Đột xuất tháng 9" not in told
    assert "Các cơ quan báo chí của tỉnh" in made["year"].letterhead.recipients
    assert "Các cơ quan báo chí của tỉnh" not in made["ad_hoc"].letterhead.recipients


@pytest.mark.parametrize(
    ("name", "month", "following"),
    [
        ("quarter", 3, "quý II năm 2024"),
        ("quarter", 6, "quý III năm 2024"),
        ("quarter", 12, "quý I năm 2025"),
        ("half_year", 6, "6 tháng cuối năm 2024"),
        ("half_year", 12, "6 tháng đầu năm 2025"),
        ("year", 12, "năm 2025"),
    ],
)
def test_what_follows_is_taken_from_the_last_month_of_the_figures(name, month, following):
    of = subject("qt-2024", "2024")
    ended = replace(of.period, occasion=name, data_to=date(2024, month, 14))
    assert find_occasion(of.home.reference, of.plan, ended).next_period == following


def test_a_period_without_an_occasion_claims_no_end_of_the_year():
    of = subject("qt-2024", "2024-h1")
    assert find_occasion(of.home.reference, of.plan, replace(of.period, occasion=None)).name == "ad_hoc"


def test_every_occasion_says_where_difficulties_and_proposals_stand():
    of = subject("qt-2024", "2024")
    with build_in_memory(of, list_inbox(find_home().sample_inbox("qt-2024", "2024"))) as con:
        context = assemble.ReportContext(of.home, of.plan, period("ad_hoc"), date(2024, 11, 27), is_sample=True)
        told = text(assemble.assemble_report(con, context))
    assert "nêu 02 khó khăn, vướng mắc (Phần III) và 02 kiến nghị (Phần III)" in told


def test_an_unknown_word_in_a_title_is_named_with_the_known_ones():
    of = subject("qt-2024", "2024")
    first, *others = of.plan.report.outline
    form = replace(of.plan.report, outline=(replace(first, title="Nhiệm vụ {nam_sau}"), *others))
    with pytest.raises(DataError, match=r"qt-2024/plan\.toml: “Nhiệm vụ \{nam_sau\}”.*\{next_period\}"):
        _ = find_occasion(of.home.reference, replace(of.plan, report=form), of.period).form
