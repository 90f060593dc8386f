-- one row per line whose status and percent contradict each other: done below 100, not begun above 0
select file, sheet, table_no, row_no, 'pct' as field, pct_text as value, format('Tình trạng ghi “{}”.', status_text) as detail
from staging.rows
where (status = 'done' and completion_pct < 100) or (status = 'todo' and completion_pct > 0)
