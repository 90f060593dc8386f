"""Thừa Thiên Huế, the year 2024: 25 of 29 offices heard, one file refused, one sent again, planted mistakes. All invented."""

from __future__ import annotations

from datetime import date

from sample_year.spec import Number, Row, Sent, Shape, Year

WITH_ESTIMATES = (
    "code",
    "title",
    "status",
    "pct",
    "estimated_pct",
    "allocated",
    "disbursed",
    "estimated",
    "result",
    "done_on",
    "note",
)
NO_MONEY = ("code", "title", "status", "pct", "result", "done_on", "note")
DISTRICT = ("code", "title", "status", "pct", "allocated", "disbursed", "result", "done_on")

STTTT = Sent(
    "BC-STTTT-TTDN-2024.xlsx",
    "tth.stttt",
    date(2024, 11, 12),
    Shape(WITH_ESTIMATES, two_rows=True, numbering=True, total=True, signature=True),
    document_no="1873/BC-STTTT",
    rows=(
        Row(
            "1",
            "done",
            100,
            "Ban hành 05 văn bản hướng dẫn (Công văn số 512/STTTT-TTBCXB ngày 05/3/2024); 236 tin, bài trên Trang TTĐT của Sở",
            date(2024, 10, 30),
            100_000_000,
            92_000_000,
            96_000_000,
            100,
        ),
        Row(
            "3",
            "doing",
            80,
            "Tổ chức 04 lớp tập huấn, 186 lượt người; nghiệm thu 38 sản phẩm "
            "(Biên bản số 27/BB-STTTT ngày 18/10/2024); bàn giao 02/03 bộ thiết bị",
            None,
            400_000_000,
            318_500_000,
            392_000_000,
            100,
            "Bộ thiết bị thứ ba bàn giao trong tháng 12",
        ),
        Row(
            "4.1",
            "done",
            100,
            "Ký 04 hợp đồng truyền thông; 412 tin, bài, video đăng trên báo chí Trung ương và địa phương "
            "(Báo cáo số 1690/BC-STTTT ngày 25/10/2024)",
            date(2024, 10, 25),
            250_000_000,
            250_000_000,
            250_000_000,
            100,
        ),
        Row(
            "5",
            "doing",
            90,
            "18 chương trình, phóng sự biển, đảo; 02 chuyên đề hợp tác với Sê Kông, Salavan",
            estimated_pct=100,
        ),
        Row(
            "6",
            "doing",
            85,
            "Vận hành phần mềm giám sát: 268 báo cáo ngày; 10 hội nghị giao ban báo chí",
            estimated_pct=100,
        ),
    ),
    numbers=(
        Number("web_items", 236, 236, 200),
        Number("class_count", 4, 4, 5),
        Number("class_attendees", 186, 186, 220),
        Number("mtqg_products", 38, 38, 40),
        Number("border_equipment", 2, 2, 3),
        Number("pano_clusters", 2, 2, 2),
        Number("pano_adot", 1, 1, 1),
        Number("promo_products", 412, 412, 400),
        Number("monitoring_reports", 268, 268),
        Number("press_briefings", 10, 10, 12),
        Number("inspections", 5, 5, 5),
        Number("dti_score", 0.75, 0.75),
        Number("dti_rank", 4, 4),
        Number("par_index_score", 89.12, 89.12),
        Number("par_index_rank", 8, 8),
    ),
)

BTG = Sent(
    "Ban Tuyen giao TU - bao cao TTDN 2024.xlsx",
    "tth.btg",
    date(2024, 11, 13),
    Shape(
        labels={"title": "Nội dung công việc", "status": "Tình trạng thực hiện"},
        statuses={"done": "Đã hoàn thành", "doing": "Đang triển khai"},
        signature=True,
    ),
    document_no="418-BC/BTGTU",
    rows=(
        Row(
            "2",
            "done",
            100,
            "12 hội nghị quán triệt Kết luận 57-KL/TW (Kế hoạch số 92-KH/BTGTU ngày 12/01/2024); 1.460 lượt cán bộ",
            date(2024, 9, 20),
            cells={"allocated": "Không"},
        ),
        Row(
            "6",
            "doing",
            80,
            "Chủ trì 10 hội nghị giao ban báo chí; 06 định hướng tuyên truyền",
            cells={"allocated": "Không"},
        ),
    ),
    numbers=(Number("kl57_conferences", 12, 12, 12), Number("kl57_publications", 19, 19)),
)

