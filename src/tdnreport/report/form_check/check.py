"""A .docx file → the sentences on its form that an officer must mend, the same one of several places told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tdnreport.report.form_check.element_checks import check_elements
from tdnreport.report.form_check.elements import letters_of, name_elements
from tdnreport.report.form_check.looks import LookReader
from tdnreport.report.form_check.page_checks import check_pages
from tdnreport.report.form_check.text_checks import check_text
from tdnreport.report.nd30_rules import Rules
from tdnreport.report.word.text_lines import open_document

PARTY_TITLE = "Đảng Cộng sản Việt Nam"
PARTY_DOCUMENT = (
    "Văn bản có tiêu đề của Đảng: thể thức theo Hướng dẫn 36-HD/VPTW, lệnh này chỉ soát được văn bản theo Nghị định 30."
)


def check_form(path: Path, rules: Rules) -> list[str]:
    """Pages first, then elements, then the text; `NotWord` where the file cannot be opened."""
    document = open_document(path)
    lines = LookReader(document).read()
    if any(letters_of(line.text) == letters_of(PARTY_TITLE) for line in lines):
        return [PARTY_DOCUMENT]
    elements = name_elements(lines, rules)
    return [
        *check_pages(document, rules),
        *_told_once(check_elements(elements, rules)),
        *_told_once(check_text(elements, rules)),
    ]


def _told_once(found: Iterable[tuple[str, str]]) -> Iterator[str]:
    places: dict[str, dict[str, None]] = {}
    for place, sentence in found:
        places.setdefault(sentence, {})[place] = None
    for sentence, of in places.items():
        first = next(iter(of))
        yield f"{first}: {sentence}" if len(of) == 1 else f"{first} và {len(of) - 1} chỗ khác: {sentence}"
