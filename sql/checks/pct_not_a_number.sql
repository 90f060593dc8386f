-- one row per percent cell that holds something else
select file, sheet, row_no, 'pct' as field, pct_text as value, null::varchar as detail
from staging.rows
where pct_problem = 'pct_not_a_number'
union all
select file, sheet, row_no, 'estimated_pct', estimated_pct_text, null
from staging.rows
where estimated_pct_problem = 'pct_not_a_number'
