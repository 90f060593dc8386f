"""Feedback values: what a unit gets back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tdnreport.base.privacy import SECRET, gravest_marking
from tdnreport.report.model import Finding
from tdnreport.report.nd30_rules import Rules
from tdnreport.vietnamese import formats


@dataclass(frozen=True, slots=True)
class FeedbackSheet:
    """A sheet as read: (row number, texts of its cells, one letter a cell for their kinds), see `reader/sheets`."""

    name: str
    lines: tuple[tuple[int, tuple[str, ...], str], ...]


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """A file as sent; `state` is `accepted`, `superseded`, `refused` or `later`, `sheets` what was read of it."""

    path: Path
    file: str
    format: str
    state: str
    received_on: date | None = None
    sheets: tuple[FeedbackSheet, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitFeedback:
    """All files of a unit in the order they came, and what was found in them; remarks on superseded files are passed over."""

    unit_id: str
    unit_name: str
    files: tuple[FeedbackFile, ...]
    findings: tuple[Finding, ...]

    @property
    def to_mend(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity != "warning")

    @property
    def to_look_at(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == "warning")

    @property
    def marking(self) -> str | None:
        """The gravest marking of secrecy in the unit's files."""
        return gravest_marking(finding.value or "" for finding in self.findings if finding.rule_id == SECRET)

    @property
    def returned_file(self) -> FeedbackFile | None:
        """The file that goes back marked: the one that counts; none where all were refused."""
        return next((file for file in reversed(self.files) if file.state == "accepted"), None)


@dataclass(frozen=True, slots=True)
class FeedbackContext:
    """Which report it is about, and the rules it is set by; `resend_by` is the last day for a corrected file, a blank where it is None."""

    plan_title: str
    period_label: str
    office: str
    rules: Rules
    as_of: date | None = None
    resend_by: date | None = None
    is_sample: bool = False

    @property
    def sample_notice(self) -> str | None:
        return self.rules.sample_notice if self.is_sample else None

    @property
    def resend_text(self) -> str:
        return f"chậm nhất ngày {formats.format_day(self.resend_by) or BLANK_DAY}"


BLANK_DAY = "…/…/……"
