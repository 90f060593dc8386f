"""From the `report.*` tables of a finished warehouse to the frozen `Report`.

Titles of tables and charts and the definitions of figures are read by `descriptions`.
Nothing is added up here: what is printed was computed in SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tdnreport.report import prose
from tdnreport.report.descriptions import ChartText, TableText, read_chart_texts, read_definitions, read_table_texts
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
    Table,
)
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    import duckdb

    from tdnreport.base.home import Home
    from tdnreport.plans import Period, Plan


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What a report is about; `as_of` is the day the figures stand for."""

    home: Home
    plan: Plan
    period: Period
    as_of: date | None
    is_sample: bool


def assemble_report(con: duckdb.DuckDBPyConnection, context: ReportContext) -> Report:
    figures = _load_figures(con)
    tables = _load_tables(con, figures)
    charts = _load_charts(con, context)
    plan, period = context.plan, context.period
    return Report(
        plan_id=plan.plan_id,
        period_id=period.period_id,
        plan_title=plan.title,
        period_label=period.label,
        as_of=context.as_of,
        is_sample=context.is_sample,
        letterhead=make_letterhead(plan, period),
        figures=figures,
        tables=tables,
        charts=charts,
        sections=prose.render_prose(context.home.templates / "bao-cao", _prose_context(con, context, figures, charts)),
        inputs=tuple(
            Input(*row)
            for row in _fetch(
                con, "select file, sha256, unit_id, received_on, state from marts.submissions order by file"
            )
        ),
        findings=_load_findings(con),
        sources=tuple(
            Source(*row)
            for row in _fetch(
                con,
                """select figure_id, file, coalesce(sheet, ''), row_no, column_name, value from report.sources
                order by figure_id, file, sheet, row_no, column_name""",
            )
        ),
        absences=tuple(
            Absence(*row)
            for row in _fetch(con, "select figure_id, unit_id, short_name, task_code, reason from report.absent")
        ),
        unit_names=dict(con.execute("select unit_id, short_name from ref.units").fetchall()),
        definitions=read_definitions(context.home.reference / "figures.csv"),
    )


def _fetch(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def fetch_records(con: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    """All rows of a table as dicts, in the table's order."""
    relation = con.table(table)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


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


def _load_tables(con: duckdb.DuckDBPyConnection, figures: dict[str, Figure]) -> dict[str, Table]:
    described = read_table_texts()
    return {
        description.id: _make_table(description, _table_rows(con, description.id, figures)) for description in described
    }


def _table_rows(con: duckdb.DuckDBPyConnection, table_id: str, figures: dict[str, Figure]) -> list[dict[str, Any]]:
    """Figures of different units share one column, so their printed form is made here."""
    if table_id == "figures":
        return _figure_rows(figures)
    rows = fetch_records(con, f"report.{table_id}")
    return [_compare_with_rejected(row) for row in rows] if table_id == "figures_with_rejected" else rows


def _compare_with_rejected(row: dict[str, Any]) -> dict[str, Any]:
    unit, difference = row["unit"], row["difference"]
    sign = "+" if difference and difference > 0 else ""
    return {
        "label": row["label"],
        "value": _format_in_unit(row["value"], unit),
        "with_rejected": _format_in_unit(row["with_rejected"], unit),
        "difference": f"{formats.format_points(difference)} điểm %"
        if unit == "pct" and difference is not None
        else sign + _format_in_unit(difference, unit),
    }


def _make_table(described: TableText, rows: list[dict[str, Any]]) -> Table:
    return Table(
        id=described.id,
        title=described.title,
        columns=described.columns,
        rows=tuple(tuple(row[column.id] for column in described.columns) for row in rows),
        emphasis=tuple(row.get("emphasis", "") for row in rows),
        annex=described.annex,
        unit_note=described.unit_note,
        note=described.note,
    )


def _figure_rows(figures: dict[str, Figure]) -> list[dict[str, Any]]:
    return [
        {
            "label": figure.label,
            "shown": _printed_figure(figure),
            "ratio": _format_ratio(figure),
            "note": figure.note,
            "id": figure.id,
        }
        for figure in figures.values()
    ]


def _printed_figure(figure: Figure) -> str:
    return _format_in_unit(figure.value, figure.unit) or figure.note or ""


def _format_in_unit(value: float | None, unit: str) -> str:
    """ "750.000.000 đồng", "88,1%", "8"; nothing where there is no value."""
    if value is None:
        return ""
    return {
        "vnd": f"{formats.format_vnd(value)} đồng",
        "pct": formats.format_pct(value),
        "count": formats.format_number(value),
    }[unit]


def _format_ratio(figure: Figure) -> str:
    if figure.numerator is None or figure.denominator is None:
        return ""
    return f"{formats.format_trimmed(figure.numerator, 2)}/{formats.format_trimmed(figure.denominator, 2)}"


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


def make_letterhead(plan: Plan, period: Period) -> Letterhead:
    form = plan.report
    return Letterhead(
        parent_body=form.parent_body,
        issuing_body=form.issuing_body,
        symbol=form.symbol,
        place=form.place,
        subject=plan.subject_lines(period),
        addressees=form.addressees,
        legal_basis=plan.citations,
        signing_authority=form.signing_authority,
        recipients=form.recipients,
        archive=form.archive,
    )


def _prose_context(
    con: duckdb.DuckDBPyConnection, context: ReportContext, figures: dict[str, Figure], charts: tuple[Chart, ...]
) -> dict[str, Any]:
    plan, period = context.plan, context.period
    return {
        "figures": figures,
        "tasks": [row for row in fetch_records(con, "report.task_results") if row["emphasis"] == ""],
        "units": fetch_records(con, "report.unit_reports"),
        "phan_cong": fetch_records(con, "report.duty_counts")[0],
        "chu_tri_ngoai": [unit for unit in fetch_records(con, "marts.lead_reports") if not unit["files"]],
        "indicators": fetch_records(con, "report.indicator_results"),
        "notes": fetch_records(con, "report.notes"),
        "budget": [row for row in fetch_records(con, "report.task_budget") if row["emphasis"] == ""],
        "ky_truoc": next(iter(fetch_records(con, "report.progress_change")), None),
        "charts": frozenset(chart.id for chart in charts),
        "plan": plan,
        "period": period,
        "as_of": context.as_of,
        "is_sample": context.is_sample,
    }


def _load_findings(con: duckdb.DuckDBPyConnection) -> tuple[Finding, ...]:
    columns = "coalesce(file, ''), sheet, row_no, column_name, rule_id, severity, value, message, action, unit_id, cell"
    return tuple(Finding(*row) for row in _fetch(con, f"select {columns} from marts.findings"))
