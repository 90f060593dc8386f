"""What becomes of each column of a table, in words: the field it is read as, or why it is left out.

The reasons are shown to the sender; `tdnreport explain` prints them beside the rules that decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tdnreport.layout.features import ColumnFeatures, is_filled
from tdnreport.workbook.model import Line

_OF_PLAN = "Lấy theo kế hoạch, không lấy từ cột này."
NOT_READ = {
    "lead": "Phân công lấy theo kế hoạch; cột chỉ để nhận ra đơn vị gửi khi tệp không ghi ở chỗ khác.",
    "coordinate": _OF_PLAN,
    "time": _OF_PLAN,
    "plan": _OF_PLAN,
    "period": "Cột chỉ để chọn dòng của kỳ báo cáo.",
    "part": "Cột chỉ để chọn dòng của kỳ báo cáo khi một nhiệm vụ có nhiều kỳ.",
    "reported_on": "Ngày nhận lấy theo sổ nhận, biểu mẫu hoặc ngày ký, không lấy từ cột này.",
    "person": "Người liên hệ không thuộc số liệu báo cáo.",
    "place": "Địa bàn không thuộc số liệu báo cáo.",
    "rate": "Tỷ lệ giải ngân được tính lại từ dự toán và số đã giải ngân.",
    "earlier": "",
    "comparison": "Số so sánh không thuộc số liệu báo cáo.",
    "other_money": "Khoản tiền khác với dự toán giao, số đã giải ngân và số ước thực hiện.",
    "estimate": "Số ước thực hiện của chỉ tiêu không thuộc số liệu báo cáo.",
    "measure": "Đơn vị tính; cột chỉ dùng khi nêu đơn vị tiền của từng dòng.",
}
"""Reasons for columns that are recognised and not read; "" for the grey columns of the form itself, which no sender wrote."""
_OTHER_KIND = "Số liệu của một loại bảng khác, không tính trong bảng này."
_NOTE = "Ghi chú để người tổng hợp xem trong tệp, không tính vào số liệu."
_SECOND = "Bảng có cột khác cho cùng số liệu này."
_UNKNOWN = "Cột không thuộc số liệu báo cáo."


@dataclass(frozen=True, slots=True)
class ColumnDecision:
    """How one column was read, for `tdnreport explain`: "" as field where it is left out, with the reason."""

    column_no: int
    label: str
    field: str
    reason: str
    rules: tuple[str, ...]


def decide_columns(
    columns: Iterable[ColumnFeatures], fields: Mapping[str, ColumnFeatures], unread: Mapping[int, str]
) -> Iterator[ColumnDecision]:
    field_at = {column.column_no: field for field, column in fields.items()}
    for column in columns:
        reason = unread.get(column.column_no, "")
        field_name = field_at.get(column.column_no, "")
        label = " ".join(column.label.text.split())
        yield ColumnDecision(column.column_no, label, field_name, reason or column.reason, tuple(column.rules))


def unread_columns(
    columns: Iterable[ColumnFeatures],
    fields: Mapping[str, ColumnFeatures],
    skipped: Mapping[str, int],
    lines: Sequence[Line],
) -> Iterator[tuple[ColumnFeatures, str]]:
    """Each column that holds anything and is not read, with the reason."""
    field_at = {column.column_no: field for field, column in fields.items()}
    field_at |= {column_no: field for field, column in fields.items() for column_no, _ in column.summands}
    for column in (column for column in columns if is_filled(lines, column.column_no)):
        field = field_at.get(column.column_no, "")
        if field in skipped:
            if reason := NOT_READ.get(field, _OTHER_KIND):
                yield column, reason
        elif field == "note":
            yield column, _NOTE
        elif not field:
            yield column, column.reason or (_SECOND if column.fields else _UNKNOWN)
