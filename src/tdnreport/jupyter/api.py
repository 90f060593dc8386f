"""The analyst's view of the warehouse of a report: tables, figures, charts and the way back to cells, to read only.

    import tdnreport as tdn

    tdn.notebook()                                     tables that sort, in JupyterLab
    tdn.open("tth-2024", "2024")                       a report's warehouse; without arguments the last one made
    tdn.sql("select short_name, days_late from marts.unit_reports where state = 'late'")
    tdn.changes()                                      what the last build changed against the one before
    tdn.compare_years(), tdn.revisions()               figures beside the year before; published figures that were corrected
    tdn.chart(frame, title="…", unit="triệu đồng")     the house chart of a frame

Every function works on the warehouse that was opened last; `tdn.open` returns it as well, so that two can stand side by side.
Nothing is ever written, and a report can be made meanwhile: it puts a new file in the place of the old one, and the open one
stays whole until the next `tdn.open`. Windows forbids to replace an open file, so there a private copy is read.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import inbox_of_file
from tdnreport.jupyter.display import HouseTable, NotebookError, notebook
from tdnreport.jupyter.open_warehouse import Warehouse
from tdnreport.plans.context import load_context
from tdnreport.warehouse import dictionary, models, pipeline

if TYPE_CHECKING:
    import duckdb


__all__ = ["notebook"]

P = ParamSpec("P")
R = TypeVar("R")

_open_warehouses: list[Warehouse] = []


def reports() -> dict[str, tuple[str, str]]:
    """The reports whose warehouse is here, for a list to choose from: label → (plan, period), the last one made first.

    >>> [tdn.open(*report) for report in tdn.reports().values()]
    """
    pairs = [(plan, period) for plan, _, period in (path.stem.partition("--") for path in _warehouses("*--*"))]
    return {f"{plan}, kỳ {period}": (plan, period) for plan, period in pairs}


def choose() -> None:
    """A list of the reports that are here; the cells below work on the one chosen, once they are run again.

    >>> tdn.choose()
    """
    from ipywidgets import Dropdown, interact

    if not reports():
        open()
    interact(lambda report: open(*report), report=Dropdown(options=reports(), description="Báo cáo:"))


def open(plan: str | None = None, period: str | None = None) -> Warehouse:
    """The warehouse of a report, and the one that all functions use from now on; without arguments the last one made.

    >>> tdn.open("qt-2024", "2024-h1")
    """
    path = _last_warehouse(plan, period)
    plan_id, _, period_id = path.stem.partition("--")
    resources = ExitStack()
    con = _read_only(path, resources, copied=os.name == "nt")
    _open_warehouses[:] = [Warehouse(con, load_context(find_home(), plan_id, period_id), resources)]
    return _open_warehouses[0]


def one_file(path: str | Path, plan: str, period: str) -> Warehouse:
    """The warehouse of one department file by itself, in memory: what the line makes of it before it is sent.

    >>> tdn.one_file("data/inbox/So Du lich.xlsx", "tth-2024", "2024").mart("progress")
    """
    file = find_home().root / path
    if not file.is_file():
        raise NotebookError(f"Không có tệp {file}.")
    context, resources = load_context(find_home(), plan, period), ExitStack()
    con = resources.enter_context(pipeline.build_in_memory(context, inbox_of_file(file)))
    dictionary.comment_tables(con, models.find_models(con, context.home.sql), context.home.sql)
    return Warehouse(con, context, resources)


def _warehouses(pattern: str) -> list[Path]:
    paths = (find_home().root / "out" / "warehouse").glob(f"{pattern}.duckdb")
    return sorted(paths, key=lambda path: (-path.stat().st_mtime_ns, path.name))


def _last_warehouse(plan: str | None, period: str | None) -> Path:
    if paths := _warehouses(f"{plan or '*'}--{period or '*'}"):
        return paths[0]
    asked = "".join([f" PLAN={plan}" if plan else "", f" PERIOD={period}" if period else ""])
    others = f" Hiện có: {'; '.join(reports())}." if reports() else ""
    raise NotebookError(f"Chưa có kho số liệu của báo cáo này. Hãy làm báo cáo trước: make report{asked}.{others}")


def _read_only(path: Path, resources: ExitStack, copied: bool) -> duckdb.DuckDBPyConnection:
    """The file attached for reading, with every other file and the network out of reach."""
    import duckdb

    if copied:
        folder = resources.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))
        path = Path(shutil.copy2(path, folder))
    con = resources.enter_context(
        duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    )
    con.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as kho (read_only)")
    con.execute("use kho; set enable_external_access = false; set lock_configuration = true")
    return con


def _on_last_warehouse(method: Callable[Concatenate[Warehouse, P], R]) -> Callable[P, R]:
    """The method as a function on the warehouse opened last, or on the last one made where none was opened."""

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return method(_open_warehouses[0] if _open_warehouses else open(), *args, **kwargs)

    return call


sql = _on_last_warehouse(Warehouse.sql)
tables = _on_last_warehouse(Warehouse.tables)
columns = _on_last_warehouse(Warehouse.columns)
mart = _on_last_warehouse(Warehouse.mart)
figures = _on_last_warehouse(Warehouse.figures)
trace = _on_last_warehouse(Warehouse.trace)
changes = _on_last_warehouse(Warehouse.changes)
compare_years = _on_last_warehouse(Warehouse.compare_years)
revisions = _on_last_warehouse(Warehouse.revisions)
charts = _on_last_warehouse(Warehouse.charts)
chart = _on_last_warehouse(Warehouse.chart)
table = HouseTable
