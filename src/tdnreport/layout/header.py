"""The header of a table: found by its words, over one to three rows with merged cells.

STT │ Nhiệm vụ │ Kinh phí (triệu đồng)      │ Kết quả      →  {1: STT, 2: Nhiệm vụ, 3: Kinh phí / Dự toán giao, …}
    │          │ Dự toán giao │ Đã giải ngân │
(1) │ (2)      │ (3)          │ (4)          │ (5)             a row of column numbers, never data
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from tdnreport.layout.vocabulary import ANY_CONTEXT, LayoutWords
from tdnreport.workbook.model import Box, Line

_ANCHORS = frozenset({"title", "indicator", "duty", "code"})
_TITLE_BLOCK = frozenset({"code", "title", "unit", "lead", "period", "part", "reported_on", "place", "person", "time"})
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,2}|[A-Ha-h])\s*\)?(?:\s*=.*)?")
_MAX_LABEL_ROWS = 3
_MACHINE_NAME = re.compile(r"#[a-z][\w+]*|[a-z][a-z0-9]*(?:[_/.][a-z0-9]+)*")
OF_PROGRAM = re.compile(r"_[a-z_]+|start|end|today|deviceid|instanceID")
"""Columns that survey programs add."""
_FIRST_CELLS = 3


@dataclass(frozen=True, slots=True)
class Label:
    """A column's header text: the group above it ("" where there is none) and its own."""

    group: str
    own: str

    @property
    def text(self) -> str:
        return f"{self.group} {self.own}".strip()


@dataclass(frozen=True, slots=True)
class Header:
    """`rows` are its label and numbering rows with their roles; `end` is the index of the first line after it."""

    rows: Mapping[int, str]
    labels: Mapping[int, Label]
    end: int


def find_header(lines: Sequence[Line], index: int, merged: Sequence[Box], words: LayoutWords) -> Header | None:
    """The header that starts at a line, if one does; a line of groups right above it belongs to it."""
    if not is_header_line(lines[index], words):
        return None
    first = index - 1 if index and _is_group_line(lines[index - 1], lines[index], words) else index
    end = _labels_end(lines, first, index, merged, words)
    rows = {line.row_no: "header" for line in lines[first:end]}
    labels = _read_labels(lines[first:end], merged, words)
    if end < len(lines) and is_numbering(lines[end]):
        rows[lines[end].row_no] = "numbering"
        end += 1
    return Header(rows, labels, end)


def is_header_line(line: Line, words: LayoutWords) -> bool:
    """Three known labels or more (two in a narrow table), one of them a task, an indicator or a code."""
    if not _starts_like_header(line, words):
        return False
    filled = [text for text in line.cells if text and not OF_PROGRAM.fullmatch(text)]
    headings = [words.find_heading(text, ANY_CONTEXT) for text in filled if words.is_label(text)]
    fields = {heading.fields[0] for heading in headings if heading}
    enough = len(fields) >= 3 or (len(fields) == 2 and len(filled) <= 4)
    return enough and bool(fields & _ANCHORS) and len(headings) >= 0.4 * len(filled)


def _starts_like_header(line: Line, words: LayoutWords) -> bool:
    """Check the first filled cells, which excludes data lines at little cost."""
    filled = (index for index, kind in enumerate(line.kinds) if kind != " ")
    for index in islice(filled, _FIRST_CELLS):
        if line.kinds[index] != "s" or line.cells[index][-1].isdigit():
            return False
        if words.is_label(line.cells[index]):
            return True
    return False


def is_numbering(line: Line) -> bool:
    """Three column numbers or more and nothing else, counting up; formulas such as "(7)=(6)/(5)" are such numbers.

    >>> is_numbering(Line(6, ["(1)", "(2)", "(3)"], "sss")), is_numbering(Line(6, ["A", "B", "1", "2"], "ssnn"))
    (True, True)
    >>> is_numbering(Line(6, ["1", "2", "5 lớp"], "nns"))
    False
    """
    numbers, count = [], 0
    for text in filter(None, map(str.strip, line.cells)):
        if not (match := _COLUMN_NUMBER.fullmatch(text)):
            return False
        count += 1
        if match[1].isdigit():
            numbers.append(int(match[1]))
    return count >= 3 and len(numbers) >= 2 and numbers == sorted(set(numbers)) and numbers[-1] <= len(line.cells)


def _is_group_line(line: Line, below: Line, words: LayoutWords) -> bool:
    """True for group names above a label line whose other columns are blank: "Kinh phí" over "Dự toán", "Thực hiện"."""
    columns = [column for column, text in enumerate(line.cells) if text]
    first = next(column for column, text in enumerate(below.cells) if text)
    return (
        line.row_no == below.row_no - 1
        and 0 < len(columns) < sum(map(bool, below.cells))
        and columns[0] > first
        and all(column < len(below.cells) and below.cells[column] for column in columns)
        and all(_is_group_name(line.cells[column], words) for column in columns)
    )


