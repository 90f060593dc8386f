"""How the cost of `tdnreport build` grows: `python -m bench.growth --write` measures, draws, and keeps both in docs.

One thing grows at a time, the others stay: rows of one CSV, units and tasks of it, workbooks of 20 rows, periods of the plan. Processor
seconds, since they say more than wall seconds on a machine that others use too. Out of scope: peers (`python -m bench`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bench.__main__ import DOCUMENT, PRODUCT, Runs, keep_in, measure
from bench.workload import PROJECT, SIZES, Size, ensure

PICTURE = PROJECT / "docs" / "pictures" / "growth.svg"
CURVES = {
    "rows": [Size(5, 200, 1, True), Size(50, 200, 1, True), Size(500, 200, 1, True), SIZES["L"], SIZES["XL"]],
    "units": [Size(10, 20, 1, True), Size(100, 20, 1, True), Size(1000, 20, 1, True)],
    "tasks": [Size(100, 2, 1, True), Size(100, 20, 1, True), Size(100, 200, 1, True)],
    "periods": [Size(100, 20, 1, True, periods) for periods in (1, 12, 120)],
    "files": [Size(10, 20, 1, False), Size(100, 20, 1, False), Size(1000, 20, 1, False), Size(4000, 20, 1, False)],
}
"""What grows → workloads of growing size; `Size.rows` each."""


@dataclass(frozen=True, slots=True)
class Point:
    what: str
    count: int
    rows: int
    processor: float
    peak_mib: float


def main(
    most_rows: Annotated[int, typer.Option(help="Leave out larger workloads.")] = SIZES["L"].rows,
    out: Annotated[Path, typer.Option(help="Where workloads are kept.")] = PROJECT / "out" / "bench",
    write: Annotated[bool, typer.Option(help="Keep table and picture in docs.")] = False,
) -> None:
    """Cost against rows, units, tasks, periods and files."""
    points = [
        _point(what, size, out.resolve()) for what, sizes in CURVES.items() for size in sizes if size.rows <= most_rows
    ]
    table = "\n".join(_table(points))
    typer.echo(table)
    if write:
        _draw(points)
        keep_in(DOCUMENT, "growth", table)


def _point(what: str, size: Size, out: Path) -> Point:
    kind = "csv" if size.is_csv else "xlsx"
    parts = f"-{size.periods}-periods" if size.periods > 1 else ""
    own = f"growth-{size.units}-{size.tasks}-{size.funds}-{kind}{parts}"
    workload = ensure(next((name for name, one in SIZES.items() if one == size), own), size, out)
    runs = Runs()
    measure(PRODUCT, workload, runs)
    count = {"rows": size.rows, "tasks": size.tasks, "periods": size.periods}.get(what, size.units)
    return Point(what, count, size.rows, runs.processor[0], runs.peak_mib)


def _table(points: list[Point]) -> list[str]:
    lines = ["| what grows | how many | rows | processor s | µs a row more | peak MiB |", "|---|---|---|---|---|---|"]
    for before, one in zip([None, *points], points, strict=False):
        is_next = before is not None and before.what == one.what and before.rows < one.rows
        more = (one.processor - before.processor) / (one.rows - before.rows) * 1e6 if before and is_next else None
        shown = "" if more is None else f"{more:.0f}"
        lines.append(
            f"| {one.what} | {one.count:,} | {one.rows:,} | {one.processor:.1f} | {shown} | {one.peak_mib:.0f} |"
        )
    return lines


def _draw(points: list[Point]) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "growth"
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for what in CURVES:
        own = [one for one in points if one.what == what]
        panels[0].plot([one.count for one in own], [one.processor for one in own], marker="o", label=what)
        panels[1].plot([one.count for one in own], [one.peak_mib for one in own], marker="o", label=what)
    for panel, label in zip(panels, ("processor seconds", "peak MiB of the largest process"), strict=True):
        panel.set(xscale="log", xlabel="how many", ylabel=label, ylim=(0, None))
        panel.grid(alpha=0.3)
        panel.legend()
    figure.savefig(PICTURE, metadata={"Date": None})


if __name__ == "__main__":
    typer.run(main)
