"""`tdnreport publish`: a closed period enters the ledger of published figures as the signed document says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.app import close, keep
from tdnreport.base.data_error import Place
from tdnreport.base.progress import say_nothing
from tdnreport.history import closed_check, closing, comparing, ledger
from tdnreport.history.ledger import Document, Ledger, LedgerError
from tdnreport.plans.records import RATE_UNITS, PublishedFigure, figure_key
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext

NOWHERE = Place(Path(ledger.DOCUMENTS), 0)
"""Rows that are not in a file yet."""


@dataclass(frozen=True, slots=True)
class Published:
    """A document that entered the ledger: the vintages it added, and those of them that change an earlier one."""

    document: Document
    figures: tuple[PublishedFigure, ...]
    revised: tuple[PublishedFigure, ...]


def publish_period(
    context: RunContext,
    number: str,
    signed_on: date,
    replaces: str | None = None,
    reason: str | None = None,
    inbox: Path | None = None,
    say: Callable[[str], None] = say_nothing,
) -> Published:
    """Close the period where it is open, and write its figures into the ledger as the signed document says them.

    LedgerError where the report at hand is not the closed one, where the period was published already and nothing is replaced, or
    where a replacing report gives no reason.
    """
    known = ledger.load_published(context.home.data)
    number = ledger.full_number(number, context.plan.report.symbol)
    replaced = _replaced(context, known, replaces, reason)
    folder = _closed_folder(context, signed_on, inbox, say)
    content = closing.load_figures(folder / closing.OUTPUTS)
    if content["as_of"] and signed_on < date.fromisoformat(content["as_of"]):
        raise LedgerError(
            f"Ngày ký {signed_on:%d/%m/%Y} trước ngày của số liệu ({date.fromisoformat(content['as_of']):%d/%m/%Y}); kiểm tra --signed-on."
        )
    document = Document(
        origin=NOWHERE,
        document_id=ledger.document_id(number, signed_on),
        kind="replacing_report" if replaced else "report",
        number=number,
        signed_on=signed_on,
        plan_id=context.plan.plan_id,
        period_id=context.period.period_id,
        replaces=replaced.document_id if replaced else None,
        closing_code=closing.load_closed(folder).code,
        is_invented=content["is_sample"],
    )
    figures = list(_closed_figures(context, folder / closing.OUTPUTS, content, document))
    published = enter(context.home.data, known, document, figures, reason)
    for sentence in keep.keep_published(context, folder, signed_on):
        say(sentence)
    return published


def _replaced(context: RunContext, known: Ledger, replaces: str | None, reason: str | None) -> Document | None:
    standing = known.documents_of(context.plan.plan_id, context.period.period_id)
    if replaces is None:
        if standing:
            raise LedgerError(
                f"Kỳ {context.period.period_id} đã công bố bằng {standing[-1].name}; muốn công bố lại phải là báo cáo thay thế: "
                f"thêm --replaces {standing[-1].document_id} và --reason."
            )
        return None
    document = known.find_document(replaces)
    if document not in standing:
        raise LedgerError(f"{document.name} không phải báo cáo đang có hiệu lực của kỳ {context.period.period_id}.")
    if not reason or len(reason.split()) < 2:
        raise LedgerError("Báo cáo thay thế phải nêu rõ lý do, ví dụ: --reason “Sở Ngoại vụ gửi lại số họp báo”.")
    return document


def _closed_folder(context: RunContext, on: date, inbox: Path | None, say: Callable[[str], None]) -> Path:
    """The closed period, closed now where it is not; what lies in `out` must say the same."""
    folder = closing.closed_folder(context)
    if not folder.exists():
        return close.close_period(context, on, inbox=inbox, say=say).folder
    if faults := closed_check.verify_folder(folder):
        raise LedgerError(f"Số liệu đã chốt trong {folder} không còn nguyên: {faults[0]}")
    out = close.last_out(context)
    comparison = comparing.compare_reports(context, out) if out.is_dir() else None
    if comparison and comparison.changes:
        change = comparison.changes[0]
        raise LedgerError(
            f"Báo cáo trong {out} khác số đã chốt ({change.label}: {change.before} khi chốt, nay {change.after}); "
            "mở lại kỳ với lý do rồi chốt lại, hoặc làm lại báo cáo đúng như đã chốt."
        )
    return folder


def _closed_figures(
    context: RunContext, outputs: Path, content: dict[str, Any], document: Document
) -> Iterator[PublishedFigure]:
    """The plan's indicators and the rates of the closed report; what has no value was not said."""
    full = {row["code"]: row["reported"] >= row["owing"] for row in content["coverage"] if row["kind"] == "indicator"}
    reporters = _reporters(outputs)
    by_code = {indicator.indicator_code: indicator for indicator in context.plan.indicators}
    blank = PublishedFigure(
        NOWHERE, "", 0, "", context.period.data_from, context.period.data_to, content["area_id"], (), document.name,
        document.name, document.is_invented, known_on=document.signed_on,
    )  # fmt: skip
    for row in content["indicators"]:
        if row["value"] is not None:
            code = row["indicator_code"]
            indicator = by_code[code]
            yield replace(
                blank,
                figure_id=code,
                value=row["value"],
                unit=row["unit_of_measure"],
                reporters=() if full.get(code) else reporters.get(code, ()),
                definition_no=indicator.definition_no,
                denominator=indicator.ranked_of,
            )
    all_leads_reported = all(row["reported"] >= row["owing"] for row in content["coverage"] if row["kind"] == "task")
    senders = tuple(sorted({sent["unit_id"] for sent in content["inputs"] if sent["unit_id"]}))
    for figure_id, unit in RATE_UNITS.items():
        figure = content["figures"].get(figure_id)
        if figure and figure["value"] is not None:
            ratio = {"numerator": figure["numerator"], "denominator": figure["denominator"]}
            parts = () if figure_id == "reporting_rate_pct" or all_leads_reported else senders
            yield replace(blank, figure_id=figure_id, value=figure["value"], unit=unit, reporters=parts, **ratio)


