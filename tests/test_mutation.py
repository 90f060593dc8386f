"""A careless hand is noticed: one broken cell in each column of the sample year (`make mutation` breaks every kind in every file)."""

from __future__ import annotations

from mutation import YEARS, run, share_pct


def test_a_broken_cell_in_any_column_is_noticed():
    judged = run(YEARS[:1], "column")
    assert {mutant.target.field for mutant, _ in judged} >= {
        "code",
        "title",
        "status",
        "pct",
        "disbursed",
        "cumulative",
    }
    missed = [str(mutant) for mutant, outcome in judged if outcome == "missed"]
    assert share_pct(judged) >= 95, missed
