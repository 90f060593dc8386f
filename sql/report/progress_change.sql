-- one row per earlier report of the same plan that this one is compared with (one at most): mean progress then and now of the tasks that can be compared
--   *: Tiến độ bình quân các nhiệm vụ so với báo cáo kỳ trước, trên cùng nhiệm vụ và cùng đơn vị chủ trì
--   label: tên kỳ trước
--   tasks: số nhiệm vụ so sánh được (nhiệm vụ)
--   tasks_total: số nhiệm vụ của kế hoạch (nhiệm vụ)
--   previous_pct: tiến độ bình quân các nhiệm vụ ấy ở báo cáo kỳ trước (%)
--   completion_pct: tiến độ bình quân các nhiệm vụ ấy ở kỳ này (%)
--   change_points: tăng, giảm so với kỳ trước (điểm phần trăm)
with compared as (
    select label, count(*) as tasks, exact_mean(previous_pct) as previous_pct, exact_mean(completion_pct) as completion_pct
    from report.task_periods
    group by label
)

select
    label, tasks, (select count(*) from marts.tasks) as tasks_total, previous_pct, completion_pct,
    round(completion_pct - previous_pct, 4) as change_points
from compared
