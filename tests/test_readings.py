"""Each distinct text is read once: DuckDB asks nothing of a cell before it has left out those that are alike.

It moves filters and functions below a DISTINCT where they are cheap to write; on a million lines they are then asked a million times.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from warehouse_case import subject
from workbooks import csv_bytes

from tdnreport.base.home import find_home
from tdnreport.base.progress import no_progress
from tdnreport.ingest import frames
from tdnreport.ingest.inbox import inbox_of_file, list_inbox
from tdnreport.warehouse import database, pipeline
from tdnreport.warehouse.lookups import ONCE, make_lookups

SAMPLES = {"workbooks": 1 << 30, "every CSV by its path": 0}
FREE = frozenset({"coalesce", "constant_or_null", "optional"})
"""Functions that look at no letter of a text; DuckDB's own, which pack texts for sorting, begin with two underscores."""
LOOKUPS = [lookup.name for lookup in make_lookups(subject("qt-2024", "2024").vocabulary)]
CSV = """Đơn vị,STT,Nhiệm vụ,Trạng thái,Tỷ lệ hoàn thành (%),Dự toán giao (đồng),Đã giải ngân (đồng),Kết quả/ sản phẩm,Ngày hoàn thành
Sở Du lịch,1,Quảng bá du lịch,Hoàn thành,100,250.000.000,1.000,Đã in,12/05/2024
Sở Ngoại vụ,2,Hội nghị,Đang thực hiện,60,,,,
"""


@pytest.fixture(scope="module", params=SAMPLES)
def built(request, tmp_path_factory):
    """The sample year with a CSV beside it; the lines of that either read or loaded by its path."""
    context, folder = subject("qt-2024", "2024"), tmp_path_factory.mktemp("inbox")
    for file in find_home().sample_inbox("qt-2024", "2024").iterdir():
        (folder / file.name).symlink_to(file)
    (folder / "so-lieu.csv").write_text(CSV, encoding="utf-8")
    files = list(frames.read_inbox(context, list_inbox(folder), no_progress, SAMPLES[request.param]))
    with duckdb.connect() as con:
        database.make_schemas(con)
        pipeline.fill_warehouse(con, context, files)
        yield con


def asked_below_distinct(con: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    [(_, plan)] = con.execute(f"explain (format json) {query}").fetchall()
    return {name for node in json.loads(plan) for name in _asked(node, below=False)} - FREE


def _asked(node: dict[str, Any], *, below: bool) -> Iterator[str]:
    """Functions in a plan below the lowest DISTINCT of each branch and what stands between it and the tables."""
    if below:
        for text in _expressions(node):
            yield from (name for name in re.findall(r"\b([a-z]\w*)\(", text) if not name.startswith("__"))
    is_distinct = node["name"] == "HASH_GROUP_BY" and not any(map(_has_distinct, node["children"]))
    for child in node["children"]:
        yield from _asked(child, below=below or is_distinct)


def _has_distinct(node: dict[str, Any]) -> bool:
    return node["name"] == "HASH_GROUP_BY" or any(map(_has_distinct, node["children"]))


def _expressions(node: dict[str, Any]) -> Iterator[str]:
    for value in (node.get("extra_info") or {}).values():
        yield from value if isinstance(value, list) else [str(value)]


@pytest.mark.parametrize("name", LOOKUPS)
def test_no_function_is_asked_below_distinct(built, name):
    [lookup] = (lookup for lookup in make_lookups(subject("qt-2024", "2024").vocabulary) if lookup.name == name)
    assert asked_below_distinct(built, lookup.keys) == set()


def test_a_filter_that_duckdb_moves_below_distinct_is_seen(built):
    moved = "select distinct text from (select result_text as text from staging.entries) where regexp_matches(text, '0[0-9]+')"
    assert asked_below_distinct(built, moved) == {"regexp_matches"}
    texts = "select distinct result_text as text from staging.entries"
    into_materialized = f"with t as materialized ({texts}) from t where regexp_matches(text, '0[0-9]+')"
    assert asked_below_distinct(built, into_materialized) == {"regexp_matches"}
    assert asked_below_distinct(built, f"from ({texts} {ONCE}) where regexp_matches(text, '0[0-9]+')") == set()


def test_no_parser_is_given_more_of_a_text_than_a_name_can_be_long(tmp_path: Path) -> None:
    """Some take the square of the length: a state of 30,000 digits and a title of 30,000 signs stopped every command."""
    context = subject()
    title = {task.task_code: task.title for task in context.plan.tasks}["4.2"]
    rows = [
        ["SỞ DU LỊCH"],
        [" - " * 10_000],
        ["BÁO CÁO NĂM 2024"],
        ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)", "Kết quả"],
    ]
    rows += [
        ["1", "Thông tin, tuyên truyền", "Hoàn thành", "100", "02 bản tin"],
        ["4.2", title, "1" * 30_000, "60", "02 bản tin"],
        ["4.1", " - " * 10_000, "Hoàn thành", "100", "x " * 10_000],
    ]
    path = tmp_path / "a.csv"
    path.write_bytes(csv_bytes(rows))
    longest = {lookup.name for lookup in make_lookups(context.vocabulary) if lookup.longest > 1_000}
    assert longest == {"staging.text_readings", "staging.note_readings", "staging.personal_readings"}
    with pipeline.build_in_memory(context, inbox_of_file(path)) as con:
        found = con.execute("select rule_id from marts.findings where row_no is not null order by 1").fetchall()
        assert con.execute("select unit_id from raw.files").fetchall() == [("tth.sdl",)]
    assert ("unknown_status",) in found
