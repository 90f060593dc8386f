import tomllib
from dataclasses import replace
from datetime import date

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from report_examples import LETTERHEAD, budget_rows, tables, task_rows
from shipped import RULES

from tdnreport.base.data_error import DataError
from tdnreport.base.home import find_home
from tdnreport.report.charts.text_metrics import text_width_pt
from tdnreport.report.model import Column, Table
from tdnreport.report.nd30_rules import POINTS_PER_MM, read_nd30
from tdnreport.report.table_layout import _share_widths, lay_out_table
from tdnreport.report.word import nd30
from tdnreport.report.word.parts import balance_lines
from tdnreport.report.word.setup import new_document
from tdnreport.report.word.table import NOTHING, build_table, clean_for_xml, drop_empty_columns

FILE = find_home().reference / "nd30.toml"
RAW = tomllib.loads(FILE.read_text(encoding="utf-8"))
LANDSCAPE = RULES.page.landscape()


@pytest.fixture
def document():
    return new_document(RULES, "BÁO CÁO", notices=())


def texts(container) -> list[str]:
    return [paragraph.text for paragraph in container.paragraphs if paragraph.text]


def head_cells(document, letterhead=LETTERHEAD, year=2024):
    nd30.add_letterhead(document, RULES, letterhead, year)
    return [cell for row in document.tables[0].rows for cell in row.cells]


COLUMNS = (Column("name", "Nội dung", width=4), Column("amount", "Dự toán giao", "vnd"))


def table_of(*rows, columns=COLUMNS, **changes) -> Table:
    return Table("t", "Bảng", columns, rows, **changes)


@pytest.mark.parametrize("key", [key for key, style in RAW["styles"].items() if "allowed_pt" in style])
def test_sizes_stay_within_the_range_of_the_decree(key):
    low, high = RAW["styles"][key]["allowed_pt"]
    assert low <= RULES.styles[key].size_pt <= high


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("left_mm = 30", "left_mm = 25", r"page\.left_mm = 25 nằm ngoài khoảng cho phép từ 30 đến 35"),
        ("size_pt = 11\n", "size_pt = 15\n", r"styles\.noi_nhan_muc\.size_pt = 15"),
        ("share = 0.4", "share = 0.9", r"rule\.share"),
        ("bold = true", "blod = true", "blod"),
    ],
)
def test_a_value_that_the_decree_does_not_allow_is_refused_by_name(tmp_path, old, new, named):
    changed = tmp_path / "nd30.toml"
    changed.write_text(FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=f"nd30.toml.*{named}"):
        read_nd30(tmp_path)


def test_the_sheet_is_a4_with_the_margins_of_the_rules(document):
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    for side in ("top", "bottom", "left", "right"):
        assert round(getattr(section, f"{side}_margin").mm, 1) == RAW["page"][f"{side}_mm"]


def test_every_style_has_the_size_and_weight_of_the_rules(document):
    for key, style in RULES.styles.items():
        made = document.styles[style.name]
        assert (made.font.size.pt, bool(made.font.bold), bool(made.font.italic)) == (
            style.size_pt,
            style.bold,
            style.italic,
        ), key


def test_one_font_in_all_four_slots_and_no_theme_font_anywhere(document):
    fonts = document.styles.element.findall(f".//{qn('w:rFonts')}")
    assert [{slot: font.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "eastAsia", "cs")} for font in fonts] == [
        dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), RAW["font"])
    ]
    assert "Theme" not in document.styles.element.xml.split("latentStyles")[0]


def test_language_compatibility_and_signs_are_those_of_a_vietnamese_word_file(document):
    assert f'w:lang w:val="{RAW["language"]}"' in document.styles.element.xml
    settings = document.settings.element.xml
    assert 'w:name="compatibilityMode"' in settings
    assert 'w:val="15"' in settings
    assert 'w:decimalSymbol w:val=","' in settings


