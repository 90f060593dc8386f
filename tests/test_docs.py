"""What is promised is there: commands, targets, files, figures, rules and modules that the documents name."""

from __future__ import annotations

import csv
import re

import pytest
import typer
from warehouse_case import filled, rows

from tdnreport.base.home import find_home
from tdnreport.cli import app

ROOT = find_home().root
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("data/**/*.md")])


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def commands() -> set[str]:
    return {command.name or command.callback.__name__ for command in app.registered_commands}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_target_in_a_document_exists(document):
    named = set(re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)\b(?=[ `)\n]|$)", "\n".join(code(document))))
    assert named - targets() - {"sure"} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_in_a_document_exists(document):
    named = set(re.findall(r"(?<!import )\btdnreport ([a-z-]+)\b", "\n".join(code(document))))
    assert named - commands() == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(document):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def code(document) -> list[str]:
    """What stands between backticks or in code blocks."""
    text = document.read_text(encoding="utf-8")
    return re.findall(r"```.*?\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)


def test_every_command_is_in_the_readme_and_has_help():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        assert f"`{name}" in readme, name
        assert command.help, name


def test_every_target_of_help_is_phony_and_documented():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())
    assert targets() <= phony


def test_every_figure_has_a_definition_and_every_definition_a_figure():
    with (ROOT / "data/reference/figures.csv").open(encoding="utf-8") as file:
        defined = [row["figure_id"] for row in csv.DictReader(file)]
    assert defined == [name for (name,) in rows(filled(), "select id from report.figures order by position")]


def test_the_architecture_names_every_package_and_only_places_that_exist():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    packages = {path.parent.name for path in (ROOT / "src/tdnreport").glob("*/__init__.py")}
    assert {name for name in packages if f"`{name}`" not in text} == set()
    places = re.findall(r"`((?:src|data|sql|expectations|tests)/[^`<>*]+)`", text)
    assert [place for place in places if not (ROOT / place).exists() and place != "data/own-words"] == []
    modules = re.findall(
        r"`((?:base|vietnamese|plans|workbook|layout|ingest|warehouse|quality|report|app)/[a-z_/]+)(?:\.[a-z_]+)?`",
        text,
    )
    assert [name for name in modules if not list((ROOT / "src/tdnreport").glob(f"{name}*"))] == []
