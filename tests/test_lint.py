"""`tdnreport lint`: a report of the right form passes, whoever wrote it; each planted fault is told with what to do."""

from __future__ import annotations

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from report_examples import report
from shipped import RULES
from typer.testing import CliRunner

from tdnreport.cli import app
from tdnreport.report.form_check.check import check_form
from tdnreport.report.form_check.elements import name_elements
from tdnreport.report.form_check.looks import LookReader
from tdnreport.report.word import word

CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def put(place, text, size=14, bold=False, italic=False, align=None, **spacing):
    """A paragraph formatted by hand: fonts and sizes on the letters, nothing in styles."""
    paragraph = place.add_paragraph()
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.font.bold, run.font.italic = "Times New Roman", Pt(size), bold, italic
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    for name, value in spacing.items():
        setattr(paragraph.paragraph_format, name, value)
    return paragraph


def body(document, text):
    return put(document, text, align=JUSTIFY, first_line_indent=Mm(12.7), space_before=Pt(6), line_spacing=1.2)


def two_columns(document, rows=1):
    cells = [cell for row in document.add_table(rows, 2).rows for cell in row.cells]
    for cell in cells:
        cell._tc.remove(cell.paragraphs[0]._p)
    return cells


def add_page_number(paragraph):
    paragraph.alignment = CENTER
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", None), (None, " PAGE "), ("separate", None), ("shown", "2"), ("end", None)):
        if kind == "shown":
            run.add_text("2")
            continue
        node = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            node.text = text
        else:
            node.set(qn("w:fldCharType"), kind)
        run._r.append(node)


