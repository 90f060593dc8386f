-- one row per completion day of a task that is not done
select file, sheet, table_no, row_no, 'completed_on' as field, completed_on_text as value,
    format('Tình trạng ghi “{}”.', status_label(status)) as detail
from staging.rows
where status in ('todo', 'doing') and completed_on is not null
