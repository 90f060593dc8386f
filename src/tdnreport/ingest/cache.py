"""Cache of files read, kept beside the warehouse: only changed files are read again.

    out/warehouse/tth-2024--2024.duckdb.cells    a zip with one entry a file, safe to delete

An entry is found by the content of the file and its name; the zip counts only for the reader, its word lists and the Python
that wrote it. Damaged entries are read again. Files with a secrecy marking are never cached.
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

from tdnreport.base.disk import flush_to_disk
from tdnreport.base.privacy import SECRET
from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.transfer import DamagedTransfer, pack_file_read, unpack_file_read

_READER = ("base", "workbook", "layout", "vietnamese", "ingest")
_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError)


class ReadCache:
    """Cache of one run: `load` before a file is read, `store` after; without a path nothing is cached.

    The files of this run replace the old cache when the block ends without an error. A full disk costs the next run time and this one
    nothing.
    """

    def __init__(self, path: Path | None, folders: Sequence[Path]) -> None:
        self.path = path
        self.version = _reader_version(folders) if path else b""
        self.old_archive = _open_archive(path, self.version) if path else None
        self.new_archive: zipfile.ZipFile | None = None
        self.write_lock = threading.Lock()

    def __enter__(self) -> ReadCache:
        if self.path:
            with contextlib.suppress(OSError):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.new_archive = zipfile.ZipFile(
                    self.path.with_name(f"{self.path.stem}.new-{os.getpid()}.cells"), "w"
                )
                self.new_archive.comment = self.version
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if self.old_archive:
            self.old_archive.close()
        if self.new_archive and self.path:
            new = Path(str(self.new_archive.filename))
            with contextlib.suppress(OSError):
                self.new_archive.close()
                if error is None:
                    flush_to_disk(new)
                    os.replace(new, self.path)
            with contextlib.suppress(OSError):
                new.unlink()

    def load(self, path: Path, name: str) -> FileRead | None:
        if not self.old_archive:
            return None
        try:
            with path.open("rb") as file:
                key = _entry_name(hashlib.file_digest(file, "sha256").hexdigest(), name)
            data = self.old_archive.read(key)
            if (file_read := unpack_file_read(data)).file != name:
                return None
        except (KeyError, DamagedTransfer, *_UNREADABLE):
            return None
        self._add_entry(key, data)
        return file_read

    def store(self, file_read: FileRead, data: bytes = b"") -> None:
        """`data` are the serialised bytes, where they are known."""
        if self.new_archive and not any(finding.rule_id == SECRET for finding in file_read.findings):
            self._add_entry(_entry_name(file_read.sha256, file_read.file), data or pack_file_read(file_read))

    def _add_entry(self, key: str, data: bytes) -> None:
        if self.new_archive:
            with contextlib.suppress(OSError), self.write_lock:
                self.new_archive.writestr(zipfile.ZipInfo(key), data)


def _open_archive(path: Path, version: bytes) -> zipfile.ZipFile | None:
    try:
        archive = zipfile.ZipFile(path)
    except _UNREADABLE:
        return None
    if archive.comment == version:
        return archive
    archive.close()
    return None


def _entry_name(sha256: str, name: str) -> str:
    of_name = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{sha256}-{of_name[:16]}"


def _reader_version(folders: Sequence[Path]) -> bytes:
    """Hash of the reader's source and word lists: a change of either invalidates the cache."""
    digest = hashlib.sha256(platform.python_version().encode())
    for path in _reader_sources(folders):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest().encode()


def _reader_sources(folders: Sequence[Path]) -> Iterator[Path]:
    package = Path(__file__).parents[1]
    for name in _READER:
        yield from sorted((package / name).rglob("*.py"))
    for folder in folders:
        yield from sorted(folder.glob("*.csv"))
