"""Which files of an output folder are the program's own: a mark with their hashes, written last, tells them from the officer's.

    out/.tdnreport.json     {"of": "report tth-2024 2024", "files": {"bao-cao.docx": "<sha256>", …}}

A folder without the mark is never touched. A file that was edited after it was written is kept under a dated name; a file that
stands in no mark stops the run with a sentence. Files that systems and office programs leave behind disturb nobody.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from tdnreport.base.atomic_folder import replace_folder
from tdnreport.base.errors import TdnError

MARK = ".tdnreport.json"
_LITTER = re.compile(r"\.ds_store|thumbs\.db|desktop\.ini|~\$.*|\._.*|\.~lock\..*|~wr[dl]\d+\.tmp", re.IGNORECASE)
_KEPT = re.compile(r".* \(sửa tay \d{4}-\d{2}-\d{2}(?: \d+)?\)(?:\.[^.]*)?")
_MOST_NAMES = 5


class FolderInUse(TdnError):
    """The output folder is not the program's, or holds files that it has not written; nothing in it is touched."""


@dataclass(frozen=True, slots=True)
class FolderMark:
    """What made the folder, and the SHA-256 of each file at the time it was written, by its path below the folder."""

    of: str
    files: Mapping[str, str]


def is_litter(name: str) -> bool:
    """True for what systems and office programs leave beside the files of a folder.

    >>> is_litter("Thumbs.db"), is_litter("~$o-cao.docx"), is_litter("ghi-chu.docx")
    (True, True, False)
    """
    return bool(_LITTER.fullmatch(name))


def write_mark(folder: Path, of: str, names: set[str] | None = None) -> None:
    """Mark all files of a folder, or those named, as the program's own."""
    files = {name: hash_file(path) for name, path in _files(folder) if names is None or name in names}
    text = json.dumps({"of": of, "files": files}, ensure_ascii=False, indent=1) + "\n"
    (folder / MARK).write_text(text, encoding="utf-8", newline="\n")


def read_mark(folder: Path) -> FolderMark | None:
    """None where the folder has no mark, or one that cannot be read."""
    try:
        content = json.loads((folder / MARK).read_text(encoding="utf-8"))
        mark = FolderMark(content["of"], content["files"])
        is_sound = isinstance(mark.of, str) and all(
            isinstance(text, str) for pair in mark.files.items() for text in pair
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return mark if is_sound else None


def require_own_folder(out: Path, of: str) -> None:
    """Raises FolderInUse unless `out` is new, empty, or a folder that the same command made and nobody added files to."""
    if out.is_symlink() and not out.exists():
        raise FolderInUse(f"{out} là một liên kết không dẫn đến đâu; hãy chọn thư mục khác.")
    if out.exists() and not out.is_dir():
        raise FolderInUse(
            f"{out} là một tệp, không phải thư mục; tệp được giữ nguyên. Hãy ghi tên một thư mục cho --out."
        )
    names = {name for name, _ in _files(out)} if out.is_dir() else set()
    if not names:
        return
    mark = read_mark(out)
    if mark is None:
        raise FolderInUse(
            f"Thư mục {out} có tệp không phải do chương trình này ghi ({_listed(names)}); không có gì bị thay đổi. "
            "Hãy chọn thư mục khác hoặc chuyển các tệp đó đi."
        )
    if mark.of != of:
        raise FolderInUse(
            f"Thư mục {out} đang giữ kết quả khác ({mark.of}), không phải {of}; không có gì bị thay đổi. Hãy chọn thư mục khác."
        )
    if strangers := {name for name in names - mark.files.keys() if not _KEPT.fullmatch(Path(name).name)}:
        raise FolderInUse(
            f"Thư mục {out} có tệp không phải của báo cáo ({_listed(strangers)}); hãy chuyển các tệp đó đi hoặc chọn thư mục khác."
        )


def require_apart(out: Path, inbox: Path) -> None:
    """Raises FolderInUse where one of the two folders is, or lies in, the other."""
    results, sent = out.resolve(), inbox.resolve()
    if results.is_relative_to(sent) or sent.is_relative_to(results):
        raise FolderInUse(
            f"Thư mục kết quả {out} và thư mục nhận tệp {inbox} nằm trong nhau; hãy chọn thư mục kết quả ở ngoài thư mục nhận tệp."
        )


def edited_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files of a marked folder that are not, or no longer, what was written; name below the folder and path."""
    if folder.is_dir() and (mark := read_mark(folder)):
        yield from ((name, path) for name, path in _files(folder) if mark.files.get(name) != hash_file(path))


def carry_edited(old: Path, new: Path) -> list[str]:
    """Copy what was edited by hand in `old` into `new`, under a dated name; the names of those copied."""
    mark = read_mark(old)
    own = mark.files if mark else {}
    return [
        _keep(path, _dated_name(new / name, path) if name in own else new / name).relative_to(new).as_posix()
        for name, path in edited_files(old)
    ]


def _keep(path: Path, kept: Path) -> Path:
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, kept)
    return kept


@contextmanager
def rewrite_folder(out: Path, of: str) -> Iterator[Path]:
    """Yield a new folder that takes the place of the program's own `out`; what was edited in it is carried over.

    The caller has called `require_own_folder`.
    """
    with replace_folder(out) as new:
        yield new
        write_mark(new, of)
        carry_edited(out, new)


def _dated_name(wanted: Path, edited: Path) -> Path:
    """`bao-cao (sửa tay 2024-12-01).docx`, dated by the last edit."""
    day = date.fromtimestamp(edited.stat().st_mtime).isoformat()
    numbered = (f" {number}" if number > 1 else "" for number in count(1))
    names = (wanted.with_name(f"{wanted.stem} (sửa tay {day}{number}){wanted.suffix}") for number in numbered)
    return next(name for name in names if not name.exists())


def hash_file(path: Path) -> str:
    """SHA-256 of a regular file; "" of a link, a pipe or a device, which nothing here writes."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> list[tuple[str, Path]]:
    """Everything below the folder but folders, litter and the mark itself, in order of its name."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_symlink() or not path.is_dir())
    return [
        (path.relative_to(folder).as_posix(), path) for path in paths if path.name != MARK and not is_litter(path.name)
    ]


def _listed(names: set[str]) -> str:
    first = sorted(names)[:_MOST_NAMES]
    return ", ".join(first) + ("…" if len(names) > len(first) else "")
