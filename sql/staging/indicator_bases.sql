-- one row per indicator with a published figure of an earlier window of the same area: the best of them to compare this period with
--   *: Gốc so sánh của từng chỉ tiêu: số đã công bố của cùng địa bàn; số minh họa chỉ dùng cho báo cáo minh họa
--   base_value: số đã công bố (đơn vị tính của chỉ tiêu)
--   base_from: số đã công bố tính từ ngày
--   base_to: số đã công bố tính đến ngày
--   base_window: same là cùng ngày, tháng ở hai đầu; whole_year là cả năm; other là kỳ khác
--   base_reporters: mã các đơn vị có số trong đó; trống là mọi đơn vị phải báo cáo
--   base_is_invented: số minh họa
--   base_source: nguồn của số
with
mark as (select coalesce(bool_or(is_sample), false) as is_sample from raw.files),
known as (
    select published.*, period.data_from as now_from, period.data_to as now_to
    from ref.published
    cross join ref.period
    cross join mark
    join ref.plan using (area_id)
    where published.data_to < period.data_from and (is_sample or not is_invented)
),
windows as (
    select
        *,
        case
            when strftime(data_from, '%m-%d') = strftime(now_from, '%m-%d') and strftime(data_to, '%m-%d') = strftime(now_to, '%m-%d')
                and year(data_to) - year(data_from) = year(now_to) - year(now_from) then 'same'
            when strftime(data_from, '%m-%d') = '01-01' and strftime(data_to, '%m-%d') = '12-31'
                and year(data_from) = year(data_to) then 'whole_year'
            else 'other' end as base_window
    from known
)

select
    figure_id as indicator_code, value as base_value, data_from as base_from, data_to as base_to, base_window,
    reporters as base_reporters, is_invented as base_is_invented, source as base_source
from windows
qualify row_number() over (
    partition by figure_id
    order by base_window = 'same' desc, base_window = 'whole_year' desc, data_to desc, data_from, is_invented, source
) = 1
order by indicator_code
