"""Sheets composed of a header, units of money, an order of columns, years, totals, notes and a signature: read back, or asked about."""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tdnreport.base.home import find_home
from tdnreport.ingest.file_read import FileRead, SheetRead
from tdnreport.ingest.line_accounts import account_for_lines
from tdnreport.ingest.read_file import read_file, reread_for_year
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.vietnamese.money import read_money

WORDS = LayoutWords.load(find_home().reference)
SHEETS = int(os.environ.get("TDNREPORT_SHEETS", "300"))
"""In every test run; `make sheets` asks for ten thousand."""
UNITS = {"đồng": 1, "nghìn đồng": 1_000, "triệu đồng": 1_000_000}
TITLES = (
    "Xuất bản ấn phẩm đối ngoại",
    "Quảng bá hình ảnh địa phương",
    "Đào tạo, bồi dưỡng cán bộ",
    "Hợp tác với báo chí nước ngoài",
)
LABELS = {
    "code": ("STT", "TT", "Mã nhiệm vụ"),
    "title": ("Nhiệm vụ", "Nội dung công việc", "Tên nhiệm vụ"),
    "status": ("Trạng thái", "Tình trạng thực hiện", "Tình trạng"),
    "pct": ("Tỷ lệ hoàn thành (%)", "Tỷ lệ (%)", "Tiến độ (%)"),
    "allocated": ("Dự toán giao", "Kinh phí được giao", "Dự toán"),
    "disbursed": ("Đã giải ngân", "Giải ngân", "Kinh phí đã thực hiện"),
}
NOISE = (
    "Dự toán giao năm 2025", "Giải ngân năm 2023", "Ước giải ngân cả năm", "Khả năng giải ngân đến 31/12",
    "Tỷ lệ hoàn thành theo kế hoạch (%)",
    "Kinh phí đề nghị bổ sung", "Ghi chú",
)  # fmt: skip
STATUSES = (("Hoàn thành", 100), ("Đang thực hiện", 45), ("Chưa thực hiện", 0))


@dataclass(frozen=True)
class Composed:
    """What a sheet is made of; `unit_in`: where the unit of money is named. Amounts are in units of the sheet."""

    labels: dict[str, str]
    order: tuple[str, ...]
    noise: tuple[str, ...]
    unit: str
    unit_in: str
    rows: tuple[dict[str, str | int], ...]
    has_total: bool
    has_numbering: bool
    has_note: bool
    signature_after: int


@st.composite
def composed(draw: st.DrawFn) -> Composed:
    order = ("code", "title", *draw(st.permutations(["status", "pct", "allocated", "disbursed"])))
    labels = {name: draw(st.sampled_from(words)) for name, words in LABELS.items()}
    if order.index("pct") == order.index("disbursed") + 1:  # "Giải ngân │ Tỷ lệ (%)" is the rate of what was spent
        labels["pct"] = LABELS["pct"][0]
    count = draw(st.integers(1, 4))
    rows = []
    for number, title in enumerate(TITLES[:count], 1):
        status, pct = draw(st.sampled_from(STATUSES))
        given_amount = draw(st.integers(20, 900))
        spent = draw(st.integers(0, given_amount))
        rows.append(
            {
                "code": f"4.{number}",
                "title": title,
                "status": status,
                "pct": pct,
                "allocated": given_amount,
                "disbursed": spent,
            }
        )
    return Composed(
        labels=labels,
        order=order,
        noise=tuple(draw(st.lists(st.sampled_from(NOISE), max_size=3, unique=True))),
        unit=draw(st.sampled_from(sorted(UNITS))),
        unit_in=draw(st.sampled_from(["column", "above", "row"])),
        rows=tuple(rows),
        has_total=draw(st.booleans()),
        has_numbering=draw(st.booleans()),
        has_note=draw(st.booleans()),
        signature_after=draw(st.integers(0, count)),
    )


def grid(sheet: Composed) -> list[list[str | int]]:
    def label(name: str) -> str:
        is_money = name in ("allocated", "disbursed") and sheet.unit_in == "column"
        return f"{sheet.labels[name]} ({sheet.unit})" if is_money else sheet.labels[name]

    width = len(sheet.order) + len(sheet.noise)
    lines: list[list[str | int]] = [["SỞ DU LỊCH"], ["BÁO CÁO KẾT QUẢ THỰC HIỆN NĂM 2024"], [""]]
    if sheet.unit_in == "above":
        lines.append(["", "", f"Đơn vị tính: {sheet.unit}"])
    lines.append([*map(label, sheet.order), *sheet.noise])
    if sheet.unit_in == "row":
        lines.append([sheet.unit if name in ("allocated", "disbursed") else "" for name in sheet.order])
    if sheet.has_numbering:
        lines.append([f"({n})" for n in range(1, width + 1)])
    for number, row in enumerate(sheet.rows, 1):
        lines.append([*(row[name] for name in sheet.order), *(7 for _ in sheet.noise)])
        if number == sheet.signature_after:
            lines += [["", "Người lập biểu", "", "Thủ trưởng đơn vị"], [""]]
    if sheet.has_total:
        lines.append(["", "Tổng cộng", *("" for _ in sheet.order[2:-1]), 999])
    if sheet.has_note:
        lines.append(["Ghi chú: số liệu đến ngày 14/11/2024"])
    return lines


def read_back(sheet: Composed, folder: Path) -> FileRead:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for at, cells in enumerate(grid(sheet)):
            for column, cell in enumerate(cells):
                if cell != "":
                    page.write(at, column, cell)
    path = folder / "a.xlsx"
    path.write_bytes(stream.getvalue())
    return reread_for_year(read_file(path, path.name, WORDS), WORDS, 2024)


def told(sheet_read: SheetRead) -> list[dict[str, str | int | None]]:
    """Data lines as they would be loaded, amounts in đồng."""
    [table] = sheet_read.tables
    found = []
    for line in sheet_read.sheet.lines:
        if table.roles.get(line.row_no) == "data":
            row: dict[str, str | int | None] = {
                name: table.field_text(line, name) for name in ("code", "title", "status", "pct")
            }
            for name in ("allocated", "disbursed"):
                text, kind = table.field_cell(line, name)
                row[name] = read_money(text, kind, table.scales.get(name) or 1, WORDS.lists).vnd
            found.append(row)
    return found


@settings(max_examples=SHEETS, deadline=None, suppress_health_check=list(HealthCheck))
@given(sheet=composed())
def test_what_was_written_is_read_or_the_sender_is_asked(sheet: Composed, tmp_path_factory) -> None:
    read = read_back(sheet, tmp_path_factory.mktemp("sheet"))
    [sheet_read] = read.sheets
    scale = UNITS[sheet.unit]
    wanted = [
        {
            **row,
            "pct": str(row["pct"]),
            "allocated": int(row["allocated"]) * scale,
            "disbursed": int(row["disbursed"]) * scale,
        }
        for row in sheet.rows
    ]
    is_asked = any(finding.rule_id in ("column_asked", "no_table_found") for finding in read.findings)
    if not is_asked:
        assert told(sheet_read) == wanted
    assert account_for_lines(sheet_read).keys() == {line.row_no for line in sheet_read.sheet.lines}
