"""Pages that show: the choice of a period, the period, one file with its remarks, one figure, the check before sending."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from tdnreport.app import desk, register
from tdnreport.app.survey import FileSurvey
from tdnreport.web.render import render
from tdnreport.web.state import Desk, Job, PeriodDesk

NO_PERIOD = "Không có kế hoạch hoặc kỳ báo cáo này."
OWING = ("missing", "unread")


def desk_of(request: Request) -> Desk:
    made: Desk = request.app.state.desk
    return made


def period_of(request: Request) -> PeriodDesk:
    period = desk_of(request).open_period(request.path_params["plan"], request.path_params["period"])
    if period is None:
        raise HTTPException(404, NO_PERIOD)
    return period


def address(period: PeriodDesk, rest: str = "") -> str:
    subject = period.subject
    return f"/ky/{quote(subject.plan_id)}/{quote(subject.period_id)}{rest}"


async def home(request: Request) -> Response:
    choices = await asyncio.to_thread(desk_of(request).load_choices)
    if len(choices) == 1:
        return RedirectResponse(f"/ky/{quote(choices[0].plan_id)}/{quote(choices[0].period_id)}", 303)
    return render("home.html.j2", choices=choices)


async def period(request: Request) -> Response:
    current = period_of(request)
    await current.look()
    return render("period.html.j2", **await asyncio.to_thread(_period_values, request, current))


def _period_values(request: Request, current: PeriodDesk) -> dict[str, Any]:
    subject = current.subject
    context = subject.load()
    files = current.found.survey.files if current.found else ()
    return {
        "period": current,
        "here": address(current),
        "view": f"/xem/{request.app.state.keys.view}/{quote(subject.plan_id)}/{quote(subject.period_id)}",
        "report": desk.last_report(subject),
        "closed": desk.find_closed(context),
        "published": desk.find_published(context),
        "change": register.last_change(context),
        "letters": _names(subject.letters, "*.docx"),
        "templates": _names(subject.templates, "*.xlsx"),
        "today": date.today(),
        "problem_files": [file for file in files if _needs_a_hand(file)],
        "stray_files": [file for file in files if file.unit_id is None],
        "owing": [unit for unit in current.found.survey.units if unit.state in OWING] if current.found else [],
    }


def _names(folder: Any, pattern: str) -> list[str]:
    return sorted(path.name for path in folder.glob(pattern))


def _needs_a_hand(file: FileSurvey) -> bool:
    """Nobody knows whose it is or when it came, or nothing of it counts."""
    return file.state != "superseded" and (file.unit_id is None or file.received_on is None or file.state == "refused")


async def state(request: Request) -> Response:
    """What a page asks every second: whether to show itself anew, and how far the work is."""
    current = period_of(request)
    await current.look()
    jobs = {"doc": current.survey_job, "lap": current.build_job, "cong-van": current.letters_job}
    return JSONResponse(
        {
            "version": current.version,
            "arriving": current.arriving,
            "jobs": {key: _job(job) for key, job in jobs.items()},
        }
    )


def _job(job: Job | None) -> dict[str, Any] | None:
    if job is None or not job.is_running:
        return None
    return {"name": job.name, "what": job.what, "done": job.done, "total": job.total}


async def one_file(request: Request) -> Response:
    current = period_of(request)
    name = request.query_params.get("ten", "")
    await current.look()
    files = current.found.survey.files if current.found else ()
    file = next((file for file in files if file.file == name), None)
    if file is None:
        return render(
            "waiting.html.j2", 200 if current.is_surveying else 404, here=address(current), period=current, name=name
        )
    view = await current.view(desk.view_inbox_file, file.file, file.remarks)
    units = current.found.units if current.found else ()
    values = {"period": current, "here": address(current), "file": file, "view": view, "units": units}
    return render("file.html.j2", **values, change=register.last_change(current.subject.load()))


async def figure(request: Request) -> Response:
    """Why a figure is what it is, for all units or for one."""
    current = period_of(request)
    unit = request.query_params.get("don-vi") or None
    report = await asyncio.to_thread(desk.last_report, current.subject)
    if report is None:
        raise HTTPException(404, "Chưa có báo cáo; hãy bấm Lập báo cáo trước.")
    lines = await current.view(desk.trace_figure, request.path_params["figure"], unit)
    names = [name for _, name in current.found.units] if current.found else []
    files = [file.file for file in current.found.survey.files] if current.found else []
    values: dict[str, Any] = {
        "period": current,
        "here": address(current),
        "lines": [_split_file(line, files) for line in lines],
        "unit": unit or "",
        "names": names,
    }
    return render("figure.html.j2", **values, report=report, figure_id=request.path_params["figure"])


def _split_file(line: str, files: Sequence[str]) -> tuple[str, str]:
    """The file that a line of a trace begins with, and the rest of the line."""
    file = next((file for file in files if line.startswith(f"  {file} [")), "")
    return file, line.removeprefix(f"  {file}") if file else line


async def check(request: Request) -> Response:
    """The page of a department's officer: one file, before it is sent."""
    return render("check.html.j2", choices=await asyncio.to_thread(desk_of(request).load_choices))
