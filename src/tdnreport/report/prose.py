"""The text of the report, rendered from Jinja templates that an officer can edit (`data/templates/bao-cao/*.j2`).

    mo-dau.j2  tom-tat.j2  I.j2 … V.j2  ket-thuc.j2   one file a part; the titles of the parts stand in the plan's outline
    dot-xuat.j2                              difficulties and proposals of a report on request
    bang-tom-tat.j2                          the small table of the first page: a line a row, cells parted by " | "
    ## 1. Kết quả chung                      a heading of level 2; `### 1.1. …` one of level 3
    Các dòng liền nhau là một đoạn.          a blank line ends a paragraph; a line that starts with "- " opens one
    {{ chart("budget") }}                    on a line of its own: the chart, where the report has it

No number is typed in a template and none is computed there: values come from `figures` and the report's tables through
the filters below. What data say can neither open a heading nor place a chart. Out of scope: fonts and spacing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from tdnreport.base.errors import TdnError
from tdnreport.report import clauses
from tdnreport.report.model import Section
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    from jinja2 import Environment

OPENING, SUMMARY, CLOSING = "mo-dau", "tom-tat", "ket-thuc"
SUMMARY_TITLE = "Tóm tắt"
WORKING_PAPER = "ban-lam-viec"
HEADING = re.compile(r"(?P<marks>##|###) +(?P<number>.+?)\. +(?P<title>.+)")
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
MASKS = {"#": "\ue000", "{": "\ue001"}
"""Signs with a meaning in rendered text are masked while they come from data."""


class Marker(str):
    """`{{chart:id}}` or `{{table:id}}`, the only output that keeps its braces."""


class ProseError(TdnError):
    """A template is missing, broken or names what does not exist."""


def render_prose(folder: Path, context: Mapping[str, Any]) -> tuple[Section, ...]:
    """Opening words, the parts of the occasion's outline, closing words; the first and the last have level 0 and no title.

    `context`: figures (by id); tasks, units, indicators, budget, notes (rows as dicts); ky_truoc (`report.progress_change`,
    None without an earlier report); charts (ids); plan, period, as_of;
    dip (the `Occasion`, whose form holds the outline), phan (number of each part by its template).
    `ProseError` in Vietnamese, with file and line, where a template is broken or names what does not exist.
    """
    environment = _environment(folder, context)
    rendered = [Section(0, "", "", _split_paragraphs(_render_template(environment, OPENING, context)))]
    if f"{SUMMARY}.j2" in environment.list_templates():
        rendered.extend(_split_part("", SUMMARY_TITLE, _render_template(environment, SUMMARY, context)))
    for part in context["dip"].form.outline:
        text = _render_template(environment, part.template or part.number, context)
        rendered.extend(_split_part(part.number, part.title, text))
    rendered.append(Section(0, "", "", _split_paragraphs(_render_template(environment, CLOSING, context))))
    return tuple(rendered)


def render_working_paper(folder: Path, context: Mapping[str, Any]) -> tuple[Section, ...]:
    """The officer's working paper, from `ban-lam-viec/noi-dung.j2`; the first section has no title."""
    environment = _environment(folder / WORKING_PAPER, context)
    first, *others = _split_part("", "", _render_template(environment, "noi-dung", context))
    return (Section(0, "", "", first.paragraphs), *others)


