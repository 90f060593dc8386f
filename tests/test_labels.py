"""A label is parsed, a column must bear it out, and every filled line is accounted for: real workbooks through the real reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from tdnreport.base.home import find_home
from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.line_accounts import account_for_lines
from tdnreport.ingest.read_file import read_file, reread_for_year
from tdnreport.layout.vocabulary import LayoutWords

WORDS = LayoutWords.load(find_home().reference)
T1 = "Thông tin tuyên truyền, triển khai các chủ trương, đường lối của Đảng"
T42 = "Xuất bản ấn phẩm phục vụ công tác thông tin đối ngoại"
T5 = "Tuyên truyền biển, đảo; mối quan hệ với các nước"
Row = Sequence[Any]


def written(path: Path, *rows: Row, merged: Sequence[str] = (), title: str = "KẾT QUẢ THỰC HIỆN NĂM 2024") -> FileRead:
    """The file as it is read for the year 2024; row 1 is the title, row 2 the first of `rows`."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ([title], *rows):
        sheet.append(list(row))
    for span in merged:
        sheet.merge_cells(span)
    book.save(path)
    return reread_for_year(read_file(path, path.name, WORDS), WORDS, 2024)


def fields(read: FileRead) -> dict[str, int]:
    [table] = [table for sheet in read.sheets for table in sheet.tables]
    return dict(table.fields)


def rules(read: FileRead) -> set[str]:
    return {finding.rule_id for finding in read.findings}


TASK = ["STT", "Nhiệm vụ", "Trạng thái"]
MODALITY = [
    (["Tỷ lệ (%)", "Dự toán (triệu đồng)", "TH 10 tháng", "Ước TH cả năm"], {"disbursed": 6, "estimated": 7}),
    (["Tỷ lệ (%)", "Dự toán (triệu đồng)", "TH đến 31/10", "Khả năng giải ngân đến 31/12"], {"disbursed": 6, "estimated": 7}),
    (["Tỷ lệ (%)", "Dự toán", "Dự báo giải ngân cả năm", "Đã giải ngân"], {"disbursed": 7, "estimated": 6}),
    (["Tổng mức đầu tư", "Lũy kế vốn bố trí đến hết năm 2023", "Kế hoạch vốn năm 2024", "Giải ngân năm 2024"],
        {"allocated": 6, "disbursed": 7}),
    (["Tỷ lệ (%)", "Giải ngân từ đầu dự án", "Dự toán giao", "Giải ngân"], {"allocated": 6, "disbursed": 7}),
]  # fmt: skip


@pytest.mark.parametrize(("labels", "wanted"), MODALITY)
def test_a_column_of_the_wrong_modality_never_fills_a_field(
    tmp_path: Path, labels: list[str], wanted: dict[str, int]
) -> None:
    read = written(tmp_path / "a.xlsx", [*TASK, *labels], ["4.2", T42, "Đang thực hiện", 45, 250, 150, 240])
    assert {name: fields(read).get(name) for name in wanted} == wanted


def test_a_planned_percent_and_a_planned_day_are_no_results(tmp_path: Path) -> None:
    read = written(
        tmp_path / "a.xlsx",
        [*TASK, "Chỉ tiêu tỷ lệ hoàn thành (%)", "Ngày hoàn thành theo KH"],
        ["4.2", T42, "Đang thực hiện", 80, "30/11/2024"],
    )
    assert not {"pct", "completed_on"} & fields(read).keys()
    assert "column_asked" in rules(read)


YEARS = [
    (["Dự toán giao năm 2024", "Dự toán giao năm 2025", "Giải ngân năm 2024"], {"allocated": 4, "disbursed": 6}),
    (["Giải ngân năm 2023", "Dự toán giao năm 2024", "Giải ngân năm 2024"], {"allocated": 5, "disbursed": 6}),
    (["Dự toán giao năm 2025", "Giải ngân năm 2025"], {}),
]


@pytest.mark.parametrize("title", ["KẾT QUẢ THỰC HIỆN NĂM 2024", ""])
@pytest.mark.parametrize(("labels", "wanted"), YEARS)
def test_only_the_year_asked_for_counts(tmp_path: Path, labels: list[str], wanted: dict[str, int], title: str) -> None:
    row = ["4.2", T42, "Đang thực hiện", *range(100_000_000, 100_000_000 + len(labels))]
    read = written(tmp_path / "a.xlsx", [*TASK, *labels], row, title=title)
    assert {name: at for name, at in fields(read).items() if name in ("allocated", "disbursed")} == wanted
    assert ("column_asked" in rules(read)) == (not wanted)


@pytest.mark.parametrize("merged", [("D2:E2", "F2:G2"), ()])
def test_both_sides_of_a_rate_stand_below_one_year(tmp_path: Path, merged: tuple[str, ...]) -> None:
    for groups, wanted in ((("Năm 2024", "Năm 2025"), (4, 5)), (("Năm 2023", "Năm 2024"), (6, 7))):
        read = written(
            tmp_path / "a.xlsx",
            [*TASK, groups[0], None, groups[1]],
            [None, None, None, "Dự toán giao", "Giải ngân", "Dự toán giao", "Giải ngân"],
            ["4.2", T42, "Đang thực hiện", 100_000_000, 92_000_000, 150_000_000, 0],
            merged=merged,
        )
        assert (fields(read)["allocated"], fields(read)["disbursed"]) == wanted


def test_quarters_beside_what_was_done_to_date(tmp_path: Path) -> None:
    read = written(
        tmp_path / "a.xlsx",
        [*TASK[:2], "Lũy kế", None, "Quý I", None],
        [None, None, "Dự toán giao", "Giải ngân", "Dự toán giao", "Giải ngân"],
        ["4.2", T42, 30_000_000, 3_000_000, 10_000_000, 1_000_000],
    )
    assert (fields(read)["allocated"], fields(read)["disbursed"]) == (3, 4)


