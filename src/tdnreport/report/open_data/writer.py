"""Open data of a report: `du-lieu/*.parquet` straight from the warehouse, and `so-lieu.json` with every figure.

Both are read by outside programs: file names, column names and figure ids are a contract.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.report.model import count_by_rule

if TYPE_CHECKING:
    import duckdb

    from tdnreport.report.model import Report

FILES = {
    "progress": """plan_id, period_id, unit_id, task_code, role, status, completion_pct, estimated_pct, result_text,
        completed_on, file, sheet, row_no""",
    "budget": """plan_id, period_id, unit_id, task_code, fund_source, allocated_vnd, added_vnd, cut_vnd, carried_in_vnd, disbursed_vnd,
        estimated_vnd, file, sheet, row_no""",
    "indicators": "plan_id, period_id, unit_id, indicator_code, value, cumulative, target, file, sheet, row_no",
    "indicator_totals": """plan_id, period_id, indicator_code, name, unit_of_measure, kind, tt22_class, value, units_reported, units_owing,
        target, target_from, target_value, base_value, base_from, base_to, verdict, change_pct, base_is_invented""",
    "notes": "plan_id, period_id, unit_id, task_code, kind, addressee, addressee_level, text, file, sheet, row_no",
    "submissions": "file, sha256, unit_id, period_id, received_on, is_latest, on_time, state, rows_read, rows_accepted, rows_rejected",
    "findings": "file, sheet, row_no, column_name, rule_id, severity, value, message",
    "tasks": """plan_id, period_id, task_code, title, status, completion_pct, own_line, planned_vnd, allocated_vnd, disbursed_vnd,
        execution_pct, leads_expected, leads_reported, carried_in_vnd, used_vnd""",
    "unread": "file, sheet, what, name, reason",
    "unit_quality": """plan_id, period_id, data_to, unit_id, score, timely_points, lead_points, row_points, warning_points,
        reasons""",
    "obligations": "plan_id, period_id, unit_id, kind, code, role, function_id, via_group",
    "duties": "plan_id, period_id, duty_code, unit_id, state, result_text, file, sheet, row_no",
    "absent": "figure_id, unit_id, short_name, task_code, reason",
}
"""File → its columns, in order, before `AREA`; the rows are those of the mart of the same name, or of the table in `NOT_MARTS`."""
NOT_MARTS = {
    "findings": "marts.all_findings",
    "trace": "report.sources",
    "unread": "raw.unread",
    "absent": "report.absent",
}
AREA = "(select area_id from ref.plan) as area_id"
"""The last column of every file: tables of several provinces and years can be put under one another."""


def write_parquet(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in FILES.items():
        table = NOT_MARTS.get(name, f"marts.{name}")
        _copy_to_parquet(con, f"select {columns}, {AREA} from {table}", folder / f"{name}.parquet")
    _copy_to_parquet(
        con,
        f"select *, {AREA} from report.sources order by figure_id, file, sheet, row_no, column_name",
        folder / "trace.parquet",
    )


def _copy_to_parquet(con: duckdb.DuckDBPyConnection, select: str, path: Path) -> None:
    con.execute(f"copy ({select}) to '{str(path).replace(chr(39), chr(39) * 2)}' (format parquet, compression zstd)")


def write_json(report: Report, con: duckdb.DuckDBPyConnection, path: Path) -> None:
    path.write_text(
        json.dumps(_report_content(report, con), ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8"
    )


def _report_content(report: Report, con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return {
        "plan_id": report.plan_id,
        "period_id": report.period_id,
        "area_id": con.sql("select area_id from ref.plan").fetchall()[0][0],
        "as_of": report.as_of,
        "is_sample": report.is_sample,
        "marking": report.marking,
        "inputs": [asdict(input_file) for input_file in report.inputs],
        "figures": {
            figure.id: {k: v for k, v in asdict(figure).items() if k != "id"} for figure in report.figures.values()
        },
        "tasks": _fetch_records(con, f"select {FILES['tasks']} from marts.tasks"),
        "indicators": _fetch_records(con, f"select {FILES['indicator_totals']} from marts.indicator_totals"),
        "comparisons": _fetch_records(
            con,
            """select if(kind = 'rate', null, figure_id) as indicator_code, figure_id, comparisons.value, data_from, data_to, base_value,
                base_from, base_to, base_is_invented, base_source, area_id, verdict, base_pct, change_pct, change_points, base_parts,
                missing_places, is_corrected
            from report.comparisons cross join ref.plan where verdict is not null order by indicator_code nulls last, figure_id""",
        ),
        "bases": _fetch_records(con, "select * from report.bases"),
        "duties": _fetch_records(con, "select duties, owed, reported, units, units_reported from report.duty_counts"),
        "coverage": _fetch_records(con, "select kind, code, reported, owing from report.coverage"),
        "units": _fetch_records(
            con,
            """select unit_id, name, state, received_on, on_time, on_time_strict, rows_read, rows_accepted, rows_rejected
            from marts.unit_reports""",
        ),
        "findings": dict(sorted(count_by_rule(report.findings).items())),
    }


def _fetch_records(con: duckdb.DuckDBPyConnection, select: str) -> list[dict[str, Any]]:
    relation = con.sql(select)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
