"""`tdnreport trace`: from a figure of a written report back to the files, sheets and rows behind it, and to who is not in it and why.

Reads only the report's own open data (`so-lieu.json`, `du-lieu/*.parquet`), so it works wherever the folder was copied to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.app.report_folder import TraceError, find_unit, load_content, query_rows
from tdnreport.app.trace_code import trace_code
from tdnreport.vietnamese import formats, labels

if TYPE_CHECKING:
    from tdnreport.base.home import Home


def last_report(home: Home) -> Path:
    """The folder of the report that was made last under `out/`."""
    reports = sorted((home.root / "out").glob("*/*/so-lieu.json"), key=lambda path: path.stat().st_mtime)
    if not reports:
        raise TraceError(
            "Chưa có báo cáo nào trong thư mục out; hãy chạy lệnh report trước, hoặc chỉ thư mục bằng --out."
        )
    return reports[-1].parent


def trace_figure(figure_id: str, out: Path, unit: str | None = None) -> Iterator[str]:
    """The figure with its ratio, then the rows behind it, then the units that are not in it and why; or all that for one unit."""
    content = load_content(out)
    figure = content["figures"].get(figure_id)
    if figure is None:
        yield from trace_code(content, out, figure_id, unit)
        return
    yield f"{figure['label']}: {figure_text(figure)}"
    if unit is not None:
        yield from _unit_lines(out, figure_id, *find_unit(content, out, unit))
        return
    if figure["denominator"] is not None:
        yield f"  = {formats.format_trimmed(figure['numerator'], 2)} / {formats.format_trimmed(figure['denominator'], 2)}"
    if figure["note"]:
        yield f"  ({figure['note']})"
    if content["as_of"]:
        day = formats.format_day(date.fromisoformat(content["as_of"]))
        yield f"Số liệu đến ngày {day}, kế hoạch {content['plan_id']}, kỳ {content['period_id']}."
    yield from _source_lines(out, figure_id)
    yield from _absence_lines(out, figure_id)


def figure_text(figure: Mapping[str, Any]) -> str:
    """The value as it is printed, or why there is none."""
    if figure["value"] is None:
        return figure["note"] or "không có"
    return {
        "pct": formats.format_pct,
        "vnd": lambda value: f"{formats.format_vnd(value)} đồng",
        "count": formats.format_number,
    }[figure["unit"]](figure["value"])


_SOURCES = "select file, sheet, row_no, column_name, value, sha256 from read_parquet('trace.parquet')"


def _source_lines(out: Path, figure_id: str) -> Iterator[str]:
    rows = query_rows(f"{_SOURCES} where figure_id = ?", out, figure_id)
    yield (
        f"Từ {formats.format_number(len(rows))} dòng:"
        if rows
        else "Không có dòng nào của đơn vị; con số lấy từ kế hoạch."
    )
    yield from _row_lines(rows)


def _row_lines(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    for file, sheet, row_no, column, value, sha256 in rows:
        place = f"{file} [{sha256[:12]}]" + (f", trang “{sheet}”, dòng {row_no}" if row_no else "")
        yield f"  {place}: {labels.column_label(column)} = {labels.format_value(column, value)}"


def _absence_lines(out: Path, figure_id: str) -> Iterator[str]:
    """Why a unit is not in the figure: its rows were rejected, its file was refused, it sent none, it leads no task, …"""
    rows = query_rows(
        """select reason, string_agg(short_name || coalesce(' (nhiệm vụ ' || task_code || ')', ''), ', ' order by file_row_number)
        from read_parquet('absent.parquet', file_row_number = true)
        where figure_id = ? group by reason order by reason""",
        out,
        figure_id,
    )
    if rows:
        yield "Không có trong con số này:"
    yield from (f"  {reason}: {units}." for reason, units in rows)


def _unit_lines(out: Path, figure_id: str, unit_id: str, name: str) -> Iterator[str]:
    """Whether the unit is in the figure, by which rows, and why not, task by task."""
    rows = query_rows(f"{_SOURCES} where figure_id = ? and unit_id = ?", out, figure_id, unit_id)
    absent = query_rows(
        "select task_code, reason from read_parquet('absent.parquet') where figure_id = ? and unit_id = ?",
        out,
        figure_id,
        unit_id,
    )
    if rows:
        yield f"Có số liệu của {name} trong con số này, {formats.format_number(len(rows))} dòng:"
        yield from _row_lines(rows)
    if absent:
        yield f"{'Phần không được tính' if rows else 'Không có số liệu'} của {name}, vì:"
    for task_code, reason in absent:
        yield f"  {f'Nhiệm vụ {task_code}: {reason[0].lower()}{reason[1:]}' if task_code else reason}."
    if not rows and not absent:
        others = query_rows("select 1 from read_parquet('trace.parquet') where figure_id = ? limit 1", out, figure_id)
        yield (
            f"{name} không có dòng nào thuộc con số này."
            if others
            else "Con số này lấy từ kế hoạch, không tính từ báo cáo của đơn vị nào."
        )
