-- one row per indicator and rate of the report: what it may be compared with, and what stands in the way
--   *: So sánh qua các năm: từng con số, gốc, kết luận có so được hay không
--   figure_id: mã chỉ tiêu của kế hoạch, hoặc mã con số của báo cáo
--   kind: count là số đếm; index là chỉ số, thứ hạng; rate là tỷ lệ
--   value: giá trị của kỳ này (đơn vị tính của chỉ tiêu)
--   base_numerator: tử số của tỷ lệ kỳ gốc (đơn vị của tử số)
--   base_denominator: mẫu số của tỷ lệ kỳ gốc (đơn vị của mẫu số)
--   base_source: nguồn của số kỳ gốc
--   base_law: văn bản sắp xếp địa bàn
--   verdict: kết luận có so được hay không, như ở marts.indicator_totals; trống khi kỳ này chưa có số
--   base_label: kỳ của số so sánh; số minh họa, số tính lại ghi rõ
--   change_points: tăng, giảm của tỷ lệ (điểm phần trăm)
--   missing_places: các địa bàn chưa có số của kỳ gốc, bằng chữ
--   base_parts: từng địa bàn đã hợp thành và số của nó, bằng chữ; chỉ khi tính lại
--   changed_because: vì sao cách tính đổi
--   has_other_tasks: danh mục nhiệm vụ của hai kế hoạch khác nhau
with
current as (
    select
        indicator_code as figure_id, name, unit_of_measure, kind, value, null::double as numerator, null::double as denominator,
        verdict, base_pct, change_pct, position
    from marts.indicator_totals
    union all
    select
        id, label, '%', 'rate', figures.value, figures.numerator, figures.denominator,
        -- A base of named reporters is of a part of them; and a task without data would count as one that is not done.
        verdict_of(figures.value, 'rate', base, base.base_reporters is null and case figures.id
            when 'completion_rate_pct' then all_leads_reported
            when 'own_line_execution_pct' then own_leads_reported >= own_leads
            else true end),
        null, null, figures.position - 1000
    from report.figures
    cross join report.money_coverage
    cross join (select bool_and(leads_reported >= leads_expected) as all_leads_reported from marts.tasks)
    left join staging.figure_bases as base on base.figure_id = figures.id
    where list_contains(compared_rates(), id)
)

select
    current.figure_id, current.name, current.kind, current.unit_of_measure, current.value, current.numerator, current.denominator,
    period.data_from, period.data_to, verdict, base_value, base_numerator, base_denominator, base_from, base_to,
    coalesce(base_is_invented, false) as base_is_invented, base_source, base_document, base_pct, change_pct,
    if(current.kind = 'rate' and verdict in ('same', 'restated'), round(current.value - base_value, 4), null) as change_points,
    case when base_value is null and parts_missing is null then null
        when base_window = 'same' then format('cùng kỳ năm {}', year(base_to))
        when strftime(base_from, '%m-%d') = '01-01' and strftime(base_to, '%m-%d') = '12-31' then format('cả năm {}', year(base_to))
        else format('từ {} đến {}', strftime(base_from, '%d/%m/%Y'), strftime(base_to, '%d/%m/%Y')) end
    || if(is_restated, ' tính theo địa giới hiện nay', '') || if(base_is_invented, ', số minh họa', '') as base_label,
    has_same_definition, changed_because, parts, parts_missing as missing_places, if(is_restated, parts_text, null) as base_parts,
    if(is_restated, legal_basis, null) as base_law, coalesce(is_corrected, false) as is_corrected, first_value, first_document,
    plan.has_other_tasks
from current
cross join ref.period
cross join ref.plan
left join staging.figure_bases using (figure_id)
left join ref.indicators on indicators.indicator_code = current.figure_id
order by current.position, current.figure_id
