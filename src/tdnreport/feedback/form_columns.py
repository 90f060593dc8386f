"""What the columns of the form take: width, format, the rule of Excel's data validation, what to say beside and against it.

Labels are words of `data/reference/headers.csv`, so that a filled form is read back as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tdnreport.report.charts.theme import VI
from tdnreport.vietnamese import labels

STATUSES = tuple(labels.STATUSES.values())
ROLES = {"lead": "Chủ trì", "coordinate": "Phối hợp"}
MOST_MONEY_VND = 10**14
EARLIER_WIDTH, EARLIER_SIZE = 26, 9
Check = Mapping[str, Any]
MONEY, COUNT, SCORE, DAY = f"{VI}#,##0", f"{VI}#,##0", f"{VI}#,##0.00", f"{VI}dd/mm/yyyy"

PERCENT = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
AMOUNT = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": MOST_MONEY_VND}
NUMBER = {"validate": "decimal", "criteria": ">=", "value": 0}

NOT_IN_LIST = "Chọn một mục trong danh sách của ô."
STATUS_HINT = "Hoàn thành = 100%; Chưa thực hiện = 0%; còn lại là Đang thực hiện."
PCT_HINT = "Số từ 0 đến 100, tính đến ngày báo cáo. Ví dụ: 75"
PCT_REFUSAL = "Tỷ lệ là một số từ 0 đến 100. Phần vượt kế hoạch ghi bằng lời ở cột Kết quả."
ESTIMATE_HINT = "Ước đến hết năm, số từ 0 đến 100; không ước được thì để trống."
MONEY_HINT = "Ghi đủ số đồng, ví dụ 250000000. Không bố trí dự toán riêng thì để trống."
MONEY_REFUSAL = "Ghi số đồng nguyên, không âm, không ghi chữ. Ví dụ: 250000000"
FUND_HINT = "Nhiều nguồn thì mỗi nguồn một dòng (dùng các dòng trống ở cuối biểu)."
DAY_HINT = "Ngày/tháng/năm, chỉ ghi khi đã hoàn thành."
SPARE_TASK = "Chọn nhiệm vụ khi có thêm nguồn kinh phí hoặc tham gia thêm nhiệm vụ."
SPARE_INDICATOR = "Chọn chỉ tiêu mà đơn vị có số liệu."
VALUE_HINT = "Số phát sinh trong kỳ báo cáo; không phát sinh thì ghi 0."
CUMULATIVE_HINT = "Cộng từ đầu năm, gồm cả kỳ này; không nhỏ hơn số trong kỳ."
NUMBER_REFUSAL = "Ghi một con số không âm; diễn giải ghi ở cột Ghi chú."


@dataclass(frozen=True, slots=True)
class FormColumn:
    """What a column takes: a cell format, the rule of Excel's data validation, and what to say beside and against it."""

    label: str
    width: float
    number_format: str = "General"
    align: str = "left"
    check: Check | None = None
    hint: str = ""
    refusal: str = ""
    is_given: bool = False
    is_earlier: bool = False


def _earlier_column(label: str | None) -> tuple[FormColumn, ...]:
    """What was reported in the period `label`; "so sánh" heads a column that the reader knows and leaves out on purpose."""
    return (FormColumn(f"So sánh: số đã báo cáo ({label})", EARLIER_WIDTH, is_earlier=True),) if label else ()


