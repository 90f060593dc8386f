"""A warehouse for tests: rows in as a department would type them, tables out; real plan, real models, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import duckdb
import polars as pl

from tdnreport.base.home import find_home
from tdnreport.ingest.schema import RAW
from tdnreport.layout.features import MONEY
from tdnreport.plans.context import RunContext, load_context
from tdnreport.warehouse import database, pipeline

PROGRESS = ("code", "title", "status", "pct", "allocated", "disbursed", "result", "completed_on")


@dataclass
class Sent:
    """One file with one table: `fields` name its columns, `rows` are the cells as text; role other than data via `roles`."""

    rows: Sequence[Sequence[str | float | None]]
    fields: Sequence[str] = PROGRESS
    unit_id: str | None = "tth.stttt"
    file: str = "a.xlsx"
    kind: str = "progress"
    received_on: date | None = date(2024, 11, 12)
    scale: int = 1
    roles: dict[int, str] = field(default_factory=dict)
    findings: Sequence[tuple[str, str | None]] = ()
    first_row: int = 2
    sheet: str = "Biểu 01"
    is_supplement: bool = False
    is_sample: bool = False


@lru_cache(maxsize=4)
def subject(plan_id: str = "tth-2024", period_id: str = "2024") -> RunContext:
    return load_context(find_home(), plan_id, period_id)


def filled(
    *sent: Sent,
    plan_id: str = "tth-2024",
    period_id: str = "2024",
    earlier: Mapping[str, Sequence[dict[str, Any]]] | None = None,
    of: RunContext | None = None,
    others: Sequence[dict[str, Any]] = (),
) -> duckdb.DuckDBPyConnection:
    """All tables of the line, built from these files; `earlier` holds rows of `raw.previous_<name>`, `others` of `raw.other_files`."""
    con = duckdb.connect()
    database.make_schemas(con)
    before = {f"previous_{name}": _frame(f"previous_{name}", records) for name, records in (earlier or {}).items()}
    frames = raw_frames(sent, period_id) | before | {"other_files": _frame("other_files", others)}
    pipeline.fill_warehouse(con, of or subject(plan_id, period_id), [frames])
    return con


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def found(con: duckdb.DuckDBPyConnection, rule_id: str) -> list[tuple[Any, ...]]:
    """Cell and value of each finding of a rule."""
    return rows(con, f"select cell, value from marts.findings where rule_id = '{rule_id}' order by file, row_no, cell")


def raw_frames(sent: Sequence[Sent], period_id: str) -> dict[str, pl.DataFrame]:
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in RAW}
    for position, one in enumerate(sent, 1):
        _add(tables, one, position, period_id)
    return {name: _frame(name, records) for name, records in tables.items()}


@lru_cache(maxsize=1)
def _empty() -> dict[str, pl.DataFrame]:
    """The raw tables without a row, for their columns and types."""
    con = duckdb.connect()
    for name, columns in RAW.items():
        con.execute(f"create table {name} ({columns})")
    return {name: con.table(name).pl() for name in RAW}


def _frame(name: str, records: Sequence[dict[str, Any]]) -> pl.DataFrame:
    empty = _empty()[name]
    return pl.DataFrame(
        [{column: record.get(column) for column in empty.columns} for record in records], schema=empty.schema
    )


def _add(tables: dict[str, list[dict[str, Any]]], one: Sent, position: int, period_id: str) -> None:
    at = {"file": one.file, "sheet": one.sheet}
    last = one.first_row + len(one.rows) - 1
    tables["files"].append(
        {
            "file": one.file,
            "sha256": f"{position:064x}",
            "size_bytes": 1,
            "format": "xlsx",
            "unit_id": one.unit_id,
            "period_id": period_id,
        }
        | {"received_on": one.received_on, "register_position": position, "is_sample": one.is_sample}
        | {"is_supplement": one.is_supplement}
    )
    tables["sheets"].append(at | {"position": 1, "is_hidden": False, "lines": len(one.rows), "is_read": True})
    tables["tables"].append(
        at
        | {
            "table_no": 1,
            "kind": one.kind,
            "header_row": one.first_row - 1,
            "first_row": one.first_row,
            "last_row": last,
        }
    )
    for place, name in enumerate(one.fields, 1):
        scale = one.scale if name in MONEY else None
        tables["table_columns"].append(at | {"table_no": 1, "field": name, "position": place, "scale": scale})
    for row_no, cells in enumerate(one.rows, one.first_row):
        texts, kinds = zip(*(_cell(cell) for cell in cells), strict=True)
        tables["read_lines"].append(
            at | {"row_no": row_no, "is_hidden": False, "cells": list(texts), "kinds": "".join(kinds)}
        )
        role = one.roles.get(row_no, "data")
        tables["table_rows"].append(at | {"table_no": 1, "row_no": row_no, "role": role})
    for rule_id, value in one.findings:
        tables["findings"].append({"file": one.file, "rule_id": rule_id, "value": value})


def _cell(value: str | float | None) -> tuple[str, str]:
    if value is None or value == "":
        return "", " "
    if isinstance(value, str):
        return value, "s"
    return repr(value).removesuffix(".0"), "n"
