"""Which element of Nghị định 30 each line of a document is, told by its words and its place; names are those of `nd30.toml`.

    quoc_hieu, tieu_ngu            by their words, however they are spaced and dashed
    co_quan_chu_quan, _ban_hanh    the cell beside them: what stands above the first bold line, and the rest
    so_ky_hieu, dia_danh_ngay      "Số: …", "…, ngày … tháng … năm …" above the title
    ten_loai, trich_yeu            "BÁO CÁO", and the bold centred lines below it
    kinh_gui, muc_1, noi_dung      below the title; `noi_dung` is every paragraph outside tables that is not centred
    noi_nhan, noi_nhan_muc, quyen_han_chuc_vu, ho_ten   the table at the end: "Nơi nhận:" and the cell beside it
    phu_luc, phu_luc_tieu_de       "Phụ lục I" and the line below it

Out of scope: documents whose head is set with tabs, and documents other than reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tdnreport.report.form_check.looks import FormLine
from tdnreport.report.nd30_rules import Rules

NUMBER_LINE = re.compile(r"Số\s*:.*")
DAY_LINE = re.compile(r".*,\s*ngày\b.*\btháng\b.*\bnăm\b.*")
ADDRESSEES = re.compile(r"Kính gửi\b.*")
RECEIVERS = re.compile(r"Nơi nhận\s*:?")
PART = re.compile(r"(?P<number>[IVXL]+)\. \S.*")
CLAUSE = re.compile(r"(?P<number>\d+)\. \S.*")
ANNEX = re.compile(r"PHỤ LỤC(?: (?P<number>[IVXL]+|\d+))?[.:]?", re.IGNORECASE)
CAPTION = re.compile(r"(?:Bảng|Biểu đồ|Hình|Nguồn|Đơn vị tính)\b.*")
MOST_HEADING = 200
"""Letters; a longer line that begins with a number is no heading."""


@dataclass(frozen=True, slots=True)
class Element:
    """A line and what it is: a key of `Rules.styles`, or "" for what the decree does not regulate."""

    role: str
    line: FormLine


def name_elements(lines: Sequence[FormLine], rules: Rules) -> list[Element]:
    """The lines in order, each with its element."""
    title = _title_place(lines, rules)
    annex = next((place for place, line in enumerate(lines) if place > title and _is_annex(line)), len(lines))
    end = next((place for place, line in enumerate(lines) if RECEIVERS.fullmatch(line.text)), annex)
    return [
        *_head(lines[:title], rules),
        *_text(lines[title:end], rules),
        *_signature(lines[end:annex]),
        *_annexes(lines[annex:]),
    ]


def _title_place(lines: Sequence[FormLine], rules: Rules) -> int:
    """Where the head ends: at "BÁO CÁO", without it behind the first table."""
    named = (place for place, line in enumerate(lines) if letters_of(line.text) == letters_of(rules.document_type))
    after = (place for place, (one, two) in enumerate(pairwise(lines), 1) if one.cell and not two.cell)
    return next(named, next(after, 0))


def letters_of(text: str) -> str:
    """The letters alone, so that a dash or a case too many does not hide an element.

    >>> letters_of("Độc lập – Tự do – Hạnh phúc")
    'độclậptựdohạnhphúc'
    """
    return "".join(char for char in text.casefold() if char.isalpha())


def _is_annex(line: FormLine) -> bool:
    return line.cell is None and bool(ANNEX.fullmatch(line.text))


def _head(lines: Sequence[FormLine], rules: Rules) -> Iterator[Element]:
    motto = dict(zip(map(letters_of, rules.motto), ("quoc_hieu", "tieu_ngu"), strict=True))
    named = next((line.cell for line in lines if letters_of(line.text) in motto), None)
    issuer = [line for line in lines if named and line.cell == (*named[:2], 0) and letters_of(line.text) not in motto]
    below = next((place for place, line in enumerate(issuer) if line.is_bold), len(issuer) - 1)
    for line in lines:
        if role := motto.get(letters_of(line.text)):
            yield Element(role, line)
        elif line in issuer and not NUMBER_LINE.fullmatch(line.text):
            yield Element("co_quan_chu_quan" if issuer.index(line) < below else "co_quan_ban_hanh", line)
        elif NUMBER_LINE.fullmatch(line.text):
            yield Element("so_ky_hieu", line)
        else:
            yield Element("dia_danh_ngay" if DAY_LINE.fullmatch(line.text) else "", line)


def _text(lines: Sequence[FormLine], rules: Rules) -> Iterator[Element]:
    """The title as long as lines are centred; a list below "Kính gửi:" belongs to it."""
    is_title, before = True, ""
    for line in lines:
        is_title = is_title and line.cell is None and line.align == "center" and not ADDRESSEES.fullmatch(line.text)
        if letters_of(line.text) == letters_of(rules.document_type):
            role = "ten_loai"
        elif is_title:
            role = "trich_yeu"
        else:
            is_receiver = before == "kinh_gui" and line.text.startswith(("-", "–"))
            role = "kinh_gui" if is_receiver else _role_in_text(line)
        yield Element(role, line)
        before = role


def _role_in_text(line: FormLine) -> str:
    if line.cell is not None:
        return ""
    if ADDRESSEES.fullmatch(line.text):
        return "kinh_gui"
    if len(line.text) <= MOST_HEADING and PART.fullmatch(line.text):
        return "muc_1"
    if len(line.text) <= MOST_HEADING and line.is_bold and CLAUSE.fullmatch(line.text):
        return "muc_2"
    is_other = line.align in ("center", "right") or line.is_bold or CAPTION.fullmatch(line.text)
    return "" if is_other else "noi_dung"


def _signature(lines: Sequence[FormLine]) -> Iterator[Element]:
    """The cell of "Nơi nhận:" and the one beside it, of which the last line is the name."""
    receivers = lines[0].cell if lines else None
    signer = [line for line in lines if line.cell != receivers and line.cell is not None]
    for place, line in enumerate(lines):
        if place == 0:
            yield Element("noi_nhan", line)
        elif line.cell == receivers:
            yield Element("noi_nhan_muc", line)
        else:
            is_name = len(signer) > 1 and line == signer[-1]
            yield Element(("ho_ten" if is_name else "quyen_han_chuc_vu") if line in signer else "", line)


def _annexes(lines: Sequence[FormLine]) -> Iterator[Element]:
    before = ""
    for line in lines:
        role = "phu_luc" if _is_annex(line) else "phu_luc_tieu_de" if before == "phu_luc" else ""
        yield Element(role, line)
        before = role
