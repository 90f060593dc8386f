"""Workbook of the new format (.xlsx, .xlsm): values by calamine, the rest from the XML.

calamine gives typed values, merged ranges and sheet visibility; it drops what `marks` brings back, comments and page headers.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING

from tdnreport.reader.guard import Refused, column_number, part_bytes, require_small, require_true_sizes
from tdnreport.reader.marks import REFERENCE, Marks, Styles, elements, page_texts, read_marks, read_styles, texts
from tdnreport.reader.sheets import Line, Place, Sheet, line_of, percent_text, with_cells

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, SheetMetadata


def read_xlsx(data: bytes, archive: zipfile.ZipFile) -> list[Sheet]:
    """Sheets in the workbook's order, chart sheets left out. Raises `Refused`."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        package = _Package(archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _sheet(package, book.get_sheet_by_index(at), about, at + 1)
            for at, about in enumerate(book.sheets_metadata)
            if about.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError as error:
        raise Refused("file_encrypted", "") from error
    except (CalamineError, ValueError, LookupError) as error:
        raise Refused("file_unreadable", "Cấu trúc bên trong của bảng tính bị hỏng.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a panic of the Rust parser is no subclass of Exception
            raise
        raise Refused("file_unreadable", "Cấu trúc bên trong của bảng tính bị hỏng.") from error


class _Package:
    """The zip around a workbook: the XML of its sheets, measured, its cell styles, and what refers to what."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = archive.namelist()
        if len({name.lower() for name in self.names}) < len(self.names):
            raise Refused("file_unreadable", "Tệp chứa hai phần trùng tên, không an toàn để mở.")
        require_true_sizes(archive)
        self.sheets = self._sheet_parts()
        self.styles: Styles = read_styles(part_bytes(archive, "xl/styles.xml"))

    def _sheet_parts(self) -> list[tuple[str, bytes]]:
        """Part name and XML of each sheet in order; every part that a parser could take for a sheet is measured."""
        book = part_bytes(self.archive, "xl/workbook.xml")
        relations = part_bytes(self.archive, "xl/_rels/workbook.xml.rels")
        target_of = {one.get("Id", ""): one.get("Target", "") for one in elements(relations, "Relationship")}
        targets = [target_of.get(one.get("id", ""), "") for one in elements(book, "sheet")]
        is_plain = (
            len(target_of) == relations.count(b"Target=")
            and len(targets) == book.count(b"<sheet ")
            and b"&" not in relations
        )
        files = {target.rpartition("/")[2].lower() for target in targets}
        names = [name for name in self.names if not is_plain or name.rpartition("/")[2].lower() in files]
        xml_of = {name: part_bytes(self.archive, name) for name in names}
        for xml in xml_of.values():
            require_small(xml)
        parts = [_inside("xl", target) for target in targets]
        return [(part, xml_of.get(part, b"")) for part in parts]

    def related(self, part: str, kind: str) -> list[bytes]:
        """Parts of a kind (`comments`, `drawing`) that a sheet refers to."""
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels"
        relations = elements(part_bytes(self.archive, path), "Relationship") if path in self.names else ()
        targets = [one.get("Target", "") for one in relations if one.get("Type", "").endswith("/" + kind)]
        return [part_bytes(self.archive, _inside(folder, target)) for target in targets]


def _inside(folder: str, target: str) -> str:
    """Name of a part that another part refers to: ("xl/worksheets", "../comments1.xml") → "xl/comments1.xml"."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _sheet(package: _Package, found: CalamineSheet, about: SheetMetadata, position: int) -> Sheet:
    from python_calamine import SheetVisibleEnum

    part, xml = package.sheets[position - 1]
    marks = read_marks(xml, package.styles)
    boxes = [texts(drawing) for drawing in package.related(part, "drawing")]
    return Sheet(
        name=about.name,
        position=position,
        lines=_marked(_lines(found), marks),
        is_hidden=about.visible != SheetVisibleEnum.Visible,
        hidden_rows=frozenset(marks.hidden_rows),
        struck_rows=frozenset(marks.struck_rows),
        merged=tuple(
            (top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in found.merged_cell_ranges or []
        ),
        comments={place: text for comments in package.related(part, "comments") for place, text in _comments(comments)},
        margin=tuple(page_texts(xml) + [text for text in boxes if text]),
    )


def _lines(found: CalamineSheet) -> list[Line]:
    if found.start is None:
        return []
    top, left = found.start
    rows = found.to_python(skip_empty_area=True)
    blank = [""] * found.width
    return [line_of(row_no, row, left) for row_no, row in enumerate(rows, top + 1) if row != blank]


def _marked(lines: list[Line], marks: Marks) -> list[Line]:
    """The lines with percents, errors and formulas in place; an error alone on its row makes a line."""
    if not marks.percents and not marks.texts:
        return lines
    by_row = {line.row_no: line for line in lines}
    changes: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for row, column in marks.percents:
        line = by_row.get(row)
        if line and column <= len(line.cells) and line.kinds[column - 1] == "n":
            changes[row].append((column, percent_text(line.cells[column - 1]), "p"))
    for (row, column), text in marks.texts.items():
        changes[row].append((column, text, "e"))
    for row, changed in changes.items():
        by_row[row] = with_cells(by_row.get(row, Line(row, [], "")), changed)
    return [by_row[row] for row in sorted(by_row)]


def _comments(xml: bytes) -> list[tuple[Place, str]]:
    found = []
    for piece in xml.split(b"<comment ")[1:]:
        tag, _, body = piece.partition(b">")
        if place := REFERENCE.search(next(iter(elements(b"<comment " + tag + b">", "comment"))).get("ref", "")):
            found.append(((int(place[2]), column_number(place[1])), texts(body)))
    return found
