"""The plain parts that official documents are laid out with: paragraphs by style, columns without lines, measured rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tdnreport.report.charts.text_metrics import text_width_pt, wrap_text
from tdnreport.report.nd30_rules import Rules
from tdnreport.report.word.setup import W, parse_element, to_twips
from tdnreport.report.word.table import clean_for_xml

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

EMU_PER_POINT = 12_700


def add_paragraph(container: Document | BlockItemContainer, rules: Rules, key: str, text: str) -> Paragraph:
    """One paragraph in the style `key` of nd30.toml."""
    style = rules.styles[key]
    return container.add_paragraph(clean_for_xml(text.upper() if style.upper else text), style.name)


def styled_width_pt(rules: Rules, key: str, text: str) -> float:
    style = rules.styles[key]
    return text_width_pt(text.upper() if style.upper else text, style.size_pt, style.bold, style.italic)


def balance_lines(rules: Rules, key: str, text: str, width_pt: float) -> list[str]:
    """The text in as few lines as fit, of similar length."""
    style = rules.styles[key]
    displayed = text.upper() if style.upper else text
    widths = [width_pt * step / 20 for step in range(20, 9, -1)]
    broken = [wrap_text(displayed, width, style.size_pt, bold=style.bold, italic=style.italic) for width in widths]
    return [lines for lines in broken if len(lines) == len(broken[0])][-1]


def indent_paragraph(line: Paragraph, left_pt: float, first_pt: float) -> None:
    line.paragraph_format.left_indent = round(left_pt * EMU_PER_POINT)
    line.paragraph_format.first_line_indent = round(first_pt * EMU_PER_POINT)


def add_gap(document: Document, height_pt: float) -> None:
    document.element.body.insert_element_before(
        parse_element(
            f'<w:p {W}><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="{to_twips(height_pt)}" '
            'w:lineRule="exact"/></w:pPr></w:p>'
        ),
        "w:sectPr",
    )


def add_columns(document: Document, widths_pt: Sequence[float], rows: int = 1) -> list[_Cell]:
    """Cells, row by row, of a table without lines and without padding, whose rows stay whole."""
    layout = document.add_table(rows=rows, cols=len(widths_pt))
    layout.autofit = False
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    layout._tbl.tblPr.insert_element_before(parse_element(f"<w:tblCellMar {W}>{margins}</w:tblCellMar>"), "w:tblLook")
    for row in layout.rows:
        row._tr.get_or_add_trPr().append(parse_element(f"<w:cantSplit {W}/>"))
        for cell, column, width in zip(row.cells, layout.columns, widths_pt, strict=True):
            cell.width = column.width = round(width * EMU_PER_POINT)
    return [cell for row in layout.rows for cell in row.cells]


def fill_cell(cell: _Cell, rules: Rules, lines: Iterable[tuple[str, str]]) -> None:
    """Replace the empty paragraph that every cell starts with."""
    empty = cell.paragraphs[0]._p
    for key, text in lines:
        add_paragraph(cell, rules, key, text)
    cell._tc.remove(empty)


def add_rule(container: Document | _Cell, rules: Rules, key: str, text: str, available_pt: float, share: float) -> None:
    """A solid line, `share` as long as the centred text above it: an empty paragraph with a border and equal indents."""
    length = min(styled_width_pt(rules, key, text), available_pt) * share
    indent = to_twips((available_pt - length) / 2)
    line = container.add_paragraph()
    line._p.append(
        parse_element(
            f'<w:pPr {W}><w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
            f'<w:spacing w:before="40" w:after="0" w:line="80" w:lineRule="exact"/>'
            f'<w:ind w:left="{indent}" w:right="{indent}"/></w:pPr>'
        )
    )
