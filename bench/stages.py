"""One build of the product, timed by what it tells a progress bar: `python -m bench.stages WORKLOAD OUT` prints seconds as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.workload import PERIOD, PLAN


def main() -> None:
    started = time.perf_counter()
    from tdnreport import gate, make
    from tdnreport.config import home
    from tdnreport.line import subject

    marks: dict[str, list[float]] = {"Đọc tệp": [], "Tổng hợp": []}
    workload, out = Path(sys.argv[1]), Path(sys.argv[2])
    of = subject(home(), PLAN, PERIOD)
    ready = time.perf_counter()
    with gate.opened() as judge:
        make.build(of, workload / "inbox", out / "stages.duckdb", judge, lambda what, *_: marks[what].append(time.perf_counter()))
        ended = time.perf_counter()
    reading, models = marks["Đọc tệp"], marks["Tổng hợp"]
    stages = {
        "start": ready - started,
        "read": reading[-1] - ready,
        "raw tables": models[0] - reading[-1],
        "models": models[-1] - models[0],
        "swap and gate": ended - models[-1],
    }
    print(json.dumps({name: round(seconds, 3) for name, seconds in stages.items()}))


if __name__ == "__main__":
    main()
