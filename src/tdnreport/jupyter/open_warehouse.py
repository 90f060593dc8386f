"""A report's warehouse, open for reading: tables, columns, figures, the cells behind them, charts."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tdnreport.base import privacy
from tdnreport.history import changes, views
from tdnreport.history.store import StoreError, find_store
from tdnreport.jupyter import display
from tdnreport.jupyter.display import ChartKind, HouseChart, NotebookError
from tdnreport.warehouse import dictionary, pipeline

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from tdnreport.plans.context import RunContext
    from tdnreport.report.model import Report

CELLS = """
select
    short_name, sources.file, sources.sheet, sources.row_no, sources.column_name, sources.value,
    column_letters(coalesce(columns.cell_column, columns.position)) || coalesce(columns.cell_row, sources.row_no) as cell,
    lines.cells[columns.position] as as_sent
from report.sources
left join ref.units using (unit_id)
left join staging.line_roles as rows on rows.file = sources.file and rows.sheet = sources.sheet and rows.row_no = sources.row_no
left join raw.table_columns as columns on columns.file = rows.file and columns.sheet = rows.sheet
    and columns.table_no = rows.table_no and column_of(columns.field) = sources.column_name
left join raw.lines on lines.file = rows.file and lines.sheet = rows.sheet and lines.row_no = rows.row_no
where figure_id = ?
order by sources.file, sources.sheet, sources.row_no, sources.column_name
"""


class Warehouse:
    """One warehouse, open for reading; the functions of `jupyter.api` are its methods, for the one opened last."""

    def __init__(self, con: duckdb.DuckDBPyConnection, context: RunContext, resources: ExitStack) -> None:
        self._con, self._context, self._resources = con, context, resources
        self.plan_id, self.period_id = context.plan.plan_id, context.period.period_id
        self._has_history = False

    def __repr__(self) -> str:
        return f"{self._context.plan.title} – {self._context.period.label}"

    @cached_property
    def report(self) -> Report:
        """The report as its writers get it: figures, tables, charts, prose."""
        import duckdb

        from tdnreport.report import assemble

        run_context = self._context
        try:
            as_of, is_sample = pipeline.last_received_on(self._con), pipeline.has_sample_file(self._con)
            report_context = assemble.ReportContext(
                run_context.home, run_context.plan, run_context.period, as_of, is_sample
            )
            return assemble.assemble_report(self._con, report_context)
        except duckdb.CatalogException:
            raise NotebookError(
                "Kho số liệu do bản khác của chương trình làm ra. Hãy làm lại báo cáo: make report."
            ) from None

    @cached_property
    def _sight(self) -> views.Sight:
        """A report of invented sample figures sees the builds of such, a real one real builds."""
        return views.Sight(pipeline.has_sample_file(self._con), bool(privacy.report_marking(self._con)))

    def _open_history(self) -> None:
        """`history.*` beside the tables of the report, from when it is first asked for."""
        if self._has_history:
            return
        sql = self._context.home.sql
        try:
            views.attach_history(self._con, find_store(self._context.home), sql, self._sight)
            views.describe_history(self._con, sql)
        except StoreError as error:
            raise NotebookError(str(error)) from None
        self._has_history = True

    def sql(self, query: str, /, *values: Any, **frames: pl.DataFrame) -> pl.DataFrame:
        """A SELECT as a frame. `?` in the query takes the values in order; `frames` can be read as tables of their names.

        `history.*` are all builds ever kept, of every plan and period: `history.figures`, `history.tasks` and so on the latest of
        each, `history.builds` and `history.figure_versions` all of them.

        >>> tdn.sql("select title, disbursed_vnd from marts.tasks where task_code = ?", "3")
        >>> tdn.sql("select year, plan_id, value from history.figures where figure_id = 'completion_rate_pct' order by year")
        """
        import duckdb

        if "history" in query.lower():
            self._open_history()
        for name, frame in frames.items():
            self._con.register(name, frame)
        try:
            return _plain_numbers(self._con.sql(query, params=list(values)).pl())
        except (duckdb.Error, AttributeError) as error:
            raise NotebookError(f"Câu SQL không chạy được. {error}") from None
        finally:
            for name in frames:
                self._con.unregister(name)

    def tables(self) -> pl.DataFrame:
        """All tables worth reading: table, meaning, columns (count), rows (count).

        `marts` is the checked data, `report` what the report prints, `ref` the plan, `raw` the files as sent, `history` all builds
        that were kept.

        >>> tdn.tables().filter(pl.col("table").str.starts_with("marts."))
        """
        import polars as pl

        self._open_history()
        listed = self.sql(
            f"""select schema_name || '.' || name as "table", meaning, columns, rows
            from (
                select {dictionary.SCHEMA} as schema_name, table_name as name, comment as meaning, column_count as columns,
                    estimated_size as rows
                from duckdb_tables()
                union all select {dictionary.SCHEMA}, view_name, comment, column_count, null from duckdb_views())
            where list_contains(?, schema_name) order by list_position(?, schema_name), name""",
            list(dictionary.TITLES),
            list(dictionary.TITLES),
        )
        views = listed.filter(pl.col("rows").is_null())["table"]
        rows = {view: self.sql(f"select count(*) as rows from {view}")["rows"][0] for view in views}
        return listed.with_columns(pl.col("rows").fill_null(pl.col("table").replace_strict(rows, default=None)))

    def columns(self, table: str) -> pl.DataFrame:
        """The columns of one table: name, kind, meaning, unit.

        >>> tdn.columns("marts.tasks")
        """
        import polars as pl

        full = table if "." in table else f"marts.{table}"
        if full.startswith(f"{views.SCHEMA}."):
            self._open_history()
        matches = [column for column in dictionary.list_columns(self._con, full.split(".")[0]) if column.table == full]
        if not matches:
            raise NotebookError(f"Không có bảng {full}; các bảng hiện có: {', '.join(self.tables()['table'])}.")
        return pl.DataFrame(
            [{name: getattr(column, name) for name in ("name", "kind", "meaning", "unit")} for column in matches]
        )

    def mart(self, name: str) -> pl.DataFrame:
        """A whole table of checked data as a frame; its columns with their units: `tdn.columns(name)`.

        `tasks` (one row per leaf task: status, completion_pct in %, allocated_vnd and disbursed_vnd in đồng), `progress`
        (unit × task), `budget` (unit × task × fund source, đồng), `indicators` (unit × indicator), `indicator_totals`,
        `submissions` (file), `unit_reports` (unit that owes a report), `task_leads`, `findings`, `accepted_rows`.

        >>> tdn.mart("tasks").filter(pl.col("status") != "done")
        """
        self.columns(f"marts.{name}")
        return self.sql(f"from marts.{name}")

    def figures(self) -> pl.DataFrame:
        """The figures of the report: id, label, value (whole đồng, percent 0 to 100 or a count, as `unit` says), shown
        (as printed), numerator, denominator, note, definition.

        >>> tdn.figures().filter(pl.col("id") == "own_line_execution_pct")
        """
        import polars as pl

        report = self.report
        printed = report.tables["figures"]
        place = [column.id for column in printed.columns].index("shown")
        rows = [
            (
                figure.id,
                figure.label,
                figure.value,
                figure.unit,
                row[place],
                figure.numerator,
                figure.denominator,
                figure.note,
                definition,
            )
            for figure, row in zip(report.figures.values(), printed.rows, strict=True)
            for definition in [report.definitions.get(figure.id)]
        ]
        names = ["id", "label", "value", "unit", "shown", "numerator", "denominator", "note", "definition"]
        numbers = {"value": pl.Float64, "numerator": pl.Float64, "denominator": pl.Float64}
        return pl.DataFrame(rows, schema=names, orient="row", schema_overrides=numbers, infer_schema_length=None)

    def changes(self) -> pl.DataFrame:
        """What the last build of this plan and period changed against the one before: figure_id, label, before, after, reasons.

        Figures and tasks that are the same in both are left out; without an earlier build the frame is empty.

        >>> tdn.changes()
        """
        import polars as pl

        with views.open_history(self._context.home, self._sight) as con:
            last = changes.latest_build(con, self.plan_id, self.period_id)
            compared = changes.compare_with_previous(con, last) if last else None
        rows = [
            (change.figure_id, change.label, change.before, change.after, " ".join(change.reasons))
            for change in (compared.changes if compared else ())
        ]
        names = ("figure_id", "label", "before", "after", "reasons")
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")

    def compare_years(self) -> pl.DataFrame:
        """Each indicator and rate beside its base of an earlier year: figure_id, name, value, base_value, verdict, change_pct (%),
        change_points (percentage points), words (as the report says it).

        >>> tdn.compare_years()
        """
        import polars as pl

        from tdnreport.app.compare_years import compare_years

        names = ("figure_id", "name", "value", "base_value", "verdict", "change_pct", "change_points", "words")
        rows = [tuple(row[name] for name in names) for row in compare_years(self._context)]
        kinds = dict.fromkeys(names, pl.String) | dict.fromkeys(("value", "base_value", *names[5:7]), pl.Float64)
        return pl.DataFrame(rows, schema=kinds, orient="row")

    def revisions(self) -> pl.DataFrame:
        """Published figures that were corrected: area_id, figure_id, data_from, data_to, first, latest, difference, reason.

        >>> tdn.revisions()
        """
        import polars as pl

        from tdnreport.app.revisions import find_revisions

        names = ("area_id", "figure_id", "data_from", "data_to", "first", "latest", "difference", "reason")
        rows = [tuple(row[name] for name in names) for row in find_revisions(self._context.home.data)]
        kinds = (
            dict.fromkeys(names, pl.String) | dict.fromkeys(names[2:4], pl.Date) | dict.fromkeys(names[4:7], pl.Float64)
        )
        return pl.DataFrame(rows, schema=kinds, orient="row")

    def trace(self, figure_id: str) -> pl.DataFrame:
        """The cells behind a figure: short_name, file, sheet, row_no, column_name, value (as used, a text: whole đồng where
        column_name ends in `_vnd`, percent where in `_pct`), cell, as_sent (as typed).

        `cell` is empty where the value was not read from one cell, as a status told from a percent.

        >>> tdn.trace("own_line_execution_pct")
        """
        if figure_id not in self.report.figures:
            raise NotebookError(f"Không có con số “{figure_id}”; các con số hiện có: {', '.join(self.report.figures)}.")
        return self.sql(CELLS, figure_id)

    def charts(self) -> dict[str, HouseChart]:
        """The charts of the report by their ids; one with nothing to show, as money of a plan without lines of its own, is not there.

        >>> tdn.charts()["completion"]
        """
        return {chart.id: HouseChart(chart) for chart in self.report.charts}

    def chart(
        self,
        frame: pl.DataFrame,
        *,
        title: str,
        unit: str,
        kind: ChartKind = "bars",
        decimals: int = 0,
        maximum: float | None = None,
        number: int = 1,
        source: str | None = None,
    ) -> HouseChart:
        """A chart of your own in the house style: the first column names the bars, each other column is a series.

        `kind`: `bars` (lying), `columns` (standing), `stacked`, `line`; `unit` is that of the values; `number` is its number;
        `source` the line under it, that of the report's charts where none is given. `.save("out/bieu-do")` writes PNG
        and SVG for paper.

        >>> tdn.chart(tdn.sql("select title, disbursed_vnd / 1e6 as spent from marts.tasks"), title="Giải ngân", unit="triệu đồng")
        """
        if source is None:
            source = self.report.charts[0].source if self.report.charts else ""
        return display.draw_frame(
            frame, title=title, unit=unit, source=source, kind=kind, decimals=decimals, maximum=maximum, number=number
        )


def _plain_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """Decimals of SQL (sums of whole đồng, rounded rates) as the integers and floats that everything else takes."""
    import polars as pl

    decimals = [(name, kind) for name, kind in frame.schema.items() if isinstance(kind, pl.Decimal)]
    return frame.with_columns(pl.col(name).cast(pl.Float64 if kind.scale else pl.Int64) for name, kind in decimals)
