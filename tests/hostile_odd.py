"""A second list of files that nobody should send, made without looking at how the reader works: broken inside, lying, endless or odd.

make(folder)  →  the names, each of which must come back with one sentence or with its good row
"""

from __future__ import annotations

import gzip
import random
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import hostile
from hostile import DATA, GOOD, HEADER, SHEET, TITLE, Maker, book, changed, text, with_parts
from workbooks import Page, csv_bytes, ods, with_part, xls, xlsx, zipped

STRINGS, RELS, BOOK = "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
CSV = csv_bytes(GOOD)


def flipped(maker: Callable[[Path], object], seed: int, count: int = 40, start: int = 0) -> Maker:
    """A good file with bytes flipped after `start`."""

    def make_it(path: Path) -> None:
        maker(path)
        data, dice = bytearray(path.read_bytes()), random.Random(seed)
        for _ in range(count):
            data[dice.randrange(start, len(data))] ^= 1 << dice.randrange(8)
        path.write_bytes(bytes(data))

    return make_it


def cut(maker: Callable[[Path], object], share: float) -> Maker:
    def make_it(path: Path) -> None:
        maker(path)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return make_it


def patched(offset_from: bytes, at: int, value: bytes) -> Maker:
    """A good workbook with bytes of its zip structure replaced, `at` bytes after the first place of a signature."""

    def make_it(path: Path) -> None:
        data = bytearray(book(path).read_bytes())
        place = data.rindex(offset_from) + at
        data[place : place + len(value)] = value
        path.write_bytes(bytes(data))

    return make_it


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(book(path)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def without(part: str) -> Maker:
    return lambda path: zipped(path, {name: data for name, data in parts_of(path).items() if name != part})


def recoded(encoding: str) -> Maker:
    def make_it(path: Path) -> None:
        held = parts_of(path)
        xml = held[SHEET].decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
        zipped(path, held | {SHEET: xml.encode(encoding)})

    return make_it


def renamed(change: Callable[[str], str]) -> Maker:
    return lambda path: zipped(path, {change(name): data for name, data in parts_of(path).items()})


def twice(path: Path) -> None:
    """Two parts of one name, the first with other numbers."""
    held = parts_of(path)
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(SHEET, held[SHEET].replace(b"30000000", b"99999999"))
        for name, data in held.items():
            archive.writestr(name, data)


def behind(start: bytes) -> Maker:
    return lambda path: path.write_bytes(start + book(path).read_bytes())


def recursive(path: Path) -> None:
    inner = book(path).read_bytes()
    for _ in range(20):
        zipped(path, {"[Content_Types].xml": b"<Types/>", "xl/embeddings/book.xlsx": inner})
        inner = path.read_bytes()


def many_sheets(path: Path) -> None:
    held = parts_of(path)
    sheets = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (i, i + 2) for i in range(300))
    zipped(path, held | {BOOK: held[BOOK].replace(b"</sheets>", sheets + b"</sheets>")})


def ods_changed(old: bytes, new: bytes) -> Maker:
    def make_it(path: Path) -> None:
        ods(path, Page("A", GOOD))
        with_part(path, "content.xml", old, new)

    return make_it


def good_xls(path: Path) -> Path:
    return xls(path, Page("Biểu 01", GOOD))


def fat_loop(path: Path) -> None:
    """Each sector of the allocation table points to itself."""
    data = bytearray(good_xls(path).read_bytes())
    table = int.from_bytes(data[76:80], "little") * 512 + 512
    for sector in range(128):
        data[table + 4 * sector : table + 4 * sector + 4] = sector.to_bytes(4, "little")
    path.write_bytes(bytes(data))


def cell(value: bytes, style: bytes = b"", kind: bytes = b"") -> Maker:
    """The good row's amount as another `<c>`."""
    return changed(b'<c r="E5"><v>30000000</v></c>', b'<c r="E5"' + style + kind + b">" + value + b"</c>")


NESTED = b"<x>" * 200_000
OLD = hostile.old_book(b"x")
TABLE = "".join(
    "<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in [["SỞ DU LỊCH NĂM 2024"], HEADER, DATA]
)

