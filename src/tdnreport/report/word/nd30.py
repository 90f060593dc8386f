"""The elements of an official report (Nghị định 30/2020/NĐ-CP, Phụ lục I): each function adds one to a Word document.

    Ô 1-4    letterhead      quốc hiệu, tiêu ngữ, cơ quan, số và ký hiệu, địa danh và ngày
    Ô 5a     title           tên loại, trích yếu
    Ô 9a, 6  addressees, legal_basis, heading, body
    Ô 7, 9b  signature       quyền hạn, chức vụ, họ tên; nơi nhận
    III.1    annex           a section of its own, its pages counted from 1

What is not known yet (số, ngày, người ký) stays a visible blank. Out of scope: dấu and chữ ký số (e-office adds them).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tdnreport.report.charts import word
from tdnreport.report.model import Chart, Letterhead, Table
from tdnreport.report.nd30_rules import Area, Rules
from tdnreport.report.word.parts import (
    EMU_PER_POINT,
    add_columns,
    add_gap,
    add_paragraph,
    add_rule,
    balance_lines,
    fill_cell,
    indent_paragraph,
    styled_width_pt,
)
from tdnreport.report.word.setup import set_page
from tdnreport.report.word.table import build_table, clean_for_xml
from tdnreport.vietnamese.formats import format_day_in_words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

BLANK = "……"
STAR = "*"
PLACE_TO_FILL = re.compile(r"(\[Đơn vị bổ sung[^\]]*\])")
KEM_THEO = "(Kèm theo {kind} số {number} ngày … tháng … năm … của …)"
"""Left unfilled in electronic documents (mục III.1.d)."""

SIGNATURE_LEFT_SHARE = 0.5
COLUMN_GAP_PT = 8
NO_NUMBER = " " * 5


def add_letterhead(
    document: Document, rules: Rules, head: Letterhead, year: int | None, about: str | None = None
) -> None:
    """Ô 1 to 4: two columns without lines; `year` stands in the date line while the day of signing is unknown.

    `about` is the trích yếu of a công văn, which has no title: "V/v …" below its number (ô 5b).
    """
    day = ("dia_danh_ngay", f"{head.place}, {_signing_day(head, year)}")
    motto = list(zip(("quoc_hieu", "tieu_ngu"), rules.motto, strict=False))
    right_pt = max(styled_width_pt(rules, *line) for line in (*motto, day)) + COLUMN_GAP_PT
    left_pt = rules.page.width_pt - right_pt
    issuer = _issuer_lines(rules, head, left_pt - COLUMN_GAP_PT)
    issuer_cell, motto_cell, number_cell, day_cell = add_columns(document, (left_pt, right_pt), rows=2)
    fill_cell(issuer_cell, rules, issuer)
    if head.is_party:
        add_paragraph(issuer_cell, rules, "co_quan_ban_hanh", STAR)
    else:
        add_rule(issuer_cell, rules, *issuer[-1], left_pt, rules.rule_share)
    fill_cell(motto_cell, rules, motto)
    add_rule(motto_cell, rules, *motto[-1], right_pt, 1)
    number = [("so_ky_hieu", f"{'Số' if head.is_party else 'Số:'} {_with_symbol(head, _document_number(head))}")]
    fill_cell(number_cell, rules, number + ([("trich_yeu_cong_van", f"V/v {about}")] if about else []))
    fill_cell(day_cell, rules, [day])


def _issuer_lines(rules: Rules, head: Letterhead, width_pt: float) -> list[tuple[str, str]]:
    """Lines of ô 2: the body above, then the issuing body, broken evenly where its name is longer than the column."""
    parent = [head.parent_body] if head.parent_body else []
    named = [("co_quan_chu_quan", line) for line in parent] + [("co_quan_ban_hanh", line) for line in head.issuing_body]
    return [(key, part) for key, line in named for part in balance_lines(rules, key, line, width_pt)]


def _with_symbol(head: Letterhead, number: str) -> str:
    """ "05/BC-STTTT", of a document of the Party "05-BC/BTGTU"."""
    return f"{number}{'-' if head.is_party else '/'}{head.symbol}"


def _document_number(head: Letterhead) -> str:
    """A number below 10 gets a leading zero (mục II.3)."""
    given = head.document_no
    if given is None:
        return NO_NUMBER
    return f"{int(given):02d}" if given.isdecimal() else given


def _signing_day(head: Letterhead, year: int | None) -> str:
    if head.signed_on:
        return format_day_in_words(head.signed_on)
    return f"ngày {BLANK} tháng {BLANK} năm {BLANK if year is None else year}"


def add_title(document: Document, rules: Rules, subject: Sequence[str]) -> None:
    add_paragraph(document, rules, "ten_loai", rules.document_type)
    for line in subject:
        add_paragraph(document, rules, "trich_yeu", line)
    add_rule(document, rules, "trich_yeu", subject[-1], rules.page.width_pt, rules.rule_share)


def add_addressees(document: Document, rules: Rules, names: Sequence[str]) -> None:
    """One receiver on the line of "Kính gửi:"; several one per line, their hyphens under the colon (ô 9a)."""
    if len(names) == 1:
        add_paragraph(document, rules, "kinh_gui_mot_noi", f"Kính gửi: {_end_with(names[0], '.')}")
    else:
        _add_several_addressees(document, rules, _list_lines(names))
    add_gap(document, 6)


def _add_several_addressees(document: Document, rules: Rules, lines: Sequence[str]) -> None:
    call_pt, dash_pt = styled_width_pt(rules, "kinh_gui", "Kính gửi"), styled_width_pt(rules, "kinh_gui", "- ")
    start_pt = max(
        0.0, (rules.page.width_pt - call_pt - max(styled_width_pt(rules, "kinh_gui", line) for line in lines)) / 2
    )
    indent_paragraph(add_paragraph(document, rules, "kinh_gui", "Kính gửi:"), start_pt, 0)
    for line in lines:
        indent_paragraph(add_paragraph(document, rules, "kinh_gui", line), start_pt + call_pt + dash_pt, -dash_pt)


def _end_with(text: str, mark: str) -> str:
    return text.rstrip(" .;,") + mark


def _list_lines(lines: Sequence[str]) -> list[str]:
    """`- a;` `- b;` `- c.`"""
    return [f"- {_end_with(line, ';')}" for line in lines[:-1]] + [f"- {_end_with(line, '.')}" for line in lines[-1:]]


def add_heading(document: Document, rules: Rules, level: int, text: str) -> None:
    add_paragraph(document, rules, f"muc_{level}", text)


def add_body(document: Document, rules: Rules, text: str) -> Paragraph:
    """A paragraph of the text; what announces a list stays with it, places still to be filled are marked in yellow."""
    from docx.enum.text import WD_COLOR_INDEX

    added = add_paragraph(document, rules, "noi_dung", "")
    added.paragraph_format.keep_with_next = True if text.endswith(":") else None
    for part in PLACE_TO_FILL.split(clean_for_xml(text)):
        run = added.add_run(part)
        if PLACE_TO_FILL.fullmatch(part):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return added


def add_table(document: Document, rules: Rules, content: Table, area: Area) -> None:
    """The ruled table with its unit above; its note is its last row."""
    if content.unit_note:
        add_paragraph(document, rules, "bang_don_vi", content.unit_note)
    document.element.body.insert_element_before(build_table(content, area, rules), "w:sectPr")


def add_chart(document: Document, rules: Rules, drawn: Chart) -> None:
    """An editable Word chart, then "Biểu đồ n. …" and its source, kept on one page."""
    place = add_paragraph(document, rules, "bieu_do", "")
    word.place_chart(place, drawn)
    add_paragraph(document, rules, "bieu_do_ten", f"Biểu đồ {drawn.number}. {drawn.title}")
    add_paragraph(document, rules, "bieu_do_nguon", drawn.source)


def add_signature(document: Document, rules: Rules, head: Letterhead) -> None:
    """Nơi nhận and the signature block side by side, on the page of the paragraph above (mục II.7, II.9)."""
    for closing in document.paragraphs[-1:]:
        closing.paragraph_format.keep_with_next = closing.paragraph_format.keep_together = True
    add_gap(document, 8)
    left_pt = rules.page.width_pt * SIGNATURE_LEFT_SHARE
    receivers, signer = add_columns(document, (left_pt, rules.page.width_pt - left_pt))
    fill_cell(
        receivers, rules, [("noi_nhan", "Nơi nhận:"), *(("noi_nhan_muc", line) for line in _receiver_lines(head))]
    )
    fill_cell(signer, rules, [("quyen_han_chuc_vu", line) for line in head.signing_authority])
    add_paragraph(signer, rules, "ho_ten", head.signer or BLANK * 3)


def _receiver_lines(head: Letterhead) -> list[str]:
    first = ["Như trên"] if head.addressees and "Như trên" not in head.recipients else []
    kept = head.archive.removeprefix("Lưu:").strip()
    return _list_lines([*first, *head.recipients, f"Lưu: {kept}"])


def add_annex(
    document: Document, rules: Rules, tables: Sequence[Table], head: Letterhead, kind: str = "Báo cáo"
) -> None:
    """A new section titled as its first table; it inherits the headers and the restart of page numbers.

    `kind` is the document that it goes with; a sole annex has no number (mục III.1.a).
    """
    wide = any(len(content.columns) >= rules.table.landscape_from_columns for content in tables)
    area = rules.page.landscape() if wide else rules.page
    set_page(document.add_section(), area)
    _shrink_break(document)
    add_paragraph(document, rules, "phu_luc", f"Phụ lục {tables[0].annex}".rstrip())
    add_paragraph(document, rules, "phu_luc_tieu_de", tables[0].title)
    add_paragraph(document, rules, "phu_luc_kem_theo", KEM_THEO.format(kind=kind, number=_with_symbol(head, "…")))
    for content in tables:
        if content is not tables[0]:
            add_paragraph(document, rules, "bang_ten", content.title)
        add_table(document, rules, content, area)


def _shrink_break(document: Document) -> None:
    """The paragraph that carries a section break may stand alone after a table: it must not open a page of its own."""
    document.paragraphs[-1].paragraph_format.line_spacing = EMU_PER_POINT