VPUBND = Sent(
    "VP UBND tinh.xlsx",
    "tth.vpubnd",
    date(2024, 11, 14),
    Shape(NO_MONEY, percent="fraction", labels={"code": "TT"}),
    rows=(
        Row("1", "done", 100, "Công bố 31 văn bản chỉ đạo trên Cổng TTĐT tỉnh", date(2024, 10, 31)),
        Row("4.1", "doing", 90, "462 tin, bài tiếng Anh, tiếng Pháp; giao diện mới của phiên bản tiếng Pháp"),
        Row("4.3", "doing", 75, "Phục vụ 21 đoàn vào, 09 đoàn ra", is_hidden=True, remarks=("hidden_rows",)),
    ),
    numbers=(
        Number("portal_foreign_items", 462, 462, 450),
        Number("portal_languages", 2, 2, 2),
        Number("press_conferences", 4, 4, 4),
    ),
    mistake="dòng 11 (nhiệm vụ 4.3) bị ẩn: vẫn được tính, có cảnh báo",
)

SNGV = Sent(
    "Báo cáo TTĐN 2024 - Sở Ngoại vụ.xlsx",
    "tth.sngv",
    date(2024, 11, 12),
    Shape(WITH_ESTIMATES, money="million", unit_line="Đơn vị tính: triệu đồng", total=True),
    document_no="1105/BC-SNgV",
    rows=(
        Row(
            "4.2",
            "doing",
            70,
            "Biên dịch 02/03 ấn phẩm song ngữ Việt - Anh (Công văn số 611/SNgV-VP ngày 21/6/2024)",
            None,
            60_000_000,
            38_500_000,
            60_000_000,
            100,
        ),
        Row(
            "4.3",
            "done",
            100,
            "Đón 64 đoàn khách quốc tế, 512 lượt người; ký 02 thỏa thuận hợp tác",
            date(2024, 10, 18),
            180_000_000,
            176_400_000,
            176_400_000,
            100,
        ),
        Row("5", "doing", 85, "Tuyên truyền Đề án bảo vệ chủ quyền ở Biển Đông tại 06 huyện", estimated_pct=100),
    ),
    numbers=(
        Number("delegations", 64, 64),
        Number("delegation_members", 512, 512),
        Number("foreign_press_groups", 14, 14),
        Number("foreign_reporters", 108, 108),
        Number("vietnam_vn_items", 24, 30, cells={"cumulative": "gần 30"}, remarks=("approximate_value",)),
        Number("ttdn_records", 96, 96),
    ),
    mistake="Biểu 02, chỉ tiêu tin, bài cho Cổng Vietnam.vn ghi lũy kế “gần 30”: nhận là 30, có cảnh báo số ước chừng",
)

SVHTT = Sent(
    "SVHTT_bao cao thong tin doi ngoai.xlsx",
    "tth.svhtt",
    date(2024, 11, 11),
    Shape(
        money="text",
        labels={"allocated": "Dự toán giao (đồng)", "disbursed": "Đã giải ngân (đồng)"},
        day="slash",
        total=True,
        signature=True,
    ),
    rows=(
        Row(
            "4.1",
            "done",
            100,
            "Festival Huế 2024: 08 chương trình nghệ thuật có đoàn quốc tế tham gia",
            date(2024, 6, 30),
            cells={"allocated": "Lồng ghép"},
        ),
        Row(
            "4.2",
            "done",
            100,
            "Phát hành 03 ấn phẩm song ngữ, 2.400 bản (Quyết định số 188/QĐ-SVHTT ngày 14/5/2024)",
            date(2024, 8, 30),
            120_000_000,
            118_400_000,
        ),
        Row(
            "5",
            "done",
            100,
            "05 cuộc triển lãm bộ ảnh biển, đảo, ASEAN, Việt Nam - Lào tại cơ sở",
            date(2024, 9, 12),
            45_000_000,
            45_000_000,
        ),
    ),
    numbers=(
        Number("bilingual_titles", 3, 3, 3),
        Number("bilingual_copies", 2400, 2400),
        Number("photo_exhibitions", 5, 5, 4),
        Number("exchange_events", 9, 9),
        Number("ttdn_records", 118, 118),
    ),
    total_off_by=1_000_000,
    mistake="dòng Tổng cộng, cột Đã giải ngân ghi thừa 1.000.000 đồng: có cảnh báo, số của từng dòng vẫn dùng",
)

