-- one row per count of one unit that is more than ten times what was published of the whole province, or else than what was planned
with figures as (
    select
        file, sheet, table_no, row_no, if(cumulative is null, 'value', 'cumulative') as field,
        coalesce(cumulative_text, value_text) as value, coalesce(cumulative, rows.value) as total,
        coalesce(nullif(base_value, 0), indicators.target, rows.target) as usual,
        if(base_value > 0, format('Toàn tỉnh từ {} đến {}{}', strftime(base_from, '%d/%m/%Y'), strftime(base_to, '%d/%m/%Y'),
            if(base_is_invented, ' (số minh họa)', '')), 'Kế hoạch') as usual_is
    from staging.rows
    join ref.indicators using (indicator_code)
    left join staging.figure_bases on figure_bases.figure_id = rows.indicator_code
    where indicators.kind = 'count'
)

select file, sheet, table_no, row_no, field, value, format('{}: {}.', usual_is, vi_number(usual)) as detail
from figures
where total > 10 * greatest(usual, 10)
