"""Load rules of dated rows: spans neither overlap nor leave a gap, weights add up, no body ends without an heir.

All mistakes are raised in one `DataError`. A row marked `unsourced` may leave a gap beside it: it says that nobody here knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Protocol, TypeVar

from tdnreport.base.data_error import Place, Problems
from tdnreport.plans.areas import AreaCode, AreaLink, AreaName, Areas, Confidence, Dated, Holder
from tdnreport.plans.units import Reference

DAY = timedelta(days=1)


class DatedRow(Dated, Protocol):
    @property
    def origin(self) -> Place: ...
    @property
    def confidence(self) -> Confidence: ...


R = TypeVar("R", bound=DatedRow)


def check_dated_rows(reference: Reference) -> None:
    problems = Problems()
    areas = reference.areas
    _check_ids(reference, problems)
    _check_order(reference, problems)
    problems.stop_if_any()
    for rows in _grouped(areas.names, lambda row: row.area_id):
        _check_spans(rows, f"tên của địa bàn {rows[0].area_id}", problems)
    for codes in _grouped(areas.codes, lambda row: (row.scheme, row.code)):
        _check_overlaps(codes, f"mã {codes[0].scheme} {codes[0].code}", problems)
    for unit_id, spans in reference.name_spans.items():
        _check_overlaps(_by_day(spans), f"tên của đơn vị {unit_id}", problems)
    _check_weights(areas.links, problems)
    for held in _grouped(areas.holders, lambda row: (row.area_id, row.function_id)):
        _check_spans(held, f"chức năng {held[0].function_id} ở {held[0].area_id}", problems)
    _check_lives(reference, problems)
    problems.stop_if_any()
    _check_heirs(reference, problems)
    problems.stop_if_any()


def _check_ids(reference: Reference, problems: Problems) -> None:
    areas = reference.areas
    spans = (row for rows in reference.name_spans.values() for row in rows)
    ends = ((link.origin, area_id) for link in areas.links for area_id in (link.from_area, link.to_area))
    dated: tuple[AreaName | AreaCode | Holder, ...] = (*areas.names, *areas.codes, *areas.holders)
    rows: list[tuple[Place, str, Mapping[str, object], str]] = [
        *((row.origin, row.area_id, areas.areas, "areas.csv") for row in dated),
        *((place, area_id, areas.areas, "areas.csv") for place, area_id in ends),
        *((row.origin, row.function_id, areas.functions, "functions.csv") for row in areas.holders),
        *((row.origin, row.unit_id, reference.units, "units.csv") for row in areas.holders if row.unit_id),
        *((row.origin, row.unit_id, reference.units, "units.csv") for row in spans),
    ]
    for place, code, known, file in rows:
        if code not in known:
            problems.add_at(place, f"không có “{code}” trong {file}; sửa mã hoặc thêm một dòng vào reference/{file}.")


def _check_order(reference: Reference, problems: Problems) -> None:
    areas = reference.areas
    spans = (row for rows in reference.name_spans.values() for row in rows)
    rows: Iterable[DatedRow] = (*areas.areas.values(), *areas.names, *areas.codes, *areas.holders, *spans)
    for row in rows:
        if row.valid_from and row.valid_to and row.valid_from > row.valid_to:
            problems.add_at(row.origin, "valid_from sau valid_to; sửa lại ngày.")
    for row in rows:
        law = getattr(row, "legal_basis", None) or getattr(row, "source", None)
        if isinstance(row, Holder) and row.confidence != "unsourced" and not law:
            problems.add_at(
                row.origin, "chưa ghi legal_basis hoặc source; ghi căn cứ, hoặc ghi confidence = unsourced."
            )


def _grouped(rows: Iterable[R], key: Callable[[R], Hashable]) -> Iterator[list[R]]:
    """Rows of one key, in the order of their days."""
    groups: dict[Hashable, list[R]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return (_by_day(group) for group in groups.values())


def _by_day(rows: Iterable[R]) -> list[R]:
    return sorted(rows, key=lambda row: row.valid_from or date.min)


def _check_overlaps(rows: list[R], what: str, problems: Problems) -> None:
    for before, after in pairwise(rows):
        if before.valid_to is None or (after.valid_from or date.min) <= before.valid_to:
            problems.add_at(
                after.origin,
                f"{what} chồng với {before.origin.seen_from(after.origin)}; sửa valid_from hoặc valid_to để mỗi ngày một dòng.",
            )


def _check_spans(rows: list[R], what: str, problems: Problems) -> None:
    """Neither an overlap nor a gap between rows that follow one another."""
    _check_overlaps(rows, what, problems)
    for before, after in pairwise(rows):
        if before.valid_to is None or after.valid_from is None or "unsourced" in (before.confidence, after.confidence):
            continue
        if after.valid_from > before.valid_to + DAY:
            problems.add_at(
                after.origin,
                f"{what} trống từ {before.valid_to + DAY:%d/%m/%Y} đến {after.valid_from - DAY:%d/%m/%Y}; sửa ngày, hoặc ghi "
                "confidence = unsourced nếu chưa rõ.",
            )


def _check_weights(links: Iterable[AreaLink], problems: Problems) -> None:
    """Shares out of one area on one day add to 1; a share that nobody knows is left blank and `unsourced`."""
    groups: dict[tuple[str, date, str], list[AreaLink]] = defaultdict(list)
    for link in links:
        groups[link.from_area, link.happened_on, link.weight_kind].append(link)
    for rows in groups.values():
        unknown = [row for row in rows if row.weight is None]
        for row in unknown:
            if row.confidence != "unsourced":
                problems.add_at(row.origin, "weight để trống; ghi tỷ trọng, hoặc ghi confidence = unsourced.")
        total = round(sum(row.weight or 0 for row in rows), 6)
        if not unknown and total != 1:
            problems.add_at(
                rows[-1].origin,
                f"tỷ trọng ({rows[0].weight_kind}) ra khỏi {rows[0].from_area} cộng lại là {total:g}, phải bằng 1; sửa cột weight.",
            )


def _check_lives(reference: Reference, problems: Problems) -> None:
    """A unit holds a function, and bears a name or a code is borne, only while it lives."""
    areas = reference.areas
    for held in areas.holders:
        if held.unit_id:
            _check_inside(held, reference.units[held.unit_id], f"đơn vị {held.unit_id}", problems)
    placed: tuple[Holder | AreaCode, ...] = (*areas.holders, *areas.codes)
    for row in placed:
        _check_inside(row, areas.areas[row.area_id], f"địa bàn {row.area_id}", problems)


def _check_inside(row: DatedRow, whole: Dated, what: str, problems: Problems) -> None:
    starts_early = (row.valid_from or date.min) < (whole.valid_from or date.min)
    if starts_early or (row.valid_to or date.max) > (whole.valid_to or date.max):
        life = f"từ {whole.valid_from or '…'} đến {whole.valid_to or '…'}"
        problems.add_at(row.origin, f"khoảng ngày nằm ngoài thời gian tồn tại của {what} ({life}); sửa ngày.")


def _check_heirs(reference: Reference, problems: Problems) -> None:
    """What a body held on its last day is held the day after, in its area or in what the area became.

    A district that ends without a link ends as a level of government: its functions end with it by law.
    """
    areas = reference.areas
    ended = (unit for unit in reference.units.values() if unit.valid_to and areas.holders)
    for unit, ended_on in ((unit, unit.valid_to) for unit in ended):
        assert ended_on is not None
        held = areas.held_by(unit.unit_id, ended_on)
        if not areas.held_by(unit.unit_id):
            problems.add_at(
                unit.origin,
                f"{unit.unit_id} kết thúc ngày {ended_on:%d/%m/%Y} mà không giữ chức năng nào; thêm chức năng của đơn vị "
                "và đơn vị kế thừa vào reference/holders.csv.",
            )
        for row in (row for row in held if not _goes_on(areas, row, ended_on)):
            problems.add_at(
                row.origin,
                f"{unit.unit_id} kết thúc ngày {ended_on:%d/%m/%Y}, chức năng {row.function_id} chưa có đơn vị kế thừa; "
                "thêm một dòng (unit_id để trống nếu chức năng kết thúc).",
            )


def _goes_on(areas: Areas, row: Holder, ended_on: date) -> bool:
    next_day = ended_on + DAY
    is_district = areas.areas[row.area_id].level in ("huyen", "xa")
    if is_district and not areas.exists(row.area_id, next_day):
        return True
    lineage = areas.successors(row.area_id, next_day)
    if any(areas.holder_on(area_id, row.function_id, next_day) for area_id in lineage):
        return True
    return any(
        other.function_id == row.function_id and other.area_id in lineage and (other.valid_from or date.min) > ended_on
        for other in areas.holders
        if other.confidence == "unsourced"
    )
