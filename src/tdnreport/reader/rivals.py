"""Several columns for one figure: which of them says how things stand.

Giải ngân tháng 12 │ Giải ngân lũy kế        the second: a part of the year never stands for the whole
Tỷ lệ 6 tháng (%)  │ Tỷ lệ cả năm (%)        the last that is filled
Kế hoạch (%)       │ Thực hiện (%)           the second: what was planned is not what was done
Giải ngân 2023     │ Giải ngân 2024          the year that stands above the table, else the later one
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from tdnreport.reader.layout_words import label_words

_PLANNED = re.compile(r"\b(?:ke hoach|muc tieu|chi tieu|du kien|de xuat|de nghi|nhu cau|dang ky)\b")
_WHOLE = re.compile(r"\b(?:luy ke|ca nam|12 thang|den|tu dau nam|het nam|cuoi nam)\b")
_PART = re.compile(
    r"\b(?:quy (?:[1-4]|iv|i{1,3})|(?:[1-9]|1[01]) thang|thang (?:\d{1,2}|nay|truoc)|trong (?:thang|quy|ky)|ky (?:nay|truoc)|dau nam)\b"
)
_LACKING = re.compile(r"\b(?:chua (?!bao gom|gom|tinh|ke\b)|con thieu|con phai|con no|thu hoi|cat giam)")
_PARENTHESES = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"\b20\d\d\b")


def meant(labels: Mapping[int, str], filled: Collection[int], year: str) -> set[int]:
    """Column → header words of one figure's columns, in order; returns the columns between which the words do not choose.

    `year` is the one named above the table, "" where there is none.
    """
    left = [at for at in labels if at in filled] or list(labels)
    left = [at for at in left if not _PLANNED.search(labels[at])] or left
    years = {at: max(_YEAR.findall(labels[at]), default="") for at in left}
    latest = year if year in years.values() else max(years.values())
    left = [at for at in left if years[at] in ("", latest)]
    whole = [at for at in left if not _is_part(labels[at])]
    if whole:
        return {at for at in whole if _WHOLE.search(labels[at])} or set(whole)
    return {left[-1]}


def is_about_what_lacks(label: str) -> bool:
    """ "Chưa giải ngân", "Tỷ lệ chưa hoàn thành (%)": the opposite of the figure that the other words name."""
    return _LACKING.search(label_words(_PARENTHESES.sub(" ", label))) is not None


def _is_part(label: str) -> bool:
    return bool(_PART.search(label)) and not _WHOLE.search(label)
