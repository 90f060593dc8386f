-- one row per headline figure: its value with numerator and denominator, null where there is no denominator
--   *: Các con số chính của báo cáo, kèm tử số và mẫu số
--   id: mã con số, cũng là mã trong so-lieu.json
--   label: tên con số
--   value: giá trị; trống khi không có mẫu số hoặc chưa có số liệu (đơn vị ghi ở cột unit)
--   unit: đơn vị của giá trị: count là số đếm, vnd là đồng, pct là %
--   numerator: tử số của tỷ lệ (đơn vị của tử số)
--   denominator: mẫu số của tỷ lệ (đơn vị của mẫu số)
--   note: ghi chú về cách tính
--   position: thứ tự trong báo cáo (số thứ tự)
select * from report.figures_of_tasks
union all
select * from report.figures_of_money
union all
select * from report.figures_of_reports
order by position
