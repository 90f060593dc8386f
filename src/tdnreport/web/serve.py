"""The desk's server: routes, errors as sentences, and a start on this machine's own address."""

from __future__ import annotations

import errno
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tdnreport.base.errors import TdnError
from tdnreport.base.home import Home
from tdnreport.web import actions, files, pages
from tdnreport.web.guard import Guard, Keys
from tdnreport.web.render import say_page
from tdnreport.web.state import Desk
from tdnreport.web.uploads import GONE, MAX_UPLOAD_BYTES, TooLarge
from tdnreport.web.worker import TaskFailed, explain

USUAL_PORT = 8765
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PERIOD = "/ky/{plan}/{period}"
ROUTES = [
    Route("/", pages.home),
    Route("/kiem-tra", pages.check),
    Route("/kiem-tra/{plan}/{period}", actions.check_file, methods=["POST"]),
    Route(PERIOD, pages.period),
    Route(f"{PERIOD}/trang-thai", pages.state),
    Route(f"{PERIOD}/tep", pages.one_file),
    Route(f"{PERIOD}/tep", actions.upload, methods=["POST"]),
    Route(f"{PERIOD}/so", actions.name_file, methods=["POST"]),
    Route(f"{PERIOD}/hoan-tac", actions.undo, methods=["POST"]),
    Route(f"{PERIOD}/lap-bao-cao", actions.make_report, methods=["POST"]),
    Route(f"{PERIOD}/cong-van", actions.write_letters, methods=["POST"]),
    Route(f"{PERIOD}/bieu-mau", actions.write_templates, methods=["POST"]),
    Route(f"{PERIOD}/chot", actions.close_period, methods=["POST"]),
    Route(f"{PERIOD}/cong-bo", actions.publish_period, methods=["POST"]),
    Route(f"{PERIOD}/mo-lai", actions.reopen_period, methods=["POST"]),
    Route(f"{PERIOD}/con-so/{{figure}}", pages.figure),
    Route(f"{PERIOD}/hinh/{{name}}", files.picture),
    Route(f"{PERIOD}/tai-het/{{kind}}", files.download_all),
    Route(f"{PERIOD}/tai/{{kind}}/{{name:path}}", files.download),
    Route("/xem/{key}/{plan}/{period}/{name:path}", files.view),
    Route("/tinh/{name}", files.static),
]


class PortInUse(TdnError):
    """Another program listens there."""


def make_app(desk: Desk, keys: Keys) -> Guard:
    """The guard stands outside of everything, so that answers about faults bear its headers too."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        desk.close()

    app = Starlette(
        routes=ROUTES,
        exception_handlers={
            HTTPException: _not_found,
            TooLarge: _too_large,
            GONE: _gone,
            TdnError: _sentence,
            TaskFailed: _sentence,
            OSError: _system_error,
            Exception: _fault,
        },
        lifespan=lifespan,
    )
    app.state.desk, app.state.keys = desk, keys
    return Guard(app, keys)


def serve(home: Home, inbox: Path | None, port: int | None, started: Callable[[str], None]) -> None:
    """Serve until Ctrl+C; `started` is called with the address, which holds the key."""
    with _listen(port) as listener:
        keys = Keys(listener.getsockname()[1])
        config = uvicorn.Config(
            make_app(Desk(home, inbox), keys),
            log_level="critical",
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=3,
        )
        listener.listen(128)
        started(keys.address)
        uvicorn.Server(config).run(sockets=[listener])


def _listen(port: int | None) -> socket.socket:
    """The port that was asked for; without one the usual, or any that is free."""
    for wanted in (port,) if port is not None else (USUAL_PORT, 0):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        # Elsewhere "reuse" lets a port that was just closed be taken again; on Windows it would let another program listen beside us.
        exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
        listener.setsockopt(socket.SOL_SOCKET, exclusive, 1)
        try:
            listener.bind(("127.0.0.1", wanted))
        except OSError:
            listener.close()
            continue
        return listener
    raise PortInUse(f"Cổng {port} đang được chương trình khác dùng; hãy chọn cổng khác bằng --port, hoặc bỏ --port.")


def _answer(request: Request, sentence: str, status: int) -> Response:
    """A page, or for the page's own script the sentence alone."""
    if request.headers.get("x-desk") == "1":
        return JSONResponse({"sentence": sentence}, status)
    plan, period = request.path_params.get("plan"), request.path_params.get("period")
    return say_page(sentence, status, f"/ky/{plan}/{period}" if plan and period and status != 404 else "/")


async def _not_found(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    is_own = error.status_code == 404 and error.detail != "Not Found"
    return _answer(request, error.detail if is_own else "Không có trang này.", error.status_code)


async def _too_large(request: Request, _: Exception) -> Response:
    return _answer(request, f"Tệp nặng quá {MAX_UPLOAD_BYTES >> 20} MB nên không nhận.", 413)


async def _gone(request: Request, _: Exception) -> Response:
    return _answer(request, "Đường truyền đứt giữa chừng.", 400)


async def _sentence(request: Request, error: Exception) -> Response:
    return _answer(request, str(error), 409)


async def _system_error(request: Request, error: Exception) -> Response:
    """A full disk, no rights: the sentence of the operating system's error, without the path of a file that is still arriving."""
    assert isinstance(error, OSError)
    if error.errno in FULL:
        return _answer(request, "Ổ đĩa đã đầy nên chưa ghi được gì; hãy xóa bớt tệp không cần rồi làm lại.", 507)
    return _answer(request, explain(error), 500)


async def _fault(request: Request, error: Exception) -> Response:
    return _answer(request, explain(error), 500)
