"""Text as people type it → text that can be compared: cleaned for showing, folded for matching, repaired where it was damaged.

`repair_encoding` wants the text as sent (TCVN3 uses the soft hyphen for "ư"), so it comes before `clean_text`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from tdnreport.vietnamese import legacy_encodings
from tdnreport.vietnamese.syllables import has_vowel, is_syllable

LONGEST_TEXT = 32_767
"""Characters of a cell: Excel refuses longer texts, only a program writes them."""
LONGEST_NAME = 1_000
"""Characters of a title, a name, a number or a state, with room to spare."""
CUT = " … (đã cắt bớt)"

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\ufffc"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_CONTROLS = [chr(i) for i in (*range(0x20), *range(0x7F, 0xA0)) if not chr(i).isspace()]
_TRANSLATE = (
    dict.fromkeys(map(ord, _INVISIBLE), "")
    | dict.fromkeys(map(ord, _CONTROLS), "")
    | {full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)}
    | {ord("Ð"): "Đ", ord("Ɖ"): "Đ", ord("ɖ"): "đ"}
)
_PLAIN = dict.fromkeys(range(0x300, 0x370), "") | {ord("đ"): "d", ord("ð"): "d"}
_NOT_WORD = re.compile(r"[\W_]+")
_ETH = re.compile(r"[^\W\d_]*ð[^\W\d_]*")
_D_DASH = re.compile(r"\b([dD])-(?=[^\W\d_])([^\W\d_]+)")
_SPACES = re.compile(r"([ \t\r\n]+)")
# A word as the legacy encodings show it: letters, and the Latin-1 symbols that stand for letters in TCVN3.
_CHUNK = re.compile(r"(?:[^\W\d_]|[\u00a1-\u00bf×])+")
_ENOUGH_LETTERS = 2
_NOT_VIETNAMESE = frozenset("äåæçëîïñöøûüþÿ")
_MICROMETRE = "µm"
_NBSP_LOST = re.compile(r"(?<=\w)Ã(?=[ \t\r\n]|$)")
# What misread UTF-8 may turn into: Latin and Vietnamese letters, typography, or the signs that a second misreading left behind.
_PLAUSIBLE = frozenset(
    [
        *map(chr, range(0x180)),
        *map(chr, range(0x1EA0, 0x1EFA)),
        *"ƠơƯư₫√≥≤×",
        *legacy_encodings.from_cp1252(bytes(range(0x80, 0x100))),
    ]
)


@lru_cache(maxsize=1 << 17)
def clean_text(text: str) -> str:
    r"""NFC, one kind of space, no invisible characters, full-width to ASCII, Ð (U+00D0) to Đ.

    >>> clean_text("Sở\u00a0Tài  chính ")
    'Sở Tài chính'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    # Twice: what was taken out may have stood between a letter and its mark.
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_TRANSLATE))
    if "ð" in text:
        text = _ETH.sub(_repair_eth, text)
    if "-" in text:
        text = _D_DASH.sub(_repair_d_dash, text)
    return " ".join(text.split())


def _repair_eth(match: re.Match[str]) -> str:
    repaired = match[0].replace("ð", "đ")
    return repaired if is_syllable(repaired) else match[0]


def _repair_d_dash(match: re.Match[str]) -> str:
    """ "d-ầu" → "đầu"; "D-Day" and "d-5" stay."""
    repaired = ("đ" if match[1] == "d" else "Đ") + match[2]
    return repaired if not match[2].isascii() and is_syllable(repaired) else match[0]


@lru_cache(maxsize=1 << 17)
def plain_text(text: str) -> str:
    """Lower case without marks, punctuation kept.

    >>> plain_text("95,4 Triệu đồng")
    '95,4 trieu dong'
    """
    # A mark that stands alone leaves its blank behind.
    return " ".join(unicodedata.normalize("NFD", clean_text(text).casefold()).translate(_PLAIN).split())


@lru_cache(maxsize=1 << 17)
def fold_text(text: str) -> str:
    """Letters and digits only, lower case, no marks.

    >>> fold_text("Đài PT-TH tỉnh")
    'dai pt th tinh'
    >>> fold_text("SỞ TT&TT")
    'so tt tt'
    """
    return _NOT_WORD.sub(" ", plain_text(text)).strip()


@lru_cache(maxsize=1 << 16)
def repair_encoding(text: str) -> tuple[str, str | None]:
    """Undo a legacy or misread encoding; `(text, None)` when the text is good or cannot be judged.

    Changed words must become Vietnamese and must not have been Vietnamese before, so that good Vietnamese,
    other languages, file names and numbers stay as they are; one letter alone is never touched.

    >>> repair_encoding("Së Th«ng tin")
    ('Sở Thông tin', 'tcvn3')
    >>> repair_encoding("Sở Thông tin")
    ('Sở Thông tin', None)
    """
    if text.isascii():
        return text, None
    composed = unicodedata.normalize("NFC", text)
    if (unmixed := _repair_utf8(composed)) != composed:
        return unmixed, "utf-8"
    if all(chunk.isascii() or is_syllable(chunk) for chunk in _CHUNK.findall(composed)):
        return text, None
    gains = {name: repair_gain(composed, convert) for name, convert in legacy_encodings.CONVERTERS.items()}
    best = max(gains, key=gains.__getitem__)
    if gains[best] <= 0:
        return text, None
    return _CHUNK.sub(lambda chunk: legacy_encodings.CONVERTERS[best](chunk[0]), composed), best


def repair_gain(text: str, convert: Callable[[str], str]) -> int:
    """Score of a repair: words mended minus words broken, over the words that `convert` changes; 0 when it hardly changes the text.

    A symbol inside a word ("Qu©n") is stronger evidence than a foreign letter ("Së"), and that than a Vietnamese one ("sè");
    abbreviations ("TT§N") count for neither side.
    """
    total = letters = 0
    for chunk in _CHUNK.findall(text):
        word = chunk if chunk.isascii() else convert(chunk)
        if word == chunk or chunk == _MICROMETRE or not has_vowel(word) or not any(map(str.isalpha, chunk)):
            continue
        was_good, is_good = is_syllable(chunk), is_syllable(word)
        letters += len(word)
        if was_good:
            total -= 1 if is_good else 3
        elif is_good:
            total += 3 if not chunk.isalpha() else 1 if _NOT_VIETNAMESE.isdisjoint(chunk.casefold()) else 2
        else:
            total -= 2
    return total if letters >= _ENOUGH_LETTERS else 0


def _repair_utf8(text: str) -> str:
    """UTF-8 read as Windows-1252, once or twice over; a lost non-breaking space after "Ã" was "à"."""
    for _ in range(2):
        if not legacy_encodings.MISREAD_UTF8.search(text):
            return text
        pieces = [_repair_misread_utf8(piece) for piece in _SPACES.split(text)]
        if (repaired := "".join(pieces)) == text:
            return text
        text = _NBSP_LOST.sub("à", repaired)
    return text


def _repair_misread_utf8(piece: str) -> str:
    repaired = piece if piece.isascii() else unicodedata.normalize("NFC", legacy_encodings.from_misread_utf8(piece))
    return repaired if _PLAUSIBLE.issuperset(repaired) else piece
