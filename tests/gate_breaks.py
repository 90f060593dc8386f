"""For every expectation of the gate the smallest change of the good warehouse that it must notice.

    BREAKS["progress"]["Tỷ lệ hoàn thành từ 0% đến 100%"] = "update marts.progress set completion_pct = 100.5 where status = 'done'"

The good warehouse (`quality_warehouse`) stands on the good side of each: 100%, 0%, a day before the limit, one accepted file a unit.
"""

from __future__ import annotations

REJECTED = "Không dòng nào có phát hiện mức “row” hoặc “file” mà vẫn được tính"
ORIGIN = "Mọi dòng đều rõ của ai, về việc gì và lấy từ dòng nào của tệp nào"
IN_USE = "Mọi dòng đến từ tệp đang có hiệu lực, không từ tệp bị thay thế hoặc bị từ chối"
PERIOD = "Chỉ có số liệu của đúng kế hoạch và đúng kỳ báo cáo"
UNIT = "Mọi đơn vị đều có trong danh sách đơn vị"
TASK = "Mọi nhiệm vụ là nhiệm vụ của kế hoạch, không phải mục tiêu đề"


def of_rows(table: str) -> dict[str, str]:
    """What is asked of every table of accepted rows."""
    return {
        ORIGIN: f"update {table} set row_no = 0",
        REJECTED: f"update {table} set file = 'a.xlsx', sheet = 'Biểu 1', row_no = 8",
        IN_USE: f"update {table} set file = 'b-cu.xlsx'",
        PERIOD: f"update {table} set period_id = '2024-h1'",
        UNIT: f"update {table} set unit_id = 'tth.khong-co'",
    }


def figure(id: str, value: str) -> str:
    return f"update report.figures set value = {value} where id = '{id}'"


SUBMISSIONS = {
    "Mỗi tệp nhận được đúng một dòng": "insert into marts.submissions from marts.submissions where file = 'hong.xls'",
    "Mọi tệp đều có mã băm SHA-256 để đối chiếu với bản gốc": "update marts.submissions set sha256 = repeat('a', 63) where file = 'a.xlsx'",
    "Tình trạng tệp theo danh mục: dùng, bị thay thế, bị từ chối, nhận sau ngày của số liệu":
        "update marts.submissions set state = 'mới' where file = 'a.xlsx'",
    "Số dòng bị loại không âm": "update marts.submissions set rows_rejected = -1 where file = 'b.xlsx'",
    "Số dòng đã đọc bằng số dòng chấp nhận cộng số dòng bị loại": "update marts.submissions set rows_read = 4 where file = 'a.xlsx'",
    "Số dòng bị loại bằng số dòng có phát hiện mức “row”": "delete from marts.placed_findings where severity = 'row'",
    "Mỗi đơn vị, mỗi loại bảng có nhiều nhất một tệp được dùng không phải tệp bổ sung":
        "update marts.submissions set unit_id = 'tth.stttt' where file = 'b.xlsx'",
    "Tệp bị thay thế thì có tệp được dùng của cùng đơn vị nhận không sớm hơn":
        "update marts.submissions set received_on = '2024-11-19' where file = 'b-cu.xlsx'",
    "Đơn vị có tệp bị thay thế thì phải có tệp được dùng": "update marts.submissions set state = 'refused' where file = 'b.xlsx'",
    "Tệp được dùng chính là tệp đánh dấu mới nhất": "update marts.submissions set is_latest = true where file = 'b-cu.xlsx'",
    "Tệp bị từ chối, bị thay thế không đóng góp dòng nào": "update marts.submissions set rows_accepted = 1 where file = 'hong.xls'",
    "Mỗi tệp bị từ chối đều nêu lý do": "delete from marts.placed_findings where rule_id = 'file_unreadable'",
    "Đúng hạn khi và chỉ khi biết ngày nhận và ngày nhận không muộn hơn hạn đọc theo nghĩa rộng":
        "update marts.submissions set received_on = '2024-11-16' where file = 'a.xlsx'",
    "Ngày nhận nằm trong khoảng từ đầu kỳ đến một năm sau hạn":
        "update marts.submissions set received_on = '2023-12-31' where file = 'a.xlsx'",
    "Đơn vị gửi báo cáo có trong danh sách đơn vị": "update marts.submissions set unit_id = 'tth.khong-co' where file = 'a.xlsx'",
    "Biết được tệp là của đơn vị nào": "update marts.submissions set unit_id = null where file = 'a.xlsx'",
    "Không dòng số liệu nào của tệp được dùng bị bỏ qua khi đọc": "delete from staging.rows where row_no = 8",
}  # fmt: skip

