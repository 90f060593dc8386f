"""`tdnreport remind`: a công văn đôn đốc to each unit that owes a usable report or sent it late, from `cong-van/don-doc.j2`.

    out/tth.sdl.docx        number, day, signer and the new deadline stay blanks to fill

Who is late is what `status` shows. A unit that has sent in the meantime loses its letter when the command runs again.
Out of scope: sending; whether to remind a unit at all.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tdnreport.base.progress import silent
from tdnreport.report import assemble, prose
from tdnreport.report.word import letter
from tdnreport.warehouse import pipeline

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from tdnreport.base.progress import Progress
    from tdnreport.plans import ReportForm
    from tdnreport.plans.context import RunContext

OWING = ("missing", "refused", "late")
TEMPLATE = "don-doc"


def write_letters(subject: RunContext, inbox: Path, out: Path, progress: Progress = silent) -> list[Path]:
    """One .docx for each unit that owes, named after its id, in the plan's order; the last report's warehouse is left alone."""
    with (
        TemporaryDirectory() as folder,
        pipeline.built(subject, inbox, Path(folder) / "remind.duckdb", progress) as con,
    ):
        units = assemble.records(con, "report.unit_reports")
        made = {unit["unit_id"]: _letter(con, subject, unit) for unit in units if unit["state"] in OWING}
    out.mkdir(parents=True, exist_ok=True)
    for unit in units:
        if unit["unit_id"] not in made:
            (out / f"{unit['unit_id']}.docx").unlink(missing_ok=True)
    for unit_id, one in made.items():
        letter.write(one, out / f"{unit_id}.docx")
    return [out / f"{unit_id}.docx" for unit_id in made]


def _letter(con: duckdb.DuckDBPyConnection, subject: RunContext, unit: dict[str, Any]) -> letter.Letter:
    as_of = pipeline.as_of(con)
    blocks = prose.blocks(subject.home.templates / "cong-van", TEMPLATE, _context(con, subject, unit, as_of))
    head = assemble.letterhead(subject.plan, subject.period)
    return letter.Letter(
        head=replace(
            head, symbol="".join(blocks["ky_hieu"]), addressees=(unit["name"],), recipients=blocks["noi_nhan"]
        ),
        about=" ".join(blocks["trich_yeu"]),
        paragraphs=blocks["noi_dung"],
        year=as_of.year if as_of else None,
        is_sample=pipeline.is_sample(con),
    )


def _context(
    con: duckdb.DuckDBPyConnection, subject: RunContext, unit: dict[str, Any], as_of: date | None
) -> dict[str, Any]:
    leads = con.execute("select task_code from marts.task_leads where unit_id = ?", [unit["unit_id"]]).fetchall()
    codes = {code for (code,) in leads}
    refused = con.execute(
        "select message from marts.findings where severity = 'file' and unit_id = ? order by file, rule_id",
        [unit["unit_id"]],
    ).fetchall()
    return {
        "don_vi": unit,
        "nhiem_vu": [task for task in subject.plan.tasks if task.task_code in codes],
        "ly_do": [message for (message,) in refused],
        "plan": subject.plan,
        "period": subject.period,
        "as_of": as_of or subject.period.data_to,
        "qua_han": as_of is not None and as_of > subject.period.due_lenient_on,
        "ky_hieu": _symbol(subject.plan.report),
    }


def _symbol(form: ReportForm) -> str:
    """Of a công văn: the issuing body, then the office that drafts it ("Lưu: VT, TTBCXB" → "STTTT-TTBCXB"); mục II.3."""
    issuer = form.symbol.partition("-")[2] or form.symbol
    return "-".join([issuer, *(part.strip() for part in form.archive.split(",")[1:2])])
