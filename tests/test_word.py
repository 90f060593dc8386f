import io
import re
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from report_examples import LETTERHEAD, charts, large, left_out, report, tables, task_rows, units, with_section
from shipped import RULES

from tdnreport.base.stable_zip import stable_zip
from tdnreport.report.model import Section
from tdnreport.report.word import nd30, word
from tdnreport.report.word.pagination import PageFlow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("word")


def opened(folder, made):
    path = folder / "bao-cao.docx"
    word.write_document(made, path, RULES)
    return Document(path)


@pytest.fixture(scope="module")
def small(folder):
    return opened(folder, report())


@pytest.fixture(scope="module")
def big(folder):
    return opened(folder, large())


def texts(document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def all_text(document) -> str:
    return "\n".join(run.text or "" for run in document.element.body.iter(qn("w:t")))


def annex_tables(document) -> list:
    """Ruled tables, by their first cell's style."""
    return [
        table for table in document.tables if table.rows[0].cells[0].paragraphs[0].style.name == "Bảng, tiêu đề cột"
    ]


def starts(section) -> str:
    return section._sectPr.find(qn("w:pgNumType")).get(qn("w:start"))


def test_the_text_is_one_portrait_section_and_each_annex_one_of_its_own(small):
    first, *annexes = small.sections
    assert first.orientation == WD_ORIENT.PORTRAIT
    assert len(annexes) == len({table.annex for table in report().tables.values() if table.annex})
    for section in small.sections:
        wide = section.orientation == WD_ORIENT.LANDSCAPE
        assert (round(section.page_width.mm), round(section.page_height.mm)) == ((297, 210) if wide else (210, 297))
        assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (
            RULES.page.left_mm,
            RULES.page.right_mm,
        )


def test_annexes_with_many_columns_lie_down_and_others_stand(small):
    most = [max(len(table.columns) for table in tables) for tables in word.group_annexes(report())]
    wide = [count >= RULES.table.landscape_from_columns for count in most]
    assert [section.orientation == WD_ORIENT.LANDSCAPE for section in small.sections[1:]] == wide


def test_every_section_counts_its_own_pages_from_one_and_hides_the_first_number(small):
    for section in small.sections:
        assert starts(section) == "1"
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml


def test_annexes_come_in_the_order_of_their_roman_numbers(folder):
    made = report()
    document = opened(folder, replace(made, tables=dict(reversed(made.tables.items()))))
    assert [text for text in texts(document) if re.fullmatch(r"Phụ lục [IVX]+", text)] == [
        f"Phụ lục {n}" for n in ("I", "II", "III", "IV")
    ]


def test_the_reference_to_the_report_stays_unfilled_in_every_annex(small):
    assert texts(small).count("(Kèm theo Báo cáo số …/BC-STTTT ngày … tháng … năm … của …)") == 4


def test_an_annex_of_two_tables_shows_both_under_one_number(small):
    shown = texts(small)
    assert shown.count("Phụ lục III") == 1
    assert "KINH PHÍ THỰC HIỆN NHIỆM VỤ" in shown
    assert "Kinh phí theo đơn vị và nguồn" in shown


@pytest.mark.parametrize("count", [0, 1, 7, 300])
def test_every_row_of_a_table_is_printed_under_its_repeated_header(folder, count):
    made = with_section("{{table:left_out}}", tables=tables({"left_out": left_out(count)}))
    table = next(one for one in annex_tables(opened(folder, made)) if one.rows[0].cells[-1].text == "Cần ghi thế nào")
    rows = table._tbl.findall(qn("w:tr"))
    assert len(rows) == 1 + max(1, count) + 1, "header, rows, note"
    assert rows[0].find(f".//{qn('w:tblHeader')}") is not None
    assert not any(row.find(f".//{qn('w:tblHeader')}") is not None for row in rows[1:])


def test_a_large_report_keeps_all_units_and_long_titles_whole(big):
    reports = next(table for table in annex_tables(big) if table.rows[0].cells[2].text == "Ngày nhận")
    assert len(reports._tbl.findall(qn("w:tr"))) == 1 + 60 + 1
    assert max(len(line) for line in all_text(big).splitlines()) > 500


def test_headings_are_word_headings_numbered_as_official_reports_are(small):
    headings = [
        (paragraph.style.name, paragraph.text)
        for paragraph in small.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert headings[:4] == [
        ("Heading 1", "TÓM TẮT"),
        ("Heading 1", "I. TÌNH HÌNH VÀ CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"),
        ("Heading 2", "1. Công tác chỉ đạo, triển khai"),
        ("Heading 2", "2. Chế độ báo cáo"),
    ]


def test_every_paragraph_has_a_style_of_the_rules(small):
    known = {"Normal", *(style.name for style in RULES.styles.values())}
    assert {paragraph.style.name for paragraph in small.paragraphs} <= known


def test_each_chart_stands_once_with_its_number_and_source(small):
    shown = texts(small)
    for number, chart in enumerate(charts()[:2], 1):
        assert shown.count(f"Biểu đồ {number}. {chart.title}") == 1
        assert shown.count(chart.source) == 2
    assert len(small.element.body.findall(f".//{qn('w:drawing')}")) == 2


def test_the_working_paper_lies_down_and_holds_what_the_report_does_not_say(folder):
    word.write_working_paper(report(), folder / "ban-lam-viec.docx", RULES)
    document = Document(folder / "ban-lam-viec.docx")
    assert [section.orientation for section in document.sections] == [WD_ORIENT.LANDSCAPE]
    shown = texts(document)
    assert shown.count("Biểu đồ 1. Tình hình gửi báo cáo theo nhóm đơn vị") == 1
    assert "Bảng 1. Bảng tự kiểm trước khi trình ký" in shown
    assert not {"Phụ lục I", "Nơi nhận:"} & set(shown)


def test_a_chart_that_fits_stands_where_the_text_names_it(folder):
    document = opened(folder, with_section("chữ đầu", "{{chart:budget}}", "chữ sau"))
    shown = [text for text in texts(document) if text.startswith(("chữ", "Biểu đồ"))]
    assert [text[:7] for text in shown] == ["chữ đầu", "Biểu đồ", "chữ sau"]


def test_a_chart_that_does_not_fit_waits_while_text_fills_the_page(folder):
    filler = ["chữ " * 150] * 2
    document = opened(folder, with_section(*filler, "{{chart:completion}}", *["chữ " * 60] * 12))
    shown = [text[:7] for text in texts(document) if text.startswith(("chữ", "Biểu đồ"))]
    assert len(filler) < shown.index("Biểu đồ") < len(shown) - 1
    assert shown.count("Biểu đồ") == 1


def test_a_waiting_chart_passes_over_a_page_that_has_no_room_left(folder):
    """The paragraph that opens the second page nearly fills it: a chart below it would leave a hole on the page above."""
    text = ["chữ " * 320, "{{chart:completion}}", "chữ " * 760, "chữ " * 60, "chữ " * 60]
    shown = [text[:7] for text in texts(opened(folder, with_section(*text))) if text.startswith(("chữ", "Biểu đồ"))]
    assert shown.index("Biểu đồ") > 2


def test_headings_stand_on_the_page_of_the_text_that_follows(folder):
    """The flow counts them there, so that a chart does not wait past the top of the next page."""
    document = opened(folder, with_section("chữ"))
    flow = PageFlow(document, RULES)
    flow.used_pt = flow.rules.page.height_pt - 70
    for level, text in ((1, "Phần"), (2, "Mục")):
        nd30.add_heading(document, RULES, level, text)
    nd30.add_body(document, RULES, "chữ " * 60)
    flow.text_added()
    added = list(document.element.body)[-4:-1]
    assert flow.used_pt == flow.height_of(added)


def test_charts_keep_their_order_and_never_slip_into_the_next_part(folder):
    first = Section(1, "I", "Một", (*["chữ " * 150] * 2, "{{chart:completion}}", "{{chart:budget}}", "chữ"))
    document = opened(folder, report({}, sections=(first, Section(1, "II", "Hai", ("chữ",)))))
    shown = [text for text in texts(document) if text.startswith(("Biểu đồ", "II."))]
    assert [text.split(".")[0] for text in shown] == ["Biểu đồ 1", "Biểu đồ 2", "II"]


def test_charts_are_editable_parts_with_their_workbooks(folder):
    path = folder / "parts.docx"
    word.write_document(report(), path, RULES)
    names = zipfile.ZipFile(path).namelist()
    assert len([name for name in names if re.fullmatch(r"word/charts/chart\d+\.xml", name)]) == 2
    assert len([name for name in names if name.startswith("word/embeddings/") and name.endswith(".xlsx")]) == 2


def test_a_table_inside_the_text_is_numbered_in_the_order_of_the_text(folder):
    made = with_section("{{table:left_out}}", "Rồi", "{{table:unit_reports}}")
    shown = texts(opened(folder, made))
    assert "Bảng 1. Số liệu không đưa vào báo cáo và lý do" in shown
    assert "Bảng 2. Tình hình gửi báo cáo của các đơn vị" in shown


@pytest.mark.parametrize("marker", ["{{chart:khong-co}}", "{{table:khong-co}}"])
def test_a_marker_that_names_nothing_is_an_error_listing_what_is_known(folder, marker):
    with pytest.raises(ValueError, match=r"“khong-co”\. Các (biểu đồ|bảng) đã biết: \w+"):
        word.write_document(with_section(marker), folder / "x.docx", RULES)


def test_sample_figures_are_marked_at_the_top_and_on_every_page(small):
    assert texts(small).count(RULES.sample_notice) == 1
    for section in small.sections:
        for header in (section.header, section.first_page_header):
            assert RULES.sample_notice in [paragraph.text for paragraph in header.paragraphs]


def test_real_figures_carry_no_such_mark(folder):
    document = opened(folder, with_section("A.", is_sample=False))
    assert RULES.sample_notice not in all_text(document) + document.sections[0].header._element.xml


def test_closing_words_have_no_heading_and_stay_with_the_signature(small):
    closing = next(paragraph for paragraph in small.paragraphs if paragraph.text.endswith("./."))
    assert closing.paragraph_format.keep_with_next
    assert not any(text.strip(". ") == "" and text for text in texts(small))


def test_headings_are_never_left_alone_at_the_foot_of_a_page():
    for key in ("muc_1", "muc_2", "muc_3", "bang_ten", "phu_luc", "phu_luc_tieu_de", "bieu_do", "bieu_do_ten"):
        assert RULES.styles[key].keep_next, key


HOSTILE = (
    '=cmd|"/c calc"!A0',
    "<img src=x onerror=alert(1)>",
    "'; drop table x; --",
    "{{chart:budget}}",
    "]]>&amp;<w:p/>",
    "\x00\x1b\ud800\ufffe đủ dấu",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(folder, text):
    row = {**task_rows()[0], "title": text, "result_text": text}
    head = replace(LETTERHEAD, addressees=(text, "B"), recipients=(text,))
    made = report({"task_results": [row]}, letterhead=head, sections=(Section(1, "I", text, (f"- {text}",)),))
    document = opened(folder, made)
    expected = word.nd30.clean_for_xml(text)
    assert annex_tables(document)[0].rows[1].cells[1].text == expected
    assert f"- {expected}" in texts(document)
    assert f"I. {expected.upper()}" in texts(document)


def test_the_same_report_gives_the_same_bytes(folder):
    first, second = folder / "a.docx", folder / "b.docx"
    word.write_document(report(), first, RULES)
    word.write_document(report(), second, RULES)
    assert first.read_bytes() == second.read_bytes()


def test_no_day_name_or_path_of_the_machine_is_in_the_file(folder):
    path = folder / "clean.docx"
    word.write_document(report(), path, RULES)
    with zipfile.ZipFile(path) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "python-docx" not in core
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"2000-01-01T"}


def test_stable_zip_keeps_members_their_order_and_content():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("b.xml", "hai")
        archive.writestr("a.xml", "một")
    made = stable_zip(buffer.getvalue())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert [(name, archive.read(name).decode()) for name in archive.namelist()] == [
            ("b.xml", "hai"),
            ("a.xml", "một"),
        ]
    assert stable_zip(made) == made


def test_units_of_the_large_report_are_those_of_its_table():
    assert len(large().tables["unit_reports"].rows) == len(units(60)) == 60
    assert len(tables({})) == len(report().tables)
