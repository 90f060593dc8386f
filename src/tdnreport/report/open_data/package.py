"""Open data for programs other than ours: CSV beside each Parquet file, and a Data Package that says what the columns hold.

    write_data_package(con, out / "du-lieu")     → du-lieu/tasks.csv, …, du-lieu/datapackage.json

CSV is UTF-8 with a byte order mark, so that Excel shows Vietnamese; comma and decimal point as in RFC 4180. A text that Excel
would run as a formula gets an apostrophe before it; Parquet keeps it as it is.
The descriptor follows Frictionless Tabular Data Package 1 (specs.frictionlessdata.io); `unit` and `parquet` are additions of ours.
"""

from __future__ import annotations

import json
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.report.model import Column, Table
from tdnreport.report.open_data.writer import NOT_MARTS
from tdnreport.warehouse import dictionary

if TYPE_CHECKING:
    import duckdb

TEXT = "chữ"
TYPES = {TEXT: "string", "số nguyên": "integer", "số thực": "number", "ngày": "date", "đúng/sai": "boolean"}
RISKY = "('=', '+', '-', '@', chr(9), chr(13))"
"""First letters that make Excel take a text for a formula."""
FORMULA_WITHIN = r"([;\t\r\n]\s*)([=+@]|-\S[^;\t\r\n]*[|(])"
"""The same behind a sign at which a program may part a line; "-" begins an item of a list there, unless a function follows."""

AREA_COLUMN = ("ref.plan", "area_id")
"""The last column of every file."""


def write_data_package(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """A CSV file for each Parquet file of the folder, then `datapackage.json`; `con` is the warehouse they came from."""
    meanings = _column_meanings(con)
    resources = [_describe_resource(con, parquet, meanings) for parquet in sorted(folder.glob("*.parquet"))]
    [(plan_id, period_id, title, label)] = con.execute(
        "select plan.plan_id, period_id, title, label from ref.plan cross join ref.period"
    ).fetchall()
    package = {
        "profile": "tabular-data-package",
        "name": f"{plan_id}--{period_id}",
        "title": f"{title}: số liệu {label[:1].lower()}{label[1:]}",
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def dictionary_table(con: duckdb.DuckDBPyConnection) -> Table:
    """The data dictionary as a printed table: one row per column of the marts and of the other tables of the open data."""
    meanings = _column_meanings(con)
    elsewhere = {table for table in NOT_MARTS.values() if not table.startswith("marts.")}
    others = [column for column in meanings.values() if column.table in elsewhere] + [meanings[AREA_COLUMN]]
    return Table(
        id="dictionary",
        title="Từ điển dữ liệu",
        columns=(
            Column("table", "Bảng", "text", 1.2),
            Column("name", "Cột", "text", 1.2),
            Column("kind", "Kiểu", "text", 0.8),
            Column("meaning", "Nghĩa", "text", 4),
            Column("unit", "Đơn vị", "text", 1),
        ),
        rows=tuple(
            (column.table, column.name, column.kind, column.meaning, column.unit)
            for column in [*dictionary.list_columns(con, "marts"), *others]
        ),
        note="Dữ liệu mở ở thư mục du-lieu: tệp tasks.csv và tasks.parquet là bảng marts.tasks, các tệp khác cũng vậy; riêng "
        + ", ".join(f"{name} là bảng {source}" for name, source in sorted(NOT_MARTS.items()))
        + "; cột cuối của mọi tệp là area_id của bảng ref.plan. Ô trống nghĩa là không có số liệu, khác với 0.",
    )


def _column_meanings(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], dictionary.DictionaryEntry]:
    return {
        (column.table, column.name): column
        for schema in ("marts", "report", "raw", "ref")
        for column in dictionary.list_columns(con, schema)
    }


def _describe_resource(
    con: duckdb.DuckDBPyConnection, parquet: Path, meanings: dict[tuple[str, str], dictionary.DictionaryEntry]
) -> dict[str, Any]:
    source = NOT_MARTS.get(parquet.stem, f"marts.{parquet.stem}")
    columns = [meanings.get((source, name)) or meanings[AREA_COLUMN] for name in con.read_parquet(str(parquet)).columns]
    path = parquet.with_suffix(".csv")
    _write_csv(con, columns, parquet, path)
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": parquet.stem,
        "title": columns[0].table_meaning,
        "path": path.name,
        "parquet": parquet.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": {"fields": [_describe_field(column) for column in columns], "missingValues": [""]},
    }


def _describe_field(column: dictionary.DictionaryEntry) -> dict[str, str]:
    field = {"name": column.name, "type": TYPES[column.kind], "description": column.meaning}
    return field | ({"unit": column.unit} if column.unit else {})


def _write_csv(
    con: duckdb.DuckDBPyConnection, columns: list[dictionary.DictionaryEntry], parquet: Path, path: Path
) -> None:
    """The byte order mark is written as part of the first column's name, which therefore has no quotes: DuckDB has no option for it."""
    values = [_csv_value(column) for column in columns]
    names = ["\ufeff" + columns[0].name, *(column.name for column in columns[1:])]
    select = ", ".join(f'{value} as "{name}"' for value, name in zip(values, names, strict=True))
    texts = ", ".join(f'"{column.name}"' for column in columns[1:] if column.kind == TEXT)
    quoted = f", force_quote ({texts})" if texts else ""
    source, target = _sql_literal(parquet), _sql_literal(path)
    con.execute(
        f"copy (select {select} from read_parquet({source})) to {target} (format csv, header, delimiter ','{quoted})"
    )


def _csv_value(column: dictionary.DictionaryEntry) -> str:
    """A text in which no program finds a formula: at its start, or where a Vietnamese Excel, which parts at ";", begins a cell."""
    if column.kind != TEXT:
        return f'"{column.name}"'
    inner = f"""regexp_replace("{column.name}", '{FORMULA_WITHIN}', '\\1''\\2', 'g')"""
    return f"""if(left("{column.name}", 1) in {RISKY}, '''' || {inner}, {inner})"""


def _sql_literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
