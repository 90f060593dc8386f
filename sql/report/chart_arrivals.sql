-- one row per day on which a report came, and the due day: units that had reported by then, beside those that owe a report
--   *: Biểu đồ: số đơn vị đã gửi báo cáo theo ngày, cộng dồn
--   category: ngày; ngày hết hạn có ghi “hạn”
--   Đã gửi (cộng dồn): số đơn vị đã gửi đến ngày đó (đơn vị)
--   Phải gửi: số đơn vị phải gửi báo cáo (đơn vị)
with
came as (select received_on from marts.unit_reports where received_on is not null and files > 0),
days as (
    select received_on as day from came
    union
    select due_lenient_on from ref.period where exists (select 1 from came)
)

select
    strftime(day, '%d/%m') || if(day = due_lenient_on, ' (hạn)', '') as category,
    (select count(*) from came where received_on <= day) as "Đã gửi (cộng dồn)",
    (select count(*) from ref.expected_units) as "Phải gửi"
from days
cross join ref.period
order by day
