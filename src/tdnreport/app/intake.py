"""Files handed in one by one, put into an inbox: mails and archives are taken apart, names made safe, nothing is overwritten.

    receive_file(Path("inbox/._nhan-1"), "Thư Sở Du lịch.eml", inbox)  →  [Received("So Du lich.ods", "new", …), …]

Every name that comes in comes back: kept, known already, left out or refused, each with a sentence. The day on which a mail
arrived stands beside the files that hung on it. Out of scope: reading what a file says.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Literal

from tdnreport.app.mail import MailError, open_mail
from tdnreport.app.safe_names import is_leftover, numbered_name, safe_name
from tdnreport.base.disk import flush_to_disk
from tdnreport.ingest.inbox import REGISTER, SUFFIXES, find_register, why_skipped

MAX_FILE_BYTES, MAX_UNPACKED_BYTES, MAX_ENTRIES, MAX_DEPTH = 512 << 20, 2 << 30, 2000, 3
"""Of one file, of all that an upload unpacks to, of names in it, of containers in containers."""
MAX_MAIL_BYTES = 64 << 20
UPLOAD_PREFIX = "._nhan-"
"""Names of files that are still arriving; an inbox leaves out what starts with `._`."""
UNFINISHED_SECONDS = 3600
_CHUNK = 1 << 20
_NOT_UNPACKED = zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a name; `file` is relative to the inbox where it was kept."""

    name: str
    state: Literal["new", "same", "skipped", "refused"]
    sentence: str
    file: str | None = None
    received_on: date | None = None


class TooMuch(Exception):
    """More than the limits allow; the message is the rest of a sentence."""


