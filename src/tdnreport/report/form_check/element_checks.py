"""The elements of a report against Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II and III: what is missing, how it is written, how it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tdnreport.report.form_check.elements import ANNEX, CLAUSE, PART, Element
from tdnreport.report.form_check.looks import FormLine, Look
from tdnreport.report.nd30_rules import Rules, Style

NAMES = {
    "quoc_hieu": "Quốc hiệu", "tieu_ngu": "Tiêu ngữ", "co_quan_chu_quan": "Cơ quan chủ quản", "co_quan_ban_hanh": "Cơ quan ban hành",
    "so_ky_hieu": "Số, ký hiệu", "dia_danh_ngay": "Địa danh, ngày tháng", "ten_loai": "Tên loại", "trich_yeu": "Trích yếu",
    "kinh_gui": "Kính gửi", "muc_1": "Tiêu đề phần", "muc_2": "Tiêu đề mục", "noi_dung": "Lời văn", "noi_nhan": "Nơi nhận",
    "noi_nhan_muc": "Danh sách nơi nhận", "quyen_han_chuc_vu": "Quyền hạn, chức vụ", "ho_ten": "Họ tên người ký",
    "phu_luc": "Phụ lục", "phu_luc_tieu_de": "Tiêu đề phụ lục",
}  # fmt: skip
REQUIRED = (
    "quoc_hieu", "tieu_ngu", "co_quan_ban_hanh", "so_ky_hieu", "dia_danh_ngay", "ten_loai", "trich_yeu", "noi_dung", "noi_nhan",
    "quyen_han_chuc_vu",
)  # fmt: skip
FREE_ALIGN = ("kinh_gui", "noi_nhan_muc", "muc_1", "muc_2", "noi_dung")
"""Elements whose place on the line the decree leaves open or that `check_text` looks at."""
SYMBOL = re.compile(r"Số: *(?P<number>\d+[a-zđ]?|[….\s]*)/(?P<symbol>[A-ZĐ]+(?:-[A-ZĐ&0-9]+)+)")
DAY = re.compile(r"ngày\s+(?P<day>\d+)\s+tháng\s+(?P<month>\d+)\s+năm")
DEGREE = re.compile(r"(?:GS|PGS|TS|ThS|BS|CN|KS|CVC|CVCC)\b\.?.*", re.IGNORECASE)
MOST_QUOTED = 60
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


def check_elements(elements: Sequence[Element], rules: Rules) -> Iterator[tuple[str, str]]:
    """(place, sentence) for each thing to mend; the same sentence may be told of many places."""
    missing = [NAMES[role] for role in REQUIRED if role not in {element.role for element in elements}]
    if missing:
        remedy = "thêm theo mẫu của nghị định, phần đầu và phần ký đặt trong bảng hai cột không kẻ"
        yield "Thành phần", f"không tìm thấy {'; '.join(missing)}; {remedy}."
    for element in elements:
        if element.role:
            problems = [*_check_look(element, rules), *_check_words(element, rules)]
            yield from ((_place(element), problem) for problem in problems)
    yield from _check_sequences(elements)
    yield from _check_receivers(elements)


def _place(element: Element) -> str:
    text = element.line.text
    quoted = text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED].rsplit(' ', 1)[0]} […]"
    return f"{NAMES[element.role]} “{quoted}”"


def _check_look(element: Element, rules: Rules) -> Iterator[str]:
    style, line = rules.styles[element.role], element.line
    for look in line.pieces:
        yield from _check_size(look, style)
    is_body = element.role == "noi_dung"
    if not is_body and line.is_bold != style.bold:
        yield "đặt chữ đậm." if style.bold else "bỏ chữ đậm."
    if not is_body and line.is_italic != style.italic:
        yield "đặt chữ nghiêng." if style.italic else "bỏ chữ nghiêng."
    if style.upper and not line.is_upper:
        yield "viết bằng chữ in hoa."
    if element.role not in FREE_ALIGN and line.align != style.align:
        yield "canh giữa." if style.align == "center" else "canh trái."


def _check_size(look: Look, style: Style) -> Iterator[str]:
    if style.allowed_pt and not style.allowed_pt[0] <= look.size_pt <= style.allowed_pt[1]:
        low, high = style.allowed_pt
        yield f"cỡ chữ {look.size_pt:g}; nghị định quy định {f'{low:g}' if low == high else f'{low:g} đến {high:g}'}."


def _check_words(element: Element, rules: Rules) -> Iterator[str]:
    text, role = element.line.text, element.role
    if role == "tieu_ngu" and text != rules.motto[1]:
        yield f"viết đúng “{rules.motto[1]}”, gạch nối ngắn, có cách chữ hai bên."
    elif role == "quoc_hieu" and text.upper() != rules.motto[0]:
        yield f"viết đúng “{rules.motto[0]}”."
    elif role == "so_ky_hieu":
        yield from _check_symbol(text)
    elif role == "dia_danh_ngay" and (day := DAY.search(text)):
        yield from _check_day(day)
    elif role == "trich_yeu" and text.endswith("."):
        yield "bỏ dấu chấm cuối."
    elif role == "ho_ten" and DEGREE.fullmatch(text):
        yield "bỏ học hàm, học vị trước họ tên."


def _check_symbol(text: str) -> Iterator[str]:
    written = SYMBOL.fullmatch(text)
    if not written:
        yield "viết dạng “Số: 05/BC-STTTT”: giữa số và ký hiệu có dấu /, giữa các nhóm chữ có dấu -, không cách chữ."
        return
    if re.fullmatch(r"\d", written["number"]):
        yield f"số nhỏ hơn 10 phải ghi thêm số 0: “0{written['number']}”."
    if not written["symbol"].startswith("BC-"):
        yield f"ký hiệu của báo cáo bắt đầu bằng BC-, ở đây là “{written['symbol']}”."


def _check_day(day: re.Match[str]) -> Iterator[str]:
    if len(day["day"]) == 1:
        yield f"ngày nhỏ hơn 10 phải ghi thêm số 0: “ngày 0{day['day']}”."
    if day["month"] in ("1", "2"):
        yield f"tháng 1, 2 phải ghi thêm số 0: “tháng 0{day['month']}”."


def _check_sequences(elements: Sequence[Element]) -> Iterator[tuple[str, str]]:
    """Numbers of parts, of clauses inside a part and of annexes rise by one from the first."""
    clauses: list[tuple[Element, str]] = []
    parts = [(element, PART.fullmatch(element.line.text)) for element in elements if element.role == "muc_1"]
    yield from _check_rising([(element, match["number"]) for element, match in parts if match], ROMAN)
    for element in elements:
        if element.role == "muc_2" and (match := CLAUSE.fullmatch(element.line.text)):
            clauses.append((element, match["number"]))
        elif element.role in ("muc_1", "noi_nhan"):
            yield from _check_rising(clauses, tuple(map(str, range(1, 100))))
            clauses = []
    annexes = [element for element in elements if element.role == "phu_luc"]
    numbers = [(element, match["number"] or "") for element in annexes if (match := ANNEX.fullmatch(element.line.text))]
    if len(numbers) > 1:
        yield from _check_rising(numbers, ROMAN)


def _check_rising(numbered: Sequence[tuple[Element, str]], numbers: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Only where a number does not follow the one before it, so that one mistake is told once."""
    known = {number: place for place, number in enumerate(numbers)}
    before = -1
    for element, number in numbered:
        place = known.get(number, -1)
        if place != before + 1:
            yield (
                _place(element),
                f"đánh số {number or 'trống'}, theo thứ tự là {numbers[min(before + 1, len(numbers) - 1)]}.",
            )
        before = place if place >= 0 else before + 1


def _check_receivers(elements: Sequence[Element]) -> Iterator[tuple[str, str]]:
    listed = [element for element in elements if element.role == "noi_nhan_muc"]
    has_addressees = any(element.role == "kinh_gui" for element in elements)
    for element in listed:
        if not element.line.text.startswith("- ") and not element.line.is_numbered:
            yield _place(element), "mỗi nơi nhận một dòng, đầu dòng có gạch đầu dòng “- ”."
    for place, element in enumerate(listed, 1):
        end = ";" if place < len(listed) else "."
        if not element.line.text.endswith(end):
            yield _place(element), f"cuối dòng dùng dấu “{end}”."
    if listed and not _words(listed[-1].line).startswith("Lưu:"):
        yield _place(listed[-1]), "dòng cuối là “- Lưu: VT, …”."
    if listed and has_addressees and not _words(listed[0].line).startswith("Như trên"):
        yield _place(listed[0]), "văn bản có Kính gửi thì dòng đầu là “- Như trên;”."


def _words(line: FormLine) -> str:
    return line.text.removeprefix("-").strip()
