"""Files of units that ended within the period: booked to the heir, with the unit whose figures they are.

SỞ THÔNG TIN VÀ TRUYỀN THÔNG, ngày 25 tháng 02 năm 2025   →  unit qtm.svhttdl, for_unit_id qt.stttt
"Lũy kế có gồm số liệu của đơn vị trước sắp xếp không?  │ Có"  →  includes_predecessor True
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.inbox import RegisterRow, read_yes_or_no
from tdnreport.ingest.sender import Identity
from tdnreport.plans.context import RunContext
from tdnreport.vietnamese.text import fold_text
from tdnreport.vietnamese.unit_names import UnitNames

QUESTION = "Lũy kế có gồm số liệu của đơn vị trước sắp xếp không? (có/không)"
_QUESTION = re.compile(r"luy ke (?:da |co )?gom (?:ca )?so lieu cua .+")
_ANSWER_BEHIND = re.compile(r"[?:)]\s*([^?:()]+)$")
_UNIT_ID = re.compile(r"[a-z]+(?:\.[a-z0-9_]+)+")


class Predecessors:
    """Of one plan and period; names are looked up once for each day."""

    def __init__(self, context: RunContext) -> None:
        self.context = context
        self.signers_on: Callable[[date], UnitNames] = cache(context.signers_on)

    def book_to_heir(self, identity: Identity, read: FileRead, register: RegisterRow | None) -> Identity:
        """With the unit that owes, the unit that signed where it has ended since, and what the heir's own file says of the totals."""
        signer = self._signer(identity)
        heir = self.context.heir_of(signer) if signer else None
        if heir is None or identity.unit_id not in (None, heir, signer):
            return replace(identity, includes_predecessor=_read_answer(read, register))
        return replace(identity, unit_id=heir, for_unit_id=signer)

    def _signer(self, identity: Identity) -> str | None:
        text = identity.unit_text or ""
        if _UNIT_ID.fullmatch(text):
            return text
        return self.signers_on(identity.written_on).match_unit(text).unit_id if text and identity.written_on else None


def _read_answer(read: FileRead, register: RegisterRow | None) -> bool | None:
    """Whether the unit's totals hold those of the unit that it succeeds: as the register says, else the sheet; None where neither does."""
    if register and register.includes_predecessor is not None:
        return register.includes_predecessor
    lines = (line for sheet in read.title_sheets for line in sheet.lines_outside)
    for texts in ([text for text in line.cells if text.strip()] for line in lines):
        for position, text in enumerate(texts):
            if _QUESTION.match(fold_text(text)):
                behind = _ANSWER_BEHIND.search(text)
                given = (*texts[position + 1 : position + 2], behind[1] if behind else "")
                return next((answer for answer in map(read_yes_or_no, given) if answer is not None), None)
    return None