SDL = Sent(
    "So Du lich - TTDN 2024.ods",
    "tth.sdl",
    date(2024, 11, 19),
    Shape(labels={"title": "Nhiệm vụ/ Nội dung"}, day="slash"),
    rows=(
        Row("4.1", "doing", 90, "Chuyển đổi 06 chuyên mục visithue sang 04 ngôn ngữ", cells={"allocated": "Lồng ghép"}),
        Row(
            "4.2",
            "done",
            100,
            "Cẩm nang du lịch 05 thứ tiếng, 14 đầu tờ rơi, tờ gấp",
            date(2024, 7, 12),
            45_000_000,
            45_000_000,
        ),
        Row(
            "4.3",
            "doing",
            75,
            "Tham gia 04 hội chợ du lịch quốc tế; 02 chương trình xúc tiến tại Thái Lan, Hàn Quốc",
            None,
            150_000_000,
            112_000_000,
        ),
        Row(
            "9",
            "done",
            100,
            "Phục vụ 1.200 lượt khách",
            date(2024, 5, 2),
            cells={"title": "Tổ chức ngày hội ẩm thực đường phố"},
            broken="unknown_task",
        ),
    ),
    mistake="nhận ngày 19/11 (muộn); dòng mã “9”, “Tổ chức ngày hội ẩm thực đường phố” không có trong kế hoạch: loại dòng",
)

BCHBDBP = Sent(
    "BCH BDBP tinh.csv",
    "tth.bchbdbp",
    date(2024, 11, 8),
    Shape(money="text", day="slash"),
    headed="BCH BĐBP tỉnh",
    encoding="utf-8-sig",
    delimiter=";",
    rows=(
        Row(
            "3",
            "doing",
            80,
            "Khảo sát 06 đồn biên phòng, tiếp nhận 02 bộ thiết bị",
            cells={"allocated": "Không"},
            remarks=("not_responsible",),
        ),
        Row(
            "5",
            "done",
            100,
            "24 kỳ chuyên mục biên giới trên báo, đài tỉnh; 11 buổi tuyên truyền đối ngoại biên phòng",
            date(2024, 11, 5),
            85_000_000,
            85_000_000,
        ),
    ),
    mistake="nhiệm vụ 3 chỉ giao phối hợp cho nhóm mở “các cơ quan liên quan”: có câu hỏi, dòng vẫn nhận",
)

CA = Sent(
    "Cong an tinh.csv",
    "tth.ca",
    date(2024, 11, 13),
    Shape(NO_MONEY, day="slash"),
    encoding="cp1258",
    rows=(Row("6", "doing", 90, "Phát hiện, phối hợp xử lý 37 vụ việc thông tin sai lệch; 12 tin, bài phản bác"),),
)

