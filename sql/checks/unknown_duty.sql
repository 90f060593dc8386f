-- one row per line that names no duty of the plan
select file, sheet, table_no, row_no, 'duty' as field, coalesce(duty_text, code_text) as value,
    format('Gần nhất: “{}”.', nearest_name) as detail
from staging.rows
where table_kind = 'duties' and duty_code is null
