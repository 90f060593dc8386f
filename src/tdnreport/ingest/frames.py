"""Files of an inbox as frames for the `raw` tables: every line of every sheet as text, and where tables were found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.base.privacy import SECRET, redact
from tdnreport.ingest import large_csv
from tdnreport.ingest.file_read import FileRead, ReadFinding, SheetRead
from tdnreport.ingest.frame_columns import FrameColumns
from tdnreport.ingest.inbox import Inbox, InboxFile, why_skipped
from tdnreport.ingest.large_csv import BulkLoad
from tdnreport.ingest.period_filter import AskedPeriod, keep_asked_period
from tdnreport.ingest.predecessor import Predecessors
from tdnreport.ingest.read_file import reread_for_year
from tdnreport.ingest.sandbox import read_files
from tdnreport.ingest.section_units import assign_section_units
from tdnreport.ingest.sender import Identity, identify_file, sender_of_unread
from tdnreport.ingest.supplement import is_supplement
from tdnreport.layout.table import SheetTable
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.text import LONGEST_TEXT, fold_text
from tdnreport.workbook.model import Line

if TYPE_CHECKING:
    import polars as pl

    from tdnreport.base.progress import Progress
    from tdnreport.plans.context import RunContext

    RawFrames = dict[str, pl.DataFrame]
    """Table of `raw` → rows."""

SAMPLE_MARK = fold_text("Số liệu minh họa")
"""A file with these words outside its tables marks every output made from it."""

FILES_AT_ONCE = 200
RawRow = dict[str, Any]
_NOTHING_READ = {"file": None, "sheet": None, "what": "file", "name": ""}
"""Of a file in the folder that is none of a report's; the reason names it."""


@dataclass(frozen=True, slots=True)
class _IdentifiedFile:
    """A file as read, its sender, its inbox entry, and findings about the file as a whole."""

    file_read: FileRead
    identity: Identity
    entry: InboxFile
    findings: tuple[ReadFinding, ...]
    is_supplement: bool


def read_inbox(
    context: RunContext,
    inbox: Inbox,
    progress: Progress,
    big: int = large_csv.BIG,
    cache_path: Path | None = None,
    at_once: int = FILES_AT_ONCE,
) -> Iterator[RawFrames]:
    """All files of an inbox, each known by unit, period and day, `at_once` at a time.

    CSV files of `big` bytes and more are only looked at; frame `bulk` says how to load them. `cache_path` is where cells read
    before are kept.
    """
    words = LayoutWords.load(*context.home.reference_folders)
    previews = {
        file: preview
        for path, file in ((entry.path, entry.file) for entry in inbox.files)
        if (preview := large_csv.preview(path, file, words, big, context.plan.corrected_lines(file)))
    }
    bulks = {file: preview.bulk for file, preview in previews.items()}
    others = [(entry.path, entry.file) for entry in inbox.files if entry.file not in previews]

    def reads() -> Iterator[FileRead]:
        reads_of_others = read_files(others, context.home.reference_folders, cache_path=cache_path)
        for done, entry in enumerate(inbox.files, 1):
            yield (
                previews[entry.file].read
                if entry.file in previews
                else reread_for_year(next(reads_of_others), words, context.plan.year)
            )
            progress("Đọc tệp", done, len(inbox.files))
        next(reads_of_others, None)  # to its end, where it keeps what it read

    identified = _identify_files(context, reads(), inbox.files)
    yield _make_frames(islice(identified, at_once), bulks, inbox.problems) | _unread_frame(inbox.unread, context)
    while batch := list(islice(identified, at_once)):
        yield _make_frames(batch, bulks, ())


