"""`tdnreport compare-years`: every figure of a period's report beside its base of an earlier year, with the verdict and its words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tdnreport.base.errors import TdnError
from tdnreport.base.offline import OFFLINE
from tdnreport.report.printed_tables import fetch_records
from tdnreport.report.prose import render_rows
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext

VERDICTS = {
    "same": "so được",
    "restated": "so được, tính theo địa giới hiện nay",
    "whole_year": "so với cả năm",
    "other_window": "khác kỳ",
    "not_comparable": "không so được",
    "estimated": "chỉ ước tính",
    "missing": "chưa có gốc",
}
COLUMNS = ("Con số", "Kỳ này", "Gốc", "Kết luận", "Lời")


class NoReportError(TdnError):
    """The period has no warehouse to compare from."""


def compare_years(context: RunContext) -> list[dict[str, Any]]:
    """The rows of `report.comparisons` of the last build, each with the words of the report (`so-sanh.j2`) as `words`."""
    import duckdb

    path = context.home.warehouse_file(context.plan.plan_id, context.period.period_id)
    if not path.is_file():
        raise NoReportError(
            f"Chưa có kho số liệu của kỳ {context.period.period_id}; hãy làm báo cáo (lệnh report) trước."
        )
    try:
        with duckdb.connect(str(path), read_only=True, config=OFFLINE) as con:
            rows = [row for row in fetch_records(con, "report.comparisons") if row["verdict"]]
    except duckdb.Error as error:
        raise NoReportError(
            f"Kho số liệu {path} không đọc được hoặc của phiên bản khác; hãy làm lại báo cáo."
        ) from error
    templates = context.home.templates / "bao-cao"
    lines = render_rows(templates, "so-sanh", {"comparisons": rows, "plan": context.plan})
    words = {figure_id: text for figure_id, text, *_ in lines}
    return [row | {"words": words.get(row["figure_id"])} for row in rows]


def comparison_rows(rows: Iterable[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [
        (
            row["name"],
            formats.format_trimmed(row["value"], 2),
            "" if row["base_value"] is None else formats.format_trimmed(row["base_value"], 2),
            VERDICTS.get(row["verdict"], ""),
            row["words"] or "",
        )
        for row in rows
    ]


def comparisons_json(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1, default=str)
