"""What a report is made for (a year, half a year, a quarter, on request): its title, its parts, its receivers, what comes next.

Words of each occasion stand in `data/reference/occasions.toml`, parts and receivers in the plan's `[report]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.data_error import DataError
from tdnreport.base.toml_values import read_toml
from tdnreport.vietnamese.formats import format_day

if TYPE_CHECKING:
    from tdnreport.plans import Period, Plan, ReportForm
    from tdnreport.plans.plans import Heading

FILE = "occasions.toml"


@dataclass(frozen=True, slots=True)
class Wording:
    """One table of occasions.toml: lines of the title, and the periods that follow, as many as a year has."""

    title: tuple[str, ...]
    next_period: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _OccasionsFile:
    year: Wording
    half_year: Wording
    quarter: Wording
    ad_hoc: Wording


@dataclass(frozen=True)
class Occasion:
    """The occasion of one period's report, as templates use it (`dip`)."""

    plan: Plan
    period: Period
    wording: Wording
    name: str
    plain_form: ReportForm
    """[report] or [party_report] of the plan, as it stands."""

    @property
    def is_final(self) -> bool:
        """The year is over: what is not done is late, not under way."""
        return self.name == "year"

    @cached_property
    def next_period(self) -> str:
        """The text for the month in which the figures end."""
        texts = self.wording.next_period
        return _fill(texts[(self.period.data_to.month - 1) * len(texts) // 12], self._words, FILE)

    @cached_property
    def form(self) -> ReportForm:
        """The plan's form with the receivers and the headings of this occasion."""
        form = self.plain_form
        chosen = next((row for row in form.receivers if self.name in row.occasions), None)
        return replace(
            form,
            addressees=chosen.addressees if chosen and chosen.addressees else form.addressees,
            recipients=chosen.recipients if chosen and chosen.recipients else form.recipients,
            outline=tuple(
                self._worded(part) for part in form.outline if not part.occasions or self.name in part.occasions
            ),
        )

    @property
    def parts(self) -> dict[str, str]:
        """Number of each part by its template: {"IV": "III"} where an outline leaves one out."""
        return {part.template or part.number: part.number for part in self.form.outline}

    def subject_lines(self) -> tuple[str, ...]:
        """Lines of the trích yếu: "… của tỉnh Quảng Trị 6 tháng đầu năm 2024", "và phương hướng, nhiệm vụ …"."""
        *lines, last = self.plain_form.subject
        words = self._words | {"next_period": self.next_period}
        first, *others = (_fill(line, words, FILE) for line in self.wording.title)
        return (*lines, f"{last} {first}", *others)

    def _worded(self, part: Heading) -> Heading:
        words = self._words | {"next_period": self.next_period}
        return replace(part, title=_fill(part.title, words, f"{self.plan.plan_id}/plan.toml"))

    @cached_property
    def _words(self) -> dict[str, str]:
        period = self.period
        return {
            "label": period.label[:1].lower() + period.label[1:],
            "data_to": format_day(period.data_to),
            "year": str(period.data_to.year),
            "next_year": str(period.data_to.year + 1),
        }


def _fill(text: str, words: Mapping[str, str], file: str) -> str:
    """The text with its words in braces; DataError where one is unknown or a brace is left open."""
    try:
        return text.format(**words)
    except (KeyError, ValueError, IndexError) as error:
        known = ", ".join(f"{{{word}}}" for word in words)
        raise DataError(f"{file}: “{text}” có chữ trong ngoặc nhọn không dùng được; chỉ dùng: {known}.") from error


def find_occasion(reference: Path, plan: Plan, period: Period, form: ReportForm | None = None) -> Occasion:
    """The occasion that periods.csv names; without one the plan's year is a year's report, another period one on request."""
    name = period.occasion or ("year" if period.period_id == str(plan.year) else "ad_hoc")
    wordings = read_toml(reference / FILE, _OccasionsFile)
    wording = {field.name: getattr(wordings, field.name) for field in fields(_OccasionsFile)}[name]
    return Occasion(plan, period, wording, name, form or plan.report)
