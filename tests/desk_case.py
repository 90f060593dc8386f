"""The desk as officers start it: the real command in a process of its own, over a project folder, asked over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tdnreport.app.init import make_project
from tdnreport.base.home import PRODUCT

PERIOD = "/ky/tth-2024/2024"
HEADER = "STT,Nhiệm vụ,Trạng thái,Tỷ lệ hoàn thành (%),Kết quả"
TASK = "4.1,Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")


@dataclass
class RunningDesk:
    """A desk under way; `ask` speaks as the officer's own browser does, unless told otherwise."""

    process: subprocess.Popen[str]
    address: str
    home: Path

    @property
    def port(self) -> int:
        return int(re.search(r":(\d+)/", self.address)[1])

    @property
    def key(self) -> str:
        return self.address.partition("key=")[2]

    @property
    def inbox(self) -> Path:
        return self.home / "data" / "inbox" / "tth-2024" / "2024"

    def ask(self, method: str, path: str, body: Any = None, **headers: str | None) -> Answer:
        usual = {"host": f"127.0.0.1:{self.port}", "cookie": f"ban-lam-viec-{self.port}={self.key}"}
        if method != "GET":
            usual["origin"] = f"http://127.0.0.1:{self.port}"
        given = usual | {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in given.items():
            if value is not None:
                connection.putheader(name, value)
        content = body.encode() if isinstance(body, str) else body
        if content is not None and "content-length" not in given:
            connection.putheader("content-length", str(len(content)))
        connection.endheaders(content)
        answer = connection.getresponse()
        found = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return found

    def hand_in(self, name: str, content: bytes) -> list[dict[str, str]]:
        answer = self.ask("POST", f"{PERIOD}/tep?ten={quote(name)}", content, x_desk="1")
        assert answer.status == 200, answer.text
        received: list[dict[str, str]] = json.loads(answer.content)
        return received

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads(self.ask("GET", f"{PERIOD}/trang-thai").content)
        return state

    def wait(self, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Until the state is as asked; the machine may be slow, so the limit is far away."""
        for _ in range(3000):
            state = self.state()
            if is_so(state):
                return state
            time.sleep(0.1)
        raise AssertionError(state)

    def surveyed(self) -> str:
        """The period's page once the inbox has been read."""
        self.wait(lambda state: state["jobs"]["doc"] is None and state["arriving"] == 0)
        for _ in range(600):
            page = self.ask("GET", PERIOD).text
            if "Đang đọc hộp thư…" not in page and self.state()["jobs"]["doc"] is None:
                return self.ask("GET", PERIOD).text
            time.sleep(0.1)
        raise AssertionError(page)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(30)


@contextmanager
def running_desk(home: Path, *arguments: str, **options: Any) -> Iterator[RunningDesk]:
    """The command over `home`, which is made a project folder where it is none."""
    make_project(home, PRODUCT)
    command = [sys.executable, "-m", "tdnreport", "desk", "--no-browser", "--port", "0", *arguments]
    environment = {**os.environ, "TDNREPORT_HOME": str(home), "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", **options
    )
    line = process.stdout.readline()
    try:
        yield RunningDesk(process, re.search(r"http\S+", line)[0], home)
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


def report_csv(unit: str, *cells: object, year: int = 2024) -> bytes:
    """What a department might send: one line about one task."""
    line = ",".join([TASK, *map(str, cells)])
    return "\n".join([f"{unit},,,,", f"BÁO CÁO NĂM {year},,,,", HEADER, line, ""]).encode()
