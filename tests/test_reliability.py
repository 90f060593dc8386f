"""docs/reliability.md claims no more than there is."""

from __future__ import annotations

import re

import hostile
import hostile_odd
import hostile_text
import test_offline
import test_private
import text_parsers

from tdnreport.base.home import find_home

TEXT = (find_home().root / "docs/reliability.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([^|]+) \| ([\d,]+) \| (?:([\d,]+) \| )?[^|]*\|$", re.MULTILINE)


def test_no_more_inputs_are_claimed_than_there_are():
    there = {
        "must be refused": len(hostile.REFUSED),
        "must be read": len(hostile.READ),
        "independent list": len(hostile_odd.MAKERS),
        "personal data": len(test_private.PLANTED),
        "hostile texts": len(hostile_text.TEXTS),
        "commands run": len(test_offline.COMMANDS),
        "kept inputs": len(text_parsers.kept()),
    }
    claimed = {words: int(row[2]) for words in there for row in ROW.finditer(TEXT) if words in row[1]}
    assert claimed.keys() == there.keys()
    assert {words: number for words, number in claimed.items() if number > there[words]} == {}


def test_everything_that_was_tried_and_is_listed_survived():
    tried = [(row[1], row[2], row[3]) for row in ROW.finditer(TEXT) if row[3]]
    assert len(tried) > 5
    assert [fault for fault, number, survived in tried if number != survived] == []
