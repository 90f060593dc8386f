-- one row per sentence that has to stand below comparisons: a base of an area with another name, a base that was corrected
--   *: Ghi chú của số so sánh: địa bàn đổi tên, số đã điều chỉnh
--   position: thứ tự của câu (số thứ tự)
--   note: câu ghi chú
with
named as (
    select distinct
        year(base_to) as base_year,
        format('Số liệu năm {} là của {}, nay là {}{}.', year(base_to), then_name.name, now_name.name,
            coalesce(' (' || now_name.legal_basis || ')', '')) as note
    from report.comparisons
    join ref.area_names as then_name
        on base_to between coalesce(then_name.valid_from, base_to) and coalesce(then_name.valid_to, base_to)
    join ref.area_names as now_name
        on data_to between coalesce(now_name.valid_from, data_to) and coalesce(now_name.valid_to, data_to)
    where verdict in ('same', 'whole_year') and then_name.name <> now_name.name
),
corrected as (
    select
        year(base_to) as base_year,
        format('(*) {}: số liệu năm {} đã điều chỉnh{}{}; công bố lần đầu: {} {}.', name, year(base_to),
            coalesce(' theo ' || base_document, ''), coalesce(' thay thế ' || nullif(first_document, base_document), ''),
            vi_number(first_value), unit_of_measure) as note
    from report.comparisons where is_corrected and first_value is not null and verdict is not null
)

select row_number() over (order by kind, base_year, note) as position, note
from (select 1 as kind, * from named union all select 2, * from corrected)
order by position
