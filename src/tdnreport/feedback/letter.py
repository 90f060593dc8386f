"""`phan-hoi/`: what each unit gets back: its own workbook with the wrong cells marked, and a letter to go with it.

    phan-hoi/tth.sdl.xlsx   first sheet "Phản hồi" (what is wrong, in which cell, what to write), then the unit's own sheets
    phan-hoi/tth.sdl.txt    the text of the return mail (UTF-8 with BOM, for Notepad)

Red cells are those left out of the figures, amber ones are kept and listed. Everybody who sent something gets an answer,
also the one line that nothing was found. The workbook is one that our own reader reads as it read the first one.
Out of scope: sending mails; what a cell should have said (the rules say it, see `rules`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from tdnreport.feedback import workbook
from tdnreport.feedback.model import FeedbackContext, FeedbackFile, UnitFeedback
from tdnreport.report import prose
from tdnreport.report.model import Finding, count_findings
from tdnreport.vietnamese import formats, labels

NOTHING_FOUND = "Không phát hiện sai sót; số liệu được tiếp nhận đầy đủ."
MOST_IN_LETTER = 15


def write_feedback(units: Iterable[UnitFeedback], context: FeedbackContext, folder: Path) -> list[Path]:
    """A workbook and a letter for each unit; same files, same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for unit in map(_without_superseded, units):
        book, text = folder / f"{unit.unit_id}.xlsx", folder / f"{unit.unit_id}.txt"
        book.write_bytes(workbook.marked_workbook(unit, context, verdict_sentence(unit)))
        text.write_bytes(letter_text(unit, context).replace("\n", "\r\n").encode("utf-8-sig"))
        written += [book, text]
    return written


def _without_superseded(unit: UnitFeedback) -> UnitFeedback:
    """Without findings on files that a later one replaced."""
    replaced = {file.file for file in unit.files if file.state == "superseded"}
    return replace(unit, findings=tuple(finding for finding in unit.findings if finding.file not in replaced))


def letter_text(unit: UnitFeedback, context: FeedbackContext) -> str:
    """The return mail: what came, what is wrong, what to do until when."""
    parts = [f"Kính gửi: {unit.unit_name}", _received_sentence(unit, context), verdict_sentence(unit)]
    if unit.findings:
        parts += [_list_findings(unit), _request_sentence(unit, context)]
    notice = [text for text in (unit.marking, context.sample_notice) if text]
    return "\n\n".join([*notice, *parts, f"Trân trọng cảm ơn./.\n\n{context.office}"]) + "\n"


def verdict_sentence(unit: UnitFeedback) -> str:
    """One sentence: number of places to correct and to review."""
    mend_count, look_count = count_findings(unit.to_mend), count_findings(unit.to_look_at)
    if not unit.findings:
        return NOTHING_FOUND
    if not mend_count:
        return (
            "Số liệu được tiếp nhận đầy đủ; "
            f"có {formats.format_count_in_prose(look_count)} nội dung đề nghị xem lại (số liệu vẫn được tính)."
        )
    rest = (
        f" và {formats.format_count_in_prose(look_count)} nội dung đề nghị xem lại (số liệu vẫn được tính)"
        if look_count
        else ""
    )
    return f"Qua kiểm tra, có {formats.format_count_in_prose(mend_count)} nội dung cần sửa (số liệu chưa được tính vào báo cáo){rest}."


def _received_sentence(unit: UnitFeedback, context: FeedbackContext) -> str:
    files = "; ".join(
        f"{file.file} ({_received_phrase(file)}{prose.lower_first(labels.STATES.get(file.state, file.state))})"
        for file in unit.files
    )
    report = f"{context.plan_title}, kỳ báo cáo: {context.period_label}"
    return f"{context.office} đã nhận số liệu báo cáo của quý đơn vị về {report}. Tệp đã nhận: {files}."


def _received_phrase(file: FeedbackFile) -> str:
    return f"nhận ngày {formats.format_day(file.received_on)}, " if file.received_on else ""


def _list_findings(unit: UnitFeedback) -> str:
    listed = [*unit.to_mend, *unit.to_look_at]
    lines = [
        f"{number}. {place_phrase(finding)}{finding.message}\n   Đề nghị: {finding.action}"
        for number, finding in enumerate(listed[:MOST_IN_LETTER], start=1)
    ]
    rest = count_findings(listed[MOST_IN_LETTER:])
    return "\n".join(
        [
            *lines,
            *(
                [f"(Còn {formats.format_number(rest)} nội dung khác, xem trang “Phản hồi” của tệp gửi kèm.)"]
                if rest
                else []
            ),
        ]
    )


def place_phrase(finding: Finding) -> str:
    """Where the message's cell stands: "Trang “Biểu 01”: "."""
    return f"Trang “{finding.sheet}”: " if finding.sheet else ""


def _request_sentence(unit: UnitFeedback, context: FeedbackContext) -> str:
    if not unit.to_mend:
        return "Nếu số liệu đã đúng, quý đơn vị không phải gửi lại."
    marked = (
        "sửa trực tiếp trên tệp gửi kèm (ô cần sửa tô màu đỏ, ô cần xem lại tô màu vàng, mỗi ô có ghi chú; "
        "danh sách ở trang “Phản hồi”)"
        if unit.returned_file
        else "sửa tệp gốc theo danh sách ở trang “Phản hồi” của tệp gửi kèm"
    )
    return f"Đề nghị quý đơn vị {marked} và gửi lại {context.resend_text} để số liệu kịp đưa vào báo cáo."
