-- one row per line that names no leaf task of the plan
select
    file, sheet, table_no, row_no, if(title_text is null, 'code', 'title') as field, coalesce(title_text, code_text) as value,
    if(is_leaf, format('Gần nhất: “{}”.', nearest_name), 'Đây là mục tiêu đề; ghi vào từng nhiệm vụ con.') as detail
from staging.rows
where table_kind in ('progress', 'budget') and (task_code is null or not is_leaf)
