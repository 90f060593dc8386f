"""Corrections on record: a cell counts with another value as long as the file still holds the one that was judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from warehouse_case import Sent, found, raw_frames, rows, subject

from tdnreport.app import report
from tdnreport.base.data_error import DataError, Place, Problems
from tdnreport.plans.load import _read_corrections
from tdnreport.plans.records import Correction
from tdnreport.warehouse import database, pipeline

TITLE = "Xuất bản ấn phẩm phục vụ công tác TTĐN"
ROW = ["4.2", TITLE, "Đang thực hiện", 60, "250", "0", "", ""]


def correction(**changes: Any) -> Correction:
    made: dict[str, Any] = {
        "origin": Place(Path("corrections.csv"), 2),
        "file": "a.xlsx",
        "sheet": "Biểu 01",
        "row_no": 2,
        "column_name": "allocated_vnd",
        "value_sent": "250",
        "value_used": "250.000.000",
        "reason": "Thiếu đơn vị tính",
        "decided_by": "Sở Thông tin và Truyền thông",
        "decided_on": date(2024, 11, 20),
    }
    return Correction(**(made | changes))


def filled(*made: Correction, sent: Sent | None = None) -> duckdb.DuckDBPyConnection:
    of = subject()
    of = replace(of, plan=replace(of.plan, corrections=made))
    con = duckdb.connect()
    database.make_schemas(con)
    pipeline.fill_warehouse(con, of, [raw_frames([sent or Sent([ROW])], "2024")])
    return con


def test_a_corrected_cell_counts_with_its_new_value_and_is_listed() -> None:
    con = filled(correction())
    assert rows(con, "select allocated_vnd, disbursed_vnd, completion_pct from staging.rows") == [(250_000_000, 0, 60)]
    assert found(con, "amount_scale_suspect") == found(con, "correction_mismatch") == []
    assert rows(con, "select cell, value_sent, value_used, reason, decided from report.corrections") == [
        ("E2", "250", "250.000.000", "Thiếu đơn vị tính", "Sở Thông tin và Truyền thông, ngày 20/11/2024")
    ]


def test_raw_keeps_what_was_sent() -> None:
    [(cells,)] = rows(filled(correction()), "select cells from raw.lines")
    assert cells[4] == "250"


def test_a_correction_is_refused_where_the_cell_holds_something_else() -> None:
    con = filled(correction(value_sent="300"))
    assert rows(con, "select allocated_vnd from staging.rows") == [(250,)]
    assert found(con, "correction_mismatch") == [("E2", "250")]
    assert rows(con, "select * from report.corrections") == []


def test_several_cells_of_a_line_and_blank_ones_are_corrected() -> None:
    status = correction(column_name="status", value_sent="Đang thực hiện", value_used="Hoàn thành")
    percent = correction(column_name="completion_pct", value_sent="60", value_used="100")
    day = correction(column_name="completed_on", value_sent=None, value_used="15/11/2024")
    con = filled(correction(), status, percent, day)
    assert rows(con, "select status, completion_pct, completed_on, allocated_vnd from staging.rows") == [
        ("done", 100, date(2024, 11, 15), 250_000_000)
    ]


def test_a_correction_of_a_line_that_is_gone_is_told() -> None:
    assert len(found(filled(correction(row_no=99)), "correction_mismatch")) == 1


def test_a_correction_of_another_period_s_file_says_nothing() -> None:
    con = filled(correction(file="6-thang.xlsx"))
    assert found(con, "correction_mismatch") == []


def test_two_records_of_one_cell_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    record = "a.xlsx,Biểu 01,2,allocated_vnd,250,250000000,Thiếu đơn vị tính,Sở,2024-11-20\n"
    head = "file,sheet,row_no,column_name,value_sent,value_used,reason,decided_by,decided_on\n"
    path.write_text(head + record + record.replace("Thiếu đơn vị tính", "Ghi thiếu số 0"), encoding="utf-8")
    problems = Problems()
    assert len(_read_corrections(path, problems)) == 2
    with pytest.raises(DataError, match="dòng 3: ô này đã được sửa ở dòng 2"):
        problems.stop_if_any()


def test_a_correction_whose_file_did_not_come_is_said() -> None:
    con = filled(correction(), correction(file="b.xlsx"))
    assert list(report._idle_corrections(con)) == [
        "Bản ghi sửa số 2 không dùng đến: không có tệp “b.xlsx” trong các tệp của kỳ này (corrections.csv)."
    ]
