"""View model of the HTML page: the frozen `Report` as cards, prose blocks and groups of findings.

    headline_groups(report)   → [CardGroup("Nhiệm vụ", [Card(figure, definition, sources, 12), …]), …]
    prose_parts(report)      → [PagePart("muc-2", "I. TÌNH HÌNH", 2, [ProseBlock("text", "…"), ProseBlock("chart", Chart), …]), …]

Only selecting and ordering happens here; no number is made. Out of scope: HTML (`assets/page`), looks (`formats`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from tdnreport.report.model import Absence, Chart, Figure, Finding, Report, Section, Source, Table, count_findings
from tdnreport.vietnamese import labels

FIGURE_GROUPS = (
    ("Nhiệm vụ", ("completion_", "mean_", "tasks_")),
    ("Kinh phí", ("own_line_", "all_")),
    ("Chế độ báo cáo", ("reporting_", "on_time_", "reports_")),
    ("Dữ liệu đã tổng hợp", ("files_", "rows_")),
    ("Số liệu khác", ("",)),
)
"""Heading and the beginnings of the ids that stand under it; the first that fits counts."""

SOURCES_SHOWN = 60
FINDINGS_SHOWN = 200
ROWS_SHOWN = 1_000
"""Most rows that the page lists for one figure, one unit and one table; open data and the Excel annex hold the rest."""

OPENING, WORKING_PAPER = "Mở đầu", "Bản làm việc của người tổng hợp"
NO_UNIT = "Chưa xác định được đơn vị gửi"
MARKER = re.compile(r"\{\{\s*(chart|table)\s*:\s*([^}\s]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Card:
    """A headline figure with what explains it; `unlisted` cells more stand in du-lieu/trace.parquet.

    `absent` says why units are not in it: the reason and who it is true of.
    """

    figure: Figure
    definition: str | None
    sources: tuple[Source, ...]
    unlisted: int
    absent: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CardGroup:
    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ProseBlock:
    """A paragraph, or a chart or table in its place; `again` where the page shows it already further up."""

    kind: Literal["text", "chart", "table"]
    content: str | Chart | Table
    again: bool = False


@dataclass(frozen=True, slots=True)
class PagePart:
    """A section as the page shows it; `heading` is the level of its heading, `title` is empty where it has none."""

    anchor: str
    title: str
    heading: int
    blocks: tuple[ProseBlock, ...]


@dataclass(frozen=True, slots=True)
class UnitFindings:
    """The remarks on one unit's files; `counts` by severity, gravest first."""

    name: str
    counts: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]
    unlisted: int


def headline_groups(report: Report) -> list[CardGroup]:
    """All figures as cards, rates first in each group, else in the report's order."""
    sources = _sources_by_figure(report.sources)
    ordered = sorted(report.figures.values(), key=lambda figure: (_group_of(figure), figure.unit != "pct"))
    groups = groupby(ordered, key=_group_of)
    return [
        CardGroup(FIGURE_GROUPS[place][0], tuple(_make_card(report, figure, sources) for figure in figures))
        for place, figures in groups
    ]


def _group_of(figure: Figure) -> int:
    return next(place for place, (_, beginnings) in enumerate(FIGURE_GROUPS) if figure.id.startswith(beginnings))


def _sources_by_figure(sources: Iterable[Source]) -> dict[str, list[Source]]:
    by_figure: dict[str, list[Source]] = {}
    for source in sources:
        by_figure.setdefault(source.figure_id, []).append(source)
    return by_figure


def _make_card(report: Report, figure: Figure, sources: Mapping[str, list[Source]]) -> Card:
    cells = sources.get(figure.id, [])
    return Card(
        figure,
        report.definitions.get(figure.id),
        tuple(cells[:SOURCES_SHOWN]),
        max(0, len(cells) - SOURCES_SHOWN),
        tuple(_absences_by_reason(absence for absence in report.absences if absence.figure_id == figure.id)),
    )


def _absences_by_reason(absences: Iterable[Absence]) -> Iterator[tuple[str, str]]:
    for reason, absences_of_reason in groupby(absences, key=lambda absence: absence.reason):
        yield reason, ", ".join(absence.who for absence in absences_of_reason)