def _reporters(outputs: Path) -> dict[str, tuple[str, ...]]:
    """Indicator → the units whose figures are in its sum."""
    import polars as pl

    rows = pl.read_parquet(outputs / "du-lieu" / "indicators.parquet", columns=["indicator_code", "unit_id"])
    grouped = rows.unique().sort("unit_id").group_by("indicator_code").agg("unit_id")
    return {code: tuple(units) for code, units in grouped.iter_rows()}


def enter(
    data: Path, known: Ledger, document: Document, figures: Iterable[PublishedFigure], reason: str | None
) -> Published:
    """Write the document with the figures that are new or differ from what was last said of them."""
    ledger.require_new_document(known, document)
    before = known.latest()
    new, revised = [], []
    for figure in figures:
        if not ledger.changed(before, figure):
            continue
        earlier = before.get(figure_key(figure))
        if earlier is None:
            new.append(figure)
        elif document.replaces is None and not earlier.is_invented:
            raise LedgerError(
                f"“{figure.figure_id}” của kỳ {figure.data_from:%d/%m/%Y}–{figure.data_to:%d/%m/%Y} đã công bố là "
                f"{formats.format_trimmed(earlier.value, 2)} ({earlier.document or earlier.source}), nay là "
                f"{formats.format_trimmed(figure.value, 2)}; số đã công bố chỉ đổi bằng báo cáo thay thế (--replaces)."
            )
        else:
            revised.append(replace(figure, vintage_no=earlier.vintage_no + 1, reason=reason))
    ledger.append(data, document, [*new, *revised])
    return Published(document, (*new, *revised), tuple(revised))


def published_text(published: Published) -> Iterator[str]:
    yield (
        f"Đã ghi {published.document.name} vào sổ số liệu đã công bố: {len(published.figures)} con số"
        f"{f', trong đó {len(published.revised)} con số điều chỉnh' if published.revised else ''}."
    )
    yield f"Mã văn bản trong sổ: {published.document.document_id}; mã chốt: {published.document.closing_code or 'không có'}."