PROGRESS = of_rows("marts.progress") | {
    TASK: "update marts.progress set task_code = '4' where task_code = '4.2'",
    "Không dòng nào thiếu tình trạng": "update marts.progress set status = null where task_code = '1'",
    "Không dòng nào thiếu tỷ lệ hoàn thành": "update marts.progress set completion_pct = null where task_code = '1'",
    "Mỗi đơn vị, mỗi nhiệm vụ đúng một dòng": "insert into marts.progress from marts.progress where task_code = '4.1'",
    "Tình trạng theo danh mục bốn giá trị": "update marts.progress set status = 'xong' where task_code = '1'",
    "Tỷ lệ hoàn thành từ 0% đến 100%": "update marts.progress set completion_pct = 100.5 where task_code = '1'",
    "Tỷ lệ ước cả năm từ 0% đến 100%": "update marts.progress set estimated_pct = 100.5 where task_code = '1'",
    "Ghi hoàn thành thì tỷ lệ là 100%, ghi chưa thực hiện thì tỷ lệ là 0%":
        "update marts.progress set completion_pct = 99.5 where task_code = '1'",
    "Ghi đang thực hiện thì tỷ lệ chưa đến 100%": "update marts.progress set completion_pct = 100 where task_code = '4.1'",
    "Tỷ lệ ước cả năm không nhỏ hơn tỷ lệ đã thực hiện": "update marts.progress set estimated_pct = 39.5 where task_code = '4.1'",
    "Ngày hoàn thành thuộc năm kế hoạch hoặc kỳ lấy số liệu": "update marts.progress set completed_on = '2023-12-31' where task_code = '1'",
    "Ngày hoàn thành không sau ngày nhận báo cáo": "update marts.progress set completed_on = '2024-11-13' where task_code = '1'",
    "Nhiệm vụ chưa thực hiện thì chưa có ngày hoàn thành": "update marts.progress set completed_on = '2024-10-01' where task_code = '4.2'",
    "Vai trò chủ trì, phối hợp đúng như kế hoạch phân công": "update marts.progress set role = 'coordinate' where task_code = '1'",
    "Phần kết quả không có số điện thoại hoặc số định danh cá nhân":
        "update marts.progress set result_text = 'Liên hệ 0912345678.' where task_code = '1'",
    "Mỗi nhiệm vụ có dòng được chấp nhận đều có trong bảng tiến độ, và ngược lại":
        "create or replace view marts.accepted_rows as select 'progress' as table_kind, unit_id, "
        "replace(task_code, '4.2', '4.3') as task_code from marts.progress",
}  # fmt: skip

