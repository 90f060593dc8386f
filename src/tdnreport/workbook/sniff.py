"""File format detection by content, and safety checks before any parser opens the file.

    detect_format(b"PK\\x03\\x04…")  →  FileContent("xlsx", parts=ZipFile)
    detect_format(b"")             →  Refused("file_unreadable", "Tệp rỗng, không có dữ liệu.")

The suffix says nothing: HTML, CSV and xlsx files named `.xls` are common. A 9 KB workbook with one value in XFD1048576 would
make a parser that holds the box around all cells ask for 512 GiB, so what the filled rows hold is measured first. Out of scope:
viruses, macros (never run).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tdnreport.workbook.model import LAST_COLUMN, LAST_ROW

FileKind = Literal["xlsx", "ods", "docx", "xls", "html", "xml", "text"]

MAX_FILE_BYTES = 4 << 30
MAX_WORKBOOK_BYTES = 100 << 20
MAX_XLS_BYTES = 30 << 20
MAX_UNPACKED_BYTES = 300 << 20
MAX_PARTS = 3000
MAX_CELLS = 5_000_000
_BEST_DEFLATE = 1032
_LOCAL_HEADER = 30

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_BIFF_BOF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_COPY_OUT = (
    "Hãy chép bảng số liệu trong tệp sang một trang Excel, hoặc điền vào biểu mẫu Excel của kỳ này, rồi gửi lại."
)
_FOREIGN = (
    (b"%PDF", f"Đây là tệp PDF, không phải bảng tính. {_COPY_OUT}"),
    (b"Rar!", "Đây là tệp nén RAR, không phải bảng tính."),
    (b"7z\xbc\xaf", "Đây là tệp nén 7z, không phải bảng tính."),
    (b"\x1f\x8b", "Đây là tệp nén gzip, không phải bảng tính."),
    (b"\x89PNG", "Đây là tệp ảnh, không phải bảng tính."),
    (b"\xff\xd8\xff", "Đây là tệp ảnh, không phải bảng tính."),
    (b"GIF8", "Đây là tệp ảnh, không phải bảng tính."),
    (b"{\\rtf", "Đây là văn bản RTF, không phải bảng tính."),
    (b"SQLite format 3", "Đây là tệp cơ sở dữ liệu, không phải bảng tính."),
)
_OTHER_OFFICE = {
    "xl/workbook.bin": "Đây là bảng tính dạng .xlsb. Hãy mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại.",
    "ppt/presentation.xml": "Đây là tệp trình chiếu, không phải bảng tính.",
}
_OLD_WORD = "Đây là văn bản Word đời cũ (.doc). Hãy mở bằng Word, chọn Lưu thành (Save As) dạng .docx rồi gửi lại."
_WORKBOOK = "xl/workbook.xml"
_RELATION, _TARGET = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>"), re.compile(rb"Target\s*=\s*[\"']([^\"']*)")
_UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_XML_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_TEXT_CONTROLS = b"\t\n\r\x0b\x0c\x1a\x1b"
_BINARY = bytes(set(range(0x20)) - set(_TEXT_CONTROLS))
_ODD_OR_FAR_CELL = re.compile(rb'<c(?=[\s/>])(?! r="[A-Z]{1,2}[0-9]{1,4}")')
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']\s*\$?([A-Za-z]{1,9})\$?(\d{1,9})[^>]*?(/?)>")


class Refused(Exception):
    """The file is not read; `rule_id` and a plain sentence say why."""

    def __init__(self, rule_id: str, detail: str) -> None:
        super().__init__(detail)
        self.rule_id = rule_id
        self.detail = detail


@dataclass(frozen=True, slots=True)
class FileContent:
    """Bytes that may be parsed; `archive` is open for the zipped kinds."""

    kind: FileKind
    data: bytes
    archive: zipfile.ZipFile | None = None


def detect_format(data: bytes) -> FileContent:
    """Detect the format; raises `Refused` for everything that is not a readable table file."""
    if not data.strip(b"\0 \r\n\t"):
        raise Refused("file_unreadable", "Tệp rỗng, không có dữ liệu.")
    if data.startswith(_OLE):
        return _open_ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _open_zip(data)
    if data.startswith(_BIFF_BOF) and data[2:3] in (b"\x04", b"\x06", b"\x08", b"\x10") and data[3:4] == b"\0":
        return _limit_size("xls", data, MAX_XLS_BYTES)
    for magic, sentence in _FOREIGN:
        if data.startswith(magic):
            raise Refused("file_unreadable", sentence)
    return _open_text(data)


def _limit_size(kind: FileKind, data: bytes, limit: int) -> FileContent:
    if len(data) > limit:
        raise Refused("file_too_large", f"Tệp nặng {len(data) >> 20} MB, vượt giới hạn {limit >> 20} MB.")
    return FileContent(kind, data)


def _open_ole(data: bytes) -> FileContent:
    """Old Office file: a workbook, an encrypted new one, or Word."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("file_encrypted", "")
    if "WordDocument".encode("utf-16-le") in data and "Workbook".encode("utf-16-le") not in data:
        raise Refused("file_unreadable", _OLD_WORD)
    return _limit_size("xls", data, MAX_XLS_BYTES)


