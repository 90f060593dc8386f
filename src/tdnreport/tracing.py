"""`tdnreport trace`: from a figure of a written report back to the files, sheets and rows behind it, and to who is not in it and why.

Reads only the report's own open data (`so-lieu.json`, `du-lieu/*.parquet`), so it works wherever the folder was copied to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.report import formats
from tdnreport.warehouse import OFFLINE

if TYPE_CHECKING:
    from tdnreport.config import Home


class TraceError(Exception):
    """No report, or no such figure; the message lists what there is."""


def last_report(home: Home) -> Path:
    """The folder of the report that was made last under `out/`."""
    found = sorted((home.root / "out").glob("*/*/so-lieu.json"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise TraceError(
            "Chưa có báo cáo nào trong thư mục out; hãy chạy lệnh report trước, hoặc chỉ thư mục bằng --out."
        )
    return found[-1].parent


def lines(figure_id: str, out: Path) -> Iterator[str]:
    """The figure with its ratio, then the rows behind it, then the units that are not in it and why."""
    content = _content(out)
    figure = content["figures"].get(figure_id)
    if figure is None:
        raise TraceError(f"Không có con số “{figure_id}”; các con số hiện có: {', '.join(content['figures'])}.")
    yield f"{figure['label']}: {_value(figure)}"
    if figure["denominator"] is not None:
        yield f"  = {formats.trimmed(figure['numerator'], 2)} / {formats.trimmed(figure['denominator'], 2)}"
    if figure["note"]:
        yield f"  ({figure['note']})"
    if content["as_of"]:
        yield f"Số liệu đến {content['as_of']}, kế hoạch {content['plan_id']}, kỳ {content['period_id']}."
    yield from _sources(out, figure_id)
    yield from _absent(out, figure_id)


def _content(out: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads((out / "so-lieu.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TraceError(
            f"Không có so-lieu.json trong {out}; đây không phải thư mục kết quả của một báo cáo."
        ) from None
    return content


def _value(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return figure["note"] or "không có"
    return {"pct": formats.pct, "vnd": lambda value: f"{formats.vnd(value)} đồng", "count": formats.number}[
        figure["unit"]
    ](figure["value"])


def _rows(query: str, out: Path, *values: str) -> list[tuple[Any, ...]]:
    import duckdb

    with duckdb.connect(config=OFFLINE) as con:
        con.execute("set file_search_path = ?", [str(out / "du-lieu")])
        return con.execute(query, values).fetchall()


def _sources(out: Path, figure_id: str) -> Iterator[str]:
    rows = _rows(
        "select file, sheet, row_no, column_name, value, sha256 from read_parquet('trace.parquet') where figure_id = ?",
        out,
        figure_id,
    )
    yield f"Từ {formats.number(len(rows))} dòng:" if rows else "Không có dòng nào của đơn vị; con số lấy từ kế hoạch."
    for file, sheet, row_no, column, value, sha256 in rows:
        place = f"{file} [{sha256[:12]}]" + (f", trang “{sheet}”, dòng {row_no}" if row_no else "")
        yield f"  {place}: {column} = {value}"


def _absent(out: Path, figure_id: str) -> Iterator[str]:
    """Why a unit is not in the figure: its rows were rejected, its file was refused, it sent none, it leads no task, …"""
    rows = _rows(
        """select reason, string_agg(short_name || coalesce(' (nhiệm vụ ' || task_code || ')', ''), ', ' order by file_row_number)
        from read_parquet('absent.parquet', file_row_number = true)
        where figure_id = ? group by reason order by reason""",
        out,
        figure_id,
    )
    if rows:
        yield "Không có trong con số này:"
    yield from (f"  {reason}: {units}." for reason, units in rows)
