"""Tables on a sheet: rows in, roles and columns out. The numbers of cases are those of the study of messy department files."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdnreport.base.home import find_home
from tdnreport.layout.detect import find_tables
from tdnreport.layout.table import SheetTable
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.workbook.model import Box, Sheet, make_line

WORDS = LayoutWords.load(find_home().reference)
HEADER = [
    "STT",
    "Nhiệm vụ",
    "Trạng thái",
    "Tỷ lệ hoàn thành (%)",
    "Dự toán giao (đồng)",
    "Đã giải ngân (đồng)",
    "Kết quả",
    "Ngày hoàn thành",
    "Ghi chú",
]
DATA = ["1", "Xuất bản ấn phẩm", "Hoàn thành", 100.0, "", "", "02 ấn phẩm", "15/11/2024", ""]


def sheet(*rows: Sequence[object], merged: Sequence[Box] = (), struck: Sequence[int] = ()) -> Sheet:
    """Row 1 is the first given; blank rows are left out, as the parsers do."""
    lines = [make_line(row_no, row) for row_no, row in enumerate(rows, 1) if any(value != "" for value in row)]
    places = frozenset(
        (line.row_no, at) for line in lines if line.row_no in struck for at in range(1, len(line.cells) + 1)
    )
    return Sheet("Biểu 01", 1, lines, merged=tuple(merged), struck=places)


def tables(*rows: Sequence[object], merged: Sequence[Box] = (), struck: Sequence[int] = ()) -> list[SheetTable]:
    return find_tables(sheet(*rows, merged=merged, struck=struck), WORDS)


def only(*rows: Sequence[object], merged: Sequence[Box] = (), struck: Sequence[int] = ()) -> SheetTable:
    [table] = tables(*rows, merged=merged, struck=struck)
    return table


def test_case_1_the_header_is_found_by_its_words_below_a_title_block() -> None:
    table = only(["UBND TỈNH QUẢNG TRỊ"], ["SỞ NGOẠI VỤ"], [], ["PHỤ LỤC"], ["Kỳ báo cáo: Năm 2024"], [], HEADER, DATA)
    assert table.header_rows == (7,)
    assert table.data_rows() == [8]
    assert table.kind == "progress"


def test_case_2_a_header_of_two_rows_with_merged_groups() -> None:
    table = only(
        ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)", "Kinh phí (triệu đồng)", "", "Kết quả"],
        ["", "", "", "", "Dự toán", "Thực hiện", ""],
        ["1", "Xuất bản", "Xong", 100.0, 5.0, 5.0, "x"],
        merged=[(1, 5, 1, 6), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 2, 4), (1, 7, 2, 7)],
    )
    assert table.header_rows == (1, 2)
    assert (table.fields["allocated"], table.fields["disbursed"], table.fields["result"]) == (5, 6, 7)
    assert table.scales == {"allocated": 1_000_000, "disbursed": 1_000_000}
    assert table.data_rows() == [3]


def test_case_2_the_same_header_in_a_csv_without_merged_cells() -> None:
    table = only(
        ["STT", "Nhiệm vụ", "Trạng thái", "Kinh phí (triệu đồng)", "", "Kết quả"],
        ["", "", "", "Dự toán", "Thực hiện", ""],
        ["1", "Xuất bản", "Xong", "5", "5", "x"],
    )
    assert (table.fields["allocated"], table.fields["disbursed"], table.fields["result"]) == (4, 5, 6)
    assert table.scales["disbursed"] == 1_000_000


def test_case_2_group_names_alone_above_the_labels() -> None:
    table = only(
        ["", "", "", "Kinh phí (tr.đ)", "", ""],
        ["TT", "Nội dung công việc", "Tình trạng", "Dự toán", "Thực hiện", "Ghi chú"],
        ["1", "Xuất bản", "Xong", 5.0, 5.0, ""],
        merged=[(1, 4, 1, 5)],
    )
    assert (table.fields["allocated"], table.fields["disbursed"]) == (4, 5)
    assert table.scales["allocated"] == 1_000_000
    assert table.header_rows == (1, 2)


def test_case_2_parts_of_the_year_below_a_group_take_its_meaning_and_the_last_counts() -> None:
    table = only(
        ["STT", "Nhiệm vụ", "Tỷ lệ hoàn thành (%)", "", "Giải ngân (đồng)", ""],
        ["", "", "6 tháng", "Năm", "6 tháng", "Cả năm"],
        ["1", "Xuất bản", 20.0, 45.0, 1e6, 2e6],
        merged=[(1, 3, 1, 4), (1, 5, 1, 6)],
    )
    assert (table.fields["pct"], table.fields["disbursed"]) == (4, 6)


def test_letters_one_below_the_other_are_one_word() -> None:
    assert only(["S\nT\nT", "Nhiệm\nvụ", "Trạng\nthái"], ["1", "Xuất bản", "Xong"]).fields["code"] == 1


def test_a_line_drawn_with_signs_below_the_header_is_no_data() -> None:
    table = only(["STT", "Nhiệm vụ", "Trạng thái"], ["---", ":--", "--:"], ["1", "Xuất bản", "Xong"])
    assert table.data_rows() == [3]


def test_a_plan_with_its_money_and_what_is_to_come_of_it_is_no_report() -> None:
    plan = ["STT", "Nhiệm vụ", "Thời gian", "Kinh phí dự kiến", "Kết quả dự kiến"]
    assert tables(plan, ["1", "Xuất bản", "Quý III", 2e7, "01 ấn phẩm"]) == []
    assert only([*plan, "Đã giải ngân"], ["1", "Xuất bản", "Quý III", 2e7, "01 ấn phẩm", 1e7]).kind == "budget"


def test_a_header_of_three_rows() -> None:
    table = only(
        ["STT", "Nhiệm vụ", "Kết quả thực hiện", "", "", ""],
        ["", "", "Trạng thái", "Tỷ lệ (%)", "Kinh phí (nghìn đồng)", ""],
        ["", "", "", "", "Giao", "Giải ngân"],
        ["1", "Xuất bản", "Xong", 100.0, 5.0, 5.0],
        merged=[(1, 1, 3, 1), (1, 2, 3, 2), (1, 3, 1, 6), (2, 3, 3, 3), (2, 4, 3, 4), (2, 5, 2, 6)],
    )
    assert dict(table.fields) == {"code": 1, "title": 2, "status": 3, "pct": 4, "allocated": 5, "disbursed": 6}
    assert table.scales == {"allocated": 1000, "disbursed": 1000}
    assert table.data_rows() == [4]


@pytest.mark.parametrize(
    "numbers",
    [
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)=(6)/(5)", "(8)", "(9)"],
        ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0],
        ["A", "B", "1", "2", "3", "4", "5", "6", "7=6/5"],
    ],
)
def test_case_3_a_row_of_column_numbers_is_not_data(numbers: list[object]) -> None:
    table = only(HEADER, numbers, DATA)
    assert table.roles[2] == "numbering"
    assert table.data_rows() == [3]


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("TT", "code"),
        ("Số TT", "code"),
        ("Stt.", "code"),
        ("Nội dung công việc", "title"),
        ("TÊN NHIỆM VỤ", "title"),
        ("Cơ quan thực hiện", "unit"),
        ("KP (tr.đ)", "allocated"),
        ("Kinh phí\ndự kiến\n(Đồng)", "allocated"),
        ("Kinh phí được giao", "allocated"),
        ("Kinh phí đã giải ngân đến 31/10/2024 (triệu đồng)", "disbursed"),
        ("Kết quả thực hiện đến ngày 15/11/2024 (nêu cụ thể số lượng)", "result"),
        ("% hoàn thành", "pct"),
        ("Tỉ lệ hoàn thành", "pct"),
        ("Mức độ hoàn thành (%)", "pct"),
        ("Ước thực hiện cả năm (%)", "estimated_pct"),
        ("Ước giải ngân cả năm", "estimated"),
        ("Tài liệu minh chứng (số văn bản, đường dẫn)", "evidence"),
        ("Nguồn kinh phí", "fund_source"),
        ("Ghi chú (nguyên nhân chưa hoàn thành)", "note"),
        ("Së Th«ng tin", None),
        ("NhiÖm vô", "title"),
        ("Tr¹ng th¸i", "status"),
    ],
)
def test_case_4_and_5_other_spellings_of_a_header(label: str, field: str | None) -> None:
    heading = WORDS.find_heading(label, frozenset({"percent"} if "%" in label else ()))
    assert (heading.fields[0] if heading else None) == field


@pytest.mark.parametrize(
    ("above", "label", "scale"),
    [
        ("ĐVT: triệu đồng", "Dự toán giao", 1_000_000),
        ("Đơn vị tính: nghìn đồng", "Dự toán giao", 1000),
        ("(Đơn vị: tỷ đồng)", "Dự toán giao", 1_000_000_000),
        ("BÁO CÁO KINH PHÍ (ĐVT: triệu đồng)", "Dự toán giao", 1_000_000),
        ("Đơn vị tính: triệu đồng", "Dự toán giao (đồng)", 1),
        ("", "Dự toán giao (1.000 đồng)", 1000),
        ("", "Kinh phí (tr.đ)", 1_000_000),
        ("", "Dự toán, triệu đồng", 1_000_000),
        ("", "Dự toán giao triệu đồng", 1_000_000),
        ("", "Dự toán giao", 1),
        ("Đơn vị: Hội đồng nhân dân tỉnh", "Dự toán giao", 1),
    ],
)
def test_case_6_the_unit_of_money_comes_from_the_header_or_from_above(above: str, label: str, scale: int) -> None:
    table = only(["", "", above], ["STT", "Nhiệm vụ", "Trạng thái", label], ["1", "Xuất bản", "Xong", 5.0])
    assert table.scales == {"allocated": scale}


def test_case_7_merged_cells_fill_only_their_own_range() -> None:
    table = only(
        HEADER,
        ["4.2", "Xuất bản", "Xong", 100.0, 30.0, "", "Ấn phẩm song ngữ", "", ""],
        ["4.3", "Giao lưu", "Xong", 100.0, "", "", "", "", ""],
        ["5", "Biển đảo", "Xong", 100.0, "", "", "", "", ""],
        merged=[(2, 7, 3, 7), (2, 5, 3, 5)],
    )
    assert table.overrides == {
        2: {"allocated": ("", " ")},
        3: {"result": ("Ấn phẩm song ngữ", "s"), "allocated": ("", " ")},
    }
    assert [(doubt.row_no, doubt.field, doubt.rule_id) for doubt in table.doubts] == [(2, "allocated", "merged_figure")]
    assert table.data_rows() == [2, 3, 4]


def test_a_task_merged_over_two_fund_sources_is_two_data_rows() -> None:
    table = only(
        ["STT", "Nhiệm vụ", "Nguồn kinh phí", "Dự toán giao", "Giải ngân"],
        ["1", "Xuất bản", "NS tỉnh", 30.0, 30.0],
        ["", "", "Xã hội hóa", 10.0, 10.0],
        merged=[(2, 1, 3, 1), (2, 2, 3, 2)],
    )
    assert table.data_rows() == [2, 3]
    assert table.overrides[3] == {"code": ("1", "s"), "title": ("Xuất bản", "s")}
    assert table.kind == "budget"


def test_case_8_a_row_cut_by_a_page_break_joins_the_row_above() -> None:
    table = only(
        HEADER, DATA, ["", "", "", "", "", "", "và trang thiết bị phục vụ", "", ""], ["2", "Giao lưu", "Xong", 100.0]
    )
    assert table.roles[3] == "continuation"
    assert table.overrides[2] == {"result": ("02 ấn phẩm và trang thiết bị phục vụ", "s")}
    assert table.data_rows() == [2, 4]


def test_a_title_that_goes_on_in_lower_case_is_a_continuation_not_a_heading() -> None:
    table = only(HEADER, DATA, ["", "phục vụ thông tin đối ngoại"], DATA)
    assert table.roles[3] == "continuation"
    assert table.overrides[2]["title"][0] == "Xuất bản ấn phẩm phục vụ thông tin đối ngoại"


@pytest.mark.parametrize(
    "row",
    [
        ["4", "Tuyên truyền, quảng bá hình ảnh"],
        [4.0, "Tuyên truyền, quảng bá hình ảnh"],
        ["II", "Nhiệm vụ phối hợp"],
        ["A.", "NHIỆM VỤ CHUNG"],
        ["A. NHIỆM VỤ CHUNG"],
        ["", "Tuyên truyền, quảng bá hình ảnh"],
        ["I", "Nhiệm vụ chủ trì", "", "", 500.0, 300.0],
    ],
)
def test_case_11_group_headings_are_not_data(row: list[object]) -> None:
    table = only(HEADER, row, DATA)
    assert table.roles[2] == "heading"
    assert table.data_rows() == [3]


def test_tasks_numbered_in_roman_are_data_where_nothing_else_is() -> None:
    table = only(
        ["STT", "Nhiệm vụ", "Dự toán", "Giải ngân"], ["I", "Xuất bản", 30.0, 20.0], ["II", "Giao lưu", 10.0, 5.0]
    )
    assert table.data_rows() == [2, 3]


@pytest.mark.parametrize(
    "text",
    ["Tổng cộng", "TỔNG CỘNG:", "Cộng", "TỔNG (I+II)", "Tổng số", "Cộng mục I", "Tổng cộng (I + II)", "Tong cong"],
)
@pytest.mark.parametrize("column", [0, 1])
def test_case_12_and_13_totals_and_subtotals_are_not_data(text: str, column: int) -> None:
    total = ["", "", "", "", 30.0, 20.0, "", "", ""]
    total[column] = text
    table = only(HEADER, DATA, total, DATA)
    assert table.roles[3] == "total"
    assert table.data_rows() == [2, 4]


def test_a_sum_without_a_label_is_a_total() -> None:
    assert only(HEADER, DATA, ["", "", "", "", 30.0, 20.0]).roles[3] == "total"


@pytest.mark.parametrize(
    "title",
    [
        "Công tác dự báo, theo dõi dư luận",
        "Tổng hợp dư luận báo chí",
        "Cổng thông tin điện tử",
        "Tổng công ty Du lịch phối hợp quảng bá",
    ],
)
def test_tasks_that_begin_like_a_total_are_data(title: str) -> None:
    assert only(HEADER, ["", title, "Xong", 100.0]).roles[2] == "data"


@pytest.mark.parametrize(
    "note", ["Ghi chú: (*) số liệu ước", "* Kinh phí lồng ghép", "(*) Số liệu đến 31/10", "Lưu ý: chưa chốt"]
)
def test_case_14_notes_under_the_table_are_not_data(note: str) -> None:
    assert only(HEADER, DATA, [], [note]).roles[4] == "note"


def test_case_15_the_signature_block_ends_the_table() -> None:
    table = only(
        HEADER,
        DATA,
        [],
        ["", "", "", "", "", "Huế, ngày 12 tháng 11 năm 2024"],
        ["", "", "", "", "", "KT. GIÁM ĐỐC"],
        ["Nơi nhận:", "", "", "", "", "PHÓ GIÁM ĐỐC"],
        ["- Sở Thông tin và Truyền thông;"],
        ["- Lưu: VT.", "", "", "", "", "Người ký tên"],
    )
    assert table.last_row == 2


@pytest.mark.parametrize(
    "line",
    [
        ["Người lập biểu", "", "", "", "THỦ TRƯỞNG ĐƠN VỊ"],
        ["", "", "GIÁM ĐỐC"],
        ["", "Nơi nhận: Như trên"],
        ["", "", "TM. ỦY BAN NHÂN DÂN"],
    ],
)
def test_case_15_other_first_lines_of_a_signature_block(line: list[object]) -> None:
    assert only(HEADER, DATA, line, ["- Lưu VT", "x", "y"]).last_row == 2


def test_case_16_stacked_tables_are_both_read_each_with_its_own_scale() -> None:
    first, second = tables(
        HEADER,
        DATA,
        [],
        ["Biểu 02. Kinh phí"],
        ["", "", "", "ĐVT: triệu đồng"],
        ["STT", "Nội dung chi", "Dự toán giao", "Thực hiện"],
        ["1", "Xuất bản", 30.0, 20.0],
    )
    assert (first.kind, first.data_rows(), first.scales["allocated"]) == ("progress", [2], 1)
    assert (second.kind, second.data_rows(), second.scales) == (
        "budget",
        [7],
        {"allocated": 1_000_000, "disbursed": 1_000_000},
    )


def test_case_16_tables_side_by_side_are_both_read() -> None:
    left, right = tables(
        ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ (%)", "", "TT", "Chỉ tiêu", "ĐVT", "Trong kỳ", "Lũy kế"],
        ["1", "Xuất bản", "Xong", 100.0, "", "1", "Tin, bài", "tin", 12.0, 30.0],
        ["2", "Giao lưu", "Xong", 100.0, "", "", "", "", "", ""],
    )
    assert (left.kind, left.data_rows()) == ("progress", [2, 3])
    assert (right.kind, right.data_rows(), right.fields["value"]) == ("indicators", [2], 9)


def test_case_20_a_header_repeated_on_each_page_is_not_data() -> None:
    table = only(
        HEADER, DATA, HEADER, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"], ["2", *DATA[1:]]
    )
    assert table.roles == {1: "header", 2: "data", 3: "header", 4: "numbering", 5: "data"}


@pytest.mark.parametrize("row", [["20"], [21.0], ["22", "", "", "0%", 0.0, 0.0]])
def test_case_21_blank_template_rows_are_not_data(row: list[object]) -> None:
    table = only(HEADER, DATA, row, [])
    assert table.roles[3] == "blank"


def test_case_19_a_struck_through_row_is_withdrawn() -> None:
    assert only(HEADER, DATA, DATA, struck=[3]).roles == {1: "header", 2: "data", 3: "struck"}


def test_plan_and_result_are_money_under_a_unit_of_money() -> None:
    table = only(
        ["", "", "ĐVT: triệu đồng"], ["STT", "Nội dung", "Kế hoạch", "Thực hiện"], ["1", "Xuất bản", 30.0, 20.0]
    )
    assert table.kind == "budget"
    assert table.scales == {"allocated": 1_000_000, "disbursed": 1_000_000}


def test_a_table_moved_right_and_down_is_read_the_same() -> None:
    table = only([], [], ["", "", *HEADER], ["", "", *DATA])
    assert table.fields["title"] == 4
    assert table.data_rows() == [4]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["Đang thực hiện", "Hoàn thành", "Chưa thực hiện"], "status"),
        (["75%", "100", "40,5"], "pct"),
        ([75.0, 100.0, 0.0], "pct"),
        (["Đã tổ chức 02 hội nghị với 120 đại biểu", "Đăng 15 tin, bài", "Ký kết thỏa thuận"], "result"),
    ],
)
def test_an_ambiguous_header_is_decided_by_the_values_below(values: list[object], field: str) -> None:
    rows = [[str(i), "Xuất bản", value, "x"] for i, value in enumerate(values, 1)]
    assert (
        only(["STT", "Nhiệm vụ", "Tiến độ thực hiện", "Trạng thái" if field == "pct" else "Minh chứng"], *rows).fields[
            field
        ]
        == 3
    )


def test_a_rate_of_money_is_not_the_percent_of_the_task() -> None:
    table = only(
        ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)", "Dự toán giao", "Đã giải ngân", "Tỷ lệ (%)"],
        ["1", "Xuất bản", "Xong", 100.0, 30.0, 20.0, 66.7],
    )
    assert table.fields["pct"] == 4
    assert table.columns.skipped["rate"] == 7


def test_every_column_that_does_not_count_says_why() -> None:
    header = [
        "STT",
        "Nhiệm vụ",
        "Thời gian",
        "Dự toán giao",
        "Đã giải ngân",
        "Tỷ lệ giải ngân",
        "Chưa giải ngân",
        "Ghi chú",
    ]
    table = only(
        [*header, "Đề nghị bổ sung", "Lý do"], ["1", "Xuất bản", "Quý IV", 9.0, 5.0, 56.0, 4.0, "Chờ in", 1.0, "Chậm"]
    )
    said = dict(table.columns.unread)
    assert list(said) == ["Thời gian", "Tỷ lệ giải ngân", "Chưa giải ngân", "Ghi chú", "Đề nghị bổ sung"]
    assert table.fields["cause"] == 10
    assert len(set(said.values())) == len(said)
    assert all(reason.endswith(".") for reason in said.values())


def test_a_column_of_notes_without_notes_leaves_nothing_unread() -> None:
    assert only([*HEADER, "Ghi chú"], DATA).columns.unread == ()


def test_columns_of_the_plan_are_recognised_and_left_unread() -> None:
    table = only(
        [
            "STT",
            "Nhiệm vụ",
            "Đơn vị chủ trì",
            "Đơn vị phối hợp",
            "Thời gian",
            "Kết quả/sản phẩm theo Kế hoạch",
            "Kết quả thực hiện",
            "Trạng thái",
            "Tỷ lệ (%)",
            "Cột lạ",
        ],
        ["1", "Xuất bản", "Sở A", "Sở B", "Quý IV", "Ấn phẩm", "02 ấn phẩm", "Xong", 100.0, "x"],
    )
    assert dict(table.columns.skipped) == {"lead": 3, "coordinate": 4, "time": 5, "plan": 6}
    assert table.fields["result"] == 7
    assert [label for label, _ in table.columns.unread] == [
        "Đơn vị chủ trì",
        "Đơn vị phối hợp",
        "Thời gian",
        "Kết quả/sản phẩm theo Kế hoạch",
        "Cột lạ",
    ]


def test_indicators_with_last_year_beside_this_year() -> None:
    table = only(
        [
            "STT",
            "Chỉ tiêu",
            "Đơn vị tính",
            "Thực hiện năm 2023",
            "Kế hoạch năm 2024",
            "Thực hiện năm 2024",
            "So cùng kỳ (%)",
        ],
        ["1", "Tổng số tin, bài", "tin", 10.0, 12.0, 15.0, 150.0],
        ["2", "Lớp tập huấn", "lớp", 2.0, 2.0, 3.0, 150.0],
    )
    assert table.kind == "indicators"
    assert {name: table.fields[name] for name in ("indicator", "measure", "previous", "target", "value")} == {
        "indicator": 2, "measure": 3, "previous": 4, "target": 5, "value": 6,
    }  # fmt: skip
    assert table.data_rows() == [2, 3]


def test_a_list_without_figures_is_no_table() -> None:
    assert tables(["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian"], ["1", "Xuất bản", "Sở A", "Quý I"]) == []
    assert tables(["Đơn vị báo cáo:", "Sở Du lịch", "Kỳ báo cáo:", "2024"]) == []


def test_a_task_filled_in_only_by_the_template_is_no_data_and_can_be_asked_about() -> None:
    table = only(["STT", "Nhiệm vụ", "Đơn vị báo cáo", "Trạng thái", "Tỷ lệ (%)"], ["1", "Xuất bản", "Sở A", "", ""])
    assert table.data_rows() == []
    assert table.roles[2] == "unfilled"


_NAMES = {
    "code": ["STT", "TT", "Số TT", "Mã nhiệm vụ"],
    "title": ["Nhiệm vụ", "Nội dung công việc", "Tên nhiệm vụ"],
    "status": ["Trạng thái", "Tình trạng thực hiện", "TÌNH TRẠNG"],
    "pct": ["Tỷ lệ hoàn thành (%)", "% hoàn thành", "Mức độ hoàn thành (%)"],
    "allocated": ["Dự toán giao", "Kinh phí được giao (đồng)", "KP (tr.đ)"],
    "disbursed": ["Đã giải ngân", "Kinh phí đã giải ngân (đồng)"],
    "result": ["Kết quả", "Kết quả/ sản phẩm", "Kết quả thực hiện"],
    "completed_on": ["Ngày hoàn thành", "Thời điểm hoàn thành"],
    "note": ["Ghi chú", "Chú thích"],
    "difficulty": ["Khó khăn, vướng mắc", "Tồn tại, hạn chế"],
}
_VALUES = {
    "title": st.sampled_from(
        ["Xuất bản ấn phẩm", "Công tác dự báo dư luận", "Tổng hợp tin, bài năm 2024", "Cổng thông tin điện tử"]
    ),
    "status": st.sampled_from(["Hoàn thành", "Đang thực hiện", "Chưa thực hiện"]),
    "pct": st.sampled_from([0.0, 35.0, 100.0, "75%", "40,5"]),
    "allocated": st.sampled_from(["", 100000000.0, "100 triệu", "Lồng ghép"]),
    "disbursed": st.sampled_from(["", 50000000.0, "-"]),
    "result": st.sampled_from(["", "02 ấn phẩm", "05 lớp/210 người"]),
    "completed_on": st.sampled_from(["", "15/11/2024", 45611.0]),
    "note": st.sampled_from(["", "Đang chờ phê duyệt"]),
    "difficulty": st.sampled_from(["", "Thiếu kinh phí"]),
}


@given(
    data=st.data(),
    order=st.permutations(list(_NAMES)),
    right=st.integers(0, 3),
    count=st.integers(1, 8),
    has_code=st.booleans(),
)
def test_whatever_the_order_and_words_of_the_columns_every_task_is_read_once(
    data: st.DataObject, order: list[str], right: int, count: int, has_code: bool
) -> None:
    fields = [name for name in order if has_code or name != "code"]
    header = [""] * right + [data.draw(st.sampled_from(_NAMES[name])) for name in fields]
    rows: list[list[object]] = [["UBND TỈNH"], ["SỞ DU LỊCH"], [], ["", "BÁO CÁO KẾT QUẢ NĂM 2024"], header]
    expected = []
    for number in range(1, count + 1):
        if data.draw(st.integers(0, 4)) == 0:
            rows.append([""] * right + ["Nhóm nhiệm vụ" if name == "title" else "" for name in fields])
        rows.append([""] * right + [str(number) if name == "code" else data.draw(_VALUES[name]) for name in fields])
        expected.append(len(rows))
    rows.append(
        [""] * right
        + ["Tổng cộng" if name == "title" else 5.0 if name in ("allocated", "disbursed") else "" for name in fields]
    )
    table = only(*rows)
    assert dict(table.fields) == {name: at for at, name in enumerate(fields, right + 1)}
    assert table.data_rows() == expected
    assert table.roles[len(rows)] == "total"


@given(
    st.lists(
        st.lists(
            st.sampled_from(["", *HEADER, *map(str, DATA), "Tổng cộng", "Ghi chú:", "(1)", "Nơi nhận:", "I", "4.1"]),
            max_size=9,
        ),
        max_size=12,
    )
)
def test_any_grid_of_known_words_gives_each_line_one_role_a_table(rows: list[list[str]]) -> None:
    for table in tables(*rows):
        assert set(table.roles) <= set(range(1, len(rows) + 1))
        assert set(table.roles.values()) <= {
            "header",
            "numbering",
            "data",
            "heading",
            "total",
            "blank",
            "unfilled",
            "note",
            "continuation",
            "struck",
        }
