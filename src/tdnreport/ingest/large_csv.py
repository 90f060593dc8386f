"""A big CSV file: its rows go straight from DuckDB's reader into `raw`, and Python looks only at the lines that need judgement.

    plan for so-lieu.csv of 1,000,000 lines  →  header and first lines, the first line of each unit, every line that is not
                                                plain data, and the lines beside those: a few thousand in all

Those lines are read like any other file; all others must be data lines of the one table found. On any doubt (another encoding
than UTF-8, ragged lines, line breaks in cells, blank lines, several tables, …) `look` says None and the reader takes the file whole.
Out of scope: files below `BIG`, where the reader is as fast.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from tdnreport.base.offline import OFFLINE
from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.read_file import TEXT_FORMATS, with_sheets
from tdnreport.ingest.sandbox import is_plain
from tdnreport.layout.table import SheetTable
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.months import read_months
from tdnreport.workbook import sniff
from tdnreport.workbook.csv import delimiter_of, read_delimited, records_of
from tdnreport.workbook.model import Line, Sheet

if TYPE_CHECKING:
    import duckdb
    import polars as pl

BIG = 4 << 20
_BLOCK = 1 << 20
_HEAD = 1 << 18
_MOST_KEPT = 100_000
_BY_LINE = frozenset({"measure", "period", "part"})
"""Columns by which the reader may judge a line otherwise than by its place in the table."""
_LOOKING = OFFLINE | {"memory_limit": "512MB"}
"""DuckDB keeps what it read of a file for as long as it may."""
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class _Csv:
    """A file whose lines are its records, each of `width` cells."""

    path: Path
    delimiter: str
    width: int

    @property
    def cells(self) -> list[str]:
        return [f"c{at}" for at in range(1, self.width + 1)]

    @property
    def is_filled(self) -> str:
        return f"coalesce({', '.join(self.cells)}) is not null"

    @property
    def records(self) -> str:
        """A query of `row_no, c1, c2, …`: text, null where a cell is empty."""
        columns = ", ".join(f"{name}: 'varchar'" for name in self.cells)
        return f"""(select row_number() over () as row_no, * from read_csv({_quoted(str(self.path))}, columns = {{{columns}}},
            auto_detect = false, header = false, delim = {_quoted(self.delimiter)}, quote = '"', escape = '"'))"""


@dataclass(frozen=True, slots=True)
class Bulk:
    """A file to be loaded by its path: `filled` lines hold anything."""

    csv: _Csv
    file: str
    sheet: str
    filled: int

    @property
    def place(self) -> dict[str, Any]:
        """All that `load` needs."""
        place = {"path": str(self.csv.path), "delimiter": self.csv.delimiter, "width": self.csv.width}
        return place | {"file": self.file, "sheet": self.sheet}

    @property
    def of_whole(self) -> dict[str, dict[str, Any]]:
        """Table of `raw` → what its line for this file says of the lines that the reader did not look at."""
        return {"sheets": {"lines": self.filled}, "tables": {"rest_is_data": True}}


@dataclass(frozen=True, slots=True)
class Preview:
    """A big file as read from the lines that matter, and how to load all of them."""

    read: FileRead
    bulk: Bulk


def load(con: duckdb.DuckDBPyConnection, bulks: pl.DataFrame) -> None:
    """All lines of big files into `raw.lines`."""
    for one in bulks.iter_rows(named=True):
        csv = _Csv(Path(one["path"]), one["delimiter"], one["width"])
        cells = ", ".join(f"coalesce({name}, '')" for name in csv.cells)
        kinds = " || ".join(f"if({name} is null, ' ', 's')" for name in csv.cells)
        con.execute(
            f"""insert into raw.lines by name
            select ? as file, ? as sheet, row_no, false as is_hidden, [{cells}] as cells, {kinds} as kinds
            from {csv.records} where {csv.is_filled}""",
            [one["file"], one["sheet"]],
        )


@dataclass(frozen=True, slots=True)
class _CsvShape:
    """What the bytes of a file say: `lines` is the number of its line ends, the last line's included.

    `blocks` has the number of the first line of each block of whole lines, and where it begins.
    """

    sha256: str
    size: int
    lines: int
    blocks: tuple[tuple[int, int], ...]


def look(path: Path, file: str, words: LayoutWords, smallest: int = BIG) -> Preview | None:
    """None leaves the file to the reader."""
    import duckdb

    suffix = PurePosixPath(file).suffix.lower().lstrip(".")
    try:
        is_big = suffix in TEXT_FORMATS and is_plain(path, file) and path.stat().st_size >= smallest
        head = _head(path) if is_big else b""
        if not head or b"\0" in head or sniff.look(head).kind != "text":
            return None
        encoding = "utf-8-sig" if head.startswith(_BOM) else "utf-8"
        read = FileRead(file, "", 0, suffix, encoding)
        # Neither the bytes nor DuckDB's look need the interpreter for long, and each takes a second or two on a million lines.
        with ThreadPoolExecutor(1) as beside:
            return _of_head(path, read, head.decode(encoding), beside.submit(_shape, path), words)
    except (OSError, UnicodeDecodeError, sniff.Refused, duckdb.Error):
        return None


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD) + file.readline()


def _shape(path: Path) -> _CsvShape | None:
    """None where lines end in more than one way or hold zeros, as UTF-16 does."""
    digest, size, lines, returns, blocks, block = hashlib.sha256(), 0, 0, 0, [], b""
    with path.open("rb") as file:
        while read := file.read(_BLOCK) + file.readline():
            block = read
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


def _of_head(
    path: Path, read: FileRead, text: str, shaping: Future[_CsvShape | None], words: LayoutWords
) -> Preview | None:
    name = PurePosixPath(read.file).stem
    head = read_delimited(text, name).lines
    table = _only_table(with_sheets(read, [Sheet(name, 1, head)], words))
    plain = _plain(table) if table else ""
    if table is None or not plain or head[0].row_no != 1:
        return None
    csv = _Csv(path, delimiter_of(text), len(head[0].cells))
    seen = _seen(csv, table, plain, words)
    shape = shaping.result()
    if shape is None or seen.records != shape.lines or len(seen.kept) > _MOST_KEPT or _first(csv, head) != head:
        return None
    kept = list(_lines(csv, shape, seen.kept | set(range(1, head[-1].row_no + 1))))
    read = replace(read, sha256=shape.sha256, size_bytes=shape.size)
    judged = with_sheets(read, [Sheet(name, 1, kept)], words)
    if not _agrees(_only_table(judged), table, kept, seen.odd):
        return None
    return Preview(judged, Bulk(csv, read.file, name, seen.filled))


def _only_table(read: FileRead) -> SheetTable | None:
    """The table of a file whose plain lines can be judged one by one."""
    tables = [table for one in read.sheets for table in one.tables]
    if len(tables) != 1:
        return None
    columns = tables[0].columns
    return None if columns.ticks or columns.sums or _BY_LINE & columns.skipped.keys() else tables[0]


def _plain(table: SheetTable) -> str:
    """What must hold of a line that is plain data to the reader, and a little more; "" where nothing says it surely."""
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
class _Seen:
    """Of a whole file: its records, those that hold anything, row numbers to look at, and those of them that are not plain data."""

    records: int
    filled: int
    kept: set[int]
    odd: set[int]


def _seen(csv: _Csv, table: SheetTable, plain: str, words: LayoutWords) -> _Seen:
    import duckdb

    named = [table.fields.get(name) or table.columns.skipped.get(name) for name in ("unit", "lead")]
    units = ", ".join(f"c{at}" for at in named if at) or "true"
    secrets = f"(select unnest([{', '.join(map(_quoted, sorted(words.secrets)))}]))"
    marked = " or ".join(f"coalesce({name} in {secrets}, false)" for name in csv.cells)
    with duckdb.connect(config=_LOOKING) as con:
        rows = con.execute(
            f"""select count(*), count(*) filter (is_filled), min(row_no), list(row_no) filter (is_filled and (not is_plain or is_marked))
            from (select *, case when is_plain then true else {csv.is_filled} end as is_filled
                from (select *, {plain} as is_plain, {marked} as is_marked from {csv.records}))
            group by {units}"""
        ).fetchall()
    records = sum(count for count, *_ in rows)
    odd = {row_no for *_, found in rows for row_no in found or ()}
    beside = {row_no + by for row_no in odd for by in (-1, 0, 1)}
    return _Seen(records, sum(one[1] for one in rows), beside | {one[2] for one in rows} | {records}, odd)


def _first(csv: _Csv, head: list[Line]) -> list[Line]:
    """The lines of the head as DuckDB reads them."""
    import duckdb

    with duckdb.connect(config=_LOOKING) as con:
        rows = con.execute(f"from {csv.records} limit {head[-1].row_no}").fetchall()
    return [_line(row_no, [cell or "" for cell in cells]) for row_no, *cells in rows if any(cells)]


def _lines(csv: _Csv, shape: _CsvShape, kept: set[int]) -> Iterator[Line]:
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
                cells = next(records_of([text], csv.delimiter), [])
                if any(cells):
                    yield _line(number, cells)


def _line(row_no: int, cells: list[str]) -> Line:
    return Line(row_no, cells, "".join("s" if cell else " " for cell in cells))


def _agrees(table: SheetTable | None, of_head: SheetTable, lines: list[Line], odd: set[int]) -> bool:
    """Whether the table is still the one that the head shows, with every line in it and every plain one as data."""
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


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
