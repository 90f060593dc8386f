"""`tdnreport desk`: starts the page for officers and says where it is. What the server needs is loaded when it starts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from tdnreport.base.home import find_home
from tdnreport.terminal import exit_with, print_text


def desk(
    inbox: Annotated[
        Path | None, typer.Option("--inbox", help="Thư mục nhận tệp; mặc định là data/inbox/<kế hoạch>/<kỳ>.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65535, help="Cổng trên máy này; mặc định là 8765 hoặc cổng trống."),
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Mở trình duyệt ngay.")] = True,
) -> None:
    """Mở bàn làm việc: trang trên máy này để nhận tệp, xem nhận xét từng ô, lập báo cáo và chốt kỳ."""
    from tdnreport.web.serve import serve

    if inbox and not inbox.is_dir():
        exit_with(f"Không có thư mục {inbox}. Hãy ghi đúng đường dẫn đến thư mục chứa tệp các đơn vị gửi.")
    with suppress(KeyboardInterrupt):
        serve(find_home(), inbox and inbox.resolve(), port, _announcer(browser))
    print_text("Đã đóng bàn làm việc.")


def _announcer(open_browser: bool) -> Callable[[str], None]:
    """Tells the officer where the desk is, and opens it; the address holds the key of this start."""

    def announce(address: str) -> None:
        print_text(f"Bàn làm việc: {address}\nGiữ cửa sổ này mở khi làm việc; bấm Ctrl+C để đóng.")
        sys.stdout.flush()
        if open_browser:
            import webbrowser

            webbrowser.open(address)

    return announce