def task_columns(year: int, titles: Check, funds: Check, earlier: str | None = None) -> tuple[FormColumn, ...]:
    """Biểu 01; `titles` and `funds` are the lists to choose from, `earlier` the period whose figures are shown in grey."""
    return (
        FormColumn("STT", 6, "@", "center", is_given=True),
        FormColumn("Nhiệm vụ", 32, check=titles, hint=SPARE_TASK, refusal=NOT_IN_LIST, is_given=True),
        FormColumn("Vai trò", 9, align="center", check=_choice_of(ROLES.values()), refusal=NOT_IN_LIST, is_given=True),
        *_earlier_column(earlier),
        FormColumn("Trạng thái", 13, align="center", check=_choice_of(STATUSES), hint=STATUS_HINT, refusal=NOT_IN_LIST),
        FormColumn("Tỷ lệ hoàn thành (%)", 10, align="center", check=PERCENT, hint=PCT_HINT, refusal=PCT_REFUSAL),
        FormColumn("Ước cả năm (%)", 9, align="center", check=PERCENT, hint=ESTIMATE_HINT, refusal=PCT_REFUSAL),
        FormColumn("Dự toán giao (đồng)", 15, MONEY, "right", AMOUNT, MONEY_HINT, MONEY_REFUSAL),
        FormColumn("Đã giải ngân (đồng)", 15, MONEY, "right", AMOUNT, MONEY_HINT, MONEY_REFUSAL),
        FormColumn("Ước giải ngân cả năm (đồng)", 15, MONEY, "right", AMOUNT, MONEY_HINT, MONEY_REFUSAL),
        FormColumn("Nguồn kinh phí", 17, check=funds, hint=FUND_HINT, refusal=NOT_IN_LIST),
        FormColumn("Kết quả/ sản phẩm", 34),
        FormColumn("Minh chứng", 20),
        FormColumn("Ngày hoàn thành", 12, DAY, "center", _day_in_year(year), DAY_HINT, _day_refusal(year)),
        FormColumn("Nguyên nhân, khó khăn", 24),
        FormColumn("Kiến nghị", 24),
        FormColumn("Ghi chú", 18),
    )


def indicator_columns(names: Check, earlier: str | None = None) -> tuple[FormColumn, ...]:
    """Biểu 02; `names` is the list of indicators to choose from, `earlier` as in Biểu 01."""
    return (
        FormColumn("STT", 6, "@", "center", is_given=True),
        FormColumn("Mã", 20, "@", is_given=True),
        FormColumn("Chỉ tiêu", 46, check=names, hint=SPARE_INDICATOR, refusal=NOT_IN_LIST, is_given=True),
        FormColumn("Đơn vị tính", 12, align="center", is_given=True),
        FormColumn("Năm trước", 11, COUNT, "right", NUMBER, "", NUMBER_REFUSAL, is_given=True),
        FormColumn("Kế hoạch", 11, COUNT, "right", NUMBER, "", NUMBER_REFUSAL),
        *_earlier_column(earlier),
        FormColumn("Thực hiện trong kỳ", 12, COUNT, "right", NUMBER, VALUE_HINT, NUMBER_REFUSAL),
        FormColumn("Lũy kế từ đầu năm", 12, COUNT, "right", NUMBER, CUMULATIVE_HINT, NUMBER_REFUSAL),
        FormColumn("Ghi chú", 24),
    )


def duty_columns() -> tuple[FormColumn, ...]:
    """Biểu 03: answered in words; what is left blank is no statement."""
    return (
        FormColumn("Mã", 9, "@", "center", is_given=True),
        FormColumn("Nhiệm vụ được phân công", 52, is_given=True),
        FormColumn("Kết quả/ sản phẩm", 48),
        FormColumn("Minh chứng", 26),
        FormColumn("Ghi chú", 20),
    )


def choice_list(sheet: str, first: int, count: int) -> dict[str, Any]:
    """A list of `count` texts in column A of another sheet, from row `first` on."""
    return {"validate": "list", "source": f"={sheet}!$A${first}:$A${first + count - 1}"}


def data_validation(column: FormColumn) -> dict[str, Any]:
    return {
        **(column.check or {}),
        "input_title": column.label[:32] if column.hint else "",
        "input_message": column.hint,
        "error_title": "Chưa đúng",
        "error_message": column.refusal,
        "show_input": bool(column.hint),
    }


def _choice_of(texts: Iterable[str]) -> dict[str, Any]:
    return {"validate": "list", "source": list(texts)}


def _day_in_year(year: int) -> dict[str, Any]:
    return {"validate": "date", "criteria": "between", "minimum": date(year, 1, 1), "maximum": date(year, 12, 31)}


def _day_refusal(year: int) -> str:
    return f"Ghi ngày dạng ngày/tháng/năm, trong năm {year}. Ví dụ: 15/11/{year}"
