-- one row per status cell whose words say no status
select file, sheet, table_no, row_no, 'status' as field, status_text as value, null::varchar as detail
from staging.rows
where status_text is not null and status is null
