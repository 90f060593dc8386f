-- view: one row per headline figure that a build gives otherwise than the build of its plan and period before it
--   *: Con số nào đổi giữa hai lần tổng hợp liền nhau của một kế hoạch và kỳ
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   seq: thứ tự ghi vào kho của lần sau (số thứ tự)
--   before_id: mã lần tổng hợp trước
--   after_id: mã lần tổng hợp sau
--   figure_id: mã con số, cũng là mã trong so-lieu.json
--   label: tên con số
--   unit: đơn vị của giá trị: count là số đếm, vnd là đồng, pct là %
--   value_before: giá trị ở lần trước; trống là không có (đơn vị ghi ở cột unit)
--   value_after: giá trị ở lần sau; trống là không có (đơn vị ghi ở cột unit)
--   note_before: ghi chú ở lần trước
--   note_after: ghi chú ở lần sau
--   position: thứ tự trong báo cáo (số thứ tự)
with
versions as (select * from history.figure_versions),
pairs as (
    select
        later.plan_id,
        later.period_id,
        later.seq,
        earlier.build_id as before_id,
        later.build_id as after_id,
        later.figure_id,
        later.label,
        later.unit,
        earlier.value as value_before,
        later.value as value_after,
        earlier.note as note_before,
        later.note as note_after,
        later.position
    from versions as later
    inner join versions as earlier
        on later.plan_id = earlier.plan_id
        and later.period_id = earlier.period_id
        and later.figure_id = earlier.figure_id
        and later.place = earlier.place + 1
)

select *
from pairs
where value_before is distinct from value_after or (value_after is null and note_before is distinct from note_after)
