"""`bao-cao.html` in a real browser: what is drawn, sorted, filtered, opened, printed, and that nothing else happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from html_sample import FILES, REPORT, UNIT_TABLE, hostile
from playwright.sync_api import Browser, Page, sync_playwright

from tdnreport.report.html import writer as html_writer
from tdnreport.report.model import Report

AXE = Path(__file__).parent / "assets" / "axe.min.js"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
"""
TIDY = """
document.querySelectorAll("input").forEach((box) => { box.value = ""; box.dispatchEvent(new Event("input")); });
document.querySelectorAll("main details").forEach((part) => { part.open = false; });
"""
OPEN_ALL = "document.querySelectorAll('details').forEach((part) => { part.open = true; })"
DESK, PHONE = (1280, 900), (360, 740)


@dataclass
class Opened:
    """A page and all that it asked for, said or threw while it was open."""

    page: Page
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def column(self, id: str, number: int) -> list[str]:
        """The visible texts of one column, counted from 1."""
        cells = self.page.locator(f"#bang-{id} tbody tr:not([hidden]) > :nth-child({number})")
        return [text.strip() for text in cells.all_text_contents()]

    def sort(self, id: str, label: str, order: str) -> None:
        """Presses a column's head until it says that it is in the order wanted."""
        head = self.page.locator(f"#bang-{id}").get_by_role("columnheader", name=label)
        for _ in range(3):
            head.get_by_role("button").click()
            if head.get_attribute("aria-sort") == order:
                return
        raise AssertionError(f"{label} never becomes {order}")


@pytest.fixture(scope="module")
def browser(browser_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=QUIET)
        yield browser
        browser.close()


def opened(browser: Browser, report: Report, path: Path, size: tuple[int, int]) -> Opened:
    html_writer.write_page(report, path)
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    found = Opened(context.new_page())
    found.page.add_init_script(WATCH)
    found.page.on("request", lambda request: found.requests.append(request.url))
    found.page.on("console", lambda message: found.messages.append(message.text))
    found.page.on("pageerror", lambda error: found.messages.append(str(error)))
    found.page.on("dialog", lambda dialog: found.messages.append(dialog.message))
    found.page.goto(path.as_uri())
    found.page.wait_for_selector("html.drawn", state="attached")
    return found


@pytest.fixture(scope="module")
def desk_page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return opened(browser, REPORT, tmp_path_factory.mktemp("desk") / "bao-cao.html", DESK)


@pytest.fixture
def desk(desk_page: Opened) -> Iterator[Opened]:
    """The page at a desk, its boxes emptied and its details closed again after each test."""
    yield desk_page
    desk_page.page.evaluate(TIDY)


