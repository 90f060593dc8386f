"""All files of a report, written from one frozen `Report` into a new folder that then takes the place of the old one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.report.folder import replaced

if TYPE_CHECKING:
    import duckdb

    from tdnreport.expectations import Outcome
    from tdnreport.line import Progress, Subject
    from tdnreport.report.content import Report

FILES = ("bao-cao.docx", "bao-cao.html", "phu-luc.xlsx", "so-lieu.json", "bieu-do", "phan-hoi", "chat-luong", "du-lieu")


class FolderInUse(Exception):
    """The output folder holds files that no report has written; nothing in it is touched."""


def require_own(out: Path) -> None:
    """A folder with anything but a report in it is never replaced."""
    strangers = sorted(path.name for path in out.iterdir() if path.name not in FILES) if out.is_dir() else []
    if strangers:
        raise FolderInUse(
            f"Thư mục {out} có tệp không phải của báo cáo ({', '.join(strangers[:5])}); hãy chọn thư mục khác hoặc chuyển các tệp đó đi."
        )
