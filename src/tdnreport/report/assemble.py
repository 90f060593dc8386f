"""From the `report.*` tables of a finished warehouse to the frozen `Report`.

Titles of tables and charts and the definitions of figures are read by `descriptions`.
Nothing is added up here: what is printed was computed in SQL.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from tdnreport.report import printed_tables, prose
from tdnreport.report.descriptions import (
    ChartText,
    annexes_without_data,
    check_audience,
    read_chart_texts,
    read_definitions,
    read_table_texts,
)
from tdnreport.report.model import (
    Absence,
    Chart,
    Figure,
    Finding,
    Input,
    Letterhead,
    Report,
    Series,
    Source,
)
from tdnreport.report.occasions import Occasion, find_occasion
from tdnreport.report.printed_tables import fetch_records
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    import duckdb

    from tdnreport.base.home import Home
    from tdnreport.plans import Period, Plan, ReportForm


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What a report is about; `as_of` is the day the figures stand for."""

    home: Home
    plan: Plan
    period: Period
    as_of: date | None
    is_sample: bool


def assemble_party_report(con: duckdb.DuckDBPyConnection, context: ReportContext) -> Report | None:
    """The same figures in the form of [party_report]; None where the plan has none."""
    form = context.plan.party_report
    return assemble_report(con, context, form) if form else None


def assemble_report(con: duckdb.DuckDBPyConnection, context: ReportContext, form: ReportForm | None = None) -> Report:
    figures = _load_figures(con)
    occasion = find_occasion(context.home.reference, context.plan, context.period, form)
    texts, audience = read_table_texts(), occasion.form.audience
    check_audience(texts, audience, f"{context.plan.plan_id}/plan.toml")
    tables = printed_tables.load_tables(con, texts, audience, figures)
    charts = _load_charts(con, context)
    filled = {table.id for table in tables.values() if table.rows}
    values = _prose_context(con, context, figures, charts) | {
        "dip": occasion,
        "phan": occasion.parts,
        "phu_luc": {table.id: f"Phụ lục {table.annex}" if table.annex else None for table in tables.values()},
        "phu_luc_trong": annexes_without_data(texts, audience, filled),
    }
    templates = context.home.templates
    summary = replace(tables["summary"], rows=prose.render_rows(templates / "bao-cao", "bang-tom-tat", values))
    return Report(
        plan_id=context.plan.plan_id,
        period_id=context.period.period_id,
        plan_title=context.plan.title,
        period_label=context.period.label,
        as_of=context.as_of,
        is_sample=context.is_sample,
        letterhead=make_letterhead(occasion),
        figures=figures,
        tables=tables | {"summary": summary},
        charts=charts,
        sections=prose.render_prose(templates / "bao-cao", values),
        working_paper=prose.render_working_paper(templates, values),
        inputs=_load_inputs(con),
        findings=_load_findings(con),
        sources=_load_sources(con),
        absences=_load_absences(con),
        unit_names=dict(con.execute("select unit_id, short_name from ref.units").fetchall()),
        definitions=read_definitions(context.home.reference / "figures.csv"),
    )


def _load_inputs(con: duckdb.DuckDBPyConnection) -> tuple[Input, ...]:
    select = "select file, sha256, unit_id, received_on, state from marts.submissions order by file"
    return tuple(Input(*row) for row in _fetch(con, select))


def _load_sources(con: duckdb.DuckDBPyConnection) -> tuple[Source, ...]:
    select = """select figure_id, file, coalesce(sheet, ''), row_no, column_name, value from report.sources
        order by figure_id, file, sheet, row_no, column_name"""
    return tuple(Source(*row) for row in _fetch(con, select))


def _load_absences(con: duckdb.DuckDBPyConnection) -> tuple[Absence, ...]:
    return tuple(
        Absence(*row)
        for row in _fetch(con, "select figure_id, unit_id, short_name, task_code, reason from report.absent")
    )


