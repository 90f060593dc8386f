from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from quality_warehouse import DATA, EXPECTATIONS, good_warehouse

from tdnreport.plans.rules import load_rules
from tdnreport.quality.docs import (
    DATA_DOCS,
    LOCAL,
    UNUSED,
    VENDOR,
    PageHead,
    RuleCount,
    localise_page,
    write_quality_page,
)
from tdnreport.quality.expectations import run_suites
from tdnreport.quality.outcome import Outcome
from tdnreport.quality.suites import Suite, load_suites

RULES = load_rules(DATA, "tth-2024")
ABOUT = PageHead("Kế hoạch <b>Thông tin</b> đối ngoại", "Năm 2024", date(2024, 11, 20), True)
HOSTILE = "<img src=x onerror=alert(1)>${value}"
BREAKING = f"""
update marts.progress set status = '{HOSTILE}' where task_code = '4.1';
update marts.progress set completion_pct = 120 where task_code = '4.2';
alter table marts.indicators drop column target;
"""
IN_STYLE = re.compile(r"""url\(\s*["']?([^"')]+)""")


class Addresses(HTMLParser):
    """Everything that the tags of a page point to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("src", "href", "action", "data", "srcset")]


@cache
def some_suites() -> tuple[Suite, ...]:
    names = ("findings", "indicators", "progress")
    return tuple(suite for suite in load_suites(EXPECTATIONS, RULES) if suite.name in names)


def make_pages(folder: Path) -> Path:
    """`chat-luong` of a warehouse with a hostile cell, a wrong percent and an expectation that crashes."""
    folder.mkdir(parents=True, exist_ok=True)
    with good_warehouse(folder / "kho.duckdb") as con:
        con.execute(BREAKING)
        outcomes = run_suites(con, some_suites(), folder / "chat-luong" / DATA_DOCS, date(2024, 11, 20))
    write_quality_page(folder / "chat-luong", ABOUT, RULES, {"pct_out_of_range": RuleCount(1234, 987)}, outcomes)
    return folder / "chat-luong"


def contents(folder: Path) -> Mapping[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pages(tmp_path_factory.mktemp("lan1"))


def test_no_page_loads_or_links_to_anything_outside(pages: Path) -> None:
    for path in [*pages.rglob("*.html"), *pages.rglob("*.css")]:
        text = path.read_text(encoding="utf-8")
        addresses = Addresses(text).found if path.suffix == ".html" else []
        for target in addresses + IN_STYLE.findall(text):
            assert not re.match(r"(?:https?:)?//", target), (path.name, target)
            if not target.startswith(("#", "data:")):
                assert (path.parent / target.split("#")[0]).exists(), (path.name, target)


def test_every_page_forbids_the_network_and_is_vietnamese(pages: Path) -> None:
    for path in pages.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert '<html lang="vi">' in text


def test_text_from_a_cell_stays_text(pages: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in pages.rglob("*.html")]
    assert not any("<img src=x" in text for text in texts)
    assert sum("&lt;img src=x onerror=alert(1)&gt;" in text for text in texts) >= 2
    assert "Kế hoạch &lt;b&gt;Thông tin" in (pages / "index.html").read_text(encoding="utf-8")


def test_no_page_holds_a_random_id_a_clock_or_a_path_of_the_machine(pages: Path) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in pages.rglob("*.html"))
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}", text)
    assert "ge_load_time" not in text
    assert "Traceback" not in text
    assert "site-packages" not in text
    assert str(pages.parent) not in text


def test_the_same_warehouse_gives_the_same_bytes_in_another_process(pages: Path, tmp_path: Path) -> None:
    program = "import sys, pathlib, test_quality_docs as t; t.make_pages(pathlib.Path(sys.argv[1]))"
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parent)}
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "x" / "lan2")], check=True, env=environment)
    assert contents(tmp_path / "x" / "lan2" / "chat-luong") == contents(pages)


def test_a_folder_is_taken_as_it_is_named(tmp_path: Path) -> None:
    pages = make_pages(tmp_path / "k$q" / "${HOME}")
    assert (pages / DATA_DOCS / "index.html").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["k$q"]


def test_the_page_lists_every_rule_and_every_expectation(pages: Path) -> None:
    text = (pages / "index.html").read_text(encoding="utf-8")
    for rule in RULES.values():
        assert f'id="{rule.rule_id}"' in text
        assert rule.title in text
    for suite in some_suites():
        assert all(expectation.description in text for expectation in suite.expectations)
        assert (pages / DATA_DOCS / "expectations" / f"{suite.name}.html").exists()
        assert len(list((pages / DATA_DOCS / "validations" / suite.name).rglob("*.html"))) == 1
    assert "SỐ LIỆU MINH HỌA" in text
    assert "Số liệu đến ngày" in text
    assert "20/11/2024" in text
    assert "1.234" in text
    assert "987" in text


OUTCOME = Outcome(
    "progress", "marts.progress", "unknown_task", "Mọi nhiệm vụ có trong kế hoạch", "critical", True, 0, 3
)
FAILED = Outcome("tasks", "marts.tasks", "plan_mismatch", "Không thiếu nhiệm vụ", "critical", False, 2, None)
WARNED = Outcome("tasks", "marts.tasks", "superseded", "Nên có", "warning", False, 1, None)


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ((OUTCOME,), "Cả 1 điều phải đúng đều đạt."),
        ((OUTCOME, WARNED), "Mọi điều bắt buộc đều đạt. Có 1 điều cần xem lại"),
        ((OUTCOME, WARNED, FAILED), "Có 1 điều bắt buộc không đạt"),
    ],
)
def test_the_verdict_stands_at_the_top(tmp_path: Path, outcomes: tuple[Outcome, ...], verdict: str) -> None:
    write_quality_page(tmp_path, PageHead("Kế hoạch", "Năm 2024", None, False), RULES, {}, outcomes)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert verdict in text
    assert "MINH HỌA" not in text
    assert "Chưa nhận được tệp nào" in text


def test_every_address_that_data_docs_load_has_a_local_copy_or_is_left_out_on_purpose() -> None:
    from great_expectations.render import view

    templates = Path(str(view.__file__)).parent / "templates"
    tags = re.compile(r'<(?:script|link)\b[^>]*"(https://[^"]+)"')
    addresses = {found for path in templates.glob("*.j2") for found in tags.findall(path.read_text(encoding="utf-8"))}
    names = {address.rsplit("/", 1)[-1] for address in addresses}
    assert names == LOCAL.keys() | set(UNUSED)
    assert all((VENDOR / path).exists() for paths in LOCAL.values() for path in paths)


def test_the_copies_stay_small_and_carry_their_licences() -> None:
    assert sum(path.stat().st_size for path in VENDOR.rglob("*")) < 1_500_000
    assert all((folder / "LICENSE").exists() for folder in VENDOR.iterdir() if folder.is_dir())


def test_a_script_nobody_vendored_goes_rather_than_being_loaded() -> None:
    page = (
        '<html><head></head><script src="https://cdn.example/new.js"></script><a href="https://a.example">b</a></html>'
    )
    assert "example" not in localise_page(page, "static")
