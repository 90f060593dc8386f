"""CSV files that officers edit in Excel or a text editor, read into dataclasses.

A dataclass is the schema of its file: field names are the column names, types say how a cell is read, a field with a
default may be left out, a field of type `Place` is where the row stands. For `Task`:

    task_code,parent_code,title,…,budget_vnd,…
    4.1,4,Quảng bá hình ảnh của tỉnh …,…,250000000,…

Excel's habits are accepted: `;` or tab between columns and the line `sep=;`, the encodings of `text_file`, 15/11/2024 for a date,
250.000.000 for a number, empty columns and rows behind the last, and the separators that it leaves out at the end of rows.
Out of scope: what the rows mean together (`plans.load`, `vietnamese.lexicon`).
"""

from __future__ import annotations

import csv
import io
import re
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from tdnreport.base.data_error import Place, Problems
from tdnreport.base.ids import read_id
from tdnreport.base.text_file import read_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
Reader = Callable[[str], Any]

WHOLE_NUMBER = re.compile(r"-?(\d{1,18}|\d{1,3}(\.\d{3}){1,5})", re.ASCII)
DECIMAL = re.compile(r"-?\d{1,15}([.,]\d{1,15})?", re.ASCII)
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
_LOST_LETTER = re.compile(r"[^\W\d_]\?[^\W\d_]|\ufffd")
_EXCEL_BLOCK = 16


def read_table(path: Path, row_type: type[T], problems: Problems) -> tuple[T, ...]:
    """Rows of a CSV file as `row_type`; rows with mistakes go to `problems`. Raises DataError where the file cannot be read."""
    before = len(problems)
    records = _read_records(path, problems)
    hints = get_type_hints(row_type, include_extras=True)
    columns = {field.name: field for field in fields(row_type) if hints[field.name] is not Place}
    if len(problems) == before:
        _check_header(Place(path, 1), records[0], columns, problems)
    if len(problems) > before:
        return ()
    readers = {name: _cell_reader(hints[name]) for name in columns}
    place_names = hints.keys() - columns
    rows = []
    for place, cells in _filled_rows(path, records, problems):
        values = _read_values(place, cells, readers, problems)
        if values is not None:
            rows.append(row_type(**values, **dict.fromkeys(place_names, place)))
    return tuple(rows)


def read_tables(folders: Sequence[Path], name: str, row_type: type[T], problems: Problems) -> tuple[T, ...]:
    """The rows of one list in several folders, in their order; every folder but the first may do without it."""
    first, *others = folders
    paths = [first / name, *(folder / name for folder in others if (folder / name).exists())]
    return tuple(row for path in paths for row in read_table(path, row_type, problems))


