-- one row per line of a unit that the plan does not name for the task; open groups make it a question, not a fault
select file, sheet, table_no, row_no, if(title_text is null, 'code', 'title') as field, task_code as value, null::varchar as detail
from staging.rows
where task_code is not null and is_leaf and unit_id is not null and not is_responsible
