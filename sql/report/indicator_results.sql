-- one row per indicator, as the annex of indicators prints it
--   *: Phụ lục chỉ tiêu: chỉ tiêu, phạm vi, kế hoạch và gốc so sánh
--   name: tên chỉ tiêu
--   kind: count là số đếm, cộng được giữa các đơn vị; index là chỉ số hoặc thứ hạng, không cộng
--   value: kết quả của kỳ này (đơn vị tính của chỉ tiêu)
--   verdict: kết luận có so được hay không, như ở marts.indicator_totals
--   base_label: kỳ của số so sánh; số minh họa, số tính lại ghi rõ
--   is_why_stated: không so sánh được vì lý do cần nêu: thiếu địa bàn hoặc cách tính đổi
--   base_shown: số so sánh và kỳ của nó, bằng chữ
--   target_label: chỉ tiêu của ai
--   target_shown: số của đơn vị có kế hoạch trên kế hoạch ấy, và kế hoạch của ai, bằng chữ
--   coverage: số của bao nhiêu trên bao nhiêu đơn vị phải báo cáo, bằng chữ; trống khi đủ
--   source: bao nhiêu đơn vị báo cáo, hoặc vì sao không có số
with worded as (
    select
        totals.*, base_label, base_parts, base_law, missing_places, has_same_definition, changed_because, is_corrected,
        case target_from when 'plan' then 'Kế hoạch'
            when 'units' then coalesce(planner, format('{} đơn vị', target_units)) || ' tự đặt' end as target_label,
        case when kind = 'index' or units_reported = 0 then null
            when has_owners and owners_reported = 0
                then format('chưa đơn vị theo dõi nào báo cáo; số của {} đơn vị khác', vi_count(units_reported))
            when has_owners and owners_reported < units_owing and units_reported > owners_reported
                then format('số của {}/{} đơn vị theo dõi và {} đơn vị khác',
                    owners_reported, units_owing, vi_count(units_reported - owners_reported))
            when if(has_owners, owners_reported, units_reported) < units_owing
                then format('số của {}/{} đơn vị', if(has_owners, owners_reported, units_reported), units_owing) end as coverage
    from marts.indicator_totals as totals
    left join (
        select
            figure_id, base_label, base_parts, base_law, missing_places, has_same_definition, changed_because, is_corrected
        from report.comparisons
    ) as base on base.figure_id = totals.indicator_code
)

select
    row_number() over (order by position) as position, indicator_code, name, unit_of_measure, kind, value, ranked_of,
    units_reported, units_owing, coverage, base_value, base_from, base_to, base_label, verdict, base_pct, change_pct,
    base_parts, base_law, missing_places, has_same_definition, changed_because, is_corrected,
    coalesce(missing_places is not null or not has_same_definition, false) as is_why_stated,
    case when base_value is not null and coalesce(verdict <> 'estimated', true)
            then format('{}{} ({}{})', vi_number(base_value), if(is_corrected, ' (*)', ''), base_label,
                coalesce('; gồm ' || base_parts, ''))
        when missing_places is not null then format('chưa có số liệu của {}', missing_places) end as base_shown,
    target, target_from, target_label, target_units, planner, target_value, target_pct,
    if(target is null, null, format('{}/{} ({})', coalesce(vi_number(target_value), '–'), vi_number(target), target_label)) as target_shown,
    case when units_reported = 0 then 'chưa có số liệu'
        when kind = 'index' and value is null and units_owing = 0 then 'chưa thống nhất: chưa giao đơn vị theo dõi'
        when kind = 'index' and value is null and owners_reported = 0 then 'chưa thống nhất: đơn vị theo dõi chưa có số'
        when kind = 'index' and value is null then 'chưa thống nhất giữa các đơn vị'
        when kind = 'index' and ranked_of is not null then format('trên {} tỉnh, thành phố', ranked_of)
        else coalesce(coverage, format('số của {} đơn vị', vi_count(units_reported))) end as source
from worded
order by position
