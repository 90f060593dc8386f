"""`tdnreport baseline`: the indicators of an earlier report, signed before this program was used, enter the ledger from its Word file.

A row counts where its name is an indicator of the plan and the named column of its table holds one number. What was not taken is
told line by line, so that the officer can add it to `data/published/figures.csv`; nothing is guessed.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.app.publish import NOWHERE, Published, enter
from tdnreport.history import ledger
from tdnreport.history.ledger import Document, LedgerError
from tdnreport.plans.records import PublishedFigure
from tdnreport.vietnamese.counts import read_count
from tdnreport.vietnamese.text import fold_text
from tdnreport.workbook.docx import read_docx
from tdnreport.workbook.sniff import Refused, detect_format

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext
    from tdnreport.workbook.model import Line

SOURCE = "Báo cáo đã ký, đọc từ tệp Word"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What entered the ledger; `left_out` are the rows of the tables that gave no figure, each in a sentence."""

    published: Published
    left_out: tuple[str, ...]


def enter_baseline(
    context: RunContext, file: Path, number: str, signed_on: date, column: str, window: tuple[date, date] | None = None
) -> Baseline:
    """`window` is that of the plan's period where none is given; LedgerError where the file has no table with that column."""
    known = ledger.load_published(context.home.data)
    data_from, data_to = window or (context.period.data_from, context.period.data_to)
    number = ledger.full_number(number, context.plan.report.symbol)
    document = Document(
        NOWHERE, ledger.document_id(number, signed_on), "report", number, signed_on, context.plan.plan_id,
        context.period.period_id, None, None, is_invented=False,
    )  # fmt: skip
    figures: dict[str, PublishedFigure] = {}
    left_out: list[str] = []
    units = {indicator.indicator_code: indicator for indicator in context.plan.indicators}
    for line_no, code, text, value in _table_rows(context, _lines(file), column):
        if code is None or value is None or code in figures:
            why = (
                "không nhận ra chỉ tiêu"
                if code is None
                else "không phải một số"
                if value is None
                else "chỉ tiêu đã có ở dòng trên"
            )
            left_out.append(f"Dòng {line_no}: “{text[:80]}”: {why}.")
            continue
        figures[code] = PublishedFigure(
            NOWHERE, code, value, units[code].unit_of_measure, data_from, data_to, context.plan.area, (), SOURCE, document.name, False,
            definition_no=units[code].definition_no, known_on=signed_on, denominator=units[code].ranked_of,
        )  # fmt: skip
    if not figures:
        raise LedgerError(
            f"Trong {file.name} không có bảng nào có cột “{column}” và tên chỉ tiêu của kế hoạch {context.plan.plan_id}; "
            "ghi đúng tiêu đề cột bằng --column."
        )
    return Baseline(enter(context.home.data, known, document, figures.values(), None), tuple(left_out))


def _lines(file: Path) -> list[Line]:
    try:
        content = detect_format(file.read_bytes())
        if content.kind != "docx" or content.archive is None:
            raise LedgerError(f"{file.name} không phải văn bản Word (.docx).")
        [sheet] = read_docx(content.archive)
    except (Refused, zipfile.BadZipFile) as error:
        raise LedgerError(f"Không đọc được {file.name}: {error}") from error
    return sheet.lines


def _table_rows(
    context: RunContext, lines: list[Line], column: str
) -> Iterator[tuple[int, str | None, str, float | None]]:
    """Rows below a header with the column: number of the line, indicator, its name as written, value."""
    names, wanted = context.vocabulary.indicators, fold_text(column)
    place = None
    for line in lines:
        folded = [fold_text(text) for text in line.cells]
        if wanted in folded:
            place = folded.index(wanted)
        elif place is not None and len(line.cells) > place and line.cells[place].strip():
            texts = [text for text in line.cells[:place] if text.strip() and not text.strip().isdecimal()]
            codes = [code for text in texts for measure in ("", *texts) if (code := names.read("", "", text, measure))]
            number = read_count(line.cells[place], line.kinds[place])
            value = None if number.is_approximate else number.value
            yield line.row_no, next(iter(codes), None), "; ".join(texts), value
        elif len(line.cells) == 1:
            place = None


def baseline_text(made: Baseline) -> Iterator[str]:
    published = made.published
    yield f"Đã ghi {published.document.name} vào sổ số liệu đã công bố: {len(published.figures)} con số."
    if made.left_out:
        yield f"{len(made.left_out)} dòng không lấy; cần thì ghi tay vào data/published/figures.csv:"
        yield from made.left_out
