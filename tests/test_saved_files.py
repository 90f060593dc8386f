"""Three messy files as their makers wrote them and as LibreOffice saves them in each format: every variant says the same.

The files are written by tests/make_saved.py; what they say was written here by hand.
"""

from __future__ import annotations

import shutil

import pytest
from make_saved import FORMATS, SAVED

from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import list_inbox
from tdnreport.plans.context import load_context
from tdnreport.warehouse import pipeline

# line: unit, task, status, percent, allocated, disbursed, completed on
ROWS = {
    "so_du_lich": [
        (9, "tth.sdl", "1", "done", 100, 12_500_000, 12_500_000, "2024-07-15"),
        (10, "tth.sdl", "4.1", "doing", 75, 100_000_000, 20_500_000, None),
        (12, "tth.sdl", "4.2", "todo", 0, None, None, None),
        (13, "tth.sdl", "5", "done", 100, 1_250_000_000, 318_500_000, "2024-11-15"),
    ],
    "so_cong_thuong": [
        (4, "tth.sct", "1", "doing", 45.5, 20_000_000, 15_000_500, None),
        (5, "tth.sct", "1", "doing", 45.5, 5_000_000, 0, None),
        (8, "tth.sct", "4.3", "done", 100, 1_500_000, 1_500_000, None),
        (10, "tth.sct", "5", "todo", 0, None, None, None),
    ],
    "ubnd_huyen_phu_loc": [
        (5, "tth.h.phuloc", "1", "done", 100, None, None, "2024-08-05"),
        (6, "tth.h.phuloc", "4.1", "doing", 60.5, None, None, None),
        (10, "tth.h.phuloc", "1", None, None, 120_000_000, 118_500_000, None),
        (11, "tth.h.phuloc", "4.1", None, None, 50_000_000, 0, None),
    ],
}
NOTED = {
    ("so_du_lich", 10, "hidden_rows"),
    ("so_cong_thuong", 6, "struck_rows"),
    ("ubnd_huyen_phu_loc", None, "hidden_sheets"),
}
COUNTED = [
    ("tth.h.phuloc", "1", 120_000_000, 118_500_000),
    ("tth.h.phuloc", "4.1", 50_000_000, 0),
    ("tth.sct", "1", 25_000_000, 15_000_500),
    ("tth.sct", "4.3", 1_500_000, 1_500_000),
    ("tth.sdl", "1", 12_500_000, 12_500_000),
    ("tth.sdl", "4.1", 100_000_000, 20_500_000),
    ("tth.sdl", "5", 1_250_000_000, 318_500_000),
]


@pytest.fixture(scope="module", params=["made", *FORMATS])
def warehouse(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copytree(SAVED / request.param, folder / "inbox")
    with pipeline.build_warehouse(
        load_context(find_home(), "tth-2024", "2024"), list_inbox(folder / "inbox"), folder / "w.duckdb"
    ) as con:
        yield con


@pytest.mark.parametrize("file", ROWS)
def test_every_format_gives_the_same_rows(warehouse, file: str) -> None:
    read = """
        select row_no, unit_id, task_code, status, completion_pct, allocated_vnd, disbursed_vnd, completed_on::varchar
        from staging.rows where split_part(file, '.', 1) = ? order by all"""
    assert warehouse.execute(read, [file]).fetchall() == ROWS[file]


def test_every_format_shows_what_was_hidden_or_struck_and_rejects_nothing(warehouse) -> None:
    found = warehouse.execute(
        "select split_part(file, '.', 1), row_no, rule_id, severity from marts.findings where rule_id <> 'received_on_unknown'"
    ).fetchall()
    assert {(file, row_no, rule) for file, row_no, rule, _ in found if rule in {one[2] for one in NOTED}} == NOTED
    assert [one for one in found if one[3] in ("row", "file")] == []


def test_every_format_counts_the_same_money(warehouse) -> None:
    counted = """
        select unit_id, task_code, sum(allocated_vnd)::bigint, sum(disbursed_vnd)::bigint from marts.budget
        where allocated_vnd is not null group by all order by all"""
    assert warehouse.execute(counted).fetchall() == COUNTED


def test_the_files_are_small() -> None:
    assert sum(path.stat().st_size for path in SAVED.rglob("*") if path.is_file()) < 300_000