BUDGET = of_rows("marts.budget") | {
    TASK: "update marts.budget set task_code = '4'",
    "Mỗi đơn vị, nhiệm vụ và nguồn kinh phí đúng một dòng": "insert into marts.budget from marts.budget",
    "Dự toán giao không âm": "update marts.budget set allocated_vnd = -1",
    "Số đã giải ngân không âm": "update marts.budget set disbursed_vnd = -1",
    "Số ước cả năm không âm": "update marts.budget set estimated_vnd = -1",
    "Giải ngân không vượt kinh phí được sử dụng: giao, bổ sung, cắt giảm, năm trước chuyển sang":
        "update marts.budget set disbursed_vnd = 100_000_001",
    "Kinh phí được sử dụng bằng dự toán giao cộng bổ sung trừ cắt giảm cộng năm trước chuyển sang":
        "update marts.budget set carried_in_vnd = 10_000_001",
    "Có giải ngân thì có kinh phí được sử dụng": "update marts.budget set used_vnd = null",
    "Số ước cả năm không nhỏ hơn số đã giải ngân": "update marts.budget set estimated_vnd = 91_999_999",
    "Số ước cả năm không vượt kinh phí được sử dụng": "update marts.budget set estimated_vnd = 100_000_001",
    "Số tiền là số nguyên đồng (BIGINT)": "alter table marts.budget alter disbursed_vnd type double",
    "Không số tiền nào khác 0 mà dưới 1.000 đồng": "update marts.budget set disbursed_vnd = 999",
    "Dự toán một nhiệm vụ của một đơn vị dưới 100 tỷ đồng": "update marts.budget set allocated_vnd = 100_000_000_000",
    "Mỗi dòng kinh phí có ít nhất một số tiền":
        "update marts.budget set used_vnd = null, disbursed_vnd = null, estimated_vnd = null",
    "Không đồng nào mất đi hay sinh ra giữa dòng được chấp nhận và bảng kinh phí":
        "create or replace view marts.accepted_rows as "
        "select 'progress' as table_kind, * replace (disbursed_vnd + 1 as disbursed_vnd) from marts.budget",
}  # fmt: skip

ONE_LINE = "Mỗi đơn vị, mỗi chỉ tiêu đúng một dòng, không kể dòng của đơn vị trước sắp xếp được cộng"
INDICATORS = of_rows("marts.indicators") | {
    ONE_LINE: "insert into marts.indicators from marts.indicators",
    "Giá trị trong kỳ là số hữu hạn, không âm": "update marts.indicators set value = 'inf'::double",
    "Số lũy kế là số hữu hạn, không âm": "update marts.indicators set cumulative = -1",
    "Mục tiêu là số hữu hạn, không âm": "update marts.indicators set target = 'nan'::double",
    "Mỗi dòng chỉ tiêu có số trong kỳ hoặc số lũy kế": "update marts.indicators set value = null, cumulative = null",
    "Lũy kế không nhỏ hơn số trong kỳ": "update marts.indicators set cumulative = 23",
    "Mọi chỉ tiêu có trong danh mục của kế hoạch": "update marts.indicators set indicator_code = 'chay-bo'",
    "Chỉ tiêu đếm là số nguyên": "update marts.indicators set value = 23.5",
    "Mỗi chỉ tiêu có dòng được chấp nhận đều có trong bảng chỉ tiêu, và ngược lại":
        "create or replace view marts.accepted_rows as "
        "select 'indicators' as table_kind, 'tth.sngv' as unit_id, 'web_items' as indicator_code",
    "Tổng của chỉ tiêu đếm bằng cộng số các đơn vị":
        "alter view marts.indicator_totals rename to indicator_totals_before; create view marts.indicator_totals as "
        "select * replace (value + if(kind = 'count', 1, 0) as value) from marts.indicator_totals_before",
    "Chỉ số lấy đúng số của một đơn vị theo dõi, không cộng, không lấy lớn nhất": "update ref.indicator_owners set unit_id = 'tth.sngv'",
    "So với chỉ tiêu do đơn vị tự đặt thì chỉ tính số của chính các đơn vị ấy":
        "alter view marts.indicator_totals rename to indicator_totals_before; create view marts.indicator_totals as "
        "select * replace (target_value + 1 as target_value) from marts.indicator_totals_before",
    "Chỉ nói tăng, giảm khi cùng kỳ: ngày và tháng của hai đầu bằng nhau":
        "alter view marts.indicator_totals rename to indicator_totals_before; create view marts.indicator_totals as "
        "select * replace (-63.2 as change_pct, 'same' as verdict) from marts.indicator_totals_before",
}  # fmt: skip

