-- one row per money cell that holds neither an amount nor a word for "none"
with amounts as (
    select file, sheet, table_no, row_no, 'allocated' as field, allocated_text as value, allocated_problem as problem from staging.rows
    union all
    select file, sheet, table_no, row_no, 'carried', carried_text, carried_problem from staging.rows
    union all
    select file, sheet, table_no, row_no, 'disbursed', disbursed_text, disbursed_problem from staging.rows
    union all
    select file, sheet, table_no, row_no, 'estimated', estimated_text, estimated_problem from staging.rows
)

select file, sheet, table_no, row_no, field, value, null::varchar as detail
from amounts
anti join (from raw.findings where rule_id = 'formula_not_calculated') using (file, sheet, table_no, row_no, field)
where problem = 'amount_not_a_number'
