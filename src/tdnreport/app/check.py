"""`tdnreport check`: what a department should mend in a file before it sends it, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.app.survey import FileSurvey, survey_files
from tdnreport.base.errors import TdnError
from tdnreport.ingest.inbox import list_inbox
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext


class CheckError(TdnError):
    """There is nothing to check."""


RECEIVERS_BUSINESS = frozenset(
    {"missing_report", "late_report", "received_on_unknown", "superseded", "correction_mismatch"}
)
"""Findings that only the receiving office can judge; they say nothing about the file."""


def check_files(context: RunContext, files: Sequence[Path]) -> list[FileSurvey]:
    """Each file, those of a folder among them, by itself, as if it were the only one sent; nothing is written."""
    chosen = [path for file in files for path in (_folder_files(file) if file.is_dir() else [file])]
    return [_without_receivers_business(file) for file in survey_files(context, chosen)]


def _folder_files(folder: Path) -> list[Path]:
    """The readable files below a folder; CheckError where there is none."""
    found = [entry.path for entry in list_inbox(folder).files]
    if not found:
        raise CheckError(f"Trong thư mục {folder} không có tệp nào đọc được (.xlsx, .xls, .ods, .csv, .docx).")
    return found


def _without_receivers_business(file: FileSurvey) -> FileSurvey:
    return replace(file, remarks=tuple(remark for remark in file.remarks if remark.rule_id not in RECEIVERS_BUSINESS))


def check_text(checked: Sequence[FileSurvey]) -> Iterator[str]:
    """Plain lines for the officer; each file ends with "đạt" or how many cells to mend."""
    for file in checked:
        yield f"{file.file}: {file.unit_name or 'chưa nhận ra đơn vị'}, đọc được {file.rows_read} dòng"
        for remark in file.remarks:
            place = f"trang “{remark.sheet}”: " if remark.sheet else ""
            yield f"  {'!' if remark.severity != 'warning' else '?'} {place}{remark.message}"
            yield f"      → {remark.action}"
        for reason in file.unread:
            yield f"  - Không đọc: {reason}"
        yield f"  Kết luận: {'đạt' if not file.to_mend else f'cần sửa {formats.format_number(file.to_mend)} chỗ'}."


def check_json(checked: Sequence[FileSurvey]) -> str:
    return json.dumps([_file_record(file) for file in checked], ensure_ascii=False, indent=1)


def _file_record(file: FileSurvey) -> dict[str, Any]:
    fields = asdict(file)
    del fields["received_on"], fields["state"]
    return fields | {"to_mend": file.to_mend, "passed": file.to_mend == 0}
