"""What the look of a cell says beside its value, whatever file it comes from: colour, strike, signs of a font of signs, letters unseen."""

from __future__ import annotations

from collections.abc import Mapping

RED, YELLOW, STRUCK = "chữ đỏ", "nền vàng", "chữ gạch ngang"
UNSEEN = "Chữ trong ô cùng màu với nền nên không nhìn thấy."
NOT_CALCULATED = "Công thức trong ô chưa được tính: tệp do chương trình khác tạo, chưa lần nào được Excel tính và lưu."

_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x78: "☒", 0xA1: "○", 0xA8: "☐", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "☐"}
_WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "✗"}
_SIGNS: Mapping[str, Mapping[int, str]] = {
    "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "webdings": _WEBDINGS, "marlett": {0x61: "✓", 0x62: "✓"},
}  # fmt: skip
_PRIVATE_USE = 0xF000


def is_sign_font(font: str) -> bool:
    """Whether a font shows signs in place of letters.

    >>> is_sign_font("Wingdings"), is_sign_font("Times New Roman")
    (True, False)
    """
    return font.casefold() in _SIGNS


def sign_text(text: str, font: str) -> str:
    """What a text looks like in a font of signs; signs without a meaning here stay as they are.

    >>> sign_text("ü", "Wingdings"), sign_text("P", "Wingdings 2"), sign_text("\uf0fc", "Wingdings")
    ('✓', '✓', '✓')
    """
    signs = _SIGNS.get(font.casefold(), {})
    return "".join(
        signs.get(ord(char) - _PRIVATE_USE if ord(char) >= _PRIVATE_USE else ord(char), char) for char in text
    )
