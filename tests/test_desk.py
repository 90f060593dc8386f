"""The desk asked over HTTP, by its officer and by others: who is let in, what is kept, what can go wrong without harm."""

from __future__ import annotations

import os
import re
import resource
import signal
import socket
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from desk_case import PERIOD, RunningDesk, report_csv, running_desk

from tdnreport.base.home import find_home

TOURISM = report_csv("SỞ DU LỊCH", "Đang thực hiện", 60, "Đã phát 12 chuyên mục về hình ảnh của tỉnh")
NAMELESS = report_csv("", "Hoàn thành", 40, "Đã phát 12 chuyên mục về hình ảnh của tỉnh")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    with running_desk(tmp_path_factory.mktemp("ban")) as running:
        yield running


def below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# --- who is let in


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {"cookie": None}, 403),
        ("GET", "/?key=", {"cookie": None}, 403),
        ("GET", "/?key=sai", {"cookie": None}, 403),
        ("GET", "/?key=%C4%91%FF", {"cookie": None}, 403),
        ("GET", PERIOD, {"cookie": "ban-lam-viec-1=x"}, 403),
        ("GET", "/tinh/desk.js", {"cookie": None}, 403),
        ("GET", PERIOD, {"host": "ke-xau.example"}, 421),
        ("GET", PERIOD, {"host": "127.0.0.1"}, 421),
        ("GET", PERIOD, {"host": "ke-xau.example:8765"}, 421),
        ("POST", f"{PERIOD}/lap-bao-cao", {"origin": None}, 403),
        ("POST", f"{PERIOD}/lap-bao-cao", {"origin": "null"}, 403),
        ("POST", f"{PERIOD}/lap-bao-cao", {"origin": "http://ke-xau.example"}, 403),
        ("POST", f"{PERIOD}/lap-bao-cao", {"origin": "http://127.0.0.1:1"}, 403),
        ("POST", f"{PERIOD}/lap-bao-cao", {"sec_fetch_site": "same-site"}, 403),
        ("POST", f"{PERIOD}/lap-bao-cao", {"cookie": None}, 403),
        ("POST", f"{PERIOD}/tep?ten=a.csv", {"origin": "http://ke-xau.example"}, 403),
        ("GET", "/xem/sai/tth-2024/2024/bao-cao.html", {"cookie": None}, 403),
        ("DELETE", PERIOD, {}, 405),
        ("GET", "/ky/khong-co/2024", {}, 404),
        ("GET", "/ky/..%2f..%2fetc/passwd", {}, 404),
    ],
)
def test_strangers_get_nothing(desk: RunningDesk, method: str, path: str, headers: dict[str, str], status: int) -> None:
    answer = desk.ask(method, path, b"" if method == "POST" else None, **headers)
    assert answer.status == status
    assert "Thừa Thiên Huế" not in answer.text
    assert desk.key not in answer.text
    assert desk.state()["jobs"]["lap"] is None


def test_the_key_is_given_once_and_becomes_a_cookie_of_this_site_only(desk: RunningDesk) -> None:
    answer = desk.ask("GET", f"/?key={desk.key}", cookie=None)
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(answer.headers["set-cookie"].split("; "))


@pytest.mark.parametrize("path", ["/", PERIOD, "/khong-co", "/tinh/desk.css", f"{PERIOD}/tai/ket-qua/khong-co.docx"])
def test_every_answer_bears_the_policy(desk: RunningDesk, path: str) -> None:
    for cookie in ({}, {"cookie": None}):
        headers = desk.ask("GET", path, **cookie).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")
        assert "server" not in headers


def test_it_listens_on_this_machine_only(desk: RunningDesk) -> None:
    with socket.socket() as asked:
        asked.settimeout(5)
        assert asked.connect_ex(("127.0.0.2", desk.port)) != 0


def test_two_starts_have_two_keys(desk: RunningDesk, tmp_path: Path) -> None:
    with running_desk(tmp_path / "khac") as other:
        assert other.key != desk.key
        assert other.ask("GET", "/", cookie=f"ban-lam-viec-{other.port}={desk.key}").status == 403


# --- nothing above the folders


@pytest.mark.parametrize(
    "name",
    ["../../../tdnreport.toml", "..%2f..%2f..%2ftdnreport.toml", "%2e%2e/%2e%2e/warehouse", "/etc/passwd", "%00", "..", "lien-ket.txt"],
)  # fmt: skip
def test_no_path_leads_out_of_a_folder(desk: RunningDesk, name: str) -> None:
    out = desk.home / "out" / "tth-2024" / "2024"
    out.mkdir(parents=True, exist_ok=True)
    if not (out / "lien-ket.txt").is_symlink():
        (out / "lien-ket.txt").symlink_to(desk.home / "tdnreport.toml")
    for start in (f"{PERIOD}/tai/ket-qua/", f"{PERIOD}/hinh/", "/tinh/"):
        answer = desk.ask("GET", start + name)
        assert answer.status in (404, 400)
        assert b"root:" not in answer.content


