-- one row per line of which nobody knows whose it is
select file, sheet, row_no, 'unit' as field, unit_text as value, null::varchar as detail
from staging.rows
where unit_id is null
