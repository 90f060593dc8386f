-- one row per task with a line of its own: planned, usable and disbursed in million đồng
--   *: Biểu đồ: kinh phí các nhiệm vụ có dòng riêng
--   category: nhiệm vụ
--   Kế hoạch: kinh phí bố trí trong kế hoạch (triệu đồng)
--   Được sử dụng: dự toán giao, bổ sung, cắt giảm và năm trước chuyển sang (triệu đồng)
--   Đã giải ngân: đã giải ngân đến ngày báo cáo (triệu đồng)
select
    format('Nhiệm vụ {}', task_code) as category,
    planned_vnd / 1e6 as "Kế hoạch",
    used_vnd / 1e6 as "Được sử dụng",
    disbursed_vnd / 1e6 as "Đã giải ngân"
from report.task_budget
where own_line
order by position
