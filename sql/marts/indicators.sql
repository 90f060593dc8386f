-- one row per accepted unit × indicator: the number of the period, the total since January and the unit's own target
--   *: Chỉ tiêu do từng đơn vị báo cáo
with numbered as (
    select *, row_number() over (partition by unit_id, indicator_code order by file, sheet, row_no) as row_of_indicator
    from marts.accepted_rows
    where table_kind = 'indicators'
)

select plan_id, period_id, unit_id, indicator_code, value, cumulative, target, file, sheet, row_no
from numbered
cross join ref.period
where row_of_indicator = 1
order by unit_id, indicator_code
