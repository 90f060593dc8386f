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
from tdnreport.feedback.model import FeedbackFile, Occasion, UnitFeedback
from tdnreport.report import prose
from tdnreport.report.model import Finding
from tdnreport.vietnamese import formats, labels

NOTHING_FOUND = "Không phát hiện sai sót; số liệu được tiếp nhận đầy đủ."
MOST_IN_LETTER = 15


def write_all(units: Iterable[UnitFeedback], occasion: Occasion, folder: Path) -> list[Path]:
    """A workbook and a letter for each unit; same files, same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for unit in map(_with_remarks, units):
        book, text = folder / f"{unit.unit_id}.xlsx", folder / f"{unit.unit_id}.txt"
        book.write_bytes(workbook.workbook(unit, occasion, verdict(unit)))
        text.write_bytes(letter(unit, occasion).replace("\n", "\r\n").encode("utf-8-sig"))
        written += [book, text]
    return written


def _with_remarks(unit: UnitFeedback) -> UnitFeedback:
    """Without what is said of files that a later one replaced."""
    replaced = {one.file for one in unit.files if one.state == "superseded"}
    return replace(unit, findings=tuple(one for one in unit.findings if one.file not in replaced))


def letter(unit: UnitFeedback, occasion: Occasion) -> str:
    """The return mail: what came, what is wrong, what to do until when."""
    parts = [f"Kính gửi: {unit.unit_name}", _received(unit, occasion), verdict(unit)]
    if unit.findings:
        parts += [_items(unit), _request(unit, occasion)]
    notice = [text for text in (unit.marking, occasion.sample_notice) if text]
    return "\n\n".join([*notice, *parts, f"Trân trọng cảm ơn./.\n\n{occasion.office}"]) + "\n"


def verdict(unit: UnitFeedback) -> str:
    """One sentence: how many places to mend and to look at."""
    mend, look = len(unit.to_mend), len(unit.to_look_at)
    if not unit.findings:
        return NOTHING_FOUND
    if not mend:
        return (
            "Số liệu được tiếp nhận đầy đủ; "
            f"có {formats.count_in_prose(look)} nội dung đề nghị xem lại (số liệu vẫn được tính)."
        )
    rest = f" và {formats.count_in_prose(look)} nội dung đề nghị xem lại (số liệu vẫn được tính)" if look else ""
    return (
        f"Qua kiểm tra, có {formats.count_in_prose(mend)} nội dung cần sửa (số liệu chưa được tính vào báo cáo){rest}."
    )


def _received(unit: UnitFeedback, occasion: Occasion) -> str:
    files = "; ".join(
        f"{one.file} ({_when(one)}{prose.sentence_inside(labels.STATES.get(one.state, one.state))})"
        for one in unit.files
    )
    report = f"{occasion.plan_title}, kỳ báo cáo: {occasion.period_label}"
    return f"{occasion.office} đã nhận số liệu báo cáo của quý đơn vị về {report}. Tệp đã nhận: {files}."


def _when(one: FeedbackFile) -> str:
    return f"nhận ngày {formats.day(one.received_on)}, " if one.received_on else ""


def _items(unit: UnitFeedback) -> str:
    listed = [*unit.to_mend, *unit.to_look_at]
    lines = [
        f"{number}. {place(finding)}{finding.message}\n   Đề nghị: {finding.action}"
        for number, finding in enumerate(listed[:MOST_IN_LETTER], start=1)
    ]
    rest = len(listed) - len(lines)
    return "\n".join(
        [*lines, *([f"(Còn {rest} nội dung khác, xem trang “Phản hồi” của tệp gửi kèm.)"] if rest else [])]
    )


def place(finding: Finding) -> str:
    """Where the message's cell stands: "Trang “Biểu 01”: "."""
    return f"Trang “{finding.sheet}”: " if finding.sheet else ""


def _request(unit: UnitFeedback, occasion: Occasion) -> str:
    if not unit.to_mend:
        return "Nếu số liệu đã đúng, quý đơn vị không phải gửi lại."
    marked = (
        "sửa trực tiếp trên tệp gửi kèm (ô cần sửa tô màu đỏ, ô cần xem lại tô màu vàng, mỗi ô có ghi chú; "
        "danh sách ở trang “Phản hồi”)"
        if unit.returned
        else "sửa tệp gốc theo danh sách ở trang “Phản hồi” của tệp gửi kèm"
    )
    return f"Đề nghị quý đơn vị {marked} và gửi lại {occasion.resend_text} để số liệu kịp đưa vào báo cáo."
