"""`tdnreport report`: the warehouse, its gate and all outputs, or nothing at all; `tdnreport build`: the same without outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.app import keep, outputs
from tdnreport.base import own_folder, run_lock
from tdnreport.base.errors import TdnError
from tdnreport.base.progress import no_progress, say_nothing
from tdnreport.history import comparing, previous
from tdnreport.ingest.inbox import list_inbox
from tdnreport.quality import gate
from tdnreport.quality.compiled_suites import UncompiledError, run_compiled
from tdnreport.quality.suites import load_suites
from tdnreport.vietnamese import formats
from tdnreport.warehouse import database, pipeline

if TYPE_CHECKING:
    import duckdb

    from tdnreport.base.progress import Progress
    from tdnreport.plans.context import RunContext
    from tdnreport.quality.outcome import Outcome
    from tdnreport.report.model import Report


class NothingToReport(TdnError):
    """No file, or none with an accepted row: there is nothing a report could rest on, and the last one stays as it is."""


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report as written; `problems` are those of the inbox itself, `changed` what differs from the closed figures.

    `kept` are the sentences about the store and what changed since the build before. `stops` where something forbids to send the report.
    """

    report: Report
    outcomes: tuple[Outcome, ...]
    problems: tuple[str, ...]
    out: Path
    slow_files: int
    changed: comparing.Comparison | None = None
    kept: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        return any(outcome.stops for outcome in self.outcomes) or any(
            finding.severity == "stop" for finding in self.report.findings
        )


@dataclass(frozen=True, slots=True)
class BuiltWarehouse:
    """A warehouse that has been judged; `stops` where something would forbid a report on it."""

    path: Path
    outcomes: tuple[Outcome, ...]
    files: int
    slow_files: int
    rows_read: int
    rows_accepted: int
    stop_findings: int
    kept: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        return any(outcome.stops for outcome in self.outcomes) or self.stop_findings > 0


def build_warehouse(
    context: RunContext,
    folder: Path,
    path: Path | None = None,
    progress: Progress = no_progress,
    say: Callable[[str], None] = say_nothing,
) -> BuiltWarehouse:
    """Load, check, aggregate and judge; the warehouse takes the place of the one at `path`, by default that of the period."""
    path = path or warehouse_path(context)
    with (
        run_lock.exclusive(warehouse_path(context), say),
        pipeline.build_warehouse(context, list_inbox(folder), path, progress) as con,
    ):
        [counts] = con.execute(
            """select (select count(*) from raw.files), (select count(*) from raw.files where is_slow), sum(rows_read),
                sum(rows_accepted), (select count(*) from marts.findings where severity = 'stop')
            from marts.submissions"""
        ).fetchall()
        files, slow, rows, accepted, stops = (int(count or 0) for count in counts)
        built = BuiltWarehouse(path, _judge_warehouse(con, context), files, slow, rows, accepted, stops)
        return built if built.stops else replace(built, kept=keep.keep_build(context, con))


def _judge_warehouse(con: duckdb.DuckDBPyConnection, context: RunContext) -> tuple[Outcome, ...]:
    """By the suites compiled to SQL; by Great Expectations itself where one of them cannot be compiled."""
    suites = load_suites(context.home.expectations, context.rules, ask_gx=False)
    try:
        return run_compiled(con, suites)
    except UncompiledError:
        with gate.open_gate() as judge:
            judge.judge(gate.GateCase(database.database_path(con), context.home.expectations, context.rules))
            return judge.outcomes()


def build_summary(built: BuiltWarehouse) -> Iterator[str]:
    yield (
        f"{formats.format_number(built.files)} tệp{_slow_note(built.slow_files)}, {formats.format_number(built.rows_read)} dòng số liệu, "
        f"{formats.format_number(built.rows_accepted)} được chấp nhận."
    )
    yield from _failed_lines(built.outcomes)
    yield from built.kept
    yield f"Kho số liệu: {built.path}."


def make_report(
    context: RunContext,
    folder: Path,
    out: Path | None = None,
    as_of: date | None = None,
    earlier: Path | None = None,
    progress: Progress = no_progress,
    say: Callable[[str], None] = say_nothing,
) -> MadeReport:
    """Build, check, write; the old warehouse and the old outputs stay until the new ones are whole.

    `earlier` is the output folder of an earlier report to compare with; `say` is told where another run has to end first.
    """
    out = out or context.home.out_folder(context.plan.plan_id, context.period.period_id)
    with gate.open_gate() as judge, run_lock.exclusive(warehouse_path(context), say):
        made = write_report(outputs.ReportOrder(replace(context, as_of=as_of), folder, out, progress), judge, earlier)
        return made if made.stops else replace(made, changed=comparing.compare_reports(context, out))


