"""`tdnreport status`: who has reported, who is late, who is missing; read from the same line as the report."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tdnreport.base.progress import silent
from tdnreport.vietnamese import formats
from tdnreport.warehouse import pipeline

if TYPE_CHECKING:
    from tdnreport.base.progress import Progress
    from tdnreport.plans.context import RunContext

COLUMNS = ("Đơn vị", "Ngày nhận", "Tình trạng", "Trễ (ngày)", "Dòng đọc", "Dòng loại")


def table(subject: RunContext, inbox: Path, progress: Progress = silent) -> list[tuple[str, ...]]:
    """One row per unit that owes a report, in the plan's order; the warehouse of the last report is left alone."""
    with (
        TemporaryDirectory() as folder,
        pipeline.built(subject, inbox, Path(folder) / "status.duckdb", progress) as con,
    ):
        rows = con.execute(
            "select name, received_on, state_label, days_late, rows_read, rows_rejected from report.unit_reports order by position"
        ).fetchall()
    return [tuple(_shown(value) for value in row) for row in rows]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return formats.number(value) if isinstance(value, int) else value if isinstance(value, str) else formats.day(value)


def show(rows: list[tuple[str, ...]]) -> None:
    """A table on a terminal, tab-separated lines in a pipe."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        print("\t".join(COLUMNS))
        for row in rows:
            print("\t".join(row))
        return
    shown = Table(*COLUMNS, title="Tình hình gửi báo cáo")
    for row in rows:
        shown.add_row(*row)
    console.print(shown)