def test_nothing_is_left_of_the_library_s_template(document):
    assert (document.core_properties.author, document.core_properties.comments) == ("", "")
    parts = {str(part.partname) for part in document.part.package.iter_parts()}
    assert not {name for name in parts if "Effects" in name or "thumbnail" in name or "customXml" in name}
    assert {style.name for style in document.styles if style.type == 1} == {
        "Normal",
        *(style.name for style in RULES.styles.values()),
    }


def test_the_page_number_is_centred_in_the_top_margin_and_hidden_on_the_first_page(document):
    section = document.sections[0]
    header = section.header.paragraphs[0]
    assert "PAGE" in header._p.xml
    assert header.style.name == "Header"
    assert RULES.styles["so_trang"].align == "center"
    assert section.different_first_page_header_footer
    assert "PAGE" not in section.first_page_header._element.xml
    assert section.header_distance + Mm(10) < section.top_margin + Mm(1)


def test_letterhead_holds_the_four_cells_of_the_form(document):
    issuer, motto, number, day = head_cells(document)
    assert texts(issuer)[:3] == ["UBND TỈNH THỪA THIÊN HUẾ", "SỞ THÔNG TIN VÀ", "TRUYỀN THÔNG"]
    assert texts(motto)[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert texts(number) == ["Số:      /BC-STTTT"]
    assert texts(day) == ["Thừa Thiên Huế, ngày …… tháng …… năm 2024"]


def test_quoc_hieu_and_the_date_line_stay_on_one_line(document):
    _, motto, _, day = head_cells(document)
    for cell in (motto, day):
        for paragraph in cell.paragraphs:
            font = paragraph.style.font
            width = text_width_pt(paragraph.text, font.size.pt if font.size else 1, bool(font.bold), bool(font.italic))
            assert width < cell.width.pt


@pytest.mark.parametrize(
    ("number", "signed_on", "shown"),
    [
        (None, None, ("Số:      /BC-STTTT", "ngày …… tháng …… năm 2024")),
        ("5", date(2024, 1, 5), ("Số: 05/BC-STTTT", "ngày 05 tháng 01 năm 2024")),
        ("128", date(2024, 11, 9), ("Số: 128/BC-STTTT", "ngày 09 tháng 11 năm 2024")),
        ("12a", date(2024, 2, 15), ("Số: 12a/BC-STTTT", "ngày 15 tháng 02 năm 2024")),
    ],
)
def test_number_and_day_follow_the_decree_and_stay_blank_while_unknown(document, number, signed_on, shown):
    _, _, first, second = head_cells(document, replace(LETTERHEAD, document_no=number, signed_on=signed_on))
    assert (first.paragraphs[0].text, second.paragraphs[0].text.split(", ")[1]) == shown


def rule_length_pt(cell) -> float:
    ind = cell.paragraphs[-1]._p.pPr.ind
    return cell.width.pt - (int(ind.get(qn("w:left"))) + int(ind.get(qn("w:right")))) / 20


def test_rules_are_as_long_as_the_decree_says(document):
    issuer, motto, _, _ = head_cells(document)
    named = text_width_pt("TRUYỀN THÔNG", 12, bold=True)
    assert 1 / 3 <= rule_length_pt(issuer) / named <= 1 / 2
    assert rule_length_pt(motto) == pytest.approx(text_width_pt(RULES.motto[1], 13, bold=True), abs=0.2)


def test_a_long_name_breaks_into_lines_of_about_equal_length():
    assert balance_lines(RULES, "co_quan_ban_hanh", "Sở Văn hóa, Thể thao và Du lịch", 200) == [
        "SỞ VĂN HÓA, THỂ",
        "THAO VÀ DU LỊCH",
    ]
    assert balance_lines(RULES, "co_quan_ban_hanh", "Sở Nội vụ", 200) == ["SỞ NỘI VỤ"]


def test_one_addressee_stands_on_the_line_of_kinh_gui(document):
    nd30.add_addressees(document, RULES, ("Ủy ban nhân dân tỉnh",))
    assert texts(document) == ["Kính gửi: Ủy ban nhân dân tỉnh."]


def test_several_addressees_stand_one_a_line_under_the_colon(document):
    nd30.add_addressees(document, RULES, ("Ủy ban nhân dân tỉnh", "Bộ Thông tin và Truyền thông;"))
    assert texts(document) == ["Kính gửi:", "- Ủy ban nhân dân tỉnh;", "- Bộ Thông tin và Truyền thông."]
    call, first, *_ = document.paragraphs
    dash = first.paragraph_format.left_indent.pt + first.paragraph_format.first_line_indent.pt
    assert dash - call.paragraph_format.left_indent.pt == pytest.approx(text_width_pt("Kính gửi", 14), abs=0.1)


def test_places_to_fill_are_marked_in_yellow(document):
    paragraph = nd30.add_body(document, RULES, "Trước [Đơn vị bổ sung nguyên nhân] sau.")
    assert [run.text for run in paragraph.runs if run.font.highlight_color] == ["[Đơn vị bổ sung nguyên nhân]"]


def test_a_line_that_announces_a_list_stays_with_it(document):
    assert nd30.add_body(document, RULES, "Nhiệm vụ chưa thực hiện:").paragraph_format.keep_with_next
    assert not nd30.add_body(document, RULES, "Hết.").paragraph_format.keep_with_next


def test_receivers_open_with_nhu_tren_and_end_with_luu(document):
    nd30.add_body(document, RULES, "Trên đây là báo cáo./.")
    nd30.add_signature(document, RULES, replace(LETTERHEAD, recipients=("Ban Giám đốc",), archive="VT"))
    assert texts(document.tables[0].cell(0, 0)) == ["Nơi nhận:", "- Như trên;", "- Ban Giám đốc;", "- Lưu: VT."]
    assert texts(document.tables[0].cell(0, 1)) == ["GIÁM ĐỐC", "………………"]


def test_the_signature_stays_on_the_page_of_the_last_paragraph(document):
    closing = nd30.add_body(document, RULES, "Trên đây là báo cáo./.")
    nd30.add_signature(document, RULES, LETTERHEAD)
    assert closing.paragraph_format.keep_with_next
    assert "w:cantSplit" in document.tables[0]._tbl.xml


def width_of(element) -> list[float]:
    return [int(column.get(qn("w:w"))) / 20 for column in element.iter(qn("w:gridCol"))]


def cells(element) -> list[list[str]]:
    rows = element.findall(qn("w:tr"))
    return [["\n".join(p.text for p in cell.iter(qn("w:p"))) for cell in row.iter(qn("w:tc"))] for row in rows]


def test_the_header_row_is_repeated_and_rows_stay_whole():
    made = build_table(table_of(("A", 1), ("B", 2)), RULES.page, RULES)
    header, *rows = made.findall(qn("w:tr"))
    assert header.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_a_table_without_rows_says_so_over_its_whole_width():
    assert cells(build_table(table_of(), RULES.page, RULES)) == [["Nội dung", "Dự toán giao"], [NOTHING]]


def test_amounts_stand_right_codes_and_days_centred_texts_left():
    columns = tuple(Column(kind, kind, kind) for kind in ("text", "code", "date", "vnd", "pct", "count"))
    made = build_table(table_of(("a", "4.1", date(2024, 1, 2), 1, 2.0, 3), columns=columns), RULES.page, RULES)
    sides = [side.get(qn("w:val")) for side in made.findall(qn("w:tr"))[1].iter(qn("w:jc"))]
    assert sides == ["left", "center", "center", "right", "right", "right"]


def test_a_heading_row_runs_over_its_empty_cells_and_a_total_is_bold():
    made = build_table(table_of(("Nhóm", None), ("Cộng", 5), emphasis=("group", "total")), RULES.page, RULES)
    _, group, total = made.findall(qn("w:tr"))
    assert cells(made)[1:] == [["Nhóm"], ["Cộng", "5"]]
    assert group.find(f".//{qn('w:gridSpan')}").get(qn("w:val")) == "2"
    assert all(run.find(f".//{qn('w:b')}") is not None for run in total.iter(qn("w:r")))


def test_lines_of_a_cell_become_paragraphs_and_control_characters_go():
    made = build_table(table_of(("1. Một\r\n2. Hai\x00\x1b", 1)), RULES.page, RULES)
    assert cells(made)[1][0] == "1. Một\n2. Hai"


@given(st.text())
def test_cleaned_text_can_stand_in_any_word_file(text):
    assert clean_for_xml(text) == clean_for_xml(clean_for_xml(text))
    assert build_table(table_of((text, 1)), RULES.page, RULES) is not None


def test_an_enormous_text_is_cut_in_sight():
    made = build_table(table_of(("x " * 5_000_000, 1)), RULES.page, RULES)
    shown = cells(made)[1][0]
    assert len(shown) < 3_100
    assert "lược bớt 9.997.000 ký tự" in shown


@pytest.mark.parametrize("name", ["task_results", "task_budget"])
def test_no_amount_of_an_annex_is_wider_than_its_column(name):
    table = drop_empty_columns(tables({"task_results": task_rows(), "task_budget": budget_rows()})[name])
    made = build_table(table, LANDSCAPE, RULES)
    size = int(made.find(f".//{qn('w:sz')}").get(qn("w:val"))) / 2
    room = [width - 2 * RULES.table.padding_mm * POINTS_PER_MM for width in width_of(made)]
    for row in cells(made)[1:]:
        for place, text in enumerate(row):
            if table.columns[place].kind in ("vnd", "pct"):
                assert text_width_pt(text, size, bold=True) <= room[place]


def test_letters_shrink_before_amounts_break():
    columns = tuple(Column(f"c{place}", "Dự toán giao", "vnd") for place in range(8))
    few, many = (table_of((amount,) * 8, columns=columns) for amount in (1_000_000, 12_345_678_901_234))
    sizes = [
        lay_out_table(one, [[f"{value:,}" for value in row] for row in one.rows], LANDSCAPE, RULES.table).size_pt
        for one in (few, many)
    ]
    assert sizes[0] == max(RULES.table.sizes_pt)
    assert sizes[1] <= sizes[0]


def test_a_column_of_very_long_texts_gets_more_room_than_asked_for():
    columns = (Column("a", "A"), Column("b", "B"))
    long = table_of(("ngắn", "rất dài " * 200), columns=columns)
    widths = lay_out_table(long, long.rows, LANDSCAPE, RULES.table).widths_pt
    assert widths[1] > 1.5 * widths[0]
    assert sum(widths) == pytest.approx(LANDSCAPE.width_pt)


def test_a_row_higher_than_the_page_may_break_and_no_other():
    columns = (Column("a", "A"), Column("b", "B"))
    mixed = table_of(("ngắn", "dài\n" * 300), ("ngắn", "ngắn"), columns=columns)
    assert [
        row.find(f".//{qn('w:cantSplit')}") is None for row in build_table(mixed, LANDSCAPE, RULES).findall(qn("w:tr"))
    ] == [False, True, False]


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0.1, 10), st.floats(1, 60)), min_size=1, max_size=12), st.floats(100, 800))
def test_widths_fill_the_line_and_keep_their_minima_where_these_fit(columns, total):
    shares, minima = zip(*columns, strict=True)
    widths = _share_widths(shares, minima, total)
    assert sum(widths) == pytest.approx(total)
    if sum(minima) <= total:
        assert all(width >= minimum - 1e-6 for width, minimum in zip(widths, minima, strict=True))
