-- one row per percent outside 0 to 100
select file, sheet, table_no, row_no, 'pct' as field, pct_text as value, null::varchar as detail
from staging.rows
where completion_pct not between 0 and 100
union all
select file, sheet, table_no, row_no, 'estimated_pct', estimated_pct_text, null
from staging.rows
where estimated_pct not between 0 and 100
