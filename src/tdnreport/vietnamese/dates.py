"""A date cell → a day, how exact it is, and what is wrong with it. Day before month, as in Viet Nam, never swapped.

"15/11/2024", "15-11-24", "15.11.2024", "2024-11-15", 45611, "15-Nov-24"     2024-11-15
"Ngày 15 tháng 11 năm 2024", "Huế, ngày 15 tháng 11 năm 2024"                 2024-11-15
"15/11", "Trước 25/5"         in the year of the plan; "trước" names no exact day, so its precision is the month
"Xong trước 1/6"              the last day before the month that it names the first of
"11/2024", "Tháng 3, 9", "Quý IV", "Q4/2024", "2024"     the last day of the last one named, with that precision
"từ 10/11 đến 15/11/2024", "10-15/11/2024"                the last day
"Trong năm 2024", "Thường xuyên", "Sau Tết"              no day, no problem
"31/11/2024", "11/15/2024", "Đang làm"                   date_not_a_date
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from tdnreport.vietnamese.lexicon import word_key
from tdnreport.vietnamese.text import plain_text, repair_encoding

Precision = Literal["day", "month", "quarter", "year"]

_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(30000, 73415)  # 1982 to 2100
_MONTH_NAMES = {
    name: number for number, name in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)
}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_YEAR = r"(?:19|20)[0-9]{2}"
_OF_YEAR = rf"(?:(?: ?[/.-] ?|,? nam | )(?P<y>{_YEAR}))?"
_TIME = r"(?:[t ]+[0-9]{1,2}[:h][0-9]{0,2}(?::[0-9]{2}(?:\.[0-9]+)?)?z?)?"
_AND = r"(?: ?[,;&-] ?| va | den )(?:thang |quy )?"
_DAYS = [
    re.compile(shape)
    for shape in (
        rf"(?P<d>[0-9]{{1,2}}) ?[/.-] ?(?P<m>[0-9]{{1,2}})(?: ?[/.-] ?| nam )(?P<y>{_YEAR}|[0-9]{{2}}){_TIME}",
        rf"(?P<y>{_YEAR})[/.-](?P<m>[0-9]{{1,2}})[/.-](?P<d>[0-9]{{1,2}}){_TIME}",
        r"(?P<d>[0-9]{1,2}) ?[/.-] ?(?P<m>[0-9]{1,2})",
        rf"(?P<d>[0-9]{{1,2}}) thang (?P<m>[0-9]{{1,2}})(?:,? nam (?P<y>{_YEAR}))?",
        rf"(?P<d>[0-9]{{1,2}})[ -](?P<name>[a-z]{{3}})[a-z]*[ ,-]+(?P<y>{_YEAR}|[0-9]{{2}})",
        rf"(?P<d>[0-9]{{1,2}})[ /.-]th(?:g|ang)?[ .]?(?P<m>[0-9]{{1,2}})[ /.-](?P<y>{_YEAR}|[0-9]{{2}})",
        rf"(?P<y>{_YEAR})(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}})",
    )
]
_MONTH = re.compile(
    rf"(?:(?:dau|giua|cuoi) )?(?:thang|thg|t)[ .]?(?P<list>[0-9]{{1,2}}(?:{_AND}[0-9]{{1,2}})*){_OF_YEAR}"
)
_MONTH_OF_YEAR = re.compile(rf"(?P<list>[0-9]{{1,2}}) ?[/.-] ?(?P<y>{_YEAR})")
_QUARTER = re.compile(
    rf"(?:(?:dau|giua|cuoi) )?(?:quy|q)[ .]?(?P<list>(?:iv|i{{1,3}}|[1-4])(?:{_AND}(?:iv|i{{1,3}}|[1-4]))*){_OF_YEAR}"
)
_HALF = re.compile(rf"(?P<months>6 thang dau|6 thang cuoi|9 thang(?: dau)?) nam{_OF_YEAR}")
_ONLY_YEAR = re.compile(rf"(?:nam )?(?P<y>{_YEAR})")
_HALF_ENDS = {"6 thang dau": 6, "9 thang": 9, "9 thang dau": 9, "6 thang cuoi": 12}

_END = re.compile(r"[\s.,;]+$")
_DONE = r"(?:(?:da )?(?:hoan thanh|xong)[ ,:]+)?"
_LEAD = re.compile(rf"(?:[^0-9]*, (?=ngay ))?{_DONE}(?:(?:vao|trong|het|den|ngay)[ :]+)*")
_BEFORE = re.compile(rf"{_DONE}(?:truoc|cham nhat|khong muon hon) (?:het )?(?:ngay )?")
_RANGE_START = re.compile(
    r"(?:tu )?(?:ngay )?[0-9]{1,2}(?:[/.][0-9]{1,2}(?:[/.](?:20)?[0-9]{2})?)?"
    r"(?: ?- ?| den (?:het )?(?:ngay )?)(?=[0-9]{1,2}[/.][0-9]{1,2}[/.])"
)
_UNFILLED = re.compile(rf"(?:ngay)?[ .…_]*(?:thang|/)[ .…_]*(?:nam|/)?[ .…_]*(?:{_YEAR}|20)?")
_ANY_YEAR = re.compile(rf" {_YEAR}$")
_DASHES = str.maketrans("−–—‐‑‒", "------")


@dataclass(frozen=True, slots=True)
class Day:
    value: date | None = None
    precision: Precision | None = None
    problem: Literal["date_not_a_date"] | None = None


_NOT_A_DATE = Day(problem="date_not_a_date")


@lru_cache(maxsize=1 << 16)
def read_date(text: str, kind: str, year: int, no_date: frozenset[str]) -> Day:
    """`year` is the plan's, for days written without one; `no_date` are the words for no day, of `date_words.csv`.

    >>> texts = ["15/11/2024", "15-11-24", "2024-11-15", "15-Nov-24", "Huế, ngày 15 tháng 11 năm 2024", "từ 10/11 đến 15/11/2024"]
    >>> {str(read_date(text, "s", 2024, word_lists.no_date).value) for text in texts}
    {'2024-11-15'}
    >>> print(read_date("45611", "n", 2024, word_lists.no_date).value)
    2024-11-15
    >>> read_date("Quý IV", "s", 2024, word_lists.no_date)
    Day(value=datetime.date(2024, 12, 31), precision='quarter', problem=None)
    >>> print(read_date("Xong trước 1/6", "s", 2024, word_lists.no_date).value)
    2024-05-31
    >>> read_date("Thường xuyên", "s", 2024, word_lists.no_date)
    Day(value=None, precision=None, problem=None)
    >>> read_date("31/11/2024", "s", 2024, word_lists.no_date).problem
    'date_not_a_date'
    """
    if kind == "n":
        return _read_number_cell(text)
    if kind not in ("s", "d", ""):
        return _NOT_A_DATE if text.strip() else Day()
    spelled = _END.sub("", plain_text(repair_encoding(text)[0]).translate(_DASHES)).lstrip("'’")
    if not spelled.strip("-/_…x") or _UNFILLED.fullmatch(spelled) or word_key(_ANY_YEAR.sub("", spelled)) in no_date:
        return Day()
    if before := _BEFORE.match(spelled):
        day = _read_spelled(spelled[before.end() :], year)
        return _as_deadline(day) if day else _NOT_A_DATE
    return _read_spelled(_RANGE_START.sub("", spelled[_lead_length(spelled) :], count=1), year) or _NOT_A_DATE


def _as_deadline(day: Day) -> Day:
    """ "Trước 25/5" counts the day itself, as deadlines do; before the first of a month is the month before."""
    if day.value is None or day.precision != "day":
        return day
    return Day(day.value - timedelta(days=1) if day.value.day == 1 else day.value, "month")


def _lead_length(spelled: str) -> int:
    match = _LEAD.match(spelled)
    return match.end() if match else 0


def _read_number_cell(text: str) -> Day:
    """A serial of Excel, a year or yyyymmdd; anything else, such as 11.2024, is no date."""
    whole, _, fraction = text.partition(".")
    if not whole.isascii() or not whole.isdigit() or (fraction and not fraction.isdigit()):
        return _NOT_A_DATE
    if int(whole) in _SERIALS:
        return Day(_EXCEL_EPOCH + timedelta(days=int(whole)), "day")
    return _NOT_A_DATE if fraction else _read_exact_day(whole, 0) or _read_year(whole) or _NOT_A_DATE


def _read_spelled(text: str, year: int) -> Day | None:
    if len(text) == 5 and text.isascii() and text.isdigit():
        return _read_number_cell(text)
    return _read_exact_day(text, year) or _read_part_of_year(text, year) or _read_year(text)


def _read_exact_day(text: str, year: int) -> Day | None:
    """A day that exists, or date_not_a_date for one that does not; None for other shapes."""
    match = next((match for shape in _DAYS if (match := shape.fullmatch(text))), None)
    if match is None:
        return None
    given = match.groupdict()
    month = _MONTH_NAMES.get(given["name"], 0) if given.get("name") else int(given["m"])
    of_year = _full_year(given.get("y"), year)
    try:
        return Day(date(of_year, month, int(given["d"])), "day")
    except ValueError:
        return _read_short_month(match, year) or _NOT_A_DATE


def _read_short_month(match: re.Match[str], year: int) -> Day | None:
    """ "11/24" in 2024 is a month, for no month is the 24th."""
    if match.groupdict().get("y") or match["m"] != f"{year % 100:02d}":
        return None
    return _last_day(year, [int(match["d"])], "month")


def _full_year(text: str | None, year: int) -> int:
    if text is None:
        return year
    return int(text) if len(text) == 4 else 2000 + int(text)


def _read_part_of_year(text: str, year: int) -> Day | None:
    if match := _MONTH.fullmatch(text) or _MONTH_OF_YEAR.fullmatch(text):
        return _last_day(_full_year(match["y"], year), [int(n) for n in re.findall("[0-9]+", match["list"])], "month")
    if match := _QUARTER.fullmatch(text):
        quarters = [_QUARTERS[word] for word in re.findall(r"\b(?:iv|i+|[1-4])\b", match["list"])]
        return _last_day(_full_year(match["y"], year), [3 * quarter for quarter in quarters], "quarter")
    if match := _HALF.fullmatch(text):
        return _last_day(_full_year(match["y"], year), [_HALF_ENDS[match["months"]]], "quarter")
    return None


def _last_day(year: int, months: list[int], precision: Precision) -> Day:
    month = max(months)
    if min(months) < 1 or month > 12 or year < 1:
        return _NOT_A_DATE
    return Day(date(year, month, monthrange(year, month)[1]), precision)


def _read_year(text: str) -> Day | None:
    match = _ONLY_YEAR.fullmatch(text)
    return Day(date(int(match["y"]), 12, 31), "year") if match else None
