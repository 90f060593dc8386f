-- one row per line that names no indicator of the plan
select
    file, sheet, table_no, row_no, 'indicator' as field, coalesce(indicator_text, code_text) as value,
    format('Gần nhất: “{}”.', nearest_name) as detail
from staging.rows
where table_kind = 'indicators' and indicator_code is null
