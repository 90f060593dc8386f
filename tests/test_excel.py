"""The Excel annex, read back with openpyxl: the report's own figures, real totals, text that stays text."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import report_examples as examples
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from shipped import RULES

from tdnreport.report.excel import annex
from tdnreport.report.excel.workbook import LONGEST_TEXT, cell_text, number_format, stored_value
from tdnreport.report.model import Column, Finding, Input, Report, Table
from tdnreport.report.word.word import group_annexes
from tdnreport.vietnamese import formats

FINDING = Finding(
    "a/So Du lich.xlsx",
    "Biểu 01",
    7,
    "allocated_vnd",
    "amount_not_a_number",
    "row",
    "=cmd|'/c calc'!A0",
    "Ô F7: không phải là số tiền.",
    "Ghi số đồng.",
    "tth.sdl",
    "F7",
)
HOSTILE = ("=cmd|'/c calc'!A0", "+1+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "<img onerror=x>", "http://a.vn", "012")


def book(report: Report, folder: Path) -> Workbook:
    annex.write_annex(report, folder / "phu-luc.xlsx", RULES)
    return openpyxl.load_workbook(folder / "phu-luc.xlsx")


def made(rows: dict[str, list[examples.Row]] | None = None, **changes: object) -> Report:
    """The report of the other writers' tests, without its prose."""
    report = Report(
        plan_id="tth-2024",
        period_id="2024",
        plan_title="Kế hoạch",
        period_label="Năm 2024",
        as_of=examples.AS_OF,
        is_sample=True,
        letterhead=examples.LETTERHEAD,
        figures=examples.figures(),
        tables=examples.tables(rows or {}),
        charts=(),
        sections=(),
        inputs=(),
        findings=(),
    )
    return replace(report, **changes)


def full() -> Report:
    rows = {
        "task_results": examples.task_rows(),
        "task_budget": examples.budget_rows(),
        "indicator_results": examples.indicators(),
        "unit_reports": examples.units(),
    }
    return made(rows, charts=examples.charts(), findings=(FINDING,))


def with_table(table: Table) -> Report:
    return made(tables={table.id: table})


def budget(rows: tuple[tuple[str, int | None], ...], *emphasis: str) -> Table:
    return Table("b", "Kinh phí", (Column("t", "Nội dung"), Column("a", "Dự toán", "vnd")), rows, emphasis, "I")


def cells_of(workbook: Workbook, sheet: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in workbook[sheet].iter_rows()]


def test_each_annex_table_has_its_sheet_in_order_between_summary_and_sources(tmp_path):
    report = full()
    names = [
        f"Phụ lục {t[0].annex}" + (f" ({n})" if n > 1 else "")
        for t in group_annexes(report)
        for n in range(1, len(t) + 1)
    ]
    rest = ["Biểu đồ", "Số liệu biểu đồ", "Số liệu bị loại", "Định nghĩa", "Nguồn"]
    rest += [table.sheet for table in report.tables.values() if table.sheet]
    assert {"Phụ lục I", "Phụ lục II"} <= set(names)
    assert {"Không đọc", "Bảng tự kiểm", "Chất lượng"} <= set(rest)
    assert book(report, tmp_path).sheetnames == ["Tổng hợp", *names, *rest]


def test_summary_holds_every_figure_as_a_number_with_numerator_and_denominator(tmp_path):
    report = full()
    rows = {row[1]: row for row in cells_of(book(report, tmp_path), "Tổng hợp")}
    for figure in report.figures.values():
        _, _, value, _, numerator, denominator, note = rows[figure.label]
        assert value == ("–" if figure.value is None else stored_value(figure.value, figure.unit))
        assert (numerator, denominator, note) == (figure.numerator, figure.denominator, figure.note)


def test_a_figure_without_denominator_is_a_dash_and_its_reason(tmp_path):
    figure = replace(examples.figures()["own_line_execution_pct"], value=None, note="không bố trí dự toán riêng")
    rows = cells_of(book(made(figures={figure.id: figure}), tmp_path), "Tổng hợp")
    assert [row[2::4] for row in rows if row[1] == figure.label] == [[formats.NONE, "không bố trí dự toán riêng"]]


