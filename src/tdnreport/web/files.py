"""Files that leave the desk: what a report consists of, letters, forms, the page's own style and script. Nothing above their folders."""

from __future__ import annotations

import asyncio
import os
import zipfile
from pathlib import Path
from tempfile import mkstemp
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from tdnreport.web.pages import period_of
from tdnreport.web.render import PAGE
from tdnreport.web.state import PeriodDesk

NOT_THERE = "Không có tệp này; có thể báo cáo vừa được làm lại. Hãy tải lại trang."
STATIC = {"desk.css": "text/css", "desk.js": "text/javascript", "desk.svg": "image/svg+xml"}
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
VIEWED = (".html", ".css", ".js", ".png", ".svg", ".woff2", ".json")


def find_below(folder: Path, name: str) -> Path:
    """A plain file below the folder; anything else is not there."""
    try:
        root, path = folder.resolve(), (folder / name).resolve()
        if path.is_relative_to(root) and path != root and path.is_file():
            return path
    except (OSError, ValueError, RuntimeError):
        pass
    raise HTTPException(404, NOT_THERE)


def folder_of(period: PeriodDesk, kind: str) -> Path:
    subject = period.subject
    folders = {
        "ket-qua": subject.out,
        "phan-hoi": subject.out / "phan-hoi",
        "bieu-do": subject.out / "bieu-do",
        "cong-van": subject.letters,
        "bieu-mau": subject.templates,
    }
    if kind not in folders:
        raise HTTPException(404, NOT_THERE)
    return folders[kind]


async def download(request: Request) -> Response:
    path = find_below(folder_of(period_of(request), request.path_params["kind"]), request.path_params["name"])
    return _send(path, "attachment")


async def picture(request: Request) -> Response:
    """A chart inside the page."""
    path = find_below(period_of(request).subject.out / "bieu-do", f"{request.path_params['name']}.png")
    return _send(path, "inline")


async def view(request: Request) -> Response:
    """A report's own pages, in a sandbox; `guard` has looked at the key in the path."""
    path = find_below(period_of(request).subject.out, request.path_params["name"])
    if path.suffix.lower() not in VIEWED:
        return _send(path, "attachment")
    return _send(path, "inline")


def _send(path: Path, disposition: str) -> Response:
    media = TYPES.get(path.suffix.lower(), "application/octet-stream")
    return FileResponse(path, media_type=media, filename=path.name, content_disposition_type=disposition)


async def download_all(request: Request) -> Response:
    """All files of one kind in one archive."""
    period, kind = period_of(request), request.path_params["kind"]
    folder = folder_of(period, kind)
    if not folder.is_dir():
        raise HTTPException(404, NOT_THERE)
    path = await asyncio.to_thread(_pack, folder)
    name = f"{kind}-{period.subject.plan_id}-{period.subject.period_id}.zip"
    headers = {"content-disposition": f"attachment; filename*=utf-8''{quote(name)}"}
    return FileResponse(path, media_type="application/zip", headers=headers, background=BackgroundTask(path.unlink))


def _pack(folder: Path) -> Path:
    handle, name = mkstemp(prefix="tdnreport-", suffix=".zip")
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.is_symlink():
                    archive.write(path, path.relative_to(folder).as_posix())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


async def static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404, NOT_THERE)
    return FileResponse(PAGE / name, media_type=STATIC[name])
