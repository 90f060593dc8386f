"""`trace` of a task, an indicator or a duty: how its printed figure comes about, the cells behind it, and who owes it and wrote none.

It is asked for by its code, or by its name as the annexes print it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tdnreport.app.report_folder import TraceError, find_unit, query_rows, reported_units
from tdnreport.vietnamese import formats
from tdnreport.vietnamese.text import fold_text

_CODE_ROWS = """
    with unit_rows as (
        select task_code as code,
            'nhiệm vụ' || if(role = 'lead', '', ', phối hợp (không tính vào tỷ lệ)') as what, unit_id, file, sheet, row_no,
            concat_ws('; ', case status when 'done' then 'hoàn thành' when 'doing' then 'đang thực hiện'
                when 'todo' then 'chưa thực hiện' else 'dừng thực hiện' end,
                replace(format('{:.1f}%', completion_pct), '.', ','), result_text) as value from read_parquet('progress.parquet')
        union all
        select task_code, 'kinh phí của nhiệm vụ', unit_id, file, sheet, row_no,
            concat_ws('; ', 'giao ' || replace(format('{:,} đồng', allocated_vnd), ',', '.'),
                'giải ngân ' || replace(format('{:,} đồng', disbursed_vnd), ',', '.'), fund_source) from read_parquet('budget.parquet')
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

STATUS = {"done": "hoàn thành", "doing": "đang thực hiện", "todo": "chưa thực hiện", "stopped": "dừng thực hiện"}
VERDICTS = {
    "same": "cùng kỳ",
    "restated": "cùng kỳ, số tính lại theo địa bàn nay",
    "whole_year": "số cả năm, chỉ nêu bằng bao nhiêu phần trăm",
    "not_comparable": "khác kỳ, phạm vi hoặc cách tính nên không so sánh",
    "estimated": "số ước nên không so sánh",
    "missing": "chưa đủ số để so sánh",
}


def trace_code(content: dict[str, Any], out: Path, asked: str, unit: str | None) -> Iterator[str]:
    """How the figure comes about, what each unit wrote for it and where, who owes it and wrote nothing; or one unit's rows."""
    code, owing = _find_code(content, out, asked)
    unit_id = find_unit(content, out, unit)[0] if unit else None
    rows = query_rows(_CODE_ROWS, out, code, unit_id)
    names = {known_id: name for known_id, name, _ in reported_units(content, out)}
    absent = sorted(names.get(owing_id, owing_id) for owing_id in owing - {row[1] for row in rows})
    if unit_id is None:
        yield from _head_lines(content, code)
        counted = f"{len(owing) - len(absent)}/{len(owing)} đơn vị phải báo cáo đã có số liệu được chấp nhận"
        yield f"“{code}”: {counted if owing else 'Kế hoạch chưa giao đơn vị nào theo dõi'}."
    for what, sender, file, sheet, row_no, value in rows:
        yield f"  {what}, {names.get(sender, sender)}: {value} ({file}, trang “{sheet}”, dòng {row_no})"
    if unit_id is None and absent:
        yield f"Chưa có số liệu: {'; '.join(absent)}."


def _find_code(content: dict[str, Any], out: Path, asked: str) -> tuple[str, set[str]]:
    """A code with the units that owe it: what is asked, or the one whose name holds it; `TraceError` where none or several do."""
    select = "select unit_id from read_parquet('obligations.parquet') where code = ?"
    named = [(row["task_code"], row["title"]) for row in content["tasks"]]
    named += [(row["indicator_code"], row["name"]) for row in content["indicators"]]
    owing, wanted = {unit_id for (unit_id,) in query_rows(select, out, asked)}, fold_text(asked)
    if owing or asked in dict(named):
        return asked, owing
    exact = [(code, name) for code, name in named if fold_text(name) == wanted]
    found = exact or [(code, name) for code, name in named if wanted and wanted in fold_text(name)]
    if len(found) > 1:
        known = "; ".join(f"{name} ({code})" for code, name in found)
        raise TraceError(f"“{asked}” có ở nhiều tên; hãy ghi mã hoặc đủ tên một trong: {known}.")
    if not found:
        raise TraceError(
            f"Không có con số, nhiệm vụ, chỉ tiêu hoặc mã phân công “{asked}”; các con số hiện có: {', '.join(content['figures'])}."
        )
    [(code, _)] = found
    return code, {unit_id for (unit_id,) in query_rows(select, out, code)}


def _head_lines(content: dict[str, Any], code: str) -> Iterator[str]:
    for task in content["tasks"]:
        if task["task_code"] == code:
            yield from _task_lines(task)
    for indicator in content["indicators"]:
        if indicator["indicator_code"] == code:
            yield from _indicator_lines(indicator)
    for comparison in content["comparisons"]:
        if comparison["indicator_code"] == code:
            yield from _comparison_lines(comparison)


def _task_lines(task: dict[str, Any]) -> Iterator[str]:
    """Percent as the mean of its leads, money as the sum of its lines."""
    pct = task["completion_pct"]
    state = STATUS.get(task["status"], "chưa có số liệu") + (f", {formats.format_pct(pct)}" if pct is not None else "")
    yield f"Nhiệm vụ {task['task_code']}. {task['title']}: {state}."
    if pct is not None:
        yield f"  = bình quân của {task['leads_reported']}/{task['leads_expected']} đơn vị chủ trì có số liệu."
    if task["used_vnd"] is not None or task["disbursed_vnd"] is not None:
        used, spent = (formats.format_vnd(task[key] or 0) for key in ("used_vnd", "disbursed_vnd"))
        rate = task["execution_pct"]
        yield f"  Kinh phí: giải ngân {spent}/{used} đồng" + (
            f", {formats.format_pct(rate)}." if rate is not None else "."
        )


def _indicator_lines(row: dict[str, Any]) -> Iterator[str]:
    value = (
        "chưa có số" if row["value"] is None else f"{formats.format_trimmed(row['value'], 4)} {row['unit_of_measure']}"
    )
    how = "tổng của các đơn vị" if row["kind"] == "count" else "số của đơn vị theo dõi, không cộng"
    yield f"{row['name']}: {value} ({how}; {row['units_reported']} đơn vị có số, {row['units_owing']} đơn vị phải có số)."
    if row["target"] is not None:
        whose = "chỉ tiêu của Kế hoạch" if row["target_from"] == "plan" else "kế hoạch do đơn vị tự đặt"
        done = "chưa có số" if row["target_value"] is None else formats.format_trimmed(row["target_value"], 4)
        yield f"  So với {whose}: {done}/{formats.format_trimmed(row['target'], 4)}."


def _comparison_lines(row: dict[str, Any]) -> Iterator[str]:
    """The base with its window and where it comes from, then what is made of it."""
    if row["base_value"] is None:
        return
    since, until = (formats.format_day(date.fromisoformat(row[key])) for key in ("base_from", "base_to"))
    printed: tuple[tuple[str, Callable[[float], str]], ...] = (
        ("base_pct", lambda pct: f"; bằng {formats.format_pct(pct)}"),
        ("change_pct", lambda pct: f"; tăng, giảm {formats.format_pct(pct)}"),
    )
    results = "".join(write(row[key]) for key, write in printed if row[key] is not None)
    yield (
        f"  Cơ sở so sánh: {formats.format_trimmed(row['base_value'], 4)}, từ {since} đến {until}, nguồn: {row['base_source']}"
        f" ({VERDICTS.get(row['verdict'], row['verdict'])}){results}."
    )
