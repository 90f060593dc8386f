"""The headline figures counted once more, in Polars, from the accepted rows and the plan: a second opinion on `report.figures`.

The definitions are written anew here on purpose: a mistake in one of the two shows as a difference.
An officer who changes a definition in `sql/marts` sees it here too, so a difference is shown and does not stop the report.
Out of scope: figures that are lengths of lists (`files_received`, `rows_read`, …), which the suites hold against the lists themselves.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tdnreport.quality.expectations import Outcome

if TYPE_CHECKING:
    import duckdb
    import polars as pl

TOLERANCE = 1e-4
"""Rates are kept with four decimals."""

Figures = Mapping[str, float | None]


def outcome(con: duckdb.DuckDBPyConnection) -> Outcome:
    """Whether every figure is what it comes to when counted again; each one that is not is an example."""
    reported = dict(con.execute("select id, value from report.figures").fetchall())
    counted = counted_again(con)
    wrong = tuple(
        f"{id}: báo cáo {reported.get(id)}, đếm lại {value}"
        for id, value in counted.items()
        if not _same(reported.get(id), value)
    )
    return Outcome(
        suite="recount",
        table="report.figures",
        rule_id="figure_mismatch",
        description="Mọi con số chính bằng đúng số đếm lại độc lập",
        severity="warning",
        success=not wrong,
        unexpected_count=len(wrong),
        element_count=len(counted),
        examples=wrong,
    )


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-12, abs_tol=TOLERANCE)


def counted_again(con: duckdb.DuckDBPyConnection) -> dict[str, float | None]:
    """Figure id → value."""
    tasks = _tasks(con)
    return dict((*_of_tasks(tasks), *_of_money(con, tasks), *_of_reports(con)))


def _tasks(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Leaf tasks with the statuses (None: not reported) of those who answer for them, and the mean percent of those who reported."""
    import polars as pl

    tasks: pl.DataFrame = con.sql("select task_code, own_line, accountable_unit_id from ref.tasks where is_leaf").pl()
    leads = con.sql("select task_code, unit_id from ref.task_units where role = 'lead'").pl()
    progress = con.sql("select task_code, unit_id, status, completion_pct from marts.progress").pl()
    named = tasks.drop_nulls("accountable_unit_id").select("task_code", unit_id="accountable_unit_id")
    answering = pl.concat([named, leads.join(named, on="task_code", how="anti")]).join(
        tasks, on="task_code", how="semi"
    )
    said = (
        answering.join(progress, on=["task_code", "unit_id"], how="left")
        .group_by("task_code")
        .agg(statuses="status", pct=pl.col("completion_pct").mean())
    )
    return tasks.join(said, on="task_code", how="left")


def _of_tasks(tasks: pl.DataFrame) -> Iterator[tuple[str, float | None]]:
    statuses = [_together(set(one or [None])) for one in tasks["statuses"].to_list()]
    going_on = len(statuses) - statuses.count("stopped")
    known = tasks["pct"].drop_nulls().to_list()
    yield "tasks_total", len(statuses)
    yield "tasks_complete", statuses.count("done")
    yield "tasks_in_progress", statuses.count("doing")
    yield "tasks_not_started", statuses.count("todo")
    yield "tasks_stopped", statuses.count("stopped")
    yield "tasks_unknown", statuses.count("unknown")
    yield (
        "completion_rate_pct",
        _rate(statuses.count("done"), going_on) if set(statuses) - {"stopped", "unknown"} else None,
    )
    yield "mean_progress_pct", sum(known) / len(known) if known else None


def _together(statuses: set[str | None]) -> str:
    """None stands for a unit without an accepted row: it hinders "done" and says nothing else."""
    said = {status for status in statuses if status is not None}
    if not said:
        return "unknown"
    if said == {"todo"}:
        return "todo"
    if None not in statuses and said <= {"done", "stopped"}:
        return "stopped" if said == {"stopped"} else "done"
    return "doing"


def _of_money(con: duckdb.DuckDBPyConnection, tasks: pl.DataFrame) -> Iterator[tuple[str, float | None]]:
    import polars as pl

    names = ("allocated_vnd", "added_vnd", "cut_vnd", "carried_in_vnd", "disbursed_vnd")
    money = con.sql(f"select task_code, {', '.join(names)} from marts.budget").pl()
    own = money.join(tasks.filter(pl.col("own_line")), on="task_code", how="semi")
    given, added, cut, carried, spent = (_total(own, name) for name in names)
    parts = (given, added, -cut if cut else cut, carried)
    used = sum(part or 0 for part in parts) if any(part is not None for part in parts) else None
    yield "own_line_allocated_vnd", given
    yield "own_line_carried_in_vnd", carried
    yield "own_line_used_vnd", used
    yield "own_line_disbursed_vnd", spent
    yield "own_line_execution_pct", _rate(spent or 0, used) if used else None
    yield "all_allocated_vnd", _total(money, "allocated_vnd")
    yield "all_disbursed_vnd", _total(money, "disbursed_vnd")


def _total(money: pl.DataFrame, name: str) -> int | None:
    """None where nobody gave an amount: no amount is not zero."""
    return int(money[name].sum()) if money[name].count() else None


def _of_reports(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, float | None]]:
    import polars as pl

    expected = con.sql("select unit_id from ref.expected_units").pl()
    due = con.execute("select due_lenient_on from ref.period").fetchall()[0][0]
    sent = con.sql("select unit_id, received_on from marts.submissions where state not in ('refused', 'later')").pl()
    received = expected.join(sent, on="unit_id", how="semi")
    on_time = expected.join(sent.filter(pl.col("received_on") <= due), on="unit_id", how="semi")
    yield "reports_expected", len(expected)
    yield "reports_received", len(received)
    yield "reports_on_time", len(on_time)
    yield "reporting_rate_pct", _rate(len(received), len(expected))
    yield "on_time_rate_pct", _rate(len(on_time), len(expected))


def _rate(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None
