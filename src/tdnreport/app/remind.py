"""`tdnreport remind`: a công văn to each unit that owes a report or a part of it, or sent it late, from `cong-van/don-doc.j2`.

    out/Sở Du lịch (tth.sdl).docx    number, day, signer and the new deadline stay blanks to fill; its annex lists what is owed

Who is late is what `status` shows; a unit that sent without a task that it leads is asked for that task. A unit that has
sent in the meantime loses its letter when the command runs again, but for a letter that was edited by hand: that is kept under a dated
name.
Out of scope: sending; whether to remind a unit at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.app.owed import OwedItem, owed_table
from tdnreport.app.safe_names import safe_name
from tdnreport.app.survey import Survey, UnitSurvey, survey_inbox
from tdnreport.base.own_folder import require_apart, require_own_folder, rewrite_folder
from tdnreport.base.progress import no_progress
from tdnreport.ingest.inbox import list_inbox
from tdnreport.report import assemble, prose
from tdnreport.report.nd30_rules import read_nd30
from tdnreport.report.occasions import find_occasion
from tdnreport.report.word import letter

if TYPE_CHECKING:
    from tdnreport.base.progress import Progress
    from tdnreport.plans import ReportForm
    from tdnreport.plans.context import RunContext

TEMPLATE = "don-doc"


def write_letters(context: RunContext, inbox: Path, out: Path, progress: Progress = no_progress) -> list[Path]:
    """One .docx for each unit that owes, named after it, in the plan's order; the last report's warehouse is left alone."""
    owner = f"remind {context.plan.plan_id} {context.period.period_id}"
    require_apart(out, inbox)
    require_own_folder(out, owner)
    survey = survey_inbox(context, list_inbox(inbox), progress, with_owed=True)
    letters = dict(_make_letters(survey, context))
    rules = read_nd30(context.home.reference)
    with rewrite_folder(out, owner) as new:
        for name, made_letter in letters.items():
            letter.write_letter(made_letter, new / name, rules)
    return [out / name for name in letters]


def _make_letters(survey: Survey, context: RunContext) -> Iterator[tuple[str, letter.Letter]]:
    """By file name; the body that writes the letters writes none to itself."""
    for unit in (*survey.units, *survey.leads_outside):
        reason = _reason(unit, survey.owed.get(unit.unit_id, ()))
        if reason and unit.name not in context.plan.report.issuing_body:
            name = safe_name(f"{unit.short_name.replace('/', '-')} ({unit.unit_id}).docx")
            yield name, _make_letter(survey, context, unit, reason)


def _reason(unit: UnitSurvey, owed: Iterable[OwedItem]) -> str | None:
    """Why a unit is written to; one that sent is asked for the tasks that it leads before it is told that it was late."""
    if unit.state in ("missing", "unread"):
        return unit.state
    if any(row.is_led for row in owed):
        return "incomplete"
    return "late" if unit.state == "late" else None


def _owed_by(survey: Survey, unit: UnitSurvey, reason: str) -> tuple[OwedItem, ...]:
    """A unit that sent its report has said what it takes part in; it is asked for what is its own."""
    owed = survey.owed.get(unit.unit_id, ())
    if reason == "late":
        return ()
    return owed if reason != "incomplete" else tuple(row for row in owed if row.role != "coordinate")


def _make_letter(survey: Survey, context: RunContext, unit: UnitSurvey, reason: str) -> letter.Letter:
    as_of, owed = survey.as_of, _owed_by(survey, unit, reason)
    values = _template_values(survey, context, unit) | {"viec": reason, "con_thieu": owed}
    blocks = prose.render_blocks(context.home.templates / "cong-van", TEMPLATE, values)
    head = assemble.make_letterhead(find_occasion(context.home.reference, context.plan, context.period))
    return letter.Letter(
        head=replace(head, symbol="".join(blocks["ky_hieu"]), addressees=(unit.name,), recipients=blocks["noi_nhan"]),
        about=" ".join(blocks["trich_yeu"]),
        paragraphs=blocks["noi_dung"],
        year=as_of.year if as_of else None,
        is_sample=survey.is_sample,
        attached=owed_table(owed) if owed else None,
    )


def _template_values(survey: Survey, context: RunContext, unit: UnitSurvey) -> dict[str, Any]:
    as_of = survey.as_of
    remarks = (remark for file in survey.files_of(unit.unit_id) for remark in file.remarks)
    return {
        "don_vi": unit,
        "loai": context.reference.units[unit.unit_id].kind,
        "ly_do": [*(remark.message for remark in remarks if remark.severity == "file"), *unit.other_files],
        "plan": context.plan,
        "period": context.period,
        "as_of": as_of or context.period.data_to,
        "qua_han": as_of is not None and as_of > context.period.due_lenient_on,
        "ky_hieu": letter_symbol(context.plan.report),
    }


def letter_symbol(form: ReportForm) -> str:
    """Of a công văn: the issuing body, then the office that drafts it ("Lưu: VT, TTBCXB" → "STTTT-TTBCXB"); mục II.3."""
    issuer = form.symbol.partition("-")[2] or form.symbol
    return "-".join([issuer, *(part.strip() for part in form.archive.split(",")[1:2])])
