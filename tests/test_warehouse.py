"""The warehouse and the output folder take the place of the old ones whole, or not at all."""

from __future__ import annotations

import os

import duckdb
import pytest

from tdnreport.base import atomic_folder
from tdnreport.ingest.schema import RAW
from tdnreport.warehouse.database import database_path, make_raw, make_schemas, rebuild_warehouse


def one_row(value):
    return lambda con: con.execute(f"create table marts.t as select {value} as n")


def test_a_build_replaces_the_old_warehouse_when_it_ends(tmp_path):
    path = tmp_path / "w.duckdb"
    for value in (1, 2):
        with rebuild_warehouse(path, one_row(value)) as con:
            assert con.execute("select n from marts.t").fetchall() == [(value,)]
            assert database_path(con).parent == tmp_path
    with duckdb.connect(str(path), read_only=True) as con:
        assert con.execute("select n from marts.t").fetchall() == [(2,)]
    assert [one.name for one in tmp_path.iterdir()] == ["w.duckdb"]


def test_a_build_that_fails_leaves_the_old_warehouse(tmp_path):
    path = tmp_path / "w.duckdb"
    with rebuild_warehouse(path, one_row(1)):
        pass
    before = path.read_bytes()
    with pytest.raises(RuntimeError), rebuild_warehouse(path, one_row(2)):
        raise RuntimeError
    with (
        pytest.raises(duckdb.Error),
        rebuild_warehouse(path, lambda con: con.execute("create table nowhere.t as select 1")),
    ):
        pass
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["w.duckdb"]


def test_what_a_killed_build_left_behind_is_removed_by_the_next(tmp_path):
    dead = tmp_path / "w.duckdb.new-4194304"
    dead.write_bytes(b"half")
    alive = tmp_path / f"w.duckdb.new-{os.getppid()}"
    alive.write_bytes(b"another run at work")
    with rebuild_warehouse(tmp_path / "w.duckdb", one_row(1)):
        pass
    assert not dead.exists()
    assert alive.exists()


def test_raw_tables_exist_even_when_nothing_was_sent():
    con = duckdb.connect()
    make_schemas(con)
    make_raw(con)
    assert {
        name for (name,) in con.execute("select table_name from duckdb_tables() where schema_name = 'raw'").fetchall()
    } == set(RAW)


def test_the_new_folder_takes_the_place_of_the_old_one(tmp_path):
    out = tmp_path / "out"
    for text in ("first", "second"):
        with atomic_folder.replace_folder(out) as new:
            (new / "a.txt").write_text(text)
    assert (out / "a.txt").read_text() == "second"
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_a_run_that_fails_leaves_the_old_folder(tmp_path):
    out = tmp_path / "out"
    with atomic_folder.replace_folder(out) as new:
        (new / "a.txt").write_text("good")
    with pytest.raises(FileNotFoundError), atomic_folder.replace_folder(out) as new:
        (new / "missing" / "a.txt").write_text("bad")
    assert (out / "a.txt").read_text() == "good"


def test_without_exchange_two_renames_do_the_same_and_a_kill_between_them_is_mended(tmp_path, monkeypatch):
    monkeypatch.setattr(atomic_folder, "_exchange", lambda one, other: False)
    out = tmp_path / "out"
    for text in ("first", "second"):
        with atomic_folder.replace_folder(out) as new:
            (new / "a.txt").write_text(text)
    assert (out / "a.txt").read_text() == "second"
    out.rename(tmp_path / ".out.old")
    atomic_folder.restore_folder(out)
    assert (out / "a.txt").read_text() == "second"
