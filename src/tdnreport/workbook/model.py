"""Workbook model: the filled lines of a sheet as text, with cell types and formatting.

    Line(9, ["1", "Quảng bá …", "75%", "2024-07-30", "#REF!"], "sspde")

Kinds, one letter a cell: `s` text, `n` number, `p` percent, `d` date, `b` logical, `e` error, space for blank. Numbers are
Python's shortest repr without ".0", percents "75%", dates ISO; text is untouched. Rows and columns are counted from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

Box = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged range."""

Place = tuple[int, int]
"""Row and column."""

LAST_ROW, LAST_COLUMN = 1 << 20, 1 << 14
"""Of a sheet of Excel (Microsoft: "Excel specifications and limits"); a longer line holds nothing that a table could show."""


class Line(NamedTuple):
    row_no: int
    cells: list[str]
    kinds: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """`lines` holds only lines with anything in them; `margin` the texts of page header, footer and text boxes.

    `coloured` names the colour of cells in red letters or on yellow ground, `struck` are filled cells that are struck through,
    `unstruck` says of cells struck through in part what is left of their text. `doubts` says of cells that do not show what
    they hold, in a sentence, why; `scaled` are cells that show what they hold divided by a number, without a word for it.
    Of `cut_rows` the cells beyond `LAST_COLUMN` are left out.
    """

    name: str
    position: int
    lines: list[Line]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    struck: frozenset[Place] = frozenset()
    merged: tuple[Box, ...] = ()
    comments: Mapping[Place, str] = field(default_factory=dict)
    margin: tuple[str, ...] = ()
    coloured: Mapping[Place, str] = field(default_factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    unstruck: Mapping[Place, str] = field(default_factory=dict)
    doubts: Mapping[Place, str] = field(default_factory=dict)
    scaled: Mapping[Place, int] = field(default_factory=dict)
    cut_rows: frozenset[int] = frozenset()

    def __reduce__(self) -> tuple[Callable[..., Sheet], tuple[Any, ...]]:
        """Pickled as one text of all cells, in a tenth of the time that separate cells take."""
        own = tuple(getattr(self, sheet_field.name) for sheet_field in fields(self) if sheet_field.name != "lines")
        cells = [cell for line in self.lines for cell in line.cells]
        whole = _BETWEEN_CELLS.join(cells)
        is_clear = whole.count(_BETWEEN_CELLS) == len(cells) - 1
        shapes = ([line.row_no for line in self.lines], [line.kinds for line in self.lines])
        return joined_sheet, (own, (*shapes, [len(line.cells) for line in self.lines]), whole if is_clear else cells)


_BETWEEN_CELLS = "\0"
_AS_LINE: Callable[[tuple[int, list[str], str]], Line] = partial(tuple.__new__, Line)
"""Builds a `Line` from its parts without running the named tuple's Python constructor a million times."""


def joined_sheet(
    own: tuple[Any, ...], shapes: tuple[list[int], list[str], list[int]], packed: str | list[str]
) -> Sheet:
    """A sheet as it came out of `__reduce__`: numbers, kinds and widths of its lines apart from their cells."""
    cells = packed.split(_BETWEEN_CELLS) if isinstance(packed, str) else packed
    ends = list(accumulate(shapes[2], initial=0))
    texts = [cells[start:end] for start, end in pairwise(ends)]
    name, position, *others = own
    return Sheet(name, position, list(map(_AS_LINE, zip(shapes[0], texts, shapes[1], strict=True))), *others)


def split_struck(struck: Iterable[Place], unstruck: Mapping[Place, str]) -> tuple[frozenset[Place], dict[Place, str]]:
    """Cells struck through as a whole, and the remaining text of those struck in part; the parts take precedence."""
    if not unstruck:
        return frozenset(struck), {}
    partly = {place: text for place, text in unstruck.items() if text}
    return frozenset(struck).union(unstruck) - partly.keys(), partly


def number_text(value: float) -> str:
    """A number in its shortest form, whole ones without a point.

    >>> number_text(120000000.0), number_text(0.75)
    ('120000000', '0.75')
    """
    return repr(value).removesuffix(".0")


def percent_text(number: str) -> str:
    """What the cell shows, without the noise of binary fractions.

    >>> percent_text("0.753")
    '75.3%'
    """
    return f"{(Decimal(number) * 100).normalize():f}%"


def moment_text(value: datetime) -> str:
    """The time of day stays only where there is one.

    >>> moment_text(datetime(2024, 7, 30)), moment_text(datetime(2024, 7, 30, 8, 15))
    ('2024-07-30', '2024-07-30 08:15:00')
    """
    return value.isoformat(" ") if value.time() != time() else value.date().isoformat()


_EPOCH, _EPOCH_1904, _SECONDS = datetime(1899, 12, 30), datetime(1904, 1, 1), 86_400
_LEAP_DAY_1900 = 60
"""Excel counts a day that never was, so that days before it stand one lower."""


def serial_text(days: float, counts_from_1904: bool = False) -> str:
    """A day or time of a spreadsheet, to the second. Raises ValueError or OverflowError for what is none.

    >>> serial_text(45503.0), serial_text(0.395833333), serial_text(45503.5), serial_text(45503.0, counts_from_1904=True)
    ('2024-07-30', '09:30:00', '2024-07-30 12:00:00', '2028-07-31')
    """
    seconds = round(days * _SECONDS)
    if 0 <= seconds < _SECONDS:
        return (_EPOCH + timedelta(seconds=seconds)).time().isoformat()
    if seconds < 0:
        raise ValueError(days)
    epoch = _EPOCH_1904 if counts_from_1904 else _EPOCH if days >= _LEAP_DAY_1900 else _EPOCH + timedelta(days=1)
    return moment_text(epoch + timedelta(seconds=seconds))


_TEXTS: Mapping[type, Callable[[Any], str]] = {
    float: number_text,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    date: date.isoformat,
    datetime: moment_text,
    time: time.isoformat,
    timedelta: str,
}
_KINDS: Mapping[type | None, str] = {
    None: " ",
    str: "s",
    float: "n",
    int: "n",
    bool: "b",
    date: "d",
    datetime: "d",
    time: "d",
    timedelta: "d",
}


@lru_cache(maxsize=4096)
def _line_kinds(types: tuple[type | None, ...]) -> str:
    return "".join([_KINDS[value_type] for value_type in types])


def make_line(row_no: int, values: Sequence[Any], blanks: int = 0) -> Line:
    """A line of parsed values, "" for blank; `blanks` blank cells stand before the first of them.

    >>> make_line(9, ["Quảng bá", 0.5, True, ""], blanks=1)
    Line(row_no=9, cells=['', 'Quảng bá', '0.5', 'TRUE'], kinds=' snb')
    """
    cells = [
        value
        if type(value) is str
        else repr(value).removesuffix(".0")
        if type(value) is float
        else _TEXTS[type(value)](value)
        for value in values
    ]
    kinds = _line_kinds(tuple([type(value) if value or type(value) is not str else None for value in values]))
    line = Line(row_no, [""] * blanks + cells, " " * blanks + kinds) if blanks else Line(row_no, cells, kinds)
    return line if cells and cells[-1] else strip_blank_end(line)


def strip_blank_end(line: Line) -> Line:
    """The line without the blank cells behind its last filled one.

    >>> strip_blank_end(Line(9, ["1", "", ""], "s  "))
    Line(row_no=9, cells=['1'], kinds='s')
    """
    kinds = line.kinds.rstrip()
    return Line(line.row_no, line.cells[: len(kinds)], kinds)


def replace_cells(line: Line, changes: Iterable[tuple[int, str, str]]) -> Line:
    """The line with other text and kind at some columns; it grows where a column lies beyond its end.

    >>> replace_cells(Line(9, ["1"], "n"), [(3, "75%", "p")])
    Line(row_no=9, cells=['1', '', '75%'], kinds='n p')
    """
    cells, kinds = list(line.cells), list(line.kinds)
    for column, text, kind in changes:
        missing = column - len(cells)
        cells += [""] * missing
        kinds += [" "] * missing
        cells[column - 1], kinds[column - 1] = text, kind
    return Line(line.row_no, cells, "".join(kinds))
