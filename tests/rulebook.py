"""The rulebook: for every rule department files that break it, and the nearest ones that do not; real workbooks.

    CASES["pct_out_of_range"] = Case([File(form(line(pct=100.5)))], [File(form(line(pct=100, …)))])

Each case is of a unit of its own, so that many stand in one inbox and are read in one build.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import duckdb
import polars as pl
from openpyxl import load_workbook
from task_lines import T2, T5, T41, T42, T43, line
from warehouse_case import subject
from workbooks import Cell, Page, Value, with_part, xlsx

from tdnreport.base.data_error import Place
from tdnreport.base.progress import no_progress
from tdnreport.ingest import frames
from tdnreport.ingest.inbox import list_inbox
from tdnreport.plans.context import RunContext
from tdnreport.plans.records import BudgetMove, Correction
from tdnreport.warehouse import database
from tdnreport.warehouse import pipeline as line_of_work

PROGRESS = (
    "STT",
    "Nhiệm vụ",
    "Tình trạng",
    "Tỷ lệ (%)",
    "Dự toán giao (đồng)",
    "Đã giải ngân (đồng)",
    "Kết quả",
    "Ngày hoàn thành",
)
INDICATORS = ("STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện trong kỳ", "Lũy kế từ đầu năm")
TITLE = "BÁO CÁO KẾT QUẢ THỰC HIỆN KẾ HOẠCH THÔNG TIN ĐỐI NGOẠI NĂM 2024"
ON_TIME = date(2024, 11, 12)
AS_OF = date(2024, 11, 30)
"""The day the figures of every case stand for."""
GROUPS, PEOPLE = "Đoàn ra, đoàn vào", "Lượt người của đoàn ra, đoàn vào"
ITEMS = "Tin, bài thông tin đối ngoại trên Trang thông tin điện tử của đơn vị"
LONG_RESULT = "Hội nghị giới thiệu tiềm năng đầu tư tại Lăng Cô ngày 12/5/2024 với 120 đại biểu"
OTHER_UNIT = "tth.ubnd"
"""Whose the second file of a case is."""
PLANNED_RESULT = "Tham gia Hội nghị, hội thảo tập huấn do Bộ, ngành Trung ương tổ chức"

Write = Callable[[Path], Any]


@dataclass(frozen=True)
class File:
    """One file as sent: `write` puts it at a path; `unit` "" is a unit that nobody knows, None the case's own."""

    write: Write
    unit: str | None = None
    received_on: date | None = ON_TIME
    suffix: str = ".xlsx"


@dataclass(frozen=True)
class Case:
    """`unit` where the plan must have given it a certain role; a plan with several periods where the period matters."""

    bad: Sequence[File]
    good: Sequence[File]
    unit: str | None = None
    plan: str = "tth-2024"


def form(
    *lines: Sequence[Value | Cell], header: Sequence[str] = PROGRESS, title: str = TITLE, above: str = "", **page: Any
) -> Write:
    """A workbook with one table whose first line is row 5; `above` is a line of its own above the header."""
    rows = [[title], [above], [], list(header), *map(list, lines)]
    return lambda path: xlsx(path, Page("Biểu 01", rows, **page))


def done(*named: str, **more: Any) -> list[Any]:
    return line(*named, **{"status": "Hoàn thành", "pct": 100, "done": "10/6/2024"} | more)


def counts(name: str = ITEMS, measure: str = "tin, bài", value: Value = 1, cumulative: Value = 2) -> list[Value]:
    return ["1", name, measure, value, cumulative]


def lines(bad: Sequence[Value], good: Sequence[Value], unit: str | None = None, **more: Any) -> Case:
    return Case([File(form(bad, **more))], [File(form(good, **more))], unit)


def indicators(bad: Sequence[Sequence[Value]], good: Sequence[Sequence[Value]]) -> Case:
    return Case([File(form(*bad, header=INDICATORS))], [File(form(*good, header=INDICATORS))])


def _bytes(data: bytes) -> Write:
    return lambda path: path.write_bytes(data)


