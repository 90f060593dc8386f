-- one row per result that another unit reports in the same words; it is counted once a task, but two offices claim it
with results as (
    select file, sheet, table_no, row_no, unit_id, task_code, result_text, lower(result_text) as said
    from staging.rows
    where length(result_text) >= 40 and unit_id is not null
),
shared as (select said from results group by said having count(distinct unit_id) > 1)

select file, sheet, table_no, row_no, 'result' as field, result_text as value, null::varchar as detail
from results
semi join shared using (said)
