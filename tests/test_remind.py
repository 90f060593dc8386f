import shutil
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from workbooks import csv_bytes

from tdnreport.app.remind import write_letters
from tdnreport.base.home import Home, find_home
from tdnreport.plans.context import load_context
from tdnreport.report.prose import ProseError
from tdnreport.report.word.text_lines import read_document

HEADER = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)"]
TASK = ["4.1", "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng", "Đang thực hiện", 60]
SENT = {"So TTTT.csv": ("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "2024-11-10"), "So DL.csv": ("SỞ DU LỊCH", "2024-11-19")}


def send(inbox, **more):
    inbox.mkdir(parents=True, exist_ok=True)
    register = ["file,received_on"]
    for file, (unit, day) in (SENT | more).items():
        (inbox / file).write_bytes(csv_bytes([[unit], ["BÁO CÁO NĂM 2024"], HEADER, TASK]))
        register.append(f"{file},{day}")
    (inbox / "register.csv").write_text("\n".join(register) + "\n", encoding="utf-8")
    return inbox


@pytest.fixture(scope="module")
def subject():
    return load_context(find_home(), "tth-2024", "2024")


@pytest.fixture(scope="module")
def letters(subject, tmp_path_factory):
    folder = tmp_path_factory.mktemp("remind")
    return by_unit(write_letters(subject, send(folder / "inbox"), folder / "out"))


def by_unit(paths):
    """Letters by the id in their names."""
    return {path.stem.rpartition("(")[2].rstrip(")"): path for path in paths}


def text(path):
    return [" | ".join(pipeline.cells) for pipeline in read_document(path)]


def test_units_that_owe_or_were_late_get_a_letter_and_no_others_do(letters, subject):
    assert "tth.sdl" in letters
    assert "tth.stttt" not in letters
    assert len(letters) == 28
    assert {path.name for path in letters["tth.sdl"].parent.glob("*.docx")} == {path.name for path in letters.values()}
    assert letters["tth.sdl"].name == "Sở Du lịch (tth.sdl).docx"


def test_a_letter_has_the_form_of_a_cong_van(letters):
    lines = text(letters["tth.sngv"])
    assert "Số: /STTTT-TTBCXB V/v đề nghị gửi báo cáo công tác thông tin đối ngoại năm 2024" in lines[1]
    assert "ngày …… tháng …… năm 2024" in lines[1]
    assert "BÁO CÁO" not in lines
    assert "Kính gửi: Sở Ngoại vụ." in lines
    end = next(place for place, line in enumerate(lines) if line.startswith("Nơi nhận: - Như trên;"))
    assert lines[end - 1].endswith("./.")
    assert "Lưu: VT, TTBCXB. | GIÁM ĐỐC" in lines[end]


def test_a_unit_that_sent_nothing_is_asked_for_the_tasks_it_leads(letters):
    body = "\n".join(text(letters["tth.sngv"]))
    assert "Tính đến ngày 19/11/2024" in body
    assert "chưa nhận được báo cáo của Sở Ngoại vụ, quá thời hạn quy định." in body
    assert "trước ngày 15/11/2024" in body
    assert "- Nhiệm vụ 4." in body


def test_a_late_unit_is_told_how_late_and_not_asked_again(letters):
    body = "\n".join(text(letters["tth.sdl"]))
    assert "ngày 19/11/2024, sau thời hạn 04 ngày" in body
    assert "[Đơn vị bổ sung" not in body


def test_what_is_to_be_filled_in_is_marked(letters):
    runs = [run for one in Document(letters["tth.sngv"]).paragraphs for run in one.runs if run.font.highlight_color]
    assert [run.text for run in runs] == ["[Đơn vị bổ sung: ngày phải gửi]"]


def test_the_same_inbox_gives_the_same_bytes_and_a_unit_that_has_sent_loses_its_letter(subject, tmp_path):
    inbox, out = send(tmp_path / "inbox"), tmp_path / "out"
    first = {path: path.read_bytes() for path in write_letters(subject, inbox, out)}
    send(inbox, **{"So TC.csv": ("SỞ TÀI CHÍNH", "2024-11-12")})
    again = write_letters(subject, inbox, out)
    assert "tth.stc" not in by_unit(again)
    assert not by_unit(first)["tth.stc"].exists()
    assert all(path.read_bytes() == first[path] for path in again)


def test_the_words_are_the_officers_and_a_mistake_in_them_is_named(subject, tmp_path):
    for part in ("data/reference", "data/templates", "sql"):
        shutil.copytree(find_home().root / part, tmp_path / "home" / part)
    path = tmp_path / "home/data/templates/cong-van/don-doc.j2"
    path.write_text(path.read_text(encoding="utf-8").replace("don_vi.name", "don_vi.ten_goi"), encoding="utf-8")
    own = replace(subject, home=Home(tmp_path / "home"))
    with pytest.raises(ProseError, match=r"don-doc\.j2, dòng \d+"):
        write_letters(own, send(tmp_path / "inbox"), tmp_path / "out")


def test_the_deadline_has_passed_only_when_the_last_file_came_after_it(subject, tmp_path):
    inbox = send(tmp_path / "inbox", **{"So DL.csv": ("SỞ DU LỊCH", "2024-11-11")})
    paths = by_unit(write_letters(subject, inbox, tmp_path / "out"))
    assert "tth.sdl" not in paths
    assert "quá thời hạn" not in "\n".join(text(paths["tth.sngv"]))
    assert subject.period.due_on == date(2024, 11, 15)


INVITED = ("tth.btg", "tth.ca", "tth.bchbdbp")


@pytest.mark.parametrize("unit", INVITED)
def test_party_and_armed_bodies_are_invited_and_told_no_consequences(letters, unit):
    body = "\n".join(text(letters[unit]))
    assert "V/v mời phối hợp gửi báo cáo" in body
    assert "trân trọng mời" in body
    assert "quá thời hạn" not in body
    assert "Sau thời hạn trên" not in body


def test_other_units_are_asked(letters):
    for unit in letters.keys() - set(INVITED) - {"tth.sdl"}:
        body = "\n".join(text(letters[unit]))
        assert "đề nghị" in body
    assert not [unit for unit, path in letters.items() if "chấn chỉnh" in "\n".join(text(path)).lower()]


def test_the_annex_lists_what_is_owed_by_obligation(letters, subject):
    lines = text(letters["tth.sngv"])
    listed = [
        line.split(" | ") for line in lines[lines.index("STT | Nội dung | Mã | Tên trong Kế hoạch | Vai trò") + 1 :]
    ]
    led = {row.task_code for row in subject.plan.task_units if row.unit_id == "tth.sngv" and row.role == "lead"}
    duties = {row.duty_code for row in subject.plan.duties if row.unit_id == "tth.sngv"}
    assert {line[2] for line in listed if line[1] == "Nhiệm vụ" and line[4] == "Chủ trì"} == led
    assert duties <= {line[2] for line in listed if line[1] == "Việc được phân công"}
    assert [line[0] for line in listed] == [str(number) for number in range(1, len(listed) + 1)]
    assert "(Kèm theo Công văn số …/STTTT-TTBCXB ngày … tháng … năm … của …)" in lines
    assert f"gồm {len(listed):02} nội dung nêu tại Phụ lục kèm theo" in "\n".join(lines)


def test_a_unit_that_sent_without_a_task_that_it_leads_is_asked_for_it(subject, tmp_path):
    inbox = send(tmp_path / "inbox", **{"So NgV.csv": ("SỞ NGOẠI VỤ", "2024-11-12")})
    body = "\n".join(text(by_unit(write_letters(subject, inbox, tmp_path / "out"))["tth.sngv"]))
    assert "V/v đề nghị bổ sung báo cáo" in body
    assert "đã nhận được báo cáo của Sở Ngoại vụ ngày 12/11/2024; báo cáo chưa có số liệu của 01 nhiệm vụ" in body
    assert "- Nhiệm vụ 4.2." in body
    assert "Phối hợp" not in body
    assert "chưa nhận được" not in body


def test_the_body_that_writes_gets_no_letter_from_itself(subject, tmp_path):
    assert "tth.stttt" not in by_unit(write_letters(subject, send(tmp_path / "inbox"), tmp_path / "out"))
