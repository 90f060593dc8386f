-- one row per indicator of the plan: its value, how many of those who owe it reported, the target of exactly those units, and the base it may be compared with
--   *: Chỉ tiêu của kế hoạch: kết quả, phạm vi, kế hoạch và gốc so sánh
--   value: chỉ tiêu đếm là tổng các đơn vị; chỉ số lấy số của đơn vị theo dõi, chưa thống nhất thì trống (đơn vị tính của chỉ tiêu)
--   units_reported: số đơn vị có số (đơn vị)
--   units_owing: số đơn vị theo dõi chỉ tiêu; kế hoạch không nêu thì mọi đơn vị phải gửi báo cáo (đơn vị)
--   owners_reported: số đơn vị có số trong các đơn vị theo dõi (đơn vị)
--   has_owners: kế hoạch nêu đơn vị theo dõi
--   target: chỉ tiêu của kế hoạch, không có thì tổng kế hoạch các đơn vị tự đặt (đơn vị tính của chỉ tiêu)
--   target_from: chỉ tiêu của ai: plan là của kế hoạch, units là các đơn vị tự đặt
--   target_units: số đơn vị tự đặt kế hoạch (đơn vị)
--   target_value: kết quả của chính các đơn vị có chỉ tiêu ấy (đơn vị tính của chỉ tiêu)
--   target_pct: target_value chia target (%)
--   planner: tên gọi tắt của đơn vị tự đặt kế hoạch, khi chỉ có một
--   base_value: số đã công bố của kỳ gốc (đơn vị tính của chỉ tiêu)
--   base_is_invented: số của kỳ gốc là số minh họa
--   verdict: same là so được với cùng kỳ; restated là so được sau khi tính lại theo địa bàn hiện nay; whole_year chỉ nói bằng bao nhiêu cả năm gốc; other_window là khác kỳ; not_comparable là khác phạm vi đơn vị, khác cách tính hoặc là chỉ số; estimated là gốc chỉ ước theo tỷ trọng; missing là chưa có gốc hoặc gốc thiếu địa bàn
--   base_pct: kết quả bằng bao nhiêu phần trăm số của kỳ gốc; chỉ với same, restated và whole_year (%)
--   change_pct: tăng, giảm so với cùng kỳ; chỉ với same và restated (%)
--   name: tên chỉ tiêu
--   kind: count là số đếm, cộng được giữa các đơn vị; index là chỉ số hoặc thứ hạng, không cộng
--   tt22_class: phương thức theo Điều 5 Thông tư 22/2016/TT-BTTTT
--   base_from: số của kỳ gốc tính từ ngày
--   base_to: số của kỳ gốc tính đến ngày
with
owing as (select indicator_code, count(*) as owners from ref.indicator_owners group by indicator_code),
everybody as (select count(*) as reporters_expected from ref.expected_units),
valued as (
    select
        indicators.*,
        if(kind = 'index', owner_value, total) as value,
        coalesce(units_reported, 0) as units_reported, coalesce(owners_reported, 0) as owners_reported, reporters,
        coalesce(owners, if(kind = 'index', 0, reporters_expected)) as units_owing,
        owners is not null as has_owners,
        case when kind = 'index' then null when indicators.target is not null then 'plan'
            when unit_target is not null then 'units' end as target_from,
        if(target_from = 'plan', indicators.target, unit_target) as set_target,
        if(target_from = 'plan', total, of_units_with_target) as of_target,
        units_with_target, planner
    from ref.indicators
    cross join everybody
    left join marts.indicator_sums using (indicator_code)
    left join owing using (indicator_code)
),
compared as (
    select
        valued.*, base.*,
        -- A published total without a list of units is of all who owed it; then all must have reported now.
        verdict_of(value, valued.kind, base,
            coalesce(reporters = base.base_reporters, if(has_owners, owners_reported, units_reported) >= units_owing)) as verdict
    from valued
    left join staging.figure_bases as base on base.figure_id = valued.indicator_code
)

select
    plan_id, period_id, indicator_code, position, name, unit_of_measure, kind, tt22_class, task_code, value, ranked_of,
    units_reported, units_owing, owners_reported, has_owners,
    if(target_from is null, null, set_target) as target, target_from, if(target_from = 'units', units_with_target, null) as target_units,
    if(target_from is null, null, of_target) as target_value,
    rate_pct(of_target, if(target_from is null, null, set_target)) as target_pct, planner,
    base_value, base_from, base_to, coalesce(base_is_invented, false) as base_is_invented, verdict,
    if(verdict in ('same', 'restated', 'whole_year'), rate_pct(value, base_value), null) as base_pct,
    if(verdict in ('same', 'restated'), rate_pct(value - base_value, base_value), null) as change_pct
from compared
cross join ref.period
order by position
