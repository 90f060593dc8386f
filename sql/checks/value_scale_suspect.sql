-- one row per count of one unit that is more than ten times what the whole province had last year, or else than what was planned
with figures as (
    select
        file, sheet, row_no, if(cumulative is null, 'value', 'cumulative') as field,
        coalesce(cumulative_text, value_text) as value, coalesce(cumulative, rows.value) as total,
        coalesce(nullif(previous_value, 0), indicators.target, rows.target) as usual,
        if(previous_value > 0, 'Năm trước toàn tỉnh', 'Kế hoạch') as usual_is
    from staging.rows
    join ref.indicators using (indicator_code)
    where indicators.kind = 'count'
)

select file, sheet, row_no, field, value, format('{}: {}.', usual_is, vi_number(usual)) as detail
from figures
where total > 10 * greatest(usual, 10)
