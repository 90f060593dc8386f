"""Run context: the plan and period that files are read for, and the lists they are read against."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from tdnreport.base.privacy import SECRET
from tdnreport.plans import Period, Plan, Reference, load_plan, load_reference
from tdnreport.plans.heirs import counterpart, names_in, names_on
from tdnreport.plans.load import check_own_words
from tdnreport.plans.rules import Rule, load_rules
from tdnreport.vietnamese.indicator_names import IndicatorNames
from tdnreport.vietnamese.lexicon import WordLists, load_lists
from tdnreport.vietnamese.task_titles import TaskTitles
from tdnreport.vietnamese.unit_names import UnitNames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tdnreport.base.home import Home
    from tdnreport.plans.units import UnitName


ALLOWED = "Tệp {file} có dấu chỉ độ mật “{value}”, được nhận theo lệnh của người lập báo cáo. {detail}"


@dataclass(frozen=True, slots=True)
class RunContext:
    """The plan and period that files are read for, with everything they are read against.

    `as_of`: what was received after this day counts in no figure; None where the officer names no day.
    """

    home: Home
    reference: Reference
    plan: Plan
    period: Period
    rules: dict[str, Rule]
    words: WordLists
    as_of: date | None = None

    @property
    def units(self) -> UnitNames:
        """Names borne in the window of the data or on the due date, each for the unit that owes on the due date."""
        return self._senders(names_in(self.reference, self.plan, self.period))

    def units_on(self, day: date) -> UnitNames:
        """The names of a document's day: "UBND thành phố Huế" is a district to 31/12/2024 and the city's government after."""
        return self._senders(names_on(self.reference, self.plan, day, self.period.due_on))

    def names_by_day(self, names: UnitNames) -> Callable[[date], UnitNames]:
        """`units_on`, made once for all days between two changes; `names` are the period's (`units`), often the same ones."""
        changes = self.reference.days_of_change
        first, last = (bisect_right(changes, day) for day in (self.period.data_from, self.period.due_on))

        @cache
        def names_after(change: int) -> UnitNames:
            return names if change == first == last else self.units_on(changes[change - 1] if change else date.min)

        return lambda day: names_after(bisect_right(changes, day))

    def signers_on(self, day: date) -> UnitNames:
        """The names of a day, each for the unit that bore it, whether or not it lives on the due date."""
        return self._senders(self.reference.names_for(self.plan, day))

    def heir_of(self, unit_id: str) -> str | None:
        """Who owes what a unit owed that has ended by the due date; None where it has not, or where nobody stands for it."""
        unit = self.reference.units.get(unit_id)
        if unit is None or unit.valid_to is None or unit.valid_to >= self.period.due_on:
            return None
        return counterpart(self.reference, unit_id, self.period.due_on, self.plan.area)

    def _senders(self, names: Iterable[UnitName]) -> UnitNames:
        senders = ((unit.unit_id, unit.full_name, unit.aliases) for unit in names if not unit.is_group)
        return UnitNames(senders, self.words.abbreviations)

    @property
    def vocabulary(self) -> Vocabulary:
        headings, short = self.plan.heading_codes, self.words.abbreviations
        tasks = ((task.task_code, task.title, task.task_code not in headings) for task in self.plan.tasks)
        indicators = (
            (indicator.indicator_code, indicator.name, indicator.unit_of_measure) for indicator in self.plan.indicators
        )
        return Vocabulary(
            tasks=TaskTitles(tasks, short),
            indicators=IndicatorNames(indicators, self.words.indicator_words, short),
            duties=TaskTitles(((duty.duty_code, duty.summary, True) for duty in self.plan.duties), short),
            units=self.units,
            words=self.words,
            year=self.plan.year,
        )


def load_context(home: Home, plan_id: str, period_id: str) -> RunContext:
    """Everything the lists and the project's `data/` say about a plan and period; DataError where it is unknown or wrong."""
    check_own_words(home.reference_folders[1:])
    reference = load_reference(*home.reference_folders)
    plan = load_plan(home.data, plan_id, reference)
    rules = load_rules(home.data, plan_id, home.reference)
    return RunContext(home, reference, plan, plan.find_period(period_id), rules, load_lists(*home.reference_folders))


def with_restricted_allowed(context: RunContext) -> RunContext:
    """The same context with files of restricted marking accepted; every output then bears their marking."""
    rule = dataclasses.replace(context.rules[SECRET], severity="warning", message=ALLOWED)
    return dataclasses.replace(context, rules=context.rules | {rule.rule_id: rule})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a text is read against: the plan's tasks, indicators, duties and year, the units of the time, the word lists."""

    tasks: TaskTitles
    indicators: IndicatorNames
    duties: TaskTitles
    units: UnitNames
    words: WordLists
    year: int
