"""`report.*` tables → the printed tables of tables.toml, each with the number of the annex that its readers get it as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tdnreport.report.descriptions import TableText, number_annexes
from tdnreport.report.model import Figure, Table
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    import duckdb


def fetch_records(con: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    """All rows of a table as dicts, in the table's order."""
    relation = con.table(table)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def load_tables(
    con: duckdb.DuckDBPyConnection, texts: tuple[TableText, ...], audience: str, figures: dict[str, Figure]
) -> dict[str, Table]:
    rows = {text.id: _table_rows(con, text.id, figures) for text in texts}
    annexes = number_annexes(texts, audience, {table_id for table_id, its_rows in rows.items() if its_rows})
    return {text.id: _make_table(text, rows[text.id], annexes.get(text.id)) for text in texts}


def _table_rows(con: duckdb.DuckDBPyConnection, table_id: str, figures: dict[str, Figure]) -> list[dict[str, Any]]:
    """Figures of different units share one column, so their printed form is made here; the summary is made of templates."""
    if table_id == "summary":
        return []
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


def _make_table(described: TableText, rows: list[dict[str, Any]], annex: str | None) -> Table:
    return Table(
        id=described.id,
        title=described.title,
        columns=described.columns,
        rows=tuple(tuple(row[column.id] for column in described.columns) for row in rows),
        emphasis=tuple(row.get("emphasis", "") for row in rows),
        annex=annex,
        unit_note=described.unit_note,
        note=described.note,
        sheet=described.sheet,
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
