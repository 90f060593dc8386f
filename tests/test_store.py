"""The store of all builds: nothing lost among many writers and kills, nothing doubled, sample and real apart, a report without it."""

from __future__ import annotations

import random
import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
import store_case as case

from tdnreport.app import keep
from tdnreport.base.home import find_home
from tdnreport.history import builds, changes, kept_tables
from tdnreport.history.store import MOST_FILES, Store, StoreError
from tdnreport.history.views import Sight
from tdnreport.ingest.inbox import list_inbox
from tdnreport.plans.context import with_restricted_allowed
from tdnreport.warehouse import pipeline

UNIT = "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
WRITERS, EACH = 8, 3
KILLS = 5


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    case.write_file(folder / "So TTTT.csv", UNIT, 100_000_000)
    case.write_file(folder / "So KHĐT.csv", "SỞ KẾ HOẠCH VÀ ĐẦU TƯ", 50_000_000)
    return folder


@pytest.fixture
def store(tmp_path):
    return Store(str(tmp_path / "kho"))


@pytest.fixture(scope="module")
def warehouse_path(tmp_path_factory):
    """The warehouse of the sample year, whose facts fill every table but the notes."""
    path, context = tmp_path_factory.mktemp("warehouse") / "w.duckdb", case.context_of()
    with pipeline.build_warehouse(context, list_inbox(find_home().sample_inbox("tth-2024", "2024")), path):
        return path


def test_a_kept_build_gives_back_the_tables_of_its_warehouse(warehouse_path, store):
    [build_id] = case.keep_many(warehouse_path, store, "a", [1])
    with case.history(store, Sight(is_sample=True)) as con, duckdb.connect(str(warehouse_path), read_only=True) as made:
        for name, fact in kept_tables.FACTS.items():
            columns = ", ".join(column for column in kept_tables.columns_of(name) if column not in kept_tables.KEYS)
            wanted = made.execute(f"select {columns} from {fact.source} order by all").fetchall()
            assert con.execute(f"select {columns} from kept.{name} order by all").fetchall() == wanted, name
        keys = con.execute("select distinct build_id, plan_id, period_id, area_id from history.figures").fetchall()
    assert keys == [(build_id, "tth-2024", "2024", "hue")]


def test_the_same_inputs_definitions_and_day_make_no_second_build(inbox, store):
    first = case.keep(case.context_of(), inbox, store)
    assert case.keep(case.context_of(), inbox, store) == first
    assert set(case.rows_of_builds(store)["builds"].values()) == {1}
    case.write_file(inbox / "So TTTT.csv", UNIT, 120_000_000)
    assert case.keep(case.context_of(), inbox, store) != first


def test_another_definition_makes_another_build_and_is_named(inbox, store):
    context = case.context_of()
    with case.warehouse(context, inbox) as con:
        build = builds.describe_build(context, con)
        mended = replace(build, definitions={**build.definitions, "sql/marts/tasks.sql": "mended"})
        assert builds.keep_build(store, con, build)
        assert builds.keep_build(store, con, mended)
    with case.history(store) as con:
        changed = changes.compare_with_previous(con, mended.build_id)
    assert (changed.changes, changed.definitions) == ((), ("sql/marts/tasks.sql",))
    assert list(changes.change_lines(changed)) == [
        "So với lần tổng hợp trước, mọi con số vẫn như cũ, dù 1 tệp kế hoạch, danh mục, cách tính đã khác."
    ]


