"""`bao-cao.html`: the whole report in one file that loads nothing, from the frozen `Report`.

Template, style, script and the plotly bundle stand in `assets/page` and are written into the page. The browser is told
by a Content-Security-Policy to run only these scripts, named by their SHA-256, and to open no connection: text that a
department sent stays text. Out of scope: what the page says (`content`), its order (`page`), looks (`formats`).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.report.charts import plotly
from tdnreport.report.html import page
from tdnreport.report.model import Chart, Figure, Report
from tdnreport.vietnamese import formats, labels
from tdnreport.vietnamese.formats import Value, ValueKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    import plotly.graph_objects as go
    from jinja2 import Environment

ASSETS = files("tdnreport") / "assets" / "page"
SCRIPTS = ("plotly-cartesian-4.1.1.min.js", "page.js")
STYLE = "page.css"

TRACES = {"bar", "scatter"}
"""Trace types that charts may use; the cartesian bundle draws a type that it lacks wrongly and with no error."""

UNITS = {"count": "", "vnd": "đồng", "pct": ""}
DOWNLOADS = (
    ("bao-cao.docx", "Báo cáo (Word)"),
    ("ban-lam-viec.docx", "Bản làm việc (Word)"),
    ("phu-luc.xlsx", "Phụ lục (Excel)"),
    ("so-lieu.json", "Số liệu (JSON)"),
    ("chat-luong/index.html", "Kết quả kiểm tra chất lượng dữ liệu"),
)
CLIPPED = 300
"""Most characters of one sent cell that the page prints."""

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
IN_SCRIPT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def write_page(report: Report, path: Path) -> None:
    """Writes the page to `path`; `ValueError` for a chart the bundle cannot draw or a marker that names nothing."""
    path.write_bytes(_render_page(report).encode("utf-8", "replace"))


def _render_page(report: Report) -> str:
    scripts = [_read_asset(name) for name in SCRIPTS]
    style = _read_asset(STYLE)
    parts = page.prose_parts(report)
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            report=report,
            groups=page.headline_groups(report),
            parts=parts,
            charts=page.unplaced_charts(report, parts),
            tables=page.unplaced_tables(report, parts),
            units=page.findings_by_unit(report),
            unit_name=partial(page.unit_name, report),
            downloads=DOWNLOADS,
            style=style,
            scripts=scripts,
            policy=_security_policy(scripts, style),
            plots=_plots_json(report.charts),
        )
    )


def _read_asset(name: str) -> str:
    return (ASSETS / name).read_text("utf-8")


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("tdnreport", "assets/page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_strip_controls,
    )
    environment.filters |= {
        "cell": formats.format_cell,
        "clip": _clip_text,
        "day": formats.format_day,
        "figure": _format_figure,
        "number": formats.format_number,
        "sort_key": _sort_key,
        "trimmed": formats.format_trimmed,
    }
    environment.globals |= {"UNITS": UNITS, "ROWS_SHOWN": page.ROWS_SHOWN, "wording": labels}
    return environment


def _strip_controls(value: object) -> object:
    """Control characters mean nothing in HTML; trusted markup (a `str` of another class) passes untouched."""
    return CONTROLS.sub("", value) if type(value) is str else value


def _clip_text(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= CLIPPED else f"{text[:CLIPPED]}…"


def _format_figure(figure: Figure) -> str:
    return formats.format_pct(figure.value) if figure.unit == "pct" else formats.format_number(figure.value)


def _sort_key(value: Value, kind: ValueKind) -> str | None:
    """What the page's script sorts a cell by: a number or an ISO date; None where it goes by the text shown."""
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None or isinstance(value, str) or kind in ("text", "code") else repr(value)


def _security_policy(scripts: Iterable[str], style: str) -> str:
    """The Content-Security-Policy; plotly makes an empty style element before it adds rules by script."""
    sources = {
        "default-src": "'none'",
        "script-src": " ".join(map(_csp_digest, scripts)),
        "style-src": " ".join(map(_csp_digest, (style, ""))),
        "img-src": "data: blob:",
        "font-src": "data:",
        "connect-src": "'none'",
        "form-action": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in sources.items())


def _csp_digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _plots_json(all_charts: Iterable[Chart]) -> str:
    """The charts as JSON that cannot end the script element around it: `{"config": …, "charts": {"tien-do": …}}`."""
    drawn = {chart.id: cartesian_plot(plotly.plotly_figure(chart, captioned=False)) for chart in all_charts}
    plots = {"config": plotly.offline_config(), "charts": drawn}
    return json.dumps(plots, ensure_ascii=False, separators=(",", ":")).translate(IN_SCRIPT)


def cartesian_plot(figure: go.Figure) -> dict[str, Any]:
    """`{"data": …, "layout": …}`; `ValueError` for a trace type outside `TRACES`."""
    plot: dict[str, Any] = json.loads(figure.to_json(engine="json"))
    unknown = {trace.get("type", "scatter") for trace in plot["data"]} - TRACES
    if unknown:
        raise ValueError(
            f"Trang HTML chỉ vẽ được biểu đồ {', '.join(sorted(TRACES))}, không vẽ được {', '.join(sorted(unknown))}."
        )
    return plot
