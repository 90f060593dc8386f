"""The desk in a real browser: mails become a Word report without a terminal; keyboard, zoom, phone; nothing from outside, no live text."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import docx
import pytest
from desk_case import PERIOD, RunningDesk, report_csv, running_desk
from playwright.sync_api import Browser, Page, expect, sync_playwright
from test_html_browser import AXE, OPEN_ALL, QUIET, WATCH

from tdnreport.base.home import find_home

FAR = 120_000
"""Milliseconds until a wait gives up; a busy machine must not make a test fail."""
SIZES = {"desk": (1280, 900), "zoom 200 %": (640, 450), "phone": (360, 740)}
HOSTILE = "<img src=x onerror=window.hit=1>.csv"


@dataclass
class Visit:
    """A browser at the desk, and all that it asked for or complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser(browser_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=QUIET)
        yield browser
        browser.close()


def visit(browser: Browser, desk: RunningDesk, size: str = "desk") -> Visit:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True, locale="vi-VN")
    context.set_default_timeout(FAR)
    found = Visit(context.new_page())
    found.page.add_init_script(WATCH)
    context.on("request", lambda request: found.requests.append(request.url))
    context.on("console", lambda message: found.messages.append(message.text))
    found.page.on("pageerror", lambda error: found.messages.append(str(error)))
    found.page.goto(desk.address)
    return found


def sample_mails() -> bytes:
    """Every file of the sample year as a mail that arrived on the day of the register, all in one archive."""
    folder = find_home().sample_inbox("tth-2024", "2024")
    rows = csv.DictReader(io.StringIO((folder / "register.csv").read_text("utf-8-sig")))
    days = {row["file"]: row["received_on"] for row in rows}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, path in enumerate(sorted(folder.glob("*"))):
            if path.name != "register.csv":
                archive.writestr(f"thu/{number}.eml", as_mail(path, days.get(path.name, "2024-11-14")))
    return buffer.getvalue()


def as_mail(path: Path, day: str) -> bytes:
    moment = datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=timezone(timedelta(hours=7)))
    message = EmailMessage()
    message["Subject"], message["Date"] = "Báo cáo", format_datetime(moment)
    message.set_content("Kính gửi.")
    message.add_attachment(path.read_bytes(), maintype="application", subtype="octet-stream", filename=path.name)
    return bytes(message)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    with running_desk(tmp_path_factory.mktemp("ban")) as running:
        yield running


@pytest.fixture(scope="module")
def officer(browser: Browser, desk: RunningDesk) -> Visit:
    """An officer who has handed in the mails and a file that says nothing of its sender."""
    found = visit(browser, desk)
    found.page.get_by_role("link", name="Thừa Thiên Huế").click()
    nameless = report_csv("", "Hoàn thành", 40, "<script>window.hit=2</script>")
    found.page.set_input_files("[data-pick] >> nth=0", [
        {"name": "thu.zip", "mimeType": "application/zip", "buffer": sample_mails()},
        {"name": HOSTILE, "mimeType": "text/csv", "buffer": nameless},
    ])  # fmt: skip
    expect(found.page.locator("#ai-da-gui .tiles").get_by_text("/29 đơn vị")).to_be_visible(timeout=FAR)
    expect(found.page.locator(".steps")).to_contain_text("28 tệp", timeout=FAR)
    return found


