"""SQL models: the path is the name, the SQL is the order."""

from __future__ import annotations

import duckdb
import pytest

from tdnreport.warehouse.models import ModelError, find_models, order_steps


def project(tmp_path, **files):
    for name, sql in files.items():
        schema, table = name.split("__")
        (tmp_path / schema).mkdir(exist_ok=True)
        (tmp_path / schema / f"{table}.sql").write_text(sql, encoding="utf-8")
    con = duckdb.connect()
    con.execute("create schema staging; create schema marts")
    return con, find_models(con, tmp_path)


def test_models_are_built_after_what_they_read_whatever_their_names(tmp_path):
    con, models = project(
        tmp_path,
        staging__a="-- one row per number\nselect b.n + 1 as n from staging.b as b",
        staging__b="-- one row per number\nwith z as (select * from staging.z) select * from z",
        staging__z="-- one row per number\nselect 1 as n",
    )
    ordered = order_steps(models)
    assert [model.name for model in ordered] == ["staging.z", "staging.b", "staging.a"]
    for model in ordered:
        model.build(con)
    assert con.execute("select n from staging.a").fetchall() == [(2,)]
    assert con.execute("select comment from duckdb_tables() where table_name = 'a'").fetchall() == [
        ("one row per number",)
    ]


def test_tables_in_subqueries_joins_and_unions_count_as_read(tmp_path):
    sql = """-- one row per x
        select * from staging.a where n in (select n from staging.b)
        union all select 1 from staging.c join staging.d using (n)"""
    _, [model] = project(tmp_path, marts__m=sql)
    assert model.reads == {"staging.a", "staging.b", "staging.c", "staging.d"}


def test_models_that_read_each_other_are_refused_by_name(tmp_path):
    _, models = project(tmp_path, staging__a="select * from staging.b", staging__b="select * from staging.a")
    with pytest.raises(ModelError, match=r"staging\.a"):
        order_steps(models)


def test_a_syntax_error_names_the_file(tmp_path):
    with pytest.raises(ModelError, match=r"sql/staging/a\.sql"):
        project(tmp_path, staging__a="selec 1")


def test_a_model_that_does_not_run_names_the_file(tmp_path):
    con, [model] = project(tmp_path, staging__a="select nothing from (select 1 as n)")
    with pytest.raises(ModelError, match=r"sql/staging/a\.sql.*nothing"):
        model.build(con)
