"""Files of makers and layouts that no rule was written for: through the whole line, the right rows or a refusal in words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from workbooks import Cell, Page, Value, csv_bytes, ods, xls, xlsx, zipped

from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import list_inbox
from tdnreport.plans.context import load_context
from tdnreport.warehouse import pipeline

T1 = (
    "Thông tin tuyên truyền, triển khai các chủ trương, đường lối của Đảng, "
    "chính sách pháp luật của Nhà nước về thông tin đối ngoại"
)
T41 = "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng"
T42 = "Xuất bản ấn phẩm phục vụ công tác TTĐN"
T5 = "Tuyên truyền biển, đảo; mối quan hệ với nước bạn Lào"
HEADER = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)"]
MONEY = [*HEADER, "Dự toán giao (đồng)", "Đã giải ngân (đồng)"]
DONE, DOING, TODO = [1, T1, "Hoàn thành", 100], ["4.2", T42, "Đang thực hiện", 45], ["5", T5, "Chưa thực hiện", 0]

Row = tuple[int, str, str | None, float | None, int | None, int | None]
Write = Callable[[Path], object]


@dataclass(frozen=True)
class Unseen:
    """`rows`: line, task, status, percent, allocated, disbursed. `refused`: line (None: the file) and the rule that says why.

    `unread`: what is listed as left out, and its name. `also`: other units that the file speaks for.
    """

    name: str
    unit: str | None
    write: Write
    rows: tuple[Row, ...] = ()
    refused: tuple[tuple[int | None, str], ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()

    @property
    def units(self) -> set[str | None]:
        return {self.unit, *self.also}


def book(*rows: list[Any], merges: tuple[str, ...] = (), write: Any = xlsx) -> Write:
    return lambda path: write(path, Page("Sheet1", rows, merges))


def inline_strings(path: Path) -> Path:
    """As R and Java libraries write: texts in the cells, cells without a name, no styles."""
    rows: list[list[Value]] = [["SỞ KẾ HOẠCH VÀ ĐẦU TƯ"], ["Năm 2024"], [*HEADER], [*DONE], [*DOING]]
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    def cell(value: Value) -> str:
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>' if isinstance(value, str) else f"<c><v>{value}</v></c>"

    def related(number: str, name: str, target: str) -> bytes:
        inside = f'<Relationship Id="{number}" Type="{office}/{name}" Target="{target}"/>'
        return f'<Relationships xmlns="{package}/relationships">{inside}</Relationships>'.encode()

    data = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    types = (
        f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'
    )
    sheets = '<sheets><sheet name="Sheet 1" sheetId="1" r:id="rId1"/></sheets>'
    parts = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": related("rId1", "officeDocument", "/xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{sheets}</workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": related("rId1", "worksheet", "/xl/worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>'.encode(),
    }
    return zipped(path, parts)


def web_page(path: Path) -> None:
    head = (
        "<tr><th rowspan=2>STT<th rowspan=2>Nhiệm&nbsp;vụ<th colspan=2>Tiến độ</tr><tr><th>Trạng thái<th>Tỷ lệ (%)</tr>"
    )
    rows = f"<tr><td>1<td>{T1}<td><b>Hoàn thành</b><td>100</tr><tr><td>5<td>{T5}<td>Chưa<td>0</tr>"
    title = "<div>SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI</div><h3>Năm 2024</h3>"
    path.write_text(f"<html><meta charset=utf-8>{title}<table>{head}{rows}</table></html>", encoding="utf-8")


FILES = [
    Unseen(
        "Câu trả lời biểu mẫu.xlsx",
        "tth.sdl",
        book(
            ["Dấu thời gian", "Địa chỉ email", "Đơn vị báo cáo", *HEADER[1:]],
            [Cell(45610.42, "dd/mm/yyyy hh:mm:ss"), "a@b.vn", "Sở Du lịch", *DONE[1:]],
            [Cell(45611.5, "dd/mm/yyyy hh:mm:ss"), "a@b.vn", "Sở Du lịch", *DOING[1:]],
        ),
        ((2, "1", "done", 100, None, None), (3, "4.2", "doing", 45, None, None)),
    ),
    Unseen(
        "so_tai_chinh_2024.xlsx",
        "tth.stc",
        book(
            [None, "ma_nhiem_vu", "ten_nhiem_vu", "trang_thai", "ty_le_hoan_thanh", "du_toan_giao", "da_giai_ngan"],
            [0, "1", T1, "Hoàn thành", 100.0, 20_000_000, 20_000_000],
            [1, "4.2", T42, "Đang thực hiện", 45.5, "nan", "NaT"],
            [2, "5", T5, "Chưa thực hiện", 0.0, "None", "NULL"],
        ),
        (
            (2, "1", "done", 100, 20_000_000, 20_000_000),
            (3, "4.2", "doing", 45.5, None, None),
            (4, "5", "todo", 0, None, None),
        ),
    ),
    Unseen(
        "r.xlsx", "tth.skhdt", inline_strings, ((4, "1", "done", 100, None, None), (5, "4.2", "doing", 45, None, None))
    ),
    Unseen(
        "song ngữ.xlsx",
        "tth.sngv",
        book(
            ["SỞ NGOẠI VỤ"],
            ["Năm 2024"],
            ["STT / No.", "Nhiệm vụ / Task", "Trạng thái / Status", "Tỷ lệ (%) / Completion rate (%)"],
            [1, T1, "Hoàn thành / Completed", 100],
            ["4.2", T42, "Đang thực hiện / Ongoing", 45],
        ),
        ((4, "1", "done", 100, None, None), (5, "4.2", "doing", 45, None, None)),
    ),
    Unseen(
        "ô đánh dấu.xlsx",
        "tth.h.hue",
        book(
            ["UBND THÀNH PHỐ HUẾ"],
            ["Năm 2024"],
            ["STT", "Nhiệm vụ", "Đã hoàn thành", "Chưa thực hiện", "Dự toán (đồng)"],
            [1, T1, True, False, 5_000_000],
            ["5", T5, "☐", "☑", None],
        ),
        ((4, "1", "done", 100, 5_000_000, None), (5, "5", "todo", 0, None, None)),
    ),
    Unseen(
        "tháng 12 và lũy kế.xlsx",
        "tth.congttdt",
        book(
            ["CỔNG THÔNG TIN ĐIỆN TỬ TỈNH"],
            ["Năm 2024"],
            [*HEADER, "Giải ngân trong tháng 12 (đồng)", "Giải ngân lũy kế (đồng)"],
            [*DONE, 1_000_000, 5_000_000],
        ),
        ((4, "1", "done", 100, None, 5_000_000),),
    ),
    Unseen(
        "6 tháng và cả năm.xlsx",
        "tth.h.huongtra",
        book(
            ["UBND THỊ XÃ HƯƠNG TRÀ"],
            ["Năm 2024"],
            [
                "STT",
                "Nhiệm vụ",
                "Tỷ lệ 6 tháng đầu năm (%)",
                "Tỷ lệ cả năm (%)",
                "Giải ngân 6 tháng",
                "Giải ngân cả năm",
            ],
            ["4.2", T42, 0, 45, 0, 2_000_000],
        ),
        ((4, "4.2", "doing", 45, None, 2_000_000),),
    ),
    Unseen(
        "năm sau.xlsx",
        "tth.h.aluoi",
        book(
            ["UBND HUYỆN A LƯỚI"],
            ["KẾT QUẢ NĂM 2024"],
            [*HEADER, "Dự toán năm 2023 (đồng)", "Dự toán năm 2024 (đồng)", "Dự toán năm 2025 (đồng)"],
            [*DONE, 3_000_000, 1_000_000, 5_000_000],
        ),
        ((4, "1", "done", 100, 1_000_000, None),),
    ),
    Unseen(
        "nhu cầu.xlsx",
        "tth.h.phuvang",
        book(
            ["UBND HUYỆN PHÚ VANG"],
            ["NĂM 2024"],
            [*HEADER, "Giải ngân năm 2023 (đồng)", "Giải ngân năm 2024 (đồng)", "Nhu cầu kinh phí năm 2025 (đồng)"],
            [*DONE, 3_000_000, 1_000_000, 5_000_000],
        ),
        ((4, "1", "done", 100, None, 1_000_000),),
    ),
    Unseen(
        "kế hoạch và thực hiện.xls",
        "tth.vpubnd",
        book(
            ["VĂN PHÒNG UBND TỈNH"],
            ["Năm 2024"],
            ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành", None],
            [None, None, None, "Kế hoạch (%)", "Thực hiện (%)"],
            ["4.2", T42, "Đang thực hiện", 80, 45],
            merges=("D3:E3",),
            write=xls,
        ),
        ((5, "4.2", "doing", 45, None, None),),
    ),
    Unseen(
        "giữa trang.ods",
        "tth.h.namdong",
        book(
            ["UBND HUYỆN NAM ĐÔNG"],
            ["Năm 2024"],
            *([[]] * 37),
            [*([None] * 7), *HEADER],
            [*([None] * 7), *DONE],
            [],
            [],
            [*([None] * 7), *TODO],
            write=ods,
        ),
        ((41, "1", "done", 100, None, None), (44, "5", "todo", 0, None, None)),
    ),
    Unseen(
        "chép từ Word.xlsx",
        "tth.mttq",
        book(
            ["ỦY BAN MTTQ VIỆT NAM TỈNH"],
            ["Năm 2024"],
            HEADER,
            [
                "4.1.\x0b",
                T41.replace(" trên", "\ntrên").replace("tin đ", "tin\xa0đ"),
                "+ Đã hoàn thành\n",
                " 100\xa0% ",
            ],
            ["5.", "\uf0b7 " + T5, "– Chưa thực hiện", "0%"],
        ),
        ((4, "4.1", "done", 100, None, None), (5, "5", "todo", 0, None, None)),
    ),
    Unseen(
        "số La Mã.xlsx",
        "tth.hnb",
        book(["HỘI NHÀ BÁO TỈNH"], ["Năm 2024"], HEADER, ["I", *DONE[1:]], ["IV.2", *DOING[1:]], ["V", *TODO[1:]]),
        ((4, "1", "done", 100, None, None), (5, "4.2", "doing", 45, None, None), (6, "5", "todo", 0, None, None)),
    ),
    Unseen(
        "dấu nháy.csv",
        "tth.ca",
        lambda path: path.write_bytes(
            csv_bytes(
                [
                    ["CÔNG AN TỈNH"],
                    ["Năm 2024"],
                    [*HEADER, "Dự toán (triệu đồng)"],
                    ["'4.2", T42, "'Đang làm", "'45", "'1.500,5"],
                ],
                ";",
                "utf-16",
            )
        ),
        ((4, "4.2", "doing", 45, 1_500_500_000, None),),
    ),
    Unseen(
        "trang web.xls",
        "tth.sldtbxh",
        web_page,
        ((5, "1", "done", 100, None, None), (6, "5", "todo", 0, None, None)),
    ),
    Unseen(
        "Google Trang tính.xlsx",
        "tth.sct",
        book(
            ["SỞ CÔNG THƯƠNG"],
            ["Năm 2024"],
            ["STT", "Nhiệm vụ", "Hoàn thành", "Tỷ lệ (%)"],
            [1, T1, True, 100],
            ["4.2", T42, False, 45],
            *([Cell("", colour="red")] for _ in range(1000)),
        ),
        ((4, "1", "done", 100, None, None), (5, "4.2", "doing", 45, None, None)),
    ),
    Unseen(
        "hai đơn vị gộp ô.xlsx",
        None,
        book(
            ["BÁO CÁO NĂM 2024"],
            ["Đơn vị", *HEADER],
            ["Sở Du lịch", *DONE],
            [None, *DOING],
            ["Sở Tài chính", 1, T1, "Đang thực hiện", 50],
            [None, *TODO],
            merges=("A3:A4", "A5:A6"),
        ),
        (
            (3, "1", "done", 100, None, None),
            (4, "4.2", "doing", 45, None, None),
            (5, "1", "doing", 50, None, None),
            (6, "5", "todo", 0, None, None),
        ),
        also=("tth.sdl", "tth.stc"),
    ),
    Unseen(
        "mỗi tháng một dòng.xlsx",
        "tth.stnmt",
        book(
            ["SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"],
            ["Năm 2024"],
            ["STT", "Nhiệm vụ", "Tháng", "Trạng thái", "Tỷ lệ (%)"],
            *(["4.2", T42, month, "Đang thực hiện", 8 * month] for month in range(1, 11)),
        ),
        refused=((None, "wrong_period"),),
        unread=(("row", "4"), ("row", "13")),
    ),
    Unseen(
        "trang 6 tháng và trang năm.xlsx",
        "tth.svhtt",
        lambda path: xlsx(
            path,
            Page("6T", [["SỞ VĂN HÓA VÀ THỂ THAO"], HEADER, ["4.2", T42, "Đang thực hiện", 10]]),
            Page("Năm 2024", [["SỞ VĂN HÓA VÀ THỂ THAO"], HEADER, DOING]),
        ),
        ((3, "4.2", "doing", 45, None, None),),
        unread=(("sheet", "6T"),),
    ),
    Unseen(
        "tr.đ trong tiêu đề gộp.xlsx",
        "tth.btg",
        book(
            ["BAN TUYÊN GIÁO TỈNH ỦY"],
            ["Năm 2024"],
            [*HEADER, "Kinh phí (tr.đ)", None, "Ghi chú"],
            [*[None] * 4, "Giao", "Đã chi", None],
            [*DOING, "1.500", "750,5", "Chờ in"],
            merges=("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4"),
        ),
        ((5, "4.2", "doing", 45, 1_500_000_000, 750_500_000),),
        unread=(("column", "Ghi chú"),),
    ),
    Unseen(
        "dấu chú thích.xlsx",
        "tth.bcd",
        book(
            ["BAN CHỈ ĐẠO CÔNG TÁC THÔNG TIN ĐỐI NGOẠI TỈNH"],
            ["Năm 2024"],
            MONEY,
            [1, T1, "Hoàn thành(*)", "100(*)", "20.000.000*", "20.000.000 (2)"],
            ["4.2", T42, "Đang thực hiện*", "45%*", "1.500.000¹", "500.000 đ(*)"],
            [None, "(*) Số ước tính"],
        ),
        ((5, "4.2", "doing", 45, 1_500_000, 500_000),),
        ((4, "amount_not_a_number"),),
    ),
    Unseen(
        "dấu ngăn lẫn lộn.xlsx",
        "tth.sldtbxh",
        book(
            ["SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"],
            ["Năm 2024"],
            MONEY,
            [1, T1, "Hoàn thành", 100, "1,500,000", "1.500.000"],
            ["4.2", T42, "Đang thực hiện", "45,5", "3 000 000", "2’000’000"],
            ["5", T5, "Chưa thực hiện", "0", "2,5 tr", "0"],
        ),
        (
            (4, "1", "done", 100, 1_500_000, 1_500_000),
            (5, "4.2", "doing", 45.5, 3_000_000, 2_000_000),
            (6, "5", "todo", 0, 2_500_000, 0),
        ),
    ),
    Unseen(
        "liên kết ngoài.xlsx",
        "tth.h.huongthuy",
        book(
            ["UBND THỊ XÃ HƯƠNG THỦY"],
            ["Năm 2024"],
            MONEY,
            [1, T1, "Hoàn thành", Cell(100, formula="='[KH 2024.xlsx]Biểu 1'!$D$5"), 2_000_000, 0],
            ["4.2", T42, "Đang thực hiện", Cell("#REF!", formula="='[1]S'!A3"), None, None],
        ),
        ((4, "1", "done", 100, 2_000_000, 0),),
        ((5, "pct_not_a_number"),),
    ),
    Unseen(
        "từ cột AA.xlsx",
        "tth.h.hue",
        book(*[[]] * 4, *([*[None] * 26, *row] for row in (["UBND THÀNH PHỐ HUẾ"], ["Năm 2024"], HEADER, DONE))),
        ((8, "1", "done", 100, None, None),),
    ),
    Unseen(
        "bảng markdown.txt",
        "tth.sdl",
        lambda path: path.write_text(
            f"SỞ DU LỊCH\nNăm 2024\n\n| STT | Nhiệm vụ | Trạng thái | Tỷ lệ (%) |\n|---|---|:--|--:|\n"
            f"| 4.2 | {T42} | Đang thực hiện | 45 |\n",
            encoding="utf-8",
        ),
        ((6, "4.2", "doing", 45, None, None),),
    ),
    Unseen(
        "chuyển tiếp qua Zalo.txt",
        "tth.stc",
        lambda path: path.write_text(
            f"SỞ TÀI CHÍNH\nNăm 2024\nSTT|Nhiệm vụ|Trạng thái|Tỷ lệ (%)\n1|{T1}|Hoàn thành|100\n", encoding="utf-8"
        ),
        ((4, "1", "done", 100, None, None),),
    ),
    Unseen(
        "theo nguồn ở dòng.xlsx",
        "tth.skhdt",
        book(
            ["SỞ KẾ HOẠCH VÀ ĐẦU TƯ"],
            ["Năm 2024"],
            [*HEADER, "Nguồn kinh phí", "Dự toán (đồng)", "Giải ngân (đồng)"],
            [*DOING, "Ngân sách tỉnh", 5_000_000, 1_000_000],
            [*[None] * 4, "Xã hội hóa", 2_000_000, 0],
        ),
        ((4, "4.2", "doing", 45, 5_000_000, 1_000_000), (5, "4.2", "doing", 45, 2_000_000, 0)),
    ),
    Unseen(
        "đơn vị là đề mục.xlsx",
        "tth.sngv",
        book(["SỞ NGOẠI VỤ"], ["Năm 2024"], HEADER, ["A", "SỞ NGOẠI VỤ"], DONE, ["B", "SỞ TÀI CHÍNH"], DOING),
        ((5, "1", "done", 100, None, None), (7, "4.2", "doing", 45, None, None)),
        also=("tth.stc",),
    ),
    Unseen(
        "hai phòng cạnh nhau.xlsx",
        "tth.vpubnd",
        book(
            ["VĂN PHÒNG UBND TỈNH"],
            ["Năm 2024"],
            ["STT", "Nhiệm vụ", "Phòng A", None, "Phòng B", None],
            [None, None, "Trạng thái", "Tỷ lệ (%)", "Trạng thái", "Tỷ lệ (%)"],
            [1, T1, "Hoàn thành", 100, "Đang thực hiện", 45],
            merges=("A3:A4", "B3:B4", "C3:D3", "E3:F3"),
        ),
        refused=((None, "no_table_found"),),
    ),
    Unseen(
        "bản kế hoạch.xlsx",
        "tth.ca",
        book(
            ["CÔNG AN TỈNH"],
            ["KẾ HOẠCH THÔNG TIN ĐỐI NGOẠI NĂM 2024"],
            ["STT", "Nhiệm vụ", "Thời gian thực hiện", "Kinh phí dự kiến (đồng)", "Kết quả dự kiến"],
            ["4.2", T42, "Quý III", 20_000_000, "01 ấn phẩm"],
        ),
        refused=((None, "no_table_found"),),
    ),
    Unseen(
        "kết quả bằng lời.xlsx",
        "tth.hnb",
        book(
            ["HỘI NHÀ BÁO TỈNH"],
            ["Năm 2024"],
            ["STT", "Nhiệm vụ", "Tiến độ"],
            [1, T1, "Đã in, phát hành theo đúng tiến độ"],
            ["4.2", T42, "Chậm, mới in được một nửa"],
        ),
        refused=((4, "missing_required"), (5, "missing_required")),
    ),
    Unseen(
        "năm trước và nhiệm vụ năm nay.xlsx",
        "tth.mttq",
        book(["ỦY BAN MTTQ VIỆT NAM TỈNH"], ["BÁO CÁO KẾT QUẢ NĂM 2023 VÀ NHIỆM VỤ NĂM 2024"], HEADER, DONE),
        refused=((None, "wrong_year"),),
    ),
    Unseen(
        "tỷ lệ 6 tháng, năm.ods",
        "tth.lhhn",
        book(
            ["LIÊN HIỆP CÁC TỔ CHỨC HỮU NGHỊ TỈNH"],
            ["Năm 2024"],
            ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)", None],
            [*[None] * 3, "6 tháng", "Năm"],
            ["4.2", T42, "Đang thực hiện", 20, 45],
            merges=("D3:E3",),
            write=ods,
        ),
        ((5, "4.2", "doing", 45, None, None),),
        unread=(("column", "Tỷ lệ hoàn thành (%) 6 tháng"),),
    ),
    Unseen(
        "có, không.xls",
        "tth.bchbdbp",
        book(
            ["BỘ CHỈ HUY BỘ ĐỘI BIÊN PHÒNG TỈNH"],
            ["Năm 2024"],
            ["STT", "Nhiệm vụ", "Đã hoàn thành (Có/Không)", "Tỷ lệ (%)"],
            [1, T1, "Có", 100],
            ["4.2", T42, "Không", 45],
            ["5", T5, "Không", None],
            write=xls,
        ),
        ((4, "1", "done", 100, None, None), (5, "4.2", "doing", 45, None, None)),
        ((6, "missing_required"),),
    ),
    Unseen(
        "dòng đã gạch.ods",
        "tth.h.aluoi",
        book(
            ["UBND HUYỆN A LƯỚI"],
            ["Năm 2024"],
            HEADER,
            [1, *(Cell(value, is_struck=True) for value in DONE[1:])],
            DOING,
            write=ods,
        ),
        ((5, "4.2", "doing", 45, None, None),),
        unread=(("row", "4"),),
    ),
    Unseen(
        "chưa giải ngân.xlsx",
        "tth.h.quangdien",
        book(
            ["UBND HUYỆN QUẢNG ĐIỀN"],
            ["Năm 2024"],
            [*HEADER, "Dự toán giao (đồng)", "Chưa giải ngân (đồng)"],
            [*DOING, 5_000_000, 1_000_000],
        ),
        ((4, "4.2", "doing", 45, 5_000_000, None),),
    ),
    Unseen(
        "theo nguồn.xlsx",
        "tth.bao",
        book(
            ["BÁO THỪA THIÊN HUẾ"],
            ["Năm 2024"],
            [*HEADER, "Dự toán giao (đồng)", None, None, "Đã giải ngân (đồng)"],
            [*([None] * 4), "Ngân sách tỉnh", "Nguồn khác", "Tổng"],
            [*DOING, 5_000_000, 1_000_000, 6_000_000, 2_000_000],
            merges=("E3:G3",),
        ),
        ((5, "4.2", "doing", 45, 6_000_000, 2_000_000),),
    ),
    Unseen(
        "theo nguồn, không có tổng.xlsx",
        "tth.dai",
        book(
            ["ĐÀI PHÁT THANH VÀ TRUYỀN HÌNH TỈNH"],
            ["Năm 2024"],
            [*HEADER, "Dự toán giao (đồng)", None, "Đã giải ngân (đồng)"],
            [*([None] * 4), "Ngân sách tỉnh", "Nguồn khác"],
            [*DOING, 5_000_000, 1_000_000, 2_000_000],
            merges=("E3:F3",),
        ),
        ((5, "4.2", "doing", 45, 6_000_000, 2_000_000),),
    ),
    Unseen(
        "tỷ lệ chưa hoàn thành.xlsx",
        "tth.tc_songhuong",
        book(
            ["TẠP CHÍ SÔNG HƯƠNG"],
            ["Năm 2024"],
            ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ chưa hoàn thành (%)"],
            ["4.2", T42, "Đang thực hiện", 30],
        ),
        refused=((4, "missing_required"),),
    ),
    Unseen(
        "nhiều kỳ.xlsx",
        "tth.h.phongdien",
        book(
            ["UBND HUYỆN PHONG ĐIỀN"],
            ["STT", "Nhiệm vụ", "Kỳ báo cáo", "Trạng thái", "Tỷ lệ (%)"],
            [1, T1, "6 tháng đầu năm 2024", "Đang thực hiện", 40],
            [1, T1, "Năm 2024", "Hoàn thành", 100],
        ),
        ((4, "1", "done", 100, None, None),),
    ),
    Unseen(
        "mã trạng thái.xlsx",
        "tth.tc_hxn",
        book(
            ["TẠP CHÍ HUẾ XƯA VÀ NAY"],
            ["Năm 2024"],
            ["(Trạng thái: 1 - Hoàn thành; 2 - Đang thực hiện; 3 - Chưa thực hiện)"],
            HEADER,
            ["1", T1, 3, 10],
        ),
        refused=((5, "unknown_status"),),
    ),
    Unseen(
        "chỉ tô màu.xlsx",
        "tth.bchbdbp",
        book(
            ["BỘ CHỈ HUY BỘ ĐỘI BIÊN PHÒNG TỈNH"],
            ["Năm 2024"],
            [*HEADER[:3], "Kết quả"],
            ["4.2", T42, None, "Đang in"],
            [None, "Ghi chú: ô màu xanh là hoàn thành, ô màu vàng là đang thực hiện"],
        ),
        refused=((4, "missing_required"),),
    ),
    Unseen(
        "việc theo cột.xlsx",
        "tth.btdt",
        book(["TRUNG TÂM BẢO TỒN DI TÍCH"], ["Chỉ tiêu", f"1. {T1}", f"5. {T5}"], ["Trạng thái", "Hoàn thành", "Chưa"]),
        refused=((None, "no_table_found"),),
    ),
    Unseen(
        "phiếu dọc.xlsx",
        "tth.h.phuloc",
        book(["UBND HUYỆN PHÚ LỘC"], ["Nhiệm vụ:", T1], ["Trạng thái:", "Hoàn thành"], ["Tỷ lệ hoàn thành (%):", 100]),
        rows=((2, "1", "done", 100, None, None),),
    ),
    Unseen(
        "hộp chữ.xlsx",
        "tth.lhhn",
        lambda path: xlsx(path, Page("Sheet1", [[]], text_box="LIÊN HIỆP CÁC TỔ CHỨC HỮU NGHỊ\n1. Hoàn thành 100%")),
        refused=((None, "no_table_found"),),
    ),
    Unseen(
        "mẫu tài chính.xlsx",
        "tth.tc_songhuong",
        book(
            ["TẠP CHÍ SÔNG HƯƠNG"],
            ["Năm 2024"],
            ["Đơn vị tính: triệu đồng"],
            ["STT", "Nội dung", "Dự toán năm 2024", None, None, None, "Đã thực hiện", "Tỷ lệ (%)", "Còn lại"],
            [None, None, "Năm trước chuyển sang", "Giao đầu năm", "Bổ sung", "Tổng", None, None, None],
            ["A", "B", "1", "2", "3", "4=1+2+3", "5", "6=5/4", "7"],
            ["4.2", T42, 10, 200, 50, 260, 130, 50, 130],
            [None, "Tổng cộng", 10, 200, 50, 260, 130, 50, 130],
            merges=("A4:A5", "B4:B5", "C4:F4", "G4:G5", "H4:H5", "I4:I5"),
        ),
        ((7, "4.2", None, None, 250_000_000, 130_000_000),),
        unread=(("column", "Dự toán năm 2024 Tổng"),),
    ),
    Unseen(
        "điều chỉnh tăng, giảm.xlsx",
        "tth.tc_hxn",
        book(
            ["TẠP CHÍ HUẾ XƯA VÀ NAY"],
            ["Năm 2024"],
            ["ĐVT: Nghìn đồng"],
            [
                "TT",
                "Nội dung chi",
                "Dự toán được giao",
                "Dự toán điều chỉnh tăng",
                "Dự toán điều chỉnh giảm",
                "Dự toán sau điều chỉnh",
                "Kinh phí thực hiện",
                "Tình trạng",
                "Tỷ lệ hoàn thành",
            ],
            [1, T42, 200_000, 50_000, 0, 250_000, 125_000, "Đang thực hiện", "50%"],
            [2, T5, 100_000, 0, 20_000, None, 80_000, "Hoàn thành", "100%"],
        ),
        (
            (5, "4.2", "doing", 50, 250_000_000, 125_000_000),
            (6, "5", "done", 100, 80_000_000, 80_000_000),
        ),
    ),
    Unseen(
        "lũy kế kỳ trước.xls",
        "tth.svhtt",
        book(
            ["SỞ VĂN HÓA VÀ THỂ THAO"],
            ["Năm 2024"],
            [
                *HEADER,
                "Dự toán năm 2024 (triệu đồng)",
                "Lũy kế giải ngân đến kỳ trước",
                "Giải ngân kỳ này",
                "Lũy kế giải ngân đến kỳ này",
            ],
            [*DOING, 100, 30, 20, 50],
            write=xls,
        ),
        ((4, "4.2", "doing", 45, 100_000_000, 50_000_000),),
        unread=(("column", "Lũy kế giải ngân đến kỳ trước"), ("column", "Giải ngân kỳ này")),
    ),
    Unseen(
        "đơn vị tiền trong định dạng.xlsx",
        "tth.stnmt",
        book(
            ["SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"],
            ["Năm 2024"],
            [*HEADER, "Dự toán", "Giải ngân"],
            [*DOING, Cell(250, '#,##0" triệu đồng"'), Cell(120.5, '#,##0.0" triệu đồng"')],
            [*DONE, Cell(250_000, '#,##0" nghìn đồng"'), Cell(0, '#,##0" nghìn đồng"')],
        ),
        (
            (4, "4.2", "doing", 45, 250_000_000, 120_500_000),
            (5, "1", "done", 100, 250_000_000, 0),
        ),
    ),
    Unseen(
        "đơn vị tiền trong định dạng.xls",
        "tth.sct",
        book(
            ["SỞ CÔNG THƯƠNG"],
            ["Năm 2024"],
            [*HEADER, "Dự toán"],
            [*DOING, Cell(1.125, '0.000" tỷ"')],
            write=xls,
        ),
        ((4, "4.2", "doing", 45, 1_125_000_000, None),),
    ),
    Unseen(
        "ước và tỷ lệ TH so KH.xlsx",
        "tth.h.quangdien",
        book(
            ["UBND HUYỆN QUẢNG ĐIỀN"],
            ["Năm 2024"],
            ["STT", "Nhiệm vụ", "Kinh phí (triệu đồng)", None, None, None, "Tình trạng", "%"],
            [None, None, "Kế hoạch năm 2024", "Thực hiện đến 15/11", "Ước cả năm", "TH/KH (%)", None, None],
            ["4.2", T42, 100, 60, 90, 60, "Đang thực hiện", 45],
            merges=("A3:A4", "B3:B4", "C3:F3", "G3:G4", "H3:H4"),
        ),
        ((5, "4.2", "doing", 45, 100_000_000, 60_000_000),),
        unread=(("column", "Kinh phí (triệu đồng) TH/KH (%)"),),
    ),
    Unseen(
        "duyệt, cấp, quyết toán.ods",
        "tth.h.phuvang",
        book(
            ["UBND HUYỆN PHÚ VANG"],
            ["Năm 2024"],
            [*HEADER, "Kinh phí đã cấp", "Kinh phí tiết kiệm", "Kinh phí đã quyết toán"],
            [*DOING, 150_000_000, 5_000_000, 100_000_000],
            write=ods,
        ),
        ((4, "4.2", "doing", 45, 150_000_000, 100_000_000),),
        unread=(("column", "Kinh phí tiết kiệm"),),
    ),
    Unseen(
        "nguồn không có tên nhóm.xlsx",
        "tth.h.phuloc",
        book(
            ["UBND HUYỆN PHÚ LỘC"],
            ["Năm 2024"],
            [*HEADER, "Ngân sách tỉnh (đồng)", "Xã hội hóa (đồng)", "Tổng cộng (đồng)", "Đã giải ngân (đồng)"],
            [*DOING, 200_000_000, 50_000_000, 250_000_000, 100_000_000],
            [*TODO, 20_000_000, None, None, 0],
        ),
        (
            (4, "4.2", "doing", 45, 250_000_000, 100_000_000),
            (5, "5", "todo", 0, 20_000_000, 0),
        ),
    ),
    Unseen(
        "số chú thích sau tên.xlsx",
        "tth.h.phongdien",
        book(
            ["UBND HUYỆN PHONG ĐIỀN"],
            ["Năm 2024"],
            HEADER,
            ["4.2", f"{T42} (1)", "Đang thực hiện", 45],
            ["(1) Chuyển sang quý I năm 2025"],
        ),
        ((4, "4.2", "doing", 45, None, None),),
    ),
    Unseen(
        "chữ gạch một phần.xlsx",
        "tth.h.namdong",
        book(
            ["UBND HUYỆN NAM ĐÔNG"],
            ["Năm 2024"],
            [*HEADER, "Dự toán (đồng)"],
            ["4.2", T42, Cell(" Hoàn thành", struck_part="Đang thực hiện"), 100, Cell("300", struck_part="250 ")],
            ["5", T5, "Chưa thực hiện", 0, Cell(" 30.000.000", struck_part="25.000.000")],
        ),
        ((5, "5", "todo", 0, 30_000_000, None),),
        refused=((4, "amount_scale_suspect"),),
    ),
    Unseen(
        "chỉ có thực hiện đến ngày.xlsx",
        "tth.h.huongtra",
        book(
            ["UBND THỊ XÃ HƯƠNG TRÀ"],
            ["Năm 2024"],
            ["STT", "Nhiệm vụ", "Thực hiện đến ngày 15/11/2024"],
            [1, T1, "Đã hoàn thành"],
            ["4.1", T41, "Đang triển khai, đạt 60%"],
            ["4.2", T42, "Chưa thực hiện"],
            ["5", T5, "Đã in 500 cuốn"],
        ),
        (
            (4, "1", "done", 100, None, None),
            (5, "4.1", "doing", 60, None, None),
            (6, "4.2", "todo", 0, None, None),
        ),
        refused=((7, "unknown_status"),),
    ),
    Unseen(
        "bổ sung, không có tổng.csv",
        "tth.h.huongthuy",
        lambda path: path.write_bytes(
            csv_bytes(
                [
                    ["UBND THỊ XÃ HƯƠNG THỦY"],
                    ["Năm 2024"],
                    [*HEADER, "KH vốn (triệu đồng)", "Bổ sung/Giảm trừ (triệu đồng)", "Đã rút dự toán (triệu đồng)"],
                    ["4.2", T42, "Đang thực hiện", "45,5", "1.500,5", "(200)", "1.000"],
                    ["5", T5, "Hoàn thành", "100", "50", "-", "50"],
                ],
                ";",
                "utf-16",
            )
        ),
        (
            (4, "4.2", "doing", 45.5, 1_300_500_000, 1_000_000_000),
            (5, "5", "done", 100, 50_000_000, 50_000_000),
        ),
    ),
]

READ = "select row_no, task_code, status, completion_pct, allocated_vnd, disbursed_vnd from staging.rows where file = ?"
REFUSED = "select distinct row_no, rule_id from marts.findings where file = ? and severity in ('row', 'file')"


def batches() -> list[list[Unseen]]:
    """In one inbox no two files of one unit, of which only the later would count."""
    found: list[list[Unseen]] = []
    for one in FILES:
        batch = next((batch for batch in found if not any(one.units & other.units for other in batch)), None)
        if batch is None:
            found.append(batch := [])
        batch.append(one)
    return found


@pytest.fixture(scope="module")
def warehouses(tmp_path_factory):
    """File → the warehouse it went into."""
    subject = load_context(find_home(), "tth-2024", "2024")
    with ExitStack() as open_ones:
        found = {}
        for batch in batches():
            folder = tmp_path_factory.mktemp("unseen")
            inbox = folder / "inbox"
            inbox.mkdir()
            for one in batch:
                one.write(inbox / one.name)
            con = open_ones.enter_context(pipeline.build_warehouse(subject, list_inbox(inbox), folder / "w.duckdb"))
            found |= dict.fromkeys((one.name for one in batch), con)
        yield found


@pytest.mark.parametrize("one", [one for one in FILES if one.rows], ids=lambda one: one.name)
def test_a_file_nobody_has_seen_gives_its_rows(warehouses, one: Unseen) -> None:
    con = warehouses[one.name]
    found = con.execute(f"{READ} order by all", [one.name]).fetchall()
    refused = con.execute(REFUSED, [one.name]).fetchall()
    assert [row for row in found if row[0] not in {row_no for row_no, _ in refused}] == list(one.rows)
    assert sorted(refused, key=str) == list(one.refused)
    assert con.execute("select unit_id from raw.files where file = ?", [one.name]).fetchone() == (one.unit,)


@pytest.mark.parametrize("one", [one for one in FILES if one.refused], ids=lambda one: one.name)
def test_a_file_nobody_has_seen_is_refused_in_words(warehouses, one: Unseen) -> None:
    con = warehouses[one.name]
    assert sorted(con.execute(REFUSED, [one.name]).fetchall(), key=str) == list(one.refused)
    said = con.execute("select message, action from marts.findings where file = ?", [one.name]).fetchall()
    assert said
    assert all(text for sentence in said for text in sentence)


@pytest.mark.parametrize("one", [one for one in FILES if one.unread], ids=lambda one: one.name)
def test_what_is_left_out_of_a_file_nobody_has_seen_is_listed(warehouses, one: Unseen) -> None:
    found = warehouses[one.name].execute("select what, name from raw.unread where file = ?", [one.name]).fetchall()
    assert set(one.unread) <= set(found)


def test_answers_of_an_online_form_are_no_days_of_completion(warehouses) -> None:
    days: list[tuple[date | None]] = (
        warehouses[FILES[0].name]
        .execute("select completed_on from staging.rows where file = ?", [FILES[0].name])
        .fetchall()
    )
    assert days == [(None,), (None,)]
