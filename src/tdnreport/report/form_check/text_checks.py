"""Fonts, colours and the text of a report against Nghị định 30/2020/NĐ-CP, Phụ lục I, mục I.2 and II.6; what was left to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tdnreport.report.form_check.elements import Element
from tdnreport.report.form_check.looks import FormLine
from tdnreport.report.nd30_rules import Rules

END = "./."
MOST_QUOTED = 60
LEFT_OPEN = re.compile(r"\[Đơn vị bổ sung[^\]]*\]")
OLD_FONT = re.compile(r"[.]?Vn|VNI-", re.IGNORECASE)
SLIPS = {
    "hai dấu chấm liền nhau; bỏ bớt một dấu.": re.compile(r"(?<!\.)\.\.(?!\.)"),
    "có cách chữ trước dấu câu; bỏ cách chữ.": re.compile(r"\w [,;:](?!\S)|\w \.(?:\s|$)"),
}
"""Slips of typing: what to do → where it is seen."""
TOLERANCE_MM = 0.6


def check_text(elements: Sequence[Element], rules: Rules) -> Iterator[tuple[str, str]]:
    """(place, sentence) for each thing to mend, in reading order inside each kind."""
    for element in elements:
        yield from ((_quote(element.line), problem) for problem in _check_letters(element.line, rules))
    body = [element.line for element in elements if element.role == "noi_dung"]
    for line in body:
        yield from ((_quote(line), problem) for problem in _check_paragraph(line, rules))
    for before, after in pairwise(elements):
        gap_pt, least_pt = after.line.gap_pt, rules.body.between_pt
        if before.role == after.role == "noi_dung" and gap_pt < least_pt:
            yield _quote(after.line), f"cách đoạn trên {gap_pt:g} pt; tối thiểu {least_pt:g} pt."
    if body and not body[-1].text.endswith(END):
        yield _quote(body[-1]), f"lời văn phải kết thúc bằng dấu “{END}”."


def _quote(line: FormLine) -> str:
    return f"“{line.text if len(line.text) <= MOST_QUOTED else line.text[:MOST_QUOTED].rsplit(' ', 1)[0] + ' […]'}”"


def _check_letters(line: FormLine, rules: Rules) -> Iterator[str]:
    for look in line.pieces:
        if look.font and OLD_FONT.match(look.font):
            yield f"phông “{look.font}” là phông mã cũ; chuyển sang Unicode, phông {rules.font}."
        elif look.font and look.font != rules.font:
            yield f"phông “{look.font}”; dùng phông {rules.font}."
        elif look.font is None:
            yield f"không ghi phông; dùng phông {rules.font}."
        if look.color:
            yield "chữ có màu; dùng màu đen."
    if LEFT_OPEN.search(line.text):
        yield "còn chỗ chưa điền; điền rồi bỏ ngoặc vuông."
    yield from (sentence for sentence, pattern in SLIPS.items() if pattern.search(line.text))


def _check_paragraph(line: FormLine, rules: Rules) -> Iterator[str]:
    allowed, (low, high) = rules.body.first_line_mm, rules.body.line
    if line.align != "both":
        yield "canh đều hai lề (justify)."
    if not line.is_numbered and all(abs(line.first_line_mm - indent) > TOLERANCE_MM for indent in allowed):
        yield f"lùi dòng đầu {line.first_line_mm:.0f} mm; lùi {' hoặc '.join(f'{indent:g}' for indent in allowed)} mm.".replace(
            "12.7", "12,7"
        )
    if line.line is not None and not low <= round(line.line, 2) <= high:
        yield f"giãn dòng {line.line:.2g}; từ dòng đơn đến {high:g} dòng.".replace(".", ",", 1)
    if line.is_italic and not line.text.startswith("Căn cứ"):
        yield "lời văn dùng kiểu chữ đứng."
