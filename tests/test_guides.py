"""The guides hold: files they name are there, pictures are real and small, and what they tell to add works as written."""

from __future__ import annotations

import re
import shutil
import struct
from pathlib import Path

import pytest

import tdnreport as tdn
from tdnreport.app import outputs
from tdnreport.app.next_year import draft_year
from tdnreport.base.home import Home, find_home
from tdnreport.ingest.inbox import inbox_of_file
from tdnreport.plans import DataError
from tdnreport.plans.context import load_context
from tdnreport.warehouse import dictionary, pipeline

ROOT = find_home().root
OFFICERS, ANALYSTS = ROOT / "docs" / "can-bo.md", ROOT / "docs" / "analysts.md"
DESK = ROOT / "docs" / "ban-lam-viec.md"
GUIDES = [OFFICERS, ANALYSTS, ROOT / "docs" / "questions.md", DESK]
PERIOD = ("tth-2024", "2024")
PLACES = (
    "",
    "data/reference",
    "data/plans/tth-2024",
    "data/plans/hue-2025",
    "data/sample/tth-2024/2024",
    "docs",
    "notebooks",
    "sql/checks",
    "sql/report",
)
MADE = {
    "figures.csv",
    "documents.csv",
    "datapackage.json",
    "tth-2024--2024.duckdb",
    "rules.csv",
    "result_too_short.sql",
    "index.html",
}
"""What commands make, or the reader of the guide."""


