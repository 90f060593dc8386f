"""CSV files that officers edit in Excel or a text editor, read into dataclasses.

A dataclass is the schema of its file: field names are the column names, types say how a cell is read, a field with a
default may be left out. For `Task`:

    task_code,parent_code,title,…,budget_vnd,…
    4.1,4,Quảng bá hình ảnh của tỉnh …,…,250000000,…

Excel's habits are accepted: a byte order mark, `;` between columns, 15/11/2024 for a date, 250.000.000 for a number.
Out of scope: what the rows mean together (`load`).
"""

from __future__ import annotations

import csv
import re
import types
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from tdnreport.plans.files import Problems, read_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
Reader = Callable[[str], Any]

WHOLE_NUMBER = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+)")


def read_table(path: Path, row_type: type[T], problems: Problems) -> tuple[T, ...]:
    """Rows of a CSV file as `row_type`, whose `line` is the row that Excel shows; rows with mistakes go to `problems`."""
    records = _records(path)
    header = [cell.strip() for cell in next(records, [])]
    columns = {field.name: field for field in fields(row_type) if field.name != "line"}
    before = len(problems)
    _check_header(path, header, columns, problems)
    if len(problems) > before:
        return ()
    readers = _readers(row_type)
    rows = []
    for line, record in enumerate(records, start=2):
        if any(cell.strip() for cell in record):
            values = _values(path, line, dict(zip(header, record, strict=False)), columns, readers, problems)
            if values is not None:
                rows.append(row_type(**{"line": line, **values}))
    return tuple(rows)


def _records(path: Path) -> Iterator[list[str]]:
    text = read_text(path)
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    return csv.reader(text.splitlines(keepends=True), delimiter=delimiter)


def _check_header(path: Path, header: list[str], columns: dict[str, Field[Any]], problems: Problems) -> None:
    known = ", ".join(columns)
    for name in dict.fromkeys(header):
        if name not in columns:
            problems.at(path, 1, f"cột “{name}” không có trong mẫu; các cột được dùng: {known}.")
        elif header.count(name) > 1:
            problems.at(path, 1, f"cột “{name}” xuất hiện hai lần; bỏ bớt một cột.")
    for name, field in columns.items():
        if name not in header and _is_required(field):
            problems.at(path, 1, f"thiếu cột “{name}”; thêm cột này vào hàng tiêu đề.")


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _readers(row_type: type[Any]) -> dict[str, Reader]:
    return {name: _reader(hint) for name, hint in get_type_hints(row_type).items()}


def _values(
    path: Path,
    line: int,
    cells: dict[str, str],
    columns: dict[str, Field[Any]],
    readers: dict[str, Reader],
    problems: Problems,
) -> dict[str, Any] | None:
    before = len(problems)
    values = {}
    for name, field in columns.items():
        if name in cells:
            try:
                values[name] = readers[name](" ".join(cells[name].split()))
            except ValueError as error:
                problems.at(path, line, f"cột “{name}” {error}.")
        elif _is_required(field):
            problems.at(path, line, f"cột “{name}” không có ô; dòng này thiếu dấu ngăn cột.")
    return values if len(problems) == before else None


def _reader(hint: Any) -> Reader:
    """The function that reads a cell of this type; it raises ValueError with the rest of the sentence."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = _reader(next(arg for arg in get_args(hint) if arg is not type(None)))
        return lambda cell: inner(cell) if cell else None
    if get_origin(hint) is Literal:
        return lambda cell: _code(cell, get_args(hint))
    if get_origin(hint) is tuple:
        return lambda cell: tuple(part.strip() for part in cell.split("|") if part.strip())
    return {str: _words, int: _whole_number, float: _decimal, date: _day}[hint]


def _words(cell: str) -> str:
    if not cell:
        raise ValueError("để trống; điền giá trị")
    return cell


def _code(cell: str, known: tuple[str, ...]) -> str:
    if cell not in known:
        raise ValueError(f"là “{cell}”; chỉ dùng một trong: {', '.join(known)}")
    return cell


def _whole_number(cell: str) -> int:
    if not WHOLE_NUMBER.fullmatch(cell):
        raise ValueError(f"là “{cell}”; ghi một số nguyên, ví dụ 250000000")
    return int(cell.replace(".", ""))


def _decimal(cell: str) -> float:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        raise ValueError(f"là “{cell}”; ghi một số, ví dụ 69.1") from None


def _day(cell: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(cell, form).date()
        except ValueError:
            continue
    raise ValueError(f"là “{cell}”; ghi một ngày có thật theo dạng 2024-11-15 hoặc 15/11/2024")
