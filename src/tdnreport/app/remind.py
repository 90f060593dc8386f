"""`tdnreport remind`: a công văn đôn đốc to each unit that owes a usable report or sent it late, from `cong-van/don-doc.j2`.

    out/tth.sdl.docx        number, day, signer and the new deadline stay blanks to fill

Who is late is what `status` shows. A unit that has sent in the meantime loses its letter when the command runs again, but for a letter
that was edited by hand: that is kept under a dated name.
Out of scope: sending; whether to remind a unit at all.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

OWING = ("missing", "unread", "late")
TEMPLATE = "don-doc"


def write_letters(context: RunContext, inbox: Path, out: Path, progress: Progress = no_progress) -> list[Path]:
    """One .docx for each unit that owes, named after its id, in the plan's order; the last report's warehouse is left alone."""
    owner = f"remind {context.plan.plan_id} {context.period.period_id}"
    require_apart(out, inbox)
    require_own_folder(out, owner)
    survey = survey_inbox(context, list_inbox(inbox), progress)
    units = (*survey.units, *survey.leads_outside)
    letters = {unit.unit_id: _make_letter(survey, context, unit) for unit in units if unit.state in OWING}
    rules = read_nd30(context.home.reference)
    with rewrite_folder(out, owner) as new:
        for unit_id, made_letter in letters.items():
            letter.write_letter(made_letter, new / f"{unit_id}.docx", rules)
    return [out / f"{unit_id}.docx" for unit_id in letters]


def _make_letter(survey: Survey, context: RunContext, unit: UnitSurvey) -> letter.Letter:
    as_of = survey.as_of
    blocks = prose.render_blocks(context.home.templates / "cong-van", TEMPLATE, _template_values(survey, context, unit))
    head = assemble.make_letterhead(find_occasion(context.home.reference, context.plan, context.period))
    return letter.Letter(
        head=replace(head, symbol="".join(blocks["ky_hieu"]), addressees=(unit.name,), recipients=blocks["noi_nhan"]),
        about=" ".join(blocks["trich_yeu"]),
        paragraphs=blocks["noi_dung"],
        year=as_of.year if as_of else None,
        is_sample=survey.is_sample,
    )


def _template_values(survey: Survey, context: RunContext, unit: UnitSurvey) -> dict[str, Any]:
    as_of = survey.as_of
    remarks = (remark for file in survey.files_of(unit.unit_id) for remark in file.remarks)
    return {
        "don_vi": unit,
        "nhiem_vu": [task for task in context.plan.tasks if task.task_code in unit.leads],
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
