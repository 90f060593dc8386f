"""Files of makers and layouts that no rule was written for: through the whole line, the right rows or a refusal in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from workbooks import Cell, Page, Value, csv_bytes, ods, xls, xlsx, zipped

from tdnreport import line
from tdnreport.config import home

T1 = (
    "Thông tin tuyên truyền, triển khai các chủ trương, đường lối của Đảng, "
    "chính sách pháp luật của Nhà nước về thông tin đối ngoại"
)
T41 = "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng"
T42 = "Xuất bản ấn phẩm phục vụ công tác TTĐN"
T5 = "Tuyên truyền biển, đảo; mối quan hệ với nước bạn Lào"
HEADER = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)"]
DONE, DOING, TODO = [1, T1, "Hoàn thành", 100], ["4.2", T42, "Đang thực hiện", 45], ["5", T5, "Chưa thực hiện", 0]

Row = tuple[int, str, str | None, float | None, int | None, int | None]
Write = Callable[[Path], object]


@dataclass(frozen=True)
class Unseen:
    """`rows`: line, task, status, percent, allocated, disbursed. `refused`: line (None: the file) and the rule that says why."""

    name: str
    unit: str
    write: Write
    rows: tuple[Row, ...] = ()
    refused: tuple[tuple[int | None, str], ...] = ()


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
        refused=((None, "no_table_found"),),
    ),
    Unseen(
        "hộp chữ.xlsx",
        "tth.lhhn",
        lambda path: xlsx(path, Page("Sheet1", [[]], text_box="LIÊN HIỆP CÁC TỔ CHỨC HỮU NGHỊ\n1. Hoàn thành 100%")),
        refused=((None, "no_table_found"),),
    ),
]

READ = "select row_no, task_code, status, completion_pct, allocated_vnd, disbursed_vnd from staging.rows where file = ?"
REFUSED = "select distinct row_no, rule_id from marts.findings where file = ? and severity in ('row', 'file')"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unseen")
    inbox = folder / "inbox"
    inbox.mkdir()
    for one in FILES:
        one.write(inbox / one.name)
    with line.built(line.subject(home(), "tth-2024", "2024"), inbox, folder / "w.duckdb") as con:
        yield con


@pytest.mark.parametrize("one", [one for one in FILES if one.rows], ids=lambda one: one.name)
def test_a_file_nobody_has_seen_gives_its_rows(warehouse, one: Unseen) -> None:
    assert warehouse.execute(f"{READ} order by all", [one.name]).fetchall() == list(one.rows)
    assert warehouse.execute(REFUSED, [one.name]).fetchall() == []
    assert warehouse.execute("select unit_id from raw.files where file = ?", [one.name]).fetchone() == (one.unit,)


@pytest.mark.parametrize("one", [one for one in FILES if one.refused], ids=lambda one: one.name)
def test_a_file_nobody_has_seen_is_refused_in_words(warehouse, one: Unseen) -> None:
    assert sorted(warehouse.execute(REFUSED, [one.name]).fetchall()) == list(one.refused)
    said = warehouse.execute("select message, action from marts.findings where file = ?", [one.name]).fetchall()
    assert said
    assert all(text for sentence in said for text in sentence)


def test_answers_of_an_online_form_are_no_days_of_completion(warehouse) -> None:
    days: list[tuple[date | None]] = warehouse.execute(
        "select completed_on from staging.rows where file = ?", [FILES[0].name]
    ).fetchall()
    assert days == [(None,), (None,)]
