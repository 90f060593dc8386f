-- one row per indicator of the plan: counts added up over units, index scores as the one unit that follows them reports
--   *: Chỉ tiêu của kế hoạch: cộng các đơn vị, so với năm trước và với kế hoạch
--   value: kết quả toàn tỉnh; chỉ số xếp hạng lấy theo đơn vị theo dõi, không cộng (đơn vị tính của chỉ tiêu)
--   target: chỉ tiêu của kế hoạch, không có thì tổng kế hoạch các đơn vị tự ghi (đơn vị tính của chỉ tiêu)
--   units: số đơn vị đã báo cáo chỉ tiêu này (đơn vị)
--   change_pct: tăng, giảm so với năm trước (%)
--   change: tăng, giảm so với năm trước (đơn vị tính của chỉ tiêu)
--   target_pct: kết quả so với chỉ tiêu (%)
with reported as (
    select
        indicator_code, count(*) as units,
        sum(coalesce(cumulative, value)) as total, max(coalesce(cumulative, value)) as latest, sum(target) as unit_target
    from marts.indicators
    group by indicator_code
)

select
    indicator_code, position, name, unit_of_measure, kind, task_code,
    if(kind = 'index', latest, total) as value,
    coalesce(indicators.target, if(kind = 'index', null, unit_target)) as target,
    previous_value, ranked_of, coalesce(units, 0) as units,
    if(kind = 'index', null, rate_pct(total - previous_value, previous_value)) as change_pct,
    if(kind = 'index', latest - previous_value, total - previous_value) as change,
    if(kind = 'index', null, rate_pct(total, coalesce(indicators.target, unit_target))) as target_pct
from ref.indicators
left join reported using (indicator_code)
order by position
