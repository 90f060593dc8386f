"""Codes that may stand only once in a list, and what Excel may have made of one that stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from tdnreport.base.data_error import Place, Problems

_LIKE_A_NUMBER = re.compile(r"\d+\.[1-9]")


class CsvRow(Protocol):
    @property
    def origin(self) -> Place: ...


def check_unique(column: str, rows: Iterable[tuple[CsvRow, str]], problems: Problems) -> None:
    first: dict[str, Place] = {}
    for row, code in rows:
        before = first.setdefault(code, row.origin)
        if before != row.origin:
            sentence = f"cột “{column}” lặp lại “{code}” của {before.seen_from(row.origin)}; mỗi mã chỉ dùng một lần."
            problems.add_at(row.origin, sentence + _cut_by_excel(code))


def _cut_by_excel(code: str) -> str:
    """What Excel may have made of a code that it took for a number."""
    if not _LIKE_A_NUMBER.fullmatch(code):
        return ""
    return f" Excel đổi {code}0 thành {code}: nếu vậy, đặt định dạng cột là Văn bản rồi ghi lại mã."
