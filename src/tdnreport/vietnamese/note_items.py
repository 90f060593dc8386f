"""What a unit writes of causes, difficulties, proposals and plans → its items, each with whom it is addressed to.

    "- Thiếu kinh phí in ấn phẩm\n- Đề nghị UBND tỉnh bố trí kinh phí"
    → Item("Thiếu kinh phí in ấn phẩm", None, None), Item("Đề nghị UBND tỉnh bố trí kinh phí", "UBND tỉnh", "province")

Whom a text may name is in `data/reference/addressees.csv`; only what stands behind a word of asking, or first, is an addressee.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tdnreport.vietnamese.lexicon import Addressee, WordLists
from tdnreport.vietnamese.text import clean_text, fold_text, plain_text, repair_encoding

_BULLET = re.compile(r"^\s*(?:[-–+*•]|\d{1,2}[.)]|[a-zđ]\))\s*")
_ASKS = r"(?:^|\b(?:đề nghị|kiến nghị|đề xuất|đối với|mong|trình|tham mưu)(?: với| đến)? )"
_NOT_WORD = re.compile(r"[\W_]+")
_NOTHING = frozenset({"khong", "khong co", "x", "khong co kien nghi", "khong co vuong mac", "khong kien nghi"})


class Item(NamedTuple):
    """`level` is `central`, `province` or `units`; both are None where nobody is named."""

    text: str
    addressee: str | None
    level: str | None


def read_items(text: str, words: WordLists) -> Iterator[Item]:
    """One item a line where the lines are marked as such, else one for the whole cell; nothing for "Không"."""
    lines = [line for line in repair_encoding(text)[0].splitlines() if line.strip()]
    is_list = sum(_BULLET.match(line) is not None for line in lines) > 1
    for line in lines if is_list else [" ".join(lines)]:
        item = clean_text(_BULLET.sub("", line)).strip(" .;,")
        if fold_text(item) and fold_text(item) not in _NOTHING:
            named = _addressee(item, words)
            yield Item(item, named.name if named else None, named.level if named else None)


def _addressee(item: str, words: WordLists) -> Addressee | None:
    """The first that is asked; of two that begin alike the longer name. Marks count, for "Bộ" is no "Bổ sung"."""
    text, asks = _words(item), _ASKS
    if item.isascii():
        asks = plain_text(asks)
    found = []
    for addressee in words.addressees:
        if item.isascii() and " " not in addressee.word:  # "bo" may be "bổ sung"
            continue
        word = fold_text(addressee.word) if item.isascii() else _words(addressee.word)
        if match := re.search(rf"{asks}{word}\b", text):
            found.append((match.end() - len(word), -len(word), addressee))
    return min(found, key=lambda each: each[:2])[2] if found else None


def _words(text: str) -> str:
    return " ".join(_NOT_WORD.sub(" ", clean_text(text).casefold()).split())
