"""What the tests of domain cases share: rows in a real file, the reader's view of it out."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from warehouse_case import subject
from workbooks import Cell, Page, Value, xlsx

from tdnreport.base.home import find_home
from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.read_file import read_file
from tdnreport.layout.table import SheetTable
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.plans.context import Vocabulary

Rows = list[list[Value | Cell]]

HEADER: list[Value | Cell] = [
    "STT",
    "Nhiệm vụ",
    "Trạng thái",
    "Tỷ lệ (%)",
    "Dự toán giao (đồng)",
    "Đã giải ngân (đồng)",
]
TASK = "Xuất bản ấn phẩm phục vụ công tác TTĐN"


@lru_cache(maxsize=1)
def words() -> LayoutWords:
    return LayoutWords.load(find_home().reference)


@lru_cache(maxsize=2)
def vocabulary(plan_id: str = "tth-2024") -> Vocabulary:
    return subject(plan_id).vocabulary


def read_path(path: Path) -> FileRead:
    return read_file(path, path.name, words())


def read_bytes(folder: Path, data: bytes, name: str = "a.csv") -> FileRead:
    (folder / name).write_bytes(data)
    return read_path(folder / name)


def read_pages(folder: Path, *pages: Page) -> FileRead:
    return read_path(xlsx(folder / "a.xlsx", *pages))


def read_rows(folder: Path, *rows: list[Value | Cell], merges: tuple[str, ...] = ()) -> FileRead:
    return read_pages(folder, Page("Biểu 01", rows, merges))


def tables(read: FileRead) -> list[SheetTable]:
    return [table for one in read.sheets for table in one.tables]


def roles(read: FileRead) -> list[str]:
    """Roles of the lines of the first table, from the top."""
    return [role for _, role in sorted(tables(read)[0].roles.items())]


def column(read: FileRead, field: str, table_no: int = 0) -> list[str]:
    """Texts of a field on the data lines of one table, completed by merges and continuations."""
    sheet, table = [(one, table) for one in read.sheets for table in one.tables][table_no]
    lines = {line.row_no: line for line in sheet.sheet.lines}
    return [table.field_text(lines[row], field) for row in table.data_rows()]


def rules(read: FileRead) -> set[str]:
    return {finding.rule_id for finding in read.findings}
