"""CSV, TSV and plain text → one sheet; the row number is the record's number.

    sep=;                                    the line Excel itself writes, counted as a record, never shown
    STT;Nhiệm vụ;"Kinh phí
    (đồng)"                                  a line break inside quotes belongs to the cell
    1;Xuất bản ấn phẩm;250.000.000

The delimiter (`;` tab `|` `,`) is the one that cuts the most lines into the same number of pieces. Out of scope: fixed-width columns.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from tdnreport.workbook.model import LAST_COLUMN, Line, Sheet
from tdnreport.workbook.sniff import Refused

DELIMITERS = ";\t|,"
_SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
_SAMPLE_RECORDS = 200
_SAMPLE_CHARACTERS = 1 << 16
_LONGEST_CELL = 1 << 24
_AS_FORMULA = re.compile(r'="([^"]*)"')
_NUMBERED = re.compile(r"\s*(?:\d+|[IVXLC]+)(?:[.,]\d+)*[.)]?\s*$")
"""The number that a line of a table begins with."""
_MOST_LINES_IN_CELL = 100


def read_delimited(text: str, name: str) -> Sheet:
    r"""Raises `Refused` where a cell would be longer than any real one.

    >>> read_delimited("STT;Nhiệm vụ\n1;Xuất bản\n", "bao-cao").lines
    [Line(row_no=1, cells=['STT', 'Nhiệm vụ'], kinds='ss'), Line(row_no=2, cells=['1', 'Xuất bản'], kinds='ss')]
    """
    separator = _SEP_LINE.match(text)
    body = text[separator.end() :] if separator else text
    first = 2 if separator else 1
    delimiter = separator[1] if separator else detect_delimiter(body)
    records = split_records(_split_text_lines(body), delimiter)
    lines = _make_lines(_without_formula_quotes(records) if '="' in body else records, first)
    if '"' in body and _is_quote_left_open(lines, delimiter):
        lines = _make_lines(_mended_records(list(_split_text_lines(body)), delimiter, _usual_width(lines)), first)
    cut_rows = frozenset(line.row_no for line in lines if len(line.cells) > LAST_COLUMN)
    if cut_rows:
        lines = [Line(row_no, cells[:LAST_COLUMN], kinds[:LAST_COLUMN]) for row_no, cells, kinds in lines]
    return Sheet(name, 1, lines, cut_rows=cut_rows)


def _without_formula_quotes(records: Iterable[list[str]]) -> Iterator[list[str]]:
    """Programs write ="4.10" so that Excel keeps the text as it is."""
    for cells in records:
        yield [match[1] if (match := _AS_FORMULA.fullmatch(cell)) else cell for cell in cells]


def _split_text_lines(body: str) -> io.TextIOWrapper:
    """Lines as `csv` wants them, ends kept; a StringIO would take four bytes for each character of a large file."""
    data = io.BytesIO(body.encode("utf-8", "surrogatepass"))
    return io.TextIOWrapper(data, "utf-8", errors="surrogatepass", newline="")


def split_records(text: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """The cells of each record; raises `Refused` where a cell would be longer than any real one."""
    csv.field_size_limit(_LONGEST_CELL)
    try:
        yield from csv.reader(text, delimiter=delimiter)
    except csv.Error as error:
        raise Refused("file_unreadable", "Có ô dài bất thường, có thể do thiếu dấu nháy kép đóng ô.") from error


def _make_lines(records: Iterable[list[str]], first: int) -> list[Line]:
    """Equal texts share one object: a million rows hold few distinct texts."""
    same: dict[str, str] = {}
    return [
        Line(row_no, list(map(same.setdefault, cells, cells)), _text_kinds(tuple(map(bool, cells))))
        for row_no, cells in enumerate(records, first)
        if any(cells)
    ]


@lru_cache(maxsize=4096)
def _text_kinds(filled: tuple[bool, ...]) -> str:
    return "".join(["s" if is_filled else " " for is_filled in filled])


def _usual_width(lines: list[Line]) -> int:
    """Of records of several cells: lines of a title above a table have one."""
    widths = Counter(len(line.cells) for line in lines if len(line.cells) > 1)
    return max(widths, key=widths.__getitem__, default=1)


def _is_quote_left_open(lines: list[Line], delimiter: str) -> bool:
    """True where an unclosed quote swallowed whole records: a cell of several lines in a record of another width, or a line inside

    a cell that begins as a record does.
    """
    several = [line for line in lines if any("\n" in cell for cell in line.cells)]
    if not several:
        return False
    width = _usual_width(lines)
    return width > 1 and any(len(line.cells) > width or _swallows(line.cells, delimiter, width) for line in several)


def _swallows(cells: Sequence[str], delimiter: str, width: int) -> bool:
    inner = (part for cell in cells for part in cell.splitlines()[1:])
    split = (next(split_records([part], delimiter), []) for part in inner)
    return any(len(cells) >= width and (_NUMBERED.match(cells[0]) or len(cells) > width) for cells in split)


def _mended_records(lines: list[str], delimiter: str, width: int) -> Iterator[list[str]]:
    """Records by strict reading where that gives the usual width, over several lines too; any other line is a record of its own."""
    index = 0
    while index < len(lines):
        several = (_strict_record(lines[index : index + count], delimiter) for count in range(1, _MOST_LINES_IN_CELL))
        whole = ((count, cells) for count, cells in enumerate(several, 1) if cells)
        count, cells = next(whole, (1, [])) if '"' in lines[index] else (1, [])
        if len(cells) != width or _swallows(cells, delimiter, width):
            count, cells = 1, next(split_records([lines[index].rstrip("\r\n")], delimiter), [])
        yield cells
        index += count


def _strict_record(lines: Sequence[str], delimiter: str) -> list[str]:
    """The one record that these lines are; empty where a quote stands wrong or is left open."""
    try:
        records = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return []
    return records[0] if len(records) == 1 else []


def detect_delimiter(text: str) -> str:
    r"""Of equal candidates the rarer in prose wins: `;`, tab, `|`, then `,`.

    >>> detect_delimiter("STT;Nhiệm vụ;Kinh phí\n1;Xuất bản, phát hành;250.000.000\n")
    ';'
    """
    sample = text[:_SAMPLE_CHARACTERS]
    return max(DELIMITERS, key=lambda delimiter: _delimiter_evenness(sample, delimiter))


def _delimiter_evenness(sample: str, delimiter: str) -> int:
    """Cuts in each record of the commonest width, times the square of their number; 0 where it cuts nothing.

    The square, because one line of prose may hold more semicolons than a short table has commas.
    """
    if delimiter not in sample:
        return 0
    records = islice(split_records(io.StringIO(sample, newline=""), delimiter), _SAMPLE_RECORDS)
    widths = Counter(len(cells) for cells in records)
    return max((count * count * (width - 1) for width, count in widths.items()), default=0)