def _merged_amount(path: Path) -> None:
    """One amount over the lines of two tasks."""
    form(line(**MONEY), line("5", T5))(path)
    book = load_workbook(path)
    book.worksheets[0].merge_cells("E5:E6")
    book.save(path)


def _encrypted(path: Path) -> None:
    path.write_bytes(
        bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000
    )


def _too_wide(path: Path) -> None:
    form(line())(path)
    cells = (b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (row, row) for row in range(9, 1009))
    with_part(path, "xl/worksheets/sheet1.xml", b"</sheetData>", b"".join(cells) + b"</sheetData>")


def _two_sheets(hidden: str) -> Write:
    pages = Page("Biểu 01", [[TITLE], list(PROGRESS), line()]), Page("Nháp", [["tính thử"], [1, 2]], hidden=hidden)
    return lambda path: xlsx(path, *pages)


def _total(amount: str) -> Write:
    return form(
        line(allocated="60 triệu", disbursed=0),
        line("4.1", T41, allocated="40 triệu", disbursed=0),
        ["", "Tổng cộng", "", "", amount, 0],
    )


def _index(rank: int) -> File:
    return File(form(counts("Thứ hạng PCI", "hạng", rank, rank), header=INDICATORS))


GOOD = File(form(line()))
ESTIMATED = (*PROGRESS, "Ước giải ngân cả năm (đồng)")
SOURCED = (*PROGRESS, "Nguồn kinh phí")
MONEY = {"allocated": 50_000_000, "disbursed": 30_000_000}

BY_LINE = {
    "pct_out_of_range": lines(line(pct=100.5), done()),
    "pct_not_a_number": lines(line(pct="gần xong"), line(pct="75,5%")),
    "spent_gt_allocated": lines(line(allocated=20_000_000, disbursed=20_000_001), line(allocated=20_000_000, disbursed=20_000_000)),
    "negative_amount": lines(line(**MONEY | {"disbursed": "(5.000.000)"}), line(**MONEY | {"disbursed": "5.000.000"})),
    "amount_not_a_number": lines(line(allocated="Các Sở được giao chủ trì đề xuất kinh phí triển khai"), line(allocated="Lồng ghép")),
    "amount_scale_suspect": lines(line(allocated=250, disbursed=0), line(allocated=250_000_000, disbursed=0)),
    "status_pct_mismatch": lines(done(pct=99), done()),
    "unknown_status": lines(line(status="Theo chức năng, nhiệm vụ"), line(status="ĐTH")),
    "unknown_task": lines(line("9", "Tổ chức giải chạy"), line()),
    "missing_required": lines(line(status=None), line()),
    "date_not_a_date": lines(done(done="31/10/2024 hoặc 32/10/2024"), done(done="31/10/2024")),
    "date_outside_year": lines(done(done="31/12/2023"), done(done="01/01/2024")),
    "date_outside_window": lines(done(done="15/11/2024"), done(done="14/11/2024")),
    "done_without_evidence": lines(done(result=None), line(result=None)),
    "progress_without_result": lines(line(result=None), line()),
    "not_responsible": lines(line("2", T2), line("5", T5), "tth.bchbdbp"),
    "estimate_lt_actual": lines([*line(**MONEY), 29_999_999], [*line(**MONEY), 30_000_000], header=ESTIMATED),
    "missing_pair": lines(line(allocated=50_000_000), line(allocated=50_000_000, disbursed=0)),
    "execution_suspect": lines(line(allocated=50_000_000, disbursed=499_999), line(allocated=50_000_000, disbursed=500_000)),
    "unknown_fund_source": lines([*line(**MONEY), "Nguồn nào đó"], [*line(**MONEY), "Ngân sách tỉnh"], header=SOURCED),
    "date_after_receipt": lines(done(done="13/11/2024"), done(done="12/11/2024")),
    "date_but_not_done": lines(line(done="10/6/2024"), line()),
    "code_title_disagree": lines(line("6", T41), line("4.1", T41)),
    "approximate_value": lines(line(allocated="khoảng 300 triệu", disbursed=0), line(allocated="300 triệu", disbursed=0)),
    "result_repeats_plan": lines(line(result=PLANNED_RESULT), line(result=f"{PLANNED_RESULT}: 03 hội nghị")),
    "hidden_columns": Case([File(form(line(), hidden_columns=[4]))], [GOOD]),
    "hidden_rows": Case([File(form(line(), hidden_rows=[5]))], [GOOD]),
    "cell_comment": lines([*line()[:3], Cell(50, comment="chờ xác nhận")], line()[:4]),
    "coloured_cells": Case(
        [File(form([*line()[:3], Cell(50, colour="red")], line("5", T5)))], [File(form(line(), line("5", T5)))]
    ),
    "merged_figure": Case([File(_merged_amount)], [File(form(line(**MONEY), line("5", T5)))]),
    "month_first": Case(
        [File(form(done(done="5/10/2024"), done("5", T5, done="9/30/2024")))],
        [File(form(done(done="10/5/2024"), done("5", T5, done="30/9/2024")))],
    ),
    "column_asked": Case(
        [File(form(done(), header=[*PROGRESS[:3], "Chỉ tiêu tỷ lệ hoàn thành (%)", *PROGRESS[4:]]))], [File(form(done()))]
    ),
    "shown_differs": Case(
        [File(form([*line()[:3], Cell(50, ";;;")]))], [File(form([*line()[:3], Cell(50, "#,##0")]))]
    ),
    "formula_not_calculated": Case(
        [File(form([*line()[:3], Cell(0, formula="=1/2")]))], [File(form([*line()[:3], Cell(50, formula="=100/2")]))]
    ),
    "struck_rows": lines([Cell("1", is_struck=True), *(Cell(cell, is_struck=True) for cell in line()[1:])], line()),
}  # fmt: skip

