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
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from tdnreport.workbook.model import Line, Sheet
from tdnreport.workbook.sniff import Refused

DELIMITERS = ";\t|,"
_SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
_SAMPLE_RECORDS = 200
_SAMPLE_CHARACTERS = 1 << 16
_LONGEST_CELL = 1 << 24


def read_delimited(text: str, name: str) -> Sheet:
    r"""Raises `Refused` where a cell would be longer than any real one.

    >>> read_delimited("STT;Nhiệm vụ\n1;Xuất bản\n", "bao-cao").lines
    [Line(row_no=1, cells=['STT', 'Nhiệm vụ'], kinds='ss'), Line(row_no=2, cells=['1', 'Xuất bản'], kinds='ss')]
    """
    separator = _SEP_LINE.match(text)
    body = text[separator.end() :] if separator else text
    first = 2 if separator else 1
    delimiter = separator[1] if separator else detect_delimiter(body)
    lines = _make_lines(split_records(_split_text_lines(body), delimiter), first)
    if '"' in body and _is_quote_left_open(lines, delimiter):
        by_line = (next(split_records([line.rstrip("\r\n")], delimiter), []) for line in _split_text_lines(body))
        lines = _make_lines(by_line, first)
    return Sheet(name, 1, lines)


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


def _is_quote_left_open(lines: list[Line], delimiter: str) -> bool:
    """True where an unclosed quote swallowed whole records: a line inside a cell is as wide as the records around it."""
    if not any("\n" in cell for line in lines for cell in line.cells):
        return False
    width = Counter(len(line.cells) for line in lines).most_common(1)[0][0]
    inner = (part for line in lines for cell in line.cells for part in cell.splitlines()[1:])
    return width > 1 and any(len(next(split_records([part], delimiter), [])) >= width for part in inner)


def detect_delimiter(text: str) -> str:
    r"""Of equal candidates the rarer in prose wins: `;`, tab, `|`, then `,`.

    >>> detect_delimiter("STT;Nhiệm vụ;Kinh phí\n1;Xuất bản, phát hành;250.000.000\n")
    ';'
    """
    sample = text[:_SAMPLE_CHARACTERS]
    return max(DELIMITERS, key=lambda delimiter: _delimiter_evenness(sample, delimiter))


def _delimiter_evenness(sample: str, delimiter: str) -> int:
    """Records of the commonest width times the cuts in each; 0 where it cuts nothing."""
    if delimiter not in sample:
        return 0
    records = islice(split_records(io.StringIO(sample, newline=""), delimiter), _SAMPLE_RECORDS)
    widths = Counter(len(cells) for cells in records)
    return max((count * (width - 1) for width, count in widths.items()), default=0)
