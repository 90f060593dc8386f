"""What an office reports, and how its file looks: one class a file of the folders beside this one.

    years.csv                        `YearLine`: the periods, in the order of the pages
    <plan>/<period>/files.csv        `FileLine`: who sent which file when, and the mistake planted in it
    <plan>/<period>/tasks.csv        `TaskLine`: the lines of the task table (Biểu 01)
    <plan>/<period>/indicators.csv   `IndicatorLine`: the lines of the indicator table (Biểu 02)
    <plan>/<period>/looks.toml       `Look`: where a file differs from the plain look
    tables.toml                      headers, status words and sets of columns

Money is whole đồng, percents are 0..100.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tdnreport.base.data_error import Place

MARK = "SỐ LIỆU MINH HỌA"


@dataclass(frozen=True, kw_only=True)
class YearLine:
    """`place` stands in the date line, `parent` in the first line of the title block."""

    origin: Place
    plan_id: str
    period_id: str
    parent: str
    place: str
    title: str


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """`register` is what the register says of the file, `state` what becomes of it, `mistake` a clause of the README."""

    origin: Place
    file: str
    unit_id: str
    received_on: date
    document_no: str | None
    column_set: str
    register: Literal["day", "day_and_unit", "nothing"]
    state: Literal["accepted", "superseded", "refused"]
    mistake: str | None


@dataclass(frozen=True, kw_only=True)
class TableLine:
    """`overrides` is TOML for cells that show something else (`completion_pct = 120`), `broken` the rule that must then
    leave the line out, `remarks` the warnings that must be raised."""

    origin: Place
    file: str
    overrides: str | None
    broken: str | None
    remarks: tuple[str, ...]

    @property
    def cells(self) -> dict[str, Any]:
        parsed: dict[str, Any] = tomllib.loads(f"cells = {{ {self.overrides or ''} }}")["cells"]
        return parsed


@dataclass(frozen=True, kw_only=True)
class TaskLine(TableLine):
    """`fund` is the source of the money, shown where the file has that column."""

    task_code: str
    status: Literal["done", "doing", "todo"]
    completion_pct: float
    estimated_pct: float | None
    allocated_vnd: int | None
    disbursed_vnd: int | None
    estimated_vnd: int | None
    fund: str | None
    result: str | None
    completed_on: date | None
    note: str | None
    difficulty: str | None
    proposal: str | None


@dataclass(frozen=True, kw_only=True)
class IndicatorLine(TableLine):
    """Since the last report, since January, the office's own target for the year."""

    indicator_code: str
    value: float
    cumulative: float
    target: float | None


@dataclass(frozen=True, kw_only=True)
class Look:
    """How money, percents, days and codes are written, what stands around the tables, how the file is stored."""

    columns: tuple[str, ...]
    labels: Mapping[str, str]
    statuses: Mapping[str, str]
    indicator_labels: Mapping[str, str]
    headed: str = ""
    year: int = 2024
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
    total_off_by_vnd: int = 0
    signature: bool = False
    indicators_below: bool = False
    hidden_tasks: tuple[str, ...] = ()
    hidden_sheet: bool = False
    encoding: str = "utf-8"
    delimiter: str = ","
    decomposed: bool = False
    unreadable: bool = False


@dataclass(frozen=True, kw_only=True)
class Sent(FileLine):
    """One file: its line of files.csv, its look and its lines."""

    look: Look
    tasks: tuple[TaskLine, ...]
    indicators: tuple[IndicatorLine, ...]

    @property
    def lines(self) -> tuple[TaskLine | IndicatorLine, ...]:
        return (*self.tasks, *self.indicators)


@dataclass(frozen=True, kw_only=True)
class Year(YearLine):
    """All files of one plan and period."""

    sent: tuple[Sent, ...]


def plain_number(value: float) -> int | float:
    """2.0 is written 2."""
    return int(value) if value == int(value) else value
