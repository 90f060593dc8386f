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
import threading
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from tdnreport.base.privacy import SECRET
from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.transfer import Damaged, packed, unpacked

_READER = ("base", "workbook", "layout", "vietnamese", "ingest")
_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError)


class Remembered:
    """Of one run: `recall` before a file is read, `keep` after; without a path nothing is remembered.

    What this run met takes the place of what was there when the block ends well. A disk that has no room for it costs the
    next run time, and this one nothing.
    """

    def __init__(self, path: Path | None, folders: Sequence[Path]) -> None:
        self.path = path
        self.version = _version(folders) if path else b""
        self.known = _opened(path, self.version) if path else None
        self.new: zipfile.ZipFile | None = None
        self.one_at_a_time = threading.Lock()

    def __enter__(self) -> Remembered:
        if self.path:
            with contextlib.suppress(OSError):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.new = zipfile.ZipFile(self.path.with_name(f"{self.path.stem}.new-{os.getpid()}.cells"), "w")
                self.new.comment = self.version
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if self.known:
            self.known.close()
        if self.new and self.path:
            new = Path(str(self.new.filename))
            with contextlib.suppress(OSError):
                self.new.close()
                if error is None:
                    os.replace(new, self.path)
            with contextlib.suppress(OSError):
                new.unlink()

    def recall(self, path: Path, name: str) -> FileRead | None:
        if not self.known:
            return None
        try:
            with path.open("rb") as file:
                key = _key(hashlib.file_digest(file, "sha256").hexdigest(), name)
            data = self.known.read(key)
            if (read := unpacked(data)).file != name:
                return None
        except (KeyError, Damaged, *_UNREADABLE):
            return None
        self._add(key, data)
        return read

    def keep(self, read: FileRead, data: bytes = b"") -> None:
        """`data` are the bytes of the read, where they are known."""
        if self.new and not any(one.rule_id == SECRET for one in read.findings):
            self._add(_key(read.sha256, read.file), data or packed(read))

    def _add(self, key: str, data: bytes) -> None:
        if self.new:
            with contextlib.suppress(OSError), self.one_at_a_time:
                self.new.writestr(zipfile.ZipInfo(key), data)


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
    of_name = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{sha256}-{of_name[:16]}"


def _version(folders: Sequence[Path]) -> bytes:
    """The reader's own program and the words it goes by: a change of either reads everything anew."""
    digest = hashlib.sha256(platform.python_version().encode())
    for path in _sources(folders):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest().encode()


def _sources(folders: Sequence[Path]) -> Iterator[Path]:
    package = Path(__file__).parents[1]
    for name in _READER:
        yield from sorted((package / name).rglob("*.py"))
    for folder in folders:
        yield from sorted(folder.glob("*.csv"))
