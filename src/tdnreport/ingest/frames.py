"""What was sent, as frames for the `raw` tables: every line of every sheet as text, and where the reader saw tables in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.base.privacy import SECRET, mask
from tdnreport.ingest import large_csv
from tdnreport.ingest.file_read import FileRead, ReadFinding, SheetRead
from tdnreport.ingest.frame_columns import FrameColumns
from tdnreport.ingest.inbox import Inbox, InboxFile, why_skipped
from tdnreport.ingest.large_csv import Bulk
from tdnreport.ingest.period_filter import Asked, only_asked
from tdnreport.ingest.sandbox import read_many
from tdnreport.ingest.section_units import with_units
from tdnreport.ingest.sender import Identity, identify, sender_of_unread
from tdnreport.ingest.supplement import is_supplement
from tdnreport.layout.table import SheetTable
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.text import LONGEST_TEXT, fold
from tdnreport.workbook.model import Line

if TYPE_CHECKING:
    import polars as pl

    from tdnreport.base.progress import Progress
    from tdnreport.plans.context import RunContext

    Frames = dict[str, pl.DataFrame]
    """Table of `raw` → lines for it."""

SAMPLE_MARK = fold("Số liệu minh họa")
"""A file with these words outside its tables marks every output made from it."""

FILES_AT_ONCE = 200
Row = dict[str, Any]
_NOTHING_READ = {"file": None, "sheet": None, "what": "file", "name": ""}
"""Of a file in the folder that is none of a report's; the reason names it."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A file as read, whose it is, its place in the inbox, and what was found wrong with it as a whole."""

    read: FileRead
    identity: Identity
    entry: InboxFile
    findings: tuple[ReadFinding, ...]
    is_supplement: bool


def read(
    of: RunContext,
    inbox: Inbox,
    progress: Progress,
    big: int = large_csv.BIG,
    remembered: Path | None = None,
    at_once: int = FILES_AT_ONCE,
) -> Iterator[Frames]:
    """All files of an inbox, each known by unit, period and day, `at_once` at a time.

    CSV files of `big` bytes and more are only looked at; frame `bulk` says how to load them. `remembered` is where cells read
    before are kept.
    """
    words = LayoutWords.load(*of.home.reference_folders)
    looks = {one.file: look for one in inbox.files if (look := large_csv.look(one.path, one.file, words, big))}
    bulks = {file: look.bulk for file, look in looks.items()}
    others = [(one.path, one.file) for one in inbox.files if one.file not in looks]

    def reads() -> Iterator[FileRead]:
        found = read_many(others, of.home.reference_folders, remembered=remembered)
        for done, one in enumerate(inbox.files, 1):
            yield looks[one.file].read if one.file in looks else next(found)
            progress("Đọc tệp", done, len(inbox.files))
        next(found, None)  # to its end, where it keeps what it read

    known = _known(of, reads(), inbox.files)
    yield _frames(islice(known, at_once), bulks, inbox.problems) | _others(inbox.unread, of)
    while some := list(islice(known, at_once)):
        yield _frames(some, bulks, ())


def _known(of: RunContext, reads: Iterable[FileRead], entries: Sequence[InboxFile]) -> Iterator[_Known]:
    """Each file with its identity; sheets of another year beside this year's are left out."""
    names, periods = of.units, {one.period_id: one.label for one in of.plan.periods}
    asked = Asked(of.period.label, [label for label in periods.values() if label != of.period.label], of.plan.year)
    for one, entry in zip(reads, entries, strict=True):
        identity = identify(one, entry.register, names, of.plan.year, periods)
        if identity.other_year_sheets:
            one = one.without(identity.other_year_sheets, f"Trang của năm khác, không phải năm {of.plan.year}.")
        one = _without_secrets(of, with_units(only_asked(one, asked), names, identity.unit_id))
        findings = [*one.findings, *identity.findings]
        if identity.period_id not in (None, of.period.period_id):
            findings.append(
                ReadFinding(None, None, None, "wrong_period", periods.get(identity.period_id, identity.period_id), "")
            )
        supplement = is_supplement(one, entry.register, of.words.supplements)
        yield _Known(one, identity, entry, tuple(findings), supplement)


def _without_secrets(of: RunContext, one: FileRead) -> FileRead:
    """Of a file whose marking forbids to handle it only the marking is kept."""
    marked = tuple(finding for finding in one.findings if finding.rule_id == SECRET)
    refused = marked and of.rules[SECRET].severity == "file"
    return replace(one, sheets=(), findings=marked, not_read=()) if refused else one


def _frames(known: Iterable[_Known], bulks: Mapping[str, Bulk], problems: Iterable[str]) -> Frames:
    import polars as pl

    from tdnreport.ingest.schema import RAW

    short: dict[str, list[Row]] = {name: [] for name in (*RAW, "bulk")}
    short["unread"] = [dict(_NOTHING_READ, reason=mask(problem)) for problem in problems]
    long = {"lines": FrameColumns(), "table_rows": FrameColumns()}
    for one in known:
        big = bulks.get(one.read.file)
        for table, row in _rows(one):
            short[table].append(row | big.of_whole.get(table, {}) if big else row)
        for sheet in one.read.sheets:
            if big:
                short["bulk"].append(big.place)
            else:
                _add_lines(long["lines"], one.read.file, sheet)
            _add_table_rows(long["table_rows"], one.read.file, sheet)
    frames = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in short.items() if rows}
    return frames | {name: columns.frame() for name, columns in long.items() if columns}