def code(guide: Path) -> list[str]:
    text = re.sub(r"```.*?```", "", guide.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", text)


def block(guide: Path, name: str) -> str:
    """The code block that says what goes into the file `name`."""
    [lines] = re.findall(rf"```{re.escape(name)}\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    return "".join(f"{one.strip()}\n" for one in lines.splitlines())


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_file_a_guide_names_is_there(guide):
    named = {
        one
        for one in code(guide)
        if re.fullmatch(r"(?!tdn\.)[\w./-]+\.(csv|toml|sql|py|md|ipynb|html|xlsx|docx|json|duckdb)", one)
    }
    known = MADE | set(outputs.FILES)
    missing = [
        one
        for one in named
        if Path(one).name not in known and not any((ROOT / place / one).exists() for place in PLACES)
    ]
    assert missing == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_folder_a_guide_names_is_there(guide):
    named = {one for one in code(guide) if re.fullmatch(r"(data|sql|docs|src|tests|scripts|expectations)/[\w/-]*", one)}
    assert [one for one in named if not (ROOT / one).is_dir()] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_function_a_guide_names_is_offered(guide):
    assert set(re.findall(r"\btdn\.(\w+)", guide.read_text(encoding="utf-8"))) <= set(tdn.API)


def test_the_analysts_guide_names_every_function_notebook_and_schema():
    text = ANALYSTS.read_text(encoding="utf-8")
    assert [name for name in tdn.API if f"tdn.{name}" not in text] == []
    assert [path.stem for path in (ROOT / "notebooks").glob("*.ipynb") if f"`{path.stem}`" not in text] == []
    assert [schema for schema in dictionary.TITLES if f"| `{schema}` |" not in text] == []


def test_the_program_says_what_the_guide_for_officers_quotes():
    spoken = "".join(
        (ROOT / "src/tdnreport" / file).read_text(encoding="utf-8") for file in ("app/report.py", "terminal.py")
    )
    quoted = re.findall(r"^\| “(.+?)” \|", OFFICERS.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(quoted) == 5
    assert [text for text in quoted if text.strip("… :") not in spoken] == []


def test_the_guide_to_the_desk_names_what_stands_on_its_pages():
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/tdnreport/web/page").glob("*.j2"))
    named = set(re.findall(r"\*([^*\n]+)\*", DESK.read_text(encoding="utf-8").replace("**", "")))
    assert len(named) >= 15
    assert {name for name in named if name not in pages} == set()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_links_into_a_page_lead_to_a_heading(guide):
    for target, anchor in re.findall(r"\]\(([^)#]+\.md)#([^)]+)\)", guide.read_text(encoding="utf-8")):
        headings = re.findall(r"^#+ (.+)$", (guide.parent / target).read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in [heading.lower().replace(",", "").replace(" ", "-") for heading in headings]


def test_pictures_are_named_in_a_document_and_small_and_large_enough_to_read():
    shown = "".join(path.read_text(encoding="utf-8") for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
    for picture in (ROOT / "docs" / "pictures").iterdir():
        assert f"pictures/{picture.name}" in shown, picture.name
        assert picture.stat().st_size < 200_000, picture.name
        width, height = struct.unpack(">II", picture.read_bytes()[16:24])
        assert width >= 500, picture.name
        assert height >= 150, picture.name


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Home:
    """A copy of the data and SQL with everything added that the guides say."""
    root = tmp_path_factory.mktemp("home")
    for part in ("data", "sql"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("sample", "inbox", "closed"))
    for name in ("units.csv", "aliases.csv", "groups.csv"):
        append(root / "data" / "reference" / name, block(OFFICERS, f"csv {name}"))
    append(root / "data" / "reference" / "rules.csv", block(ANALYSTS, "csv rules.csv"))
    (root / "data" / "plans" / "tth-2024" / "rules.csv").write_text(
        block(OFFICERS, "csv plan rules.csv"), encoding="utf-8"
    )
    (root / "sql" / "checks" / "result_too_short.sql").write_text(block(ANALYSTS, "sql"), encoding="utf-8")
    return Home(root)


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text, encoding="utf-8")


def test_a_unit_added_as_the_guide_says_is_known_and_owes_a_report(project):
    of = load_context(project, *PERIOD)
    assert "tth.stp" in {unit.unit_id for unit in of.reference.names_for(of.plan, of.period.due_on)}
    file = sent(project, ["STP"], ["Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)", "Kết quả"])
    with pipeline.build_in_memory(of, inbox_of_file(file)) as con:
        assert con.execute("select unit_id from raw.files").fetchall() == [("tth.stp",)]
        assert con.execute("select count(*) from ref.expected_units where unit_id = 'tth.stp'").fetchall() == [(1,)]


def test_a_rule_added_as_the_guide_says_finds_its_row(project):
    of = load_context(project, *PERIOD)
    head = ["Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)", "Kết quả"]
    file = sent(project, ["Sở Du lịch"], head, [f'"{of.plan.tasks[0].title}"', "Hoàn thành", "100", "Đã làm"])
    with pipeline.build_in_memory(of, inbox_of_file(file)) as con:
        found = con.execute("select severity, cell, message from marts.findings where rule_id = 'result_too_short'")
        assert found.fetchall() == [("warning", "D3", "Ô D3: kết quả “Đã làm” quá ngắn để hiểu.")]


def test_a_severity_changed_as_the_guide_says_is_changed(project):
    assert load_context(project, *PERIOD).rules["spent_gt_allocated"].severity == "warning"


def test_a_year_added_as_the_guide_says_can_be_opened(project):
    draft_year(project, "tth-2024", project.data / "plans" / "hue-new")
    assert load_context(project, "hue-new", "2025").plan.year == 2025


def test_a_year_copied_by_hand_against_the_guide_is_refused(project):
    new = project.data / "plans" / "tth-2025"
    shutil.copytree(project.data / "plans" / "tth-2024", new)
    for path in (path for path in new.rglob("*") if path.is_file()):
        path.write_text(path.read_text(encoding="utf-8").replace("2024", "2025"), encoding="utf-8")
    with pytest.raises(DataError, match="next-year"):
        load_context(project, "tth-2025", "2025")


def sent(project: Home, *rows: list[str]) -> Path:
    """A CSV file as a department might send it."""
    file = project.root / "gui.csv"
    file.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    return file
