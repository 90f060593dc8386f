"""What tests need of the system, and the one rule for it: a test that asks for a fixture of `NEEDS` is left out where the system
does not have the thing, and one line at the end says how many were left out and what to install. Where CI is set none is left
out: such a test fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import settings

# No test is timed: a busy machine must not make one fail.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
LEFT_OUT = pytest.StashKey[str]()
"""The line about what was left out."""


@dataclass(frozen=True)
class Need:
    """Something of the system that some tests need; `packages` bring it on Debian, `is_met` looks whether it is there."""

    packages: str
    is_met: Callable[[], bool]


def browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@cache
def can_drive_a_browser() -> bool:
    """A browser, and the libraries that the program which drives it is linked against."""
    command = [sys.executable, "-m", "playwright", "--version"]
    return bool(browser()) and subprocess.run(command, capture_output=True, check=False).returncode == 0


NEEDS = {"browser_path": Need("chromium libatomic1", can_drive_a_browser)}
"""By the fixture that hands it to a test."""


def unmet(item: pytest.Item) -> list[Need]:
    return [need for name, need in NEEDS.items() if name in item.fixturenames and not need.is_met()]


def install(needs: Iterable[Need]) -> str:
    packages = sorted({name for need in needs for name in need.packages.split()})
    return f"sudo apt-get install --no-install-recommends {' '.join(packages)}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    if os.environ.get("CI"):
        return
    left_out = [item for item in items if unmet(item)]
    if not left_out:
        return
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    command = install(need for item in left_out for need in unmet(item))
    line = f"Left out: {len(left_out)} tests that need what this system does not have. To run them: {command}"
    config.stash[LEFT_OUT] = line
    if hasattr(config, "workeroutput"):  # one of the processes of a parallel run; all of them collect the same tests
        config.workeroutput["left_out"] = line


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    if line := getattr(node, "workeroutput", {}).get("left_out"):
        node.config.stash[LEFT_OUT] = line


def pytest_terminal_summary(terminalreporter, config):
    if line := config.stash.get(LEFT_OUT, None):
        terminalreporter.write_line(line)


def require(need: Need) -> None:
    if not need.is_met():
        pytest.fail(f"This test needs what this system does not have: {install([need])}", pytrace=False)


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Path of a browser that can be driven."""
    require(NEEDS["browser_path"])
    return browser() or ""


@pytest.fixture(scope="module", autouse=True)
def module_store(tmp_path_factory):
    """The store of what fixtures of a module build: never the project's own, never that of another module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TDNREPORT_STORE", str(tmp_path_factory.mktemp("store")))
        yield


@pytest.fixture(autouse=True)
def own_store(tmp_path_factory, monkeypatch):
    """The store of one test."""
    monkeypatch.setenv("TDNREPORT_STORE", str(tmp_path_factory.mktemp("store")))
