-- one row per count of one unit that is more than ten times what the whole province had last year: a digit too many, or another measure
with figures as (
    select file, sheet, row_no, indicator_code, if(cumulative is null, 'value', 'cumulative') as field,
        coalesce(cumulative_text, value_text) as value, coalesce(cumulative, rows.value) as total
    from staging.rows
)

select file, sheet, row_no, field, value, format('Năm trước toàn tỉnh: {}.', vi_number(previous_value)) as detail
from figures
join ref.indicators using (indicator_code)
where kind = 'count' and previous_value > 0 and total > 10 * greatest(previous_value, 10)
