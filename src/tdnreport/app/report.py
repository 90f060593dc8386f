"""`tdnreport report`: the warehouse, its gate and all outputs, or nothing at all; `tdnreport build`: the same without outputs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.app import outputs
from tdnreport.base.progress import silent
from tdnreport.history import previous
from tdnreport.ingest.inbox import list_inbox
from tdnreport.quality import gate
from tdnreport.vietnamese import formats
from tdnreport.warehouse import database, pipeline

if TYPE_CHECKING:
    import duckdb

    from tdnreport.base.progress import Progress
    from tdnreport.plans.context import RunContext
    from tdnreport.quality.expectations import Outcome
    from tdnreport.report.model import Report


@dataclass(frozen=True, slots=True)
class Made:
    """A report as written; `problems` are those of the inbox itself, `stops` where something forbids to send the report."""

    report: Report
    outcomes: tuple[Outcome, ...]
    problems: tuple[str, ...]
    out: Path
    slow_files: int

    @property
    def stops(self) -> bool:
        return any(one.stops for one in self.outcomes) or any(one.severity == "stop" for one in self.report.findings)


@dataclass(frozen=True, slots=True)
class Built:
    """A warehouse that has been judged; `stops` where something would forbid a report on it."""

    path: Path
    outcomes: tuple[Outcome, ...]
    files: int
    slow_files: int
    rows_read: int
    rows_accepted: int
    stop_findings: int

    @property
    def stops(self) -> bool:
        return any(one.stops for one in self.outcomes) or self.stop_findings > 0


def build(subject: RunContext, inbox: Path, path: Path, judge: gate.Gate, progress: Progress = silent) -> Built:
    """Load, check, aggregate and judge; the warehouse takes the place of the one at `path`."""
    with pipeline.built(subject, inbox, path, progress) as con:
        judge.judge(gate.Case(database.file_of(con), subject.home.expectations, subject.rules))
        [counts] = con.execute(
            """select (select count(*) from raw.files), (select count(*) from raw.files where is_slow), sum(rows_read), sum(rows_accepted),
                (select count(*) from marts.findings where severity = 'stop')
            from marts.submissions"""
        ).fetchall()
        return Built(path, judge.outcomes(), *(int(count or 0) for count in counts))


def build_summary(built: Built) -> Iterator[str]:
    yield (
        f"{formats.number(built.files)} tệp{_slow(built.slow_files)}, {formats.number(built.rows_read)} dòng số liệu, "
        f"{formats.number(built.rows_accepted)} được chấp nhận."
    )
    yield from _failed(built.outcomes)
    yield f"Kho số liệu: {built.path}."


def report(
    subject: RunContext,
    inbox: Path,
    out: Path,
    as_of: date | None,
    judge: gate.Gate,
    progress: Progress = silent,
    earlier: Path | None = None,
) -> Made:
    """Build, check, write; the old warehouse and the old outputs stay until the new ones are whole.

    `earlier` is the output folder of an earlier report to compare with.
    """
    outputs.require_own(out)
    path = subject.home.warehouse(subject.plan.plan_id, subject.period.period_id)
    with pipeline.built(subject, inbox, path, progress, previous.read(subject, earlier)) as con:
        made, outcomes = outputs.write(con, outputs.Order(subject, inbox, out, as_of, progress), judge)
        [(slow,)] = con.execute("select count(*) from raw.files where is_slow").fetchall()
        problems = (*list_inbox(inbox).problems, *_idle_corrections(con))
    return Made(made, outcomes, problems, out, slow)


def _idle_corrections(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Records whose file did not come: of another period, or with its name misspelt."""
    query = "select correction_no, file from ref.corrections anti join raw.files using (file) order by all"
    for number, file in con.execute(query).fetchall():
        yield f"Bản ghi sửa số {number} không dùng đến: không có tệp “{file}” trong các tệp của kỳ này (corrections.csv)."


def _slow(files: int) -> str:
    """Files whose cells could not be taken straight from their bytes: old formats, and workbooks of rare programs."""
    return f" ({formats.number(files)} phải đọc bằng cách chậm)" if files else ""


def summary(made: Made) -> Iterator[str]:
    """A few lines for the officer: what came, what counts, what to look at."""
    figures = made.report.figures

    def count(id: str) -> str:
        return formats.number(figures[id].value)

    yield f"{made.report.plan_title} – {made.report.period_label}" + (
        " (SỐ LIỆU MINH HỌA)" if made.report.is_sample else ""
    )
    if made.report.as_of:
        yield f"Số liệu tính đến ngày {formats.day(made.report.as_of)}."
    yield (
        f"Báo cáo: {count('reports_received')}/{count('reports_expected')} đơn vị đã gửi, {count('reports_on_time')} đúng hạn; "
        f"{count('files_received')} tệp{_slow(made.slow_files)}, {count('files_refused')} bị từ chối."
    )
    yield f"Dòng số liệu: {count('rows_read')} đã đọc, {count('rows_accepted')} chấp nhận, {count('rows_rejected')} bị loại."
    yield f"Nhiệm vụ: {count('tasks_complete')}/{count('tasks_total')} hoàn thành."
    yield from made.problems
    yield from _failed(made.outcomes)
    if made.stops:
        yield "Có lỗi không cho phép phát hành báo cáo; xem chat-luong/index.html."
    yield f"Kết quả trong {made.out}: {', '.join(outputs.FILES)}."


def _failed(outcomes: tuple[Outcome, ...]) -> Iterator[str]:
    for outcome in outcomes:
        if not outcome.success:
            how_grave = "Kiểm tra không đạt" if outcome.stops else "Cần xem lại"
            yield f"{how_grave}: {outcome.description} ({outcome.error or f'{outcome.unexpected_count} dòng'})."