def _identify_files(
    context: RunContext, reads: Iterable[FileRead], entries: Sequence[InboxFile]
) -> Iterator[_IdentifiedFile]:
    """Each file with its identity; sheets of another year are left out beside this year's."""
    names = context.units
    names_of_day = context.names_by_day(names)
    periods = {period.period_id: period.label for period in context.plan.periods}
    asked, predecessors = AskedPeriod.of(context), Predecessors(context)
    for file_read, entry in zip(reads, entries, strict=True):
        identity = identify_file(file_read, entry.register, names, context.plan.year, periods, names_of_day)
        identity = predecessors.book_to_heir(identity, file_read, entry.register)
        if identity.other_year_sheets:
            file_read = file_read.without_sheets(
                identity.other_year_sheets, f"Trang của năm khác, không phải năm {context.plan.year}."
            )
        file_read = _without_secrets(
            context, assign_section_units(keep_asked_period(file_read, asked), names, identity.unit_id)
        )
        findings = [*file_read.findings, *identity.findings]
        given = (file_read.form.get("period_id"), entry.register.period_id if entry.register else None)
        period_id = identity.period_id or (identity.period_text if identity.period_text in given else None)
        if period_id not in (None, context.period.period_id):
            findings.append(ReadFinding(None, None, None, "wrong_period", periods.get(period_id, period_id), ""))
        supplement = is_supplement(file_read, entry.register, context.words.supplements)
        yield _IdentifiedFile(file_read, identity, entry, tuple(findings), supplement)


def _without_secrets(context: RunContext, file_read: FileRead) -> FileRead:
    """Of a file that must not be handled, keep only the marking."""
    marked = tuple(finding for finding in file_read.findings if finding.rule_id == SECRET)
    refused = marked and context.rules[SECRET].severity == "file"
    return replace(file_read, sheets=(), findings=marked, not_read=()) if refused else file_read


def _make_frames(
    identified: Iterable[_IdentifiedFile], bulks: Mapping[str, BulkLoad], problems: Iterable[str]
) -> RawFrames:
    import polars as pl

    from tdnreport.ingest.schema import RAW

    short: dict[str, list[RawRow]] = {name: [] for name in (*RAW, "bulk")}
    short["unread"] = [dict(_NOTHING_READ, reason=redact(problem)) for problem in problems]
    long = {"read_lines": FrameColumns(), "table_rows": FrameColumns()}
    for known_file in identified:
        bulk = bulks.get(known_file.file_read.file)
        for table, row in _file_rows(known_file):
            short[table].append(row | bulk.row_updates.get(table, {}) if bulk else row)
        for sheet in known_file.file_read.sheets:
            if bulk:
                short["bulk"].append(bulk.load_arguments)
            _add_lines(long["read_lines"], known_file.file_read.file, sheet)
            _add_table_rows(long["table_rows"], known_file.file_read.file, sheet)
    frames = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in short.items() if rows}
    return frames | {name: columns.to_frame() for name, columns in long.items() if columns}


def _unread_frame(entries: Sequence[InboxFile], context: RunContext) -> RawFrames:
    """What was sent and is not read, with whose it is where register or file name tell."""
    import polars as pl

    rows = [
        {
            "file": entry.file,
            "unit_id": sender_of_unread(entry.file, entry.register, context.units),
            "received_on": entry.register.received_on if entry.register else None,
            "reason": f"Tệp {entry.file} {why_skipped(entry.path)}",
        }
        for entry in entries
    ]
    schema = {"file": pl.String, "unit_id": pl.String, "received_on": pl.Date, "reason": pl.String}
    return {"other_files": pl.DataFrame(rows, schema=schema)} if rows else {}


def _add_lines(columns: FrameColumns, file: str, sheet: SheetRead) -> None:
    lines, hidden = sheet.sheet.lines, sheet.sheet.hidden_rows
    columns.add_rows(
        len(lines),
        file=file,
        sheet=sheet.sheet.name,
        row_no=[line.row_no for line in lines],
        is_hidden=[line.row_no in hidden for line in lines],
        cells=[line.cells for line in lines],
        kinds=[line.kinds for line in lines],
    )


def _add_table_rows(columns: FrameColumns, file: str, sheet: SheetRead) -> None:
    for table_no, table in enumerate(sheet.tables, 1):
        lines = (
            {line.row_no: line for line in sheet.sheet.lines if line.row_no in table.overrides}
            if table.overrides
            else {}
        )
        overridden = [
            _with_overrides(lines[row_no], table, cells) if (cells := table.overrides.get(row_no)) else (None, None)
            for row_no in table.roles
        ]
        columns.add_rows(
            len(table.roles),
            file=file,
            sheet=sheet.sheet.name,
            table_no=table_no,
            row_no=list(table.roles),
            role=list(table.roles.values()),
            cells=[cells for cells, _ in overridden],
            kinds=[kinds for _, kinds in overridden],
        )


