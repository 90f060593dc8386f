"""Mails and archives taken apart, names made safe, nothing lost and nothing overwritten, limits kept whatever a file says of itself."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdnreport.app.intake import Budget, Received, new_upload, receive_file
from tdnreport.app.safe_names import safe_name

BOOK = b"STT,Nhi\xe1\xbb\x87m v\xe1\xbb\xa5\n1,a\n"


def mail(*files: tuple[str, bytes], sent: str = "Tue, 12 Nov 2024 18:30:00 -0500", received: str = "") -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "a@example.vn", "Báo cáo", sent
    if received:
        message["Received"] = f"from a by b; {received}"
    message.set_content("Kính gửi báo cáo.")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def packed(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def given_in(inbox: Path, name: str, content: bytes, budget: Budget | None = None) -> list[Received]:
    path = new_upload(inbox)
    path.write_bytes(content)
    received = receive_file(path, name, inbox, budget)
    assert not list(inbox.rglob("._nhan-*"))
    return received


def test_a_mail_gives_its_attachments_and_the_day_in_viet_nam(tmp_path):
    [received] = given_in(tmp_path, "thư.eml", mail(("Báo cáo Sở A.csv", BOOK)))
    assert (received.file, received.received_on) == ("Báo cáo Sở A.csv", date(2024, 11, 13))
    assert (tmp_path / "Báo cáo Sở A.csv").read_bytes() == BOOK


def test_the_servers_day_comes_before_the_senders(tmp_path):
    content = mail(("a.csv", BOOK), received="Mon, 18 Nov 2024 08:00:00 +0700")
    assert given_in(tmp_path, "thư.eml", content)[0].received_on == date(2024, 11, 18)


def test_a_folder_of_mails_in_an_archive_is_taken_apart(tmp_path):
    content = packed(
        ("thư/1.eml", mail(("a.csv", BOOK))),
        ("thư/2.eml", mail(("trong.zip", packed(("b.csv", BOOK + b"2,b\n"))))),
        ("thư/~$a.xlsx", b"lock"),
        ("__MACOSX/._a.csv", b"mac"),
        ("chuong-trinh.exe", b"MZ"),
    )
    received = {one.name: one for one in given_in(tmp_path, "thu.zip", content)}
    assert {name: one.state for name, one in received.items()} == {
        "a.csv": "new", "b.csv": "new", "thư/~$a.xlsx": "skipped", "__MACOSX/._a.csv": "skipped", "chuong-trinh.exe": "refused",
    }  # fmt: skip
    assert received["b.csv"].received_on == date(2024, 11, 13)
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", "b.csv"}


def test_a_file_of_the_same_name_is_kept_beside_the_first(tmp_path):
    states = [given_in(tmp_path, "a.csv", content)[0] for content in (BOOK, BOOK, b"other", b"other")]
    assert [(one.state, one.file) for one in states] == [
        ("new", "a.csv"), ("same", "a.csv"), ("new", "a (2).csv"), ("same", "a (2).csv"),
    ]  # fmt: skip
    assert (tmp_path / "a.csv").read_bytes() == BOOK


def test_another_register_does_not_replace_the_one_that_is_kept(tmp_path):
    assert given_in(tmp_path, "register.csv", b"file\n")[0].state == "new"
    assert given_in(tmp_path, "register.csv", b"file,received_on\n")[0].state == "refused"
    assert (tmp_path / "register.csv").read_bytes() == b"file\n"


@pytest.mark.parametrize(
    ("budget", "content", "words"),
    [
        (Budget(file_bytes=1000), packed(("a.csv", b"a" * 100_000)), "tệp nặng quá"),
        (Budget(bytes_left=1000), packed(("a.csv", b"a" * 600), ("b.csv", b"b" * 600)), "quá nhiều dữ liệu"),
        (Budget(entries_left=2), packed(*((f"{number}.csv", b"") for number in range(5))), "quá nhiều tệp"),
        (Budget(), packed(("b.zip", packed(("c.zip", packed(("d.zip", packed(("e.csv", BOOK)))))))), "lồng nhau"),
    ],
)
def test_what_unpacks_to_too_much_is_refused(tmp_path, budget, content, words):
    received = given_in(tmp_path, "bom.zip", content, budget)
    assert received[-1].state == "refused"
    assert words in received[-1].sentence


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\0" * 5000, packed(("a.csv", BOOK))[:-30]])
@pytest.mark.parametrize("name", ["a.zip", "a.eml"])
def test_a_broken_container_is_refused_with_a_sentence(tmp_path, name, content):
    received = given_in(tmp_path, name, content)
    assert {one.state for one in received} <= {"refused", "skipped"}
    assert all(len(one.sentence) > 10 for one in received)


@pytest.mark.parametrize(
    "name", ["../../a.csv", "/etc/a.csv", "..\\..\\a.csv", "C:\\a.csv", "a/b/c/d/e/f.csv", "...", "CON.csv"]
)
def test_no_name_in_an_archive_leads_out_of_the_inbox(tmp_path, name):
    inbox = tmp_path / "x" / "inbox"
    given_in(inbox, "a.zip", packed((name, BOOK)))
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {
        path for path in inbox.rglob("*") if path.is_file()
    }


@given(st.text(max_size=400))
def test_a_safe_name_is_safe_and_stays_as_it_is(name):
    safe = safe_name(name)
    assert safe_name(safe) == safe
    for part in safe.split("/"):
        assert part not in ("", ".", "..")
        assert len(part.encode()) <= 200
        assert not set(part) & set('\\<>:"|?*\0\n')