def handmade():
    """A report as an officer writes it in Word, with the form of the decree."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.different_first_page_header_footer = True
    add_page_number(section.header.paragraphs[0])
    issuer, motto, number, day = two_columns(document, rows=2)
    put(issuer, "UBND TỈNH QUẢNG TRỊ", 12, align=CENTER)
    put(issuer, "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", 12, bold=True, align=CENTER)
    put(motto, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True, align=CENTER)
    put(motto, "Độc lập - Tự do - Hạnh phúc", 13, bold=True, align=CENTER)
    put(number, "Số: 05/BC-STTTT", 13, align=CENTER)
    put(day, "Quảng Trị, ngày 05 tháng 01 năm 2025", 13, italic=True, align=CENTER)
    put(document, "BÁO CÁO", bold=True, align=CENTER)
    put(document, "Kết quả công tác thông tin đối ngoại năm 2024", bold=True, align=CENTER)
    put(document, "Kính gửi:")
    put(document, "- Ủy ban nhân dân tỉnh Quảng Trị;")
    put(document, "- Bộ Thông tin và Truyền thông.")
    body(document, "Sở Thông tin và Truyền thông báo cáo kết quả công tác thông tin đối ngoại năm 2024 như sau:")
    put(document, "I. KẾT QUẢ", bold=True)
    put(document, "1. Tuyên truyền", bold=True)
    body(document, "Đã đăng 398 tin, bài trên Cổng Thông tin đối ngoại.")
    put(document, "2. Tập huấn", bold=True)
    body(document, "Đã tổ chức 03 hội nghị, 251 lượt người.")
    put(document, "II. PHƯƠNG HƯỚNG", bold=True)
    body(document, "Tiếp tục thực hiện Kế hoạch. Trên đây là báo cáo của Sở, kính trình Ủy ban nhân dân tỉnh./.")
    receivers, signer = two_columns(document)
    put(receivers, "Nơi nhận:", 12, bold=True, italic=True)
    for line in ("- Như trên;", "- Giám đốc Sở;", "- Lưu: VT."):
        put(receivers, line, 11)
    put(signer, "GIÁM ĐỐC", bold=True, align=CENTER)
    put(signer, "Nguyễn Văn An", bold=True, align=CENTER)
    return document


def found(document, folder):
    document.save(folder / "bao-cao.docx")
    return check_form(folder / "bao-cao.docx", RULES)


def line_of(document, text):
    """The paragraph of the document or of its tables that begins with the text."""
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    lines = [line for place in (document, *cells) for line in place.paragraphs]
    return next(line for line in lines if line.text.startswith(text))


def written(old, new, end=""):
    """The line that begins with the old words, with the new ones and with a wrong end."""

    def change(document):
        line = line_of(document, old)
        line.runs[0].text = line.text.replace(old, new) + end

    return change


def looking(text, **look):
    def change(document):
        for name, value in look.items():
            setattr(line_of(document, text).runs[0].font, name, value)

    return change


def set_out(text, **format_):
    def change(document):
        for name, value in format_.items():
            setattr(line_of(document, text).paragraph_format, name, value)

    return change


def dropped(text):
    def change(document):
        paragraph = line_of(document, text)._p
        paragraph.getparent().remove(paragraph)

    return change


def on_page(**sides):
    def change(document):
        for name, value in sides.items():
            setattr(document.sections[0], name, value)

    return change


def colored(document):
    line_of(document, "Đã đăng").runs[0].font.color.rgb = RGBColor(0xC0, 0, 0)


def numbered_below(document):
    section = document.sections[0]
    for paragraph in section.header.paragraphs:
        paragraph.clear()
    add_page_number(section.footer.paragraphs[0])


FAULTS = {
    "paper": (on_page(page_width=Mm(215.9), page_height=Mm(279.4)), "khổ giấy 216 × 279 mm; đặt khổ A4"),
    "margin": (on_page(left_margin=Mm(25)), "lề trái 25 mm; nghị định quy định từ 30 đến 35 mm"),
    "number on page one": (on_page(different_first_page_header_footer=False), "hiện ở trang thứ nhất"),
    "number below": (numbered_below, "Số trang: đặt ở lề dưới"),
    "no quốc hiệu": (dropped("CỘNG HÒA"), "không tìm thấy Quốc hiệu;"),
    "dashes of the motto": (written("Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc"), "Hạnh phúc”: viết đúng"),
    "motto too large": (looking("Độc lập", size=Pt(16)), "cỡ chữ 16; nghị định quy định 13 đến 14"),
    "issuer not bold": (looking("SỞ THÔNG TIN", bold=False), "Cơ quan ban hành “SỞ THÔNG TIN VÀ TRUYỀN THÔNG”: đặt chữ đậm"),
    "issuer in small letters": (written("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "Sở Thông tin và Truyền thông"), "viết bằng chữ in hoa"),
    "blank in the symbol": (written("Số: 05/BC-STTTT", "Số: 05/BC- STTTT"), "không cách chữ"),
    "number without zero": (written("Số: 05/BC-STTTT", "Số: 5/BC-STTTT"), "phải ghi thêm số 0: “05”"),
    "symbol of a plan": (written("Số: 05/BC-STTTT", "Số: 05/KH-STTTT"), "bắt đầu bằng BC-"),
    "day without zero": (written("Quảng Trị, ngày 05", "Quảng Trị, ngày 5"), "“ngày 05”"),
    "month without zero": (written("Quảng Trị, ngày 05 tháng 01", "Quảng Trị, ngày 05 tháng 1"), "“tháng 01”"),
    "day upright": (looking("Quảng Trị, ngày", italic=False), "năm 2025”: đặt chữ nghiêng"),
    "no title": (dropped("BÁO CÁO"), "không tìm thấy Tên loại"),
    "subject with a full stop": (written("Kết quả công tác thông tin", "Kết quả công tác thông tin", end="."), "bỏ dấu chấm cuối"),
    "another font": (looking("Đã đăng", name="Arial"), "phông “Arial”; dùng phông Times New Roman"),
    "an old font": (looking("Đã đăng", name=".VnTime"), "phông “.VnTime” là phông mã cũ"),
    "color": (colored, "chữ có màu; dùng màu đen"),
    "text too small": (looking("Đã đăng", size=Pt(12)), "cỡ chữ 12; nghị định quy định 13 đến 14"),
    "text not justified": (set_out("Đã đăng", alignment=WD_ALIGN_PARAGRAPH.LEFT), "canh đều hai lề"),
    "no indent": (set_out("Đã đăng", first_line_indent=Mm(0)), "lùi dòng đầu 0 mm; lùi 10 hoặc 12,7 mm"),
    "lines too wide": (set_out("Đã đăng", line_spacing=2.0), "giãn dòng 2; từ dòng đơn đến 1,5 dòng"),
    "text in italics": (looking("Đã đăng", italic=True), "lời văn dùng kiểu chữ đứng"),
    "heading in small letters": (written("II. PHƯƠNG HƯỚNG", "II. Phương hướng"), "Tiêu đề phần “II. Phương hướng”: viết bằng chữ in hoa"),
    "two parts of one number": (written("II. PHƯƠNG HƯỚNG", "I. PHƯƠNG HƯỚNG"), "đánh số I, theo thứ tự là II"),
    "a clause left out": (written("2. Tập huấn", "3. Tập huấn"), "đánh số 3, theo thứ tự là 2"),
    "two full stops": (written("Đã tổ chức", "Đã tổ chức", end="."), "hai dấu chấm liền nhau"),
    "blank before a comma": (written("Đã tổ chức 03 hội nghị,", "Đã tổ chức 03 hội nghị ,"), "có cách chữ trước dấu câu"),
    "no closing mark": (written("Tiếp tục", "Tiếp tục", end=" Hết."), "kết thúc bằng dấu “./.”"),
    "left to fill in": (written("Đã đăng", "[Đơn vị bổ sung số liệu] Đã đăng"), "còn chỗ chưa điền"),
    "receivers without dash": (written("- Giám đốc Sở;", "Giám đốc Sở;"), "đầu dòng có gạch đầu dòng"),
    "receivers end": (written("- Lưu: VT.", "- Lưu: VT;"), "cuối dòng dùng dấu “.”"),
    "nothing kept": (written("- Lưu: VT.", "- Sở Tài chính."), "dòng cuối là “- Lưu: VT, …”"),
    "not those above": (written("- Như trên;", "- Sở Tài chính;"), "dòng đầu là “- Như trên;”"),
    "receivers too large": (looking("- Giám đốc Sở", size=Pt(13)), "cỡ chữ 13; nghị định quy định 11"),
    "a degree": (written("Nguyễn Văn An", "TS. Nguyễn Văn An"), "bỏ học hàm, học vị"),
    "signer in small letters": (written("GIÁM ĐỐC", "Giám đốc"), "Quyền hạn, chức vụ “Giám đốc”: viết bằng chữ in hoa"),
}  # fmt: skip
"""Fault → what makes it in the document written by hand, and words of the sentence."""


def test_a_report_written_by_hand_in_the_right_form_passes(tmp_path):
    assert found(handmade(), tmp_path) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_and_nothing_else(fault, tmp_path):
    change, words = FAULTS[fault]
    document = handmade()
    change(document)
    told = found(document, tmp_path)
    assert [sentence for sentence in told if words in sentence] == told
    assert told


def test_a_report_of_this_program_lacks_only_what_officers_fill_in(tmp_path):
    word.write_document(report(), tmp_path / "bao-cao.docx", RULES)
    told = check_form(tmp_path / "bao-cao.docx", RULES)
    assert [sentence for sentence in told if "còn chỗ chưa điền" not in sentence] == []


def test_an_empty_word_file_lacks_everything(tmp_path):
    """Word's own template: Letter, narrow margins, a font by the theme."""
    document = Document()
    document.add_paragraph("Kính gửi các đồng chí")
    told = "\n".join(found(document, tmp_path))
    for words in (
        "khổ giấy",
        "lề phải 32 mm",
        "Số trang: không thấy",
        "không tìm thấy Quốc hiệu; Tiêu ngữ",
        "; Nơi nhận",
        "phông “Cambria”",
    ):
        assert words in told


