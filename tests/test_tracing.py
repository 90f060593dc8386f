"""Why a unit is not in a figure, asked of a report's own folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tdnreport.app.trace import TraceError, trace_figure

UNITS = {
    "tth.stttt": ("Sở Thông tin và Truyền thông", "Sở TTTT"),
    "tth.sdl": ("Sở Du lịch", "Sở Du lịch"),
    "tth.sngv": ("Sở Ngoại vụ", "Sở Ngoại vụ"),
    "tth.h.phuloc": ("UBND huyện Phú Lộc", "UBND huyện Phú Lộc"),
    "tth.h.aluoi": ("UBND huyện A Lưới", "UBND huyện A Lưới"),
}
ABSENT = [
    ("completion_rate_pct", "tth.sngv", "4.1", "Dòng 10 của tệp c.xlsx bị loại (tỷ lệ ngoài khoảng 0–100%)"),
    ("completion_rate_pct", "tth.sdl", "2", "Chưa gửi báo cáo"),
    (
        "completion_rate_pct",
        "tth.h.phuloc",
        None,
        "Không chủ trì nhiệm vụ nào; số liệu phối hợp được nêu mà không tính vào tỷ lệ",
    ),
    ("reports_on_time", "tth.h.aluoi", None, "Gửi trễ 4 ngày (nhận ngày 19/11/2024)"),
]
SOURCES = [
    ("completion_rate_pct", "a.xlsx", "Biểu 01", 7, "status", "done", "tth.stttt", "a" * 64),
    ("completion_rate_pct", "c.xlsx", "Biểu 01", 8, "status", "done", "tth.sngv", "c" * 64),
    ("reports_on_time", "a.xlsx", None, None, "received_on", "2024-11-12", "tth.stttt", "a" * 64),
]
FIGURE = {"label": "Nhiệm vụ", "value": 8, "unit": "count", "numerator": None, "denominator": None, "note": None}


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("bao-cao")
    (folder / "du-lieu").mkdir()
    content = {
        "figures": dict.fromkeys(("completion_rate_pct", "reports_on_time", "tasks_total"), FIGURE),
        "units": [{"unit_id": id, "name": name} for id, (name, _) in UNITS.items()],
        "inputs": [{"unit_id": "tth.stttt"}, {"unit_id": None}],
        "as_of": "2024-11-20", "plan_id": "tth-2024", "period_id": "2024",
    }  # fmt: skip
    (folder / "so-lieu.json").write_text(json.dumps(content), encoding="utf-8")
    with duckdb.connect() as con:
        con.execute(
            "create table absent (figure_id varchar, unit_id varchar, short_name varchar, task_code varchar, reason varchar)"
        )
        con.executemany(
            "insert into absent values (?, ?, ?, ?, ?)", [(f, u, UNITS[u][1], t, r) for f, u, t, r in ABSENT]
        )
        con.execute(
            """create table trace (figure_id varchar, file varchar, sheet varchar, row_no integer, column_name varchar, value varchar,
            unit_id varchar, sha256 varchar)"""
        )
        con.executemany("insert into trace values (?, ?, ?, ?, ?, ?, ?, ?)", SOURCES)
        for table in ("absent", "trace"):
            con.execute(f"copy {table} to '{folder / 'du-lieu' / table}.parquet'")
    return folder


@pytest.mark.parametrize(
    ("figure", "unit", "said"),
    [
        ("completion_rate_pct", "Sở Du lịch", ["Không có số liệu của Sở Du lịch, vì:", "  Nhiệm vụ 2: chưa gửi báo cáo."]),
        ("reports_on_time", "a luoi",
         ["Không có số liệu của UBND huyện A Lưới, vì:", "  Gửi trễ 4 ngày (nhận ngày 19/11/2024)."]),
        ("completion_rate_pct", "tth.h.phuloc",
         ["Không có số liệu của UBND huyện Phú Lộc, vì:",
          "  Không chủ trì nhiệm vụ nào; số liệu phối hợp được nêu mà không tính vào tỷ lệ."]),
        ("completion_rate_pct", "ngoại vụ",
         ["Có số liệu của Sở Ngoại vụ trong con số này, 1 dòng:",
          "  c.xlsx [cccccccccccc], trang “Biểu 01”, dòng 8: Tình trạng = Hoàn thành",
          "Phần không được tính của Sở Ngoại vụ, vì:",
          "  Nhiệm vụ 4.1: dòng 10 của tệp c.xlsx bị loại (tỷ lệ ngoài khoảng 0–100%)."]),
        ("reports_on_time", "stttt",
         ["Có số liệu của Sở Thông tin và Truyền thông trong con số này, 1 dòng:",
          "  a.xlsx [aaaaaaaaaaaa]: Ngày nhận = 12/11/2024"]),
        ("reports_on_time", "Sở Du lịch", ["Sở Du lịch không có dòng nào thuộc con số này."]),
        ("tasks_total", "Sở Du lịch", ["Con số này lấy từ kế hoạch, không tính từ báo cáo của đơn vị nào."]),
    ],
)  # fmt: skip
def test_the_question_why_a_unit_is_not_there_is_answered(out, figure, unit, said):
    assert list(trace_figure(figure, out, unit)) == ["Nhiệm vụ: 8", *said]


def test_a_part_of_several_names_asks_which_one(out):
    with pytest.raises(TraceError, match="ghi rõ một trong: UBND huyện Phú Lộc, UBND huyện A Lưới"):
        list(trace_figure("tasks_total", out, "UBND huyện"))


def test_a_unit_that_nothing_is_asked_of_is_told_apart_from_a_misspelling(out):
    with pytest.raises(
        TraceError, match=r"Sở Nội vụ.*không yêu cầu.*hoặc tên ghi khác\. Các đơn vị của báo cáo: Sở Thông tin"
    ):
        list(trace_figure("tasks_total", out, "Sở Nội vụ"))


@pytest.mark.parametrize(
    ("file", "content"), [("so-lieu.json", b"{"), ("du-lieu/trace.parquet", b"PAR1"), ("du-lieu/trace.parquet", None)]
)
def test_a_results_folder_that_was_damaged_is_said_in_a_sentence(out, tmp_path, file, content):
    copied = shutil.copytree(out, tmp_path / "kq")
    (copied / file).write_bytes(content) if content else (copied / file).unlink()
    with pytest.raises(TraceError, match=r"thiếu hoặc hỏng\. Hãy chạy lại lệnh report"):
        list(trace_figure("completion_rate_pct", copied))
