"""The suites of `expectations/*.json` as DuckDB statements: one aggregate a table, one count for each query of rows that must not exist.

The same outcomes as Great Expectations gives (`expectations.run_suites`; the tests compare them on every broken warehouse), without
its start of several seconds: what `build` asks. What is not known here, or fails as SQL, is `UncompiledError`: then Great Expectations
is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tdnreport.quality.outcome import EXAMPLES, Outcome, row_text
from tdnreport.quality.suites import QUERY, Expectation, Suite

if TYPE_CHECKING:
    import duckdb

CONTAIN_SET = "expect_column_distinct_values_to_contain_set"
KNOWN_ARGUMENTS = frozenset(
    {
        "column",
        "column_A",
        "column_B",
        "column_list",
        "ignore_row_if",
        "max_value",
        "min_value",
        "or_equal",
        "value_set",
        QUERY,
    }
)


class UncompiledError(Exception):
    """A suite that only Great Expectations can judge."""


def run_compiled(con: duckdb.DuckDBPyConnection, suites: Sequence[Suite]) -> tuple[Outcome, ...]:
    """The outcome of every expectation, in the order of the suites; raises UncompiledError."""
    import duckdb

    try:
        return tuple(outcome for suite in suites for outcome in _judge_suite(con, suite))
    except duckdb.Error as error:
        raise UncompiledError(str(error)) from error


def _judge_suite(con: duckdb.DuckDBPyConnection, suite: Suite) -> Iterator[Outcome]:
    own = [expectation for expectation in suite.expectations if QUERY not in expectation.kwargs]
    counts = ", ".join(["count(*)", *(_count_sql(expectation, suite.table) for expectation in own)])
    [(rows, *unexpected)] = con.execute(f"select {counts} from {suite.table}").fetchall()
    found = dict(zip(map(id, own), unexpected, strict=True))
    for expectation in suite.expectations:
        query = expectation.kwargs.get(QUERY)
        of_table = expectation.type == CONTAIN_SET
        if query:
            query = query.format(batch=suite.table)
            [(number,)] = con.execute(f"select count(*) from ({query})").fetchall()
        else:
            number = found[id(expectation)]
        yield Outcome(
            suite=suite.name,
            table=suite.table,
            rule_id=expectation.rule_id,
            description=expectation.description,
            severity=expectation.severity,
            success=not number,
            unexpected_count=min(number, 1) if of_table else number,
            element_count=None if query or of_table else rows,
            examples=() if of_table or not number else _examples(con, query or _rows_sql(expectation, suite)),
        )


def _examples(con: duckdb.DuckDBPyConnection, query: str) -> tuple[str, ...]:
    found = con.execute(query)
    names = [column[0] for column in found.description or ()]
    return tuple(row_text(dict(zip(names, row, strict=True))) for row in found.fetchmany(EXAMPLES))


def _count_sql(expectation: Expectation, table: str) -> str:
    """A SQL value: how many rows are against the expectation."""
    if expectation.type == CONTAIN_SET:
        column = _quoted(expectation.kwargs["column"])
        wanted = ", ".join(f"({_literal(value)})" for value in expectation.kwargs["value_set"])
        return (
            f"(select count(*) from (values {wanted}) as wanted(value) "
            f"where value not in (select {column} from {table} where {column} is not null))"
        )
    if columns := _unique_columns(expectation):
        names = ", ".join(columns)
        return (
            f"(select coalesce(sum(n), 0)::bigint from (select count(*) as n from {table} where {_any_filled(columns)} "
            f"group by {names} having count(*) > 1))"
        )
    return f"count(*) filter ({_unexpected_sql(expectation)})"


def _rows_sql(expectation: Expectation, suite: Suite) -> str:
    """The rows against the expectation: the suite's key and the columns judged, in the order of the table."""
    kwargs = expectation.kwargs
    judged = [
        *(kwargs[name] for name in ("column", "column_A", "column_B") if name in kwargs),
        *kwargs.get("column_list", ()),
    ]
    names = ", ".join(_quoted(name) for name in dict.fromkeys([*suite.key, *judged]))
    if columns := _unique_columns(expectation):
        # A window would lose the order of the table.
        row = f"struct_pack({', '.join(f'c{number} := {column}' for number, column in enumerate(columns))})"
        condition = f"where {row} in (select {row} from {suite.table} where {_any_filled(columns)} group by all having count(*) > 1)"
    else:
        condition = f"where {_unexpected_sql(expectation)}"
    return f"select {names} from {suite.table} {condition} limit {EXAMPLES}"


def _unique_columns(expectation: Expectation) -> list[str]:
    """The columns that must be unique together; none where the expectation is of another type."""
    if expectation.type == "expect_column_values_to_be_unique":
        return [_quoted(expectation.kwargs["column"])]
    if expectation.type == "expect_compound_columns_to_be_unique":
        return [_quoted(name) for name in expectation.kwargs["column_list"]]
    return []


def _any_filled(columns: Sequence[str]) -> str:
    return " or ".join(f"{column} is not null" for column in columns)


def _unexpected_sql(expectation: Expectation) -> str:
    """The condition that must hold of no row; blanks are judged only where they are what is asked about."""
    kwargs = expectation.kwargs
    if unknown := kwargs.keys() - KNOWN_ARGUMENTS:
        raise UncompiledError(f"{expectation.type}: {', '.join(sorted(unknown))}")
    column = _quoted(kwargs.get("column", ""))
    match expectation.type:
        case "expect_column_values_to_not_be_null":
            return f"{column} is null"
        case "expect_column_values_to_be_between":
            bounds = (("<", kwargs.get("min_value")), (">", kwargs.get("max_value")))
            return " or ".join(f"{column} {sign} {_literal(bound)}" for sign, bound in bounds if bound is not None)
        case "expect_column_values_to_be_in_set":
            return f"{column} not in ({', '.join(map(_literal, kwargs['value_set']))})"
        case "expect_column_pair_values_a_to_be_greater_than_b" if (
            kwargs.get("ignore_row_if") == "either_value_is_missing"
        ):
            return (
                f"{_quoted(kwargs['column_A'])} {'<' if kwargs.get('or_equal') else '<='} {_quoted(kwargs['column_B'])}"
            )
    raise UncompiledError(expectation.type)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: Any) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)