SKHDT = Sent(
    "So KHDT bao cao nam 2024 (chinh sua).xlsx",
    "tth.skhdt",
    date(2024, 11, 14),
    Shape(percent="comma", day="dot", labels={"pct": "% hoàn thành"}),
    headed="Sở KH&ĐT",
    rows=(
        Row("1", "done", 100, "18 tin, bài về cải thiện môi trường đầu tư trên Trang TTĐT của Sở", date(2024, 9, 30)),
        Row(
            "4.2",
            "done",
            80,
            "Tài liệu xúc tiến đầu tư song ngữ, 1.000 bản",
            date(2024, 10, 10),
            95_000_000,
            71_000_000,
            broken="status_pct_mismatch",
        ),
        Row(
            "4.3",
            "done",
            100,
            "05 hội nghị xúc tiến đầu tư, 02 đoàn xúc tiến tại Nhật Bản, Xinh-ga-po (Báo cáo số 3120/BC-SKHĐT ngày 31/10/2024)",
            date(2024, 10, 31),
            210_000_000,
            205_000_000,
        ),
    ),
    numbers=(
        Number("pci_score", 69.25, 69.25),
        Number("pci_rank", 8, 8),
        Number("promotion_documents", 6, 6),
        Number("fairs", 3, 3),
    ),
    mistake="nhiệm vụ 4.2 ghi “Hoàn thành” nhưng tỷ lệ 80,0: loại dòng",
)

STC = Sent(
    "STC.xls",
    "tth.stc",
    date(2024, 11, 12),
    Shape(NO_MONEY, day="slash", labels={"status": "Tình trạng"}),
    rows=(
        Row(
            "1",
            "done",
            100,
            "Thẩm định, trình phân bổ kinh phí thông tin đối ngoại (Công văn số 877/STC-HCSN ngày 15/3/2024)",
            date(2024, 3, 15),
        ),
        Row("2", "done", 100, "Quán triệt tại 02 hội nghị cán bộ, công chức", date(2024, 8, 16)),
    ),
)

SCT_FIRST = Sent(
    "So Cong Thuong TTDN 2024.xlsx",
    "tth.sct",
    date(2024, 11, 7),
    Shape(),
    rows=(
        Row("1", "done", 100, "14 tin, bài về CPTPP, EVFTA", date(2024, 9, 25)),
        Row("4.3", "doing", 60, "03 hội chợ; 01 hội nghị kết nối cung cầu", None, 150_000_000, 70_000_000),
    ),
    state="superseded",
    mistake="đã có bản gửi sau (14/11): giữ lại, không tính",
)

SCT_AGAIN = Sent(
    "So Cong Thuong TTDN 2024 (thay the).xlsx",
    "tth.sct",
    date(2024, 11, 14),
    Shape(),
    rows=(
        Row("1", "done", 100, "16 tin, bài về CPTPP, EVFTA; 02 hội nghị phổ biến cho doanh nghiệp", date(2024, 10, 29)),
        Row(
            "4.3",
            "done",
            100,
            "04 hội chợ, 02 hội nghị kết nối cung cầu (Báo cáo số 2208/BC-SCT ngày 08/11/2024)",
            date(2024, 11, 8),
            150_000_000,
            142_000_000,
        ),
    ),
    numbers=(Number("fairs", 4, 4), Number("exchange_events", 6, 6)),
)

STNMT = Sent(
    "Sở TNMT_TTĐN.xlsx",
    "tth.stnmt",
    date(2024, 11, 13),
    Shape(),
    hidden_sheet=True,
    rows=(
        Row(
            "1",
            "done",
            100,
            "09 tin, bài về biển và hải đảo",
            date(2024, 9, 12),
            cells={"done_on": date(2014, 9, 12)},
            broken="date_outside_year",
        ),
        Row(
            "5",
            "done",
            100,
            "Tuần lễ Biển và Hải đảo: 13 hoạt động tại 05 huyện ven biển",
            date(2024, 6, 8),
            30_000_000,
            30_000_000,
        ),
    ),
    numbers=(Number("sea_week_events", 13, 13, 12),),
    mistake="nhiệm vụ 1 ghi ngày hoàn thành 12/9/2014: loại dòng; trang “Số liệu 2023” bị ẩn: không đọc, có cảnh báo",
)

