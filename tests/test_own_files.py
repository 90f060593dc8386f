"""Layouts of departments, each saved by several programs, with the truth beside it: read, or asked about; nothing wrong, nothing gone.

A layout is its rows and what an officer reads in them: task → status, percent, given, spent (đồng). All files of one program stand in one
inbox, each of a unit of its own.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import rulebook
from task_lines import T1, T2, T5, T41, T42, T43
from warehouse_case import subject
from workbooks import Page, Value, csv_bytes, ods, xls, xlsx

Rows = Sequence[Sequence[Value]]
Truth = dict[str, tuple[str | None, float | None, int | None, int | None]]
TITLE = ["BÁO CÁO KẾT QUẢ THỰC HIỆN KẾ HOẠCH THÔNG TIN ĐỐI NGOẠI NĂM 2024"]
H = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)"]
DONE, DOING, TODO = "Hoàn thành", "Đang thực hiện", "Chưa thực hiện"
TWO: Truth = {"4.1": ("done", 100, None, None), "4.2": ("doing", 45, None, None)}
MONEY = ["Dự toán giao (đồng)", "Đã giải ngân (đồng)"]
PAID: Truth = {"4.2": ("doing", 45, 400_000_000, 180_000_000)}
PLAIN: Rows = [["4.1", T41, DONE, 100], ["4.2", T42, DOING, 45]]
NAMES = {"1": T1, "2": T2, "4.1": T41, "4.2": T42, "4.3": T43, "5": T5}
_LONG_HEADER = ["Mã nhiệm vụ", "Nội dung công việc", "Tình trạng thực hiện", "Tiến độ (%)"]


def paid(*header: str, cells: Sequence[Value], above: Rows = (), below: Rows = ()) -> Rows:
    return [*above, [*H, *header], ["4.2", T42, DOING, 45, *cells], *below]


LAYOUTS: dict[str, tuple[Rows, Truth]] = {
    "plain": ([H, *PLAIN], TWO),
    "other words": ([_LONG_HEADER, *PLAIN], TWO),
    "columns in another order": ([[H[3], H[2], H[1]], [100, DONE, T41], [45, DOING, T42]], TWO),
    "numbered columns": ([H, ["(1)", "(2)", "(3)", "(4)"], *PLAIN], TWO),
    "without codes": ([H[1:], *[row[1:] for row in PLAIN]], TWO),
    "a counter beside the codes": ([["TT", "Mã nhiệm vụ", *H[1:]], [1, *PLAIN[0]], [2, *PLAIN[1]]], TWO),
    "headings": ([H, ["4", "Quảng bá hình ảnh"], *PLAIN], TWO),
    "a signature in between": ([H, PLAIN[0], ["", "Người lập biểu", "", "Giám đốc"], [None], PLAIN[1]], TWO),
    "the header again": ([H, PLAIN[0], H, PLAIN[1]], TWO),
    "tables one below the other": ([["I. Đợt 1"], H, PLAIN[0], [None], ["II. Đợt 2"], H, PLAIN[1]], TWO),
    "tables side by side": ([[*H, None, *H], [*PLAIN[0], None, *PLAIN[1]]], TWO),
    "tasks as columns": ([["Nội dung", T41, T42], [H[2], DONE, DOING], [H[3], 100, 45]], TWO),
    "a form": ([["Mã nhiệm vụ", "4.2"], ["Tên nhiệm vụ", T42], [H[2], DOING], [H[3], 45]], {"4.2": TWO["4.2"]}),
    "two forms": (
        [["Tên nhiệm vụ", T41], [H[2], DONE], [H[3], 100], [None], ["Tên nhiệm vụ", T42], [H[2], DOING], [H[3], 45]],
        TWO,
    ),
    "answers": (
        [["Dấu thời gian", *(f"Nhiệm vụ {n} [{q}]" for n in ("4.1", "4.2") for q in H[2:])], ["10/11", DONE, 100, DOING, 45]],
        TWO,
    ),
    "words around percents": ([H, ["4.1", T41, DONE, "100 %"], ["4.2", T42, DOING, "đạt 45%"]], TWO),
    "decimal percents": ([H, ["4.2", T42, DOING, "45,5"]], {"4.2": ("doing", 45.5, None, None)}),
    "not begun": ([H, ["5", T5, TODO, 0]], {"5": ("todo", 0, None, None)}),
    "money": (paid(*MONEY, cells=[400_000_000, 180_000_000]), PAID),
    "millions in the header": (paid("Dự toán giao (triệu đồng)", "Đã giải ngân (triệu đồng)", cells=[400, 180]), PAID),
    "millions above": (
        paid("Dự toán giao", "Đã giải ngân", cells=[400, 180], above=[["Đơn vị tính: triệu đồng"]]), PAID
    ),
    "units below the header": (
        [[*H, "Dự toán giao", "Đã giải ngân"], [None, None, None, "%", "triệu đồng", "triệu đồng"],
         ["4.2", T42, DOING, 45, 400, 180]],
        PAID,
    ),
    "amounts with words": (paid("Dự toán giao", "Đã giải ngân", cells=["400 triệu", "180.000.000 đồng"]), PAID),
    "amounts with dashes": (paid(*MONEY, cells=["400.000.000,-", "180.000.000,- đồng"]), PAID),
    "a total": (paid(*MONEY, cells=[400_000_000, 180_000_000], below=[[None, "Tổng cộng", None, None, 400_000_000, 180_000_000]]), PAID),
    "a forecast beside": (paid(*MONEY, "Ước giải ngân cả năm (đồng)", cells=[400_000_000, 180_000_000, 400_000_000]), PAID),
    "the year before beside": (
        paid("Giải ngân năm 2023 (đồng)", *MONEY, cells=[99_000_000, 400_000_000, 180_000_000]), PAID
    ),
    "thousands": (paid("Dự toán giao (nghìn đồng)", "Đã giải ngân (nghìn đồng)", cells=[400_000, 180_000]), PAID),
    "notes below": ([H, *PLAIN, ["Ghi chú: số liệu đến 10/11/2024"], [None], ["", "", "GIÁM ĐỐC"]], TWO),
    "blank lines between": ([H, PLAIN[0], [None], [None], PLAIN[1]], TWO),
    "a stray cell": ([H, PLAIN[0], [*PLAIN[1], *[None] * 40, "x"]], TWO),
}  # fmt: skip

Save = Callable[[Path, Rows], Any]


def _by_openpyxl(path: Path, rows: Rows) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)


def _by_csv(delimiter: str, encoding: str) -> Save:
    return lambda path, rows: path.write_bytes(csv_bytes(rows, delimiter, encoding))


PROGRAMS: dict[str, tuple[str, Save]] = {
    "xlsxwriter": (".xlsx", lambda path, rows: xlsx(path, Page("Biểu 01", rows))),
    "openpyxl": (".xlsx", _by_openpyxl),
    "xlwt": (".xls", lambda path, rows: xls(path, Page("Biểu 01", rows))),
    "odfpy": (".ods", lambda path, rows: ods(path, Page("Biểu 01", rows))),
    "semicolons": (".csv", _by_csv(";", "utf-8-sig")),
}


def saved(folder: Path, program: str) -> dict[str, str]:
    """File → layout."""
    units = sorted(unit_id for unit_id in subject().units.unit_ids if unit_id.startswith("tth."))
    suffix, save = PROGRAMS[program]
    files: dict[str, str] = {}
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        register = csv.writer(file)
        register.writerow(["file", "received_on", "unit_id"])
        for number, ((layout, (rows, _)), unit) in enumerate(zip(LAYOUTS.items(), units, strict=False)):
            name = f"{number:02}{suffix}"
            save(folder / name, [["UBND TỈNH THỪA THIÊN HUẾ"], TITLE, *rows])
            register.writerow([name, "2024-11-12", unit])
            files[name] = layout
    return files


COUNTED = """
select file, task_code, status, completion_pct, sum(allocated_vnd)::bigint, sum(disbursed_vnd)::bigint
from marts.progress
left join marts.budget using (file, unit_id, task_code)
group by all
"""


@pytest.mark.parametrize("program", PROGRAMS)
def test_each_layout_is_read_as_an_officer_reads_it_or_is_asked_about(tmp_path: Path, program: str) -> None:
    files = saved(tmp_path, program)
    assert len(files) == len(LAYOUTS) >= 30
    with rulebook.read(tmp_path, "tth-2024") as con:
        counted = con.execute(COUNTED).fetchall()
        asked = {
            file
            for (file,) in con.execute("select file from marts.findings where severity in ('row', 'file')").fetchall()
        }
    got: dict[str, Truth] = {file: {} for file in files}
    for file, task, *told in counted:
        got[file][task] = tuple(told)
    differing = {files[file]: found for file, found in got.items() if found != LAYOUTS[files[file]][1]}
    silent = {
        layout
        for file, layout in files.items()
        if layout in differing and not _is_asked(got[file], layout, file in asked)
    }
    assert {layout: differing[layout] for layout in silent} == {}
    assert len(differing) <= 0.1 * len(files), differing


def _is_asked(got: Truth, layout: str, asks: bool) -> bool:
    """What is counted is right, and of the rest the sender is asked."""
    return asks and got.items() <= LAYOUTS[layout][1].items()
