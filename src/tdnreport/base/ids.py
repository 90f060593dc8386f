"""Ids of plans, periods, units, areas and functions. They become names of files and folders, so they hold nothing else.

tth-2024   2024-h1   tth.tc_songhuong   ttdn            ids
../../x   /etc/x   C:x   con   x.   Tth                 none: another folder, a device of Windows, one name for two
"""

from __future__ import annotations

import re
from typing import Annotated

Id = Annotated[str, "id"]
"""A field of this type is read by `read_id`."""

LONGEST_ID = 60
_ID = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
"""Names that Windows takes for a device, whatever stands behind the first point (Microsoft: "Naming Files, Paths, and Namespaces")."""


def is_id(text: str) -> bool:
    """
    >>> is_id("tth.stc"), is_id("../thoat"), is_id("con.x")
    (True, False, False)
    """
    return len(text) <= LONGEST_ID and bool(_ID.fullmatch(text)) and not _DEVICES.fullmatch(text)


def read_id(text: str) -> str:
    """The text itself; raises ValueError with the rest of a sentence."""
    if not is_id(text):
        raise ValueError(
            f"là “{text}”; mã chỉ gồm chữ thường không dấu, chữ số, với dấu . _ - ở giữa, dài nhất {LONGEST_ID} ký tự, "
            "không trùng tên thiết bị của Windows (con, nul…)"
        )
    return text
