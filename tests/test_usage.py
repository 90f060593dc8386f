"""A command line is answered in Vietnamese, whatever is wrong with it, and takes what it does not name from what is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
from typer.main import get_command
from typer.testing import CliRunner
from workbooks import csv_bytes

from tdnreport.base.home import find_home
from tdnreport.cli import app

ENGLISH = re.compile(
    r"\b(Usage|Options|Commands|Arguments|Error|Try|for help|Show this|required|default:|Missing|Invalid|No such|unexpected)\b"
    r"|OPTIONS|ARGS|<(str|path|int|float|datetime)|list\["
)
SHIPPED = find_home().root
NAMES = sorted(get_command(app).commands)


def run(*arguments):
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


@pytest.mark.parametrize("name", [None, *NAMES])
def test_help_is_in_vietnamese(name):
    status, said = run(*([name] if name else []), "--help")
    assert status == 0
    assert "Cách dùng:" in said
    assert ENGLISH.search(said) is None, ENGLISH.search(said)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("chek", "Không có lệnh “chek”. Có phải: check?"),
        ("--lạ", "Không có tùy chọn --lạ"),
        ("check a.xlsx --plann x", "Không có tùy chọn --plann. Có phải: --plan?"),
        ("check", "Thiếu TỆP."),
        ("reopen --plan tth-2024 --period 2024", "Thiếu tùy chọn --reason."),
        (
            "reopen --plan tth-2024 --period 2024 --reason a --on 31/12",
            "“31/12” của --on: ghi ngày dạng năm-tháng-ngày",
        ),
        ("correct --document a --reason b --figure c --value nhiều", "của --value: phải là một số"),
        ("desk --port abc", "của --port: phải là số nguyên"),
        ("report --inbox", "Tùy chọn --inbox cần một giá trị"),
        ("rebuild-store thừa", "Thừa “thừa”"),
    ],
)
def test_a_wrong_command_line_gets_a_sentence(arguments, words):
    status, said = run(*arguments.split())
    assert (status, words in said) == (2, True), said
    assert ENGLISH.search(said) is None, said


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of one plan whose year is one period, and one with a report."""
    for part in ("data/reference", "data/templates", "sql", "expectations"):
        shutil.copytree(SHIPPED / part, tmp_path / part, copy_function=os.link)
    shutil.copytree(SHIPPED / "data/plans/tth-2024", tmp_path / "data/plans/tth-2024")
    monkeypatch.setenv("TDNREPORT_HOME", str(tmp_path))
    return tmp_path


def sent(folder):
    folder.mkdir()
    header = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)"]
    task = "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng"
    rows = [["SỞ DU LỊCH"], ["BÁO CÁO NĂM 2024"], header, ["4.1", task, "Đang thực hiện", 60]]
    (folder / "So Du lich.csv").write_bytes(csv_bytes(rows))
    return folder


def test_the_only_plan_and_period_need_no_name(project):
    status, said = run("check", str(sent(project / "gui")))
    assert status == 0, said
    assert "Dùng kế hoạch tth-2024" in said
    assert "Dùng kỳ 2024" in said
    assert "So Du lich.csv: Sở Du lịch, đọc được 1 dòng" in said


def test_of_several_plans_the_last_report_decides_else_it_is_asked(project):
    shutil.copytree(SHIPPED / "data/plans/qt-2024", project / "data/plans/qt-2024")
    folder = sent(project / "gui")
    status, said = run("check", str(folder))
    assert (status, "hãy nêu một bằng --plan: qt-2024, tth-2024" in said) == (2, True)
    (project / "out/tth-2024/2024").mkdir(parents=True)
    (project / "out/tth-2024/2024/so-lieu.json").write_text("{}", encoding="utf-8")
    assert run("check", str(folder))[0] == 0
    status, said = run("check", str(folder), "--plan", "qt-2024")
    assert (status, "hãy nêu một bằng --period: 2024-h1, 2024" in said) == (2, True)


def test_a_folder_without_a_file_to_check_says_so(project):
    (project / "trong").mkdir()
    status, said = run("check", str(project / "trong"))
    assert (status, "không có tệp nào đọc được" in said) == (2, True)


def test_without_an_installation_it_says_what_to_do(tmp_path):
    (tmp_path / "bin").mkdir()
    shutil.copy(SHIPPED / "bin/tdnreport", tmp_path / "bin/tdnreport")
    done = subprocess.run([tmp_path / "bin/tdnreport"], capture_output=True, text=True, check=False)
    assert (done.returncode, "chạy make report" in done.stderr) == (2, True)
