"""`make lab` as an analyst meets it: JupyterLab in Vietnamese, a notebook that draws, and nobody outside asked for anything."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from lab_case import lab_home
from playwright.sync_api import Page, sync_playwright

from tdnreport.base.home import find_home

ROOT = find_home().root
NOTEBOOK = "01-du-lieu-da-gui.ipynb"
CURRENT = "window.jupyterapp?.shell?.currentWidget"
KERNEL_READY = f"{CURRENT}?.sessionContext?.session?.kernel?.connectionStatus === 'connected'"
ALL_RUN = f"[...{CURRENT}.content.model.cells].every(cell => cell.type !== 'code' || cell.executionCount)"
ALL_SHOWN = """document.querySelectorAll('.js-plotly-plot').length >= 2
    && [...document.querySelectorAll('.js-plotly-plot')].every(plot => plot.querySelector('.point'))
    && document.querySelector('.widget-dropdown option') && document.querySelector('table.dataTable tbody tr')"""
OUTPUTS = f"[...{CURRENT}.content.model.cells].flatMap(cell => cell.outputs ? cell.outputs.toJSON() : [])"


@dataclass
class Visit:
    """What a visitor saw and whom the pages asked."""

    outputs: list[dict[str, Any]]
    text: str
    bars: int
    table_rows: int
    options: list[str]
    hosts: set[str]
    policy: str


@pytest.fixture(scope="module")
def proxy() -> Iterator[socket.socket]:
    """Where every request of server and kernel to the outside would go: nobody answers, but it shows."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


@pytest.fixture(scope="module")
def address(tmp_path_factory, proxy) -> Iterator[str]:
    """The address of a running JupyterLab, set up as `make lab` does."""
    project = lab_home(tmp_path_factory.mktemp("lab")).root
    shutil.copytree(ROOT / "notebooks", project / "notebooks")
    port = free_port()
    outside = f"http://127.0.0.1:{proxy.getsockname()[1]}"
    environment = os.environ | {"TDNREPORT_HOME": str(project), "no_proxy": "127.0.0.1,localhost"}
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), outside)
    command = [sys.executable, "-m", "jupyterlab", f"--config={ROOT / 'lab' / 'jupyter_lab_config.py'}", "--no-browser"]
    extra = [f"--port={port}", "--IdentityProvider.token=t", "--LabApp.expose_app_in_browser=True", "--allow-root"]
    with (project / "lab.log").open("w") as log:
        server = subprocess.Popen([*command, *extra], env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/api", server, project / "lab.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 180) -> None:
    """Until the server answers; a listening port alone does not serve pages yet."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urlopen(url, timeout=10).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"JupyterLab does not answer at {url}: {log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="module")
def visit(address, browser_path) -> Visit:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 4000})
        page.set_default_timeout(180_000)
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        answer = page.goto(f"{address}/lab/tree/{NOTEBOOK}?token=t")
        seen = run_all(page)
        seen |= {"hosts": hosts - {""}, "policy": answer.headers["content-security-policy"]}
        browser.close()
    return Visit(**seen)


def run_all(page: Page) -> dict[str, Any]:
    page.wait_for_function(KERNEL_READY)
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(ALL_RUN)
    page.wait_for_function(ALL_SHOWN)
    return {
        "outputs": page.evaluate(OUTPUTS),
        "text": page.inner_text("body"),
        "bars": page.locator(".js-plotly-plot .bars .point").count(),
        "table_rows": page.locator("table.dataTable tbody tr").count(),
        "options": page.locator(".widget-dropdown").first.locator("option").all_inner_texts(),
    }


def test_the_notebook_runs_in_the_browser(visit):
    assert [output["evalue"] for output in visit.outputs if output["output_type"] == "error"] == []
    assert visit.bars > 10
    assert visit.table_rows > 10
    assert "Dữ liệu đã gửi" in visit.text


def test_reports_can_be_chosen_from_a_list(visit):
    assert [option.replace("\xa0", " ") for option in visit.options] == [
        "tth-2024, kỳ 2024",
        "qt-2024, kỳ 2024",
        "qt-2024, kỳ 2024-h1",
    ]


def test_jupyterlab_speaks_vietnamese(visit):
    assert "Chỉnh sửa" in visit.text


def test_the_pages_ask_no_other_host(visit, address):
    assert visit.hosts == {urlsplit(address).netloc}
    assert "connect-src 'self'" in visit.policy


def test_an_exported_page_fetches_nothing(address):
    with urlopen(f"{address}/nbconvert/html/{NOTEBOOK}?token=t", timeout=120) as answer:
        page = answer.read().decode()
    assert "Dữ liệu đã gửi" in page
    assert re.findall(r"""(?:src|href|Src)\s*=\s*["'](?:https?:)?//[^"']+""", page) == []


def test_server_and_kernel_ask_no_other_host(visit, proxy):
    with pytest.raises(BlockingIOError):
        proxy.accept()


def addresses_of_this_machine() -> set[str]:
    """The addresses beside loopback; none where the machine does not know its own name."""
    with contextlib.suppress(socket.gaierror):
        return {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    return set()


def test_the_server_listens_on_this_machine_only(address):
    port = urlsplit(address).port
    # Every address of 127.0.0.0/8 is this machine on Linux: a server that listens on all addresses answers on the second one too.
    with socket.create_connection(("127.0.0.1", port), timeout=2):
        pass
    for other in ("127.0.0.2", *addresses_of_this_machine()):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((other, port), timeout=2)


def test_a_stranger_without_the_token_sees_nothing(address):
    with urlopen(f"{address}/lab") as answer:
        assert urlsplit(answer.url).path == "/login"


def test_make_lab_starts_with_the_configuration_tried_here():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\n\t@$(BIN)/jupyter lab --config=lab/jupyter_lab_config.py\n" in makefile
    locked = (ROOT / "locks" / "lab.txt").read_text(encoding="utf-8")
    assert "\njupyterlab-language-pack-vi-vn==" in locked


def test_settings_ask_for_no_news_and_no_extensions():
    overrides = json.loads((ROOT / "lab" / "settings" / "overrides.json").read_text(encoding="utf-8"))
    notices = overrides["@jupyterlab/apputils-extension:notification"]
    assert notices == {"checkForUpdates": False, "fetchNews": "false"}
    assert overrides["@jupyterlab/extensionmanager-extension:plugin"] == {"enabled": False}
