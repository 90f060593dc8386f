"""`tdnreport init`: a folder to work in, and which folder a command works in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tdnreport.base.home import PRODUCT, Home, find_home
from tdnreport.cli import app
from tdnreport.plans.context import load_context
from tdnreport.plans.load import OWN_WORDS

ROW = re.compile(r"^\| `(\w+\.csv)` \| `([\w,]+)` \| `(.+)` \|$", re.MULTILINE)


def init(*arguments: object):
    return CliRunner().invoke(app, ["init", *map(str, arguments)])


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def project(tmp_path) -> Path:
    made = init(tmp_path / "p")
    assert (made.exit_code, f"Đã tạo thư mục làm việc {tmp_path / 'p'}." in made.output) == (0, True)
    return tmp_path / "p"


def test_a_project_holds_plans_an_inbox_and_a_place_for_own_words_and_nothing_shipped(project):
    assert {path.relative_to(project).as_posix() for path in [*project.iterdir(), *(project / "data").iterdir()]} == {
        "tdnreport.toml", "data", "data/plans", "data/inbox", "data/own-words",
    }  # fmt: skip
    assert files(project / "data/plans") == files(PRODUCT / "data/plans")


def test_the_sample_comes_when_asked_for_also_later(project):
    assert init(project, "--sample").exit_code == 0
    assert files(project / "data/sample") == files(PRODUCT / "data/sample")


def test_what_is_there_is_never_changed_and_what_is_missing_comes_back(project):
    (project / "data/plans/tth-2024/tasks.csv").write_text("sửa", encoding="utf-8")
    (project / "data/own-words/README.md").unlink()
    assert init(project).exit_code == 0
    assert (project / "data/plans/tth-2024/tasks.csv").read_text(encoding="utf-8") == "sửa"
    assert (project / "data/own-words/README.md").is_file()


@pytest.mark.parametrize("target", [".", "thư.docx"])
def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path, target):
    (tmp_path / "thư.docx").write_bytes(b"x")
    made = init(tmp_path / target)
    assert made.exit_code == 2
    assert re.search(r"không phải thư mục làm việc|là một tệp", made.output)
    assert files(tmp_path) == {"thư.docx": b"x"}


def test_a_command_works_in_the_project_folder_around_it(project, monkeypatch):
    monkeypatch.delenv("TDNREPORT_HOME", raising=False)
    monkeypatch.chdir(project / "data" / "inbox")
    assert find_home() == Home(project)


def test_the_folder_that_is_set_comes_first(project, tmp_path, monkeypatch):
    monkeypatch.setenv("TDNREPORT_HOME", str(tmp_path))
    monkeypatch.chdir(project)
    assert find_home().root == tmp_path


def test_outside_any_project_a_checkout_works_in_itself(tmp_path, monkeypatch):
    monkeypatch.delenv("TDNREPORT_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert find_home() == Home(PRODUCT)


def test_a_folder_of_the_project_takes_the_place_of_the_shipped_one(project):
    (project / "sql").mkdir()
    assert (Home(project).sql, Home(project).expectations) == (project / "sql", PRODUCT / "expectations")


def test_a_project_reads_its_own_plans_against_the_shipped_lists(project):
    plan = project / "data/plans/tth-2024/plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("Thừa Thiên Huế", "Thừa Thiên – Huế"), encoding="utf-8")
    context = load_context(Home(project), "tth-2024", "2024")
    assert "Thừa Thiên – Huế" in context.plan.title
    assert context.rules == load_context(Home(PRODUCT), "tth-2024", "2024").rules


def test_without_a_plan_the_sentence_says_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.setenv("TDNREPORT_HOME", str(tmp_path))
    answer = CliRunner().invoke(app, ["verify-closed", "--plan", "tth-2024", "--period", "2024"])
    assert (answer.exit_code, "tdnreport init" in answer.output) == (2, True)


def test_own_words_stand_behind_the_shipped_lists(project):
    assert Home(project).reference_folders == (PRODUCT / "data/reference", project / "data/own-words")
    assert Home(project / "data").reference_folders == (PRODUCT / "data/reference",)


def test_the_guide_to_own_words_shows_the_columns_and_a_row_of_each_list(project):
    shown = ROW.findall((project / "data/own-words/README.md").read_text(encoding="utf-8"))
    assert tuple(sorted(name for name, _, _ in shown)) == tuple(sorted(OWN_WORDS))
    for name, columns, row in shown:
        lines = (PRODUCT / "data/reference" / name).read_text(encoding="utf-8-sig").splitlines()
        assert lines[0] == columns
        assert row in lines
