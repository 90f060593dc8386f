"""`phu-luc.xlsx`: the annex as a workbook that can be sent, sorted, added up and printed.

| sheet | holds |
|---|---|
| Tổng hợp | the headline figures with numerator, denominator and note, and links to the other sheets |
| Phụ lục I … | one annex table each |
| Gửi báo cáo … | the tables of the working paper (`Table.sheet`) |
| Biểu đồ, Số liệu biểu đồ | native charts and the cells that feed them |
| Số liệu bị loại | every finding by file, sheet and cell |
| Định nghĩa | what each figure means |
| Nguồn | the files received, with their hashes |
| Từ điển dữ liệu | every column of the open data with meaning and unit |

A total is a formula only where the rows it stands for add up to it; else it is the number of the report.
Out of scope: figures of its own. What the report does not hold is not printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.report.excel import chart_sheets
from tdnreport.report.excel.tables import TableLine, TableSheet, fit_row
from tdnreport.report.excel.workbook import ALARM, LINK, Draft
from tdnreport.report.model import Column, Figure, Report, Table, count_findings
from tdnreport.report.nd30_rules import Rules
from tdnreport.vietnamese import formats
from tdnreport.vietnamese import labels as wording
from tdnreport.vietnamese.formats import Value, ValueKind

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SUMMARY, FINDINGS, DEFINITIONS, INPUTS = "Tổng hợp", "Số liệu bị loại", "Định nghĩa", "Nguồn"
DICTIONARY = "Từ điển dữ liệu"
COUNTED = {"tasks": "nhiệm vụ", "reports": "báo cáo", "rows": "dòng", "files": "tệp"}
"""What a figure counts, by the first word of its id."""
MOST_FINDINGS = 20_000
"""Longer lists are left to `du-lieu/findings.parquet`: Excel opens them slowly."""
SUMMARY_STYLE: dict[int, dict[str, Any]] = {0: {"align": "center"}, 2: {"bold": True}}

SUMMARY_COLUMNS = (
    Column("position", "STT", width=4.3),
    Column("label", "Số liệu", width=25),
    Column("value", "Giá trị", width=13.5),
    Column("unit", "Đơn vị tính", width=8.5),
    Column("numerator", "Tử số", width=12.5),
    Column("denominator", "Mẫu số", width=12.5),
    Column("note", "Ghi chú", width=24),
)
"""The one table whose widths are characters; it stands upright."""

FINDING_COLUMNS = (
    Column("position", "STT", "count", 5),
    Column("unit", "Đơn vị", "text", 15),
    Column("file", "Tệp", "text", 17),
    Column("sheet", "Trang tính", "text", 9),
    Column("cell", "Ô", "code", 6),
    Column("value", "Giá trị đã ghi", "text", 15),
    Column("message", "Vì sao", "text", 28),
    Column("action", "Cần ghi thế nào", "text", 28),
    Column("severity", "Xử lý", "text", 10),
    Column("rule", "Mã quy tắc", "text", 15),
)
DEFINITION_COLUMNS = (
    Column("label", "Số liệu", "text", 30),
    Column("definition", "Cách tính", "text", 80),
    Column("id", "Mã số liệu", "text", 26),
)
INPUT_COLUMNS = (
    Column("position", "STT", "count", 4),
    Column("unit", "Đơn vị", "text", 28),
    Column("file", "Tệp", "text", 36),
    Column("received", "Ngày nhận", "date", 11),
    Column("state", "Trạng thái", "text", 16),
    Column("sha256", "Mã kiểm tra nội dung (SHA-256)", "text", 45),
)


def write_annex(report: Report, path: Path, rules: Rules, dictionary: Table | None = None) -> None:
    """Same report, same bytes; `dictionary` tells what the columns of the open data hold."""
    company = " ".join(report.letterhead.issuing_body)
    draft = Draft(f"Phụ lục số liệu: {report.plan_title}", company, f"{report.plan_id}, kỳ {report.period_id}")
    sheets = dict(_list_sheets(report)) | ({DICTIONARY: dictionary} if dictionary else {})
    _write_summary(draft, report, rules, list(sheets))
    for name, table in sheets.items():
        if table is None:
            chart_sheets.add_chart_sheets(draft, report.charts, rules.page)
        else:
            lines = (name.upper(), table.title) if table.annex else (table.title.upper(),)
            TableSheet(draft, name, rules.page.landscape(), rules.table).write_table(
                table, _lines_above(report, rules, lines)
            )
    path.write_bytes(draft.to_bytes())


def _lines_above(report: Report, rules: Rules, lines: Sequence[str]) -> list[TableLine]:
    """Lines above a table: marking and sample notice, titles, the date of the figures."""
    day = formats.format_day(report.as_of)
    notices = rules.notices(report.is_sample, report.marking)
    notice: list[TableLine] = [(text, {"bold": True, "font_color": ALARM}) for text in notices]
    titles: list[TableLine] = [(line, {"bold": True, "font_size": 13}) for line in lines]
    as_of = f"Số liệu tính đến ngày {day}" if day else "Chưa xác định ngày chốt số liệu"
    return [*notice, *titles, (as_of, {"italic": True})]


def _write_summary(draft: Draft, report: Report, rules: Rules, names: Sequence[str]) -> None:
    sheet = TableSheet(draft, SUMMARY, rules.page, rules.table)
    widths = [column.width for column in SUMMARY_COLUMNS]
    lines = ("PHỤ LỤC SỐ LIỆU", report.plan_title, f"Kỳ báo cáo: {report.period_label}")
    top = sheet.open_sheet(SUMMARY_COLUMNS, widths, [*_lines_above(report, rules, lines), ("", {})])
    for position, figure in enumerate(report.figures.values(), start=1):
        cells = _figure_cells(position, figure)
        for column, (value, kind) in enumerate(cells):
            draft.put_value(sheet.sheet, top + position, column, value, kind, **SUMMARY_STYLE.get(column, {}))
        fit_row(sheet.sheet, top + position, widths, [value for value, _ in cells])
    _write_links(draft, sheet.sheet, top + len(report.figures) + 2, names)


def _figure_cells(position: int, figure: Figure) -> tuple[tuple[Value, ValueKind], ...]:
    parts: ValueKind = "vnd" if figure.unit == "vnd" else "number"
    return (
        (position, "count"),
        (figure.label, "text"),
        (figure.value, figure.unit),
        (_figure_unit(figure), "code"),
        ("" if figure.numerator is None else figure.numerator, parts),
        ("" if figure.denominator is None else figure.denominator, parts),
        (figure.note, "text"),
    )


def _write_links(draft: Draft, sheet: Worksheet, row: int, names: Sequence[str]) -> None:
    sheet.write_string(row, 1, "Các trang khác trong tệp này", draft.cell_format(bold=True))
    link = draft.cell_format(font_color=LINK, underline=1)
    for link_row, name in enumerate(names, start=row + 1):
        sheet.write_url(link_row, 1, f"internal:'{name}'!A1", link, name)


def _list_sheets(report: Report) -> Iterator[tuple[str, Table | None]]:
    """Names and tables of the sheets after the first; None stands for the charts."""
    yield from _annex_tables(report)
    if report.charts:
        yield chart_sheets.SHEET, None
    yield FINDINGS, _findings_table(report)
    yield DEFINITIONS, _definitions_table(report)
    yield INPUTS, _inputs_table(report)
    for table in report.tables.values():
        if table.sheet:
            yield table.sheet, table


def _annex_tables(report: Report) -> Iterator[tuple[str, Table]]:
    """Annexes in their order; a second table of one annex gets `Phụ lục I (2)`."""
    tables = [(table.annex, table) for table in report.tables.values() if table.annex]
    seen: dict[str, int] = {}
    for annex, table in sorted(tables, key=lambda pair: formats.code_key(pair[0])):
        seen[annex] = seen.get(annex, 0) + 1
        yield f"Phụ lục {annex}" + (f" ({seen[annex]})" if seen[annex] > 1 else ""), table


def _findings_table(report: Report) -> Table:
    order = list(wording.SEVERITIES)
    findings = sorted(report.findings, key=lambda finding: order.index(finding.severity))
    rows = tuple(
        (
            position,
            _unit_name(report, finding.unit_id),
            finding.file,
            finding.sheet,
            finding.cell or (f"Dòng {finding.row_no}" if finding.row_no else None),
            finding.value,
            finding.message,
            finding.action,
            wording.SEVERITIES[finding.severity],
            finding.rule_id,
        )
        for position, finding in enumerate(findings[:MOST_FINDINGS], start=1)
    )
    rest = count_findings(findings[MOST_FINDINGS:])
    note = f"Còn {formats.format_number(rest)} phát hiện khác trong tệp du-lieu/findings.parquet." if rest else None
    title = "Số liệu bị loại và số liệu cần kiểm tra lại"
    return Table("findings", title, FINDING_COLUMNS, rows, note=note or (None if rows else "Không có phát hiện nào."))


def _definitions_table(report: Report) -> Table:
    labels = {figure.id: figure.label for figure in report.figures.values()}
    rows = tuple((labels.get(key, key), text, key) for key, text in report.definitions.items())
    return Table("definitions", "Định nghĩa và cách tính các số liệu", DEFINITION_COLUMNS, rows)


def _inputs_table(report: Report) -> Table:
    rows = tuple(
        (
            position,
            _unit_name(report, input_file.unit_id),
            input_file.file,
            input_file.received_on,
            wording.STATES.get(input_file.state, input_file.state),
            input_file.sha256,
        )
        for position, input_file in enumerate(report.inputs, start=1)
    )
    return Table("inputs", "Các tệp số liệu đã nhận", INPUT_COLUMNS, rows)


def _unit_name(report: Report, unit_id: str | None) -> str:
    return report.unit_names.get(unit_id, unit_id) if unit_id else "Chưa xác định"


def _figure_unit(figure: Figure) -> str:
    return {"vnd": "đồng", "pct": "%"}.get(figure.unit, COUNTED.get(figure.id.split("_")[0], ""))