TASKS = {
    "Mỗi nhiệm vụ tính đúng một lần, dù bao nhiêu đơn vị báo cáo": "insert into marts.tasks from marts.tasks where task_code = '1'",
    "Không thừa nhiệm vụ nào so với kế hoạch": "update marts.tasks set task_code = '4' where task_code = '4.2'",
    "Không thiếu nhiệm vụ nào so với kế hoạch": "delete from marts.tasks where task_code = '4.2'",
    "Không dòng nào thiếu tình trạng": "update marts.tasks set status = null where task_code = '1'",
    "Thiếu tỷ lệ hoàn thành khi và chỉ khi chưa có số liệu": "update marts.tasks set completion_pct = null where task_code = '4.1'",
    "Tình trạng theo danh mục năm giá trị": "update marts.tasks set status = 'xong' where task_code = '1'",
    "Tỷ lệ hoàn thành của nhiệm vụ từ 0% đến 100%": "update marts.tasks set completion_pct = 100.5 where task_code = '1'",
    "Chưa thực hiện thì tỷ lệ là 0%": "update marts.tasks set completion_pct = 0.5 where task_code = '4.2'",
    "Chỉ hoàn thành khi không đơn vị chủ trì nào chưa báo cáo": "update marts.tasks set leads_expected = 2 where task_code = '1'",
    "Số đơn vị chủ trì đã báo cáo không vượt số phải báo cáo": "update marts.tasks set leads_reported = 2 where task_code = '1'",
    "Dòng kinh phí của từng nhiệm vụ bằng đúng số trong kế hoạch":
        "update marts.tasks set planned_vnd = 100_000_001 where task_code = '1'",
    "Có dòng kinh phí riêng khi và chỉ khi kế hoạch ghi số tiền": "update marts.tasks set own_line = true where task_code = '4.1'",
    "Giải ngân của nhiệm vụ không vượt kinh phí được sử dụng":
        "update marts.tasks set disbursed_vnd = 100_000_001 where task_code = '1'",
    "Tỷ lệ giải ngân bằng giải ngân chia kinh phí được sử dụng; không có kinh phí thì để trống":
        "update marts.tasks set execution_pct = 0 where task_code = '4.1'",
    "Dự toán, kinh phí được sử dụng và giải ngân của nhiệm vụ bằng tổng các dòng kinh phí":
        "update marts.tasks set disbursed_vnd = 91_999_999 where task_code = '1'",
    "Dự toán giao trong khoảng hợp lý so với khoản trong kế hoạch": "update marts.tasks set allocated_vnd = 1e6 where task_code = '1'",
    "Tỷ lệ của nhiệm vụ nằm giữa tỷ lệ thấp nhất và cao nhất của các đơn vị chủ trì đã báo cáo":
        "update marts.tasks set completion_pct = 40.5 where task_code = '4.1'",
}  # fmt: skip

