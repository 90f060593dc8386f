-- view: one row per headline figure of the latest build of each plan and period
--   *: Các con số chính của báo cáo, kèm tử số và mẫu số; của lần tổng hợp mới nhất, mọi kế hoạch và kỳ
--   year: năm của kế hoạch (năm)
--   as_of: ngày của số liệu
--   data_from: ngày đầu kỳ số liệu
--   data_to: ngày cuối kỳ số liệu
--   build_id: mã lần tổng hợp, như history.builds
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   area_id: mã tỉnh, thành phố
--   figure_id: mã con số, cũng là mã trong so-lieu.json
--   label: tên con số
--   value: giá trị; trống khi không có mẫu số hoặc chưa có số liệu (đơn vị ghi ở cột unit)
--   unit: đơn vị của giá trị: count là số đếm, vnd là đồng, pct là %
--   numerator: tử số của tỷ lệ (đơn vị của tử số)
--   denominator: mẫu số của tỷ lệ (đơn vị của mẫu số)
--   note: ghi chú về cách tính
--   position: thứ tự trong báo cáo (số thứ tự)
select
    builds.year, builds.as_of, builds.data_from, builds.data_to, facts.*
from kept.figures as facts
inner join history.builds as builds on facts.build_id = builds.build_id
where builds.is_latest
