"""Who stands on a day for a unit that a plan or a file names: itself while it lives, else who holds its function then.

    tth.stttt on 15/11/2025   →  hue.svhtt   (thông tin đối ngoại, by NĐ 150/2025/NĐ-CP)
    hue.stttt on 15/11/2024   →  tth.stttt   (a late report signed under the new name)

Where a function is named its holder counts, whoever held it before; else the unit's main function does (`Areas.held_by`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tdnreport.plans.areas import Holder, range_covers
from tdnreport.plans.plans import Period, Plan
from tdnreport.plans.units import Reference, Unit, UnitName

LOWER_LEVEL = "nhom_cap_duoi"
"""The function of the group of governments below the province: districts to 30/6/2025, communes from 01/7/2025."""


def unit_in_charge(reference: Reference, unit_id: str, on: date, function_id: str | None = None) -> str | None:
    """The unit itself, or from the day after its end its heir; None where nobody is known, or where it is not founded yet."""
    unit = reference.units[unit_id]
    if function_id is None and unit.is_valid(on):
        return unit_id
    if unit.valid_from and unit.valid_from > on:
        return None
    rows = (_holder_of(reference, unit, function, on) for function in _functions(reference, unit, function_id))
    heir = next((row.unit_id for row in rows if row and row.unit_id), None)
    if heir is None and unit.kind == "ubnd_huyen":
        return _holder_id(reference, reference.areas.area_of(unit.province_id), LOWER_LEVEL, on)
    return heir or (unit_id if unit.is_valid(on) else None)


def units_in_charge(reference: Reference, unit_id: str, on: date, function_id: str | None = None) -> tuple[str, ...]:
    """The units that owe on a day what a plan asks of this one; groups opened, open groups give none."""
    stands = unit_in_charge(reference, unit_id, on, function_id)
    if stands is None or reference.units[stands].is_open:
        return ()
    if not reference.units[stands].is_group:
        return (stands,)
    members = (row for row in reference.members.get(stands, ()) if range_covers(row.valid_from, row.valid_to, on))
    return tuple(dict.fromkeys(unit for row in members for unit in units_in_charge(reference, row.member_id, on)))


def inherited(
    reference: Reference, unit_id: str, heir_id: str, on: date, function_id: str | None = None
) -> Holder | None:
    """The row by which the heir stands for the unit on the day: the first of the unit's functions that it holds then."""
    unit = reference.units[unit_id]
    rows = (_holder_of(reference, unit, function, on) for function in _functions(reference, unit, function_id))
    return next((row for row in rows if row and row.unit_id == heir_id), None)


def held_function(
    reference: Reference, unit_id: str, holder_id: str, on: date, function_id: str | None = None
) -> str | None:
    """The function as whose holder a unit owes what a plan asks of another; None where the plan asks it of the unit itself."""
    if function_id or holder_id == unit_id:
        return function_id
    held = inherited(reference, unit_id, holder_id, on)
    return held.function_id if held else None


def is_known_to_end(reference: Reference, unit_id: str, on: date) -> bool:
    """Whether a row says that nobody holds the unit's functions on the day, or that nobody here knows who."""
    unit = reference.units[unit_id]
    rows = (_holder_of(reference, unit, function, on) for function in _functions(reference, unit, None))
    return any(row and row.unit_id is None for row in rows)


def counterpart(reference: Reference, unit_id: str, on: date, area_id: str) -> str | None:
    """Who stood or stands on another day for the unit that signs a file; None where nobody of the area does."""
    unit = reference.units[unit_id]
    if unit.valid_from is None or unit.valid_from <= on:
        return unit_in_charge(reference, unit_id, on)
    main = next(iter(_functions(reference, unit, None)), None)
    if main is None:
        return None
    areas = reference.areas
    of_unit = {part.area_id for part in areas.parts(areas.area_of(unit.province_id), on)}
    of_plan = {part.area_id for part in areas.parts(area_id, on)}
    found = {_holder_id(reference, area, main, on) for area in of_unit & of_plan} - {None}
    return found.pop() if len(found) == 1 else None


def names_on(reference: Reference, plan: Plan, day: date, due_on: date) -> Iterator[UnitName]:
    """The names of a day, each for the unit that owes on the due date; a name that nobody stands for then is left out."""
    for name in reference.names_for(plan, day):
        owing = counterpart(reference, name.unit_id, due_on, plan.area)
        if owing and reference.units[owing].is_group == name.is_group:
            yield name._replace(unit_id=owing)


def names_in(reference: Reference, plan: Plan, period: Period) -> Iterator[UnitName]:
    """The names of the due date, then those that were borne in the window of the data and no longer are."""
    names = dict.fromkeys(reference.names_for(plan, period.due_on))
    for change in reference.days_of_change:
        if period.data_from < change <= period.due_on:
            names |= dict.fromkeys(names_on(reference, plan, change - timedelta(days=1), period.due_on))
    return iter(names)


def _functions(reference: Reference, unit: Unit, function_id: str | None) -> tuple[str, ...]:
    if function_id:
        return (function_id,)
    held = reference.areas.held_by(unit.unit_id, unit.valid_to) or reference.areas.held_by(unit.unit_id)
    return tuple(dict.fromkeys(row.function_id for row in held))


def _holder_of(reference: Reference, unit: Unit, function_id: str, on: date) -> Holder | None:
    """The holder on the day of what the unit held, in its area or in what the area has become."""
    areas = reference.areas
    own = next((row.area_id for row in areas.held_by(unit.unit_id) if row.function_id == function_id), None)
    for area_id in reversed(areas.successors(own or areas.area_of(unit.province_id), on)):
        if areas.exists(area_id, on) and (row := areas.holder_on(area_id, function_id, on)):
            return row
    return None


def _holder_id(reference: Reference, area_id: str, function_id: str, on: date) -> str | None:
    for area in reversed(reference.areas.successors(area_id, on)):
        if row := reference.areas.holder_on(area, function_id, on):
            return row.unit_id
    return None
