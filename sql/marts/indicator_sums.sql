-- one row per indicator that anybody reported: counts added up, the value of those who set a target, an index as its owner says it
--   *: Tổng của từng chỉ tiêu và phạm vi của tổng
--   total: cộng số của các đơn vị; chỉ dùng cho chỉ tiêu đếm (đơn vị tính của chỉ tiêu)
--   owner_value: số của đơn vị theo dõi; trống khi không có hoặc các đơn vị theo dõi ghi khác nhau (đơn vị tính của chỉ tiêu)
--   units_reported: số đơn vị có số (đơn vị)
--   owners_reported: số đơn vị có số trong các đơn vị theo dõi (đơn vị)
--   reporters: mã các đơn vị có số, ngăn bằng dấu chấm phẩy
--   unit_target: tổng kế hoạch các đơn vị tự đặt (đơn vị tính của chỉ tiêu)
--   units_with_target: số đơn vị tự đặt kế hoạch (đơn vị)
--   of_units_with_target: tổng số của chính các đơn vị ấy (đơn vị tính của chỉ tiêu)
--   planner: tên gọi tắt của đơn vị tự đặt kế hoạch, khi chỉ có một
with
owners as (select *, true as is_owner from ref.indicator_owners),
reported as (
    select indicators.*, coalesce(is_owner, false) as is_owner, short_name
    from marts.indicators
    left join owners using (indicator_code, unit_id)
    left join (select unit_id, short_name from ref.units) as units using (unit_id)
    where counted is not null
)

select
    indicator_code,
    sum(exact(counted))::double as total,
    if(count(distinct counted) filter (is_owner) = 1, min(counted) filter (is_owner), null) as owner_value,
    count(distinct unit_id) as units_reported,
    count(distinct unit_id) filter (is_owner) as owners_reported,
    string_agg(distinct unit_id, ';' order by unit_id) as reporters,
    sum(exact(target))::double as unit_target,
    count(distinct unit_id) filter (target is not null) as units_with_target,
    sum(exact(if(target is null, null, counted)))::double as of_units_with_target,
    if(count(distinct unit_id) filter (target is not null) = 1, min(short_name) filter (target is not null), null) as planner
from reported
group by indicator_code
order by indicator_code
