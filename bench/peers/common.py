"""What all peers share: arguments, the columns, reading of one workbook's block, the answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

COLUMNS = ["unit", "fund", "code", "title", "status", "pct", "allocated", "disbursed", "result", "completed_on", "note"]
UNIT_LABEL = "Đơn vị báo cáo: "
HEADER_ROWS = 5
STATUSES = {"Hoàn thành": "done", "Đang thực hiện": "doing", "Chưa thực hiện": "todo"}
RULES = [
    "unknown_task", "unknown_status", "pct_not_a_number", "pct_out_of_range", "status_pct_mismatch", "amount_not_a_number",
    "negative_amount", "spent_gt_allocated", "date_not_a_date", "duplicate_row",
]  # fmt: skip

Block = list[list[Any]]


def folders() -> tuple[Path, Path]:
    workload, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    return workload, out


def csv_of(workload: Path) -> Path | None:
    return next((workload / "inbox").glob("*.csv"), None)


def reference(workload: Path, name: str) -> Path:
    folder = "reference" if name == "units" else "plans/bench"
    return workload / "home" / "data" / folder / f"{name}.csv"


def blocks(workload: Path, read: Callable[[Path], Block], threads: int = 2) -> Iterator[tuple[str, Block]]:
    """File name and all rows of the first sheet of each workbook, in order."""
    paths = sorted((workload / "inbox").glob("*.xlsx"))
    with ThreadPoolExecutor(threads) as pool:
        yield from zip((path.name for path in paths), pool.map(read, paths), strict=True)


def calamine(path: Path) -> Block:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def text_rows(file: str, block: Block) -> Iterator[tuple[Any, ...]]:
    """Rows of text under the header, each with file and row number; "" is none."""
    unit = str(block[0][0]).removeprefix(UNIT_LABEL)
    for row_no, cells in enumerate(block[HEADER_ROWS:], HEADER_ROWS + 1):
        yield (file, row_no, unit, None, *(_text(cell) for cell in cells))


def _text(cell: Any) -> str | None:
    if isinstance(cell, float):
        cell = repr(cell).removesuffix(".0")
    return None if cell in (None, "") else str(cell)


def answer(out: Path, counts: dict[str, Any]) -> None:
    whole = {name: int(value) for name, value in counts.items() if int(value)}
    (out / "answer.json").write_text(json.dumps(whole), encoding="utf-8")
