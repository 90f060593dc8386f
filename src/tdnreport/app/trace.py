"""`tdnreport trace`: from a figure of a written report back to the files, sheets and rows behind it, and to who is not in it and why.

Reads only the report's own open data (`so-lieu.json`, `du-lieu/*.parquet`), so it works wherever the folder was copied to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.base.errors import TdnError
from tdnreport.base.offline import OFFLINE
from tdnreport.vietnamese import formats, labels
from tdnreport.vietnamese.text import fold_text

if TYPE_CHECKING:
    from tdnreport.base.home import Home


class TraceError(TdnError):
    """No report, or no such figure; the message lists what there is."""


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
    content = _load_figures(out)
    figure = content["figures"].get(figure_id)
    if figure is None:
        yield from _code_lines(content, out, figure_id, unit)
        return
    yield f"{figure['label']}: {figure_text(figure)}"
    if unit is not None:
        yield from _unit_lines(out, figure_id, *_find_unit(content, out, unit))
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


_CODE_ROWS = """
    with unit_rows as (
        select task_code as code, 'nhiệm vụ' as what, unit_id, file, sheet, row_no,
            concat_ws('; ', case status when 'done' then 'hoàn thành' when 'doing' then 'đang thực hiện'
                when 'todo' then 'chưa thực hiện' else 'dừng thực hiện' end,
                replace(format('{:.1f}%', completion_pct), '.', ','), result_text) as value from read_parquet('progress.parquet')
        union all
        select task_code, 'kinh phí của nhiệm vụ', unit_id, file, sheet, row_no,
            concat_ws('; ', 'giao ' || replace(format('{:,} đồng', allocated_vnd), ',', '.'),
                'giải ngân ' || replace(format('{:,} đồng', disbursed_vnd), ',', '.')) from read_parquet('budget.parquet')
        union all
        select task_code, 'ý kiến về nhiệm vụ', unit_id, file, sheet, row_no, text from read_parquet('notes.parquet')
        union all
        select indicator_code, 'chỉ tiêu', unit_id, file, sheet, row_no,
            concat_ws('; ', 'trong kỳ ' || replace(format('{:.10g}', value), '.', ','),
                'lũy kế ' || replace(format('{:.10g}', cumulative), '.', ','))
        from read_parquet('indicators.parquet')
        union all
        select duty_code, 'nhiệm vụ được phân công', unit_id, file, sheet, row_no, result_text
        from read_parquet('duties.parquet') where state = 'reported'
    )
    select what, unit_id, file, sheet, row_no, value from unit_rows where code = ? and coalesce(unit_id = ?, true)
    order by what, unit_id, file, row_no"""
"""What each unit wrote on a task, an indicator or a duty, of one unit where its id is given."""


def _code_lines(content: dict[str, Any], out: Path, code: str, unit: str | None) -> Iterator[str]:
    """The rows behind a task, an indicator or a duty by its code, and how many of those who owe it wrote one."""
    owing = {
        name
        for (name,) in _query_rows("select unit_id from read_parquet('obligations.parquet') where code = ?", out, code)
    }
    if not owing:
        raise TraceError(
            f"Không có con số, nhiệm vụ, chỉ tiêu hoặc mã phân công “{code}”; các con số hiện có: {', '.join(content['figures'])}."
        )
    unit_id = _find_unit(content, out, unit)[0] if unit else None
    rows = _query_rows(_CODE_ROWS, out, code, unit_id)
    names = {row["unit_id"]: row["name"] for row in content["units"]}
    written = owing & {row[1] for row in rows}
    if unit_id is None:
        yield f"“{code}”: {len(written):02}/{len(owing):02} đơn vị phải báo cáo đã có số liệu được chấp nhận."
    for what, sender, file, sheet, row_no, value in rows:
        yield f"  {what}, {names.get(sender, sender)}: {value} ({file}, trang “{sheet}”, dòng {row_no})"


def _load_figures(out: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads((out / "so-lieu.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TraceError(
            f"Không có so-lieu.json trong {out}; đây không phải thư mục kết quả của một báo cáo."
        ) from None
    except ValueError as error:
        raise _damaged_report(out, "so-lieu.json") from error
    return content


def _damaged_report(out: Path, file: str) -> TraceError:
    return TraceError(f"Không đọc được {file} trong {out}: tệp thiếu hoặc hỏng. Hãy chạy lại lệnh report.")


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


def _query_rows(query: str, out: Path, *values: str | None) -> list[tuple[Any, ...]]:
    import duckdb

    with duckdb.connect(config=OFFLINE) as con:
        con.execute("set file_search_path = ?", [str(out / "du-lieu")])
        try:
            return con.execute(query, values).fetchall()
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise _damaged_report(out, "du-lieu/*.parquet") from error


def _source_lines(out: Path, figure_id: str) -> Iterator[str]:
    rows = _query_rows(f"{_SOURCES} where figure_id = ?", out, figure_id)
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
    rows = _query_rows(
        """select reason, string_agg(short_name || coalesce(' (nhiệm vụ ' || task_code || ')', ''), ', ' order by file_row_number)
        from read_parquet('absent.parquet', file_row_number = true)
        where figure_id = ? group by reason order by reason""",
        out,
        figure_id,
    )
    if rows:
        yield "Không có trong con số này:"
    yield from (f"  {reason}: {units}." for reason, units in rows)


# --- one unit


def _find_unit(content: dict[str, Any], out: Path, asked: str) -> tuple[str, str]:
    """Id and name of the unit that is asked about: by its id, its name, or a part that no other's name has; with or without marks."""
    units = _reported_units(content, out)
    wanted = fold_text(asked)
    exact = [
        unit for unit in units if asked in (unit[0], unit[0].rpartition(".")[2]) or wanted in map(fold_text, unit[1:])
    ]
    matches = exact or [unit for unit in units if wanted and any(wanted in fold_text(name) for name in unit[1:])]
    if len(matches) == 1:
        return matches[0][0], matches[0][1]
    known = ", ".join(name for _, name, _ in matches or units)
    if matches:
        raise TraceError(f"“{asked}” có thể là nhiều đơn vị; hãy ghi rõ một trong: {known}.")
    raise TraceError(
        f"Không có đơn vị “{asked}” trong con số nào: kế hoạch không yêu cầu đơn vị ấy gửi báo cáo, không giao chủ trì nhiệm vụ nào, "
        f"đơn vị cũng không gửi tệp; hoặc tên ghi khác. Các đơn vị của báo cáo: {known}."
    )


