-- one row per date cell that is no day of the calendar
select file, sheet, table_no, row_no, 'completed_on' as field, completed_on_text as value, null::varchar as detail
from staging.rows
where completed_on_problem = 'date_not_a_date'
