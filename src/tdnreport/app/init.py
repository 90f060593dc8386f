"""A new project folder: everything that belongs to those who use the program, and nothing that comes with it.

    tdnreport.toml     marks the folder
    data/plans         the shipped plans, to start from
    data/inbox         what units send
    data/own-words     spellings of the province's own
    data/sample        the invented year, if asked for

A part that is there already is never changed, so an interrupted or older folder is completed by the same call.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tdnreport.base.atomic_folder import replace_folder
from tdnreport.base.home import MARKER, Home, is_project
from tdnreport.plans import DataError

_TEXTS = "data/templates/du-an"


def make_project(folder: Path, product: Path, with_sample: bool = False) -> Home:
    """Make or complete the project folder; a DataError where the folder holds anything else."""
    _require_free(folder)
    texts = product / _TEXTS
    (folder / "data" / "inbox").mkdir(parents=True, exist_ok=True)
    _copy_file(texts / MARKER, folder / MARKER)
    _copy_file(texts / "tu-ngu-rieng.md", folder / "data" / "own-words" / "README.md")
    for part in ("plans", "sample") if with_sample else ("plans",):
        _copy_parts(product / "data" / part, folder / "data" / part)
    return Home(folder, product)


def _require_free(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise DataError(f"{folder} là một tệp; hãy ghi tên thư mục sẽ tạo.")
    if folder.is_dir() and any(folder.iterdir()) and not is_project(folder):
        raise DataError(
            f"Thư mục {folder} đã có tệp khác và không phải thư mục làm việc của tdnreport; "
            "không có gì được ghi vào đó. Hãy chọn thư mục trống hoặc tên thư mục mới."
        )


def _copy_parts(source: Path, target: Path) -> None:
    """Each file and folder of `source` that `target` lacks; a folder arrives whole or not at all."""
    for part in sorted(source.iterdir()):
        if part.is_file():
            _copy_file(part, target / part.name)
        elif not (target / part.name).exists():
            with replace_folder(target / part.name) as new:
                _copy_tree(part, new)


def _copy_tree(source: Path, target: Path) -> None:
    """Contents only: the rights of an installed program are not those of a folder to work in."""
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        _copy_file(path, target / path.relative_to(source))


def _copy_file(source: Path, target: Path) -> None:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
