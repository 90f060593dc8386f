"""A line's number and title → the task of the plan. The title decides, the code confirms.

Titles may be cut short, go on after their end, or be slightly retyped; numbers in them ("năm 2023") must be the plan's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Literal

from tdnreport.vietnamese.nearest import nearest
from tdnreport.vietnamese.text import clean_text, fold_text, plain_text, repair_encoding

TaskMatchedBy = Literal["code+title", "title", "code"]

_EXCEL_EPOCH = date(1899, 12, 30)
_NUMBERING = re.compile(
    r"^\s*(?:(?i:nhiệm vụ|nv|mục)\s+(?=[0-9]))?"
    r"(?:[0-9]{1,2}(?:[.,][0-9]{1,2})+(?:\s*[.):/–-]+|(?=\s))"
    r"|(?:[IVX]+|[0-9]{1,2})(?:[.,][0-9]{1,2})*\s*[.):/–-]+|[a-zđê]\)|[-+•*])\s*(?=\S)"
)
_FOOTNOTE = re.compile(r"\s*\(\d\)$")
_CODE = re.compile(
    r"(?:(?:nhiem vu|nv|muc|stt)\.? ?)?(?:([ivx]+)[.\-/ ]+)?([0-9]{1,3}(?:[.,/\-][0-9]{1,3})*)[.):]*", re.IGNORECASE
)
_DATE_TEXT = re.compile(r"0?([0-9]{1,2})[/.-]0?([0-9]{1,2})[/.-](?:20)?[0-9]{2}")
_ISO = re.compile(r"(20[0-9]{2}-[0-9]{2}-[0-9]{2})(?:[ T].*)?")
_SERIALS = range(43831, 47848)  # 2020 to 2030
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_DIGITS = re.compile(r"[0-9]+")
_LEAST_START = 15
# Shorter abbreviations ("tp", "h") may as well be the start of a word cut short.
_LEAST_SHORT = 4
_SURE, _CONFIRMED, _MARGIN = 88, 60, 5
# What a title cut short must be like to the start of the whole, letters lost to abbreviations forgiven.
_START_CONFIRMED, _SHORTENED = 80, 4
_LEAST_WORDS = 5


@dataclass(frozen=True, slots=True)
class TaskMatch:
    """`disagrees`: number and title name two tasks; the title's is given."""

    task_code: str | None = None
    is_leaf: bool | None = None
    how: TaskMatchedBy | None = None
    disagrees: bool = False


