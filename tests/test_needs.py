"""Tests that need a browser are left out with one line where there is none, and fail where CI promises one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import NEEDS

from tdnreport.base.home import find_home

TESTS = "def test_with(browser_path): pass\ndef test_without(): pass\n"


def run(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The two tests above in a system whose folder of programs is empty."""
    shutil.copy(Path(__file__).with_name("conftest.py"), folder)
    (folder / "test_two.py").write_text(TESTS, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | {"PATH": str(folder)} | env
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", folder, *arguments, folder]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("how", ["0", "2"])
def test_without_a_browser_one_line_counts_what_is_left_out_and_says_what_to_install(tmp_path, how):
    done = run(tmp_path, "-n", how)
    assert done.returncode == 0
    [line] = [line for line in done.stdout.splitlines() if line.startswith("Left out")]
    assert line.startswith("Left out: 1 tests")
    assert "apt-get install --no-install-recommends chromium libatomic1" in line
    assert "1 passed" in done.stdout


def test_where_ci_is_set_nothing_is_left_out(tmp_path):
    done = run(tmp_path, "-n", "0", CI="true")
    assert done.returncode == 1
    assert "1 passed, 1 error" in done.stdout
    assert "Left out" not in done.stdout


def test_ci_installs_what_tests_need():
    script = (find_home().root / ".ci" / "run").read_text(encoding="utf-8")
    assert "export CI=" in script
    assert {name for need in NEEDS.values() for name in need.packages.split() if name not in script} == set()
