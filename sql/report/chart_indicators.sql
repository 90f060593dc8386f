-- one row per counted indicator that moved most against last year (ten at most, the largest rise first): this year's total as a percent of last year's
--   *: Biểu đồ: chỉ tiêu biến động nhiều nhất
--   category: chỉ tiêu và đơn vị tính
--   So với năm trước: kết quả năm nay so với năm trước (%)
with moved as (
    select format('{} ({})', name, unit_of_measure) as category, rate_pct(value, previous_value) as pct_of_last_year, position
    from marts.indicator_totals
    where kind = 'count' and previous_value > 0 and value is not null
    order by abs(pct_of_last_year - 100) desc, position
    limit 10
)

select category, pct_of_last_year as "So với năm trước"
from moved
order by pct_of_last_year desc, category