@pytest.mark.parametrize(
    "name", ["../../../../ra ngoai.csv", "..\\..\\ra ngoai.csv", "/tmp/ra ngoai.csv", "C:\\ra ngoai.csv", "a/../../ra ngoai.csv"]
)  # fmt: skip
def test_an_upload_stays_in_the_inbox(desk: RunningDesk, name: str) -> None:
    before = below(desk.home) - below(desk.inbox)
    [received] = desk.hand_in(name, TOURISM)
    assert received["state"] in ("new", "same")
    new = {path for path in below(desk.home) if path.endswith("ra ngoai.csv")}
    assert new
    assert all(path.startswith("data/inbox/tth-2024/2024/") for path in new)
    assert not Path("/tmp/ra ngoai.csv").exists()
    assert before <= below(desk.home)


def test_an_address_in_a_form_leads_nowhere_else(desk: RunningDesk) -> None:
    answer = desk.ask(
        "POST", f"{PERIOD}/lap-bao-cao?", b"", referer="http://ke-xau.example/x", origin="http://ke-xau.example"
    )
    assert answer.status == 403
    answer = desk.ask("POST", f"{PERIOD}/hoan-tac", "number=x", referer="http://ke-xau.example/ky/x")
    assert answer.status == 409


# --- too much, broken off, no room


def test_a_length_beyond_the_limit_is_refused_before_a_byte_is_read(desk: RunningDesk) -> None:
    answer = desk.ask("POST", f"{PERIOD}/tep?ten=to.csv", b"a", content_length=str(5 << 30), x_desk="1")
    assert answer.status == 413
    assert "nặng quá" in answer.text
    assert not list(desk.inbox.glob("._nhan-*"))


def test_a_form_of_a_megabyte_is_refused(desk: RunningDesk) -> None:
    assert desk.ask("POST", f"{PERIOD}/so", b"file=" + b"a" * (1 << 20)).status == 413


def test_an_upload_that_breaks_off_leaves_nothing(desk: RunningDesk) -> None:
    before = below(desk.inbox)
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", desk.port)) as sender:
            head = (
                f"POST {PERIOD}/tep?ten=dut.csv HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\nOrigin: http://127.0.0.1:{desk.port}\r\n"
                f"Cookie: ban-lam-viec-{desk.port}={desk.key}\r\nContent-Length: 100000\r\n\r\n"
            )
            sender.sendall(head.encode() + b"x" * 5000)
    desk.wait(lambda state: state["arriving"] == 0)
    assert below(desk.inbox) == before


def test_many_uploads_at_once_all_arrive(desk: RunningDesk) -> None:
    names = [f"cung luc/tep {number}.csv" for number in range(200)]
    with ThreadPoolExecutor(20) as pool:
        received = list(pool.map(lambda name: desk.hand_in(name, TOURISM + name.encode()), names))
    assert [one["state"] for [one] in received] == ["new"] * 200
    assert set(names) <= below(desk.inbox)
    for name in names:
        (desk.inbox / name).unlink()


def test_a_full_disk_is_a_sentence_and_the_desk_goes_on(tmp_path: Path) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    with running_desk(tmp_path / "day", preexec_fn=little_room) as desk:
        answer = desk.ask("POST", f"{PERIOD}/tep?ten=to.csv", b"a" * 900_000, x_desk="1")
        assert (answer.status, "Ổ đĩa đã đầy" in answer.text) == (507, True)
        assert below(desk.inbox) == set()
        assert desk.hand_in("nho.csv", TOURISM)[0]["state"] == "new"


# --- hostile names and cells


def test_a_bomb_and_a_locked_archive_are_refused_by_name(desk: RunningDesk, tmp_path: Path) -> None:
    path = tmp_path / "nhieu.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2500):
            archive.writestr(f"{number}.csv", b"")
    received = desk.hand_in("nhieu.zip", path.read_bytes())
    assert received[-1]["state"] == "refused"
    assert "quá nhiều tệp" in received[-1]["sentence"]
    assert desk.hand_in("hong.zip", b"PK\x03\x04 nothing")[0]["state"] == "refused"


