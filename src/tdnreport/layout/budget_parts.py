"""The parts of a budget in columns of their own: what was given, what was added or cut, and the total.

Dự toán giao 200 │ Bổ sung 50 │ Tổng cộng 250        the total; its parts are added up to check it, line by line
Giao đầu năm 200 │ Điều chỉnh giảm 30                  both: "Dự toán giao: 200; Điều chỉnh giảm: 30", read as 170
Năm trước chuyển sang 50 │ Giao 200 │ Tổng cộng 250   200: what was carried over has a field of its own

Header words of what was added or cut are in `headers.csv` (`added`, `cut`; `adjusted` may be either a change or the total).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tdnreport.layout.features import SAMPLE_LINES, Candidate, values
from tdnreport.layout.resolve import PART_OF_TOTAL, total_of_flows
from tdnreport.layout.vocabulary import LayoutWords, label_words
from tdnreport.vietnamese.lexicon import WordLists
from tdnreport.vietnamese.money import read_money
from tdnreport.workbook.model import Line

Shares = tuple[tuple[int, str], ...]
"""Columns that add up, each with the name under which its amount is shown."""

_HINTS = re.compile(r"\b(?:bo sung|dieu chinh|tang|giam|them|dau nam|ban dau|dot|lan|tong|cong|tam ung)\b")
"""Most tables have none of these words and need no closer look."""
_WHOLE = re.compile(r"^(?:tong|cong)\b")
_AFTER = re.compile(r"\bsau (?:khi )?(?:dieu chinh|bo sung)\b")
_OPENING = re.compile(r"(?:so )?(?:duoc )?(?:giao |phan bo |bo tri )?(?:dau nam|ban dau)")
_TURN = re.compile(r"\b(?:dot|lan) (?:\d|i{1,3}|iv)\b")
_CARRIED = re.compile(r"\bnam (?:truoc|20\d\d) chuyen sang\b(?! nam)")
_WISHED = re.compile(r"\b(?:du kien|de xuat|de nghi|nhu cau|dang ky|xin)\b")
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

    given: list[Candidate] = field(default_factory=list)
    changes: list[Candidate] = field(default_factory=list)
    carried: list[Candidate] = field(default_factory=list)
    wholes: list[Candidate] = field(default_factory=list)

    @property
    def parts(self) -> list[Candidate]:
        return sorted([*self.given, *self.changes], key=lambda column: column.at)

    @property
    def shares(self) -> Shares:
        return tuple(share for column in self.parts for share in column.shares or ((column.at, _name(column)),))


def join_parts(columns: Sequence[Candidate], lines: Sequence[Line], words: LayoutWords) -> None:
    """Leaves one column for the budget and one for what was spent, with the columns whose sum it is or should be."""
    has_change = any(column.fields and column.fields[0] in _CHANGES for column in columns)
    if not has_change and not _HINTS.search(label_words(" ".join([column.label.own for column in columns]))):
        return
    sample = lines[:SAMPLE_LINES]
    for family in _families(columns, words):
        _settle(family, sample, words)
    total_of_flows(columns, sample)
    for column in columns:
        if column.fields and column.fields[0] in _CHANGES:
            column.leave(_NO_BASE)
        elif not column.fields and not column.why and "tam ung" in label_words(column.label.own):
            column.leave(_ADVANCE)


def _families(columns: Sequence[Candidate], words: LayoutWords) -> list[_Family]:
    """A new one begins where a budget is given anew: by another label or for another year."""
    found, year, is_near = [_Family()], "", False
    for column in columns:
        role = _role(column, words, is_near)
        is_near = bool(role) or (is_near and not column.fields)
        if not role:
            continue
        named = "" if role == "carried" else max(_YEAR.findall(column.label.text), default="")
        given = found[-1].given
        if (year and named and named != year) or (role == "given" and given and not _is_next_turn(column, given[-1])):
            found.append(_Family())
        year = named or year
        getattr(found[-1], role).append(column)
    return found


def _role(column: Candidate, words: LayoutWords, is_near: bool) -> str:
    """Which list of its family a column belongs to, "" for one that is no part of a budget.

    "Đầu năm" below a heading of a budget is such a part, and what was asked for is left, whatever else its words say.
    """
    own = label_words(column.label.own)
    heading = words.heading(column.label.group, _MONEY_CONTEXT) if _OPENING.fullmatch(own) else None
    if heading and heading.fields == ("allocated",):
        column.fields = ("allocated",)
    if not column.fields:
        return "wholes" if is_near and not column.why and not column.label.group and column.is_bare_total else ""
    first = column.fields[0]
    if first in {"allocated", *_CHANGES} and _WISHED.search(own):
        if first in _CHANGES:
            column.leave(_WISH)
        return ""
    if first in _CHANGES and _AFTER.search(own):
        column.fields = ("allocated",)
    elif first in _CHANGES:
        column.fields = (_direction(own) or first,)
        return "" if "trong do" in label_words(column.label.text) else "changes"
    if "carried" in column.fields or (first == "allocated" and _CARRIED.search(own)):
        column.fields = column.fields if "carried" in column.fields else ("carried",)
        return "carried"
    if column.fields != ("allocated",):
        return ""
    return "wholes" if _WHOLE.search(own) or _AFTER.search(own) else "given"


def _direction(own: str) -> str:
    """Whether words name a cut of the budget, or a change that goes either way by the sign of the amount; "" for neither.

    >>> _direction("du toan dieu chinh giam"), _direction("bo sung giam tru"), _direction("du toan giao")
    ('cut', 'added', '')
    """
    said = _DIRECTIONS & set(own.split())
    return "cut" if said == {"giam"} else "added" if said else ""


def _is_next_turn(column: Candidate, before: Candidate) -> bool:
    """ "Giao đợt 2" behind "Giao đợt 1": more of the same."""
    is_turn = all(_TURN.search(label_words(one.label.own)) for one in (column, before))
    return is_turn and column.label.group == before.label.group


def _settle(family: _Family, lines: Sequence[Line], words: LayoutWords) -> None:
    """One column of a family keeps the field: the total, else the first part, which stands for the sum of all."""
    family.changes = _without_sums([one for one in family.changes if values(lines, one.at)])
    if not family.given or not _settle_adjusted(family, lines):
        return
    parts, shares = family.parts, family.shares
    if len(shares) == 1 and not family.carried:
        return
    total = _total(family, lines, words)
    has_one_scale = len({words.label_scale(one.label.own) for one in parts} - {None}) < 2
    if total:
        for column in (*parts, *family.wholes):
            if column is not total:
                column.leave(PART_OF_TOTAL)
        total.fields, total.shares = ("allocated",), shares if has_one_scale else ()
    elif len(shares) > 1:
        for column in parts:
            column.leave("" if has_one_scale else _TWO_SCALES)
        if has_one_scale:
            parts[0].fields, parts[0].shares = ("allocated",), shares


def _without_sums(changes: list[Candidate]) -> list[Candidate]:
    """ "Bổ sung lần 1", "Bổ sung lần 2", "Cộng bổ sung": the last of these says what the others come to, and nothing counts twice."""
    sums = [one for one in changes if _WHOLE.search(label_words(one.label.own))]
    for total in sums:
        for one in changes:
            if one.at < total.at and one.fields == total.fields and one not in sums:
                one.leave(PART_OF_TOTAL)
    return [one for one in changes if one.fields]


def _settle_adjusted(family: _Family, lines: Sequence[Line]) -> bool:
    """A "Dự toán điều chỉnh" is a change, else all there is to say; False where the family is settled by that.

    Where it may be either, nothing of the family counts.
    """
    for column in [one for one in family.changes if one.fields == ("adjusted",)]:
        if family.wholes or any(text[:1] in "-−(" for text, _ in values(lines, column.at)):
            continue
        is_budget = _repeats(column, family.given[-1], lines)
        for one in family.parts:
            one.leave(PART_OF_TOTAL if is_budget else _UNCLEAR)
        if is_budget:
            column.fields, column.why = ("allocated",), ""
        return False
    return True


def _repeats(column: Candidate, given: Candidate, lines: Sequence[Line]) -> bool:
    """Filled wherever a budget was given, and the same somewhere: the budget as it stands after changes to some tasks."""
    pairs = [(text_of(line, given.at)[0], text_of(line, column.at)[0]) for line in lines]
    return all(after for before, after in pairs if before) and any(before == after != "" for before, after in pairs)


def _total(family: _Family, lines: Sequence[Line], words: LayoutWords) -> Candidate | None:
    """The last total that is filled. It stands behind its parts or in their group; any other must agree with them."""
    group, last = family.given[0].label.group, max(at for at, _ in family.shares)
    for column in reversed(family.wholes):
        if not values(lines, column.at):
            continue
        is_theirs = column.at > last or (bool(group) and column.label.group == group)
        if is_theirs and not family.carried:
            return column
        if _agrees(column, family.shares, lines, words):
            return column
        if family.carried:
            column.leave(_WITH_CARRIED)
    return None


def _agrees(column: Candidate, shares: Shares, lines: Sequence[Line], words: LayoutWords) -> bool:
    """Whether most lines that have both say the same."""
    scale = words.label_scale(column.label.text) or _COMPARED_IN
    pairs = [compared(line, column.at, shares, scale, words.lists) for line in lines]
    same = [total == parts for total, parts in pairs if total and parts]
    return 2 * sum(same) > len(same)


def compared(line: Line, at: int, shares: Shares, scale: int, lists: WordLists) -> tuple[int | None, int | None]:
    """Đồng of the total and of its parts together, None where there is no amount."""
    read = [_signed(name, read_money(*text_of(line, share_at), scale, lists).vnd) for share_at, name in shares]
    amounts = [vnd for vnd in read if vnd is not None]
    return read_money(*text_of(line, at), scale, lists).vnd, sum(amounts) if amounts else None


def _signed(name: str, vnd: int | None) -> int | None:
    return -abs(vnd) if vnd and name == _CHANGES["cut"] else vnd


def text_of(line: Line, at: int) -> tuple[str, str]:
    return (line.cells[at - 1], line.kinds[at - 1].strip()) if at <= len(line.cells) else ("", "")


def _name(column: Candidate) -> str:
    """Known to `words.money`, which reads the amounts together."""
    if column.fields == ("added",) and "dieu chinh" in label_words(column.label.own):
        return _CHANGES["adjusted"]
    return _CHANGES.get(column.fields[0], _GIVEN)
