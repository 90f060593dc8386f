"""What is taken from others is locked by hash, listed with its reason and its licence, and nothing else is there."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import tomllib
from fnmatch import fnmatch
from types import ModuleType

import pytest

from tdnreport.base.home import find_home

ROOT = find_home().root
ASSETS = "src/tdnreport/assets"
OWN = ("page/page.*", "plotly-vi.json", "data_docs/index.*", "data_docs/texts.csv", "data_docs/vendor/README.md")
LOCKED = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def direct() -> set[str]:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    return {re.match(r"[\w-]+", one)[0] for one in project["dependencies"]}


def notices() -> list[list[str]]:
    return [line.split(" | ") for line in text("NOTICE").splitlines() if line.startswith(("src/", "tests/"))]


def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "scripts/audit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lock", sorted((ROOT / "locks").glob("*.txt")), ids=lambda path: path.stem)
def test_every_locked_package_has_a_version_and_hashes(lock):
    packages = re.split(r"^(?=\S)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert packages
    assert [one for one in packages if not LOCKED.match(one) or "--hash=sha256:" not in one] == []


def test_nothing_is_installed_without_its_hash():
    for script in ("scripts/setup", "scripts/setup-tool"):
        installs = [line for line in text(script).splitlines() if "pip install" in line or "pip --python" in line]
        assert len(installs) == 2
        assert [line for line in installs if "--require-hashes" not in line] == []


def test_every_direct_dependency_is_locked_and_listed_with_its_reason():
    listed = re.findall(r"^\| ([\w-]+) \| +\d+ \| ([^|]+) \| ([^|]+) \|$", text("docs/supply-chain.md"), re.MULTILINE)
    assert {name for name, _, _ in listed} == direct()
    assert [name for name, licence, reason in listed if not licence.strip() or len(reason) < 20] == []
    assert direct() <= {name for name, _ in LOCKED.findall(text("locks/report.txt"))}


def test_every_direct_dependency_is_imported_but_the_bridge():
    modules = {
        "great-expectations": "great_expectations",
        "fonttools": "fontTools",
        "python-docx": "docx",
    }
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    unused = {
        one for one in direct() if not re.search(rf"^\s*(import|from) {modules.get(one, one)}\b", code, re.MULTILINE)
    }
    assert unused == {"pyarrow"}


def test_every_file_of_others_that_is_shipped_stands_in_the_notice_with_its_licence():
    lines = notices()
    strangers = []
    for path in sorted((ROOT / ASSETS).rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        is_known = any(fnmatch(name, line[0]) or name == line[4] for line in lines)
        is_own = any(fnmatch(name, f"{ASSETS}/{one}") for one in OWN)
        if path.is_file() and not is_known and not is_own:
            strangers.append(name)
    assert strangers == []
    assert [line[4] for line in lines if len(text(line[4])) < 500] == []
    assert [line[0] for line in lines if not list(ROOT.glob(line[0]))] == []


def test_versions_in_the_notice_are_those_of_the_files():
    plotly = next((ROOT / ASSETS / "page").glob("plotly-*.js"))
    assert f"plotly.js {re.search(r'v([0-9.]+)', plotly.read_text(encoding='utf-8')[:200])[1]} " in text("NOTICE") + " "
    readme = text(f"{ASSETS}/data_docs/vendor/README.md")
    versions = {
        row[1].split()[1]
        for row in csv.reader(readme.splitlines(), delimiter="|")
        if row[2:] and row[1].strip() in text("NOTICE")
        for row[1] in [row[2]]
    }
    assert versions <= {line[1].rpartition(" ")[2] for line in notices()}


def test_the_bill_of_materials_names_what_is_locked_and_what_is_in_the_notice():
    held = json.loads(text("sbom.cdx.json"))
    assert (held["bomFormat"], held["specVersion"]) == ("CycloneDX", "1.6")
    named = {(one["name"], one["version"]) for one in held["components"]}
    shipped = {tuple(line[1].rsplit(" ", 1)) for line in notices() if line[0].startswith("src/")}
    assert named == {*LOCKED.findall(text("locks/report.txt")), *shipped}
    hashes = {
        one["content"]
        for component in held["components"]
        for place in component.get("externalReferences", ())
        for one in place["hashes"]
    }
    assert hashes == set(re.findall(r"sha256:([0-9a-f]{64})", text("locks/report.txt")))


ANSWER = {
    "dependencies": [
        {
            "name": "a",
            "version": "1",
            "vulns": [{"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": ["2"]}],
        },
        {"name": "b", "version": "1", "vulns": []},
        {"name": "c", "skip_reason": "not found"},
    ]
}


def test_an_audit_fails_on_what_is_found_and_not_accepted():
    tool = audit()
    assert list(tool.verdict(tool.found(ANSWER), {})) == ["a 1: PYSEC-2026-1, mended in 2."]


def test_an_audit_passes_what_is_accepted_by_any_of_its_names():
    tool = audit()
    document = "| identifier | package | accepted because | until |\n|---|---|---|---|\n| CVE-2026-1 | a | never called | 2027 |\n"
    assert list(tool.verdict(tool.found(ANSWER), tool.accepted(document))) == []


def test_an_acceptance_that_is_out_of_date_is_told():
    tool = audit()
    [line] = tool.verdict({}, {"CVE-2020-1": "a"})
    assert "no longer found" in line
