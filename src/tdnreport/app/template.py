"""`tdnreport template`: one pre-filled workbook per unit that owes the period's report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.own_folder import require_own_folder, rewrite_folder
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
    """Forms filled in by hand in a folder of an earlier run are kept under a dated name."""
    owner = f"template {context.plan.plan_id} {context.period.period_id}"
    require_own_folder(folder, owner)
    earlier_report = earlier.find_earlier(context.home, context.plan, context.period, context.words)
    with rewrite_folder(folder, owner) as new:
        names = [path.name for path in write_templates(context, new, earlier_report)]
    return Templates(tuple(folder / name for name in names), folder, earlier_report.label if earlier_report else None)


def template_summary(made: Templates) -> str:
    note = f", kèm số đã báo cáo kỳ {made.earlier_label}" if made.earlier_label else ""
    return f"Đã tạo {len(made.paths)} biểu mẫu trong {made.folder}{note}."
