"""`tdnreport units`: the bodies of a day, their functions with law and source, and for which ended bodies they report."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tdnreport.plans import DataError
from tdnreport.plans.heirs import unit_in_charge

if TYPE_CHECKING:
    from datetime import date

    from tdnreport.plans import Reference
    from tdnreport.plans.areas import Holder

COLUMNS = ("Mã", "Tên đơn vị", "Chức năng", "Căn cứ", "Báo cáo thay cho")
UNSOURCED = "chưa có nguồn, cần đối chiếu"


@dataclass(frozen=True, slots=True)
class UnitOfDay:
    """A body that lives on the day, with what it holds then and the ended bodies in whose place it stands."""

    unit_id: str
    area_id: str
    name: str
    short_name: str
    functions: tuple[Holder, ...]
    stands_for: tuple[str, ...]


def units_of_day(reference: Reference, on: date, area_id: str | None = None) -> list[UnitOfDay]:
    """Bodies of one area, or of all; groups are none. Raises DataError where nobody knows the area."""
    areas = reference.areas
    wanted = area_of_day(reference, known_area(reference, area_id), on) if area_id else None
    stands_for = _ended_by_heir(reference, on)
    found = []
    for unit in (reference.unit_on(unit_id, on) for unit_id in reference.units):
        area = areas.area_of(unit.province_id)
        if unit.is_valid(on) and not unit.is_group and wanted in (None, area):
            held = areas.held_by(unit.unit_id, on)
            ended = tuple(stands_for.get(unit.unit_id, ()))
            found.append(UnitOfDay(unit.unit_id, area, unit.full_name, unit.short_name, held, ended))
    return found


def known_area(reference: Reference, area_id: str) -> str:
    """The area of an id, which may be a province id of units.csv ("tth" is "hue"); DataError lists the known ones."""
    area = reference.areas.area_of(area_id)
    provinces = {unit.province_id for unit in reference.units.values()}
    if area not in reference.areas.areas and area not in provinces:
        known = ", ".join(row.area_id for row in reference.areas.areas.values() if row.level in ("tinh", "trung_uong"))
        raise DataError(f"Không có địa bàn “{area_id}”; các địa bàn hiện có: {known}.")
    return area


def area_of_day(reference: Reference, area_id: str, on: date) -> str:
    """The area, or what it has become by that day."""
    alive = [area for area in reference.areas.successors(area_id, on) if reference.areas.exists(area, on)]
    return alive[-1] if alive else area_id


def units_rows(reference: Reference, units: Sequence[UnitOfDay]) -> list[tuple[str, ...]]:
    """One row of `COLUMNS` a body; a function that no text gives it is marked."""
    return [
        (
            unit.unit_id,
            unit.name,
            "; ".join(_function_text(reference, row) for row in unit.functions),
            "; ".join(dict.fromkeys(row.legal_basis or row.source or "" for row in unit.functions if is_sourced(row))),
            ", ".join(unit.stands_for),
        )
        for unit in units
    ]


def units_json(units: Sequence[UnitOfDay]) -> str:
    rows = [
        {
            "unit_id": unit.unit_id,
            "area_id": unit.area_id,
            "name": unit.name,
            "short_name": unit.short_name,
            "functions": [holder_values(row) for row in unit.functions],
            "stands_for": unit.stands_for,
        }
        for unit in units
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def holder_values(row: Holder) -> dict[str, Any]:
    """A row of holders.csv as JSON says it: ISO days, null where open."""
    return {
        "function_id": row.function_id,
        "area_id": row.area_id,
        "unit_id": row.unit_id,
        "valid_from": row.valid_from and row.valid_from.isoformat(),
        "valid_to": row.valid_to and row.valid_to.isoformat(),
        "legal_basis": row.legal_basis,
        "source": row.source,
        "confidence": row.confidence,
    }


def is_sourced(row: Holder) -> bool:
    return row.confidence != "unsourced"


def _function_text(reference: Reference, row: Holder) -> str:
    name = reference.areas.functions[row.function_id].name
    return name if is_sourced(row) else f"{name} ({UNSOURCED})"


def _ended_by_heir(reference: Reference, on: date) -> Mapping[str, list[str]]:
    ended: dict[str, list[str]] = defaultdict(list)
    for unit in reference.units.values():
        if unit.valid_to and unit.valid_to < on and not unit.is_group:
            heir = unit_in_charge(reference, unit.unit_id, on)
            if heir:
                ended[heir].append(unit.unit_id)
    return ended
