-- one row per indicator cell that holds words where a number belongs, or the letter O for a zero ("2OO" is not 2)
with figures as (
    select file, sheet, table_no, row_no, 'value' as field, value_text as value, value_problem as problem from staging.rows
    union all
    select file, sheet, table_no, row_no, 'cumulative', cumulative_text, cumulative_problem from staging.rows
    union all
    select file, sheet, table_no, row_no, 'target', target_text, target_problem from staging.rows
)

select file, sheet, table_no, row_no, field, value, null::varchar as detail
from figures
anti join (from raw.findings where rule_id = 'formula_not_calculated') using (file, sheet, table_no, row_no, field)
where problem is not null or regexp_matches(value, '[0-9][oO]')