@dataclass
class Budget:
    """What may still be unpacked of one upload, and how large a file in it may be."""

    bytes_left: int = MAX_UNPACKED_BYTES
    entries_left: int = MAX_ENTRIES
    file_bytes: int = MAX_FILE_BYTES

    def take(self, size: int) -> None:
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise TooMuch("giải nén ra quá nhiều dữ liệu")

    def take_entry(self) -> None:
        self.entries_left -= 1
        if self.entries_left < 0:
            raise TooMuch("có quá nhiều tệp bên trong")


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A file on its way into the inbox: bytes at `path`, the name given to it, the day its mail arrived."""

    path: Path
    name: str
    inbox: Path
    received_on: date | None = None
    depth: int = 0
    budget: Budget = field(default_factory=Budget)


def new_upload(inbox: Path) -> Path:
    """Where the bytes of the next file may be written: in the inbox, under a name that no reader looks at."""
    inbox.mkdir(parents=True, exist_ok=True)
    return inbox / f"{UPLOAD_PREFIX}{secrets.token_hex(8)}"


def remove_unfinished(inbox: Path) -> None:
    """Files whose arrival was cut off by a crash; what another desk is still writing is younger."""
    for path in inbox.glob(f"{UPLOAD_PREFIX}*"):
        if time.time() - path.stat().st_mtime > UNFINISHED_SECONDS:
            path.unlink(missing_ok=True)


def receive_file(upload: Path, name: str, inbox: Path, budget: Budget | None = None) -> list[Received]:
    """Put a whole uploaded file, or what is in it, into the inbox; `upload` is moved or removed."""
    try:
        return list(_receive(_Parcel(upload, safe_name(name), inbox, budget=budget or Budget())))
    except TooMuch as error:
        return [_refused(safe_name(name), f"{error}; hãy chia nhỏ rồi gửi lại")]
    finally:
        upload.unlink(missing_ok=True)


def _receive(parcel: _Parcel) -> Iterator[Received]:
    suffix = Path(parcel.name).suffix.lower()
    if is_leftover(parcel.name):
        yield Received(parcel.name, "skipped", "tệp tạm của máy, bỏ qua")
    elif suffix in (".zip", ".eml"):
        yield from (
            _unpack(parcel)
            if parcel.depth < MAX_DEPTH
            else [_refused(parcel.name, "tệp nén lồng nhau quá nhiều lớp; hãy giải nén rồi gửi lại")]
        )
    elif suffix == ".msg":
        yield _refused(parcel.name, "thư của Outlook; hãy lưu thư dạng .eml, hoặc kéo riêng tệp đính kèm vào đây")
    elif parcel.name.lower() == REGISTER:
        yield _keep_register(parcel)
    elif suffix in SUFFIXES or why_skipped(Path(parcel.name)):
        yield _keep(parcel)
    else:
        yield _refused(parcel.name, "không phải bảng tính, văn bản hay ảnh nên không nhận")


def _refused(name: str, why: str) -> Received:
    return Received(name, "refused", why)


def _keep_register(parcel: _Parcel) -> Received:
    register = find_register(parcel.inbox)
    if register.exists() and _hash_file(register) != _hash_file(parcel.path):
        return _refused(
            REGISTER, "đã có sổ nhận tệp khác trong hộp thư nên sổ này không thay; hãy ghi ngày nhận trên trang này"
        )
    return _keep(parcel)


def _keep(parcel: _Parcel) -> Received:
    """The file under its own name, or the next free one where another file has it already."""
    digest = _hash_file(parcel.path)
    for number in range(1, MAX_ENTRIES):
        name = numbered_name(parcel.name, number)
        target = parcel.inbox / name
        if not target.exists():
            break
        if target.is_file() and _hash_file(target) == digest:
            return Received(parcel.name, "same", "đã có trong hộp thư, giống hệt", name, parcel.received_on)
    target.parent.mkdir(parents=True, exist_ok=True)
    flush_to_disk(parcel.path)
    os.replace(parcel.path, target)
    other = f"đã nhận; vì có tệp khác cùng tên nên để tên {name}" if number > 1 else "đã nhận"
    return Received(parcel.name, "new", other, name, parcel.received_on)


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(parcel: _Parcel) -> Iterator[Received]:
    try:
        yield from _unpack_mail(parcel) if parcel.name.lower().endswith(".eml") else _unpack_zip(parcel)
    except MailError as error:
        yield _refused(parcel.name, str(error))
    except _NOT_UNPACKED:
        yield _refused(parcel.name, "không mở được, tệp hỏng hoặc chưa tải hết; hãy lấy lại từ thư")


def _unpack_mail(parcel: _Parcel) -> Iterator[Received]:
    if parcel.path.stat().st_size > MAX_MAIL_BYTES:
        raise TooMuch(f"thư nặng quá {MAX_MAIL_BYTES >> 20} MB")
    mail = open_mail(parcel.path)
    if not mail.attachments:
        yield Received(parcel.name, "skipped", "thư không có tệp đính kèm")
    for attachment in mail.attachments:
        if attachment.is_picture_in_text:
            yield Received(attachment.name, "skipped", f"ảnh nằm trong lời thư {parcel.name}, bỏ qua")
        else:
            parcel.budget.take_entry()
            parcel.budget.take(len(attachment.content))
            yield from _receive_part(parcel, attachment.name, attachment.content, mail.received_on)


def _receive_part(parcel: _Parcel, name: str, content: bytes, received_on: date | None) -> Iterator[Received]:
    path = new_upload(parcel.inbox)
    try:
        path.write_bytes(content)
        yield from _receive(_part_of(parcel, path, name, received_on))
    finally:
        path.unlink(missing_ok=True)


def _part_of(parcel: _Parcel, path: Path, name: str, received_on: date | None) -> _Parcel:
    day = received_on or parcel.received_on
    return _Parcel(path, safe_name(name), parcel.inbox, day, parcel.depth + 1, parcel.budget)


def _unpack_zip(parcel: _Parcel) -> Iterator[Received]:
    with zipfile.ZipFile(parcel.path) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            parcel.budget.take_entry()
            name = _entry_name(info)
            if info.flag_bits & 0x1:
                yield _refused(safe_name(name), "có mật khẩu; hãy xin đơn vị bản không đặt mật khẩu")
            elif stat.S_ISLNK(info.external_attr >> 16):
                yield _refused(safe_name(name), "là liên kết, không phải tệp")
            else:
                yield from _receive_entry(parcel, archive, info, name)


def _receive_entry(parcel: _Parcel, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Iterator[Received]:
    path = new_upload(parcel.inbox)
    try:
        with archive.open(info) as source, path.open("wb") as target:
            _copy_within(source, target, parcel.budget)
        yield from _receive(_part_of(parcel, path, name, None))
    finally:
        path.unlink(missing_ok=True)


def _copy_within(source: IO[bytes], target: IO[bytes], budget: Budget) -> None:
    """Counts what really comes out, whatever the archive says of its sizes."""
    size = 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if size > budget.file_bytes:
            raise TooMuch(f"bên trong có tệp nặng quá {budget.file_bytes >> 20} MB")
        budget.take(len(chunk))
        target.write(chunk)


def _entry_name(info: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag are those bytes all the same where they can be; Windows' own packer writes its code page."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1258", errors="replace")
