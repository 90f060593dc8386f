"""A line's number and name → the indicator of the plan: its own name, or a spelling of `data/reference/indicator_words.csv`.

IndicatorNames([("pci_rank", "Thứ hạng PCI", "hạng"), …], {"pci_rank": ("PCI", "Hạng PCI"), "pci_score": ("PCI", …)})
.read("", "", "Số tin, bài đăng trên Vietnam.vn năm 2024", "")     vietnam_vn_items: words before and after add nothing
.read("", "", "PCI", "hạng")                                       pci_rank: one name for two, told by the unit of measure
.read("", "", "PCI", "")                                           None: it may be the score or the rank
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from tdnreport.vietnamese.task_titles import TaskTitles
from tdnreport.vietnamese.text import clean_text, fold_text, repair_encoding

_AROUND = re.compile(r"(?i)^\s*(?:tổng số|số lượng|số)\s+(?:lượng\s+)?|\s*[,(]?\s*(?:trong\s+)?năm\s+20\d\d\s*\)?\s*$")


class IndicatorNames:
    """The indicators of one plan: code, name and unit of measure; `spellings` are further names by code."""

    def __init__(
        self,
        indicators: Iterable[tuple[str, str, str]],
        spellings: Mapping[str, Sequence[str]],
        abbreviations: Mapping[str, str],
    ) -> None:
        known = list(indicators)
        self._measures = {code: fold_text(measure) for code, _, measure in known}
        names = [(code, name) for code, name, _ in known]
        further = [(code, word) for code, _, _ in known for word in spellings.get(code, ())]
        self._titles = TaskTitles(((code, name, True) for code, name in [*names, *further]), abbreviations)

    def read(self, code_text: str, code_kind: str, name_text: str, measure: str) -> str | None:
        """`measure` is the unit of measure that stands beside the name, or that its value tells; it only chooses among several."""
        bare = _AROUND.sub("", clean_text(repair_encoding(name_text)[0]))
        for name in dict.fromkeys((name_text, bare)):
            if found := self._titles.match_task(code_text, code_kind, name).task_code:
                return found
            matches = [
                code for code in self._titles.named(name) if measure and self._measures[code] == fold_text(measure)
            ]
            if len(matches) == 1:
                return matches[0]
        return None

    def nearest(self, name_text: str) -> str | None:
        """The known name that is most like it, or all that it may mean: to be suggested and never taken."""
        bare = _AROUND.sub("", clean_text(repair_encoding(name_text)[0]))
        matches = self._titles.named(name_text) or self._titles.named(bare)
        return "” hoặc “".join(map(self._titles.title, sorted(matches))) or self._titles.nearest(bare)
