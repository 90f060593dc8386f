"""What an office reports, apart from how its file looks.

    Sent("BC TTDN 2024 - So Ngoai vu.xlsx", "tth.sngv", date(2024, 11, 12), shape, rows=(Row("4.2", "doing", 70, …),))

`cells` replaces what is shown in a cell, `broken` names the rule that must then leave the row out, `remarks` the
warnings that must be raised. Money is whole đồng, percents are 0..100.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

MARK = "SỐ LIỆU MINH HỌA"

Status = Literal["done", "doing", "todo"]
Cells = Mapping[str, str | float | date]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the task table; `fund` is the fund source, shown where the shape has that column."""

    task: str
    status: Status
    pct: float
    result: str = ""
    done_on: date | None = None
    allocated: int | None = None
    disbursed: int | None = None
    estimated: int | None = None
    estimated_pct: float | None = None
    note: str = ""
    fund: str = ""
    cells: Cells = field(default_factory=dict)
    broken: str | None = None
    remarks: tuple[str, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """One line of the indicator table: since the last report, since January, the office's own target."""

    indicator: str
    value: float
    cumulative: float
    target: float | None = None
    cells: Cells = field(default_factory=dict)
    broken: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file looks: columns, header, how money, percents and days are written, what stands around the table."""

    columns: tuple[str, ...] = ("code", "title", "status", "pct", "allocated", "disbursed", "result", "done_on", "note")
    labels: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(
        default_factory=lambda: {"done": "Hoàn thành", "doing": "Đang thực hiện", "todo": "Chưa thực hiện"}
    )
    title_block: bool = True
    two_rows: bool = False
    numbering: bool = False
    unit_line: str = ""
    money: Literal["number", "million", "text", "words"] = "number"
    percent: Literal["number", "fraction", "comma", "sign"] = "number"
    day: Literal["date", "slash", "dot", "words"] = "date"
    code: Literal["plan", "number", "running"] = "plan"
    headings: bool = True
    total: bool = False
    note: bool = True
    signature: bool = False
    indicators_below: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """One file: name, sender (an id of units.csv), day received, look, lines; `state` is what becomes of it."""

    file: str
    unit: str
    received_on: date
    shape: Shape = Shape()
    rows: tuple[Row, ...] = ()
    numbers: tuple[Number, ...] = ()
    headed: str = ""
    year: int = 2024
    encoding: str = "utf-8"
    delimiter: str = ","
    decomposed: bool = False
    hidden_sheet: bool = False
    unreadable: bool = False
    in_register: bool = True
    tells_unit: bool = False
    document_no: str = ""
    total_off_by: int = 0
    state: Literal["accepted", "superseded", "refused"] = "accepted"
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """All files of one plan and period; `place` stands in the date line, `parent` in the first line of the title block."""

    plan_id: str
    period_id: str
    parent: str
    place: str
    title: str
    sent: tuple[Sent, ...]
