"""`tdnreport check`: what a department should mend in a file before it sends it, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.warehouse import pipeline

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext

SENDERS_BUSINESS = (
    "rule_id not in ('missing_report', 'late_report', 'received_on_unknown', 'superseded', 'correction_mismatch')"
)
"""What only the receiving office can know says nothing about the file."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark; `severity` as in the rules: `warning` is kept and listed, all else is left out of the figures."""

    sheet: str | None
    cell: str | None
    row_no: int | None
    column_name: str | None
    rule_id: str
    severity: str
    value: str | None
    message: str
    action: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: what was read of it, the remarks, and what was not read with the reason."""

    file: str
    unit_id: str | None
    unit_name: str | None
    rows_read: int
    rows_rejected: int
    remarks: tuple[Remark, ...]
    unread: tuple[str, ...]

    @property
    def to_mend(self) -> int:
        return sum(one.severity != "warning" for one in self.remarks)


def check(subject: RunContext, files: Sequence[Path]) -> list[Checked]:
    """Each file by itself, as if it were the only one sent; nothing is written."""
    return [_checked(subject, file) for file in files]


def _checked(subject: RunContext, file: Path) -> Checked:
    with pipeline.in_memory(subject, file) as con:
        [(name, unit_id, unit_name, rows_read, rows_rejected)] = con.execute(
            "select file, unit_id, short_name, rows_read, rows_rejected from marts.submissions left join ref.units using (unit_id)"
        ).fetchall()
        remarks = con.execute(
            f"""select sheet, cell, row_no, column_name, rule_id, severity, value, message, action
            from marts.findings where {SENDERS_BUSINESS} order by sheet nulls first, row_no nulls first, cell"""
        ).fetchall()
        unread = con.execute(
            """select format('trang “{}”{}: {}', sheet, case what when 'column' then format(', cột “{}”', name)
                when 'row' then ', dòng ' || name when 'table' then ', ' || name else '' end, reason)
            from raw.unread where sheet is not null order by all"""
        ).fetchall()
    return Checked(
        name,
        unit_id,
        unit_name,
        rows_read,
        rows_rejected,
        tuple(Remark(*row) for row in remarks),
        tuple(r for (r,) in unread),
    )


def as_text(checked: Sequence[Checked]) -> Iterator[str]:
    """Plain lines for the officer; each file ends with "đạt" or how many cells to mend."""
    for one in checked:
        yield f"{one.file}: {one.unit_name or 'chưa nhận ra đơn vị'}, đọc được {one.rows_read} dòng"
        for remark in one.remarks:
            place = f"trang “{remark.sheet}”: " if remark.sheet else ""
            yield f"  {'!' if remark.severity != 'warning' else '?'} {place}{remark.message}"
            yield f"      → {remark.action}"
        for reason in one.unread:
            yield f"  - Không đọc: {reason}"
        yield f"  Kết luận: {'đạt' if not one.to_mend else f'cần sửa {one.to_mend} chỗ'}."


def as_json(checked: Sequence[Checked]) -> str:
    return json.dumps([_record(one) for one in checked], ensure_ascii=False, indent=1)


def _record(one: Checked) -> dict[str, Any]:
    return asdict(one) | {"to_mend": one.to_mend, "passed": one.to_mend == 0}