def test_the_annex_prints_the_rows_of_the_report(tmp_path):
    report = full()
    sheet = cells_of(
        book(report, tmp_path),
        next(f"Phụ lục {one.annex}" for one in report.tables.values() if one.id == "indicator_results"),
    )
    shown = [row for row in sheet if row[0] in (1, "1", 2, "2")]
    assert [(row[1], row[3]) for row in shown] == [(one[0], one[2]) for one in examples.INDICATORS[:2]]


def test_a_total_that_adds_up_is_a_sum_and_keeps_its_value(tmp_path):
    table = budget((("1", 100), ("Nhóm", None), ("2", 250), ("Cộng", 350)), "", "group", "", "total")
    sheet = book(with_table(table), tmp_path)["Phụ lục I"]
    formula = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=SUM"))
    cached = openpyxl.load_workbook(tmp_path / "phu-luc.xlsx", data_only=True)["Phụ lục I"][formula.coordinate]
    top = formula.row - 3
    assert formula.value == f"=SUM(B{top},B{top + 2})"
    assert cached.value == 350


def test_each_subtotal_adds_up_its_own_block(tmp_path):
    rows = (("1", 1), ("2", 2), ("Cộng A", 3), ("3", 4), ("4", 5), ("Cộng B", 9), ("Tổng cộng", 12))
    table = budget(rows, "", "", "total", "", "", "total", "total")
    sheet = book(with_table(table), tmp_path)["Phụ lục I"]
    formulas = [cell.value for cell in sheet["B"] if str(cell.value).startswith("=")]
    top = next(cell.row for cell in sheet["A"] if cell.value == "1")
    assert formulas == [
        f"=SUM(B{top}:B{top + 1})",
        f"=SUM(B{top + 3}:B{top + 4})",
        f"=SUM(B{top}:B{top + 1},B{top + 3}:B{top + 4})",
    ]


def test_a_total_that_does_not_add_up_stays_the_number_of_the_report(tmp_path):
    sheet = book(with_table(budget((("1", 100), ("Cộng", 101)), "", "total")), tmp_path)["Phụ lục I"]
    assert [cell.value for cell in sheet["B"] if cell.value is not None][-1] == 101


def test_dates_are_dates_and_percentages_are_percentages(tmp_path):
    columns = (Column("d", "Ngày", "date"), Column("p", "Tỷ lệ", "pct"), Column("c", "Mã", "code"))
    table = Table("x", "Bảng", columns, ((date(2024, 11, 15), 88.1, "4.10"),), annex="I")
    day, pct, code = next(
        row for row in book(with_table(table), tmp_path)["Phụ lục I"].iter_rows() if row[2].value == "4.10"
    )
    assert day.is_date
    assert day.value.date() == date(2024, 11, 15)
    assert pct.value == pytest.approx(0.881)
    assert pct.number_format.endswith("0.0%")
    assert code.data_type == "s"


def test_hostile_text_stays_text(tmp_path):
    rows = tuple((text, text) for text in HOSTILE)
    columns = (Column("t", HOSTILE[0]), Column("u", HOSTILE[1], "vnd"))
    table = Table("x", HOSTILE[2], columns, rows, annex="I", note=HOSTILE[3])
    findings = tuple(replace(FINDING, value=text, message=text, file=text) for text in HOSTILE)
    workbook = book(replace(with_table(table), plan_title=HOSTILE[0], findings=findings), tmp_path)
    kept = [row for row in workbook["Phụ lục I"].iter_rows() if row[0].value in map(cell_text, HOSTILE)]
    assert {cell_text(text) for text in HOSTILE} <= {row[1].value for row in kept}
    assert {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for row in workbook["Phụ lục I"].iter_rows() for cell in row)


