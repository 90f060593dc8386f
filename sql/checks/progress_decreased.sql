-- one row per task that stands behind what the same unit said in the earlier report of the same year
with earlier as (select label from raw.previous_report semi join ref.plan using (plan_id))

select file, sheet, table_no, row_no, 'pct' as field, pct_text as value,
    format('Báo cáo {} ghi {}%.', label, vi_number(previous.completion_pct)) as detail
from staging.rows
join raw.previous_progress as previous using (unit_id, task_code)
cross join earlier
where table_kind = 'progress' and rows.completion_pct < previous.completion_pct
