"""A closed period held against its own record, against the code in the minutes, and against the closings that stood beside it.

    verify_folder(folder, code="3f5a…")   → ["dau-vao/So TTTT.csv: nội dung đã thay đổi.", …], empty where every bit is as it was

Hashes kept beside the files prove nothing against one who rewrites both: the code on paper does. Each record names all other closings
of its time, so that one that is gone is missed by those that came after.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tdnreport.history.closing import (
    CODE,
    RECORD,
    REOPENED,
    ClosingError,
    code_line,
    find_closings,
    hash_files,
    load_closed,
    load_record,
)

_LEAST_CODE = 16
"""Letters of a code that are enough to tell closings apart."""


def verify_folder(folder: Path, code: str = "") -> list[str]:
    """What is not as it was closed, one sentence each; an empty list when every bit is. `code`: as it stands in the minutes."""
    if not folder.is_dir():
        raise ClosingError(f"Không có số liệu đã chốt trong {folder}.")
    is_own = (
        (folder / RECORD).is_file() and (folder / CODE).is_file() and code_line(folder) == (folder / CODE).read_bytes()
    )
    faults = [] if is_own else [f"{RECORD}: không khớp với mã chốt trong {CODE}."]
    try:
        record = load_record(folder)
        wanted: Mapping[str, str] = dict(record["files"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return [*faults, f"{RECORD}: không đọc được."]
    hashes = hash_files(folder)
    faults += [
        f"{name}: nội dung đã thay đổi."
        for name in sorted(wanted.keys() & hashes.keys())
        if wanted[name] != hashes[name]
    ]
    faults += [f"{name}: không còn." for name in sorted(wanted.keys() - hashes.keys())]
    faults += [f"{name}: không có khi chốt." for name in sorted(hashes.keys() - wanted.keys())]
    return [*faults, *_find_strangers(folder, wanted), *_check_code(folder, code), *_find_missing(folder, record)]


def _find_strangers(folder: Path, wanted: Mapping[str, str]) -> Iterator[str]:
    """Folders, links, pipes: nothing of the kind is ever closed."""
    parents = {parent.as_posix() for name in wanted for parent in Path(name).parents}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if os.path.islink(path):  # noqa: PTH114 - pathlib raises for a name too long for the system
            yield f"{name}: là liên kết, không có khi chốt."
        elif path.is_dir():
            if name not in parents:
                yield f"{name}: thư mục không có khi chốt."
        elif not path.is_file():
            yield f"{name}: không phải một tệp thường, không có khi chốt."


def _check_code(folder: Path, code: str) -> Iterator[str]:
    """The code of the record as it is now, against the one that was written down when it was closed."""
    written = "".join(code.split()).lower()
    if code and len(written) < _LEAST_CODE:
        yield f"Mã “{code}” quá ngắn để đối chiếu; ghi đủ mã chốt trong biên bản."
    elif written and not load_closed(folder).code.startswith(written):
        yield (
            f"{RECORD}: mã chốt hiện nay là {load_closed(folder).code}, khác mã “{code}” trong biên bản: "
            "số liệu và mã trong thư mục đã bị thay."
        )


def _find_missing(folder: Path, record: Mapping[str, Any]) -> Iterator[str]:
    """Closings that the record names and that stand nowhere any more, neither closed nor opened again."""
    plan_folder = folder.parent.parent if folder.parent.name == REOPENED else folder.parent
    there = find_closings(plan_folder.parent)
    others = record.get("others")
    for code, place in sorted(others.items()) if isinstance(others, dict) else ():
        if code not in there:
            yield f"Số liệu đã chốt của {place} (mã {code[:_LEAST_CODE]}…) không còn trong thư mục data/closed, hoặc đã bị sửa."
