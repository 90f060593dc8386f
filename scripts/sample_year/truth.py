"""The agreed figures of the sample, from its specification alone (never from the product), with their arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sample_year.shapes import Places
from sample_year.spec import IndicatorLine, Sent, TaskLine, Year, plain_number
from tdnreport.plans import Plan, Reference, expected_units, ref_tables

FACTS = {
    TaskLine: (
        "task_code",
        "status",
        "completion_pct",
        "estimated_pct",
        "allocated_vnd",
        "disbursed_vnd",
        "estimated_vnd",
        "completed_on",
    ),
    IndicatorLine: ("indicator_code", "value", "cumulative", "target"),
}


@dataclass(frozen=True, slots=True)
class Lead:
    unit: str
    row: TaskLine | None

    @property
    def pct(self) -> float:
        return plain_number(self.row.completion_pct) if self.row else 0.0

    @property
    def status(self) -> str | None:
        return self.row.status if self.row else None


def truth(year: Year, plan: Plan, reference: Reference, places: dict[str, Places]) -> dict[str, Any]:
    """Figures, tasks, indicators, submissions and rows, as plain values for JSON."""
    period = plan.find_period(year.period_id)
    asked = {unit.unit_id for unit in expected_units(reference, period)}
    heard = [sent for sent in year.sent if sent.state != "refused"]
    due = (period.due_lenient_on, period.due_strict_on)
    first = {
        unit: min(s.received_on for s in heard if s.unit_id == unit) for unit in {s.unit_id for s in heard} & asked
    }
    on_time, strict = (sum(day <= limit for day in first.values()) for limit in due)
    tasks = [_task(year, plan, reference, task.task_code) for task in plan.leaf_tasks]
    figures = {
        **_task_figures(tasks),
        **_money_figures(tasks, plan),
        "reports_expected": len(asked),
        "reports_received": len(first),
        "reports_unread": len({sent.unit_id for sent in year.sent if sent.unit_id in asked} - first.keys()),
        "reports_on_time": on_time,
        "reports_on_time_strict": strict,
        "reporting_rate_pct": round(100 * len(first) / len(asked), 4),
        "on_time_rate_pct": round(100 * on_time / len(asked), 4),
        **_row_figures(year),
        "files_received": len(year.sent),
        "files_refused": len(year.sent) - len(heard),
    }
    return {
        "plan_id": year.plan_id,
        "period_id": year.period_id,
        "as_of": max(sent.received_on for sent in year.sent).isoformat(),
        "figures": figures,
        "tasks": tasks,
        "indicators": _indicators(year, plan),
        "submissions": [_submission(sent, due) for sent in year.sent],
        "rows": [row for sent in year.sent for row in _rows(sent, places[sent.file])],
    }


def counted(year: Year) -> list[Sent]:
    return [sent for sent in year.sent if sent.state == "accepted"]


def _task(year: Year, plan: Plan, reference: Reference, code: str) -> dict[str, Any]:
    rows = [(sent.unit_id, row) for sent in counted(year) for row in sent.tasks]
    accepted = [(unit, row) for unit, row in rows if row.task_code == code and not row.broken]
    leads = [Lead(unit, dict(accepted).get(unit)) for unit in _lead_units(year, plan, reference, code)]
    money = [
        [getattr(row, name) for _, row in accepted if getattr(row, name) is not None]
        for name in ("allocated_vnd", "disbursed_vnd")
    ]
    return {
        "task_code": code,
        "status": _status(leads),
        "completion_pct": _mean([lead.pct for lead in leads if lead.row]),
        "allocated_vnd": sum(money[0]) if money[0] else None,
        "disbursed_vnd": sum(money[1]) if money[1] else None,
        "leads_expected": len(leads),
        "leads_reported": sum(lead.row is not None for lead in leads),
        "leads": {lead.unit: lead.pct if lead.row else None for lead in leads},
    }


def _lead_units(year: Year, plan: Plan, reference: Reference, code: str) -> list[str]:
    rows = ref_tables(reference, plan, plan.find_period(year.period_id))["task_units"].filter(
        task_code=code, role="lead"
    )
    return [str(unit) for unit in rows["unit_id"]]


def _mean(values: list[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _status(leads: list[Lead]) -> str:
    said = {lead.status for lead in leads}
    if said <= {None}:
        return "unknown"
    return "done" if said == {"done"} else "todo" if said <= {"todo", None} else "doing"


def _task_figures(tasks: list[dict[str, Any]]) -> dict[str, Any]:
    done, doing, todo, unknown = (
        sum(task["status"] == status for task in tasks) for status in ("done", "doing", "todo", "unknown")
    )
    return {
        "tasks_total": len(tasks),
        "tasks_complete": done,
        "tasks_in_progress": doing,
        "tasks_not_started": todo,
        "tasks_unknown": unknown,
        "tasks_stopped": 0,
        "completion_rate_pct": None if unknown == len(tasks) else round(100 * done / len(tasks), 4),
        "mean_progress_pct": _mean([task["completion_pct"] for task in tasks if task["completion_pct"] is not None]),
    }


def _money_figures(tasks: list[dict[str, Any]], plan: Plan) -> dict[str, Any]:
    own_codes = {task.task_code for task in plan.leaf_tasks if task.fund_mode == "own_line"}
    own = [task for task in tasks if task["task_code"] in own_codes]
    allocated, disbursed = (
        sum(task[name] or 0 for task in own) if own else None for name in ("allocated_vnd", "disbursed_vnd")
    )
    return {
        "own_line_planned_vnd": plan.own_line_total_vnd if own else None,
        "own_line_allocated_vnd": allocated,
        "own_line_used_vnd": allocated,
        "own_line_disbursed_vnd": disbursed,
        "own_line_execution_pct": round(100 * disbursed / allocated, 4)
        if allocated and disbursed is not None
        else None,
        "all_allocated_vnd": sum(task["allocated_vnd"] or 0 for task in tasks),
        "all_disbursed_vnd": sum(task["disbursed_vnd"] or 0 for task in tasks),
    }


def _row_figures(year: Year) -> dict[str, int]:
    read = [line for sent in counted(year) for line in sent.lines]
    rejected = sum(line.broken is not None for line in read)
    return {"rows_read": len(read), "rows_accepted": len(read) - rejected, "rows_rejected": rejected}


def _indicators(year: Year, plan: Plan) -> dict[str, float]:
    """Counts add up over units; of an index only the value of the unit that follows it counts."""
    owners = {indicator.indicator_code: indicator.owners for indicator in plan.indicators if indicator.kind == "index"}
    totals: dict[str, float] = {}
    for sent in counted(year):
        for row in sent.indicators:
            if not row.broken and sent.unit_id in owners.get(row.indicator_code, (sent.unit_id,)):
                totals[row.indicator_code] = totals.get(row.indicator_code, 0) + plain_number(row.cumulative)
    return totals


def _submission(sent: Sent, due: tuple[date, date]) -> dict[str, Any]:
    read = sent.lines if sent.state == "accepted" else ()
    return {
        "file": sent.file,
        "unit_id": sent.unit_id,
        "received_on": sent.received_on.isoformat(),
        "state": sent.state,
        "on_time": sent.received_on <= due[0],
        "on_time_strict": sent.received_on <= due[1],
        "rows_read": len(read),
        "rows_rejected": sum(line.broken is not None for line in read),
    }


def _rows(sent: Sent, places: Places) -> Iterator[dict[str, Any]]:
    for line, (sheet, row_no) in zip(sent.lines, places, strict=True):
        yield {
            "file": sent.file,
            "sheet": sheet,
            "row_no": row_no,
            "unit_id": sent.unit_id,
            "broken": line.broken,
            "remarks": list(line.remarks),
            **{name: _json_value(getattr(line, name)) for name in FACTS[type(line)]},
        }


def _json_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return plain_number(value) if isinstance(value, float) else value
