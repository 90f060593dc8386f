"""Vietnamese written before Unicode, and Unicode misread: code tables and the four ways back.

    tcvn3         Së Th«ng tin vµ TruyÒn th«ng          TCVN 5712:1993 (ABC), fonts .VnTime
    vni           Sôû Thoâng tin vaø Truyeàn thoâng     VNI-Windows: letter, then a sign for hat and tone
    utf-8         Sá»Ÿ ThÃ´ng tin                       UTF-8 bytes read as Windows-1252
    windows-1258  SõÒ Thông tin                         Windows-1258 bytes read as Windows-1252

The input is always text whose bytes were read as Windows-1252. Case is lost in .VnTimeH (capitals are only in the font).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_TCVN3_CODES = (
    "A1 Ă A2 Â A3 Ê A4 Ô A5 Ơ A6 Ư A7 Đ A8 ă A9 â AA ê AB ô AC ơ AD ư AE đ B5 à B6 ả B7 ã B8 á B9 ạ BB ằ BC ẳ BD ẵ BE ắ "
    "C6 ặ C7 ầ C8 ẩ C9 ẫ CA ấ CB ậ CC è CE ẻ CF ẽ D0 é D1 ẹ D2 ề D3 ể D4 ễ D5 ế D6 ệ D7 ì D8 ỉ DC ĩ DD í DE ị DF ò "
    "E1 ỏ E2 õ E3 ó E4 ọ E5 ồ E6 ổ E7 ỗ E8 ố E9 ộ EA ờ EB ở EC ỡ ED ớ EE ợ EF ù F1 ủ F2 ũ F3 ú F4 ụ F5 ừ F6 ử F7 ữ "
    "F8 ứ F9 ự FA ỳ FB ỷ FC ỹ FD ý FE ỵ"
)
_TCVN3 = {int(code, 16): letter for code, letter in re.findall(r"(\w\w) (\w)", _TCVN3_CODES)}

_HAT, _BREVE = "\u0302", "\u0306"
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_VNI_SIGNS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _HAT, "á": _HAT + _ACUTE, "à": _HAT + _GRAVE, "å": _HAT + _HOOK, "ã": _HAT + _TILDE, "ä": _HAT + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = dict(zip("ôöñæóòîÔÖÑÆÓÒÎ", "ơưđỉĩịỵƠƯĐỈĨỊỴ", strict=True))
_VNI_PAIR = re.compile(r"([aeouyôöAEOUYÔÖ])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])|([ôöñæóòîÔÖÑÆÓÒÎ])")

# Windows-1252 with the five bytes that it leaves undefined kept as C1 controls, as Windows itself does.
_CP1252_HIGH = {i: bytes([i]).decode("cp1252", errors="ignore") or chr(i) for i in range(0x80, 0xA0)}
_CP1252_BYTES = {_CP1252_HIGH.get(i, chr(i)): i for i in range(0x100)}


def from_cp1252(data: bytes) -> str:
    """Windows-1252 → text; never fails."""
    return data.decode("latin-1").translate(_CP1252_HIGH)


MISREAD_UTF8 = re.compile(f"[\u00c2-\u00f4][{re.escape(from_cp1252(bytes(range(0x80, 0xC0))))}]")
"""The first two bytes of a letter of UTF-8, as Windows-1252 shows them."""


def to_cp1252(text: str) -> bytes | None:
    """The bytes that Windows-1252 shows as `text`; None where it cannot show them."""
    try:
        return bytes(map(_CP1252_BYTES.__getitem__, text))
    except KeyError:
        return None


def from_tcvn3(text: str) -> str:
    """Text that was typed in TCVN3.

    >>> from_tcvn3("Së Th«ng tin vµ TruyÒn th«ng")
    'Sở Thông tin và Truyền thông'
    """
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Text that was typed in VNI-Windows.

    >>> from_vni("Sôû Thoâng tin vaø Truyeàn thoâng")
    'Sở Thông tin và Truyền thông'
    """
    return unicodedata.normalize("NFC", _VNI_PAIR.sub(_vni_letter, text))


def _vni_letter(match: re.Match[str]) -> str:
    base, sign, single = match.groups()
    if single:
        return _VNI_LETTERS[single]
    return _VNI_LETTERS.get(base, base) + _VNI_SIGNS[sign.lower()]


def from_misread_utf8(text: str) -> str:
    """Text whose UTF-8 was misread; as it is where it was not.

    >>> from_misread_utf8("Sá»Ÿ ThÃ´ng tin")
    'Sở Thông tin'
    """
    data = to_cp1252(text)
    try:
        return text if data is None else data.decode("utf-8")
    except UnicodeDecodeError:
        return text


def from_misread_cp1258(text: str) -> str:
    """Text whose Windows-1258 was misread.

    >>> from_misread_cp1258("SõÒ Thông tin")
    'Sở Thông tin'
    """
    data = to_cp1252(text)
    return text if data is None else from_cp1258(data)


def from_cp1258(data: bytes) -> str:
    """Windows-1258 → NFC: the code page holds "ở" as "ơ" followed by a combining hook."""
    return unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))


CONVERTERS: dict[str, Callable[[str], str]] = {
    "tcvn3": from_tcvn3,
    "vni": from_vni,
    "windows-1258": from_misread_cp1258,
}
