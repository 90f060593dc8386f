"""Figures of an earlier report for period-to-period checks: its output folder as `raw.previous_*` tables.

    read_previous_report(subject, Path("out/qt-2024/2024-h1"))     → {"previous_report": frame, "previous_progress": frame, …}

The earlier report may be of the same plan (then totals since January may not fall) or of an earlier year's plan. Its scores of
data quality hold those of the periods before it, so one folder is enough for the whole trend.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.ingest.schema import RAW
from tdnreport.plans import DataError

if TYPE_CHECKING:
    import polars as pl

    from tdnreport.plans.context import RunContext

TABLES = {"progress": "progress", "budget": "budget", "indicators": "indicators", "quality": "unit_quality"}
"""`raw.previous_<name>` → the file in `du-lieu` that it is read from; its columns are those of `RAW`."""


def read_previous_report(context: RunContext, folder: Path | None) -> dict[str, pl.DataFrame]:
    """Empty without an earlier report; DataError where the folder holds no report or one that is not earlier."""
    if folder is None:
        return {}
    summary = _read_summary(folder)
    _require_earlier_period(context, summary, folder)
    tables = {f"previous_{name}": _read_table(f"previous_{name}", file, folder) for name, file in TABLES.items()}
    return {"previous_report": _report_frame(context, summary), **tables}


def _read_summary(folder: Path) -> Mapping[str, Any]:
    try:
        summary: Mapping[str, Any] = json.loads((folder / "so-lieu.json").read_text(encoding="utf-8"))
        return {name: summary[name] for name in ("plan_id", "period_id", "as_of")}
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise _not_a_report(folder, "so-lieu.json") from error


def _not_a_report(folder: Path, file: str) -> DataError:
    return DataError(
        f"Không đọc được {file} trong {folder}; --previous phải là thư mục kết quả (--out) của báo cáo kỳ trước, còn nguyên vẹn."
    )


def _require_earlier_period(context: RunContext, summary: Mapping[str, Any], folder: Path) -> None:
    if summary["plan_id"] != context.plan.plan_id:
        return
    if context.plan.find_period(summary["period_id"]).data_to >= context.period.data_to:
        raise DataError(
            f"Báo cáo trong {folder} là kỳ {summary['period_id']}, không phải kỳ trước của kỳ {context.period.period_id}; "
            "hãy chỉ thư mục kết quả của kỳ trước."
        )


def _report_frame(context: RunContext, summary: Mapping[str, Any]) -> pl.DataFrame:
    import polars as pl

    labels = (
        {period.period_id: period.label for period in context.plan.periods}
        if summary["plan_id"] == context.plan.plan_id
        else {}
    )
    label = labels.get(summary["period_id"], f"{summary['plan_id']}, kỳ {summary['period_id']}")
    as_of = date.fromisoformat(summary["as_of"]) if summary["as_of"] else None
    row = {"plan_id": summary["plan_id"], "period_id": summary["period_id"], "label": label, "as_of": as_of}
    return pl.DataFrame([row], schema_overrides={"as_of": pl.Date})


def _read_table(name: str, file: str, folder: Path) -> pl.DataFrame:
    import polars as pl

    columns = [column.split()[0] for column in RAW[name].split(",")]
    try:
        return pl.read_parquet(folder / "du-lieu" / f"{file}.parquet", columns=columns)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _not_a_report(folder, f"du-lieu/{file}.parquet") from error
