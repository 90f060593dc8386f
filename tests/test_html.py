"""`bao-cao.html` as a text: self-contained, the same each time, complete, and deaf to what departments type."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import plotly.graph_objects as go
import pytest
from html_sample import FINDINGS, HOSTILE_TEXT, REPORT, TASKS, hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from plotly.offline import get_plotlyjs_version

from tdnreport.report.html import writer as html_writer
from tdnreport.report.model import Report, Section

VOID = {"meta", "link", "col", "rect", "input", "br"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts)


class Page(HTMLParser):
    """All elements in order, each with all text inside it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.texts.append(data)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def by_id(self, id: str) -> Element:
        [found] = [element for element in self.elements if element.attributes.get("id") == id]
        return found

    @property
    def outline(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(element.tag, tuple(element.attributes)) for element in self.elements]


def written(report: Report, folder: Path) -> str:
    html_writer.write_page(report, folder / "bao-cao.html")
    return (folder / "bao-cao.html").read_text("utf-8")


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(REPORT, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_same_report_gives_the_same_bytes(tmp_path: Path, text: str) -> None:
    assert written(REPORT, tmp_path) == text


def test_nothing_is_loaded_from_outside(page: Page) -> None:
    targets = [
        element.attributes[name] for element in page.elements for name in ("src", "href") if name in element.attributes
    ]
    outside = {target for target in targets if target and not target.startswith(("#", "data:,"))}
    assert outside == {name for name, _ in html_writer.DOWNLOADS}


def test_no_element_carries_a_style_or_a_handler(page: Page) -> None:
    names = {name for element in page.elements for name in element.attributes}
    assert not {name for name in names if name == "style" or name.startswith("on")}


def test_the_policy_names_every_script_and_style_by_its_hash(page: Page) -> None:
    [policy] = [
        meta.attributes["content"]
        for meta in page.all("meta")
        if meta.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    scripts = [script for script in page.all("script") if "type" not in script.attributes]
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert len(scripts) == len(html_writer.SCRIPTS)
    assert all(digest(element.text) in policy for element in [*scripts, *page.all("style")])


def test_every_figure_stands_on_the_page_with_its_definition(page: Page) -> None:
    for figure in REPORT.figures.values():
        card = page.by_id(f"so-{figure.id}").text
        assert figure.label in card
        assert REPORT.definitions[figure.id] in card


@pytest.mark.parametrize(
    ("figure_id", "shown"),
    [
        ("completion_rate_pct", "62,5%"),
        ("own_line_execution_pct", "88,1%"),
        ("own_line_execution_pct", "616.700.000 / trên 700.000.000"),
        ("all_allocated_vnd", "1.234.567.800 đồng"),
        ("all_disbursed_vnd", "không bố trí dự toán riêng"),
        ("rows_read", "1.042"),
    ],
)
def test_figures_are_written_the_vietnamese_way(page: Page, figure_id: str, shown: str) -> None:
    assert shown in " ".join(page.by_id(f"so-{figure_id}").text.split())


def test_a_figure_lists_the_cells_behind_it_up_to_a_bound(page: Page) -> None:
    card = page.by_id("so-completion_rate_pct").text
    assert card.count("Hoàn thành") == 60
    assert "và 15 dòng khác, xem du-lieu/trace.parquet" in card
    assert "Không có ô nào" in page.by_id("so-tasks_total").text


def test_headings_never_skip_a_level_and_ids_never_repeat(page: Page) -> None:
    levels = [int(element.tag[1]) for element in page.elements if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(ids) == len(set(ids))


def test_every_link_inside_the_page_leads_somewhere(page: Page) -> None:
    ids = {element.attributes.get("id") for element in page.elements}
    inside = [target for link in page.all("a") if (target := link.attributes["href"] or "").startswith("#")]
    assert inside
    assert all(target[1:] in ids for target in inside)


def test_charts_and_tables_take_the_place_of_their_markers(page: Page, text: str) -> None:
    order = [
        text.index(f'id="{id}"')
        for id in ("muc-2", "bang-don-vi", "muc-4", "bieu-do-tien-do", "muc-5", "bieu-do-kinh-phi")
    ]
    assert order == sorted(order)
    assert "{{" not in page.by_id("noi-dung").text


def test_headings_carry_their_number_and_the_opening_words_get_one(page: Page) -> None:
    titles = [page.by_id(f"muc-{place}").text for place in range(1, 5)]
    assert titles == [
        "Mở đầu",
        "I. TÌNH HÌNH VÀ CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
        "II. KẾT QUẢ THỰC HIỆN",
        "1. Tiến độ nhiệm vụ",
    ]


def test_what_no_paragraph_names_stands_in_the_annexes(text: str) -> None:
    assert text.index('id="phu-luc"') < text.index('id="bang-nhiem-vu"')
    assert text.index('id="bieu-do"') < text.index('id="bieu-do-nhan"')


def test_a_chart_named_twice_is_drawn_once_and_linked_after(text: str) -> None:
    assert text.count('data-chart="tien-do"') == 1
    assert text.count('href="#bieu-do-tien-do"') == 1


def test_an_unknown_marker_is_refused_with_what_is_known(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\{\{table:ngan-sach\}\}.*don-vi, nhiem-vu, van-ban"):
        written(replace(REPORT, sections=(Section(1, "I.", "A", ("{{table:ngan-sach}}",)),)), tmp_path)


def test_a_table_without_rows_says_so(page: Page) -> None:
    assert "Không có số liệu." in page.by_id("bang-van-ban").text


def test_a_long_table_is_cut_with_a_word_on_the_rest(tmp_path: Path) -> None:
    long = replace(TASKS, rows=TASKS.rows[:1] * 1_234, emphasis=())
    text = written(replace(REPORT, tables={**REPORT.tables, "nhiem-vu": long}), tmp_path)
    assert "và 234 dòng khác" in text


def test_remarks_stand_under_their_unit_gravest_first(page: Page) -> None:
    units = [element.text for element in page.all("details") if element.attributes.get("class") == "unit"]
    assert [unit.split("\n")[0] for unit in (unit.strip() for unit in units)] == [
        "Sở Văn hóa và Thể thaoLoại dòng: 2",
        "Ủy ban nhân dân huyện Phú LộcCảnh báo, vẫn tính: 1",
        "Chưa xác định được đơn vị gửiKhông nhận tệp: 1",
    ]
    assert all(finding.message in page.by_id("noi-dung").text for finding in FINDINGS)


def test_the_sample_and_only_the_sample_is_marked(tmp_path: Path, text: str) -> None:
    assert "SỐ LIỆU MINH HỌA" in text
    assert "SỐ LIỆU MINH HỌA" not in written(replace(REPORT, is_sample=False), tmp_path)


def test_the_day_of_the_figures_is_named_or_said_to_be_unknown(tmp_path: Path, page: Page) -> None:
    assert "Số liệu tính đến ngày 15/11/2024" in page.all("header")[0].text
    assert "Chưa xác định được ngày tính số liệu" in written(replace(REPORT, as_of=None), tmp_path)


def test_a_report_on_nothing_is_still_a_page(tmp_path: Path) -> None:
    bare = replace(
        REPORT,
        as_of=None,
        figures={},
        tables={},
        charts=(),
        sections=(),
        inputs=(),
        findings=(),
        sources=(),
        definitions={},
    )
    assert "Chưa nhận được tệp nào." in Page(written(bare, tmp_path)).by_id("noi-dung").text


def test_hostile_text_stays_text_and_adds_no_element(tmp_path: Path) -> None:
    innocent = replace(hostile(), sections=REPORT.sections)
    page = Page(written(innocent, tmp_path))
    assert {element.tag for element in page.elements} == {
        element.tag for element in Page(written(REPORT, tmp_path)).elements
    }
    assert HOSTILE_TEXT[0] in page.all("h1")[0].text
    assert not any((link.attributes["href"] or "").startswith("javascript") for link in page.all("a"))


def test_chart_data_cannot_end_its_script_element(tmp_path: Path) -> None:
    data = Page(written(hostile(), tmp_path)).by_id("du-lieu-bieu-do").text
    assert not set("<>&\u2028\u2029") & set(data)
    assert set(json.loads(data)["charts"]) == {chart.id for chart in REPORT.charts}


@settings(max_examples=15, deadline=None)
@given(st.text())
def test_whatever_a_cell_holds_the_page_has_the_same_elements(
    tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    assert _outline(value, tmp_path_factory) == _outline("Hoàn thành", tmp_path_factory)


def _outline(cell: str, folders: pytest.TempPathFactory) -> list[tuple[str, tuple[str, ...]]]:
    findings = tuple(replace(found, file=cell, sheet="s" + cell, value=cell, message=cell) for found in FINDINGS)
    report = replace(REPORT, charts=(), sections=(), sources=(), findings=findings, plan_title=cell)
    return Page(written(report, folders.mktemp("cell"))).outline


def test_a_file_name_that_is_not_unicode_is_still_written(tmp_path: Path) -> None:
    assert "b?o.xlsx" in written(replace(REPORT, inputs=(replace(REPORT.inputs[0], file="b\udce1o.xlsx"),)), tmp_path)


def test_a_very_long_cell_is_clipped(tmp_path: Path) -> None:
    text = written(replace(REPORT, findings=(replace(FINDINGS[0], value="x" * 10_000_000),)), tmp_path)
    assert "x" * 300 + "…" in text
    assert len(text) < 3_000_000


def test_a_trace_type_outside_the_bundle_is_refused() -> None:
    with pytest.raises(ValueError, match="không vẽ được pie"):
        html_writer.cartesian_plot(go.Figure(go.Pie(values=[1, 2])))


def test_the_bundle_is_the_one_plotly_was_written_for() -> None:
    assert html_writer.SCRIPTS[0] == f"plotly-cartesian-{get_plotlyjs_version()}.min.js"
