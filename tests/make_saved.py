"""Writes tests/data/saved: three messy department files as made by libraries, and the same saved by LibreOffice in three formats.

python tests/make_saved.py        needs soffice; the files are kept, because LibreOffice stamps each with its version and the time

    made/so_du_lich.xlsx           openpyxl: two-row merged header, numbering row, hidden row, 04/01/2024 for 4.1, 75% as 0.75
    made/so_cong_thuong.xls        xlwt: TCVN3 letters, nghìn đồng in the header, merged task, struck line, header of page 2
    made/ubnd_huyen_phu_loc.ods    odfpy: NFD letters, two tables, typed percents and days, paragraphs in a cell, hidden sheet
    xlsx/ xls/ ods/                each of them after "Save as" in LibreOffice
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from legacy_writers import as_tcvn3
from workbooks import Cell, Page, ods, xls

SAVED = Path(__file__).parent / "data" / "saved"
FORMATS = ("xlsx", "xls", "ods")

T1 = (
    "Thông tin tuyên truyền, triển khai các chủ trương, đường lối của Đảng, "
    "chính sách pháp luật của Nhà nước về thông tin đối ngoại"
)
T41 = "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng"
T42 = "Xuất bản ấn phẩm phục vụ công tác TTĐN"
T43 = "Đẩy mạnh hoạt động giao lưu, hợp tác quốc tế, xúc tiến đầu tư, xúc tiến thương mại..."
T5 = "Tuyên truyền biển, đảo; mối quan hệ với nước bạn Lào"

TOURISM = Page(
    "Biểu 01",
    [
        ["UBND TỈNH THỪA THIÊN HUẾ", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["SỞ DU LỊCH", None, None, "Độc lập - Tự do - Hạnh phúc"],
        ["BÁO CÁO KẾT QUẢ THỰC HIỆN KẾ HOẠCH THÔNG TIN ĐỐI NGOẠI NĂM 2024"],
        [None, None, None, None, None, None, "Đơn vị tính: triệu đồng"],
        ["STT", "Nhiệm vụ", "Tiến độ", None, "Kinh phí", None, "Ngày hoàn thành", "Ghi chú"],
        [None, None, "Trạng thái", "Tỷ lệ", "Dự toán giao", "Đã giải ngân"],
        [f"({number})" for number in range(1, 9)],
        ["I", "NHIỆM VỤ CHUNG"],
        [1, T1, "Hoàn thành", Cell(1, "0%"), Cell(12.5, "#,##0.0"), 12.5, date(2024, 7, 15), "02 lớp"],
        [Cell(date(2024, 1, 4), "dd/mm/yyyy"), T41, "Đang thực hiện", Cell(0.75, "0%"), 100, "20,5", None, "gần xong"],
        ["II", "NHIỆM VỤ KHÁC"],
        [4.2, T42, "Chưa thực hiện", 0, "Không", None, None, None],
        ["5", T5, "HT", "100%", "1.250", "318,5", "15/11/2024", None],
        [None, "Tổng cộng", None, None, 1362.5, 351.5],
        [],
        ["Ghi chú: số liệu tính đến ngày 15/11/2024"],
        ["Nơi nhận:", None, None, None, "GIÁM ĐỐC"],
        ["- UBND tỉnh;", None, None, None, "(Đã ký)"],
    ],
    merges=("A1:C1", "D1:H1", "A3:H3", "A5:A6", "B5:B6", "C5:D5", "E5:F5", "G5:G6", "H5:H6", "B8:H8", "B11:H11"),
    hidden_rows=(10,),
)
TRADE_HEADER = [
    "TT",
    "Nội dung công việc",
    "Nguồn kinh phí",
    "Dự toán giao (nghìn đồng)",
    "Giải ngân (nghìn đồng)",
    "Tình trạng",
    "Tỷ lệ hoàn thành (%)",
]
TRADE = Page(
    "Sheet1",
    [
        ["SỞ CÔNG THƯƠNG"],
        ["Năm 2024"],
        TRADE_HEADER,
        [1, T1, "Ngân sách tỉnh", 20000, 15000.5, "Đang triển khai", 45.5],
        [None, None, "Xã hội hóa", 5000, 0],
        [Cell(value, is_struck=True) for value in (2, T42, None, 9000, 9000, "Hoàn thành", 100)],
        TRADE_HEADER,
        [3, T43, "Ngân sách tỉnh", "1.500", "1.500", "Đã hoàn thành", 100],
        [],
        [4, T5, None, "-", None, "Chưa triển khai", 0],
        [None, "Cộng", None, 26500, 16500.5],
    ],
    merges=("A4:A5", "B4:B5", "F4:F5", "G4:G5"),
)
DISTRICT = (
    Page(
        "Kết quả",
        [
            ["ỦY BAN NHÂN DÂN HUYỆN PHÚ LỘC"],
            ["BÁO CÁO NĂM 2024"],
            ["A. TIẾN ĐỘ"],
            ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành", "Ngày hoàn thành"],
            ["1", T1.replace(", đường", ",\nđường"), "Hoàn thành", Cell(1, "0%"), date(2024, 8, 5)],
            ["4.1", T41, "Đang thực hiện", Cell(0.605, "0.0%"), None],
            [],
            ["B. KINH PHÍ (đồng)"],
            ["STT", "Nhiệm vụ", "Dự toán", "Giải ngân"],
            ["1", T1, 120000000, 118500000],
            ["4.1", T41, "50.000.000", 0],
            [None, "Tổng số", 170000000, 118500000],
        ],
        merges=("A1:E1", "A2:E2"),
    ),
    Page("Nháp", [["STT", "Nhiệm vụ", "Trạng thái"], [1, T1, "Chưa thực hiện"]], hidden="hidden"),
)


def main() -> None:
    shutil.rmtree(SAVED, ignore_errors=True)
    made = SAVED / "made"
    made.mkdir(parents=True)
    by_openpyxl(made / "so_du_lich.xlsx", TOURISM)
    xls(made / "so_cong_thuong.xls", spelled(TRADE, as_tcvn3))
    ods(made / "ubnd_huyen_phu_loc.ods", *(spelled(page, in_nfd) for page in DISTRICT))
    with tempfile.TemporaryDirectory() as profile:
        for kind in FORMATS:
            save_as(kind, sorted(made.iterdir()), profile)


def by_openpyxl(path: Path, page: Page) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = page.name
    for row_no, row in enumerate(page.rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(row_no, column, value.value if isinstance(value, Cell) else value)
            if isinstance(cell.value, date):
                cell.number_format = "dd/mm/yyyy"
            if isinstance(value, Cell) and value.number_format:
                cell.number_format = value.number_format
    for box in page.merges:
        sheet.merge_cells(box)
    for row_no in page.hidden_rows:
        sheet.row_dimensions[row_no].hidden = True
    book.save(path)


def in_nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def spelled(page: Page, spell: Callable[[str], str]) -> Page:
    """The same page with every text in another encoding of Vietnamese."""

    def cell(value: Any) -> Cell:
        one = value if isinstance(value, Cell) else Cell(value)
        text = spell(one.value) if isinstance(one.value, str) else one.value
        return Cell(text, one.number_format, one.is_struck)

    return Page(page.name, [list(map(cell, row)) for row in page.rows], page.merges, page.hidden_rows, page.hidden)


def save_as(kind: str, files: list[Path], profile: str) -> None:
    command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", SAVED / kind, *files], check=True, capture_output=True)


if __name__ == "__main__":
    main()
