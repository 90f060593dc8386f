"""`tdnreport lint`: the form of a Word report, made by this program or by hand, against Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tdnreport.base.home import Home
from tdnreport.report.form_check.check import check_form
from tdnreport.report.nd30_rules import read_nd30


def lint_document(document: Path, home: Home) -> list[str]:
    """What is to be mended, in Vietnamese; none where the form is right."""
    return check_form(document, read_nd30(home.reference))


def lint_summary(document: Path, found: Sequence[str], home: Home) -> Iterator[str]:
    """What the officer reads."""
    rules = read_nd30(home.reference)
    if not found:
        yield f"{document.name}: thể thức đúng theo {rules.source}."
        return
    yield f"{document.name}: {len(found)} điều cần sửa theo {rules.source}."
    yield from (f"  {sentence}" for sentence in found)
