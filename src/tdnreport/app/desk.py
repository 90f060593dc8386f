"""What the page for officers asks: values in, values out; each call says its plan and period, so that it can run in another process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tdnreport.app import close, publish, register, remind, report, sheet_view, survey, template, trace
from tdnreport.app.check import check_files
from tdnreport.base.home import Home
from tdnreport.base.progress import Progress, no_progress
from tdnreport.history import closing, ledger
from tdnreport.ingest.inbox import REGISTER, list_inbox
from tdnreport.plans.context import RunContext, load_context
from tdnreport.plans.load import load_plan, load_reference
from tdnreport.vietnamese import formats

HEADLINES = (
    "completion_rate_pct",
    "mean_progress_pct",
    "own_line_execution_pct",
    "reporting_rate_pct",
    "on_time_rate_pct",
    "rows_accepted",
)
"""The figures that stand first on the page."""


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    plan_id: str
    period_id: str
    plan_title: str
    province: str
    label: str
    due_on: date


@dataclass(frozen=True, slots=True)
class DeskSurvey:
    """A survey, the units that a file may be named after, and how the inbox differs from the last report."""

    survey: survey.Survey
    units: tuple[tuple[str, str], ...]
    new_files: tuple[str, ...]
    gone_files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureValue:
    figure_id: str
    label: str
    text: str
    note: str
    ratio: str


@dataclass(frozen=True, slots=True)
class LastReport:
    """What lies in the output folder; `figures` in the report's order."""

    folder: Path
    as_of: str | None
    figures: tuple[FigureValue, ...]
    charts: tuple[str, ...]
    feedback: tuple[str, ...]

    @property
    def headlines(self) -> tuple[FigureValue, ...]:
        return tuple(figure for name in HEADLINES for figure in self.figures if figure.figure_id == name)


@dataclass(frozen=True, slots=True)
class FinishedReport:
    """The sentences about a report just made; `changes` are figures that differ from the report before."""

    sentences: tuple[str, ...]
    stops: bool
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    file: survey.FileSurvey
    view: sheet_view.FileView


@dataclass(frozen=True, slots=True)
class Subject:
    """A plan and period of a project folder, and where its files lie."""

    home: Home
    plan_id: str
    period_id: str
    inbox: Path

    @property
    def out(self) -> Path:
        return self.home.out_folder(self.plan_id, self.period_id)

    @property
    def letters(self) -> Path:
        return self.home.root / "out" / "cong-van" / self.plan_id / self.period_id

    @property
    def templates(self) -> Path:
        return self.home.root / "out" / "templates" / self.plan_id / self.period_id

    def load(self) -> RunContext:
        return load_context(self.home, self.plan_id, self.period_id)


def list_choices(home: Home) -> tuple[PeriodChoice, ...]:
    """Every period of every plan, the latest due first."""
    reference = load_reference(*home.reference_folders)
    folders = sorted(path.parent.name for path in home.data.glob("plans/*/plan.toml"))
    plans = [load_plan(home.data, plan_id, reference) for plan_id in folders]
    choices = [
        PeriodChoice(plan.plan_id, period.period_id, plan.title, plan.province, period.label, period.due_on)
        for plan in plans
        for period in plan.periods
    ]
    return tuple(sorted(choices, key=lambda choice: (choice.due_on, choice.plan_id), reverse=True))


def survey_period(subject: Subject, progress: Progress = no_progress) -> DeskSurvey:
    """One reading of the inbox, beside the last report."""
    context = subject.load()
    subject.inbox.mkdir(parents=True, exist_ok=True)
    inbox = list_inbox(subject.inbox)
    found = survey.survey_inbox(context, inbox, progress)
    expected = {unit.unit_id: unit.name for unit in found.units}
    names = context.reference.names_for(context.plan, context.period.due_on)
    others = {unit.unit_id: unit.full_name for unit in names if not unit.is_group}
    reported = {entry["file"]: entry for entry in _load_content(subject.out).get("inputs", ())}
    listed = {entry.file: entry.path for entry in inbox.files}
    return DeskSurvey(
        found,
        tuple((expected | {key: name for key, name in others.items() if key not in expected}).items()),
        tuple(file.file for file in found.files if _differs(file, listed.get(file.file), reported.get(file.file))),
        tuple(sorted(reported.keys() - listed.keys())),
    )


def _differs(file: survey.FileSurvey, path: Path | None, reported: Mapping[str, Any] | None) -> bool:
    """Whether a file, or what the register says of it, is not as the last report had it."""
    if reported is None or path is None:
        return True
    day = file.received_on.isoformat() if file.received_on else None
    now = (_hash_file(path), file.unit_id, day, file.state)
    return now != tuple(reported[name] for name in ("sha256", "unit_id", "received_on", "state"))


def _hash_file(path: Path) -> str:
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def view_inbox_file(subject: Subject, file: str, remarks: tuple[survey.Remark, ...]) -> sheet_view.FileView:
    """The cells of one file of the inbox; `file` must be one that the inbox lists."""
    listed = list_inbox(subject.inbox)
    paths = [entry.path for entry in listed.files if entry.file == file]
    if not paths:
        return sheet_view.FileView((), "Tệp này không phải bảng tính nên không hiển thị được ở đây.")
    return sheet_view.view_file(subject.load(), paths[0], file, remarks)


