-- one row per figure and earlier window: its value on the area of today, put together from the areas that it was made of then
--   *: Số của từng kỳ trước tính theo địa bàn hiện nay, cộng từ các địa bàn đã hợp thành
--   parts: số địa bàn khi ấy hợp thành địa bàn hiện nay (đơn vị)
--   parts_found: số địa bàn đã có số công bố (đơn vị)
--   is_restated: số được tính lại theo địa bàn hiện nay
--   is_estimated: có địa bàn chỉ tính theo tỷ trọng
--   parts_text: từng địa bàn và số của nó, bằng chữ
--   parts_missing: các địa bàn chưa có số, bằng chữ
--   base_document: văn bản công bố, khi chỉ của một địa bàn
--   is_corrected: số đã được điều chỉnh sau khi công bố
with
windows as (select distinct figure_id, unit, definition_no, data_from, data_to from staging.known_figures),
parted as (
    select
        windows.*, area_parts.area_id <> plan.area_id as is_other_area, area_parts.name, area_parts.weight, area_parts.weight_kind,
        area_parts.legal_basis, known.vintage_no, known.value, known.numerator, known.denominator, known.reporters, known.is_invented,
        known.source, known.document, known.first_value, known.first_document
    from windows
    cross join ref.plan
    join ref.area_parts
        on windows.data_to between coalesce(area_parts.valid_from, windows.data_to) and coalesce(area_parts.valid_to, windows.data_to)
    left join staging.known_figures as known
        on known.figure_id = windows.figure_id and known.unit = windows.unit and known.definition_no = windows.definition_no
        and known.data_from = windows.data_from and known.data_to = windows.data_to and known.area_id = area_parts.area_id
)

select
    figure_id, unit, definition_no, data_from, data_to, count(*) as parts, count(vintage_no) as parts_found,
    bool_or(is_other_area) as is_restated, bool_or(weight_kind <> 'whole') as is_estimated,
    if(parts_found = parts, sum(weight * value), null) as value,
    if(parts_found = parts, sum(numerator), null) as numerator, if(parts_found = parts, sum(denominator), null) as denominator,
    string_agg(format('{} {}', name, if(denominator is not null,
        format('{}/{}', vi_number(coalesce(numerator, value)), vi_number(denominator)), vi_number(value))), ', '
        order by name like '%(cũ)' desc, name)
        filter (vintage_no is not null) as parts_text,
    string_agg(name, ', ' order by name) filter (vintage_no is null) as parts_missing, max(legal_basis) as legal_basis,
    if(parts = 1, any_value(reporters), null) as reporters, coalesce(bool_or(is_invented), false) as is_invented,
    if(parts = 1, any_value(source), string_agg(distinct source, '; ' order by source)) as source,
    if(parts = 1, any_value(document), null) as base_document, coalesce(bool_or(vintage_no > 1), false) as is_corrected,
    if(parts = 1, any_value(first_value), null) as first_value, if(parts = 1, any_value(first_document), null) as first_document
from parted
group by figure_id, unit, definition_no, data_from, data_to
having parts_found > 0
order by figure_id, data_from, data_to, definition_no, unit
