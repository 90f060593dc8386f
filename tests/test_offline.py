"""No command needs a network, asks for one or starts another program, and no output loads anything from outside."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from no_network import without_network

from tdnreport.base.home import find_home
from tdnreport.cli import app

HERE = Path(__file__).parent
PERIOD = ["--plan", "tth-2024", "--period", "2024"]
YEAR_BEFORE = ["--from", "2023-01-01", "--to", "2023-12-31"]
SENT = ("BC-STTTT-TTDN-2024.xlsx", "STC.xls", "TRT.csv", "So Du lich - TTDN 2024.ods", "register.csv")
COMMANDS = [
    ["report", *PERIOD, "--inbox", "inbox"],
    ["build", *PERIOD, "--inbox", "inbox"],
    ["status", *PERIOD, "--inbox", "inbox"],
    ["check", "inbox/STC.xls", *PERIOD],
    ["explain", "inbox/STC.xls", *PERIOD],
    ["template", *PERIOD, "--out", "mau"],
    ["remind", *PERIOD, "--inbox", "inbox", "--out", "don-doc"],
    ["trace", "completion_rate_pct"],
    ["verify", "out/tth-2024/2024/bao-cao.docx"],
    ["close", *PERIOD, "--inbox", "inbox"],
    ["compare", *PERIOD],
    ["verify-closed", *PERIOD],
    ["publish", *PERIOD, "--document-no", "245", "--signed-on", "2024-12-12"],
    [
        "correct",
        "--document",
        "245/BC-STTTT",
        "--figure",
        "reporting_rate_pct",
        "--value",
        "1",
        "--reason",
        "thử sửa số",
    ],
    ["revisions"],
    ["compare-years", *PERIOD],
    ["baseline", "nam-truoc.docx", *PERIOD, "--document-no", "301", "--signed-on", "2023-12-20", *YEAR_BEFORE],
    ["lint", "out/tth-2024/2024/bao-cao.docx"],
    ["reopen", *PERIOD, "--reason", "thử mở lại"],
    ["init", "du-an", "--sample"],
    ["units", "--on", "2025-11-15"],
    ["next-year", "--plan", "tth-2024", "--out", "hue-moi"],
    ["who", "ttdn", "--area", "hue", "--on", "2025-11-15"],
    ["sql", "from history.builds"],
    ["rebuild-store"],
    ["desk", "--no-browser", "--port", "18765"],
]
LOADS = re.compile(
    rb"""(?:<(?:script|img|iframe|link|object|embed|image|use)\b[^>]*?(?:src|href|data)\s*=\s*["']?\s*(?:https?:)?//[^\s"'>]+"""
    rb"""|url\(\s*["']?(?:https?:)?//[^)]+|@import[^;]*//[^;]*)""",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """All commands run without a network; the project, what was said, what was asked of the system."""
    root = tmp_path_factory.mktemp("project")
    (root / "data").mkdir()
    for part in ("sql", "expectations", "data/plans", "data/reference", "data/templates"):
        (root / part).symlink_to(find_home().root / part)
    (root / "inbox").mkdir()
    for name in SENT:
        shutil.copy(find_home().sample_inbox("tth-2024", "2024") / name, root / "inbox")
    signed = Document()
    table = signed.add_table(rows=2, cols=2)
    texts = ("Chỉ tiêu", "Thực hiện", "Tin, bài thông tin đối ngoại trên Trang thông tin điện tử của đơn vị", "1.186")
    for cell, text in zip((cell for row in table.rows for cell in row.cells), texts, strict=True):
        cell.text = text
    signed.save(root / "nam-truoc.docx")
    seen = root / "seen.txt"
    (root / "commands.json").write_text(json.dumps([one for one in COMMANDS if one[0] in names()]), encoding="utf-8")
    command = [
        *without_network(),
        sys.executable,
        str(HERE / "quiet_run.py"),
        str(seen),
        str(root),
        str(root / "commands.json"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return root, done, seen.read_text(encoding="utf-8").splitlines()


def names() -> set[str]:
    return {command.name or command.callback.__name__ for command in app.registered_commands}


def test_every_command_is_tried_here():
    assert names() <= {one[0] for one in COMMANDS}


def test_every_command_works_without_a_network(ran):
    _, done, _ = ran
    assert done.returncode == 0, done.stderr
    ended = dict(re.findall(r"^([a-z-]+) -> (\w+)$", done.stdout, re.MULTILINE))
    assert set(ended) == {one[0] for one in COMMANDS if one[0] in names()}
    assert {name: code for name, code in ended.items() if code != "0" and name not in ("check", "lint")} == {}, (
        done.stdout
    )


def test_no_command_asks_for_an_address_or_starts_a_program(ran):
    assert ran[2] == []


@pytest.mark.parametrize(
    ("doing", "heard"),
    [
        ("socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))", "socket.connect"),
        ("socket.getaddrinfo('example.invalid', 80)", "socket.getaddrinfo"),
        ("subprocess.run(['true'])", "subprocess.Popen"),
        ("socket.socket().connect_ex(('127.0.0.1', 9))", ""),
    ],
)
def test_the_listener_hears_what_leaves_this_machine_and_only_that(tmp_path, doing, heard):
    seen = tmp_path / "seen.txt"
    code = f"import contextlib, quiet_run, socket, subprocess\nwith contextlib.suppress(OSError): {doing}"
    subprocess.run([sys.executable, "-c", code, str(seen)], cwd=HERE, check=True)
    assert [line.split()[0] for line in seen.read_text(encoding="utf-8").splitlines()] == ([heard] if heard else [])


def test_what_would_leave_this_machine_is_stopped_or_heard(tmp_path):
    """Where the system gives no namespace the listener alone carries the claim, see docs/decisions.md."""
    seen, apart = tmp_path / "seen.txt", without_network()
    code = "import quiet_run, socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    command = [*apart, sys.executable, "-c", code, str(seen)]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    assert "socket.connect" in seen.read_text(encoding="utf-8")
    assert not apart or "Network is unreachable" in done.stderr


def test_no_output_loads_anything_from_outside(ran):
    root, _, _ = ran
    found = []
    for path in [*(root / "out").rglob("*"), *(root / "mau").rglob("*")]:
        if path.suffix in (".html", ".css", ".svg", ".js", ".json", ".xml"):
            found += [(path.name, match) for match in LOADS.findall(path.read_bytes())]
    assert found == []


def test_outputs_are_for_their_owner_only(ran):
    root, _, _ = ran
    modes = {path.name: path.stat().st_mode & 0o077 for path in (root / "out").rglob("*")}
    assert {name: mode for name, mode in modes.items() if mode} == {}
