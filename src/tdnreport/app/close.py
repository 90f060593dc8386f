"""`tdnreport close`, `reopen`, `compare`, `verify-closed`: a period frozen with its inputs, and later reports held against it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.app import keep
from tdnreport.base import run_lock
from tdnreport.base.own_folder import edited_files, read_mark
from tdnreport.base.progress import say_nothing
from tdnreport.history import closed_check, closing, comparing

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext


def close_period(
    context: RunContext,
    on: date,
    out: Path | None = None,
    inbox: Path | None = None,
    say: Callable[[str], None] = say_nothing,
) -> closing.Closed:
    """Freeze the report in `out` and the files it was made from, and keep it in the store; `say` is told where a run has to end

    first, and where the store cannot take it: the closing stands without it.
    """
    with run_lock.exclusive(context.home.warehouse_file(context.plan.plan_id, context.period.period_id), say):
        out = out or last_out(context)
        _require_as_written(out)
        closed = closing.freeze_report(context, out, on, inbox)
    for sentence in keep.keep_closed(context, closed.folder):
        say(sentence)
    return closed


def _require_as_written(out: Path) -> None:
    """Only what the program wrote is closed; texts of the report may be edited by hand (see `verify`), figures may not."""
    if out.is_dir() and read_mark(out) is None:
        raise closing.ClosingError(
            f"Thư mục {out} không phải kết quả do chương trình này ghi, hoặc do bản cũ ghi; hãy làm lại báo cáo (lệnh report) rồi chốt."
        )
    if edited := sorted(name for name, path in edited_files(out) if path.suffix != ".docx"):
        raise closing.ClosingError(
            f"Thư mục {out} có tệp không còn như chương trình đã ghi ({', '.join(edited[:5])}); "
            "hãy làm lại báo cáo (lệnh report) rồi chốt. Chỉ các tệp Word được sửa tay."
        )


def reopen_period(context: RunContext, reason: str, on: date) -> Path:
    """Where the closed period is kept from now on."""
    return closing.move_aside(context, reason, on)


def compare_with_closed(context: RunContext, out: Path | None = None) -> list[str]:
    """Sentences: which figures of the report in `out` differ from the closed ones, and by which files or definitions."""
    comparison = comparing.compare_reports(context, out or last_out(context))
    return list(comparing.comparison_lines(comparison)) if comparison else ["Kỳ này chưa chốt."]


def verify_closed_period(context: RunContext, code: str = "") -> tuple[str, list[str]]:
    """The code of the closing, and a sentence for each file that is no longer what it was; no code where there are any.

    `code` is the one in the minutes, to hold the closing against.
    """
    folder = closing.closed_folder(context)
    faults = closed_check.verify_folder(folder, code)
    return ("", faults) if faults else (closing.load_closed(folder).code, [])


def last_out(context: RunContext) -> Path:
    return context.home.out_folder(context.plan.plan_id, context.period.period_id)
