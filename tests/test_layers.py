"""Directions: SQL never reads upward, Python imports point one way, heavy libraries load only where they are used."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tdnreport.base.home import home
from tdnreport.warehouse.models import LAYERS, find_models

SOURCE = home().root / "src" / "tdnreport"
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

# A module may import modules of its own and of earlier ranks only.
RANKS = (
    {"base"},
    {"vietnamese"},
    {"plans", "workbook"},
    {"layout"},
    {"ingest", "warehouse", "quality", "history"},
    {"report"},
    {"feedback"},
    {"app"},
    {"jupyter"},
    {"cli"},
    {"__main__"},
)


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def imported(path: Path, top_level_only: bool) -> set[str]:
    """Dotted names imported by a file; at run time only, what stands under TYPE_CHECKING is for the type checker."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in ast.walk(node)
    }
    nodes = tree.body if top_level_only else ast.walk(tree)
    names: set[str] = set()
    for node in nodes:
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def rank(name: str) -> int:
    return next(i for i, group in enumerate(RANKS) if name in group)


def test_sql_never_reads_upward():
    models = find_models(duckdb.connect(), home().sql)
    upward = [
        f"{model.name} reads {table}"
        for model in models
        for table in model.reads
        if LAYERS.index(table.split(".")[0]) > LAYERS.index(model.schema)
    ]
    assert upward == []


def test_every_model_says_what_one_row_is():
    models = find_models(duckdb.connect(), home().sql)
    assert [
        model.name for model in models if not model.description.removeprefix("view: ").startswith("one row per ")
    ] == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_one_way(path):
    own = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    parts = {
        name.split(".")[1] for name in imported(path, False) if name.startswith("tdnreport.") and name.count(".") >= 1
    }
    known = set().union(*RANKS)
    assert {part for part in parts & known if rank(part) > rank(own)} == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_heavy_libraries_are_not_imported_at_the_top(path):
    if path.name == "gx_dialect.py":
        return  # loaded only by the one function that runs Great Expectations
    assert {name.split(".")[0] for name in imported(path, True)} & HEAVY == set()


def test_help_loads_nothing_heavy():
    code = "import sys, tdnreport.cli; print(*sorted(set(sys.modules) & {heavy!r}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code.format(heavy=HEAVY)], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == []
