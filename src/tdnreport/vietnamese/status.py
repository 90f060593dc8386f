"""A status cell → `done doing todo stopped`; a fund source → its id. Exact words only: nothing is guessed that could flip a meaning.

Words behind "đang …" that only say on schedule add nothing; words of going on next year make it under way and carried over.
"""

from __future__ import annotations

import re

from tdnreport.vietnamese.lexicon import WordLists, word_key
from tdnreport.vietnamese.percent import read_percent
from tdnreport.vietnamese.text import clean_text, fold_text, repair_encoding

_PERCENT = re.compile(r"[0-9]+(?:[.,][0-9]+)? ?%")
_REACHED = re.compile(r"(?: (?:da|moi|uoc|dat|duoc|khoang|tien do|ty le))+$")
_TICKS = frozenset({"x", "v", "√", "✓", "✔", "✅", "🗸", "☑", "☒", "●", "•", "⬤", "◉", "■", "+", "1", "true"})
_OPEN_BOXES = frozenset({"☐", "□", "○", "◯", "0", "false", "-"})
_LISTED = re.compile(r"^(?:\([0-9]{1,2}\)|[0-9]{1,2} ?[.)\-–:]) ?(?=[^\W\d])")
"""The number of a choice in a list: "1. Hoàn thành", "(2) Đang thực hiện"."""
_JOINED = re.compile(r" (?:va|nen|se|de nghi|xin)$")
_YEAR_NAMED = re.compile(r"\b(?:nam )?20[0-9]{2}\b")
_BOX, _OPEN_BOX, _MARKS = re.compile("[☐□☑☒■]"), re.compile("[☐□]"), frozenset("☑☒■")
_DAY = re.compile(
    r"(?:\b(?:vao|tu) )?(?:\bngay )?\b[0-9]{1,2} [0-9]{1,2}(?: (?:20)?[0-9]{2})?$|\bngay [0-9]{1,2} thang [0-9]{1,2}(?: nam 20[0-9]{2})?$"
    r"|(?: trong| vao)?(?: thang [0-9]{1,2}| quy (?:iv|i{1,3}|[1-4]))?(?: (?:trong )?(?:nam )?20[0-9]{2})?$"
)


def read_status(text: str, words: WordLists) -> str | None:
    """`done`, `doing`, `todo` or `stopped`; None where the words are no status.

    >>> read_status("Chưa hoàn thành", word_lists)
    'doing'
    >>> read_status("Đang thực hiện / Ongoing", word_lists)
    'doing'
    >>> {read_status(text, word_lists) for text in ("HOÀN THÀNH", "HT", "√", "100%", "Đã hoàn thành ngày 10/6")}
    {'done'}
    >>> read_status("Hoàn thành 60%", word_lists)
    'doing'
    >>> read_status("3) Chưa thực hiện", word_lists), read_status("Cha thùc hiÖn", word_lists)
    ('todo', 'todo')
    >>> read_status("☑ Hoàn thành ☐ Đang thực hiện", word_lists)
    'done'
    >>> read_status("Theo chức năng, nhiệm vụ", word_lists) is None
    True
    """
    cleaned = _LISTED.sub("", clean_text(repair_encoding(text)[0]), count=1)
    if _OPEN_BOX.search(cleaned):
        return read_status(label, words) if (label := _marked_label(cleaned)) else None
    if (status := words.statuses.get(word_key(cleaned))) is not None:
        return status
    statuses = {words.statuses.get(word_key(part)) for part in cleaned.split("/")}
    if len(statuses) == 1 and None not in statuses:
        return statuses.pop()
    percents = _PERCENT.findall(cleaned)
    whole = _without_percent(cleaned)
    rest = _DAY.sub("", whole).strip()
    if percents:
        rest = _REACHED.sub("", f" {rest}").strip()
    if rest.startswith("da "):  # "hoàn thành trước 30/11" may be a deadline, "đã hoàn thành trước 30/11" is none
        rest = rest.removesuffix(" truoc")
    status = _status_of(rest, words) or _status_of(_without_year(whole), words)
    if len(percents) == 1 and (not rest or status):
        return _fit_percent(status, read_percent(percents[0], "s").value or 0.0)
    return status if not percents else None


