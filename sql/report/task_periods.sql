-- one row per leaf task, where the report is compared with an earlier one of the same plan: percent done then and now
--   *: Tiến độ từng nhiệm vụ ở báo cáo kỳ trước và ở kỳ này
--   title: tên nhiệm vụ
--   label: tên kỳ trước
--   completion_pct: bình quân các đơn vị chủ trì đến ngày báo cáo (%)
--   previous_pct: bình quân các đơn vị chủ trì ở báo cáo kỳ trước; đơn vị chưa có số liệu tính 0 (%)
--   change_points: tăng, giảm so với kỳ trước (điểm phần trăm)
with
earlier as (select label from raw.previous_report semi join ref.plan using (plan_id)),
previous as (
    select task_code, avg(coalesce(previous_progress.completion_pct, 0)) as previous_pct
    from marts.task_leads
    left join raw.previous_progress using (unit_id, task_code)
    group by task_code
)

select
    position, task_code, tasks.title, label, round(previous_pct, 4) as previous_pct, completion_pct,
    round(completion_pct - previous_pct, 4) as change_points
from marts.tasks
cross join earlier
join previous using (task_code)
join (select task_code, position from ref.tasks) as places using (task_code)
order by position
