"""Sheet, margins and page numbers of a document against Nghị định 30/2020/NĐ-CP, Phụ lục I, mục I.1, I.4, I.7."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tdnreport.report.form_check.looks import LookReader
from tdnreport.report.nd30_rules import MARGINS, Rules
from tdnreport.report.word.text_lines import W

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section

SIDES = {"top_mm": "trên", "bottom_mm": "dưới", "left_mm": "trái", "right_mm": "phải"}
TOLERANCE_MM = 0.6
"""Word shows margins with one decimal of a centimetre."""


def check_pages(document: Document, rules: Rules) -> Iterator[str]:
    """Sentences on what each section has that the decree does not allow."""
    for number, section in enumerate(document.sections, 1):
        place = f"Trang, phần {number}" if len(document.sections) > 1 else "Trang"
        yield from (f"{place}: {problem}" for problem in _check_sheet(section, rules))
    yield from (f"Số trang: {problem}" for problem in _check_page_numbers(document, rules))


def _check_sheet(section: Section, rules: Rules) -> Iterator[str]:
    size = sorted(_mm(side) for side in (section.page_width, section.page_height))
    paper = sorted((rules.page.width_mm, rules.page.height_mm))
    if any(abs(has - wanted) > 1 for has, wanted in zip(size, paper, strict=True)):
        yield f"khổ giấy {size[0]:.0f} × {size[1]:.0f} mm; đặt khổ A4 ({paper[0]:g} × {paper[1]:g} mm)."
    for key in MARGINS:
        low, high = rules.allowed_mm[key]
        margin = _mm(getattr(section, key.replace("_mm", "_margin")))
        if not low - TOLERANCE_MM <= margin <= high + TOLERANCE_MM:
            yield f"lề {SIDES[key]} {margin:.0f} mm; nghị định quy định từ {low:g} đến {high:g} mm."


def _mm(length: Any) -> float:
    """A section that says nothing has the length zero."""
    return length.mm if length is not None else 0.0


def _check_page_numbers(document: Document, rules: Rules) -> Iterator[str]:
    section = document.sections[0]
    at_top = [paragraph for paragraph in section.header.paragraphs if _is_page_number(paragraph._p)]
    if _is_page_number(section.footer._element):
        yield "đặt ở lề dưới; chuyển lên lề trên, canh giữa."
    elif not at_top:
        yield "không thấy ở lề trên; đánh số từ 1, canh giữa ở lề trên (văn bản một trang thì không cần)."
    for paragraph in at_top:
        if (paragraph.alignment or (paragraph.style and paragraph.style.paragraph_format.alignment)) != 1:
            yield "không canh giữa; canh giữa ở lề trên."
        yield from _check_number_size(document, paragraph._p, rules)
    if at_top and (
        not section.different_first_page_header_footer or _is_page_number(section.first_page_header._element)
    ):
        yield "hiện ở trang thứ nhất; chọn “Different First Page” và bỏ số ở trang đầu."


def _check_number_size(document: Document, paragraph: BaseOxmlElement, rules: Rules) -> Iterator[str]:
    low, high = rules.styles["so_trang"].allowed_pt or (0, 99)
    for look in dict.fromkeys(LookReader(document).run_looks(paragraph)):
        if not low <= look.size_pt <= high:
            yield f"cỡ chữ {look.size_pt:g}; nghị định quy định {low:g} đến {high:g}."
        if look.bold or look.italic:
            yield "chữ đậm hoặc nghiêng; dùng kiểu chữ đứng."


def _is_page_number(element: BaseOxmlElement) -> bool:
    codes = [node.text or "" for node in element.iter(f"{W}instrText")]
    codes += [node.get(f"{W}instr") or "" for node in element.iter(f"{W}fldSimple")]
    return any(code.split()[:1] == ["PAGE"] for code in codes)
