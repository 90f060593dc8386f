"""The elements of an official report (Nghị định 30/2020/NĐ-CP, Phụ lục I), each one function that adds it to a python-docx document.

    Ô 1-4    letterhead      quốc hiệu, tiêu ngữ, cơ quan, số và ký hiệu, địa danh và ngày
    Ô 5a     title           tên loại, trích yếu
    Ô 9a, 6  addressees, legal_basis, heading, body
    Ô 7, 9b  signature       quyền hạn, chức vụ, họ tên; nơi nhận
    III.1    annex           a section of its own, its pages counted from 1

What is not known yet (số, ngày, người ký) stays a visible blank. Out of scope: dấu and chữ ký số, which e-office systems add.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tdnreport.report import native_charts
from tdnreport.report.content import Chart, Letterhead, Table
from tdnreport.report.formats import day_in_words
from tdnreport.report.grid import clean, grid
from tdnreport.report.metrics import text_width_pt
from tdnreport.report.nd30_rules import POINTS_PER_MM, Area, Rules
from tdnreport.report.nd30_setup import W, element, set_page, twips

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

EMU_PER_POINT = 12_700
BLANK = "……"
PLACE_TO_FILL = re.compile(r"(\[Đơn vị bổ sung[^\]]*\])")
KEM_THEO = "(Kèm theo Báo cáo số …/{symbol} ngày … tháng … năm … của …)"
"""Left unfilled in electronic documents (mục III.1.d)."""

SIGNATURE_LEFT_SHARE = 0.5
NO_NUMBER = " " * 6


def paragraph(container: Document | BlockItemContainer, rules: Rules, key: str, text: str) -> Paragraph:
    """One paragraph in the style `key` of nd30.toml."""
    style = rules.styles[key]
    return container.add_paragraph(clean(text.upper() if style.upper else text), style.name)


def letterhead(document: Document, rules: Rules, head: Letterhead, year: int | None) -> None:
    """Ô 1 to 4: two columns without lines; `year` stands in the date line while the day of signing is unknown."""
    left_pt = rules.page.width_pt * rules.letterhead_left_share
    right_pt = rules.page.width_pt - left_pt
    agency, motto, number, place = _columns(document, (left_pt, right_pt), rows=2)
    parent = [("co_quan_chu_quan", head.parent_body)] if head.parent_body else []
    _fill(agency, rules, [*parent, *(("co_quan_ban_hanh", line) for line in head.issuing_body)])
    _rule(agency, rules, "co_quan_ban_hanh", head.issuing_body[-1], left_pt, rules.rule_share)
    _fill(motto, rules, [("quoc_hieu", rules.motto[0]), ("tieu_ngu", rules.motto[1])])
    _rule(motto, rules, "tieu_ngu", rules.motto[1], right_pt, 1)
    _fill(number, rules, [("so_ky_hieu", f"Số: {_number(head)}/{head.symbol}")])
    _fill(place, rules, [("dia_danh_ngay", f"{head.place}, {_signing_day(head, year)}")])


def _number(head: Letterhead) -> str:
    """A number below 10 gets a leading zero (mục II.3)."""
    given = head.document_no
    if given is None:
        return NO_NUMBER
    return f"{int(given):02d}" if given.isdecimal() else given


def _signing_day(head: Letterhead, year: int | None) -> str:
    if head.signed_on:
        return day_in_words(head.signed_on)
    return f"ngày {BLANK} tháng {BLANK} năm {BLANK if year is None else year}"


def title(document: Document, rules: Rules, subject: Sequence[str]) -> None:
    paragraph(document, rules, "ten_loai", rules.document_type)
    for line in subject:
        paragraph(document, rules, "trich_yeu", line)
    _rule(document, rules, "trich_yeu", subject[-1], rules.page.width_pt, rules.rule_share)


def addressees(document: Document, rules: Rules, names: Sequence[str]) -> None:
    """One receiver on the line of "Kính gửi:"; several one per line, their hyphens under the colon (ô 9a)."""
    if len(names) == 1:
        paragraph(document, rules, "kinh_gui", f"Kính gửi: {_ended(names[0], '.')}").alignment = _centre()
        return
    start_pt = rules.page.width_pt / 5
    colon_pt = start_pt + text_width_pt("Kính gửi", rules.styles["kinh_gui"].size_pt)
    dash_pt = text_width_pt("- ", rules.styles["kinh_gui"].size_pt)
    _indent(paragraph(document, rules, "kinh_gui", "Kính gửi:"), start_pt, 0)
    for line in _listed(names):
        _indent(paragraph(document, rules, "kinh_gui", line), colon_pt + dash_pt, -dash_pt)


def _centre() -> int:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    return WD_ALIGN_PARAGRAPH.CENTER


def _indent(line: Paragraph, left_pt: float, first_pt: float) -> None:
    line.paragraph_format.left_indent = round(left_pt * EMU_PER_POINT)
    line.paragraph_format.first_line_indent = round(first_pt * EMU_PER_POINT)


def _ended(text: str, mark: str) -> str:
    return text.rstrip(" .;,") + mark


def _listed(lines: Sequence[str]) -> list[str]:
    """`- a;` `- b;` `- c.`"""
    return [f"- {_ended(line, ';')}" for line in lines[:-1]] + [f"- {_ended(line, '.')}" for line in lines[-1:]]


def legal_basis(document: Document, rules: Rules, lines: Sequence[str]) -> None:
    for place, line in enumerate(lines, start=1):
        paragraph(document, rules, "can_cu", _ended(line, "." if place == len(lines) else ";"))


def heading(document: Document, rules: Rules, level: int, text: str) -> None:
    paragraph(document, rules, f"muc_{level}", text)


def body(document: Document, rules: Rules, text: str) -> Paragraph:
    """A paragraph of the text; places that an officer still has to fill are marked in yellow."""
    from docx.enum.text import WD_COLOR_INDEX

    added = paragraph(document, rules, "noi_dung", "")
    for part in PLACE_TO_FILL.split(clean(text)):
        run = added.add_run(part)
        if PLACE_TO_FILL.fullmatch(part):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return added


def table(document: Document, rules: Rules, content: Table, area: Area) -> None:
    """The ruled table with its unit above and its note below."""
    if content.unit_note:
        paragraph(document, rules, "bang_don_vi", content.unit_note)
    document.element.body.insert_element_before(grid(content, area, rules), "w:sectPr")
    if content.note:
        paragraph(document, rules, "bang_ghi_chu", content.note)


def chart(document: Document, rules: Rules, drawn: Chart) -> None:
    """An editable Word chart, then "Biểu đồ n. …" and its source, kept on one page."""
    place = paragraph(document, rules, "bieu_do", "")
    native_charts.place(place, drawn)
    paragraph(document, rules, "bieu_do_ten", f"Biểu đồ {drawn.number}. {drawn.title}")
    paragraph(document, rules, "bieu_do_nguon", drawn.source)


def signature(document: Document, rules: Rules, head: Letterhead) -> None:
    """Nơi nhận and the signature block side by side, on the page of the paragraph above (mục II.7, II.9)."""
    for last in document.paragraphs[-1:]:
        last.paragraph_format.keep_with_next = last.paragraph_format.keep_together = True
    _gap(document, 8)
    left_pt = rules.page.width_pt * SIGNATURE_LEFT_SHARE
    receivers, signer = _columns(document, (left_pt, rules.page.width_pt - left_pt))
    _fill(receivers, rules, [("noi_nhan", "Nơi nhận:"), *(("noi_nhan_muc", line) for line in _receivers(head))])
    _fill(signer, rules, [("quyen_han_chuc_vu", line) for line in head.signing_authority])
    paragraph(signer, rules, "ho_ten", head.signer or BLANK * 3)


def _receivers(head: Letterhead) -> list[str]:
    first = ["Như trên"] if head.addressees and "Như trên" not in head.recipients else []
    kept = head.archive.removeprefix("Lưu:").strip()
    return _listed([*first, *head.recipients, f"Lưu: {kept}"])


def annex(document: Document, rules: Rules, tables: Sequence[Table], symbol: str) -> None:
    """A new section titled as its first table; it inherits the headers and the restart of page numbers."""
    wide = any(len(content.columns) >= rules.table.landscape_from_columns for content in tables)
    area = rules.page.landscape() if wide else rules.page
    set_page(document.add_section(), area)
    _shrink_break(document)
    paragraph(document, rules, "phu_luc", f"Phụ lục {tables[0].annex}")
    paragraph(document, rules, "phu_luc_tieu_de", tables[0].title)
    paragraph(document, rules, "phu_luc_kem_theo", KEM_THEO.format(symbol=symbol))
    for content in tables:
        if content is not tables[0]:
            paragraph(document, rules, "bang_ten", content.title)
        table(document, rules, content, area)


def _shrink_break(document: Document) -> None:
    """The paragraph that carries a section break may stand alone after a table: it must not open a page of its own."""
    broken = document.paragraphs[-1]
    broken.paragraph_format.line_spacing = EMU_PER_POINT


def _gap(document: Document, height_pt: float) -> None:
    document.element.body.insert_element_before(
        element(
            f'<w:p {W}><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="{twips(height_pt)}" '
            'w:lineRule="exact"/></w:pPr></w:p>'
        ),
        "w:sectPr",
    )


def _columns(document: Document, widths_pt: Sequence[float], rows: int = 1) -> list[_Cell]:
    """Cells, row by row, of a table without lines and without padding, whose rows stay whole."""
    layout = document.add_table(rows=rows, cols=len(widths_pt))
    layout.autofit = False
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    layout._tbl.tblPr.insert_element_before(element(f"<w:tblCellMar {W}>{margins}</w:tblCellMar>"), "w:tblLook")
    for row in layout.rows:
        row._tr.get_or_add_trPr().append(element(f"<w:cantSplit {W}/>"))
        for cell, column, width in zip(row.cells, layout.columns, widths_pt, strict=True):
            cell.width = column.width = round(width * EMU_PER_POINT)
    return [cell for row in layout.rows for cell in row.cells]


def _fill(cell: _Cell, rules: Rules, lines: Iterable[tuple[str, str]]) -> None:
    """Paragraphs in place of the empty one that every cell starts with."""
    empty = cell.paragraphs[0]._p
    for key, text in lines:
        paragraph(cell, rules, key, text)
    cell._tc.remove(empty)


def _rule(container: Document | _Cell, rules: Rules, key: str, text: str, available_pt: float, share: float) -> None:
    """A solid line under a centred line of text, `share` of its length: an empty paragraph with a border between equal indents."""
    style = rules.styles[key]
    length = min(text_width_pt(text, style.size_pt, style.bold, style.italic), available_pt) * share
    indent = twips((available_pt - length) / 2)
    line = container.add_paragraph()
    line._p.append(
        element(
            f'<w:pPr {W}><w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
            f'<w:spacing w:before="40" w:after="0" w:line="80" w:lineRule="exact"/>'
            f'<w:ind w:left="{indent}" w:right="{indent}"/></w:pPr>'
        )
    )