def _others(entries: Sequence[InboxFile], of: RunContext) -> Frames:
    """What was sent and is not read, with whose it is where register or file name tell."""
    import polars as pl

    rows = [
        {
            "file": one.file,
            "unit_id": sender_of_unread(one.file, one.register, of.units),
            "received_on": one.register.received_on if one.register else None,
            "reason": f"Tệp {one.file} {why_skipped(one.path)}",
        }
        for one in entries
    ]
    schema = {"file": pl.String, "unit_id": pl.String, "received_on": pl.Date, "reason": pl.String}
    return {"other_files": pl.DataFrame(rows, schema=schema)} if rows else {}


def _add_lines(to: FrameColumns, file: str, one: SheetRead) -> None:
    lines, hidden = one.sheet.lines, one.sheet.hidden_rows
    to.add(
        len(lines),
        file=file,
        sheet=one.sheet.name,
        row_no=[line.row_no for line in lines],
        is_hidden=[line.row_no in hidden for line in lines],
        cells=[line.cells for line in lines],
        kinds=[line.kinds for line in lines],
    )


def _add_table_rows(to: FrameColumns, file: str, one: SheetRead) -> None:
    for table_no, table in enumerate(one.tables, 1):
        lines = {line.row_no: line for line in one.sheet.lines if line.row_no in table.filled} if table.filled else {}
        filled = [
            _with_filled(lines[row_no], table, cells) if (cells := table.filled.get(row_no)) else (None, None)
            for row_no in table.roles
        ]
        to.add(
            len(table.roles),
            file=file,
            sheet=one.sheet.name,
            table_no=table_no,
            row_no=list(table.roles),
            role=list(table.roles.values()),
            cells=[cells for cells, _ in filled],
            kinds=[kinds for _, kinds in filled],
        )


def _rows(known: _Known) -> Iterator[tuple[str, Row]]:
    one = known.read
    yield "files", _file(known)
    for finding in known.findings:
        yield (
            "findings",
            {
                "file": one.file,
                "sheet": finding.sheet,
                "row_no": finding.row_no,
                "field": finding.column_name,
                "rule_id": finding.rule_id,
                "value": finding.value,
                "detail": finding.detail or None,
            },
        )
    for left_out in one.not_read:
        yield (
            "unread",
            {
                "file": one.file,
                "sheet": left_out.sheet,
                "what": left_out.what,
                "name": mask(left_out.name[:LONGEST_TEXT]),
                "reason": left_out.reason,
            },
        )
    for sheet in one.sheets:
        yield from _sheet_rows({"file": one.file, "sheet": sheet.sheet.name}, sheet)


def _file(known: _Known) -> Row:
    one, identity, register = known.read, known.identity, known.entry.register
    return {
        "file": one.file,
        "sha256": one.sha256,
        "size_bytes": one.size_bytes,
        "format": one.format,
        "encoding": one.encoding,
        "unit_id": identity.unit_id,
        "unit_from": identity.unit_from,
        "unit_text": identity.unit_text,
        "period_id": identity.period_id,
        "received_on": identity.received_on,
        "received_from": identity.received_from,
        "document_no": identity.document_no,
        "register_position": register.position if register else None,
        "is_supplement": known.is_supplement,
        "is_sample": _is_sample(one),
        "is_slow": one.is_slow,
    }


def _is_sample(one: FileRead) -> bool:
    texts = (text for sheet in one.title_sheets for line in sheet.outside for text in line.cells if text)
    return any(SAMPLE_MARK in fold(text) for text in texts)


def _sheet_rows(at: Row, one: SheetRead) -> Iterator[tuple[str, Row]]:
    sheet = one.sheet
    yield (
        "sheets",
        at
        | {"position": sheet.position, "is_hidden": sheet.is_hidden, "lines": len(sheet.lines), "is_read": one.is_read}
        | {"reason": one.reason or None},
    )
    for table_no, table in enumerate(one.tables, 1):
        yield from _table(at | {"table_no": table_no}, table)


def _table(at: Row, table: SheetTable) -> Iterator[tuple[str, Row]]:
    yield (
        "tables",
        at
        | {"kind": table.kind, "header_row": table.header_rows[-1], "first_row": table.first_row}
        | {"last_row": table.last_row, "rest_is_data": False},
    )
    for field, position in table.fields.items():
        yield "table_columns", at | {"field": field, "position": position, "scale": table.scales.get(field)}


def _with_filled(line: Line, table: SheetTable, filled: Mapping[str, tuple[str, str]]) -> tuple[list[str], str]:
    """The line's cells and kinds as merged cells and continuation lines complete it; `raw.lines` keeps it as sent."""
    width = max(len(line.cells), *(table.fields[field] for field in filled))
    cells = list(line.cells) + [""] * (width - len(line.cells))
    kinds = list(line.kinds.ljust(width))
    for field, (text, kind) in filled.items():
        cells[table.fields[field] - 1], kinds[table.fields[field] - 1] = text, kind
    return cells, "".join(kinds)
