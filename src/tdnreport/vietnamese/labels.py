"""What codes of the open data are called before people: severities, states, columns, and values as they are written.

A text that is not what its column asks for is what a department typed and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal

from tdnreport.vietnamese import formats

SEVERITIES = {"stop": "Dừng báo cáo", "file": "Không nhận tệp", "row": "Loại dòng", "warning": "Cảnh báo, vẫn tính"}
"""Most severe first."""
STATES = {
    "accepted": "Được tính",
    "superseded": "Đã thay bằng tệp gửi sau",
    "refused": "Không nhận",
    "later": "Nhận sau ngày của số liệu",
}
Status = Literal["done", "doing", "todo", "stopped"]
STATUSES: Mapping[str, str] = {
    "done": "Hoàn thành",
    "doing": "Đang thực hiện",
    "todo": "Chưa thực hiện",
    "stopped": "Dừng thực hiện",
}
"""What a unit may say of a task; a task of which nothing is known is `NO_DATA`."""
NO_DATA = {"unknown": "Chưa có số liệu"}

COLUMNS = {
    "allocated_vnd": "Dự toán giao",
    "completed_on": "Ngày hoàn thành",
    "completion_pct": "Tỷ lệ hoàn thành",
    "cumulative": "Lũy kế",
    "disbursed_vnd": "Đã giải ngân",
    "duty_code": "Nhiệm vụ được phân công",
    "estimated_pct": "Ước tỷ lệ cả năm",
    "estimated_vnd": "Ước giải ngân cả năm",
    "evidence_text": "Minh chứng",
    "fund_source": "Nguồn kinh phí",
    "indicator_code": "Chỉ tiêu",
    "received_on": "Ngày nhận",
    "result_text": "Kết quả thực hiện",
    "rows_accepted": "Số dòng được chấp nhận",
    "rows_read": "Số dòng đã đọc",
    "rows_rejected": "Số dòng bị loại",
    "state": "Trạng thái của tệp",
    "status": "Tình trạng",
    "target": "Kế hoạch",
    "task_code": "Mã nhiệm vụ",
    "title": "Nhiệm vụ",
    "unit_id": "Đơn vị",
    "value": "Số trong kỳ",
}

NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,9})?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def column_label(name: str) -> str:
    """The column's name in Vietnamese; its code where there is none.

    >>> column_label("disbursed_vnd")
    'Đã giải ngân'
    """
    return COLUMNS.get(name, name)


def format_value(column_name: str, value: str | None) -> str:
    """A value as a reader expects it, without a unit.

    >>> format_value("disbursed_vnd", "96500000")
    '96.500.000'
    >>> format_value("status", "done")
    'Hoàn thành'
    >>> format_value("completion_pct", "hơn 80")
    'hơn 80'
    """
    value = value or ""
    if column_name in ("state", "status"):
        return {**STATES, **STATUSES, **NO_DATA}.get(value, value)
    if column_name.endswith(("_vnd", "_pct")) and NUMBER.fullmatch(value):
        return formats.format_trimmed(float(value) if "." in value else int(value), 2)
    if column_name.endswith("_on") and DAY.fullmatch(value):
        return _format_day(value)
    return value


def _format_day(value: str) -> str:
    try:
        return formats.format_day(date.fromisoformat(value))
    except ValueError:
        return value
