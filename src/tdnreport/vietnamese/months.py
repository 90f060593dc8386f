"""A text that names a part of a year → its months.

"6 tháng đầu năm 2024", "6T"        January to June of 2024; of any year where none is named
"Quý II", "Q3/2024", "Tháng 5"      three months, one month
"Năm 2024", "Cả năm", "2024"        the whole year
"Đợt 1", "Đang thực hiện"           None
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tdnreport.vietnamese.text import fold_text, repair_encoding

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PART = re.compile(
    r"(?:(?:ky|bao cao|so lieu|ket qua) )*(?:"
    r"(?P<last>0?6) ?t(?:hang)? cuoi(?: nam)?|(?P<first>0?[1-9]|1[0-2]) ?t(?:hang)?(?: dau)?(?: nam)?"
    r"|(?:quy|q) ?(?P<quarter>iv|i{1,3}|[1-4])|(?:thang|t) ?(?P<month>0?[1-9]|1[0-2])|(?P<year>(?:ca )?nam(?: nay)?|)"
    r")(?: ?(?:nam )?(?P<of>20[0-9]{2}))?"
)
_WHOLE = (1, 12)


@dataclass(frozen=True, slots=True)
class Months:
    """First and last month; `year` is None where the text names none."""

    first: int
    last: int
    year: int | None = None

    def is_same(self, other: Months, year: int) -> bool:
        """`year` stands for one that is not named.

        >>> Months(1, 6).is_same(Months(1, 6, 2024), 2024)
        True
        """
        return (self.first, self.last, self.year or year) == (other.first, other.last, other.year or year)


@lru_cache(maxsize=1 << 12)
def read_months(text: str) -> Months | None:
    """The months that a text names; None where it names none, or holds other words.

    >>> read_months("6 tháng đầu năm 2024")
    Months(first=1, last=6, year=2024)
    >>> read_months("Quý II")
    Months(first=4, last=6, year=None)
    >>> read_months("Đợt 1") is None
    True
    """
    match = _PART.fullmatch(fold_text(repair_encoding(text)[0]))
    if not match or not any(match.group("last", "first", "quarter", "month", "year", "of")):
        return None
    year = int(match["of"]) if match["of"] else None
    if match["last"]:
        return Months(7, 12, year)
    if match["first"]:
        return Months(1, int(match["first"]), year)
    if match["quarter"]:
        quarter = _QUARTERS[match["quarter"]]
        return Months(3 * quarter - 2, 3 * quarter, year)
    return Months(int(match["month"]), int(match["month"]), year) if match["month"] else Months(*_WHOLE, year)
