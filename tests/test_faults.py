"""What a command says when something goes wrong: a sentence and an exit status, never a traceback; of its own faults no cell text."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tdnreport import __version__
from tdnreport.app import status
from tdnreport.base.errors import TdnError
from tdnreport.base.home import find_home
from tdnreport.cli import app

SOURCE = find_home().root / "src" / "tdnreport"
SIGNALS = {
    "DamagedTransfer",
    "MailError",
    "NotPlain",
    "Refused",
    "TaskFailed",
    "TooLarge",
    "TooMuch",
    "UncompiledError",
}
"""Caught where they are expected and turned into findings or another way of reading."""
SECRET = "0912345678"
QUESTION = ["status", "--plan", "tth-2024", "--period", "2024", "--inbox"]


@pytest.fixture
def project(tmp_path) -> Path:
    root = tmp_path / "p"
    (root / "data").mkdir(parents=True)
    (root / "data/plans").symlink_to(find_home().data / "plans")
    (root / "inbox").mkdir()
    return root


def ask(project: Path):
    return CliRunner().invoke(app, [*QUESTION, str(project / "inbox")], env={"TDNREPORT_HOME": str(project)})


def breaking(error: BaseException):
    def unit_states(*_: object) -> None:
        cell = SECRET
        raise error from ValueError(cell)

    return unit_states


def kept(output: str) -> Path:
    """The file that the sentence names."""
    [path] = re.findall(r"ở (\S+\.txt)\.", output)
    return Path(path)


def test_a_fault_ends_in_one_sentence_that_names_a_file_without_cell_text(project, monkeypatch):
    monkeypatch.setattr(status, "unit_states", breaking(ZeroDivisionError(f"ô F12 ghi “{SECRET}”")))
    done = ask(project)
    assert (done.exit_code, done.output.count("\n"), "Traceback" in done.output) == (3, 1, False)
    assert done.output.startswith("Chương trình gặp lỗi ngoài dự kiến")
    text = kept(done.output).read_text(encoding="utf-8")
    assert kept(done.output).parent == project / "out/loi"
    assert SECRET not in done.output + text
    assert f"tdnreport {__version__}, Python 3." in text
    assert re.findall(r"^builtins\.\w+$", text, re.MULTILINE) == ["builtins.ZeroDivisionError", "builtins.ValueError"]
    assert re.search(r"^  tdnreport/cli\.py:\d+ status$", text, re.MULTILINE)
    assert re.search(r"test_faults\.py:\d+ unit_states$", text, re.MULTILINE)


def test_where_the_project_takes_no_file_it_goes_to_the_folder_for_temporary_files(project, monkeypatch, tmp_path):
    (project / "out").write_text("")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(status, "unit_states", breaking(ZeroDivisionError()))
    done = ask(project)
    assert (done.exit_code, kept(done.output).parent, kept(done.output).is_file()) == (
        3,
        tmp_path / "tdnreport-loi",
        True,
    )


def test_where_nothing_can_be_written_the_sentence_still_comes(project, monkeypatch, tmp_path):
    (project / "out").write_text("")
    (tmp_path / "tdnreport-loi").write_text("")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(status, "unit_states", breaking(ZeroDivisionError()))
    done = ask(project)
    assert (done.exit_code, "ngoài dự kiến (ZeroDivisionError)." in done.output) == (3, True)


def test_a_results_folder_of_another_shape_ends_with_a_sentence_and_no_cell_text(project):
    out = project / "out/tth-2024/2024"
    out.mkdir(parents=True)
    (out / "so-lieu.json").write_text(json.dumps({"figures": [SECRET]}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tdnreport", "trace", "tasks_total"],
        capture_output=True, text=True, encoding="utf-8", check=False, env=os.environ | {"TDNREPORT_HOME": str(project)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "so-lieu.json" in done.stderr
    assert SECRET not in done.stderr


@pytest.mark.parametrize(
    ("error", "exit_code", "sentence"),
    [
        (KeyboardInterrupt(), 130, "Đã dừng theo yêu cầu; báo cáo và kho số liệu trước đó vẫn nguyên vẹn."),
        (TdnError("Hãy ghi lại ô F12."), 2, "Hãy ghi lại ô F12."),
        (type("Forbidden", (TdnError,), {"status": 1})("Không phát hành được."), 1, "Không phát hành được."),
        (PermissionError(13, "Permission denied", "a.xlsx"), 2, "Không đọc hoặc ghi được a.xlsx: không có quyền."),
    ],
)
def test_what_an_officer_can_act_on_ends_with_its_own_sentence_and_status(
    project, monkeypatch, error, exit_code, sentence
):
    monkeypatch.setattr(status, "unit_states", breaking(error))
    done = ask(project)
    assert (done.exit_code, done.output) == (exit_code, f"{sentence}\n")
    assert not (project / "out").exists()


def test_spoilt_macros_are_named(project):
    shutil.copytree(find_home().sql, project / "sql")
    with (project / "sql/macros.sql").open("a", encoding="utf-8") as macros:
        macros.write("\ncreate macro half(")
    done = ask(project)
    assert (done.exit_code, done.output.startswith("Lỗi trong sql/macros.sql: ")) == (2, True)


def test_every_error_that_may_reach_an_officer_has_the_one_base_class():
    bases = {
        node.name: {ast.unparse(base) for base in node.bases}
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    raised = {name for name, of in bases.items() if any(re.search(r"(Exception|Error)$", base) for base in of)}
    assert {name for name in raised if bases[name] != {"TdnError"}} == SIGNALS | {"TdnError"}
    assert len(raised) > len(SIGNALS) + 10
