"""`chat-luong/`: a data quality page, and Great Expectations' Data Docs made self-contained (no network).

    index.html                   every rule and how many findings it has, every expectation and whether it holds
    data-docs/index.html         Data Docs as Great Expectations wrote them, in Vietnamese where their texts are known
    data-docs/static/vendor/…    the scripts, styles and icons that the pages use, copied from `assets/data_docs/vendor`

Data Docs load from content delivery networks and carry random ids and the time of the run; here every such tag is pointed
at a local copy or goes, and ids are numbered, so that the same inputs give the same bytes.
Out of scope: running the expectations (`expectations`).
"""

from __future__ import annotations

import ast
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import count, groupby
from pathlib import Path
from typing import Any

from tdnreport.base.csv_rows import read_table
from tdnreport.base.data_error import Problems
from tdnreport.plans.rules import PLACEHOLDERS, Rule, fill_message
from tdnreport.quality.outcome import Outcome
from tdnreport.vietnamese import formats, labels

DATA_DOCS = "data-docs"
GAP = "…"
ASSETS = Path(str(files("tdnreport") / "assets" / "data_docs"))
VENDOR = ASSETS / "vendor"

SEVERITY = {"critical": "Bắt buộc", "warning": "Cảnh báo", "info": "Tham khảo"}
TABLES = {
    "submissions": "Tệp đã nhận",
    "progress": "Tiến độ nhiệm vụ",
    "budget": "Kinh phí",
    "indicators": "Chỉ tiêu",
    "tasks": "Tổng hợp theo nhiệm vụ",
    "figures": "Con số của báo cáo",
    "findings": "Phát hiện",
    "unit_quality": "Chất lượng theo đơn vị",
    "recount": "Đếm lại độc lập",
}

LOCAL = {
    "bootstrap.min.css": ["bootstrap/bootstrap.min.css"],
    "bootstrap.min.js": ["bootstrap/bootstrap.min.js"],
    "jquery-3.7.1.min.js": ["jquery/jquery.min.js"],
    "popper.min.js": ["popper/popper.min.js"],
    "all.min.css": ["fontawesome/css/fontawesome.min.css", "fontawesome/css/solid.min.css"],
    "bootstrap-datepicker.min.css": ["bootstrap-datepicker/bootstrap-datepicker.min.css"],
    "bootstrap-datepicker.min.js": ["bootstrap-datepicker/bootstrap-datepicker.min.js"],
    "bootstrap-table.min.css": ["bootstrap-table/bootstrap-table.min.css"],
    "bootstrap-table.min.js": ["bootstrap-table/bootstrap-table.min.js"],
    "bootstrap-table-filter-control.css": ["bootstrap-table/bootstrap-table-filter-control.min.css"],
    "bootstrap-table-filter-control.min.css": ["bootstrap-table/bootstrap-table-filter-control.min.css"],
    "bootstrap-table-filter-control.min.js": [
        "bootstrap-table/bootstrap-table-filter-control.min.js",
        "bootstrap-table/bootstrap-table-vi-VN.min.js",
    ],
}
"""The last part of an address that Data Docs load → the local copies that take its place."""
UNUSED = ("vega@5", "vega-lite@5", "vega-embed@6", "bootstrap-prefers-dark.css")
"""What Data Docs load and no page of ours uses: charts of distributions, a dark theme."""
MISSPELT = (("từ trang ", "từ dòng "), ("bảng ghi", "dòng"))