LHHN = Sent(
    "Lien hiep cac to chuc huu nghi.xlsx",
    "tth.lhhn",
    date(2024, 11, 15),
    Shape(NO_MONEY, day="slash"),
    decomposed=True,
    rows=(
        Row("1", "done", 100, "22 tin, bài đối ngoại nhân dân", date(2024, 10, 15), remarks=("not_responsible",)),
        Row("4.3", "doing", 80, "29 dự án viện trợ phi chính phủ; 07 đoàn hữu nghị", remarks=("not_responsible",)),
    ),
    numbers=(Number("ngo_projects", 29, 29, 28),),
    mistake="chữ ở dạng tổ hợp rời (NFD, từ máy Mac); nhận đúng ngày 15/11: đúng hạn theo nghĩa rộng, muộn theo nghĩa chặt",
)

BAO = Sent(
    "Bao TT Hue.xlsx",
    "tth.bao",
    date(2024, 11, 11),
    Shape(NO_MONEY, code="running", headings=False),
    headed="Báo Thừa Thiên Huế",
    rows=(
        Row("1", "done", 100, "318 tin, bài về chủ trương, chính sách đối ngoại", date(2024, 10, 31)),
        Row("2", "done", 100, "64 tin, bài về Kết luận 57-KL/TW", date(2024, 10, 31)),
        Row("4.1", "doing", 95, "540 tin, bài, video quảng bá hình ảnh tỉnh; bản tiếng Anh cập nhật hằng ngày"),
        Row("5", "doing", 90, "26 tin, bài, phóng sự biển, đảo và quan hệ Việt - Lào"),
    ),
    numbers=(
        Number("kl57_items", 64, 64, 60),
        Number("promo_products", 540, 540, 500),
        Number("sea_programmes", 26, 26),
        Number("border_columns", 24, 20, remarks=("cumulative_lt_period",)),
    ),
    mistake="STT đánh lại 1, 2, 3, 4: lấy nhiệm vụ theo tên; Biểu 02 có một lũy kế (20) nhỏ hơn trong kỳ (24): có cảnh báo",
)

DAI = Sent(
    "TRT.csv",
    "tth.dai",
    date(2024, 11, 14),
    Shape(NO_MONEY, day="slash"),
    headed="Đài Phát thanh và Truyền hình tỉnh",
    rows=(
        Row("1", "done", 100, "96 bản tin tiếng Việt, Anh, Lào", date(2024, 10, 31)),
        Row(
            "4.1",
            "done",
            100,
            "20 chương trình phát trên VTV4, VOV5",
            date(2024, 11, 1),
            cells={"pct": 120},
            broken="pct_out_of_range",
        ),
        Row("5", "done", 100, "31 chương trình, phóng sự biển, đảo; 16 chương trình về Lào", date(2024, 11, 4)),
    ),
    mistake="nhiệm vụ 4.1 ghi tỷ lệ 120: loại dòng",
)

SONG_HUONG = Sent(
    "Tap chi Song Huong.xlsx",
    "tth.tc_songhuong",
    date(2024, 11, 13),
    Shape(NO_MONEY),
    rows=(
        Row(
            "4.1",
            "doing",
            80,
            "02 số chuyên đề văn học dịch",
            cells={"status": "Theo chức năng, nhiệm vụ"},
            broken="unknown_status",
        ),
        Row("5", "doing", 70, "01 trại sáng tác đề tài biển, đảo", remarks=("not_responsible",)),
    ),
    mistake="nhiệm vụ 4.1 ghi trạng thái “Theo chức năng, nhiệm vụ”: loại dòng",
)

HUE_XUA_NAY = Sent(
    "Tap chi Hue Xua va Nay.xlsx",
    "tth.tc_hxn",
    date(2024, 11, 20),
    Shape(NO_MONEY),
    rows=(
        Row(
            "4.1",
            "done",
            100,
            "03 số chuyên đề di sản Huế",
            date(2024, 10, 28),
            cells={"code": "4.2"},
            remarks=("code_title_disagree", "not_responsible"),
        ),
    ),
    mistake="nhận ngày 20/11 (muộn); mã ghi 4.2 nhưng tên là nhiệm vụ 4.1: lấy theo tên",
)

