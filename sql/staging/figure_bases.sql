-- one row per indicator or rate with a published figure of an earlier window: the best of them to compare this period with
--   *: Gốc so sánh của từng con số: kỳ trước, địa bàn hiện nay
--   figure_id: mã chỉ tiêu của kế hoạch, hoặc mã con số của báo cáo
--   base_window: same là cùng ngày, tháng ở hai đầu; whole_year là cả năm; other là kỳ khác
--   has_same_definition: cùng cách tính và đơn vị tính với kỳ này
with
asked as (
    select indicator_code as figure_id, unit_of_measure as unit, definition_no, kind from ref.indicators
    union all
    select unnest(compared_rates()), '%', 1, 'rate'
),
windows as (
    select
        windows.*, asked.kind, windows.definition_no = asked.definition_no and windows.unit = asked.unit as has_same_definition,
        case
            when strftime(windows.data_from, '%m-%d') = strftime(period.data_from, '%m-%d')
                and strftime(windows.data_to, '%m-%d') = strftime(period.data_to, '%m-%d')
                and year(windows.data_to) - year(windows.data_from) = year(period.data_to) - year(period.data_from) then 'same'
            when strftime(windows.data_from, '%m-%d') = '01-01' and strftime(windows.data_to, '%m-%d') = '12-31'
                and year(windows.data_from) = year(windows.data_to) then 'whole_year'
            else 'other' end as base_window
    from staging.base_windows as windows
    join asked using (figure_id)
    cross join ref.period
)

select
    figure_id, base_window, has_same_definition, parts, parts_found, is_restated, is_estimated, parts_text, parts_missing, legal_basis,
    if(kind = 'rate', rate_pct(numerator, denominator), value) as base_value, numerator as base_numerator,
    denominator as base_denominator, data_from as base_from, data_to as base_to, reporters as base_reporters,
    is_invented as base_is_invented, source as base_source, base_document, is_corrected, first_value, first_document
from windows
qualify row_number() over (
    partition by figure_id
    order by has_same_definition desc, parts_found = parts desc, base_window = 'same' desc, base_window = 'whole_year' desc, data_to desc,
        data_from, is_invented, source
) = 1
order by figure_id
