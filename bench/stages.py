"""One build of the product, timed by what it tells a progress bar: `python -m bench.stages WORKLOAD OUT` prints seconds as JSON.

`gate alone` is Great Expectations once more in this process, with nothing beside it: what the build hides by working beside it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.workload import PERIOD, PLAN

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext


def main() -> None:
    workload, out = Path(sys.argv[1]), Path(sys.argv[2])
    started = time.perf_counter()
    from tdnreport.app.report import build_warehouse
    from tdnreport.base.home import find_home
    from tdnreport.plans.context import load_context

    models: list[float] = []
    context = load_context(find_home(), PLAN, PERIOD)
    ready = time.perf_counter()

    def on_progress(what: str, *_: int) -> None:
        if what == "Tổng hợp":
            models.append(time.perf_counter())

    build_warehouse(context, workload / "inbox", out / "stages.duckdb", on_progress)
    ended = time.perf_counter()
    stages = {
        "start": ready - started,
        "read and load": models[0] - ready,
        "models": models[-1] - models[0],
        "swap and gate": ended - models[-1],
    }
    print(json.dumps(stages | {"gate alone": _gate(context, out / "stages.duckdb")}))


def _gate(of: RunContext, warehouse: Path) -> dict[str, float]:
    from tdnreport.quality import expectations
    from tdnreport.quality.suites import load_suites

    started = time.perf_counter()
    expectations.get_ready()
    ready = time.perf_counter()
    expectations.run_suites(warehouse, load_suites(of.home.expectations, of.rules))
    return {"start": ready - started, "judge": time.perf_counter() - ready}


if __name__ == "__main__":
    main()