def prose_parts(report: Report) -> list[PagePart]:
    """The sections of the report, then of the working paper, each line of a paragraph one block.

    `ValueError` for a marker that names nothing.
    """
    known = _charts_and_tables(report)
    seen: set[tuple[str, str]] = set()
    return [
        PagePart(
            f"muc-{place}",
            _part_title(section, place),
            max(section.level, 1) + 1,
            tuple(_split_blocks(section, known, seen)),
        )
        for place, section in enumerate((*report.sections, *_titled_working_paper(report)), 1)
    ]


def _titled_working_paper(report: Report) -> tuple[Section, ...]:
    return tuple(
        replace(section, level=1, title=WORKING_PAPER) if place == 0 else section
        for place, section in enumerate(report.working_paper)
    )


def _part_title(section: Section, place: int) -> str:
    """`II. KẾT QUẢ THỰC HIỆN`, `a) Ưu điểm`; the opening section gets a title for navigation."""
    number = f"{section.number}." if section.number[-1:].isalnum() else section.number
    return f"{number} {section.title}".strip() or (OPENING if place == 1 else "")


def _charts_and_tables(report: Report) -> dict[tuple[str, str], Chart | Table]:
    charts: dict[tuple[str, str], Chart | Table] = {("chart", chart.id): chart for chart in report.charts}
    return charts | {("table", table.id): table for table in report.tables.values()}


def _split_blocks(
    section: Section, known: Mapping[tuple[str, str], Chart | Table], seen: set[tuple[str, str]]
) -> Iterator[ProseBlock]:
    for line in (line.strip() for paragraph in section.paragraphs for line in paragraph.split("\n")):
        marker = MARKER.fullmatch(line)
        if marker:
            yield _marker_block(marker, known, seen)
        elif line:
            yield ProseBlock("text", line)


def _marker_block(
    marker: re.Match[str], known: Mapping[tuple[str, str], Chart | Table], seen: set[tuple[str, str]]
) -> ProseBlock:
    kind: Literal["chart", "table"] = "chart" if marker[1] == "chart" else "table"
    name = (kind, marker[2])
    if name not in known:
        listed = ", ".join(sorted(id for kind_known, id in known if kind_known == kind)) or "không có"
        raise ValueError(f"Mẫu báo cáo gọi {marker[0]} nhưng không có mục này. Các mục đã biết: {listed}.")
    again = name in seen
    seen.add(name)
    return ProseBlock(kind, known[name], again)


def unplaced_charts(report: Report, parts: Iterable[PagePart]) -> list[Chart]:
    """Charts that no paragraph names."""
    placed = {id(block.content) for part in parts for block in part.blocks}
    return [chart for chart in report.charts if id(chart) not in placed]


def unplaced_tables(report: Report, parts: Iterable[PagePart]) -> list[Table]:
    """Tables that no paragraph names, the annexes among them, in the report's order."""
    placed = {id(block.content) for part in parts for block in part.blocks}
    return [table for table in report.tables.values() if id(table) not in placed]


def findings_by_unit(report: Report) -> list[UnitFindings]:
    """Units in the report's order, those of no known unit last."""
    by_unit: dict[str | None, list[Finding]] = {unit_id: [] for unit_id in report.unit_names}
    for finding in report.findings:
        by_unit.setdefault(finding.unit_id, []).append(finding)
    ordered = sorted((item for item in by_unit.items() if item[1]), key=lambda item: item[0] is None)
    return [_unit_findings(unit_name(report, unit_id), findings) for unit_id, findings in ordered]


def unit_name(report: Report, unit_id: str | None) -> str:
    return NO_UNIT if unit_id is None else report.unit_names.get(unit_id, unit_id)


def _unit_findings(name: str, findings: list[Finding]) -> UnitFindings:
    gravity = list(labels.SEVERITIES)
    ordered = sorted(findings, key=lambda finding: gravity.index(finding.severity))
    counts = tuple(
        (severity, count_findings(group)) for severity, group in groupby(ordered, key=lambda finding: finding.severity)
    )
    return UnitFindings(name, counts, tuple(ordered[:FINDINGS_SHOWN]), count_findings(ordered[FINDINGS_SHOWN:]))
