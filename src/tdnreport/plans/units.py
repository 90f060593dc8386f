"""Units of all provinces as frozen values, each class with an `origin` a row of the file named in its docstring.

Identity, names and groups are dated: "UBND thành phố Huế" is a district office until 31/12/2024 and the government of
a city under central rule from 01/01/2025. Nothing here reads files (see `load`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from tdnreport.base.data_error import Place
from tdnreport.base.ids import Id
from tdnreport.plans.areas import Areas, Confidence, range_covers

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


@dataclass(frozen=True, slots=True)
class Unit:
    """data/reference/units.csv. `nhom` is a closed group (members in groups.csv), `nhom_mo` an open one ("các đơn vị liên quan").

    The names hold where unit_names.csv gives none for the day.
    """

    origin: Place
    unit_id: Id
    province_id: Id
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
class NameSpan:
    """data/reference/unit_names.csv: the names that a unit bears in a span, in place of those of units.csv."""

    origin: Place
    unit_id: str
    name: str
    full_name: str
    short_name: str
    valid_from: date | None
    valid_to: date | None
    legal_basis: str | None
    source: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Alias:
    """data/reference/aliases.csv: another spelling of a unit's name, and of its heirs' ("tth.stc|hue.stc")."""

    origin: Place
    alias: str
    unit_id: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """data/reference/groups.csv: a unit or group inside a closed group, in the order of the plan."""

    origin: Place
    group_id: str
    member_id: str
    valid_from: date | None = None
    valid_to: date | None = None


class UnitName(NamedTuple):
    """The spellings by which a file may name a unit; a group is no sender, and an open one no addressee either."""

    unit_id: str
    full_name: str
    aliases: tuple[str, ...]
    is_group: bool


@dataclass(frozen=True)
class Reference:
    units: Mapping[str, Unit]
    members: Mapping[str, tuple[Member, ...]]
    aliases: Mapping[str, tuple[str, ...]]
    name_spans: Mapping[str, tuple[NameSpan, ...]] = field(default_factory=dict)
    areas: Areas = field(default_factory=Areas)

    def units_behind(self, unit_id: str, on: date) -> tuple[str, ...]:
        """Unit ids behind an id on a day: itself, or the members of a closed group in order, each once; open groups give none."""
        unit = self.units[unit_id]
        if not unit.is_valid(on) or unit.is_open:
            return ()
        if not unit.is_group:
            return (unit_id,)
        members = (m.member_id for m in self.members.get(unit_id, ()) if range_covers(m.valid_from, m.valid_to, on))
        return tuple(dict.fromkeys(member_id for member in members for member_id in self.units_behind(member, on)))

    @cached_property
    def days_of_change(self) -> tuple[date, ...]:
        """The first days on which some unit or name is new or gone, in order."""
        spans = (span for spans in self.name_spans.values() for span in spans)
        rows: tuple[Unit | NameSpan, ...] = (*self.units.values(), *spans)
        starts = {row.valid_from for row in rows if row.valid_from}
        ends = {row.valid_to + timedelta(days=1) for row in rows if row.valid_to}
        return tuple(sorted(starts | ends))

    def unit_on(self, unit_id: str, on: date) -> Unit:
        """The unit with the names that it bears on that day."""
        unit = self.units[unit_id]
        for span in self.name_spans.get(unit_id, ()):
            if range_covers(span.valid_from, span.valid_to, on):
                return replace(unit, name=span.name, full_name=span.full_name, short_name=span.short_name)
        return unit

    def names_for(self, plan: Plan, on: date) -> Iterator[UnitName]:
        """Every unit that a file of this plan may name on that day: the area's, its successors', the ministries'."""
        for known in self.units_of(plan.area, on):
            unit = self.unit_on(known.unit_id, on)
            aliases = dict.fromkeys((unit.name, unit.short_name, *self.aliases.get(unit.unit_id, ())))
            yield UnitName(unit.unit_id, unit.full_name, tuple(aliases), unit.is_group)

    def units_of(self, area_id: str, on: date) -> Iterator[Unit]:
        """The units of a day in an area, in what it has become by then, and the central ones."""
        areas = self.areas.successors(area_id, on)
        provinces = {*(province for area in areas for province in self.areas.provinces_of(area)), NATIONAL}
        return (unit for unit in self.units.values() if unit.province_id in provinces and unit.is_valid(on))
