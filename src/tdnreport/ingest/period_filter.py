"""Files with several periods, by sheet, section or line: only the period asked for is kept.

    STT │ Nhiệm vụ │ Kỳ báo cáo  │ Trạng thái
    1   │ …        │ 6 tháng     │ Đang thực hiện      not read in a report for the year, and listed with the reason
    1   │ …        │ Năm 2024    │ Hoàn thành          read

A blank cell belongs to the period above it, as in merged cells; words that name no part of a year leave their line as it is.
Columns "Quý", "Tháng", "Năm" and headings may as well say when tasks are due: they choose only where they make a task's lines differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tdnreport.ingest.file_read import FileRead, NotRead, ReadFinding, SheetRead
from tdnreport.layout.columns import NAME_FIELDS
from tdnreport.layout.rows import COUNTED
from tdnreport.layout.table import SheetTable
from tdnreport.vietnamese.months import Months, read_months
from tdnreport.workbook.model import Line

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext

_REASON = "Dòng của kỳ “{said}”, không phải kỳ báo cáo “{asked}”."
_EARLIER = "Trang của kỳ trước trong năm; tình trạng lấy ở trang của kỳ sau cùng."
_NONE_LEFT = "Cột kỳ báo cáo không có dòng nào của kỳ “{asked}”."


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """The period to report on and the others of its plan, by label; `year` is the plan's."""

    label: str
    others: Collection[str]
    year: int

    @classmethod
    def of(cls, context: RunContext) -> AskedPeriod:
        asked, periods = context.period.label, [period.label for period in context.plan.periods]
        return cls(asked, [label for label in periods if label != asked], context.plan.year)

    def is_same(self, months: Months, label: str) -> bool:
        named = read_months(label)
        return named is not None and months.is_same(named, self.year)


@dataclass(frozen=True, slots=True)
class _LinePeriod:
    """The period a line states, in its own words."""

    row_no: int
    text: str
    months: Months


def keep_asked_period(file_read: FileRead, asked: AskedPeriod) -> FileRead:
    """The file without sheets and lines of other periods; refused where none of its lines is of the period asked for."""
    return _filter_lines(_filter_sheets(file_read, asked), asked)


def _filter_sheets(file_read: FileRead, asked: AskedPeriod) -> FileRead:
    """Leave out sheets of other periods where a sheet of the period asked for exists."""
    sheets = [sheet_read for sheet_read in file_read.sheets if sheet_read.is_read]
    months_by_sheet = {
        sheet_read.sheet.name: months
        for sheet_read in sheets
        if len(sheets) > 1 and (months := _sheet_months(sheet_read))
    }
    others = [name for name, months in months_by_sheet.items() if not asked.is_same(months, asked.label)]
    if len(others) == len(months_by_sheet) == len(sheets) > 1:
        return _keep_latest_sheet(file_read, months_by_sheet, asked)
    if len(others) in (0, len(months_by_sheet)):
        return file_read
    return file_read.without_sheets(others, f"Trang của kỳ khác, không phải kỳ báo cáo “{asked.label}”.")


def _keep_latest_sheet(file_read: FileRead, months_by_sheet: Mapping[str, Months], asked: AskedPeriod) -> FileRead:
    """A sheet a quarter: the last one of the period asked for tells how things stand; amounts by quarter are never taken so."""
    whole = read_months(asked.label)
    tables = [table for sheet_read in file_read.sheets for table in sheet_read.tables]
    ends = [months.last for months in months_by_sheet.values()]
    is_series = len(set(ends)) == len(ends) and {m.year or asked.year for m in months_by_sheet.values()} == {asked.year}
    is_of_states = all(table.kind == "progress" and COUNTED.isdisjoint(table.fields) for table in tables)
    if not whole or not is_series or not is_of_states or max(ends) > whole.last:
        return file_read
    latest = max(months_by_sheet, key=lambda name: months_by_sheet[name].last)
    return file_read.without_sheets([name for name in months_by_sheet if name != latest], _EARLIER)


def _sheet_months(sheet_read: SheetRead) -> Months | None:
    """By the title block ("Kỳ báo cáo: 6 tháng đầu năm 2024"), else by the sheet's name."""
    texts = (text for line in sheet_read.lines_above for text in line.cells if text)
    return next(filter(None, map(read_months, texts)), None) or read_months(sheet_read.sheet.name)


def _filter_lines(file_read: FileRead, asked: AskedPeriod) -> FileRead:
    kept, left_out = [], list[NotRead]()
    for sheet_read in file_read.sheets:
        others_by_table = [(table, _lines_of_other_periods(sheet_read, table, asked)) for table in sheet_read.tables]
        kept.append(
            replace(sheet_read, tables=[_without_lines(table, others) for table, others in others_by_table])
            if any(others for _, others in others_by_table)
            else sheet_read
        )
        left_out += [
            reason
            for _, others in others_by_table
            for reason in _list_left_out(sheet_read.sheet.name, others, asked.label)
        ]
    if not left_out:
        return file_read
    has_rows = any(table.data_rows() for sheet_read in kept for table in sheet_read.tables)
    return replace(
        file_read,
        sheets=tuple(kept),
        not_read=(*file_read.not_read, *left_out),
        findings=file_read.findings if has_rows else (*file_read.findings, _refuse_file(file_read, left_out, asked)),
    )


