"""All files of a report, written from one frozen `Report` into a new folder that then takes the place of the old one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.report.folder import replaced

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from tdnreport.expectations import Outcome
    from tdnreport.gate import Gate
    from tdnreport.line import Progress, Subject
    from tdnreport.report.content import Report

FILES = ("bao-cao.docx", "bao-cao.html", "phu-luc.xlsx", "so-lieu.json", "bieu-do", "phan-hoi", "chat-luong", "du-lieu")


class FolderInUse(Exception):
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
    """What to write and where; `as_of` is None where the last day of receipt is meant."""

    subject: Subject
    inbox: Path
    out: Path
    as_of: date | None
    progress: Progress


def write(con: duckdb.DuckDBPyConnection, order: Order, gate: Gate) -> tuple[Report, tuple[Outcome, ...]]:
    """Check the finished warehouse, assemble the report, write every output."""
    from tdnreport import discretion, line, recount
    from tdnreport.gate import Case
    from tdnreport.quality_docs import DATA_DOCS
    from tdnreport.report import assemble
    from tdnreport.warehouse import file_of

    subject, step = order.subject, _Steps(order.progress)
    context = assemble.Context(
        subject.home, subject.plan, subject.period, order.as_of or line.as_of(con), line.is_sample(con)
    )
    with replaced(order.out) as new:
        quality = new / "chat-luong"
        suites, rules = subject.home.expectations, subject.rules
        gate.judge(Case(file_of(con), suites, rules, quality / DATA_DOCS, context.as_of))
        report = replace(assemble.assemble(con, context), marking=discretion.marking(con))
        _while_judged(report, con, order, new, step)
        step("Kiểm tra")
        outcomes = (*gate.outcomes(), recount.outcome(con))
        report = with_gate(report, outcomes, subject)
        _once_judged(report, con, new, step)
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


def with_gate(report: Report, outcomes: tuple[Outcome, ...], subject: Subject) -> Report:
    """The report with one `stop` finding for each expectation that forbids it."""
    from tdnreport.report.content import Finding
    from tdnreport.rules import message

    rule = subject.rules["gate_failed"]
    gate = tuple(
        Finding("", None, None, None, rule.rule_id, "stop", one.description, text, rule.action)
        for one in outcomes
        if one.stops
        for text in [message(rule, value=one.description, detail=one.error or f"{one.unexpected_count} dòng.")]
    )
    return replace(report, findings=gate + report.findings)


def _while_judged(report: Report, con: duckdb.DuckDBPyConnection, order: Order, new: Path, step: _Steps) -> None:
    """What does not depend on the gate's verdict."""
    from tdnreport.report import data_package, document_text, feedback, open_data, paper_charts, senders, word

    step("Word")
    word.write(report, new / "bao-cao.docx")
    step("Biểu đồ")
    paper_charts.draw_all(report.charts, new / "bieu-do")
    step("Dữ liệu mở")
    open_data.write_parquet(con, new / "du-lieu")
    data_package.write(con, new / "du-lieu")
    document_text.record(new / "bao-cao.docx", new / "du-lieu")
    step("Phản hồi đơn vị")
    feedback.write_all(senders.senders(con, order.inbox, report), senders.occasion(con, report), new / "phan-hoi")


def _once_judged(report: Report, con: duckdb.DuckDBPyConnection, new: Path, step: _Steps) -> None:
    """What lists every finding, the gate's among them."""
    from tdnreport.report import data_package, excel, html, open_data

    step("Trang HTML")
    html.write(report, new / "bao-cao.html")
    step("Excel")
    excel.write(report, new / "phu-luc.xlsx", data_package.table(con))
    step("Số liệu")
    open_data.write_json(report, con, new / "so-lieu.json")


def _quality(report: Report, outcomes: tuple[Outcome, ...], subject: Subject, folder: Path) -> None:
    from tdnreport import quality_docs

    about = quality_docs.About(report.plan_title, report.period_label, report.as_of, report.is_sample, report.marking)
    found = Counter(one.rule_id for one in report.findings)
    rows = Counter(
        rule for rule, *_ in {(one.rule_id, one.file, one.sheet, one.row_no) for one in report.findings if one.row_no}
    )
    touched = {rule: quality_docs.Touched(number, rows[rule]) for rule, number in found.items()}
    quality_docs.write(folder, about, subject.rules, touched, outcomes)