def test_text_that_looks_like_a_formula_carries_excels_text_mark(tmp_path):
    rows = list(book(made(findings=(FINDING,)), tmp_path)["Số liệu bị loại"].iter_rows())
    assert [cell.quotePrefix for row in rows for cell in row if cell.value == FINDING.value] == [True]


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_becomes_a_text_that_a_cell_may_hold(text):
    assert len(cell_text(text)) <= LONGEST_TEXT
    assert not openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.search(cell_text(text))


def test_a_text_of_ten_megabytes_is_cut_and_says_so(tmp_path):
    finding = replace(FINDING, message="x" * 10_000_000)
    [text] = [row[6] for row in cells_of(book(made(findings=(finding,)), tmp_path), "Số liệu bị loại")[4:] if row[6]][
        1:
    ]
    assert len(text) == LONGEST_TEXT
    assert text.endswith("(đã cắt bớt)")


def test_findings_stand_with_the_gravest_first(tmp_path):
    warning = replace(FINDING, severity="warning", rule_id="done_without_evidence")
    rows = cells_of(book(made(findings=(warning, FINDING)), tmp_path), "Số liệu bị loại")
    assert [row[9] for row in rows if row[0] in (1, 2)] == ["amount_not_a_number", "done_without_evidence"]


def test_sources_list_every_file_with_hash_and_state(tmp_path):
    inputs = (
        Input("a.xlsx", "ab" * 32, "tth.sdl", date(2024, 11, 12), "accepted"),
        Input("b", "cd", None, None, "refused"),
    )
    rows = cells_of(book(made(inputs=inputs, unit_names={"tth.sdl": "Sở Du lịch"}), tmp_path), "Nguồn")
    first, second = rows[-2:]
    assert first[1:3] + first[4:] == ["Sở Du lịch", "a.xlsx", "Được tính", "ab" * 32]
    assert second[1:3] + second[4:] == ["Chưa xác định", "b", "Không nhận", "cd"]


def test_charts_are_native_and_fed_by_cells(tmp_path):
    report = full()
    annex.write_annex(report, tmp_path / "a.xlsx", RULES)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(parts) == len(report.charts)
    assert all("'Số liệu biểu đồ'!" in part for part in parts)


def test_only_a_sample_says_that_its_figures_are_invented(tmp_path):
    banner = "SỐ LIỆU MINH HỌA"

    def marked(is_sample: bool) -> set[str]:
        workbook = book(made(is_sample=is_sample), tmp_path)
        return {sheet.title for sheet in workbook if banner in str(sheet["A1"].value)}

    assert marked(True) >= {"Tổng hợp", "Chất lượng", "Số liệu bị loại"}
    assert marked(False) == set()


def test_every_sheet_prints_one_page_wide_on_a4(tmp_path):
    for sheet in book(full(), tmp_path).worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.title == "Biểu đồ" or sheet.page_setup.fitToHeight == 0
        assert sheet.title in ("Biểu đồ", "Số liệu biểu đồ") or sheet.print_title_rows


def test_an_empty_report_still_makes_a_workbook(tmp_path):
    workbook = book(made(figures={}), tmp_path)
    assert "Không có số liệu." in {row[0] for row in cells_of(workbook, "Định nghĩa")}


def test_same_report_gives_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        annex.write_annex(made(findings=(FINDING,)), tmp_path / name, RULES)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_rows_grow_when_somebody_writes_more_into_them(tmp_path):
    annex.write_annex(full(), tmp_path / "a.xlsx", RULES)
    with zipfile.ZipFile(io.BytesIO((tmp_path / "a.xlsx").read_bytes())) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml")
    assert b" ht=" in sheet
    assert b"customHeight" not in sheet


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (120_500_000, "million_vnd", "#,##0.0,,"),
        (750_000_000, "million_vnd", "#,##0,,"),
        (2.3, "points", "+#,##0.0"),
        (0.01, "points", "#,##0.0"),
        (46.0415, "number", "#,##0.00"),
        (1322, "number", "#,##0"),
    ],
)
def test_number_formats_show_what_the_word_report_prints(value, kind, expected):
    assert number_format(value, kind) == f"[$-42A]{expected}"
