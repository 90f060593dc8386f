"""The `ref.*` tables of what was said before: published figures, the areas they are of, and the names that those bore.

A figure is of an area as it was on its last day: 820 of Quảng Trị and 1.140 of Quảng Bình in 2024 are the parts of Quảng Trị of today.
What may be compared with what, and in which words, is decided in SQL (`staging.base_windows`, `marts.indicator_totals`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tdnreport.plans.areas import AreaName, AreaPart, Areas
from tdnreport.plans.heirs import unit_in_charge
from tdnreport.plans.plans import Plan
from tdnreport.plans.records import PublishedFigure
from tdnreport.plans.table_schemas import SCHEMAS
from tdnreport.plans.units import Reference

LAW_WORDS = {"NQ ": "Nghị quyết số ", "NĐ ": "Nghị định số ", "Luật ": "Luật số "}
"""How data/reference abbreviates a law → how a report writes it."""


def published_rows(reference: Reference, plan: Plan, due_on: date) -> Iterator[dict[str, Any]]:
    columns = [column for column in SCHEMAS["published"] if column != "reporters"]
    for figure in plan.published:
        own = {column: getattr(figure, column) for column in columns}
        yield own | {"reporters": _reporters_text(reference, figure, due_on)}


def _reporters_text(reference: Reference, figure: PublishedFigure, due_on: date) -> str | None:
    """Ids of the units whose figures the published one holds, as one text to compare; None is all who owed it.

    A unit that has ended since is named by its heir, which is the one that can report now.
    """
    behind = {unit for reporter in figure.reporters for unit in reference.units_behind(reporter, figure.data_to)}
    return ";".join(sorted({unit_in_charge(reference, unit, due_on) or unit for unit in behind})) or None


def area_part_rows(areas: Areas, area_id: str) -> Iterator[dict[str, Any]]:
    """The area and everything it was made of, each with its span, its share, its name then and the law of the change."""
    today = areas.areas.get(area_id)
    if today is None:
        yield _part_row(areas, AreaPart(area_id, 1.0, "whole"), area_id, None)
        return
    for part, law in areas.made_of(area_id):
        yield _part_row(areas, part, area_id, law)


def _part_row(areas: Areas, part: AreaPart, today_id: str, law: str | None) -> dict[str, Any]:
    area = areas.areas.get(part.area_id)
    last_day = area.valid_to if area and area.valid_to else date.max
    names = {row.area_id: row.name for row in areas.names if row.area_id in (part.area_id, today_id)}
    known = areas.name_on(part.area_id, last_day)
    name = known.name if known else names.get(part.area_id, part.area_id)
    return {
        "area_id": part.area_id,
        "name": f"{name} (cũ)" if part.area_id != today_id and name == names.get(today_id) else name,
        "weight": part.weight,
        "weight_kind": part.weight_kind,
        "valid_from": area.valid_from if area else None,
        "valid_to": area.valid_to if area else None,
        "legal_basis": law_in_words(law),
    }


def area_name_rows(areas: Areas, area_id: str) -> Iterator[dict[str, Any]]:
    """Each name with its rank that the area itself has borne: "tỉnh Thừa Thiên Huế", "thành phố Huế"."""
    for row in areas.names:
        if row.area_id == area_id and row.confidence != "unsourced":
            yield {
                "area_id": area_id,
                "name": f"{_short_rank(row)} {row.name}",
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
                "legal_basis": law_in_words(row.legal_basis),
            }


def _short_rank(row: AreaName) -> str:
    return row.rank.removesuffix(" trực thuộc trung ương")


def law_in_words(law: str | None) -> str | None:
    """
    >>> law_in_words("NQ 202/2025/QH15")
    'Nghị quyết số 202/2025/QH15'
    """
    for short, words in LAW_WORDS.items():
        if law and law.startswith(short):
            return words + law.removeprefix(short)
    return law
