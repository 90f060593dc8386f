"""The open data for other programs: CSV that Excel opens, equal to the Parquet files, under a descriptor that is true."""

from __future__ import annotations

import csv
import hashlib
import json
import re

import duckdb
import jsonschema
import openpyxl
import pytest
from report_examples import LETTERHEAD
from shipped import RULES
from warehouse_case import Sent, filled

from tdnreport.base.home import find_home
from tdnreport.report.excel import annex
from tdnreport.report.model import Report
from tdnreport.report.open_data import package as data_package
from tdnreport.report.open_data import writer as open_data
from tdnreport.warehouse import dictionary, models

FORMULA = "=cmd|'/c calc'!A1"
NAME = {"type": "string", "pattern": "^[-a-z0-9._/]+$"}
FIELD = {
    "type": "object",
    "required": ["name", "type", "description"],
    "properties": {"type": {"enum": ["string", "integer", "number", "date", "boolean"]}},
}
PROFILE = {
    "type": "object",
    "required": ["profile", "name", "resources"],
    "properties": {
        "profile": {"const": "tabular-data-package"},
        "name": NAME,
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["profile", "name", "path", "schema", "encoding", "bytes", "hash"],
                "properties": {
                    "profile": {"const": "tabular-data-resource"},
                    "name": NAME,
                    "path": {"type": "string", "pattern": r"^(?!/)(?!.*\.\.).+\.csv$"},
                    "bytes": {"type": "integer"},
                    "hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {"fields": {"type": "array", "minItems": 1, "items": FIELD}},
                    },
                },
            },
        },
    },
}
"""What Frictionless Tabular Data Package 1 asks for (specs.frictionlessdata.io/tabular-data-package), with what we promise beyond."""
IN_DUCKDB = {
    "string": {"VARCHAR"},
    "integer": {"BIGINT", "INTEGER"},
    "number": {"DOUBLE"},
    "date": {"DATE"},
    "boolean": {"BOOLEAN"},
}


@pytest.fixture(scope="module")
def con():
    con = filled(
        Sent(
            [
                ("1", None, "Hoàn thành", 100, 100_000_000, 92_000_000, FORMULA, "30/10/2024"),
                ("3", None, "Đang thực hiện", 80.5, None, None, 'Hai dòng,\n"trích dẫn"; phẩy', None),
                ("5", None, "Hoàn thành", 120, None, None, "Có", None),
            ]
        )
    )
    dictionary.comment_tables(con, models.find_models(con, find_home().sql), find_home().sql)
    return con


@pytest.fixture(scope="module")
def folder(con, tmp_path_factory):
    folder = tmp_path_factory.mktemp("du-lieu")
    open_data.write_parquet(con, folder)
    data_package.write_data_package(con, folder)
    return folder


@pytest.fixture
def package(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def test_the_descriptor_is_a_tabular_data_package(package):
    jsonschema.validate(package, PROFILE)
    assert package["name"] == "tth-2024--2024"


def test_the_types_are_those_of_the_parquet_files(folder, package):
    for resource in package["resources"]:
        parquet = duckdb.read_parquet(str(folder / resource["parquet"]))
        told = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        wrong = [
            (c, str(t)) for c, t in zip(parquet.columns, parquet.types, strict=True) if str(t) not in IN_DUCKDB[told[c]]
        ]
        assert wrong == [], resource["name"]


def test_the_csv_files_hold_the_rows_of_the_parquet_files(folder, package):
    for resource in package["resources"]:
        parquet = duckdb.read_parquet(str(folder / resource["parquet"]))
        with (folder / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        kinds = [field["type"] for field in resource["schema"]["fields"]]
        assert header == parquet.columns == [field["name"] for field in resource["schema"]["fields"]]
        assert rows == [
            [text(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in parquet.fetchall()
        ], resource["name"]


def text(value: object, kind: str) -> str:
    """A value as CSV has it: nothing for null, true and false in small letters, a guard before what looks like a formula."""
    if value is None:
        return ""
    if kind == "boolean":
        return str(value).lower()
    if kind != "string":
        return str(value)
    guarded = re.sub(r"([;\t\r\n]\s*)([=+@]|-\S[^;\t\r\n]*[|(])", r"\1'\2", str(value))
    return f"'{guarded}" if guarded.startswith(tuple("=+-@\t\r")) else guarded


def test_the_package_names_every_open_data_file_by_size_and_hash(folder, package):
    assert {one["name"] for one in package["resources"]} == {*open_data.FILES, "trace"}
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_a_formula_stays_text_in_csv_and_whole_in_parquet(folder):
    assert (FORMULA,) in duckdb.sql(f"select result_text from '{folder}/progress.parquet'").fetchall()
    assert f""","'{FORMULA}",""" in (folder / "progress.csv").read_text(encoding="utf-8-sig")


def test_where_excel_parts_lines_at_semicolons_no_cell_begins_a_formula(tmp_path):
    """Lists in a cell keep their marks; what only a program would write after a semicolon does not."""
    told = [
        "đã in;=cmd|'/C calc'!A0;xong",
        "đã in; +1+1;@SUM(1)",
        "x;-1+HYPERLINK(A1)",
        "gồm: - in ấn; - phát hành; -5%",
    ]
    lines = [
        (code, None, "Đang thực hiện", 50.0, None, None, text, None) for code, text in zip("1236", told, strict=True)
    ]
    con = filled(Sent(lines))
    dictionary.comment_tables(con, models.find_models(con, find_home().sql), find_home().sql)
    open_data.write_parquet(con, tmp_path)
    data_package.write_data_package(con, tmp_path)
    with (tmp_path / "progress.csv").open(encoding="utf-8-sig", newline="") as file:
        written = [row["result_text"] for row in csv.DictReader(file)]
    assert written[3] == told[3]
    for path in tmp_path.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell.strip('" ') for row in csv.reader(file, delimiter=";") for cell in row]
        assert [
            cell for cell in cells if cell.startswith(("=", "+", "@")) or (cell.startswith("-") and "(" in cell)
        ] == []


def test_the_same_warehouse_gives_the_same_package(con, folder, tmp_path):
    open_data.write_parquet(con, tmp_path)
    data_package.write_data_package(con, tmp_path)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in tmp_path.iterdir()
    }


def test_the_printed_dictionary_lists_every_column_of_the_marts_and_of_the_open_data(con, package):
    rows = data_package.dictionary_table(con).rows
    columns = {row[:2] for row in rows}
    assert len(columns) == len(rows)
    assert {(one.table, one.name) for one in dictionary.list_columns(con, "marts")} <= columns
    for resource in package["resources"]:
        table = open_data.NOT_MARTS.get(resource["name"], f"marts.{resource['name']}")
        *own, area = [field["name"] for field in resource["schema"]["fields"]]
        assert {(table, name) for name in own} | {("ref.plan", area)} <= columns
    assert all(meaning for _, _, _, meaning, _ in rows)


def test_the_annex_has_the_dictionary_as_its_last_sheet(con, tmp_path):
    table = data_package.dictionary_table(con)
    report = Report("tth-2024", "2024", "Kế hoạch", "Năm 2024", None, True, LETTERHEAD, {}, {}, (), (), (), ())
    annex.write_annex(report, tmp_path / "phu-luc.xlsx", RULES, table)
    sheet = openpyxl.load_workbook(tmp_path / "phu-luc.xlsx").worksheets[-1]
    cells = [tuple(value or "" for value in row[:5]) for row in sheet.iter_rows(values_only=True)]
    assert sheet.title == "Từ điển dữ liệu"
    assert [row for row in cells if row in set(table.rows)] == list(table.rows)
