"""What keeps the house easy to walk: short functions and modules, few parts at the top, one meaning a class name, SQL as it is agreed."""

from __future__ import annotations

import ast
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

from tdnreport.base.home import find_home

SOURCE = find_home().root / "src" / "tdnreport"
MODULES = sorted(SOURCE.rglob("*.py"))
SQL = sorted(find_home().sql.rglob("*.sql"))
LONG_SQL = {
    "sql/comments.sql",  # no query: a sentence a line
    "sql/macros.sql",  # no query: a macro a paragraph
    "sql/staging/typed_lines.sql",
}
"""The last one waits to be split; a file that has become short leaves the list."""


def name(path: Path) -> str:
    return str(path.relative_to(find_home().root))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def lines(node: ast.AST) -> int:
    """Of a definition, with its decorators and docstring."""
    return node.end_lineno - min(part.lineno for part in (node, *node.decorator_list)) + 1


def test_no_function_is_longer_than_40_lines():
    definitions = [
        (name(path), node.name, lines(node))
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert len(definitions) > 1000
    assert [definition for definition in definitions if definition[-1] > 40] == []


def test_no_module_is_longer_than_300_lines():
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > 300} == {}


def test_few_files_and_parts_stand_at_the_top():
    files = list(SOURCE.glob("*.py"))
    packages = [folder for folder in SOURCE.iterdir() if (folder / "__init__.py").is_file()]
    assert len(files) <= 10
    assert len(files) + len(packages) <= 30


def test_a_class_name_stands_once():
    names = Counter(node.name for path in MODULES for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))
    assert {class_name: times for class_name, times in names.items() if times > 1} == {}


def test_no_module_imports_itself_by_way_of_others():
    """Packages and their own modules too, which the contracts of import-linter leave out; CycleError names the circle."""
    graph = grimp.build_graph("tdnreport", exclude_type_checking_imports=False, cache_dir=None)
    # The notebook functions are loaded when the first one is used.
    graph.remove_import(importer="tdnreport", imported="tdnreport.jupyter.api")
    TopologicalSorter({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}).prepare()


def test_sql_files_are_short_and_those_known_as_long_still_are():
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SQL}
    assert {path for path, length in lengths.items() if length > 80} == LONG_SQL
