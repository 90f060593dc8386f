-- view: one row per headline figure × build, the builds that were made anew included
--   *: Mỗi con số chính qua từng lần tổng hợp
--   seq: thứ tự ghi vào kho (số thứ tự)
--   build_id: mã lần tổng hợp, như history.builds
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   area_id: mã tỉnh, thành phố
--   year: năm của kế hoạch (năm)
--   as_of: ngày của số liệu
--   state: built đã tổng hợp, closed đã chốt, published đã phát hành
--   is_latest: lần mới nhất của kế hoạch và kỳ
--   figure_id: mã con số, cũng là mã trong so-lieu.json
--   label: tên con số
--   value: giá trị; trống khi không có mẫu số hoặc chưa có số liệu (đơn vị ghi ở cột unit)
--   unit: đơn vị của giá trị: count là số đếm, vnd là đồng, pct là %
--   numerator: tử số của tỷ lệ (đơn vị của tử số)
--   denominator: mẫu số của tỷ lệ (đơn vị của mẫu số)
--   note: ghi chú về cách tính
--   position: thứ tự trong báo cáo (số thứ tự)
--   place: lần thứ mấy của kế hoạch và kỳ (số thứ tự)
with
numbered as (
    select builds.*, row_number() over (partition by plan_id, period_id order by seq, build_id) as place
    from history.builds as builds
)

select
    numbered.seq, numbered.build_id, numbered.plan_id, numbered.period_id, numbered.area_id, numbered.year, numbered.as_of,
    numbered.state, numbered.is_latest, figures.figure_id, figures.label, figures.value, figures.unit, figures.numerator,
    figures.denominator, figures.note, figures.position, numbered.place
from kept.figures as figures
inner join numbered on figures.build_id = numbered.build_id
