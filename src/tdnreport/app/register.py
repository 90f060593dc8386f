"""`register.csv` of an inbox, written by clicks: who sent a file, when it came; each change can be taken back.

The register stays the officer's own file: rows, columns and their order are kept, a column that is missing is added. What
it was before each change is kept beside the reports (`out/ban-lam-viec/<plan>--<period>`), with a sentence that says what was done.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base import run_lock
from tdnreport.base.disk import flush_to_disk
from tdnreport.base.errors import TdnError
from tdnreport.base.progress import say_nothing
from tdnreport.ingest.inbox import REGISTER, find_register, list_inbox
from tdnreport.vietnamese.encodings import decode_bytes
from tdnreport.vietnamese.text import fold_text

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext

COLUMNS = ("file", "received_on", "unit_id", "period_id", "document_no")


class RegisterError(TdnError):
    """The change cannot be made; a Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What a click says of a file; None leaves what the register says."""

    file: str
    unit_id: str | None = None
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class RegisterChange:
    """A change that can be taken back."""

    number: int
    sentence: str


def record_entries(context: RunContext, inbox: Path, entries: Iterable[RegisterEntry], sentence: str) -> None:
    """Write what is known of some files into the register; `sentence` says what was done, for who takes it back."""
    wanted = tuple(entries)
    with _alone(context):
        rows = _entry_rows(inbox, wanted)
        table = _read_table(find_register(inbox))
        for entry in wanted:
            _write_entry(table, entry, rows.get(entry.file))
        _keep_earlier(context, inbox, sentence)
        _replace_file(find_register(inbox), _table_bytes(table))


def last_change(context: RunContext) -> RegisterChange | None:
    """The change that would be taken back next."""
    records = sorted(_history(context).glob("*.json"))
    if not records:
        return None
    return RegisterChange(int(records[-1].stem), json.loads(records[-1].read_text(encoding="utf-8"))["sentence"])


def undo_change(context: RunContext, inbox: Path, number: int) -> str:
    """Bring back the register as it was before the last change, which must be `number`; returns what was taken back."""
    with _alone(context):
        change = last_change(context)
        if change is None or change.number != number:
            raise RegisterError("Sổ nhận tệp vừa được sửa ở nơi khác; hãy xem lại trang rồi hoàn tác.")
        earlier = _history(context) / f"{number:06}.csv"
        if earlier.is_file():
            _replace_file(find_register(inbox), earlier.read_bytes())
        else:
            find_register(inbox).unlink(missing_ok=True)
        earlier.with_suffix(".json").unlink()
        earlier.unlink(missing_ok=True)
        return change.sentence


def desk_folder(context: RunContext) -> Path:
    """What the desk keeps of a period."""
    return context.home.root / "out" / "ban-lam-viec" / f"{context.plan.plan_id}--{context.period.period_id}"


def _history(context: RunContext) -> Path:
    return desk_folder(context) / "so-nhan-tep"


@contextmanager
def _alone(context: RunContext) -> Iterator[None]:
    """Two clicks at once, even of two programs, are made one after the other."""
    with run_lock.exclusive(_history(context), say_nothing):
        yield


def _entry_rows(inbox: Path, entries: tuple[RegisterEntry, ...]) -> dict[str, int | None]:
    """The register's row of each file, as a reader of the inbox matches them; a file that is not there is an error."""
    listed = list_inbox(inbox)
    rows = {
        entry.file: entry.register.position if entry.register else None for entry in (*listed.files, *listed.unread)
    }
    for entry in entries:
        if entry.file not in rows:
            raise RegisterError(f"Không còn tệp “{entry.file}” trong hộp thư; hãy tải lại trang.")
    return rows


def _read_table(path: Path) -> list[list[str]]:
    """All rows, the header first."""
    if not path.is_file() or not path.stat().st_size:
        return [list(COLUMNS)]
    text = decode_bytes(path.read_bytes()).text
    delimiter = max(";\t,", key=text.partition("\n")[0].count)
    return list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter)) or [list(COLUMNS)]


def _write_entry(table: list[list[str]], entry: RegisterEntry, row_no: int | None) -> None:
    header = [fold_text(name).replace(" ", "_") for name in table[0]]
    if "file" not in header:
        raise RegisterError(f"Sổ {REGISTER} thiếu cột “file” nên không ghi thêm được; hãy mở sổ và sửa hàng đầu.")
    if row_no is None:
        table.append([""] * len(header))
        row_no = len(table)
    row = table[row_no - 1]
    day = entry.received_on.isoformat() if entry.received_on else None
    for column, value in (("file", entry.file), ("unit_id", entry.unit_id), ("received_on", day)):
        if value is None or (column == "file" and _cell(row, header.index("file"))):
            continue
        if column not in header:
            header.append(column)
            table[0].append(column)
        position = header.index(column)
        row += [""] * (position + 1 - len(row))
        row[position] = value


def _cell(row: list[str], position: int) -> str:
    return row[position] if position < len(row) else ""


def _table_bytes(table: list[list[str]]) -> bytes:
    """With a mark that lets Excel show Vietnamese letters."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(table)
    return text.getvalue().encode("utf-8-sig")


def _keep_earlier(context: RunContext, inbox: Path, sentence: str) -> None:
    """The record is written last: a copy without one is no change."""
    folder = _history(context)
    folder.mkdir(parents=True, exist_ok=True)
    change = last_change(context)
    copy = folder / f"{(change.number if change else 0) + 1:06}.csv"
    copy.unlink(missing_ok=True)
    if find_register(inbox).is_file():
        _replace_file(copy, find_register(inbox).read_bytes())
    _replace_file(copy.with_suffix(".json"), json.dumps({"sentence": sentence}, ensure_ascii=False).encode())


def _replace_file(path: Path, content: bytes) -> None:
    part = path.with_name(f"._{path.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        flush_to_disk(part)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
