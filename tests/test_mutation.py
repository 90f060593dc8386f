"""A careless hand is noticed: one broken cell in each column of the sample year (`make mutation` breaks every kind in every file)."""

from __future__ import annotations

import json

from mutation import KEPT, YEARS, run, share_pct


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


def test_the_readme_gives_the_share_that_was_measured_last_and_it_is_above_95_percent():
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    harmful = kept["caught"] + kept["missed"]
    assert kept["caught_share_pct"] == round(100 * kept["caught"] / harmful, 1) > 95
    assert len(kept["missed_cells"]) == kept["missed"]
    readme = (KEPT.parents[1] / "README.md").read_text(encoding="utf-8")
    assert f"**{kept['caught_share_pct']}%** of {harmful:,} harmful cells" in readme
    assert "make mutation" in readme
