-- one row per leaf task of the plan: status and percent over the lead units that reported, and its money
--   *: Nhiệm vụ của kế hoạch: trạng thái, tỷ lệ hoàn thành và kinh phí
--   status: done khi mọi đơn vị chủ trì hoàn thành; unknown khi chưa đơn vị chủ trì nào có số liệu; todo khi mọi đơn vị đã báo cáo đều chưa bắt đầu; stopped khi dừng; còn lại là doing
--   completion_pct: bình quân các đơn vị chủ trì đã báo cáo; trống khi chưa đơn vị nào có số liệu (%)
--   allocated_vnd: tổng dự toán các đơn vị báo cáo; trống là không bố trí (đồng)
--   carried_in_vnd: tổng kinh phí năm trước chuyển sang (đồng)
--   used_vnd: tổng kinh phí được sử dụng: giao + bổ sung − cắt giảm + năm trước chuyển sang (đồng)
--   disbursed_vnd: tổng đã giải ngân các đơn vị báo cáo (đồng)
--   execution_pct: đã giải ngân chia kinh phí được sử dụng; trống khi không có kinh phí (%)
--   leads_expected: số đơn vị chủ trì (đơn vị)
--   leads_reported: số đơn vị chủ trì có số liệu được chấp nhận (đơn vị)
--   leads_estimated: số đơn vị chủ trì đã báo cáo có ghi tỷ lệ ước cả năm (đơn vị)
--   estimated_pct: bình quân tỷ lệ ước của các đơn vị ấy; trống khi thấp hơn tỷ lệ đã đạt (%)
--   units_spending: số đơn vị có ghi kinh phí ở nhiệm vụ (đơn vị)
--   units_estimated: số đơn vị trong đó có ghi số ước cả năm (đơn vị)
--   estimated_vnd: tổng số ước cả năm của các đơn vị ấy; trống khi thấp hơn số đã giải ngân (đồng)
with
leads as (
    select
        task_code,
        count(*) as leads_expected,
        count(*) filter (has_reported) as leads_reported,
        count(estimated_pct) as leads_estimated,
        exact_mean(completion_pct) as completion_pct,
        exact_mean(estimated_pct) as estimated_pct,
        status_of_leads(status) as status
    from marts.task_leads
    group by task_code
),
money as (
    select
        task_code, sum(allocated_vnd)::bigint as allocated_vnd, sum(carried_in_vnd)::bigint as carried_in_vnd,
        sum(used_vnd)::bigint as used_vnd,
        sum(disbursed_vnd)::bigint as disbursed_vnd, sum(estimated_vnd)::bigint as estimated_vnd,
        count(distinct unit_id) as units_spending, count(distinct unit_id) filter (estimated_vnd is not null) as units_estimated
    from marts.budget
    group by task_code
)

select
    period.plan_id, period.period_id, task_code, tasks.title,
    coalesce(status, 'unknown') as status, completion_pct,
    own_line, planned_vnd, allocated_vnd, disbursed_vnd,
    rate_pct(disbursed_vnd, used_vnd) as execution_pct,
    coalesce(leads_expected, 0) as leads_expected,
    coalesce(leads_reported, 0) as leads_reported,
    coalesce(leads_estimated, 0) as leads_estimated,
    if(estimated_pct < completion_pct, null, estimated_pct) as estimated_pct,
    carried_in_vnd, used_vnd, coalesce(units_spending, 0) as units_spending, coalesce(units_estimated, 0) as units_estimated,
    if(estimated_vnd < disbursed_vnd, null, estimated_vnd) as estimated_vnd
from ref.tasks
cross join ref.period
left join leads using (task_code)
left join money using (task_code)
where is_leaf
order by tasks.position