def test_live_html_in_names_and_cells_is_text(desk: RunningDesk) -> None:
    name = "<img src=x onerror=alert(1)>.csv"
    content = report_csv("SỞ DU LỊCH", "<script>alert(2)</script>", '"""><svg onload=alert(3)>"', "=cmd|' /C calc'!A0")
    desk.hand_in(name, content)
    page = desk.surveyed()
    kept = next(path.name for path in desk.inbox.iterdir() if "onerror" in path.name)
    file = desk.ask("GET", f"{PERIOD}/tep?ten={quote(kept)}").text
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in file
    for text in (page, file):
        assert not re.search(r"<(img|svg|script)[^>]*(onerror|onload|alert)", text)
        assert "<script>alert" not in text


# --- the register


def test_a_sender_named_by_a_click_counts_and_is_taken_back_by_another(tmp_path: Path) -> None:
    with running_desk(tmp_path / "so") as desk:
        desk.hand_in("khong ten.csv", NAMELESS)
        assert "chưa rõ đơn vị" in desk.surveyed()
        form = {"file": "khong ten.csv", "unit_id": "tth.sdl", "received_on": "12/11/2024"}
        assert desk.ask("POST", f"{PERIOD}/so", urlencode(form)).status == 303
        page = desk.surveyed()
        assert "chưa rõ đơn vị" not in page
        assert "Hoàn tác: ghi đơn vị Sở Du lịch và ngày nhận 12/11/2024 cho tệp khong ten.csv" in page
        assert "khong ten.csv,2024-11-12,tth.sdl" in (desk.inbox / "register.csv").read_text("utf-8-sig")
        assert desk.ask("POST", f"{PERIOD}/hoan-tac", "number=1").status == 303
        assert not (desk.inbox / "register.csv").exists()
        assert "chưa rõ đơn vị" in desk.surveyed()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"file": "khong co.csv", "unit_id": "tth.sdl"}, "Không còn tệp"),
        ({"file": "khong co.csv", "unit_id": "ma la"}, "chọn một đơn vị"),
        ({"file": "khong co.csv"}, "chọn đơn vị hoặc ghi ngày"),
        ({"file": "khong co.csv", "received_on": "31/02/2024"}, "không phải một ngày"),
        ({}, "chọn đơn vị hoặc ghi ngày"),
    ],
)
def test_a_form_that_cannot_be_meant_is_a_sentence(desk: RunningDesk, form: dict[str, str], sentence: str) -> None:
    desk.surveyed()
    answer = desk.ask("POST", f"{PERIOD}/so", urlencode(form))
    assert (answer.status, sentence in answer.text) == (409, True)


# --- a restart, a crash, a check before sending


def test_a_crash_in_the_middle_of_a_report_loses_nothing(tmp_path: Path) -> None:
    home = tmp_path / "dut"
    with running_desk(home) as desk:
        for path in sorted(find_home().sample_inbox("tth-2024", "2024").glob("*.csv")):
            desk.hand_in(path.name, path.read_bytes())
        before = below(desk.inbox)
        (desk.inbox / "._nhan-cu").write_bytes(b"half a file")
        os.utime(desk.inbox / "._nhan-cu", (0, 0))
        desk.surveyed()
        assert desk.ask("POST", f"{PERIOD}/lap-bao-cao", b"").status == 303
        desk.wait(lambda state: state["jobs"]["lap"] is None or state["jobs"]["lap"]["done"] > 0)
        assert desk.hand_in("trong luc lap.csv", TOURISM)[0]["state"] == "new"
        assert "Đang lập báo cáo…" in desk.ask("GET", PERIOD).text
        desk.process.send_signal(signal.SIGKILL)
        desk.process.wait(30)
    with running_desk(home) as desk:
        page = desk.surveyed()
        assert below(desk.inbox) == before | {"trong luc lap.csv"}
        assert "Sở Du lịch" in page
        assert "Chưa có báo cáo của kỳ này" in page


def test_a_check_before_sending_keeps_nothing(desk: RunningDesk) -> None:
    before = below(desk.home / "data")
    answer = desk.ask("POST", f"/kiem-tra/tth-2024/2024?ten={quote('Sở A.csv')}", NAMELESS)
    assert answer.status == 200
    assert "Cần sửa" in answer.text
    assert "Ô D4" in answer.text
    assert below(desk.home / "data") == before


def test_a_stop_is_no_error(tmp_path: Path) -> None:
    with running_desk(tmp_path / "dung") as desk:
        desk.ask("GET", PERIOD)
        desk.process.send_signal(signal.SIGINT)
        assert desk.process.wait(60) == 0
        assert "Đã đóng bàn làm việc" in desk.process.stdout.read()
