"""What a unit wrote → the whole clauses of it that stand in running text; the whole text stands in the annex.

A clause ends at a semicolon, a line end or a full stop before a capital. A clause is taken whole or left out: nothing is cut.
"""

from __future__ import annotations

import re

CLAUSE_END = re.compile(r"\s*(?:;(?![^()]*\))|\n)\s*|(?<=\w{3})\.\s+(?=[^\W\d_])|(?<=\w\))\.\s+")
"""A full stop after fewer than three letters ("TP. Huế", "H. A Lưới") ends no clause."""
TIME = re.compile(
    r"(?:ngày |tháng |quý |năm )?\d{1,2}(?:/\d{1,2})?/\d{4}|\bnăm \d{4}|\b\d{4} ?- ?\d{4}\b", re.IGNORECASE
)
"""Days and years measure nothing."""
MARKS = " .;,:-+•"


def split_clauses(text: str) -> tuple[str, ...]:
    """The clauses in their order, without the marks around them.

    >>> split_clauses("Tổ chức 05 lớp; 186 lượt người. Bàn giao tại TP. Huế.")
    ('Tổ chức 05 lớp', '186 lượt người', 'Bàn giao tại TP. Huế')
    """
    parts = (part.strip(MARKS) for part in CLAUSE_END.split(text))
    return tuple(" ".join(part.split()) for part in parts if part)


def measured_clauses(text: str, most: int) -> str:
    """The clauses that give a number or the number of a document, as many as stand in `most` letters, at least one; joined.

    >>> measured_clauses("Duy trì tốt; 26 tin, bài; họp trong năm 2024", 200)
    '26 tin, bài'
    """
    return _join_within([clause for clause in split_clauses(text) if re.search(r"\d", TIME.sub("", clause))], most)


def leading_clauses(text: str, most: int) -> str:
    """The first clauses, as many as stand in `most` letters, at least one; joined.

    >>> leading_clauses("Duy trì tốt; 26 tin, bài", 12)
    'Duy trì tốt'
    """
    return _join_within(split_clauses(text), most)


def _join_within(clauses: tuple[str, ...] | list[str], most: int) -> str:
    joined = ""
    for clause in clauses:
        longer = f"{joined}; {clause}" if joined else clause
        if joined and len(longer) > most:
            break
        joined = longer
    return joined
