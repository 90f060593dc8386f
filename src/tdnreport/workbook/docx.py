"""Word documents (.docx), walked with lxml: paragraphs and table rows as the lines of one sheet, spans as merged ranges.

    <w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>75%</w:t></w:r></w:p></w:tc>

Numbers that Word sets in front of a paragraph by itself (a STT column made as a list) are counted here, for they stand in no text.
What was deleted with changes tracked, hidden letters and the second copy of a text box are not there; a table inside a cell is text.
Out of scope: .doc, pictures, what styles and fields would compute.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from tdnreport.workbook.cell_formats import sign_text
from tdnreport.workbook.model import Box, Line, Place, Sheet, split_struck
from tdnreport.workbook.sniff import MAX_CELLS, Refused, part_bytes

if TYPE_CHECKING:
    from lxml.etree import _Element

SHEET_NAME = "Văn bản"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_LEFT_OUT = frozenset(
    (f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}
_OFF = frozenset(("0", "false", "off", "none"))
_MAX_DOCUMENT_BYTES = 80 << 20
_MAX_SPAN = 1000
_LEVELS = 9


def read_docx(archive: zipfile.ZipFile) -> list[Sheet]:
    """The whole body on one sheet, what stands in its page headers and footers in the margin. Raises `Refused`."""
    from lxml import etree

    try:
        root = _parse(part_bytes(archive, "word/document.xml"))
        body = next(root.iter(_W + "body"), None)
        if body is None:
            raise Refused("file_unreadable", "Văn bản Word không có nội dung.")
        numbers = _ListNumbers(_parse(part_bytes(archive, "word/numbering.xml") or b"<none/>"))
        rows = _BodyRows(numbers)
        rows.read_blocks(body)
        names = sorted(name for name in archive.namelist() if name.startswith(("word/header", "word/footer")))
        margin = tuple(filter(None, (_block_text(_parse(part_bytes(archive, name)), numbers) for name in names)))
        return [rows.to_sheet(margin)]
    except (etree.XMLSyntaxError, ValueError, ArithmeticError) as error:
        raise Refused("file_unreadable", "Cấu trúc bên trong của văn bản Word bị hỏng.") from error


def _parse(xml: bytes) -> _Element:
    from lxml import etree

    if len(xml) > _MAX_DOCUMENT_BYTES:
        raise Refused("file_too_large", f"Nội dung giải nén nặng {len(xml) >> 20} MB.")
    plain = xml.replace(_STRICT, _W[1:-1].encode())
    return etree.fromstring(plain, etree.XMLParser(resolve_entities=False, no_network=True))


class _Level(NamedTuple):
    """How Word numbers a level of a list: `text` is "%1.%2", `start` its first number."""

    text: str
    kind: str
    start: int


class _ListNumbers:
    """The numbers of lists, counted as the document is read from its beginning."""

    def __init__(self, numbering: _Element) -> None:
        abstract = {
            one.get(_W + "abstractNumId"): {
                int(level.get(_W + "ilvl", "0")): _Level(
                    _value(level, "lvlText"), _value(level, "numFmt", "decimal"), int(_value(level, "start", "1"))
                )
                for level in one.iter(_W + "lvl")
            }
            for one in numbering.iter(_W + "abstractNum")
        }
        self.levels = {
            one.get(_W + "numId"): abstract.get(_value(one, "abstractNumId"), {}) for one in numbering.iter(_W + "num")
        }
        self.counts: dict[str, list[int]] = defaultdict(lambda: [0] * _LEVELS)

    def next_number(self, paragraph: _Element) -> str:
        """What Word shows before the paragraph; blank where it is in no list, or in one of bullets."""
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            return ""
        number_id, depth = _value(properties, "numId"), min(int(_value(properties, "ilvl", "0")), _LEVELS - 1)
        levels = self.levels.get(number_id, {})
        if depth not in levels or levels[depth].kind != "decimal":
            return ""
        counts = self.counts[number_id]
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        text = levels[depth].text
        for place, level in levels.items():
            text = text.replace(f"%{place + 1}", str(level.start + max(counts[place], 1) - 1))
        return text


class _BodyRows:
    """One pass over paragraphs and tables; cells of tables in their columns, paragraphs in the first."""

    def __init__(self, numbers: _ListNumbers) -> None:
        self.numbers = numbers
        self.lines: list[Line] = []
        self.merged: list[Box] = []
        self.unstruck: dict[Place, str] = {}
        self.row_no = 0
        self.cells = 0

    def read_blocks(self, body: _Element) -> None:
        for block in _blocks(body):
            if block.tag == _W + "tbl":
                self._read_table(block)
            else:
                self.row_no += 1
                self._add_line([(1, block)])

    def to_sheet(self, margin: tuple[str, ...]) -> Sheet:
        struck, unstruck = split_struck((), self.unstruck)
        return Sheet(
            SHEET_NAME, 1, self.lines, struck=struck, merged=tuple(self.merged), unstruck=unstruck, margin=margin
        )

    def _read_table(self, table: _Element) -> None:
        """A cell that goes on from the row above has no text of its own and makes the one above taller."""
        open_cells: dict[int, Box] = {}
        for row in _rows(table):
            self.row_no += 1
            column = 1 + _span(row.find(_W + "trPr"), "gridBefore", least=0)
            texts: list[tuple[int, _Element]] = []
            goes_on: dict[int, Box] = {}
            for cell in _cells(row):
                properties = cell.find(_W + "tcPr")
                width = _span(properties, "gridSpan")
                merge = None if properties is None else properties.find(_W + "vMerge")
                box = (self.row_no, column, self.row_no, column + width - 1)
                if merge is not None and merge.get(_W + "val") != "restart" and column in open_cells:
                    top = open_cells[column]
                    box = (top[0], top[1], self.row_no, top[3])
                else:
                    texts.append((column, cell))
                if merge is not None:
                    goes_on[column] = box
                elif width > 1:
                    self.merged.append(box)
                column += width
            self._close(box for start, box in open_cells.items() if start not in goes_on or goes_on[start][0] != box[0])
            open_cells = goes_on
            self._add_line(texts)
        self._close(open_cells.values())

    def _close(self, boxes: Iterable[Box]) -> None:
        self.merged += [box for box in boxes if box[:2] != box[2:]]

    def _add_line(self, blocks: list[tuple[int, _Element]]) -> None:
        texts = {}
        for column, block in blocks:
            texts[column] = _block_text(block, self.numbers)
            if texts[column] and _has_struck(block):
                self.unstruck[self.row_no, column] = _block_text(block, None, without_struck=True)
        self.cells += max(texts, default=0)
        if self.cells > MAX_CELLS:
            raise Refused("file_too_large", f"Vùng dữ liệu của một trang trải trên {MAX_CELLS} ô.")
        if any(texts.values()):
            cells = [texts.get(column, "") for column in range(1, max(texts) + 1)]
            self.lines.append(Line(self.row_no, cells, "".join("s" if text else " " for text in cells)))


def _blocks(parent: _Element) -> Iterator[_Element]:
    """Paragraphs and tables in their order, those inside content controls and insertions among them."""
    for child in parent:
        if child.tag in (_W + "p", _W + "tbl"):
            yield child
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str) and child.tag != _W + "sectPr":
            yield from _blocks(child)


def _rows(table: _Element) -> Iterator[_Element]:
    """Rows of the table itself; a row that was deleted with changes tracked is gone."""
    for row in table.iter(_W + "tr"):
        is_own = next(row.iterancestors(_W + "tbl")) is table
        if is_own and row.find(f"{_W}trPr/{_W}del") is None:
            yield row


def _cells(row: _Element) -> Iterator[_Element]:
    return (cell for cell in row.iter(_W + "tc") if next(cell.iterancestors(_W + "tr")) is row)


def _block_text(block: _Element, numbers: _ListNumbers | None, without_struck: bool = False) -> str:
    """The paragraphs of a block, a line each, their list numbers before them."""
    paragraphs = [block] if block.tag == _W + "p" else _paragraphs(block)
    lines = []
    for paragraph in paragraphs:
        number = numbers.next_number(paragraph) if numbers else ""
        text = "".join(_pieces(paragraph, without_struck))
        lines += [" ".join(line.split()) for line in f"{number} {text}".split("\n")]
    return "\n".join(filter(None, lines))


def _paragraphs(block: _Element) -> Iterator[_Element]:
    return (one for one in block.iter(_W + "p") if not any(above.tag in _LEFT_OUT for above in one.iterancestors()))


def _pieces(paragraph: _Element, without_struck: bool) -> Iterator[str]:
    for run in paragraph.iter(_W + "r"):
        if next(run.iterancestors(_W + "p")) is not paragraph or _is_left_out(run, paragraph):
            continue
        looks = run.find(_W + "rPr")
        if looks is not None and (_is_on(looks, "vanish") or (without_struck and _is_struck(looks))):
            continue
        for piece in run:
            if piece.tag == _W + "t":
                yield piece.text or ""
            elif piece.tag == _W + "sym":
                yield sign_text(chr(int(piece.get(_W + "char", "20"), 16)), piece.get(_W + "font", ""))
            else:
                yield _BREAKS.get(piece.tag, "")


def _is_left_out(run: _Element, paragraph: _Element) -> bool:
    for above in run.iterancestors():
        if above is paragraph:
            return False
        if above.tag in _LEFT_OUT:
            return True
    return False


def _has_struck(block: _Element) -> bool:
    return any(_is_struck(looks) for looks in block.iter(_W + "rPr"))


def _is_struck(looks: _Element) -> bool:
    return _is_on(looks, "strike") or _is_on(looks, "dstrike")


def _is_on(looks: _Element, name: str) -> bool:
    found = looks.find(_W + name)
    return found is not None and found.get(_W + "val", "1") not in _OFF


def _span(properties: _Element | None, name: str, least: int = 1) -> int:
    found = None if properties is None else properties.find(_W + name)
    return least if found is None else max(least, min(int(found.get(_W + "val", "1")), _MAX_SPAN))


def _value(parent: _Element, name: str, default: str = "") -> str:
    found = parent.find(_W + name)
    return default if found is None else found.get(_W + "val", default)
