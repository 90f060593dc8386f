"""Result of reading a file: sheets, tables, findings, and what was not read with the reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from tdnreport.layout.table import SheetTable
from tdnreport.workbook.model import Line, Sheet


@dataclass(frozen=True, slots=True)
class ReadFinding:
    """`detail` is a plain Vietnamese sentence, or "" where the rule's own message says it all.

    `table_no` counts the tables of the sheet from 1; None where no line of a table is meant.
    """

    sheet: str | None
    row_no: int | None
    column_name: str | None
    rule_id: str
    value: str | None
    detail: str
    table_no: int | None = None


@dataclass(frozen=True, slots=True)
class NotRead:
    """Something left out, and why: `what` is `sheet`, `table`, `column` or `row`, `name` its name, header text or number."""

    sheet: str
    what: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A sheet with its tables; `reason` says why it has none, `weak` are the header rows of tables left out for better ones."""

    sheet: Sheet
    tables: list[SheetTable]
    reason: str = ""
    weak: tuple[int, ...] = ()

    @property
    def is_read(self) -> bool:
        return bool(self.tables)

    @property
    def lines_above(self) -> list[Line]:
        """Title block: the lines before the first table; all lines where there is no table."""
        first = min((table.header_rows[0] for table in self.tables), default=1 << 30)
        return [line for line in self.sheet.lines if line.row_no < first]

    @property
    def lines_below(self) -> list[Line]:
        """Lines after the last table's last line: notes, signature block."""
        last = max(
            (row for table in self.tables for row, role in table.roles.items() if role in ("data", "part")), default=0
        )
        return [line for line in self.sheet.lines if line.row_no > last]

    @property
    def lines_outside(self) -> list[Line]:
        """Lines that belong to no table: title block, notes, signature block."""
        inside = {row for table in self.tables for row, role in table.roles.items() if role != "note"}
        return [line for line in self.sheet.lines if line.row_no not in inside]


@dataclass(frozen=True, slots=True)
class FileRead:
    """`form` holds the keys of a hidden form sheet; `not_read` everything that was left out, and why.

    `is_slow`: the file is not one of those whose cells can be taken straight from its bytes.
    """

    file: str
    sha256: str
    size_bytes: int
    format: str
    encoding: str | None = None
    is_slow: bool = False
    sheets: tuple[SheetRead, ...] = ()
    form: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[ReadFinding, ...] = ()
    not_read: tuple[NotRead, ...] = ()

    @property
    def title_sheets(self) -> list[SheetRead]:
        """Visible sheets, those with tables first; searched for unit, period and day."""
        return sorted(
            (sheet_read for sheet_read in self.sheets if not sheet_read.sheet.is_hidden),
            key=lambda sheet_read: not sheet_read.is_read,
        )

    def without_sheets(self, sheets: Collection[str], reason: str) -> FileRead:
        """The same file with some sheets left out."""
        kept = tuple(
            replace(sheet_read, tables=[], reason=reason) if sheet_read.sheet.name in sheets else sheet_read
            for sheet_read in self.sheets
        )
        left_out = tuple(NotRead(name, "sheet", name, reason) for name in sheets)
        findings = tuple(finding for finding in self.findings if finding.sheet not in sheets)
        return replace(self, sheets=kept, findings=findings, not_read=self.not_read + left_out)
