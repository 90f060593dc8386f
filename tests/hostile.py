"""Files that nobody should send, as an inbox: one maker for the tests and for `make torture`.

    make(folder)  →  {"bom-nen.xlsx": "file_too_large", "macro.xlsm": None, …}

The value is the finding that must come back: a rule of severity `file`, or None where the file holds a good table and is read.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from workbooks import Cell, Page, Value, csv_bytes, ods, with_part, xls, xlsx, zipped

HEADER: list[Value] = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)", "Dự toán giao (đồng)", "Kết quả"]
DATA: list[Value] = ["4.2", "Xuất bản ấn phẩm phục vụ công tác TTĐN", "Đang thực hiện", 60, 30_000_000, "02 bản tin"]
TITLE: list[list[Value]] = [["SỞ DU LỊCH"], ["BÁO CÁO KẾT QUẢ THỰC HIỆN NĂM 2024"], []]
GOOD: list[list[Value]] = [*TITLE, HEADER, DATA]
SHEET = "xl/worksheets/sheet1.xml"
XML = b'<?xml version="1.0"?>'
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 16) for i in range(9))
    + b"]>"
)
XXE = b'<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
LONG_NAME = (
    "Báo cáo kết quả thực hiện nhiệm vụ thông tin đối ngoại năm 2024 của Trung tâm Bảo tồn Di tích Cố đô Huế"
    " và các đơn vị trực thuộc trên địa bàn tỉnh (bản sửa lần cuối)"
)

Maker = Callable[[Path], object]


def book(path: Path, **page: object) -> Path:
    """A good workbook of one sheet."""
    return xlsx(path, Page("Biểu 01", GOOD, **page))  # type: ignore[arg-type]


def text(data: bytes) -> Maker:
    return lambda path: path.write_bytes(data)


def changed(old: bytes, new: bytes, part: str = SHEET) -> Maker:
    """A good workbook with bytes of one part replaced."""
    return lambda path: with_part(book(path), part, old, new)


def with_parts(parts: dict[str, bytes], content_type: str = "") -> Maker:
    """A good workbook with more in it."""

    def make_it(path: Path) -> None:
        with zipfile.ZipFile(book(path)) as archive:
            held = {name: archive.read(name) for name in archive.namelist()}
        zipped(path, held | parts)

    return make_it


def truncated(path: Path) -> None:
    data = book(path).read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])


def encrypted(path: Path) -> None:
    """An OLE container with the two streams of a workbook that asks for a password."""
    data = xls(path, Page("Biểu 01", GOOD)).read_bytes()
    at = data.index("Workbook".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0")
    path.write_bytes(data[:at] + name + struct.pack("<H", 34) + data[at + 66 :])


def locked_zip(path: Path) -> None:
    """Every member of the zip asks for a password."""
    data = bytearray(book(path).read_bytes())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(signature, place + 4)
    path.write_bytes(bytes(data))


def deflated_blanks(size: int) -> bytes:
    """A deflate stream of spaces, made of one block over and over: 10 GB in a moment."""
    block, packer = 1 << 24, zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packer.compress(b" " * block) + packer.flush(zlib.Z_FULL_FLUSH)
    return once * (size // block) + packer.flush(zlib.Z_FINISH)


def bomb(declared: int, part: str = SHEET, size: int = 10 << 30) -> Maker:
    """A workbook with a part of 10 GB in 10 MB that declares another size."""

    def make_it(path: Path) -> None:
        with zipfile.ZipFile(book(path)) as archive:
            held = {name: archive.read(name) for name in archive.namelist()}
        packed = deflated_blanks(size)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in held.items():
                if name != part:
                    archive.writestr(name, data)
            info = zipfile.ZipInfo(part)
            info.compress_type = zipfile.ZIP_STORED
            archive.writestr(info, packed)
        _relabel(path, part, len(packed), declared)

    return make_it


def _relabel(path: Path, part: str, packed: int, declared: int) -> None:
    """A stored member becomes a deflated one of `declared` bytes."""
    data = bytearray(path.read_bytes())
    for signature, method, size in ((b"PK\x03\x04", 8, 22), (b"PK\x01\x02", 10, 24)):
        name_at = {b"PK\x03\x04": 30, b"PK\x01\x02": 46}[signature]
        place = data.find(signature)
        while place >= 0:
            if data[place + name_at : place + name_at + len(part)] == part.encode():
                struct.pack_into("<H", data, place + method, 8)
                struct.pack_into("<I", data, place + size, declared & 0xFFFFFFFF)
            place = data.find(
                signature,
                place
                + (30 + packed if signature == b"PK\x03\x04" and part.encode() in data[place : place + 99] else 4),
            )
    path.write_bytes(bytes(data))


def nested_zip(path: Path) -> None:
    inner = zlib.compress(b"\0" * (1 << 20))
    zipped(path, {f"{i}.zip": inner for i in range(50)})


def old_book(xml: bytes) -> bytes:
    """XML Spreadsheet 2003 whose first cell is `xml`."""
    rows = b"".join(
        b"<Row>"
        + b"".join(b'<Cell><Data ss:Type="String">%s</Data></Cell>' % str(value).encode() for value in row)
        + b"</Row>"
        for row in GOOD
    )
    return (
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        b'<Worksheet ss:Name="A"><Table><Row><Cell><Data ss:Type="String">'
        + xml
        + b"</Data></Cell></Row>"
        + rows
        + b"</Table></Worksheet></Workbook>"
    )


def ods_with(declaration: bytes, cell: bytes) -> Maker:
    """A good .ods with a DOCTYPE and one more paragraph."""

    def make_it(path: Path) -> None:
        ods(path, Page("A", GOOD))
        with zipfile.ZipFile(path) as archive:
            head = archive.read("content.xml")[:60]
        end = head.index(b"?>") + 2
        with_part(path, "content.xml", head[:end], head[:end] + declaration)
        if cell:
            with_part(path, "content.xml", "SỞ DU LỊCH".encode(), "SỞ DU LỊCH".encode() + cell)

    return make_it


def many_rows(row: bytes, count: int = 1 << 20) -> Maker:
    """A good sheet with a million rows of nothing below it."""

    def make_it(path: Path) -> None:
        rows = b"".join(row.replace(b"#", b"%d" % number) for number in range(100, 100 + count))
        with_part(book(path), SHEET, b"</sheetData>", rows + b"</sheetData>")

    return make_it


def wide(columns: int) -> bytes:
    return csv_bytes(GOOD, ";") + b"; " * columns + b"\r\n" + b";x" * columns


RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
DDE = (
    b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<ddeLink ddeService="cmd" ddeTopic="/c calc"><ddeItems><ddeItem name="A0" advise="1"/></ddeItems></ddeLink></externalLink>'
)
OUTSIDE = (
    RELATIONS
    % b'<Relationship Id="rId9" Type="x/externalLinkPath" Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"/>'
)
LINKS = {"xl/externalLinks/externalLink1.xml": DDE, "xl/externalLinks/_rels/externalLink1.xml.rels": OUTSIDE}

REFUSED: dict[str, tuple[str, Maker]] = {
    "trong.xlsx": ("file_unreadable", text(b"")),
    "trong.csv": ("file_unreadable", text(b"\r\n\r\n")),
    "so-khong.xls": ("file_unreadable", text(b"\0" * 5000)),
    "cat-ngan.xlsx": ("file_unreadable", truncated),
    "mat-khau.xlsx": ("file_encrypted", encrypted),
    "khoa-zip.xlsx": ("file_encrypted", locked_zip),
    "thuc-ra-pdf.xlsx": ("file_unreadable", text(b"%PDF-1.7\n1 0 obj")),
    "thuc-ra-word.xlsx": ("file_unreadable", lambda path: zipped(path, {"word/document.xml": b"<w/>"})),
    "thuc-ra-anh.csv": ("file_unreadable", text(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))),
    "chuong-trinh.xls": ("file_unreadable", text(b"MZ\x90\0" + bytes(range(256)) * 40)),
    "van-ban.txt": ("no_table_found", text("Kính gửi Sở, chúng tôi sẽ gửi sau.".encode())),
    "nen-long-nen.xlsx": ("file_unreadable", nested_zip),
    "bom-nen-that.xlsx": ("file_too_large", bomb((4 << 30) - 1)),
    "bom-nen-doi.xlsx": ("file_unreadable", bomb(1000)),
    "bom-nen-chuoi.xlsx": ("file_unreadable", bomb(1000, "xl/sharedStrings.xml")),
    "bom-xml.xlsx": ("file_unreadable", changed(b"<worksheet", LAUGHS + b"<worksheet")),
    "bom-xml.ods": ("file_unreadable", ods_with(LAUGHS, b"&j;")),
    "bom-xml-giau.ods": ("file_unreadable", ods_with(b" " * 5000 + LAUGHS, b"&j;")),
    "bom-xml.xls": ("file_unreadable", text(XML + LAUGHS + old_book(b"&j;"))),
    "xxe.xlsx": ("file_unreadable", changed(b"<worksheet", XXE + b"<worksheet")),
    "xxe-chuoi.xlsx": ("file_unreadable", changed(b"<sst", XXE + b"<sst", "xl/sharedStrings.xml")),
    "xxe.ods": ("file_unreadable", ods_with(XXE, b"&j;")),
    "o-ngoai-bang-tinh.xlsx": (
        "file_too_large",
        changed(b"</sheetData>", b'<row r="1048577"><c r="XFE1048577"><v>1</v></c></row></sheetData>'),
    ),
    "nghin-o-xa-nhat.xlsx": (
        "file_too_large",
        changed(
            b"</sheetData>",
            b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (row, row) for row in range(9, 1009))
            + b"</sheetData>",
        ),
    ),
    "vong-lap.xlsx": ("file_unreadable", lambda path: path.symlink_to(path.name)),
    "lien-ket-hong.csv": ("file_unreadable", lambda path: path.symlink_to("khong-co.csv")),
    "ong-dan.csv": ("file_unreadable", os.mkfifo),
    "ra-ngoai.csv": ("file_unreadable", lambda path: path.symlink_to("/etc/passwd")),
    "vo-tan.csv": ("file_unreadable", lambda path: path.symlink_to("/dev/zero")),
}
"""Must come back refused, each with one sentence."""

endless = changed(b"</sheetData>", b"<c " * 3_000_000)
"""Three million cells that never end: a search for their ends takes days."""

READ: dict[str, Maker] = {
    "xxe.xls": text(XML + XXE + old_book(b"&j;")),
    "o-xa-nhat.xlsx": changed(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    "macro.xlsm": with_parts({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0Sub AutoOpen()"}),
    "doi-tuong-nhung.xlsx": with_parts({"xl/embeddings/oleObject1.bin": b"MZ\x90\0", "xl/activeX/activeX1.bin": b"x"}),
    "lien-ket-ngoai-dde.xlsx": with_parts(LINKS),
    "../duong-dan.xlsx": with_parts({"../../../../tmp/tdnreport-evil.txt": b"x", "/etc/cron.d/evil": b"x"}),
    "dde-trong-o.xlsx": lambda path: xlsx(
        path, Page("A", [*GOOD, [*DATA[:5], Cell("9", formula="=cmd|'/c calc'!A0")]])
    ),
    "trieu-cot.csv": text(wide(1_000_000)),
    "trieu-dong-trang.xlsx": many_rows(b'<row r="#"/>'),
    "trieu-dong-dinh-dang.xlsx": many_rows(b'<row r="#"><c r="A#" s="0"/></row>', 1 << 18),
    "trieu-dong-trang.csv": text(csv_bytes(GOOD) + b",,,,,\r\n" * (1 << 20)),
    "trieu-dong-rong.csv": text(csv_bytes(GOOD) + b"\r\n" * (1 << 20)),
    "ten-csv.csv": book,
    "ten-xls.xls": book,
    "ten-xlsx-that-ra-csv.xlsx": text(csv_bytes(GOOD, ";")),
    "-rf.xlsx": book,
    "--help.csv": text(csv_bytes(GOOD)),
    "CON.xlsx": book,
    "$(touch evil).csv": text(csv_bytes(GOOD)),
    "'; drop table raw.files; --.csv": text(csv_bytes(GOOD)),
    "hai\ndòng.csv": text(csv_bytes(GOOD)),
    "mau\x1b[31m\u202exslx.csv": text(csv_bytes(GOOD)),
    "<img src=x onerror=alert(1)>.csv": text(csv_bytes(GOOD)),
    "{{7*7}} =1+1.csv": text(csv_bytes(GOOD)),
    f"{LONG_NAME}.csv": text(csv_bytes(GOOD)),
    "a/trung-ten.csv": text(csv_bytes(GOOD)),
    "b/trung-ten.csv": text(csv_bytes(GOOD)),
    "b/TRUNG-TEN.csv": text(csv_bytes(GOOD)),
    "/".join("sâu" for _ in range(30)) + "/sau.csv": text(csv_bytes(GOOD)),
}
"""Odd, but with a good table in them: read like any other."""


def make(folder: Path) -> dict[str, str | None]:
    """All of them in one inbox, with folders in a ring; file name → rule it must be refused with, None where it is read."""
    wanted: dict[str, str | None] = {}
    for name, (rule, maker) in REFUSED.items():
        maker(_place(folder, name))
        wanted[name] = rule
    for name, maker in READ.items():
        name = name.removeprefix("../")
        maker(_place(folder, name))
        wanted[name] = None
    raw_name = os.fsencode(folder) + b"/kh\xf4ng-utf8.csv"
    Path(os.fsdecode(raw_name)).write_bytes(csv_bytes(GOOD))
    wanted["kh\ufffdng-utf8.csv"] = None
    (folder / "vong").symlink_to(folder, target_is_directory=True)
    return wanted


def _place(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
