-- one row per result that only repeats what the plan expected
select file, sheet, table_no, row_no, 'result' as field, result_text as value, null::varchar as detail
from staging.rows
join ref.tasks using (task_code)
where length(result_text) >= 30 and contains(lower(expected_result), lower(result_text))
