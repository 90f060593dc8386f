"""Pages from templates, with everything escaped; how days and numbers look is decided where reports decide it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import HTMLResponse

from tdnreport import __version__
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    from jinja2 import Environment

PAGE = Path(__file__).parent / "page"
STATES = {
    "accepted": "được tính",
    "superseded": "đã có tệp sau thay",
    "refused": "bị từ chối",
    "later": "nhận sau ngày của số liệu",
}
"""`state` of a file, in words."""


@cache
def environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(PAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"day": formats.format_day, "number": formats.format_number, "url": quote_name}
    made.globals |= {"version": __version__, "file_states": STATES}
    return made


def quote_name(name: str) -> str:
    """A file's name as a part of an address; nothing in it ends the part."""
    return quote(name, safe="/")


def render(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    return HTMLResponse(environment().get_template(template).render(**values), status)


def say_page(sentence: str, status: int, back: str = "/") -> HTMLResponse:
    """A page that says one thing."""
    return render("message.html.j2", status, sentence=sentence, back=back)
