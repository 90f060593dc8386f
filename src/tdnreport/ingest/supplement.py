"""Whether a file calls itself a supplement ("BÁO CÁO BỔ SUNG"): it then adds to what its unit sent before and replaces by key.

The register's column `replaces` wins; else the title lines above the tables, else the file's name. The words are data
(`supplement_words.csv`): "kinh phí bổ sung" in a title is money, not a supplement.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.inbox import RegisterRow
from tdnreport.vietnamese.text import clean_text, fold_text


def is_supplement(read: FileRead, register: RegisterRow | None, words: Iterable[tuple[str, str]]) -> bool:
    if register and register.replaces is not None:
        return not register.replaces
    titles = [text for sheet in read.title_sheets for line in sheet.lines_above for text in line.cells if text]
    name = fold_text(PurePosixPath(read.file).stem)
    return any(
        f" {word} " in f" {name} " if where == "file_name" else any(_title_says(text, where, word) for text in titles)
        for where, word in words
    )


def _title_says(title: str, where: str, word: str) -> bool:
    """A word at the end of a title counts in parentheses only."""
    words = f" {fold_text(title)} "
    return f" {word} " in words if where == "part" else clean_text(title).endswith(")") and words.endswith(f" {word} ")