CONG_TTDT = Sent(
    "Cong TTDT tinh.xlsx",
    "tth.congttdt",
    date(2024, 11, 14),
    Shape(NO_MONEY, percent="sign", code="number"),
    rows=(
        Row(
            "4.1", "doing", 92, "Chuyên trang TTĐN: 318 tin, bài; 1,2 triệu lượt truy cập", remarks=("not_responsible",)
        ),
    ),
    numbers=(Number("ttdn_records", 214, 214, 200), Number("vietnam_vn_items", 146, 146, 150)),
)

BTDT = Sent(
    "TTBTDTCD Hue - bao cao.xlsx",
    "tth.btdt",
    date(2024, 11, 12),
    Shape(money="words", day="words"),
    rows=(
        Row(
            "4.1",
            "doing",
            88,
            "88 tư liệu di sản; 06 phóng sự trên kênh đối ngoại",
            cells={"allocated": "Lồng ghép"},
            remarks=("not_responsible",),
        ),
        Row(
            "4.2",
            "done",
            100,
            "Sách ảnh Cố đô Huế song ngữ, 1.500 bản",
            date(2024, 9, 15),
            90_000_000,
            88_500_000,
            remarks=("not_responsible",),
        ),
    ),
    numbers=(
        Number("heritage_archive", 88, 88, 80),
        Number("bilingual_titles", 1, 1, 1),
        Number("bilingual_copies", 1500, 1500),
    ),
)

HUE = Sent(
    "UBND TP Hue.xlsx",
    "tth.h.hue",
    date(2024, 11, 14),
    Shape(("code", "title", "unit", "status", "pct", "allocated", "disbursed", "result", "done_on"), numbering=True),
    rows=(
        Row("1", "done", 100, "142 tin, bài trên Trang TTĐT thành phố", date(2024, 10, 25)),
        Row("4.1", "doing", 85, "Phố đêm, tuần lễ áo dài: 58 tin, bài tiếng Anh"),
        Row("4.3", "done", 100, "Kết nghĩa: đón 08 đoàn, 96 lượt người", date(2024, 9, 28), 60_000_000, 55_000_000),
        Row(
            "4.3",
            "done",
            100,
            "Kết nghĩa: đón 08 đoàn, 96 lượt người",
            date(2024, 9, 28),
            60_000_000,
            55_000_000,
            broken="duplicate_row",
        ),
    ),
    numbers=(Number("delegations", 8, 8), Number("delegation_members", 96, 96), Number("web_items", 142, 142, 150)),
    mistake="nhiệm vụ 4.3 chép hai lần giống hệt: giữ dòng đầu, loại dòng sau",
)

HUONG_THUY = Sent(
    "UBND TX Huong Thuy.xlsx",
    "tth.h.huongthuy",
    date(2024, 11, 8),
    Shape(DISTRICT, signature=True),
    in_register=False,
    rows=(
        Row("1", "done", 100, "74 tin, bài trên Trang TTĐT thị xã", date(2024, 10, 20)),
        Row("2", "done", 100, "01 hội nghị quán triệt, 210 đại biểu", date(2024, 4, 26)),
    ),
    mistake="không có trong sổ nhận: ngày nhận lấy ở dòng ngày tháng cuối tệp (08/11/2024)",
)

HUONG_TRA = Sent(
    "UBND TX Huong Tra.xlsx",
    "tth.h.huongtra",
    date(2024, 11, 15),
    Shape(DISTRICT, money="million"),
    rows=(
        Row("1", "doing", 70, "51 tin, bài; 03 chuyên mục truyền thanh"),
        Row("4.2", "doing", 50, "Tờ gấp du lịch cộng đồng", None, 20_000_000, 25_000_000, broken="spent_gt_allocated"),
    ),
    mistake="nhiệm vụ 4.2 giải ngân 25 lớn hơn dự toán 20 triệu đồng: loại dòng; nhận đúng ngày 15/11",
)

