"""Every notebook runs from top to bottom in a fresh kernel without a network, shows no error and no empty chart, is kept without output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import pytest
from jupyter_client import BlockingKernelClient, KernelManager
from lab_case import lab_home
from no_network import without_network

from tdnreport.base.home import find_home

FOLDER = find_home().root / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
PLOTLY = "application/vnd.plotly.v1+json"
WITHOUT_CHART = {"00-so-tay-trong", "07-tep-cua-mot-don-vi"}


@dataclass
class Shown:
    """What the cells of a notebook printed; what a widget prints comes the same way."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    bundles: list[dict[str, Any]] = field(default_factory=list)

    def take(self, message: dict[str, Any]) -> None:
        content = message["content"]
        if message["msg_type"] == "error":
            self.errors.append(content["evalue"])
        elif message["msg_type"] == "stream" and content["name"] == "stderr":
            self.warnings.append(content["text"])
        elif "data" in content:
            self.bundles.append(content["data"])

    @property
    def charts(self) -> list[dict[str, Any]]:
        return [bundle[PLOTLY] for bundle in self.bundles if PLOTLY in bundle]


def code_cells(path: Path) -> list[Any]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@cache
def run(path: Path, project: Path) -> Shown:
    """The notebook's cells one after the other, as if it stood in `<project>/notebooks`."""
    folder = project / "notebooks"
    folder.mkdir(exist_ok=True)
    shown = Shown()
    with fresh_kernel(folder, os.environ | {"TDNREPORT_HOME": str(project)}) as client:
        for cell in code_cells(path):
            client.execute_interactive(cell.source, allow_stdin=False, timeout=300, output_hook=shown.take)
    return shown


@contextmanager
def fresh_kernel(folder: Path, environment: dict[str, str]) -> Iterator[BlockingKernelClient]:
    """A kernel that is spoken to through files, so that it needs no network and gets none."""
    with TemporaryDirectory() as sockets:
        manager = KernelManager(kernel_name="python3", transport="ipc", ip=f"{sockets}/kernel")
        manager.kernel_spec.argv[:1] = [*without_network(), sys.executable]
        manager.start_kernel(cwd=str(folder), env=environment)
        client = manager.blocking_client()
        try:
            client.start_channels()
            client.wait_for_ready(timeout=120)
            yield client
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


def is_empty(chart: dict[str, Any]) -> bool:
    return not any(value is not None for values in values_of(chart) for value in values)


def values_of(chart: dict[str, Any]) -> Iterator[list[float | None]]:
    for trace in chart["data"]:
        yield trace["x" if trace.get("orientation") == "h" else "y"]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return lab_home(tmp_path_factory.mktemp("lab")).root


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_without_error_and_draws_its_charts(path, project):
    shown = run(path, project)
    assert shown.errors == []
    assert shown.warnings == []
    assert bool(shown.charts) == (path.stem not in WITHOUT_CHART)
    assert [chart["layout"]["title"] for chart in shown.charts if is_empty(chart)] == []


def test_an_error_and_an_empty_chart_would_be_seen(project, tmp_path):
    empty = """
import polars as pl
import tdnreport as tdn
tdn.chart(pl.DataFrame({"a": ["x"], "b": [None]}, schema={"a": pl.String, "b": pl.Float64}), title="T", unit="")"""
    asks = "import urllib.request\nurllib.request.urlopen('http://192.0.2.1', timeout=1)"
    cells = [nbformat.v4.new_code_cell(source) for source in (empty, "1 / 0", asks)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "sai.ipynb")
    shown = run(tmp_path / "sai.ipynb", project)
    assert [is_empty(chart) for chart in shown.charts] == [True]
    assert shown.errors[0] == "division by zero"
    assert len(shown.errors) == 2


def test_the_notebook_on_money_runs_for_a_plan_without_lines_of_its_own(project, tmp_path):
    for name in ("data", "sql", "expectations"):
        (tmp_path / name).symlink_to(project / name)
    (tmp_path / "out" / "warehouse").mkdir(parents=True)
    for path in (project / "out" / "warehouse").glob("qt-*.duckdb"):
        (tmp_path / "out" / "warehouse" / path.name).symlink_to(path)
    assert run(FOLDER / "03-kinh-phi.ipynb", tmp_path).errors == []


def test_without_a_report_a_notebook_says_to_make_one_first(tmp_path):
    for name in ("data", "sql"):
        (tmp_path / name).symlink_to(find_home().root / name)
    shown = run(FOLDER / "00-so-tay-trong.ipynb", tmp_path)
    assert all(error.startswith("Chưa có kho số liệu của báo cáo này. Hãy làm báo cáo trước") for error in shown.errors)
    assert len(shown.errors) == 2


def test_the_committee_chart_is_saved_for_paper(project):
    assert run(FOLDER / "08-bieu-do-cho-hoi-nghi.ipynb", project).errors == []
    saved = sorted(path.name for path in (project / "out" / "bieu-do-rieng").iterdir())
    assert saved == ["chua-giai-ngan.png", "chua-giai-ngan.svg"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_output(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert [cell["id"] for cell in code_cells(path) if cell.outputs or cell.execution_count] == []
    assert "widgets" not in notebook.metadata


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_opens_with_what_it_is_about(path):
    first = nbformat.read(path, as_version=4).cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
