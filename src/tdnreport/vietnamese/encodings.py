"""Bytes of a CSV or text file → text, whatever machine it was saved on.

UTF-8 and UTF-16 are certain when they decode. The rest (Windows-1258, TCVN3, VNI, Windows-1252) is detected by the
number of words that become Vietnamese syllables; lines pasted from another file are decoded line by line. Out of scope: VISCII, VPS,
EBCDIC.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from tdnreport.vietnamese import legacy_encodings
from tdnreport.vietnamese.syllables import has_vowel, is_syllable, split_words

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE: dict[str, Callable[[bytes], str]] = {
    "windows-1258": legacy_encodings.from_cp1258,
    "tcvn3": lambda data: legacy_encodings.from_tcvn3(legacy_encodings.from_cp1252(data)),
    "vni": lambda data: legacy_encodings.from_vni(legacy_encodings.from_cp1252(data)),
    "windows-1252": legacy_encodings.from_cp1252,
}
_LOST = re.compile(r"[^\W\d]\?+[^\W\d]|(?:^|[^\w?])\?[^\W\d]")
_FEW_LOST = 4
_SAMPLE_CHARACTERS = 1 << 16
_SAMPLE_LINES = 2000
# Longer files come from programs, which keep to one encoding; hand-pasted ones are short.
_CHECKED_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """`encoding` is one name, or several joined by "+" for a file pasted together; `is_certain` is False for a guess."""

    text: str
    encoding: str
    is_certain: bool


def decode_bytes(data: bytes) -> Decoded:
    """The text, and how it was encoded.

    >>> decode_bytes("Sở Du lịch".encode())
    Decoded(text='Sở Du lịch', encoding='utf-8', is_certain=True)
    >>> decode_bytes("Së Th«ng tin vµ TruyÒn th«ng".encode("cp1252")).text
    'Sở Thông tin và Truyền thông'
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_with_bom(data, encoding)
    if wide := _utf16_without_bom(data):
        return Decoded(data.decode(wide, errors="replace"), wide, is_certain=True)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", is_certain=True)
    except UnicodeDecodeError:
        return _decode_by_line(data)


def has_lost_letters(text: str) -> bool:
    """Whether letters were saved as "?", as Excel does for a CSV that is not UTF-8: nothing brings them back.

    >>> has_lost_letters("Nhi?m v?, Tr?ng thái, Xu?t b?n ?n ph?m ph?c v? công tác")
    True
    """
    words = text[:_SAMPLE_CHARACTERS].split()
    lost = sum(_LOST.search(word) is not None for word in words)
    return lost >= _FEW_LOST and lost * 10 >= len(words)


def _decode_with_bom(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, is_certain=True)
    except UnicodeDecodeError:
        if encoding == "utf-8-sig":
            return _decode_by_line(data.removeprefix(codecs.BOM_UTF8))
        return Decoded(data.decode(encoding, errors="replace"), encoding, is_certain=False)


def _utf16_without_bom(data: bytes) -> str | None:
    """Latin text in UTF-16 has a zero in most of its high bytes and none in its low bytes."""
    sample = data[:4096]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half and odd > 0.3 * half and even <= 0.02 * half:
        return "utf-16-le"
    if half and even > 0.3 * half and odd <= 0.02 * half:
        return "utf-16-be"
    return None


def _decode_by_line(data: bytes) -> Decoded:
    lines = data.split(b"\n")
    main = _main_encoding(
        islice((line for line in lines if not line.isascii() and _decode_utf8(line) is None), _SAMPLE_LINES)
    )
    decoded = [_decode_line(line, main, is_checked=line_no < _CHECKED_LINES) for line_no, line in enumerate(lines)]
    used = {encoding for _, encoding in decoded if encoding}
    names = sorted(used, key=lambda name: (name != main, name))
    text = "\n".join(text for text, _ in decoded)
    return Decoded(text, "+".join(names), is_certain=len(used) == 1 and main != "windows-1252")


def _main_encoding(lines: Iterable[bytes]) -> str:
    """Ties go to the first encoding; a text without Vietnamese words is Windows-1252."""
    totals = dict.fromkeys(_SINGLE_BYTE, 0)
    for line in lines:
        for name, reader in _SINGLE_BYTE.items():
            totals[name] += _vietnamese_score(reader(line))
    best = max(totals, key=totals.__getitem__)
    return best if totals[best] > 0 else "windows-1252"


def _decode_line(line: bytes, main: str, *, is_checked: bool) -> tuple[str, str]:
    """Text and encoding of one line ("" for ASCII, which says nothing)."""
    if line.isascii():
        return line.decode("ascii"), ""
    if (text := _decode_utf8(line)) is not None:
        return text, "utf-8"
    text = _SINGLE_BYTE[main](line)
    if not is_checked or _vietnamese_score(text) >= 0:
        return text, main
    scores = {name: _vietnamese_score(reader(line)) for name, reader in _SINGLE_BYTE.items()}
    best = max(scores, key=scores.__getitem__)
    return (_SINGLE_BYTE[best](line), best) if scores[best] > 0 else (text, main)


def _decode_utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _vietnamese_score(text: str) -> int:
    """Vietnamese words with diacritics, minus words with diacritics that are not Vietnamese."""
    marked = [word for word in split_words(text) if not word.isascii() and has_vowel(word)]
    good = sum(map(is_syllable, marked))
    strange = sum(not char.isascii() and not char.isalpha() for char in text)
    return 2 * good - len(marked) - strange
