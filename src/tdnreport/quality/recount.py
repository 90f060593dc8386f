"""The headline figures counted once more, in Polars, from the accepted rows and the plan: a second opinion on `report.figures`.

The definitions are written anew here on purpose: a mistake in one of the two shows as a difference.
An officer who changes a definition in `sql/marts` sees it here too, so a difference is shown and does not stop the report.
Out of scope: figures that are lengths of lists (`files_received`, `rows_read`, …), which the suites hold against the lists themselves.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tdnreport.quality.outcome import Outcome

if TYPE_CHECKING:
    import duckdb
    import polars as pl

TOLERANCE = 1e-4
"""Rates are kept with four decimals."""

Figures = Mapping[str, float | None]


def recount_outcome(con: duckdb.DuckDBPyConnection) -> Outcome:
    """Compare every figure with its recount; each difference is an example."""
    reported = dict(con.execute("select id, value from report.figures").fetchall())
    counted = recount_figures(con)
    wrong = tuple(
        f"{figure_id}: báo cáo {reported.get(figure_id)}, đếm lại {value}"
        for figure_id, value in counted.items()
        if not _is_same(reported.get(figure_id), value)
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


def _is_same(value: float | None, other: float | None) -> bool:
    if value is None or other is None:
        return value is other
    return math.isclose(value, other, rel_tol=1e-12, abs_tol=TOLERANCE)


def recount_figures(con: duckdb.DuckDBPyConnection) -> dict[str, float | None]:
    """Figure id → value."""
    tasks = _load_tasks(con)
    return dict((*_task_figures(tasks), *_money_figures(con, tasks), *_report_figures(con)))


def _load_tasks(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Leaf tasks with the statuses (None: not reported) of those who answer for them, and the mean percent of those who reported."""
    import polars as pl

    tasks: pl.DataFrame = con.sql("select task_code, own_line, accountable_unit_id from ref.tasks where is_leaf").pl()
    leads = con.sql("select task_code, unit_id from ref.task_units where role = 'lead'").pl()
    progress = con.sql("select task_code, unit_id, status, completion_pct from marts.progress").pl()
    named = tasks.drop_nulls("accountable_unit_id").select("task_code", unit_id="accountable_unit_id")
    answering = pl.concat([named, leads.join(named, on="task_code", how="anti")]).join(
        tasks, on="task_code", how="semi"
    )
    answers = (
        answering.join(progress, on=["task_code", "unit_id"], how="left")
        .group_by("task_code")
        .agg(statuses="status", pct=pl.col("completion_pct").mean())
    )
    return tasks.join(answers, on="task_code", how="left")


def _task_figures(tasks: pl.DataFrame) -> Iterator[tuple[str, float | None]]:
    statuses = [_joint_status(set(task_statuses or [None])) for task_statuses in tasks["statuses"].to_list()]
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
        _rate_pct(statuses.count("done"), going_on) if set(statuses) - {"stopped", "unknown"} else None,
    )
    yield "mean_progress_pct", sum(known) / len(known) if known else None


def _joint_status(statuses: set[str | None]) -> str:
    """None stands for a unit without an accepted row: it hinders "done" and says nothing else."""
    known_statuses = {status for status in statuses if status is not None}
    if not known_statuses:
        return "unknown"
    if known_statuses == {"todo"}:
        return "todo"
    if None not in statuses and known_statuses <= {"done", "stopped"}:
        return "stopped" if known_statuses == {"stopped"} else "done"
    return "doing"


def _money_figures(con: duckdb.DuckDBPyConnection, tasks: pl.DataFrame) -> Iterator[tuple[str, float | None]]:
    import polars as pl

    names = ("allocated_vnd", "added_vnd", "cut_vnd", "carried_in_vnd", "disbursed_vnd")
    money = con.sql(f"select task_code, {', '.join(names)} from marts.budget").pl()
    own = money.join(tasks.filter(pl.col("own_line")), on="task_code", how="semi")
    given, added, cut, carried, spent = (_column_total(own, name) for name in names)
    parts = (given, added, -cut if cut else cut, carried)
    used = sum(part or 0 for part in parts) if any(part is not None for part in parts) else None
    yield "own_line_allocated_vnd", given
    yield "own_line_carried_in_vnd", carried
    yield "own_line_used_vnd", used
    yield "own_line_disbursed_vnd", spent
    yield "own_line_execution_pct", _rate_pct(spent or 0, used) if used else None
    yield "all_allocated_vnd", _column_total(money, "allocated_vnd")
    yield "all_disbursed_vnd", _column_total(money, "disbursed_vnd")


def _column_total(money: pl.DataFrame, name: str) -> int | None:
    """None where nobody gave an amount: no amount is not zero."""
    return int(money[name].sum()) if money[name].count() else None


def _report_figures(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, float | None]]:
    import polars as pl

    expected = con.sql("select unit_id from ref.expected_units").pl()
    due = con.execute("select due_lenient_on from ref.period").fetchall()[0][0]
    sent = con.sql("select unit_id, received_on from marts.submissions where state not in ('refused', 'later')").pl()
    received = expected.join(sent, on="unit_id", how="semi")
    on_time = expected.join(sent.filter(pl.col("received_on") <= due), on="unit_id", how="semi")
    yield "reports_expected", len(expected)
    yield "reports_received", len(received)
    yield "reports_on_time", len(on_time)
    yield "reporting_rate_pct", _rate_pct(len(received), len(expected))
    yield "on_time_rate_pct", _rate_pct(len(on_time), len(expected))


def _rate_pct(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None
