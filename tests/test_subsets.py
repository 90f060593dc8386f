"""What a report says of a part of the inbox: nothing that the whole inbox contradicts, unless it says how many units it rests on."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from functools import lru_cache

import duckdb
import polars as pl
import pytest
from sentence_claims import OpenData, judge, sentences_of
from warehouse_case import subject

from tdnreport.base.home import find_home
from tdnreport.base.progress import no_progress
from tdnreport.ingest import frames
from tdnreport.ingest.inbox import list_inbox
from tdnreport.report import assemble
from tdnreport.report.open_data import writer as open_data
from tdnreport.warehouse import database, pipeline

SUBSETS, SEED, GROUPS = 200, 14, 10
PLAN = "tth-2024"
SAID = {
    "tasks": "select task_code, status, completion_pct, leads_reported, leads_expected from report.task_results where emphasis = ''",
    "files": "select file, state from marts.submissions where state = 'accepted'",
    "indicators": "select indicator_code, kind, value, coverage, verdict, change_pct, units_reported from report.indicator_results",
    "figures": "select id, value, numerator, denominator from report.figures",
    "money": """select task_code, used_vnd, disbursed_vnd, units_spending, leads_reported, leads_expected from marts.tasks
        where used_vnd is not null""",
}
TABLES = frozenset(
    {"report.task_results", "marts.submissions", "report.indicator_results", "report.figures", "marts.tasks"}
)


@lru_cache(maxsize=1)
def sent() -> tuple[dict[str, pl.DataFrame], ...]:
    return tuple(frames.read_inbox(subject(PLAN), list_inbox(find_home().sample_inbox(PLAN, "2024")), no_progress))


@contextlib.contextmanager
def built_of(files: set[str], wanted: frozenset[str] | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse of these files of the sample inbox."""
    part = [
        {
            name: frame.filter(pl.col("file").is_in(list(files)))
            for name, frame in some.items()
            if "file" in frame.columns
        }
        for some in sent()
    ]
    with duckdb.connect() as con:
        database.make_schemas(con)
        pipeline.fill_warehouse(con, subject(PLAN), part, wanted=wanted)
        yield con


def said_of(files: set[str]) -> dict[str, dict[str, tuple]]:
    """What the report of these files says, each row by its key."""
    with built_of(files, TABLES) as con:
        return {name: {row[0]: row[1:] for row in con.execute(query).fetchall()} for name, query in SAID.items()}


@lru_cache(maxsize=1)
def whole() -> dict[str, dict[str, tuple]]:
    return said_of({file for some in sent() for file in some["files"]["file"]})


def parts(group: int, of: int) -> list[set[str]]:
    """Random parts of the files that count; an earlier report alone would say what its unit has since replaced."""
    files, chance = sorted(whole()["files"]), random.Random(SEED * 1000 + group)
    return [set(chance.sample(files, chance.randrange(1, len(files)))) for _ in range(of)]


@pytest.mark.parametrize("group", range(GROUPS))
def test_parts_of_the_inbox_never_contradict_the_whole_without_saying_so(group):
    for files in parts(group, SUBSETS // GROUPS):
        part = said_of(files)
        for code, (status, pct, reported, expected) in part["tasks"].items():
            assert (status == "unknown") == (reported == 0) == (pct is None), code
            if status == "done":
                assert whole()["tasks"][code][0] == "done", code
            if reported == expected:
                assert (status, pct) == whole()["tasks"][code][:2], code
        for code, (kind, value, coverage, verdict, change_pct, units) in part["indicators"].items():
            if value is not None and coverage is None:
                assert value == whole()["indicators"][code][1], code
            assert change_pct is None or (verdict == "same" and coverage is None), code
            assert kind != "count" or (value is None) == (units == 0), code
        unknown = sum(status == "unknown" for status, *_ in part["tasks"].values())
        assert part["figures"]["tasks_unknown"][0] == unknown
        assert part["figures"]["completion_rate_pct"][0] is not None or unknown == len(part["tasks"])
        for code, (used, disbursed, _, reported, expected) in part["money"].items():
            if reported == expected == 1 and code in whole()["money"]:
                assert used <= whole()["money"][code][0], code
                assert (disbursed or 0) <= (whole()["money"][code][1] or 0), code


def test_every_sentence_of_the_report_of_a_part_may_be_said(tmp_path):
    of = subject(PLAN)
    for number, files in enumerate(parts(GROUPS, 8)):
        with built_of(files, None) as con:
            report = assemble.assemble_report(
                con, assemble.ReportContext(of.home, of.plan, of.period, None, is_sample=True)
            )
            open_data.write_parquet(con, tmp_path / f"{number}/du-lieu")
            open_data.write_json(report, con, tmp_path / f"{number}/so-lieu.json")
        data = OpenData(tmp_path / str(number))
        sentences = sentences_of(report.sections)
        assert {sentence: problems for sentence in sentences if (problems := judge(sentence, data))} == {}, files