def _file_rows(identified: _IdentifiedFile) -> Iterator[tuple[str, RawRow]]:
    file_read = identified.file_read
    yield "files", _file_row(identified)
    for finding in identified.findings:
        yield (
            "findings",
            {
                "file": file_read.file,
                "sheet": finding.sheet,
                "table_no": finding.table_no,
                "row_no": finding.row_no,
                "field": finding.column_name,
                "rule_id": finding.rule_id,
                "value": finding.value,
                "detail": finding.detail or None,
            },
        )
    for left_out in file_read.not_read:
        yield (
            "unread",
            {
                "file": file_read.file,
                "sheet": left_out.sheet,
                "what": left_out.what,
                "name": redact(left_out.name[:LONGEST_TEXT]),
                "reason": left_out.reason,
            },
        )
    for sheet in file_read.sheets:
        yield from _sheet_rows({"file": file_read.file, "sheet": sheet.sheet.name}, sheet)


def _file_row(identified: _IdentifiedFile) -> RawRow:
    file_read, identity, register = identified.file_read, identified.identity, identified.entry.register
    return {
        "file": file_read.file,
        "sha256": file_read.sha256,
        "size_bytes": file_read.size_bytes,
        "format": file_read.format,
        "encoding": file_read.encoding,
        "unit_id": identity.unit_id,
        "unit_from": identity.unit_from,
        "unit_text": identity.unit_text,
        "period_id": identity.period_id,
        "received_on": identity.received_on,
        "received_from": identity.received_from,
        "document_no": identity.document_no,
        "register_position": register.position if register else None,
        "is_supplement": identified.is_supplement,
        "for_unit_id": identity.for_unit_id,
        "includes_predecessor": identity.includes_predecessor,
        "is_sample": _is_sample(file_read),
        "is_slow": file_read.is_slow,
    }


def _is_sample(file_read: FileRead) -> bool:
    texts = (text for sheet in file_read.title_sheets for line in sheet.lines_outside for text in line.cells if text)
    return any(SAMPLE_MARK in fold_text(text) for text in texts)


def _sheet_rows(keys: RawRow, sheet_read: SheetRead) -> Iterator[tuple[str, RawRow]]:
    sheet = sheet_read.sheet
    told = {"lines": len(sheet.lines), "is_read": sheet_read.is_read, "reason": sheet_read.reason or None}
    yield "sheets", keys | {"position": sheet.position, "is_hidden": sheet.is_hidden} | told
    for table_no, table in enumerate(sheet_read.tables, 1):
        yield from _table_rows(keys | {"table_no": table_no}, table)


def _table_rows(keys: RawRow, table: SheetTable) -> Iterator[tuple[str, RawRow]]:
    yield (
        "tables",
        keys
        | {"kind": table.kind, "header_row": table.header_rows[-1], "first_row": table.first_row}
        | {"last_row": table.last_row, "rest_is_data": False},
    )
    for field, position in table.fields.items():
        place = zip(("cell_row", "cell_column"), table.places.get(field, (None, None)), strict=True)
        yield (
            "table_columns",
            keys | {"field": field, "position": position, "scale": table.scales.get(field), **dict(place)},
        )


def _with_overrides(line: Line, table: SheetTable, overrides: Mapping[str, tuple[str, str]]) -> tuple[list[str], str]:
    """The line's cells and kinds with filled-in values; `raw.read_lines` keeps the line as sent."""
    width = max(len(line.cells), *(table.fields[field] for field in overrides))
    cells = list(line.cells) + [""] * (width - len(line.cells))
    kinds = list(line.kinds.ljust(width))
    for field, (text, kind) in overrides.items():
        cells[table.fields[field] - 1], kinds[table.fields[field] - 1] = text, kind
    return cells, "".join(kinds)
