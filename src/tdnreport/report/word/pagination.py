"""Placement of charts without half-empty pages: a chart that does not fit waits while the following text fills the page.

Word sets the lines itself; how full a page is gets estimated here from measured text and the styles of nd30.toml. An
estimate that is a line off moves a chart by a paragraph and harms nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tdnreport.report.charts.text_metrics import text_width_pt, wrap_text
from tdnreport.report.nd30_rules import POINTS_PER_MM, Rules, Style
from tdnreport.report.word.parts import EMU_PER_POINT

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table
    from docx.text.paragraph import Paragraph

LINE_HEIGHT = 1.15
INDENT_SIGN = "–"
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"


@dataclass(frozen=True, slots=True)
class PageBox:
    """What a paragraph, a table or a drawing takes of a page, in points; only lines of text break between pages."""

    line_pt: float
    lines: int = 1
    before_pt: float = 0.0
    after_pt: float = 0.0
    keep_next: bool = False

    @property
    def height_pt(self) -> float:
        return self.before_pt + self.lines * self.line_pt + self.after_pt


class PageFlow:
    """Tracks the fill of the last page while a document grows.

    `used_pt` is the height used; `headings_pt` that of headings not placed yet, because they stay with what follows.
    """

    def __init__(self, document: Document, rules: Rules) -> None:
        self.body, self.document, self.rules = document.element.body, document, rules
        self.styles = {style.name: style for style in rules.styles.values()}
        self.counted, self.used_pt, self.headings_pt = 0, 0.0, 0.0
        self.waiting: list[BaseOxmlElement] = []
        self._count_added()

    def text_added(self) -> None:
        """Charts that wait come as soon as a new page has begun that has room for them."""
        if self._count_added() and self._has_room_for_waiting():
            self.place_waiting()

    def chart_added(self) -> None:
        """What was added last is a chart with its caption: it stays if it fits, else it is taken out and waits."""
        added = self.body[self.counted : -1]
        if not self.waiting and self.height_of(added) <= self._room():
            self._count_added()
            return
        for element in added:
            self.body.remove(element)
        self.waiting += added

    def _has_room_for_waiting(self) -> bool:
        """More than a whole page never has room, so it waits no longer."""
        height = self.height_of(self.waiting)
        return height <= self._room() or height > self.rules.page.height_pt

    def _room(self) -> float:
        return self.rules.page.height_pt - self.used_pt - self.headings_pt

    def height_of(self, elements: Iterable[BaseOxmlElement]) -> float:
        """Height of the elements below one another, in points, as if the page had no end."""
        return sum(box.height_pt for box in self._element_boxes(elements))

    def place_waiting(self) -> None:
        """Insert waiting charts now, whatever room is left."""
        for element in self.waiting:
            self.body.insert_element_before(element, "w:sectPr")
        self.waiting = []
        self._count_added()

    def _count_added(self) -> bool:
        """Measure what was added; True where that began a new page."""
        turned = [self._place_box(box) for box in self._element_boxes(self.body[self.counted : -1])]
        self.counted = len(self.body) - 1
        return any(turned)

    def _place_box(self, box: PageBox) -> bool:
        """Place a box on the page or its rest on the next, with at least two lines on either page; True on a new page."""
        if box.keep_next:
            self.headings_pt += box.height_pt
            return False
        room, headings_pt = self._room(), self.headings_pt
        self.headings_pt = 0
        if box.height_pt - box.after_pt <= room:
            self.used_pt += headings_pt + box.height_pt
            return False
        fitting = min(int((room - box.before_pt) / box.line_pt), box.lines - 2)
        rest_pt = headings_pt + box.height_pt if fitting < 2 else (box.lines - fitting) * box.line_pt + box.after_pt
        self.used_pt = rest_pt % self.rules.page.height_pt
        return True

    def _element_boxes(self, elements: Iterable[BaseOxmlElement]) -> Iterator[PageBox]:
        from docx.table import Table
        from docx.text.paragraph import Paragraph

        for element in elements:
            if element.tag.endswith("}tbl"):
                yield PageBox(self._table_height(Table(element, self.document)))
            else:
                yield self._paragraph_box(Paragraph(element, self.document), self.rules.page.width_pt)

    def _table_height(self, table: Table) -> float:
        """Each row as high as its highest cell."""
        return sum(
            max(
                sum(
                    self._paragraph_box(paragraph, (cell.width or 0) / EMU_PER_POINT).height_pt
                    for paragraph in cell.paragraphs
                )
                for cell in row.cells
            )
            for row in table.rows
        )

    def _paragraph_box(self, paragraph: Paragraph, width_pt: float) -> PageBox:
        """A paragraph without a style of its own is a rule or a gap."""
        style = self.styles.get(paragraph.style.name or "") if paragraph.style else None
        if style is None:
            return PageBox(6.0)
        drawn = sum(int(extent.get("cy")) for extent in paragraph._p.iter(EXTENT)) / EMU_PER_POINT
        line = drawn or style.size_pt * LINE_HEIGHT * style.line
        lines = 1 if drawn else _line_count(paragraph.text, style, width_pt)
        kept = style.keep_next or bool(paragraph.paragraph_format.keep_with_next)
        return PageBox(line, lines, style.before_pt, style.after_pt, kept)


def _line_count(text: str, style: Style, width_pt: float) -> int:
    """Lines of the paragraph; dashes stand for the indent of its first line."""
    dash = text_width_pt(INDENT_SIGN, style.size_pt)
    indent = INDENT_SIGN * round(style.first_line_mm * POINTS_PER_MM / dash)
    return len(wrap_text(f"{indent} {text}", max(width_pt, dash), style.size_pt, bold=style.bold, italic=style.italic))
