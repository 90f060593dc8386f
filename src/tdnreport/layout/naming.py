"""The words of a header → the fields its column may hold, by its own label, its group's, and the column before.

Dự toán                              allocated      Kinh phí / Thực hiện      disbursed: "Thực hiện" means money below "Kinh phí"
Dự toán (đồng) │ Tỷ lệ (%)           rate           Giải ngân (USD)           other money
Tiến độ                              status, percent or result: the values below will tell (`candidates`)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tdnreport.layout.features import MONEY, ColumnFeatures
from tdnreport.layout.header import OF_PROGRAM
from tdnreport.layout.header_features import label_words
from tdnreport.layout.resolve import is_about_what_lacks
from tdnreport.layout.vocabulary import Contexts, HeaderMeaning, LayoutWords
from tdnreport.vietnamese.months import read_months

_BARE_PERCENT = re.compile(r"(?:t[yi] le)?(?: ?phan tram)?")
_LONGEST_ALONE = 2
_OF_MONEY = {*MONEY, "added", "cut"}
_QUANTITY = "Số lượng, khối lượng của nhiệm vụ; không phải số tiền hay tỷ lệ."
_OF_SURVEY = "Cột do chương trình khảo sát tự thêm."
_WHOSE_PERCENT = "Không rõ đây là tỷ lệ hoàn thành nhiệm vụ hay tỷ lệ giải ngân."
_LACKS = "Cột nói phần còn thiếu, không phải kết quả."


def name_columns(columns: Sequence[ColumnFeatures], table: Contexts, is_about_money: bool, words: LayoutWords) -> None:
    """Possible fields of each column that has none; `table` is the context of all columns."""
    for column_before, column in zip([None, *columns], columns, strict=False):
        if not column.reason:
            _name_column(column, column_before, table, is_about_money, words)


def _name_column(
    column: ColumnFeatures,
    column_before: ColumnFeatures | None,
    table: Contexts,
    is_about_money: bool,
    words: LayoutWords,
) -> None:
    own, label = label_words(column.label.own), column.label
    is_money = words.says("money", label.text) or bool(words.label_scale(label.text))
    is_percent = words.says("percent", own)
    if OF_PROGRAM.fullmatch(label.own.strip()):
        column.reject(_OF_SURVEY)
        return
    if words.says("quantity", label.group) and not table:
        if not is_percent:
            column.reject(_QUANTITY)
            return
        is_money, is_about_money, column_before = False, False, None
    contexts = table | ({"money"} if is_money else set()) | ({"percent"} if is_percent else set())
    after_money = column_before is not None and not _OF_MONEY.isdisjoint(column_before.fields)
    heading = _find_heading(column, contexts, after_money, is_about_money, words)
    if heading is None:
        return
    column.fields, column.rank, column.word_share = heading.fields, heading.rank, heading.share
    if is_percent and set(heading.fields) & {"status", "result"}:
        column.fields = ("pct",)
    of_money = after_money and column_before is not None and label.group in ("", column_before.label.group)
    if column.fields == ("pct",) and _BARE_PERCENT.fullmatch(own) and of_money:
        column.fields = ("rate",)
        if column_before is not None and column_before.fields == ("allocated",):
            column.ask("pct", _WHOSE_PERCENT)
    if is_percent and set(column.fields) <= set(MONEY):
        column.fields = ("rate",)
    if "usd" in own.split() and is_money:
        column.fields = ("other_money",)
    if set(column.fields) <= {"pct", *MONEY} and is_about_what_lacks(label.own):
        column.reject(_LACKS)


def _find_heading(
    column: ColumnFeatures, contexts: Contexts, after_money: bool, is_about_money: bool, words: LayoutWords
) -> HeaderMeaning | None:
    """By the label, else with its group, else as a further money column, else as a word that stands alone."""
    label = column.label
    of_group = bool(label.group) and read_months(label.own) is not None
    heading = None if of_group else words.find_heading(label.own, contexts)
    column.is_part = heading is None and bool(label.group)
    heading = heading or words.find_heading(label.text, contexts)
    if heading and heading.fields == ("part",) and heading.share < 1:  # "trong năm" says nothing by itself
        heading = None
    is_sum = after_money and heading is not None and heading.fields == ("cumulative",)
    if (heading is None and (is_about_money or after_money)) or is_sum:
        heading = words.find_heading(label.own, contexts | {"money"})
    if heading is None and len(label_words(label.own).split()) <= _LONGEST_ALONE:
        heading = words.find_heading(label.own, contexts | {"alone"})
    return heading
