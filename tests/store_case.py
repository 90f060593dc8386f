"""Small warehouses whose builds are kept in a store, and a program that keeps builds until it is told or killed.

python store_case.py WAREHOUSE STORE NAME FIRST LAST     keeps builds NAME-FIRST … NAME-LAST, and prints the id of each that is kept
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
from workbooks import csv_bytes

from tdnreport.base.home import Home, find_home
from tdnreport.history import builds
from tdnreport.history.kept_tables import FACTS, KEYS
from tdnreport.history.store import Store
from tdnreport.history.views import Sight, attach_history
from tdnreport.ingest.inbox import list_inbox
from tdnreport.plans.context import RunContext, load_context
from tdnreport.warehouse import pipeline

HEADER = [
    "STT",
    "Nhiệm vụ",
    "Trạng thái",
    "Tỷ lệ hoàn thành (%)",
    "Dự toán giao (đồng)",
    "Đã giải ngân (đồng)",
    "Kết quả",
]
TASK = "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng"


def write_file(path: Path, unit: str, spent: int, result: str = "In 500 cuốn", remark: str = "") -> None:
    """A department file with one row of task 4.1."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [[remark], [unit], ["BÁO CÁO NĂM 2024"], HEADER]
    path.write_bytes(csv_bytes([*rows, ["4.1", TASK, "Đang thực hiện", 60, 250_000_000, spent, result]]))


def context_of(home: Home | None = None, plan: str = "tth-2024", period: str = "2024") -> RunContext:
    return load_context(home or find_home(), plan, period)


@contextmanager
def warehouse(context: RunContext, inbox: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with pipeline.build_in_memory(context, list_inbox(inbox)) as con:
        yield con


def keep(context: RunContext, inbox: Path, store: Store) -> str:
    """Keep what stands in an inbox; the id of its build."""
    with warehouse(context, inbox) as con:
        build = builds.describe_build(context, con)
        builds.keep_build(store, con, build)
        return build.build_id


@contextmanager
def history(store: Store, sight: Sight | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        attach_history(con, store, find_home().sql, sight or Sight())
        yield con


def rows_of_builds(store: Store) -> dict[str, dict[str, int]]:
    """Table → build → rows, as they lie in the store, whether the build is in sight or not."""
    counted: dict[str, dict[str, int]] = {}
    for table in (*FACTS, "builds"):
        dataset = store.dataset(table)
        ids = [] if dataset is None else dataset.to_table(columns=[KEYS[0]]).column(KEYS[0]).to_pylist()
        counted[table] = {build_id: ids.count(build_id) for build_id in set(ids)}
    return counted


def require_whole(store: Store, expected: dict[str, int], ids: Iterable[str]) -> None:
    """Each of the builds stands in the store once, with all its rows; no other build is whole in part or twice."""
    counted = rows_of_builds(store)
    assert counted["builds"] == dict.fromkeys(ids, 1)
    for table, by_build in counted.items():
        assert set(by_build.values()) <= {expected[table]}, table
        assert set(by_build) >= (set(counted["builds"]) if expected[table] else set()), table


def expected_rows(warehouse_path: Path) -> dict[str, int]:
    """Rows that a build of the warehouse has in each table."""
    with duckdb.connect(str(warehouse_path), read_only=True) as con:
        rows = {
            name: con.execute(f"select count(*) from {fact.source}").fetchall()[0][0] for name, fact in FACTS.items()
        }
    return rows | {"builds": 1}


def start_writer(warehouse_path: Path, store: Path, name: str, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, str(warehouse_path), str(store), name, str(first), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def keep_many(warehouse_path: Path, store: Store, name: str, numbers: Iterable[int]) -> Iterator[str]:
    """The same facts as so many builds, told apart by their inputs."""
    with duckdb.connect(str(warehouse_path), read_only=True) as con:
        build = builds.describe_build(context_of(), con)
        for number in numbers:
            named = replace(build, inputs_hash=f"{name}-{number}")
            builds.keep_build(store, con, named)
            yield named.build_id


def main(warehouse_path: str, store: str, name: str, first: str, last: str) -> None:
    for build_id in keep_many(Path(warehouse_path), Store(store), name, range(int(first), int(last) + 1)):
        print(build_id, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
