"""Requests that change something: files in, the register, the report, letters, the closing. Each ends in a sentence on the page."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from tdnreport.app import desk, intake, register
from tdnreport.app.safe_names import safe_name
from tdnreport.base.errors import TdnError
from tdnreport.web.pages import address, period_of
from tdnreport.web.render import render
from tdnreport.web.state import PeriodDesk
from tdnreport.web.uploads import read_form, write_body
from tdnreport.web.worker import TaskFailed


class BadForm(TdnError):
    """A field is missing or cannot be understood; a Vietnamese sentence."""


async def upload(request: Request) -> Response:
    """One file into the inbox; a mail or an archive is taken apart."""
    current = period_of(request)
    name = request.query_params.get("ten", "")
    current.arriving += 1
    try:
        path = await asyncio.to_thread(intake.new_upload, current.subject.inbox)
        await write_body(request, path)
        received = await asyncio.to_thread(intake.receive_file, path, name, current.subject.inbox)
        days = {one.file: one.received_on for one in received if one.file and one.received_on}
        await asyncio.to_thread(desk.record_days, current.subject, days)
    finally:
        current.arriving -= 1
    current.received.extendleft(received)
    current.changed()
    return JSONResponse([{"name": one.name, "state": one.state, "sentence": one.sentence} for one in received])


async def name_file(request: Request) -> Response:
    """Who sent a file, when it came: into the register."""
    current, form = period_of(request), await read_form(request)
    day = _read_day(form.get("received_on", ""))
    entry = register.RegisterEntry(form.get("file", ""), form.get("unit_id") or None, day)
    units = dict(current.found.units) if current.found else {}
    if entry.unit_id and entry.unit_id not in units:
        raise BadForm("Hãy chọn một đơn vị trong danh sách.")
    if not entry.unit_id and not day:
        raise BadForm("Hãy chọn đơn vị hoặc ghi ngày nhận.")
    await asyncio.to_thread(desk.name_file, current.subject, entry)
    current.survey_again()
    said = [units.get(entry.unit_id or "", "")] + ([f"nhận ngày {day:%d/%m/%Y}"] if day else [])
    current.say(f"Đã ghi vào sổ nhận tệp: {entry.file} – {', '.join(filter(None, said))}.")
    return _back(request, current)


async def undo(request: Request) -> Response:
    current, form = period_of(request), await read_form(request)
    number = int(form["number"]) if form.get("number", "").isdecimal() else 0
    context = await asyncio.to_thread(current.subject.load)
    sentence = await asyncio.to_thread(register.undo_change, context, current.subject.inbox, number)
    current.survey_again()
    current.say(f"Đã hoàn tác: {sentence}.")
    return _back(request, current)


async def make_report(request: Request) -> Response:
    current = period_of(request)
    if current.start_report():
        current.say("Đang lập báo cáo; có thể tiếp tục xem và nhận tệp.")
    return _back(request, current, "#lap-bao-cao")


async def write_letters(request: Request) -> Response:
    current = period_of(request)
    current.start_letters()
    return _back(request, current, "#ai-da-gui")


async def write_templates(request: Request) -> Response:
    current = period_of(request)
    names = await current.view(desk.write_templates)
    current.say(f"Đã tạo {len(names)} biểu mẫu điền sẵn.")
    return _back(request, current, "#nhan-tep")


async def close_period(request: Request) -> Response:
    current, form = period_of(request), await read_form(request)
    if current.is_building:
        raise BadForm("Đang lập báo cáo; hãy đợi xong rồi chốt số liệu.")
    day = _read_day(form.get("on", "")) or date.today()
    code = await current.view(desk.close_period, day)
    current.say(f"Đã chốt số liệu của kỳ. Mã chốt (ghi vào biên bản): {code}")
    return _back(request, current, "#chot-ky")


async def publish_period(request: Request) -> Response:
    current, form = period_of(request), await read_form(request)
    number, signed_on = form.get("number", "").strip(), _read_day(form.get("signed_on", ""))
    if not number or signed_on is None:
        raise BadForm("Hãy ghi số văn bản và ngày ký của báo cáo đã phát hành.")
    sentence = await current.view(desk.publish_period, number[:100], signed_on, form.get("reason", "").strip() or None)
    current.say(sentence)
    return _back(request, current, "#chot-ky")


async def reopen_period(request: Request) -> Response:
    current, form = period_of(request), await read_form(request)
    reason = form.get("reason", "").strip()
    if not reason:
        raise BadForm("Hãy ghi lý do mở lại; lý do được lưu cùng số liệu đã chốt.")
    await current.view(desk.reopen_period, reason, date.today())
    current.say("Đã mở lại kỳ; bản đã chốt vẫn được giữ.")
    return _back(request, current, "#chot-ky")


async def check_file(request: Request) -> Response:
    """A part of a page about one file that is kept nowhere."""
    current = period_of(request)
    name = Path(safe_name(request.query_params.get("ten", ""))).name
    with TemporaryDirectory(prefix="tdnreport-kiem-tra-") as folder:
        path = Path(folder, name)
        await write_body(request, path)
        try:
            checked = await current.view(desk.check_one_file, path)
        except TaskFailed as error:
            return render("checked.html.j2", 422, sentence=str(error), checked=None)
    return render("checked.html.j2", sentence="", checked=checked)


def _read_day(text: str) -> date | None:
    """The browser's own form of a date, or the one on paper."""
    if not text.strip():
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    raise BadForm(f"“{text[:40]}” không phải một ngày; hãy ghi dạng 15/11/2024.")


def _back(request: Request, current: PeriodDesk, place: str = "") -> Response:
    """To the page that the form stood on, which is always one of this period."""
    came_from = request.headers.get("referer", "").partition(request.headers["host"])[2]
    own = came_from if came_from.startswith(address(current)) else address(current)
    return RedirectResponse(own.partition("#")[0] + place, 303)
