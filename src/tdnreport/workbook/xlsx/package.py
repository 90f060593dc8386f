"""The zip around an .xlsx: its sheets with their XML, its cell styles, and which part refers to which.

XlsxPackage(archive).named  →  (SheetEntry("Biểu 01", "xl/worksheets/sheet1.xml", is_hidden=False, has_cells=True), …)
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache

from tdnreport.workbook.sniff import Refused, part_bytes, require_small_sheet, require_true_sizes
from tdnreport.workbook.xlsx.styles import Attributes, Styles, iterate_elements, read_styles

_DATE_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true)")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook names it; chart sheets have no cells."""

    name: str
    part: str
    is_hidden: bool
    has_cells: bool


class XlsxPackage:
    """`is_plain` where the list of sheets cannot be read in two ways."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = archive.namelist()
        if len({name.lower() for name in self.names}) < len(self.names):
            raise Refused("file_unreadable", "Tệp chứa hai phần trùng tên, không an toàn để mở.")
        require_true_sizes(archive)
        book = part_bytes(archive, "xl/workbook.xml")
        self.sheet_entries, self.is_plain = _list_sheets(book, part_bytes(archive, "xl/_rels/workbook.xml.rels"))
        self.counts_from_1904 = _DATE_1904.search(book) is not None
        self.sheets = [part_bytes(archive, entry.part) for entry in self.sheet_entries]
        self.styles: Styles = read_styles(part_bytes(archive, "xl/styles.xml"))

    def shared_strings(self) -> bytes:
        return part_bytes(self.archive, "xl/sharedStrings.xml")

    def require_small_sheets(self) -> None:
        """Measures every part that a parser could take for a sheet."""
        files = {entry.part.rpartition("/")[2].lower() for entry in self.sheet_entries}
        for name in self.names:
            if not self.is_plain or name.rpartition("/")[2].lower() in files:
                require_small_sheet(part_bytes(self.archive, name))

    def related_parts(self, part: str, kind: str) -> list[bytes]:
        """Parts of a kind (`comments`, `drawing`) that a sheet refers to."""
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels"
        relations = iterate_elements(part_bytes(self.archive, path), "Relationship") if path in self.names else ()
        targets = [
            relation.get("Target", "") for relation in relations if relation.get("Type", "").endswith("/" + kind)
        ]
        return [part_bytes(self.archive, _part_name(folder, target)) for target in targets]


@lru_cache(maxsize=256)
def _list_sheets(book: bytes, relations: bytes) -> tuple[tuple[SheetEntry, ...], bool]:
    """Cached, because files of one program name their sheets alike."""
    related = {relation.get("Id", ""): relation for relation in iterate_elements(relations, "Relationship")}
    sheets = list(iterate_elements(book, "sheet"))
    is_plain = (
        len(related) == relations.count(b"Target=")
        and len(sheets) == book.count(b"<sheet ") > 0
        and b"&" not in relations
        and b"<!" not in book + relations
    )
    return tuple(_sheet_entry(sheet, related.get(sheet.get("id", ""), {})) for sheet in sheets), is_plain


def _sheet_entry(sheet: Attributes, relation: Attributes) -> SheetEntry:
    return SheetEntry(
        name=sheet.get("name", ""),
        part=_part_name("xl", relation.get("Target", "")),
        is_hidden=sheet.get("state", "visible") != "visible",
        has_cells=relation.get("Type", "").endswith("/worksheet"),
    )


def _part_name(folder: str, target: str) -> str:
    """Name of a part that another part refers to.

    >>> _part_name("xl/worksheets", "../comments1.xml")
    'xl/comments1.xml'
    """
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
