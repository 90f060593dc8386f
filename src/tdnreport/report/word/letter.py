"""A công văn of Nghị định 30/2020/NĐ-CP as a Word document: V/v below its number, Kính gửi, text, signature, Nơi nhận."""

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
class Letter:
    """`head.addressees` are asked, `about` follows "V/v"; `year` stands in the date line until the letter is signed.

    `attached` is the table of its annex.
    """

    head: Letterhead
    about: str
    paragraphs: tuple[str, ...]
    year: int | None
    is_sample: bool
    attached: Table | None = None


def write_letter(letter: Letter, path: Path, rules: Rules) -> None:
    """Writes the letter; the same letter gives the same bytes."""
    buffer = io.BytesIO()
    _letter_document(letter, rules).save(buffer)
    path.write_bytes(stable_zip(buffer.getvalue()))


def _letter_document(letter: Letter, rules: Rules) -> Document:
    document = new_document(rules, f"V/v {letter.about}", rules.notices(letter.is_sample))
    nd30.add_letterhead(document, rules, letter.head, letter.year, letter.about)
    for notice in rules.notices(letter.is_sample):
        add_paragraph(document, rules, "minh_hoa", notice)
    nd30.add_addressees(document, rules, letter.head.addressees)
    for text in letter.paragraphs:
        nd30.add_body(document, rules, text)
    nd30.add_signature(document, rules, letter.head)
    if letter.attached:
        nd30.add_annex(document, rules, [letter.attached], letter.head, "Công văn")
    return document
