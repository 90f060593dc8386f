"""What the store keeps of a build: its tables, their columns, and where each comes from in the warehouse.

Every table but `builds` and `definitions` opens with the keys build_id, plan_id, period_id, area_id. Columns are only ever added: an
older program leaves them blank, a newer one reads old rows with blanks. Money is whole đồng.
Out of scope: cells as sent. What is kept says no more than the open data of the report (`du-lieu`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

KEYS = ("build_id", "plan_id", "period_id", "area_id")

BUILDS = """build_id varchar, seq bigint, plan_id varchar, period_id varchar, area_id varchar, year bigint, plan_title varchar,
    period_label varchar, is_sample boolean, marking varchar, as_of date, known_on date, data_from date, data_to date, inputs_hash varchar,
    bases_hash varchar, definitions_hash varchar, version varchar, state varchar"""
"""The list of builds, written last: a build that does not stand in it does not exist."""

DEFINITIONS = "definitions_hash varchar, name varchar, sha256 varchar"
"""What a `definitions_hash` stands for: each file of plan, lists, SQL, expectations, and the program, with its own hash."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A table of facts: the table or SELECT of the warehouse that it comes from, its columns without the keys."""

    source: str
    columns: str


_CELL = "file varchar, sheet varchar, row_no bigint"

FACTS = {
    "figures": Fact(
        "(select id as figure_id, label, value, unit, numerator, denominator, note, position from report.figures)",
        """figure_id varchar, label varchar, value double, unit varchar, numerator double, denominator double, note varchar,
        position bigint""",
    ),
    "figure_files": Fact(
        """(select figure_id, file, count(*) as cells,
            bit_xor(md5_number_lower(concat_ws('|', sheet, row_no, column_name, value)))::varchar as digest
            from report.sources group by figure_id, file)""",
        "figure_id varchar, file varchar, cells bigint, digest varchar",
    ),
    "tasks": Fact(
        "marts.tasks",
        """task_code varchar, title varchar, status varchar, completion_pct double, own_line boolean, planned_vnd bigint,
        allocated_vnd bigint, carried_in_vnd bigint, used_vnd bigint, disbursed_vnd bigint, execution_pct double,
        leads_expected bigint, leads_reported bigint""",
    ),
    "progress": Fact(
        "marts.progress",
        f"""unit_id varchar, task_code varchar, role varchar, status varchar, completion_pct double, estimated_pct double,
        result_text varchar, completed_on date, {_CELL}""",
    ),
    "budget": Fact(
        "marts.budget",
        f"""unit_id varchar, task_code varchar, fund_source varchar, allocated_vnd bigint, added_vnd bigint, cut_vnd bigint,
        carried_in_vnd bigint, disbursed_vnd bigint, estimated_vnd bigint, {_CELL}""",
    ),
    "indicators": Fact(
        "marts.indicators",
        f"unit_id varchar, indicator_code varchar, value double, cumulative double, target double, {_CELL}",
    ),
    "indicator_totals": Fact(
        "marts.indicator_totals",
        """indicator_code varchar, name varchar, unit_of_measure varchar, kind varchar, tt22_class varchar, value double,
        units_reported bigint, units_owing bigint, target double, target_from varchar, target_value double, base_value double,
        base_from date, base_to date, verdict varchar, change_pct double, base_is_invented boolean""",
    ),
    "obligations": Fact(
        "marts.obligations",
        "unit_id varchar, kind varchar, code varchar, role varchar, function_id varchar, via_group varchar",
    ),
    "submissions": Fact(
        "marts.submissions",
        """file varchar, sha256 varchar, unit_id varchar, received_on date, is_latest boolean, on_time boolean, state varchar,
        rows_read bigint, rows_accepted bigint, rows_rejected bigint""",
    ),
    "findings": Fact(
        "marts.findings",
        f"{_CELL}, column_name varchar, rule_id varchar, severity varchar, value varchar, message varchar, unit_id varchar",
    ),
    "unit_reports": Fact(
        "marts.unit_reports",
        """unit_id varchar, name varchar, state varchar, received_on date, on_time boolean, on_time_strict boolean,
        rows_read bigint, rows_accepted bigint, rows_rejected bigint""",
    ),
    "duties": Fact(
        "marts.duties",
        f"duty_code varchar, unit_id varchar, state varchar, result_text varchar, {_CELL}",
    ),
    "notes": Fact(
        "marts.notes",
        f"unit_id varchar, task_code varchar, kind varchar, addressee varchar, text varchar, {_CELL}",
    ),
}
"""Table → its fact."""

TABLES = {
    **{name: ", ".join([*(f"{key} varchar" for key in KEYS), fact.columns]) for name, fact in FACTS.items()},
    "definitions": DEFINITIONS,
    "builds": BUILDS,
}
"""Table → its columns with their types, in the order in which the tables of a build are written."""


def columns_of(table: str) -> dict[str, str]:
    """Column → type of a kept table.

    >>> columns_of("definitions")
    {'definitions_hash': 'varchar', 'name': 'varchar', 'sha256': 'varchar'}
    """
    return dict(_split_columns(TABLES[table]))


def _split_columns(columns: str) -> Iterator[tuple[str, str]]:
    for column in columns.split(","):
        name, kind = column.split()
        yield name, kind
