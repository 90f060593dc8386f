"""The zip around an .xlsx: its sheets with their XML, its cell styles, and which part refers to which.

XlsxPackage(archive).named  →  (SheetEntry("Biểu 01", "xl/worksheets/sheet1.xml", is_hidden=False, has_cells=True), …)
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tdnreport.workbook.sniff import (
    Refused,
    part_bytes,
    part_key,
    require_small_sheet,
    require_true_sizes,
    workbook_part,
)
from tdnreport.workbook.xlsx.styles import Attributes, Styles, iterate_elements, read_styles

_DATE_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true)")
_CALCULATE_FIRST = re.compile(rb"fullCalcOnLoad\s*=\s*[\"'](?:1|true)")
_ZERO_FORMULA = re.compile(rb"(?:</f>|<f\s[^>]*/>)<v>0</v>")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook names it; chart sheets have no cells."""

    name: str
    part: str
    is_hidden: bool
    has_cells: bool


class XlsxPackage:
    """`is_plain` where the list of sheets cannot be read in two ways.

    `is_calculated` is False where the writer left it to Excel to calculate: a zero beside a formula may stand for no result then.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = archive.namelist()
        if len(set(map(part_key, self.names))) < len(self.names):
            raise Refused("file_unreadable", "Tệp chứa hai phần trùng tên, không an toàn để mở.")
        require_true_sizes(archive)
        folder, _, file = workbook_part(archive).rpartition("/")
        book = part_bytes(archive, posixpath.join(folder, file))
        relations = part_bytes(archive, posixpath.join(folder, f"_rels/{file}.rels"))
        self.sheet_entries, self.others, self.is_plain = _list_sheets(folder, book, relations)
        if not self.sheet_entries:
            raise Refused("file_unreadable", "Bảng tính không có trang nào.")
        self.counts_from_1904 = _DATE_1904.search(book) is not None
        self.is_calculated = _CALCULATE_FIRST.search(book) is None
        self.sheets = [part_bytes(archive, entry.part) for entry in self.sheet_entries]
        self.styles: Styles = read_styles(part_bytes(archive, self.others.get("styles", "xl/styles.xml")))

    def has_zero_formulas(self) -> bool:
        return any(_ZERO_FORMULA.search(sheet) for sheet in self.sheets)

    def shared_strings(self) -> bytes:
        return part_bytes(self.archive, self.others.get("sharedStrings", "xl/sharedStrings.xml"))

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
        relations = iterate_elements(part_bytes(self.archive, path), "Relationship")
        targets = [
            relation.get("Target", "") for relation in relations if relation.get("Type", "").endswith("/" + kind)
        ]
        return [part_bytes(self.archive, _part_name(folder, target)) for target in targets]


@lru_cache(maxsize=256)
def _list_sheets(folder: str, book: bytes, relations: bytes) -> tuple[tuple[SheetEntry, ...], Mapping[str, str], bool]:
    """Sheets, other parts by kind (`styles`, `sharedStrings`), and whether that is all there is.

    Cached, because files of one program name their sheets alike.
    """
    related = {relation.get("Id", ""): relation for relation in iterate_elements(relations, "Relationship")}
    sheets = list(iterate_elements(book, "sheet"))
    is_plain = (
        len(related) == relations.count(b"Target=")
        and len(sheets) == book.count(b"<sheet ") > 0
        and b"&" not in relations
        and b"<!" not in book + relations
    )
    others = {
        relation.get("Type", "").rpartition("/")[2]: _part_name(folder, relation.get("Target", ""))
        for relation in related.values()
    }
    return (
        tuple(_sheet_entry(folder, sheet, related.get(sheet.get("id", ""), {})) for sheet in sheets),
        others,
        is_plain,
    )


def _sheet_entry(folder: str, sheet: Attributes, relation: Attributes) -> SheetEntry:
    """A sheet that nothing is related to has cells that cannot be found: its file is refused, not read without it."""
    return SheetEntry(
        name=sheet.get("name", ""),
        part=_part_name(folder, relation.get("Target", "")),
        is_hidden=sheet.get("state", "visible") != "visible",
        has_cells=relation.get("Type", "/worksheet").endswith("/worksheet"),
    )


def _part_name(folder: str, target: str) -> str:
    """Name of a part that another part refers to.

    >>> _part_name("xl/worksheets", "../comments1.xml")
    'xl/comments1.xml'
    """
    return posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
