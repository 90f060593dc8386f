"""The wheel is the product: installed away from the checkout, in a project folder that `init` made, it makes the same report."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tdnreport.base.home import find_home

ROOT = find_home().root
SHIPPED = ("sql", "expectations", "data/reference", "data/templates", "data/plans", "data/sample")
PERIOD = ("--plan", "qt-2024", "--period", "2024-h1", "--inbox", "data/sample/qt-2024/2024-h1")


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("TDNREPORT_HOME", "PYTHONPATH")}
    environment |= env
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    [built] = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def bin(wheel, tmp_path_factory) -> Path:
    """The programs of an environment that holds the wheel and, by a path file, the locked packages; not the checkout."""
    venv = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=venv)
    bin = venv / ("Scripts" if os.name == "nt" else "bin")
    site = Path(run(bin / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=venv).strip())
    locked = [folder for folder in sys.path if Path(folder).name == "site-packages"]
    (site / "locked.pth").write_text("\n".join(locked), encoding="utf-8")
    install = ("install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index", wheel)
    run(sys.executable, "-m", "pip", "--python", bin / "python", *install, cwd=venv)
    return bin


def linked_checkout(folder: Path) -> Path:
    """The checkout's own folders, with another place for outputs: a report that somebody made there stays."""
    (folder / "data").mkdir(parents=True)
    for part in SHIPPED:
        (folder / part).symlink_to(ROOT / part)
    return folder


def test_the_wheel_holds_what_the_program_reads_and_what_init_copies(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    for part in SHIPPED:
        top = f"tdnreport/product/{part}/"
        assert {name.removeprefix(top): data for name, data in held.items() if name.startswith(top)} == files(
            ROOT / part
        )


def test_the_installed_program_makes_the_report_of_the_checkout(bin, tmp_path):
    run(bin / "tdnreport", "init", tmp_path / "p", "--sample", cwd=tmp_path)
    place = run(bin / "python", "-c", "import tdnreport; print(tdnreport.__file__)", cwd=tmp_path)
    assert Path(place.strip()).is_relative_to(bin.parent)
    run(bin / "tdnreport", "report", *PERIOD, cwd=tmp_path / "p")
    checkout = linked_checkout(tmp_path / "checkout")
    run(sys.executable, "-m", "tdnreport", "report", *PERIOD, cwd=checkout, TDNREPORT_HOME=str(checkout))
    made = files(tmp_path / "p/out/qt-2024/2024-h1")
    assert {"bao-cao.docx", "bao-cao.html", "phu-luc.xlsx", "so-lieu.json"} <= made.keys()
    assert made == files(checkout / "out/qt-2024/2024-h1")
