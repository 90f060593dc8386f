-- one row per accepted unit × task: how far it is to the date, and the estimate for the year beside it
--   *: Tiến độ từng nhiệm vụ do từng đơn vị báo cáo
--   result_text: kết quả đơn vị ghi; không có thì minh chứng
with numbered as (
    select
        *,
        row_number() over (partition by unit_id, task_code order by for_unit_id nulls first, file, sheet, table_no, row_no) as row_of_task
    from marts.accepted_rows
    where table_kind = 'progress'
)

select
    plan_id, period_id, unit_id, task_code, role, status, completion_pct, estimated_pct,
    coalesce(result_text, evidence_text) as result_text, completed_on, file, sheet, table_no, row_no
from numbered
cross join ref.period
where row_of_task = 1
order by unit_id, task_code
