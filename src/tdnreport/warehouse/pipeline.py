"""The line: a folder of department files becomes a finished warehouse.

    inbox → raw → staging → checks → marts → report tables

Everything a later stage knows stands in the warehouse; nothing is carried beside it. Out of scope: writing files (`report`).
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.privacy import SECRET, mask_columns
from tdnreport.history import previous
from tdnreport.ingest import frames, large_csv
from tdnreport.ingest.inbox import Inbox, InboxFile, list_inbox
from tdnreport.plans import Period, Plan, Reference, load_plan, load_reference, ref_tables
from tdnreport.plans.rules import Rule, load_rules, rules_table
from tdnreport.vietnamese.lexicon import WordLists, load_lists
from tdnreport.vietnamese.task_titles import TaskTitles
from tdnreport.vietnamese.unit_names import UnitNames
from tdnreport.warehouse import database, dictionary, models
from tdnreport.warehouse.findings import found
from tdnreport.warehouse.lookups import Vocabulary, readings

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from tdnreport.base.home import Home

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how far it is and how far it goes."""


ALLOWED = "Tệp {file} có dấu chỉ độ mật “{value}”, được nhận theo lệnh của người lập báo cáo. {detail}"


def silent(what: str, done: int, total: int) -> None:
    """Progress for those who do not look."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The plan and period that files are read for, with everything they are read against."""

    home: Home
    reference: Reference
    plan: Plan
    period: Period
    rules: dict[str, Rule]
    words: WordLists

    @property
    def units(self) -> UnitNames:
        names = self.reference.names_for(self.plan, self.period.due_on)
        return UnitNames((one.unit_id, one.full_name, one.aliases) for one in names if not one.is_group)

    @property
    def vocabulary(self) -> Vocabulary:
        headings = self.plan.heading_codes
        return Vocabulary(
            tasks=TaskTitles((one.task_code, one.title, one.task_code not in headings) for one in self.plan.tasks),
            indicators=TaskTitles((one.indicator_code, one.name, True) for one in self.plan.indicators),
            units=self.units,
            words=self.words,
            year=self.plan.year,
        )


def subject(home: Home, plan_id: str, period_id: str) -> Subject:
    """Everything `data/` says about a plan and period; DataError or RuleError where it is unknown or wrong."""
    reference = load_reference(home.data)
    plan = load_plan(home.data, plan_id, reference)
    rules = load_rules(home.data, plan_id)
    return Subject(home, reference, plan, plan.period(period_id), rules, load_lists(home.reference))


def with_restricted(of: Subject) -> Subject:
    """The same subject for one who may read marked files: they count, and all that is made of them bears their marking."""
    rule = dataclasses.replace(of.rules[SECRET], severity="warning", message=ALLOWED)
    return dataclasses.replace(of, rules=of.rules | {rule.rule_id: rule})


@contextlib.contextmanager
def built(
    of: Subject, inbox: Path, path: Path, progress: Progress = silent, earlier: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The finished warehouse of all files below `inbox`, to read; it takes the place of `path` when the block ends well.

    `earlier` is the output folder of an earlier report to compare with.
    """
    remembered = path.with_name(f"{path.name}.cells")
    files = chain([previous.read(of, earlier)], frames.read(of, list_inbox(inbox), progress, remembered=remembered))

    def make(con: duckdb.DuckDBPyConnection) -> None:
        sql = fill(con, of, files, progress)
        dictionary.describe(con, sql, of.home.sql)

    with database.rebuilt(path, make) as con:
        yield con


@contextlib.contextmanager
def in_memory(of: Subject, file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The whole line for one file by itself, leaving nothing on the disk."""
    import duckdb

    files = frames.read(of, Inbox((InboxFile(file, file.name, None),), (), ()), silent)
    with duckdb.connect(config=database.OFFLINE) as con:
        database.make_schemas(con)
        fill(con, of, files)
        yield con


def fill(
    con: duckdb.DuckDBPyConnection, of: Subject, files: Iterable[frames.Frames], progress: Progress = silent
) -> list[models.Model]:
    """Load `ref` and `raw`, then build every model; the SQL models are returned for their descriptions."""
    database.load(con, "ref", _ref_tables(of))
    database.make_raw(con)
    for some in files:
        database.add_raw(con, some)
        if "bulk" in some:
            large_csv.load(con, some["bulk"])
    models.load_macros(con, of.home.sql)
    sql = models.find_models(con, of.home.sql)
    unordered: list[models.Step] = [*sql, *readings(of.vocabulary), found(sql)]
    steps = models.in_order(unordered)
    for done, step in enumerate(steps, 1):
        step.build(con)
        progress("Tổng hợp", done, len(steps))
    mask_columns(con, "report.corrections", "value_sent", "value_used", "reason", "decided")
    return sql


def _ref_tables(of: Subject) -> dict[str, pl.DataFrame]:
    import polars as pl

    sources = of.words.fund_source_names
    funds = pl.DataFrame(
        {"fund_source": list(sources), "name": list(sources.values())},
        schema={"fund_source": pl.String, "name": pl.String},
    )
    return ref_tables(of.reference, of.plan, of.period) | {"rules": rules_table(of.rules), "fund_sources": funds}


def as_of(con: duckdb.DuckDBPyConnection) -> date | None:
    """The day the figures stand for when nobody says otherwise: the last day on which a file came."""
    last: list[tuple[date | None]] = con.execute("select max(received_on) from staging.submissions").fetchall()
    return last[0][0]


def is_sample(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether any file says of itself that its figures are invented."""
    [(sample,)] = con.execute("select coalesce(bool_or(is_sample), false) from raw.files").fetchall()
    return bool(sample)
