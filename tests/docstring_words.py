"""What examples in docstrings find at hand beside the names of their own module: the word lists of data/reference.

A plugin (see addopts in pyproject.toml), for examples stand outside tests/ and see no fixture of its conftest.py.
"""

from __future__ import annotations

import pytest

from tdnreport.base.home import find_home
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.lexicon import load_lists


@pytest.fixture(autouse=True, scope="session")
def _word_lists(doctest_namespace):
    doctest_namespace["word_lists"] = load_lists(find_home().reference)
    doctest_namespace["layout_words"] = LayoutWords.load(find_home().reference)
