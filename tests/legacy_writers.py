"""Vietnamese as older programs would have written it: the inverse of `words.legacy`, letter by letter."""

from __future__ import annotations

import unicodedata

from tdnreport.vietnamese import legacy_encodings

_LATIN = [chr(code) for code in range(0xA1, 0x100)]
_TCVN3 = {legacy_encodings.from_tcvn3(char): char for char in _LATIN if legacy_encodings.from_tcvn3(char) != char}
_VNI_PAIRS = [letter + sign for letter in "aeiouyôöAEIOUYÔÖ" for sign in _LATIN]
_VNI = {
    legacy_encodings.from_vni(typed): typed
    for typed in [*_VNI_PAIRS, *_LATIN]
    if len(legacy_encodings.from_vni(typed)) == 1 and legacy_encodings.from_vni(typed) != typed
}
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def as_tcvn3(text: str) -> str:
    """Capitals with marks are written small: their capitals are in the font."""
    return "".join(_TCVN3.get(char) or _TCVN3.get(char.lower(), char) for char in text)


def as_vni(text: str) -> str:
    return "".join(_VNI.get(char, char) for char in text)


def as_misread_utf8(text: str) -> str:
    return legacy_encodings.from_cp1252(text.encode("utf-8"))


def cp1258_bytes(text: str) -> bytes:
    """Windows-1258 holds the tone apart from its letter: "ở" is "ơ" and a hook."""
    return "".join(_tone_apart(char) for char in text).encode("cp1258")


def _tone_apart(char: str) -> str:
    letters = unicodedata.normalize("NFD", char)
    tone = "".join(mark for mark in letters if mark in _TONES)
    bare = unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in _TONES))
    return bare + tone


WRITERS = [
    str,
    as_tcvn3,
    as_vni,
    as_misread_utf8,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: f"  \u200b{text}\ufeff ",
    lambda text: "'" + text,
    lambda text: text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}),
]
"""Ways in which one and the same text arrives: fonts, composed or not, spaces, Excel's text mark, full-width digits."""
