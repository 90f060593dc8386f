-- one row per leaf task, where the report is compared with an earlier one of the same plan: percent then and now, of the lead units that reported both times
--   *: Tiến độ từng nhiệm vụ ở báo cáo kỳ trước và ở kỳ này, trên cùng các đơn vị chủ trì
--   title: tên nhiệm vụ
--   label: tên kỳ trước
--   leads_compared: số đơn vị chủ trì có số liệu ở cả hai kỳ (đơn vị)
--   leads_expected: số đơn vị chủ trì (đơn vị)
--   completion_pct: bình quân của các đơn vị ấy đến ngày báo cáo (%)
--   previous_pct: bình quân của các đơn vị ấy ở báo cáo kỳ trước (%)
--   change_points: tăng, giảm so với kỳ trước (điểm phần trăm)
with
earlier as (select label from raw.previous_report semi join ref.plan using (plan_id)),
both_times as (
    select
        task_code, count(*) as leads_compared, exact_mean(leads.completion_pct) as completion_pct,
        exact_mean(previous.completion_pct) as previous_pct
    from marts.task_leads as leads
    join raw.previous_progress as previous using (unit_id, task_code)
    where has_reported and previous.completion_pct is not null
    group by task_code
)

select
    position, task_code, tasks.title, label, leads_compared, leads_expected, previous_pct, both_times.completion_pct,
    round(both_times.completion_pct - previous_pct, 4) as change_points
from marts.tasks
cross join earlier
join both_times using (task_code)
join (select task_code, position from ref.tasks) as places using (task_code)
order by position
