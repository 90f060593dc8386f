-- one row per leaf task of the plan: status and percent over its lead units (a lead without an accepted row counts 0), and its money
--   *: Nhiệm vụ của kế hoạch: trạng thái, tỷ lệ hoàn thành và kinh phí
--   status: trạng thái chung: done khi mọi đơn vị chủ trì hoàn thành, todo khi chưa đơn vị nào bắt đầu, còn lại là doing; stopped khi dừng
--   completion_pct: bình quân các đơn vị chủ trì; đơn vị chưa có số liệu tính 0 (%)
--   allocated_vnd: tổng dự toán các đơn vị báo cáo; trống là không bố trí (đồng)
--   disbursed_vnd: tổng đã giải ngân các đơn vị báo cáo (đồng)
--   execution_pct: đã giải ngân chia dự toán giao; trống khi không có dự toán (%)
--   leads_expected: số đơn vị chủ trì (đơn vị)
--   leads_reported: số đơn vị chủ trì có số liệu được chấp nhận (đơn vị)
--   estimated_pct: bình quân tỷ lệ các đơn vị chủ trì ước đến hết năm (%)
--   estimated_vnd: tổng giải ngân các đơn vị ước cho cả năm (đồng)
with
leads as (
    select
        task_code,
        count(*) as leads_expected,
        count(*) filter (has_reported) as leads_reported,
        avg(coalesce(completion_pct, 0)) as completion_pct,
        avg(estimated_pct) as estimated_pct,
        status_of_all(status) as status
    from marts.task_leads
    group by task_code
),
money as (
    select task_code, sum(allocated_vnd)::bigint as allocated_vnd, sum(disbursed_vnd)::bigint as disbursed_vnd, sum(estimated_vnd)::bigint as estimated_vnd
    from marts.budget
    group by task_code
)

select
    period.plan_id, period.period_id, task_code, tasks.title,
    coalesce(status, 'todo') as status,
    round(coalesce(completion_pct, 0), 4) as completion_pct,
    own_line, planned_vnd, allocated_vnd, disbursed_vnd,
    rate_pct(disbursed_vnd, allocated_vnd) as execution_pct,
    coalesce(leads_expected, 0) as leads_expected,
    coalesce(leads_reported, 0) as leads_reported,
    round(estimated_pct, 4) as estimated_pct, estimated_vnd
from ref.tasks
cross join ref.period
left join leads using (task_code)
left join money using (task_code)
where is_leaf
order by tasks.position
