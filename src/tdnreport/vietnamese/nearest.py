"""The known name that is most like a text: a suggestion for the one who mends it, never taken for what was meant."""

from __future__ import annotations

from collections.abc import Iterable

_LEAST_LIKE = 66
_LONGEST = 200


def nearest(key: str, known: Iterable[str]) -> str | None:
    """Of folded names the one most like a folded text, by words in common and words beside them; None where none is like it."""
    from rapidfuzz import fuzz, process

    if not 0 < len(key) <= _LONGEST:
        return None
    near = process.extract(key, sorted(known), scorer=fuzz.token_set_ratio, score_cutoff=_LEAST_LIKE, limit=20)
    scored = [((score + fuzz.token_sort_ratio(key, name)) / 2, name) for name, score, _ in near]
    score, name = max(scored, default=(0.0, ""))
    return name if score >= _LEAST_LIKE else None