def _status_of(folded: str, words: WordLists) -> str | None:
    """Of the whole text, else of its head where the words behind leave it as it is or say that the work goes on next year."""
    if status := words.statuses.get(folded):
        return status
    if folded in words.carried:
        return "doing"
    head, tail = _head_and_tail(folded, words)
    status = words.statuses.get(head)
    is_todo_carried = status == "todo" and tail in words.carried and " " in head  # "chưa chuyển …" denies it
    return status if status == "doing" or is_todo_carried else None


def _head_and_tail(folded: str, words: WordLists) -> tuple[str, str]:
    """The longest known tail; two empty texts where there is none."""
    pieces = folded.split()
    for cut in range(1, len(pieces)):
        tail = " ".join(pieces[cut:])
        if tail in words.carried or tail in words.status_tails or words.statuses.get(tail) == "doing":
            return _REACHED.sub("", _JOINED.sub("", " ".join(pieces[:cut]))), tail
    return "", ""


def _without_percent(text: str) -> str:
    return fold_text(_PERCENT.sub(" ", text))


def _without_year(folded: str) -> str:
    """The years of which the word lists say "năm sau"."""
    return _YEAR_NAMED.sub("nam sau", folded)


def is_carried_over(text: str, words: WordLists) -> bool:
    """Whether a status says that the work goes on next year: "Chuyển tiếp sang năm 2025"."""
    folded = _without_year(_without_percent(clean_text(repair_encoding(text)[0])))
    return read_status(text, words) is not None and (
        folded in words.carried or _head_and_tail(folded, words)[1] in words.carried
    )


def _marked_label(text: str) -> str:
    """The words at the one marked box of several, behind it or, where the text begins with words, before it; "" without such."""
    marks = [box in _MARKS for box in _BOX.findall(text)]
    labels = [label.strip() for label in _BOX.split(text)]
    of_boxes = labels[1:] if not labels[0] else labels
    return of_boxes[marks.index(True)] if marks.count(True) == 1 else ""


def read_status_percent(text: str, words: WordLists) -> float | None:
    """The percent that a status names beside its words, where it is a status.

    >>> read_status_percent("Đang thực hiện, đạt 60%", word_lists)
    60.0
    """
    percents = _PERCENT.findall(clean_text(repair_encoding(text)[0]))
    return read_percent(percents[0], "s").value if percents and read_status(text, words) else None


def is_tick(text: str) -> bool:
    """True for a mark in a form that has one column per status."""
    return clean_text(text).casefold() in _TICKS


def is_open_box(text: str) -> bool:
    """True for an unmarked box of such a form."""
    return clean_text(text).casefold() in _OPEN_BOXES


def _fit_percent(status: str | None, percent: float) -> str | None:
    """The percent beside a status must fit it: "Hoàn thành 60%" is under way, "Chưa thực hiện 50%" has no status."""
    by_percent = "done" if percent == 100 else "todo" if percent == 0 else "doing" if percent < 100 else None
    if status in (None, by_percent) or (status, by_percent) == ("done", "doing"):
        return by_percent
    return None


def read_fund_source(text: str, words: WordLists) -> str | None:
    """The id of a source of funds; None for blank and for words not in the list.

    >>> read_fund_source("Ngân sách tỉnh", word_lists)
    'ns_tinh'
    """
    cleaned = clean_text(repair_encoding(text)[0])
    name = re.sub(r"(?i)^(?:nguồn(?: kinh phí| vốn)?|kinh phí(?: từ)?|từ)\s*:?\s+", "", cleaned)
    return words.fund_sources.get(word_key(cleaned)) or words.fund_sources.get(word_key(name))
