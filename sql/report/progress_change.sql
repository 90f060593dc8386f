-- one row per earlier report of the same plan that this one is compared with (one at most): mean progress then and now
--   *: Tiến độ bình quân các nhiệm vụ so với báo cáo kỳ trước
--   label: tên kỳ trước
--   previous_pct: tiến độ bình quân các nhiệm vụ ở báo cáo kỳ trước (%)
--   completion_pct: tiến độ bình quân các nhiệm vụ ở kỳ này (%)
--   change_points: tăng, giảm so với kỳ trước (điểm phần trăm)
select
    label, round(avg(previous_pct), 4) as previous_pct, round(avg(completion_pct), 4) as completion_pct,
    round(avg(completion_pct) - avg(previous_pct), 4) as change_points
from report.task_periods
group by label
