"""What a power cut leaves: a rename may reach the disk at once, bytes and names only when they were flushed.

    with Disk() as disk:
        …                 # work that ends in renames of its own results
    disk.broken  →  ["out/du-lieu/0.txt: not flushed when …"]

Every `os.fsync` is noted with what the file or folder held then. At each rename into place whatever moves must hold just that, and
before anything old is removed the folder of the new name must have been flushed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tdnreport.base import atomic_folder

Held = bytes | frozenset[str]


class Disk:
    """The calls of this process between enter and exit; works where `/proc` says which file is behind a handle."""

    def __init__(self) -> None:
        self.flushed: dict[Path, Held] = {}
        self.unnamed: set[Path] = set()
        self.renames, self.broken = 0, list[str]()
        self._real: list[tuple[Any, str, Callable[..., Any]]] = []

    def __enter__(self) -> Disk:
        self._watch(os, "fsync", before=lambda handle: self._fsync(Path(f"/proc/self/fd/{handle}").resolve()))
        self._watch(os, "replace", before=self._rename)
        self._watch(atomic_folder, "_exchange", before=self._rename)
        self._watch(shutil, "rmtree", before=lambda path, *_, **__: self._remove(Path(path)))
        return self

    def __exit__(self, *_: object) -> None:
        for owner, name, real in self._real:
            setattr(owner, name, real)

    def _watch(self, owner: Any, name: str, before: Callable[..., None]) -> None:
        real = getattr(owner, name)

        def watched(*given: Any, **named: Any) -> Any:
            before(*given, **named)
            return real(*given, **named)

        self._real.append((owner, name, real))
        setattr(owner, name, watched)

    def _fsync(self, path: Path) -> None:
        self.flushed[path] = held(path)
        self.unnamed.discard(path)

    def _rename(self, source: Path, target: Path) -> None:
        """`source` takes the place of `target`; moving the old result aside asks for nothing."""
        self.renames += 1
        source, target = Path(source).resolve(), Path(target).resolve()
        if ".new-" in source.name:
            for path in (source, *source.rglob("*")):
                if self.flushed.get(path) != held(path):
                    self.broken.append(f"{path}: not flushed when {source.name} became {target.name}")
        self.unnamed.add(target.parent)

    def _remove(self, path: Path) -> None:
        if path.exists() and path.resolve().parent in self.unnamed:
            self.broken.append(f"{path}: removed before the new names were on the disk")


def held(path: Path) -> Held:
    return frozenset(one.name for one in path.iterdir()) if path.is_dir() else path.read_bytes()
