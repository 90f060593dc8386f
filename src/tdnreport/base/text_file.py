"""Text files that officers edit in Excel or a text editor → text in NFC.

Read are UTF-8, with or without a byte order mark, UTF-16 with one (Excel: "Unicode Text"), and Windows-1258 (Excel on a
Vietnamese Windows: "CSV"). Whatever else is refused, for a list read in the wrong encoding would match nothing and say nothing.
Out of scope: the files of departments, whose encodings are guessed (`vietnamese.encodings`).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from tdnreport.base.data_error import DataError, short_path
from tdnreport.base.os_errors import explain_os_error

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_VOWELS, _MARKS = frozenset("aeiouy"), frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_SIGN_IN_WORD = re.compile(r"[^\W\d_][^\x00-\x7f\w\s“”‘’–—…][^\W\d_]")


def read_text(path: Path) -> str:
    """Raises DataError where there is no such file or its encoding is none of the three."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(f"{short_path(path)}: không có tệp này; tạo tệp theo mẫu đi kèm.") from error
    except OSError as error:
        raise DataError(
            f"{short_path(path)}: không đọc được tệp ({explain_os_error(error)}); đóng tệp và kiểm tra quyền."
        ) from error
    try:
        text = unicodedata.normalize("NFC", _decode_text(data))
    except UnicodeError as error:
        raise DataError(
            f"{short_path(path)}: tệp không phải UTF-8, UTF-16 hay Windows-1258; trong Excel chọn Lưu thành “CSV UTF-8”."
        ) from error
    if "\0" in text:
        raise DataError(f"{short_path(path)}: không phải tệp văn bản; trong Excel chọn Lưu thành “CSV UTF-8”.")
    return text


def _decode_text(data: bytes) -> str:
    if data.startswith(_UTF16):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
        if not _is_vietnamese(text):
            raise
        return text


def _is_vietnamese(text: str) -> bool:
    """Whether text that came out of single bytes has none but Vietnamese letters: in TCVN3 "Sở Thông tin" becomes "Së Th«ng tin"."""
    letters = {
        char for char in text.casefold() if not char.isascii() and (char.isalpha() or unicodedata.combining(char))
    }
    return all(map(_is_vietnamese_letter, letters)) and not _SIGN_IN_WORD.search(text)


def _is_vietnamese_letter(char: str) -> bool:
    parts = unicodedata.normalize("NFD", char)
    return char == "đ" or (parts[0] in _VOWELS and _MARKS.issuperset(parts[1:]))
