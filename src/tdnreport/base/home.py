"""Where things lie: the folders of the program (lists, texts, SQL, suites) and the project folder of those who use it (plans, inbox, out).

The project folder is `TDNREPORT_HOME` when set, else the nearest folder above the current one that is a project folder, else the
checkout; an installed program that finds none takes the current folder. In a checkout the two are one. A folder of the program
that a project has itself (`sql`, `expectations`, `data/reference`, `data/templates`) takes the place of the shipped one.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MARKER = "tdnreport.toml"
"""The file that makes a folder a project folder; `tdnreport init` writes it."""

PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = PACKAGE.parents[1]
_WHEEL = PACKAGE / "product"
"""Where the wheel keeps what stands at the top of the checkout, see pyproject.toml."""

PRODUCT = _WHEEL if _WHEEL.is_dir() else _CHECKOUT


@dataclass(frozen=True, slots=True)
class Home:
    """`root` is the project folder, `product` the folder whose `sql`, `expectations` and `data` are shipped with the program."""

    root: Path
    product: Path = PRODUCT

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def reference(self) -> Path:
        return self.folder("data/reference")

    @property
    def reference_folders(self) -> tuple[Path, ...]:
        """The shipped lists, then the project's own words where it has any: later rows come after earlier ones."""
        own = self.data / "own-words"
        return (self.reference, own) if own.is_dir() else (self.reference,)

    @property
    def templates(self) -> Path:
        return self.folder("data/templates")

    @property
    def sql(self) -> Path:
        return self.folder("sql")

    @property
    def expectations(self) -> Path:
        return self.folder("expectations")

    def folder(self, name: str) -> Path:
        """`root / name` where the project has such a folder, else the one that is shipped."""
        own = self.root / name
        return own if own.is_dir() else self.product / name

    def sample_inbox(self, plan_id: str, period_id: str) -> Path:
        return self.data / "sample" / plan_id / period_id

    def out_folder(self, plan_id: str, period_id: str) -> Path:
        return self.root / "out" / plan_id / period_id

    @property
    def faults(self) -> Path:
        """Where the program keeps what is needed to report a fault of its own."""
        return self.root / "out" / "loi"

    def warehouse_file(self, plan_id: str, period_id: str) -> Path:
        """The last good warehouse of a period; kept outside `out/<plan>/<period>` because a DuckDB file never has the same bytes twice."""
        return self.root / "out" / "warehouse" / f"{plan_id}--{period_id}.duckdb"


def find_home() -> Home:
    given = os.environ.get("TDNREPORT_HOME")
    return Home(Path(given).resolve() if given else _project_around() or _without_project())


def is_project(folder: Path) -> bool:
    return (folder / MARKER).is_file() or (folder / "data" / "plans").is_dir()


def _project_around() -> Path | None:
    """The current folder or the nearest one above it that is a project folder; a folder that may not be looked into is none."""
    with suppress(OSError):
        current = Path.cwd()
        return next((folder for folder in (current, *current.parents) if is_project(folder)), None)
    return None


def _without_project() -> Path:
    return _CHECKOUT if PRODUCT == _CHECKOUT else Path.cwd()