def check_one_file(subject: Subject, path: Path) -> CheckedFile:
    """A file judged alone before it is sent; nothing is kept."""
    context = subject.load()
    [checked] = check_files(context, [path])
    return CheckedFile(checked, sheet_view.view_file(context, path, path.name, checked.remarks))


def make_report(subject: Subject, progress: Progress = no_progress) -> FinishedReport:
    before = _load_content(subject.out).get("figures", {})
    made = report.make_report(subject.load(), subject.inbox, subject.out, progress=progress)
    after = _load_content(subject.out).get("figures", {})
    return FinishedReport(tuple(report.report_summary(made)), made.stops, tuple(_changes(before, after)))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for figure_id, figure in after.items():
        earlier = before.get(figure_id)
        if earlier and earlier["value"] != figure["value"]:
            yield figure["label"], trace.figure_text(earlier), trace.figure_text(figure)


def last_report(subject: Subject) -> LastReport | None:
    """The report in the output folder; None where there is none that can be read."""
    content = _load_content(subject.out)
    if not content:
        return None
    figures = tuple(_figure_value(figure_id, figure) for figure_id, figure in content["figures"].items())
    charts = tuple(path.stem for path in sorted((subject.out / "bieu-do").glob("*.png")))
    feedback = tuple(path.name for path in sorted((subject.out / "phan-hoi").glob("*.xlsx")))
    as_of = formats.format_day(date.fromisoformat(content["as_of"])) if content["as_of"] else None
    return LastReport(subject.out, as_of, figures, charts, feedback)


def _figure_value(figure_id: str, figure: Mapping[str, Any]) -> FigureValue:
    ratio = ""
    if figure["denominator"] is not None:
        ratio = f"{formats.format_trimmed(figure['numerator'], 2)} / {formats.format_trimmed(figure['denominator'], 2)}"
    return FigureValue(figure_id, figure["label"], trace.figure_text(figure), figure["note"] or "", ratio)


def _load_content(out: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        content: dict[str, Any] = json.loads((out / "so-lieu.json").read_text(encoding="utf-8"))
        return content
    return {}


def write_letters(subject: Subject, progress: Progress = no_progress) -> tuple[str, ...]:
    """Names of the reminder letters written to `subject.letters`."""
    paths = remind.write_letters(subject.load(), subject.inbox, subject.letters, progress)
    return tuple(path.name for path in paths)


def write_templates(subject: Subject) -> tuple[str, ...]:
    return tuple(path.name for path in template.make_templates(subject.load(), subject.templates).paths)


def trace_figure(subject: Subject, figure_id: str, unit: str | None) -> tuple[str, ...]:
    return tuple(trace.trace_figure(figure_id, subject.out, unit)) or ("Không có dòng nào của đơn vị này.",)


def close_period(subject: Subject, on: date) -> str:
    """The code of the closing."""
    return close.close_period(subject.load(), on, subject.out, subject.inbox).code


def publish_period(subject: Subject, number: str, signed_on: date, reason: str | None) -> str:
    """The signed report enters the ledger; one that was signed before for the period is replaced, for the reason given."""
    context = subject.load()
    standing = find_published(context)
    replaced = standing.document_id if standing else None
    made = publish.publish_period(context, number, signed_on, replaced, reason, subject.inbox)
    return " ".join(publish.published_text(made))


def find_published(context: RunContext) -> ledger.Document | None:
    """The report of the period that stands in the ledger and that nothing has replaced."""
    published = ledger.load_published(context.home.data)
    standing = published.documents_of(context.plan.plan_id, context.period.period_id)
    return standing[-1] if standing else None


def reopen_period(subject: Subject, reason: str, on: date) -> str:
    return str(close.reopen_period(subject.load(), reason, on))


def find_closed(context: RunContext) -> closing.Closed | None:
    folder = closing.closed_folder(context)
    return closing.load_closed(folder) if folder.is_dir() else None


def name_file(subject: Subject, entry: register.RegisterEntry) -> None:
    """Write the sender or the day of a file into the register."""
    context = subject.load()
    said = [f"đơn vị {context.reference.units[entry.unit_id].name}"] if entry.unit_id else []
    said += [f"ngày nhận {formats.format_day(entry.received_on)}"] if entry.received_on else []
    sentence = f"ghi {' và '.join(said)} cho tệp {entry.file}"
    register.record_entries(context, subject.inbox, [entry], sentence)


def record_days(subject: Subject, days: Mapping[str, date]) -> None:
    """Days on which mails arrived, for files that the register does not date."""
    listed = list_inbox(subject.inbox)
    dated = {entry.file for entry in (*listed.files, *listed.unread) if entry.register and entry.register.received_on}
    entries = [
        register.RegisterEntry(file, received_on=day)
        for file, day in days.items()
        if file not in dated and file != REGISTER
    ]
    if entries:
        sentence = f"ghi ngày nhận theo thư điện tử cho {len(entries)} tệp"
        register.record_entries(subject.load(), subject.inbox, entries, sentence)
