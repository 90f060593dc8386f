"""The ledger of published figures: what was said to whom, in which document, and what later took its place.

    data/published/documents.csv   one line a signed document: report, replacing report, letter about its form
    data/published/figures.csv     one line a vintage of a figure: an area, a window, a value, the day on which it was signed

Lines are only ever added, in files that a person can read and sign for. A figure that was said wrongly keeps its line: a replacing
report adds the next vintage (Nghị định 30/2020/NĐ-CP, Điều 18 khoản 3). The plan of the next year reads its bases from here.
Out of scope: what a figure may be compared with (`staging.figure_bases`).
"""

from __future__ import annotations

import csv
import io
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_type_hints

from tdnreport.base.csv_rows import read_table
from tdnreport.base.data_error import Place, Problems
from tdnreport.base.disk import flush_to_disk
from tdnreport.base.errors import TdnError
from tdnreport.plans.load import LEDGER, load_ledger
from tdnreport.plans.records import PublishedFigure, figure_key

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

DOCUMENTS = "published/documents.csv"
KIND_NAMES = {"report": "Báo cáo", "replacing_report": "Báo cáo", "form_letter": "Công văn"}
FigureKey = tuple[str, str, int, date, date]


class LedgerError(TdnError):
    """Why something cannot be published or corrected; a Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class Document:
    """data/published/documents.csv: a signed document. Numbers start anew each year, so `document_id` begins with the year."""

    origin: Place
    document_id: str
    kind: Literal["report", "replacing_report", "form_letter"]
    number: str
    signed_on: date
    plan_id: str
    period_id: str
    replaces: str | None
    closing_code: str | None
    is_invented: bool

    @property
    def name(self) -> str:
        """As a sentence names it: "Báo cáo số 245/BC-STTTT ngày 12/12/2024"."""
        return f"{KIND_NAMES[self.kind]} số {self.number} ngày {self.signed_on:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything published so far, in the order in which it was written."""

    documents: tuple[Document, ...]
    figures: tuple[PublishedFigure, ...]

    def latest(self) -> dict[FigureKey, PublishedFigure]:
        return {figure_key(figure): figure for figure in sorted(self.figures, key=lambda figure: figure.vintage_no)}

    def vintages(self) -> dict[FigureKey, list[PublishedFigure]]:
        by_key: dict[FigureKey, list[PublishedFigure]] = defaultdict(list)
        for figure in sorted(self.figures, key=lambda figure: figure.vintage_no):
            by_key[figure_key(figure)].append(figure)
        return by_key

    def find_document(self, name: str) -> Document:
        """By id, or by a number that stands only once."""
        found = [document for document in self.documents if name in (document.document_id, document.number)]
        if len(found) == 1:
            return found[0]
        known = ", ".join(document.document_id for document in self.documents)
        why = "có nhiều văn bản cùng số; ghi mã đầy đủ" if found else "không có trong sổ số liệu đã công bố"
        raise LedgerError(f"Văn bản “{name}” {why}. Các văn bản trong sổ: {known or 'chưa có văn bản nào'}.")

    def documents_of(self, plan_id: str, period_id: str) -> tuple[Document, ...]:
        """The reports of a period that nothing has replaced yet."""
        replaced = {document.replaces for document in self.documents if document.kind == "replacing_report"}
        return tuple(
            document
            for document in self.documents
            if (document.plan_id, document.period_id) == (plan_id, period_id)
            and document.kind != "form_letter"
            and document.document_id not in replaced
        )


def load_published(data: Path) -> Ledger:
    """Both files below `data/`; an empty ledger where nothing was published yet, DataError where a line is wrong."""
    problems = Problems()
    path = data / DOCUMENTS
    documents = read_table(path, Document, problems) if path.is_file() else ()
    problems.stop_if_any()
    return Ledger(documents, load_ledger(data))


def require_new_document(ledger: Ledger, document: Document) -> None:
    """LedgerError where the number was given to another document of that year."""
    for known in ledger.documents:
        if known.document_id == document.document_id:
            raise LedgerError(
                f"Số {document.number} năm {document.signed_on.year} đã ghi trong sổ cho {known.name} "
                f"(kế hoạch {known.plan_id}, kỳ {known.period_id}); kiểm tra lại số văn bản."
            )


def append(data: Path, document: Document, figures: Iterable[PublishedFigure]) -> None:
    """Add a document and its vintages; both files are written whole beside the old ones, then take their names.

    The figures come first: a document is in the ledger once all its figures are.
    """
    from filelock import FileLock

    folder = (data / LEDGER).parent
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "so.lock"):
        _append_rows(data / LEDGER, PublishedFigure, figures)
        _append_rows(data / DOCUMENTS, Document, [document])


def _append_rows(path: Path, row_type: type[DataclassInstance], rows: Iterable[Any]) -> None:
    hints = get_type_hints(row_type)
    columns = [field.name for field in fields(row_type) if hints[field.name] is not Place]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if not path.is_file():
        writer.writerow(columns)
    writer.writerows([_cell(getattr(row, column)) for column in columns] for row in rows)
    before = path.read_bytes() if path.is_file() else b""
    new = path.with_suffix(".moi")
    new.write_bytes(before + text.getvalue().encode())
    flush_to_disk(new)
    os.replace(new, path)
    flush_to_disk(path.parent)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "|".join(value)
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def document_id(number: str, signed_on: date) -> str:
    """
    >>> document_id("245/BC-STTTT", date(2024, 12, 12))
    '2024-245/BC-STTTT'
    """
    return f"{signed_on.year}-{number}"


def full_number(number: str, symbol: str) -> str:
    """
    >>> full_number("245", "BC-STTTT"), full_number("09/BC-STTTT", "BC-STTTT")
    ('245/BC-STTTT', '09/BC-STTTT')
    """
    return number if "/" in number else f"{number}/{symbol}"


def changed(before: Mapping[FigureKey, PublishedFigure], figure: PublishedFigure) -> bool:
    """Whether a figure differs from what was last said of it."""
    known = before.get(figure_key(figure))
    return known is None or (known.value, known.numerator, known.denominator) != (
        figure.value,
        figure.numerator,
        figure.denominator,
    )
