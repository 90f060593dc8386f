"""`tdnreport correct`: a published figure that was wrong gets a replacing report; a fault of form gets a letter and changes no figure.

Nghị định 30/2020/NĐ-CP, Điều 18: a document with wrong content is replaced by one of equal form (khoản 3: bằng văn bản có hình thức
tương đương); faults of form and of technique are corrected by a công văn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tdnreport.app.publish import NOWHERE
from tdnreport.base.own_folder import require_own_folder, rewrite_folder
from tdnreport.history import ledger
from tdnreport.history.ledger import Document, Ledger, LedgerError
from tdnreport.plans.context import load_context
from tdnreport.plans.records import PublishedFigure
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    from tdnreport.base.home import Home
    from tdnreport.plans.context import RunContext

FORM_ONLY = (
    "Công văn đính chính chỉ sửa lỗi thể thức, kỹ thuật trình bày, không sửa số liệu (Nghị định số 30/2020/NĐ-CP, Điều 18 khoản 3); "
    "số liệu sai phải có báo cáo thay thế: bỏ --form-only."
)


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was prepared: the Word document, and, once it is signed, the vintage that it added."""

    paper: Path
    document: Document | None
    before: PublishedFigure | None
    after: PublishedFigure | None


def correct_figure(
    home: Home,
    document: str,
    figure_id: str,
    value: float,
    reason: str,
    signed: tuple[str, date] | None = None,
) -> Corrected:
    """The replacing report as a Word draft; with `signed` (number, day) the new vintage enters the ledger too."""
    known = ledger.load_published(home.data)
    old = known.find_document(document)
    if old.kind == "form_letter":
        raise LedgerError(f"{old.name} là công văn đính chính, không có số liệu; ghi mã của báo cáo.")
    context = load_context(home, old.plan_id, old.period_id)
    before = _find_figure(known, context, old, figure_id)
    if len(reason.split()) < 2:
        raise LedgerError("Sửa số đã công bố phải nêu rõ lý do, ví dụ: --reason “Sở Ngoại vụ gửi lại số họp báo”.")
    if value == before.value:
        raise LedgerError(f"Số mới {formats.format_trimmed(value, 2)} bằng số đã công bố; không có gì để thay thế.")
    after = replace(before, value=value, numerator=None, vintage_no=before.vintage_no + 1, reason=reason)
    new = _signed_document(context, old, "replacing_report", signed)
    if new:
        after = replace(after, known_on=new.signed_on, document=new.name, source=new.name)
        ledger.require_new_document(known, new)
    paper = _write_replacing(context, old, new, before, after)
    if new:
        ledger.append(home.data, new, [after])
    return Corrected(paper, new, before, after)


def correct_form(home: Home, document: str, reason: str, signed: tuple[str, date] | None = None) -> Corrected:
    """The letter that corrects faults of form; no figure changes."""
    known = ledger.load_published(home.data)
    old = known.find_document(document)
    context = load_context(home, old.plan_id, old.period_id)
    new = _signed_document(context, old, "form_letter", signed)
    if new:
        ledger.require_new_document(known, new)
    paper = _write_form_letter(context, old, new, reason)
    if new:
        ledger.append(home.data, new, [])
    return Corrected(paper, new, None, None)


def _find_figure(known: Ledger, context: RunContext, old: Document, figure_id: str) -> PublishedFigure:
    """The last vintage of a figure in the window of the document's period."""
    window = (context.period.data_from, context.period.data_to)
    found = [
        figure
        for figure in known.latest().values()
        if figure.figure_id == figure_id
        and (figure.data_from, figure.data_to) == window
        and figure.is_invented == old.is_invented
    ]
    if found:
        return found[-1]
    there = sorted({f.figure_id for f in known.figures if (f.data_from, f.data_to) == window})
    raise LedgerError(
        f"{old.name} không công bố con số “{figure_id}”; các con số đã công bố của kỳ: {', '.join(there) or 'không có'}."
    )


def _signed_document(
    context: RunContext,
    old: Document,
    kind: Literal["replacing_report", "form_letter"],
    signed: tuple[str, date] | None,
) -> Document | None:
    if signed is None:
        return None
    number, on = signed
    if on < old.signed_on:
        raise LedgerError(f"Ngày ký {on:%d/%m/%Y} trước ngày của {old.name}; kiểm tra --signed-on.")
    number = ledger.full_number(number, context.plan.report.symbol)
    return replace(
        old, origin=NOWHERE, document_id=ledger.document_id(number, on), kind=kind, number=number, signed_on=on, replaces=old.document_id,
        closing_code=None,
    )  # fmt: skip


