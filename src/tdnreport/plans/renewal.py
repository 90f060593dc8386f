"""What a new year changes in units and texts: heirs in place of bodies that ended, the area's name and the year of the day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from tdnreport.plans.areas import Holder
from tdnreport.plans.heirs import inherited, unit_in_charge
from tdnreport.plans.plans import Plan
from tdnreport.plans.units import NATIONAL, Reference

GOVERNMENT = "chinh_quyen"


def next_year(day: date) -> date:
    """The same day of the following year; 29 February becomes the 28th."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


@dataclass
class Renewal:
    """What a year changes in the units and texts of a plan; `questions` gathers what to confirm, by rank."""

    reference: Reference
    old: Plan
    questions: list[tuple[int, str]] = field(default_factory=list)

    @property
    def year(self) -> int:
        return self.old.year + 1

    @property
    def opens_on(self) -> date:
        return date(self.year, 1, 1)

    @property
    def closes_on(self) -> date:
        return max((next_year(period.due_on) for period in self.old.periods), default=date(self.year, 12, 31))

    def ask(self, rank: int, text: str) -> None:
        self.questions.append((rank, text))

    def province_id(self) -> str:
        areas = self.reference.areas
        area_id = areas.area_of(self.old.area)
        for area in reversed(areas.successors(area_id, self.opens_on)):
            row = areas.holder_on(area, GOVERNMENT, self.opens_on)
            if row and row.unit_id:
                return self.reference.units[row.unit_id].province_id
        return self.old.province_id

    def place(self, on: date) -> tuple[str, str]:
        """Rank and name of the area on a day, "thành phố", "Huế"; as the plan says where no row does."""
        areas = self.reference.areas
        for area in reversed(areas.successors(areas.area_of(self.old.area), on)):
            if named := areas.name_on(area, on):
                return named.rank.removesuffix(" trực thuộc trung ương"), named.name
        return "tỉnh", self.old.province

    def text(self, text: str) -> str:
        """The area's new name and the new year in a text; other years stay, they are of documents and programmes."""
        (old_rank, old_name), (rank, name) = self.place(date(self.old.year, 1, 1)), self.place(self.opens_on)
        if (old_rank, old_name) != (rank, name):
            text = text.replace(f"{old_rank} {old_name}", f"{rank} {name}").replace(old_name, name)
        return re.sub(rf"(?i)(năm ){self.old.year}\b", rf"\g<1>{self.year}", text)

    def names(self, text: str, on: date) -> str:
        """Names of ended bodies in a text replaced by those of their heirs."""
        heirs = dict(self._heir_names(on))
        if not heirs:
            return text
        longest_first = sorted(heirs, key=len, reverse=True)
        return re.sub(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b", lambda name: heirs[name[0]], text)

    def _heir_names(self, on: date) -> Iterator[tuple[str, str]]:
        """A name that a living body bears stays: "UBND thành phố Huế" was a district, too."""
        living = {
            name
            for unit in self.reference.units_of(self.old.area, on)
            for name in (unit.name, unit.full_name, unit.short_name)
        }
        areas = self.reference.areas
        provinces = {*areas.provinces_of(areas.area_of(self.old.area)), NATIONAL}
        for unit in self.reference.units.values():
            if unit.province_id not in provinces or not unit.valid_to or unit.valid_to >= on or unit.is_group:
                continue
            heir_id = unit_in_charge(self.reference, unit.unit_id, on)
            if heir_id and not self.reference.units[heir_id].is_group:
                heir = self.reference.unit_on(heir_id, on)
                names = {
                    unit.short_name: heir.short_name,
                    unit.name: heir.name,
                    unit.full_name: heir.full_name,
                }
                yield from ((old, new) for old, new in names.items() if old not in living)

    def unit(self, unit_id: str, function_id: str | None = None, on: date | None = None) -> str | None:
        """Who stands for the unit on the first day of the year; a change is told, with its law, or that it has no source."""
        heir_on = [
            (unit_in_charge(self.reference, unit_id, day, function_id), day)
            for day in (on or self.opens_on, self.closes_on)
        ]
        heir, day = next((found for found in heir_on if found[0]), heir_on[0])
        old = self.reference.units[unit_id]
        ended = f"{old.short_name} ({unit_id}) đã kết thúc ngày {old.valid_to:%d/%m/%Y}" if old.valid_to else unit_id
        if heir is None:
            self.ask(1, f"{ended}: không có đơn vị kế thừa, các dòng giao cho đơn vị này đã bỏ; ghi đơn vị làm thay.")
        elif heir != unit_id:
            self._ask_heir(ended, inherited(self.reference, unit_id, heir, day), heir, day)
        return heir

    def _ask_heir(self, ended: str, row: Holder | None, heir: str, on: date) -> None:
        name = f"{self.reference.unit_on(heir, on).full_name} ({heir})"
        if row is None or row.confidence == "unsourced":
            self.ask(2, f"{ended}: tạm thay bằng {name}, CHƯA CÓ NGUỒN; đối chiếu trước khi dùng.")
        else:
            self.ask(3, f"{ended}: thay bằng {name}, căn cứ {row.legal_basis or row.source}.")

    def units(self, unit_ids: Iterable[str], on: date | None = None) -> tuple[str, ...]:
        return tuple(dict.fromkeys(unit for unit_id in unit_ids if (unit := self.unit(unit_id, on=on))))