class TaskTitles:
    """The titles of one plan (or the names of its indicators): code, title, whether it is a leaf.

    A code that comes again has further titles; its first is its own.

    >>> tasks = [("2", "Tập huấn", True), ("4", "Tuyên truyền", False), ("4.1", "Quảng bá trên báo chí", True)]
    >>> titles = TaskTitles(tasks, word_lists.abbreviations)
    >>> titles.match_task("4.1", "s", "Quảng bá trên báo chí")
    TaskMatch(task_code='4.1', is_leaf=True, how='code+title', disagrees=False)
    >>> titles.match_task("2024-01-04", "d", "Quảng bá trên báo chí").how
    'code+title'
    >>> titles.match_task("2", "n", "Quảng bá trên báo chí").disagrees
    True
    >>> titles.match_task("4.1", "s", "").how
    'code'
    >>> titles.match_task("5", "s", "Việc khác ngoài kế hoạch").task_code is None
    True
    """

    def __init__(self, tasks: Iterable[tuple[str, str, bool]], abbreviations: Mapping[str, str]) -> None:
        """`abbreviations` as in `WordLists`."""
        self._keys = lru_cache(maxsize=1 << 16)(partial(title_keys, abbreviations=abbreviations))
        self._is_leaf: dict[str, bool] = {}
        self._titles: dict[str, tuple[str, ...]] = {}
        self._by_key: dict[str, set[str]] = defaultdict(set)
        self._shown: dict[str, str] = {}
        for code, title, is_leaf in tasks:
            if code not in self._titles:
                self._is_leaf[code] = is_leaf
                self._titles[code] = self._keys(title)
                self._shown[code] = title
            for key in self._keys(title):
                self._by_key[key].add(code)
        self._spelled = {code.casefold(): code for code in self._is_leaf}
        self._find_title_cached = lru_cache(maxsize=1 << 16)(self._find_title)

    def match_task(self, code_text: str, code_kind: str, title_text: str) -> TaskMatch:
        codes = self._possible_codes(code_text, code_kind)
        titled = self._find_title_cached(title_text)
        if not fold_text(title_text):
            return self._match_of(next(iter(codes)), "code") if len(codes) == 1 else TaskMatch()
        if both := titled & codes:
            return self._match_of(min(both), "code+title")
        if len(titled) == 1:
            return self._match_of(next(iter(titled)), "title", disagrees=bool(codes))
        confirmed = [code for code in codes if not titled and self._resembles(title_text, code)]
        return self._match_of(confirmed[0], "code+title") if len(confirmed) == 1 else TaskMatch()

    def named(self, title_text: str) -> set[str]:
        """All codes that the title may mean."""
        return self._find_title_cached(title_text)

    def title(self, code: str) -> str:
        return self._shown[code]

    def nearest(self, title_text: str) -> str | None:
        """The own title of the code whose title is most like it, None where none is like it."""
        key = self._keys(title_text)[-1]
        near = nearest(key, self._by_key)
        return self._shown[min(self._by_key[near])] if near else None

    def _match_of(self, code: str, how: TaskMatchedBy, disagrees: bool = False) -> TaskMatch:
        return TaskMatch(code, self._is_leaf[code], how, disagrees)

    def _possible_codes(self, text: str, kind: str) -> set[str]:
        """Codes of the plan that the number may stand for: 4.1 typed as a number may also be 4.10."""
        cleaned = clean_text(repair_encoding(text)[0])
        if (code := self._spelled.get(cleaned.casefold())) and kind != "n":
            return {code}
        return {code for code in _codes_from_text(cleaned, kind) if code in self._is_leaf}

    def _find_title(self, title: str) -> set[str]:
        """Codes whose title matches: exactly, cut short, continued, or retyped; several where it is ambiguous."""
        keys = self._keys(title)
        ways = (self._find_same, self._find_cut_short, self._find_continued, self._find_retyped)
        return next(filter(None, (find(key) for find in ways for key in keys)), set())

    def _find_same(self, key: str) -> set[str]:
        return self._by_key.get(key, set())

    def _find_cut_short(self, key: str) -> set[str]:
        return {
            code
            for whole, codes in self._by_key.items()
            if len(key) >= _LEAST_START and whole.startswith(key)
            for code in codes
        }

    def _find_continued(self, key: str) -> set[str]:
        inside = [whole for whole in self._by_key if len(whole) >= _LEAST_START and f" {whole} " in f" {key} "]
        longest = max(inside, key=len, default="")
        is_one = all(whole in longest or self._by_key[whole] == self._by_key[longest] for whole in inside)
        return self._by_key[longest] if longest and is_one and _numbers_in(key) <= _numbers_in(longest) else set()

    def _find_retyped(self, key: str) -> set[str]:
        from rapidfuzz import fuzz, process

        if len(key) < _LEAST_START:
            return set()
        near = process.extract(key, self._by_key.keys(), scorer=fuzz.ratio, score_cutoff=_SURE - _MARGIN, limit=5)
        best, score = (near[0][0], near[0][1]) if near else ("", 0.0)
        codes = self._by_key.get(best, set())
        rival = max((other for whole, other, _ in near if self._by_key[whole] != codes), default=0.0)
        return codes if score >= max(_SURE, rival + _MARGIN) and _numbers_in(key) <= _numbers_in(best) else set()

    def _resembles(self, title: str, code: str) -> bool:
        """True where the title is similar to that of the task with this number, and more similar than to any other."""
        from rapidfuzz import fuzz, process

        key = self._keys(title)[-1]
        near = process.extract(key, self._by_key.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=_CONFIRMED, limit=5)
        if len(key) >= _LEAST_START:
            starts = {whole: fuzz.ratio(key, whole[: len(key) + _SHORTENED]) for whole in self._by_key}
            near += [(whole, score, 0) for whole, score in starts.items() if score >= _START_CONFIRMED]
            near += [(whole, 100.0, 0) for whole in self._by_key if _words_in_order(key, whole)]
        own = max((score for whole, score, _ in near if code in self._by_key[whole]), default=0.0)
        rival = max((score for whole, score, _ in near if code not in self._by_key[whole]), default=0.0)
        return own >= max(_CONFIRMED, rival + _MARGIN) and _numbers_in(key) <= _numbers_in(self._titles[code][-1])


