"""`tdnreport revisions`: which published figures were corrected, from what to what, and why; a triangle of them in a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tdnreport.history.ledger import load_published
from tdnreport.vietnamese import formats

COLUMNS = ("Con số", "Kỳ số liệu", "Công bố lần đầu", "Lần cuối", "Chênh lệch", "Lý do")


def find_revisions(data: Path, plan_id: str | None = None) -> list[dict[str, Any]]:
    """The figures of which more than one vintage was published: first, latest, difference, reason."""
    known = load_published(data)
    names = {document.name for document in known.documents if plan_id in (None, document.plan_id)}
    return [
        {
            "area_id": first.area_id,
            "figure_id": first.figure_id,
            "unit": first.unit,
            "data_from": first.data_from,
            "data_to": first.data_to,
            "first": first.value,
            "first_document": first.document or first.source,
            "latest": last.value,
            "latest_document": last.document or last.source,
            "difference": round(last.value - first.value, 10),
            "reason": last.reason,
            "vintages": [[figure.known_on, figure.value] for figure in (first, *others)],
        }
        for first, *others in known.vintages().values()
        for last in others[-1:]
        if plan_id is None or first.document in names
    ]


def revision_rows(rows: Iterable[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [
        (
            f"{row['figure_id']} ({row['area_id']})",
            f"{row['data_from']:%d/%m/%Y}–{row['data_to']:%d/%m/%Y}",
            f"{formats.format_trimmed(row['first'], 2)} ({row['first_document']})",
            f"{formats.format_trimmed(row['latest'], 2)} ({row['latest_document']})",
            formats.format_trimmed(row["difference"], 2),
            row["reason"] or "",
        )
        for row in rows
    ]


def revisions_json(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1, default=str)


def write_triangle(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """A workbook with a line a figure and a column a day of publication: what was known of it from that day on."""
    import xlsxwriter

    days = sorted({day for row in rows for day, _ in row["vintages"] if day})
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Điều chỉnh")
        bold, number = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "#,##0.##"})
        titles = ("Con số", "Đơn vị tính", "Từ ngày", "Đến ngày", *(f"Công bố {day:%d/%m/%Y}" for day in days), "Lý do")
        sheet.write_row(0, 0, titles, bold)
        for line, row in enumerate(rows, 1):
            sheet.write_row(
                line,
                0,
                (row["figure_id"], row["unit"], *(f"{row[name]:%d/%m/%Y}" for name in ("data_from", "data_to"))),
            )
            for day, value in row["vintages"]:
                if day:
                    sheet.write_number(line, 4 + days.index(day), value, number)
            sheet.write_string(line, 4 + len(days), row["reason"] or "")
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 3, 18)
        sheet.set_column(4, 4 + len(days), 16)
