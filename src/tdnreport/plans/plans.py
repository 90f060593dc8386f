"""A plan as a frozen value: plan.toml and the CSV files beside it, each class with an `origin` a row of the file it names.

Nothing here reads files (see `load`); nothing here knows a province.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from tdnreport.base.data_error import DataError, Place
from tdnreport.base.ids import Id
from tdnreport.plans.records import BudgetMove, Correction, PublishedFigure, TaskLink

FundMode = Literal["own_line", "proposal", "within_estimate", "none"]
"""Own line in the plan; to be proposed by the leads; inside the units' own estimates; nothing said."""

Role = Literal["lead", "coordinate", "advise"]
OccasionName = Literal["year", "half_year", "quarter", "ad_hoc"]


@dataclass(frozen=True, slots=True)
class Task:
    """tasks.csv: a task or a heading, in the plan's order; `task_code` is text ("4.10" is not "4.1")."""

    origin: Place
    task_code: str
    parent_code: str | None
    title: str
    content: str | None
    time_text: str | None
    starts_on: date | None
    ends_on: date | None
    budget_vnd: int | None
    budget_text: str | None
    fund_mode: FundMode
    accountable_unit_id: str | None


@dataclass(frozen=True, slots=True)
class TaskUnit:
    """task_units.csv: who leads, coordinates or advises; `as_written` is the wording of the plan.

    `function_id`: the work is this function's, whoever holds it on the due date; blank is the unit's main one.
    """

    origin: Place
    task_code: str
    role: Role
    seq: int
    unit_id: str
    as_written: str
    function_id: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """results.csv: one expected result of a task."""

    origin: Place
    task_code: str
    seq: int
    text: str


