"""Areas and who holds which function in them, each a dated row with its law, source and confidence.

An area is an identity: its names, ranks and codes change (tỉnh Thừa Thiên Huế, from 01/01/2025 thành phố Huế), a merger makes a new
one. Nobody stores successors: the heir of a body is who holds its function the day after. Nothing here reads files (see `load`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, Protocol

from tdnreport.base.data_error import Place
from tdnreport.base.ids import Id

Confidence = Literal["high", "medium", "low", "unsourced"]
"""`unsourced`: remembered, found in no text; such a row may leave a gap and is never printed as a fact."""


def range_covers(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    """Whether the day lies in the closed range; an empty end is open.

    >>> range_covers(None, date(2024, 12, 31), date(2024, 12, 31)), range_covers(date(2025, 1, 1), None, date(2024, 12, 31))
    (True, False)
    """
    return (valid_from or on) <= on <= (valid_to or on)


class Dated(Protocol):
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


def spans_overlap(first: Dated, second: Dated) -> bool:
    """True where two closed ranges have at least one day in common."""
    starts = max(first.valid_from or date.min, second.valid_from or date.min)
    return starts <= min(first.valid_to or date.max, second.valid_to or date.max)


@dataclass(frozen=True, slots=True)
class AdminArea:
    """data/reference/areas.csv: a territory. `province_ids` are the ids under which units.csv and plans speak of it."""

    origin: Place
    area_id: Id
    level: Literal["trung_uong", "tinh", "huyen", "xa"]
    province_ids: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    legal_basis: str | None
    source: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class AreaName:
    """data/reference/area_names.csv: name and rank of an area in a span."""

    origin: Place
    area_id: str
    name: str
    rank: str
    valid_from: date | None
    valid_to: date | None
    legal_basis: str | None
    source: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class AreaCode:
    """data/reference/area_codes.csv: a code is no identity (44 was Quảng Bình and is Quảng Trị), so it needs its first day."""

    origin: Place
    scheme: str
    code: str
    area_id: str
    valid_from: date
    valid_to: date | None
    legal_basis: str | None
    source: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class AreaLink:
    """data/reference/area_links.csv: what became of an area; `weight` is the share of it that went there."""

    origin: Place
    from_area: str
    to_area: str
    happened_on: date
    relation: Literal["merge", "split", "transfer"]
    weight_kind: Literal["whole", "population", "area"]
    weight: float | None
    legal_basis: str | None
    source: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Function:
    """data/reference/functions.csv; of the functions of one body the first in this file is its main one."""

    origin: Place
    function_id: Id
    name: str


@dataclass(frozen=True, slots=True)
class Holder:
    """data/reference/holders.csv: the unit that holds a function in an area in a span; no unit: nobody does, or nobody knows who."""

    origin: Place
    area_id: str
    function_id: str
    unit_id: str | None
    valid_from: date | None
    valid_to: date | None
    legal_basis: str | None
    source: str | None
    confidence: Confidence


class AreaPart(NamedTuple):
    area_id: str
    weight: float | None
    weight_kind: str


@dataclass(frozen=True)
class Areas:
    """Every dated row about areas and functions."""

    areas: Mapping[str, AdminArea] = field(default_factory=dict)
    names: tuple[AreaName, ...] = ()
    codes: tuple[AreaCode, ...] = ()
    links: tuple[AreaLink, ...] = ()
    functions: Mapping[str, Function] = field(default_factory=dict)
    holders: tuple[Holder, ...] = ()

    def area_of(self, province_id: str) -> str:
        """The area that a province id of units.csv or of a plan means; an id that no area claims is its own area."""
        claimed = (area.area_id for area in self.areas.values() if province_id in area.province_ids)
        return next(claimed, province_id)

    def provinces_of(self, area_id: str) -> tuple[str, ...]:
        return self.areas[area_id].province_ids if area_id in self.areas else (area_id,)

    def exists(self, area_id: str, on: date) -> bool:
        """An area that no file speaks of is taken to exist."""
        area = self.areas.get(area_id)
        return area is None or range_covers(area.valid_from, area.valid_to, on)

    def name_on(self, area_id: str, on: date) -> AreaName | None:
        names = (row for row in self.names if row.area_id == area_id and range_covers(row.valid_from, row.valid_to, on))
        return next(names, None)

    def area_with_code(self, scheme: str, code: str, on: date) -> str | None:
        codes = (row for row in self.codes if (row.scheme, row.code) == (scheme, code))
        return next((row.area_id for row in codes if range_covers(row.valid_from, row.valid_to, on)), None)

    def successors(self, area_id: str, on: date) -> tuple[str, ...]:
        """The area and, in order, what it has become by that day."""
        found = [area_id]
        for known in found:
            found += [link.to_area for link in self._links(on) if link.from_area == known and link.to_area not in found]
        return tuple(found)

    def _links(self, on: date) -> Iterator[AreaLink]:
        return (link for link in self.links if link.happened_on <= on)

    def parts(self, area_id: str, on: date) -> tuple[AreaPart, ...]:
        """The areas of a day in the past that make up an area of today, through chains, with their weights."""
        return tuple(self._parts(AreaPart(area_id, 1.0, "whole"), on))

    def _parts(self, part: AreaPart, on: date) -> Iterator[AreaPart]:
        area = self.areas.get(part.area_id)
        if area is None or area.valid_from is None or area.valid_from <= on:
            if self.exists(part.area_id, on):
                yield part
            return
        for link in self.links:
            if link.to_area == part.area_id:
                yield from self._parts(_share_of(part, link), on)

    def made_of(self, area_id: str) -> Iterator[tuple[AreaPart, str | None]]:
        """The area and, through chains, every area that went into it: with its share of it, and the law by which it did."""
        yield from self._made_of(AreaPart(area_id, 1.0, "whole"), None)

    def _made_of(self, part: AreaPart, law: str | None) -> Iterator[tuple[AreaPart, str | None]]:
        yield part, law
        for link in self.links:
            if link.to_area == part.area_id:
                yield from self._made_of(_share_of(part, link), link.legal_basis)

    def holder_on(self, area_id: str, function_id: str, on: date) -> Holder | None:
        """Who holds a function in an area on a day; None where no row speaks of that day."""
        rows = (row for row in self.holders if (row.area_id, row.function_id) == (area_id, function_id))
        return next((row for row in rows if range_covers(row.valid_from, row.valid_to, on)), None)

    def held_by(self, unit_id: str, on: date | None = None) -> tuple[Holder, ...]:
        """The functions of a unit, the main one first; without a day all that it ever held."""
        order = list(self.functions)
        rows = (row for row in self.holders if row.unit_id == unit_id)
        of_day = (row for row in rows if on is None or range_covers(row.valid_from, row.valid_to, on))
        return tuple(sorted(of_day, key=lambda row: order.index(row.function_id)))


def _share_of(part: AreaPart, link: AreaLink) -> AreaPart:
    """The area that a link comes from, as a part of what `part` belongs to."""
    weight = None if part.weight is None or link.weight is None else part.weight * link.weight
    return AreaPart(link.from_area, weight, part.weight_kind if link.weight_kind == "whole" else link.weight_kind)