def test_mails_become_a_word_report_without_a_terminal(officer: Visit, desk: RunningDesk, tmp_path: Path) -> None:
    page = officer.page
    assert page.locator(".units tbody tr").count() >= 29
    assert page.locator(".units tr", has_text="Sở Du lịch").locator("td").nth(1).inner_text() == "19/11/2024"
    page.get_by_label("Chỉ hiện đơn vị phải hỏi").check()
    assert 3 < page.locator(".units tbody tr:visible").count() < 29
    page.get_by_label("Chỉ hiện đơn vị phải hỏi").uncheck()
    hand = page.locator(".hands li", has_text="onerror")
    hand.get_by_label("Đơn vị gửi").select_option(label="UBND huyện Nam Đông")
    hand.get_by_label("Ngày nhận").fill("14/11/2024")
    hand.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.locator(".units tr", has_text="Nam Đông")).to_contain_text("Đúng hạn", timeout=FAR)

    page.get_by_role("button", name="Lập báo cáo").click()
    page.get_by_role("link", name="Kiểm tra một tệp").first.click()
    page.go_back()
    expect(page.get_by_role("link", name="Báo cáo Word")).to_be_visible(timeout=FAR)
    expect(page.locator("#lap-bao-cao .good")).to_contain_text("đúng các tệp", timeout=FAR)
    with page.expect_download() as download:
        page.get_by_role("link", name="Báo cáo Word").click()
    download.value.save_as(tmp_path / "bao-cao.docx")
    text = "\n".join(part.text for part in docx.Document(str(tmp_path / "bao-cao.docx")).paragraphs)
    assert "Thừa Thiên Huế" in text
    assert (desk.home / "out/tth-2024/2024/bao-cao.docx").read_bytes() == (tmp_path / "bao-cao.docx").read_bytes()

    page.get_by_role("link", name="Vì sao con số này?").first.click()
    expect(page.locator(".answer")).to_contain_text("%")
    page.locator(".trace a").first.click()
    expect(page.locator(".grid").first).to_be_visible()
    page.goto(f"http://127.0.0.1:{desk.port}{PERIOD}")
    page.get_by_role("button", name="Chốt số liệu").click()
    expect(page.locator("#chot-ky code")).to_have_text(re.compile("[0-9a-f]{12}"))
    assert (desk.home / "data/closed/tth-2024/2024/chot.json").is_file()
    page.get_by_label("Số văn bản").fill("245")
    page.get_by_label("Ngày ký").fill("12/12/2024")
    page.get_by_role("button", name="Công bố").click()
    expect(page.locator("#chot-ky .good").last).to_contain_text(
        "Đã công bố bằng Báo cáo số 245/BC-STTTT ngày 12/12/2024"
    )
    assert "2024-12-12" in (desk.home / "data/published/figures.csv").read_text(encoding="utf-8")


def test_marked_cells_stand_beside_their_remarks(officer: Visit, desk: RunningDesk) -> None:
    page = officer.page
    page.goto(f"http://127.0.0.1:{desk.port}{PERIOD}/tep?ten=phong%20dien%202024.csv")
    remarks, marks = page.locator(".remarks li"), page.locator(".grid .mark")
    assert remarks.count() == marks.count() == 2
    assert page.locator(".grid td.grave").count() == 1
    assert page.locator("details.unread li").count() == 1
    page.locator(".remarks a").last.click()
    assert page.url.endswith("#o-2")


def test_a_second_browser_sees_what_the_first_one_does(officer: Visit, browser: Browser, desk: RunningDesk) -> None:
    other = visit(browser, desk)
    other.page.goto(f"http://127.0.0.1:{desk.port}{PERIOD}")
    files = report_csv("SỞ NGOẠI VỤ", "Đang thực hiện", 50, "Đang làm")
    desk.hand_in("tu noi khac.csv", files)
    for page in (other.page, officer.page):
        page.goto(f"http://127.0.0.1:{desk.port}{PERIOD}") if page is officer.page else None
        expect(page.locator(".units")).to_contain_text("tu noi khac.csv", timeout=FAR)
    (desk.inbox / "tu noi khac.csv").unlink()
    expect(other.page.locator(".units")).not_to_contain_text("tu noi khac.csv", timeout=FAR)
    other.page.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    officer: Visit, browser: Browser, desk: RunningDesk, size: str
) -> None:
    found = visit(browser, desk, size)
    root = f"http://127.0.0.1:{desk.port}"
    pages = [
        "/",
        "/kiem-tra",
        PERIOD,
        f"{PERIOD}/tep?ten=phong%20dien%202024.csv",
        f"{PERIOD}/con-so/completion_rate_pct",
        "/x",
    ]
    for path in pages:
        found.page.goto(root + path)
        found.page.evaluate(OPEN_ALL)
        # The policy lets no script in; the checker comes in by the browser's own hand, as an extension would.
        session = found.page.context.new_cdp_session(found.page)
        session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
        problems = found.page.evaluate(
            "axe.run().then((found) => found.violations.map((rule) => [rule.id, rule.nodes.map((node) => node.html.slice(0, 200))]))"
        )
        assert problems == [], path
        assert found.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0], path
    found.page.context.close()


