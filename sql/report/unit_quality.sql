-- one row per unit that owes a report: its quality score, the scores of earlier periods and what cost it points, as annex IV prints it
--   *: Phụ lục IV: điểm chất lượng số liệu của từng đơn vị
--   previous_score: điểm của kỳ liền trước; trống khi không có báo cáo trước để đối chiếu (điểm)
--   trend: điểm qua các kỳ, kỳ cũ trước; gạch ngang khi chỉ có một kỳ
--   position: thứ tự trong phụ lục (số thứ tự)
--   name: tên đơn vị
with
units as (select unit_id, name, position from ref.expected_units),
scores as (select unit_quality.*, row_number() over (partition by unit_id order by data_to desc) as age from marts.unit_quality),
trends as (
    select
        unit_id, max(score) filter (age = 2) as previous_score,
        if(count(*) > 1, string_agg(vi_number(score), ' → ' order by data_to), '–') as trend
    from scores
    group by unit_id
)

select
    row_number() over (order by position) as position, name, score, timely_points, lead_points, row_points, warning_points,
    previous_score, trend,
    coalesce(reasons, 'không có điều gì phải lưu ý') as reasons
from units
join scores using (unit_id)
join trends using (unit_id)
where age = 1
order by position
