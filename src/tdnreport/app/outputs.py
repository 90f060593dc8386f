"""All files of a report, written from one frozen `Report` into a new folder that then takes the place of the old one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.atomic_folder import replace_folder
from tdnreport.base.own_folder import carry_edited, write_mark

if TYPE_CHECKING:
    import duckdb

    from tdnreport.base.progress import Progress
    from tdnreport.plans.context import RunContext
    from tdnreport.quality.gate import Gate
    from tdnreport.quality.outcome import Outcome
    from tdnreport.report.assemble import ReportContext
    from tdnreport.report.model import Report
    from tdnreport.report.nd30_rules import Rules

FILES = (
    "bao-cao.docx",
    "bao-cao-cap-uy.docx",
    "ban-lam-viec.docx",
    "bao-cao.html",
    "phu-luc.xlsx",
    "so-lieu.json",
    "bieu-do",
    "phan-hoi",
    "chat-luong",
    "du-lieu",
)


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What to write and where."""

    context: RunContext
    inbox: Path
    out: Path
    progress: Progress

    @property
    def owner(self) -> str:
        """What the mark of the output folder says it is."""
        return f"report {self.context.plan.plan_id} {self.context.period.period_id}"


@dataclass(frozen=True, slots=True)
class Written:
    """A report as written; `kept` are files of the folder before that were edited by hand, under their new names."""

    report: Report
    outcomes: tuple[Outcome, ...]
    kept: tuple[str, ...]


def write_outputs(con: duckdb.DuckDBPyConnection, order: ReportOrder, gate: Gate) -> Written:
    """Check the finished warehouse, assemble the report, write every output."""
    from tdnreport.base import privacy
    from tdnreport.quality import recount
    from tdnreport.quality.docs import DATA_DOCS
    from tdnreport.quality.gate import GateCase
    from tdnreport.report import assemble
    from tdnreport.report.nd30_rules import read_nd30
    from tdnreport.warehouse import pipeline
    from tdnreport.warehouse.database import database_path

    run_context, step = order.context, _Steps(order.progress)
    layout = read_nd30(run_context.home.reference)
    report_context = assemble.ReportContext(
        run_context.home,
        run_context.plan,
        run_context.period,
        pipeline.last_received_on(con),
        pipeline.has_sample_file(con),
    )
    with replace_folder(order.out) as new:
        quality = new / "chat-luong"
        suites, rules = run_context.home.expectations, run_context.rules
        gate.judge(GateCase(database_path(con), suites, rules, quality / DATA_DOCS, report_context.as_of))
        marking = privacy.report_marking(con)
        report = replace(assemble.assemble_report(con, report_context), marking=marking)
        _write_party_report(con, report_context, marking, new)
        _write_while_judged(report, con, order, new, layout, step)
        step("Kiểm tra")
        outcomes = (*gate.outcomes(), recount.recount_outcome(con))
        report = add_gate_findings(report, outcomes, run_context)
        _write_once_judged(report, con, new, layout, step)
        step("Trang chất lượng")
        _write_quality(con, report, outcomes, run_context, quality)
        write_mark(new, order.owner)
        kept = carry_edited(order.out, new)
        step.finish()
    return Written(report, outcomes, tuple(kept))


def _write_party_report(con: duckdb.DuckDBPyConnection, context: ReportContext, marking: str | None, new: Path) -> None:
    """The report of [party_report], where the plan has one."""
    from tdnreport.report import assemble
    from tdnreport.report.nd30_rules import read_party_rules
    from tdnreport.report.word import word

    if party := assemble.assemble_party_report(con, context):
        layout = read_party_rules(context.home.reference)
        word.write_document(replace(party, marking=marking), new / "bao-cao-cap-uy.docx", layout)


class _Steps:
    """Counts the writers for the progress bar."""

    TOTAL = 9

    def __init__(self, progress: Progress) -> None:
        self.progress, self.count = progress, 0

    def __call__(self, what: str) -> None:
        self.progress("Xuất kết quả", self.count, self.TOTAL)
        self.count += 1

    def finish(self) -> None:
        self.progress("Xuất kết quả", self.TOTAL, self.TOTAL)


def add_gate_findings(report: Report, outcomes: tuple[Outcome, ...], context: RunContext) -> Report:
    """Add one `stop` finding for each failed critical expectation."""
    from tdnreport.plans.rules import fill_message
    from tdnreport.report.model import Finding

    rule = context.rules["gate_failed"]
    gate = tuple(
        Finding("", None, None, None, rule.rule_id, "stop", outcome.description, text, rule.action)
        for outcome in outcomes
        if outcome.stops
        for text in [
            fill_message(rule, value=outcome.description, detail=outcome.error or f"{outcome.unexpected_count} dòng.")
        ]
    )
    return replace(report, findings=gate + report.findings)


def _write_while_judged(
    report: Report, con: duckdb.DuckDBPyConnection, order: ReportOrder, new: Path, layout: Rules, step: _Steps
) -> None:
    """Outputs that do not depend on the gate."""
    from tdnreport.feedback import collect, letter
    from tdnreport.report.charts import paper
    from tdnreport.report.open_data import package
    from tdnreport.report.open_data import writer as open_data
    from tdnreport.report.word import text_lines, word

    step("Word")
    word.write_document(report, new / "bao-cao.docx", layout)
    word.write_working_paper(report, new / "ban-lam-viec.docx", layout)
    step("Biểu đồ")
    paper.draw_all(report.charts, new / "bieu-do")
    step("Dữ liệu mở")
    open_data.write_parquet(con, new / "du-lieu")
    package.write_data_package(con, new / "du-lieu")
    text_lines.record_documents(new)
    step("Phản hồi đơn vị")
    letter.write_feedback(
        collect.collect_feedback(con, order.inbox, report),
        collect.feedback_context(con, report, layout),
        new / "phan-hoi",
    )


def _write_once_judged(report: Report, con: duckdb.DuckDBPyConnection, new: Path, layout: Rules, step: _Steps) -> None:
    """Outputs that list all findings, those of the gate included."""
    from tdnreport.report.excel import annex
    from tdnreport.report.html import writer as html_writer
    from tdnreport.report.open_data import package
    from tdnreport.report.open_data import writer as open_data

    step("Trang HTML")
    html_writer.write_page(report, new / "bao-cao.html")
    step("Excel")
    annex.write_annex(report, new / "phu-luc.xlsx", layout, package.dictionary_table(con))
    step("Số liệu")
    open_data.write_json(report, con, new / "so-lieu.json")


def _write_quality(
    con: duckdb.DuckDBPyConnection, report: Report, outcomes: tuple[Outcome, ...], context: RunContext, folder: Path
) -> None:
    from tdnreport.quality import docs
    from tdnreport.report.model import count_by_rule

    head = docs.PageHead(report.plan_title, report.period_label, report.as_of, report.is_sample, report.marking)
    query = "select rule_id, count(distinct (file, sheet, row_no)) from marts.placed_findings where row_no is not null group by rule_id"
    lines = dict(con.execute(query).fetchall())
    counts = {
        rule: docs.RuleCount(number, lines.get(rule, 0)) for rule, number in count_by_rule(report.findings).items()
    }
    docs.write_quality_page(folder, head, context.rules, counts, outcomes)
