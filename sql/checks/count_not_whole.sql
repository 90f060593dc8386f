-- one row per count that is no whole number
select file, sheet, table_no, row_no, 'value' as field, value_text as value, null::varchar as detail
from staging.rows
join ref.indicators using (indicator_code)
where kind = 'count' and rows.value <> floor(rows.value)
union all
select file, sheet, table_no, row_no, 'cumulative', cumulative_text, null
from staging.rows
join ref.indicators using (indicator_code)
where kind = 'count' and cumulative <> floor(cumulative)
