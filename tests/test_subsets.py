"""What a report says of a part of the inbox: nothing that the whole inbox contradicts, unless it says how many units it rests on."""

from __future__ import annotations

import random
from functools import lru_cache

import duckdb
import polars as pl
from warehouse_case import subject

from tdnreport.base.home import find_home
from tdnreport.base.progress import no_progress
from tdnreport.ingest import frames
from tdnreport.ingest.inbox import list_inbox
from tdnreport.warehouse import database, pipeline

SUBSETS, SEED = 10, 14
PLAN = "tth-2024"
SAID = {
    "tasks": "select task_code, status, completion_pct, leads_reported, leads_expected from report.task_results where emphasis = ''",
    "files": "select file, state from marts.submissions where state = 'accepted'",
    "indicators": "select indicator_code, kind, value, coverage, verdict, change_pct, units_reported from report.indicator_results",
}


@lru_cache(maxsize=1)
def sent() -> tuple[dict[str, pl.DataFrame], ...]:
    return tuple(frames.read_inbox(subject(PLAN), list_inbox(find_home().sample_inbox(PLAN, "2024")), no_progress))


def said_of(files: set[str]) -> dict[str, dict[str, tuple]]:
    """What the report of these files says, each row by its key."""
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
        pipeline.fill_warehouse(con, subject(PLAN), part)
        return {name: {row[0]: row[1:] for row in con.execute(query).fetchall()} for name, query in SAID.items()}


def test_parts_of_the_inbox_never_contradict_the_whole_without_saying_so():
    files = [file for some in sent() for file in some["files"]["file"]]
    whole = said_of(set(files))
    files = sorted(whole["files"])  # an earlier report alone would say what its unit has since replaced
    chance = random.Random(SEED)
    for _ in range(SUBSETS):
        part = said_of(set(chance.sample(files, chance.randrange(1, len(files)))))
        for code, (status, pct, reported, expected) in part["tasks"].items():
            assert (status == "unknown") == (reported == 0) == (pct is None), code
            if status == "done":
                assert whole["tasks"][code][0] == "done", code
            if reported == expected:
                assert (status, pct) == whole["tasks"][code][:2], code
        for code, (kind, value, coverage, verdict, change_pct, units) in part["indicators"].items():
            if value is not None and coverage is None:
                assert value == whole["indicators"][code][1], code
            assert change_pct is None or (verdict == "same" and coverage is None), code
            assert kind != "count" or (value is None) == (units == 0), code
