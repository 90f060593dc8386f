"""Charts of every kind with invented figures, for the tests of all drawings."""

from __future__ import annotations

from dataclasses import replace

from tdnreport.report.model import Chart, Series

SOURCE = "Nguồn: Báo cáo của các cơ quan, đơn vị; số liệu tính đến ngày 15/11/2024."
UNITS = ("Sở Thông tin và Truyền thông", "Sở Ngoại vụ", "UBND huyện A Lưới", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh")

BARS = Chart(
    "tien-do", 1, "Tiến độ thực hiện các nhiệm vụ", "bars",
    (
        "4.1. Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng",
        "4.2. Xây dựng, vận hành chuyên trang thông tin đối ngoại bằng tiếng Việt, tiếng Anh, tiếng Pháp và các thứ tiếng khác",
        "5. Kiểm tra, giám sát",
    ),
    (Series("Tỷ lệ hoàn thành", (100, 62.25, None)),),
    "%", SOURCE, "Hai nhiệm vụ có số liệu.", 1, 100,
)  # fmt: skip
COLUMNS = Chart(
    "kinh-phi", 2, "Kinh phí theo nhiệm vụ", "columns", ("4.1", "4.2", "4.5"),
    (Series("Dự toán giao", (100, 400, 250)), Series("Đã giải ngân", (88.5, 352.4, None))),
    "triệu đồng", SOURCE, "Kinh phí.", 1,
)  # fmt: skip
STACKED = Chart(
    "don-vi", 3, "Nhiệm vụ theo trạng thái", "stacked", UNITS,
    (Series("Hoàn thành", (3, 1, 0, 2)), Series("Đang thực hiện", (1, 2, 4, None)), Series("Chưa thực hiện", (0, 0, 1, 1))),
    "nhiệm vụ", SOURCE, "Trạng thái.",
)  # fmt: skip
LINE = Chart(
    "ky", 4, "Tỷ lệ hoàn thành qua các kỳ", "line", ("6 tháng 2023", "Năm 2023", "6 tháng 2024", "Năm 2024"),
    (Series("Hoàn thành", (38.5, 90.1, None, 87.5)), Series("Đúng hạn", (72.4, 81.3, 79.9, 92.3))),
    "%", SOURCE, "Hai đường.", 1, 100,
)  # fmt: skip
KINDS = (BARS, COLUMNS, STACKED, LINE)

EMPTY = replace(BARS, id="trong", categories=(), series=())
BLANK = replace(COLUMNS, id="khong-so-lieu", series=(Series("Dự toán giao", (None, None, None)),))
SIXTY = replace(
    BARS,
    id="sau-muoi",
    categories=tuple(f"{UNITS[index % 4]} ({index + 1})" for index in range(60)),
    series=(Series("Tin, bài", tuple(range(60))),),
    unit="tin, bài",
    decimals=0,
    maximum=None,
)
HOSTILE = replace(
    BARS,
    id="la",
    title="Chênh lệch <b>&amp; $x^2$ \x07",
    categories=("Sở <img src=x onerror=alert(1)>", "=cmd|'/c calc'!A1", "-- ]]> " + "z" * 5_000),
    series=(Series("<i>Chênh lệch</i> %{x}", (5.5, -12.25, 0)),),
    unit="điểm",
    maximum=None,
)
