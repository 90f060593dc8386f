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
from tdnreport.layout.rows import COUNTED, LONG_TEXTS, MergedCells
from tdnreport.layout.table import Cell, SheetTable
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.money import read_money
from tdnreport.vietnamese.text import LONGEST_TEXT
from tdnreport.workbook.model import Line, Sheet

_LONGEST_MERGE = 2000
_THREE_DECIMALS = re.compile(r"-?\d+,\d{3}")
_BRACKETED = re.compile(r"\(([\d.,\s]+)\)")


class LineFiller:
    """Fills in the data lines of one table, from top to bottom."""

    def __init__(self, table: SheetTable, merged: Mapping[int, MergedCells], words: LayoutWords) -> None:
        self.table, self.merged, self.words = table, merged, words
        self.title_field = NAME_FIELDS[table.kind]
        self.measure_column = table.columns.skipped.get("measure", 0) if table.scales else 0

    @property
    def may_fill_plain(self) -> bool:
        """True if plain data rows may need filled-in values."""
        return bool(self.merged or self.measure_column or self.table.columns.checkboxes or self.table.columns.summands)

    def fill_line(self, line: Line, above: Line | None) -> None:
        """`above` is the previous data line."""
        for name, cell in self.merged.get(line.row_no, {}).items():
            if not self.table.field_text(line, name).strip():
                self.table.set_override(line.row_no, name, cell)
        if above and "fund_source" in self.table.fields and self._is_further_source(line, above):
            self._inherit_fields(line, above)
        if self.table.columns.checkboxes:
            self._fill_status(line)
        if self.measure_column:
            self._fill_unit(line)
        self.fill_sums(line)

    def fill_sums(self, line: Line) -> None:
        """ "Ngân sách tỉnh: 5000000; Nguồn khác: 1000000": every cell stays to be seen in the text that is read.

        A total that is filled stands for itself, and so do words where no share has an amount ("Lồng ghép").
        """
        for name, summands in self.table.columns.summands.items():
            column_no = self.table.fields[name]
            if column_no not in dict(summands) and _has_amount(line, column_no):
                continue
            filled = [(summand_no, source) for summand_no, source in summands if _has_amount(line, summand_no)]
            counted = [
                summand
                for summand in filled
                if not read_money(_amount_text(line, summand[0]), "s", 1, self.words.lists).is_nothing
            ]
            if counted:
                text = "; ".join([f"{source}: {_summand_text(line, summand_no)}" for summand_no, source in counted])
                self.table.set_override(line.row_no, name, (text, "s"))
            elif filled:
                self.table.set_override(line.row_no, name, (_amount_text(line, filled[0][0]), "s"))

    def append_tail(self, line: Line, data: Line) -> bool:
        """Append to the data line above; False where its text would be longer than a cell can be, and the line is none of its tails."""
        tails = {
            name: tail
            for name, column_no in self.table.fields.items()
            if name in LONG_TEXTS and column_no <= len(line.cells) and (tail := line.cells[column_no - 1].strip())
        }
        heads = {name: self.table.field_text(data, name) for name in tails}
        if any(len(head) + len(tails[name]) > LONGEST_TEXT for name, head in heads.items()):
            return False
        for name, tail in tails.items():
            self.table.set_override(data.row_no, name, (_join_halves(heads[name].rstrip(), tail), "s"))
        return True

    def _is_further_source(self, line: Line, above: Line) -> bool:
        if above.row_no != line.row_no - 1 or not self.table.field_text(line, "fund_source").strip():
            return False
        is_nameless = not any(self.table.field_text(line, name).strip() for name in ("code", self.title_field))
        return is_nameless and bool(self.table.field_text(above, "fund_source").strip())

    def _inherit_fields(self, line: Line, above: Line) -> None:
        for name in self.table.fields:
            if name not in COUNTED | LONG_TEXTS or name == self.title_field:
                cell = self.table.field_cell(above, name)
                if cell[0] and not self.table.field_text(line, name).strip():
                    self.table.set_override(line.row_no, name, cell)

    def _fill_status(self, line: Line) -> None:
        """The status whose column is marked; several marks are all named, so that none is chosen."""
        checkboxes = sorted(self.table.columns.checkboxes.items())
        texts = [
            (checkbox, line.cells[column_no - 1].strip())
            for column_no, checkbox in checkboxes
            if column_no <= len(line.cells)
        ]
        named = [status for checkbox, text in texts if text and (status := checkbox.status_text(text, self.words))]
        self.table.set_override(line.row_no, "status", ("; ".join(named), "s" if named else " "))

    def _fill_unit(self, line: Line) -> None:
        unit = line.cells[self.measure_column - 1].strip() if self.measure_column <= len(line.cells) else ""
        for name in self.table.scales if self.words.line_scale(unit) else ():
            column_no = self.table.fields[name]
            if _amount_text(line, column_no).strip(" -–") and line.kinds[column_no - 1] in "sn":
                self.table.set_override(line.row_no, name, (f"{_amount_text(line, column_no)} {unit}", "s"))


def merged_cell_values(table: SheetTable, sheet: Sheet) -> dict[int, dict[str, Cell]]:
    """Values of vertically merged cells, per covered row."""
    names = {column_no: name for name, column_no in table.fields.items() if name not in COUNTED}
    tall = [box for box in sheet.merged if box[2] > box[0] > table.header_rows[-1] and box[1] in names]
    by_row = {line.row_no: line for line in sheet.lines} if tall else {}
    merged: dict[int, dict[str, Cell]] = {}
    for top, left, bottom, _ in tall:
        line = by_row.get(top)
        if line and left <= len(line.cells) and line.cells[left - 1]:
            for row in range(top + 1, min(bottom, top + _LONGEST_MERGE) + 1):
                merged.setdefault(row, {})[names[left]] = (line.cells[left - 1], line.kinds[left - 1])
    return merged


def _amount_text(line: Line, column_no: int) -> str:
    """A money cell as Vietnamese text."""
    text = line.cells[column_no - 1].strip() if column_no <= len(line.cells) else ""
    return text.replace(".", ",") if text and line.kinds[column_no - 1] == "n" else text


def _has_amount(line: Line, column_no: int) -> bool:
    """True where a money cell holds more than a dash."""
    return bool(_amount_text(line, column_no).strip(" -–—./"))


def _summand_text(line: Line, column_no: int) -> str:
    """The same among other amounts: "(50)" is -50, a plus says nothing, and three decimals of a number get a fourth, so that they

    cannot be taken for thousands.
    """
    text = _amount_text(line, column_no).removeprefix("+").strip()
    if bracketed := _BRACKETED.fullmatch(text):
        text = f"-{bracketed[1]}"
    return f"{text}0" if line.kinds[column_no - 1] == "n" and _THREE_DECIMALS.fullmatch(text) else text


def _join_halves(text: str, tail: str) -> str:
    """The two halves of a cell; a word that a page break left in both is kept once.

    >>> _join_halves("Tổ chức tuyên truyền", "truyền về biển đảo")
    'Tổ chức tuyên truyền về biển đảo'
    """
    last, first = text.rsplit(None, 1)[-1:], tail.split(None, 1)[:1]
    is_double = bool(first) and last == first and first[0].isalpha() and len(first[0]) > 1
    return " ".join([text, tail.removeprefix(first[0]).lstrip()] if is_double else [text, tail]).strip()
