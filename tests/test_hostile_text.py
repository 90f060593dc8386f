"""Text from a cell stays text: in Word, page, workbooks, JSON, parquet, Data Docs, letters, terminal; in a browser nothing runs."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import hostile_text
import polars as pl
import pytest
from hostile_text import parts

from tdnreport.base.home import find_home

STEERING = [
    chr(code) for code in (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x202E, 0x2066) if code != 0x0D
]
OWN_SUM = re.compile(r"=SUM\([A-Z]+\d+:[A-Z]+\d+\)")
"""The annex adds up its own columns."""
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
"""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def run(*arguments: object, root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tdnreport", *map(str, arguments)]
    environment = os.environ | {"TDNREPORT_HOME": str(root)}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=root, check=False
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The report of hostile texts: project, inbox, outputs and what the command said."""
    root = tmp_path_factory.mktemp("home")
    for part in ("data", "sql", "expectations"):
        (root / part).symlink_to(find_home().root / part)
    (root / "inbox").mkdir()
    hostile_text.make(root / "inbox")
    done = run("report", "--plan", "tth-2024", "--period", "2024", "--inbox", "inbox", "--out", "kq", root=root)
    assert done.returncode == 0, done.stderr
    return root, done


def test_every_text_arrives_where_results_are_printed(made):
    out = made[0] / "kq"
    results = pl.read_parquet(out / "du-lieu/progress.parquet")["result_text"].to_list()
    document = parts(out / "bao-cao.docx")["word/document.xml"].decode()
    for piece in ("=cmd|", "window.evil=1", "{{7*7}}", "drop table", "onerror", "[red]"):
        assert any(piece in text for text in results if text), piece
        assert piece in document.replace("</w:t></w:r><w:r><w:t>", ""), piece
    assert not any(text.startswith("49 ") for text in results if text)


def test_word_is_valid_xml_and_opens(made):
    from docx import Document
    from lxml import etree

    path = made[0] / "kq/bao-cao.docx"
    for name, data in parts(path).items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
            assert b'TargetMode="External"' not in data, name
    assert any("=cmd|" in cell.text for table in Document(str(path)).tables for row in table.rows for cell in row.cells)


def test_no_workbook_has_a_formula_a_link_outside_or_a_macro(made):
    from openpyxl import load_workbook

    books = [made[0] / "kq/phu-luc.xlsx", *(made[0] / "kq/phan-hoi").glob("*.xlsx")]
    assert len(books) > 10
    for path in books:
        for name, data in parts(path).items():
            assert b'TargetMode="External"' not in data, f"{path.name}: {name}"
            assert not name.startswith(("xl/externalLinks", "xl/vbaProject", "xl/embeddings")), f"{path.name}: {name}"
        book = load_workbook(path)
        formulas = {
            str(cell.value)
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        assert [one for one in formulas if not OWN_SUM.fullmatch(one)] == [], path.name


def test_open_data_and_numbers_file_are_whole(made):
    out = made[0] / "kq"
    content = json.loads((out / "so-lieu.json").read_text(encoding="utf-8"))
    assert content["figures"]["files_received"]["value"] == len(list((made[0] / "inbox").iterdir())) - 1
    figures = {name: one["value"] for name, one in content["figures"].items()}
    assert figures["rows_read"] == figures["rows_accepted"] + figures["rows_rejected"] > 200
    for path in (out / "du-lieu").glob("*.parquet"):
        pl.read_parquet(path)


def test_no_text_of_the_open_csv_starts_a_formula(made):
    """In quotes or not, Excel runs what starts with one of these; a text gets an apostrophe before it."""
    cells = [
        cell
        for path in (made[0] / "kq/du-lieu").glob("*.csv")
        for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        for cell in row
    ]
    assert any(cell.startswith("'=cmd|") for cell in cells)
    assert [cell for cell in cells if re.match(r"[=+@\t\r]|-(?!\d+(\.\d+)?$)", cell)] == []


def test_a_table_in_a_notebook_shows_cells_as_text(made):
    from tdnreport.jupyter.display import table_html

    frame = pl.read_parquet(made[0] / "kq/du-lieu/progress.parquet")
    shown = table_html(frame.with_columns(pl.col("result_text").str.slice(0, 300)))
    assert "&lt;script&gt;window.evil=1" in shown
    assert [
        tag for tag in ("<script>window", "<img src=x", "<svg onload", "<iframe", "</style></title>") if tag in shown
    ] == []


def test_a_cell_of_ten_megabytes_is_cut_and_says_so(made):
    results = pl.read_parquet(made[0] / "kq/du-lieu/progress.parquet")["result_text"].drop_nulls().to_list()
    assert max(map(len, results)) < 33_000
    assert [text[-13:] for text in results if len(text) > 30_000] == [" (đã cắt bớt)"]


def test_nothing_of_it_was_run_and_the_tables_are_there(made):
    assert not list(made[0].rglob("evil"))
    import duckdb

    with duckdb.connect(str(made[0] / "out/warehouse/tth-2024--2024.duckdb"), read_only=True) as con:
        [(files,)] = con.execute("select count(*) from raw.files").fetchall()
    assert files == len(list((made[0] / "inbox").iterdir())) - 1


def test_what_commands_print_steers_no_terminal(made):
    root, done = made
    period = ("--plan", "tth-2024", "--period", "2024")
    names = ("sai.csv", "tất cả.xlsx")
    said = [
        done,
        run("check", *(f"inbox/{name}" for name in names), *period, root=root),
        run("trace", "rows_rejected", "--out", "kq", root=root),
    ]
    for one in said:
        printed = one.stdout + one.stderr
        assert "Traceback" not in printed
        assert [char for char in STEERING if char in printed] == [], one.args


def test_logs_carry_no_cell_text(made):
    assert made[1].stderr == ""
    assert "evil" not in made[1].stdout


def pages(out: Path) -> list[Path]:
    return [out / "bao-cao.html", *sorted((out / "chat-luong").rglob("*.html"))]


def test_no_page_names_anything_outside_as_something_to_load(made):
    from lxml import html

    for path in pages(made[0] / "kq"):
        root = html.fromstring(path.read_bytes())
        loaded = [
            *root.xpath("//script/@src | //img/@src | //iframe/@src | //link/@href | //object/@data | //embed/@src")
        ]
        assert [url for url in loaded if "//" in url.split("?")[0]] == [], path.name
        assert root.xpath("//a[contains(@href, 'evil.example')] | //a[starts-with(@href, 'javascript')]") == [], (
            path.name
        )
        events = root.xpath("//*[@onerror or @onload]")
        assert [one.tag for one in events if path.name == "bao-cao.html"] == []


def test_in_a_browser_nothing_runs_nothing_is_fetched_and_no_policy_is_broken(made, browser_path):
    from playwright.sync_api import sync_playwright

    requests: list[str] = []
    dialogs: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=QUIET)
        context = browser.new_context()
        context.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
        for path in pages(made[0] / "kq"):
            page = context.new_page()
            page.add_init_script(WATCH)
            page.on("request", lambda request: requests.append(request.url))
            page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
            page.goto(path.as_uri())
            page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
            page.wait_for_timeout(100)
            assert page.evaluate("[window.evil, violations]") == [None, []], path
            page.close()
        browser.close()
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert dialogs == []
