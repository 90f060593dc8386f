"""The data dictionary lives in the SQL: no column without a meaning, no number without a unit, no page that has drifted."""

from __future__ import annotations

import sys

import duckdb
import pytest
from warehouse_case import Sent, filled

from tdnreport.base.home import find_home
from tdnreport.warehouse import dictionary, models

sys.path.insert(0, str(find_home().root / "scripts"))
import make_dictionary

UNITS = {
    *(
        "",
        "%",
        "byte",
        "dòng",
        "điểm",
        "lần",
        "nhiệm vụ",
        "điểm phần trăm",
        "ngày",
        "lượt",
        "năm",
        "số thứ tự",
        "triệu đồng",
        "tệp",
        "tỉnh, thành phố",
        "đơn vị",
        "đồng",
    ),
    *("đơn vị của mẫu số", "đơn vị của tử số", "đơn vị ghi ở cột unit", "đơn vị tính của chỉ tiêu"),
}


@pytest.fixture(scope="module")
def con():
    con = filled(Sent([("1", None, "Hoàn thành", 100, 100_000_000, 92_000_000, "Có", "30/10/2024")]))
    dictionary.comment_tables(con, models.find_models(con, find_home().sql), find_home().sql)
    return con


@pytest.mark.parametrize("schema", dictionary.TITLES)
def test_every_column_has_a_meaning(con, schema):
    assert [(one.table, one.name) for one in dictionary.list_columns(con, schema) if not one.meaning] == []


@pytest.mark.parametrize("schema", dictionary.TITLES)
def test_every_number_and_nothing_else_has_a_unit(con, schema):
    wrong = [one for one in dictionary.list_columns(con, schema) if (one.kind in dictionary.NUMBERS) != bool(one.unit)]
    assert wrong == []


@pytest.mark.parametrize("schema", dictionary.TITLES)
def test_every_table_is_described_in_vietnamese(con, schema):
    told = {one.table: one.table_meaning for one in dictionary.list_columns(con, schema)}
    assert [table for table, meaning in told.items() if not meaning or meaning.startswith("one row")] == []


def test_units_are_of_a_short_list(con):
    assert {one.unit for schema in dictionary.TITLES for one in dictionary.list_columns(con, schema)} <= UNITS


def test_amounts_are_in_dong_and_rates_in_percent(con):
    found = {(one.name.rpartition("_")[2], one.unit) for one in dictionary.list_columns(con, "marts") if one.unit}
    assert {unit for ending, unit in found if ending == "vnd"} == {"đồng"}
    assert {unit for ending, unit in found if ending == "pct"} == {"%"}


def test_the_page_is_what_the_sql_says():
    page = (find_home().root / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == make_dictionary.page(), "docs/data-dictionary.md: chạy lại python scripts/make_dictionary.py"


def project(tmp_path, **files):
    (tmp_path / "comments.sql").write_text("comment on column ref.t.n is 'số (dòng)'", encoding="utf-8")
    con = duckdb.connect()
    con.execute("create schema ref; create schema marts; create table ref.t (n integer)")
    for name, sql in files.items():
        (tmp_path / "marts").mkdir(exist_ok=True)
        (tmp_path / "marts" / f"{name}.sql").write_text(sql, encoding="utf-8")
    found = models.find_models(con, tmp_path)
    for model in models.order_steps(found):
        model.build(con)
    return con, found


def test_a_column_means_what_it_means_in_the_tables_the_model_reads(tmp_path):
    a = "-- one row per n\n--   *: Các số\n--   m: số kế tiếp (dòng)\nselect n, n + 1 as m from ref.t"
    con, found = project(tmp_path, a=a, b="-- one row per n\n--   n: số khác\nselect n, m from marts.a")
    dictionary.comment_tables(con, found, tmp_path)
    told = [(one.table, one.name, one.meaning, one.unit) for one in dictionary.list_columns(con, "marts")]
    assert told == [
        ("marts.a", "n", "số", "dòng"),
        ("marts.a", "m", "số kế tiếp", "dòng"),
        ("marts.b", "n", "số khác", ""),
        ("marts.b", "m", "số kế tiếp", "dòng"),
    ]
    assert found[0].description == "one row per n"


def test_a_line_about_a_column_that_is_not_there_is_an_error(tmp_path):
    con, found = project(tmp_path, a="-- one row per n\n--   k: không có\nselect n from ref.t")
    with pytest.raises(models.ModelError, match=r"marts/a\.sql.*: k\."):
        dictionary.comment_tables(con, found, tmp_path)
