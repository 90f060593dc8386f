"""The same figures on every machine: sums do not depend on how many threads add."""

from __future__ import annotations

import duckdb
from warehouse_case import subject

from tdnreport.base.home import find_home
from tdnreport.base.progress import no_progress
from tdnreport.ingest import frames
from tdnreport.ingest.inbox import list_inbox
from tdnreport.warehouse import database, pipeline


def tables(files, threads: int) -> dict[str, list[tuple]]:
    """Every table and view of the line: those that writers read in the order they are read."""
    with duckdb.connect(config={"threads": str(threads)}) as con:
        database.make_schemas(con)
        pipeline.fill_warehouse(con, subject("qt-2024", "2024"), files)
        names = con.execute(
            "select table_schema || '.' || table_name from information_schema.tables where table_schema in ('staging', 'marts', 'report')"
        ).fetchall()
        return {name: con.execute(f"from {name}{_order(name)}").fetchall() for (name,) in names}


def _order(name: str) -> str:
    """Tables that are printed or written are in order already; a view over lines has none."""
    return "" if name.startswith(("marts", "report")) and name != "marts.accepted_rows" else " order by all"


def test_one_two_and_eight_threads_build_the_same_tables():
    inbox = list_inbox(find_home().sample_inbox("qt-2024", "2024"))
    files = list(frames.read_inbox(subject("qt-2024", "2024"), inbox, no_progress))
    one, *others = (tables(files, threads) for threads in (1, 2, 8))
    assert len(one) > 60
    for other in others:
        assert {name for name in one if one[name] != other[name]} == set()


def test_a_mean_that_lies_between_two_decimals_is_the_same_however_it_is_added():
    """Thirds of percents, a hundred thousand of them: sums of doubles differ with the threads, sums of decimals do not."""
    macros = (find_home().sql / "macros.sql").read_text(encoding="utf-8")
    means = set()
    for threads in (1, 2, 8):
        with duckdb.connect(config={"threads": str(threads)}) as con:
            con.execute(macros)
            con.execute("create table t as select 100.0::double / (1 + range % 7) as pct from range(300000)")
            means |= set(con.execute("select exact_mean(pct) from t").fetchall())
    assert len(means) == 1
