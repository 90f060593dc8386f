"""`tdnreport next-year`: the folder of next year's plan drafted from this year's, with what to confirm in `can-xac-nhan.md`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.base.atomic_folder import replace_folder
from tdnreport.plans import DataError, load_plan, load_reference
from tdnreport.plans.load import load_plan_folder
from tdnreport.plans.next_year import PlanDraft, TaskResult, draft_next_plan
from tdnreport.plans.write_plan import write_plan

if TYPE_CHECKING:
    from tdnreport.base.home import Home
    from tdnreport.plans import Plan

TO_CONFIRM = "can-xac-nhan.md"


@dataclass(frozen=True, slots=True)
class DraftedPlan:
    """`faults`: what the loader still refuses; empty where the draft can be used as it is."""

    folder: Path
    plan: Plan
    questions: tuple[str, ...]
    faults: tuple[str, ...]


def draft_year(home: Home, plan_id: str, out: Path) -> DraftedPlan:
    """Write the draft into a new folder, whose name is the plan's id. DataError where the folder holds anything."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise DataError(f"{out} đã có; không ghi đè. Hãy ghi tên thư mục mới, ví dụ data/plans/hue-2025.")
    reference = load_reference(*home.reference_folders)
    plan = load_plan(home.data, plan_id, reference)
    draft = draft_next_plan(reference, plan, out.resolve().name, _last_results(home, plan))
    out.mkdir(parents=True, exist_ok=True)
    with replace_folder(out) as folder:
        write_plan(draft.plan, folder, _note(plan))
        (folder / TO_CONFIRM).write_text(_confirm_text(plan, draft), encoding="utf-8")
    try:
        load_plan_folder(out, reference)
        faults: tuple[str, ...] = ()
    except DataError as error:
        faults = error.problems
    return DraftedPlan(out, draft.plan, draft.questions, faults)


def draft_text(drafted: DraftedPlan) -> list[str]:
    """What to confirm, the most doubtful first, then what the loader refuses."""
    head = f"Đã soạn dự thảo kế hoạch {drafted.plan.plan_id} trong {drafted.folder}."
    faults = [f"Chưa dùng được: {fault}" for fault in drafted.faults]
    asked = [f"{number}. {question}" for number, question in enumerate(drafted.questions, start=1)]
    return [head, *faults, f"Cần xác nhận {len(asked)} điều (cũng ghi trong {TO_CONFIRM}):", *asked]


def _note(plan: Plan) -> list[str]:
    return [f"Dự thảo soạn từ kế hoạch {plan.plan_id}; những điều cần xác nhận ghi trong {TO_CONFIRM}.", ""]


def _confirm_text(plan: Plan, draft: PlanDraft) -> str:
    lines = [f"# Cần xác nhận: dự thảo {draft.plan.plan_id}, soạn từ {plan.plan_id}", ""]
    return "\n".join([*lines, *(f"- [ ] {question}" for question in draft.questions), ""])


def _last_results(home: Home, plan: Plan) -> dict[str, TaskResult]:
    """Tasks of the report of the plan's last period, where one was made; nothing without it."""
    last = max(plan.periods, key=lambda period: period.data_to, default=None)
    path = last and home.out_folder(plan.plan_id, last.period_id) / "du-lieu" / "tasks.parquet"
    if not path or not path.is_file():
        return {}
    import polars as pl

    rows = pl.read_parquet(path, columns=["task_code", "status", "used_vnd", "disbursed_vnd"]).iter_rows()
    return {code: TaskResult(status, used, paid) for code, status, used, paid in rows}