def _fetch(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def _load_figures(con: duckdb.DuckDBPyConnection) -> dict[str, Figure]:
    return {row["id"]: _make_figure(row) for row in fetch_records(con, "report.figures")}


def _make_figure(row: dict[str, Any]) -> Figure:
    """Counts and đồng are whole numbers; a rate keeps its four decimals."""
    whole = row["unit"] != "pct"
    value = row["value"]
    return Figure(
        id=row["id"],
        label=row["label"],
        value=int(value) if whole and value is not None else value,
        unit=row["unit"],
        numerator=_whole_if_equal(row["numerator"]),
        denominator=_whole_if_equal(row["denominator"]),
        note=row["note"],
    )


def _whole_if_equal(number: float | None) -> int | float | None:
    return int(number) if number is not None and number == int(number) else number


def _load_charts(con: duckdb.DuckDBPyConnection, context: ReportContext) -> tuple[Chart, ...]:
    """The charts that have data, numbered in order."""
    drawn: list[Chart] = []
    for description in read_chart_texts():
        relation = con.table(f"report.chart_{description.id}")
        rows = relation.fetchall()
        if any(value is not None for row in rows for value in row[1:]):
            drawn.append(_make_chart(description, relation.columns[1:], rows, len(drawn) + 1, context))
    return tuple(drawn)


def _make_chart(
    described: ChartText, names: list[str], rows: list[tuple[Any, ...]], number: int, context: ReportContext
) -> Chart:
    categories = tuple(row[0] for row in rows)
    series = tuple(Series(name, tuple(row[i] for row in rows)) for i, name in enumerate(names, 1))
    filled_series = tuple(
        data_series for data_series in series if any(value is not None for value in data_series.values)
    )
    return Chart(
        id=described.id,
        title=described.title,
        kind=described.kind,
        unit=described.unit,
        decimals=described.decimals,
        maximum=described.maximum,
        number=number,
        categories=categories,
        series=filled_series,
        source=_source_line(context),
        alt=_alt_text(described, categories, filled_series),
    )


def _source_line(context: ReportContext) -> str:
    when = f"; số liệu đến {formats.format_day(context.as_of)}" if context.as_of else ""
    sample = " (số liệu minh họa)" if context.is_sample else ""
    return f"Nguồn: Tổng hợp báo cáo của các đơn vị, {context.period.label.lower()}{when}{sample}."


def _alt_text(described: ChartText, categories: tuple[str, ...], series: tuple[Series, ...]) -> str:
    parts = [
        f"{category}: "
        + ", ".join(
            f"{data_series.name} {formats.format_number(data_series.values[i], described.decimals) or 'không có'}"
            for data_series in series
        )
        for i, category in enumerate(categories)
    ]
    return f"{described.title} ({described.unit}). " + "; ".join(parts) + "."


def make_letterhead(occasion: Occasion) -> Letterhead:
    form = occasion.form
    return Letterhead(
        parent_body=form.parent_body,
        issuing_body=form.issuing_body,
        symbol=form.symbol,
        place=form.place,
        subject=occasion.subject_lines(),
        addressees=form.addressees,
        legal_basis=occasion.plan.citations,
        signing_authority=form.signing_authority,
        recipients=form.recipients,
        archive=form.archive,
        is_party=occasion.plain_form is occasion.plan.party_report,
    )


def _prose_context(
    con: duckdb.DuckDBPyConnection, context: ReportContext, figures: dict[str, Figure], charts: tuple[Chart, ...]
) -> dict[str, Any]:
    plan, period = context.plan, context.period
    return {
        "figures": figures,
        "tasks": _tasks_with_results(con),
        "van_ban": fetch_records(con, "report.documents"),
        "pham_vi_tien": fetch_records(con, "report.money_coverage")[0],
        "units": fetch_records(con, "report.unit_reports"),
        "phan_cong": fetch_records(con, "report.duty_counts")[0],
        "chu_tri_ngoai": [unit for unit in fetch_records(con, "marts.lead_reports") if not unit["files"]],
        "indicators": fetch_records(con, "report.indicator_results"),
        "comparisons": fetch_records(con, "report.comparisons"),
        "base_notes": fetch_records(con, "report.base_notes"),
        "notes": fetch_records(con, "report.notes"),
        "budget": [row for row in fetch_records(con, "report.task_budget") if row["emphasis"] == ""],
        "ky_truoc": next(iter(fetch_records(con, "report.progress_change")), None),
        "charts": frozenset(chart.id for chart in charts),
        "plan": plan,
        "period": period,
        "as_of": context.as_of,
        "is_sample": context.is_sample,
    }


def _tasks_with_results(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The leaf tasks, each with what its units wrote (`results`: name, role, result_text), leads first."""
    results = [row for row in fetch_records(con, "report.task_unit_results") if row["emphasis"] == ""]
    return [
        task | {"results": [row for row in results if row["task_code"] == task["task_code"]]}
        for task in fetch_records(con, "report.task_results")
        if task["emphasis"] == ""
    ]


def _load_findings(con: duckdb.DuckDBPyConnection) -> tuple[Finding, ...]:
    columns = "coalesce(file, ''), sheet, row_no, column_name, rule_id, severity, value, message, action, unit_id, cell, others"
    return tuple(Finding(*row) for row in _fetch(con, f"select {columns} from marts.findings"))