KEPT_STATIC = ("images/favicon.ico", "images/logo-long.png")
POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'\">"
)
_SCRIPT = re.compile(r'<script\b[^>]*\bsrc="(https?://[^"]+)"[^>]*></script>')
_STYLE = re.compile(r'<link\b[^>]*\bhref="(https?://[^"]+)"[^>]*>')
_LOGO = re.compile(r"""https?://[^"'\s)]+/(?:logo-long|full_logo_dark)\.png(?:\?[^"'\s)]*)?""")
_OUTSIDE_LINK = re.compile(r'<a\s[^>]*href="https?://[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_ADVERT = re.compile(r"<footer>.*?</footer>", re.DOTALL)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TABLE_ROWS = re.compile(r"^( *data: )(\[.*\])(,)$", re.MULTILINE)
_PIECE = re.compile(r"(?<=[>'])(\s*)([^\s<>'](?:[^<>']*[^\s<>'])?)(?=\s*[<'])")
_DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d+%)")


@dataclass(frozen=True, slots=True)
class PageHead:
    """Head of the page."""

    plan_title: str
    period_label: str
    as_of: date | None
    is_sample: bool
    marking: str | None = None


@dataclass(frozen=True, slots=True)
class RuleCount:
    """Number of findings of a rule, and of the lines they are in."""

    findings: int = 0
    rows: int = 0


def write_quality_page(
    folder: Path,
    head: PageHead,
    rules: Mapping[str, Rule],
    counts: Mapping[str, RuleCount],
    outcomes: Sequence[Outcome],
) -> None:
    """`index.html` in `folder`, and the Data Docs that `expectations.run` left in `folder / DATA_DOCS` made local.

    `counts` is by rule id; a rule without findings may be missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(_render_index(head, rules, counts, outcomes), encoding="utf-8", newline="\n")
    if (folder / DATA_DOCS).exists():
        localise_docs(folder / DATA_DOCS)


# --- our page


@dataclass(frozen=True, slots=True)
class _SuiteOutcomes:
    name: str
    table: str
    outcomes: tuple[Outcome, ...]


def _render_index(
    head: PageHead, rules: Mapping[str, Rule], counts: Mapping[str, RuleCount], outcomes: Sequence[Outcome]
) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=formats.format_number, day=formats.format_day, meaning=_rule_meaning)
    environment.globals.update(SEVERITY=SEVERITY, GRAVITY=labels.SEVERITIES, TABLES=TABLES)
    by_rule = {rule_id: counts.get(rule_id, RuleCount()) for rule_id in rules}
    return environment.get_template("index.html.j2").render(
        about=head,
        rules=rules,
        counts=by_rule,
        touched=sum(1 for count in by_rule.values() if count.findings),
        findings=sum(count.findings for count in by_rule.values()),
        suites=list(_group_by_suite(outcomes)),
        css=(ASSETS.parent / "page" / "page.css").read_text(encoding="utf-8"),
        own_css=(ASSETS / "index.css").read_text(encoding="utf-8"),
        **_summarise_outcomes(outcomes),
    )


def _rule_meaning(rule: Rule) -> str:
    """The rule's message with gaps for cell and value."""
    gaps = dict.fromkeys(PLACEHOLDERS, GAP) | {"detail": None}
    return fill_message(rule, **gaps)


