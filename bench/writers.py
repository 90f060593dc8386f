"""What the writers cost: the whole `report` on a sample year beside the import of its libraries, then each writer by itself.

    python -m bench.writers            processor and wall seconds; a writer's first call pays for its imports, the second does not

Processor seconds are those of the process and its children. Out of scope: judging; the build itself (`python -m bench`).
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from bench.workload import PROJECT
from tdnreport.plans.context import load_context

if TYPE_CHECKING:
    import duckdb

    from tdnreport.plans.context import RunContext
    from tdnreport.report.model import Report

LIBRARIES = (
    *("duckdb", "polars", "pyarrow", "great_expectations", "matplotlib.figure", "matplotlib.backends.backend_agg"),
    *("matplotlib.backends.backend_svg", "plotly.graph_objects", "docx", "xlsxwriter", "openpyxl", "python_calamine"),
    *("rapidfuzz", "jinja2", "holidays", "lxml.etree", "fontTools.ttLib", "pydantic", "typer", "rich"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    processor: float
    wall: float

    def __str__(self) -> str:
        return f"{self.processor:6.2f} s processor {self.wall:6.2f} s wall"


def measured(work: Callable[[], object]) -> Cost:
    began, spent = time.perf_counter(), _processor()
    work()
    return Cost(_processor() - spent, time.perf_counter() - began)


def _processor() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def main(plan: str = "tth-2024", period: str = "2024", rounds: int = 2) -> None:
    """The first round warms the disk; the last one counts."""
    with TemporaryDirectory() as folder:
        for _ in range(rounds):
            imports = measured(lambda: _run("-c", "import " + ", ".join(LIBRARIES)))
            whole = measured(lambda: _run(*_report(plan, period, Path(folder) / "out")))
        typer.echo(f"imports           {imports}")
        typer.echo(f"report            {whole}, {whole.processor / imports.processor:.1f} × the imports")
        for name, first, second in _writers(plan, period, Path(folder)):
            typer.echo(f"{name:<17} {first}, again {second}")


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=PROJECT, env=os.environ)


def _report(plan: str, period: str, out: Path) -> tuple[str, ...]:
    inbox = PROJECT / "data" / "sample" / plan / period
    return ("-m", "tdnreport", "report", "--plan", plan, "--period", period, "--inbox", str(inbox), "--out", str(out))


def _writers(plan: str, period: str, folder: Path) -> Iterator[tuple[str, Cost, Cost]]:
    """Name, cost of the first call and of the second."""
    from tdnreport.base.home import find_home
    from tdnreport.ingest.inbox import list_inbox
    from tdnreport.report import assemble
    from tdnreport.warehouse import pipeline

    subject, inbox = load_context(find_home(), plan, period), find_home().sample_inbox(plan, period)
    with pipeline.build_warehouse(subject, list_inbox(inbox), folder / "bench.duckdb") as con, closing(con):
        context = assemble.ReportContext(
            subject.home, subject.plan, subject.period, pipeline.last_received_on(con), pipeline.has_sample_file(con)
        )
        yield (
            "assemble",
            measured(lambda: assemble.assemble_report(con, context)),
            measured(lambda: assemble.assemble_report(con, context)),
        )
        report = assemble.assemble_report(con, context)
        for name, work in _works(con, subject, inbox, report, folder):
            yield name, measured(work), measured(work)


def _works(
    con: duckdb.DuckDBPyConnection, subject: RunContext, inbox: Path, report: Report, folder: Path
) -> Iterator[tuple[str, Callable[[], object]]]:
    from tdnreport.feedback import collect, letter
    from tdnreport.report.charts import paper
    from tdnreport.report.excel import annex
    from tdnreport.report.html import writer as html_writer
    from tdnreport.report.nd30_rules import read_nd30
    from tdnreport.report.open_data import writer as open_data
    from tdnreport.report.word import text_lines, word

    rules = read_nd30(subject.home.reference)

    yield "word", lambda: word.write_document(report, folder / "bao-cao.docx", rules)
    yield "word, read back", lambda: text_lines.record_lines(folder / "bao-cao.docx", folder)
    yield "charts on paper", lambda: paper.draw_all(report.charts, folder / "bieu-do")
    yield "open data", lambda: open_data.write_parquet(con, folder / "du-lieu")
    yield (
        "feedback",
        lambda: letter.write_feedback(
            collect.collect_feedback(con, inbox, report),
            collect.feedback_context(con, report, rules),
            folder / "phan-hoi",
        ),
    )
    yield "page", lambda: html_writer.write_page(report, folder / "bao-cao.html")
    yield "excel", lambda: annex.write_annex(report, folder / "phu-luc.xlsx", rules)


if __name__ == "__main__":
    typer.run(main)
