"""What each unit still owes in a period, obligation by obligation, as a letter to it lists it.

A task owed is one that it leads without an accepted row; a duty one that it has not answered; an indicator one that the plan gives
to it by name. Where nothing came the tasks that it only takes part in are asked for as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tdnreport.report.model import Column, Table

if TYPE_CHECKING:
    import duckdb

TABLES = frozenset({"marts.obligations", "marts.duties", "marts.indicators", "marts.task_leads", "marts.progress"})
KINDS = {"task": "Nhiệm vụ", "duty": "Việc được phân công", "indicator": "Số liệu"}
ROLES = {
    "lead": "Chủ trì",
    "coordinate": "Phối hợp",
    "perform": "Thực hiện",
    "direct": "Chỉ đạo",
    "advise": "Tham mưu",
    "own": "Theo dõi",
}
COLUMNS = (
    Column("position", "STT", width=0.5),
    Column("kind", "Nội dung", width=1.2),
    Column("code", "Mã", width=0.7),
    Column("title", "Tên trong Kế hoạch", width=5),
    Column("role", "Vai trò", width=1),
)
SELECT = """
with owing as (
    select unit_id, kind, code, min(role) filter (role = 'lead') is not null as leads, min(role) as role
    from marts.obligations where kind <> 'report' group by all
),
sent as (
    select unit_id, 'task' as kind, task_code as code from marts.progress
    union all select unit_id, 'duty', duty_code from marts.duties where state = 'reported'
    union all select unit_id, 'indicator', indicator_code from marts.indicators
),
named as (
    select 'task' as kind, task_code as code, title, position from ref.tasks
    union all select 'duty', duty_code, min(summary), min(position) from ref.duties group by all
    union all select 'indicator', indicator_code, name, position from ref.indicators
)
select unit_id, kind, code, title, if(leads, 'lead', role) as role
from owing
anti join sent using (unit_id, kind, code)
join named using (kind, code)
where kind <> 'indicator' or (unit_id, code) in (select (unit_id, indicator_code) from ref.indicator_owners)
order by unit_id, list_position(['task', 'duty', 'indicator'], kind), position, code
"""


@dataclass(frozen=True, slots=True)
class OwedItem:
    """One obligation that nothing was sent for; `kind` is `task`, `duty` or `indicator`."""

    kind: str
    code: str
    title: str
    role: str

    @property
    def is_led(self) -> bool:
        return self.kind == "task" and self.role == "lead"


def read_owed(con: duckdb.DuckDBPyConnection) -> Mapping[str, tuple[OwedItem, ...]]:
    """By unit, tasks first."""
    owed: dict[str, list[OwedItem]] = defaultdict(list)
    for unit_id, *values in con.execute(SELECT).fetchall():
        owed[unit_id].append(OwedItem(*values))
    return {unit_id: tuple(rows) for unit_id, rows in owed.items()}


def owed_table(rows: tuple[OwedItem, ...]) -> Table:
    """The list that goes with the letter; an indicator's code is of no use to its reader."""
    printed = tuple(
        (str(place), KINDS[row.kind], "" if row.kind == "indicator" else row.code, row.title, ROLES[row.role])
        for place, row in enumerate(rows, 1)
    )
    return Table("owed", "Danh mục nội dung chưa có báo cáo", COLUMNS, printed, annex="")