def test_eight_writers_at_once_lose_and_double_nothing(warehouse_path, tmp_path):
    store = Store(str(tmp_path / "kho"))
    writers = [case.start_writer(warehouse_path, tmp_path / "kho", str(name), 1, EACH) for name in range(WRITERS)]
    printed = [writer.communicate()[0].split() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    ids = [build_id for some in printed for build_id in some]
    assert len(set(ids)) == WRITERS * EACH
    case.require_whole(store, case.expected_rows(warehouse_path), ids)


def test_writers_of_the_same_build_keep_it_once(warehouse_path, tmp_path):
    writers = [case.start_writer(warehouse_path, tmp_path / "kho", "same", 1, 2) for _ in range(4)]
    ids = {build_id for writer in writers for build_id in writer.communicate()[0].split()}
    assert len(ids) == 2
    case.require_whole(Store(str(tmp_path / "kho")), case.expected_rows(warehouse_path), ids)


def test_a_writer_killed_at_any_moment_leaves_no_build_half_seen(warehouse_path, tmp_path):
    store, folder, chance = Store(str(tmp_path / "kho")), tmp_path / "kho", random.Random(1)
    [first] = case.keep_many(warehouse_path, store, "k", [0])
    kept = {first}
    for _ in range(KILLS):
        writer = case.start_writer(warehouse_path, folder, "k", 1, KILLS)
        assert writer.stdout
        kept.add(writer.stdout.readline().strip())
        time.sleep(chance.uniform(0, 0.4))
        writer.send_signal(signal.SIGKILL)
        kept |= set(writer.communicate()[0].split())
        assert kept <= set(case.rows_of_builds(store)["builds"])
    ids = [first, *case.keep_many(warehouse_path, store, "k", range(1, KILLS + 1))]
    case.require_whole(store, case.expected_rows(warehouse_path), ids)


def test_a_build_that_is_not_listed_does_not_exist(warehouse_path, store):
    list(case.keep_many(warehouse_path, store, "a", [1]))
    shutil.rmtree(Path(store.location) / "builds")
    with case.history(store, Sight(is_sample=True)) as con:
        assert con.execute("select count(*) from history.figures").fetchall() == [(0,)]
        assert con.execute("select count(*) from kept.figures").fetchall() == [(0,)]


def test_invented_figures_never_meet_real_ones(inbox, store, tmp_path):
    case.write_file(tmp_path / "mau" / "So TTTT.csv", UNIT, 100_000_000, remark="(SỐ LIỆU MINH HỌA)")
    real, sample = (case.keep(case.context_of(), folder, store) for folder in (inbox, tmp_path / "mau"))
    for sight, seen in ((Sight(), real), (Sight(is_sample=True), sample)):
        with case.history(store, sight) as con:
            for view in (
                "builds",
                "figures",
                "tasks",
                "progress",
                "budget",
                "submissions",
                "figure_versions",
                "definitions",
            ):
                assert con.execute(f"select distinct build_id from history.{view}").fetchall() == [(seen,)], view


def test_a_marked_build_is_seen_only_where_that_is_allowed(inbox, store):
    case.write_file(inbox / "So TTTT.csv", UNIT, 100_000_000, remark="MẬT")
    case.keep(with_restricted_allowed(case.context_of()), inbox, store)
    with case.history(store) as con:
        assert con.execute("select count(*) from history.builds").fetchall() == [(0,)]
    with case.history(store, Sight(restricted=True)) as con:
        assert con.execute("select marking from history.builds").fetchall() == [("MẬT",)]


def test_a_shared_store_takes_a_marked_build_only_where_its_keeper_says_so(inbox, store, monkeypatch):
    case.write_file(inbox / "So TTTT.csv", UNIT, 100_000_000, remark="MẬT")
    context = with_restricted_allowed(case.context_of())
    monkeypatch.setenv("TDNREPORT_STORE", store.location)
    with case.warehouse(context, inbox) as con:
        [sentence] = keep.keep_build(context, con)
        assert "không ghi vào kho lịch sử dùng chung" in sentence
        assert store.open_table("builds") is None
        monkeypatch.setenv("TDNREPORT_STORE_RESTRICTED", "1")
        assert keep.keep_build(context, con) == ()
    assert store.open_table("builds") is not None


def test_personal_data_is_covered_before_it_is_kept(inbox, store):
    case.write_file(inbox / "So TTTT.csv", UNIT, 100_000_000, result="Liên hệ 0912 345 678 hoặc a.nguyen@hue.gov.vn")
    case.write_file(inbox / "Bao cao 0912345679.csv", "SỞ DU LỊCH", 100_000_000)
    case.keep(case.context_of(), inbox, store)
    folder = Path(store.location)
    with duckdb.connect() as con:
        for name in ("progress", "submissions", "findings", "figure_files"):
            text = str(con.read_parquet(f"{folder}/{name}/*.parquet").fetchall())
            assert not any(said in text for said in ("345 678", "0912345679", "a.nguyen")), name
        assert "[số điện thoại]" in str(con.read_parquet(f"{folder}/progress/*.parquet").fetchall())


def test_older_and_newer_programs_share_a_store(warehouse_path, store, monkeypatch):
    list(case.keep_many(warehouse_path, store, "now", [1]))
    figures = kept_tables.FACTS["figures"]
    newer = replace(
        figures, source=f"(select *, 'mới' as added from {figures.source})", columns=f"{figures.columns}, added varchar"
    )
    now = dict(kept_tables.TABLES)
    monkeypatch.setitem(kept_tables.FACTS, "figures", newer)
    monkeypatch.setitem(kept_tables.TABLES, "figures", f"{now['figures']}, added varchar")
    list(case.keep_many(warehouse_path, store, "newer", [2]))
    with case.history(store, Sight(is_sample=True)) as con:
        assert con.execute("select added, count(distinct build_id) from kept.figures group by 1 order by 1").fetchall() == [
            ("mới", 1), (None, 1),
        ]  # fmt: skip
    monkeypatch.setitem(kept_tables.FACTS, "figures", figures)
    monkeypatch.setitem(kept_tables.TABLES, "figures", now["figures"])
    list(case.keep_many(warehouse_path, store, "now", [3]))
    with case.history(store, Sight(is_sample=True)) as con:
        assert con.execute("select count(distinct build_id) from kept.figures").fetchall() == [(3,)]
        assert con.execute("select count(*) from history.figures").fetchall() == [(29,)]


def test_a_store_of_an_older_program_is_read_before_it_is_written_to(warehouse_path, store, monkeypatch):
    list(case.keep_many(warehouse_path, store, "now", [1]))
    monkeypatch.setitem(kept_tables.TABLES, "tasks", f"{kept_tables.TABLES['tasks']}, added varchar")
    monkeypatch.setitem(kept_tables.TABLES, "later", "build_id varchar, added varchar")
    with case.history(store, Sight(is_sample=True)) as con:
        assert con.execute("select distinct added from kept.tasks").fetchall() == [(None,)]
        assert con.execute("select * from kept.later").fetchall() == []


def test_writers_that_put_files_together_at_once_double_no_row(warehouse_path, tmp_path):
    store = Store(str(tmp_path / "kho"))
    first = list(case.keep_many(warehouse_path, store, "c", range(MOST_FILES - 1)))
    writers = [case.start_writer(warehouse_path, tmp_path / "kho", str(name), 1, 2) for name in range(WRITERS)]
    ids = [*first, *(build_id for writer in writers for build_id in writer.communicate()[0].split())]
    assert len(ids) == MOST_FILES - 1 + WRITERS * 2
    case.require_whole(store, case.expected_rows(warehouse_path), ids)


def test_small_files_are_put_together_and_every_row_stays(warehouse_path, store):
    ids = list(case.keep_many(warehouse_path, store, "c", range(MOST_FILES + 2)))
    figures = store.open_table("figures")
    assert figures is not None
    assert len(figures.file_uris()) < 10
    case.require_whole(store, case.expected_rows(warehouse_path), ids)


DAMAGE = {
    "log": lambda folder: (folder / "figures/_delta_log/00000000000000000000.json").write_text("{", encoding="utf-8"),
    "empty log": lambda folder: (folder / "figures/_delta_log/00000000000000000000.json").write_bytes(b""),
    "file in place of the folder": lambda folder: (shutil.rmtree(folder), folder.write_text("x", encoding="utf-8")),
    "file in place of a table": lambda folder: (shutil.rmtree(folder / "tasks"), (folder / "tasks").write_text("x", encoding="utf-8")),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_store_gives_a_sentence_and_no_error(damage, inbox, store, monkeypatch):
    monkeypatch.setenv("TDNREPORT_STORE", store.location)
    context = case.context_of()
    case.keep(context, inbox, store)
    DAMAGE[damage](Path(store.location))
    case.write_file(inbox / "So TTTT.csv", UNIT, 120_000_000)
    with case.warehouse(context, inbox) as con:
        [sentence] = keep.keep_build(context, con)
    assert sentence.startswith("Không ")
    assert f"được kho lịch sử {store.location}" in sentence
    assert sentence.endswith("sửa xong thì chạy lại lệnh.")


def test_a_data_file_that_is_gone_gives_a_sentence(inbox, store, monkeypatch):
    monkeypatch.setenv("TDNREPORT_STORE", store.location)
    context = case.context_of()
    case.keep(context, inbox, store)
    for path in Path(store.location).glob("figures/*.parquet"):
        path.unlink()
    case.write_file(inbox / "So TTTT.csv", UNIT, 120_000_000)
    with case.warehouse(context, inbox) as con:
        [sentence] = keep.keep_build(context, con)
    assert sentence.startswith("Không đọc được kho lịch sử")
    assert sentence.endswith("đã ghi vào kho, nhưng không so được với lần tổng hợp trước.")


def test_a_store_nobody_may_write_to_gives_a_sentence(inbox, tmp_path):
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match=r"^Không (ghi|đọc) được kho lịch sử"):
        case.keep(case.context_of(), inbox, Store(str(tmp_path / "tep" / "kho")))


def test_what_moved_is_told_with_the_file_that_moved_it(inbox, store, monkeypatch):
    monkeypatch.setenv("TDNREPORT_STORE", store.location)
    context = case.context_of()
    case.keep(context, inbox, store)
    case.write_file(inbox / "So TTTT.csv", UNIT, 130_000_000)
    with case.warehouse(context, inbox) as con:
        lines = keep.keep_build(context, con)
    assert lines[1] == "  Tệp So TTTT.csv đã thay nội dung."
    assert "    Giải ngân các đơn vị báo cáo ở mọi nhiệm vụ: 150.000.000 đồng → 180.000.000 đồng" in lines
    assert not any("KHĐT" in line for line in lines)
