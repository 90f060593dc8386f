"""The report as a frozen value: what every writer prints, with nothing left to compute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tdnreport.vietnamese.formats import Value, ValueKind


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline figure; `value` is None where there is no denominator, and `note` then says why.

    `unit` is `count`, `vnd` (whole đồng) or `pct` (0 to 100). Numerator and denominator are given for every rate.
    """

    id: str
    label: str
    value: int | float | None
    unit: Literal["count", "vnd", "pct"]
    numerator: int | float | None = None
    denominator: int | float | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a printed table; `width` is its share of the table's width, `kind` decides format and alignment.

    An `optional` column is not printed where no row fills it.
    """

    id: str
    label: str
    kind: ValueKind = "text"
    width: float = 1.0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A printed table. `emphasis` holds for each row `""`, `"group"` (heading row) or `"total"`.

    `annex` is the Roman number of the annex of the issued report that it stands in ("I"), None for a table of the text or of
    the working paper; `sheet` names the page of the workbook of a table that is no annex.
    `unit_note` is the line above the table ("Đơn vị tính: đồng"); `note` the line below it.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    emphasis: tuple[str, ...] = ()
    annex: str | None = None
    unit_note: str | None = None
    note: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[int | float | None, ...]


ChartKind = Literal["bars", "columns", "stacked", "line"]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart, drawn by `charts` for page and paper and by `charts.native` for Word and Excel.

    `kind`: `bars` (grouped horizontal bars), `columns` (grouped), `stacked` (horizontal, adds up), `line`.
    `unit` is the unit of the values ("%", "triệu đồng", "báo cáo"); `source` the line under the chart; `alt` its text
    for readers who cannot see it.
    """

    id: str
    number: int
    title: str
    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    source: str
    alt: str
    decimals: int = 0
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the prose: `level` 1 is "I. …", 2 is "1. …", 0 the opening and closing words without a title.

    A paragraph that is `{{chart:id}}` or `{{table:id}}` and nothing else stands for that chart or table.
    """

    level: int
    number: str
    title: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What NĐ 30/2020 wants around the text; unknown things are None and stay as visible blanks."""

    parent_body: str | None
    issuing_body: tuple[str, ...]
    symbol: str
    place: str
    subject: tuple[str, ...]
    addressees: tuple[str, ...]
    legal_basis: tuple[str, ...]
    signing_authority: tuple[str, ...]
    recipients: tuple[str, ...]
    archive: str
    document_no: str | None = None
    signed_on: date | None = None
    signer: str | None = None
    is_party: bool = False
    """A document of the Party: its own title above, a star below the issuing body, "Số …-BC/…"."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file received; `state` is `accepted`, `superseded`, `refused` or `later` (received after the day of the figures)."""

    file: str
    sha256: str
    unit_id: str | None
    received_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one cell; `message` says in Vietnamese what is wrong, `action` what to write instead."""

    file: str
    sheet: str | None
    row_no: int | None
    column_name: str | None
    rule_id: str
    severity: Literal["warning", "row", "file", "stop"]
    value: str | None
    message: str
    action: str
    unit_id: str | None = None
    cell: str | None = None
    others: int | None = None
    """How many further findings of its rule and file it stands for; None where it is about one place."""

    @property
    def stands_for(self) -> int:
        return self.others or 1


def count_findings(findings: Iterable[Finding]) -> int:
    """How many were found, those included that are not listed one by one."""
    return sum(finding.stands_for for finding in findings)


def count_by_rule(findings: Iterable[Finding]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.rule_id] += finding.stands_for
    return counts


@dataclass(frozen=True, slots=True)
class Source:
    """One cell behind a figure; `row_no` is None and `sheet` empty where a whole file counts."""

    figure_id: str
    file: str
    sheet: str
    row_no: int | None
    column_name: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a unit is not in a figure, or not with one of its tasks; absences of one figure stand by reason."""

    figure_id: str
    unit_id: str
    unit_name: str
    task_code: str | None
    reason: str

    @property
    def who(self) -> str:
        """ "Sở Du lịch", "Sở Du lịch (nhiệm vụ 4.1)"."""
        return f"{self.unit_name} (nhiệm vụ {self.task_code})" if self.task_code else self.unit_name


@dataclass(frozen=True, slots=True)
class Report:
    """`sections` are the text of the report to be issued, `working_paper` those of the officer's paper beside it."""

    plan_id: str
    period_id: str
    plan_title: str
    period_label: str
    as_of: date | None
    is_sample: bool
    letterhead: Letterhead
    figures: Mapping[str, Figure]
    tables: Mapping[str, Table]
    charts: tuple[Chart, ...]
    sections: tuple[Section, ...]
    inputs: tuple[Input, ...]
    findings: tuple[Finding, ...]
    sources: tuple[Source, ...] = ()
    absences: tuple[Absence, ...] = ()
    working_paper: tuple[Section, ...] = ()
    marking: str | None = None
    unit_names: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
