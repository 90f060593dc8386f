"""README of the sample and the page of agreed figures with their arithmetic, from specification and truth."""

from __future__ import annotations

from typing import Any

from sample_year.spec import MARK, Year
from tdnreport.plans import Plan, Reference

Truth = dict[str, Any]
STATUS = {"done": "hoàn thành", "doing": "đang thực hiện", "todo": "chưa thực hiện", "unknown": "chưa có số liệu"}


def readme(years: list[Year]) -> str:
    parts = [
        f"# Báo cáo mẫu của các đơn vị\n\n**{MARK}.** Tên đơn vị và nhiệm vụ theo kế hoạch thật; mọi số liệu, số văn bản,\n"
        "ngày tháng do người soạn phần mềm đặt ra. Tạo lại bằng `make sample` (`scripts/make_sample.py`); "
        "con số phải ra: `docs/sample-year.md`.\n\n"
        "Sổ nhận là `register.csv` trong từng thư mục. Tệp không nêu dưới đây không có lỗi đặt sẵn."
    ]
    for year in years:
        lines = [f"- `{sent.file}`: {sent.mistake}." for sent in year.sent if sent.mistake]
        parts.append(f"## {year.plan_id}, kỳ {year.period_id}\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def figures_page(years: list[tuple[Year, Plan, Truth]], reference: Reference) -> str:
    parts = [
        "# Năm mẫu: các con số đã thống nhất\n\n"
        f"**{MARK}.** Tính từ bản mô tả số liệu mẫu (`scripts/sample_year`), không tính từ chương trình; `tests/data` giữ cùng các\n"
        "con số dưới dạng JSON. Tạo lại bằng `make sample`."
    ]
    parts += [_period(year, plan, found, reference) for year, plan, found in years]
    return "\n\n".join(parts) + "\n"


def _period(year: Year, plan: Plan, found: Truth, reference: Reference) -> str:
    title = f"## {plan.title}, {plan.find_period(year.period_id).label.lower()} (`{year.plan_id}`, `{year.period_id}`)"
    return "\n\n".join([title, _tasks(found), _money(found, plan), _reports(found, reference), _rows(found)])


def _tasks(found: Truth) -> str:
    figures, tasks = found["figures"], found["tasks"]
    table = "\n".join(
        f"| {task['task_code']} | {STATUS[task['status']]} | {task['leads_reported']}/{task['leads_expected']} | {_share(task)} "
        f"| {_number(task['completion_pct'])} |"
        for task in tasks
    )
    done = ", ".join(task["task_code"] for task in tasks if task["status"] == "done")
    known = [task["completion_pct"] for task in tasks if task["completion_pct"] is not None]
    return (
        "Tỷ lệ của một nhiệm vụ là bình quân của các đơn vị chủ trì **có số liệu**; đơn vị chưa có số liệu không tính là 0%. "
        "Số đơn vị có số liệu luôn đi kèm.\n\n"
        "| Nhiệm vụ | Trạng thái | Chủ trì có số liệu | Bình quân (%) | Tỷ lệ (%) |\n|---|---|---|---|---|\n"
        f"{table}\n\n"
        f"- Hoàn thành: {figures['tasks_complete']} nhiệm vụ ({done or 'không có'}) trên {figures['tasks_total']}: "
        f"{figures['tasks_complete']} ÷ {figures['tasks_total']} = {_number(figures['completion_rate_pct'])}%.\n"
        f"- Đang thực hiện {figures['tasks_in_progress']}, chưa thực hiện {figures['tasks_not_started']}, "
        f"chưa có số liệu {figures['tasks_unknown']}.\n"
        f"- Tiến độ bình quân: {_number(sum(known))} ÷ {len(known)} = {_number(figures['mean_progress_pct'])}%."
    )


def _share(task: Truth) -> str:
    values = sorted((value for value in task["leads"].values() if value is not None), reverse=True)
    if len(values) < 2:
        return _number(values[0]) if values else "–"
    return f"({' + '.join(map(_number, values))}) ÷ {len(values)}"


def _money(found: Truth, plan: Plan) -> str:
    sums = {
        name: _million(value) for name, value in found["figures"].items() if name.endswith("_vnd") and value is not None
    }
    everything = (
        f"- Mọi nhiệm vụ: dự toán {sums['all_allocated_vnd']}, giải ngân {sums['all_disbursed_vnd']} triệu đồng."
    )
    own_codes = {task.task_code for task in plan.leaf_tasks if task.fund_mode == "own_line"}
    own = [task for task in found["tasks"] if task["task_code"] in own_codes]
    if not own:
        return f"- Kế hoạch không bố trí dự toán riêng: không có tỷ lệ giải ngân.\n{everything}"
    allocated, disbursed = sums["own_line_allocated_vnd"], sums["own_line_disbursed_vnd"]
    rate = _number(found["figures"]["own_line_execution_pct"])
    return (
        f"- Dự toán các dòng riêng: {_plus(own, 'allocated_vnd')} = {allocated} triệu đồng.\n"
        f"- Giải ngân: {_plus(own, 'disbursed_vnd')} = {disbursed} triệu đồng.\n"
        f"- Tỷ lệ: {disbursed} ÷ {allocated} = {rate}%.\n"
        f"{everything}"
    )


def _plus(tasks: list[Truth], name: str) -> str:
    return " + ".join(_million(task[name]) for task in tasks)


def _reports(found: Truth, reference: Reference) -> str:
    figures, files = found["figures"], found["submissions"]
    refused = "; ".join(sent["file"] for sent in files if sent["state"] == "refused")
    late = "; ".join(
        f"{reference.units[sent['unit_id']].name} ({sent['received_on']})" for sent in files if not sent["on_time"]
    )
    return (
        f"- Báo cáo: phải gửi {figures['reports_expected']}, đã nhận {figures['reports_received']} "
        f"({_number(figures['reporting_rate_pct'])}%), đã gửi mà chưa đọc được {figures['reports_unread']}, "
        f"đúng hạn {figures['reports_on_time']} "
        f"({_number(figures['on_time_rate_pct'])}%), đúng hạn theo nghĩa chặt {figures['reports_on_time_strict']}.\n"
        f"- Tệp: {figures['files_received']}, trong đó từ chối {figures['files_refused']} ({refused or 'không có'}). "
        "Đơn vị không thuộc diện phải gửi không tính vào số báo cáo.\n"
        f"- Nhận muộn: {late or 'không có'}."
    )


def _rows(found: Truth) -> str:
    figures = found["figures"]
    used = {sent["file"] for sent in found["submissions"] if sent["state"] == "accepted"}
    broken = "\n".join(
        f"  - `{row['file']}`, trang {row['sheet']}, dòng {row['row_no']}: `{row['broken']}`"
        for row in found["rows"]
        if row["broken"] and row["file"] in used
    )
    return (
        f"- Dòng: đọc {figures['rows_read']} = nhận {figures['rows_accepted']} + loại {figures['rows_rejected']} "
        f"(chỉ tính tệp được dùng; gồm cả dòng chỉ tiêu). Dòng bị loại:\n{broken}"
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")


def _million(amount: int) -> str:
    whole, _, part = f"{amount / 1_000_000:,.6f}".partition(".")
    return whole.replace(",", ".") + (f",{part.rstrip('0')}" if part.rstrip("0") else "")