def write_report(order: outputs.ReportOrder, judge: gate.Gate, earlier: Path | None = None) -> MadeReport:
    """Write one report with an open gate; the caller holds the lock."""
    context = order.context
    own_folder.require_apart(order.out, order.inbox)
    own_folder.require_own_folder(order.out, order.owner)
    inbox = list_inbox(order.inbox)
    frames = previous.read_previous_report(context, earlier)
    with pipeline.build_warehouse(context, inbox, warehouse_path(context), order.progress, earlier=frames) as con:
        _require_data(con, order.inbox)
        written = outputs.write_outputs(con, order, judge)
        [(slow,)] = con.execute("select count(*) from raw.files where is_slow").fetchall()
        problems = (*inbox.problems, *_idle_corrections(con), *_to_be_told(con), *map(_kept_sentence, written.kept))
        made = MadeReport(written.report, written.outcomes, problems, order.out, slow)
        return made if made.stops else replace(made, kept=keep.keep_build(context, con))


def warehouse_path(context: RunContext) -> Path:
    return context.home.warehouse_file(context.plan.plan_id, context.period.period_id)


def _kept_sentence(name: str) -> str:
    return f"Tệp đã sửa tay được giữ lại: {name}."


def _require_data(con: duckdb.DuckDBPyConnection, inbox: Path) -> None:
    [counts] = con.execute(
        """select count(*), count(*) filter (state = 'refused'), count(*) filter (state = 'later'), sum(rows_read), sum(rows_accepted)
        from marts.submissions"""
    ).fetchall()
    files, refused, later, rows, accepted = (int(count or 0) for count in counts)
    if accepted:
        return
    if not files:
        why = f"thư mục {inbox} không có tệp báo cáo nào đọc được (.xlsx, .xls, .ods, .csv)"
    elif not rows:
        why = f"{files} tệp đã nhận, {refused} tệp bị từ chối, {later} tệp nhận sau ngày của số liệu; không còn dòng số liệu nào"
    else:
        why = f"cả {rows} dòng số liệu của {files} tệp đều bị loại"
    raise NothingToReport(
        f"Không làm báo cáo: {why}. Báo cáo trước (nếu có) được giữ nguyên. Xem từng tệp sai gì bằng lệnh tdnreport check."
    )


def _to_be_told(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """What the officer should know of the files before reading the report."""
    told = """select message from marts.findings
        where rule_id in ('resubmission_smaller', 'after_as_of') order by rule_id, file"""
    yield from (message for (message,) in con.execute(told).fetchall())
    undated = """select string_agg(file, ', ' order by file) from marts.submissions
        where state = 'accepted' and received_on is null having count(*) > 0 and (select as_of from ref.run) is not null"""
    for (files,) in con.execute(undated).fetchall():
        yield f"Không rõ ngày nhận nên vẫn tính: {files}."


def _idle_corrections(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Corrections whose file was not received: of another period, or with its name misspelt."""
    query = "select correction_no, file from ref.corrections anti join raw.files using (file) order by all"
    for number, file in con.execute(query).fetchall():
        yield f"Bản ghi sửa số {number} không dùng đến: không có tệp “{file}” trong các tệp của kỳ này (corrections.csv)."


def _slow_note(files: int) -> str:
    """Files read by a slow parser: old formats, and workbooks of rare programs."""
    return f" ({formats.format_number(files)} phải đọc bằng cách chậm)" if files else ""


def report_summary(made: MadeReport) -> Iterator[str]:
    """A few lines for the officer: what came, what counts, what to look at."""
    figures = made.report.figures

    def count(figure_id: str) -> str:
        return formats.format_number(figures[figure_id].value)

    unread = f", {count('reports_unread')} đã gửi mà chưa đọc được" if figures["reports_unread"].value else ""
    yield f"{made.report.plan_title} – {made.report.period_label}" + (
        " (SỐ LIỆU MINH HỌA)" if made.report.is_sample else ""
    )
    if made.report.as_of:
        yield f"Số liệu tính đến ngày {formats.format_day(made.report.as_of)}."
    yield (
        f"Báo cáo: {count('reports_received')}/{count('reports_expected')} đơn vị đã gửi{unread}, {count('reports_on_time')} đúng hạn; "
        f"{count('files_received')} tệp{_slow_note(made.slow_files)}, {count('files_refused')} bị từ chối."
    )
    yield f"Dòng số liệu: {count('rows_read')} đã đọc, {count('rows_accepted')} chấp nhận, {count('rows_rejected')} bị loại."
    apart = f", {count('tasks_unknown')} chưa có số liệu" if figures["tasks_unknown"].value else ""
    yield f"Nhiệm vụ: {count('tasks_complete')}/{count('tasks_total')} hoàn thành{apart}."
    yield from made.problems
    yield from _failed_lines(made.outcomes)
    if made.stops:
        yield "Có lỗi không cho phép phát hành báo cáo; xem chat-luong/index.html."
    yield f"Kết quả trong {made.out}: {', '.join(name for name in outputs.FILES if (made.out / name).exists())}."
    yield from made.kept
    if made.changed:
        yield from comparing.comparison_lines(made.changed)


def _failed_lines(outcomes: tuple[Outcome, ...]) -> Iterator[str]:
    for outcome in outcomes:
        if not outcome.success:
            how_grave = "Kiểm tra không đạt" if outcome.stops else "Cần xem lại"
            yield f"{how_grave}: {outcome.description} ({outcome.error or f'{outcome.unexpected_count} dòng'})."