def title_keys(text: str, abbreviations: Mapping[str, str]) -> tuple[str, ...]:
    """Folded, without the number before it and the sign of a note behind it, as written and with abbreviations written out.

    >>> title_keys("4.2. Ấn phẩm TTĐN (1)", word_lists.abbreviations)
    ('an pham ttdn', 'an pham thong tin doi ngoai')
    """
    key = fold_text(_FOOTNOTE.sub("", _NUMBERING.sub("", clean_text(repair_encoding(text)[0]))))
    long = " ".join(abbreviations.get(word, word) if len(word) >= _LEAST_SHORT else word for word in key.split())
    return tuple(dict.fromkeys((key, long)))


def are_running_numbers(codes: Sequence[str]) -> bool:
    """Do the numbers of a table, blanks left out, only count its lines: 1, 2, 3, …?

    >>> are_running_numbers(["1", "2", "", "3"]), are_running_numbers(["4.1", "4.2"])
    (True, False)
    """
    numbers = [clean_text(code).rstrip(".)").removesuffix(".0") for code in codes if code.strip()]
    return bool(numbers) and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _words_in_order(part: str, whole: str) -> bool:
    """ "Đẩy mạnh giao lưu, hợp tác" leaves words out of "Đẩy mạnh hoạt động giao lưu, hợp tác quốc tế".

    >>> _words_in_order("day manh giao luu hop tac", "day manh hoat dong giao luu hop tac quoc te")
    True
    """
    rest = iter(whole.split())
    return part.count(" ") >= _LEAST_WORDS - 1 and all(word in rest for word in part.split())


def _numbers_in(text: str) -> set[str]:
    return set(_DIGITS.findall(text))


def _codes_from_text(text: str, kind: str) -> set[str]:
    """Codes in the plan's way of writing, "4.1", that a cell may hold."""
    if kind == "n":
        return _codes_from_number(text)
    if iso := _ISO.fullmatch(text):
        return _codes_from_iso_date(iso[1])
    if (day := _DATE_TEXT.fullmatch(text)) and kind in ("s", "d", ""):
        return {f"{day[1]}.{day[2]}", f"{day[2]}.{day[1]}"}
    if text.isascii() and text.isdigit() and int(text) in _SERIALS:
        return _codes_from_number(text)
    match = _CODE.fullmatch(plain_text(text).strip("() "))
    if not match:
        return set()
    code = _tidy_code(match[2])
    # "IV.3" is the third of the fourth group, never task 3; "II.4.1" names its section as well.
    return (
        {f"{_ROMAN[match[1].casefold()]}.{code}"}
        if match[1] and match[1].casefold() in _ROMAN and "." not in code
        else {code}
    )


def _codes_from_number(text: str) -> set[str]:
    """Codes that a number may stand for: Excel cannot tell 4.1 from 4.10, and makes 4 January 2024 of 4.1.

    >>> sorted(_codes_from_number("4.1")), sorted(_codes_from_number("45295"))
    (['4.1', '4.10'], ['1.4', '4.1'])
    """
    if text.isascii() and text.isdigit() and int(text) in _SERIALS:
        return _codes_from_date(_EXCEL_EPOCH + timedelta(days=int(text)))
    if not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,2})?", text):
        return set()
    return {_tidy_code(text), text + "0"} if "." in text else {text}


def _codes_from_iso_date(text: str) -> set[str]:
    """Nothing for a day that no calendar has: "2024-15-15" can be typed."""
    try:
        return _codes_from_date(date.fromisoformat(text))
    except ValueError:
        return set()


def _codes_from_date(day: date) -> set[str]:
    """4-1 becomes 4 January on a Vietnamese machine and 1 April on an English one."""
    return {f"{day.day}.{day.month}", f"{day.month}.{day.day}"}


def _tidy_code(code: str) -> str:
    """A code as the plan writes it.

    >>> _tidy_code("04,1"), _tidy_code("1.0")
    ('4.1', '1')
    """
    parts = [part.lstrip("0") or "0" for part in re.split(r"[.,/-]", code)]
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "0" else parts)