def _summarise_outcomes(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    failed = sorted((outcome for outcome in outcomes if not outcome.success), key=lambda outcome: not outcome.stops)
    stopping = [outcome for outcome in failed if outcome.stops]
    return {
        "outcomes": outcomes,
        "failed": failed,
        "stopping": stopping,
        "errors": [outcome for outcome in failed if outcome.error],
        "verdict": "stop" if stopping else "warning" if failed else "passed",
    }


def _group_by_suite(outcomes: Sequence[Outcome]) -> Iterator[_SuiteOutcomes]:
    """In the order of `TABLES`, which follows the line from the files to the figures."""
    order = {name: position for position, name in enumerate(TABLES)}
    ordered = sorted(outcomes, key=lambda outcome: order.get(outcome.suite, len(order)))
    for (name, table), group in groupby(ordered, key=lambda outcome: (outcome.suite, outcome.table)):
        yield _SuiteOutcomes(name, table, tuple(group))


# --- Data Docs


def localise_docs(docs: Path) -> None:
    """Rewrite all pages of Data Docs below `docs` and keep of their static files what the pages use."""
    static = docs / "static"
    for path in sorted(static.rglob("*")):
        if path.is_file() and path.relative_to(static).as_posix() not in KEPT_STATIC:
            path.unlink()
    _remove_empty_folders(static)
    for page in sorted(docs.rglob("*.html")):
        to_static = os.path.relpath(static, page.parent).replace(os.sep, "/")
        text = localise_page(page.read_text(encoding="utf-8"), to_static, page.parent == docs)
        page.write_text(text, encoding="utf-8", newline="\n")
    shutil.copytree(VENDOR, static / "vendor", dirs_exist_ok=True)
    _mend_spelling(static / "vendor" / "bootstrap-table" / "bootstrap-table-vi-VN.min.js")


def localise_page(text: str, to_static: str, is_index: bool = False) -> str:
    """One page of Data Docs that loads nothing from outside; `to_static` is the way from the page to `static`."""
    text = _SCRIPT.sub(lambda m: _local_tags(m[1], f'<script src="{to_static}/vendor/{{}}"></script>'), text)
    text = _STYLE.sub(lambda m: _local_tags(m[1], f'<link rel="stylesheet" href="{to_static}/vendor/{{}}">'), text)
    text = _LOGO.sub(f"{to_static}/images/logo-long.png", text)
    text = re.sub(r'href="[^"]*static/images/favicon\.ico"', f'href="{to_static}/images/favicon.ico"', text)
    text = _OUTSIDE_LINK.sub(r"\1", _ADVERT.sub("", text))
    text = text.replace("<html>", '<html lang="vi">').replace("<head>", f"<head>\n    {POLICY}", 1)
    if is_index:  # its "Home" leads to itself, and its tables stand in the order in which the disk lists files
        text = _TABLE_ROWS.sub(_sort_rows, text.replace('<a href="#">', '<a href="../index.html">'))
    return _translate_page(_number_ids(text))


def _mend_spelling(words: Path) -> None:
    """Correct the Vietnamese of a vendored file."""
    text = words.read_text(encoding="utf-8")
    for wrong, right in MISSPELT:
        text = text.replace(wrong, right)
    words.write_text(text, encoding="utf-8", newline="\n")


def _local_tags(address: str, tag: str) -> str:
    return "".join(tag.format(path) for path in LOCAL.get(address.rsplit("/", 1)[-1], ()))


def _sort_rows(match: re.Match[str]) -> str:
    """The rows of a table of the index, which are written as a Python list."""
    rows = sorted(ast.literal_eval(match[2]), key=lambda row: row["_table_row_link_path"])
    return f"{match[1]}{rows}{match[3]}"


def _number_ids(text: str) -> str:
    numbers = count(1)
    ids: dict[str, str] = {}
    for uuid in _UUID.findall(text):
        if uuid not in ids:
            ids[uuid] = f"id-{next(numbers)}"
    return _UUID.sub(lambda m: ids[m[0]], text)


def _translate_page(text: str) -> str:
    """Texts between tags or quotes in Vietnamese; what has no translation stays English."""
    return _DECIMAL_POINT.sub(",", _PIECE.sub(lambda m: m[1] + _translate_text(m[2]), text))


@dataclass(frozen=True, slots=True)
class _Text:
    english: str
    vietnamese: str


@cache
def _translate_text(piece: str) -> str:
    for pattern, vietnamese in _load_translations():
        if match := pattern.fullmatch(piece):
            return match.expand(vietnamese)
    return piece


@cache
def _load_translations() -> tuple[tuple[re.Pattern[str], str], ...]:
    """`assets/data_docs/texts.csv`: a regular expression for the English text, and the Vietnamese with its groups."""
    problems = Problems()
    rows = read_table(ASSETS / "texts.csv", _Text, problems)
    problems.stop_if_any()
    return tuple((re.compile(row.english), row.vietnamese) for row in rows)


def _remove_empty_folders(folder: Path) -> None:
    for path in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()
