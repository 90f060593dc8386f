"""A report that replaces a signed one with wrong figures, as a Word document in the form of the report (NĐ 30/2020/NĐ-CP, Điều 18)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.stable_zip import stable_zip
from tdnreport.report.model import Letterhead, Table
from tdnreport.report.nd30_rules import Rules
from tdnreport.report.word import nd30
from tdnreport.report.word.parts import add_paragraph
from tdnreport.report.word.setup import new_document

if TYPE_CHECKING:
    from docx.document import Document


@dataclass(frozen=True, slots=True)
class ReplacingReport:
    """`head.subject` says what it replaces, `head.legal_basis` by which rule; the changed figures stand between the two texts."""

    head: Letterhead
    before_table: tuple[str, ...]
    changes: Table
    after_table: tuple[str, ...]
    year: int
    is_sample: bool


def write_replacing_report(report: ReplacingReport, path: Path, rules: Rules) -> None:
    """Writes the document; the same report gives the same bytes."""
    buffer = io.BytesIO()
    _document(report, rules).save(buffer)
    path.write_bytes(stable_zip(buffer.getvalue()))


def _document(report: ReplacingReport, rules: Rules) -> Document:
    head = report.head
    document = new_document(rules, " ".join((rules.document_type, *head.subject)), rules.notices(report.is_sample))
    nd30.add_letterhead(document, rules, head, report.year)
    for notice in rules.notices(report.is_sample):
        add_paragraph(document, rules, "minh_hoa", notice)
    nd30.add_title(document, rules, head.subject)
    if head.addressees:
        nd30.add_addressees(document, rules, head.addressees)
    for text in (*head.legal_basis, *report.before_table):
        nd30.add_body(document, rules, text)
    nd30.add_table(document, rules, report.changes, rules.page)
    for text in report.after_table:
        nd30.add_body(document, rules, text)
    nd30.add_signature(document, rules, head)
    return document
