"""What the import contracts of pyproject.toml cannot say: SQL never reads upward, heavy libraries load only where they are used."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tdnreport.base.home import find_home
from tdnreport.warehouse.models import LAYERS, find_models

SOURCE = find_home().root / "src" / "tdnreport"
HEAVY = {
    "polars",
    "duckdb",
    "great_expectations",
    "matplotlib",
    "plotly",
    "docx",
    "pptx",
    "xlsxwriter",
    "openpyxl",
    "pandas",
    "numpy",
}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def imported_at_the_top(path: Path) -> set[str]:
    """Names of the libraries that a file imports when it is loaded, without those of the type checker."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_sql_never_reads_upward():
    models = find_models(duckdb.connect(), find_home().sql)
    upward = [
        f"{model.name} reads {table}"
        for model in models
        for table in model.reads
        if LAYERS.index(table.split(".")[0]) > LAYERS.index(model.schema)
    ]
    assert upward == []


def test_every_model_says_what_one_row_is():
    models = find_models(duckdb.connect(), find_home().sql)
    assert [
        model.name for model in models if not model.description.removeprefix("view: ").startswith("one row per ")
    ] == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_heavy_libraries_are_not_imported_at_the_top(path):
    if path.name == "gx_dialect.py":
        return  # loaded only by the one function that runs Great Expectations
    assert imported_at_the_top(path) & HEAVY == set()


def test_help_loads_nothing_heavy():
    code = "import sys, tdnreport.cli; print(*sorted(set(sys.modules) & {heavy!r}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code.format(heavy=HEAVY)], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == []


@pytest.mark.parametrize("path", sorted((SOURCE / "app").glob("*.py")), ids=lambda path: path.name)
def test_a_use_case_gives_values_and_prints_nothing(path):
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    modules = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert {name.split(".")[0] for name in modules} & {"typer", "rich"} == set()
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    assert called & {"print", "input", "sys.exit"} == set()
