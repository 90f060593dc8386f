"""Units of all provinces as frozen values, each class with an `origin` a row of the file named in its docstring.

Identity, names and groups are dated: "UBND thành phố Huế" is a district office until 31/12/2024 and the government of
a city under central rule from 01/01/2025. Nothing here reads files (see `load`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from tdnreport.base.data_error import Place

if TYPE_CHECKING:
    from tdnreport.plans.plans import Plan

NATIONAL = "tw"
"""Province id of ministries and central press, which every province may name."""

UnitKind = Literal[
    "ubnd",
    "van_phong",
    "dang",
    "ban_chi_dao",
    "so",
    "llvt",
    "hoi",
    "doan_the",
    "hdnd",
    "bao_chi",
    "cong_ttdt",
    "dvsn",
    "ubnd_huyen",
    "trung_uong_dia_phuong",
    "bo",
    "cuc",
    "nhom",
    "nhom_mo",
]


def range_covers(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    """Whether the day lies in the closed range; an empty end is open.

    >>> range_covers(None, date(2024, 12, 31), date(2024, 12, 31)), range_covers(date(2025, 1, 1), None, date(2024, 12, 31))
    (True, False)
    """
    return (valid_from or on) <= on <= (valid_to or on)


def units_overlap(first: Unit, second: Unit) -> bool:
    """True where two units exist on at least one day in common."""
    starts = max(first.valid_from or date.min, second.valid_from or date.min)
    return starts <= min(first.valid_to or date.max, second.valid_to or date.max)


@dataclass(frozen=True, slots=True)
class Unit:
    """data/reference/units.csv. `nhom` is a closed group (members in groups.csv), `nhom_mo` an open one ("các đơn vị liên quan")."""

    origin: Place
    unit_id: str
    province_id: str
    name: str
    full_name: str
    short_name: str
    kind: UnitKind
    level: str
    parent_unit_id: str | None
    valid_from: date | None
    valid_to: date | None
    source: str

    @property
    def is_group(self) -> bool:
        return self.kind in ("nhom", "nhom_mo")

    @property
    def is_open(self) -> bool:
        return self.kind == "nhom_mo"

    def is_valid(self, on: date) -> bool:
        return range_covers(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Alias:
    """data/reference/aliases.csv: another spelling of a unit's name."""

    origin: Place
    alias: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class Member:
    """data/reference/groups.csv: a unit or group inside a closed group, in the order of the plan."""

    origin: Place
    group_id: str
    member_id: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """data/reference/events.csv: changes of units. A function transfer hands over this work, not the whole unit."""

    origin: Place
    event_id: str
    happened_on: date
    kind: Literal["rename", "merge", "split", "function_transfer", "close"]
    from_units: tuple[str, ...]
    to_units: tuple[str, ...]
    scope: str
    legal_basis: str


class UnitName(NamedTuple):
    """The spellings by which a file may name a unit; a group is no sender, and an open one no addressee either."""

    unit_id: str
    full_name: str
    aliases: tuple[str, ...]
    is_group: bool


@dataclass(frozen=True, slots=True)
class Reference:
    units: Mapping[str, Unit]
    members: Mapping[str, tuple[Member, ...]]
    aliases: Mapping[str, tuple[str, ...]]
    events: tuple[Event, ...]

    def units_behind(self, unit_id: str, on: date) -> tuple[str, ...]:
        """Unit ids behind an id on a day: itself, or the members of a closed group in order, each once; open groups give none."""
        unit = self.units[unit_id]
        if not unit.is_valid(on) or unit.is_open:
            return ()
        if not unit.is_group:
            return (unit_id,)
        members = (m.member_id for m in self.members.get(unit_id, ()) if range_covers(m.valid_from, m.valid_to, on))
        return tuple(dict.fromkeys(member_id for member in members for member_id in self.units_behind(member, on)))

    def names_for(self, plan: Plan, on: date) -> Iterator[UnitName]:
        """Every unit that a file of this plan may name on that day: the province's, its successors', the ministries'."""
        provinces = {*self.province_lineage(plan.province_id, on), NATIONAL}
        for unit in self.units.values():
            if unit.province_id in provinces and unit.is_valid(on):
                aliases = dict.fromkeys((unit.name, unit.short_name, *self.aliases.get(unit.unit_id, ())))
                yield UnitName(unit.unit_id, unit.full_name, tuple(aliases), unit.is_group)

    def province_lineage(self, province_id: str, on: date) -> tuple[str, ...]:
        """The province and what it has become by that day: tth, from 01/01/2025 also hue."""
        provinces = [province_id]
        for event in sorted(self.events, key=lambda event: event.happened_on):
            if event.happened_on <= on and any(
                self.units[unit_id].province_id in provinces for unit_id in event.from_units
            ):
                provinces += [self.units[unit_id].province_id for unit_id in event.to_units]
        return tuple(dict.fromkeys(provinces))
