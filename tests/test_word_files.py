"""Reports that come as Word: their tables are read as any other's, what is no table is said, and a hostile file stops nobody."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import list_inbox
from tdnreport.ingest.read_file import read_file
from tdnreport.layout.vocabulary import LayoutWords
from tdnreport.plans.context import load_context
from tdnreport.warehouse import pipeline

HEADER = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)", "Dự toán giao (đồng)", "Đã giải ngân (đồng)"]
ROW = [
    "4.1",
    "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng",
    "Đang thực hiện",
    "60",
    "250.000.000",
    "100.000.000",
]


@cache
def words():
    return LayoutWords.load(*find_home().reference_folders)


def letter(*rows, closing="Nơi nhận: Như trên"):
    """A report with its letterhead, one table, and what follows it."""
    document = Document()
    head = document.add_table(rows=1, cols=2).rows[0].cells
    head[0].text = "UBND TỈNH THỪA THIÊN HUẾ\nSỞ DU LỊCH"
    head[1].text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nThừa Thiên Huế, ngày 12 tháng 11 năm 2024"
    document.add_paragraph("BÁO CÁO")
    document.add_paragraph("Kết quả công tác thông tin đối ngoại năm 2024")
    if rows:
        add_table(document, *rows)
    document.add_paragraph(closing)
    return document


def add_table(document, *rows):
    table = document.add_table(rows=0, cols=len(rows[0]))
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    return table


def read(document, folder, name="BC.docx"):
    document.save(folder / name)
    return read_file(folder / name, name, words())


def lines(document, folder):
    [sheet] = read(document, folder).sheets
    return {line.row_no: line.cells for line in sheet.sheet.lines}, sheet


def accepted(document, folder, table="progress", columns="task_code, completion_pct"):
    inbox = folder / "inbox"
    inbox.mkdir()
    document.save(inbox / "BC.docx")
    with pipeline.build_in_memory(load_context(find_home(), "tth-2024", "2024"), list_inbox(inbox)) as con:
        return (
            con.execute(f"select {columns} from marts.{table} order by all").fetchall(),
            con.execute("select state from marts.unit_reports where unit_id = 'tth.sdl'").fetchall(),
            con.execute("select received_on from marts.submissions").fetchall(),
        )


def test_a_table_in_a_letter_is_read_with_its_sender_and_day(tmp_path):
    rows, state, received = accepted(letter(HEADER, ROW), tmp_path)
    assert rows == [("4.1", 60)]
    assert state == [("on_time",)]
    assert [str(day) for (day,) in received] == ["2024-11-12"]


def test_money_is_read_from_words_of_word(tmp_path):
    rows, *_ = accepted(letter(HEADER, ROW), tmp_path, "budget", "allocated_vnd, disbursed_vnd")
    assert rows == [(250_000_000, 100_000_000)]


def test_merged_cells_are_ranges(tmp_path):
    document = letter()
    table = add_table(
        document, ["STT", "Nhiệm vụ", "Kết quả", ""], ["", "", "Tỷ lệ (%)", "Ghi chú"], ["4.1", "a", "60", ""]
    )
    table.cell(0, 2).merge(table.cell(0, 3))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(1, 1))
    read_lines, sheet = lines(document, tmp_path)
    first = next(row for row, cells in read_lines.items() if cells[0] == "STT")
    assert set(sheet.sheet.merged) >= {(first, 1, first + 1, 1), (first, 2, first + 1, 2), (first, 3, first, 4)}
    assert read_lines[first + 1] == ["", "", "Tỷ lệ (%)", "Ghi chú"]


def test_a_merge_ends_where_the_next_one_begins(tmp_path):
    document = letter()
    table = add_table(document, ["a", "1"], ["", "2"], ["b", "3"], ["", "4"])
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(2, 0).merge(table.cell(3, 0))
    read_lines, sheet = lines(document, tmp_path)
    first = next(row for row, cells in read_lines.items() if cells == ["a", "1"])
    assert set(sheet.sheet.merged) >= {(first, 1, first + 1, 1), (first + 2, 1, first + 3, 1)}


def number(paragraph, level=0, number_id="7"):
    numbering = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", str(level)), ("w:numId", number_id)):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        numbering.append(element)
    paragraph._p.get_or_add_pPr().append(numbering)


def with_list(document, kind="decimal", texts=("%1.", "%1.%2")):
    """List 7 of the document: its levels show these texts."""
    root = document.part.numbering_part.element
    abstract, one = OxmlElement("w:abstractNum"), OxmlElement("w:num")
    abstract.set(qn("w:abstractNumId"), "70")
    for depth, text in enumerate(texts):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for name, value in (("w:start", "1"), ("w:numFmt", kind), ("w:lvlText", text)):
            element = OxmlElement(name)
            element.set(qn("w:val"), value)
            level.append(element)
        abstract.append(level)
    one.set(qn("w:numId"), "7")
    of = OxmlElement("w:abstractNumId")
    of.set(qn("w:val"), "70")
    one.append(of)
    root.insert(0, abstract)
    root.append(one)
    return document


def test_numbers_that_word_sets_by_itself_are_counted(tmp_path):
    """A STT column made as a list holds no text at all."""
    document = with_list(letter())
    table = add_table(document, ["STT", "Nhiệm vụ"], ["", "a"], ["", "b"], ["", "c"], ["", "d"])
    for row, level in ((1, 0), (2, 1), (3, 1), (4, 0)):
        number(table.cell(row, 0).paragraphs[0], level)
    read_lines, _ = lines(document, tmp_path)
    assert [cells[0] for cells in read_lines.values() if cells[-1] in "abcd" and len(cells) == 2] == [
        "1.",
        "1.1",
        "1.2",
        "2.",
    ]


def test_bullets_are_no_numbers(tmp_path):
    document = with_list(letter(), kind="bullet", texts=("",))
    table = add_table(document, ["Nhiệm vụ", "Kết quả"], ["a", "In 500 cuốn"])
    number(table.cell(1, 1).paragraphs[0])
    read_lines, _ = lines(document, tmp_path)
    assert ["a", "In 500 cuốn"] in read_lines.values()


def test_what_was_deleted_or_hidden_is_not_read(tmp_path):
    document = letter()
    table = add_table(document, ["a", "60"])
    paragraph = table.cell(0, 1).paragraphs[0]
    deleted, text = OxmlElement("w:del"), OxmlElement("w:r")
    text.append(OxmlElement("w:t"))
    text[0].text = "99"
    deleted.append(text)
    paragraph._p.append(deleted)
    paragraph.add_run("77").font.hidden = True
    assert ["a", "60"] in lines(document, tmp_path)[0].values()


def test_letters_struck_through_are_told_apart(tmp_path):
    document = letter()
    table = add_table(document, ["a", ""])
    paragraph = table.cell(0, 1).paragraphs[0]
    paragraph.add_run("40").font.strike = True
    paragraph.add_run(" 60")
    read_lines, sheet = lines(document, tmp_path)
    row = next(row for row, cells in read_lines.items() if cells[0] == "a")
    assert (read_lines[row][1], sheet.sheet.unstruck[row, 2]) == ("40 60", "60")


def test_a_table_that_goes_on_as_a_second_one_is_read_whole(tmp_path):
    document = letter(HEADER, ROW)
    add_table(document, ["4.3", "Tuyên truyền, quảng bá hình ảnh qua ấn phẩm", "Hoàn thành", "100", "", ""])
    [sheet] = read(document, tmp_path).sheets
    assert sum(len(table.data_rows()) for table in sheet.tables) == 2


def test_a_list_in_a_cell_stays_one_cell(tmp_path):
    document = letter()
    cell = add_table(document, ["a", "Ý một"]).cell(0, 1)
    cell.add_paragraph("Ý hai")
    cell.add_table(rows=1, cols=1).cell(0, 0).text = "bảng trong ô"
    assert ["a", "Ý một\nÝ hai\nbảng trong ô"] in lines(document, tmp_path)[0].values()


def test_prose_alone_was_sent_and_not_read(tmp_path):
    rows, state, _ = accepted(letter(closing="Sở đã tổ chức 03 hội nghị."), tmp_path)
    assert (rows, state) == ([], [("unread",)])


def test_what_stands_outside_the_table_is_accounted_for(tmp_path):
    document = letter(HEADER, ROW, closing="Ngoài ra đã chi 30.000.000 đồng.")
    read_lines, sheet = lines(document, tmp_path)
    [table] = sheet.tables
    assert set(read_lines) > set(table.roles), "the letterhead is outside"


def parts(document):
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(folder, content):
    with zipfile.ZipFile(folder / "BC.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return read_file(folder / "BC.docx", "BC.docx", words())


BODY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


WIDE_CELL = b"<w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr></w:tc>"


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        (b"<w:document", "file_unreadable"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "file_unreadable"),
        (b"<a/>", "file_unreadable"),
        (BODY % b"", "no_table_found"),
        (BODY % (b"<w:tbl><w:tr>" + WIDE_CELL * 50 + b"</w:tr></w:tbl>"), "no_table_found"),
        (BODY % (b"<w:tbl>" * 5000 + b"</w:tbl>" * 5000), "file_unreadable"),
        (BODY % b"<w:p><w:r><w:sym w:char='zz'/></w:r></w:p>", "file_unreadable"),
        (b"x" * (81 << 20), "file_too_large"),
    ],
    ids=["cut", "doctype", "no-body", "empty", "endless-span", "deep", "bad-sign", "huge"],
)  # fmt: skip
def test_a_hostile_document_gets_a_sentence(tmp_path, xml, rule):
    found = packed(tmp_path, parts(letter(HEADER, ROW)) | {"word/document.xml": xml})
    assert [finding.rule_id for finding in found.findings] == [rule]
