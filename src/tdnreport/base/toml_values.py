"""TOML files read into dataclasses: keys are field names, `[report]` a nested one, `[[report.outline]]` a tuple of them.

A key that no field has, a missing key and a value of another type are told in one sentence each, with the line.
"""

from __future__ import annotations

import math
import re
import tomllib
import types
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from tdnreport.base.data_error import DataError, Place, Problems
from tdnreport.base.ids import read_id
from tdnreport.base.text_file import read_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
Keys = tuple[str, ...]

KIND_NAMES = {
    str: "một chuỗi chữ trong ngoặc kép",
    int: "một số nguyên",
    float: "một số",
    bool: "true hoặc false",
    date: "một ngày dạng 2024-11-15",
}
_SYNTAX_LINE = re.compile(r"at line (\d+)")
_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?")
_KEY = re.compile(r'\s*("?)([\w-]+)\1\s*=')


def read_toml(path: Path, table_type: type[T]) -> T:
    """The whole file as one dataclass; raises DataError with every mistake."""
    text = read_text(path)
    table = _parsed(path, text)
    reader = _TomlReader(path, dict(_lines(text)), Problems())
    made = reader.table((), table, table_type)
    reader.problems.stop_if_any()
    assert made is not None
    return made


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX_LINE.search(str(error))
        place = Place(path, int(found[1]) if found else text.count("\n") + 1)
        remedy = "chữ đặt trong ngoặc kép, mỗi ngoặc mở có ngoặc đóng; sửa dòng này rồi chạy lại."
        raise DataError(f"{place}: sai cú pháp TOML; {remedy}") from error


def _lines(text: str) -> Iterator[tuple[Keys, int]]:
    """Where tables and keys stand; the second `[[report.outline]]` is ("report", "outline", "2")."""
    section: Keys = ()
    count: Counter[Keys] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line):
            section = tuple(part.strip().strip('"') for part in header[2].split("."))
            if header[1] == "[[":
                count[section] += 1
                section = (*section, str(count[section]))
            yield section, number
        elif key := _KEY.match(line):
            yield (*section, key[2]), number


@dataclass(frozen=True)
class _TomlReader:
    """Values of one file; `lines` are those of its keys, a mistake deeper inside has the line of what it stands in."""

    path: Path
    lines: Mapping[Keys, int]
    problems: Problems

    def problem(self, keys: Keys, sentence: str) -> None:
        lines = (self.lines.get(keys[:size]) for size in range(len(keys), 0, -1))
        place = Place(self.path, next((line for line in lines if line), 1))
        self.problems.add_at(place, f"mục {'.'.join(keys)}: {sentence}" if keys else sentence)

    def table(self, keys: Keys, table: dict[str, Any], table_type: type[T]) -> T | None:
        before = len(self.problems)
        hints = get_type_hints(table_type, include_extras=True)
        known = {field.name: field for field in fields(table_type)}
        for key in [key for key in table if key not in known]:
            self.problem((*keys, key), f"không có mục “{key}”; các mục được dùng: {', '.join(known)}.")
        for name, field in known.items():
            if name not in table and field.default is MISSING:
                self.problem(keys, f"thiếu mục “{name}”; thêm dòng {name} = …")
        values = {name: self.value((*keys, name), table[name], hints[name]) for name in known if name in table}
        return table_type(**values) if len(self.problems) == before else None

    def value(self, keys: Keys, value: Any, hint: Any) -> Any:
        origin, arguments = get_origin(hint), get_args(hint)
        if origin in (Union, types.UnionType):
            return self.value(keys, value, arguments[0])
        if origin is Annotated:
            return self.id(keys, self.scalar(keys, value, arguments[0]))
        if origin is tuple:
            return self.values(keys, value, arguments)
        if origin is Literal:
            if value not in arguments:
                self.problem(keys, f"“{value}” không dùng được; chỉ dùng một trong: {', '.join(map(str, arguments))}.")
            return value
        if origin is not None or is_dataclass(hint):
            if isinstance(value, dict):
                return self.inner(keys, value, hint)
            self.problem(keys, "ghi thành một bảng [..].")
            return None
        return self.scalar(keys, value, hint)

    def inner(self, keys: Keys, value: dict[str, Any], hint: Any) -> Any:
        """A nested dataclass, or a mapping whose keys are free."""
        if is_dataclass(hint):
            return self.table(keys, value, cast("type[DataclassInstance]", hint))
        return {key: self.value((*keys, key), item, get_args(hint)[1]) for key, item in value.items()}

    def values(self, keys: Keys, value: Any, arguments: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """`tuple[T, ...]`, or a tuple of as many values as it has types."""
        is_any_length = arguments[-1] is Ellipsis
        if not isinstance(value, list):
            self.problem(keys, "ghi một danh sách trong ngoặc vuông.")
        elif not is_any_length and len(value) != len(arguments):
            self.problem(keys, f"có {len(value)} giá trị; ghi {len(arguments)} giá trị trong ngoặc vuông.")
        else:
            hints = arguments[:1] * len(value) if is_any_length else arguments
            items = enumerate(zip(value, hints, strict=True), 1)
            return tuple(self.value((*keys, str(number)), item, hint) for number, (item, hint) in items)
        return None

    def id(self, keys: Keys, value: Any) -> Any:
        try:
            return read_id(value) if isinstance(value, str) else value
        except ValueError as error:
            self.problem(keys, f"{error}.")
            return value

    def scalar(self, keys: Keys, value: Any, hint: Any) -> Any:
        if hint is float and type(value) in (int, float) and math.isfinite(value):
            return value
        if type(value) is not hint or hint is float:
            self.problem(keys, f"“{value}” không dùng được; ghi {KIND_NAMES[hint]}.")
        return value
