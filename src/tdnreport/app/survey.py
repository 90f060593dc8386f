"""Survey of an inbox from one reading: who has sent, who is late, findings by cell, what was not read.

The tables of the report are not made. `status`, `remind` and `check` stand on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tdnreport.app import owed
from tdnreport.app.owed import OwedItem
from tdnreport.base.progress import no_progress
from tdnreport.ingest.inbox import Inbox, chosen_files, inbox_of_file
from tdnreport.warehouse import pipeline

if TYPE_CHECKING:
    import duckdb

    from tdnreport.base.progress import Progress
    from tdnreport.plans.context import RunContext

TABLES = frozenset(
    {"marts.lead_reports", "marts.unit_reports", "marts.task_leads", "marts.findings", "marts.submissions"}
)
"""Tables a survey needs; with what these read they are two thirds of a build."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding; `severity` as in the rules: `warning` is kept and listed, all else is left out of the figures."""

    sheet: str | None
    cell: str | None
    row_no: int | None
    column_name: str | None
    rule_id: str
    severity: str
    value: str | None
    message: str
    action: str
    others: int | None = None
    """How many further findings of its rule and file it stands for; None where it is about one place."""


@dataclass(frozen=True, slots=True)
class FileSurvey:
    """A file received: whose it is, how many of its lines count, what is wrong by cell, and what was not read and why."""

    file: str
    unit_id: str | None
    unit_name: str | None
    received_on: date | None
    state: str
    rows_read: int
    rows_rejected: int
    remarks: tuple[Remark, ...]
    unread: tuple[str, ...]

    @property
    def found(self) -> int:
        """Findings, those included that are not listed one by one."""
        return sum(remark.others or 1 for remark in self.remarks)

    @property
    def to_mend(self) -> int:
        """Findings that leave a line or the file out of the figures."""
        return sum(remark.others or 1 for remark in self.remarks if remark.severity != "warning")


@dataclass(frozen=True, slots=True)
class UnitSurvey:
    """A unit that owes the period's report; `state` as in `marts.unit_reports`, `leads` are the codes of the tasks it leads."""

    unit_id: str
    name: str
    short_name: str
    state: str
    state_label: str
    received_on: date | None
    on_time: bool
    days_late: int | None
    rows_read: int
    rows_rejected: int
    leads: tuple[str, ...]
    other_files: tuple[str, ...] = ()
    """Why what it sent in a form that is not read was not read, one sentence a file."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What an inbox says about itself; `problems` are sentences about names found in it that are no readable files.

    `leads_outside` are units that lead a task, owe no report of the period and have sent nothing.
    """

    as_of: date | None
    is_sample: bool
    units: tuple[UnitSurvey, ...]
    files: tuple[FileSurvey, ...]
    problems: tuple[str, ...]
    leads_outside: tuple[UnitSurvey, ...] = ()
    owed: Mapping[str, tuple[OwedItem, ...]] = field(default_factory=dict)
    """What nothing was sent for, by unit; empty unless asked for."""

    def files_of(self, unit_id: str) -> tuple[FileSurvey, ...]:
        return tuple(file for file in self.files if file.unit_id == unit_id)


def survey_inbox(
    context: RunContext, inbox: Inbox, progress: Progress = no_progress, with_owed: bool = False
) -> Survey:
    """Read every file once, with the cell cache of the last report; its warehouse is left untouched."""
    wanted = TABLES | owed.TABLES if with_owed else TABLES
    cache_path = pipeline.cells_path(context.home.warehouse_file(context.plan.plan_id, context.period.period_id))
    with (
        TemporaryDirectory() as folder,
        pipeline.build_warehouse(
            context, inbox, Path(folder) / "survey.duckdb", progress, wanted=wanted, cache_path=cache_path
        ) as con,
    ):
        return Survey(
            as_of=pipeline.last_received_on(con),
            is_sample=pipeline.has_sample_file(con),
            units=tuple(_unit_surveys(con)),
            files=tuple(_file_surveys(con)),
            problems=inbox.problems,
            leads_outside=tuple(_leads_outside(con)),
            owed=owed.read_owed(con) if with_owed else {},
        )


def survey_files(context: RunContext, paths: Sequence[Path]) -> list[FileSurvey]:
    """Each file as if it were the only one sent, read in one go; nothing is written. Files of one name are told apart by reading each."""
    names_differ = len({path.name for path in paths}) == len(paths)
    inboxes = [chosen_files(paths)] if names_differ else map(inbox_of_file, paths)
    warehouses = (con for inbox in inboxes for con in pipeline.each_in_memory(context, inbox, TABLES))
    return [file for con in warehouses for file in _file_surveys(con)]


def _unit_surveys(con: duckdb.DuckDBPyConnection) -> Iterator[UnitSurvey]:
    leads: dict[str, list[str]] = defaultdict(list)
    for unit_id, task_code in con.execute("select unit_id, task_code from marts.task_leads order by all").fetchall():
        leads[unit_id].append(task_code)
    others: dict[str, list[str]] = defaultdict(list)
    unread = con.execute("select unit_id, reason from raw.other_files where unit_id is not null order by all")
    for unit_id, reason in unread.fetchall():
        others[unit_id].append(reason)
    rows = con.execute(
        """select unit_id, name, short_name, state, report_state_label(state), received_on, on_time,
            if(state = 'late', days_late, null), rows_read, rows_rejected
        from marts.unit_reports order by position"""
    ).fetchall()
    for row in rows:
        yield UnitSurvey(*(*row, tuple(leads[row[0]]), tuple(others[row[0]])))


def _leads_outside(con: duckdb.DuckDBPyConnection) -> Iterator[UnitSurvey]:
    rows = con.execute(
        """select unit_id, name, short_name, list(task_code order by task_code)
        from marts.lead_reports join marts.task_leads using (unit_id) where files = 0 group by all order by name"""
    ).fetchall()
    for unit_id, name, short_name, leads in rows:
        yield UnitSurvey(
            unit_id,
            name,
            short_name,
            state="missing",
            state_label="Chưa gửi",
            received_on=None,
            on_time=False,
            days_late=None,
            rows_read=0,
            rows_rejected=0,
            leads=tuple(leads),
        )


def _file_surveys(con: duckdb.DuckDBPyConnection) -> Iterator[FileSurvey]:
    remarks: dict[str, list[Remark]] = defaultdict(list)
    findings = con.execute(
        """select file, sheet, cell, row_no, column_name, rule_id, severity, value, message, action, others
        from marts.findings where file is not null order by others nulls first, sheet nulls first, row_no nulls first, cell"""
    )
    for file, *remark in findings.fetchall():
        remarks[file].append(Remark(*remark))
    unread: dict[str, list[str]] = defaultdict(list)
    left_out = con.execute(
        """select file, format('trang “{}”{}: {}', sheet, case what when 'column' then format(', cột “{}”', name)
            when 'row' then ', dòng ' || name when 'table' then ', ' || name else '' end, reason) as sentence
        from raw.unread where sheet is not null and file is not null order by all"""
    )
    for file, sentence in left_out.fetchall():
        unread[file].append(sentence)
    files = con.execute(
        """select file, unit_id, short_name, received_on, state, rows_read, rows_rejected
        from marts.submissions left join ref.units using (unit_id) order by file"""
    ).fetchall()
    for row in files:
        yield FileSurvey(*(*row, tuple(remarks[row[0]]), tuple(unread[row[0]])))