MAKERS: dict[str, Maker] = {
    "crc-sai.xlsx": patched(b"PK\x01\x02", 16, b"\0\0\0\0"),
    "so-muc-sai.xlsx": patched(b"PK\x05\x06", 10, b"\xff\xff"),
    "vi-tri-muc-luc-sai.xlsx": patched(b"PK\x05\x06", 16, b"\xf0\xff\xff\x7f"),
    "ghi-chu-zip-dai.xlsx": patched(b"PK\x05\x06", 20, b"\xff\xff"),
    "kieu-nen-la.xlsx": patched(b"PK\x01\x02", 10, b"\x63\0"),
    "lat-bit-1.xlsx": flipped(book, 1),
    "lat-bit-2.xlsx": flipped(book, 2, 3, 100),
    "hai-muc-cung-ten.xlsx": twice,
    "truoc-zip-co-rac.xlsx": behind(b"#!/bin/sh\n"),
    "truoc-zip-co-exe.xlsx": behind(b"MZ" + b"\0" * 510),
    "gach-cheo-nguoc.xlsx": renamed(lambda name: name.replace("/", "\\")),
    "ten-chu-hoa.xlsx": renamed(str.upper),
    "de-quy.xlsx": recursive,
    "khong-workbook.xlsx": without(BOOK),
    "khong-rels.xlsx": without(RELS),
    "khong-trang.xlsx": without(SHEET),
    "khong-chuoi.xlsx": without(STRINGS),
    "rels-ra-ngoai.xlsx": changed(b"worksheets/sheet1.xml", b"../../../../../../etc/passwd", RELS),
    "rels-vong.xlsx": changed(b"worksheets/sheet1.xml", b"workbook.xml", RELS),
    "rels-mang.xlsx": changed(b'Target="worksheets/sheet1.xml"', b'Target="http://127.0.0.1:9/a.xml" TargetMode="External"', RELS),
    "khong-co-sheets.xlsx": changed(b"<sheets>", b"<sheets></sheets><nothing>", BOOK),
    "300-trang.xlsx": many_sheets,
    "nam-1904.xlsx": changed(b"<workbookPr", b'<workbookPr date1904="1"', BOOK),
    "chuoi-ngoai-bang.xlsx": changed(b't="s"><v>0</v>', b't="s"><v>999999999</v>'),
    "chuoi-am.xlsx": changed(b't="s"><v>0</v>', b't="s"><v>-1</v>'),
    "so-chuoi-4-ty.xlsx": changed(b'uniqueCount="', b'uniqueCount="4294967295', STRINGS),
    "pham-vi-am.xlsx": changed(b'<dimension ref="A1', b'<dimension ref="A-1:ZZZZ99999999" x="'),
    "o-khong-dia-chi.xlsx": changed(b'r="A5"', b'r="$$$"'),
    "o-cot-qua-xa.xlsx": changed(b'r="F5"', b'r="ZZZZZZZ5"'),
    "dong-khong.xlsx": changed(b'<row r="5"', b'<row r="0"'),
    "dong-am.xlsx": changed(b'<row r="5"', b'<row r="-5"'),
    "dong-4-ty.xlsx": changed(b'<row r="5"', b'<row r="4294967297"'),
    "dong-lap.xlsx": changed(b'<row r="4"', b'<row r="5"'),
    "kieu-ngoai-bang.xlsx": cell(b"<v>30000000</v>", b' s="99999"'),
    "so-vo-cuc.xlsx": cell(b"<v>1e999</v>"),
    "so-nan.xlsx": cell(b"<v>NaN</v>"),
    "so-dai.xlsx": cell(b"<v>" + b"9" * 100_000 + b"</v>"),
    "kieu-o-la.xlsx": cell(b"<v>30000000</v>", kind=b' t="zzz"'),
    "o-loi.xlsx": cell(b"<f>1/0</f><v>#DIV/0!</v>", kind=b' t="e"'),
    "o-40000-chu.xlsx": cell(b"<is><t>" + b"x" * 40_000 + b"</t></is>", kind=b' t="inlineStr"'),
    "32767-chu.xlsx": lambda path: xlsx(path, Page("A", [*TITLE, HEADER, [*DATA[:5], "ắ" * 32_767]])),
    "ky-tu-khong.xlsx": cell(b"<is><t>a&#0;b&#xFFFF;</t></is>", kind=b' t="inlineStr"'),
    "long-nhau.xlsx": changed(b"<sheetData>", NESTED + b"<sheetData>"),
    "the-dong-thua.xlsx": changed(b"<sheetData>", b"</sheetData></sheetData><sheetData>"),
    "utf-16.xlsx": recoded("UTF-16"),
    "byte-khong-utf8.xlsx": changed(b"</sst>", b"\xff\xfe\x80</sst>", STRINGS),
    "tron-o-ca-trang.xlsx": lambda path: with_part(
        xlsx(path, Page("A", GOOD, merges=["A1:B1"])), SHEET, b'ref="A1:B1"', b'ref="A1:XFD1048576"'
    ),
    "10000-o-tron.xlsx": lambda path: with_part(
        xlsx(path, Page("A", GOOD, merges=["A1:B1"])), SHEET, b'<mergeCell ref="A1:B1"/>', b'<mergeCell ref="A1:B9"/>' * 10_000
    ),
    "dinh-dang-dai.xlsx": with_parts({"xl/styles.xml": b'<styleSheet><numFmts><numFmt numFmtId="200" formatCode="' + b"0" * 5_000_000}),
    "chuoi-nen-hong.xlsx": with_parts({STRINGS: zlib.compress(b"x" * 1000)}),
    "ghi-chu-hong.xlsx": with_parts({"xl/comments1.xml": b"<comments><comment ref='ZZZZ0'", "xl/comments2.xml": b""}),
    "xlsb.xlsx": lambda path: zipped(path, {"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01\0"}),
    "cat-1.xls": cut(good_xls, 0.3),
    "cat-2.xls": cut(good_xls, 0.9),
    "lat-bit-1.xls": flipped(good_xls, 3, 60, 512),
    "lat-bit-2.xls": flipped(good_xls, 4, 400, 512),
    "lat-bit-3.xls": flipped(good_xls, 5, 20, 0),
    "chuoi-khoi-vong.xls": fat_loop,
    "chi-co-dau.xls": text(bytes.fromhex("D0CF11E0A1B11AE1") + b"\xff" * 504),
    "biff4.xls": text(b"\x09\x04\x06\0\0\0\x10\0" + b"\xff" * 4000),
    "mht.xls": text(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n" + b"=3D" * 5000),
    "cat.ods": cut(lambda path: ods(path, Page("A", GOOD)), 0.7),
    "lap-2-ty-dong.ods": ods_changed(
        b"<table:table-row", b'<table:table-row table:number-rows-repeated="2147483647"><table:table-cell office:value-type="float"'
        b' office:value="1"/></table:table-row><table:table-row'
    ),
    "lap-2-ty-cot.ods": ods_changed(b"<table:table-cell", b'<table:table-cell table:number-columns-repeated="2147483647"'),
    "lap-am.ods": ods_changed(b"<table:table-row", b'<table:table-row table:number-rows-repeated="-7"'),
    "lap-chu.ods": ods_changed(b"<table:table-row", b'<table:table-row table:number-rows-repeated="nhi\xe1\xbb\x81u"'),
    "khong-noi-dung.ods": lambda path: zipped(
        path, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": b"<manifest/>"}
    ),
    "mot-dong-10-mb.csv": text(b"x" * (10 << 20)),
    "ffff.csv": text(b"\xff\xff" * 50_000),
    "nul-xen-ke.csv": text(CSV.replace(b",", b"\0,")),
    "utf-16-le-le.csv": text(b"\xff\xfe" + CSV.decode("utf-8-sig").encode("utf-16-le") + b"\x31"),
    "utf-32.csv": text(CSV.decode("utf-8-sig").encode("utf-32")),
    "ngoac-khong-dong.csv": text(b'"' + CSV + b"a,b\n" * 200_000),
    "toan-ngoac.csv": text(b'"' * 1_000_001),
    "toan-phay.csv": text(b";" * 1_000_000),
    "chi-cr.csv": text(CSV.replace(b"\r\n", b"\r")),
    "bom-o-giua.csv": text(CSV.replace(b"\r\n", b"\r\n\xef\xbb\xbf")),
    "json.csv": text(b'{"a": [' + b"[" * 100_000 + b"]}"),
    "sql.txt": text(b"drop table raw.files; -- " * 100),
    "gzip.csv": text(gzip.compress(CSV)),
    "html-long-nhau.xls": text(b"<table><tr><td>" * 20_000),
    "html-colspan.xls": text(
        f"<html><table><tr><td colspan=999999999 rowspan=999999999>x</td></tr>{TABLE}</table></html>".encode()
    ),
    "html-khong-dong.xls": text(f"<html><body><table>{TABLE}".encode()),
    "xml-2003-xa.xls": text(OLD.replace(b"<Row>", b'<Row ss:Index="2000000000">', 1)),
    "xml-2003-am.xls": text(OLD.replace(b"<Cell>", b'<Cell ss:Index="-3">', 1)),
    "xml-2003-cat.xls": text(b'<?xml version="1.0"?>' + OLD[: len(OLD) // 2]),
}  # fmt: skip


def make(folder: Path) -> list[str]:
    for name, maker in MAKERS.items():
        maker(folder / name)
    book(folder / "tot.xlsx")
    return list(MAKERS)