def _is_group_name(text: str, words: LayoutWords) -> bool:
    """Figures or results; a line of the title block such as "Ngày báo cáo: 12/11" names neither."""
    heading = words.find_heading(text, ANY_CONTEXT) if words.is_label(text) else None
    return heading is not None and heading.fields[0] not in _TITLE_BLOCK and words.line_scale(text) is None


def _labels_end(lines: Sequence[Line], first: int, index: int, merged: Sequence[Box], words: LayoutWords) -> int:
    """Index of the line after the last label line: as deep as merged label cells reach, and rows that only name parts of groups."""
    top = lines[first].row_no
    bottoms = (bottom for box_top, _, bottom, _ in merged if top <= box_top <= lines[index].row_no)
    depth = max((bottom for bottom in bottoms if bottom < top + _MAX_LABEL_ROWS), default=top)
    end = index + 1
    while end < min(len(lines), first + _MAX_LABEL_ROWS):
        line, above = lines[end], lines[end - 1]
        is_aside = line.row_no == above.row_no + 1 and (is_unit_line(line, words) or _is_machine_line(line))
        if line.row_no > depth and not is_aside and not _is_part_line(line, above, merged, words):
            break
        end += 1
    return end


def _is_part_line(line: Line, above: Line, merged: Sequence[Box], words: LayoutWords) -> bool:
    """ "Dự toán giao", "Đã giải ngân" below a group: known labels, or any words below a merged one; code and task left blank."""
    columns = [column for column, text in enumerate(line.cells) if text]
    groups = {column - 1 for top, left, _, right in merged if top == above.row_no for column in range(left, right + 1)}
    is_open = [column in groups or column >= len(above.cells) or not above.cells[column] for column in columns]
    return (
        line.row_no == above.row_no + 1
        and any(is_open)
        and min(columns) >= 2
        and all(line.kinds[column] == "s" for column in columns)
        and (groups.issuperset(columns) or all(words.is_label(line.cells[column]) for column in columns))
    )


def _read_labels(lines: Sequence[Line], merged: Sequence[Box], words: LayoutWords) -> dict[int, Label]:
    """Column → label; a merged cell names every column it covers, an unmerged group the blank columns to its right."""
    width = max(len(line.cells) for line in lines)
    units = next((line.cells for line in lines[1:] if is_unit_line(line, words)), [])
    named = [lines[0], *(line for line in lines[1:] if line.cells is not units and not _is_machine_line(line))]
    grid = [_spread_merged(line, width, merged) for line in named]
    for upper, lower in pairwise(grid):
        _spread_groups(upper, lower, words)
    labels = {}
    for column in range(width):
        parts = list(dict.fromkeys(row[column].strip() for row in grid if row[column].strip()))
        if parts:
            unit = f" ({units[column].strip()})" if column < len(units) and units[column].strip() else ""
            labels[column + 1] = Label(" ".join(parts[:-1]), parts[-1] + unit)
    return _without_paths(labels, words)


def is_unit_line(line: Line, words: LayoutWords) -> bool:
    """Units of measure below the labels and nothing else: "%", "triệu đồng".

    >>> is_unit_line(Line(7, ["", "", "%", "triệu đồng"], "  ss"), layout_words)
    True
    """
    texts = [text.strip(" ()") for text in line.cells if text.strip()]
    return bool(texts) and all(text == "%" or words.line_scale(text) is not None for text in texts)


def _is_machine_line(line: Line) -> bool:
    """Names that a program gave to the columns, below those that people read: "#activity", "nhom_1/ten_nv"."""
    texts = [text.strip() for text in line.cells if text.strip()]
    return len(texts) > 1 and all(map(_MACHINE_NAME.fullmatch, texts)) and any(not text.isalpha() for text in texts)


def _without_paths(labels: dict[int, Label], words: LayoutWords) -> dict[int, Label]:
    """ "nhom/Nhiệm vụ", "nhom/Trạng thái": a form's groups before a slash that several labels share are no part of them."""
    starts = Counter(label.own.partition("/")[0] for label in labels.values() if "/" in label.own)
    paths = {start for start, count in starts.items() if count > 1 and words.find_heading(start, ANY_CONTEXT) is None}
    return {
        column_no: Label(label.group, label.own.partition("/")[2].strip() or label.own)
        if label.own.partition("/")[0] in paths
        else label
        for column_no, label in labels.items()
    }


def _spread_merged(line: Line, width: int, merged: Sequence[Box]) -> list[str]:
    row = line.cells + [""] * (width - len(line.cells))
    for top, left, _, right in merged:
        if top == line.row_no and left <= width:
            row[left - 1 : right] = [row[left - 1]] * (min(right, width) - left + 1)
    return row


def _spread_groups(upper: list[str], lower: list[str], words: LayoutWords) -> None:
    """Without merged cells a group extends to the right while its row is blank and the label below is ambiguous without it.

    A group that names a year or a part of one ("Năm 2024", "Quý II") covers whatever stands below the blank cells beside it.
    """
    for column in range(1, len(upper)):
        before = upper[column - 1]
        if upper[column] or not (lower[column] and before and lower[column - 1]):
            continue
        if words.find_heading(lower[column]) is None or words.says("span_group", before):
            upper[column] = before