@pytest.fixture(scope="module")
def phone(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return opened(browser, REPORT, tmp_path_factory.mktemp("phone") / "bao-cao.html", PHONE)


def test_the_page_asks_for_itself_only_and_breaks_no_policy(desk: Opened) -> None:
    assert [url for url in desk.requests if not url.startswith("data:")] == [desk.page.url]
    assert desk.page.evaluate("violations") == []
    assert desk.messages == []


def test_every_chart_is_drawn_in_vietnamese(desk: Opened) -> None:
    for chart in REPORT.charts:
        drawing = desk.page.locator(f"#ve-{chart.id}")
        assert drawing.locator("svg .trace path").count() > 0
        assert drawing.evaluate("place => [place._fullLayout.separators.slice(0, 2), place._context.locale]") == [
            ",.",
            "vi",
        ]
    assert desk.page.locator(".modebar-btn--logo, [data-title*='Share']").count() == 0


def test_numbers_sort_by_value_inside_their_group_and_totals_stay_last(desk: Opened) -> None:
    desk.sort("nhiem-vu", "Bố trí", "ascending")
    assert desk.column("nhiem-vu", 6)[:4] == ["100.000.000", "350.000.000", "–", ""]
    desk.sort("nhiem-vu", "Bố trí", "descending")
    assert desk.column("nhiem-vu", 6)[:4] == ["350.000.000", "100.000.000", "–", ""]
    assert desk.column("nhiem-vu", 2)[-1] == "Tổng cộng"


def test_a_column_no_longer_sorted_brings_back_the_order_of_the_report(desk: Opened) -> None:
    desk.sort("don-vi", "Chậm (ngày)", "descending")
    assert desk.column("don-vi", 4)[:2] == ["12", "3"]
    desk.sort("don-vi", "Chậm (ngày)", "none")
    assert desk.column("don-vi", 1) == [row[0] for row in UNIT_TABLE.rows]


def test_text_sorts_as_a_vietnamese_dictionary_does(desk: Opened) -> None:
    desk.sort("don-vi", "Đơn vị", "ascending")
    assert desk.column("don-vi", 1) == [
        "Báo Thừa Thiên Huế",
        "Sở Công Thương",
        "Sở Thông tin và Truyền thông",
        "Sở Văn hóa và Thể thao",
        "Ủy ban nhân dân huyện A Lưới",
        "Ủy ban nhân dân huyện Phú Lộc",
        "Ủy ban nhân dân thành phố Huế",
    ]


def test_days_sort_by_date_and_codes_by_their_parts(desk: Opened) -> None:
    desk.sort("don-vi", "Ngày nhận", "ascending")
    assert desk.column("don-vi", 3) == [
        "08/11/2024",
        "12/11/2024",
        "14/11/2024",
        "15/11/2024",
        "18/11/2024",
        "27/11/2024",
        "",
    ]
    desk.sort("nhiem-vu", "Số", "ascending")
    assert desk.column("nhiem-vu", 1)[4:9] == ["4.1", "4.2", "4.10", "5", "6"]


@pytest.mark.parametrize("query", ["lưới", "luoi", "  A LƯỚI "])
def test_the_filter_finds_words_with_and_without_marks(desk: Opened, query: str) -> None:
    desk.page.locator("#bang-don-vi").get_by_label("Lọc dòng").fill(query)
    assert desk.column("don-vi", 1) == ["Ủy ban nhân dân huyện A Lưới"]
    assert desk.page.locator("#bang-don-vi output").inner_text() == "1/7 dòng"


def test_a_filtered_table_shows_no_total_of_rows_that_are_hidden(desk: Opened) -> None:
    box = desk.page.locator("#bang-nhiem-vu").get_by_label("Lọc dòng")
    box.fill("Kết luận")
    assert desk.column("nhiem-vu", 1) == ["2"]
    box.fill("")
    assert desk.column("nhiem-vu", 2)[-1] == "Tổng cộng"


def test_the_filter_of_remarks_opens_the_units_it_finds(desk: Opened) -> None:
    desk.page.get_by_label("Lọc ghi chú").fill("kho bạc")
    assert desk.page.locator("details.unit:visible h3").all_inner_texts() == ["Sở Văn hóa và Thể thao"]
    assert desk.page.locator(".finding:visible .finding-message").all_inner_texts() == [REPORT.findings[1].message]


def test_a_figure_opens_to_its_cells(desk: Opened) -> None:
    card = desk.page.locator("#so-completion_rate_pct")
    assert not card.locator("table").is_visible()
    card.locator("summary").click()
    assert card.locator("tbody tr").count() == 60
    assert card.locator("tbody tr").first.inner_text().split("\t") == [
        FILES[0],
        "Tiến độ",
        "8",
        "Tình trạng",
        "Hoàn thành",
    ]
    assert "và 15 dòng khác" in card.inner_text()


def test_the_keyboard_alone_reaches_and_sorts_a_column(desk: Opened) -> None:
    head = desk.page.locator("#bang-nhiem-vu th").first
    before = head.get_attribute("aria-sort")
    desk.page.locator("#bang-nhiem-vu input").focus()
    for _ in range(2):
        desk.page.keyboard.press("Tab")
    assert desk.page.evaluate("document.activeElement.className") == "sort"
    desk.page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") != before


def test_a_key_leads_past_the_contents(desk: Opened) -> None:
    desk.page.locator(".skip").focus()
    desk.page.keyboard.press("Enter")
    assert desk.page.evaluate("document.activeElement.id") == "noi-dung"


def test_hostile_text_runs_nothing_and_leads_nowhere(browser: Browser, tmp_path: Path) -> None:
    found = opened(browser, hostile(), tmp_path / "bao-cao.html", DESK)
    assert found.page.evaluate("[window.hit ?? null, violations]") == [None, []]
    assert found.messages == []
    assert found.page.locator("img, [onerror], [onload], a[href^='javascript'], svg a").count() == 0
    assert [url for url in found.requests if not url.startswith("data:")] == [found.page.url]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing_to_mend(desk: Opened, phone: Opened, size: str) -> None:
    page = {"desk": desk, "phone": phone}[size].page
    page.evaluate(OPEN_ALL)
    page.evaluate(AXE.read_text("utf-8"))
    assert (
        page.evaluate(
            "axe.run().then((found) => found.violations.map((rule) => [rule.id, rule.nodes.map((node) => node.html)]))"
        )
        == []
    )


def test_a_phone_scrolls_down_only(phone: Opened) -> None:
    assert phone.page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert (
        phone.page.evaluate("Math.max(...[...document.querySelectorAll('.plot')].map((plot) => plot.scrollWidth))")
        < PHONE[0]
    )


def test_paper_has_no_controls_and_all_remarks(desk: Opened) -> None:
    page = desk.page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".tools:visible, .contents:visible, .modebar:visible, .card summary:visible").count() == 0
    assert page.locator(".finding:visible").count() == len(REPORT.findings)
    assert page.locator("thead").first.evaluate("head => getComputedStyle(head).display") == "table-header-group"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator("details.unit[open]").count() == 0
