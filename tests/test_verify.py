import json
from dataclasses import replace

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from report_examples import report
from shipped import RULES

from tdnreport.app import verify as verifying
from tdnreport.app.verify import VerifyError
from tdnreport.app.verify import verify_document as verify
from tdnreport.report.word import text_lines, word
from tdnreport.report.word.number_marks import split_marks
from tdnreport.report.word.text_lines import NotWord
from tdnreport.vietnamese import formats

TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A report's folder, as far as `verify` reads it."""
    out = tmp_path_factory.mktemp("out")
    (out / "du-lieu").mkdir()
    word.write_document(report(), out / "bao-cao.docx", RULES)
    text_lines.record_lines(out / "bao-cao.docx", out / "du-lieu")
    return out


def edited(made, folder, *changes: tuple[str, str]):
    """The report after somebody replaced texts by hand."""
    document = Document(made / "bao-cao.docx")
    for old, new in changes:
        place = next(one for one in document.element.body.iter(TEXT) if old in (one.text or ""))
        place.text = place.text.replace(old, new, 1)
    document.save(folder / "sua.docx")
    return folder / "sua.docx"


def said(made, folder, *changes):
    return [(one.expected, one.found) for one in verify(edited(made, folder, *changes), made)]


def prose(made):
    return [line for line in text_lines.read_document(made / "bao-cao.docx") if len(line.cells) == 1]


def test_the_report_as_written_agrees_with_itself(made):
    assert verify(made / "bao-cao.docx", made) == []


def test_a_wrong_number_planted_in_a_sentence_is_found_with_its_paragraph(made, tmp_path):
    [found] = verify(edited(made, tmp_path, ("là 750 triệu", "là 760 triệu")), made)
    assert (found.expected, found.found) == ("750 triệu", "760 triệu")
    assert found.place.startswith("Phần I, mục 1, đoạn ")
    assert "760 triệu" in str(found)


def test_a_wrong_number_planted_in_a_cell_is_found_with_row_and_column(made, tmp_path):
    document = Document(made / "bao-cao.docx")
    cell = next(
        cell
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        if formats.format_vnd(100_000_000) == cell.text
    )
    cell.paragraphs[0].runs[0].text = "100.000.001"
    document.save(tmp_path / "sua.docx")
    [found] = verify(tmp_path / "sua.docx", made)
    assert (found.expected, found.found) == ("100.000.000", "100.000.001")
    assert "Phụ lục III, bảng 1, dòng" in found.place
    assert "cột" in found.place


def test_a_cell_that_was_emptied_is_found(made, tmp_path):
    assert said(made, tmp_path, ("100.000.000", "")) == [("100.000.000", None)]


def test_two_numbers_that_changed_places_are_found(made, tmp_path):
    ratio = next(line.cells[0] for line in prose(made) if "đơn vị, đạt" in line.cells[0])
    one, other = [mark.text for mark in split_marks(ratio) if mark.kind == "number"][1:3]
    assert one != other
    assert said(made, tmp_path, (f"{one}/{other}", f"{other}/{one}")) == [(one, other), (other, one)]


def test_edits_of_words_and_other_ways_to_write_a_number_are_not_reported(made, tmp_path):
    changes = [
        ("750 triệu đồng", "750.000.000 đồng"),
        ("Chế độ báo cáo", "Việc thực hiện chế độ báo cáo"),
        ("Kinh phí bố trí theo dòng riêng trong Kế hoạch là", "Tổng kinh phí được bố trí thành dòng riêng là"),
    ]
    assert said(made, tmp_path, *changes) == []


def test_blanks_filled_in_and_documents_cited_are_no_figures(made, tmp_path):
    changes = [
        ("/BC-STTTT", "112/BC-STTTT"),
        ("[Đơn vị bổ sung kiến nghị", "Theo Quyết định số 12/QĐ-TTg ngày 05/3/2024, kiến nghị"),
    ]
    assert said(made, tmp_path, *changes) == []


def test_a_new_sentence_with_a_number_that_is_no_figure_is_listed(made, tmp_path):
    document = Document(made / "bao-cao.docx")
    place = next(one for one in document.paragraphs if one.text.startswith("Kế hoạch giao"))
    place.insert_paragraph_before("Ngoài ra, tỉnh đã đón 987 lượt phóng viên nước ngoài, tăng 61,7%.")
    document.save(tmp_path / "sua.docx")
    found = verify(tmp_path / "sua.docx", made)
    assert [(one.expected, one.found) for one in found] == [(None, "987"), (None, "61,7%")]
    assert "không có trong số liệu" in str(found[0])


