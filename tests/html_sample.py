"""An invented report with every part that the page can show, for the tests of `report/html.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tdnreport.report.model import (
    Chart,
    Column,
    Figure,
    Finding,
    Input,
    Letterhead,
    Report,
    Section,
    Series,
    Source,
    Table,
)

FILES = ("So Van hoa va The thao.xlsx", "BC-TTDN-2024-02.csv", "UBND huyện Phú Lộc.xlsx")
UNITS = {
    "tth.stttt": "Sở Thông tin và Truyền thông",
    "tth.svhtt": "Sở Văn hóa và Thể thao",
    "tth.sct": "Sở Công Thương",
    "tth.phuloc": "Ủy ban nhân dân huyện Phú Lộc",
    "tth.hue": "Ủy ban nhân dân thành phố Huế",
    "tth.dakrong": "Ủy ban nhân dân huyện A Lưới",
    "tth.bao": "Báo Thừa Thiên Huế",
}

FIGURES = (
    Figure("tasks_total", "Tổng số nhiệm vụ", 8, "count"),
    Figure("tasks_complete", "Nhiệm vụ hoàn thành", 5, "count"),
    Figure("tasks_in_progress", "Nhiệm vụ đang thực hiện", 2, "count"),
    Figure("tasks_not_started", "Nhiệm vụ chưa thực hiện", 1, "count"),
    Figure("completion_rate_pct", "Tỷ lệ nhiệm vụ hoàn thành", 62.5, "pct", 5, 8),
    Figure("mean_progress_pct", "Tiến độ bình quân", 78.4375, "pct", 627.5, 8),
    Figure("own_line_planned_vnd", "Kinh phí theo Kế hoạch", 750_000_000, "vnd"),
    Figure("own_line_allocated_vnd", "Kinh phí được bố trí", 700_000_000, "vnd"),
    Figure("own_line_disbursed_vnd", "Kinh phí đã giải ngân", 616_700_000, "vnd"),
    Figure("own_line_execution_pct", "Tỷ lệ giải ngân", 88.1, "pct", 616_700_000, 700_000_000),
    Figure("all_allocated_vnd", "Kinh phí bố trí, kể cả lồng ghép", 1_234_567_800, "vnd"),
    Figure("all_disbursed_vnd", "Kinh phí giải ngân, kể cả lồng ghép", None, "vnd", note="không bố trí dự toán riêng"),
    Figure("reports_expected", "Báo cáo phải gửi", 7, "count"),
    Figure("reports_received", "Báo cáo đã nhận", 6, "count"),
    Figure("reports_on_time", "Báo cáo đúng hạn", 5, "count"),
    Figure("reporting_rate_pct", "Tỷ lệ đơn vị có báo cáo", 85.714, "pct", 6, 7),
    Figure(
        "on_time_rate_pct", "Tỷ lệ báo cáo đúng hạn", 71.43, "pct", 5, 7, "Hiểu chặt “trước ngày 15/11”: 4/7, 57,1%"
    ),
    Figure("rows_read", "Dòng đã đọc", 1_042, "count"),
    Figure("rows_accepted", "Dòng được tổng hợp", 1_020, "count"),
    Figure("rows_rejected", "Dòng bị loại", 22, "count"),
    Figure("files_received", "Tệp đã nhận", 9, "count"),
    Figure("files_refused", "Tệp bị từ chối", 1, "count"),
)

TASK_COLUMNS = (
    Column("task_code", "Số", "code", 0.5),
    Column("title", "Nhiệm vụ", "text", 4),
    Column("leads", "Đơn vị chủ trì", "text", 2),
    Column("status", "Trạng thái", "text", 1.3),
    Column("completion_pct", "Tiến độ", "pct", 0.9),
    Column("allocated_vnd", "Bố trí", "vnd", 1.3),
    Column("disbursed_vnd", "Giải ngân", "vnd", 1.3),
    Column("completed_on", "Ngày xong", "date", 1),
)
TASK_ROWS = (
    (
        "1",
        "Thông tin tuyên truyền, triển khai các chủ trương, đường lối của Đảng, chính sách pháp luật của Nhà nước",
        UNITS["tth.stttt"],
        "Hoàn thành",
        100.0,
        100_000_000,
        96_500_000,
        date(2024, 10, 30),
    ),
    (
        "2",
        "Triển khai Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị",
        "Ban Tuyên giáo Tỉnh ủy",
        "Hoàn thành",
        100.0,
        None,
        None,
        date(2024, 6, 28),
    ),
    (
        "3",
        "Phối hợp thực hiện các Chương trình mục tiêu quốc gia",
        UNITS["tth.stttt"],
        "Đang thực hiện",
        75.0,
        350_000_000,
        290_200_000,
        None,
    ),
    ("4", "Tuyên truyền, quảng bá hình ảnh của tỉnh theo cách làm mới", None, None, None, None, None, None),
    (
        "4.1",
        "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng",
        UNITS["tth.stttt"],
        "Hoàn thành",
        100.0,
        250_000_000,
        230_000_000,
        date(2024, 11, 8),
    ),
    (
        "4.10",
        "Xuất bản ấn phẩm phục vụ công tác thông tin đối ngoại",
        "Sở Văn hóa và Thể thao; Sở Ngoại vụ",
        "Đang thực hiện",
        52.5,
        "không bố trí dự toán riêng",
        None,
        None,
    ),
    (
        "4.2",
        "Đẩy mạnh hoạt động giao lưu, hợp tác quốc tế, xúc tiến đầu tư",
        UNITS["tth.sct"],
        "Hoàn thành",
        100.0,
        None,
        None,
        date(2024, 9, 2),
    ),
    (
        "5",
        "Tuyên truyền biển, đảo; mối quan hệ với nước bạn Lào",
        "Bộ Chỉ huy Bộ đội Biên phòng tỉnh",
        "Chưa thực hiện",
        0.0,
        None,
        None,
        None,
    ),
    (
        "6",
        "Công tác dự báo, tổ chức theo dõi và tổng hợp dư luận báo chí về tỉnh",
        UNITS["tth.stttt"],
        "Hoàn thành",
        100.0,
        None,
        None,
        date(2024, 10, 1),
    ),
    ("", "Tổng cộng", None, None, 78.4375, 700_000_000, 616_700_000, None),
)
TASKS = Table(
    "nhiem-vu",
    "Kết quả thực hiện nhiệm vụ theo Kế hoạch",
    TASK_COLUMNS,
    TASK_ROWS,
    ("", "", "", "group", "", "", "", "", "", "total"),
    "I",
    "Đơn vị tính: đồng",
    "Dấu “–” là không có số liệu.",
)
UNIT_TABLE = Table(
    "don-vi",
    "Tình hình gửi báo cáo của các đơn vị",
    (
        Column("unit", "Đơn vị", "text", 3),
        Column("due", "Hạn gửi", "date"),
        Column("received", "Ngày nhận", "date"),
        Column("late", "Chậm (ngày)", "count"),
        Column("state", "Tình trạng", "text", 1.5),
    ),
    (
        (UNITS["tth.stttt"], date(2024, 11, 15), date(2024, 11, 12), 0, "Đúng hạn"),
        (UNITS["tth.svhtt"], date(2024, 11, 15), date(2024, 11, 15), 0, "Đúng hạn"),
        (UNITS["tth.dakrong"], date(2024, 11, 15), date(2024, 11, 27), 12, "Chậm"),
        (UNITS["tth.sct"], date(2024, 11, 15), date(2024, 11, 18), 3, "Chậm"),
        (UNITS["tth.phuloc"], date(2024, 11, 15), date(2024, 11, 8), 0, "Đúng hạn"),
        (UNITS["tth.bao"], date(2024, 11, 15), date(2024, 11, 14), 0, "Đúng hạn"),
        (UNITS["tth.hue"], date(2024, 11, 15), None, None, "Chưa gửi"),
    ),
    note="Hạn gửi tính theo cách hiểu “trước ngày 15/11” gồm cả ngày 15/11.",
)
EMPTY = Table(
    "van-ban",
    "Văn bản chỉ đạo, triển khai",
    (Column("no", "Số, ký hiệu"), Column("on", "Ngày", "date")),
    (),
    annex="II",
)

CHARTS = (
    Chart(
        "tien-do",
        1,
        "Tiến độ thực hiện từng nhiệm vụ",
        "bars",
        tuple(f"{row[0]}. {row[1]}" for row in TASK_ROWS if row[2] and row[0]),
        (Series("Tiến độ", tuple(row[4] for row in TASK_ROWS if row[2] and row[0])),),
        "%",
        "Nguồn: Báo cáo của các đơn vị, tính đến ngày 15/11/2024",
        "Năm nhiệm vụ đạt 100%, hai đang thực hiện, một chưa thực hiện.",
        1,
        100,
    ),
    Chart(
        "kinh-phi",
        2,
        "Kinh phí bố trí và giải ngân",
        "columns",
        ("Nhiệm vụ 1", "Nhiệm vụ 3", "Nhiệm vụ 4.1"),
        (Series("Bố trí", (100.0, 350.0, 250.0)), Series("Giải ngân", (96.5, 290.2, 230.0))),
        "triệu đồng",
        "Nguồn: Báo cáo của các đơn vị",
        "Nhiệm vụ 3 có kinh phí lớn nhất, giải ngân 290,2 trên 350 triệu đồng.",
        1,
    ),
    Chart(
        "nop",
        3,
        "Báo cáo đã nhận theo khối đơn vị",
        "stacked",
        ("Sở, ngành", "Huyện, thị xã, thành phố", "Báo, đài"),
        (Series("Đúng hạn", (2, 1, 1)), Series("Chậm", (1, 1, 0)), Series("Chưa gửi", (0, 1, 0))),
        "báo cáo",
        "Nguồn: Sổ theo dõi văn bản đến",
        "Mỗi khối có phần lớn báo cáo đúng hạn.",
    ),
    Chart(
        "nhan",
        4,
        "Số báo cáo nhận được theo ngày, cộng dồn",
        "line",
        ("08/11", "12/11", "14/11", "15/11", "18/11", "27/11"),
        (Series("Cộng dồn", (1, 2, 3, 4, 5, 6)),),
        "báo cáo",
        "Nguồn: Sổ theo dõi văn bản đến",
        "Tăng đều, hai báo cáo đến sau hạn.",
    ),
)

SECTIONS = (
    Section(0, "", "", ("Sở Thông tin và Truyền thông báo cáo kết quả năm 2024 như sau:",)),
    Section(
        1,
        "I",
        "TÌNH HÌNH VÀ CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
        (
            "Các sở, ngành và UBND các huyện đã triển khai 08 nhiệm vụ; 05 nhiệm vụ hoàn thành, đạt 62,5%.",
            "{{table:don-vi}}",
        ),
    ),
    Section(1, "II", "KẾT QUẢ THỰC HIỆN"),
    Section(2, "1", "Tiến độ nhiệm vụ", ("Tiến độ bình quân đạt 78,4%.", "{{chart:tien-do}}", "{{chart:nop}}")),
    Section(
        2,
        "2",
        "Kinh phí",
        ("Kinh phí được giao 700 triệu đồng, giải ngân 616,7 triệu đồng, đạt 88,1%.\n{{chart:kinh-phi}}",),
    ),
    Section(
        1,
        "III",
        "ĐÁNH GIÁ CHUNG",
        (
            "- Nhiệm vụ 5. Tuyên truyền biển, đảo; quan hệ với nước bạn Lào: chưa thực hiện;",
            "Còn 01 nhiệm vụ chưa thực hiện và 01 đơn vị chưa gửi báo cáo.",
            "{{chart:tien-do}}",
        ),
    ),
)

FINDINGS = (
    Finding(
        FILES[0],
        "Tiến độ",
        9,
        "completion_pct",
        "pct_out_of_range",
        "row",
        "150",
        "Tỷ lệ hoàn thành 150 nằm ngoài khoảng 0–100.",
        "Ghi lại tỷ lệ từ 0 đến 100.",
        "tth.svhtt",
        "F9",
    ),
    Finding(
        FILES[0],
        "Kinh phí",
        12,
        "disbursed_vnd",
        "spent_gt_allocated",
        "row",
        "120.000.000",
        "Giải ngân 120.000.000 đồng lớn hơn số bố trí 100.000.000 đồng.",
        "Đối chiếu với kho bạc rồi ghi lại.",
        "tth.svhtt",
        "E12",
    ),
    Finding(
        FILES[2],
        "Sheet1",
        None,
        None,
        "hidden_rows",
        "warning",
        None,
        "Có 3 dòng bị ẩn; các dòng này vẫn được tính.",
        "Bỏ ẩn dòng, xóa dòng không dùng.",
        "tth.phuloc",
    ),
    Finding(
        "BC cu.xls",
        None,
        None,
        None,
        "file_encrypted",
        "file",
        None,
        "Tệp đặt mật khẩu nên không đọc được.",
        "Bỏ mật khẩu rồi gửi lại.",
    ),
)

REPORT = Report(
    plan_id="tth-2024",
    period_id="2024",
    plan_title="Kế hoạch công tác thông tin đối ngoại tỉnh Thừa Thiên Huế năm 2024",
    period_label="Báo cáo năm 2024",
    as_of=date(2024, 11, 15),
    is_sample=True,
    letterhead=Letterhead(
        parent_body="Ủy ban nhân dân tỉnh Thừa Thiên Huế",
        issuing_body=("Sở Thông tin và Truyền thông",),
        symbol="BC-STTTT",
        place="Thừa Thiên Huế",
        subject=("Kết quả công tác thông tin đối ngoại năm 2024",),
        addressees=(),
        legal_basis=(),
        signing_authority=(),
        recipients=(),
        archive="VT",
    ),
    figures={figure.id: figure for figure in FIGURES},
    tables={table.id: table for table in (TASKS, UNIT_TABLE, EMPTY)},
    charts=CHARTS,
    sections=SECTIONS,
    inputs=(
        Input(FILES[0], "3f2a" * 16, "tth.svhtt", date(2024, 11, 15), "accepted"),
        Input(FILES[1], "b07c" * 16, "tth.stttt", date(2024, 11, 12), "superseded"),
        Input(FILES[2], "91de" * 16, "tth.phuloc", None, "accepted"),
        Input("BC cu.xls", "00aa" * 16, None, date(2024, 11, 9), "refused"),
    ),
    findings=FINDINGS,
    sources=tuple(
        Source("completion_rate_pct", FILES[number % 3], "Tiến độ", 8 + number, "status", "done")
        for number in range(75)
    ),
    unit_names=UNITS,
    definitions={figure.id: f"Định nghĩa của “{figure.label}” theo Phương pháp tính." for figure in FIGURES},
)

HOSTILE_TEXT = (
    "<img src=x onerror=\"window.hit='img'\">",
    "</script><script>window.hit='script'</script>",
    "<a href=\"javascript:window.hit='link'\">bấm</a>",
    "{{chart:không-có}} ${7*7} {{7*7}} ]]> <!-- \u2028 \x00 \x1b \u202e",
    "'\"><svg onload=window.hit='svg'>",
)


def hostile() -> Report:
    """The same report with markup and scripts in every place that a department's text can reach."""
    text = " ".join(HOSTILE_TEXT)
    chart = replace(
        CHARTS[0],
        title=text,
        categories=(*HOSTILE_TEXT, "f", "g", "h")[: len(CHARTS[0].categories)],
        unit=text,
        source=text,
        alt=text,
        series=(replace(CHARTS[0].series[0], name=text),),
    )
    return replace(
        REPORT,
        plan_title=text,
        charts=(chart, *CHARTS[1:]),
        tables={
            **REPORT.tables,
            "nhiem-vu": replace(TASKS, title=text, rows=tuple((text, *row[1:]) for row in TASK_ROWS)),
        },
        sections=(*SECTIONS, Section(1, "IV", text, (f"Đơn vị viết: {text}",))),
        findings=tuple(
            replace(found, file=text, sheet=text, value=text, message=text, unit_id=text) for found in FINDINGS
        ),
        inputs=tuple(replace(given, file=text) for given in REPORT.inputs),
        sources=tuple(replace(source, file=text, value=text) for source in REPORT.sources),
    )
