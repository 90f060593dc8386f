"""An independent list of hostile files: each comes back with one sentence or with its good row, never with a traceback."""

from __future__ import annotations

import hostile_odd
import pytest
from test_hostile_files import ENGLISH, read, rows

REFUSING = {"file_unreadable", "file_too_large", "file_encrypted", "no_table_found"}
PYTHON = ("Error", "Exception", "None", "0x", "<")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    names = hostile_odd.make(folder)
    return read(folder, *names, "tot.xlsx", seconds=120)


def test_there_are_more_than_eighty_of_them(found):
    assert len(hostile_odd.MAKERS) > 80


@pytest.mark.parametrize("name", hostile_odd.MAKERS)
def test_each_gets_one_sentence_or_is_read(found, name):
    refusals = [one for one in found[name].findings if one.rule_id in REFUSING]
    assert len(refusals) == (0 if rows(found[name]) else 1)
    for one in refusals:
        assert not one.detail or one.detail.endswith(".")
        assert not any(word in one.detail for word in (*ENGLISH, *PYTHON)), one.detail


def test_what_is_read_of_them_is_the_good_row_and_nothing_made_up(found):
    for name, one in found.items():
        texts = [text for sheet in one.sheets for line in sheet.sheet.lines for text in line.cells]
        assert "99999999" not in texts, name
        assert not any(text.startswith("root:") for text in texts), name
        assert rows(one) <= 301, name


def test_the_good_file_among_them_is_read(found):
    assert rows(found["tot.xlsx"]) == 1