def _write_replacing(
    context: RunContext, old: Document, new: Document | None, before: PublishedFigure, after: PublishedFigure
) -> Path:
    from tdnreport.report import assemble, prose
    from tdnreport.report.model import Column, Table
    from tdnreport.report.nd30_rules import read_nd30
    from tdnreport.report.occasions import find_occasion
    from tdnreport.report.word.replacing import ReplacingReport, write_replacing_report

    values = {"cu": old.name, "ly_do": after.reason, "plan": context.plan, "period": context.period}
    blocks = prose.render_blocks(context.home.templates / "cong-van", "thay-the", values)
    names = {indicator.indicator_code: indicator.name for indicator in context.plan.indicators}
    columns = [
        Column("name", "Chỉ tiêu", width=3), Column("unit", "Đơn vị tính"), Column("before", "Số đã báo cáo", "number"),
        Column("after", "Số thay thế", "number"), Column("reason", "Lý do", width=2),
    ]  # fmt: skip
    row = (names.get(before.figure_id, before.figure_id), before.unit, before.value, after.value, after.reason)
    head = assemble.make_letterhead(find_occasion(context.home.reference, context.plan, context.period))
    report = ReplacingReport(
        head=replace(head, **_signed(new), subject=(" ".join(blocks["trich_yeu"]),), legal_basis=blocks["can_cu"]),
        before_table=blocks["truoc_bang"],
        changes=Table("thay_the", "Số liệu thay thế", tuple(columns), (row,)),
        after_table=blocks["sau_bang"],
        year=(new or old).signed_on.year,
        is_sample=old.is_invented,
    )
    return _write(
        context,
        "bao-cao-thay-the.docx",
        lambda path: write_replacing_report(report, path, read_nd30(context.home.reference)),
    )


def _write_form_letter(context: RunContext, old: Document, new: Document | None, reason: str) -> Path:
    from tdnreport.app.remind import letter_symbol
    from tdnreport.report import assemble, prose
    from tdnreport.report.nd30_rules import read_nd30
    from tdnreport.report.occasions import find_occasion
    from tdnreport.report.word.letter import Letter, write_letter

    symbol = letter_symbol(context.plan.report)
    values = {"cu": old.name, "ly_do": reason, "plan": context.plan, "period": context.period, "ky_hieu": symbol}
    blocks = prose.render_blocks(context.home.templates / "cong-van", "dinh-chinh", values)
    head = assemble.make_letterhead(find_occasion(context.home.reference, context.plan, context.period))
    letter = Letter(
        head=replace(head, **_signed(new), symbol="".join(blocks["ky_hieu"]), recipients=blocks["noi_nhan"]),
        about=" ".join(blocks["trich_yeu"]),
        paragraphs=blocks["noi_dung"],
        year=(new or old).signed_on.year,
        is_sample=old.is_invented,
    )
    return _write(
        context, "cong-van-dinh-chinh.docx", lambda path: write_letter(letter, path, read_nd30(context.home.reference))
    )


def _signed(document: Document | None) -> dict[str, Any]:
    """Number and day of the letterhead; blanks to fill until the paper is signed."""
    return {"document_no": document.number.partition("/")[0], "signed_on": document.signed_on} if document else {}


def _write(context: RunContext, name: str, write: Callable[[Path], None]) -> Path:
    """The paper in a folder of its own beside the period's report; one that was edited by hand is kept under a dated name."""
    owner = f"correct {context.plan.plan_id} {context.period.period_id}"
    out = context.home.root / "out" / "sua-so-lieu" / context.plan.plan_id / context.period.period_id
    require_own_folder(out, owner)
    with rewrite_folder(out, owner) as new:
        write(new / name)
    return out / name


def corrected_text(corrected: Corrected) -> Iterator[str]:
    yield f"Đã soạn {corrected.paper}."
    if corrected.document is None:
        yield "Sổ số liệu đã công bố chưa đổi; khi đã ký, chạy lại lệnh với --document-no và --signed-on."
    elif corrected.before and corrected.after:
        before, after = (formats.format_trimmed(figure.value, 2) for figure in (corrected.before, corrected.after))
        yield f"Đã ghi {corrected.document.name} vào sổ: {corrected.after.figure_id} {before} → {after}."
    else:
        yield f"Đã ghi {corrected.document.name} vào sổ; không con số nào đổi."
