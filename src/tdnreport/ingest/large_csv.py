"""Large CSV files: DuckDB loads the rows into `raw`, and Python reads only the lines that need classification.

    plan for so-lieu.csv of 1,000,000 lines  →  header and first lines, the first line of each unit, every line that is not
                                                plain data, and the lines beside those: a few thousand in all

Those lines are read like any other file; all others must be data lines of the one table found. On any doubt (another encoding
than UTF-8, ragged lines, line breaks in cells, blank lines, several tables, …) `preview` says None and the reader takes the file whole.
Out of scope: files below `BIG`, where the reader is as fast.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from tdnreport.base.offline import OFFLINE
from tdnreport.ingest.csv_records import LargeCsv, quote
from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.read_file import TEXT_FORMATS, add_sheets
from tdnreport.ingest.sandbox import is_plain_file
from tdnreport.layout.table import SheetTable
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.months import read_months
from tdnreport.workbook import sniff
from tdnreport.workbook.csv import detect_delimiter, read_delimited, split_records
from tdnreport.workbook.model import Line, Sheet

BIG = 4 << 20
_BLOCK = 1 << 20
_HEAD = 1 << 18
_MOST_KEPT = 100_000
_BY_LINE = frozenset({"measure", "period", "part"})
"""Columns by which the reader may classify a line otherwise than by its place in the table."""
_LOOKING = OFFLINE | {"memory_limit": "512MB"}
"""Limits what DuckDB caches of a file."""
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class BulkLoad:
    """A file to be loaded by its path: `filled_lines` lines hold anything."""

    csv: LargeCsv
    file: str
    sheet: str
    filled_lines: int

    @property
    def load_arguments(self) -> dict[str, Any]:
        """All that `load_csv_tables` needs."""
        arguments = {"path": str(self.csv.path), "delimiter": self.csv.delimiter, "width": self.csv.width}
        return arguments | {"file": self.file, "sheet": self.sheet}

    @property
    def row_updates(self) -> dict[str, dict[str, Any]]:
        """Table of `raw` → what its line for this file says of the lines that the reader did not look at."""
        return {"sheets": {"lines": self.filled_lines}, "tables": {"rest_is_data": True}}


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview of a large file: the lines that matter as read, and how to load all of them."""

    read: FileRead
    bulk: BulkLoad


@dataclass(frozen=True, slots=True)
class _CsvShape:
    """What the bytes of a file say: `lines` is the number of its line ends, the last line's included.

    `blocks` has the number of the first line of each block of whole lines, and where it begins.
    """

    sha256: str
    size: int
    lines: int
    blocks: tuple[tuple[int, int], ...]


def preview(
    path: Path, file: str, words: LayoutWords, smallest: int = BIG, corrected: Collection[int] = ()
) -> Preview | None:
    """Preview a large file; None leaves it to the ordinary reader. Lines `corrected` on record are read in any case."""
    import duckdb

    suffix = PurePosixPath(file).suffix.lower().lstrip(".")
    try:
        is_big = suffix in TEXT_FORMATS and is_plain_file(path, file) and path.stat().st_size >= smallest
        head = _read_head(path) if is_big else b""
        if not head or b"\0" in head or sniff.detect_format(head).kind != "text":
            return None
        encoding = "utf-8-sig" if head.startswith(_BOM) else "utf-8"
        file_read = FileRead(file, "", 0, suffix, encoding)
        # Neither the bytes nor DuckDB's look need the interpreter for long, and each takes a second or two on a million lines.
        with ThreadPoolExecutor(1) as executor:
            return _preview_head(
                path, file_read, head.decode(encoding), executor.submit(_measure, path), words, corrected
            )
    except (OSError, UnicodeDecodeError, sniff.Refused, duckdb.Error):
        return None


def _read_head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD) + file.readline()


def _measure(path: Path) -> _CsvShape | None:
    """None where line ends are mixed or the file holds zero bytes, as UTF-16 does."""
    digest, size, lines, returns, blocks, block = hashlib.sha256(), 0, 0, 0, [], b""
    with path.open("rb") as file:
        while chunk := file.read(_BLOCK) + file.readline():
            block = chunk
            if b"\0" in block or (b"\r" in block and block.count(b"\r") != block.count(b"\r\n")):
                return None
            blocks.append((lines + 1, size))
            digest.update(block)
            size += len(block)
            lines += block.count(b"\n")
            returns += block.count(b"\r\n") if b"\r" in block else 0
    if returns not in (0, lines):
        return None
    return _CsvShape(digest.hexdigest(), size, lines + (not block.endswith(b"\n")), tuple(blocks))


def _preview_head(
    path: Path,
    file_read: FileRead,
    text: str,
    shaping: Future[_CsvShape | None],
    words: LayoutWords,
    corrected: Collection[int],
) -> Preview | None:
    name = PurePosixPath(file_read.file).stem
    head = read_delimited(text, name).lines
    table = _only_table(add_sheets(file_read, [Sheet(name, 1, head)], words))
    condition = _plain_condition(table) if table else ""
    if table is None or not condition or head[0].row_no != 1:
        return None
    csv = LargeCsv(path, detect_delimiter(text), len(head[0].cells))
    scan = _scan_lines(csv, table, condition, words)
    shape = shaping.result()
    if shape is None or scan.records != shape.lines or len(scan.kept) > _MOST_KEPT or _first_lines(csv, head) != head:
        return None
    kept = list(_read_kept_lines(csv, shape, scan.kept.union(range(1, head[-1].row_no + 1), corrected)))
    file_read = replace(file_read, sha256=shape.sha256, size_bytes=shape.size)
    judged = add_sheets(file_read, [Sheet(name, 1, kept)], words)
    if not _is_same_table(_only_table(judged), table, kept, scan.not_plain):
        return None
    return Preview(judged, BulkLoad(csv, file_read.file, name, scan.filled_lines))


