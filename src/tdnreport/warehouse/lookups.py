"""Dictionaries of readings: each distinct text of `staging.entries` is read once by `vietnamese` and joined back in SQL.

A million rows hold a few thousand distinct texts, so the parsers run thousands of times and the joins are DuckDB's.
Each reading becomes `staging.<kind>_readings`, keyed by the text (with cell kind, scale or title where they matter).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tdnreport.base.privacy import SUSPECT, kinds, mask
from tdnreport.plans.context import Vocabulary
from tdnreport.vietnamese.counts import read_count
from tdnreport.vietnamese.dates import read_date
from tdnreport.vietnamese.lexicon import WordLists
from tdnreport.vietnamese.money import read_money
from tdnreport.vietnamese.note_items import read_items
from tdnreport.vietnamese.percent import read_percent
from tdnreport.vietnamese.status import is_carried_over, read_fund_source, read_status, read_status_percent
from tdnreport.vietnamese.text import CUT, LONGEST_TEXT, clean, repair
from tdnreport.vietnamese.unit_names import UnitNames

if TYPE_CHECKING:
    import duckdb


_SUSPECT_TEXTS = f"""
    select distinct text
    from (
        select unnest(cells) as text from staging.table_lines
        where regexp_matches(array_to_string(cells, '|||||'), '{SUSPECT}')
        union all select file from raw.files
        union all select sheet from raw.sheets)
    where length(text) <= {LONGEST_TEXT} and regexp_matches(text, '{SUSPECT}') order by text"""
"""Cells of tables and names; of a million lines nearly all are left out by one look at the whole line."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A dictionary table: `keys` is a SELECT of distinct texts, `read` maps one key row to the values of `columns`."""

    name: str
    keys: str
    columns: dict[str, str]
    read: Callable[..., tuple[Any, ...]]
    reads: frozenset[str] = frozenset({"staging.entries"})

    def build(self, con: duckdb.DuckDBPyConnection) -> None:
        """Make the table, empty texts left out; the parsers never raise."""
        import polars as pl

        relation = con.sql(self.keys)
        key_columns = dict(zip(relation.columns, map(str, relation.types), strict=True))
        rows = [key + self.read(*key) for key in relation.fetchall()]
        definition = ", ".join(f"{name} {kind}" for name, kind in (key_columns | self.columns).items())
        con.execute(f"create table {self.name} ({definition})")
        if rows:
            names = [*key_columns, *self.columns]
            frame = pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
            con.register("readings_frame", frame)
            con.execute(f"insert into {self.name} select * from readings_frame")
            con.unregister("readings_frame")


def readings(vocabulary: Vocabulary) -> list[Reading]:
    return [
        _tasks(vocabulary),
        _indicators(vocabulary),
        _duties(vocabulary),
        Reading(
            "staging.unit_readings",
            _distinct("unit_text"),
            {"unit_id": "varchar", "nearest": "varchar"},
            partial(_unit, vocabulary.units),
        ),
        Reading(
            "staging.status_readings",
            _distinct("status_text"),
            {"status": "varchar", "pct": "double", "is_carried_over": "boolean"},
            lambda text: (
                read_status(text, vocabulary.words),
                read_status_percent(text, vocabulary.words),
                is_carried_over(text, vocabulary.words),
            ),
        ),
        Reading(
            "staging.fund_source_readings",
            _distinct("fund_source_text"),
            {"fund_source": "varchar"},
            lambda text: (read_fund_source(text, vocabulary.words),),
        ),
        _percents(),
        _amounts(vocabulary.words),
        _days(vocabulary.year, vocabulary.words),
        _counts(),
        Reading("staging.text_readings", _distinct("result_text", "evidence_text"), {"clean": "varchar"}, _clean),
        _notes(vocabulary),
        Reading("staging.personal_readings", _SUSPECT_TEXTS, {"kinds": "varchar"}, _personal),
    ]


def _distinct(*fields: str) -> str:
    parts = [f"select distinct {field} as text from staging.entries where {field} is not null" for field in fields]
    return " union ".join(parts) + " order by all"


def _distinct_with_kind(fields: Sequence[str], extra: str = "") -> str:
    """`extra` is a further key column, in which `{field}` stands for the field."""
    columns = ", ".join(filter(None, ["{field}_text as text", "{field}_kind as kind", extra]))
    select = f"select distinct {columns} from staging.entries where {{field}}_text is not null"
    return " union ".join(select.format(field=field) for field in fields) + " order by all"


def _clean(text: str) -> tuple[str]:
    """Fit to be printed: personal data covered, no longer than Excel allows a cell to be."""
    shown = mask(clean(repair(text[:LONGEST_TEXT])[0]))
    return (shown if len(text) <= LONGEST_TEXT else f"{shown}{CUT}",)