@dataclass(frozen=True, slots=True)
class Duty:
    """duties.csv: what the plan's text asks of a unit or group besides the tasks; `function_id` as in task_units.csv."""

    origin: Place
    duty_code: str
    unit_id: str
    section: str
    letter: str | None
    summary: str
    role: Literal["lead", "coordinate", "direct", "perform"]
    function_id: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """periods.csv: a report that the plan asks for. `reporters` are units and closed groups; `occasion` words the report."""

    origin: Place
    period_id: Id
    label: str
    data_from: date
    data_to: date
    due_text: str
    due_on: date
    reporters: tuple[str, ...]
    recipient: str
    via: str | None
    occasion: OccasionName | None = None

    @property
    def due_strict_on(self) -> date:
        """The last day by the letter: "trước ngày 15/11" ends on 14/11."""
        return self.due_on - timedelta(days=1) if self.due_text.casefold().startswith("trước") else self.due_on

    @property
    def due_lenient_on(self) -> date:
        """The last day as offices read it: the day itself, or the next working day (Bộ luật Dân sự 2015, Điều 148)."""
        import holidays

        vietnam = holidays.country_holidays("VN", years=self.due_on.year)
        return vietnam.get_nth_working_day(self.due_on - timedelta(days=1), 1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """deadlines.csv: what else is owed (on request, undated); `due_on` is empty where the plan gives no day."""

    origin: Place
    deadline_code: str
    subject: str
    reporters: tuple[str, ...]
    recipient: str | None
    via: str | None
    due_text: str
    due_on: date | None
    next_recipient: str | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """indicators.csv: a count that adds up over units, or an index (score, rank) that does not.

    `people_of` names the indicator of the groups, classes or delegations whose people are counted here. `owners` are the units
    and groups that owe the figure, as the plan's duties say (`owners_from`: where); none is every reporter, and of an index nobody.
    """

    origin: Place
    indicator_code: str
    name: str
    unit_of_measure: str
    kind: Literal["count", "index"]
    task_code: str | None
    target: float | None
    ranked_of: int | None
    tt22_method: str | None
    people_of: str | None = None
    owners: tuple[str, ...] = ()
    owners_from: str | None = None
    definition_no: int = 1
    changed_because: str | None = None


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """legal_basis.csv: a document the plan cites; those with a `citation` open the report."""

    origin: Place
    doc_type: str
    number: str | None
    issued_on: date | None
    issuer: str | None
    subject: str
    used_in: str
    citation: str | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the report. `template` writes it where its number does not; no `occasions` is every one."""

    number: str
    title: str
    template: str = ""
    occasions: tuple[OccasionName, ...] = ()


@dataclass(frozen=True, slots=True)
class Receivers:
    """[[report.receivers]]: whom the report of these occasions is sent to, in place of the plan's own lists."""

    occasions: tuple[OccasionName, ...]
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportForm:
    """[report] of plan.toml: what NĐ 30/2020 wants around the text, and the report's headings.

    `audience` names the readers: which tables are annexes of the report (`audience` in report/tables.toml).
    """

    parent_body: str
    issuing_body: tuple[str, ...]
    symbol: str
    place: str
    subject: tuple[str, ...]
    addressees: tuple[str, ...]
    signing_authority: tuple[str, ...]
    recipients: tuple[str, ...]
    archive: str
    outline: tuple[Heading, ...]
    audience: str = "superior"
    receivers: tuple[Receivers, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanHead:
    """The top of plan.toml."""

    plan_id: Id
    province_id: Id
    province: str
    year: int
    title: str
    issued_by: str
    own_line_total_vnd: int
    report: ReportForm
    party_report: ReportForm | None = None
    """[party_report]: the same figures as a report of the Party's side, with its own head, parts and receivers."""
    document_no: str | None = None
    document_on: date | None = None
    area_id: str | None = None

    @property
    def area(self) -> str:
        """The area that figures are of; a province that keeps its identity under another id says so in plan.toml."""
        return self.area_id or self.province_id


@dataclass(frozen=True, kw_only=True)
class Plan(PlanHead):
    tasks: tuple[Task, ...]
    task_units: tuple[TaskUnit, ...]
    results: tuple[Result, ...]
    duties: tuple[Duty, ...]
    periods: tuple[Period, ...]
    deadlines: tuple[Deadline, ...]
    indicators: tuple[Indicator, ...]
    legal_basis: tuple[LegalBasis, ...]
    corrections: tuple[Correction, ...] = ()
    published: tuple[PublishedFigure, ...] = ()
    task_links: tuple[TaskLink, ...] = ()
    budget_moves: tuple[BudgetMove, ...] = ()

    @cached_property
    def heading_codes(self) -> frozenset[str]:
        """Codes that other tasks stand under; headings are never counted."""
        return frozenset(task.parent_code for task in self.tasks if task.parent_code)

    @property
    def leaf_tasks(self) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.task_code not in self.heading_codes)

    @property
    def citations(self) -> tuple[str, ...]:
        """The documents that open the report, in the plan's words: "Căn cứ Nghị định số 72/2015/NĐ-CP …"."""
        return tuple(basis.citation for basis in self.legal_basis if basis.citation)

    def find_period(self, period_id: str) -> Period:
        for period in self.periods:
            if period.period_id == period_id:
                return period
        known = ", ".join(period.period_id for period in self.periods)
        which = f"các kỳ hiện có: {known}" if known else "tệp periods.csv của kế hoạch chưa có kỳ nào"
        raise DataError(f"Kế hoạch {self.plan_id} không có kỳ báo cáo “{period_id}”; {which}.")

    def corrected_lines(self, file: str) -> frozenset[int]:
        """The lines of a file in which a cell is corrected on record."""
        return frozenset(correction.row_no for correction in self.corrections if correction.file == file)

    def base_of(self, indicator_code: str) -> float | None:
        """The figure of the last window published before this plan's year; an invented one goes on no form."""
        known = (figure for figure in self.published if figure.figure_id == indicator_code and not figure.is_invented)
        earlier = [figure for figure in known if figure.area_id == self.area and figure.data_to.year < self.year]
        return (
            max(
                earlier, key=lambda figure: (figure.data_to, figure.data_to - figure.data_from, figure.vintage_no)
            ).value
            if earlier
            else None
        )
