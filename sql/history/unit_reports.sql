-- view: one row per unit that owes a report, of the latest build of each plan and period
--   *: Đơn vị phải gửi báo cáo: gửi khi nào, đúng hạn hay trễ, bao nhiêu dòng dùng được; của lần tổng hợp mới nhất, mọi kế hoạch và kỳ
--   year: năm của kế hoạch (năm)
--   as_of: ngày của số liệu
--   data_from: ngày đầu kỳ số liệu
--   data_to: ngày cuối kỳ số liệu
--   build_id: mã lần tổng hợp, như history.builds
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   area_id: mã tỉnh, thành phố
--   unit_id: mã đơn vị phải gửi báo cáo
--   name: tên đơn vị
--   state: on_time là đúng hạn, late là trễ, undated là không rõ ngày nhận, unread là đã gửi mà chưa đọc được, missing là chưa gửi
--   received_on: ngày nhận tệp đọc được đầu tiên; chưa có tệp đọc được thì ngày nhận tệp đầu tiên
--   on_time: đúng hạn theo nghĩa rộng: “trước ngày 15/11” gồm cả ngày 15/11, hạn vào ngày nghỉ thì lùi
--   on_time_strict: đúng hạn theo nghĩa chặt: phải nhận trước ngày ghi trong kế hoạch
--   rows_read: dòng số liệu đã đọc; tệp bị thay hoặc bị từ chối có 0 dòng (dòng)
--   rows_accepted: dòng được chấp nhận (dòng)
--   rows_rejected: dòng bị loại khỏi mọi con số (dòng)
select
    builds.year, builds.as_of, builds.data_from, builds.data_to, facts.*
from kept.unit_reports as facts
inner join history.builds as builds on facts.build_id = builds.build_id
where builds.is_latest
