"""Dictionaries of readings: each distinct text of `staging.entries` is read once by `vietnamese` and joined back in SQL.

A million rows hold a few thousand distinct texts, so the parsers run thousands of times and the joins are DuckDB's.
Each reading becomes `staging.<kind>_readings`, keyed by the text (with cell kind, scale or title where they matter).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tdnreport.base.privacy import SUSPECT, personal_data_kinds, redact
from tdnreport.plans.context import Vocabulary
from tdnreport.vietnamese.counts import read_count
from tdnreport.vietnamese.dates import read_date
from tdnreport.vietnamese.lexicon import WordLists
from tdnreport.vietnamese.money import read_money
from tdnreport.vietnamese.note_items import read_items
from tdnreport.vietnamese.percent import read_percent
from tdnreport.vietnamese.status import is_carried_over, read_fund_source, read_status, read_status_percent
from tdnreport.vietnamese.text import CUT, LONGEST_NAME, LONGEST_TEXT, clean_text, repair_encoding
from tdnreport.vietnamese.unit_names import UnitNames

if TYPE_CHECKING:
    import duckdb


ONCE = f"limit {1 << 62}"
"""Below a LIMIT DuckDB moves no filter and no function, as it does below DISTINCT and even into a materialized query."""

_SUSPECT_TEXTS = f"""
    with texts as (
        select distinct text
        from (
            select unnest(cells) as text from staging.table_lines
            union all select text from raw.csv_texts
            union all select file from raw.files
            union all select sheet from raw.sheets)
        {ONCE})
    select text from texts where length(text) <= {LONGEST_TEXT} and regexp_matches(text, '{SUSPECT}') order by text"""
"""Cells of tables and names."""


TEXTS_AT_ONCE = 50_000
"""A file of a million different texts takes no more memory for its readings than for its lines."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A dictionary table: `keys` is a SELECT of distinct texts, `parse` maps one key row to the values of `columns`."""

    name: str
    keys: str
    columns: dict[str, str]
    parse: Callable[..., tuple[Any, ...]]
    reads: frozenset[str] = frozenset({"staging.entries"})
    longest: int = LONGEST_NAME
    """Characters that are read of a key: no name, number or state is longer, and some parsers take the square of the length."""

    def build(self, con: duckdb.DuckDBPyConnection) -> None:
        """Make the table, empty texts left out; the parsers never raise."""
        import polars as pl

        relation = con.sql(self.keys)
        key_columns = dict(zip(relation.columns, map(str, relation.types), strict=True))
        keys = relation.pl()
        definition = ", ".join(f"{name} {kind}" for name, kind in (key_columns | self.columns).items())
        con.execute(f"create table {self.name} ({definition})")
        for some in keys.iter_slices(TEXTS_AT_ONCE):
            rows = [key + self.parse(*map(self._shorten, key)) for key in some.iter_rows()]
            frame = pl.DataFrame(rows, schema=[*key_columns, *self.columns], orient="row", infer_schema_length=None)
            con.register("readings_frame", frame)
            con.execute(f"insert into {self.name} select * from readings_frame")
            con.unregister("readings_frame")

    def _shorten(self, part: Any) -> Any:
        return part[: self.longest] if isinstance(part, str) else part


def make_lookups(vocabulary: Vocabulary) -> list[Lookup]:
    return [
        _task_lookup(vocabulary),
        _indicator_lookup(vocabulary),
        _duties(vocabulary),
        Lookup(
            "staging.unit_readings",
            _distinct_texts("unit_text"),
            {"unit_id": "varchar", "nearest": "varchar"},
            partial(_unit, vocabulary.units),
        ),
        Lookup(
            "staging.status_readings",
            _distinct_texts("status_text"),
            {"status": "varchar", "pct": "double", "is_carried_over": "boolean"},
            partial(_state, vocabulary.words),
        ),
        Lookup(
            "staging.fund_source_readings",
            _distinct_texts("fund_source_text"),
            {"fund_source": "varchar"},
            lambda text: (read_fund_source(text, vocabulary.words),),
        ),
        _percent_lookup(),
        _money_lookup(vocabulary.words),
        _date_lookup(vocabulary.year, vocabulary.words),
        _count_lookup(),
        Lookup(
            "staging.text_readings",
            _distinct_texts("result_text", "evidence_text"),
            {"clean": "varchar"},
            _printable_text,
            longest=LONGEST_TEXT + 1,
        ),
        _notes(vocabulary),
        Lookup(
            "staging.personal_readings", _SUSPECT_TEXTS, {"kinds": "varchar"}, _personal_kinds, longest=LONGEST_TEXT
        ),
    ]


def _distinct_texts(*fields: str) -> str:
    parts = [f"select distinct {field} as text from staging.entries where {field} is not null" for field in fields]
    return " union ".join(parts) + " order by all"


def _distinct_with_kind(fields: Sequence[str], extra: str = "") -> str:
    """`extra` is a further key column, in which `{field}` stands for the field."""
    columns = ", ".join(filter(None, ["{field}_text as text", "{field}_kind as kind", extra]))
    select = f"select distinct {columns} from staging.entries where {{field}}_text is not null"
    return " union ".join(select.format(field=field) for field in fields) + " order by all"


def _printable_text(text: str) -> tuple[str]:
    """Printable text: personal data redacted, no longer than an Excel cell allows."""
    redacted = redact(clean_text(repair_encoding(text[:LONGEST_TEXT])[0]))
    return (redacted if len(text) <= LONGEST_TEXT else f"{redacted}{CUT}",)


