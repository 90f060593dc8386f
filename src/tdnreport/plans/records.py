"""Rows that an officer writes beside a plan through the year: what was published, what was decided on money, which cells were corrected,
which task of the year before goes on as which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tdnreport.base.data_error import Place


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """published/figures.csv: what was said of an earlier window; a base to compare with, never more than its window, area and reporters.

    No `reporters`: of all who owed it. An invented value is shown, marked, beside invented reports only. Of several vintages of a figure
    a report sees the last one that was known on its day (`known_on`, the day of signing; none is known always). A rate keeps its
    `numerator` and `denominator`, a rank its number of ranked provinces as `denominator`: parts of an area are added up from them.
    """

    origin: Place
    figure_id: str
    value: float
    unit: str
    data_from: date
    data_to: date
    area_id: str
    reporters: tuple[str, ...]
    source: str
    document: str | None
    is_invented: bool
    definition_no: int = 1
    vintage_no: int = 1
    known_on: date | None = None
    numerator: float | None = None
    denominator: float | None = None
    reason: str | None = None


RATE_UNITS = dict.fromkeys(("completion_rate_pct", "own_line_execution_pct", "reporting_rate_pct"), "%")
"""Rates of the report that are compared from year to year, beside the plan's indicators."""


def figure_key(figure: PublishedFigure) -> tuple[str, str, int, date, date]:
    """What the vintages of one figure have in common."""
    return figure.area_id, figure.figure_id, figure.definition_no, figure.data_from, figure.data_to


@dataclass(frozen=True, slots=True)
class BudgetMove:
    """budget_moves.csv: a decision that gives, adds, cuts or carries over money of a task to a unit; it counts instead of what
    the unit wrote.

    `amount_vnd` is positive whole đồng; without a `fund_source` it is of the one line that the unit has on the task. Used money is
    given + added − cut + carried in (Luật Ngân sách nhà nước số 83/2015/QH13, Điều 64: chuyển nguồn).
    """

    origin: Place
    task_code: str
    unit_id: str
    fund_source: str | None
    kind: Literal["given", "added", "cut", "carried_in"]
    amount_vnd: int
    decided_on: date
    document: str


@dataclass(frozen=True, slots=True)
class Correction:
    """corrections.csv: a cell of a department's file that counts with another value; it must still hold `value_sent`.

    `column_name` is the column of the open data ("completion_pct"); an empty `value_sent` is a blank cell.
    """

    origin: Place
    file: str
    sheet: str
    row_no: int
    column_name: Literal[
        "task_code", "title", "unit_id", "status", "completion_pct", "estimated_pct", "allocated_vnd", "disbursed_vnd",
        "estimated_vnd", "fund_source", "result_text", "evidence", "completed_on", "indicator_code", "measure", "value",
        "cumulative", "target",
    ]  # fmt: skip
    value_sent: str | None
    value_used: str
    reason: str
    decided_by: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class TaskLink:
    """task_links.csv: an earlier task and the task that goes on with it; `new` has no earlier one, `dropped` no later one."""

    origin: Place
    from_plan: str | None
    from_task: str | None
    to_task: str | None
    relation: Literal["same", "renamed", "split", "merged", "carried_over", "recurs", "dropped", "new"]
    reason: str | None = None
    decided_by: str | None = None
