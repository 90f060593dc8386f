"""A Word document as its lines and their look: what Word shows after styles, their bases and the document's defaults.

Themes give a font where nothing names one. Out of scope: styles of tables, automatic numbers (they are no text).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tdnreport.report.word.text_lines import W, iter_blocks, visible_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

OFF = ("0", "false", "none")
MM_PER_TWIP = 25.4 / 1440
THEME_FONT = "{http://schemas.openxmlformats.org/drawingml/2006/main}latin"


@dataclass(frozen=True, slots=True)
class Look:
    """How a piece of text looks; `color` is None where it is black, `font` where nothing names one."""

    size_pt: float
    bold: bool
    italic: bool
    caps: bool
    font: str | None
    color: str | None


@dataclass(frozen=True, slots=True)
class FormLine:
    """A paragraph that has text; `cell` is (table, row, column), counted from 0, in a table of the body.

    `line` is the spacing as a multiple of single, None where it is given in points; `gap_pt` the space above it.
    """

    text: str
    pieces: tuple[Look, ...]
    cell: tuple[int, int, int] | None
    align: str
    first_line_mm: float
    gap_pt: float
    line: float | None
    is_numbered: bool

    @property
    def is_bold(self) -> bool:
        return all(look.bold for look in self.pieces)

    @property
    def is_italic(self) -> bool:
        return all(look.italic for look in self.pieces)

    @property
    def is_upper(self) -> bool:
        return self.text == self.text.upper() or all(look.caps for look in self.pieces)


class LookReader:
    """Lines of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        styles = document.styles.element
        self.styles = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
        self.normal = next((style for style in self.styles.values() if _is_default_paragraph(style)), None)
        self.defaults = {tag: styles.find(f"{W}docDefaults/{W}{tag}Default/{W}{tag}") for tag in ("pPr", "rPr")}

    def read(self) -> list[FormLine]:
        lines: list[FormLine] = []
        after_pt = 0.0
        for paragraph, cell in self._paragraphs():
            properties = self._chain(paragraph, "pPr")
            if text := visible_text(paragraph):
                lines.append(self._line(paragraph, text, cell, properties, after_pt))
            after_pt = _number(properties, "spacing", "after") / 20
        return lines

    def _paragraphs(self) -> Iterator[tuple[BaseOxmlElement, tuple[int, int, int] | None]]:
        tables = 0
        for block in iter_blocks(self.document.element.body):
            if block.tag != f"{W}tbl":
                yield block, None
                continue
            for row_no, row in enumerate(block.iterchildren(f"{W}tr")):
                for column_no, column in enumerate(row.iterchildren(f"{W}tc")):
                    yield from ((paragraph, (tables, row_no, column_no)) for paragraph in column.iter(f"{W}p"))
            tables += 1

    def _line(
        self,
        paragraph: BaseOxmlElement,
        text: str,
        cell: tuple[int, int, int] | None,
        properties: Sequence[BaseOxmlElement],
        after_pt: float,
    ) -> FormLine:
        rule = _value(properties, "spacing", "lineRule") or "auto"
        return FormLine(
            text=text,
            pieces=tuple(dict.fromkeys(self.run_looks(paragraph))),
            cell=cell,
            align=_value(properties, "jc", "val") or "left",
            first_line_mm=_number(properties, "ind", "firstLine") * MM_PER_TWIP,
            gap_pt=max(_number(properties, "spacing", "before") / 20, after_pt),
            line=_number(properties, "spacing", "line", 240) / 240 if rule == "auto" else None,
            is_numbered=any(item.find(f"{W}numPr") is not None for item in properties),
        )

    def run_looks(self, paragraph: BaseOxmlElement) -> Iterator[Look]:
        """Looks of the runs of a paragraph that show more than spaces."""
        inherited = self._chain(paragraph, "rPr")
        for run in paragraph.iter(f"{W}r"):
            if not any(text.text and text.text.strip() for text in run.iter(f"{W}t")):
                continue
            own = run.find(f"{W}rPr")
            named = [] if own is None else [own, *self._style_chain(own.find(f"{W}rStyle"), "rPr")]
            yield self._look([*named, *inherited])

    def _look(self, properties: Sequence[BaseOxmlElement]) -> Look:
        color = _value(properties, "color", "val")
        return Look(
            size_pt=_number(properties, "sz", "val", 20) / 2,
            bold=_is_on(properties, "b"),
            italic=_is_on(properties, "i"),
            caps=_is_on(properties, "caps"),
            font=self._font(properties),
            color=None if color in (None, "auto", "000000") else color,
        )

    def _font(self, properties: Sequence[BaseOxmlElement]) -> str | None:
        """The first that names a font for Latin letters, by name or by the theme."""
        for item in properties:
            fonts = item.find(f"{W}rFonts")
            if fonts is not None and (theme := fonts.get(f"{W}asciiTheme")):
                return self.theme_fonts.get(theme[:5])
            if fonts is not None and (name := fonts.get(f"{W}ascii")):
                return str(name)
        return None

    @cached_property
    def theme_fonts(self) -> Mapping[str, str]:
        """{"major": font of headings, "minor": font of the text}."""
        from docx.oxml import parse_xml

        part = next(
            (rel.target_part for rel in self.document.part.rels.values() if rel.reltype.endswith("/theme")), None
        )
        if part is None:
            return {}
        latin = (item.get("typeface", "") for item in parse_xml(part.blob).iter(THEME_FONT))
        return dict(zip(("major", "minor"), latin, strict=False))

    def _chain(self, paragraph: BaseOxmlElement, tag: str) -> list[BaseOxmlElement]:
        """Properties that apply, the nearest first: the paragraph's own, its style's, the document's."""
        own = paragraph.find(f"{W}pPr")
        name = None if own is None else own.find(f"{W}pStyle")
        style = self._style_chain(name, tag) if name is not None else self._of_styles(self.normal, tag)
        first = [own] if own is not None and tag == "pPr" else []
        default = self.defaults[tag]
        return [*first, *style, *([default] if default is not None else [])]

    def _style_chain(self, name: BaseOxmlElement | None, tag: str) -> list[BaseOxmlElement]:
        return [] if name is None else self._of_styles(self.styles.get(name.get(f"{W}val")), tag)

    def _of_styles(self, style: Any, tag: str) -> list[BaseOxmlElement]:
        """Properties of a style and of those it is based on."""
        found, seen = [], []
        while style is not None and style not in seen:
            seen.append(style)
            properties, base = style.find(f"{W}{tag}"), style.find(f"{W}basedOn")
            found += [properties] if properties is not None else []
            style = None if base is None else self.styles.get(base.get(f"{W}val"))
        return found


def _is_default_paragraph(style: BaseOxmlElement) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")


def _value(properties: Sequence[BaseOxmlElement], tag: str, attribute: str) -> str | None:
    """The nearest element of this tag that has the attribute."""
    elements = (item.find(f"{W}{tag}") for item in properties)
    values = (element.get(f"{W}{attribute}") for element in elements if element is not None)
    return next((value for value in values if value is not None), None)


def _number(properties: Sequence[BaseOxmlElement], tag: str, attribute: str, otherwise: float = 0) -> float:
    value = _value(properties, tag, attribute)
    try:
        return otherwise if value is None else float(value)
    except ValueError:
        return otherwise


def _is_on(properties: Sequence[BaseOxmlElement], tag: str) -> bool:
    """A mark such as `<w:b/>` is on unless its value says otherwise."""
    element = next((found for item in properties if (found := item.find(f"{W}{tag}")) is not None), None)
    return element is not None and element.get(f"{W}val") not in OFF