def test_a_sentence_moved_or_deleted_is_not_reported(made, tmp_path):
    document = Document(made / "bao-cao.docx")
    moved = next(one for one in document.paragraphs if one.text.startswith("Kế hoạch giao"))
    last = next(one for one in document.paragraphs if one.text.endswith("./."))
    last._p.addprevious(moved._p)
    gone = next(one for one in document.paragraphs if "đạt" in one.text and one.text.startswith("- "))
    gone._p.getparent().remove(gone._p)
    document.save(tmp_path / "sua.docx")
    assert verify(tmp_path / "sua.docx", made) == []


def test_a_number_changed_in_a_chart_is_found(made, tmp_path):
    lines = text_lines.read_document(made / "bao-cao.docx")
    chart = next(place for place, line in enumerate(lines) if line.place.startswith("Biểu đồ 1"))
    cells = lines[chart].cells
    changed = [*lines[:chart], replace(lines[chart], cells=(cells[0], "99", *cells[2:])), *lines[chart + 1 :]]
    [found] = verifying.find_differences(lines, changed)
    assert (found.place.split(",")[0], found.expected, found.found) == ("Biểu đồ 1", cells[1], "99")


def test_deleted_text_under_track_changes_does_not_count_and_inserted_text_does(made, tmp_path):
    document = Document(made / "bao-cao.docx")
    run = next(one for one in document.element.body.iter(TEXT) if "750 triệu" in (one.text or "")).getparent()
    w = TEXT[:-1]
    for text, wrap, kind in (("Kinh phí 750 triệu.", "del", "delText"), ("Kinh phí 999 triệu.", "ins", "t")):
        box = run.makeelement(f"{w}{wrap}", {})
        added = run.makeelement(f"{w}r", {})
        word_text = run.makeelement(f"{w}{kind}", {})
        word_text.text = text
        added.append(word_text)
        box.append(added)
        run.addprevious(box)
    document.save(tmp_path / "sua.docx")
    assert [(one.expected, one.found) for one in verify(tmp_path / "sua.docx", made)] == [(None, "999 triệu")]


def test_a_file_that_is_no_word_document_and_a_folder_without_report_are_said_in_vietnamese(made, tmp_path):
    (tmp_path / "x.docx").write_text("xin chào")
    with pytest.raises(NotWord, match="Không mở được"):
        verify(tmp_path / "x.docx", made)
    with pytest.raises(VerifyError, match="van-ban"):
        verify(made / "bao-cao.docx", tmp_path)
    (tmp_path / "du-lieu").mkdir()
    (tmp_path / "du-lieu/van-ban.json").write_text("[[", encoding="utf-8")
    with pytest.raises(VerifyError, match="còn nguyên vẹn"):
        verify(made / "bao-cao.docx", tmp_path)


def test_the_lines_kept_are_those_of_the_document_and_the_same_each_time(made, tmp_path):
    kept = json.loads((made / "du-lieu/van-ban.json").read_text(encoding="utf-8"))
    assert [tuple(cells) for cells, _ in kept] == [
        line.cells for line in text_lines.read_document(made / "bao-cao.docx")
    ]
    text_lines.record_lines(made / "bao-cao.docx", tmp_path)
    assert (tmp_path / "van-ban.json").read_bytes() == (made / "du-lieu/van-ban.json").read_bytes()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("đạt 88,1% (4/8 nhiệm vụ)", [("pct", "88.1"), ("number", "4"), ("number", "8")]),
        ("1.234.567,8 và 750 triệu đồng", [("number", "1234567.8"), ("number", "750000000")]),
        ("2.002 triệu đồng ở nhiệm vụ 4.2", [("number", "2002000000"), ("code", "4.2")]),
        ("nhiệm vụ 4.1, 10.2.", [("code", "4.1"), ("code", "10.2")]),
        ("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020", [("document", "30/2020/NĐ-CP"), ("date", "5/3/2020")]),
        ("ngày 05 tháng 3 năm 2024", [("date", "5/3/2024")]),
        ("02 lớp, tăng +2,3 điểm", [("number", "2"), ("number", "2.3")]),
        ("1.2. Kết quả của 03 đoàn", [("number", "3")]),
    ],
)
def test_numbers_are_read_as_vietnamese_offices_write_them(text, numbers):
    assert [(mark.kind, mark.value) for mark in split_marks(text) if mark.is_number] == numbers


@given(st.integers(0, 10**15))
def test_what_formats_prints_reads_back_as_the_same_value(value):
    [mark] = split_marks(f"là {formats.format_vnd(value)} đồng")[1:-1]
    assert int(mark.value) == value


@pytest.mark.parametrize("content", ["[" * 100_000, "{}", "[1]", '[{"cells": 3}]', "", "\x00"])
def test_a_damaged_record_of_lines_is_one_sentence(made, tmp_path, content):
    (tmp_path / "du-lieu").mkdir()
    (tmp_path / "du-lieu/van-ban.json").write_text(content, encoding="utf-8")
    with pytest.raises(VerifyError, match=r"van-ban\.json"):
        verify(made / "bao-cao.docx", tmp_path)
