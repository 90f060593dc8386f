"""What stands in a Word document, line by line, as `verify` compares it: a paragraph, a table row or a series of a chart.

    TextLine("Phần II, mục 3, đoạn 4", ("Đã hoàn thành 4/8 nhiệm vụ, đạt 50,0%.",))
    TextLine("Phụ lục II, bảng 1, dòng 3", ("1", "Ngân sách tỉnh", "750"), ("TT", "Nguồn", "Dự toán"))

`du-lieu/van-ban.json` keeps the lines of `bao-cao.docx` as it was written, `du-lieu/ban-lam-viec.json` those of
`ban-lam-viec.docx`, `du-lieu/bao-cao-cap-uy.json` those of the Party-side report, where a plan has one. They are not kept inside the
document: a copy
there is lost when another program saves it, and it would agree with itself after the figures have changed.
Text deleted or moved away under "track changes" is not there; inserted text is. Headers and comments are out of scope.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.base.errors import TdnError
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part
    from docx.oxml.xmlchemy import BaseOxmlElement

DOCUMENTS = {
    "bao-cao.docx": "van-ban.json",
    "ban-lam-viec.docx": "ban-lam-viec.json",
    "bao-cao-cap-uy.docx": "bao-cao-cap-uy.json",
}
"""The documents that `verify` checks, and where in `du-lieu` the lines of each are kept."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PART = re.compile(r"([IVX]+)\. \S.*")
CLAUSE = re.compile(r"(\d+(?:\.\d+)*)\. \S.*")
ANNEX = re.compile(r"Phụ lục ([IVX]+)")
MOST_HEADING = 150
"""Letters; a longer paragraph that starts with a number is no heading."""


class NotWord(TdnError):
    """The file is no Word document that can be opened."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """`place` says where to look, in Vietnamese; `columns` are the texts of a table's first row."""

    place: str
    cells: tuple[str, ...]
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class _Position:
    """Current position while reading; `title` is a part or an annex, counts restart with each heading."""

    title: str = "Đầu văn bản"
    clause: str = ""
    paragraphs: int = 0
    tables: int = 0
    charts: int = field(default=0)

    def move_to(self, title: str, clause: str = "") -> None:
        self.title, self.clause, self.paragraphs, self.tables = title, clause, 0, 0

    def pass_heading(self, text: str) -> None:
        if match := ANNEX.fullmatch(text):
            self.move_to(f"Phụ lục {match[1]}")
        elif len(text) <= MOST_HEADING and (match := PART.fullmatch(text)):
            self.move_to(f"Phần {match[1]}")
        elif len(text) <= MOST_HEADING and not text.endswith((".", ";", ":")) and (match := CLAUSE.fullmatch(text)):
            self.move_to(self.title, match[1])

    @property
    def name(self) -> str:
        return f"{self.title}, mục {self.clause}" if self.clause else self.title


def record_documents(folder: Path) -> None:
    """Store the lines of the documents that a report's folder has beside its open data."""
    for document in filter(Path.exists, (folder / name for name in DOCUMENTS)):
        record_lines(document, folder / "du-lieu")


def record_lines(document: Path, folder: Path) -> None:
    """Store the lines of the document beside the open data."""
    lines = [[list(line.cells), list(line.columns)] for line in read_document(document)]
    text = ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (folder / DOCUMENTS[document.name]).write_text(f"[\n{text}\n]\n", encoding="utf-8")


def read_records(folder: Path) -> dict[str, list[TextLine]]:
    """The lines that `record_lines` kept in the folder, by document; `OSError` or `ValueError` where those of the report are not."""
    report, *others = DOCUMENTS
    kept = [report, *(document for document in others if (folder / DOCUMENTS[document]).exists())]
    return {document: _read_record(folder / DOCUMENTS[document]) for document in kept}


def _read_record(record: Path) -> list[TextLine]:
    kept = json.loads(record.read_text(encoding="utf-8"))
    return [TextLine("", tuple(cells), tuple(columns)) for cells, columns in kept]


def read_document(path: Path) -> list[TextLine]:
    """The lines of a .docx in reading order, empty ones left out; `NotWord` where it cannot be opened."""
    document = open_document(path)
    return list(_read_lines(document.element.body, document.part))


def open_document(path: Path) -> Document:
    """A .docx from anywhere; `NotWord` in Vietnamese where it cannot be opened."""
    from zipfile import BadZipFile

    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        return docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, XMLSyntaxError, KeyError, ValueError) as error:
        raise NotWord(
            f"Không mở được {path} như một tệp Word .docx. Nếu tệp có mật khẩu hoặc là .doc, hãy mở bằng Word và lưu lại thành .docx."
        ) from error


def _read_lines(body: BaseOxmlElement, part: Part) -> Iterator[TextLine]:
    position = _Position()
    for block in iter_blocks(body):
        if block.tag == f"{W}tbl":
            position.tables += 1
            yield from _read_table(block, position)
        else:
            yield from _read_paragraph(block, position, part)


def iter_blocks(container: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Paragraphs and tables in order, also those inside content controls and tracked insertions."""
    for child in container:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from iter_blocks(child)


def _read_paragraph(paragraph: BaseOxmlElement, position: _Position, part: Part) -> Iterator[TextLine]:
    if text := visible_text(paragraph):
        position.pass_heading(text)
        position.paragraphs += 1
        yield TextLine(f"{position.name}, đoạn {position.paragraphs}", (text,))
    for chart in paragraph.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"):
        position.charts += 1
        yield from _read_chart(part.rels[chart.values()[0]].target_part, position.charts)


def visible_text(element: BaseOxmlElement) -> str:
    """The words as a reader sees them, with any space, tab or line break as one space."""
    parts: list[str] = []
    for node in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if not any(parent.tag == f"{W}moveFrom" for parent in node.iterancestors()):
            parts.append((node.text or "") if node.tag == f"{W}t" else "-" if node.tag.endswith("Hyphen") else " ")
    return " ".join("".join(parts).split())


def _read_table(table: BaseOxmlElement, position: _Position) -> Iterator[TextLine]:
    columns: tuple[str, ...] = ()
    for number, row in enumerate(table.iter(f"{W}tr"), 1):
        cells = tuple(" ".join(filter(None, map(visible_text, cell.iter(f"{W}p")))) for cell in row.iter(f"{W}tc"))
        columns = columns or cells
        if any(cells):
            yield TextLine(f"{position.name}, bảng {position.tables}, dòng {number}", cells, columns)


def _read_chart(part: Any, number: int) -> Iterator[TextLine]:
    """One line a series: its name, then its values in Vietnamese form under their categories."""
    from lxml import etree

    c = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for place, series in enumerate(etree.fromstring(part.blob, parser).iterfind(".//c:ser", c), 1):
        name = "".join(series.xpath("c:tx//c:v/text()", namespaces=c))
        categories, values = (
            {pt.get("idx"): pt.findtext("c:v", "", c) for pt in series.xpath(f"c:{axis}//c:pt", namespaces=c)}
            for axis in ("cat", "val")
        )
        values_shown = (formats.format_trimmed(float(values[idx]), 4) if idx in values else "" for idx in categories)
        yield TextLine(f"Biểu đồ {number}, dãy {place}", (name, *values_shown), ("", *categories.values()))
