"""What files were read as in the run before, beside the warehouse: only a file that changed is read again.

    out/warehouse/tth-2024--2024.duckdb.cells    a zip with one entry a file, safe to delete

An entry is found by the content of the file and its name; the zip counts only for the reader, its word lists and the Python
that wrote it. What is damaged is read anew. A file with a secrecy marking is never remembered.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from tdnreport.discretion import SECRET
from tdnreport.reader.handover import Damaged, packed, unpacked
from tdnreport.reader.read import FileRead

_MOST_BYTES = 256 << 20
_READER = ("reader", "words")
_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError)


class Remembered:
    """Of one run: `recall` before a file is read, `keep` after, `save` at the end; without a path nothing is remembered."""

    def __init__(self, path: Path | None, reference: Path) -> None:
        self.path = path
        self.version = _version(reference) if path else b""
        self.archive = _opened(path, self.version) if path else None
        self.kept: dict[str, bytes] = {}
        self.size = 0
        self.is_changed = False

    def recall(self, path: Path, name: str) -> FileRead | None:
        if not self.archive:
            return None
        try:
            with path.open("rb") as file:
                key = _key(hashlib.file_digest(file, "sha256").hexdigest(), name)
            data = self.archive.read(key)
            read = unpacked(data)
        except (KeyError, Damaged, *_UNREADABLE):
            return None
        self._add(key, data)
        return read if read.file == name else None

    def keep(self, read: FileRead, data: bytes = b"") -> None:
        """`data` are the bytes of the read, where they are known."""
        if self.path and not any(one.rule_id == SECRET for one in read.findings):
            self.is_changed = True
            self._add(_key(read.sha256, read.file), data or packed(read))

    def _add(self, key: str, data: bytes) -> None:
        if self.size + len(data) <= _MOST_BYTES:
            self.kept[key] = data
            self.size += len(data)

    def save(self) -> None:
        """Only what this run met; a disk that has no room for it costs the next run time and nothing else."""
        if not self.path or (not self.is_changed and len(self.kept) == self._known()):
            return
        if self.archive:
            self.archive.close()
        new = self.path.with_name(f"{self.path.stem}.new-{os.getpid()}.cells")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(new, "w") as archive:
                archive.comment = self.version
                for key, data in sorted(self.kept.items()):
                    archive.writestr(zipfile.ZipInfo(key), data)
            os.replace(new, self.path)
        except OSError:
            with contextlib.suppress(OSError):
                new.unlink()

    def _known(self) -> int:
        return len(self.archive.namelist()) if self.archive else 0


def _opened(path: Path, version: bytes) -> zipfile.ZipFile | None:
    try:
        archive = zipfile.ZipFile(path)
    except _UNREADABLE:
        return None
    if archive.comment == version:
        return archive
    archive.close()
    return None


def _key(sha256: str, name: str) -> str:
    return f"{sha256}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _version(reference: Path) -> bytes:
    """The reader's own program and the words it goes by: a change of either reads everything anew."""
    digest = hashlib.sha256(platform.python_version().encode())
    for path in _sources(reference):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest().encode()


def _sources(reference: Path) -> Iterator[Path]:
    package = Path(__file__).parents[1]
    for folder in _READER:
        yield from sorted((package / folder).glob("*.py"))
    yield from sorted(reference.glob("*.csv"))
