"""plan.toml read into dataclasses: keys are field names, `[report]` a nested one, `[[report.outline]]` a tuple of them.

A key that no field has, a missing key and a value of another type are told in one sentence each.
"""

from __future__ import annotations

import tomllib
import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from tdnreport.plans.files import DataError, Problems, read_text, shown

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")

KIND_NAMES = {str: "một chuỗi chữ trong ngoặc kép", int: "một số nguyên", date: "một ngày dạng 2024-11-15"}


def read_toml(path: Path, table_type: type[T]) -> T:
    """The whole file as one dataclass; raises DataError with every mistake."""
    try:
        table = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{shown(path)}: sai cú pháp TOML ({error}); sửa dòng đó rồi chạy lại.") from error
    problems = Problems()
    made = _table(shown(path), table, table_type, problems)
    problems.stop_if_any()
    assert made is not None
    return made


def _table(place: str, table: dict[str, Any], table_type: type[T], problems: Problems) -> T | None:
    hints = get_type_hints(table_type)
    known = {field.name: field for field in fields(table_type)}
    for key in [key for key in table if key not in known]:
        problems.append(f"{place}: không có mục “{key}”; các mục được dùng: {', '.join(known)}.")
    for name, field in known.items():
        if name not in table and field.default is MISSING:
            problems.append(f"{place}: thiếu mục “{name}”; thêm dòng {name} = …")
    values = {}
    for name in [name for name in known if name in table]:
        values[name] = _value(f"{place}, mục {name}", table[name], hints[name], problems)
    return None if problems else table_type(**values)


def _value(place: str, value: Any, hint: Any, problems: Problems) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return _value(place, value, get_args(hint)[0], problems)
    if get_origin(hint) is tuple:
        if isinstance(value, list):
            return tuple(_value(place, one, get_args(hint)[0], problems) for one in value)
        problems.append(f"{place}: ghi một danh sách trong ngoặc vuông.")
    elif is_dataclass(hint):
        if isinstance(value, dict):
            return _table(place, value, cast("type[DataclassInstance]", hint), problems)
        problems.append(f"{place}: ghi thành một bảng [..].")
    elif type(value) is not hint:
        problems.append(f"{place}: “{value}” không dùng được; ghi {KIND_NAMES[hint]}.")
    return value
