"""`tdnreport who FUNCTION`: who holds a function in an area on a day, since when, by which law, and who held it before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tdnreport.app.units import UNSOURCED, area_of_day, holder_values, is_sourced, known_area
from tdnreport.plans import DataError
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    from datetime import date

    from tdnreport.plans import Reference
    from tdnreport.plans.areas import Holder


@dataclass(frozen=True, slots=True)
class FunctionOfDay:
    """`holder` None: no row speaks of the day. `earlier`: who held it before, the latest first."""

    function_id: str
    on: date
    area_id: str
    asked_area_id: str
    holder: Holder | None
    earlier: tuple[Holder, ...]


def holder_of_day(reference: Reference, function_id: str, area_id: str, on: date) -> FunctionOfDay:
    """The holder in the area, or in what it has become by that day; DataError where function or area are unknown."""
    areas = reference.areas
    if function_id not in areas.functions:
        known = "; ".join(f"{row.function_id} ({row.name})" for row in areas.functions.values())
        raise DataError(f"Không có chức năng “{function_id}”; các chức năng hiện có: {known}.")
    asked = known_area(reference, area_id)
    area = area_of_day(reference, asked, on)
    lineage = {area, asked, *(part.area_id for day in _starts(reference, area) for part in areas.parts(area, day))}
    rows = [row for row in areas.holders if row.function_id == function_id and row.area_id in lineage and row.unit_id]
    earlier = sorted((row for row in rows if row.valid_to and row.valid_to < on), key=_last_day, reverse=True)
    return FunctionOfDay(function_id, on, area, asked, areas.holder_on(area, function_id, on), tuple(earlier))


def _starts(reference: Reference, area_id: str) -> Iterator[date]:
    return (link.happened_on.replace(day=1, month=1) for link in reference.areas.links if link.to_area == area_id)


def _last_day(row: Holder) -> date:
    assert row.valid_to is not None
    return row.valid_to


def holder_text(reference: Reference, found: FunctionOfDay) -> list[str]:
    """Sentences for a terminal; what no text says is told as not known."""
    name = reference.areas.functions[found.function_id].name
    place = _area_name(reference, found.area_id, found.on)
    lines = [f"{name}, {place}, ngày {formats.format_day(found.on)}:"]
    if found.area_id != found.asked_area_id:
        lines.append(f"Địa bàn {found.asked_area_id} nay thuộc {place} ({found.area_id}).")
    lines.append(_holder_sentence(reference, found.holder, found.on))
    lines += [f"Trước đó: {_holder_sentence(reference, row, _last_day(row))}" for row in found.earlier]
    return lines


def _area_name(reference: Reference, area_id: str, on: date) -> str:
    named = reference.areas.name_on(area_id, on)
    if named is None:
        return area_id
    rank = named.rank.removesuffix(" trực thuộc trung ương")
    return named.name if rank == named.name.casefold() else f"{rank} {named.name}"


def _holder_sentence(reference: Reference, row: Holder | None, on: date) -> str:
    if row is None:
        return "không có dòng nào trong reference/holders.csv cho ngày này; cần bổ sung."
    if row.unit_id is None:
        return "không có đơn vị giữ." if is_sourced(row) else f"chưa rõ đơn vị giữ ({row.source or UNSOURCED})."
    unit = reference.unit_on(row.unit_id, on)
    days = " ".join(
        f"{word} {formats.format_day(day)}" for word, day in (("từ", row.valid_from), ("đến", row.valid_to)) if day
    )
    law = row.legal_basis or row.source if is_sourced(row) else UNSOURCED
    return f"{unit.full_name} ({unit.unit_id}){', ' + days if days else ''}. Căn cứ: {law}."


def holder_json(reference: Reference, found: FunctionOfDay) -> str:
    values = {
        "function_id": found.function_id,
        "on": found.on.isoformat(),
        "area_id": found.area_id,
        "holder": found.holder and holder_values(found.holder),
        "unit_name": found.holder
        and found.holder.unit_id
        and reference.unit_on(found.holder.unit_id, found.on).full_name,
        "earlier": [holder_values(row) for row in found.earlier],
    }
    return json.dumps(values, ensure_ascii=False, indent=1)