def _notes(vocabulary: Vocabulary) -> Lookup:
    """The items of each text, with whom each is addressed to, as lists beside each other."""

    def read(text: str) -> tuple[list[str], list[str | None], list[str | None]]:
        items = list(read_items(text[:LONGEST_TEXT], vocabulary.words))
        return [redact(item.text) for item in items], [item.addressee for item in items], [item.level for item in items]

    columns = {"items": "varchar[]", "addressees": "varchar[]", "levels": "varchar[]"}
    keys = "select distinct text from staging.notes where text is not null order by all"
    return Lookup("staging.note_readings", keys, columns, read, frozenset({"staging.notes"}), LONGEST_TEXT)


def _personal_kinds(text: str) -> tuple[str | None]:
    return (", ".join(personal_data_kinds(text)) or None,)


def _state(lists: WordLists, text: str) -> tuple[str | None, float | None, bool]:
    return read_status(text, lists), read_status_percent(text, lists), is_carried_over(text, lists)


def _unit(units: UnitNames, text: str) -> tuple[str | None, str | None]:
    unit_id = units.match_unit(text).unit_id
    return unit_id, None if unit_id else units.nearest(text)


def _task_lookup(vocabulary: Vocabulary) -> Lookup:
    def parse(
        code: str | None, kind: str | None, title: str | None
    ) -> tuple[str | None, bool | None, bool, str | None]:
        task = vocabulary.tasks.match_task(code or "", kind or "", title or "")
        near = None if task.task_code else vocabulary.tasks.nearest(title or "")
        return task.task_code, task.is_leaf, task.disagrees, near

    keys = """
        select distinct code_text, code_kind, title_text from staging.entries
        where table_kind in ('progress', 'budget') and (code_text is not null or title_text is not null) order by all"""
    columns = {"task_code": "varchar", "is_leaf": "boolean", "disagrees": "boolean", "nearest": "varchar"}
    return Lookup("staging.task_readings", keys, columns, parse)


def _indicator_lookup(vocabulary: Vocabulary) -> Lookup:
    def parse(
        code_text: str | None, code_kind: str | None, name_text: str | None, measure: str | None
    ) -> tuple[str | None, str | None]:
        code = vocabulary.indicators.read(code_text or "", code_kind or "", name_text or "", measure or "")
        return code, None if code else vocabulary.indicators.nearest(name_text or "")

    keys = f"""
        with sent as (
            select distinct code_text, code_kind, indicator_text, measure_text, coalesce(value_text, cumulative_text) as number
            from staging.entries
            where table_kind = 'indicators' and (code_text is not null or indicator_text is not null)
            {ONCE})
        select distinct code_text, code_kind, indicator_text, measure_told(measure_text, number) as measure
        from sent order by all"""
    columns = {"indicator_code": "varchar", "nearest": "varchar"}
    return Lookup("staging.indicator_readings", keys, columns, parse)


def _duties(vocabulary: Vocabulary) -> Lookup:
    def read(code: str | None, kind: str | None, summary: str | None) -> tuple[str | None, str | None]:
        duty_code = vocabulary.duties.match_task(code or "", kind or "", summary or "").task_code
        return duty_code, None if duty_code else vocabulary.duties.nearest(summary or "")

    keys = """
        select distinct code_text, code_kind, duty_text from staging.entries
        where table_kind = 'duties' and (code_text is not null or duty_text is not null) order by all"""
    return Lookup("staging.duty_readings", keys, {"duty_code": "varchar", "nearest": "varchar"}, read)


def _percent_lookup() -> Lookup:
    def parse(text: str, kind: str) -> tuple[float | None, bool, str | None, bool]:
        percent = read_percent(text, kind)
        return percent.value, percent.is_plain, percent.problem, percent.is_approximate

    columns = {"value": "double", "is_plain": "boolean", "problem": "varchar", "is_approximate": "boolean"}
    return Lookup("staging.percent_readings", _distinct_with_kind(["pct", "estimated_pct"]), columns, parse)


def _money_lookup(lists: WordLists) -> Lookup:
    def parse(text: str, kind: str, scale: int) -> tuple[int | None, str | None, str | None, bool]:
        money = read_money(text, kind, scale, lists)
        return money.vnd, money.mode, money.problem, money.is_approximate

    keys = _distinct_with_kind(["allocated", "carried", "disbursed", "estimated"], "{field}_scale as scale")
    columns = {"vnd": "bigint", "mode": "varchar", "problem": "varchar", "is_approximate": "boolean"}
    return Lookup("staging.money_readings", keys, columns, parse)


def _date_lookup(year: int, lists: WordLists) -> Lookup:
    def parse(text: str, kind: str) -> tuple[Any, str | None, str | None]:
        day = read_date(text, kind, year, lists.no_date)
        return day.value, day.precision, day.problem

    columns = {"day": "date", "precision": "varchar", "problem": "varchar"}
    return Lookup("staging.date_readings", _distinct_with_kind(["completed_on"]), columns, parse)


def _count_lookup() -> Lookup:
    def parse(text: str, kind: str, measure: str) -> tuple[float | None, bool, str | None]:
        count = read_count(text, kind, measure)
        return count.value, count.is_approximate, count.problem

    keys = f"""select distinct text, kind, chosen_by(text, unit) as measure
        from ({_distinct_with_kind(["value", "cumulative", "target"])})
        cross join (select '' as unit union select unit_of_measure from ref.indicators union select measure_text from staging.entries)
        order by all"""
    return Lookup(
        "staging.count_readings", keys, {"value": "double", "is_approximate": "boolean", "problem": "varchar"}, parse
    )
