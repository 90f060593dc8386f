-- one row per accepted unit × indicator, and per unit before it whose figure counts beside its own: the number of the period, the total since January and the unit's own target
--   *: Chỉ tiêu do từng đơn vị báo cáo
--   for_unit_id: đơn vị đã kết thúc mà số này là của, được cộng với số của đơn vị kế thừa; trống là của chính đơn vị
--   target: kế hoạch năm của chỉ tiêu do đơn vị tự ghi (đơn vị tính của chỉ tiêu)
--   counted: số được tính: kỳ bắt đầu từ 01/01 lấy lũy kế (không có thì số trong kỳ), kỳ khác lấy số trong kỳ (đơn vị tính của chỉ tiêu)
with
sent as (select * from marts.accepted_rows where table_kind = 'indicators'),
counts as (select distinct text, measure, value as people from staging.count_readings),

-- "05 lớp/210 người" on the line of the classes also tells of the people in them.
told_beside as (
    select
        sent.unit_id, for_unit_id, people.indicator_code, value.people as value, cumulative.people as cumulative, null::double as target,
        file, sheet, table_no, row_no, true as is_beside
    from sent
    join ref.indicators as people on people_of = sent.indicator_code
    left join counts as value on value.text = value_text and value.measure = chosen_by(value_text, unit_of_measure)
    left join counts as cumulative on cumulative.text = cumulative_text and cumulative.measure = chosen_by(cumulative_text, unit_of_measure)
    where (value.measure <> '' or cumulative.measure <> '') and coalesce(value.people, cumulative.people) is not null
),

numbered as (
    select
        *,
        row_number() over (
            partition by unit_id, for_unit_id, indicator_code order by is_beside, file, sheet, table_no, row_no
        ) as row_of_indicator
    from (
        select unit_id, for_unit_id, indicator_code, value, cumulative, target, file, sheet, table_no, row_no, false as is_beside from sent
        union all
        from told_beside
    )
)

select
    plan_id, period_id, unit_id, indicator_code, value, cumulative, target,
    if(strftime(data_from, '%m-%d') = '01-01', coalesce(cumulative, value), value) as counted, file, sheet, table_no, row_no, for_unit_id
from numbered
cross join ref.period
where row_of_indicator = 1
order by unit_id, indicator_code, for_unit_id nulls first
