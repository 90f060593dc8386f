"""`bao-cao.docx`, the report to be issued as an official document, and `ban-lam-viec.docx`, the officer's working paper.

Both are made from the frozen `Report` and nothing else. The report: letterhead, title, prose with its charts and tables in
place, signature, then a section for each annex (`Table.annex`). The working paper: a title and its prose, lying down.
The same report gives the same bytes. Out of scope: PDF (Word or LibreOffice make it from this file).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.stable_zip import stable_zip
from tdnreport.report.model import Chart, Report, Section, Table
from tdnreport.report.nd30_rules import Rules
from tdnreport.report.word import nd30
from tdnreport.report.word.pagination import PageFlow
from tdnreport.report.word.parts import add_paragraph
from tdnreport.report.word.setup import new_document
from tdnreport.vietnamese.formats import code_key

if TYPE_CHECKING:
    from docx.document import Document

WORKING_PAPER_TITLE = "BẢN LÀM VIỆC"
MARKER = re.compile(r"\{\{(chart|table):([\w.-]+)\}\}")


def write_document(report: Report, path: Path, rules: Rules) -> None:
    """Writes the document to `path`; `ValueError` where a paragraph names a chart or table that the report lacks."""
    _save_document(build_document(report, rules), path)


def write_working_paper(report: Report, path: Path, rules: Rules) -> None:
    """Writes the working paper to `path`; errors as for `write_document`."""
    _save_document(build_working_paper(report, rules), path)


def _save_document(document: Document, path: Path) -> None:
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(stable_zip(buffer.getvalue()))


def build_working_paper(report: Report, rules: Rules) -> Document:
    """Wide tables stand in the text, so the whole paper lies down; it has no letterhead, because it is not issued."""
    rules = replace(rules, page=rules.page.landscape())
    title = " ".join((WORKING_PAPER_TITLE, *report.letterhead.subject))
    document = new_document(rules, title, rules.notices(report.is_sample, report.marking))
    add_paragraph(document, rules, "ten_loai", WORKING_PAPER_TITLE)
    for line in report.letterhead.subject:
        add_paragraph(document, rules, "trich_yeu", line)
    _add_sections(document, rules, report, report.working_paper)
    return document


def build_document(report: Report, rules: Rules) -> Document:
    title = " ".join((rules.document_type, *report.letterhead.subject))
    document = new_document(rules, title, rules.notices(report.is_sample, report.marking))
    _add_opening(document, rules, report)
    _add_sections(document, rules, report, report.sections)
    nd30.add_signature(document, rules, report.letterhead)
    for tables in group_annexes(report):
        nd30.add_annex(document, rules, tables, report.letterhead)
    return document


def _add_sections(document: Document, rules: Rules, report: Report, sections: Sequence[Section]) -> None:
    flow = PageFlow(document, rules)
    numbers = number_markers(sections)
    for section in sections:
        _add_section(flow, report, section, numbers)
    flow.place_waiting()


def group_annexes(report: Report) -> list[tuple[Table, ...]]:
    """The tables of each annex, annexes in the order of their Roman numbers."""
    by_annex: dict[str, list[Table]] = {}
    for table in report.tables.values():
        if table.annex:
            by_annex.setdefault(table.annex, []).append(table)
    return [tuple(by_annex[number]) for number in sorted(by_annex, key=code_key)]


Numbers = Mapping[tuple[str, str], int]
"""The number of each chart and of each table, by (`chart` or `table`, id)."""


def number_markers(sections: Sequence[Section]) -> Numbers:
    """Charts and tables inside a text are numbered apart, in the order in which the text names them."""
    named = dict.fromkeys(marker for section in sections for marker in find_markers(section))
    kinds = [kind for kind, _ in named]
    return {marker: kinds[: place + 1].count(marker[0]) for place, marker in enumerate(named)}


def find_markers(section: Section) -> Iterator[tuple[str, str]]:
    """(`chart` or `table`, id) of each paragraph that is a marker."""
    for text in section.paragraphs:
        if marker := MARKER.fullmatch(text.strip()):
            yield marker[1], marker[2]


def _add_opening(document: Document, rules: Rules, report: Report) -> None:
    head = report.letterhead
    nd30.add_letterhead(document, rules, head, report.as_of.year if report.as_of else None)
    for notice in rules.notices(report.is_sample, report.marking):
        add_paragraph(document, rules, "minh_hoa", notice)
    nd30.add_title(document, rules, head.subject)
    if head.addressees:
        nd30.add_addressees(document, rules, head.addressees)


def _add_section(flow: PageFlow, report: Report, section: Section, numbers: Numbers) -> None:
    """A section without a title (opening and closing words) has no heading line; no chart slips into the next part."""
    if section.level < 2:
        flow.place_waiting()
    if section.title:
        nd30.add_heading(flow.document, flow.rules, section.level, _heading_text(section))
    for text in section.paragraphs:
        marker = MARKER.fullmatch(text.strip())
        if marker:
            _place_marker(flow, report, marker[1], marker[2], numbers)
        else:
            nd30.add_body(flow.document, flow.rules, text)
            if not text.endswith(":"):
                flow.text_added()


def _heading_text(section: Section) -> str:
    return f"{section.number}. {section.title}" if section.number else section.title


def _place_marker(flow: PageFlow, report: Report, kind: str, name: str, numbers: Numbers) -> None:
    if kind == "chart":
        drawn = replace(_find_chart(report, name), number=numbers[kind, name])
        nd30.add_chart(flow.document, flow.rules, drawn)
        flow.chart_added()
    else:
        flow.place_waiting()
        _add_table(flow.document, flow.rules, report, name, numbers)


def _find_chart(report: Report, name: str) -> Chart:
    known = {chart.id: chart for chart in report.charts}
    if name not in known:
        raise ValueError(f"Báo cáo không có biểu đồ “{name}”. Các biểu đồ đã biết: {', '.join(known) or 'không có'}.")
    return known[name]


def _add_table(document: Document, rules: Rules, report: Report, name: str, numbers: Numbers) -> None:
    if name not in report.tables:
        raise ValueError(f"Báo cáo không có bảng “{name}”. Các bảng đã biết: {', '.join(report.tables) or 'không có'}.")
    table = report.tables[name]
    add_paragraph(document, rules, "bang_ten", f"Bảng {numbers['table', name]}. {table.title}")
    nd30.add_table(document, rules, table, rules.page)
