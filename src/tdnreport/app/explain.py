"""`tdnreport explain`: how a file was read, column by column by which words and rule, line by line as what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.data_error import DataError
from tdnreport.ingest.line_accounts import account_for_lines
from tdnreport.ingest.period_filter import AskedPeriod, keep_asked_period
from tdnreport.ingest.read_file import reread_for_year
from tdnreport.ingest.sandbox import read_files
from tdnreport.layout.vocabulary import LayoutWords

if TYPE_CHECKING:
    from tdnreport.ingest.file_read import FileRead, SheetRead
    from tdnreport.layout.table import SheetTable
    from tdnreport.plans.context import RunContext

_ROLES: Mapping[str, str] = {
    "header": "tiêu đề cột",
    "numbering": "hàng số thứ tự của cột",
    "data": "số liệu",
    "heading": "đề mục",
    "total": "dòng tổng",
    "blank": "dòng trống",
    "unfilled": "dòng chưa điền",
    "note": "ghi chú",
    "continuation": "phần nối của dòng trên",
    "struck": "dòng đã gạch ngang",
    "other_period": "dòng của kỳ khác",
    "part": "một mục của bảng mà mỗi nhiệm vụ là một cột",
    "outside": "ngoài bảng (tên báo cáo, chữ ký, nơi nhận)",
    "outside_figures": "ngoài bảng, có số: không được tính",
}


def explain_file(context: RunContext, path: Path) -> Iterator[str]:
    """Plain lines for the officer; nothing is written."""
    if not path.is_file():
        raise DataError(f"Không có tệp: {path}.")
    folders = context.home.reference_folders
    read = next(iter(read_files([(path, path.name)], folders)))
    read = reread_for_year(read, LayoutWords.load(*folders), context.plan.year)
    return explain_text(keep_asked_period(read, AskedPeriod.of(context)))


def explain_text(read: FileRead) -> Iterator[str]:
    yield f"{read.file} ({read.format})"
    for finding in read.findings:
        place = f"trang “{finding.sheet}”" if finding.sheet else "tệp"
        row = f", dòng {finding.row_no}" if finding.row_no else ""
        yield f"  ? {place}{row}: {finding.rule_id} {finding.value or ''} {finding.detail}".rstrip()
    for sheet_read in read.sheets:
        yield f"Trang “{sheet_read.sheet.name}”: {sheet_read.reason or f'{len(sheet_read.tables)} bảng'}"
        for table_no, table in enumerate(sheet_read.tables, 1):
            yield from _explain_table(table_no, table)
        yield from _explain_lines(sheet_read)


def _explain_table(table_no: int, table: SheetTable) -> Iterator[str]:
    year = f", số của năm {table.columns.year}" if table.columns.years else ""
    yield f"  Bảng {table_no} ({table.kind}), tiêu đề ở dòng {', '.join(map(str, table.header_rows))}{year}"
    laid_in = "dòng" if table.fields.keys() <= table.places.keys() else "cột"
    for decision in table.columns.decisions:
        scale = table.scales.get(decision.field, 0)
        unit = f", một đơn vị = {scale} đồng" if scale else ""
        taken = f"là {decision.field}{unit}" if decision.field in table.fields else "không tính"
        reason = f": {decision.reason}" if decision.reason else ""
        rules = f" [{'; '.join(decision.rules)}]" if decision.rules else ""
        yield f"    {laid_in} {decision.column_no} “{decision.label}” {taken}{reason}{rules}"


def _explain_lines(sheet_read: SheetRead) -> Iterator[str]:
    roles = list(account_for_lines(sheet_read).items())
    for role, run in groupby(roles, key=lambda item: item[1]):
        rows = [row for row, _ in run]
        span = str(rows[0]) if len(rows) == 1 else f"{rows[0]}–{rows[-1]}"
        yield f"    dòng {span}: {_ROLES.get(role, role)}"
