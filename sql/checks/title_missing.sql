-- one row per line without a title in a form that has titles: its number alone says which task it is, and may only count the lines
select file, sheet, table_no, row_no, 'title' as field, null::varchar as value, format('Theo số, đây là nhiệm vụ {}.', task_code) as detail
from staging.rows
where table_kind in ('progress', 'budget') and has_title_column and title_text is null and task_code is not null
