"""One build → its rows in the store: what it is known by, and its facts taken from a finished warehouse.

    build = describe_build(context, con)       what a build is: plan, period, area, day, and the hashes of what went into it
    keep_build(store, con, build)              True where it was not kept before

Equal inputs, definitions, earlier reports and day give an equal `build_id`, and no second build.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from tdnreport import __version__
from tdnreport.base import privacy
from tdnreport.history.closing import hash_definitions
from tdnreport.history.kept_tables import FACTS, KEYS, Fact, columns_of
from tdnreport.warehouse import pipeline

if TYPE_CHECKING:
    import duckdb

    from tdnreport.history.store import ArrowStream, Store
    from tdnreport.plans.context import RunContext

BUILT, CLOSED, PUBLISHED = "built", "closed", "published"
"""States of a build, in the order in which it takes them; each is a row of its own in `builds`."""
ROWS_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Build:
    """A row of `builds` but for its number and state; `definitions` maps the name of each file that decides a figure to its hash."""

    plan_id: str
    period_id: str
    area_id: str
    year: int
    plan_title: str
    period_label: str
    is_sample: bool
    marking: str | None
    as_of: date | None
    data_from: date
    data_to: date
    inputs_hash: str
    bases_hash: str
    definitions: Mapping[str, str] = field(repr=False)
    version: str = __version__

    @property
    def definitions_hash(self) -> str:
        return hash_json(dict(sorted(self.definitions.items())))

    @property
    def build_id(self) -> str:
        hashes = (self.inputs_hash, self.bases_hash, self.definitions_hash)
        return hash_json([self.plan_id, self.period_id, self.area_id, self.as_of, self.is_sample, *hashes])[:16]

    def row(self, seq: int, state: str, known_on: date | None = None) -> dict[str, Any]:
        """The row of `builds`; what is known of a build is known on the day of its figures, of a publication on that of its signing."""
        own = {name: value for name, value in asdict(self).items() if name != "definitions"}
        ids = {"build_id": self.build_id, "definitions_hash": self.definitions_hash}
        return own | ids | {"seq": seq, "state": state, "known_on": known_on or self.as_of}


def describe_build(context: RunContext, con: duckdb.DuckDBPyConnection) -> Build:
    """The build that a finished warehouse is."""
    inputs = _records(con, "select file, sha256, unit_id, received_on, state from marts.submissions order by file")
    [area] = con.execute("select area_id from ref.plan").fetchall()
    return Build(
        plan_id=context.plan.plan_id,
        period_id=context.period.period_id,
        area_id=area[0],
        year=context.plan.year,
        plan_title=context.plan.title,
        period_label=context.period.label,
        is_sample=pipeline.has_sample_file(con),
        marking=privacy.report_marking(con),
        as_of=pipeline.last_received_on(con),
        data_from=context.period.data_from,
        data_to=context.period.data_to,
        inputs_hash=hash_inputs(inputs),
        bases_hash=hash_bases(_read_bases(con)),
        definitions=hash_definitions(context),
    )


def keep_build(
    store: Store, con: duckdb.DuckDBPyConnection, build: Build, state: str = BUILT, known_on: date | None = None
) -> bool:
    """Add the facts of a build, then the build itself; False where the store holds it in this state already.

    `con` holds the tables that `FACTS` name; a column that one of them lacks is kept blank.
    """
    keys = {key: getattr(build, key) for key in KEYS}
    once = f"{keys['build_id']}.{state}"
    if store.holds("builds", once):
        return False
    for name, fact in FACTS.items():
        if rows := _fact_rows(con, name, fact, keys):
            store.append(name, rows, keys["build_id"])
    names = [
        {"definitions_hash": build.definitions_hash, "name": name, "sha256": sha256}
        for name, sha256 in build.definitions.items()
    ]
    store.append("definitions", _given_rows("definitions", names), build.definitions_hash)
    store.append("builds", _given_rows("builds", [build.row(store.next_seq(), state, known_on)]), once)
    return True


def has_other_builds(store: Store, build: Build) -> bool:
    """Whether the store holds another build of the same plan and period; asked of the list of builds alone."""
    with store.explained("đọc"):
        rows = store.dataset("builds")
        if rows is None:
            return False
        kept = rows.to_table(columns=["plan_id", "period_id", "build_id"]).to_pylist()
    same_period = {
        row["build_id"] for row in kept if (row["plan_id"], row["period_id"]) == (build.plan_id, build.period_id)
    }
    return bool(same_period - {build.build_id})


def hash_inputs(inputs: Iterable[Mapping[str, Any]]) -> str:
    """One hash for the files of a build: content, sender, day, and whether they count."""
    fields = ("file", "sha256", "unit_id", "received_on", "state")
    rows = ([None if row[name] is None else str(row[name]) for name in fields] for row in inputs)
    return hash_json(sorted(rows, key=str))


def hash_json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def hash_bases(bases: list[tuple[str, int, str]]) -> str:
    """One hash for the tables of an earlier report that a build was held against; without one, that of nothing."""
    return hash_json(bases)


def _read_bases(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int, str]]:
    """Name, rows and digest of the tables of an earlier report, and of the publications that gave figures their bases."""
    published = con.execute("select base_id, figures, digest from report.bases").fetchall()
    names = con.execute(
        "select table_name from duckdb_tables() where table_name like 'previous%' order by 1"
    ).fetchall()
    digest = "count(*), bit_xor(md5_number_lower(previous::varchar))::varchar"
    rows = ((name, *con.execute(f"select {digest} from raw.{name} as previous").fetchall()[0]) for (name,) in names)
    return [*published, *((name, count, digest) for name, count, digest in rows if count)]


def _fact_rows(
    con: duckdb.DuckDBPyConnection, name: str, fact: Fact, keys: Mapping[str, str]
) -> Callable[[], ArrowStream] | None:
    """The rows of a table with the keys before them, as a stream that can be started anew; None where there are none."""
    source = _computed_source(con, name, fact)
    there = con.sql(f"from {source} limit 0").columns
    columns = {column: kind for column, kind in columns_of(name).items() if column not in KEYS}
    texts = [column for column, kind in columns.items() if kind == "varchar" and column in there]
    covered = _covered_texts(con, source, texts)
    values = [
        f"null::{kind} as {column}" if column not in there
        else f'coalesce(map_extract_value(map($plain, $covered), "{column}"), "{column}")::varchar as {column}'
        if covered and column in texts
        else f'"{column}"::{kind} as {column}'
        for column, kind in columns.items()
    ]  # fmt: skip
    select = f"select {', '.join([*(f'${key}::varchar as {key}' for key in KEYS), *values])} from {source}"
    given: dict[str, Any] = {**keys} | ({"plain": list(covered), "covered": list(covered.values())} if covered else {})
    if not con.sql(f"from {source} limit 1").fetchall():
        return None
    return lambda: con.sql(select, params=given).to_arrow_reader(ROWS_AT_ONCE)


def _computed_source(con: duckdb.DuckDBPyConnection, name: str, fact: Fact) -> str:
    """The table a fact comes from; what has to be computed is computed once and kept for this connection."""
    if not fact.source.startswith("("):
        return fact.source
    con.execute(f"create or replace temp table kept_{name} as from {fact.source}")
    return f"temp.kept_{name}"


def _covered_texts(con: duckdb.DuckDBPyConnection, source: str, columns: Iterable[str]) -> dict[str, str]:
    """Texts with personal data in them → the same with it covered."""
    texts = ", ".join(f'"{column}"::varchar' for column in columns)
    suspects = con.execute(
        f"select distinct text from (select unnest([{texts}]) as text from {source}) where regexp_matches(text, ?)",
        [privacy.SUSPECT],
    ).fetchall()
    return {text: shown for (text,) in suspects if (shown := privacy.redact(text)) != text}


def _given_rows(table: str, rows: list[dict[str, Any]]) -> Callable[[], ArrowStream]:
    import polars as pl

    kinds = {"varchar": pl.String, "bigint": pl.Int64, "boolean": pl.Boolean, "date": pl.Date, "double": pl.Float64}
    schema = {column: kinds[kind] for column, kind in columns_of(table).items()}
    return lambda: pl.DataFrame(rows, schema=schema)


def _records(con: duckdb.DuckDBPyConnection, select: str) -> list[dict[str, Any]]:
    relation = con.sql(select)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
