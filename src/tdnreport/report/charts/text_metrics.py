"""How wide a text is in Times New Roman, measured with its metric twin Tinos (`assets/fonts`), and where it breaks.

Kerning is left out: Word does not kern body text unless told to.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
ELLIPSIS = "…"


def font_file(bold: bool = False, italic: bool = False) -> Path:
    face = f"{'Bold' if bold else ''}{'Italic' if italic else ''}" or "Regular"
    return FONTS / f"Tinos-{face}.ttf"


def text_width_pt(text: str, size_pt: float, bold: bool = False, italic: bool = False) -> float:
    """Width of one line in points; letters that the font lacks count as its box for missing letters.

    >>> round(text_width_pt("Độc lập - Tự do - Hạnh phúc", 13, bold=True), 1)
    159.1
    """
    advances, missing = _advances(font_file(bold, italic))
    return size_pt * sum(advances.get(ord(char), missing) for char in unicodedata.normalize("NFC", text))


@cache
def _advances(path: Path) -> tuple[Mapping[int, float], float]:
    """Width of each letter, by code point, in ems; and that of the box for missing letters."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        em = font["head"].unitsPerEm
        widths = {name: advance / em for name, (advance, _) in font["hmtx"].metrics.items()}
        return {point: widths[name] for point, name in font.getBestCmap().items()}, widths[".notdef"]


def wrap_text(
    text: str, width_pt: float, size_pt: float, *, bold: bool = False, italic: bool = False, most: int | None = None
) -> list[str]:
    """Lines no wider than `width_pt`, broken at spaces, inside a word only where it is wider alone; past `most` lines an ellipsis.

    >>> wrap_text("4.1. Quảng bá hình ảnh của tỉnh", 90, 10)
    ['4.1. Quảng bá hình', 'ảnh của tỉnh']
    """

    def fits(line: str) -> bool:
        return text_width_pt(line, size_pt, bold, italic) <= width_pt

    lines: list[str] = []
    rest = text.split()
    while rest and (most is None or len(lines) < most):
        line, rest = _take_line(rest, fits)
        lines.append(line)
    if rest:
        lines[-1] = _shorten_line(lines[-1], fits)
    return lines or [""]


def _take_line(words: list[str], fits: Callable[[str], bool]) -> tuple[str, list[str]]:
    """As many words as fit, and the words left; at least one letter, so that every text ends."""
    count = next((n for n in range(1, len(words) + 1) if not fits(" ".join(words[:n]))), len(words) + 1) - 1
    if count:
        return " ".join(words[:count]), words[count:]
    word = words[0]
    letters = max(1, next(n for n in range(1, len(word) + 1) if not fits(word[:n])) - 1)
    return word[:letters], [word[letters:], *words[1:]] if word[letters:] else words[1:]


def _shorten_line(line: str, fits: Callable[[str], bool]) -> str:
    """Whole words and an ellipsis; letters are dropped only where one word is left."""
    while line and not fits(line + ELLIPSIS):
        line = line.rpartition(" ")[0] if " " in line else line[:-1]
    return line.rstrip(" ,;:") + ELLIPSIS


def balance_text(
    text: str, width_pt: float, size_pt: float, *, bold: bool = False, most: int | None = None
) -> list[str]:
    """As `wrap_text`, in the same number of lines but of like width, so that no word stands alone on the last one.

    >>> wrap_text("Quảng bá hình ảnh của tỉnh", 105, 10)
    ['Quảng bá hình ảnh của', 'tỉnh']
    >>> balance_text("Quảng bá hình ảnh của tỉnh", 105, 10)
    ['Quảng bá hình', 'ảnh của tỉnh']
    """
    lines = wrap_text(text, width_pt, size_pt, bold=bold, most=most)
    if len(lines) == 1 or lines[-1].endswith(ELLIPSIS):
        return lines
    narrow, wide = max(text_width_pt(word, size_pt, bold) for word in text.split()), width_pt
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        narrow, wide = (
            (narrow, middle) if len(wrap_text(text, middle, size_pt, bold=bold)) == len(lines) else (middle, wide)
        )
    return wrap_text(text, wide, size_pt, bold=bold)
