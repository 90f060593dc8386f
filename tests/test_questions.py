"""A newcomer's ten questions: each is answered in at most five lines, and the answer on the page is the one that comes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest
from lab_case import lab_home

import tdnreport as tdn
from tdnreport.base.home import find_home
from tdnreport.jupyter import api
from tdnreport.jupyter.display import HouseChart
from tdnreport.vietnamese import formats

PAGE = (find_home().root / "docs" / "questions.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^## (\d+)\. (.+?)\n\n```python\n(.*?)```\n\n(.+?)(?=\n\n|\n*\Z)", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> list[Any]:
    """What each block shows, run one after the other as cells of one notebook."""
    project = lab_home(tmp_path_factory.mktemp("lab"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TDNREPORT_HOME", str(project.root))
        patch.setattr(api, "_open_warehouses", [])
        return [shown(code) for _, _, code, _ in BLOCKS]


def shown(code: str) -> Any:
    """The value of a cell's last expression."""
    *before, last = ast.parse(code).body
    names: dict[str, Any] = {"tdn": tdn, "pl": pl}
    exec(compile(ast.Module(before, []), "cell", "exec"), names)
    assert isinstance(last, ast.Expr)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


def as_printed(answer: Any) -> Iterator[str]:
    """Every value of a frame or chart as a Vietnamese reader writes it."""
    if isinstance(answer, HouseChart):
        answer = pl.DataFrame([answer.chart.categories, *(one.values for one in answer.chart.series)])
    for value in (value for row in answer.rows() for value in row):
        if isinstance(value, date):
            yield formats.format_day(value)
        elif isinstance(value, int | float):
            yield formats.format_trimmed(value, 1).replace("-", "−")
        elif value is not None:
            yield value


def test_there_are_ten_questions_of_at_most_five_lines():
    assert [number for number, *_ in BLOCKS] == [str(number) for number in range(1, 11)]
    assert [question for _, question, code, _ in BLOCKS if len(code.splitlines()) > 5] == []


@pytest.mark.parametrize("place", range(len(BLOCKS)), ids=lambda place: f"question {place + 1}")
def test_the_answer_on_the_page_is_the_one_that_comes(answers, place):
    text = re.sub(r"`[^`]*`", "", BLOCKS[place][3])
    values = sorted(set(as_printed(answers[place])), key=len, reverse=True)
    assert values
    assert [value for value in values if value not in text] == []
    for value in values:
        text = text.replace(value, "")
    assert re.findall(r"\d", text) == [], "the page says more than the data"
