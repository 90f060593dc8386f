-- one row per indicator cell that holds words where a number belongs
with figures as (
    select file, sheet, row_no, 'value' as field, value_text as value, value_problem as problem from staging.rows
    union all
    select file, sheet, row_no, 'cumulative', cumulative_text, cumulative_problem from staging.rows
    union all
    select file, sheet, row_no, 'target', target_text, target_problem from staging.rows
)

select file, sheet, row_no, field, value, null::varchar as detail
from figures
where problem is not null