def test_quantities_below_the_same_labels_are_no_money(tmp_path: Path) -> None:
    read = written(
        tmp_path / "a.xlsx",
        ["ĐVT: triệu đồng"],
        ["STT", "Nhiệm vụ", "Khối lượng", None, None, "Kinh phí", None],
        [None, None, "KH", "TH", "%", "KH", "TH"],
        ["4.2", T42, 10, 8, 80, 50, 30],
        merged=["C3:E3", "F3:G3", "A3:A4", "B3:B4"],
    )
    assert fields(read) == {"code": 1, "title": 2, "pct": 5, "allocated": 6, "disbursed": 7}


def test_months_below_one_percent_end_with_the_last_that_is_filled(tmp_path: Path) -> None:
    months = [f"T{month}" for month in range(1, 13)]
    read = written(
        tmp_path / "a.xlsx",
        ["STT", "Nhiệm vụ", "Tỷ lệ hoàn thành lũy kế (%)"],
        [None, None, *months],
        ["4.2", T42, *range(5, 50, 5)],
        merged=["C2:N2", "A2:A3", "B2:B3"],
    )
    assert fields(read)["pct"] == 11


def test_units_and_machine_names_below_the_labels(tmp_path: Path) -> None:
    for second in ([None, None, None, "%", "triệu đồng"], ["#code", "#activity", "#status", "#pct", "#money"]):
        read = written(
            tmp_path / "a.xlsx",
            [*TASK, "Tỷ lệ hoàn thành", "Dự toán giao (triệu đồng)" if second[0] else "Dự toán giao"],
            second,
            ["4.2", T42, "Đang thực hiện", 45, 250],
        )
        [table] = read.sheets[0].tables
        assert (table.data_rows(), table.scales, table.fields["pct"]) == ([4], {"allocated": 1_000_000}, 4)


def test_a_unit_of_money_in_figures(tmp_path: Path) -> None:
    read = written(
        tmp_path / "a.xlsx", ["Đơn vị: 1.000.000 đồng"], [*TASK, "Dự toán giao"], ["4.2", T42, "Đang thực hiện", 50]
    )
    assert read.sheets[0].tables[0].scales == {"allocated": 1_000_000}


def test_values_must_bear_out_the_words(tmp_path: Path) -> None:
    codes = written(
        tmp_path / "a.xlsx",
        ["Nhiệm vụ", None, "Trạng thái"],
        ["1", T1, "Hoàn thành"],
        ["4.2", T42, "Xong"],
        merged=["A2:B2"],
    )
    assert fields(codes) == {"code": 1, "title": 2, "status": 3}
    sources = written(
        tmp_path / "b.xlsx",
        [*TASK, "Nguồn chỉ đạo", "Yêu cầu sản phẩm"],
        ["1", T1, "Xong", "Công văn số 12", "Báo cáo"],
    )
    assert not {"fund_source", "result"} & fields(sources).keys()
    counter = written(
        tmp_path / "c.xlsx",
        ["STT", "Kết quả thực hiện", "Trạng thái"],
        [1, "Đã in sách", "Xong"],
        [2, "Đang quay", "Xong"],
    )
    assert "no_table_found" in rules(counter)


def test_what_a_merged_cell_says_of_several_tasks(tmp_path: Path) -> None:
    header = [*TASK, "Tỷ lệ (%)", "Dự toán giao (đồng)"]
    lines = ["4.1", T1, "Đang thực hiện", 45, 300_000_000], ["4.2", T42, None, None, None]
    read = written(tmp_path / "a.xlsx", header, *lines, merged=["C3:C4", "D3:D4", "E3:E4"])
    [sheet] = read.sheets
    [table] = sheet.tables
    told = [[table.field_text(line, name) for name in ("status", "pct", "allocated")] for line in sheet.sheet.lines[2:]]
    assert told == [["Đang thực hiện", "45", ""], ["Đang thực hiện", "45", ""]]
    assert [finding.row_no for finding in read.findings if finding.rule_id == "merged_figure"] == [3]


def test_days_with_the_month_first(tmp_path: Path) -> None:
    days = ["10/15/2024", "5/10/2024", "9/30/2024"]
    read = written(
        tmp_path / "a.xlsx", [*TASK, "Ngày hoàn thành"], *([str(n), T1, "Xong", d] for n, d in enumerate(days, 1))
    )
    [table] = read.sheets[0].tables
    assert [cells["completed_on"][0] for cells in table.overrides.values()] == [
        "2024-10-15",
        "2024-05-10",
        "2024-09-30",
    ]
    assert [finding.row_no for finding in read.findings if finding.rule_id == "month_first"] == [4]


@pytest.mark.parametrize(
    "signature", [["", "Nơi nhận:"], ["", "Người lập biểu", "", "Trưởng phòng"], ["", "", "GIÁM ĐỐC"]]
)
def test_lines_below_a_signature_are_read_or_named(tmp_path: Path, signature: list[str]) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        rows: list[Row] = [
            [*TASK, "Tỷ lệ (%)"], ["1", T1, "Hoàn thành", 100], signature, ["4.2", T42, "Đang thực hiện", 45], ["a", "b", "c", 7]
        ]  # fmt: skip
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    read = read_file(path, path.name, WORDS)
    [sheet_read] = read.sheets
    assert sheet_read.tables[0].data_rows()[:2] == [2, 4]
    assert account_for_lines(sheet_read).keys() == {line.row_no for line in sheet_read.sheet.lines}
    assert {name.name for name in read.not_read if name.what == "row"} == {"5"} - set(
        map(str, sheet_read.tables[0].data_rows())
    )
