"""Who may ask the desk for anything: this machine's own browser that was given the key, asking for the desk by its own name.

    Host      127.0.0.1:port or localhost:port, so no foreign name can be made to point here
    key       in a cookie that no other site can make the browser send; the first address carries it and is then replaced
    Origin    of everything that changes something, and what the browser says of where a request comes from
    view key  a second key in the path of a report's own pages, which run in a sandbox without the cookie

Every answer bears a policy under which nothing is loaded from outside and no script runs but the desk's own.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from secrets import token_urlsafe

from starlette.datastructures import Headers, QueryParams
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SANDBOX = (
    "sandbox allow-scripts allow-downloads allow-modals; default-src 'none'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'none'; "
    "frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""Of a report's own pages, which carry their scripts: they run as nobody and can fetch nothing."""
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
REFUSED = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Bàn làm việc</title>
<main><h1>Chưa mở được bàn làm việc</h1><p>%s</p></main></html>"""
NO_KEY = (
    "Trang này chỉ mở bằng địa chỉ có khóa mà chương trình in ra khi khởi động. Mỗi lần khởi động có một khóa mới: "
    "hãy mở lại từ cửa sổ khởi động."
)
NOT_FROM_HERE = "Yêu cầu không đến từ bàn làm việc trên máy này nên không được thực hiện."


@dataclass(frozen=True)
class Keys:
    """Made anew at each start."""

    port: int
    key: str = field(default_factory=lambda: token_urlsafe(32))
    view: str = field(default_factory=lambda: token_urlsafe(32))

    @property
    def cookie(self) -> str:
        """Cookies are not kept apart by port, so two desks need two names."""
        return f"ban-lam-viec-{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def address(self) -> str:
        return f"http://{self.hosts[0]}/?key={self.key}"


class Guard:
    """ASGI middleware; everything that it lets through comes from the officer's own page."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self.app, self.keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(message, self._policy(scope))
            await send(message)

        answer = self._refusal(scope, Headers(scope=scope))
        await (answer or self.app)(scope, receive, send_with_headers)

    def _policy(self, scope: Scope) -> str:
        return SANDBOX if self._is_view(scope) else POLICY

    def _is_view(self, scope: Scope) -> bool:
        parts = scope["path"].split("/", 3)
        return len(parts) > 3 and parts[1] == "xem" and _equal(parts[2], self.keys.view)

    def _refusal(self, scope: Scope, headers: Headers) -> HTMLResponse | RedirectResponse | None:
        if headers.get("host", "").lower() not in self.keys.hosts:
            return HTMLResponse(REFUSED % NOT_FROM_HERE, 421)
        if scope["method"] not in ("GET", "HEAD") and not self._is_from_here(headers):
            return HTMLResponse(REFUSED % NOT_FROM_HERE, 403)
        if self._is_view(scope) and scope["method"] in ("GET", "HEAD"):
            return None
        given = QueryParams(scope["query_string"]).get("key")
        if scope["path"] == "/" and scope["method"] == "GET" and given and _equal(given, self.keys.key):
            return self._let_in()
        if not any(_equal(cookie, self.keys.key) for cookie in self._cookies(headers)):
            return HTMLResponse(REFUSED % NO_KEY, 403)
        return None

    def _cookies(self, headers: Headers) -> Iterable[str]:
        for line in headers.getlist("cookie"):
            yield cookie_parser(line).get(self.keys.cookie, "")

    def _is_from_here(self, headers: Headers) -> bool:
        """Fails where the browser says nothing: all that can run this page say it."""
        origin = headers.get("origin", "")
        return (
            origin == f"http://{headers['host'].lower()}"
            and headers.get("sec-fetch-site", "same-origin") == "same-origin"
        )

    def _let_in(self) -> RedirectResponse:
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.keys.cookie, self.keys.key, httponly=True, samesite="strict", path="/")
        return answer


def _equal(given: str, key: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), key.encode())


def _add_headers(message: Message, policy: str) -> None:
    given = {name for name, _ in message["headers"]}
    wanted = _ALWAYS | {"content-security-policy": policy}
    message["headers"] = [
        *message["headers"],
        *((name.encode(), value.encode()) for name, value in wanted.items() if name.encode() not in given),
    ]
