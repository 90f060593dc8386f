"""What each unit reported earlier in the year, as one line of text beside the inputs of its form.

    said = read_earlier(period, Path("out/warehouse/qt-2024--2024-h1.duckdb"), lists)
    said.tasks["qt.sgddt", "2.1"]            Đang thực hiện, 40,0%. Dự toán giao 50.000.000 đồng, đã giải ngân 20.000.000 đồng.
    said.indicators["qt.sgddt", "tin_bai"]   Trong kỳ 12; lũy kế 12

Texts, not numbers: nothing that reads the filled form can take them for figures of its period. What stands in a file that bears a
marking of secrecy is left out.
Out of scope: earlier years (the plan itself gives the indicators of the year before).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.base.home import Home
from tdnreport.base.offline import OFFLINE
from tdnreport.base.privacy import SECRET
from tdnreport.plans import DataError, Period, Plan
from tdnreport.vietnamese import formats, labels
from tdnreport.vietnamese.lexicon import WordLists

if TYPE_CHECKING:
    import duckdb

LONGEST_RESULT = 120
AMOUNTS = {"allocated_vnd": "dự toán giao", "disbursed_vnd": "đã giải ngân", "estimated_vnd": "ước cả năm"}
EarlierTexts = Mapping[tuple[str, str], str]
"""(unit, task or indicator) → text."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier report of the same plan; `label` names its period."""

    label: str
    tasks: EarlierTexts = field(default_factory=dict)
    indicators: EarlierTexts = field(default_factory=dict)


def find_earlier(home: Home, plan: Plan, period: Period, lists: WordLists) -> Earlier | None:
    """From the warehouse of the latest earlier period of the plan; None where there is none."""
    earlier_periods = (earlier for earlier in plan.periods if earlier.data_to < period.data_to)
    for earlier in sorted(earlier_periods, key=lambda earlier: earlier.data_to, reverse=True):
        if (path := home.warehouse_file(plan.plan_id, earlier.period_id)).is_file():
            return read_earlier(earlier, path, lists)
    return None


def read_earlier(period: Period, path: Path, lists: WordLists) -> Earlier:
    """Texts from the accepted rows of the warehouse of `period`; DataError where it cannot be read."""
    import duckdb

    try:
        with duckdb.connect(str(path), read_only=True, config=OFFLINE) as con:
            return Earlier(period.label, _task_texts(con, lists), _indicator_texts(con))
    except duckdb.Error as error:
        raise DataError(
            f"Không đọc được kho số liệu {path} của kỳ trước; hãy làm lại báo cáo kỳ {period.period_id} hoặc xóa tệp này."
        ) from error


def _task_texts(con: duckdb.DuckDBPyConnection, lists: WordLists) -> EarlierTexts:
    texts = {
        key: [_progress_text(*values)]
        for key, values in _read_rows(con, "progress", "status, completion_pct, result_text")
    }
    amounts = ", ".join(AMOUNTS)
    for key, (source, *values) in _read_rows(con, "budget", f"fund_source, {amounts}"):
        name = lists.fund_source_names.get(source or "")
        texts.setdefault(key, []).append(_budget_text(name, dict(zip(AMOUNTS, values, strict=True))))
    return {key: "\n".join(filter(None, lines)) for key, lines in texts.items()}


def _indicator_texts(con: duckdb.DuckDBPyConnection) -> EarlierTexts:
    return {key: _count_text(*values) for key, values in _read_rows(con, "indicators", "value, cumulative")}


def _read_rows(
    con: duckdb.DuckDBPyConnection, table: str, columns: str
) -> list[tuple[tuple[str, str], tuple[Any, ...]]]:
    code = "indicator_code" if table == "indicators" else "task_code"
    rows = con.execute(
        f"""select unit_id, {code}, {columns} from marts.{table}
        where file not in (select file from marts.findings where rule_id = ? and file is not null) order by all""",
        [SECRET],
    ).fetchall()
    return [((unit_id, code), tuple(values)) for unit_id, code, *values in rows]


def _progress_text(status: str | None, completion_pct: float | None, result: str | None) -> str:
    state = [
        labels.STATUSES.get(status or "", ""),
        "" if completion_pct is None else formats.format_pct(completion_pct),
    ]
    return ". ".join(filter(None, [", ".join(filter(None, state)), _shorten(result or "")]))


def _budget_text(name: str | None, amounts: Mapping[str, int | None]) -> str:
    parts = [
        f"{AMOUNTS[name]} {formats.format_vnd(amount)} đồng" for name, amount in amounts.items() if amount is not None
    ]
    return f"{name}: {', '.join(parts)}" if name else ", ".join(parts).capitalize()


def _count_text(value: float | None, cumulative: float | None) -> str:
    parts = {"trong kỳ": value, "lũy kế": cumulative}
    texts = [f"{name} {formats.format_trimmed(number, 2)}" for name, number in parts.items() if number is not None]
    return "; ".join(texts).capitalize()


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_RESULT else line[: LONGEST_RESULT - 1].rstrip() + "…"
