"""Tests in a real browser run wherever one is installed. Elsewhere they are left out by name, not passed over in silence;
where CI is set a missing browser is an error."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

# No test is timed: a busy machine must not make one fail.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")


def browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: needs a Chromium, Chrome or Edge on this machine")


def pytest_collection_modifyitems(config, items):
    if browser() or os.environ.get("CI"):
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter):
    if not browser() and not os.environ.get("CI"):
        terminalreporter.write_line(
            f"Left out: tests marked `browser`; none of {', '.join(BROWSERS)} is installed here."
        )


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Path of the browser; fails where CI promises one and there is none."""
    path = browser()
    if path is None:
        pytest.fail("These tests need Chromium: sudo apt-get install --no-install-recommends chromium", pytrace=False)
    return path
