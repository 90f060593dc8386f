-- one row per task of the form that the unit leads and has left without a word: a line that holds only number and title
with
uses as (select file, sheet, table_no, file_unit_id as unit_id from staging.table_use where use_kind = 'progress'),
tasks as (select code_text as task_text, code_kind as task_kind, title_text as task_title, task_code
    from staging.task_readings where is_leaf),
lines as (
    select file, sheet, row_no, unit_id, task_code
    from staging.entries
    join uses using (file, sheet, table_no)
    join tasks on task_text is not distinct from code_text
        and task_kind is not distinct from code_kind
        and task_title is not distinct from title_text
    where role = 'heading'
)

select file, sheet, row_no, 'status' as field, task_code as value, null::varchar as detail
from lines
semi join ref.task_units on task_units.task_code = lines.task_code and task_units.unit_id = lines.unit_id and task_units.role = 'lead'
anti join staging.rows on rows.task_code = lines.task_code and rows.unit_id = lines.unit_id
