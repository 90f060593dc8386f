"""Runs the suites `expectations/*.json` with Great Expectations on the warehouse.

The checks in `sql/checks` find the lines that departments got wrong; these say, independently, that none of them got
through and that the figures agree with the rows. A failed `critical` expectation stops the report; others are printed.
Out of scope: reading the suites (`suites`), finding the lines to show a department (`checks`), pages (`quality_docs`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from html import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.base.lazy_imports import deferred
from tdnreport.base.offline import OFFLINE
from tdnreport.quality.outcome import EXAMPLES, Outcome, row_text, shorten
from tdnreport.quality.suites import SLOW_TO_IMPORT, Expectation, Suite, to_gx

if TYPE_CHECKING:
    import duckdb
    from great_expectations.core import (
        ExpectationSuite,
        ExpectationSuiteValidationResult,
        ExpectationValidationResult,
    )
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
    from great_expectations.datasource.fluent.sql_datasource import SQLDatasource

    JudgedSuite = tuple[ExpectationSuite, ExpectationSuiteValidationResult]

RUN_NAME = "chat-luong"
DATA_SOURCE = "kho"


def run_suites(
    warehouse: duckdb.DuckDBPyConnection | Path,
    suites: Sequence[Suite],
    docs: Path | None = None,
    as_of: date | None = None,
) -> tuple[Outcome, ...]:
    """The outcome of every expectation, in the order of the suites; with `docs`, Data Docs of the run in that folder.

    `as_of` is the day written on the Data Docs. The warehouse is only read; a connection stays open.
    """
    import duckdb

    if isinstance(warehouse, Path):
        with duckdb.connect(str(warehouse), read_only=True, config=OFFLINE) as con:
            return run_suites(con, suites, docs, as_of)
    context = _gx_context(docs)
    source = _gx_source(context, warehouse)
    tables = _table_names(warehouse)
    outcomes: list[Outcome] = []
    for suite in suites:
        judged = _judge_suite(source, suite) if suite.table in tables else None
        outcomes += _suite_outcomes(suite, judged)
        if judged and docs is not None:
            _keep_result(context, *judged, as_of)
    if docs is not None:
        _build_docs(context)
    return tuple(outcomes)


def get_ready() -> None:
    """Import Great Expectations ahead of time: most of the time of a run on a small inbox."""
    with deferred(*SLOW_TO_IMPORT):
        import_module("great_expectations.data_context.types.base")
        import_module("tdnreport.quality.gx_dialect")
    # Its progress bars are off, but the first would make a lock between processes, which a gate that is stopped leaves behind.
    import_module("tqdm").tqdm.set_lock(threading.RLock())


def _gx_context(docs: Path | None) -> EphemeralDataContext:
    """Great Expectations with nothing on disk but its docs, silent, without its default site."""
    get_ready()
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    for site in list(context.list_data_docs_sites()):
        context.delete_data_docs_site(site)
    if docs is not None:
        context.add_data_docs_site(RUN_NAME, _docs_site(docs))
    return context


def _docs_site(folder: Path) -> Any:
    """Great Expectations takes a "$" in its settings for the name of a variable, unless it is told not to."""
    base = str(folder.resolve()).replace("$", r"\$")
    return {
        "class_name": "SiteBuilder",
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": base},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        "show_how_to_buttons": False,
    }


def _gx_source(context: EphemeralDataContext, con: duckdb.DuckDBPyConnection) -> SQLDatasource:
    from tdnreport.quality.gx_dialect import URL, Connection

    add_sql: Any = context.data_sources.add_sql  # its signature leaves out `kwargs`, which it hands to SQLAlchemy
    source: SQLDatasource = add_sql(
        DATA_SOURCE, connection_string=URL, kwargs={"creator": lambda: Connection(con.cursor())}
    )
    return source


def _table_names(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    rows = con.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
    return frozenset(name for (name,) in rows)


def _suite_outcomes(suite: Suite, judged: JudgedSuite | None) -> Iterator[Outcome]:
    if judged is None:
        error = f"Kho dữ liệu không có bảng {suite.table}."
        return (_make_outcome(suite, expectation, None, error) for expectation in suite.expectations)
    by_position = {_result_position(result): result for result in judged[1].results}  # they come back in another order
    return (
        _make_outcome(suite, expectation, by_position[position])
        for position, expectation in enumerate(suite.expectations)
    )


def _result_position(result: ExpectationValidationResult) -> int:
    configuration: Any = result.expectation_config
    return int(configuration.meta["position"])


def _judge_suite(source: SQLDatasource, suite: Suite) -> JudgedSuite:
    """Validated on the batch itself: a validation definition would write and read every suite and result once more."""
    import great_expectations as gx

    schema, table = suite.table.split(".")
    asset = source.add_table_asset(suite.table, table_name=table, schema_name=schema)
    batch = asset.add_batch_definition_whole_table(table).get_batch()
    expectations = [to_gx(expectation, position) for position, expectation in enumerate(suite.expectations)]
    expected = gx.ExpectationSuite(name=suite.name, expectations=expectations)
    result = batch.validate(expected, result_format="BASIC")
    # Failing rows cost half as much again to name, so they are asked for only where there are any.
    if not result.success:
        result = batch.validate(expected, result_format=_with_failing_rows(suite.key))
    return expected, result


def _with_failing_rows(key: Sequence[str]) -> dict[str, Any]:
    return {
        "result_format": "COMPLETE",
        "unexpected_index_column_names": list(key),
        "partial_unexpected_count": EXAMPLES,
        "return_unexpected_index_query": False,
    }


# --- what came of it


def _make_outcome(
    suite: Suite, expectation: Expectation, result: ExpectationValidationResult | None, error: str | None = None
) -> Outcome:
    details: Mapping[str, Any] = (result and result.result) or {}
    error = error or (_crash_reason(result.exception_info) if result else None)
    return Outcome(
        suite=suite.name,
        table=suite.table,
        rule_id=expectation.rule_id,
        description=expectation.description,
        severity=expectation.severity,
        success=bool(result and result.success and not error),
        unexpected_count=_unexpected_count(details, bool(result and result.success)),
        element_count=details.get("element_count"),
        examples=tuple(_examples(details)),
        error=error,
    )


def _crash_reason(info: Mapping[str, Any] | None) -> str | None:
    """The reason an expectation crashed; Great Expectations reports `success=False` as for a failure."""
    info = info or {}
    for part in [info, *(value for value in info.values() if isinstance(value, Mapping))]:
        if part.get("raised_exception"):
            return f"Không chạy được kiểm tra này: {_first_line(part.get('exception_message'))}"
    return None


def _first_line(message: object) -> str:
    return shorten((str(message).strip().splitlines() or [""])[0])


def _unexpected_count(details: Mapping[str, Any], success: bool) -> int:
    """Rows against the expectation; one about the table as a whole (its columns, its row count) counts as one."""
    if "unexpected_count" in details:
        return int(details["unexpected_count"] or 0)
    if "unexpected_rows" in (details.get("details") or {}):
        return int(details["observed_value"])
    return 0 if success else 1


def _examples(details: Mapping[str, Any]) -> Iterator[str]:
    """A few failing rows as text (`file = a.xlsx; row_no = 7; completion_pct = 120.0`), else the failing values."""
    rows = (details.get("details") or {}).get("unexpected_rows") or details.get("unexpected_index_list")
    for row in (rows or details.get("partial_unexpected_list") or ())[:EXAMPLES]:
        yield row_text(row) if isinstance(row, Mapping) else shorten(row)


# --- Data Docs


def _keep_result(
    context: EphemeralDataContext, suite: ExpectationSuite, result: ExpectationSuiteValidationResult, as_of: date | None
) -> None:
    """Where the Data Docs are made from: the suite, and what came of it as of a day."""
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.types.resource_identifiers import (
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )

    run_id = RunIdentifier(RUN_NAME, datetime.combine(as_of or date(1970, 1, 1), time(), UTC))
    result.meta |= {"run_id": run_id, "validation_time": run_id.run_time, "batch_parameters": None}
    context.suites.add(suite)
    key = ValidationResultIdentifier(ExpectationSuiteIdentifier(suite.name), run_id, result.batch_id)
    context.validation_results_store.add(key, result)


def _build_docs(context: EphemeralDataContext) -> None:
    """Great Expectations prints unescaped values, tracebacks with paths, and the clock: all three are removed first."""
    store = context.validation_results_store
    for key in store.list_keys():
        result: Any = store.get(key)
        result.meta.pop("batch_markers", None)
        for expectation_result in result.results:
            expectation_result.result = _escape_values(expectation_result.result)
            expectation_result.exception_info = _without_trace(expectation_result.exception_info)
        store.set(key, result)
    context.build_data_docs()


def _escape_values(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _escape_values(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_escape_values(part) for part in value]
    return escape(shorten(value)) if isinstance(value, str) else value


def _without_trace(info: Any) -> Any:
    if not isinstance(info, Mapping):
        return info
    if "exception_traceback" not in info:
        return {name: _without_trace(part) for name, part in info.items()}
    return {**info, "exception_traceback": _escape_values(info.get("exception_message"))}
