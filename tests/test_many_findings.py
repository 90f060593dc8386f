"""More findings of one rule in one file than anybody reads: the first thousand are worded, every one is counted, in every output."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest
from openpyxl import load_workbook
from warehouse_case import Sent, filled

from tdnreport.app.check import check_files
from tdnreport.app.report import MadeReport, make_report
from tdnreport.base.home import PRODUCT, Home
from tdnreport.plans.context import load_context

SAMPLE = PRODUCT / "data" / "sample" / "tth-2024" / "2024"
MOST, LINES = 1_000, 2_346
HEADER = "SỞ CÔNG THƯƠNG\nBÁO CÁO NĂM 2024\nSTT,Nhiệm vụ,Trạng thái,Tỷ lệ hoàn thành (%),Dự toán giao (đồng),Kết quả\n"
LINE = "4.2,Xuất bản ấn phẩm phục vụ công tác TTĐN,Đang thực hiện,60,30000000,kết quả số {}\n"
REST = "Còn 1.346 chỗ cùng loại (“Dòng lặp”) trong tệp SCT.csv, từ dòng 1004 đến dòng 2349; chỉ nêu 1.000 chỗ đầu."


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    shutil.copy(SAMPLE / "TRT.csv", folder)
    (folder / "SCT.csv").write_text(HEADER + "".join(map(LINE.format, range(LINES))), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> MadeReport:
    root = tmp_path_factory.mktemp("home")
    (root / "data").symlink_to(PRODUCT / "data")
    return make_report(load_context(Home(root), "tth-2024", "2024"), inbox)


def test_the_report_says_how_many_others_there_are_and_where_and_counts_them_all(made: MadeReport) -> None:
    assert not made.stops
    listed = [finding for finding in made.report.findings if finding.rule_id == "duplicate_row"]
    assert (len(listed), sum(finding.stands_for for finding in listed)) == (MOST + 1, LINES)
    assert [finding.message for finding in listed if finding.others] == [REST]
    figures = made.report.figures
    cells = [source for source in made.report.sources if source.file == "SCT.csv"]
    assert len({cell.row_no for cell in cells if cell.figure_id == "rows_rejected"}) == LINES
    assert figures["rows_read"].value == figures["rows_accepted"].value + figures["rows_rejected"].value


def test_every_output_has_the_same_number(made: MadeReport) -> None:
    assert json.loads((made.out / "so-lieu.json").read_text(encoding="utf-8"))["findings"]["duplicate_row"] == LINES
    findings = pl.read_parquet(made.out / "du-lieu" / "findings.parquet").filter(pl.col("rule_id") == "duplicate_row")
    assert findings["row_no"].sort().to_list() == list(range(4, LINES + 4))
    assert (made.out / "du-lieu" / "findings.csv").read_text(encoding="utf-8").count(',"duplicate_row",') == LINES
    assert "có 2.346 nội dung cần sửa" in (made.out / "phan-hoi" / "tth.sct.txt").read_text(encoding="utf-8-sig")
    assert "2.346" in (made.out / "chat-luong" / "index.html").read_text(encoding="utf-8")
    assert "loại: 2.346" in (made.out / "bao-cao.html").read_text(encoding="utf-8")
    sheet = load_workbook(made.out / "phu-luc.xlsx", read_only=True)["Số liệu bị loại"]
    assert any("Còn 1.346 chỗ cùng loại" in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_a_check_says_how_many_cells_to_mend(made: MadeReport, inbox: Path) -> None:
    [checked] = check_files(load_context(Home(PRODUCT), "tth-2024", "2024"), [inbox / "SCT.csv"])
    assert (checked.to_mend, checked.found) == (LINES, LINES)
    assert len(checked.remarks) == MOST + 1
    assert "Còn 1.346 chỗ cùng loại" in checked.remarks[-1].message


@pytest.mark.parametrize(("lines", "listed"), [(MOST, MOST), (MOST + 1, MOST + 1), (MOST + 2, MOST + 1)])
def test_nothing_is_left_to_others_below_the_thousand(lines: int, listed: int) -> None:
    con = filled(Sent([("4.2", "", "đang làm", "170")] * lines, fields=("code", "title", "status", "pct")))
    assert counts(con, "pct_out_of_range") == (listed, lines, lines - MOST if lines > MOST else None)


def counts(con: duckdb.DuckDBPyConnection, rule_id: str) -> tuple[int, int, int | None]:
    [numbers] = con.execute(
        "select count(*), sum(coalesce(others, 1))::bigint, max(others) from marts.findings where rule_id = ?",
        [rule_id],
    ).fetchall()
    return numbers