DUTIES = ["Mã", "Nhiệm vụ được phân công", "Kết quả/ sản phẩm"]
HELD = "Thẩm định, trình UBND tỉnh kinh phí TTĐN năm 2024"


def duties(summary: str) -> list[File]:
    return [File(form(["10", summary, "Trình 02 tờ trình"], header=DUTIES))]


BY_INDICATOR = {
    "unknown_duty": Case(duties("Một việc mà kế hoạch không hề nêu"), duties(HELD)),
    "unknown_indicator": indicators([counts("Số lượt chạy bộ quanh hồ")], [counts()]),
    "value_not_a_number": indicators([counts(value="một số")], [counts(value="01")]),
    # Quảng Trị, July 2023, as published: 499 in the month, 318 in the year.
    "cumulative_lt_period": indicators([counts(value=499, cumulative=318)], [counts(value=318, cumulative=318)]),
    "people_lt_groups": indicators(
        [counts(GROUPS, "đoàn", 5, 5), counts(PEOPLE, "lượt người", 4, 40)],
        [counts(GROUPS, "đoàn", 5, 5), counts(PEOPLE, "lượt người", 5, 40)],
    ),
    "value_scale_suspect": indicators([counts(cumulative=11_861)], [counts(cumulative=11_860)]),
    "count_not_whole": indicators([counts(cumulative=2.5)], [counts(cumulative=3)]),
    "measure_disagrees": indicators([counts(measure="lượt người")], [counts(measure="tin bài")]),
}