def test_the_keyboard_alone_reaches_every_step(officer: Visit, browser: Browser, desk: RunningDesk) -> None:
    found = visit(browser, desk)
    page = found.page
    page.goto(f"http://127.0.0.1:{desk.port}{PERIOD}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = []
    for _ in range(400):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()")
        )
        if reached[-1].startswith(("Mở lại", "Chốt số liệu")):
            break
    for wanted in ("Chọn tệp", "Chọn thư mục", "Soạn công văn", "Lập lại báo cáo", "Báo cáo Word"):
        assert any(text.startswith(wanted) for text in reached), wanted
    found.page.context.close()


def test_a_departments_officer_checks_one_file(browser: Browser, desk: RunningDesk) -> None:
    found = visit(browser, desk)
    page = found.page
    page.get_by_role("link", name="Kiểm tra một tệp").click()
    page.wait_for_load_state()
    page.get_by_label("Báo cáo của kỳ").select_option(label="Thừa Thiên Huế: Năm 2024")
    content = report_csv("SỞ DU LỊCH", "Hoàn thành", 40, "Đã làm")
    page.set_input_files("[data-pick]", [{"name": "So Du lich.csv", "mimeType": "text/csv", "buffer": content}])
    expect(page.locator("#ket-qua")).to_contain_text("Cần sửa 1 chỗ rồi hãy gửi.", timeout=FAR)
    assert page.locator(".grid td.grave").inner_text().startswith("40")
    assert found.messages == []
    found.page.context.close()


def test_the_reports_own_pages_open_in_a_sandbox(officer: Visit, browser: Browser, desk: RunningDesk) -> None:
    found = visit(browser, desk)
    found.page.goto(f"http://127.0.0.1:{desk.port}{PERIOD}")
    with found.page.expect_popup() as popup:
        found.page.get_by_role("link", name="Trang báo cáo").click()
    popup.value.wait_for_selector("html.drawn", state="attached")
    assert popup.value.evaluate(
        "[self.origin, (() => { try { return document.cookie } catch { return 'none' } })()]"
    ) == ["null", "none"]
    assert popup.value.evaluate("fetch('/').then(() => 'read', () => 'refused')") == "refused"
    found.page.context.close()


def test_nothing_came_from_outside_and_no_text_of_a_sender_ran(officer: Visit, desk: RunningDesk) -> None:
    officer.page.goto(f"http://127.0.0.1:{desk.port}{PERIOD}")
    assert officer.page.evaluate("[window.hit ?? null, violations]") == [None, []]
    assert officer.messages == []
    assert {url for url in officer.requests if not url.startswith(f"http://127.0.0.1:{desk.port}/")} == set()


def test_a_page_says_that_the_desk_has_been_closed(browser: Browser, tmp_path: Path) -> None:
    with running_desk(tmp_path / "dong") as closing:
        found = visit(browser, closing)
        found.page.goto(f"http://127.0.0.1:{closing.port}{PERIOD}")
        closing.stop()
        expect(found.page.get_by_role("alert")).to_contain_text("Bàn làm việc đã đóng", timeout=FAR)
        found.page.context.close()
