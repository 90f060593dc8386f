"""The day of a deadline against the plan's own words: Excel turns 5/11 into 11 May without a word, and no deadline moves unseen.

due_on 2024-05-11, due_text "trước ngày 05/11"  →  "periods.csv, dòng 2: cột “due_on” ghi 11/05/2024, còn cột “due_text” …"
"""

from __future__ import annotations

import re
from datetime import date

from tdnreport.base.data_error import Place, Problems
from tdnreport.plans.plans import Deadline, Period, Plan

_DAY = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<month>\d{1,2})(?:\s*(?:[/.-]|năm)\s*(?P<year>\d{4}))?(?![\d/.-])",
    re.IGNORECASE,
)


def check_due_days(plan: Plan) -> None:
    """Raises DataError with a sentence for each deadline that differs."""
    problems = Problems()
    rows: tuple[Period | Deadline, ...] = (*plan.periods, *plan.deadlines)
    for row in rows:
        if row.due_on:
            _check_due_day(row.origin, row.due_text, row.due_on, problems)
    problems.stop_if_any()


def _check_due_day(origin: Place, due_text: str, due_on: date, problems: Problems) -> None:
    """A text with several days, or none, is left to the reader."""
    days = [match.groupdict() for match in _DAY.finditer(due_text)]
    if len(days) != 1:
        return
    [written] = days
    year = due_on.year if written["year"] is None else int(written["year"])
    if (int(written["day"]), int(written["month"]), year) != (due_on.day, due_on.month, due_on.year):
        problems.add_at(
            origin,
            f"cột “due_on” là ngày {due_on:%d/%m/%Y}, còn cột “due_text” ghi “{due_text}”: hai ngày khác nhau. Sửa cho khớp, "
            "due_on ghi dạng năm-tháng-ngày (2024-11-15); Excel có thể đã đổi chỗ ngày và tháng.",
        )
