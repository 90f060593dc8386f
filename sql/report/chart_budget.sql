-- one row per task with a line of its own: planned, allocated and disbursed in million đồng
select
    format('{}. {}', task_code, title) as category,
    planned_vnd / 1e6 as "Kế hoạch",
    allocated_vnd / 1e6 as "Dự toán giao",
    disbursed_vnd / 1e6 as "Đã giải ngân"
from report.task_budget
where own_line
order by position