def _lines_of_other_periods(sheet_read: SheetRead, table: SheetTable, asked: AskedPeriod) -> list[_LinePeriod]:
    """Lines of periods other than the one asked for."""
    line_periods = list(_line_periods(sheet_read, table))
    distinct = {
        (line_period.months.first, line_period.months.last, line_period.months.year or asked.year)
        for line_period in line_periods
    }
    is_period = "period" in table.columns.skipped
    if len(distinct) == 1:
        is_other = any(asked.is_same(line_periods[0].months, label) for label in asked.others)
        return line_periods if is_period and is_other and not line_periods[0].text.isdigit() else []
    return (
        []
        if not is_period and not _differ_by_period(sheet_read, table, line_periods)
        else [line_period for line_period in line_periods if not asked.is_same(line_period.months, asked.label)]
    )


def _line_periods(sheet_read: SheetRead, table: SheetTable) -> Iterator[_LinePeriod]:
    """Data lines whose period is known, from the column of periods, where there is none from the headings."""
    column_no = table.columns.skipped.get("period") or table.columns.skipped.get("part") or 0
    if not column_no and "heading" not in table.roles.values():
        return
    labels = (_cell_text(line, column_no) for line in sheet_read.sheet.lines if line.row_no in table.header_rows)
    label = next(filter(None, labels), "")
    above: tuple[str, Months] | None = None
    for line in sheet_read.sheet.lines:
        role = table.roles.get(line.row_no)
        if role == "heading" and not column_no:
            above = next(filter(None, (_named_months(text, "") for text in line.cells)), above)
        if role == "data":
            above = _named_months(text, label) if (text := _cell_text(line, column_no)) else above
            if above:
                yield _LinePeriod(line.row_no, *above)


def _named_months(text: str, label: str) -> tuple[str, Months] | None:
    """The text and its months; "II" below "Quý" is the second quarter."""
    readings = ((words, read_months(words)) for words in (text, f"{label} {text}"))
    return next(((words, months) for words, months in readings if months), None)


def _cell_text(line: Line, column_no: int) -> str:
    return line.cells[column_no - 1].strip() if 0 < column_no <= len(line.cells) else ""


def _differ_by_period(sheet_read: SheetRead, table: SheetTable, line_periods: Iterable[_LinePeriod]) -> bool:
    """True where a task has several lines for different periods."""
    lines = {line.row_no: line for line in sheet_read.sheet.lines}
    seen: dict[tuple[str, ...], str] = {}
    for line_period in line_periods:
        task = tuple(
            table.field_text(lines[line_period.row_no], name)
            for name in ("code", *sorted(set(NAME_FIELDS.values())), "unit")
        )
        if seen.setdefault(task, line_period.text) != line_period.text:
            return True
    return False


def _without_lines(table: SheetTable, others: Iterable[_LinePeriod]) -> SheetTable:
    return replace(table, roles=table.roles | {line_period.row_no: "other_period" for line_period in others})


def _list_left_out(sheet: str, others: Iterable[_LinePeriod], asked: str) -> Iterator[NotRead]:
    by_text: dict[str, list[int]] = {}
    for line_period in others:
        by_text.setdefault(line_period.text, []).append(line_period.row_no)
    for text, rows in by_text.items():
        yield NotRead(sheet, "row", _format_ranges(rows), _REASON.format(said=text, asked=asked))


def _format_ranges(rows: list[int]) -> str:
    """Row numbers as a person lists them.

    >>> _format_ranges([3, 4, 5, 9])
    '3–5, 9'
    """
    starts = [rows[0], *(next_row_no for row_no, next_row_no in pairwise(rows) if next_row_no != row_no + 1)]
    ends = [*(row_no for row_no, next_row_no in pairwise(rows) if next_row_no != row_no + 1), rows[-1]]
    return ", ".join(str(start) if start == end else f"{start}–{end}" for start, end in zip(starts, ends, strict=True))


def _refuse_file(file_read: FileRead, left_out: Iterable[NotRead], asked: AskedPeriod) -> ReadFinding:
    texts = dict.fromkeys(
        line_period.text
        for sheet_read in file_read.sheets
        for table in sheet_read.tables
        for line_period in _lines_of_other_periods(sheet_read, table, asked)
    )
    first = next(iter(left_out)).sheet
    return ReadFinding(first, None, None, "wrong_period", ", ".join(texts), _NONE_LEFT.format(asked=asked.label))
