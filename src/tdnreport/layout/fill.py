"""What completes a line of data that does not say everything itself.

4.2 │ Xuất bản … │ Ngân sách tỉnh │ 5      the next line, with neither code nor task, gives a further source of funds
    │            │ Xã hội hóa     │ 2      of this task; cells merged downwards lend their text to the lines they cover
x   │            │                          a mark in the column of a status is that status
1,5 │ tr.đ                                  a unit of money in a column of its own joins the amounts
5   │ 1                                     amounts by source, or by part of the budget, become one text that names each
"… tuyên truyền" + "truyền về …"            the tail of a cell cut by a page break

Merged cells never lend an amount or a value, which would count twice. Lines stay as sent; all of this stands in `SheetTable.filled`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tdnreport.layout.columns import NAME_FIELDS
from tdnreport.layout.rows import COUNTED, LONG_TEXTS, Lent
from tdnreport.layout.table import Cell, SheetTable
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.money import read_money
from tdnreport.workbook.model import Line, Sheet

_LONGEST_MERGE = 2000
_THREE_DECIMALS = re.compile(r"-?\d+,\d{3}")
_BRACKETED = re.compile(r"\(([\d.,\s]+)\)")


class Completion:
    """Of the data lines of one table, told from the top downwards."""

    def __init__(self, table: SheetTable, lent: Mapping[int, Lent], words: LayoutWords) -> None:
        self.table, self.lent, self.words = table, lent, words
        self.title_field = NAME_FIELDS[table.kind]
        self.measure_at = table.columns.skipped.get("measure", 0) if table.scales else 0

    @property
    def is_by_line(self) -> bool:
        """Whether even the usual line of data may need completing."""
        return bool(self.lent or self.measure_at or self.table.columns.ticks or self.table.columns.sums)

    def data(self, line: Line, above: Line | None) -> None:
        """`above` is the data line before."""
        for name, cell in self.lent.get(line.row_no, {}).items():
            if not self.table.text(line, name).strip():
                self.table.fill(line.row_no, name, cell)
        if above and "fund_source" in self.table.fields and self._is_further_source(line, above):
            self._inherit(line, above)
        if self.table.columns.ticks:
            self._tick(line)
        if self.measure_at:
            self._measure(line)
        self.sum(line)

    def sum(self, line: Line) -> None:
        """ "Ngân sách tỉnh: 5000000; Nguồn khác: 1000000": every cell stays to be seen in the text that is read.

        A total that is filled stands for itself, and so do words where no share has an amount ("Lồng ghép").
        """
        for name, shares in self.table.columns.sums.items():
            at = self.table.fields[name]
            if at not in dict(shares) and _is_said(line, at):
                continue
            filled = [(share_at, source) for share_at, source in shares if _is_said(line, share_at)]
            counted = [
                one for one in filled if not read_money(_amount(line, one[0]), "s", 1, self.words.lists).is_nothing
            ]
            if counted:
                text = "; ".join([f"{source}: {_share(line, share_at)}" for share_at, source in counted])
                self.table.fill(line.row_no, name, (text, "s"))
            elif filled:
                self.table.fill(line.row_no, name, (_amount(line, filled[0][0]), "s"))

    def tail(self, line: Line, data: Line) -> None:
        """Joined to the data line above."""
        for name, at in self.table.fields.items():
            tail = line.cells[at - 1].strip() if at <= len(line.cells) else ""
            if tail and name in LONG_TEXTS:
                self.table.fill(data.row_no, name, (_joined(self.table.text(data, name).rstrip(), tail), "s"))

    def _is_further_source(self, line: Line, above: Line) -> bool:
        if above.row_no != line.row_no - 1 or not self.table.text(line, "fund_source").strip():
            return False
        is_nameless = not any(self.table.text(line, name).strip() for name in ("code", self.title_field))
        return is_nameless and bool(self.table.text(above, "fund_source").strip())

    def _inherit(self, line: Line, above: Line) -> None:
        for name in self.table.fields:
            if name not in COUNTED | LONG_TEXTS or name == self.title_field:
                cell = self.table.cell(above, name)
                if cell[0] and not self.table.text(line, name).strip():
                    self.table.fill(line.row_no, name, cell)

    def _tick(self, line: Line) -> None:
        """The status whose column is marked; several marks are all named, so that nothing is chosen among them."""
        ticks = sorted(self.table.columns.ticks.items())
        texts = [(tick, line.cells[at - 1].strip()) for at, tick in ticks if at <= len(line.cells)]
        named = [said for tick, text in texts if text and (said := tick.said(text, self.words))]
        self.table.fill(line.row_no, "status", ("; ".join(named), "s" if named else " "))

    def _measure(self, line: Line) -> None:
        unit = line.cells[self.measure_at - 1].strip() if self.measure_at <= len(line.cells) else ""
        for name in self.table.scales if self.words.line_scale(unit) else ():
            at = self.table.fields[name]
            if _amount(line, at).strip(" -–") and line.kinds[at - 1] in "sn":
                self.table.fill(line.row_no, name, (f"{_amount(line, at)} {unit}", "s"))


def lent_by_merges(table: SheetTable, sheet: Sheet) -> dict[int, dict[str, Cell]]:
    """Texts of cells merged downwards, for the lines they cover."""
    names = {at: name for name, at in table.fields.items() if name not in COUNTED}
    tall = [box for box in sheet.merged if box[2] > box[0] > table.header_rows[-1] and box[1] in names]
    by_row = {line.row_no: line for line in sheet.lines} if tall else {}
    lent: dict[int, dict[str, Cell]] = {}
    for top, left, bottom, _ in tall:
        line = by_row.get(top)
        if line and left <= len(line.cells) and line.cells[left - 1]:
            for row in range(top + 1, min(bottom, top + _LONGEST_MERGE) + 1):
                lent.setdefault(row, {})[names[left]] = (line.cells[left - 1], line.kinds[left - 1])
    return lent


def _amount(line: Line, at: int) -> str:
    """A cell of money as Vietnamese text."""
    text = line.cells[at - 1].strip() if at <= len(line.cells) else ""
    return text.replace(".", ",") if text and line.kinds[at - 1] == "n" else text


def _is_said(line: Line, at: int) -> bool:
    """Whether a cell of money holds more than a dash."""
    return bool(_amount(line, at).strip(" -–—./"))


def _share(line: Line, at: int) -> str:
    """The same among other amounts: "(50)" is -50, a plus says nothing, and three decimals of a number get a fourth, so that they

    cannot be taken for thousands.
    """
    text = _amount(line, at).removeprefix("+").strip()
    if bracketed := _BRACKETED.fullmatch(text):
        text = f"-{bracketed[1]}"
    return f"{text}0" if line.kinds[at - 1] == "n" and _THREE_DECIMALS.fullmatch(text) else text


def _joined(text: str, tail: str) -> str:
    """The two halves of a cell; a word that a page break left in both is kept once.

    >>> _joined("Tổ chức tuyên truyền", "truyền về biển đảo")
    'Tổ chức tuyên truyền về biển đảo'
    """
    last, first = text.split()[-1:], tail.split()[:1]
    is_double = bool(first) and last == first and first[0].isalpha() and len(first[0]) > 1
    return " ".join([text, tail.removeprefix(first[0]).lstrip()] if is_double else [text, tail]).strip()
