-- one row per task with a line of its own: planned, allocated and disbursed in million đồng
--   *: Biểu đồ: kinh phí các nhiệm vụ có dòng riêng
--   category: nhiệm vụ
--   Kế hoạch: kinh phí bố trí trong kế hoạch (triệu đồng)
--   Dự toán giao: dự toán được giao (triệu đồng)
--   Đã giải ngân: đã giải ngân đến ngày báo cáo (triệu đồng)
select
    format('{}. {}', task_code, title) as category,
    planned_vnd / 1e6 as "Kế hoạch",
    allocated_vnd / 1e6 as "Dự toán giao",
    disbursed_vnd / 1e6 as "Đã giải ngân"
from report.task_budget
where own_line
order by position
