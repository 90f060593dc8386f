"""The analyst's functions: what they give, that they only read, and that a report can be made meanwhile."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest
from lab_case import lab_home

import tdnreport as tdn
from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import list_inbox
from tdnreport.jupyter import api, display
from tdnreport.plans.context import load_context
from tdnreport.warehouse import database, dictionary, pipeline

SAMPLE = "data/sample/tth-2024/2024/UBND huyen Phu Loc.xlsx"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return lab_home(tmp_path_factory.mktemp("lab"))


@pytest.fixture
def desk_at(project, monkeypatch):
    """The project folder with nothing open yet."""
    monkeypatch.setenv("TDNREPORT_HOME", str(project.root))
    monkeypatch.setattr(api, "_open_warehouses", [])
    return project


def test_the_package_offers_its_functions_without_loading_them():
    code = "import sys, tdnreport; print(*sorted(set(sys.modules) & {'duckdb', 'polars', 'tdnreport.jupyter.api'}), dir(tdnreport))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.startswith("[")
    assert all(f"'{name}'" in printed for name in tdn.API)


def test_every_function_says_what_it_gives_with_an_example_that_runs(desk_at):
    for name in tdn.API:
        text = inspect.getdoc(getattr(tdn, name)) or ""
        examples = re.findall(rf"^>>> (.*tdn\.{name}\b.*)$", text, re.MULTILINE)
        assert examples, name
        if name not in ("notebook", "choose", "one_file"):
            assert eval(examples[0], {"tdn": tdn, "pl": pl}) is not None


def test_without_arguments_the_last_report_is_open(desk_at):
    assert (tdn.open().plan_id, tdn.open().period_id) == ("tth-2024", "2024")
    assert tdn.sql("select plan_id from ref.plan").item() == "tth-2024"
    assert list(tdn.reports()) == ["tth-2024, kỳ 2024", "qt-2024, kỳ 2024", "qt-2024, kỳ 2024-h1"]


def test_what_was_opened_last_answers_and_the_one_before_stays_open(desk_at):
    hue = tdn.open("tth-2024")
    tdn.open("qt-2024", "2024-h1")
    assert (tdn.mart("tasks").height, hue.mart("tasks").height) == (18, 8)
    assert repr(hue) == "Kế hoạch Thông tin đối ngoại trên địa bàn tỉnh Thừa Thiên Huế năm 2024 – Năm 2024"


def test_without_a_report_one_sentence_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("TDNREPORT_HOME", str(tmp_path))
    with pytest.raises(display.NotebookError, match=r"Hãy làm báo cáo trước: make report PLAN=tth-2024\.$") as error:
        tdn.open("tth-2024")
    assert error.value._render_traceback_() == [str(error.value)]


def test_an_unknown_report_lists_those_that_are_here(desk_at):
    with pytest.raises(display.NotebookError, match=r"PERIOD=2025\. Hiện có: tth-2024, kỳ 2024;"):
        tdn.open("tth-2024", "2025")


def test_a_warehouse_of_another_version_asks_for_a_new_report(desk_at, tmp_path, monkeypatch):
    opened = tdn.open()
    con = duckdb.connect()
    database.make_schemas(con)
    con.execute("create table staging.submissions (received_on date); create table raw.files (is_sample boolean)")
    monkeypatch.setattr(opened, "_con", con)
    with pytest.raises(display.NotebookError, match="Hãy làm lại báo cáo"):
        tdn.figures()


def test_tables_are_listed_with_their_meaning(desk_at):
    tables = tdn.tables()
    assert tables["table"][0].startswith("marts.")
    assert tables["meaning"].null_count() == 0
    assert {name.split(".")[0] for name in tables["table"]} == set(dictionary.TITLES)


def test_columns_have_meaning_and_unit(desk_at):
    columns = tdn.columns("tasks")
    assert columns.columns == ["name", "kind", "meaning", "unit"]
    assert columns.filter(pl.col("name") == "disbursed_vnd")["unit"].item() == "đồng"
    assert columns["name"].to_list() == tdn.mart("tasks").columns


def test_an_unknown_table_or_figure_lists_the_known_ones(desk_at):
    with pytest.raises(
        display.NotebookError, match=r"Không có bảng marts\.task; các bảng hiện có: marts\.accepted_rows, "
    ):
        tdn.mart("task")
    with pytest.raises(display.NotebookError, match="Không có con số “rate”; các con số hiện có: tasks_total, "):
        tdn.trace("rate")


def test_figures_are_those_of_the_report_with_their_definitions(desk_at):
    figures = tdn.figures()
    rate = figures.row(by_predicate=pl.col("id") == "own_line_execution_pct", named=True)
    assert (rate["value"], rate["shown"], rate["unit"]) == (88.0667, "88,1%", "pct")
    assert (rate["numerator"], rate["denominator"]) == (660_500_000, 750_000_000)
    assert rate["definition"].startswith("Tổng giải ngân chia tổng kinh phí được sử dụng")
    assert figures["definition"].null_count() == 0


def test_a_plan_without_lines_of_its_own_has_no_rate(desk_at):
    tdn.open("qt-2024", "2024")
    rate = tdn.figures().row(by_predicate=pl.col("id") == "own_line_execution_pct", named=True)
    assert (rate["value"], rate["shown"]) == (None, "không bố trí dự toán riêng")


def test_sql_takes_values_and_frames_and_gives_plain_numbers(desk_at):
    wanted = pl.DataFrame({"task_code": ["3", "4.1"]})
    query = "select sum(disbursed_vnd) as spent, round(1.25, 1) as rate from marts.tasks join wanted using (task_code) where task_code > ?"
    frame = tdn.sql(query, "1", wanted=wanted)
    assert frame.schema == {"spent": pl.Int64, "rate": pl.Float64}
    assert frame["spent"].item() == 568_500_000


def test_a_figure_is_walked_back_to_cells_as_typed(desk_at):
    cells = tdn.trace("own_line_disbursed_vnd")
    assert cells.select("file", "cell", "as_sent", "value").row(1) == (
        "BC-STTTT-TTDN-2024.xlsx",
        "G11",
        "318500000",
        "318500000",
    )
    assert cells["value"].cast(pl.Int64).sum() == 660_500_000


@pytest.mark.parametrize(
    "query",
    [
        "create table kho.x (i integer)",
        "delete from marts.tasks",
        "update marts.tasks set title = ''",
        "drop table marts.tasks",
        "attach 'other.duckdb' as other",
        "copy marts.tasks to 'tasks.csv'",
        "select * from read_csv('/etc/hosts')",
        "select * from 'https://example.org/x.parquet'",
        "set enable_external_access = true",
        "install httpfs",
        "select nothing from marts.tasks",
        "not sql at all",
        "",
    ],
)
def test_nothing_is_written_or_read_elsewhere_and_errors_are_sentences(desk_at, query):
    path = desk_at.warehouse_file("tth-2024", "2024")
    before = path.read_bytes()
    with pytest.raises(display.NotebookError, match="Câu SQL không chạy được"):
        tdn.sql(query)
    assert path.read_bytes() == before
    assert tdn.mart("tasks").height == 8


def test_a_report_can_be_made_while_the_old_one_is_read_and_opened(desk_at):
    old = tdn.open("qt-2024", "2024-h1")
    of = load_context(find_home(), "qt-2024", "2024-h1")
    with pipeline.build_warehouse(
        of, list_inbox(desk_at.root / "lab-empty"), desk_at.warehouse_file("qt-2024", "2024-h1")
    ):
        meanwhile = tdn.open("qt-2024", "2024-h1")
        assert old.mart("submissions").height == meanwhile.mart("submissions").height == 14
    assert old.mart("submissions").height == meanwhile.mart("submissions").height == 14
    assert tdn.open("qt-2024", "2024-h1").mart("submissions").height == 0
    os.utime(desk_at.warehouse_file("tth-2024", "2024"))


def test_where_an_open_file_cannot_be_replaced_a_copy_is_read(desk_at):
    path = desk_at.warehouse_file("tth-2024", "2024")
    keep = api.ExitStack()
    con = api._read_only(path, keep, copied=True)
    [(file,)] = con.execute("select path from duckdb_databases() where database_name = 'kho'").fetchall()
    assert file != str(path)
    assert con.execute("select count(*) from marts.tasks").fetchall() == [(8,)]
    keep.close()
    assert not Path(file).exists()


def test_one_file_by_itself_is_read_without_touching_the_warehouse(desk_at):
    one = tdn.one_file(SAMPLE, "tth-2024", "2024")
    assert one.sql("select cell, value from marts.findings where severity = 'row'").rows() == [("E10", "Theo thực tế")]
    assert one.columns("progress").height == 14
    with pytest.raises(display.NotebookError, match="Không có tệp"):
        tdn.one_file("data/khong-co.xlsx", "tth-2024", "2024")


def test_house_charts_show_themselves_and_are_saved_for_paper(desk_at, tmp_path):
    assert list(tdn.charts()) == [one.id for one in tdn.open().report.charts]
    frame = tdn.sql("select title, disbursed_vnd / 1e6 as spent from marts.tasks where own_line")
    chart = tdn.chart(frame, title="Giải ngân", unit="triệu đồng", decimals=1)
    shown = chart._repr_mimebundle_()
    assert shown["application/vnd.plotly.v1+json"]["data"][0]["x"] == [92.0, 318.5, 250.0]
    assert shown["application/vnd.plotly.v1+json"]["config"]["plotlyServerURL"] == ""
    assert shown["image/svg+xml"].startswith("<?xml")
    assert "image/png" not in shown
    assert chart.chart.source.startswith("Nguồn: Tổng hợp báo cáo của các đơn vị, năm 2024")
    png = chart.save(tmp_path / "moi" / "giai-ngan")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert png.with_suffix(".svg").exists()


def test_a_chart_of_nothing_or_of_words_is_a_sentence(desk_at):
    with pytest.raises(display.NotebookError, match="Không có gì để vẽ cho biểu đồ “T”"):
        tdn.chart(pl.DataFrame({"a": [], "b": []}), title="T", unit="")
    with pytest.raises(display.NotebookError, match="không phải số nên không vẽ được: b"):
        tdn.chart(pl.DataFrame({"a": ["x"], "b": ["y"]}), title="T", unit="")


def test_tables_show_vietnamese_numbers_and_days_and_no_markup_of_cells():
    from datetime import date

    frame = pl.DataFrame(
        {
            "tiền": [1_234_567, None],
            "tỷ lệ": [88.0667, 0.5],
            "ngày": [date(2024, 12, 1), date(2024, 11, 15)],
            "chữ": ["<img src=x onerror=alert(1)>", None],
            "đúng": [True, False],
            "ô": [["a", None], []],
        }
    )
    html = tdn.table(frame, "Bảng")._repr_html_()
    assert all(text in html for text in ("1.234.567", "88,07", "15/11/2024", "có", "&lt;img src=x"))
    assert "<img src=x" not in html
    assert "https://" not in html.replace("https://itables.org", "")


def test_years_and_corrections_take_one_line_each(desk_at):
    tdn.open()
    compared = tdn.compare_years()
    assert set(compared["verdict"]) <= {
        "same",
        "restated",
        "whole_year",
        "other_window",
        "not_comparable",
        "estimated",
        "missing",
    }
    assert compared.filter(pl.col("words").is_null()).height == 0
    assert tdn.revisions().columns[:2] == ["area_id", "figure_id"]
