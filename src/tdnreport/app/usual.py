"""Which plan and period a command means where it names none: the only one there is, else those of the report made last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tdnreport.app.report_folder import TraceError
from tdnreport.app.trace import last_report
from tdnreport.plans import DataError
from tdnreport.plans.load import read_periods

if TYPE_CHECKING:
    from tdnreport.base.home import Home


def usual_plan(home: Home) -> str:
    """DataError that lists the plans where there are several and no report was made yet."""
    plans = sorted(path.parent.name for path in home.data.glob("plans/*/plan.toml"))
    if len(plans) == 1:
        return plans[0]
    if (last := _last(home)) and last[0] in plans:
        return last[0]
    raise DataError(f"Có nhiều kế hoạch, hãy nêu một bằng --plan: {', '.join(plans) or 'chưa có kế hoạch nào'}.")


def usual_period(home: Home, plan_id: str) -> str:
    """DataError that lists the plan's periods where there are several and none of them was reported last."""
    periods = read_periods(home.data, plan_id)
    if len(periods) == 1:
        return periods[0]
    if (last := _last(home)) and last[0] == plan_id and last[1] in periods:
        return last[1]
    raise DataError(f"Kế hoạch {plan_id} có nhiều kỳ, hãy nêu một bằng --period: {', '.join(periods)}.")


def _last(home: Home) -> tuple[str, str] | None:
    """Plan and period of the report made last, which its folder is named after."""
    try:
        folder = last_report(home)
    except TraceError:
        return None
    return folder.parent.name, folder.name
