"""The outputs of a closed period → the tables a build is kept from, so that the store can be made again without its warehouse.

    with closed_tables(folder) as con:
        keep_build(store, con, describe_closed(context, folder), CLOSED)

What was closed is kept as it was reported: nothing is read or counted anew. Columns that the outputs do not hold stay blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.base.offline import OFFLINE
from tdnreport.history.builds import Build, hash_bases, hash_inputs
from tdnreport.history.closing import OUTPUTS, ClosingError, load_closed, load_figures
from tdnreport.history.kept_tables import FACTS, columns_of

if TYPE_CHECKING:
    import duckdb

    from tdnreport.plans.context import RunContext

FROM_JSON = {"report.figures": "figures", "marts.unit_reports": "units"}
"""Table → where `so-lieu.json` holds its rows; the others stand in `du-lieu`."""
FILES = {"report.sources": "trace"}
_WHOSE_FINDINGS = """
    create or replace table marts.findings as
    select findings.*, coalesce(submissions.unit_id, missing.unit_id) as unit_id
    from marts.findings
    left join (select file, unit_id from marts.submissions) as submissions using (file)
    left join (select name, unit_id from marts.unit_reports) as missing on rule_id = 'missing_report' and name = findings.value"""
"""The open data name the file of a finding, or the unit that sent none; whose file it is stands in another table."""


@contextmanager
def closed_tables(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which the outputs of a closed period stand as the tables of a warehouse."""
    import duckdb

    with duckdb.connect(config=OFFLINE) as con:
        con.execute("create schema marts; create schema report")
        figures = load_figures(folder / OUTPUTS)
        for table in (
            "report.figures",
            "report.sources",
            *(f"marts.{name}" for name in FACTS if name not in ("figures", "figure_files")),
        ):
            if table in FROM_JSON:
                _load_records(con, table, figures)
            else:
                _load_parquet(con, table, folder / OUTPUTS / "du-lieu")
        con.execute(_WHOSE_FINDINGS)
        yield con


def describe_closed(context: RunContext, folder: Path) -> Build:
    """The build that was closed; equal to the one that was kept when its report was made."""
    figures, closed = load_figures(folder / OUTPUTS), load_closed(folder)
    try:
        return Build(
            plan_id=figures["plan_id"],
            period_id=figures["period_id"],
            area_id=figures.get("area_id") or context.plan.area_id or "",
            year=context.plan.year,
            plan_title=context.plan.title,
            period_label=context.period.label,
            is_sample=figures["is_sample"],
            marking=figures.get("marking"),
            as_of=date.fromisoformat(figures["as_of"]) if figures["as_of"] else None,
            data_from=context.period.data_from,
            data_to=context.period.data_to,
            inputs_hash=hash_inputs(figures["inputs"]),
            bases_hash=hash_bases(
                [(base["base_id"], base["figures"], base["digest"]) for base in figures.get("bases", [])]
            ),
            definitions=closed.definitions,
            version=closed.definitions.get("tdnreport", "").partition(" ")[0],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ClosingError(f"so-lieu.json trong {folder / OUTPUTS} không đọc được.") from error


def _load_records(con: duckdb.DuckDBPyConnection, table: str, figures: dict[str, Any]) -> None:
    import polars as pl

    content = figures[FROM_JSON[table]]
    records = content if isinstance(content, list) else [
        {"id": name, "position": place, **figure} for place, (name, figure) in enumerate(content.items(), 1)
    ]  # fmt: skip
    con.register("records", pl.DataFrame(records, infer_schema_length=None))
    con.execute(f"create table {table} as select * from records")
    con.unregister("records")


def _load_parquet(con: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    """The table as the open data holds it; an empty one where an older program wrote none."""
    path = folder / f"{FILES.get(table, table.partition('.')[2])}.parquet"
    if path.is_file():
        con.execute(f"create table {table} as select * from read_parquet(?)", [str(path)])
        return
    names = columns_of("figure_files" if table == "report.sources" else table.partition(".")[2])
    con.execute(f"create table {table} ({', '.join(f'{name} {kind}' for name, kind in names.items())})")
