"""Notebook display: house-style charts, and tables that sort and filter, without a network.

    draw_frame(frame, title="Giải ngân theo nhiệm vụ", unit="triệu đồng", source="…")    a chart to look into, a picture where it prints
    HouseTable(frame, "Đơn vị gửi muộn")                                           a table with Vietnamese numbers and dates

The first column of a frame names the bars, every other column is a series: the shape of `sql/report/chart_*.sql`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from tdnreport.base.errors import TdnError
from tdnreport.report.charts import paper
from tdnreport.report.charts import plotly as charts
from tdnreport.report.model import Chart, Series
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    import plotly.graph_objects as go
    import polars as pl

ChartKind = Literal["bars", "columns", "stacked", "line"]

LANGUAGE = {
    "emptyTable": "Không có dòng nào",
    "info": "Dòng _START_ đến _END_ trong _TOTAL_ dòng",
    "infoEmpty": "Không có dòng nào",
    "infoFiltered": "(lọc từ _MAX_ dòng)",
    "lengthMenu": "_MENU_ dòng mỗi trang",
    "loadingRecords": "Đang tải…",
    "search": "Tìm:",
    "zeroRecords": "Không có dòng nào khớp",
}


class NotebookError(TdnError):
    """An error an analyst can correct; a notebook prints the sentence without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass(frozen=True, slots=True)
class HouseChart:
    """A chart that displays itself: interactive in JupyterLab, a picture in an export."""

    chart: Chart

    @property
    def figure(self) -> go.Figure:
        """The Plotly figure, to change for one's own eyes."""
        return charts.plotly_figure(self.chart)

    def save(self, path: str | Path) -> Path:
        """PNG of 300 dots per inch at `path` and SVG beside it, as in the report; the PNG's path."""
        png = Path(path).with_suffix(".png")
        png.parent.mkdir(parents=True, exist_ok=True)
        paper.draw_chart(self.chart, png, png.with_suffix(".svg"))
        return png

    def svg(self) -> str:
        """The printed chart as one picture, letters as outlines."""
        with TemporaryDirectory() as folder:
            return self.save(Path(folder) / "chart").with_suffix(".svg").read_text(encoding="utf-8")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """No PNG: JupyterLab's Plotly would show that one instead of the chart."""
        plotly = json.loads(self.figure.to_json()) | {"config": charts.offline_config()}
        return {
            "application/vnd.plotly.v1+json": plotly,
            "image/svg+xml": self.svg(),
            "text/plain": self.chart.alt,
        }


def draw_frame(
    frame: pl.DataFrame,
    *,
    title: str,
    unit: str,
    source: str,
    kind: ChartKind = "bars",
    decimals: int = 0,
    maximum: float | None = None,
    number: int = 1,
) -> HouseChart:
    """A house chart of a frame; DeskError where there is nothing to draw or a series is no number."""
    names = frame.columns[1:]
    wrong = [name for name in names if not frame[name].dtype.is_numeric()]
    if frame.is_empty() or not names:
        raise NotebookError(f"Không có gì để vẽ cho biểu đồ “{title}”: bảng cần ít nhất một dòng và hai cột.")
    if wrong:
        raise NotebookError(
            f"Các cột sau không phải số nên không vẽ được: {', '.join(wrong)}. Cột đầu là tên, các cột sau là số."
        )
    categories = tuple(str(category) for category in frame[:, 0])
    series = tuple(Series(name, tuple(_float_values(frame[name]))) for name in names)
    alt = _alt_text(title, unit, categories, series, decimals)
    return HouseChart(Chart("bieu-do", number, title, kind, categories, series, unit, source, alt, decimals, maximum))


def _float_values(values: pl.Series) -> list[float | None]:
    return [None if value is None else float(value) for value in values]


def _alt_text(title: str, unit: str, categories: tuple[str, ...], series: tuple[Series, ...], decimals: int) -> str:
    """The chart in words, for readers who cannot see it."""
    parts = (
        f"{category}: "
        + ", ".join(
            f"{data_series.name} {formats.format_number(data_series.values[place], decimals)}" for data_series in series
        )
        for place, category in enumerate(categories)
    )
    return f"{title} ({unit}). {'; '.join(parts)}."


def notebook() -> None:
    """Make frames show as tables that sort; the first line of a notebook.

    >>> tdn.notebook()
    """
    import itables
    import polars as pl
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is None or shell.display_formatter is None:
        raise NotebookError("tdn.notebook() chỉ dùng trong JupyterLab.")
    itables.init_notebook_mode(all_interactive=False, connected=False)
    shell.display_formatter.formatters["text/html"].for_type(pl.DataFrame, table_html)


@dataclass(frozen=True, slots=True)
class HouseTable:
    """A table that shows itself under its caption; with `filters`, a box to filter by stands under each column.

    >>> tdn.table(tdn.mart("tasks"), "Nhiệm vụ", filters=True)
    """

    frame: pl.DataFrame
    caption: str = ""
    filters: bool = False

    def _repr_html_(self) -> str:
        return table_html(self.frame, self.caption, self.filters)


def table_html(frame: pl.DataFrame, caption: str = "", filters: bool = False) -> str:
    """A frame as a sortable table, with texts of cells escaped."""
    import itables
    import polars as pl

    with pl.Config(fmt_float="full", thousands_separator=".", decimal_separator=","):
        return itables.to_html_datatable(
            _readable(frame),
            caption or None,
            connected=False,
            allow_html=False,
            showIndex=False,
            show_dtypes=False,
            column_filters="footer" if filters else False,
            display_logo_when_loading=False,
            language=LANGUAGE,
            style="table-layout:auto;width:auto;margin-left:0",
            classes="display compact",
            columnDefs=[{"className": "dt-left", "targets": _text_columns(frame)}],
        )


def _text_columns(frame: pl.DataFrame) -> list[int]:
    return [place for place, column in enumerate(frame.iter_columns()) if not column.dtype.is_numeric()]


def _readable(frame: pl.DataFrame) -> pl.DataFrame:
    """Numbers, days and yes or no as Vietnamese readers expect them; numbers and days still sort by size."""
    return frame.with_columns(_readable_column(column) for column in frame.iter_columns())


def _readable_column(column: pl.Series) -> pl.Series:
    import polars as pl

    if column.dtype.is_numeric():
        return column.cast(pl.Float64).round(2)
    if column.dtype == pl.Boolean:
        return column.replace_strict({True: "có", False: "không"}, return_dtype=pl.String)
    if column.dtype == pl.Date:
        days = pl.Enum([formats.format_day(day) for day in column.drop_nulls().unique().sort()])
        return pl.Series(column.name, [None if day is None else formats.format_day(day) for day in column], dtype=days)
    if isinstance(column.dtype, pl.List):
        return column.cast(pl.List(pl.String)).list.join(" | ", ignore_nulls=True)
    return column
