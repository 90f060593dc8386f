"""The values of a whole column against the role that its words suggest.

Nhiệm vụ │ TRUE, FALSE            no names of tasks                    Nguồn chỉ đạo │ "Công văn số 12"     no source of funds
Nhiệm vụ │ 1, 4.2, 5              codes, where no other column has them
STT      │ 1, 2, 3                without a column of tasks a counter of lines and no codes: the sender is asked, but for difficulties
                                  and proposals, which need no task
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tdnreport.layout.features import NOTES, SAMPLE_LINES, ColumnFeatures, filled_values, is_amount, is_day, is_status
from tdnreport.layout.header_features import label_words
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.status import read_fund_source
from tdnreport.workbook.model import Line

_NAMES = frozenset({"title", "indicator", "duty"})
_CODE = re.compile(r"\(?(?:\d{1,2}|[IVX]{1,4})(?:[.,]\d{1,2})*[.)]?")
_COUNTERS = frozenset({"stt", "tt", "so tt", "so thu tu", "no"})
_CLEAR, _WHOLE = 0.5, 0.9
_NO_NAMES = "Cột không chứa tên nhiệm vụ hoặc chỉ tiêu."
_NOT_BORNE_OUT = "Nội dung của cột không khớp với tên cột."
_COUNTER_OF_NOTES = "Số thứ tự chỉ đếm dòng."
_COUNTER = "Số thứ tự chỉ đếm dòng; bảng không có cột tên nhiệm vụ nên không rõ dòng nào là nhiệm vụ nào."


def check_values(columns: Sequence[ColumnFeatures], lines: Sequence[Line], words: LayoutWords) -> None:
    """Leave or rename columns whose values say another thing than their label."""
    sample = lines[:SAMPLE_LINES]
    for column in columns:
        cells = filled_values(sample, column.column_no) if column.fields else []
        if cells and column.fields[0] in _NAMES:
            _check_names(column, columns, cells)
        elif cells and column.word_share < _CLEAR and not _are_borne_out(column, cells, words):
            column.reject(_NOT_BORNE_OUT)
    _reject_counter(columns, sample)


def _check_names(column: ColumnFeatures, columns: Sequence[ColumnFeatures], cells: Sequence[tuple[str, str]]) -> None:
    has_code = any(other.fields == ("code",) for other in columns)
    if column.word_share >= _WHOLE and all(_CODE.fullmatch(text) for text, _ in cells):
        if has_code:
            column.reject(_NO_NAMES)
        else:
            column.fields = ("code",)
    elif 2 * sum(kind != "b" and sum(map(str.isalpha, text)) > 1 for text, kind in cells) < len(cells):
        column.reject(_NO_NAMES)


def _are_borne_out(column: ColumnFeatures, cells: Sequence[tuple[str, str]], words: LayoutWords) -> bool:
    """Whether half of the values fit a field that the smaller part of the label names; fields of free text fit any."""
    lists = words.lists
    match column.fields:
        case ("fund_source",):
            fits = [read_fund_source(text, lists) is not None for text, _ in cells]
        case ("status",):
            fits = [is_status(text, kind, lists) for text, kind in cells]
        case ("completed_on",):
            fits = [is_day(text, kind) for text, kind in cells]
        case ("allocated",) | ("disbursed",):
            fits = [is_amount(text, kind) or not any(map(str.isalpha, text)) for text, kind in cells]
        case _:
            return True
    return 2 * sum(fits) >= len(fits)


def _reject_counter(columns: Sequence[ColumnFeatures], lines: Sequence[Line]) -> None:
    fields = {column.fields[0] for column in columns if column.fields}
    if fields & _NAMES:
        return
    for column in columns:
        is_counter = column.fields == ("code",) and label_words(column.label.own) in _COUNTERS
        texts = [text.strip("().") for text, _ in filled_values(lines, column.column_no)] if is_counter else []
        if texts and texts == [str(place) for place in range(1, len(texts) + 1)]:
            if fields <= NOTES | {"code"}:
                column.reject(_COUNTER_OF_NOTES)
            else:
                column.ask("code", _COUNTER)