FIGURES = {
    "Mỗi con số có đúng một giá trị": "insert into report.figures from report.figures where id = 'rows_read'",
    "Đủ mọi con số phải có": "delete from report.figures where id = 'files_refused'",
    "Mọi con số đều có tên gọi": "update report.figures set label = null where id = 'rows_read'",
    "Đơn vị tính là số đếm, đồng hoặc phần trăm": "update report.figures set unit = 'kg' where id = 'rows_read'",
    "Số đếm là số nguyên không âm": figure("rows_read", "5.5"),
    "Số tiền là số nguyên đồng không âm": figure("all_disbursed_vnd", "-1"),
    "Mọi tỷ lệ từ 0% đến 100%": figure("on_time_rate_pct", "100.5"),
    "Tử số không vượt mẫu số": "update report.figures set numerator = 4 where id = 'on_time_rate_pct'",
    "Tỷ lệ bằng tử số chia mẫu số": figure("own_line_execution_pct", "90"),
    "Không có mẫu số thì không có tỷ lệ, và ghi rõ lý do":
        "update report.figures set denominator = null where id = 'own_line_execution_pct'",
    "Mọi tỷ lệ có mẫu số đều có giá trị": figure("on_time_rate_pct", "null"),
    "Con số để trống thì ghi rõ lý do": figure("own_line_execution_pct", "null"),
    "Số dòng đã đọc bằng số dòng chấp nhận cộng số dòng bị loại": figure("rows_rejected", "2"),
    "Đơn vị đúng hạn không vượt đơn vị đã gửi; đã gửi cộng chưa đọc được không vượt phải gửi": figure("reports_on_time", "3"),
    "Số đơn vị phải gửi đúng bằng danh sách của kế hoạch": figure("reports_expected", "4"),
    "Tệp bị từ chối không vượt tệp đã nhận; tệp đã nhận đúng bằng danh sách tệp": figure("files_received", "5"),
    "Số nhiệm vụ đúng bằng số nhiệm vụ của kế hoạch": figure("tasks_total", "4"),
    "Nhiệm vụ hoàn thành, đang, chưa thực hiện, dừng và chưa có số liệu cộng lại bằng tổng số": figure("tasks_complete", "2"),
    "Kinh phí bố trí bằng đúng tổng các dòng kinh phí trong kế hoạch": figure("own_line_planned_vnd", "100_000_001"),
    "Tỷ lệ giải ngân chung lấy mẫu số là kinh phí được sử dụng": figure("own_line_used_vnd", "90_000_000"),
    "Dự toán, kinh phí được sử dụng và giải ngân của dòng kinh phí riêng bằng tổng theo nhiệm vụ":
        figure("own_line_disbursed_vnd", "92_000_001"),
    "Tổng kinh phí mọi nhiệm vụ bằng tổng các dòng kinh phí được chấp nhận": figure("all_disbursed_vnd", "92_000_001"),
}  # fmt: skip

FINDINGS = {
    "Mọi phát hiện thuộc một quy tắc đã khai": "update marts.findings set rule_id = 'khong_co' where severity = 'row'",
    "Mức độ theo danh mục bốn giá trị": "update marts.findings set severity = 'nặng' where severity = 'row'",
    "Mức độ của phát hiện đúng như quy tắc": "update marts.findings set severity = 'warning' where severity = 'row'",
    "Mọi phát hiện đều có câu giải thích": "update marts.findings set message = null where severity = 'row'",
    "Câu giải thích không còn chỗ chưa điền": "update marts.findings set message = 'Ô {cell} sai.' where severity = 'row'",
    "Phát hiện mức “row” chỉ rõ tệp, trang và dòng": "update marts.findings set sheet = null where severity = 'row'",
    "Phát hiện nào có tên tệp thì tệp ấy có trong danh sách đã nhận":
        "update marts.findings set file = 'c.xlsx' where severity = 'row'",
    "Số dòng đếm từ 1 như trong Excel": "update marts.findings set row_no = 0 where severity = 'row'",
}  # fmt: skip

UNIT_QUALITY = {
    "Mỗi đơn vị, mỗi kỳ một điểm": "insert into marts.unit_quality from marts.unit_quality where score = 90",
    "Điểm chất lượng từ 0 đến 100": "update marts.unit_quality set score = 100.5 where score = 90",
    "Điểm đúng hạn từ 0 đến 30": "update marts.unit_quality set timely_points = 30.5 where score = 90",
    "Điểm đủ nhiệm vụ từ 0 đến 30": "update marts.unit_quality set lead_points = 30.5 where score = 90",
    "Điểm dòng được chấp nhận từ 0 đến 30": "update marts.unit_quality set row_points = 30.5 where score = 90",
    "Điểm không có cảnh báo từ 0 đến 10": "update marts.unit_quality set warning_points = 10.5 where score = 90",
    "Điểm bằng cộng các điểm thành phần": "update marts.unit_quality set score = 91 where score = 90",
    "Đơn vị nào phải gửi báo cáo cũng có điểm": "delete from marts.unit_quality where score = 0",
    "Mất điểm thì nêu lý do, đủ điểm thì không": "update marts.unit_quality set reasons = null where score = 85",
}

BREAKS = {
    "submissions": SUBMISSIONS,
    "progress": PROGRESS,
    "budget": BUDGET,
    "indicators": INDICATORS,
    "tasks": TASKS,
    "figures": FIGURES,
    "findings": FINDINGS,
    "unit_quality": UNIT_QUALITY,
}
