"""The macros of `sql/macros.sql`."""

from __future__ import annotations

import duckdb
import pytest

from tdnreport.base.home import find_home


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as con:
        con.execute((find_home().sql / "macros.sql").read_text(encoding="utf-8"))
        yield con


def test_a_cell_is_trimmed_as_trim_does_whatever_the_space(con):
    """The look before trimming misses no space: every letter of the first plane, before and after a text and alone."""
    letters = "select chr(code::int) as letter from range(1, 55296) as t(code)"
    texts = f"select unnest([letter || 'a', 'a' || letter, letter, 'a' || letter || 'b']) as text from ({letters})"
    assert (
        con.execute(
            f"select text from ({texts}) where cell([text], 1) is distinct from nullif(trim(text), '')"
        ).fetchall()
        == []
    )


def test_a_cell_that_is_blank_or_beyond_the_line_is_null(con):
    assert con.execute("select cell(['', '  ', null], 1), cell(['', '  ', null], 2), cell(['a'], 5)").fetchall() == [
        (None, None, None)
    ]