def _reported_units(content: dict[str, Any], out: Path) -> list[tuple[str, str, str]]:
    """Id, name and short name of units that owe a report, that lead a task, or that sent a file without being asked."""
    short = dict(
        _query_rows("select distinct unit_id, short_name from read_parquet('absent.parquet') order by all", out)
    )
    sending = {sender["unit_id"]: sender["unit_id"] for sender in content["inputs"] if sender["unit_id"]}
    asked = {unit["unit_id"]: unit["name"] for unit in content["units"]}
    names = asked | {unit_id: name for unit_id, name in (sending | short).items() if unit_id not in asked}
    return [(unit_id, name, short.get(unit_id, name)) for unit_id, name in names.items()]


def _unit_lines(out: Path, figure_id: str, unit_id: str, name: str) -> Iterator[str]:
    """Whether the unit is in the figure, by which rows, and why not, task by task."""
    rows = _query_rows(f"{_SOURCES} where figure_id = ? and unit_id = ?", out, figure_id, unit_id)
    absent = _query_rows(
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
        others = _query_rows("select 1 from read_parquet('trace.parquet') where figure_id = ? limit 1", out, figure_id)
        yield (
            f"{name} không có dòng nào thuộc con số này."
            if others
            else "Con số này lấy từ kế hoạch, không tính từ báo cáo của đơn vị nào."
        )
