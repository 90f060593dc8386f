"""An empty Word document in the form of Nghị định 30/2020/NĐ-CP: styles, language, sheet, page numbers.

Nothing stays of python-docx's own template, which carries its author's name, date, fonts and 900 KB of styles.
Every look is a paragraph style made from `nd30.toml`, so that an officer can still change it in Word in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from tdnreport.report.nd30_rules import POINTS_PER_MM, Area, Rules, Style

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.rel import Relationships
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.styles.styles import Styles

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TWIPS_PER_POINT = 20
BOX_INSET_PT = 4
"""A border is drawn outside the text; the inset keeps it within the margins."""
BUILT_IN = {"Body Text", "Header", "Heading 1", "Heading 2", "Heading 3"}
KEPT_STYLES = {"Default Paragraph Font", "Normal Table", "No List"}
UNWANTED_PARTS = (
    "stylesWithEffects",
    "customXml",
    "numbering",
    "webSettings",
    "fontTable",
    "thumbnail",
    "extended-properties",
)
"""Ends of relationship types: what python-docx's template carries of its author's machine."""

SETTINGS = (
    '<w:zoom w:percent="100"/>',
    '<w:defaultTabStop w:val="720"/>',
    '<w:characterSpacingControl w:val="doNotCompress"/>',
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat>",
    '<w:themeFontLang w:val="{language}"/>',
    '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" '
    'w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" '
    'w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>',
    '<w:decimalSymbol w:val=","/>',
    '<w:listSeparator w:val=";"/>',
)
NORMAL = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
PAGE_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{number}</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def parse_element(xml: str) -> BaseOxmlElement:
    """The XML as an element; its outermost tag must declare `W`."""
    from docx.oxml import parse_xml

    return parse_xml(xml)


def to_twips(points: float) -> int:
    """Twentieths of a point, in which Word measures.

    >>> to_twips(13)
    260
    """
    return round(points * TWIPS_PER_POINT)


def new_document(rules: Rules, title: str, notices: Sequence[str]) -> Document:
    """An empty document of one portrait section; page number and notices in the top margin of every page."""
    import docx

    document = docx.Document()
    _drop_relations(document.part.rels)
    _drop_relations(document.part.package.rels)
    _set_styles(document.styles, rules)
    _set_settings(document.settings.element, rules)
    _set_properties(document, title, rules.language)
    section = document.sections[0]
    set_page(section, rules.page)
    _set_headers(section, rules, notices)
    return document


def _drop_relations(relations: Relationships) -> None:
    for key in [key for key, relation in relations.items() if relation.reltype.endswith(UNWANTED_PARTS)]:
        del relations[key]


def _set_properties(document: Document, title: str, language: str) -> None:
    properties = document.core_properties
    properties.author = properties.comments = ""
    properties.title, properties.language = title, language


def _set_settings(settings: BaseOxmlElement, rules: Rules) -> None:
    for child in list(settings):
        settings.remove(child)
    for xml in SETTINGS:
        settings.append(_parse_declared(xml.format(language=rules.language)))


def _parse_declared(xml: str) -> BaseOxmlElement:
    """`<w:zoom …/>` → the same with its namespace declared on the outermost tag."""
    end = min(place for place in (xml.find(" "), xml.find(">")) if place > 0)
    return parse_element(f"{xml[:end]} {W}{xml[end:]}")


def _set_styles(styles: Styles, rules: Rules) -> None:
    root = styles.element
    for child in list(root):
        if child.tag.endswith("}docDefaults") or (child.tag.endswith("}style") and child.name_val not in KEPT_STYLES):
            root.remove(child)
    root.insert(0, _parse_declared(_defaults_xml(rules)))
    root.append(_parse_declared(NORMAL))
    for key, style in rules.styles.items():
        root.append(_parse_declared(_style_xml(key, style)))


def _defaults_xml(rules: Rules) -> str:
    font = "".join(f" w:{slot}={quoteattr(rules.font)}" for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
    size = round(rules.styles["noi_dung"].size_pt * 2)
    language = "".join(f' w:{slot}="{rules.language}"' for slot in ("val", "eastAsia"))
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{font}/><w:color w:val="000000"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang{language}/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:widowControl/><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )


def _style_xml(key: str, style: Style) -> str:
    from docx.styles import BabelFish

    identity = f'<w:name w:val={quoteattr(BabelFish.ui2internal(style.name))}/><w:basedOn w:val="Normal"/><w:qFormat/>'
    paragraph, letters = "".join(_paragraph_xml(style)), "".join(_letters_xml(style))
    custom = "" if style.name in BUILT_IN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{key.replace("_", "-")}">{identity}'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _paragraph_xml(style: Style) -> Iterator[str]:
    """In the order the schema asks for."""
    if style.keep_next:
        yield "<w:keepNext/>"
    if style.boxed:
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="8" w:space="3" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right")
        )
        yield f"<w:pBdr>{sides}</w:pBdr>"
    yield (
        f'<w:spacing w:before="{to_twips(style.before_pt)}" w:after="{to_twips(style.after_pt)}" '
        f'w:line="{round(style.line * 240)}" w:lineRule="auto"/>'
    )
    sides = f'w:left="{to_twips(BOX_INSET_PT)}" w:right="{to_twips(BOX_INSET_PT)}" ' if style.boxed else ""
    yield f'<w:ind {sides}w:firstLine="{to_twips(style.first_line_mm * POINTS_PER_MM)}"/><w:jc w:val="{style.align}"/>'
    if style.outline:
        yield f'<w:outlineLvl w:val="{style.outline - 1}"/>'


def _letters_xml(style: Style) -> Iterator[str]:
    if style.bold:
        yield "<w:b/><w:bCs/>"
    if style.italic:
        yield "<w:i/><w:iCs/>"
    yield f'<w:sz w:val="{round(style.size_pt * 2)}"/><w:szCs w:val="{round(style.size_pt * 2)}"/>'
    if style.underline:
        yield '<w:u w:val="single"/>'
    if style.underline:
        yield '<w:u w:val="single"/>'


def set_page(section: Section, area: Area) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section.orientation = WD_ORIENT.LANDSCAPE if area.width_mm > area.height_mm else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(area.width_mm), Mm(area.height_mm)
    section.top_margin, section.bottom_margin = Mm(area.top_mm), Mm(area.bottom_mm)
    section.left_margin, section.right_margin = Mm(area.left_mm), Mm(area.right_mm)
    section.header_distance = section.footer_distance = Mm(area.header_mm)


def set_numbering(section: Section, start: int) -> None:
    """The section counts its own pages (Phụ lục I, mục III.1.đ)."""
    numbering = parse_element(f'<w:pgNumType {W} w:start="{start}"/>')
    section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")


def _set_headers(section: Section, rules: Rules, notices: Sequence[str]) -> None:
    """Later sections inherit these headers."""
    section.different_first_page_header_footer = rules.hide_first_number
    set_numbering(section, rules.first_page_number)
    paragraph = section.header.paragraphs[0]
    paragraph.style = rules.styles["so_trang"].name
    for run in parse_element(f"<w:p {W}>{PAGE_FIELD.format(number=rules.first_page_number + 1)}</w:p>"):
        paragraph._p.append(run)
    first = section.first_page_header.paragraphs[0]
    first.style = rules.styles["so_trang"].name
    for notice in notices:
        look = rules.styles["minh_hoa_dau_trang"].name
        section.header.add_paragraph(notice, look)
        section.first_page_header.add_paragraph(notice, look)
