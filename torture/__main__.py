"""Do to a report what may happen to it and count what survives: `python -m torture [PART …]`, `make torture`.

Where the system allows it, all is done in a mount namespace of its own, so that a small disk and a read-only one can be made.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from torture import counts

PARTS = (
    "swaps",
    "order",
    "moments",
    "disk",
    "rights",
    "turns",
    "clock",
    "places",
    "notebook",
    "files",
    "store",
    "lists",
)
_INSIDE = "TORTURE_HAS_MOUNTS"

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    parts: Annotated[list[str] | None, typer.Argument(help=f"Which of: {', '.join(PARTS)}.")] = None,
    kills: Annotated[int, typer.Option(help="Reports to kill at a random moment.")] = 100,
    damages: Annotated[int, typer.Option(help="Damages of the lists of data/.")] = 1_000,
    many: Annotated[int, typer.Option(help="Small files in one inbox.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Of the random moments.")] = 1,
    write: Annotated[bool, typer.Option(help="Keep the counts in docs/reliability.md.")] = False,
) -> None:
    """Every fault, or those named; the first that is not survived ends it with an error."""
    unknown = set(parts or ()) - set(PARTS)
    if unknown:
        raise SystemExit(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}.")
    with_mounts()
    found = []
    for one in _counted(parts or list(PARTS), kills, many, seed, damages):
        typer.echo(str(one))
        sys.stdout.flush()
        found.append(one)
    if write:
        counts.write("torture", found)


def with_mounts() -> None:
    """Start again in a mount namespace, with or without root, or go on without one."""
    if os.environ.get(_INSIDE) or not shutil.which("unshare"):
        return
    as_user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    command = ["unshare", *as_user, "--mount"]
    if os.spawnlp(os.P_WAIT, "unshare", *command, "true") == 0:
        os.environ[_INSIDE] = "yes" if not as_user else "as user"
        os.execvp("unshare", [*command, sys.executable, "-m", "torture", *sys.argv[1:]])


def _counted(parts: list[str], kills: int, many: int, seed: int, damages: int) -> Iterator[counts.Count]:
    from torture import faults, files, lists, stores
    from torture import kills as killing
    from torture.project import Project, preload

    preload()
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        root = Path(folder)
        root.chmod(0o755)
        project = Project(root / "project") if set(parts) - {"swaps", "files", "store", "lists"} else None
        known: dict[str, Callable[[], Iterator[counts.Count]]] = {
            "swaps": killing.swaps,
            "files": partial(files.all_of, root, many),
            "store": partial(stores.all_of, kills, seed),
            "lists": partial(lists.all_of, root, damages, seed),
        }
        if project:
            known |= {
                "moments": partial(killing.moments, project, kills, seed),
                **{name: partial(work, project) for name, work in faults.BY_NAME.items()},
            }
        for part in parts:
            yield from known[part]()


if __name__ == "__main__":
    app()
