"""SQL models: `sql/<schema>/<table>.sql` holds one SELECT and becomes table (or view) `<schema>.<table>`.

The path is the name, and the order is read from the SQL itself by DuckDB's own parser, so nothing else has to be kept in step.
`sql/macros.sql` is run first. Every file starts with a comment `-- one row per …`, which becomes the table's comment, or with
`-- view: one row per …`, where the rows only stand in another table already and are not kept twice; lines
`--   name: meaning (unit)` after it say in Vietnamese what a column holds, the name `*` what the table does (see `dictionary`).
Out of scope: incremental models, several statements in one file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tdnreport.base.errors import TdnError

if TYPE_CHECKING:
    import duckdb

LAYERS = ("ref", "raw", "staging", "checks", "marts", "report")
"""Schemas in build order; a model reads its own schema and those before it."""

_COMMENT = re.compile(r"^\s*--\s?(.*)$")
_MEANING = re.compile(r"^  ([^:]+): (.+)$")


class ModelError(TdnError):
    """A model that cannot be ordered or does not run; the message names the file."""


class Step(Protocol):
    """Anything that makes one table out of others: a SQL model, or a dictionary of readings made in Python."""

    @property
    def name(self) -> str: ...

    @property
    def reads(self) -> frozenset[str]: ...

    def build(self, con: duckdb.DuckDBPyConnection) -> None: ...


AnyStep = TypeVar("AnyStep", bound=Step)


@dataclass(frozen=True, slots=True)
class Model:
    name: str
    sql: str
    path: Path
    reads: frozenset[str]

    @property
    def schema(self) -> str:
        return self.name.split(".")[0]

    @property
    def kind(self) -> str:
        """`view` or `table`, as DuckDB names them."""
        return "view" if self.description.startswith("view:") else "table"

    @property
    def description(self) -> str:
        """The comment lines the file starts with, down to the first about a column, as one text."""
        return " ".join(takewhile(lambda line: not line.startswith("  "), self._header())).strip()

    @property
    def meanings(self) -> dict[str, str]:
        """Column → what it holds, in Vietnamese, with its unit at the end; `*` is the table itself."""
        matches = (_MEANING.match(line) for line in self._header())
        return {match[1]: match[2].strip() for match in matches if match}

    def _header(self) -> Iterator[str]:
        for line in self.sql.splitlines():
            match = _COMMENT.match(line)
            if not match:
                return
            yield match[1]

    def build(self, con: duckdb.DuckDBPyConnection) -> None:
        """Make the table; an error names the model's file, so that the officer who changed it finds the place."""
        import duckdb

        try:
            con.execute(f"create {self.kind} {self.name} as\n{self.sql}")
            con.execute(f"comment on {self.kind} {self.name} is '{self.description.replace(chr(39), chr(39) * 2)}'")
        except duckdb.Error as error:
            raise ModelError(f"Lỗi trong sql/{self.path.parent.name}/{self.path.name}: {error}") from error


def find_models(con: duckdb.DuckDBPyConnection, folder: Path, schemas: Iterable[str] = LAYERS) -> list[Model]:
    """The models of some schemas below `folder`, by default those of a warehouse, in the order of their paths."""
    models = []
    for path in sorted(path for schema in schemas for path in folder.glob(f"{schema}/*.sql")):
        sql = path.read_text(encoding="utf-8").strip().rstrip(";")
        models.append(Model(f"{path.parent.name}.{path.stem}", sql, path, _tables_read(con, sql, path)))
    return models


def order_steps(steps: Iterable[AnyStep]) -> list[AnyStep]:
    """Topological order: each step after those whose tables it reads; equal inputs give equal order."""
    by_name = {step.name: step for step in steps}
    graph = {name: sorted(step.reads & by_name.keys()) for name, step in sorted(by_name.items())}
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise ModelError(f"Các mô hình SQL đọc vòng tròn: {' → '.join(error.args[1])}") from error


def select_needed(steps: Iterable[AnyStep], wanted: frozenset[str]) -> list[AnyStep]:
    """The steps that build the wanted tables, with everything these read."""
    by_name = {step.name: step for step in steps}
    ahead, needed_names = list(wanted), set()
    while ahead:
        name = ahead.pop()
        if name in by_name and name not in needed_names:
            needed_names.add(name)
            ahead += by_name[name].reads
    return [step for name, step in by_name.items() if name in needed_names]


def load_macros(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    import duckdb

    macros = folder / "macros.sql"
    if macros.exists():
        try:
            con.execute(macros.read_text(encoding="utf-8"))
        except duckdb.Error as error:
            raise ModelError(f"Lỗi trong sql/macros.sql: {error}") from error


def _tables_read(con: duckdb.DuckDBPyConnection, sql: str, path: Path) -> frozenset[str]:
    [(answer,)] = con.execute("select json_serialize_sql(?)", [sql]).fetchall()
    tree = json.loads(answer)
    if tree["error"]:
        raise ModelError(f"Lỗi cú pháp trong sql/{path.parent.name}/{path.name}: {tree['error_message']}")
    return frozenset(_base_tables(tree))


def _base_tables(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
            yield f"{node['schema_name']}.{node['table_name']}"
        for child in node.values():
            yield from _base_tables(child)
    elif isinstance(node, list):
        for child in node:
            yield from _base_tables(child)
