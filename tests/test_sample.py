"""The sample year, file by file through the whole line, against figures worked out from its own specification (docs/sample-year.md)."""

from __future__ import annotations

import json

import pytest

from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import list_inbox
from tdnreport.plans.context import load_context
from tdnreport.warehouse import pipeline

YEARS = [("tth-2024", "2024"), ("qt-2024", "2024-h1"), ("qt-2024", "2024")]


@pytest.fixture(scope="module", params=YEARS, ids=["-".join(one) for one in YEARS])
def year(request, tmp_path_factory):
    """The open warehouse of one sample inbox and the figures agreed for it."""
    plan_id, period_id = request.param
    agreed = json.loads(
        (find_home().root / f"tests/data/sample_{plan_id}_{period_id}.json").read_text(encoding="utf-8")
    )
    path = tmp_path_factory.mktemp("sample") / "w.duckdb"
    subject = load_context(find_home(), plan_id, period_id)
    with pipeline.build_warehouse(subject, list_inbox(find_home().sample_inbox(plan_id, period_id)), path) as con:
        yield con, agreed


def test_every_headline_figure_is_the_agreed_one(year):
    con, agreed = year
    figures = dict(con.execute("select id, value from report.figures").fetchall())
    assert {name: figures[name] for name in agreed["figures"]} == pytest.approx(agreed["figures"], abs=1e-3)


def test_every_row_of_the_files_that_count_is_read_once_and_nothing_else(year):
    con, agreed = year
    counted = {one["file"] for one in agreed["submissions"] if one["state"] == "accepted"}
    wanted = sorted((row["file"], row["row_no"]) for row in agreed["rows"] if row["file"] in counted)
    assert con.execute("select file, row_no from staging.rows order by all").fetchall() == wanted


def test_every_accepted_row_says_what_the_file_says(year):
    con, agreed = year
    counted = {one["file"] for one in agreed["submissions"] if one["state"] == "accepted"}
    wanted = {
        (row["unit_id"], row["task_code"]): (row["status"], row["completion_pct"])
        for row in agreed["rows"]
        if "task_code" in row and not row["broken"] and row["file"] in counted
    }
    read = con.execute("select unit_id, task_code, status, completion_pct from marts.progress").fetchall()
    assert {(unit, task): (status, pct) for unit, task, status, pct in read} == wanted


def test_every_planted_mistake_is_found_by_its_rule_and_no_good_row_is_rejected(year):
    con, agreed = year
    counted = {one["file"] for one in agreed["submissions"] if one["state"] == "accepted"}
    wanted = sorted(
        (row["file"], row["row_no"], row["broken"])
        for row in agreed["rows"]
        if row["broken"] and row["file"] in counted
    )
    found = "select file, row_no, rule_id from marts.findings where severity = 'row' order by all"
    assert con.execute(found).fetchall() == wanted


def test_every_file_is_known_by_unit_day_and_state(year):
    con, agreed = year
    wanted = sorted((one["file"], one["unit_id"], one["received_on"], one["state"]) for one in agreed["submissions"])
    read = "select file, unit_id, received_on::varchar, state from marts.submissions order by all"
    assert con.execute(read).fetchall() == wanted


def test_indicators_add_up_over_units(year):
    con, agreed = year
    totals = dict(
        con.execute("select indicator_code, value from marts.indicator_totals where value is not null").fetchall()
    )
    assert totals == pytest.approx(agreed["indicators"])


def test_no_row_and_no_dong_is_lost_between_staging_and_marts(year):
    con, _ = year
    [(read, accepted, rejected)] = con.execute(
        "select sum(rows_read), sum(rows_accepted), sum(rows_rejected) from marts.submissions"
    ).fetchall()
    assert read == accepted + rejected
    staged = """
        select coalesce(sum(allocated_vnd), 0)::bigint, coalesce(sum(disbursed_vnd), 0)::bigint from marts.accepted_rows
        where table_kind <> 'indicators'"""
    kept = "select coalesce(sum(allocated_vnd), 0)::bigint, coalesce(sum(disbursed_vnd), 0)::bigint from marts.budget"
    assert con.execute(kept).fetchall() == con.execute(staged).fetchall()