BY_FILE = {
    "pct_fraction_suspect": Case([File(form(line(pct=0.75), line("4.1", T41)))], [File(form(line(pct=1), line("4.1", T41)))]),
    "title_missing": Case([File(form(line("4.1", None), line()))], [File(form(line("4.1", T41), line()))]),
    "left_blank": Case([File(form(["2", T2], line()))], [File(form(line("2", T2), line()))], "tth.btg"),
    "unknown_unit": Case([File(form(line()), unit="")], [GOOD]),
    "duplicate_row": Case([File(form(line(), line()))], [File(form(line(), line("4.1", T41)))]),
    "total_mismatch": Case([File(_total("110.000.000"))], [File(_total("100.000.000"))]),
    "hidden_sheets": Case([File(_two_sheets("hidden"))], [File(_two_sheets(""))]),
    "late_report": Case(
        [File(form(line()), received_on=date(2024, 11, 16))], [File(form(line()), received_on=date(2024, 11, 15))], "tth.sdl"
    ),
    "missing_report": Case([], [GOOD], "tth.tc_ncpt"),
    "received_on_unknown": Case([File(form(line()), received_on=None)], [GOOD]),
    "file_unreadable": Case([File(_bytes(b"%PDF-1.7 ..."))], [GOOD]),
    "file_encrypted": Case([File(_encrypted)], [GOOD]),
    "file_too_large": Case([File(_too_wide)], [GOOD]),
    "no_table_found": Case([File(lambda path: xlsx(path, Page("A", [["Công văn"], ["Kính gửi"]])))], [GOOD]),
    "wrong_year": Case([File(form(line(), title=TITLE.replace("2024", "2023")))], [GOOD]),
    "wrong_period": Case([File(form(line(), title=TITLE.replace("NĂM", "6 THÁNG ĐẦU NĂM")))], [GOOD], plan="qt-2024"),
    "superseded": Case([GOOD, File(form(line(pct=60)), received_on=date(2024, 11, 13))], [GOOD]),
    "resubmission_smaller": Case(
        [File(form(line(), line("4.1", T41))), File(form(line(pct=60)), received_on=date(2024, 11, 13))],
        [File(form(line(), line("4.1", T41))), File(form(line(pct=60), line("4.1", T41)), received_on=date(2024, 11, 13))],
    ),
    "after_as_of": Case([File(form(line()), received_on=date(2024, 12, 1))], [File(form(line()), received_on=AS_OF)]),
    "index_disagrees": Case(
        [_index(8), File(_index(9).write, OTHER_UNIT)], [_index(8), File(_index(8).write, OTHER_UNIT)], "tth.skhdt"
    ),
    "secret_marking": Case([File(form(line(), above="TỐI MẬT"))], [File(form(line(), above="Bảo vệ bí mật nhà nước"))]),
    "same_result_two_units": Case(
        [File(form(line(result=LONG_RESULT))), File(form(line(result=LONG_RESULT)), OTHER_UNIT)],
        [File(form(line(result=LONG_RESULT + "."))), File(form(line(result="12 tin")), OTHER_UNIT)],
    ),
    "personal_data": lines(line(result="Liên hệ 0912 345 678"), line(result="12 tin, 1.234.567 lượt xem")),
}  # fmt: skip


def _of_heirs(answer: str) -> Case:
    """A department that ended on 28/02/2025 and the one that holds its function now."""
    title, asked = TITLE.replace("2024", "2025"), "Lũy kế có gồm số liệu của đơn vị trước sắp xếp không"
    rows = counts("Tin, bài quảng bá hình ảnh tỉnh")
    first = File(form(rows, header=INDICATORS, title=title), "qt.stttt", date(2025, 2, 25))

    def later(above: str) -> File:
        return File(form(rows, header=INDICATORS, title=title, above=above), "qtm.svhttdl", date(2025, 11, 20))

    return Case([first, later("")], [first, later(f"{asked}: {answer}")], plan="qt-2025")


BY_HEIR = {"predecessor_included_unknown": _of_heirs("không")}
EARLIER_UNITS = {
    "cumulative_decreased": "tth.h.aluoi",
    "progress_decreased": "tth.h.hue",
    "last_year_copy": "tth.h.phuloc",
}
BY_EARLIER_REPORT = {
    "cumulative_decreased": Case(
        [File(form(counts(cumulative=99), header=INDICATORS))],
        [File(form(counts(cumulative=100), header=INDICATORS))],
        EARLIER_UNITS["cumulative_decreased"],
    ),
    "progress_decreased": lines(line(pct=39), line(pct=40), EARLIER_UNITS["progress_decreased"]),
    "last_year_copy": Case(
        [File(form(line(pct=40), line("4.1", T41, pct=40), line("4.2", T42, pct=40)))],
        [File(form(line(pct=41), line("4.1", T41, pct=40), line("4.2", T42, pct=40)))],
        EARLIER_UNITS["last_year_copy"],
    ),
}
BY_CORRECTION = {"correction_mismatch": lines(line(pct=55), line(pct=50))}
MOVES_OF = "tth.sct"
BY_DECISION = {
    "budget_moves_disagree": lines(
        line("4.3", T43, allocated=360_000_000, disbursed=340_000_000),
        line("4.3", T43, allocated=300_000_000, disbursed=340_000_000),
        MOVES_OF,
    )
}
CASES = BY_LINE | BY_INDICATOR | BY_FILE | BY_EARLIER_REPORT | BY_CORRECTION | BY_DECISION | BY_HEIR


