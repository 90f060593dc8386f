-- one row per line with an index (PCI, PAPI, …) that nobody was given to follow, or that another unit says otherwise; the owner's value counts
with
said as (
    select file, sheet, table_no, row_no, unit_id, indicator_code, coalesce(cumulative, rows.value) as value,
        coalesce(cumulative_text, value_text) as text,
        owners.unit_id is not null as is_owner
    from staging.rows
    join ref.indicators using (indicator_code)
    left join ref.indicator_owners as owners using (indicator_code, unit_id)
    where indicators.kind = 'index' and unit_id is not null and coalesce(cumulative, rows.value) is not null
),
both_sides as (
    select indicator_code, count(distinct value) as answers, bool_or(is_owner) as has_owner,
        count(distinct value) filter (is_owner) as owner_answers,
        string_agg(distinct format('{}: {}', short_name, vi_number(value)), '; '
            order by format('{}: {}', short_name, vi_number(value))) as who
    from said
    join ref.units using (unit_id)
    group by indicator_code
)

select
    file, sheet, table_no, row_no, 'value' as field, text as value,
    case when owner_answers = 1 and answers > 1 then format('{}. Báo cáo lấy số của đơn vị theo dõi.', who)
        when answers > 1 then format('{}. Báo cáo không lấy số nào.', who)
        else format(
            '{}. Kế hoạch chưa giao đơn vị nào theo dõi chỉ số này, hoặc đơn vị ấy chưa có số; báo cáo không lấy số nào.', who
        )
    end as detail
from said
join both_sides using (indicator_code)
where answers > 1 or not has_owner
