-- one row per completion day of the plan's year outside the days whose figures the period takes; a month or quarter is outside where no day of it is inside
with days as (
    select
        file, sheet, table_no, row_no, completed_on_text, completed_on as last_day,
        case completed_on_precision when 'day' then completed_on
            else date_trunc(completed_on_precision, completed_on)::date end as first_day
    from staging.rows
    where completed_on is not null
)

select
    file, sheet, table_no, row_no, 'completed_on' as field, completed_on_text as value,
    format('Kỳ này lấy số liệu từ {} đến {}.', strftime(data_from, '%d/%m/%Y'), strftime(data_to, '%d/%m/%Y')) as detail
from days
cross join ref.plan
cross join ref.period
where year(last_day) = plan.year and (last_day < data_from or first_day > data_to)
