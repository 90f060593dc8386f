"""Collects the feedback for each sender from the finished warehouse: its files and the findings on them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.feedback.model import FeedbackContext, FeedbackFile, FeedbackSheet, UnitFeedback

if TYPE_CHECKING:
    import duckdb

    from tdnreport.report.model import Report
    from tdnreport.report.nd30_rules import Rules

UNKNOWN_UNIT = "chua-ro-don-vi"
REOPENED = ("xlsx", "xlsm")
"""Formats that go back as the workbook that came; of all others the lines as read."""
MOST_LINES = 20_000
OFFICES_BUSINESS = "correction_mismatch"
"""The records of corrections are kept by the office that receives; a sender has nothing to mend in them."""


def feedback_context(con: duckdb.DuckDBPyConnection, report: Report, rules: Rules) -> FeedbackContext:
    """A corrected file is due with the report itself; after that day the deadline stays a blank."""
    [(due_on,)] = con.execute("select due_strict_on from ref.period").fetchall()
    return FeedbackContext(
        plan_title=report.plan_title,
        period_label=report.period_label,
        office=" ".join(report.letterhead.issuing_body),
        as_of=report.as_of,
        resend_by=due_on if report.as_of and report.as_of < due_on else None,
        is_sample=report.is_sample,
        rules=rules,
    )


def collect_feedback(con: duckdb.DuckDBPyConnection, inbox: Path, report: Report) -> Iterator[UnitFeedback]:
    """One for each unit that sent a file, files in order of receipt; files of unknown senders go together."""
    query = """
        select coalesce(unit_id, ''), file, formats.format, state, received_on
        from staging.submissions
        join (select file, format from raw.files) as formats using (file)
        order by 1, received_on nulls first, is_latest, file"""
    unit_names = dict(con.execute("select unit_id, name from ref.units").fetchall())
    for unit_id, rows in groupby(con.execute(query).fetchall(), key=lambda row: row[0]):
        files = tuple(_feedback_file(con, inbox, *row[1:]) for row in rows)
        names = {file.file for file in files}
        yield UnitFeedback(
            unit_id=unit_id or UNKNOWN_UNIT,
            unit_name=unit_names.get(unit_id, "Đơn vị gửi báo cáo"),
            files=files,
            findings=tuple(
                finding for finding in report.findings if finding.file in names and finding.rule_id != OFFICES_BUSINESS
            ),
        )


def _feedback_file(
    con: duckdb.DuckDBPyConnection, inbox: Path, file: str, format: str, state: str, day: Any
) -> FeedbackFile:
    sheets = () if format in REOPENED or state != "accepted" else tuple(_feedback_sheets(con, file))
    return FeedbackFile(inbox / file, file, format, state, day, sheets)


def _feedback_sheets(con: duckdb.DuckDBPyConnection, file: str) -> Iterator[FeedbackSheet]:
    query = f"""
        select sheet, row_no, cells, kinds from raw.lines join raw.sheets using (file, sheet)
        where file = ? order by sheets.position, row_no limit {MOST_LINES}"""
    for sheet, rows in groupby(con.execute(query, [file]).fetchall(), key=lambda row: row[0]):
        yield FeedbackSheet(sheet, tuple((row_no, tuple(cells), kinds) for _, row_no, cells, kinds in rows))