def _read_records(path: Path, problems: Problems) -> list[list[str]]:
    """All records, the header first, which is there even in an empty file; empty columns behind its last name are none."""
    text = read_text(path)
    separator = _SEPARATOR_LINE.match(text)
    body = text[separator.end() :] if separator else text
    delimiter = separator[1] if separator else max(",;\t", key=body.partition("\n")[0].count)
    records: list[list[str]] = []
    try:
        records.extend(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        problems.add_at(
            Place(path, len(records) + 1),
            "dấu nháy kép mở ra mà không đóng, hoặc đóng giữa ô; nháy kép nằm trong ô phải viết hai lần.",
        )
    header, *rows = records or [[]]
    names = [cell.strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    return [names, *rows]


def _check_header(place: Place, header: list[str], columns: dict[str, Field[Any]], problems: Problems) -> None:
    known = ", ".join(columns)
    for name in dict.fromkeys(header):
        if name not in columns:
            problems.add_at(place, f"cột “{name}” không có trong mẫu; các cột được dùng: {known}.")
        elif header.count(name) > 1:
            problems.add_at(place, f"cột “{name}” xuất hiện hai lần; bỏ bớt một cột.")
    for name, field in columns.items():
        if name not in header and _is_required(field):
            problems.add_at(place, f"thiếu cột “{name}”; thêm cột này vào hàng tiêu đề ({known}).")


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _filled_rows(
    path: Path, records: Sequence[list[str]], problems: Problems
) -> Iterator[tuple[Place, dict[str, str]]]:
    """Rows that hold anything, as cells by column name; a row with too many or too few cells, or one that is there twice, is a problem."""
    header = records[0]
    first: dict[tuple[str, ...], int] = {}
    for line, record in enumerate(records[1:], start=2):
        place = Place(path, line)
        if not any(map(str.strip, record)):
            continue
        if (before := first.setdefault(tuple(record), line)) != line:
            problems.add_at(place, f"giống hệt dòng {before}; xóa một trong hai dòng.")
        elif len(record) == len(header):
            yield place, dict(zip(header, record, strict=True))
        elif remedy := _misfit_sentence(record, len(header), _width_of_block(records, line)):
            problems.add_at(place, f"có {len(record)} ô, hàng tiêu đề có {len(header)} cột; {remedy}.")
        else:
            yield place, dict(zip_longest(header, record[: len(header)], fillvalue=""))


def _misfit_sentence(record: Sequence[str], width: int, of_block: int) -> str:
    """What to do about a row whose cells are not those of the columns; "" where they are."""
    if any(cell.strip() for cell in record[width:]):
        return "đặt ô có dấu ngăn cột trong dấu nháy kép, hoặc bỏ ô thừa"
    return "thêm dấu ngăn cột còn thiếu" if len(record) < min(width, of_block) else ""


def _width_of_block(records: Sequence[Sequence[str]], line: int) -> int:
    """Cells of the longest of the 16 rows with which Excel writes this one: it leaves out separators at the end of all of them where
    their last columns are empty (Microsoft: "Column delimiters are missing in an Excel spreadsheet that is saved as text")."""
    start = (line - 1) // _EXCEL_BLOCK * _EXCEL_BLOCK
    return max(map(len, records[start : start + _EXCEL_BLOCK]))


def _read_values(
    place: Place, cells: dict[str, str], readers: dict[str, Reader], problems: Problems
) -> dict[str, Any] | None:
    before = len(problems)
    values = {}
    for name in [name for name in readers if name in cells]:
        try:
            values[name] = readers[name](_tidy_cell(cells[name]))
        except ValueError as error:
            problems.add_at(place, f"cột “{name}” {error}.")
    return values if len(problems) == before else None


def _tidy_cell(cell: str) -> str:
    """One blank between words; a letter that the file's encoding could not hold was lost when Excel saved it."""
    text = " ".join(cell.split())
    if ("?" in text or "\ufffd" in text) and (lost := _LOST_LETTER.search(text)):
        raise ValueError(f"là “{text}”, có chữ đã mất dấu (“{lost[0]}”); ghi lại và lưu thành “CSV UTF-8”")
    return text


def _cell_reader(hint: Any) -> Reader:
    """The function that reads a cell of this type; it raises ValueError with the rest of the sentence."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = _cell_reader(next(arg for arg in get_args(hint) if arg is not type(None)))
        return lambda cell: inner(cell) if cell else None
    if get_origin(hint) is Annotated:
        return read_id
    if get_origin(hint) is Literal:
        return lambda cell: _read_code(cell, get_args(hint))
    if get_origin(hint) is tuple:
        part = _cell_reader(get_args(hint)[0])
        return lambda cell: tuple(part(text.strip()) for text in re.split("[|;]", cell) if text.strip())
    return {str: _read_text, int: _read_whole_number, float: _read_decimal, date: _read_day, bool: _yes_or_no}[hint]


def _read_text(cell: str) -> str:
    if not cell:
        raise ValueError("để trống; điền giá trị")
    return cell


def _read_code(cell: str, known: tuple[str, ...]) -> str:
    if cell not in known:
        raise ValueError(f"là “{cell}”; chỉ dùng một trong: {', '.join(known)}")
    return cell


def _yes_or_no(cell: str) -> bool:
    return _read_code(cell, ("yes", "no")) == "yes"


def _read_whole_number(cell: str) -> int:
    if not WHOLE_NUMBER.fullmatch(cell):
        raise ValueError(f"là “{cell}”; ghi một số nguyên, ví dụ 250000000")
    return int(cell.replace(".", ""))


def _read_decimal(cell: str) -> float:
    if not DECIMAL.fullmatch(cell):
        raise ValueError(f"là “{cell}”; ghi một số, ví dụ 69.1")
    return float(cell.replace(",", "."))


def _read_day(cell: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(cell, form).date()
        except ValueError:
            continue
    raise ValueError(f"là “{cell}”; ghi một ngày có thật theo dạng 2024-11-15 hoặc 15/11/2024")
