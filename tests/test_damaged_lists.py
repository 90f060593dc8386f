"""A few of the thousand damages of `python -m torture lists`: no list of an officer's ends a run with a traceback or changes it unseen."""

from __future__ import annotations

from pathlib import Path

from torture import lists


def test_a_damaged_list_is_refused_with_a_sentence_or_does_no_harm(tmp_path: Path) -> None:
    [count] = lists.all_of(tmp_path, 120, seed=17)
    assert count.survived == 120


def test_every_list_of_a_run_is_damaged(tmp_path: Path) -> None:
    names = {path.name for path in lists.list_files(lists.ROOT)}
    assert {
        "units.csv",
        "status_words.csv",
        "headers.csv",
        "rules.csv",
        "nd30.toml",
        "plan.toml",
        "periods.csv",
    } <= names
