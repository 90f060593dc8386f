"""Every rule and every expectation fails on its own case and passes on the nearest good one; the rulebook is complete."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import duckdb
import pytest
import rulebook
from gate_breaks import BREAKS
from quality_warehouse import DATA, EXPECTATIONS, good_warehouse
from rulebook import CASES, OTHER_UNIT, Case

from tdnreport.plans.rules import load_rules
from tdnreport.quality.compiled_suites import run_compiled
from tdnreport.quality.expectations import run_suites
from tdnreport.quality.outcome import Outcome
from tdnreport.quality.suites import load_suites

RULES = load_rules(DATA, "tth-2024")
GATE = {
    "rows_lost": "update marts.submissions set rows_accepted = 1 where file = 'a.xlsx'",
    "plan_mismatch": "delete from marts.tasks where task_code = '4.2'",
    "figure_mismatch": "update report.figures set value = 90 where id = 'own_line_execution_pct'",
    "gate_failed": "update marts.findings set severity = 'row' where rule_id = 'missing_report'",
}
"""Rules of the gate → what the program itself would have to get wrong."""


def test_the_rulebook_has_every_rule():
    assert CASES.keys() | GATE.keys() == RULES.keys()
    assert not CASES.keys() & GATE.keys()


Found = dict[str, list[tuple[str, str]]]
"""Rule → the rules found in the files of its case, each with its message."""


def _found(folder: Path, kind: Literal["bad", "good"]) -> Found:
    found: Found = {}
    for plan in sorted({case.plan for case in CASES.values()}):
        cases = [(rule_id, case) for rule_id, case in CASES.items() if case.plan == plan]
        free = _free_units(plan)
        for start in range(0, len(cases), len(free)):
            inbox = folder / f"{kind}-{plan}-{start}"
            inbox.mkdir()
            found |= _round(inbox, cases[start : start + len(free)], free, kind)
    return found


def _free_units(plan: str) -> list[str]:
    """Units of the plan's area that no case wants for itself."""
    of, wanted = rulebook.context_of(plan), {case.unit for case in CASES.values()} | {OTHER_UNIT}
    units = of.reference.units_of(of.plan.area, of.period.due_on)
    return [
        one.unit_id
        for one in units
        if one.is_valid(of.period.due_on) and not one.is_group and one.unit_id not in wanted
    ]


def _round(inbox: Path, cases: Sequence[tuple[str, Case]], units: Sequence[str], kind: Literal["bad", "good"]) -> Found:
    with rulebook.register_of(inbox) as register:
        for (rule_id, case), unit in zip(cases, units, strict=False):
            rulebook.put(inbox, rule_id, getattr(case, kind), case.unit or unit, register)
    with rulebook.read(inbox, cases[0][1].plan) as con:
        rows = con.execute("select coalesce(file, ''), unit_id, rule_id, message from marts.findings").fetchall()
    return {
        rule_id: [
            (found, message)
            for file, unit_id, found, message in rows
            if file.startswith(f"{rule_id}-") or (not file and case.unit and unit_id == case.unit)
        ]
        for rule_id, case in cases
    }


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    return _found(tmp_path_factory.mktemp("rules"), "bad")


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return _found(tmp_path_factory.mktemp("rules"), "good")


@pytest.mark.parametrize("rule_id", CASES)
def test_a_rule_is_found_in_the_file_that_breaks_it_and_not_in_the_nearest_good_one(rule_id, bad, good):
    assert rule_id in {found for found, _ in bad[rule_id]}
    assert rule_id not in {found for found, _ in good[rule_id]}


@pytest.mark.parametrize("rule_id", CASES)
def test_what_is_found_is_said_in_a_whole_vietnamese_sentence(rule_id, bad):
    said = [message for found, message in bad[rule_id] if found == rule_id]
    assert all(text and "{" not in text and text[0].isupper() and text.rstrip()[-1] in ".!”" for text in said), said


@pytest.fixture(scope="module")
def judged(tmp_path_factory) -> tuple[tuple[Outcome, ...], tuple[Outcome, ...]]:
    """Outcomes of the gate over a good warehouse, and over one with everything of `GATE` gone wrong."""
    suites = load_suites(EXPECTATIONS, RULES)
    with good_warehouse(tmp_path_factory.mktemp("gate") / "kho.duckdb") as con:
        passed = run_suites(con, suites)
        for wrong in GATE.values():
            con.execute(wrong)
        return passed, run_suites(con, suites)


@pytest.mark.parametrize("rule_id", GATE)
def test_a_rule_of_the_gate_stops_the_report_when_the_program_itself_is_wrong(rule_id, judged):
    passed, failed = judged
    assert rule_id not in {one.rule_id for one in passed if not one.success}
    assert rule_id in {one.rule_id for one in failed if one.stops}


SUITES = {suite.name: suite for suite in load_suites(EXPECTATIONS, RULES)}
EXPECTED = [(name, one.description) for name, suite in SUITES.items() for one in suite.expectations]


def test_every_expectation_has_a_table_that_breaks_it():
    assert sorted(EXPECTED) == sorted((name, description) for name, cases in BREAKS.items() for description in cases)


@pytest.fixture(scope="module")
def good_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("expectations") / "good.duckdb"
    good_warehouse(path).close()
    return path


@pytest.fixture(scope="module")
def held(good_file) -> set[tuple[str, str]]:
    """Expectations that hold in the good warehouse."""
    return {(one.suite, one.description) for one in run_suites(good_file, tuple(SUITES.values())) if one.success}


def named_values(outcome: Outcome) -> set[str]:
    """What the examples name; of rows that are not unique together Great Expectations leaves out the key."""
    return {part for example in outcome.examples for part in example.split("; ")}


@pytest.mark.parametrize(("suite", "description"), EXPECTED)
def test_an_expectation_fails_on_its_own_case_and_holds_in_the_nearest_good_one(
    suite, description, good_file, held, tmp_path
):
    alone = replace(
        SUITES[suite], expectations=tuple(one for one in SUITES[suite].expectations if one.description == description)
    )
    broken = shutil.copyfile(good_file, tmp_path / "broken.duckdb")
    with duckdb.connect(str(broken)) as con:
        con.execute(BREAKS[suite][description])
        [outcome] = run_suites(con, (alone,))
        [by_duckdb] = run_compiled(con, (alone,))
        assert replace(by_duckdb, examples=()) == replace(outcome, examples=())
        assert named_values(by_duckdb) >= named_values(outcome)
    assert (outcome.success, outcome.error) == (False, None)
    assert outcome.unexpected_count >= 1
    assert (suite, description) in held
