"""File names from outside → names that are safe on every system and stay below the inbox.

>>> safe_name("2024/../..\\\\C:/Báo cáo: Sở A?.xlsx")
'2024/C_/Báo cáo_ Sở A_.xlsx'
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_PART, MOST_FOLDERS = 120, 3
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LEFTOVERS = re.compile(r"^(~\$|\._|\.~lock|\.)|^(thumbs\.db|desktop\.ini)$|^__macosx$", re.IGNORECASE)


def safe_name(name: str) -> str:
    """Parts of a path, each cleaned; "tep" where nothing is left. The last folders count where there are many."""
    parts = [_safe_part(part) for part in unicodedata.normalize("NFC", name).replace("\\", "/").split("/")]
    kept = [part for part in parts if part]
    return "/".join(kept[-1 - MOST_FOLDERS :]) or "tep"


def _safe_part(part: str) -> str:
    visible = "".join(char for char in part if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn"))
    text = _FORBIDDEN.sub("_", visible).strip().rstrip(". ")
    return _shortened(f"_{text}" if _RESERVED.match(text) else text)


def _shortened(text: str) -> str:
    """At most 120 characters and 200 bytes, the ending kept."""
    path = PurePosixPath(text)
    stem, suffix = path.stem, path.suffix[:10]
    while len(stem) + len(suffix) > LONGEST_PART or len((stem + suffix).encode()) > 200:
        stem = stem[:-1]
    return (stem + suffix).strip() if text else ""


def numbered_name(name: str, number: int) -> str:
    """The name itself, then "… (2).xlsx", "… (3).xlsx".

    >>> numbered_name("a/b.xlsx", 1), numbered_name("a/b.xlsx", 2)
    ('a/b.xlsx', 'a/b (2).xlsx')
    """
    path = PurePosixPath(name)
    return name if number == 1 else str(path.with_name(f"{path.stem} ({number}){path.suffix}"))


def is_leftover(name: str) -> bool:
    """Files that programs leave beside those of people: locks, previews, settings of a folder."""
    return any(_LEFTOVERS.search(part) for part in name.split("/"))
