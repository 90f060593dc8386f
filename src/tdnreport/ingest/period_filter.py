"""Files that hold several periods, by sheet, by section or by line: only what is of the period asked for is read.

    STT │ Nhiệm vụ │ Kỳ báo cáo  │ Trạng thái
    1   │ …        │ 6 tháng     │ Đang thực hiện      not read in a report for the year, and listed with the reason
    1   │ …        │ Năm 2024    │ Hoàn thành          read

A blank cell belongs to the period above it, as in merged cells; words that name no part of a year leave their line as it is.
Columns "Quý", "Tháng", "Năm" and headings may as well say when tasks are due: they choose only where they make a task's lines differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from tdnreport.ingest.file_read import FileRead, NotRead, ReadFinding, SheetRead
from tdnreport.layout.columns import NAME_FIELDS
from tdnreport.layout.table import SheetTable
from tdnreport.vietnamese.months import Months, read_months
from tdnreport.workbook.model import Line

_REASON = "Dòng của kỳ “{said}”, không phải kỳ báo cáo “{asked}”."
_NONE_LEFT = "Cột kỳ báo cáo không có dòng nào của kỳ “{asked}”."


@dataclass(frozen=True, slots=True)
class Asked:
    """The period to report on and the others of its plan, by label; `year` is the plan's."""

    label: str
    others: Collection[str]
    year: int

    def is_same(self, months: Months, label: str) -> bool:
        named = read_months(label)
        return named is not None and months.is_same(named, self.year)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a line says of its period, in its own words."""

    row_no: int
    text: str
    months: Months


def only_asked(read: FileRead, asked: Asked) -> FileRead:
    """The file without sheets and lines of other periods; refused where none of its lines is of the period asked for."""
    return _by_line(_by_sheet(read, asked), asked)


def _by_sheet(read: FileRead, asked: Asked) -> FileRead:
    """Beside a sheet of the period asked for those of other periods are left out."""
    sheets = [one for one in read.sheets if one.is_read]
    said = {one.sheet.name: months for one in sheets if len(sheets) > 1 and (months := _months_of(one))}
    others = [name for name, months in said.items() if not asked.is_same(months, asked.label)]
    if len(others) in (0, len(said)):
        return read
    return read.without(others, f"Trang của kỳ khác, không phải kỳ báo cáo “{asked.label}”.")


def _months_of(one: SheetRead) -> Months | None:
    """By the title block ("Kỳ báo cáo: 6 tháng đầu năm 2024"), else by the sheet's name."""
    texts = (text for line in one.above for text in line.cells if text)
    return next(filter(None, map(read_months, texts)), None) or read_months(one.sheet.name)


def _by_line(read: FileRead, asked: Asked) -> FileRead:
    kept, left_out = [], list[NotRead]()
    for one in read.sheets:
        other = [(table, _others(one, table, asked)) for table in one.tables]
        kept.append(
            replace(one, tables=[_without(table, found) for table, found in other]) if any(f for _, f in other) else one
        )
        left_out += [reason for _, found in other for reason in _reasons(one.sheet.name, found, asked.label)]
    if not left_out:
        return read
    has_rows = any(table.data_rows() for one in kept for table in one.tables)
    return replace(
        read,
        sheets=tuple(kept),
        not_read=(*read.not_read, *left_out),
        findings=read.findings if has_rows else (*read.findings, _refusal(read, left_out, asked)),
    )


def _others(one: SheetRead, table: SheetTable, asked: Asked) -> list[_Said]:
    """Lines of other periods than the one asked for."""
    said = list(_said(one, table))
    distinct = {(found.months.first, found.months.last, found.months.year or asked.year) for found in said}
    is_period = "period" in table.columns.skipped
    if len(distinct) == 1:
        is_other = any(asked.is_same(said[0].months, label) for label in asked.others)
        return said if is_period and is_other and not said[0].text.isdigit() else []
    return (
        []
        if not is_period and not _differ_by_period(one, table, said)
        else [found for found in said if not asked.is_same(found.months, asked.label)]
    )


def _said(one: SheetRead, table: SheetTable) -> Iterator[_Said]:
    """Data lines whose period is known, from the column of periods, where there is none from the headings."""
    at = table.columns.skipped.get("period") or table.columns.skipped.get("part") or 0
    if not at and "heading" not in table.roles.values():
        return
    labels = (_cell(line, at) for line in one.sheet.lines if line.row_no in table.header_rows)
    label = next(filter(None, labels), "")
    above: tuple[str, Months] | None = None
    for line in one.sheet.lines:
        role = table.roles.get(line.row_no)
        if role == "heading" and not at:
            above = next(filter(None, (_named(text, "") for text in line.cells)), above)
        if role == "data":
            above = _named(text, label) if (text := _cell(line, at)) else above
            if above:
                yield _Said(line.row_no, *above)


def _named(text: str, label: str) -> tuple[str, Months] | None:
    """The text and its months; "II" below "Quý" is the second quarter."""
    said = ((one, read_months(one)) for one in (text, f"{label} {text}"))
    return next(((one, months) for one, months in said if months), None)


def _cell(line: Line, at: int) -> str:
    return line.cells[at - 1].strip() if 0 < at <= len(line.cells) else ""


def _differ_by_period(one: SheetRead, table: SheetTable, said: Iterable[_Said]) -> bool:
    """Whether a task has several lines, each of another period."""
    lines = {line.row_no: line for line in one.sheet.lines}
    seen: dict[tuple[str, ...], str] = {}
    for found in said:
        task = tuple(
            table.text(lines[found.row_no], name) for name in ("code", *sorted(set(NAME_FIELDS.values())), "unit")
        )
        if seen.setdefault(task, found.text) != found.text:
            return True
    return False


def _without(table: SheetTable, others: Iterable[_Said]) -> SheetTable:
    return replace(table, roles=table.roles | {found.row_no: "other_period" for found in others})


def _reasons(sheet: str, others: Iterable[_Said], asked: str) -> Iterator[NotRead]:
    by_text: dict[str, list[int]] = {}
    for found in others:
        by_text.setdefault(found.text, []).append(found.row_no)
    for said, rows in by_text.items():
        yield NotRead(sheet, "row", _ranges(rows), _REASON.format(said=said, asked=asked))


def _ranges(rows: list[int]) -> str:
    """Row numbers as a person lists them.

    >>> _ranges([3, 4, 5, 9])
    '3–5, 9'
    """
    starts = [rows[0], *(after for before, after in pairwise(rows) if after != before + 1)]
    ends = [*(before for before, after in pairwise(rows) if after != before + 1), rows[-1]]
    return ", ".join(str(start) if start == end else f"{start}–{end}" for start, end in zip(starts, ends, strict=True))


def _refusal(read: FileRead, left_out: Iterable[NotRead], asked: Asked) -> ReadFinding:
    said = dict.fromkeys(
        found.text for one in read.sheets for table in one.tables for found in _others(one, table, asked)
    )
    first = next(iter(left_out)).sheet
    return ReadFinding(first, None, None, "wrong_period", ", ".join(said), _NONE_LEFT.format(asked=asked.label))
