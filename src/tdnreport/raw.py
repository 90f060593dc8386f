"""What was sent, as frames for the `raw` tables: every line of every sheet as text, and where the reader saw tables in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tdnreport.identity import Identity, identify
from tdnreport.inbox import Inbox, InboxFile
from tdnreport.reader.layout import Table
from tdnreport.reader.layout_words import LayoutWords
from tdnreport.reader.read import FileRead, ReadFinding, SheetRead, read_many
from tdnreport.words.text import fold

if TYPE_CHECKING:
    import polars as pl

    from tdnreport.line import Progress, Subject

SAMPLE_MARK = fold("Số liệu minh họa")
"""A file with these words outside its tables marks every output made from it."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Known:
    """A file as read, whose it is, its place in the inbox, and what was found wrong with it as a whole."""

    read: FileRead
    identity: Identity
    entry: InboxFile
    findings: tuple[ReadFinding, ...]


def read(of: Subject, inbox: Inbox, progress: Progress) -> dict[str, pl.DataFrame]:
    """All files of an inbox, each known by unit, period and day; table name of `raw` → frame."""
    words = LayoutWords.load(of.home.reference)
    done = 0

    def on_done(_: FileRead) -> None:
        nonlocal done
        done += 1
        progress("Đọc tệp", done, len(inbox.files))

    reads = read_many([(one.path, one.file) for one in inbox.files], words, on_done)
    return _frames(_known(of, reads, inbox.files))


def _known(of: Subject, reads: Sequence[FileRead], entries: Sequence[InboxFile]) -> Iterator[_Known]:
    """Each file with its identity; sheets of another year beside this year's are left out."""
    names, periods = of.units, {one.period_id: one.label for one in of.plan.periods}
    for one, entry in zip(reads, entries, strict=True):
        identity = identify(one, entry.register, names, of.plan.year, periods)
        if identity.other_year_sheets:
            one = one.without(identity.other_year_sheets, f"Trang của năm khác, không phải năm {of.plan.year}.")
        findings = [*one.findings, *identity.findings]
        if identity.period_id not in (None, of.period.period_id):
            findings.append(
                ReadFinding(None, None, None, "wrong_period", periods.get(identity.period_id, identity.period_id), "")
            )
        yield _Known(one, identity, entry, tuple(findings))


def _frames(known: Iterable[_Known]) -> dict[str, pl.DataFrame]:
    import polars as pl

    from tdnreport.warehouse import RAW

    tables: dict[str, list[Row]] = {name: [] for name in RAW}
    for one in known:
        for table, row in _rows(one):
            tables[table].append(row)
    return {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in tables.items() if rows}


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
                "name": left_out.name,
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
        "is_sample": _is_sample(one),
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
    for line in sheet.lines:
        hidden = line.row_no in sheet.hidden_rows
        yield "lines", at | {"row_no": line.row_no, "is_hidden": hidden, "cells": line.cells, "kinds": line.kinds}
    lines = {line.row_no: line for line in sheet.lines}
    for table_no, table in enumerate(one.tables, 1):
        yield from _table_rows(at | {"table_no": table_no}, table, lines)


def _table_rows(at: Row, table: Table, lines: dict[int, Any]) -> Iterator[tuple[str, Row]]:
    yield (
        "tables",
        at
        | {"kind": table.kind, "header_row": table.header_rows[-1], "first_row": table.first_row}
        | {"last_row": table.last_row},
    )
    for field, position in table.fields.items():
        yield "table_columns", at | {"field": field, "position": position, "scale": table.scales.get(field)}
    for row_no, role in table.roles.items():
        row = at | {"row_no": row_no, "role": role, "cells": None, "kinds": None}
        if filled := table.filled.get(row_no):
            row |= _with_filled(lines[row_no], table, filled)
        yield "table_rows", row


def _with_filled(line: Any, table: Table, filled: dict[str, tuple[str, str]]) -> Row:
    """The line as merged cells and continuation lines complete it; `raw.lines` keeps it as sent."""
    width = max(len(line.cells), *(table.fields[field] for field in filled))
    cells = list(line.cells) + [""] * (width - len(line.cells))
    kinds = list(line.kinds.ljust(width))
    for field, (text, kind) in filled.items():
        cells[table.fields[field] - 1], kinds[table.fields[field] - 1] = text, kind
    return {"cells": cells, "kinds": "".join(kinds)}
