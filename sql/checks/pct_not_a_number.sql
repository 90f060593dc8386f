-- one row per percent cell that holds something else
with percents as (
    select file, sheet, table_no, row_no, 'pct' as field, pct_text as value, pct_problem as problem from staging.rows
    union all
    select file, sheet, table_no, row_no, 'estimated_pct', estimated_pct_text, estimated_pct_problem from staging.rows
)

select file, sheet, table_no, row_no, field, value, null::varchar as detail
from percents
anti join (from raw.findings where rule_id = 'formula_not_calculated') using (file, sheet, table_no, row_no, field)
where problem = 'pct_not_a_number'