PHONG_DIEN = Sent(
    "phong dien 2024.csv",
    "tth.h.phongdien",
    date(2024, 11, 13),
    Shape(DISTRICT, title_block=False, day="slash"),
    tells_unit=True,
    rows=(
        Row("1", "done", 100, "", date(2024, 9, 30), remarks=("done_without_evidence",)),
        Row("4.1", "doing", 65, "Lễ hội Hương xưa làng cổ: 22 tin, bài", cells={"pct": ""}, broken="missing_required"),
        Row("5", "doing", 60, "06 buổi tuyên truyền cho ngư dân về chống khai thác IUU"),
    ),
    mistake="không có tên đơn vị trong tệp (sổ nhận ghi); nhiệm vụ 1 hoàn thành nhưng không ghi kết quả: cảnh báo; "
    "nhiệm vụ 4.1 để trống tỷ lệ: loại dòng",
)

PHU_LOC = Sent(
    "UBND huyen Phu Loc.xlsx",
    "tth.h.phuloc",
    date(2024, 11, 12),
    Shape(DISTRICT, money="words", total=True),
    rows=(
        Row("1", "done", 100, "66 tin, bài; bảo quản 02 cụm pano Chân Mây - Lăng Cô", date(2024, 10, 18)),
        Row(
            "4.2",
            "doing",
            40,
            "Bản đồ du lịch Lăng Cô",
            cells={"allocated": "Theo thực tế"},
            broken="amount_not_a_number",
        ),
        Row(
            "4.3",
            "done",
            100,
            "01 hội nghị xúc tiến đầu tư Khu kinh tế Chân Mây - Lăng Cô",
            date(2024, 8, 22),
            15_000_000,
            15_000_000,
        ),
    ),
    mistake="nhiệm vụ 4.2, ô Dự toán giao ghi “Theo thực tế”: loại dòng",
)

A_LUOI = Sent(
    "Huyen A Luoi - bao cao TTDN.xlsx",
    "tth.h.aluoi",
    date(2024, 11, 18),
    Shape(DISTRICT, indicators_below=True),
    rows=(
        Row("1", "done", 100, "58 tin, bài; phát thanh tiếng Pa Cô, Tà Ôi", date(2024, 10, 24)),
        Row(
            "5", "doing", 80, "Giao lưu với huyện Kạ Lừm (Sê Kông); 04 phóng sự biên giới", None, 12_000_000, 9_500_000
        ),
    ),
    numbers=(
        Number("web_items", 58, 58, 50),
        Number("laos_programmes", 4, 4),
        Number(
            "web_items",
            0,
            0,
            cells={"name": "Số lượt khách tham quan chợ phiên", "measure": "lượt"},
            broken="unknown_indicator",
        ),
    ),
    mistake="nhận ngày 18/11 (muộn); Biểu 02 nằm dưới Biểu 01 trên cùng một trang, có một chỉ tiêu không có trong danh mục: loại dòng",
)

PHU_VANG = Sent(
    "UBND huyen Phu Vang.xlsx",
    "tth.h.phuvang",
    date(2024, 11, 14),
    Shape(DISTRICT),
    year=2023,
    state="refused",
    rows=(
        Row("1", "done", 100, "47 tin, bài", date(2023, 10, 20)),
        Row("5", "done", 100, "05 buổi tuyên truyền biển, đảo", date(2023, 9, 15)),
    ),
    mistake="gửi nhầm báo cáo năm 2023: từ chối cả tệp (wrong_year)",
)

YEAR = Year(
    "tth-2024",
    "2024",
    "UBND TỈNH THỪA THIÊN HUẾ",
    "Thừa Thiên Huế",
    "BÁO CÁO KẾT QUẢ THỰC HIỆN KẾ HOẠCH THÔNG TIN ĐỐI NGOẠI",
    (
        STTTT,
        BTG,
        VPUBND,
        SNGV,
        SVHTT,
        SDL,
        BCHBDBP,
        CA,
        SKHDT,
        STC,
        SCT_FIRST,
        SCT_AGAIN,
        STNMT,
        LHHN,
        BAO,
        DAI,
        SONG_HUONG,
        HUE_XUA_NAY,
        CONG_TTDT,
        BTDT,
        HUE,
        HUONG_THUY,
        HUONG_TRA,
        PHONG_DIEN,
        PHU_LOC,
        A_LUOI,
        PHU_VANG,
    ),
)
