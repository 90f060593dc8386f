-- one row per line that names no duty of the plan
select file, sheet, row_no, 'duty' as field, coalesce(duty_text, code_text) as value, null::varchar as detail
from staging.rows
where table_kind = 'duties' and duty_code is null
