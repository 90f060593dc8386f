"""`bao-cao.docx`: the whole report as an official document, made from the frozen `Report` and nothing else.

Letterhead, title, prose with its charts and tables in place, signature, then a section for each annex (`Table.annex`).
The same report gives the same bytes. Out of scope: PDF (Word or LibreOffice make it from this file).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
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

MARKER = re.compile(r"\{\{(chart|table):([\w.-]+)\}\}")


def write_document(report: Report, path: Path, rules: Rules) -> None:
    """Writes the document to `path`; `ValueError` where a paragraph names a chart or table that the report lacks."""
    buffer = io.BytesIO()
    build_document(report, rules).save(buffer)
    path.write_bytes(stable_zip(buffer.getvalue()))


def build_document(report: Report, rules: Rules) -> Document:
    title = " ".join((rules.document_type, *report.letterhead.subject))
    document = new_document(rules, title, rules.notices(report.is_sample, report.marking))
    _add_opening(document, rules, report)
    flow = PageFlow(document, rules)
    for section in report.sections:
        _add_section(flow, report, section)
    flow.place_waiting()
    nd30.add_signature(document, rules, report.letterhead)
    for tables in group_annexes(report):
        nd30.add_annex(document, rules, tables, report.letterhead.symbol)
    return document


def group_annexes(report: Report) -> list[tuple[Table, ...]]:
    """The tables of each annex, annexes in the order of their Roman numbers."""
    by_annex: dict[str, list[Table]] = {}
    for table in report.tables.values():
        if table.annex:
            by_annex.setdefault(table.annex, []).append(table)
    return [tuple(by_annex[number]) for number in sorted(by_annex, key=code_key)]


def numbered_tables(report: Report) -> dict[str, int]:
    """Number of each table inside the text, in the order in which the text names them."""
    named = [name for section in report.sections for kind, name in find_markers(section) if kind == "table"]
    return {name: place for place, name in enumerate(dict.fromkeys(named), start=1)}


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
    nd30.add_legal_basis(document, rules, head.legal_basis)


def _add_section(flow: PageFlow, report: Report, section: Section) -> None:
    """A section without a title (opening and closing words) has no heading line; no chart slips into the next part."""
    if section.level < 2:
        flow.place_waiting()
    if section.title:
        nd30.add_heading(flow.document, flow.rules, section.level, f"{section.number}. {section.title}")
    for text in section.paragraphs:
        marker = MARKER.fullmatch(text.strip())
        if marker:
            _place_marker(flow, report, *marker.groups())
        else:
            nd30.add_body(flow.document, flow.rules, text)
            if not text.endswith(":"):
                flow.text_added()


def _place_marker(flow: PageFlow, report: Report, kind: str, name: str) -> None:
    if kind == "chart":
        nd30.add_chart(flow.document, flow.rules, _find_chart(report, name))
        flow.chart_added()
    else:
        flow.place_waiting()
        _add_table(flow.document, flow.rules, report, name)


def _find_chart(report: Report, name: str) -> Chart:
    known = {chart.id: chart for chart in report.charts}
    if name not in known:
        raise ValueError(f"Báo cáo không có biểu đồ “{name}”. Các biểu đồ đã biết: {', '.join(known) or 'không có'}.")
    return known[name]


def _add_table(document: Document, rules: Rules, report: Report, name: str) -> None:
    if name not in report.tables:
        raise ValueError(f"Báo cáo không có bảng “{name}”. Các bảng đã biết: {', '.join(report.tables) or 'không có'}.")
    table = report.tables[name]
    add_paragraph(document, rules, "bang_ten", f"Bảng {numbered_tables(report)[name]}. {table.title}")
    nd30.add_table(document, rules, table, rules.page)