def _open_zip(data: bytes) -> FileContent:
    _limit_size("xlsx", data, MAX_WORKBOOK_BYTES)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise Refused("file_unreadable", "Tệp bị cắt ngắn hoặc hỏng khi gửi.") from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise Refused("file_too_large", f"Tệp có {len(parts)} phần, khi giải nén vượt quá giới hạn cho phép.")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("file_encrypted", "")
    return FileContent(_office_kind(archive), data, archive)


def _office_kind(archive: zipfile.ZipFile) -> FileKind:
    names = set(map(part_key, archive.namelist()))
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    for name, sentence in _OTHER_OFFICE.items():
        if name in names:
            raise Refused("file_unreadable", sentence)
    if "content.xml" in names and "meta-inf/manifest.xml" in names:
        if b"encryption-data" in part_bytes(archive, "META-INF/manifest.xml"):
            raise Refused("file_encrypted", "")
        return "ods"
    if part_key(workbook_part(archive)) in names and b"spreadsheetml" in part_bytes(archive, "[Content_Types].xml"):
        return "xlsx"
    raise Refused("file_unreadable", "Đây là tệp nén, bên trong không phải một bảng tính.")


def part_key(name: str) -> str:
    """What Excel finds a part of a package by: letter case and the way slashes lean do not count.

    >>> part_key("xl\\\\Workbook.xml")
    'xl/workbook.xml'
    """
    return name.replace("\\", "/").lower().lstrip("/")


def workbook_part(archive: zipfile.ZipFile) -> str:
    """The part that the package calls its document, which is nearly always the usual one."""
    if _WORKBOOK in archive.NameToInfo:
        return _WORKBOOK
    for relation in _RELATION.findall(part_bytes(archive, "_rels/.rels")):
        if b'/officeDocument"' in relation.replace(b"'", b'"') and (target := _TARGET.search(relation)):
            return target[1].decode("utf-8", "replace").replace("\\", "/").lstrip("/")
    return _WORKBOOK


