"""Budget parts in separate columns: given, added or cut, and total.

Dự toán giao 200 │ Bổ sung 50 │ Tổng cộng 250        the total; its parts are added up to check it, line by line
Giao đầu năm 200 │ Điều chỉnh giảm 30                  both: "Dự toán giao: 200; Điều chỉnh giảm: 30", read as 170
Năm trước chuyển sang 50 │ Giao 200 │ Tổng cộng 250   200: what was carried over has a field of its own

Header words of what was added or cut are in `headers.csv` (`added`, `cut`; `adjusted` may be either a change or the total).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tdnreport.layout.features import SAMPLE_LINES, ColumnFeatures, filled_values
from tdnreport.layout.header_features import label_words
from tdnreport.layout.resolve import PART_OF_TOTAL, find_flow_total
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.lexicon import WordLists
from tdnreport.vietnamese.money import read_money
from tdnreport.workbook.model import Line

Summands = tuple[tuple[int, str], ...]
"""Columns that add up, each with the name under which its amount is shown."""

_WHOLE = re.compile(r"^(?:tong|cong)\b")
_AFTER = re.compile(r"\bsau (?:khi )?(?:dieu chinh|bo sung)\b")
_OPENING = re.compile(r"(?:so )?(?:duoc )?(?:giao |phan bo |bo tri )?(?:dau nam|ban dau)")
_CARRIED = re.compile(r"\bnam (?:truoc|20\d\d) chuyen sang\b(?! nam)")
_YEAR = re.compile(r"\b20\d\d\b")
_MONEY_CONTEXT = frozenset({"money"})
_DIRECTIONS = frozenset({"tang", "giam", "sung"})
_CHANGES = {"added": "Bổ sung", "cut": "Điều chỉnh giảm", "adjusted": "Điều chỉnh"}
_GIVEN = "Dự toán giao"
_COMPARED_IN = 1000
"""Đồng per unit when amounts of columns that name no unit are compared with each other."""

_NO_BASE = "Số bổ sung, điều chỉnh; bảng không có cột dự toán giao để cộng vào, hoặc số này đã gồm trong dự toán giao."
_WISH = "Số đề nghị, dự kiến; không phải dự toán được giao."
_TWO_SCALES = "Các cột dự toán ghi theo đơn vị tiền khác nhau nên không tự cộng."
_UNCLEAR = "Không rõ đây là số tăng, giảm hay dự toán sau điều chỉnh; hãy ghi rõ, ví dụ “Dự toán sau điều chỉnh”."
_WITH_CARRIED = "Tổng gồm cả kinh phí năm trước chuyển sang; dự toán giao trong năm lấy ở các cột riêng."
_ADVANCE = "Số tạm ứng: không rõ đã gồm trong số giải ngân hay chưa nên không tự cộng."


@dataclass(slots=True)
class _Family:
    """Columns of one budget, from left to right."""

    given: list[ColumnFeatures] = field(default_factory=list)
    changes: list[ColumnFeatures] = field(default_factory=list)
    carried: list[ColumnFeatures] = field(default_factory=list)
    wholes: list[ColumnFeatures] = field(default_factory=list)

    @property
    def parts(self) -> list[ColumnFeatures]:
        return sorted([*self.given, *self.changes], key=lambda column: column.column_no)

    @property
    def summands(self) -> Summands:
        return tuple(
            summand
            for column in self.parts
            for summand in column.summands or ((column.column_no, _summand_label(column)),)
        )


def join_budget_parts(columns: Sequence[ColumnFeatures], lines: Sequence[Line], words: LayoutWords) -> None:
    """Map one column to the budget and one to the amount spent, with the columns whose sum each is or should be."""
    has_change = any(column.fields and column.fields[0] in _CHANGES for column in columns)
    if not has_change and not words.says("budget_part", " ".join([column.label.own for column in columns])):
        return
    sample = lines[:SAMPLE_LINES]
    for family in _split_families(columns, words):
        _resolve_family(family, sample, words)
    find_flow_total(columns, sample, words)
    for column in columns:
        if column.fields and column.fields[0] in _CHANGES:
            column.reject(_NO_BASE)
        elif not column.fields and not column.reason and "tam ung" in label_words(column.label.own):
            column.reject(_ADVANCE)


def _split_families(columns: Sequence[ColumnFeatures], words: LayoutWords) -> list[_Family]:
    """A new family begins where a budget is given anew: by another label or for another year."""
    families, year, is_near = [_Family()], "", False
    for column in columns:
        role = _family_role(column, words, is_near)
        is_near = bool(role) or (is_near and not column.fields)
        if not role:
            continue
        year_named = "" if role == "carried" else max(_YEAR.findall(column.label.text), default="")
        given = families[-1].given
        if (year and year_named and year_named != year) or (
            role == "given" and given and not _is_next_turn(column, given[-1], words)
        ):
            families.append(_Family())
        year = year_named or year
        getattr(families[-1], role).append(column)
    return families


def _family_role(column: ColumnFeatures, words: LayoutWords, is_near: bool) -> str:
    """The list of its family that a column belongs to, "" where it is no part of a budget.

    "Đầu năm" below a heading of a budget is a part; requested amounts are rejected whatever else the label says.
    """
    own = label_words(column.label.own)
    heading = words.find_heading(column.label.group, _MONEY_CONTEXT) if _OPENING.fullmatch(own) else None
    if heading and heading.fields == ("allocated",):
        column.fields = ("allocated",)
    if not column.fields:
        return "wholes" if is_near and not column.reason and not column.label.group and column.is_bare_total else ""
    first = column.fields[0]
    if first in {"allocated", *_CHANGES} and words.says("wished", own):
        if first in _CHANGES:
            column.reject(_WISH)
        return ""
    if first in _CHANGES and _AFTER.search(own):
        column.fields = ("allocated",)
    elif first in _CHANGES:
        column.fields = (_change_direction(own) or first,)
        return "" if "trong do" in label_words(column.label.text) else "changes"
    if "carried" in column.fields or (first == "allocated" and _CARRIED.search(own)):
        column.fields = column.fields if "carried" in column.fields else ("carried",)
        return "carried"
    if column.fields != ("allocated",):
        return ""
    return "wholes" if _WHOLE.search(own) or _AFTER.search(own) else "given"


def _change_direction(own: str) -> str:
    """Whether words name a cut of the budget, or a change that goes either way by the sign of the amount; "" for neither.

    >>> _change_direction("du toan dieu chinh giam"), _change_direction("bo sung giam tru"), _change_direction("du toan giao")
    ('cut', 'added', '')
    """
    directions = _DIRECTIONS & set(own.split())
    return "cut" if directions == {"giam"} else "added" if directions else ""


def _is_next_turn(column: ColumnFeatures, before: ColumnFeatures, words: LayoutWords) -> bool:
    """ "Giao đợt 2" behind "Giao đợt 1": more of the same."""
    is_turn = all(words.says("instalment", turn.label.own) for turn in (column, before))
    return is_turn and column.label.group == before.label.group


def _resolve_family(family: _Family, lines: Sequence[Line], words: LayoutWords) -> None:
    """Map one column of a family to the field: the total, else the first part, which stands for the sum of all."""
    family.changes = _without_sums([change for change in family.changes if filled_values(lines, change.column_no)])
    if not family.given or not _resolve_adjusted(family, lines):
        return
    parts, summands = family.parts, family.summands
    if len(summands) == 1 and not family.carried:
        return
    total = _find_total(family, lines, words)
    has_one_scale = len({words.label_scale(part.label.own) for part in parts} - {None}) < 2
    if total:
        for column in (*parts, *family.wholes):
            if column is not total:
                column.reject(PART_OF_TOTAL)
        total.fields, total.summands = ("allocated",), summands if has_one_scale else ()
    elif len(summands) > 1:
        for column in parts:
            column.reject("" if has_one_scale else _TWO_SCALES)
        if has_one_scale:
            parts[0].fields, parts[0].summands = ("allocated",), summands


def _without_sums(changes: list[ColumnFeatures]) -> list[ColumnFeatures]:
    """Reject the parts of a subtotal ("Bổ sung lần 1", "Bổ sung lần 2", "Cộng bổ sung"), so that nothing counts twice."""
    sums = [change for change in changes if _WHOLE.search(label_words(change.label.own))]
    for total in sums:
        for change in changes:
            if change.column_no < total.column_no and change.fields == total.fields and change not in sums:
                change.reject(PART_OF_TOTAL)
    return [change for change in changes if change.fields]


def _resolve_adjusted(family: _Family, lines: Sequence[Line]) -> bool:
    """Decide whether "Dự toán điều chỉnh" is a change or the adjusted budget; False where that decides the family.

    Where it may be either, nothing of the family counts.
    """
    for column in [change for change in family.changes if change.fields == ("adjusted",)]:
        if family.wholes or any(text[:1] in "-−(" for text, _ in filled_values(lines, column.column_no)):
            continue
        is_budget = _repeats_budget(column, family.given[-1], lines)
        for part in family.parts:
            part.reject(PART_OF_TOTAL if is_budget else _UNCLEAR)
        if is_budget:
            column.fields, column.reason = ("allocated",), ""
        return False
    return True


def _repeats_budget(column: ColumnFeatures, given: ColumnFeatures, lines: Sequence[Line]) -> bool:
    """Filled wherever a budget was given, and equal in some line: the budget after changes to some tasks."""
    pairs = [(cell_at(line, given.column_no)[0], cell_at(line, column.column_no)[0]) for line in lines]
    return all(after for before, after in pairs if before) and any(before == after != "" for before, after in pairs)


def _find_total(family: _Family, lines: Sequence[Line], words: LayoutWords) -> ColumnFeatures | None:
    """The last filled total behind its parts or in their group; any other total must agree with the parts."""
    group, last = family.given[0].label.group, max(column_no for column_no, _ in family.summands)
    for column in reversed(family.wholes):
        if not filled_values(lines, column.column_no):
            continue
        is_theirs = column.column_no > last or (bool(group) and column.label.group == group)
        if is_theirs and not family.carried:
            return column
        if _agrees_with_parts(column, family.summands, lines, words):
            return column
        if family.carried:
            column.reject(_WITH_CARRIED)
    return None


def _agrees_with_parts(column: ColumnFeatures, summands: Summands, lines: Sequence[Line], words: LayoutWords) -> bool:
    """True where most lines that have both agree."""
    scale = words.label_scale(column.label.text) or _COMPARED_IN
    pairs = [compare_with_parts(line, column.column_no, summands, scale, words.lists) for line in lines]
    same = [total == parts for total, parts in pairs if total and parts]
    return 2 * sum(same) > len(same)


def compare_with_parts(
    line: Line, column_no: int, summands: Summands, scale: int, lists: WordLists
) -> tuple[int | None, int | None]:
    """Đồng of the total and of the sum of its parts, None where there is no amount."""
    read = [
        _signed_vnd(name, read_money(*cell_at(line, summand_no), scale, lists).vnd) for summand_no, name in summands
    ]
    amounts = [vnd for vnd in read if vnd is not None]
    return read_money(*cell_at(line, column_no), scale, lists).vnd, sum(amounts) if amounts else None


def _signed_vnd(name: str, vnd: int | None) -> int | None:
    return -abs(vnd) if vnd and name == _CHANGES["cut"] else vnd


def cell_at(line: Line, column_no: int) -> tuple[str, str]:
    return (line.cells[column_no - 1], line.kinds[column_no - 1].strip()) if column_no <= len(line.cells) else ("", "")


def _summand_label(column: ColumnFeatures) -> str:
    """Known to `words.money`, which reads the amounts together."""
    if column.fields == ("added",) and "dieu chinh" in label_words(column.label.own):
        return _CHANGES["adjusted"]
    return _CHANGES.get(column.fields[0], _GIVEN)
