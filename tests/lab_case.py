"""A project folder of its own for tests of the analyst's desk: real data and SQL, the sample year's warehouses, nothing else."""

from __future__ import annotations

from pathlib import Path

from tdnreport.base.home import Home, find_home
from tdnreport.ingest.inbox import list_inbox
from tdnreport.plans.context import load_context
from tdnreport.warehouse import pipeline

PERIODS = (("qt-2024", "2024-h1"), ("qt-2024", "2024"), ("tth-2024", "2024"))
"""The last one is the last report made."""


def lab_home(folder: Path) -> Home:
    """`folder` as TDNREPORT_HOME, with a warehouse for each of `PERIODS`."""
    for name in ("data", "sql", "expectations"):
        (folder / name).symlink_to(find_home().root / name)
    lab = Home(folder)
    for plan, period in PERIODS:
        of = load_context(lab, plan, period)
        with pipeline.build_warehouse(of, list_inbox(lab.sample_inbox(plan, period)), lab.warehouse_file(plan, period)):
            pass
    return lab