def _find_part(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo | None:
    if name in archive.NameToInfo:
        return archive.NameToInfo[name]
    key = part_key(name)
    return next((part for other, part in archive.NameToInfo.items() if part_key(other) == key), None)


def part_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """One unpacked part in UTF-8; a part that lies about its size or is damaged is refused, an absent one is empty."""
    part = _find_part(archive, name)
    if part is None:
        return b""
    try:
        data = _unpack(archive, part)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise Refused("file_unreadable", "Tệp bị cắt ngắn hoặc hỏng khi gửi.") from error
    if len(data) > MAX_UNPACKED_BYTES:
        raise Refused("file_too_large", "Nội dung giải nén lớn hơn kích thước khai báo.")
    if data.startswith(_UTF16_STARTS):
        data = _as_utf8(data)
    if b"<!DOCTYPE" in data[:4096]:
        raise Refused("file_unreadable", "Tệp có khai báo DOCTYPE, không an toàn để mở.")
    return data


def _as_utf8(data: bytes) -> bytes:
    """An XML part that was written in UTF-16, without its declaration."""
    encoding = "utf-16" if data[:1] in b"\xff\xfe" else "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    return _XML_DECLARATION.sub("", data.decode(encoding, "replace"), count=1).encode("utf-8", "replace")


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Inflate a part directly, in a third of the time of `ZipFile.open`; size and checksum must match the header."""
    if part.compress_type != zipfile.ZIP_DEFLATED or archive.fp is None:
        with archive.open(part) as stream:
            return stream.read(MAX_UNPACKED_BYTES + 1)
    archive.fp.seek(part.header_offset)
    header = archive.fp.read(_LOCAL_HEADER)
    archive.fp.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), io.SEEK_CUR)
    data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(archive.fp.read(part.compress_size), part.file_size + 1)
    if (len(data), zlib.crc32(data)) != (part.file_size, part.CRC):
        raise zipfile.BadZipFile(part.filename)
    return data


def require_small_sheet(xml: bytes) -> None:
    """Refuses a worksheet whose filled rows are too large to hold; one stray cell in the last corner is a row like others."""
    if (cells := cells_of_rows(xml)) > MAX_CELLS:
        raise Refused("file_too_large", f"Vùng dữ liệu của một trang trải trên {cells} ô.")


def require_true_sizes(archive: zipfile.ZipFile) -> None:
    """Unpack the parts that could be far larger than they declare: deflate packs at most 1032 to 1."""
    for part in archive.infolist():
        if part.compress_size * _BEST_DEFLATE > MAX_UNPACKED_BYTES:
            part_bytes(archive, part.filename)


def cells_of_rows(xml: bytes) -> int:
    """Cells of all filled rows from their first column to their last filled one; 0 where a cheap check shows that they are few."""
    if not _ODD_OR_FAR_CELL.search(xml) and not _PREFIXED_CELL.search(xml):
        return 0
    widths: dict[int, int] = {}
    for row, column in _filled_places(xml):
        if row > LAST_ROW or column > LAST_COLUMN:
            return row * column
        widths[row] = max(column, widths.get(row, 0))
    return sum(widths.values())


def _filled_places(xml: bytes) -> Iterator[tuple[int, int]]:
    for match in _CELL.finditer(xml):
        if not match[3]:
            yield int(match[2]), column_number(match[1].decode())


def column_number(letters: str) -> int:
    """The place of a column by its letters.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _open_text(data: bytes) -> FileContent:
    start = _first_bytes(data).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in data[:8192]:
        return _limit_size("xml", data, MAX_WORKBOOK_BYTES)
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body")) or (
        b"<table" in start and start[:1] == b"<"
    ):
        return _limit_size("html", data, MAX_WORKBOOK_BYTES)
    if _is_binary(data[:65536]):
        raise Refused("file_unreadable", "Nội dung không phải bảng tính và cũng không phải văn bản.")
    return FileContent("text", data)


def _first_bytes(data: bytes) -> bytes:
    """The first characters, of UTF-16 too, one byte for each that is Latin."""
    sample = data[:8192]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return sample.decode("utf-16", "replace").encode("ascii", "replace")
    return sample.replace(b"\0", b"") if sample[:2].count(0) == 1 else sample[:4096]


def _is_binary(sample: bytes) -> bool:
    """Control bytes in plenty; UTF-16 has zeros in its high bytes only and is text."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = sorted(half.count(0) for half in (sample[0::2], sample[1::2]))
    if zeros[1] > len(sample) // 8:
        return zeros[0] > len(sample) // 50
    controls = len(sample) - len(sample.translate(None, _BINARY))
    return controls > max(2, len(sample) // 200)
