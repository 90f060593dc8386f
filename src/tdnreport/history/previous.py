"""What an earlier report said, for checks from period to period: the folder `tdnreport report` wrote, as `raw.previous_*`.

    read(subject, Path("out/qt-2024/2024-h1"))     → {"previous_report": frame, "previous_progress": frame, …}

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


def read(of: RunContext, folder: Path | None) -> dict[str, pl.DataFrame]:
    """Nothing where no earlier report is given; DataError where the folder holds none or one that is not earlier."""
    if folder is None:
        return {}
    said = _said(folder)
    _require_earlier(of, said, folder)
    tables = {f"previous_{name}": _table(f"previous_{name}", file, folder) for name, file in TABLES.items()}
    return {"previous_report": _report(of, said), **tables}


def _said(folder: Path) -> Mapping[str, Any]:
    try:
        said: Mapping[str, Any] = json.loads((folder / "so-lieu.json").read_text(encoding="utf-8"))
        return {name: said[name] for name in ("plan_id", "period_id", "as_of")}
    except (OSError, ValueError, KeyError) as error:
        raise _not_a_report(folder, "so-lieu.json") from error


def _not_a_report(folder: Path, file: str) -> DataError:
    return DataError(
        f"Không đọc được {file} trong {folder}; --previous phải là thư mục kết quả (--out) của báo cáo kỳ trước, còn nguyên vẹn."
    )


def _require_earlier(of: RunContext, said: Mapping[str, Any], folder: Path) -> None:
    if said["plan_id"] != of.plan.plan_id:
        return
    if of.plan.period(said["period_id"]).data_to >= of.period.data_to:
        raise DataError(
            f"Báo cáo trong {folder} là kỳ {said['period_id']}, không phải kỳ trước của kỳ {of.period.period_id}; "
            "hãy chỉ thư mục kết quả của kỳ trước."
        )


def _report(of: RunContext, said: Mapping[str, Any]) -> pl.DataFrame:
    import polars as pl

    labels = {one.period_id: one.label for one in of.plan.periods} if said["plan_id"] == of.plan.plan_id else {}
    label = labels.get(said["period_id"], f"{said['plan_id']}, kỳ {said['period_id']}")
    as_of = date.fromisoformat(said["as_of"]) if said["as_of"] else None
    row = {"plan_id": said["plan_id"], "period_id": said["period_id"], "label": label, "as_of": as_of}
    return pl.DataFrame([row], schema_overrides={"as_of": pl.Date})


def _table(name: str, file: str, folder: Path) -> pl.DataFrame:
    import polars as pl

    columns = [column.split()[0] for column in RAW[name].split(",")]
    try:
        return pl.read_parquet(folder / "du-lieu" / f"{file}.parquet", columns=columns)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _not_a_report(folder, f"du-lieu/{file}.parquet") from error
