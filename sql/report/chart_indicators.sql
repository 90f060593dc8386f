-- one row per counted indicator that differs most from what it may be compared with (ten at most, the largest first), as a percent of that base
--   *: Biểu đồ: chỉ tiêu so với số đã công bố
--   category: chỉ tiêu, đơn vị tính, kỳ của số so sánh và phạm vi
--   Bằng (% của số so sánh): kết quả bằng bao nhiêu phần trăm số so sánh (%)
with compared as (
    select
        format('{} ({}; so với {}{})', name, unit_of_measure, base_label,
            coalesce('; ' || string_split(coverage, '; ')[-1], '')) as category, base_pct, position
    from report.indicator_results
    where kind = 'count' and base_pct is not null
    order by abs(base_pct - 100) desc, position
    limit 10
)

select category, base_pct as "Bằng (% của số so sánh)"
from compared
order by base_pct desc, category
