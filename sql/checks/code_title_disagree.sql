-- one row per line whose number and title name two tasks; the title counts
select file, sheet, table_no, row_no, 'code' as field, code_text as value, format('Theo tên, đây là nhiệm vụ {}.', task_code) as detail
from staging.rows
where code_disagrees and task_code is not null