def _notes(vocabulary: Vocabulary) -> Reading:
    """The items of each text, with whom each is addressed to, as lists beside each other."""

    def read(text: str) -> tuple[list[str], list[str | None], list[str | None]]:
        items = list(read_items(text[:LONGEST_TEXT], vocabulary.words))
        return [mask(one.text) for one in items], [one.addressee for one in items], [one.level for one in items]

    columns = {"items": "varchar[]", "addressees": "varchar[]", "levels": "varchar[]"}
    keys = "select distinct text from staging.notes where text is not null order by all"
    return Reading("staging.note_readings", keys, columns, read, frozenset({"staging.notes"}))


def _personal(text: str) -> tuple[str | None]:
    return (", ".join(kinds(text)) or None,)


def _unit(units: UnitNames, text: str) -> tuple[str | None, str | None]:
    unit_id = units.read(text).unit_id
    return unit_id, None if unit_id else units.nearest(text)


def _tasks(vocabulary: Vocabulary) -> Reading:
    def read(code: str | None, kind: str | None, title: str | None) -> tuple[str | None, bool | None, bool, str | None]:
        name = vocabulary.tasks.read(code or "", kind or "", title or "")
        near = None if name.task_code else vocabulary.tasks.nearest(title or "")
        return name.task_code, name.is_leaf, name.disagrees, near

    keys = """
        select distinct code_text, code_kind, title_text from staging.entries
        where table_kind in ('progress', 'budget') and (code_text is not null or title_text is not null) order by all"""
    columns = {"task_code": "varchar", "is_leaf": "boolean", "disagrees": "boolean", "nearest": "varchar"}
    return Reading("staging.task_readings", keys, columns, read)


def _indicators(vocabulary: Vocabulary) -> Reading:
    def read(
        code_text: str | None, code_kind: str | None, name_text: str | None, measure: str | None
    ) -> tuple[str | None, str | None]:
        code = vocabulary.indicators.read(code_text or "", code_kind or "", name_text or "", measure or "")
        return code, None if code else vocabulary.indicators.nearest(name_text or "")

    keys = """
        select distinct code_text, code_kind, indicator_text, measure_told(measure_text, coalesce(value_text, cumulative_text)) as measure
        from staging.entries
        where table_kind = 'indicators' and (code_text is not null or indicator_text is not null) order by all"""
    columns = {"indicator_code": "varchar", "nearest": "varchar"}
    return Reading("staging.indicator_readings", keys, columns, read)


def _duties(vocabulary: Vocabulary) -> Reading:
    def read(code: str | None, kind: str | None, summary: str | None) -> tuple[str | None]:
        return (vocabulary.duties.read(code or "", kind or "", summary or "").task_code,)

    keys = """
        select distinct code_text, code_kind, duty_text from staging.entries
        where table_kind = 'duties' and (code_text is not null or duty_text is not null) order by all"""
    return Reading("staging.duty_readings", keys, {"duty_code": "varchar"}, read)


def _percents() -> Reading:
    def read(text: str, kind: str) -> tuple[float | None, bool, str | None, bool]:
        percent = read_percent(text, kind)
        return percent.value, percent.is_plain, percent.problem, percent.is_approximate

    columns = {"value": "double", "is_plain": "boolean", "problem": "varchar", "is_approximate": "boolean"}
    return Reading("staging.percent_readings", _distinct_with_kind(["pct", "estimated_pct"]), columns, read)


def _amounts(lists: WordLists) -> Reading:
    def read(text: str, kind: str, scale: int) -> tuple[int | None, str | None, str | None, bool]:
        money = read_money(text, kind, scale, lists)
        return money.vnd, money.mode, money.problem, money.is_approximate

    keys = _distinct_with_kind(["allocated", "carried", "disbursed", "estimated"], "{field}_scale as scale")
    columns = {"vnd": "bigint", "mode": "varchar", "problem": "varchar", "is_approximate": "boolean"}
    return Reading("staging.money_readings", keys, columns, read)


def _days(year: int, lists: WordLists) -> Reading:
    def read(text: str, kind: str) -> tuple[Any, str | None, str | None]:
        day = read_date(text, kind, year, lists.no_date)
        return day.value, day.precision, day.problem

    columns = {"day": "date", "precision": "varchar", "problem": "varchar"}
    return Reading("staging.date_readings", _distinct_with_kind(["completed_on"]), columns, read)


def _counts() -> Reading:
    def read(text: str, kind: str, measure: str) -> tuple[float | None, bool, str | None]:
        count = read_count(text, kind, measure)
        return count.value, count.is_approximate, count.problem

    keys = f"""select distinct text, kind, chosen_by(text, unit) as measure
        from ({_distinct_with_kind(["value", "cumulative", "target"])})
        cross join (select '' as unit union select unit_of_measure from ref.indicators union select measure_text from staging.entries)
        order by all"""
    return Reading(
        "staging.count_readings", keys, {"value": "double", "is_approximate": "boolean", "problem": "varchar"}, read
    )