def decided(kind: Literal["given", "added", "cut", "carried_in"], amount_vnd: int) -> BudgetMove:
    """A decision on the money of task 4.3 of the unit `MOVES_OF`."""
    return BudgetMove(
        Place(Path("budget_moves.csv"), 2), "4.3", MOVES_OF, None, kind, amount_vnd, date(2024, 3, 1), "Quyết định số 1"
    )


def corrected(of: RunContext) -> RunContext:
    """The plan with one correction (50% counts as 60%) and two decisions on money on record; its bases taken for real ones."""
    place = {"file": "correction_mismatch-1.xlsx", "sheet": "Biểu 01", "row_no": 5, "column_name": "completion_pct"}
    words = {"value_sent": "50", "value_used": "60", "reason": "Ghi nhầm", "decided_by": "Sở Thông tin và Truyền thông"}
    correction = Correction(origin=Place(Path("corrections.csv"), 2), decided_on=ON_TIME, **place, **words)
    real = tuple(replace(figure, is_invented=False) for figure in of.plan.published)
    moves = (decided("given", 300_000_000), decided("carried_in", 50_000_000))
    as_of = AS_OF.replace(year=of.plan.year)
    return replace(
        of, plan=replace(of.plan, corrections=(correction,), published=real, budget_moves=moves), as_of=as_of
    )


def earlier() -> dict[str, pl.DataFrame]:
    """What the report of the first half year would have said of the units of `BY_EARLIER_REPORT`."""
    said = [
        (unit, task, "doing", 40.0, "12 tin, bài")
        for unit in list(EARLIER_UNITS.values())[1:]
        for task in ("1", "4.1", "4.2")
    ]
    columns = ["unit_id", "task_code", "status", "completion_pct", "result_text"]
    return {
        "previous_report": pl.DataFrame(
            [{"plan_id": "tth-2024", "period_id": "2024-h1", "label": "6 tháng đầu năm 2024"}]
        ),
        "previous_progress": pl.DataFrame(said, columns, orient="row"),
        "previous_indicators": pl.DataFrame(
            [
                {
                    "unit_id": EARLIER_UNITS["cumulative_decreased"],
                    "indicator_code": "web_items",
                    "value": 60.0,
                    "cumulative": 100.0,
                }
            ]
        ),
    }


def context_of(plan: str) -> RunContext:
    """The plan and its period of the whole year."""
    return subject(plan, plan.rpartition("-")[2])


@contextmanager
def read(folder: Path, plan: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse of an inbox for the plan's year with `earlier` as the earlier report, in memory."""
    of = corrected(context_of(plan))
    with duckdb.connect() as con:
        database.make_schemas(con)
        line_of_work.fill_warehouse(con, of, [earlier(), *frames.read_inbox(of, list_inbox(folder), no_progress)])
        yield con


def put(folder: Path, rule_id: str, files: Iterable[File], own_unit: str, register: Any) -> None:
    """The files of one case, named after their rule, with their rows of the register."""
    for number, one in enumerate(files, 1):
        path = folder / f"{rule_id}-{number}{one.suffix}"
        one.write(path)
        unit = own_unit if one.unit is None else one.unit
        register.writerow([path.name, one.received_on or "", unit])


@contextmanager
def register_of(folder: Path) -> Iterator[Any]:
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "received_on", "unit_id"])
        yield rows