def _only_table(file_read: FileRead) -> SheetTable | None:
    """The table of a file whose plain lines can be judged one by one."""
    tables = [table for sheet_read in file_read.sheets for table in sheet_read.tables]
    if len(tables) != 1:
        return None
    columns = tables[0].columns
    return None if columns.checkboxes or columns.summands or _BY_LINE & columns.skipped.keys() else tables[0]


def _plain_condition(table: SheetTable) -> str:
    """SQL condition, stricter than the reader's, for a plain data line; "" where no column allows one."""
    fields = table.fields
    code, title = fields.get("code"), fields.get("title") or fields.get("indicator")
    strong = [
        f"coalesce(regexp_matches(c{fields[name]}, '[\\pL\\pN]'), false)"
        for name in ("status", "pct")
        if name in fields
    ]
    if not (code and title and strong):
        return ""
    named = f"c{code}[-1] between '0' and '9' and length(c{title}) > 1 and regexp_matches(c{title}, '\\pL')"
    return f"coalesce({named} and ({' or '.join(strong)}), false)"


@dataclass(frozen=True, slots=True)
class _LineScan:
    """Scan of a whole file: records, non-blank lines, row numbers to read, and those of them that are not plain data."""

    records: int
    filled_lines: int
    kept: set[int]
    not_plain: set[int]


def _scan_lines(csv: LargeCsv, table: SheetTable, condition: str, words: LayoutWords) -> _LineScan:
    import duckdb

    unit_columns = [table.fields.get(name) or table.columns.skipped.get(name) for name in ("unit", "lead")]
    units = ", ".join(f"c{column_no}" for column_no in unit_columns if column_no) or "true"
    secrets = f"(select unnest([{', '.join(map(quote, sorted(words.secrets)))}]))"
    marked = " or ".join(f"coalesce({name} in {secrets}, false)" for name in csv.cells)
    with duckdb.connect(config=_LOOKING) as con:
        rows = con.execute(
            f"""select count(*), count(*) filter (is_filled), min(row_no), list(row_no) filter (is_filled and (not is_plain or is_marked))
            from (select *, case when is_plain then true else {csv.is_filled} end as is_filled
                from (select *, {condition} as is_plain, {marked} as is_marked from {csv.records}))
            group by {units}"""
        ).fetchall()
    records = sum(count for count, *_ in rows)
    odd = {row_no for *_, row_nos in rows for row_no in row_nos or ()}
    neighbours = {row_no + offset for row_no in odd for offset in (-1, 0, 1)}
    return _LineScan(records, sum(row[1] for row in rows), neighbours | {row[2] for row in rows} | {records}, odd)


def _first_lines(csv: LargeCsv, head: list[Line]) -> list[Line]:
    """The lines of the head as DuckDB reads them."""
    import duckdb

    with duckdb.connect(config=_LOOKING) as con:
        rows = con.execute(f"from {csv.records} limit {head[-1].row_no}").fetchall()
    return [_make_line(row_no, [cell or "" for cell in cells]) for row_no, *cells in rows if any(cells)]


def _read_kept_lines(csv: LargeCsv, shape: _CsvShape, kept: set[int]) -> Iterator[Line]:
    """The kept lines that hold anything, in order; every record is a line, so they are found by counting."""
    ends = [*(first for first, _ in shape.blocks[1:]), shape.lines + 1]
    numbers = sorted(kept)
    with csv.path.open("rb") as file:
        for (first, offset), end in zip(shape.blocks, ends, strict=True):
            wanted = numbers[bisect_left(numbers, first) : bisect_left(numbers, end)]
            if not wanted:
                continue
            file.seek(offset)
            lines = (file.read(_BLOCK) + file.readline()).split(b"\n")
            for number in wanted:
                text = lines[number - first].decode("utf-8-sig" if number == 1 else "utf-8")
                cells = next(split_records([text], csv.delimiter), [])
                if any(cells):
                    yield _make_line(number, cells)


def _make_line(row_no: int, cells: list[str]) -> Line:
    return Line(row_no, cells, "".join("s" if cell else " " for cell in cells))


def _is_same_table(table: SheetTable | None, of_head: SheetTable, lines: list[Line], odd: set[int]) -> bool:
    """True where the table is still the one found in the head, with every line in it and every plain line classified as data."""
    if table is None or (table.columns, table.header_rows, table.scales) != (
        of_head.columns,
        of_head.header_rows,
        of_head.scales,
    ):
        return False
    first, last = table.first_row, table.last_row
    return (
        all(line.row_no in table.roles for line in lines if first <= line.row_no <= last)
        and all(table.roles.get(line.row_no) == "data" for line in lines if line.row_no not in odd)
        and not _rules_lines_below(table, lines)
    )


def _rules_lines_below(table: SheetTable, lines: list[Line]) -> bool:
    """Whether the heading of a section may say whose the lines below it are, or of what period."""
    cells = [cell for line in lines if table.roles.get(line.row_no) == "heading" for cell in line.cells]
    return bool(cells) and ("unit" not in table.fields or any(map(read_months, cells)))