def test_one_sentence_for_a_fault_of_many_places(tmp_path):
    document = handmade()
    for text in ("Đã đăng", "Đã tổ chức", "Tiếp tục"):
        looking(text, name="Arial")(document)
    assert found(document, tmp_path) == [
        "“Đã đăng 398 tin, bài trên Cổng Thông tin đối ngoại.” và 2 chỗ khác: phông “Arial”; dùng phông Times New Roman."
    ]


def test_annexes_are_numbered_in_roman_figures_one_after_another(tmp_path):
    document = handmade()
    for number in ("I", "III"):
        put(document, f"Phụ lục {number}", bold=True, align=CENTER)
        put(document, "BẢNG SỐ LIỆU", bold=True, align=CENTER)
    assert found(document, tmp_path) == ["Phụ lục “Phụ lục III”: đánh số III, theo thứ tự là II."]


def test_every_element_of_the_head_and_the_end_is_recognised():
    named = {element.role: element.line.text for element in name_elements(LookReader(handmade()).read(), RULES)}
    assert named["co_quan_chu_quan"] == "UBND TỈNH QUẢNG TRỊ"
    assert named["co_quan_ban_hanh"] == "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
    assert named["ho_ten"] == "Nguyễn Văn An"
    assert named["quyen_han_chuc_vu"] == "GIÁM ĐỐC"
    assert named["noi_nhan_muc"] == "- Lưu: VT."


@pytest.mark.parametrize(("change", "status"), [(None, 0), (colored, 1)])
def test_the_exit_status_says_whether_something_is_to_be_mended(change, status, tmp_path):
    document = handmade()
    if change:
        change(document)
    document.save(tmp_path / "a.docx")
    result = CliRunner().invoke(app, ["lint", str(tmp_path / "a.docx")])
    assert result.exit_code == status
    assert ("thể thức đúng theo" in result.output) == (status == 0)


def test_a_file_that_is_no_word_document_is_said(tmp_path):
    (tmp_path / "a.docx").write_text("không phải Word", encoding="utf-8")
    result = CliRunner().invoke(app, ["lint", str(tmp_path / "a.docx")])
    assert result.exit_code == 2
    assert "Không mở được" in result.output