def render_rows(folder: Path, name: str, context: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """The rows of a small table that a template writes, a line each, cells parted by " | "; none without the template."""
    environment = _environment(folder, context)
    if f"{name}.j2" not in environment.list_templates():
        return ()
    lines = (" ".join(line.split()) for line in _render_template(environment, name, context).splitlines())
    return tuple(tuple(_unmask(cell) for cell in line.split(" | ")) for line in lines if line)


def render_blocks(folder: Path, name: str, context: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The paragraphs of each `{% block %}` of one template; errors as for `render_prose`."""
    environment = _environment(folder, context)
    with _template_errors(environment, context):
        template = environment.get_template(f"{name}.j2")
        values = template.new_context(dict(context))
        return {block: _split_paragraphs("".join(render(values))) for block, render in template.blocks.items()}


def _environment(folder: Path, context: Mapping[str, Any]) -> Environment:
    """Sandboxed: a template reaches the values it is given and nothing else."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_print_value,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(
        chart=_chart_marker(context.get("charts", ())), table=lambda name: Marker(f"{{{{table:{name}}}}}")
    )
    return environment


def _chart_marker(known: Iterable[str]) -> Callable[[str], str]:
    """A report without a chart (no budget lines, say) leaves its place empty."""
    drawn = frozenset(known)
    return lambda name: Marker(f"{{{{chart:{name}}}}}") if name in drawn else ""


def _render_template(environment: Environment, name: str, context: Mapping[str, Any]) -> str:
    with _template_errors(environment, context):
        return environment.get_template(f"{name}.j2").render(context)


@contextmanager
def _template_errors(environment: Environment, context: Mapping[str, Any]) -> Iterator[None]:
    """What is wrong with a template, in Vietnamese."""
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    try:
        yield
    except TemplateNotFound as error:
        known = ", ".join(environment.list_templates())
        raise ProseError(f"Không có mẫu {error.name} trong thư mục mẫu báo cáo. Các mẫu hiện có: {known}.") from error
    except TemplateSyntaxError as error:
        raise ProseError(f"Mẫu {error.name}, dòng {error.lineno}, viết sai cú pháp: {error.message}.") from error
    except (TemplateError, TypeError) as error:
        known = ", ".join(context.get("figures", context))
        raise ProseError(
            f"Mẫu {_template_place(error)} không dùng được: {error}. Các chỉ số đã biết: {known}."
        ) from error


def _template_place(error: Exception) -> str:
    """`II.j2, dòng 12`: the innermost template line that the error passed through."""
    lines = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f"{Path(lines[-1].filename).name}, dòng {lines[-1].lineno}," if lines else ""


def _print_value(value: object) -> object:
    """Output of one `{{ … }}`: one line in Vietnamese form, with structural signs masked."""
    if isinstance(value, Marker):
        return value
    if value is None:
        return formats.NONE
    if isinstance(value, date):
        return formats.format_day(value)
    text = formats.format_trimmed(value, 4) if isinstance(value, float) else UNSEEN.sub(" ", str(value))
    for sign, mask in MASKS.items():
        text = text.replace(sign, mask)
    return text


def _unmask(text: str) -> str:
    for sign, mask in MASKS.items():
        text = text.replace(mask, sign)
    return text


def _split_part(number: str, title: str, text: str) -> Iterator[Section]:
    """The part's own section, then one section for each heading inside it."""
    level = 1
    block: list[str] = []
    for line in text.splitlines():
        if heading := HEADING.fullmatch(line.strip()):
            yield Section(level, number, title, _split_paragraphs("\n".join(block)))
            level, number, title = len(heading["marks"]), heading["number"], _unmask(heading["title"])
            block = []
        else:
            block.append(line)
    yield Section(level, number, title, _split_paragraphs("\n".join(block)))


def _split_paragraphs(text: str) -> tuple[str, ...]:
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:- |\{\{))|(?<=\}\})\s*\n", text)
    joined = (" ".join(block.split()) for block in blocks)
    return tuple(_unmask(paragraph) for paragraph in joined if paragraph)


def join_with_and(items: Iterable[str]) -> str:
    """Names as a sentence lists them; those that hold a comma or "và" of their own are set apart by semicolons.

    >>> join_with_and(["Sở Du lịch", "Sở Tài chính", "Công an tỉnh"])
    'Sở Du lịch, Sở Tài chính và Công an tỉnh'
    >>> join_with_and(["Sở Du lịch", "Sở Văn hóa và Thể thao"])
    'Sở Du lịch; Sở Văn hóa và Thể thao'
    """
    named = list(items)
    if len(named) > 1 and any(", " in name or " và " in name for name in named):
        return "; ".join(named)
    *first, last = named or [""]
    return f"{', '.join(first)} và {last}" if first else last


def lower_first(text: str) -> str:
    """A text as it stands inside a sentence.

    >>> lower_first("Năm 2024")
    'năm 2024'
    """
    return text[:1].lower() + text[1:]


FILTERS: dict[str, Callable[..., str]] = {
    "so": formats.format_number,
    "so_le": lambda value: formats.format_trimmed(value, 2),
    "so_luong": formats.format_count_in_prose,
    "dong": lambda value: f"{formats.format_vnd(value)} đồng",
    "trieu": formats.format_million_vnd,
    "trieu_dong": lambda value: f"{formats.format_million_vnd(value)} triệu đồng",
    "phan_tram": formats.format_pct,
    "do_lon": lambda value: formats.format_pct(abs(value)),
    "diem": formats.format_points,
    "do_lon_diem": lambda value: formats.format_points(abs(value)).removeprefix("+"),
    "ngay": formats.format_day,
    "ngay_chu": formats.format_day_in_words,
    "trong_cau": lower_first,
    "liet_ke": join_with_and,
    "viet_hoa": lambda text: text[:1].upper() + text[1:],
    "y_dau": clauses.leading_clauses,
    "y_co_so": clauses.measured_clauses,
}
