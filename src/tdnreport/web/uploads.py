"""Bodies of requests: forms of a few kilobytes, and files that are written to disk as they come, never held in memory."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

MAX_UPLOAD_BYTES, MAX_FORM_BYTES = 1 << 30, 64 << 10


class TooLarge(Exception):
    """The body is larger than allowed."""


async def read_form(request: Request) -> dict[str, str]:
    """Fields of a plain form; the last of several with one name."""
    body = bytearray()
    async for chunk in _bounded(request, MAX_FORM_BYTES):
        body += chunk
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=100))


async def write_body(request: Request, path: Path) -> None:
    """The body as a file, on disk when this returns; removed where the sender goes away, sends too much or the disk is full."""
    try:
        with path.open("xb") as file:
            async for chunk in _bounded(request, MAX_UPLOAD_BYTES):
                await asyncio.to_thread(file.write, chunk)
            file.flush()
            await asyncio.to_thread(os.fsync, file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


async def _bounded(request: Request, limit: int) -> AsyncIterator[bytes]:
    """A length that is announced is believed only where it is too much."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise TooLarge
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise TooLarge
        yield chunk


GONE = ClientDisconnect
"""Raised where the sender breaks off."""
