"""`tdnreport template`: one pre-filled workbook per unit that owes the period's report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.feedback.form import write_templates
from tdnreport.history import earlier

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext


@dataclass(frozen=True, slots=True)
class Templates:
    """The workbooks written to `folder`; `earlier_label` names the period whose figures stand beside the inputs."""

    paths: tuple[Path, ...]
    folder: Path
    earlier_label: str | None


def make_templates(context: RunContext, folder: Path) -> Templates:
    earlier_report = earlier.find_earlier(context.home, context.plan, context.period, context.words)
    paths = write_templates(context, folder, earlier_report)
    return Templates(tuple(paths), folder, earlier_report.label if earlier_report else None)


def template_summary(made: Templates) -> str:
    note = f", kèm số đã báo cáo kỳ {made.earlier_label}" if made.earlier_label else ""
    return f"Đã tạo {len(made.paths)} biểu mẫu trong {made.folder}{note}."
