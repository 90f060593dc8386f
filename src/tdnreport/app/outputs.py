"""All files of a report, written from one frozen `Report` into a new folder that then takes the place of the old one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.atomic_folder import replaced
from tdnreport.base.errors import TdnError

if TYPE_CHECKING:
    import duckdb

    from tdnreport.base.progress import Progress
    from tdnreport.plans.context import RunContext
    from tdnreport.quality.expectations import Outcome
    from tdnreport.quality.gate import Gate
    from tdnreport.report.model import Report
    from tdnreport.report.nd30_rules import Rules

FILES = ("bao-cao.docx", "bao-cao.html", "phu-luc.xlsx", "so-lieu.json", "bieu-do", "phan-hoi", "chat-luong", "du-lieu")


class FolderInUse(TdnError):
    """The output folder holds files that no report has written; nothing in it is touched."""


def require_own(out: Path) -> None:
    """A folder with anything but a report in it is never replaced."""
    strangers = sorted(path.name for path in out.iterdir() if path.name not in FILES) if out.is_dir() else []
    if strangers:
        raise FolderInUse(
            f"Thư mục {out} có tệp không phải của báo cáo ({', '.join(strangers[:5])}); "
            "hãy chọn thư mục khác hoặc chuyển các tệp đó đi."
        )


@dataclass(frozen=True, slots=True)
class Order:
    """What to write and where."""

    subject: RunContext
    inbox: Path
    out: Path
    progress: Progress


def write(con: duckdb.DuckDBPyConnection, order: Order, gate: Gate) -> tuple[Report, tuple[Outcome, ...]]:
    """Check the finished warehouse, assemble the report, write every output."""
    from tdnreport.base import privacy
    from tdnreport.quality import recount
    from tdnreport.quality.docs import DATA_DOCS
    from tdnreport.quality.gate import Case
    from tdnreport.report import assemble
    from tdnreport.report.nd30_rules import read_nd30
    from tdnreport.warehouse import pipeline
    from tdnreport.warehouse.database import file_of

    subject, step = order.subject, _Steps(order.progress)
    layout = read_nd30(subject.home.reference)
    context = assemble.Context(subject.home, subject.plan, subject.period, pipeline.as_of(con), pipeline.is_sample(con))
    with replaced(order.out) as new:
        quality = new / "chat-luong"
        suites, rules = subject.home.expectations, subject.rules
        gate.judge(Case(file_of(con), suites, rules, quality / DATA_DOCS, context.as_of))
        report = replace(assemble.assemble(con, context), marking=privacy.marking(con))
        _while_judged(report, con, order, new, layout, step)
        step("Kiểm tra")
        outcomes = (*gate.outcomes(), recount.outcome(con))
        report = with_gate(report, outcomes, subject)
        _once_judged(report, con, new, layout, step)
        step("Trang chất lượng")
        _quality(report, outcomes, subject, quality)
        step.done()
    return report, outcomes


class _Steps:
    """Counts the writers for the progress bar."""

    TOTAL = 9

    def __init__(self, progress: Progress) -> None:
        self.progress, self.count = progress, 0

    def __call__(self, what: str) -> None:
        self.progress("Xuất kết quả", self.count, self.TOTAL)
        self.count += 1

    def done(self) -> None:
        self.progress("Xuất kết quả", self.TOTAL, self.TOTAL)


def with_gate(report: Report, outcomes: tuple[Outcome, ...], subject: RunContext) -> Report:
    """The report with one `stop` finding for each expectation that forbids it."""
    from tdnreport.plans.rules import message
    from tdnreport.report.model import Finding

    rule = subject.rules["gate_failed"]
    gate = tuple(
        Finding("", None, None, None, rule.rule_id, "stop", one.description, text, rule.action)
        for one in outcomes
        if one.stops
        for text in [message(rule, value=one.description, detail=one.error or f"{one.unexpected_count} dòng.")]
    )
    return replace(report, findings=gate + report.findings)


def _while_judged(
    report: Report, con: duckdb.DuckDBPyConnection, order: Order, new: Path, layout: Rules, step: _Steps
) -> None:
    """What does not depend on the gate's verdict."""
    from tdnreport.feedback import collect, letter
    from tdnreport.report.charts import paper
    from tdnreport.report.open_data import package
    from tdnreport.report.open_data import writer as open_data
    from tdnreport.report.word import text_lines, word

    step("Word")
    word.write(report, new / "bao-cao.docx", layout)
    step("Biểu đồ")
    paper.draw_all(report.charts, new / "bieu-do")
    step("Dữ liệu mở")
    open_data.write_parquet(con, new / "du-lieu")
    package.write(con, new / "du-lieu")
    text_lines.record(new / "bao-cao.docx", new / "du-lieu")
    step("Phản hồi đơn vị")
    letter.write_all(collect.senders(con, order.inbox, report), collect.occasion(con, report, layout), new / "phan-hoi")


def _once_judged(report: Report, con: duckdb.DuckDBPyConnection, new: Path, layout: Rules, step: _Steps) -> None:
    """What lists every finding, the gate's among them."""
    from tdnreport.report.excel import annex
    from tdnreport.report.html import writer as html_writer
    from tdnreport.report.open_data import package
    from tdnreport.report.open_data import writer as open_data

    step("Trang HTML")
    html_writer.write(report, new / "bao-cao.html")
    step("Excel")
    annex.write(report, new / "phu-luc.xlsx", layout, package.table(con))
    step("Số liệu")
    open_data.write_json(report, con, new / "so-lieu.json")


def _quality(report: Report, outcomes: tuple[Outcome, ...], subject: RunContext, folder: Path) -> None:
    from tdnreport.quality import docs

    about = docs.About(report.plan_title, report.period_label, report.as_of, report.is_sample, report.marking)
    found = Counter(one.rule_id for one in report.findings)
    rows = Counter(
        rule for rule, *_ in {(one.rule_id, one.file, one.sheet, one.row_no) for one in report.findings if one.row_no}
    )
    touched = {rule: docs.Touched(number, rows[rule]) for rule, number in found.items()}
    docs.write(folder, about, subject.rules, touched, outcomes)
