"""`tdnreport status`: who has reported, who is late, who is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.app.survey import UnitSurvey, survey_inbox
from tdnreport.base.progress import no_progress, say_nothing
from tdnreport.ingest.inbox import list_inbox
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    from tdnreport.base.progress import Progress
    from tdnreport.plans.context import RunContext

COLUMNS = ("Đơn vị", "Ngày nhận", "Tình trạng", "Trễ (ngày)", "Dòng đọc", "Dòng loại")


def unit_states(
    context: RunContext, inbox: Path, progress: Progress = no_progress, say: Callable[[str], None] = say_nothing
) -> list[tuple[str, ...]]:
    """One row of `COLUMNS` per unit that owes a report, in the plan's order; the warehouse of the last report is left alone.

    `say` is told what was found in the inbox and is not read, and why.
    """
    survey = survey_inbox(context, list_inbox(inbox), progress)
    for problem in survey.problems:
        say(problem)
    return [_status_row(unit) for unit in survey.units]


def _status_row(unit: UnitSurvey) -> tuple[str, ...]:
    values = (unit.name, unit.received_on, unit.state_label, unit.days_late, unit.rows_read, unit.rows_rejected)
    return tuple(_value_text(value) for value in values)


def _value_text(value: Any) -> str:
    if value is None:
        return ""
    return (
        formats.format_number(value)
        if isinstance(value, int)
        else value
        if isinstance(value, str)
        else formats.format_day(value)
    )
