-- view: one row per indicator, of the latest build of each plan and period
--   *: Chỉ tiêu của kế hoạch: kết quả, phạm vi, kế hoạch và gốc so sánh; của lần tổng hợp mới nhất, mọi kế hoạch và kỳ
--   year: năm của kế hoạch (năm)
--   as_of: ngày của số liệu
--   data_from: ngày đầu kỳ số liệu
--   data_to: ngày cuối kỳ số liệu
--   build_id: mã lần tổng hợp, như history.builds
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   area_id: mã tỉnh, thành phố
--   indicator_code: mã chỉ tiêu của kế hoạch
--   name: tên chỉ tiêu
--   unit_of_measure: đơn vị tính của chỉ tiêu
--   kind: count là số đếm, cộng được giữa các đơn vị; index là chỉ số hoặc thứ hạng, không cộng
--   tt22_class: phương thức theo Điều 5 Thông tư 22/2016/TT-BTTTT
--   value: chỉ tiêu đếm là tổng các đơn vị; chỉ số lấy số của đơn vị theo dõi, chưa thống nhất thì trống (đơn vị tính của chỉ tiêu)
--   units_reported: số đơn vị có số (đơn vị)
--   units_owing: số đơn vị theo dõi chỉ tiêu; kế hoạch không nêu thì mọi đơn vị phải gửi báo cáo (đơn vị)
--   target: chỉ tiêu của kế hoạch, không có thì tổng kế hoạch các đơn vị tự đặt (đơn vị tính của chỉ tiêu)
--   target_from: chỉ tiêu của ai: plan là của kế hoạch, units là các đơn vị tự đặt
--   target_value: kết quả của chính các đơn vị có chỉ tiêu ấy (đơn vị tính của chỉ tiêu)
--   base_value: số đã công bố của kỳ gốc (đơn vị tính của chỉ tiêu)
--   base_from: số của kỳ gốc tính từ ngày
--   base_to: số của kỳ gốc tính đến ngày
--   verdict: same là so được với cùng kỳ; whole_year chỉ nói bằng bao nhiêu cả năm gốc; other_window là khác kỳ; not_comparable là khác phạm vi đơn vị hoặc là chỉ số; missing là chưa có gốc
--   change_pct: tăng, giảm so với cùng kỳ; chỉ với same (%)
--   base_is_invented: số của kỳ gốc là số minh họa
select
    builds.year, builds.as_of, builds.data_from, builds.data_to, facts.*
from kept.indicator_totals as facts
inner join history.builds as builds on facts.build_id = builds.build_id
where builds.is_latest
